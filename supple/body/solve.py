"""Pose -> Posture: the whole way from what a posture must do to the angles that do it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from time import perf_counter

import mujoco
import numpy as np

from supple.body import model, muscles, posture, report, residuals, symmetry
from supple.body.model import ROOT_SIZE, Array, Body
from supple.body.pose import FLOOR, At, Pose, Rest
from supple.body.report import Residual
from supple.body.residuals import Deep, Held, Rows, State
from supple.body.search import Draw, Found, Search

# Per radian: what is named is kept, what is not is drawn to rest. Weaker, and the spine bends to save a finger's width.
NAMED, LOOSE, SPINE, HIP_NECK, REST = 1.5, 0.15, 0.5, 0.3, 0.1
ANCHOR = 0.03  # holds the pelvis to its starting place where nothing else does
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


def solve(pose: Pose, body: Body, nudge: int | None = None, before: Posture | None = None) -> Posture:
    """The posture of a pose, the best of its starting guess and its seeds; `nudge` starts from that seed alone.

    A pose that comes after another keeps its feet where they were: `before` is the other's posture, found here if it is
    not given. The same pose gives the same posture on the same machine. Whether it is good enough is in `unmet`.
    """
    if before is None and pose.after is not None:
        before = solve(pose.after, body)
    began = perf_counter()
    state = State(body, pose.objects)
    seeds = (None, *pose.seeds) if nudge is None else (nudge,)
    tried = [_Solving(pose, state, before, seed).run() for seed in seeds]
    best = min(tried, key=lambda one: one.cost)
    state.move(best.qpos)
    angles = measured(state, best.values)
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


def kept(state: State, before: Posture, pose: Pose) -> tuple[Held, ...]:
    """Where the patches are that rest on the same thing before and now: they stay, unless the pose lets them slide."""
    state.move(before.qpos)
    both = [one for one in before.pose.items if isinstance(one, Rest) and one in pose.items]
    return tuple(Held(one.patch, one.surface, state.site(one.patch)) for one in both if one.patch not in pose.slides)


def strains(body: Body, solved: Posture) -> dict[str, float]:
    """The fibre strain of every muscle in a solved posture."""
    change = (muscles.lengths(body, solved.qpos) - muscles.neutral(body)) / muscles.fibres(body)
    return dict(zip(muscles.names(body), change.tolist(), strict=True))


def measured(state: State, values: Array) -> dict[str, float]:
    """What a goniometer reads: of the spine the totals, of everything else the hinge."""
    read = dict(zip(state.body.coordinates, np.degrees(values).tolist(), strict=True))
    return read | posture.totals(state.body, state.data)


class _Solving:
    """One search for a pose, from its guess or from a seed."""

    def __init__(self, pose: Pose, state: State, before: Posture | None, nudge: int | None) -> None:
        self.pose, self.state, self.body = pose, state, state.body
        self.held = kept(state, before, pose) if before else ()
        low, high = self.body.limits.T
        target = np.clip(posture.shared(self.body, self._wanted()), low, high)
        self.values = target.copy()
        for name, degrees in pose.guess.items():
            place = self.body.index(name)
            self.values[place] = np.clip(np.radians(degrees), low[place], high[place])
        base = self.body.tables.bases[pose.base]
        tilt = np.array([base.roll_deg, base.tip_deg + pose.pitch_deg, 0.0])
        start = self.qpos = self._put(tilt)
        mirror = symmetry.mirror(self.body) if symmetry.symmetric(pose) else None
        if nudge is not None:
            moved, tipped = _nudged(nudge, len(self.values), mirror)
            self.values = np.clip(self.values + moved, low, high)
            self.qpos = self._put(tilt + tipped)
        pull = np.array([self._weight(name) for name in self.body.coordinates])
        self.search = Search(state, self._asked, Draw(start, target, ANCHOR, pull), mirror)

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
        if self.held:
            away[:2] = np.mean([state.site(one.patch) - one.at for one in self.held], axis=0)[:2]
        return np.asarray(away)

    def _asked(self) -> list[Rows]:
        parts = [residuals.rows(self.state, item) for item in self.pose.items]
        parts += [residuals.hold(self.state, one) for one in self.held]
        return [*parts, residuals.sunk(self.state), residuals.balanced(self.state, self.pose.balance)]

    def run(self) -> Found:
        """Searches; where turns of the spine have added up to more than its range, once more inside a little less."""
        search = self.search
        found = search.descend(self.qpos, self.values)
        for _ in range(MOST_TIGHTER):
            self.state.move(found.qpos)
            over = self._over()
            if not over.any():
                break
            search.low, search.high = search.low + np.maximum(-over, 0.0), search.high - np.maximum(over, 0.0)
            values = np.clip(found.values, search.low, search.high)
            qpos = np.concatenate([found.qpos[:ROOT_SIZE], self.body.spread @ values])
            again = search.descend(qpos, values)
            found = replace(again, rounds=found.rounds + again.rounds)
        return found

    def _over(self) -> Array:
        """How far each total of the spine is beyond its range [rad]; below 0: under it."""
        over = np.zeros(len(self.body.coordinates))
        for name, degrees in posture.totals(self.body, self.state.data).items():
            place = self.body.index(name)
            low, high = self.body.limits[place]
            total = np.radians(degrees)
            over[place] = total - np.clip(total, low - HAIR_RAD, high + HAIR_RAD)
        return over


def _nudged(seed: int, count: int, mirror: Array | None) -> tuple[Array, Array]:
    """By chance, how far each angle [rad] and the pelvis [deg] are moved; with a mirror both sides alike."""
    chance = np.random.default_rng(seed)
    moved, tipped = NUDGE_RAD * chance.standard_normal(count), np.degrees(NUDGE_RAD) * chance.standard_normal(3)
    if mirror is not None:
        moved = (moved + mirror[ROOT_SIZE - 1 :, ROOT_SIZE - 1 :] @ moved) / 2
        tipped = tipped * [0.0, 1.0, 0.0]
    return moved, tipped


def _about(axis: int, degrees: float) -> Array:
    """A turn about x, y or z as a quaternion."""
    half = np.radians(degrees) / 2
    turned = np.zeros(4)
    turned[0], turned[axis + 1] = np.cos(half), np.sin(half)
    return turned
