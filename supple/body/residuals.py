"""How far a posture is from what it must do, and how that changes: rows that solve makes small."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import mujoco
import numpy as np

from supple.body import mjcf
from supple.body.model import ROOT_SIZE, Array, Body
from supple.body.pose import FLOOR, Aim, At, Face, Item, Level, Rest, Touch
from supple.body.tables import Part

# Per metre, or per radian for directions: 10 mm of a resting patch weigh as much as 15 degrees of a named angle.
WEIGHT_REST, WEIGHT_TOUCH, WEIGHT_AT, WEIGHT_LEVEL = 20.0, 15.0, 15.0, 8.0
WEIGHT_HOLD = 20.0
WEIGHT_AIM, WEIGHT_FACE, WEIGHT_BALANCE, WEIGHT_DEEP = 1.5, 0.5, 8.0, 40.0
# Depths begin to count below the allowance, so that a posture ends inside it.
SPARE = 0.7
# The hull's support along a direction is a soft maximum: smooth, and at most a finger's width too generous.
SOFT_M, AROUND = 0.01, 8
UP = np.array([0.0, 0.0, 1.0])

Rows: TypeAlias = tuple[Array, Array]  # (k,), (k, nv)


@dataclass(frozen=True, slots=True)
class Surface:
    """A point of an object as it was set down, the direction it faces, and how far it reaches."""

    at: Array
    normal: Array
    across: tuple[tuple[Array, float], ...] = ()  # directions in the surface, half its size


@dataclass(frozen=True, slots=True)
class Deep:
    """Two things that sink into each other."""

    one: str
    other: str
    depth_m: float
    allowed_m: float


@dataclass(frozen=True, slots=True)
class Held:
    """A patch stays where it is on what it rests on."""

    patch: str
    surface: str
    at: Array


class State:
    """A body in one posture: kinematics done, contacts found."""

    def __init__(self, body: Body, objects: Mapping[str, Sequence[float]]) -> None:
        self.body, self.model = body, body.model
        self.data = mujoco.MjData(body.model)
        self.pelvis = body.model.body("pelvis").id
        self.allowed = _allowances(body)
        for name, (x, y, z, turn) in objects.items():
            mocap = body.model.body(name).mocapid[0]
            half = np.radians(turn) / 2
            self.data.mocap_pos[mocap] = (x * body.scale, y * body.scale, z)
            self.data.mocap_quat[mocap] = (np.cos(half), 0.0, 0.0, np.sin(half))
        self.move(body.model.qpos0)
        self.surfaces = {one: self._surface(name, one) for name in objects for one in self._names(name)}
        self.surfaces[FLOOR] = Surface(np.zeros(3), UP)

    def move(self, qpos: Array) -> None:
        """Puts the body there."""
        self.data.qpos[:] = qpos
        mujoco.mj_kinematics(self.model, self.data)
        mujoco.mj_comPos(self.model, self.data)
        mujoco.mj_collision(self.model, self.data)

    def site(self, name: str) -> Array:
        return np.array(self.data.site(name).xpos)

    def normal(self, name: str) -> Array:
        return np.array(self.data.site(name).xmat[2::3])

    def radius(self, name: str) -> float:
        return float(self.model.site(name).size[0])

    def at(self, point: Array, body: int) -> Array:
        """(3, nv): how a point of a body moves."""
        jacobian = np.zeros((3, self.model.nv))
        mujoco.mj_jac(self.model, self.data, jacobian, None, point, body)
        return jacobian

    def moves(self, name: str) -> Array:
        return self.at(self.site(name), self.model.site(name).bodyid[0])

    def turns(self, body: int) -> Array:
        """(3, nv): how a body turns."""
        jacobian = np.zeros((3, self.model.nv))
        mujoco.mj_jacBody(self.model, self.data, None, jacobian, body)
        return jacobian

    def weight(self) -> Rows:
        """Where the centre of mass is, and how it moves."""
        jacobian = np.zeros((3, self.model.nv))
        mujoco.mj_jacSubtreeCom(self.model, self.data, jacobian, self.pelvis)
        return np.array(self.data.subtree_com[self.pelvis]), jacobian

    def _names(self, thing: str) -> list[str]:
        return [f"{thing}.{one.name}" for one in self.body.tables.objects[thing].surfaces]

    def _surface(self, thing: str, name: str) -> Surface:
        local = next(one for one in self.body.tables.objects[thing].surfaces if f"{thing}.{one.name}" == name)
        turned = np.array(self.data.body(thing).xmat).reshape(3, 3)
        part = next((one for one in self.body.tables.objects[thing].parts if _lies_on(one, local.at)), None)
        across = [(turned[:, n], part.box[n], part.at[n] - local.at[n]) for n in range(3)
                  if abs(local.normal[n]) < 0.5] if part else []  # fmt: skip
        at = self.site(name) + sum((shift * axis for axis, _, shift in across), np.zeros(3))
        return Surface(at, self.normal(name), tuple((axis, half) for axis, half, _ in across))


def _lies_on(part: Part, at: Sequence[float]) -> bool:
    return bool(part.box) and all(abs(p - q) <= half + 1e-6 for p, q, half in zip(at, part.at, part.box, strict=True))


def _allowances(body: Body) -> dict[frozenset[int], float]:
    """The depth that listed pairs of bodies may reach, by their numbers."""
    contacts, skeleton = body.tables.contacts, body.tables.skeleton
    names = {name: [mjcf.sided(name, side) for side in mjcf.sides_of(one.paired)] for name, one in skeleton.items()}
    return {
        frozenset((body.model.body(a).id, body.model.body(b).id)): contacts.flesh_mm / 1000
        for one, other in contacts.flesh
        for a in names[one]
        for b in names[other]
    }


def rows(state: State, item: Item) -> Rows:
    """What an item misses, weighted, and how that changes with the hinges."""
    if isinstance(item, Rest):
        return _rest(state, item)
    if isinstance(item, Touch):
        return _touch(state, item)
    if isinstance(item, At):
        off = state.site(item.patch) - goal(state, item)
        return WEIGHT_AT * off, WEIGHT_AT * state.moves(item.patch)
    if isinstance(item, Level):
        axes = ["xyz".index(axis) for axis in item.axes]
        off = (state.site(item.patch) - state.site(item.other))[axes]
        return WEIGHT_LEVEL * off, WEIGHT_LEVEL * (state.moves(item.patch) - state.moves(item.other))[axes]
    if isinstance(item, Face):
        body = state.model.site(item.patch).bodyid[0]
        wanted = -state.surfaces[item.surface].normal
        return _turned(state, body, state.normal(item.patch), wanted, WEIGHT_FACE)
    body = state.model.body(item.body).id
    return _turned(state, body, aimed(state, item), np.array(item.world), WEIGHT_AIM)


def goal(state: State, item: At) -> Array:
    """Where the middle of the patch must be."""
    if not item.surface:
        return np.array(item.point) * state.body.scale
    return state.site(item.surface) + state.radius(item.patch) * state.normal(item.surface)


def aimed(state: State, item: Aim) -> Array:
    """Where the direction points."""
    turned = np.array(state.data.body(item.body).xmat).reshape(3, 3)
    return np.asarray(turned @ np.array(item.local))


def hold(state: State, held: Held) -> Rows:
    """How far a patch has moved along what it rests on; how high it is above that, its resting says."""
    normal = state.surfaces[held.surface].normal
    off, moves = state.site(held.patch) - held.at, state.moves(held.patch)
    return WEIGHT_HOLD * (off - normal @ off * normal), WEIGHT_HOLD * (moves - np.outer(normal, normal @ moves))


def gap(state: State, item: Rest) -> float:
    """How far the skin is above the surface; below 0: in it."""
    surface = state.surfaces[item.surface]
    return float((state.site(item.patch) - surface.at) @ surface.normal - state.radius(item.patch))


def beyond(state: State, item: Rest) -> list[tuple[float, Array]]:
    """How far the patch is past each edge of its surface, with the direction outwards."""
    surface = state.surfaces[item.surface]
    away = state.site(item.patch) - surface.at
    sides = [(float(away @ axis), axis, half) for axis, half in surface.across]
    return [(abs(along) - half, np.sign(along) * axis) for along, axis, half in sides if abs(along) > half]


def _rest(state: State, item: Rest) -> Rows:
    normal, moves = state.surfaces[item.surface].normal, state.moves(item.patch)
    past = beyond(state, item)
    values = [WEIGHT_REST * gap(state, item), *(WEIGHT_LEVEL * far for far, _ in past)]
    lines = [WEIGHT_REST * normal @ moves, *(WEIGHT_LEVEL * axis @ moves for _, axis in past)]
    return np.array(values), np.array(lines)


def apart(state: State, item: Touch) -> Array:
    """From where the patch must be to where it is; for `near` along the line between the two."""
    away = state.site(item.patch) - state.site(item.other)
    reach = state.radius(item.patch) + state.radius(item.other)
    if item.near:
        length = float(np.linalg.norm(away)) or 1e-9
        return away * ((length - reach) / length)
    return away - reach * state.normal(item.other)


def _touch(state: State, item: Touch) -> Rows:
    moves = state.moves(item.patch) - state.moves(item.other)
    if item.near:
        away = state.site(item.patch) - state.site(item.other)
        length = float(np.linalg.norm(away)) or 1e-9
        reach = state.radius(item.patch) + state.radius(item.other)
        return WEIGHT_TOUCH * np.array([length - reach]), WEIGHT_TOUCH * (away / length @ moves)[None, :]
    lever = (state.radius(item.patch) + state.radius(item.other)) * state.normal(item.other)
    turns = state.turns(state.model.site(item.other).bodyid[0])
    return WEIGHT_TOUCH * apart(state, item), WEIGHT_TOUCH * (moves + _cross(lever) @ turns)


def _turned(state: State, body: int, now: Array, wanted: Array, weight: float) -> Rows:
    return weight * (now - wanted), -weight * _cross(now) @ state.turns(body)


def _cross(v: Array) -> Array:
    return np.array([[0.0, -v[2], v[1]], [v[2], 0.0, -v[0]], [-v[1], v[0], 0.0]])


def depths(state: State) -> Iterator[tuple[int, float, float]]:
    """Every contact that sinks in: its number, depth, and what is allowed."""
    contact = state.data.contact
    bodies = state.model.geom_bodyid[contact.geom]
    ordinary = state.body.tables.contacts.ordinary_mm / 1000
    for n in np.flatnonzero(contact.dist < 0.0):
        yield int(n), -float(contact.dist[n]), state.allowed.get(frozenset(bodies[n].tolist()), ordinary)


def sunk(state: State) -> Rows:
    """Rows of the depths that come near their allowance."""
    values, lines, contact = [], [], state.data.contact
    for n, depth, allowed in depths(state):
        if depth > SPARE * allowed:
            one, other = state.model.geom_bodyid[contact.geom[n]]
            normal, at = contact.frame[n, :3], contact.pos[n]
            values.append(WEIGHT_DEEP * (depth - SPARE * allowed))
            lines.append(WEIGHT_DEEP * normal @ (state.at(at, one) - state.at(at, other)))
    return np.array(values), np.array(lines).reshape(-1, state.model.nv)


def outside(state: State, supports: Sequence[str]) -> Array:
    """(AROUND,) how far the centre of mass is beyond its support along each direction; below 0: inside."""
    points = np.array([state.site(one)[:2] for one in supports]) - state.weight()[0][:2]
    return -_soft(points)[0]


def balanced(state: State, supports: Sequence[str]) -> Rows:
    """Rows of the directions in which the centre of mass is beyond its support."""
    if not supports:
        return np.zeros(0), np.zeros((0, state.model.nv))
    centre, moves = state.weight()
    points = np.array([state.site(one)[:2] for one in supports]) - centre[:2]
    reach, shares = _soft(points)
    spread = np.array([(state.moves(one) - moves)[:2] for one in supports])  # (n, 2, nv)
    lines = np.einsum("an,ac,ncv->av", shares, _ROUND, spread)
    out = reach < 0.0
    return -WEIGHT_BALANCE * reach[out], -WEIGHT_BALANCE * lines[out]


_TURN = 2 * np.pi * np.arange(AROUND) / AROUND
_ROUND = np.stack([np.cos(_TURN), np.sin(_TURN)], axis=1)  # (AROUND, 2)


def _soft(points: Array) -> tuple[Array, Array]:
    """How far the points reach along each direction, and the share each point has in that."""
    along = _ROUND @ points.T / SOFT_M
    most = along.max(axis=1, keepdims=True)
    power = np.exp(along - most)
    total = power.sum(axis=1, keepdims=True)
    return SOFT_M * (most + np.log(total))[:, 0], power / total


def root_moved(state: State, start: Array) -> Array:
    """(6,) the pelvis' way from its starting place, as velocities count it."""
    way = np.zeros(state.model.nv)
    mujoco.mj_differentiatePos(state.model, way, 1.0, start, state.data.qpos)
    return way[: ROOT_SIZE - 1]
