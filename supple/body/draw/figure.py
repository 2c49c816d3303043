"""The figure's table, read strictly: shapes, clothes, face and fans of muscles."""

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeAlias

from supple.body.tables import Triple
from supple.core.reader import build, toml

ROOT = Path(__file__).parent
FILE = "figure.toml"
Fan: TypeAlias = tuple[tuple[tuple[object, ...], ...], ...]  # lines of points: body, forward, outwards, up


@dataclass(frozen=True, slots=True)
class Shape:
    """A round cone, an ellipsoid or a rounded slab on a body."""

    on: str
    paired: bool = False
    start: Triple = ()
    end: Triple = ()
    radii: Triple = ()
    at: Triple = ()
    half: Triple = ()
    round: float = 0.0
    soft: float = 0.0  # how widely it melts into the others, where not as all [m]
    sharp: bool = False  # melts little with what it stands on


@dataclass(frozen=True, slots=True)
class Plane:
    """A point, and the direction of the side that is meant."""

    at: Triple
    into: Triple


@dataclass(frozen=True, slots=True)
class Clothes:
    """A colour of a limb: everywhere, or where one of the lists of planes holds whole."""

    limb: str
    colour: str
    frame: str = ""
    any: tuple[tuple[Plane, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """A paired ellipse on the skin."""

    at: Triple
    out: Triple
    half: Triple


@dataclass(frozen=True, slots=True)
class Line:
    """A line over the skin through points of one side, mirrored."""

    through: tuple[Triple, ...]
    out: Triple


@dataclass(frozen=True, slots=True)
class Face:
    """What makes a head a face."""

    eye: Dot
    brow: Line
    nose: Line
    mouth: Line


@dataclass(frozen=True, slots=True)
class Spread:
    """A muscle as lines side by side; each point names its body."""

    thick_m: float
    lines: Fan


@dataclass(frozen=True, slots=True)
class Knuckles:
    """Where the fingers turn."""

    on: str
    at: Triple


@dataclass(frozen=True, slots=True)
class Figure:
    """Everything that is drawn of a person."""

    source: str
    cell_m: float
    soft_m: float
    faces: int
    reach_m: float
    bind: dict[str, float]
    helpers: tuple[str, ...]
    limbs: dict[str, tuple[str, ...]]
    knuckles: Knuckles
    shapes: tuple[Shape, ...]
    clothes: tuple[Clothes, ...]
    face: Face
    tones: dict[str, tuple[str, ...]]
    fans: dict[str, Spread] = field(default_factory=dict)

    def limb_of(self, body: str) -> str:
        """The limb, without its side, that a body belongs to."""
        return next(limb for limb, bodies in self.limbs.items() if body in bodies)


@cache
def load(root: Path = ROOT) -> Figure:
    """The figure. Raises ContentError."""
    return build(Figure, toml(root / FILE, root), FILE)


def digest(root: Path = ROOT) -> str:
    """A name for all that the figure is made from."""
    return hashlib.sha256((root / FILE).read_bytes()).hexdigest()[:16]
