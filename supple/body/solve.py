"""Pose -> Posture: the whole way from what a posture must do to the angles that do it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from time import perf_counter

import mujoco
import numpy as np

from supple.body import model, muscles, posture, report, residuals
from supple.body.model import ROOT_SIZE, Array, Body
from supple.body.pose import FLOOR, At, Pose, Rest
from supple.body.report import Residual
from supple.body.residuals import Deep, State

ROOT = ROOT_SIZE - 1  # the pelvis moves in six ways, though qpos writes it in seven numbers
# Per radian: what is named is kept, what is not is drawn to rest. Weaker, and the spine bends to save a finger's width.
NAMED, LOOSE, SPINE, HIP_NECK, REST = 1.5, 0.15, 0.5, 0.3, 0.1
ANCHOR = 0.03  # holds the pelvis to its starting place where nothing else does
MOST_ROUNDS = 200
SAME = 1e-4  # a step that gains less than this share has arrived ...
SETTLED = 3  # ... when that happens this often in a row
DAMPING, SOFTER, HARDER, HARDEST = 1e-2, 0.4, 5.0, 1e6
MOST_FREEZES = 6
MOST_TIGHTER = 4
HAIR_RAD = 1e-3
NUDGE_RAD = 0.25  # how far a seed moves every angle of the starting guess


@dataclass(frozen=True, slots=True)
class Posture:
    """A solved pose: angles as a goniometer reads them, and how well each item was met."""

    pose: Pose
    height_m: float
    angles: dict[str, float]
    qpos: Array
    residuals: tuple[Residual, ...]
    deep: tuple[Deep, ...]
    cost: float
    rounds: int
    ms: float

    @property
    def unmet(self) -> tuple[str, ...]:
        """One sentence for each item beyond its tolerance; none: the posture is good."""
        return tuple(one.text for one in self.residuals if not one.met)


@lru_cache(maxsize=32)
def body_for(height_m: float, objects: tuple[str, ...], stiff: bool = False) -> Body:
    """The body that a pose with these objects is solved on, made once."""
    return model.build(height_m, stiff, objects)


def solve(pose: Pose, body: Body, nudge: int | None = None) -> Posture:
    """The posture of a pose, the best of its starting guess and its seeds; `nudge` starts from that seed alone.

    The same pose gives the same posture on the same machine. Whether it is good enough is in `unmet`.
    """
    began = perf_counter()
    state = State(body, pose.objects)
    seeds = (None, *pose.seeds) if nudge is None else (nudge,)
    tried = [_Search(pose, state, seed).run() for seed in seeds]
    best = min(tried, key=lambda one: one.cost)
    state.move(best.qpos)
    angles = _angles(state, best.values)
    met = (*report.residuals_of(state, pose, angles), *report.sinking(state))
    return Posture(
        pose=pose,
        height_m=body.height_m,
        angles=angles,
        qpos=best.qpos,
        residuals=met,
        deep=tuple(report.deep(state)),
        cost=best.cost,
        rounds=sum(one.rounds for one in tried),
        ms=(perf_counter() - began) * 1000,
    )


def strains(body: Body, solved: Posture) -> dict[str, float]:
    """The fibre strain of every muscle in a solved posture."""
    change = (muscles.lengths(body, solved.qpos) - muscles.neutral(body)) / muscles.fibres(body)
    return dict(zip(muscles.names(body), change.tolist(), strict=True))


def _angles(state: State, values: Array) -> dict[str, float]:
    """What a goniometer reads: of the spine the totals, of everything else the hinge."""
    read = dict(zip(state.body.coordinates, np.degrees(values).tolist(), strict=True))
    return read | posture.totals(state.body, state.data)


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a search ended."""

    qpos: Array
    values: Array
    cost: float
    rounds: int


class _Search:
    """Levenberg-Marquardt inside the joints' limits: a step is taken only if it makes the whole smaller."""

    def __init__(self, pose: Pose, state: State, nudge: int | None) -> None:
        self.pose, self.state, self.body = pose, state, state.body
        self.low, self.high = self.body.limits.T
        self.target = np.clip(posture.shared(self.body, self._wanted()), self.low, self.high)
        self.pull = np.array([self._weight(name) for name in self.body.coordinates])
        self.values = self.target.copy()
        for name, degrees in pose.guess.items():
            place = self.body.index(name)
            self.values[place] = np.clip(np.radians(degrees), self.low[place], self.high[place])
        base = self.body.tables.bases[pose.base]
        tilt = np.array([base.roll_deg, base.tip_deg + pose.pitch_deg, 0.0])
        self.start = self.qpos = self._put(tilt)
        if nudge is not None:
            chance = np.random.default_rng(nudge)
            moved = self.values + NUDGE_RAD * chance.standard_normal(len(self.values))
            self.values = np.clip(moved, self.low, self.high)
            self.qpos = self._put(tilt + np.degrees(NUDGE_RAD) * chance.standard_normal(3))

    def _wanted(self) -> Array:
        """The angles of the pose; of its base where it names none."""
        base = muscles.both(self.body, self.body.tables.bases[self.pose.base].angles)
        wanted = np.zeros(len(self.body.coordinates))
        for name, degrees in (base | self.pose.angles).items():
            wanted[self.body.index(name)] = np.radians(degrees)
        return wanted

    def _weight(self, name: str) -> float:
        if name in self.pose.angles:
            return LOOSE if name in self.pose.loose else NAMED
        if name.startswith(("lumbar", "thoracic")):
            return SPINE
        return HIP_NECK if name.startswith(("hip", "neck")) else REST

    def _put(self, tilt: Array) -> Array:
        """The starting guess, tipped as its base says and brought to what it rests on."""
        qpos = posture.from_coordinates(self.body, self.values)
        roll, tip, turn = (_about(axis, degrees) for axis, degrees in enumerate(tilt))
        quat = np.zeros(4)
        mujoco.mju_mulQuat(quat, turn, roll)
        mujoco.mju_mulQuat(qpos[3:7], quat, tip)
        self.state.move(qpos)
        qpos[:3] -= self._away()
        return qpos

    def _away(self) -> Array:
        """How far what rests is from where it rests, on average; the floor counts in height only."""
        state, far = self.state, []
        for one in self.pose.items:
            if isinstance(one, At):
                far.append(state.site(one.patch) - residuals.goal(state, one))
            elif isinstance(one, Rest) and one.surface != FLOOR:
                surface = state.surfaces[one.surface]
                far.append(state.site(one.patch) - state.site(one.surface) - state.radius(one.patch) * surface.normal)
        low = [residuals.gap(state, one) for one in self.pose.items if isinstance(one, Rest) and one.surface == FLOOR]
        away = np.mean(far, axis=0) if far else np.zeros(3)
        if low:
            away[2] = min(*low, away[2]) if far else min(low)  # rather above what it rests on than caught below
        return np.asarray(away)

    def run(self) -> _Found:
        """Searches; where turns of the spine have added up to more than its range, once more inside a little less."""
        found = self._descend()
        for _ in range(MOST_TIGHTER):
            self.state.move(found.qpos)
            over = self._over()
            if not over.any():
                break
            self.low, self.high = self.low + np.maximum(-over, 0.0), self.high - np.maximum(over, 0.0)
            self.values = np.clip(found.values, self.low, self.high)
            self.qpos = self.qpos.copy()
            self.qpos[ROOT_SIZE:] = self.body.spread @ self.values
            again = self._descend()
            found = replace(again, rounds=found.rounds + again.rounds)
        return found

    def _over(self) -> Array:
        """How far each total of the spine is beyond its range [rad]; below 0: under it."""
        over = np.zeros(len(self.values))
        for name, degrees in posture.totals(self.body, self.state.data).items():
            place = self.body.index(name)
            low, high = self.body.limits[place]
            total = np.radians(degrees)
            over[place] = total - np.clip(total, low - HAIR_RAD, high + HAIR_RAD)
        return over

    def _descend(self) -> _Found:
        """Steps until three in a row gain next to nothing."""
        damping, still, rounds = DAMPING, 0, 0
        cost, grade, curve = self._look(self.qpos, self.values)
        while rounds < MOST_ROUNDS and still < SETTLED and damping < HARDEST:
            rounds += 1
            step = self._step(grade, curve + damping * np.eye(len(grade)))
            qpos, values = self._moved(step)
            looked = self._look(qpos, values)
            if looked[0] < cost:
                still = still + 1 if cost - looked[0] < SAME * cost else 0
                self.qpos, self.values, damping = qpos, values, damping * SOFTER
                cost, grade, curve = looked
            else:
                damping *= HARDER
        return _Found(self.qpos, self.values, cost, rounds)

    def _look(self, qpos: Array, values: Array) -> tuple[float, Array, Array]:
        """Cost, half its gradient and its curvature, over the pelvis' six ways and the coordinates."""
        self.state.move(qpos)
        parts = [residuals.rows(self.state, item) for item in self.pose.items]
        parts += [residuals.sunk(self.state), residuals.balanced(self.state, self.pose.balance)]
        off = np.concatenate([part[0] for part in parts])
        lines = np.concatenate([part[1] for part in parts])
        slope = np.concatenate([lines[:, :ROOT], lines[:, ROOT:] @ self.body.spread], axis=1)
        drawn = np.concatenate([np.full(ROOT, ANCHOR), self.pull])
        way = drawn * np.concatenate([residuals.root_moved(self.state, self.start), values - self.target])
        curve = slope.T @ slope + np.diag(drawn**2)
        return float(off @ off + way @ way), slope.T @ off + drawn * way, curve

    def _step(self, grade: Array, curve: Array) -> Array:
        """The step that solves the damped problem; coordinates that would leave their range stop at its end."""
        low = np.concatenate([np.full(ROOT, -np.inf), self.low - self.values])
        high = np.concatenate([np.full(ROOT, np.inf), self.high - self.values])
        step, free = np.zeros(len(grade)), np.ones(len(grade), dtype=bool)
        for _ in range(MOST_FREEZES):
            rest = grade[free] + curve[np.ix_(free, ~free)] @ step[~free]
            step[free] = -np.linalg.solve(curve[np.ix_(free, free)], rest)
            out = free & ((step < low) | (step > high))
            if not out.any():
                break
            step = np.clip(step, low, high)
            free &= ~out
        return np.clip(step, low, high)

    def _moved(self, step: Array) -> tuple[Array, Array]:
        values = np.clip(self.values + step[ROOT:], self.low, self.high)
        way = np.zeros(self.body.model.nv)
        way[:ROOT] = step[:ROOT]
        qpos = self.qpos.copy()
        mujoco.mj_integratePos(self.body.model, qpos, way, 1.0)
        qpos[ROOT_SIZE:] = self.body.spread @ values
        return qpos, values


def _about(axis: int, degrees: float) -> Array:
    """A turn about x, y or z as a quaternion."""
    half = np.radians(degrees) / 2
    turned = np.zeros(4)
    turned[0], turned[axis + 1] = np.cos(half), np.sin(half)
    return turned
