"""A posture and its things -> buffers: what is at every pixel, how far away, which way it faces."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from supple.body import model
from supple.body.draw import figure, mesh, props, raster
from supple.body.draw.camera import Camera
from supple.body.draw.mesh import Mesh
from supple.body.draw.pose import Bones, bones, skinned
from supple.body.draw.props import Solid
from supple.body.draw.raster import Ints
from supple.body.model import Array
from supple.body.residuals import State
from supple.body.solve import Posture, body_for

UNITS_PER_M = 150.0  # one scale for all pictures: a person of 1.70 m stands 255 units high
MARGIN = 5.0  # round the figure [units]; below it there is none: the floor is the bottom edge
FLAT, CURLED, CLOSED = 0.0, 18.0, 100.0  # fingers on something, at rest, round something
APART_M = 1.0  # sides of things count as this far from each other, so that their edges are drawn
NOTHING = -1


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What is drawn: bones for what lies on the body, triangles for the rest. In the picture's frame: right, down, away [m]."""

    bones: Bones
    camera: Camera
    body: Array  # (n, 3) the skin
    things: tuple[Solid, ...]

    @property
    def low(self) -> Array:
        """The top left corner of all that is drawn [m]."""
        return np.min([one.min(axis=0) for one in self._all()], axis=0)

    @property
    def high(self) -> Array:
        return np.max([one.max(axis=0) for one in self._all()], axis=0)

    def _all(self) -> Iterator[Array]:
        yield self.body
        yield from (one.points for one in self.things)


@dataclass(frozen=True, slots=True, eq=False)
class Buffers:
    """Every pixel of a picture. Arrays are (height, width)."""

    scale: float  # pixels per metre
    corner: Array  # (2,): right and down of the top left pixel's corner [m]
    depth: Array
    colour: Ints  # number in `colours()`; NOTHING where there is nothing
    limb: Ints  # number in mesh.limbs(); NOTHING for things
    place: Array  # (h, w, 3): where on the unposed surface, to tell neighbours from strangers
    normal: Array  # (h, w, 3): right, down, away

    def pixels(self, points: Array) -> Array:
        """Points of the picture's frame as pixels, right and down."""
        at: Array = (points[:, :2] - self.corner) * self.scale
        return at


@cache
def colours() -> tuple[str, ...]:
    """Every colour that is drawn; things last."""
    worn = dict.fromkeys(one.colour for one in figure.load().clothes)
    return (*worn, *dict.fromkeys(("prop", *(one.colour for one in props.load().things.values()), "band")))


def state_of(solved: Posture) -> State:
    """The body in the posture, its things set down."""
    state = State(body_for(solved.height_m, tuple(solved.pose.objects)), solved.pose.objects)
    state.move(solved.qpos)
    return state


def scene(solved: Posture, camera: Camera, exercise: str = "") -> Scene:
    """The posture as it is drawn."""
    state, skin = state_of(solved), mesh.load()
    now = bones(state.body, state.data, _curls(solved, exercise))
    turns, shifts = now.since(_binding())
    standing = skinned(skin.points * state.body.scale, skin.weights, turns, shifts)
    things = tuple(props.placed(one, (0, 0, 0), camera.axes) for one in _things(solved, state, exercise))
    return Scene(now, camera, camera.seen(standing), things)


@cache
def _binding() -> Bones:
    return mesh.bind(figure.load(), model.reference())


def _curls(solved: Posture, exercise: str) -> dict[str, float]:
    """How far the fingers are closed: round what they hold, flat on what they rest on."""
    curls = dict.fromkeys("rl", CURLED)
    touching = {name for item in solved.pose.items for name in _names(item)}
    for side in curls:
        if touching & {f"{name}_{side}" for name in ("palm", "knuckles", "hand_back")}:
            curls[side] = FLAT
        if f"grip_{side}" in touching or any(f"grip_{side}" in (*one.band, one.at) for one in held(solved, exercise)):
            curls[side] = CLOSED
    return curls


def _names(item: object) -> Iterator[str]:
    yield from (str(getattr(item, name)) for name in ("patch", "other") if hasattr(item, name))


def held(solved: Posture, exercise: str) -> list[props.Held]:
    """What this pose holds."""
    each = [one for one in props.load().held if one.exercise == exercise]
    return [one for one in each if not one.poses or solved.pose.shown in one.poses]


def _things(solved: Posture, state: State, exercise: str) -> Iterator[Solid]:
    tables = state.body.tables
    for name in solved.pose.objects:
        put = state.data.body(name)
        for one in props.solid(name, tables):
            yield props.placed(one, put.xpos, np.array(put.xmat).reshape(3, 3))
    for one in held(solved, exercise):
        if one.band:
            yield props.tube(_through(one, state), 0.011, "band", 0.5)
        else:
            at = state.site(one.at) + one.shift
            yield from (props.placed(part, at, np.eye(3)) for part in props.solid(one.thing, tables))


def _through(one: props.Held, state: State) -> Array:
    points: list[Array] = []
    for name in one.band:
        if name == "ahead":
            points.append(points[-1] + np.array((0.75, 0.0, 0.0)))
        elif name == "floor":
            points.append(points[-1] * (1, 1, 0))
        else:
            points.append(state.site(name) + state.radius(name) * state.normal(name))
    return np.array(points)


def buffers(drawn: Scene, low: Array, high: Array, per_unit: float) -> Buffers:
    """Draws what lies between two corners of the picture's frame; `per_unit` pixels to a unit."""
    scale = UNITS_PER_M * per_unit
    skin = mesh.load()
    points, faces = [drawn.body], [skin.faces]
    for one in drawn.things:
        faces.append(one.faces + sum(len(each) for each in points))
        points.append(one.points)
    every, triangles = np.concatenate(points), np.concatenate(faces)
    width, height = (int(np.ceil((high[n] - low[n]) * scale)) for n in range(2))
    front = raster.front((every[:, :2] - low[:2]) * scale, every[:, 2], triangles, (height, width), len(skin.faces))
    normals = np.concatenate([_normals(one, each) for one, each in _solids(drawn, skin)])
    facing = front.of(normals, triangles)
    facing *= np.where(facing[..., 2:] > 0, -1.0, 1.0)  # towards the eye
    facing /= np.maximum(np.linalg.norm(facing, axis=2, keepdims=True), 1e-9)
    return Buffers(scale, low[:2], front.depth, _colour(front, drawn, skin), _limb(front, skin),
                   front.of(_unposed(drawn, skin), triangles), facing)  # fmt: skip


def _solids(drawn: Scene, skin: Mesh) -> Iterator[tuple[Array, Ints]]:
    yield drawn.body, skin.faces
    yield from ((one.points, one.faces) for one in drawn.things)


def _normals(points: Array, faces: Ints) -> Array:
    """Of every corner: the mean of its triangles, big ones counting more; towards the eye."""
    a, b, c = points[faces].transpose(1, 0, 2)
    flat = np.cross(b - a, c - a)
    out = np.stack([np.bincount(faces.ravel(), np.repeat(flat[:, n], 3), len(points)) for n in range(3)], axis=1)
    return out


def _unposed(drawn: Scene, skin: Mesh) -> Array:
    """Where corners are in the binding; things lie far off, each apart from the other."""
    away = [skin.points]
    for number, one in enumerate(drawn.things):
        side = np.zeros(len(one.points))
        side[one.faces.ravel()] = np.repeat(one.side, 3)
        away.append(np.stack([side, np.full(len(side), 10.0 + number), np.zeros(len(side))], axis=1) * APART_M)
    return np.concatenate(away)


def _limb(front: raster.Front, skin: Mesh) -> Ints:
    each = np.append(skin.limb, NOTHING)
    on = (front.face >= 0) & (front.face < len(skin.limb))
    limb: Ints = each[np.where(on, front.face, len(skin.limb))].astype(np.int32)
    return limb


def _colour(front: raster.Front, drawn: Scene, skin: Mesh) -> Ints:
    """The first layer of the limb's clothes that covers the pixel."""
    out = np.full(front.face.shape, NOTHING, dtype=np.int32)
    limb, names = _limb(front, skin), mesh.limbs()
    for number, one in reversed(list(enumerate(figure.load().clothes))):
        worn = np.isin(limb, [n for n, name in enumerate(names) if name.split("_")[0] == one.limb])
        value = np.einsum("pc,pc->p", front.share[worn], skin.cover[:, number][skin.faces[front.face[worn]]])
        out[worn] = np.where(value > 0, colours().index(one.colour), out[worn])
    first = len(skin.faces)
    for thing in drawn.things:
        last = first + len(thing.faces)
        out[(front.face >= first) & (front.face < last)] = colours().index(thing.colour)
        first = last
    return out
