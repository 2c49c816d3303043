"""Reads tables/*.toml strictly and resolves every reference; a bad table raises ContentError with file, key, reason."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from supple.body.tables import (
    Anthropometry,
    Base,
    Contacts,
    Coordinate,
    EndRange,
    Landmark,
    Length,
    Mass,
    Muscle,
    Patch,
    Segment,
    Tables,
    Thing,
)
from supple.core.errors import ContentError
from supple.core.reader import build, tables, toml

ROOT = Path(__file__).parent / "tables"
GROUPS = Path(__file__).parent.parent / "content"
T = TypeVar("T")


@cache
def load(root: Path = ROOT) -> Tables:
    """All tables of the body. Raises ContentError."""
    read = Tables(
        anthropometry=_anthropometry(root),
        coordinates=_each(Coordinate, root, "joints.toml"),
        skeleton=_each(Segment, root, "skeleton.toml"),
        muscles=_each(Muscle, root, "muscles.toml"),
        patches=_each(Patch, root, "patches.toml"),
        landmarks=_each(Landmark, root, "landmarks.toml"),
        objects=_each(Thing, root, "objects.toml"),
        contacts=build(Contacts, toml(root / "contacts.toml", root), "contacts.toml"),
        end_range=_each(EndRange, root, "end_range.toml"),
        bases=_each(Base, root, "bases.toml"),
        sources={name: _text(name, cite) for name, cite in toml(root / "sources.toml", root).items()},
    )
    for problem in _problems(read):
        raise problem
    return read


def _anthropometry(root: Path) -> Anthropometry:
    file = "anthropometry.toml"
    table = toml(root / file, root)
    lengths, masses = table.pop("lengths", {}), table.pop("masses", {})
    rest = build(Anthropometry, {**table, "lengths": {}, "masses": {}}, file)
    return dataclasses.replace(
        rest, lengths=tables(Length, lengths, file, "lengths"), masses=tables(Mass, masses, file, "masses")
    )


def _each(kind: type[T], root: Path, file: str) -> dict[str, T]:
    return tables(kind, toml(root / file, root), file)


def _text(name: str, cite: object) -> str:
    if not isinstance(cite, str):
        raise ContentError("sources.toml", name, "must be text")
    return cite


def _problems(read: Tables) -> Iterator[ContentError]:
    yield from _triples(read)
    yield from _sources(read)
    yield from _joints(read)
    yield from _shares(read)
    yield from _muscles(read)
    yield from _tests(read)
    yield from _bases(read)
    yield from _others(read)


def _triples(read: Tables) -> Iterator[ContentError]:
    """Points, directions and axes have three numbers, directions the length 1."""
    files: dict[str, Mapping[str, Any]] = {
        "joints.toml": read.coordinates,
        "skeleton.toml": read.skeleton,
        "muscles.toml": read.muscles,
        "patches.toml": read.patches,
        "landmarks.toml": read.landmarks,
        "objects.toml": read.objects,
    }
    for file, each in files.items():
        for name, row in each.items():
            for key, triple in _vectors(row):
                if len(triple) != 3:
                    yield ContentError(file, f"{name}.{key}", f"must be three numbers, not {len(triple)}")
                elif key in ("axis", "normal", "along") and abs(sum(x * x for x in triple) - 1.0) > 1e-6:
                    yield ContentError(file, f"{name}.{key}", "must have the length 1")


def _vectors(row: object) -> Iterator[tuple[str, tuple[float, ...]]]:
    for field in dataclasses.fields(row):  # type: ignore[arg-type]
        value = getattr(row, field.name)
        if field.name in ("at", "centre", "start", "end", "axis", "normal", "along"):
            yield field.name, value
        elif isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0]):
            for part in value:
                yield from _vectors(part)


def _sources(read: Tables) -> Iterator[ContentError]:
    rows: dict[str, Iterable[tuple[str, str]]] = {
        "anthropometry.toml": [
            ("mass_source", read.anthropometry.mass_source),
            *((one.id, one.source) for one in read.anthropometry.lengths.values()),
            *((one.id, one.source) for one in read.anthropometry.masses.values()),
        ],
        "joints.toml": [(one.id, one.source) for one in read.coordinates.values()],
        "skeleton.toml": [(one.id, one.source) for one in read.skeleton.values()],
        "muscles.toml": [(m.id, s) for m in read.muscles.values() for s in (m.source, m.fibre_source)],
        "landmarks.toml": [(one.id, one.source) for one in read.landmarks.values()],
        "objects.toml": [(one.id, one.source) for one in read.objects.values()],
        "contacts.toml": [("source", read.contacts.source)],
        "end_range.toml": [(one.id, one.source) for one in read.end_range.values()],
    }
    for file, named in rows.items():
        for key, source in named:
            if source not in read.sources:
                yield ContentError(file, key, f'"{source}" is no source; sources.toml has them')


def _joints(read: Tables) -> Iterator[ContentError]:
    seen: set[str] = set()
    for name, body in read.skeleton.items():
        parent = read.skeleton.get(body.parent) if body.parent else None
        if body.parent not in seen and (body.parent is not None or seen):
            yield ContentError("skeleton.toml", f"{name}.parent", f'"{body.parent}" is no body above it')
        elif parent and parent.paired and not body.paired:
            yield ContentError("skeleton.toml", f"{name}.paired", f"must be true, as {parent.id} is paired")
        if body.segment not in read.anthropometry.masses:
            yield ContentError("skeleton.toml", f"{name}.segment", f'"{body.segment}" has no mass')
        for turn in body.turns:
            of = read.coordinates.get(turn.of)
            if of is None or of.paired != body.paired:
                yield ContentError("skeleton.toml", f"{name}.turns", f'"{turn.of}" is no coordinate of such a body')
        seen.add(name)
    for one in read.coordinates.values():
        if not one.low_deg <= 0.0 <= one.high_deg:
            yield ContentError("joints.toml", one.id, "must have 0 in its range")


def _shares(read: Tables) -> Iterator[ContentError]:
    """The levels of a total share it whole, and so do the bodies of a segment its mass."""
    turned: dict[str, float] = dict.fromkeys(read.coordinates, 0.0)
    weighed: dict[str, float] = dict.fromkeys(read.anthropometry.masses, 0.0)
    for body in read.skeleton.values():
        sides = 2 if body.paired and not read.anthropometry.masses[body.segment].paired else 1
        weighed[body.segment] += body.share * sides
        for turn in () if body.follows else body.turns:
            turned[turn.of] += turn.share
    for name, total in (turned | weighed).items():
        if abs(total - 1.0) > 1e-3:
            yield ContentError("skeleton.toml", name, f"the shares of it add up to {total:.3f}, not 1")


def _muscles(read: Tables) -> Iterator[ContentError]:
    groups = toml(GROUPS / "muscles.toml", GROUPS)
    for name, muscle in read.muscles.items():
        if muscle.group is not None and muscle.group not in groups:
            yield ContentError("muscles.toml", f"{name}.group", f'"{muscle.group}" is no target group')
        elif muscle.known_as and muscle.known_as not in groups.get(muscle.group or "", {}).get("muscles", ()):
            yield ContentError("muscles.toml", f"{name}.known_as", f'"{muscle.known_as}" is no muscle of its group')
        if not 0.01 <= muscle.fibre_m <= 0.6:
            yield ContentError("muscles.toml", f"{name}.fibre_m", "must be from 0.01 to 0.6")
        if len(muscle.path) < 2:
            yield ContentError("muscles.toml", f"{name}.path", "must have two points or more")
        for point in muscle.path:
            if point.on not in read.skeleton:
                yield ContentError("muscles.toml", f"{name}.path", f'"{point.on}" is no body')


def _tests(read: Tables) -> Iterator[ContentError]:
    groups = {muscle.group for muscle in read.muscles.values()}
    for test in read.end_range.values():
        for name in test.angles:
            if name not in read.coordinates:
                yield ContentError("end_range.toml", f"{test.id}.angles.{name}", "is no angle of joints.toml")
        for group in test.groups:
            if group not in groups:
                yield ContentError("end_range.toml", f"{test.id}.groups", f'"{group}" has no muscle')


def _bases(read: Tables) -> Iterator[ContentError]:
    for base in read.bases.values():
        for name in base.angles:
            if name not in read.coordinates:
                yield ContentError("bases.toml", f"{base.id}.angles.{name}", "is no angle of joints.toml")


def _placed(file: str, rows: Iterable[Patch | Landmark], read: Tables) -> Iterator[ContentError]:
    for row in rows:
        if row.on not in read.skeleton:
            yield ContentError(file, f"{row.id}.on", f'"{row.on}" is no body')
        elif read.skeleton[row.on].paired and not row.paired:
            yield ContentError(file, f"{row.id}.paired", f"must be true, as {row.on} is paired")


def _others(read: Tables) -> Iterator[ContentError]:
    yield from _placed("patches.toml", read.patches.values(), read)
    yield from _placed("landmarks.toml", read.landmarks.values(), read)
    for key, pairs in (("flesh", read.contacts.flesh), ("never", read.contacts.never)):
        for pair in pairs:
            if len(pair) != 2 or not set(pair) <= set(read.skeleton):
                yield ContentError("contacts.toml", key, f"{' and '.join(pair)} are no pair of bodies")
    for thing in read.objects.values():
        for part in thing.parts:
            if (len(part.box), len(part.rod)) not in ((3, 0), (0, 2)):
                yield ContentError("objects.toml", f"{thing.id}.parts", "is a box of three numbers or a rod of two")
