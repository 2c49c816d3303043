"""The things of a pose as triangles, in more detail than the body needs to know them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from supple.body.draw.figure import ROOT
from supple.body.draw.raster import Ints
from supple.body.model import Array
from supple.body.tables import Tables, Triple
from supple.core.reader import build, toml

FILE = "props.toml"
CELL_M = 0.045  # no triangle is bigger: the rasteriser likes them small
ROUNDS = 10  # sides of a rod
GROWN_M = 0.3  # legs of a thing grow by so much at most
LOW, EDGE = "_low", "_edge"  # end the names of how a thing looks behind who sits or lies, and seen along its length
FEET_M = 0.02  # what is lower than this in a thing stands on the floor


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
    """What poses of an exercise hold or stand on: a band, or a thing."""

    exercise: str
    poses: tuple[str, ...] = ()  # all, if none is named
    band: tuple[object, ...] = ()  # through patches and points of the world [m], in their order
    colour: str = "band"  # of a band
    stick: tuple[str, ...] = ()  # straight over the skin of two patches
    beyond_m: tuple[float, ...] = (0.0, 0.0)  # how far a stick reaches past the first and the last
    gripped: bool = False  # hands close although no grip is named
    thing: str = ""
    at: tuple[str, ...] = ()  # the thing is in the middle of these patches
    clear_m: float = 0.0  # how far out of their skin
    under: tuple[str, ...] = ()  # the thing stands under these, as high as the lowest of them
    point: Triple = ()  # or at this point of the world

    @property
    def grips(self) -> str:
        """The sides whose hands close round it."""
        return "".join(side for side in "rl" if self.gripped or f"grip_{side}" in (*self.band, *self.at))


@dataclass(frozen=True, slots=True)
class Props:
    """The whole table."""

    things: dict[str, Thing] = field(default_factory=dict)
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """Closed triangles of one colour, facing outwards; `side` numbers flat sides: edges are drawn between them."""

    colour: str
    points: Array
    faces: Ints
    side: Ints


@cache
def load(root: Path = ROOT) -> Props:
    """The table of things. Raises ContentError."""
    return build(Props, toml(root / FILE, root), FILE)


def used(exercise: str, objects: Iterable[str]) -> list[str]:
    """All that the table says of an exercise's things, to tell whether its pictures are still true."""
    mine = [one for one in load().held if one.exercise == exercise]
    names = {*objects, *(one.thing for one in mine)}
    looks = {name: thing for name, thing in load().things.items() if name.removesuffix(LOW).removesuffix(EDGE) in names}
    return [repr(one) for one in (*mine, looks)]


def solid(name: str, tables: Tables) -> Iterator[Solid]:
    """A thing in its own frame."""
    drawn = looks(name, tables)
    for box in drawn.boxes:
        yield _box(box, drawn)
    for rod in drawn.rods:
        yield tube(np.array([rod.start, rod.end]), rod.radius, drawn.colour)


def looks(name: str, tables: Tables) -> Thing:
    """How a thing is drawn: by its own table, else as the body knows it."""
    return load().things.get(name) or _plain(name, tables)


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
            grid, cells = _sheet(box.half, axis, sign, drawn.round / 2 or CELL_M)
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


def _sheet(half: Triple, axis: int, sign: float, cell_m: float) -> tuple[Array, Ints]:
    """One side of a box as a grid of triangles."""
    across = [n for n in range(3) if n != axis]
    lines = [np.linspace(-half[n], half[n], max(2, int(2 * half[n] / cell_m) + 2)) for n in across]
    u, v = np.meshgrid(*lines, indexing="ij")
    points = np.zeros((u.size, 3))
    points[:, across[0]], points[:, across[1]], points[:, axis] = u.ravel(), v.ravel(), sign * half[axis]
    outwards = sign * (-1.0 if axis == 1 else 1.0) > 0
    cells = _cells(*u.shape)
    return points, cells if outwards else cells[:, ::-1]


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
    faces = np.concatenate([_cells(len(path), ROUNDS + 1), _cap(0), _cap((len(path) - 1) * (ROUNDS + 1))[:, ::-1]])
    return Solid(colour, points, faces, np.zeros(len(faces), dtype=np.int32))


def _cap(first: int) -> Ints:
    return np.array([[first, first + n, first + n + 1] for n in range(1, ROUNDS - 1)], dtype=np.int32)


def _dense(path: Array) -> Array:
    pieces: list[Array] = []
    for one, other in pairwise(path):
        count = max(2, int(np.linalg.norm(other - one) / CELL_M))
        pieces.append(one + np.linspace(0, 1, count, endpoint=False)[:, None] * (other - one))
    return np.concatenate([*pieces, path[-1:]])


def standing(one: Solid, height_m: float) -> Solid:
    """A thing set down this much higher or lower than it is made: its legs grow. What is put on another thing stays."""
    if abs(height_m) > GROWN_M:
        return one
    points = one.points.copy()
    points[points[:, 2] < FEET_M, 2] -= height_m
    points[:, 2] = np.maximum(points[:, 2], -height_m)  # nothing in the middle of a shortened leg is below the floor
    return replace(one, points=points)


def placed(one: Solid, at: Sequence[float] | Array, turned: Array) -> Solid:
    """The same thing somewhere else."""
    return Solid(one.colour, one.points @ turned.T + np.array(at), one.faces, one.side)
