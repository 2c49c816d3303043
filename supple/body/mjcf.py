"""Tables -> MJCF text: the one place that knows how MuJoCo wants a body written."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from supple.body.tables import Capsule, Coordinate, Segment, Tables, Thing, Triple, Turn

SIDES = ("r", "l")
# Contact bits: flesh touches flesh and the world; pairs of bodies that never count are excluded by name.
FLESH, WORLD = "1", "2"
FLESH_GROUP, THING_GROUP = "0", "1"  # what a ray may ask for


def text(tables: Tables, scale: float, mass_kg: float, stiff: float, objects: Sequence[str] = ()) -> str:
    """The MJCF of a person `scale` times the reference height, standing with the soles on the floor."""
    root = Element("mujoco", model="body")
    # One thread: starting others costs more than this small model takes.
    SubElement(root, "compiler", angle="degree", autolimits="true", usethread="false")
    SubElement(root, "option", gravity="0 0 -9.81")
    world = SubElement(root, "worldbody")
    SubElement(world, "geom", name="floor", type="plane", size="3 3 0.1", contype=WORLD, conaffinity=FLESH)
    for name in objects:
        _thing(world, tables.objects[name])
    _Writer(tables, scale, mass_kg, stiff).write(root, world)
    return tostring(root, encoding="unicode")


def joint(tables: Tables, body: str, turn: Turn) -> str:
    """A hinge is called after its coordinate; where levels share a total, after coordinate and level."""
    takers = [one for one in tables.skeleton.values() if not one.follows and any(t.of == turn.of for t in one.turns)]
    alone = len(takers) == 1 and not tables.skeleton[body].follows
    return turn.of if alone else f"{turn.of}.{body}"


def sided(name: str, side: str) -> str:
    """`thigh` of the right side is `thigh_r`; what lies in the midline keeps its name."""
    return f"{name}_{side}" if side else name


def landmark(name: str, side: str) -> str:
    """The site of a landmark; patches have some of the same names."""
    return f"landmark.{sided(name, side)}"


def placed(at: Triple, side: str) -> Triple:
    """[forward, outwards, up] as MuJoCo has it: y to the left."""
    forward, outwards, up = at
    return (forward, -outwards if side == "r" else outwards, up)


def mirrored(axis: Triple, side: str) -> Triple:
    """An axis of turning is written for the right; its mirror image keeps y and turns x and z round."""
    x, y, z = axis
    return (-x, y, -z) if side == "l" else (x, y, z)


def sides_of(paired: bool) -> tuple[str, ...]:
    return SIDES if paired else ("",)


class _Writer:
    """Holds what every body needs while the tree is written."""

    def __init__(self, tables: Tables, scale: float, mass_kg: float, stiff: float) -> None:
        self.tables, self.scale, self.mass_kg, self.stiff = tables, scale, mass_kg, stiff
        self.written: dict[str, Element] = {}

    def write(self, root: Element, world: Element) -> None:
        for body in self.tables.skeleton.values():
            for side in sides_of(body.paired):
                self._body(world, body, side)
        self._sites()
        self._tendons(SubElement(root, "tendon"))
        self._couplings(SubElement(root, "equality"))
        self._excluded(SubElement(root, "contact"))

    def _body(self, world: Element, body: Segment, side: str) -> None:
        above = self.tables.skeleton[body.parent] if body.parent else None
        if above is None:
            element = SubElement(world, "body", name=body.id, pos=_shown((0.0, 0.0, self._hip_height())))
            SubElement(element, "freejoint", name="root")
        else:
            parent = self.written[sided(above.id, side if above.paired else "")]
            element = SubElement(parent, "body", name=sided(body.id, side), pos=self._offset(body.at, above.at, side))
        self.written[sided(body.id, side)] = element
        for turn in body.turns:
            self._hinge(element, body, turn, side)
        self._inertia(element, body, side)
        for number, capsule in enumerate(body.capsules):
            self._capsule(element, body, capsule, number, side)

    def _hip_height(self) -> float:
        lengths = self.tables.anthropometry.lengths
        return sum(
            lengths[name].share_of_height * self.tables.anthropometry.reference_height_m * self.scale
            for name in ("thigh", "shank", "foot_height")
        )

    def _offset(self, at: Triple, origin: Triple, side: str) -> str:
        a, b = placed(at, side), placed(origin, side)
        return _shown(tuple((p - q) * self.scale for p, q in zip(a, b, strict=True)))

    def _hinge(self, element: Element, body: Segment, turn: Turn, side: str) -> None:
        of: Coordinate = self.tables.coordinates[turn.of]
        low, high = (turn.share * self.stiff * bound for bound in (of.low_deg, of.high_deg))
        name = sided(joint(self.tables, body.id, turn), side)
        SubElement(element, "joint", name=name, axis=_shown(mirrored(of.axis, side)), range=_shown((low, high)))

    def _inertia(self, element: Element, body: Segment, side: str) -> None:
        """Mass and its centre; a sphere's inertia is enough, as nothing here is ever thrown."""
        mass = self.tables.anthropometry.masses[body.segment].share_of_mass * body.share * self.mass_kg
        inertia = max(0.4 * mass * (0.08 * self.scale) ** 2, 1e-6)
        where = self._offset(body.centre, body.at, side)
        SubElement(element, "inertial", pos=where, mass=f"{max(mass, 1e-6):.9g}", diaginertia=_shown((inertia,) * 3))

    def _capsule(self, element: Element, body: Segment, capsule: Capsule, number: int, side: str) -> None:
        for copy in SIDES if capsule.both else (side,):
            ends = f"{self._offset(capsule.start, body.at, copy)} {self._offset(capsule.end, body.at, copy)}"
            name = f"{sided(body.id, side)}.{number}{copy if capsule.both else ''}"
            size = f"{capsule.radius_m * self.scale:.9g}"
            SubElement(element, "geom", name=name, type="capsule", fromto=ends, size=size, mass="0", group=FLESH_GROUP,
                       contype=FLESH, conaffinity=f"{int(FLESH) | int(WORLD)}")  # fmt: skip

    def _sites(self) -> None:
        for name, on, at, side in (*self._points(), *self._landmarks()):
            body = self.tables.skeleton[on]
            element = self.written[sided(on, side if body.paired else "")]
            SubElement(element, "site", name=name, pos=self._offset(at, body.at, side), size="0.003")
        for patch in self.tables.patches.values():
            body = self.tables.skeleton[patch.on]
            for side in sides_of(patch.paired):
                element = self.written[sided(patch.on, side if body.paired else "")]
                normal = placed(patch.normal, side)
                SubElement(element, "site", name=sided(patch.id, side), pos=self._offset(patch.centre, body.at, side),
                           size=f"{patch.radius_m * self.scale:.9g}", zaxis=_shown(normal), group="3")  # fmt: skip

    def _points(self) -> Iterator[tuple[str, str, Triple, str]]:
        for muscle in self.tables.muscles.values():
            for side in SIDES:
                for number, point in enumerate(muscle.path):
                    yield f"{sided(muscle.id, side)}.{number}", point.on, point.at, side

    def _landmarks(self) -> Iterator[tuple[str, str, Triple, str]]:
        for one in self.tables.landmarks.values():
            for side in sides_of(one.paired):
                yield landmark(one.id, side), one.on, one.at, side

    def _tendons(self, tendons: Element) -> None:
        for muscle in self.tables.muscles.values():
            for side in SIDES:
                spatial = SubElement(tendons, "spatial", name=sided(muscle.id, side))
                for number in range(len(muscle.path)):
                    SubElement(spatial, "site", site=f"{sided(muscle.id, side)}.{number}")

    def _couplings(self, equality: Element) -> None:
        """Levels that share a total, for a solver that wants them as constraints of MuJoCo."""
        first: dict[str, tuple[str, float]] = {}
        for body in sorted(self.tables.skeleton.values(), key=lambda one: one.follows):
            for turn in body.turns:
                for side in sides_of(body.paired):
                    name = sided(joint(self.tables, body.id, turn), side)
                    lead, share = first.setdefault(sided(turn.of, side), (name, turn.share))
                    if lead != name:
                        ratio = f"0 {turn.share / share:.9g} 0 0 0"
                        SubElement(equality, "joint", joint1=name, joint2=lead, polycoef=ratio)

    def _excluded(self, contact: Element) -> None:
        for one, other in self.tables.contacts.never:
            for a in self._named(one):
                for b in self._named(other):
                    apart = a[-2:] != b[-2:] and len(self._named(one)) == len(self._named(other)) == 2 and one != other
                    if a != b and not apart and not (one == other and a > b):
                        SubElement(contact, "exclude", body1=a, body2=b)

    def _named(self, body: str) -> list[str]:
        return [sided(body, side) for side in sides_of(self.tables.skeleton[body].paired)]


def _thing(world: Element, thing: Thing) -> None:
    """An object is a body that a pose sets down (mocap), so nothing moves it but the pose."""
    element = SubElement(world, "body", name=thing.id, mocap="true")
    for number, part in enumerate(thing.parts):
        kind, size = ("box", part.box) if part.box else ("capsule", (part.rod[1], part.rod[0]))
        SubElement(element, "geom", name=f"{thing.id}.{number}", type=kind, size=_shown(size), pos=_shown(part.at),
                   zaxis=_shown(part.along), contype=WORLD, conaffinity=FLESH, group=THING_GROUP)  # fmt: skip
    for surface in thing.surfaces:
        SubElement(element, "site", name=f"{thing.id}.{surface.name}", pos=_shown(surface.at),
                   zaxis=_shown(surface.normal), group="3")  # fmt: skip


def _shown(numbers: Sequence[float]) -> str:
    return " ".join(f"{number:.12g}" for number in numbers)
