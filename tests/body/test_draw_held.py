"""What is held or stood on: it is drawn where it is needed, lies where it should, and hands close round it."""

import numpy as np
import pytest

from supple.body import model
from supple.body.draw import props, scene
from supple.body.draw.camera import camera
from supple.core.content import load
from tests.body.posed import POSES
from tests.body.posed import posture as posed

EXERCISES = load().exercises


def test_what_is_held_names_patches_that_there_are() -> None:
    body = model.reference()
    sites = {body.model.site(n).name for n in range(body.model.nsite)} | {"sole_r", "sole_l"}
    for one in props.load().held:
        named = {name for name in (*one.band, *one.stick, *one.at, *one.under) if isinstance(name, str)}
        assert named <= sites
        assert sum(bool(part) for part in (one.band, one.stick, one.thing)) == 1
        assert not one.thing or one.thing in props.load().things
        assert len(one.stick) in (0, 2) and len(one.beyond_m) == 2
        assert one.thing == "" or sum(bool(part) for part in (one.at, one.under, one.point)) == 1


def test_what_is_held_names_exercises_and_poses_that_there_are() -> None:
    shown = {name: {one.split(".", 1)[1] for one in POSES if one.split(".")[0] == name} for name in EXERCISES}
    for one in props.load().held:
        assert set(one.poses) <= shown[one.exercise], one.exercise


# What an exercise cannot be done without, and how it is seen to be there.
DRAWN_AS = {"band": ("band",), "stick": ("stick",), "weight": ("bag", "dumbbell"), "bar": ("bar",), "step": ("step",)}


@pytest.mark.parametrize("name", [name for name, one in EXERCISES.items() if one.needs])
def test_what_an_exercise_cannot_be_done_without_is_drawn_with_it(name: str) -> None:
    """In the pose in which it ends at least: nobody guesses a bag from an empty hand."""
    last = [pose for one, pose in POSES.items() if one.split(".")[0] == name and pose.of == "base"][-1]
    there = set(last.objects)
    for one in props.load().held:
        if one.exercise == name and (not one.poses or last.shown in one.poses):
            there |= {one.thing} | {key for key in ("band", "stick") if getattr(one, key)}
    for anyof in EXERCISES[name].needs:
        assert there & {seen for need in anyof for seen in DRAWN_AS.get(need, ())}, anyof


HELD_STICK = next(one for one in props.load().held if one.stick)


@pytest.mark.parametrize("name", [name for name in POSES if name.split(".")[0] == HELD_STICK.exercise])
def test_a_stick_lies_along_the_back_without_sinking_in(name: str) -> None:
    state = scene.state_of(posed(name))
    first, last = scene.ends(HELD_STICK, state)
    way = (last - first) / np.linalg.norm(last - first)
    for patch in ("sacrum", "upper_back", "occiput"):
        out = np.linalg.norm(np.cross(state.site(patch) - first, way)) - state.radius(patch)
        assert -0.005 < out - scene.STICK_M < 0.03, patch
    assert np.linalg.norm(last - first) == pytest.approx(0.97, abs=0.06)
    assert (first + HELD_STICK.beyond_m[0] * way) @ way < (last - HELD_STICK.beyond_m[1] * way) @ way


def test_hands_close_round_what_they_hold() -> None:
    for name, side in (("suitcase_carry.stand", "r"), ("hip_hinge.hinge", "l"), ("bar_hang.hang", "r")):
        assert scene.curls(posed(name), name.split(".")[0])[side] == scene.CLOSED
    assert scene.curls(posed("suitcase_carry.stand"), "suitcase_carry")["l"] == scene.CURLED


def wall(name: str) -> tuple[float, float]:
    """How far it reaches to each side, and how high."""
    (box,) = props.load().things[scene.dressed("wall", posed(name))].boxes
    return box.half[1], box.at[2] + box.half[2]


def test_a_wall_is_low_behind_who_sits_and_short_where_it_is_seen_along_its_length() -> None:
    for name, least, most in (("butterfly_sit.hold", 0.8, 1.2), ("clam.easier.open", 0.8, 1.2)):
        out, high = wall(name)
        assert out > least and high < most, name
    assert (
        wall("wall_slide.high")[0] > 0.5 and wall("calf_stretch.bent")[0] < 0.3 and wall("wall_side_lean.lean")[0] < 0.3
    )
    assert {wall(name)[1] for name in ("wall_slide.high", "calf_stretch.bent", "wall_sit.low")} == {1.9}
    assert scene.dressed("cushion", posed("butterfly_sit.hold")) == "cushion"


@pytest.mark.parametrize(
    "name", [name for name, pose in POSES.items() if set(pose.objects) - {"cushion", "chair"} == {"wall"}]
)
def test_no_wall_stands_far_before_the_feet(name: str) -> None:
    """The bottom edge of a picture is the floor: of a wall seen along its length little is below the figure."""
    drawn = scene.scene(posed(name), camera(posed(name).pose.view_deg), name.split(".")[0])
    lowest = max(one.points[:, 1].max() for one in drawn.things if one.colour == "wall")
    assert lowest - drawn.body[:, 1].max() < 0.07
