"""The shapes of tables/*.toml: metres and degrees of a person of the reference height, [forward, outwards, up]."""

from dataclasses import dataclass

Triple = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Length:
    """A length along the vertical of the standing body; `top` and `bottom` are bodies' joints, "floor" or "vertex"."""

    id: str
    share_of_height: float
    top: str
    bottom: str
    source: str


@dataclass(frozen=True, slots=True)
class Mass:
    """What a segment weighs as a share of the whole; of one side when paired."""

    id: str
    share_of_mass: float
    source: str
    paired: bool = False


@dataclass(frozen=True, slots=True)
class Anthropometry:
    """Lengths and masses as shares of height and mass."""

    reference_height_m: float
    lowest_height_m: float
    tallest_height_m: float
    mass_per_height_squared: float
    mass_source: str
    lengths: dict[str, Length]
    masses: dict[str, Mass]


@dataclass(frozen=True, slots=True)
class Coordinate:
    """An angle of a pose: its range and the axis it turns about, the right side's (mirrored for the left)."""

    id: str
    low_deg: float
    high_deg: float
    axis: Triple
    source: str
    paired: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A hinge of a body: the coordinate it follows, and its share of it."""

    of: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Capsule:
    """A rounded rod that touches; `both` writes its mirror image on a body in the midline too."""

    start: Triple
    end: Triple
    radius_m: float
    both: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A body of the skeleton in standing coordinates."""

    id: str
    at: Triple
    segment: str
    centre: Triple
    source: str
    capsules: tuple[Capsule, ...]
    turns: tuple[Turn, ...] = ()
    parent: str | None = None
    paired: bool = False
    share: float = 1.0
    follows: bool = False  # it goes with a coordinate that its neighbour already takes whole


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a muscle's path, fixed to a body."""

    on: str
    at: Triple


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle or bundle of one side: straight from point to point, and the optimal length of its fibres."""

    id: str
    name: str
    fibre_m: float
    fibre_source: str
    source: str
    path: tuple[Point, ...]
    group: str | None = None  # the target group it counts for
    known_as: str | None = None  # its name under `muscles` in the catalogue


@dataclass(frozen=True, slots=True)
class Patch:
    """A place that touches: a ball in the flesh and the direction its skin faces."""

    id: str
    on: str
    centre: Triple
    radius_m: float
    normal: Triple
    paired: bool = False


@dataclass(frozen=True, slots=True)
class Landmark:
    """A point that a camera's pose model finds; `flesh_m` is how much of the body may lie over it."""

    id: str
    on: str
    at: Triple
    flesh_m: float
    source: str
    paired: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A box (half sizes) or a rod (half length, radius) of an object."""

    at: Triple
    box: Triple = ()
    rod: Triple = ()
    along: Triple = (0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Surface:
    """A point of an object and the direction it faces there."""

    name: str
    at: Triple
    normal: Triple


@dataclass(frozen=True, slots=True)
class Thing:
    """An object that a pose may use."""

    id: str
    source: str
    parts: tuple[Part, ...]
    surfaces: tuple[Surface, ...]
    length_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Contacts:
    """How deep bodies may sink into each other, and which pairs never count."""

    ordinary_mm: float
    flesh_mm: float
    flesh: tuple[tuple[str, ...], ...]
    never: tuple[tuple[str, ...], ...]
    source: str


@dataclass(frozen=True, slots=True)
class EndRange:
    """A clinical end-range posture: how far a muscle may be taken in an average body."""

    id: str
    angles: dict[str, float]
    source: str
    groups: tuple[str, ...] = ()  # whose range it tests; everybody's where none is named


@dataclass(frozen=True, slots=True)
class Base:
    """Where a pose begins: the pelvis in the world, and the angles that are pulled towards unless others are named."""

    id: str
    tip_deg: float
    roll_deg: float
    angles: dict[str, float]


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables, every reference resolved."""

    anthropometry: Anthropometry
    coordinates: dict[str, Coordinate]
    skeleton: dict[str, Segment]
    muscles: dict[str, Muscle]
    patches: dict[str, Patch]
    landmarks: dict[str, Landmark]
    objects: dict[str, Thing]
    contacts: Contacts
    end_range: dict[str, EndRange]
    bases: dict[str, Base]
    sources: dict[str, str]
