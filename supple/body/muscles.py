"""What a posture does to every muscle: length, strain of its fibres, share of its own range, moment arms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import mujoco
import numpy as np

from supple.body import mjcf, posture
from supple.body.model import Array, Body
from supple.body.tables import EndRange

# Half the step of the difference that a moment arm is read from; lengths are smooth, so this is exact to micrometres.
STEP_RAD = 1e-4
# A muscle that no test lengthens by more than this has no range to take a share of.
NO_RANGE_M = 1e-3


@dataclass(frozen=True, slots=True)
class Effect:
    """One muscle in one posture. Geometry of an average body: nothing here says how strong a stretch feels."""

    length_m: float
    length_rel: float  # over the neutral length
    fibre_strain: float  # (length - neutral) / optimal fibre length
    share: float  # of the way from neutral to its longest in the clinical end-range postures
    moment_arm_m: dict[str, float]  # of each coordinate asked for: -dL/dq


def names(body: Body) -> tuple[str, ...]:
    """Every muscle with its side, in the order of the arrays of this module."""
    return tuple(body.model.tendon(number).name for number in range(body.model.ntendon))


def lengths(body: Body, qpos: Array) -> Array:
    """The length of every muscle in metres."""
    data = _data(body)
    data.qpos[:] = qpos
    mujoco.mj_kinematics(body.model, data)
    mujoco.mj_comPos(body.model, data)  # mj_tendon reads what this leaves behind
    mujoco.mj_tendon(body.model, data)
    return np.array(data.ten_length)


def effects(body: Body, angles: Mapping[str, float], moment_arms: Iterable[str] = ()) -> dict[str, Effect]:
    """Every muscle in the posture with these angles [degrees]. Raises InputError for an unknown angle."""
    length, rest = lengths(body, posture.qpos(body, angles)), neutral(body)
    strains = (length - rest) / fibres(body)
    arms = {coordinate: arm(body, angles, coordinate) for coordinate in moment_arms}
    ranges = shares(body, length)
    return {
        name: Effect(
            length_m=float(length[n]),
            length_rel=float(length[n] / rest[n]),
            fibre_strain=float(strains[n]),
            share=float(ranges[n]),
            moment_arm_m={coordinate: float(each[n]) for coordinate, each in arms.items()},
        )
        for n, name in enumerate(names(body))
    }


def arm(body: Body, angles: Mapping[str, float], coordinate: str) -> Array:
    """The moment arm of every muscle about a coordinate, -dL/dq in metres: + where pulling raises the angle."""
    body.index(coordinate)
    step = np.degrees(STEP_RAD)
    at = angles.get(coordinate, 0.0)
    more, less = (lengths(body, posture.qpos(body, {**angles, coordinate: at + sign * step})) for sign in (1.0, -1.0))
    return (less - more) / (2 * STEP_RAD)


@cache
def neutral(body: Body) -> Array:
    """The length of every muscle in the anatomical position."""
    return lengths(body, posture.qpos(body, {}))


@cache
def fibres(body: Body) -> Array:
    """The optimal fibre length of every muscle, grown with the body."""
    muscles = body.tables.muscles
    return np.array([muscles[name[:-2]].fibre_m * body.scale for name in names(body)])


@cache
def longest(body: Body) -> Array:
    """The longest that every muscle gets in the clinical end-range postures of its own side."""
    each, most = names(body), neutral(body).copy()
    for test in body.tables.end_range.values():
        tested = lengths(body, posture.qpos(body, both(body, test.angles)))
        counts = np.array([_is_tested(body, name, test) for name in each])
        most = np.where(counts, np.maximum(most, tested), most)
    return np.array([most[each.index(f"{name[:-2]}_r")] for name in each])


def _is_tested(body: Body, name: str, test: EndRange) -> bool:
    return not test.groups or body.tables.muscles[name[:-2]].group in test.groups


def both(body: Body, angles: Mapping[str, float]) -> dict[str, float]:
    """Angles of a table, which have no side, put on both sides."""
    coordinates = body.tables.coordinates
    return {
        mjcf.sided(name, side): degrees
        for name, degrees in angles.items()
        for side in mjcf.sides_of(name in coordinates and coordinates[name].paired)
    }


def shares(body: Body, length: Array) -> Array:
    """How much of its own range every muscle uses at this length."""
    rest, most = neutral(body), longest(body)
    room = most - rest
    used = np.clip(length - rest, 0.0, None)  # a muscle shorter than at rest uses none of it
    return np.where(room > NO_RANGE_M, used / np.maximum(room, NO_RANGE_M), 0.0)


@cache
def _data(body: Body) -> mujoco.MjData:
    """One workspace for each body; every call writes all it reads."""
    return mujoco.MjData(body.model)
