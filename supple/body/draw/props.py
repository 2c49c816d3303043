"""The things of a pose as triangles, in more detail than the body needs to know them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from supple.body.draw.figure import ROOT
from supple.body.draw.raster import Ints
from supple.body.model import Array
from supple.body.tables import Tables, Triple
from supple.core.reader import build, toml

FILE = "props.toml"
CELL_M = 0.03  # no triangle is bigger: the rasteriser likes them small
ROUNDS = 10  # sides of a rod


@dataclass(frozen=True, slots=True)
class Box:
    """A box, by its half sizes."""

    half: Triple
    at: Triple


@dataclass(frozen=True, slots=True)
class Rod:
    """From point to point."""

    start: Triple
    end: Triple
    radius: float


@dataclass(frozen=True, slots=True)
class Thing:
    """How a thing looks."""

    colour: str = "prop"
    round: float = 0.0  # of the edges of its boxes
    boxes: tuple[Box, ...] = ()
    rods: tuple[Rod, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """What poses of an exercise hold: a band through points of the body, or a thing at one of them."""

    exercise: str
    poses: tuple[str, ...] = ()  # all, if none is named
    band: tuple[str, ...] = ()  # patches in their order; "ahead": a fixed point in front, "floor": below the one before
    thing: str = ""
    at: str = ""  # the patch that the thing is at
    shift: Triple = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Props:
    """The whole table."""

    things: dict[str, Thing] = field(default_factory=dict)
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """Triangles of one colour; `side` numbers the flat sides, so that edges can be drawn between them."""

    colour: str
    points: Array
    faces: Ints
    side: Ints


@cache
def load(root: Path = ROOT) -> Props:
    """The table of things. Raises ContentError."""
    return build(Props, toml(root / FILE, root), FILE)


def solid(name: str, tables: Tables) -> Iterator[Solid]:
    """A thing in its own frame."""
    drawn = load().things.get(name) or _plain(name, tables)
    for box in drawn.boxes:
        yield _box(box, drawn)
    for rod in drawn.rods:
        yield tube(np.array([rod.start, rod.end]), rod.radius, drawn.colour)


def _plain(name: str, tables: Tables) -> Thing:
    """As the body knows it."""
    parts = tables.objects[name].parts if name in tables.objects else ()
    boxes = tuple(Box(one.box, one.at) for one in parts if one.box)
    rods = []
    for one in parts:
        if one.rod:
            along = np.array(one.along or (0.0, 0.0, 1.0)) * one.rod[0]
            rods.append(Rod(tuple(np.array(one.at) - along), tuple(np.array(one.at) + along), one.rod[1]))
    return Thing(boxes=boxes, rods=tuple(rods))


def _box(box: Box, drawn: Thing) -> Solid:
    points, faces, sides = list[Array](), list[Ints](), list[Ints]()
    count = 0
    for axis in range(3):
        for sign in (-1.0, 1.0):
            grid, cells = _sheet(box.half, axis, sign)
            points.append(grid)
            faces.append(cells + count)
            sides.append(np.full(len(cells), 0 if drawn.round else 2 * axis + (sign > 0), dtype=np.int32))
            count += len(grid)
    every = np.concatenate(points)
    if drawn.round:
        core = np.clip(every, -(np.array(box.half) - drawn.round), np.array(box.half) - drawn.round)
        away = every - core
        every = core + drawn.round * away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
    return Solid(drawn.colour, every + box.at, np.concatenate(faces), np.concatenate(sides))


def _sheet(half: Triple, axis: int, sign: float) -> tuple[Array, Ints]:
    """One side of a box as a grid of triangles."""
    across = [n for n in range(3) if n != axis]
    lines = [np.linspace(-half[n], half[n], max(2, int(2 * half[n] / CELL_M) + 2)) for n in across]
    u, v = np.meshgrid(*lines, indexing="ij")
    points = np.zeros((u.size, 3))
    points[:, across[0]], points[:, across[1]], points[:, axis] = u.ravel(), v.ravel(), sign * half[axis]
    return points, _cells(*u.shape)


def _cells(rows: int, columns: int) -> Ints:
    n = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = n[:-1, :-1].ravel(), n[1:, :-1].ravel(), n[1:, 1:].ravel(), n[:-1, 1:].ravel()
    return np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)]).astype(np.int32)


def tube(path: Array, radius: float, colour: str, flat: float = 1.0) -> Solid:
    """A rod or a cord along points; `flat` below 1 makes it a band."""
    path = _dense(path)
    ways = np.gradient(path, axis=0)
    ways /= np.maximum(np.linalg.norm(ways, axis=1, keepdims=True), 1e-9)
    side = np.cross(ways, (0.0, 0.0, 1.0))
    side = np.where(np.linalg.norm(side, axis=1, keepdims=True) < 1e-3, (0.0, 1.0, 0.0), side)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    up = np.cross(side, ways)
    round_ = np.linspace(0, 2 * np.pi, ROUNDS, endpoint=False)
    ring = np.cos(round_)[None, :, None] * side[:, None] + flat * np.sin(round_)[None, :, None] * up[:, None]
    points = (path[:, None] + radius * np.concatenate([ring, ring[:, :1]], axis=1)).reshape(-1, 3)
    faces = np.concatenate([_cells(len(path), ROUNDS + 1), *(_cap(n * (ROUNDS + 1)) for n in (0, len(path) - 1))])
    return Solid(colour, points, faces, np.zeros(len(faces), dtype=np.int32))


def _cap(first: int) -> Ints:
    return np.array([[first, first + n, first + n + 1] for n in range(1, ROUNDS - 1)], dtype=np.int32)


def _dense(path: Array) -> Array:
    pieces: list[Array] = []
    for one, other in zip(path[:-1], path[1:], strict=True):
        count = max(2, int(np.linalg.norm(other - one) / CELL_M))
        pieces.append(one + np.linspace(0, 1, count, endpoint=False)[:, None] * (other - one))
    return np.concatenate([*pieces, path[-1:]])


def placed(one: Solid, at: Sequence[float], turned: Array) -> Solid:
    """The same thing somewhere else."""
    return Solid(one.colour, one.points @ turned.T + np.array(at), one.faces, one.side)
