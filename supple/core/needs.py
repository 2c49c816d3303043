"""What a cleared person's words call for: targets with a weight and the sentence that says why."""

from dataclasses import dataclass
from pathlib import Path

from supple.core.errors import ContentError
from supple.core.exercise import Exercise
from supple.core.reader import build, tables, toml
from supple.core.words import Group, Kind

FILE = "needs.toml"
FREE_TARGETS = ("move:spine", "walk", "calm", "posture")  # those that are no muscle group
MOST_WEIGHT = 6
SPINE_SLOTS = frozenset({"rot", "spine", "flex", "ext", "lat", "control", "thor"})


@dataclass(frozen=True, slots=True)
class Call:
    """One thing a person may say, and what it calls for (target -> weight 1-6)."""

    id: str
    said: str
    targets: dict[str, int]
    sources: tuple[str, ...]
    from_hours: int = 0


@dataclass(frozen=True, slots=True)
class NeedsTable:
    """needs.toml: by the part of the answers that calls, what is called for."""

    targets: dict[str, str]
    base: dict[str, Call]
    goals: dict[str, Call]
    when: dict[str, Call]
    quality: dict[str, Call]
    side: dict[str, Call]
    sitting: dict[str, Call]


@dataclass(frozen=True, slots=True)
class Need:
    """One target, how much it matters to this person, and what they said that makes it matter most."""

    target: str
    weight: int
    said: str


@dataclass(frozen=True, slots=True)
class Needs:
    """Everything a person needs, heaviest first, then by name."""

    of: tuple[Need, ...]

    def weight(self, target: str) -> int:
        """0 where the person has no such need."""
        return next((need.weight for need in self.of if need.target == target), 0)


def effects(exercise: Exercise, kind: Kind) -> dict[str, int]:
    """How much one exercise done as one kind does for each target: an ordinal 1-3, until a body model measures it."""
    if kind in ("walk", "breathing"):
        return {"walk": 3} if kind == "walk" else {"calm": 3}
    if kind in ("core", "strength"):
        return _ranked("build", exercise.strengthens, 3)
    if kind == "posture":
        return _ranked("build", exercise.strengthens, 1) | {"posture": 3}
    moved = {"move:spine": 3} if exercise.slot in SPINE_SLOTS and kind == "mobility" else {}
    built = _ranked("build", exercise.strengthens, 1)
    return _ranked("lengthen", exercise.lengthens, 3 if kind == "stretch" else 2) | built | moved


def _ranked(verb: str, groups: tuple[Group, ...], first: int) -> dict[str, int]:
    # Two groups at most: what pulls a little at many things must not pass for what serves many needs.
    return {f"{verb}:{group}": max(1, first - place) for place, group in enumerate(groups[:2])}


def calls(table: NeedsTable, said: dict[str, tuple[str, ...]], sitting_hours: int) -> tuple[Call, ...]:
    """Every call that applies; `said` maps goals, when, quality and side to the words chosen."""
    spoken = [getattr(table, part)[word] for part, words in said.items() for word in words]
    sitting = [call for call in table.sitting.values() if sitting_hours >= call.from_hours]
    return (*spoken, *sitting, *table.base.values())


def needs(applying: tuple[Call, ...]) -> Needs:
    """The sum of what applies; a target is explained by whatever calls for it most, the person's own words first."""
    weights: dict[str, int] = {}
    loudest: dict[str, Call] = {}
    for call in applying:
        for target, weight in call.targets.items():
            weights[target] = weights.get(target, 0) + weight
            if target not in loudest or (weight > loudest[target].targets[target] and call.id != "everyone"):
                loudest[target] = call
    of = (Need(target, weight, loudest[target].said) for target, weight in weights.items())
    return Needs(tuple(sorted(of, key=lambda need: (-need.weight, need.target))))


def read_needs(root: Path, groups: tuple[str, ...]) -> NeedsTable:
    """needs.toml, each target known and each weight 1-6. Raises ContentError."""
    raw = toml(root / FILE, root)
    targets = raw.pop("targets", {})
    parts = {part: tables(Call, sub, FILE, part) for part, sub in raw.items()}
    table = build(NeedsTable, {"targets": targets, **{part: {} for part in parts}}, FILE)
    known = {*FREE_TARGETS, *(f"{verb}:{group}" for verb in ("lengthen", "build") for group in groups)}
    for part, found in parts.items():
        for call in found.values():
            _check(part, call, known)
        getattr(table, part).update(found)
    return table


def _check(part: str, call: Call, known: set[str]) -> None:
    for target, weight in call.targets.items():
        key = f"{part}.{call.id}.targets.{target}"
        if target not in known:
            raise ContentError(FILE, key, f"unknown target; allowed: {', '.join(sorted(known))}")
        if not 1 <= weight <= MOST_WEIGHT:
            raise ContentError(FILE, key, f"must be from 1 to {MOST_WEIGHT}, not {weight}")
