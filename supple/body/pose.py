"""What a posture must do: the shapes that spec reads and solve meets. Names carry their side."""

from dataclasses import dataclass
from typing import TypeAlias

from supple.body.tables import Triple
from supple.core.words import Form

FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Rest:
    """A patch is tangent to the floor or to a surface of an object."""

    patch: str
    surface: str


@dataclass(frozen=True, slots=True)
class Face:
    """What lies flat faces what it rests on."""

    patch: str
    surface: str


@dataclass(frozen=True, slots=True)
class Touch:
    """A patch rests on another, on the side that the other one's skin faces; `near`: on any side."""

    patch: str
    other: str
    near: bool = False


@dataclass(frozen=True, slots=True)
class At:
    """The skin of a patch is at a surface's point or at a point of the world [m, of the reference height]."""

    patch: str
    surface: str = ""
    point: Triple = ()


@dataclass(frozen=True, slots=True)
class Level:
    """Two patches have the same place along these axes of the world."""

    patch: str
    other: str
    axes: str


@dataclass(frozen=True, slots=True)
class Aim:
    """A direction of a body points somewhere."""

    what: str
    body: str
    local: Triple
    world: Triple


Item: TypeAlias = Rest | Face | Touch | At | Level | Aim


@dataclass(frozen=True, slots=True)
class Pose:
    """One key pose, ready to be solved."""

    file: str
    name: str
    of: Form
    base: str
    pitch_deg: float
    angles: dict[str, float]  # named ones, with their side [deg]
    loose: frozenset[str]  # of these, the ones that are only a first guess
    items: tuple[Item, ...]
    balance: tuple[str, ...]  # patches that carry the weight; empty: not asked for
    objects: dict[str, Triple]  # forward, left, up [m], turned to the left [deg]
    view_deg: float
    guess: dict[str, float]  # where these angles begin; they are not pulled there
    seeds: tuple[int, ...] = ()  # further starts, each the guess moved a little by chance; the best counts
    via: bool = False  # passed through on the way to the next, not held
    cut: str = ""  # why no movement leads here from the pose before; empty: one does
    slides: frozenset[str] = frozenset()  # patches that rest here and before, but somewhere else
    after: "Pose | None" = None  # the pose of the same form that leads here: what rests in both stays where it is

    @property
    def shown(self) -> str:
        """The name; an easier or harder form's begins with the form."""
        return self.name if self.of == "base" else f"{self.of}.{self.name}"
