"""One item as time: both sides alike, rests only between sets, and exactly as long as the plan counted."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supple.core import dose as doses
from supple.core.content import load
from supple.core.document import Step
from supple.core.dose import Dose
from supple.core.timeline import steps

CONTENT = load()
READY_S, CHANGE_S = CONTENT.doses.session.ready_s, CONTENT.doses.session.change_s
EVERY = [(slug, kind) for slug, one in CONTENT.exercises.items() for kind in one.kinds]


def made(slug: str, dose: Dose | None = None) -> list[Step]:
    """The steps of an exercise as its first kind."""
    exercise = CONTENT.exercises[slug]
    kind = exercise.kinds[0]
    return steps(CONTENT, 0, exercise, kind, dose or CONTENT.doses.kinds[kind].start, ("name",))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(EVERY), st.integers(0, 6))
def test_it_lasts_as_long_as_the_plan_counted(which: tuple[str, str], rung: int) -> None:
    slug, name = which
    exercise, kind = CONTENT.exercises[slug], CONTENT.doses.kinds[name]
    ladder = (kind.start, kind.short, *kind.steps)
    dose = ladder[rung % len(ladder)]
    found = steps(CONTENT, 0, exercise, kind.id, dose, ())  # type: ignore[arg-type]
    assert sum(step.seconds for step in found) == doses.seconds(exercise, kind, dose, CONTENT.doses.session)
    assert all(step.seconds > 0 for step in found)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from([slug for slug, one in CONTENT.exercises.items() if one.two_sided]), st.integers(1, 4),
       st.integers(1, 6), st.sampled_from((0, 4, 20)))  # fmt: skip
def test_it_gives_both_sides_the_same(slug: str, sets: int, reps: int, hold_s: int) -> None:
    found = made(slug, Dose(sets, reps, hold_s))
    sides = [[(one.phase, one.seconds, one.set, one.rep, one.reps) for one in found if one.side == side and one.counts]
             for side in ("left", "right")]  # fmt: skip
    assert sides[0] == sides[1] != []
    assert sum(one.phase == "change" for one in found) == 1


@pytest.mark.parametrize("slug", CONTENT.exercises)
def test_it_begins_with_time_to_settle_and_never_ends_with_a_rest(slug: str) -> None:
    found = made(slug)
    assert found[-1].counts
    if len(found) > 1:
        assert (found[0].phase, found[0].seconds) == ("ready", READY_S)
    assert found[0].say[0] == "name"


def test_it_holds_twice_a_side() -> None:
    move_s = CONTENT.exercises["seated_figure_four"].move_s
    one_side = [("work", move_s), ("hold", 20), ("rest", 5), ("work", move_s), ("hold", 20)]
    found = [(one.phase, one.seconds) for one in made("seated_figure_four", Dose(2, 1, 20))]
    assert found == [("ready", READY_S), *one_side, ("change", CHANGE_S), *one_side]


def test_it_counts_holds_from_one() -> None:
    held = [(one.set, one.rep) for one in made("front_plank", Dose(2, 3, 8)) if one.phase == "hold"]
    assert held == list(product((1, 2), (1, 2, 3)))


def test_it_paces_repetitions() -> None:
    [ready, work] = made("pelvic_tilt", Dose(1, 5, 0))
    move_s = CONTENT.exercises["pelvic_tilt"].move_s
    assert (work.reps, work.tempo_s, work.seconds, work.side) == (5, move_s, 5 * move_s, None)
    assert ready.reps == ready.tempo_s == 0


def test_it_walks_and_breathes_in_one_step() -> None:
    [walk] = made("walk", Dose(1, 1, 0, 300))
    assert (walk.phase, walk.seconds, walk.breath_s, walk.say) == ("work", 300, (), ("name", "walk"))
    slug = next(slug for slug, one in CONTENT.exercises.items() if one.kinds[0] == "breathing")
    [breath] = made(slug)
    assert breath.breath_s == CONTENT.spoken.breath_s == (4, 6)
    assert breath.say == ("name", "breathe")


def test_it_lets_nothing_last_longer_than_the_exercise_does() -> None:
    [march] = made("sit_break_march", Dose(1, 1, 0, 900))
    assert march.seconds == CONTENT.exercises["sit_break_march"].lasts_s


def test_it_says_sides_and_changes_of_side() -> None:
    found = made("seated_figure_four")
    assert found[0].say == ("name", "ready", "left")
    assert [one.say for one in found if one.phase == "change"] == [("change", "right")]
    assert {one.say for one in found if one.phase == "hold"} == {("hold",)}
