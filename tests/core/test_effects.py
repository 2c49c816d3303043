"""What an exercise does for each target: as the body found it, and never much for many."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from supple.core.baked import LOADS, Baked, Lengthened
from supple.core.because import Case, because, lengthened
from supple.core.coach import needs_of
from supple.core.content import load
from supple.core.needs import GRADES, effects, grade
from supple.core.offer import Option, options
from supple.core.person import Person
from tests.core.random_people import by_chance, days_by_chance

CONTENT = load()
CHILD, CAT, BRIDGE, PLANK = (
    CONTENT.exercises[name] for name in ("childs_pose", "cat_cow", "glute_bridge", "front_plank")
)
EVERY = pytest.mark.parametrize("slug", CONTENT.exercises)


def long(strain: int, share: int = 10, over_start: int = 5) -> Lengthened:
    return Lengthened("any", "left", "fold", strain, share, over_start)


def found(lengthening: Mapping[str, Lengthened], load: int = 1) -> Baked:
    return Baked("0", 1.7, (), dict(lengthening), load)


@pytest.mark.parametrize(
    ("strain", "share", "counts"), [(7, 102, 3), (50, 0, 3), (49, 74, 2), (25, 10, 2), (3, 50, 2), (24, 49, 1)]
)
def test_strain_or_share_of_the_own_range_decides_how_much_it_counts(strain: int, share: int, counts: int) -> None:
    assert grade(long(strain, share)) == counts


def test_more_strain_never_counts_less() -> None:
    grades = [grade(long(strain, 0)) for strain in range(120)]
    assert grades == sorted(grades) and set(grades) == {*range(1, 2 + len(GRADES))}


def test_the_body_decides_and_not_the_order_in_which_groups_are_named() -> None:
    first, second = CHILD.lengthens[:2]
    measured = found({first: long(10), second: long(80)})
    assert effects(CHILD, "stretch", measured) == {f"lengthen:{first}": 1, f"lengthen:{second}": 3}
    assert effects(CHILD, "stretch", None) == {f"lengthen:{first}": 3, f"lengthen:{second}": 2}


def test_what_the_body_does_not_find_lengthened_counts_for_nothing() -> None:
    only = CHILD.lengthens[-1]
    assert effects(CHILD, "stretch", found({only: long(60)})) == {f"lengthen:{only}": 3}
    assert effects(CHILD, "stretch", found({})) == {}


def test_what_no_claim_is_made_for_counts_for_nothing() -> None:
    assert effects(CHILD, "stretch", found({"calf": long(90, 90)})) == {}


def test_no_more_than_the_two_groups_that_it_adds_most_to_count() -> None:
    """What a position pulls at many places anyway must not pass for what serves many needs."""
    wide = replace(CHILD, lengthens=("erectors", "gluteus_maximus", "lats", "calf"))
    measured = found({"erectors": long(90, over_start=2), "gluteus_maximus": long(60, over_start=20),
                      "lats": long(55, over_start=30), "calf": long(30, over_start=3)})  # fmt: skip
    assert effects(wide, "stretch", measured) == {"lengthen:gluteus_maximus": 3, "lengthen:lats": 3}


def test_moving_through_a_length_counts_less_than_staying_there() -> None:
    group = CAT.lengthens[0]
    for strain in (10, 30, 70):
        measured = found({group: long(strain)})
        held = effects(CAT, "stretch", measured)[f"lengthen:{group}"]
        assert effects(CAT, "mobility", measured)[f"lengthen:{group}"] == max(1, held - 1)


@pytest.mark.parametrize("load", LOADS)
def test_the_trunk_is_trained_less_where_it_is_not_held_up(load: int) -> None:
    assert effects(PLANK, "core", found({}, load))["build:abdominals"] == (3 if load >= 3 else 2)
    assert effects(BRIDGE, "strength", found({}, load)) == effects(BRIDGE, "strength", None), "limbs are not the trunk"


@EVERY
def test_every_effect_is_an_ordinal_and_not_many_at_once(slug: str) -> None:
    exercise = CONTENT.exercises[slug]
    for kind in exercise.kinds:
        given = effects(exercise, kind, CONTENT.baked.get(slug))
        assert all(1 <= value <= 3 for value in given.values())
        for verb in ("lengthen:", "build:"):
            assert sum(target.startswith(verb) for target in given) <= 2


@EVERY
def test_what_an_exercise_names_the_body_found_lengthened(slug: str) -> None:
    assert set(CONTENT.exercises[slug].lengthens) <= set(CONTENT.baked[slug].lengthening)


def test_every_need_is_served_by_something() -> None:
    served = {target for slug, one in CONTENT.exercises.items() for kind in one.kinds
              for target in effects(one, kind, CONTENT.baked[slug])}  # fmt: skip
    parts = (CONTENT.needs.base, CONTENT.needs.goals, CONTENT.needs.when, CONTENT.needs.quality, CONTENT.needs.side,
             CONTENT.needs.sitting)  # fmt: skip
    assert {target for part in parts for call in part.values() for target in call.targets} <= served


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (long(58, 70), "In an average body this lengthens the calf by about 60 % of the fibre length."),
        (long(108, 107), "In an average body this lengthens the calf by about 110 % of the fibre length."),
        (long(7, 102), "In an average body this takes the calf through about 100 % of the usual range."),
        (long(4, 3), "In an average body this takes the calf through about 10 % of the usual range."),
    ],
)
def test_it_says_by_how_much_in_an_average_body(one: Lengthened, sentence: str) -> None:
    assert lengthened("the calf", one) == sentence


def _offered(person: Person, seed: int) -> tuple[Option, ...]:
    return options(CONTENT, person, days_by_chance(person, seed)[0])


def test_a_length_is_named_only_beside_the_need_it_serves_and_in_the_form_that_was_measured() -> None:
    """With everything baked: whatever somebody needs lengthened, and whatever else they are told."""
    measured = {slug: found({group: long(60) for group in one.lengthens}) for slug, one in CONTENT.exercises.items()}
    content, told = replace(CONTENT, baked=measured), 0
    for seed in range(12):
        person = by_chance(CONTENT, seed)
        case = Case(content, person, needs_of(content, person), ())
        for option in _offered(person, seed):
            codes = [reason.code for reason in because(case, option)]
            needs = [code for code in codes if code.startswith("need:lengthen:")]
            served = [f"measured:{code.rpartition(':')[2]}" for code in needs] * (option.permitted.form == "base")
            assert [code for code in codes if code.startswith("measured:")] == served
            told += len(served)
    assert told >= 12
