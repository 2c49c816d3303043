"""The chain of ladders: what a page lists is what progress climbs and the planner gives, step by step."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supple.core.content import load
from supple.core.course import Course, Ladder, Rung
from supple.core.dose import Dose
from supple.core.ladder import chain, ladders, linked, unbound
from supple.core.offer import options
from supple.core.person import Moment, Person
from supple.core.words import FORMS
from tests.core.histories import Life
from tests.core.random_people import MONDAY, by_chance
from tests.people import somebody

CONTENT = load()
AT = Moment(MONDAY)
EVERY = list(CONTENT.exercises)
ALL_THINGS = tuple(CONTENT.words.equipment)
FEW = settings(max_examples=20, deadline=None, derandomize=True)
WHOLE = {slug: unbound(CONTENT, one) for slug, one in CONTENT.exercises.items()}


def listed(slug: str, found: dict[str, Ladder], of: str | None = None) -> list[Rung]:
    """The rungs of one exercise, as the chain of another (or its own) lists them."""
    stages = [one for one in chain(CONTENT, slug, found) if one.exercise.id == (of or slug)]
    assert [one.form for one in stages] == list(FORMS)
    return [rung for one in stages for rung in one.rungs]


@FEW
@given(st.integers(0, 100_000))
def test_it_lists_every_rung_of_a_persons_ladders_and_no_other(seed: int) -> None:
    found = dict(ladders(CONTENT, by_chance(CONTENT, seed), AT))
    for slug in EVERY:
        for one in linked(CONTENT, slug):
            assert listed(slug, found, one.id) == list(found[one.id].rungs if one.id in found else ())


@FEW
@given(st.integers(0, 100_000))
def test_its_stages_know_their_places_on_the_ladder(seed: int) -> None:
    found = ladders(CONTENT, by_chance(CONTENT, seed), AT)
    for slug in EVERY:
        for one in (each for each in chain(CONTENT, slug, found) if each.rungs):
            rungs = found[one.exercise.id].rungs
            assert rungs[one.first : one.first + len(one.rungs)] == one.rungs
            assert {rung.form for rung in one.rungs} == {one.form}


def climbed(person: Person, slug: str) -> list[tuple[Rung, Dose]]:
    """Session after easy session: each rung that progress comes to, and the dose that a plan then gives."""
    found = ladders(CONTENT, person, AT)
    life, steps = Life((slug,), found), list[tuple[Rung, Dose]]()
    for n in range(6 * len(found[slug].rungs)):
        rung = life.on(n).rungs[slug]
        if not steps or steps[-1][0] != rung:
            due = options(CONTENT, person, AT, course=Course({slug: rung}))
            steps.append((rung, next(one.dose for one in due if one.exercise == slug)))
        life.session(n)
    return steps


@pytest.mark.parametrize("person", [somebody(minutes=15), somebody("hernia"), somebody("preg_late", age=30),
                                    somebody(age=70, minutes=20)], ids=["asha", "hernia", "late", "older"])  # fmt: skip
@pytest.mark.parametrize("slug", ["incline_plank", "wall_side_lean", "glute_bridge", "walk", "standing_hip_flexor",
                                  "cat_cow", "sit_to_stand"])  # fmt: skip
def test_what_it_lists_is_what_three_easy_sessions_at_a_time_lead_through(person: Person, slug: str) -> None:
    found = dict(ladders(CONTENT, person, AT))
    if slug not in found:
        assert listed(slug, found) == []
        return
    steps = climbed(person, slug)
    assert [rung for rung, _ in steps] == listed(slug, found)[found[slug].start :]
    assert all(dose == rung.dose for rung, dose in steps), "the plan gives what the page lists"


def test_without_a_person_it_lists_what_nothing_holds_back() -> None:
    """Long sessions, all equipment: the ladder that a stranger reads is the one that such a person climbs."""
    free = somebody(minutes=90, equipment=ALL_THINGS, favourites=tuple(EVERY))
    assert dict(ladders(CONTENT, free, AT)) == WHOLE


def test_it_goes_from_the_wall_to_the_desk_to_the_knees_to_the_toes_to_a_lifted_foot() -> None:
    stages = chain(CONTENT, "front_plank", WHOLE)
    assert [one.name for one in stages] == [
        "Forearms on a wall", "Hands on a worktop or desk", "Hands on a lower surface",
        "From the knees", "From the toes", "One foot lifted in turn"]  # fmt: skip
    assert stages == chain(CONTENT, "incline_plank", WHOLE), "the same chain, whichever page it is read on"
    assert [one.loads for one in stages] == [False] * 5 + [True]


@pytest.mark.parametrize(("slug", "holds", "hold_s"), [
    ("front_plank", 1, 60), ("incline_plank", 1, 60), ("side_plank", 1, 45), ("wall_side_lean", 1, 45),
    ("glute_bridge", 2, 60),
])  # fmt: skip
def test_it_climbs_from_five_holds_of_eight_seconds_to_its_milestone(slug: str, holds: int, hold_s: int) -> None:
    base = [rung.dose for rung in WHOLE[slug].rungs if rung.form == "base"]
    assert (base[0].reps, base[0].hold_s) == (5, 8)
    assert (base[-1].reps, base[-1].hold_s) == (holds, hold_s)


@pytest.mark.parametrize("slug", EVERY)
def test_what_comes_before_stands_before_it(slug: str) -> None:
    line = [one.id for one in linked(CONTENT, slug)]
    assert slug in line
    assert len(set(line)) == len(line)
    for one in line:
        ways = CONTENT.exercises[one].ladder
        assert all(line.index(below) < line.index(one) for below in ways.down if below in line)
        assert all(line.index(one) < line.index(above) for above in ways.up if above in line)


def test_a_walk_grows_by_a_fifth_at_most() -> None:
    """Two to five minutes are where it begins; from there on the steps of a week are small."""
    walks = [rung.dose.duration_s for rung in WHOLE["walk"].rungs if rung.form == "base"]
    assert (walks[0], walks[-1]) == (300, 1800)
    assert all(longer <= shorter * 1.2 for shorter, longer in pairwise(walks))
    assert len(walks) <= 26, "a step a week: thirty minutes within half a year"


def test_a_form_that_a_person_may_not_do_has_no_rung() -> None:
    found = ladders(CONTENT, somebody("osteoporosis", minutes=15), AT)
    stages = {(one.exercise.id, one.form): one.rungs for one in chain(CONTENT, "front_plank", found)}
    assert stages["front_plank", "harder"] == ()
    assert stages["front_plank", "base"]
    weighted = replace(somebody(minutes=15), profiles=("hernia",))
    assert not any(one.rungs for one in chain(CONTENT, "front_plank", ladders(CONTENT, weighted, AT)) if one.loads)
