"""How much a posture asks of the trunk: one of five classes, for ordering only. Newtons stay in this file.

Gravity pulls at every part; the floor and the objects carry. Where more places carry than are needed, the share of each
is open: taken is the one that asks least of the joints, with the floor next to smooth, or else a plank would push its
feet and elbows apart. What is left at the joint between pelvis and lowest ribs is what the trunk's muscles must hold.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import mujoco
import numpy as np
from numpy.typing import NDArray

from supple.body import muscles, solve
from supple.body.model import ROOT_SIZE, Array, Body
from supple.body.pose import FLOOR, At, Rest
from supple.body.residuals import State
from supple.body.solve import Posture

GRAVITY = 9.81
NEAR_M = 0.015  # every patch this near to the floor may carry
ROOT = ROOT_SIZE - 1
BALANCED, SIDEWAYS, ANYHOW = 1e3, 5.0, 2e-3  # weights: standing still, a newton along a surface, a newton at all
UPRIGHT = 0.13  # of the body weight along the spine: sitting and standing, not lying
# What the trunk's muscles of one side hold, in body weights, from which the classes 3, 4 and 5 begin.
BOUNDS = (0.31, 0.55, 1.20)
# Bent forward, ligaments carry a part that this sum does not know of: holding the trunk back never counts as a plank.
# Nor does leaning on furniture or a wall with the arms: how much they carry is open, and people choose the easy way.
MOST_EASED = 3
DRY = 1e-9  # a force below this has left
LIMBS = ("_r", "_l")
ARM = ("hand", "forearm", "upper_arm")
LUMBAR = ("lumbar_flexion", "lumbar_lateral_right", "lumbar_rotation_left")


@dataclass(frozen=True, slots=True)
class Burden:
    """What the trunk bears, in newtons and newton metres; + flexes, bends to the right, turns to the left."""

    weight_n: float
    along_n: float  # along the spine, + presses
    flexion_nm: float
    lateral_nm: float
    rotation_nm: float
    flexion_arm_m: float
    lateral_arm_m: float
    rotation_arm_m: float
    leans: bool  # on furniture or a wall, with the arms

    @property
    def bent(self) -> float:
        """What the muscles of one side hold against bending forward or back, in body weights; the other side helps."""
        return abs(self.flexion_nm) / self.flexion_arm_m / 2 / self.weight_n

    @property
    def aside(self) -> float:
        """What the muscles of one side hold alone against a bend to the side or a turn, in body weights."""
        sideways = abs(self.lateral_nm) / self.lateral_arm_m
        return (sideways + abs(self.rotation_nm) / self.rotation_arm_m) / self.weight_n

    @property
    def level(self) -> int:
        """1 lying, 2 sitting or standing, 3 leaning or lifted, 4 a plank, 5 a side plank."""
        rest = 2 if self.along_n >= UPRIGHT * self.weight_n else 1
        held = 2 + sum(self.bent + self.aside >= bound for bound in BOUNDS)
        if self.leans or (self.flexion_nm < 0 and self.bent > self.aside):
            held = min(held, MOST_EASED)
        return held if held > 2 else rest


def level(solved: Sequence[Posture]) -> int:
    """The class of an exercise: the highest of its postures that are not only passed through."""
    return max(burden(one).level for one in solved if not one.pose.via)


def burden(one: Posture) -> Burden:
    """What the trunk bears in a posture that stays still."""
    body = solve.body_for(one.height_m, tuple(one.pose.objects))
    state = State(body, one.pose.objects)
    state.move(one.qpos)
    given = tuple(pushes(state, one))
    left, forces = held(state, given)
    moment = dict(zip(body.coordinates, left[ROOT:].tolist(), strict=True))
    flexion, lateral, rotation = (moment[name] for name in LUMBAR)
    arms = _arms(body)
    return Burden(
        weight_n=GRAVITY * float(body.model.body_mass[body.model.body_mocapid < 0].sum()),
        along_n=_along(state, given, forces),
        flexion_nm=flexion,
        lateral_nm=lateral,
        rotation_nm=rotation,
        flexion_arm_m=arms[0] if flexion > 0 else arms[1],
        lateral_arm_m=arms[2],
        rotation_arm_m=arms[3],
        leans=_leans(state, one),
    )


@dataclass(frozen=True, slots=True)
class Push:
    """A force that may act on a body at a point, only this way."""

    body: int
    at: Array
    way: Array
    cost: float


def pushes(state: State, one: Posture) -> Iterator[Push]:
    """Every way in which what carries the body may push: out of surfaces, hardly along them, anyhow where it grips."""
    rests = [item for item in one.pose.items if isinstance(item, Rest) and item.surface != FLOOR]
    carried = {item.patch: state.surfaces[item.surface].normal for item in rests}
    aside = ANYHOW if _leans(state, one) else SIDEWAYS
    grips = {item.patch for item in one.pose.items if isinstance(item, At)}
    for name in _patches(state):
        normal = carried.get(name, np.array([0.0, 0.0, 1.0]))
        at = state.site(name) - state.radius(name) * normal
        if name in carried or name in grips or at[2] < NEAR_M:
            number = int(state.model.site(name).bodyid[0])
            yield Push(number, at, normal, ANYHOW)
            if name in grips:
                yield Push(number, at, -normal, ANYHOW)
            for way in _across(normal):
                yield from (Push(number, at, sign * way, ANYHOW if name in grips else aside) for sign in (1, -1))


def _leans(state: State, one: Posture) -> bool:
    """Hands and forearms hold on to furniture and walls, so that the feet push as well: nothing is smooth then."""
    rests = (item.patch for item in one.pose.items if isinstance(item, Rest) and item.surface != FLOOR)
    return any(str(state.model.body(int(state.model.site(name).bodyid[0])).name).startswith(ARM) for name in rests)


def _patches(state: State) -> Iterator[str]:
    for name in (state.model.site(number).name for number in range(state.model.nsite)):
        if name in state.body.tables.patches or name[:-2] in state.body.tables.patches:
            yield name


def _across(normal: Array) -> tuple[Array, Array]:
    other = np.eye(3)[int(np.argmin(np.abs(normal)))]
    one = np.cross(normal, other)
    one /= np.linalg.norm(one)
    return one, np.cross(normal, one)


def held(state: State, given: Sequence[Push]) -> tuple[Array, Array]:
    """What is left to the coordinates to hold, after the six ways of the pelvis, which end at 0; and the pushes [N]."""
    model, need = state.model, np.zeros(state.model.nv)
    for number in range(1, model.nbody):
        if model.body_mocapid[number] < 0:
            need += GRAVITY * model.body_mass[number] * state.at(state.data.xipos[number], number)[2]
    need = _by_coordinate(state.body, need)
    ways = _by_coordinate(state.body, np.array([one.way @ state.at(one.at, one.body) for one in given]).T)
    weigh = np.where(np.arange(len(need)) < ROOT, BALANCED, 1.0)[:, None]
    costs = np.diag([push.cost for push in given])
    forces = _least(np.vstack([weigh * ways, costs]), np.concatenate([weigh[:, 0] * need, np.zeros(len(given))]))
    return need - ways @ forces, forces


def _by_coordinate(body: Body, hinges: Array) -> Array:
    return np.concatenate([hinges[:ROOT], body.spread.T @ hinges[ROOT:]])


def _least(rows: Array, wanted: Array) -> Array:
    """Non-negative least squares after Lawson and Hanson: one variable joins at a time, those below 0 leave."""
    free = np.zeros(rows.shape[1], dtype=bool)
    found = np.zeros(rows.shape[1])
    for _ in range(3 * rows.shape[1]):
        slope = rows.T @ (wanted - rows @ found)
        slope[free] = -np.inf
        if free.all() or slope.max() < 1e-6 * float(np.linalg.norm(wanted)):
            break
        free[int(np.argmax(slope))] = True
        found = _inside(rows, wanted, free, found)
    return found


def _inside(rows: Array, wanted: Array, free: NDArray[np.bool_], found: Array) -> Array:
    while True:
        tried = np.zeros(len(found))
        tried[free] = np.linalg.lstsq(rows[:, free], wanted, rcond=None)[0]
        below = free & (tried <= 0)
        if not below.any():
            return tried
        way = float((found[below] / np.maximum(found[below] - tried[below], 1e-12)).min())
        found = found + way * (tried - found)
        free &= found > DRY
        found = np.where(free, found, 0.0)


def _along(state: State, pushes: Sequence[Push], forces: Array) -> float:
    """The weight above the lowest lumbar joint less what carries it up there, along the pelvis."""
    model, above = state.model, _above(state.model)
    force = -GRAVITY * np.array([0.0, 0.0, 1.0]) * float(model.body_mass[sorted(above)].sum())
    for push, newton in zip(pushes, forces, strict=True):
        if push.body in above:
            force = force + newton * push.way
    return float(-force @ np.array(state.data.body("pelvis").xmat).reshape(3, 3)[:, 2])


def _above(model: mujoco.MjModel) -> set[int]:
    pelvis = model.body("pelvis").id
    above = {n for n in range(model.nbody) if model.body_parentid[n] == pelvis and model.body(n).name[-2:] not in LIMBS}
    for number in range(model.nbody):  # parents come before their children
        if model.body_parentid[number] in above:
            above.add(number)
    return above


@cache
def _arms(body: Body) -> tuple[float, float, float, float]:
    """The longest lever of a muscle on each side of the body's own trunk: flexing, extending, bending, turning."""
    flex, bend, turn = (muscles.arm(body, {}, name) for name in LUMBAR)
    return float(flex.max()), float(-flex.min()), float(bend.max()), float(turn.max())
