"""`[[poses]]` of an exercise -> Pose, every name resolved; or one sentence about what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from supple.body import mjcf
from supple.body.pose import FLOOR, Aim, At, Face, Item, Level, Pose, Rest, Touch
from supple.body.tables import Tables, Triple
from supple.core.errors import ContentError, InputError
from supple.core.posed import Posed
from supple.core.reader import build
from supple.core.words import Form

# What lies flat: two of its patches rest, and it faces what it rests on.
FLAT = {"sole": ("heel", "ball"), "hand": ("palm", "knuckles")}
# What can be aimed: its body, and the direction that is meant, [forward, outwards, up] of the standing body.
AIMS: dict[str, tuple[str, Triple]] = {
    "pelvis": ("pelvis", (0.0, 0.0, 1.0)),
    "hips": ("pelvis", (1.0, 0.0, 0.0)),
    "trunk": ("ribs_mid", (0.0, 0.0, 1.0)),
    "chest": ("ribs_mid", (1.0, 0.0, 0.0)),
    "head": ("head", (0.0, 0.0, 1.0)),
    "gaze": ("head", (1.0, 0.0, 0.0)),
    "thigh": ("thigh", (0.0, 0.0, -1.0)),
    "shank": ("shank", (0.0, 0.0, -1.0)),
    "foot": ("foot", (1.0, 0.0, 0.0)),
    "sole": ("foot", (0.0, 0.0, -1.0)),
    "upper_arm": ("upper_arm", (0.0, 0.0, -1.0)),
    "forearm": ("forearm", (0.0, 0.0, -1.0)),
    "fingers": ("hand", (0.0, 0.0, -1.0)),
    "palm": ("hand", (0.0, -1.0, 0.0)),
}
DIRECTIONS: dict[str, Triple] = {
    "forward": (1.0, 0.0, 0.0),
    "back": (-1.0, 0.0, 0.0),
    "up": (0.0, 0.0, 1.0),
    "down": (0.0, 0.0, -1.0),
    "out": (0.0, 1.0, 0.0),
    "in": (0.0, -1.0, 0.0),
}
TURNED = {"left": (0.0, 1.0, 0.0), "right": (0.0, -1.0, 0.0)}  # the world's sides, whosever limb it is


@dataclass(frozen=True, slots=True)
class _Raw:
    """The keys of one table of `[[poses]]`, before anything is resolved."""

    name: str
    base: str
    of: Form = "base"
    pitch: object = 0
    angles: dict[str, object] = field(default_factory=dict)
    loose: tuple[str, ...] = ()
    floor: tuple[str, ...] = ()
    on: tuple[tuple[str, ...], ...] = ()
    touch: tuple[tuple[str, ...], ...] = ()
    near: tuple[tuple[str, ...], ...] = ()
    at: tuple[tuple[object, ...], ...] = ()
    level: tuple[tuple[str, ...], ...] = ()
    axis: tuple[tuple[object, ...], ...] = ()
    balance: object = False
    objects: dict[str, tuple[object, ...]] = field(default_factory=dict)
    view: object = 30
    guess: dict[str, object] = field(default_factory=dict)
    seeds: tuple[int, ...] = ()
    via: bool = False
    cut: str = ""
    slides: tuple[str, ...] = ()


def poses(exercise: Posed, tables: Tables) -> tuple[Pose, ...]:
    """Every key pose of an exercise in its order. Raises ContentError naming file, key and what is allowed."""
    file = exercise.file
    read = [_Reader(tables, file, f"poses[{n}]").pose(table) for n, table in enumerate(exercise.poses)]
    seen: set[tuple[str, str]] = set()
    for n, one in enumerate(read):
        if (one.of, one.name) in seen:
            raise ContentError(file, f"poses[{n}].name", f'"{one.name}" is there twice')
        seen.add((one.of, one.name))
    return _linked(read)


def _linked(read: Sequence[Pose]) -> tuple[Pose, ...]:
    """Each pose after the one of its form that stands before it, unless it begins anew."""
    linked: list[Pose] = []
    for one in read:
        before = next((other for other in reversed(linked) if other.of == one.of), None)
        linked.append(one if one.cut else replace(one, after=before))
    return tuple(linked)


def choose(exercise: Posed, tables: Tables, name: str | None) -> tuple[Pose, ...]:
    """The poses of an exercise, or the one asked for. InputError names those there are."""
    every = poses(exercise, tables)
    chosen = [one for one in every if name in (None, one.shown)]
    if not chosen:
        there = ", ".join(one.shown for one in every) or "none yet"
        raise InputError("pose", f"{exercise.id} has no pose{f' {name}' if name else ''}; there are: {there}")
    return tuple(chosen)


class _Reader:
    """Holds where it reads, so that every refusal can say so."""

    def __init__(self, tables: Tables, file: str, key: str) -> None:
        self.tables, self.file, self.key = tables, file, key

    def refuse(self, key: str, why: str) -> ContentError:
        return ContentError(self.file, f"{self.key}.{key}", why)

    def pose(self, table: Mapping[str, object]) -> Pose:
        raw = build(_Raw, table, self.file, self.key)
        if raw.base not in self.tables.bases:
            raise self.refuse("base", f'"{raw.base}" is not one of: {", ".join(self.tables.bases)}')
        angles, items = self.angles(raw.angles, "angles"), tuple(self.items(raw))
        return Pose(
            file=self.file,
            name=raw.name,
            of=raw.of,
            base=raw.base,
            pitch_deg=self.number(raw.pitch, "pitch"),
            angles=angles,
            loose=frozenset(self.loose(raw, angles)),
            items=items,
            balance=tuple(self.supports(raw, items)),
            objects={name: self.put(name, where) for name, where in raw.objects.items()},
            view_deg=self.number(raw.view, "view"),
            guess=self.angles(raw.guess, "guess"),
            seeds=raw.seeds,
            via=raw.via,
            cut=raw.cut,
            slides=frozenset(each for name in raw.slides for each in self.sliding(name)),
        )

    def number(self, value: object, key: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.refuse(key, f"must be a number, not {value}")
        return float(value)

    def angles(self, given: Mapping[str, object], where: str) -> dict[str, float]:
        """Names without a side stand for both; one with a side goes before."""
        found: dict[str, float] = {}
        for name, value in sorted(given.items(), key=lambda one: one[0] not in self.tables.coordinates):
            key = f"{where}.{name}"
            for each in self.coordinates(name, key):
                found[each] = self.inside(each, self.number(value, key), key)
        return found

    def inside(self, coordinate: str, degrees: float, key: str) -> float:
        row = self.tables.coordinates.get(coordinate) or self.tables.coordinates[coordinate[:-2]]
        if not row.low_deg <= degrees <= row.high_deg:
            raise self.refuse(key, f"must be from {row.low_deg:g} to {row.high_deg:g}, not {degrees:g}")
        return degrees

    def coordinates(self, name: str, key: str) -> list[str]:
        known = self.tables.coordinates
        if name in known:
            return [mjcf.sided(name, side) for side in mjcf.sides_of(known[name].paired)]
        if name[-2:] in ("_r", "_l") and name[:-2] in known and known[name[:-2]].paired:
            return [name]
        raise self.refuse(key, f"is no angle of the body; allowed: {', '.join(sorted(known))}")

    def loose(self, raw: _Raw, angles: Mapping[str, float]) -> Iterator[str]:
        for name in raw.loose:
            for each in self.coordinates(name, "loose"):
                if each not in angles:
                    raise self.refuse("loose", f'"{name}" is not named in angles')
                yield each

    def items(self, raw: _Raw) -> Iterator[Item]:
        for patch in raw.floor:
            yield from self.resting(patch, FLOOR, "floor")
        for pair in raw.on:
            patch, surface = self.pair(pair, "on")
            yield from self.resting(patch, self.surface(surface, raw, "on"), "on")
        for key, pairs in (("touch", raw.touch), ("near", raw.near)):
            for pair in pairs:
                for one, other in self.both(*self.pair(pair, key), key):
                    yield Touch(one, other, key == "near")
        for entry in raw.at:
            yield from self.at(entry, raw)
        for three in raw.level:
            yield from self.level(three)
        for entry in raw.axis:
            yield from self.aim(entry)

    def pair(self, pair: tuple[str, ...], key: str) -> tuple[str, str]:
        if len(pair) != 2:
            raise self.refuse(key, f"must be pairs, not {len(pair)} names")
        return pair[0], pair[1]

    def resting(self, patch: str, surface: str, key: str) -> Iterator[Item]:
        stem, side = self.split(patch)
        if stem not in FLAT:
            yield from (Rest(each, surface) for each in self.patches(patch, key))
            return
        for one in (side,) if side else mjcf.SIDES:
            yield from (Rest(mjcf.sided(each, one), surface) for each in FLAT[stem])
            yield Face(mjcf.sided(FLAT[stem][0], one), surface)

    def sliding(self, name: str) -> Iterator[str]:
        stem, side = self.split(name)
        for each in FLAT.get(stem, (stem,)):
            yield from self.patches(mjcf.sided(each, side), "slides")

    @staticmethod
    def split(name: str) -> tuple[str, str]:
        return (name[:-2], name[-1]) if name[-2:] in ("_r", "_l") else (name, "")

    def patches(self, name: str, key: str) -> list[str]:
        stem, side = self.split(name)
        patch = self.tables.patches.get(stem)
        if patch is None or (side and not patch.paired):
            allowed = ", ".join(sorted([*self.tables.patches, *FLAT]))
            raise self.refuse(key, f'"{name}" is no patch of the body; allowed: {allowed}')
        return [name] if side else [mjcf.sided(stem, each) for each in mjcf.sides_of(patch.paired)]

    def both(self, one: str, other: str, key: str) -> Iterator[tuple[str, str]]:
        """Pairs of the same side where a side is left out."""
        ones, others = self.patches(one, key), self.patches(other, key)
        for n in range(max(len(ones), len(others))):
            yield ones[n % len(ones)], others[n % len(others)]

    def surface(self, name: str, raw: _Raw, key: str) -> str:
        thing, _, part = name.partition(".")
        if thing not in raw.objects:
            raise self.refuse(key, f'"{thing}" is not set down in objects')
        there = [one.name for one in self.tables.objects[thing].surfaces]
        if part not in there:
            raise self.refuse(key, f'"{name}" is no surface; {thing} has: {", ".join(there) or "none"}')
        return name

    def at(self, entry: tuple[object, ...], raw: _Raw) -> Iterator[Item]:
        if len(entry) != 2 or not isinstance(entry[0], str):
            raise self.refuse("at", "must be a patch and a surface or three numbers")
        if isinstance(entry[1], str):
            surface = self.surface(entry[1], raw, "at")
            yield from (At(patch, surface) for patch in self.patches(entry[0], "at"))
        else:
            point = self.triple(entry[1], "at")
            for patch in self.patches(entry[0], "at"):
                yield At(patch, point=mjcf.placed(point, self.split(patch)[1]))

    def triple(self, value: object, key: str) -> Triple:
        if not isinstance(value, list | tuple) or len(value) != 3:
            raise self.refuse(key, "must be three numbers: forward, outwards, up")
        return tuple(self.number(one, key) for one in value)

    def level(self, three: tuple[str, ...]) -> Iterator[Item]:
        if len(three) != 3 or not three[2] or not set(three[2]) <= set("xyz"):
            raise self.refuse("level", 'must be two patches and axes such as "xy"')
        for one, other in self.both(three[0], three[1], "level"):
            yield Level(one, other, three[2])

    def aim(self, entry: tuple[object, ...]) -> Iterator[Item]:
        if len(entry) != 2 or not isinstance(entry[0], str):
            raise self.refuse("axis", 'must be what is aimed and where, such as ["trunk", "up"]')
        stem, side = self.split(entry[0])
        if stem not in AIMS:
            raise self.refuse("axis", f'"{entry[0]}" cannot be aimed; allowed: {", ".join(sorted(AIMS))}')
        body, local = AIMS[stem]
        paired = self.tables.skeleton[body].paired
        for one in (side,) if side else mjcf.sides_of(paired):
            world = self.direction(entry[1], one)
            yield Aim(mjcf.sided(stem, one), mjcf.sided(body, one), mjcf.placed(local, one), world)

    def direction(self, value: object, side: str) -> Triple:
        if isinstance(value, str):
            if value in TURNED:
                return TURNED[value]
            if value not in DIRECTIONS or (value in ("in", "out") and not side):
                raise self.refuse("axis", f'"{value}" is not one of: {", ".join([*DIRECTIONS, *TURNED])}')
            return mjcf.placed(DIRECTIONS[value], side)
        triple = self.triple(value, "axis")
        length = sum(one * one for one in triple) ** 0.5
        if not length:
            raise self.refuse("axis", "must point somewhere")
        forward, outwards, up = (one / length for one in triple)
        return mjcf.placed((forward, outwards, up), side)

    def supports(self, raw: _Raw, items: tuple[Item, ...]) -> Iterator[str]:
        if isinstance(raw.balance, bool):
            resting = (one.patch for one in items if isinstance(one, Rest | At))
            yield from dict.fromkeys(resting if raw.balance else ())
        elif isinstance(raw.balance, list | tuple):
            for name in raw.balance:
                yield from self.patches(str(name), "balance")
        else:
            raise self.refuse("balance", "must be true or a list of patches")

    def put(self, name: str, where: tuple[object, ...]) -> Triple:
        if name not in self.tables.objects:
            allowed = ", ".join(sorted(self.tables.objects))
            raise self.refuse("objects", f'"{name}" is no object; allowed: {allowed}')
        if len(where) not in (3, 4):
            raise self.refuse(f"objects.{name}", "must be forward, left, up [m] and, if turned, degrees to the left")
        numbers = tuple(self.number(one, f"objects.{name}") for one in where)
        return numbers if len(numbers) == 4 else (*numbers, 0.0)
