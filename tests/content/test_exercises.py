"""Laws of the catalogue: true of every exercise, not of examples."""

import re
from collections.abc import Callable
from itertools import chain

import pytest

from supple.core.content import load
from supple.core.exercise import Exercise

CONTENT = load()
EXERCISES = list(CONTENT.exercises.values())
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)

Angles = Callable[[Exercise], tuple[int, ...]]


def leg(name: str) -> Angles:
    return lambda e: (*getattr(e.ends.worked, name), *getattr(e.ends.other, name))


def trunk(name: str) -> Angles:
    return lambda e: tuple(getattr(e.ends.trunk, name))


# attribute <=> some angle of the base form lies there
LAWS: dict[str, tuple[Angles, Callable[[int], bool]]] = {
    "HIP_FLEX90": (leg("hip_flexion_deg"), lambda deg: deg > 90),
    "KNEE_DEEP": (leg("knee_flexion_deg"), lambda deg: deg > 110),
    "OVERHEAD": (trunk("shoulder_elevation_deg"), lambda deg: deg > 120),
    "HIP_ADD": (leg("hip_abduction_deg"), lambda deg: deg < 0),
    "HIP_WIDE": (leg("hip_abduction_deg"), lambda deg: deg >= 35),
    "HIP_EXT": (leg("hip_flexion_deg"), lambda deg: deg <= -8),
    "FLEX_END": (trunk("lumbar_flexion_deg"), lambda deg: deg >= 25),
    "EXT_END": (trunk("lumbar_flexion_deg"), lambda deg: deg <= -15),
}


@every_exercise
def test_it_carries_the_attributes_that_its_angles_call_for(exercise: Exercise) -> None:
    for attribute, (angles, beyond) in LAWS.items():
        if attribute == "HIP_EXT" and "walk" in exercise.kinds:
            continue  # the gait cycle passes through extension without staying there
        called_for = any(beyond(deg) for deg in angles(exercise))
        assert (attribute in exercise.attributes) == called_for, (exercise.id, attribute, angles(exercise))


@every_exercise
def test_it_never_narrows_the_attributes_of_a_harder_form(exercise: Exercise) -> None:
    assert not exercise.harder.removes
    assert exercise.attributes_of("harder") >= exercise.attributes_of("base")


@every_exercise
def test_it_removes_only_attributes_that_are_there(exercise: Exercise) -> None:
    assert set(exercise.easier.removes) <= set(exercise.attributes)
    assert not (set(exercise.easier.adds) | set(exercise.harder.adds)) & set(exercise.attributes)
    assert len(set(exercise.attributes)) == len(exercise.attributes)


@every_exercise
def test_it_is_told_whole(exercise: Exercise) -> None:
    assert 2 <= len(exercise.setup) <= 4
    assert 3 <= len(exercise.steps) <= 8
    assert 3 <= len(exercise.faults) <= 4
    assert 1 <= len(exercise.cautions) <= 4
    assert len(set(exercise.ladder.forms)) == 3
    assert all(len(name.split()) <= 9 and not name.endswith(".") for name in exercise.ladder.forms), "a few words"
    assert len({fault.code for fault in exercise.faults}) == len(exercise.faults)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", fault.code) for fault in exercise.faults)
    assert all(len(fault.cue.split()) <= 9 for fault in exercise.faults), "a cue is spoken in one breath"


@every_exercise
def test_it_names_a_muscle_of_each_group_or_none(exercise: Exercise) -> None:
    assert exercise.muscles or exercise.kinds == ("breathing",)
    assert set(exercise.lengthens).isdisjoint(exercise.strengthens)


@every_exercise
def test_it_takes_time_unless_it_is_a_walk_or_a_rest(exercise: Exercise) -> None:
    lasting = {"walk", "breathing"} & set(exercise.kinds)
    assert (exercise.move_s == 0) == bool(lasting)


@every_exercise
def test_it_changes_sides_where_it_is_two_sided(exercise: Exercise) -> None:
    told = " ".join((*exercise.steps, exercise.breathing)).lower()
    if exercise.two_sided:
        assert re.search(r"\b(side|sides|other|swap|opposite|left|right|legs)\b", told), exercise.steps


@every_exercise
def test_it_grades_its_evidence_by_kind(exercise: Exercise) -> None:
    grades = {"walk": {"A", "B+"}, "core": {"A"}, "strength": {"A"}, "mobility": {"B"}, "stretch": {"B"},
              "posture": {"C"}, "hang": {"C"}, "breathing": {"C"}, "nerve": {"C"}}  # fmt: skip
    assert exercise.evidence in grades[exercise.kinds[0]]


@every_exercise
def test_it_keeps_its_code_and_slug_in_form(exercise: Exercise) -> None:
    assert re.fullmatch(r"E\d\d", exercise.code)
    assert re.fullmatch(r"[a-z][a-z0-9_]*", exercise.id)
    assert all(re.fullmatch(r"S[0-4]\.\d+", line) for line in exercise.mission)


def test_it_holds_the_whole_catalogue() -> None:
    assert [exercise.code for exercise in EXERCISES] == [f"E{n:02}" for n in range(1, 64)]


def test_it_lists_each_twin_where_one_exists() -> None:
    codes = {exercise.id: exercise.code for exercise in EXERCISES}
    twins = {e.code: codes[e.twin] for e in EXERCISES if e.twin}
    listed = {"E01": "E02", "E04": "E06", "E05": "E06", "E08": "E09", "E10": "E11", "E14": "E12", "E17": "E18",
              "E22": "E23", "E24": "E25", "E35": "E36"}  # fmt: skip
    assert twins == listed


def test_it_links_ladders_both_ways() -> None:
    up = {(e.id, above) for e in EXERCISES for above in e.ladder.up}
    down = {(below, e.id) for e in EXERCISES for below in e.ladder.down}
    assert up == down
    codes = {exercise.id: exercise.code for exercise in EXERCISES}
    assert {(codes[below], codes[above]) for below, above in up} == {
        ("E11", "E10"), ("E13", "E14"), ("E16", "E15"), ("E18", "E17"), ("E19", "E20"), ("E23", "E22"),
        ("E25", "E24"), ("E26", "E27"), ("E26", "E28"), ("E36", "E35"), ("E53", "E38")}  # fmt: skip


def test_it_reaches_up_and_down_the_same_ladders() -> None:
    """A rung that names another exercise never leads in a circle."""
    up = {e.id: set(e.ladder.up) for e in EXERCISES}
    for start in up:
        seen, next_up = set[str](), set(up[start])
        while next_up:
            assert start not in next_up, f"{start} leads back to itself"
            seen |= next_up
            next_up = set(chain.from_iterable(up[one] for one in next_up)) - seen


def test_it_leads_from_the_wall_to_the_full_plank_and_a_lifted_foot() -> None:
    """One chain: each exercise from its easier form to its harder one, then the next."""
    slug, told = "incline_plank", ""
    while slug:
        told += " ".join(CONTENT.exercises[slug].ladder.forms)
        slug = next(iter(CONTENT.exercises[slug].ladder.up), "")
    places = [told.index(word) for word in ("on a wall", "on a worktop or desk", "From the knees", "From the toes",
                                            "One foot lifted")]  # fmt: skip
    assert places == sorted(places)
