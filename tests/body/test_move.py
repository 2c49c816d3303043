"""From every key pose to the next: what rests stays, nothing sinks in, nothing leaps, and every cut says why."""

from dataclasses import replace
from functools import cache

import mujoco
import numpy as np
import pytest

from supple.body import move, posture, residuals, solve
from supple.body.model import Array
from supple.body.move import Way
from supple.body.pose import Rest
from supple.body.residuals import State
from supple.core.errors import InputError
from tests.body.posed import HEIGHTS, POSES
from tests.body.posed import posture as solved

DRIFT_M, ORDINARY_M, FLESH_M = 0.010, 0.015, 0.030
# No joint's centre covers more in a frame than this share of the longest way that any covers; even frames: an eleventh.
LEAP, LEAP_M = 0.35, 0.15
# And what covers less than a hand's length in a frame is no leap.
BEFORE = {name: f"{name.split('.')[0]}.{pose.after.shown}" for name, pose in POSES.items() if pose.after}
CUTS = {name: pose.cut for name, pose in POSES.items() if pose.cut}
EVERY = pytest.mark.parametrize("name", BEFORE)
TALL = pytest.mark.parametrize("height", HEIGHTS)


@cache
def way(name: str, height: float = 1.70) -> Way:
    """The movement that leads to a pose."""
    body = solve.body_for(height, tuple(POSES[name].objects))
    return move.between(solved(BEFORE[name], height), solved(name, height), body)


def joints(name: str, height: float) -> Array:
    """(frames, bodies, 3): where every joint is, frame by frame."""
    state = State(solve.body_for(height, tuple(POSES[name].objects)), POSES[name].objects)
    places = []
    for frame in way(name, height).frames:
        state.move(frame.qpos)
        places.append(state.data.xpos[1:].copy())
    return np.array(places)


@EVERY
@TALL
def test_what_rests_at_both_ends_stays_where_it_is(name: str, height: float) -> None:
    assert way(name, height).drift_m <= DRIFT_M


@EVERY
@TALL
def test_nothing_sinks_in_deeper_than_it_may_on_the_way(name: str, height: float) -> None:
    assert way(name, height).ordinary_m <= ORDINARY_M
    assert way(name, height).flesh_m <= FLESH_M


@EVERY
@TALL
def test_nothing_leaps(name: str, height: float) -> None:
    steps = np.linalg.norm(np.diff(joints(name, height), axis=0), axis=2)
    assert steps.max() <= max(LEAP * steps.sum(axis=0).max(), LEAP_M)


@EVERY
def test_it_begins_and_ends_in_the_key_poses(name: str) -> None:
    frames = way(name).frames
    assert len(frames) == move.FRAMES
    assert [frame.progress for frame in frames] == pytest.approx(np.linspace(0, 1, move.FRAMES))
    for frame, end in ((frames[0], solved(BEFORE[name])), (frames[-1], solved(name))):
        assert frame.angles == end.angles and frame.root == tuple(end.qpos[:7])


@EVERY
def test_its_frames_are_postures_inside_the_joints_ranges(name: str) -> None:
    body = solve.body_for(1.70, tuple(POSES[name].objects))
    low, high = np.degrees(body.limits.T)
    for frame in way(name).frames:
        # Totals of the spine may add up to a little more than its levels' ranges; the rest may not.
        over = {one: degrees for n, (one, degrees) in enumerate((c, frame.angles[c]) for c in body.coordinates)
                if not low[n] - 2.0 <= degrees <= high[n] + 2.0}  # fmt: skip
        assert over == {}
        assert posture.qpos(body, frame.angles)[7:] == pytest.approx(frame.qpos[7:], abs=np.radians(0.1))
        assert np.linalg.norm(frame.qpos[3:7]) == pytest.approx(1.0)


@EVERY
def test_drift_is_measured_on_the_model_itself(name: str) -> None:
    """Read again without the solver: the patches that rest in both poses and may not slide."""
    pose, before = POSES[name], POSES[BEFORE[name]]
    both = [one.patch for one in pose.items if isinstance(one, Rest) and one in before.items]
    body = solve.body_for(1.70, tuple(pose.objects))
    data, places = mujoco.MjData(body.model), []
    for frame in way(name).frames:
        data.qpos[:] = frame.qpos
        mujoco.mj_kinematics(body.model, data)
        places.append([np.array(data.site(patch).xpos) for patch in both if patch not in pose.slides])
    stays = np.array(places)
    strayed = float(np.linalg.norm(stays - stays[0], axis=2).max()) if stays.size else 0.0
    assert strayed <= way(name).drift_m + 1e-9


def test_the_same_two_poses_give_the_same_way() -> None:
    body = solve.body_for(1.70, ())
    ends = solved("cat_cow.cow"), solved("cat_cow.cat")
    once, again = (move.between(*ends, body, frames=5) for _ in range(2))
    assert [frame.angles for frame in once.frames] == [frame.angles for frame in again.frames]
    assert (once.drift_m, once.ordinary_m, once.flesh_m) == (again.drift_m, again.ordinary_m, again.flesh_m)


def test_a_way_back_is_as_good_as_the_way_there() -> None:
    there = move.between(solved("glute_bridge.up"), solved("glute_bridge.down"), solve.body_for(1.70, ()))
    assert there.drift_m <= DRIFT_M and there.ordinary_m <= ORDINARY_M


def test_straight_from_one_to_the_other_hands_would_leave_the_floor() -> None:
    """What the correction is for."""
    one, other, body = solved("cat_cow.cow"), solved("cat_cow.cat"), solve.body_for(1.70, ())
    middle = way("cat_cow.cat").frames[move.FRAMES // 2]
    state, gaps = State(body, {}), []
    for qpos in ((one.qpos + other.qpos) / 2, middle.qpos):
        state.move(qpos)
        resting = [item for item in one.pose.items if isinstance(item, Rest)]
        gaps.append(max(abs(residuals.gap(state, item)) for item in resting))
    assert gaps[1] < 0.005 < gaps[0]


def test_it_refuses_to_move_the_furniture() -> None:
    there = solved("sit_to_stand.stand")
    moved = replace(there, pose=replace(there.pose, objects={"chair": (-1.0, 0.0, 0.0, 0.0)}))
    with pytest.raises(InputError, match=r"^stand: objects do not stand where they do in lean"):
        move.between(solved("sit_to_stand.lean"), moved, solve.body_for(1.70, ("chair",)))


def test_cuts_are_few_and_each_says_why() -> None:
    assert len(CUTS) <= 3
    assert all(len(why.split()) >= 5 for why in CUTS.values())


def test_every_pose_but_the_first_of_its_form_comes_after_another() -> None:
    firsts = {(name.split(".")[0], pose.of) for name, pose in POSES.items()}
    assert len(BEFORE) + len(CUTS) + len(firsts) == len(POSES)
    assert all(POSES[before].of == POSES[name].of for name, before in BEFORE.items())


def test_a_movement_never_ends_in_a_pose_that_is_only_passed_through() -> None:
    ends = {(name.split(".")[0], pose.of): pose for name, pose in POSES.items()}
    assert [pose.shown for pose in ends.values() if pose.via] == []
