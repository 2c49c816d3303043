"""Ladders: what every one of them keeps to, and how conditions shorten them."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supple.core.coach import needs_of
from supple.core.content import load
from supple.core.course import Course, Ladder, Rung
from supple.core.dose import Dose
from supple.core.ladder import ladders, opened
from supple.core.offer import Option, options
from supple.core.person import Moment, Person
from supple.core.plan import plan
from supple.core.words import FORMS, Form
from tests.core.random_people import MONDAY, by_chance
from tests.people import somebody

CONTENT = load()
AT = Moment(MONDAY)
DAY = timedelta(days=1)
SEEDS = st.integers(0, 100_000)
FEW = settings(max_examples=25, deadline=None, derandomize=True)


def of(person: Person, slug: str) -> Ladder:
    return ladders(CONTENT, person, AT)[slug]


def steps(ladder: Ladder) -> list[tuple[Form, int, int, int]]:
    return [(rung.form, rung.dose.sets, rung.dose.reps, rung.dose.hold_s) for rung in ladder.rungs]


@FEW
@given(SEEDS)
def test_it_asks_more_of_one_thing_at_a_time(seed: int) -> None:
    for slug, ladder in ladders(CONTENT, by_chance(CONTENT, seed), AT).items():
        for lower, higher in pairwise(ladder.rungs):
            assert len(higher.higher(lower)) == 1, (slug, lower, higher)
            if higher.form == "harder" != lower.form:
                assert _work_s(higher) <= _work_s(lower), "a harder form begins again with its first dose"


def _work_s(rung: Rung) -> int:
    dose = rung.dose
    return dose.sets * dose.reps * max(1, dose.hold_s) + dose.duration_s


@FEW
@given(SEEDS)
def test_it_climbs_from_the_easier_form_to_the_harder(seed: int) -> None:
    person = by_chance(CONTENT, seed)
    for slug, ladder in ladders(CONTENT, person, AT).items():
        forms = [FORMS.index(rung.form) for rung in ladder.rungs]
        assert forms == sorted(forms), slug
        assert ladder.rungs[ladder.start].form == ("base" if person.age < 65 and 1 in forms else ladder.rungs[0].form)


def test_it_begins_below_the_base_form_and_ends_above_it() -> None:
    assert steps(of(somebody(minutes=15), "seated_figure_four")) == [
        ("easier", 2, 1, 20),
        ("base", 2, 1, 20),
        ("base", 2, 1, 25),
        ("base", 2, 1, 30),
        ("base", 3, 1, 30),
        ("base", 4, 1, 30),
        ("harder", 2, 1, 20),
        ("harder", 2, 1, 25),
        ("harder", 2, 1, 30),
        ("harder", 3, 1, 30),
        ("harder", 4, 1, 30),
    ]


def test_it_climbs_in_the_easier_form_where_that_is_the_only_one() -> None:
    ladder = of(somebody("preg_late"), "cat_cow")
    assert {rung.form for rung in ladder.rungs} == {"easier"}
    assert [rung.dose.reps for rung in ladder.rungs] == [5, 6, 8, 10]
    assert ladder.start == 0


@pytest.mark.parametrize(("age", "start"), [(64, 1), (65, 0)])
def test_it_starts_the_older_one_step_lower(age: int, start: int) -> None:
    assert of(somebody(age=age), "bird_dog").start == start


def test_it_holds_nothing_that_a_cap_cut_to_less() -> None:
    """Ten seconds at most: three holds of twenty would be three of ten, and that is no step up from six of ten."""
    ladder = of(somebody("hernia"), "front_plank")
    assert [(rung.dose.reps, rung.dose.hold_s) for rung in ladder.rungs if rung.form == "base"] == [
        (5, 8), (5, 10), (6, 10)]  # fmt: skip


def held(slug: str, form: Form = "base") -> list[tuple[int, int]]:
    rungs = of(somebody(minutes=15), slug).rungs
    return [(rung.dose.reps, rung.dose.hold_s) for rung in rungs if rung.form == form]


def test_it_ends_where_the_page_of_an_exercise_ends() -> None:
    assert held("side_plank") == [(5, 8), (5, 10), (6, 10), (3, 20), (2, 30), (1, 45)]
    assert held("front_plank")[-1] == (1, 60)
    assert [reps for reps, _ in held("cat_cow")] == [5, 6, 8, 10]
    assert [reps for reps, _ in held("cat_cow", "harder")] == [5, 6, 8, 10]
    assert held("glute_bridge")[-2:] == [(1, 60), (2, 60)]


@pytest.mark.parametrize("slug", [e.id for e in CONTENT.exercises.values() if e.ladder.top])
def test_its_top_is_a_step_of_its_kind_or_the_next_above(slug: str) -> None:
    one = CONTENT.exercises[slug]
    assert one.ladder.top
    top, steps = Dose(1, one.ladder.top.reps, one.ladder.top.hold_s), CONTENT.doses.kinds[one.kinds[0]].steps
    kind = one.kinds[0]
    assert top in steps or len(Rung(kind, "base", top).higher(Rung(kind, "base", steps[-1]))) == 1


def test_it_puts_a_weighted_hold_after_every_hold_without() -> None:
    """Three minutes leave no room for the long holds, so they do not lead to a weight either."""
    assert held("front_plank", "harder")
    assert {rung.form for rung in of(somebody(minutes=1), "front_plank").rungs} == {"easier", "base"}


@pytest.mark.parametrize(("rung", "opens"), [
    (None, False),
    (Rung("core", "easier", Dose(1, 2, 60)), False),
    (Rung("core", "base", Dose(1, 1, 60)), False),
    (Rung("core", "base", Dose(1, 6, 20)), False),
    (Rung("core", "base", Dose(1, 2, 60)), True),
    (Rung("core", "harder", Dose(1, 5, 8)), True),
])  # fmt: skip
def test_it_opens_the_weighted_bridge_after_two_holds_of_a_minute(rung: Rung | None, opens: bool) -> None:
    first = CONTENT.exercises["loaded_bridge"].ladder.after
    assert first
    assert opened(CONTENT, somebody(minutes=15), AT, first, rung) == opens


def test_it_opens_nothing_to_those_whose_ladder_left_the_long_holds_out() -> None:
    first = CONTENT.exercises["loaded_bridge"].ladder.after
    assert first
    short, harder = somebody(minutes=5), Rung("core", "harder", Dose(1, 5, 8))
    assert harder in of(short, "glute_bridge").rungs
    assert not opened(CONTENT, short, AT, first, harder)


def test_it_does_not_move_with_a_flare_or_with_pain() -> None:
    usual = ladders(CONTENT, somebody(pain=2), AT)
    assert ladders(CONTENT, somebody("acute_flare", pain=9), AT) == usual


def test_it_leaves_time_for_other_items() -> None:
    assert [rung.dose.sets for rung in of(somebody(minutes=10), "clam").rungs if rung.form == "base"] == [1, 2]
    assert max(rung.dose.duration_s for rung in of(somebody(minutes=20), "walk").rungs) == 600


def test_it_plans_three_items_for_those_who_climbed_all_the_way() -> None:
    person = somebody(minutes=10, goals=("less_stiff", "lift"))
    course = Course({slug: ladder.rungs[-1] for slug, ladder in ladders(CONTENT, person, AT).items()})
    week = tuple(Moment(MONDAY + n * DAY) for n in range(7))
    for day in plan(CONTENT, person, needs_of(CONTENT, person), week, course=course).days:
        assert len(day.items) >= 3
        assert day.seconds <= 600


@FEW
@given(SEEDS)
def test_it_begins_where_newcomers_begin(seed: int) -> None:
    """A person without a record gets the same with and without ladders."""
    person = by_chance(CONTENT, seed)
    course = Course({slug: ladder.rungs[ladder.start] for slug, ladder in ladders(CONTENT, person, AT).items()})
    assert _asked(person, course) == _asked(person, Course())


def test_it_has_no_step_beyond_what_an_exercise_lasts() -> None:
    assert {rung.dose.duration_s for rung in of(somebody(), "sit_break_march").rungs} == {120}


# ---- what a day takes from it ----

HIGH = Rung("core", "harder", Dose(1, 6, 10))


def offered(person: Person, course: Course, slug: str = "bird_dog") -> Option | None:
    return next((one for one in options(CONTENT, person, AT, course=course) if one.exercise == slug), None)


@FEW
@given(SEEDS, st.integers(0, 10), st.integers(0, 10), st.integers(0, 12))
def test_it_never_asks_more_of_anybody_on_a_ladder_with_more_pain(seed: int, one: int, other: int, up: int) -> None:
    person = by_chance(CONTENT, seed)
    climbed = ladders(CONTENT, person, AT)
    course = Course({slug: ladder.rungs[min(up, len(ladder.rungs) - 1)] for slug, ladder in climbed.items()})
    mild, strong = (_asked(_with_pain(person, pain), course) for pain in sorted((one, other)))
    for slug in mild.keys() & strong.keys():
        assert all(more <= less for more, less in zip(strong[slug], mild[slug], strict=True)), slug


def _with_pain(person: Person, pain: int) -> Person:
    return Person(person.cleared, person.profiles, person.age, pain, person.wishes)


def _asked(person: Person, course: Course) -> dict[str, tuple[int, ...]]:
    return {one.exercise: (FORMS.index(one.permitted.form), one.dose.sets, one.dose.reps, one.dose.hold_s)
            for one in options(CONTENT, person, AT, course=course)}  # fmt: skip


def test_it_offers_the_step_somebody_stands_on() -> None:
    option = offered(somebody(), Course({"bird_dog": HIGH}))
    assert option is not None
    assert (option.permitted.form, option.dose) == ("harder", HIGH.dose)
    assert option.rung == HIGH


def test_it_offers_no_more_than_pain_and_limits_allow() -> None:
    for person in (somebody(pain=6), somebody("acute_flare")):
        option = offered(person, Course({"bird_dog": HIGH}))
        assert option is not None
        assert option.permitted.form == "easier"
        assert option.dose.reps <= HIGH.dose.reps


def test_it_leaves_out_what_rests() -> None:
    resting = Course(rests_until={"bird_dog": MONDAY + 3 * DAY})
    assert offered(somebody(), resting) is None
    assert offered(somebody(), Course(rests_until={"bird_dog": MONDAY})) is not None


@pytest.mark.parametrize(("pct", "reps"), [(50, 2), (80, 4)])
def test_it_makes_a_session_smaller_rounding_down(pct: int, reps: int) -> None:
    option = offered(somebody(), Course(volume_pct=pct, volume_until=MONDAY))
    assert option is not None
    assert option.dose.reps == reps
    whole = offered(somebody(), Course(volume_pct=pct, volume_until=MONDAY - DAY))
    assert whole is not None
    assert whole.dose.reps == 5, "only the next session"


def test_it_does_at_least_one_of_everything() -> None:
    small = options(CONTENT, somebody(), AT, 10, Course(volume_pct=10, volume_until=MONDAY))
    assert all(min(one.dose.sets, one.dose.reps) >= 1 for one in small)
