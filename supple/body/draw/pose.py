"""Where every bone of the figure is in a posture: the model's bodies, the fingers, and helpers that turn half-way."""

from dataclasses import dataclass

import mujoco
import numpy as np

from supple.body import mjcf
from supple.body.draw import figure
from supple.body.model import Array, Body

FINGERS = "fingers"


@dataclass(frozen=True, slots=True, eq=False)
class Bones:
    """Attitude and place of every bone; a bone's rest is where it is in the standing body."""

    bodies: tuple[str, ...]  # the bones that are bodies; helpers follow in the arrays
    parents: tuple[str, ...]
    helped: tuple[str, ...]
    turned: Array  # (bones, 3, 3)
    at: Array  # (bones, 3)
    rest: Array  # (bones, 3): the joint in the standing frame, y to the left

    def moved(self, body: str, standing: Array) -> Array:
        """A point of the standing body, y to the left, where it is now."""
        n = self.bodies.index(body)
        now: Array = self.at[n] + (standing - self.rest[n]) @ self.turned[n].T
        return now

    def standing(self, body: str, points: Array) -> Array:
        """The other way round: points of the world in the standing body."""
        n = self.bodies.index(body)
        back: Array = (points - self.at[n]) @ self.turned[n] + self.rest[n]
        return back

    def since(self, binding: "Bones") -> tuple[Array, Array]:
        """(turns, shifts): how every bone has moved since the binding."""
        turns = self.turned @ binding.turned.transpose(0, 2, 1)
        return turns, self.at - np.einsum("nij,nj->ni", turns, binding.at)


def bones(body: Body, data: mujoco.MjData, curls: dict[str, float] | None = None) -> Bones:
    """The bones of a posture whose kinematics are done; `curls`: how far each side's fingers are closed [degrees]."""
    drawn, skeleton = figure.load(), body.tables.skeleton
    names, parents, rest = list[str](), list[str](), list[Array]()
    for one in skeleton.values():
        for side in mjcf.sides_of(one.paired):
            names.append(mjcf.sided(one.id, side))
            above = skeleton[one.parent] if one.parent else one
            parents.append(mjcf.sided(above.id, side if above.paired else ""))
            rest.append(np.array(mjcf.placed(one.at, side)) * body.scale)
    turned = np.array([data.body(name).xmat for name in names]).reshape(-1, 3, 3)
    at = np.array([data.body(name).xpos for name in names])
    plain = Bones(tuple(names), tuple(parents), (), turned, at, np.array(rest))
    whole = _with_fingers(plain, curls or {}, np.array(drawn.knuckles.at) * body.scale)
    return _with_helpers(whole, drawn.helpers)


def _with_fingers(bare: Bones, curls: dict[str, float], knuckles: Array) -> Bones:
    turned, at, rest = list(bare.turned), list(bare.at), list(bare.rest)
    for side in mjcf.SIDES:
        hand = bare.bodies.index(f"hand_{side}")
        joint = np.array(mjcf.placed(tuple(knuckles), side))
        # About the forward axis: fingertips go towards the palm, which faces inwards.
        turn = np.radians(curls.get(side, 0.0)) * (1 if side == "r" else -1)
        turned.append(bare.turned[hand] @ about_x(turn))
        at.append(bare.moved(f"hand_{side}", joint))
        rest.append(joint)
    names = (*bare.bodies, *(f"{FINGERS}_{side}" for side in mjcf.SIDES))
    parents = (*bare.parents, *(f"hand_{side}" for side in mjcf.SIDES))
    return Bones(names, parents, (), np.array(turned), np.array(at), np.array(rest))


def _with_helpers(bare: Bones, helped: tuple[str, ...]) -> Bones:
    each = tuple(f"{name}_{side}" for name in helped for side in mjcf.SIDES)
    own = [bare.bodies.index(name) for name in each]
    above = [bare.bodies.index(bare.parents[n]) for n in own]
    halves = np.array([between(bare.turned[p], bare.turned[n]) for p, n in zip(above, own, strict=True)])
    return Bones(
        bare.bodies,
        bare.parents,
        each,
        np.concatenate([bare.turned, halves]),
        np.concatenate([bare.at, bare.at[own]]),
        np.concatenate([bare.rest, bare.rest[own]]),
    )


def about_x(angle: float) -> Array:
    """A turn about the forward axis [rad]."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def between(one: Array, other: Array) -> Array:
    """The attitude half-way from one to another."""
    quat, half, back = np.zeros(4), np.zeros(9), np.zeros(3)
    mujoco.mju_mat2Quat(quat, (one.T @ other).ravel())
    mujoco.mju_quat2Vel(back, quat, 1.0)
    angle = float(np.linalg.norm(back))
    if angle < 1e-9:
        return one
    mujoco.mju_axisAngle2Quat(quat, back / angle, angle / 2)
    mujoco.mju_quat2Mat(half, quat)
    middle: Array = one @ half.reshape(3, 3)
    return middle


def skinned(points: Array, weights: Array, turns: Array, shifts: Array) -> Array:
    """Linear blend: every point moved by its bones together."""
    blend = weights @ np.concatenate([turns.reshape(-1, 9), shifts], axis=1)  # (n, 12)
    moved: Array = np.einsum("nij,nj->ni", blend[:, :9].reshape(-1, 3, 3), points) + blend[:, 9:]
    return moved
