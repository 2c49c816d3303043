"""What a cleared person's words call for: targets with a weight and the sentence that says why."""

from dataclasses import dataclass, field
from pathlib import Path

from supple.core.baked import Baked, Lengthened
from supple.core.errors import ContentError
from supple.core.exercise import Exercise
from supple.core.reader import build, tables, toml
from supple.core.words import Group, Kind

FILE = "needs.toml"
FREE_TARGETS = ("move:spine", "walk", "calm", "posture")  # those that are no muscle group
MOST_WEIGHT = 6
TEST_WEIGHT = 1  # of a self-test: what somebody wants and tolerates outranks every number
MOST_GROUPS = 2
GRADES = ((25, 50), (50, 75))  # strain and share of its own range [percent] from which a lengthening counts 2 and 3
HELD_UP = 3  # the class of load from which the trunk is held up: leaning, lifted, a plank
TRUNK = tuple(f"build:{group}" for group in ("abdominals", "obliques", "quadratus_lumborum", "erectors"))
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
    tests: dict[str, Call] = field(default_factory=dict)  # by the tag of a self-test


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


def effects(exercise: Exercise, kind: Kind, baked: Baked | None) -> dict[str, int]:
    """How much one exercise done as one kind does for each target: an ordinal 1-3. What it lengthens and what it asks
    of the trunk are as the body found; without a result of the body the order in which the exercise names them."""
    if kind in ("walk", "breathing"):
        return {"walk": 3} if kind == "walk" else {"calm": 3}
    if kind in ("core", "strength"):
        return _built(exercise, baked)
    if kind == "posture":
        return _ranked("build", exercise.strengthens, 1) | {"posture": 3}
    moved = {"move:spine": 3} if exercise.slot in SPINE_SLOTS and kind == "mobility" else {}
    return _lengthened(exercise, kind, baked) | _ranked("build", exercise.strengthens, 1) | moved


def _lengthened(exercise: Exercise, kind: Kind, baked: Baked | None) -> dict[str, int]:
    """Moving through a length counts one less than staying there."""
    less = kind == "mobility"
    if baked is None:
        return _ranked("lengthen", exercise.lengthens, 3 - less)
    found = {group: baked.lengthening[group] for group in exercise.lengthens if group in baked.lengthening}
    # The two that it lengthens most beyond where it starts: what a position pulls a little at many places anyway must
    # not pass for what serves many needs.
    most = sorted(found, key=lambda group: -found[group].over_start_pct)[:MOST_GROUPS]
    return {f"lengthen:{group}": max(1, grade(found[group]) - less) for group in found if group in most}


def grade(one: Lengthened) -> int:
    """3 from half of the fibre's length or three quarters of the muscle's own range on; 2 from half of that strain or
    half of that range on; else 1. Strain alone would say little of the psoas, whose whole range is a tenth of it."""
    return 1 + sum(one.strain_pct >= strain or one.share_pct >= share for strain, share in GRADES)


def _built(exercise: Exercise, baked: Baked | None) -> dict[str, int]:
    """What lies or stands asks less of the trunk's muscles than what holds itself up; limbs are left as they are."""
    ranked = _ranked("build", exercise.strengthens, 3)
    light = baked is not None and baked.load < HELD_UP
    return {target: max(1, value - (light and target in TRUNK)) for target, value in ranked.items()}


def _ranked(verb: str, groups: tuple[Group, ...], first: int) -> dict[str, int]:
    return {f"{verb}:{group}": max(1, first - place) for place, group in enumerate(groups[:MOST_GROUPS])}


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
        most = TEST_WEIGHT if part == "tests" else MOST_WEIGHT
        if not 1 <= weight <= most:
            raise ContentError(FILE, key, f"must be from 1 to {most}, not {weight}")
