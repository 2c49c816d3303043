"""An arm's way: where it points and its roll, whatever the three hinges do meanwhile."""

from itertools import pairwise

import mujoco
import numpy as np
import pytest

from supple.body import posture, shoulder
from supple.body.model import ROOT_SIZE, Array, Body

NAMES = ("shoulder_flexion", "shoulder_abduction", "shoulder_rotation")
ENDS = [
    ((0, 8, 0), (0, 8, 0)),
    ((10, 20, -30), (90, 10, 20)),
    ((0, 8, 0), (0, 172, 0)),
    ((0, 80, 0), (0, 100, 0)),
    ((20, 85, 30), (-20, 95, -40)),
    ((0, 90, 10), (90, 0, 0)),
    ((-40, 10, 0), (170, 5, 30)),
    ((0, 0, 0), (180, 0, 0)),
]
EVERY = pytest.mark.parametrize(("one", "other"), ENDS, ids=[f"{one}-{other}" for one, other in ENDS])
BOTH = pytest.mark.parametrize("side", "rl")


def arm(body: Body, angles: Array, side: str) -> Array:
    """How the upper arm is turned, by the model itself."""
    values = np.zeros(len(body.coordinates))
    values[[body.index(f"{name}_{side}") for name in NAMES]] = angles
    data = mujoco.MjData(body.model)
    data.qpos[ROOT_SIZE:] = body.spread @ values
    mujoco.mj_kinematics(body.model, data)
    return np.array(data.body(f"upper_arm_{side}").xmat).reshape(3, 3)


def way(body: Body, one: tuple[float, ...], other: tuple[float, ...], side: str) -> list[Array]:
    limits = body.limits[[body.index(f"{name}_{side}") for name in NAMES]]
    return [
        shoulder.between(np.radians(one), np.radians(other), share, side, limits) for share in np.linspace(0, 1, 21)
    ]


@EVERY
@BOTH
def test_it_begins_and_ends_where_it_should(
    body: Body, one: tuple[float, ...], other: tuple[float, ...], side: str
) -> None:
    angles = way(body, one, other, side)
    assert arm(body, angles[0], side) == pytest.approx(arm(body, np.radians(one), side), abs=1e-6)
    assert arm(body, angles[-1], side) == pytest.approx(arm(body, np.radians(other), side), abs=1e-6)


@EVERY
@BOTH
def test_the_arm_points_along_the_shortest_way_in_even_steps(
    body: Body, one: tuple[float, ...], other: tuple[float, ...], side: str
) -> None:
    pointing = np.array([arm(body, angles, side) @ shoulder.DOWN for angles in way(body, one, other, side)])
    steps = np.degrees(np.arccos(np.clip((pointing[1:] * pointing[:-1]).sum(axis=1), -1, 1)))
    whole = np.degrees(np.arccos(np.clip(pointing[0] @ pointing[-1], -1, 1)))
    assert steps == pytest.approx(np.full(20, whole / 20), abs=0.01)


@EVERY
@BOTH
def test_the_arm_never_winds_round_itself(
    body: Body, one: tuple[float, ...], other: tuple[float, ...], side: str
) -> None:
    """No step turns the arm by more than its share of the longest turn there is."""
    turned = [arm(body, angles, side) for angles in way(body, one, other, side)]
    assert max(turning(turned)) < 360 / 20


@BOTH
def test_hinge_by_hinge_it_would_wind(body: Body, side: str) -> None:
    """The reason for all this: past the line where flexion and rotation are one, hinges undo each other."""
    one, other = (90.0, 80.0, -90.0), (-60.0, 100.0, 90.0)
    hinges = [np.radians(one) + share * np.radians(np.subtract(other, one)) for share in np.linspace(0, 1, 21)]
    wound = sum(turning([arm(body, angles, side) for angles in hinges]))
    ours = sum(turning([arm(body, angles, side) for angles in way(body, one, other, side)]))
    assert wound > 2 * ours


def turning(turned: list[Array]) -> list[float]:
    """How far each turn is from the one before it [deg]."""
    cosines = [(np.trace(one.T @ other) - 1) / 2 for one, other in pairwise(turned)]
    return [float(np.degrees(np.arccos(np.clip(cosine, -1, 1)))) for cosine in cosines]


def test_both_sides_go_the_same_way(body: Body) -> None:
    for one, other in ENDS:
        right, left = (np.array(way(body, one, other, side)) for side in "rl")
        assert right == pytest.approx(left, abs=1e-9)
    assert posture.mirror({"shoulder_flexion_r": 1.0}) == {"shoulder_flexion_l": 1.0}
