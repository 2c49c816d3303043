"""A ball joint of three hinges on its way: where the arm points, and its roll, never the hinges one by one.

Flexion and rotation turn about the same line where the arm points out to the side; hinge by hinge an arm would wind
round itself on its way past there.
"""

import numpy as np

from supple.body import posture
from supple.body.model import Array

# Angles of the right side grow about these directions of y, x and z; the left side turns x and z round.
SIGNS = {"r": np.array([-1.0, -1.0, 1.0]), "l": np.array([-1.0, 1.0, -1.0])}
DOWN = np.array([0.0, 0.0, -1.0])  # where the arm points while all is 0
NONE = 1e-6


def between(one: Array, other: Array, share: float, side: str, limits: Array) -> Array:
    """(3,) flexion, abduction, rotation at this share of the way [rad], `limits` (3, 2) being their ranges."""
    start, end = (posture.turns((SIGNS[side] * angles)[None, :])[0] for angles in (one, other))
    axis, angle = _swing(start @ DOWN, end @ DOWN)
    rolled = (_about(axis, angle) @ start).T @ end
    roll = np.arctan2(rolled[1, 0], rolled[0, 0])
    there = _about(axis, share * angle) @ start @ _about(-DOWN, share * roll)
    return SIGNS[side] * _hinges(there, SIGNS[side] * (one + share * (other - one)), SIGNS[side][:, None] * limits)


def _swing(one: Array, other: Array) -> tuple[Array, float]:
    """The shortest turn from one direction to the other; between opposite ones it goes past the front."""
    axis = np.cross(one, other)
    length = float(np.linalg.norm(axis))
    if length < NONE:
        return np.array([0.0, -1.0, 0.0]), 0.0 if one @ other > 0 else np.pi
    return axis / length, float(np.arctan2(length, one @ other))


def _about(axis: Array, angle: float) -> Array:
    x, y, z = axis
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    turn: Array = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return turn


def _hinges(turn: Array, near: Array, limits: Array) -> Array:
    """Of the ways to write a turn as three hinges the one inside their limits, then the one that is nearest."""
    first = posture.three(turn)
    if np.hypot(turn[0, 2], turn[2, 2]) < NONE:  # the arm points straight out: one line for two hinges
        rest = posture.turns(np.array([[near[0], first[1], 0.0]]))[0].T @ turn
        first = np.array([near[0], first[1], np.arctan2(rest[1, 0], rest[0, 0])])
    low, high = limits.min(axis=1), limits.max(axis=1)
    every = [first, np.array([first[0] + np.pi, np.pi - first[1], first[2] + np.pi])]
    every = [near + (each - near + np.pi) % (2 * np.pi) - np.pi for each in every]
    return min(every, key=lambda each: (round(float(np.abs(each - np.clip(each, low, high)).sum()), 2),
                                        float(np.abs(each - near).sum())))  # fmt: skip
