"""Levenberg-Marquardt inside the joints' limits: finds a posture, and keeps the frames of a movement right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import mujoco
import numpy as np

from supple.body import residuals
from supple.body.model import ROOT_SIZE, Array
from supple.body.residuals import Rows, State

ROOT = ROOT_SIZE - 1  # the pelvis moves in six ways, though qpos writes it in seven numbers
MOST_ROUNDS = 200
SAME = 1e-4  # a step that gains less than this share has arrived ...
SETTLED = 3  # ... when that happens this often in a row
DAMPING, SOFTER, HARDER, HARDEST = 1e-2, 0.4, 5.0, 1e6
MOST_FREEZES = 6

Asked: TypeAlias = Callable[[], Sequence[Rows]]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a search ended."""

    qpos: Array
    values: Array
    cost: float
    rounds: int


@dataclass(frozen=True, slots=True)
class Draw:
    """Where a posture is drawn to while nothing else is asked, and how strongly, per metre and radian."""

    qpos: Array  # of the pelvis only its place counts
    values: Array  # (nc,)
    root: float
    pull: Array  # (nc,)


class Search:
    """A step is taken only if it makes the whole smaller; `asked` gives the rows of the posture the state is in."""

    def __init__(self, state: State, asked: Asked, draw: Draw, mirror: Array | None = None) -> None:
        """With a mirror (symmetry.mirror) every step is the same on both sides."""
        self.state, self.body, self.asked, self.draw, self.mirror = state, state.body, asked, draw, mirror
        self.low, self.high = self.body.limits.T

    def descend(self, qpos: Array, values: Array, most_rounds: int = MOST_ROUNDS) -> Found:
        """Steps until three in a row gain next to nothing."""
        damping, still, rounds = DAMPING, 0, 0
        cost, grade, curve = self._look(qpos, values)
        while rounds < most_rounds and still < SETTLED and damping < HARDEST:
            rounds += 1
            step = self._step(values, grade, curve + damping * np.eye(len(grade)))
            there = self._moved(qpos, values, step)
            looked = self._look(*there)
            if looked[0] < cost:
                still = still + 1 if cost - looked[0] < SAME * cost else 0
                (qpos, values), damping = there, damping * SOFTER
                cost, grade, curve = looked
            else:
                damping *= HARDER
        return Found(qpos, values, cost, rounds)

    def _look(self, qpos: Array, values: Array) -> tuple[float, Array, Array]:
        """Cost, half its gradient and its curvature, over the pelvis' six ways and the coordinates."""
        self.state.move(qpos)
        parts = self.asked()
        off = np.concatenate([part[0] for part in parts])
        lines = np.concatenate([part[1] for part in parts])
        slope = np.concatenate([lines[:, :ROOT], lines[:, ROOT:] @ self.body.spread], axis=1)
        drawn = np.concatenate([np.full(ROOT, self.draw.root), self.draw.pull])
        way = drawn * np.concatenate([residuals.root_moved(self.state, self.draw.qpos), values - self.draw.values])
        curve = slope.T @ slope + np.diag(drawn**2)
        return float(off @ off + way @ way), slope.T @ off + drawn * way, curve

    def _step(self, values: Array, grade: Array, curve: Array) -> Array:
        """The step that solves the damped problem; coordinates that would leave their range stop at its end."""
        low = np.concatenate([np.full(ROOT, -np.inf), self.low - values])
        high = np.concatenate([np.full(ROOT, np.inf), self.high - values])
        step, free = np.zeros(len(grade)), np.ones(len(grade), dtype=bool)
        for _ in range(MOST_FREEZES):
            rest = grade[free] + curve[np.ix_(free, ~free)] @ step[~free]
            step[free] = -np.linalg.solve(curve[np.ix_(free, free)], rest)
            out = free & ((step < low) | (step > high))
            if not out.any():
                break
            step = np.clip(step, low, high)
            free &= ~out
        step = np.clip(step, low, high)
        return step if self.mirror is None else (step + self.mirror @ step) / 2

    def _moved(self, qpos: Array, values: Array, step: Array) -> tuple[Array, Array]:
        values = np.clip(values + step[ROOT:], self.low, self.high)
        way = np.zeros(self.body.model.nv)
        way[:ROOT] = step[:ROOT]
        qpos = qpos.copy()
        mujoco.mj_integratePos(self.body.model, qpos, way, 1.0)
        qpos[ROOT_SIZE:] = self.body.spread @ values
        return qpos, values
