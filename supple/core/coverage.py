"""What each condition, and each pair of them, leaves of the catalogue: by slot, target group, place and position."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, combinations
from typing import get_args

from supple.core.content import Content
from supple.core.exercise import Exercise
from supple.core.gaps import Effect, Wanted, Where
from supple.core.limits import against
from supple.core.needs import SPINE_SLOTS
from supple.core.profile import Subject
from supple.core.words import FORMS, Slot

PLACES: tuple[Where, ...] = ("home", "office", "gym")  # at home and at the office with nothing at hand
POSITIONS: tuple[Where, ...] = ("floor", "chair")  # chair: sitting or standing, no floor needed
MOVES = SPINE_SLOTS - {"lat"}  # bending forwards or backwards, or turning
TRUNK_OR_BUTTOCK: frozenset[Slot] = frozenset({"ant", "lat", "post", "hip"})
EFFECTS: Mapping[Effect, str] = {"lengthen": "lengthens", "build": "strengthens"}


@dataclass(frozen=True, slots=True)
class Way(Subject):
    """One form of an exercise, done as one kind."""

    exercise: Exercise


@dataclass(frozen=True, slots=True)
class Row:
    """What is left under these conditions; every number counts exercises of which at least one form may be done."""

    profiles: tuple[str, ...]
    left: int
    out: Mapping[str, str]  # what may not be done in any form -> why not its easiest one
    slots: Mapping[str, int]
    groups: Mapping[tuple[str, Effect, Where], int]
    where: Mapping[Where, int]
    wanted: Mapping[Wanted, int]  # at home with nothing at hand
    told: tuple[str, ...]

    @property
    def missing(self) -> tuple[Wanted, ...]:
        """What everybody should find, and these people do not."""
        return tuple(one for one, count in self.wanted.items() if not count)


def table(content: Content) -> tuple[Row, ...]:
    """Nobody's conditions first, then each profile, then each pair."""
    ways = [Way(exercise, form, kind) for exercise in content.exercises.values()
            for form in FORMS for kind in exercise.kinds]  # fmt: skip
    blocked = {name: _blocked(content, name, ways) for name in content.profiles}
    singles = ((name,) for name in content.profiles)
    every = chain([()], singles, combinations(content.profiles, 2))
    return tuple(_row(content, names, ways, [blocked[name] for name in names]) for names in every)


def gaps(row: Row) -> frozenset[tuple[str, Effect, Where]]:
    """Every group that nothing lengthens or builds somewhere."""
    return frozenset(where for where, count in row.groups.items() if not count)


def _blocked(content: Content, name: str, ways: list[Way]) -> dict[int, str]:
    """The ways that a profile closes, each with the first reason."""
    found = ((n, next(against(content, content.profiles[name], one), None)) for n, one in enumerate(ways))
    return {n: reason.why for n, reason in found if reason is not None}


def _row(content: Content, names: tuple[str, ...], ways: list[Way], blocked: list[dict[int, str]]) -> Row:
    closed: dict[int, str] = {}
    for reasons in reversed(blocked):
        closed |= reasons
    open_ways = [one for n, one in enumerate(ways) if n not in closed]
    left = {one.exercise.id: one.exercise for one in open_ways}
    out = {ways[n].exercise.id: closed[n] for n in sorted(closed, reverse=True) if ways[n].exercise.id not in left}
    slots = Counter(exercise.slot for exercise in left.values())
    return Row(
        profiles=names,
        left=len(left),
        out=dict(reversed(out.items())),
        slots={slot: slots[slot] for slot in get_args(Slot)},
        groups=_groups(content, open_ways),
        where={where: _count(one for one in open_ways if _fits(one, where)) for where in (*PLACES, *POSITIONS)},
        wanted=_wanted(open_ways),
        told=content.gaps.told(names),
    )


def _fits(one: Way, where: Where) -> bool:
    """Whether a form can be done there with nothing at hand; in a gym everything is."""
    if where in POSITIONS:
        return ("FLOOR" in one.exercise.attributes_of(one.form)) == (where == "floor")
    if where == "office" and "office" not in one.exercise.places:
        return False
    return where == "gym" or not one.exercise.needs_of(one.form)


def _groups(content: Content, ways: list[Way]) -> dict[tuple[str, Effect, Where], int]:
    counts: dict[tuple[str, Effect, Where], int] = {}
    for where in (*PLACES, *POSITIONS):
        there = {one.exercise.id: one.exercise for one in ways if _fits(one, where)}.values()
        for effect, field in EFFECTS.items():
            found = Counter(group for exercise in there for group in getattr(exercise, field))
            counts |= {(group, effect, where): found[group] for group in content.groups}
    return counts


def _wanted(ways: list[Way]) -> dict[Wanted, int]:
    home = [one for one in ways if _fits(one, "home")]
    return {
        "moves": _count(one for one in home if one.exercise.slot in MOVES and one.kind in ("mobility", "stretch")),
        "core_or_glute": _count(one for one in home if one.exercise.slot in TRUNK_OR_BUTTOCK
                                and one.kind in ("core", "strength")),
        "walk": _count(one for one in home if one.kind == "walk"),
    }  # fmt: skip


def _count(ways: Iterable[Way]) -> int:
    return len({one.exercise.id for one in ways})
