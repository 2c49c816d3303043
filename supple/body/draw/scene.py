"""A posture and its things -> buffers: what is at every pixel, how far away, which way it faces."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

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
MARGIN, SOLE = 5.0, 1.0  # round the figure; below it only the line's breadth: the floor is the bottom edge [units]
FLAT, CURLED, CLOSED = 0.0, 18.0, 100.0  # fingers on something, at rest, round something
APART_M = 1.0  # sides of things count as this far from each other, so that their edges are drawn
ALONG = 0.2  # of what faces the eye, where a thing is seen along its length
BAND_M = 0.016  # half the width of a band
STICK_M = 0.014  # half the thickness of a stick, as that of tables/objects.toml
NOTHING = -1


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What is drawn, in the picture's frame: right, down, away [m]. Bones for what lies on the body."""

    bones: Bones
    camera: Camera
    body: Array  # (n, 3) the skin
    things: tuple[Solid, ...]

    @property
    def low(self) -> Array:
        """The top left corner of all that is drawn [m]."""
        return np.asarray(np.min([one.min(axis=0) for one in self._all()], axis=0))

    @property
    def high(self) -> Array:
        """The bottom right corner, furthest away."""
        return np.asarray(np.max([one.max(axis=0) for one in self._all()], axis=0))

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
    now = bones(state.body, state.data, curls(solved, exercise))
    turns, shifts = now.since(binding())
    standing = skinned(skin.points * state.body.scale, skin.weights, turns, shifts)
    things = tuple(props.placed(one, (0, 0, 0), camera.axes) for one in _things(solved, state, exercise))
    return Scene(now, camera, camera.seen(standing), things)


@cache
def binding() -> Bones:
    """The bones in the posture in which the skin was found."""
    return mesh.bind(figure.load(), model.reference())


def curls(solved: Posture, exercise: str) -> dict[str, float]:
    """How far the fingers are closed: round what they hold, flat on what they rest on."""
    closed = dict.fromkeys("rl", CURLED)
    touching = {name for item in solved.pose.items for name in _names(item)}
    for side in closed:
        if touching & {f"{name}_{side}" for name in ("palm", "knuckles", "hand_back")}:
            closed[side] = FLAT
        if f"grip_{side}" in touching or any(side in one.grips for one in held(solved, exercise)):
            closed[side] = CLOSED
    return closed


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
        for one in props.solid(dressed(name, solved), tables):
            feet = props.standing(one, put.xpos[2])
            yield props.placed(feet, put.xpos, np.array(put.xmat).reshape(3, 3))
    for taken in held(solved, exercise):
        if taken.band:
            yield props.tube(_through(taken, state), BAND_M, taken.colour, 0.5)
        elif taken.stick:
            yield props.tube(np.array(ends(taken, state)), STICK_M, "prop")
        else:
            at, tall = place(taken, state)
            for part in props.solid(taken.thing, tables):
                high = replace(part, points=part.points * (1.0, 1.0, tall))
                yield props.placed(high, at, np.eye(3))


def dressed(name: str, solved: Posture) -> str:
    """The thing as it is drawn. A wall is low and long behind who sits or lies, and short where it is seen along its
    length: its near end would stand far before the feet."""
    looks, pose = props.load().things, solved.pose
    along = abs(np.cos(np.radians(pose.view_deg - pose.objects[name][3]))) < ALONG
    for fits, end in ((pose.base != "standing", props.LOW), (along, props.EDGE)):
        if fits and name + end in looks:
            return name + end
    return name


def _through(one: props.Held, state: State) -> Array:
    """Where a band runs: over the skin of patches, through points."""
    return np.array([_skin(state, each) if isinstance(each, str) else each for each in one.band], dtype=float)


def ends(one: props.Held, state: State) -> tuple[Array, Array]:
    """Of a stick that lies on the skin of its first and its last patch."""
    first, last = (_skin(state, name) + (STICK_M + one.clear_m) * state.normal(name) for name in one.stick)
    way = (last - first) / np.linalg.norm(last - first)
    return first - one.beyond_m[0] * way, last + one.beyond_m[1] * way


def _skin(state: State, patch: str) -> Array:
    if patch.startswith("sole_"):  # across the middle of the foot
        return np.asarray(np.mean([_skin(state, f"{name}_{patch[-1]}") for name in ("ball", "heel")], axis=0))
    return state.site(patch) + state.radius(patch) * state.normal(patch)


def place(one: props.Held, state: State) -> tuple[Array, float]:
    """Where a thing is, and how much higher than it is written."""
    if one.point:
        return np.array(one.point), 1.0
    if one.under:
        lowest = min(state.site(patch)[2] - state.radius(patch) for patch in one.under)
        return np.mean([state.site(patch) for patch in one.under], axis=0) * (1, 1, 0), float(lowest)
    each = [state.site(patch) + (state.radius(patch) + one.clear_m) * state.normal(patch) for patch in one.at]
    centre = [state.site(patch) for patch in one.at]
    return np.mean(each if one.clear_m else centre, axis=0), 1.0


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
    front = raster.front((every[:, :2] - low[:2]) * scale, every[:, 2], triangles, (height, width))
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
    each = [np.bincount(faces.ravel(), np.repeat(flat[:, n], 3), len(points)) for n in range(3)]
    return np.asarray(np.stack(each, axis=1), dtype=np.float64)


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
