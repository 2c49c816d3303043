"""The way from one key pose to the next: frames between two postures, in which what rests stays where it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import mujoco
import numpy as np

from supple.body import residuals, shoulder, symmetry
from supple.body.model import ROOT_SIZE, Array, Body
from supple.body.pose import Rest, Touch
from supple.body.residuals import Held, Rows, State
from supple.body.search import Draw, Search
from supple.body.solve import Posture, measured
from supple.core.errors import InputError

FRAMES = 12
CORRECTIONS = 12  # rounds a frame gets: it starts where it should be, and only has to be put right
DRAWN, DRAWN_ROOT = 1.0, 3.0  # per radian and per metre: frames keep to the straight way where nothing is in it
KEPT = 2.0  # against the depths that push it away, what rests counts more than in a key pose
SHOULDER = ("shoulder_flexion", "shoulder_abduction", "shoulder_rotation")


@dataclass(frozen=True, slots=True)
class Frame:
    """One moment of a movement: `progress` is 0 at its start and 1 at its end."""

    progress: float
    angles: dict[str, float]  # as a goniometer reads them [deg]
    qpos: Array

    @property
    def root(self) -> tuple[float, ...]:
        """Where the pelvis is [m] and how it is turned, a quaternion that begins with its real part."""
        return tuple(self.qpos[:ROOT_SIZE].tolist())


@dataclass(frozen=True, slots=True)
class Way:
    """A movement, and the worst of it: how far what rests strayed, and how deep bodies sank into each other."""

    frames: tuple[Frame, ...]
    drift_m: float
    ordinary_m: float  # the deepest of pairs that only touch
    flesh_m: float  # the deepest of pairs whose flesh gives way


def between(one: Posture, other: Posture, body: Body, frames: int = FRAMES) -> Way:
    """The movement from one posture to another of the same form. InputError where objects would have to move too."""
    if one.pose.objects != other.pose.objects:
        raise InputError(other.pose.shown, f"objects do not stand where they do in {one.pose.shown}")
    moving = _Moving(one, other, body)
    steps = [float(progress) for progress in np.linspace(0.0, 1.0, frames)]
    start, end = Frame(0.0, one.angles, one.qpos), Frame(1.0, other.angles, other.qpos)
    onwards = list(accumulate(steps[1:-1], moving.frame, initial=start))
    back = list(accumulate(steps[-2:0:-1], moving.frame, initial=end))[::-1]
    return moving.way(_joined([*onwards, end], [start, *back]))


def _joined(onwards: Sequence[Frame], back: Sequence[Frame]) -> list[Frame]:
    """Frames made from the start, then those made from the end, where the two are nearest to each other.

    From one end alone a limb may be held up by what it would have to pass, and leap at the last.
    """
    gaps = [np.linalg.norm(back[n].qpos - onwards[n - 1].qpos) for n in range(1, len(back))]
    place = 1 + int(np.argmin(np.round(gaps, 6)))
    return [*onwards[:place], *back[place:]]


class _Moving:
    """Holds the two ends while the frames between them are made."""

    def __init__(self, one: Posture, other: Posture, body: Body) -> None:
        self.one, self.other, self.body = one, other, body
        self.state = State(body, one.pose.objects)
        alike = symmetry.symmetric(one.pose) and symmetry.symmetric(other.pose)
        self.mirror = symmetry.mirror(body) if alike else None
        self.items = [item for item in one.pose.items if item in other.pose.items]
        self.starts, self.ends = self.resting(one), self.resting(other)
        self.back = np.asarray(np.linalg.pinv(body.spread))  # from hinges to the coordinates that they follow
        self.values = [self.back @ each.qpos[ROOT_SIZE:] for each in (one, other)]
        self.apart = np.zeros(body.model.nv)
        mujoco.mj_differentiatePos(body.model, self.apart, 1.0, one.qpos, other.qpos)

    def resting(self, at: Posture) -> dict[str, Held]:
        """Where what rests at both ends is at one of them."""
        self.state.move(at.qpos)
        resting = [item for item in self.items if isinstance(item, Rest)]
        return {item.patch: Held(item.patch, item.surface, self.state.site(item.patch)) for item in resting}

    def frame(self, last: Frame, progress: float) -> Frame:
        """As far on from the last frame as the straight way goes on meanwhile, and then put right."""
        values, qpos = self.straight(progress)
        before, _ = self.straight(last.progress)
        draw = Draw(qpos, values, DRAWN_ROOT, np.full(len(values), DRAWN))
        held = [self.held(patch, progress) for patch in self.starts]
        start = np.clip(self.back @ last.qpos[ROOT_SIZE:] + values - before, *self.body.limits.T)
        there = self.put(last.qpos, progress - last.progress, start)
        found = Search(self.state, lambda: self.asked(held), draw, self.mirror).descend(there, start, CORRECTIONS)
        self.state.move(found.qpos)
        return Frame(progress, measured(self.state, found.values), found.qpos)

    def put(self, qpos: Array, share: float, values: Array) -> Array:
        """The pelvis this share of the way further, with these angles."""
        there = qpos.copy()
        mujoco.mj_integratePos(self.body.model, there, self.apart, share)
        there[ROOT_SIZE:] = self.body.spread @ values
        return there

    def straight(self, progress: float) -> tuple[Array, Array]:
        """The shortest way: the pelvis and each angle at its share, an arm where it points."""
        one, other = self.values
        values = one + progress * (other - one)
        for side in shoulder.SIGNS:
            places = [self.body.index(f"{name}_{side}") for name in SHOULDER]
            limits = self.body.limits[places]
            values[places] = shoulder.between(one[places], other[places], progress, side, limits)
        values = np.clip(values, *self.body.limits.T)
        return values, self.put(self.one.qpos, progress, values)

    def held(self, patch: str, progress: float) -> Held:
        one, other = self.starts[patch], self.ends[patch]
        return Held(patch, one.surface, one.at + progress * (other.at - one.at))

    def asked(self, held: Sequence[Held]) -> list[Rows]:
        """What both ends ask for, what rests at its place, and nothing too deep in anything."""
        parts = [residuals.rows(self.state, item) for item in self.items]
        parts += [residuals.hold(self.state, one) for one in held]
        return [*((KEPT * off, KEPT * lines) for off, lines in parts), residuals.sunk(self.state)]

    def way(self, frames: Sequence[Frame]) -> Way:
        drift, ordinary, flesh = 0.0, 0.0, 0.0
        for frame in frames:
            self.state.move(frame.qpos)
            drift = max(drift, *self.strayed(), 0.0)
            for _, depth, allowed in residuals.depths(self.state):
                if allowed > self.body.tables.contacts.ordinary_mm / 1000:
                    flesh = max(flesh, depth)
                else:
                    ordinary = max(ordinary, depth)
        return Way(tuple(frames), drift, ordinary, flesh)

    def strayed(self) -> Iterator[float]:
        """How far each contact that both ends share is from where it began; what slides is not meant."""
        for patch, start in self.starts.items():
            if patch not in self.other.pose.slides:
                yield float(np.linalg.norm(self.state.site(patch) - start.at))
        for item in self.items:
            if isinstance(item, Touch):
                yield float(np.linalg.norm(residuals.apart(self.state, item)))
