"""How much a posture asks of the trunk: an order that holds, and a sum that stands still."""

from functools import cache

import numpy as np
import pytest

from supple.body import load, solve
from supple.body.load import Burden
from supple.body.residuals import State
from tests.body.posed import HEIGHTS, POSES
from tests.body.posed import posture as solved

HELD = [name for name, pose in POSES.items() if pose.of == "base" and not pose.via]
LYING = (
    "rest_breathing.rest",
    "sphinx.up",
    "hamstring_strap.hold",
    "lying_glute_stretch.hold",
    "both_knees_to_chest.hold",
)
UPRIGHT = (
    "seated_twist.turn",
    "tall_reset.tall",
    "chin_tuck.tuck",
    "sit_break_march.stand",
    "walk.stride",
    "hip_hinge.stand",
    "band_row.row",
)
TALL = pytest.mark.parametrize("height", HEIGHTS)


@cache
def burden(name: str, height: float = 1.70) -> Burden:
    return load.burden(solved(name, height))


@TALL
def test_lying_asks_less_than_sitting_and_standing_less_than_a_plank_less_than_a_side_plank(height: float) -> None:
    order = [[burden(name, height).level for name in names]
             for names in (LYING, UPRIGHT, ["front_plank.hold"], ["side_plank.hold"])]  # fmt: skip
    assert [set(levels) for levels in order] == [{1}, {2}, {4}, {5}]


@TALL
def test_a_plank_asks_more_of_the_muscles_than_anything_that_lies_or_stands(height: float) -> None:
    """Not by a hair."""
    quiet = max(burden(name, height).bent + burden(name, height).aside for name in (*LYING, *UPRIGHT))
    plank, side = (burden(f"{name}.hold", height) for name in ("front_plank", "side_plank"))
    assert 1.5 * quiet < plank.bent + plank.aside < (side.bent + side.aside) / 1.2


@TALL
def test_leaning_on_a_desk_or_a_wall_asks_less_than_the_same_on_the_floor(height: float) -> None:
    for easier, harder in (("incline_plank.hold", "front_plank.hold"), ("wall_side_lean.lean", "side_plank.hold")):
        assert burden(easier, height).level < burden(harder, height).level


def test_who_leans_on_furniture_or_a_wall_never_counts_as_in_a_plank() -> None:
    leaning = [name for name in HELD if burden(name).leans]
    assert {"incline_plank.hold", "calf_stretch.straight", "standing_hip_flexor.glide"} <= set(leaning)
    assert not {"front_plank.hold", "walk.stride", "seated_twist.start"} & set(leaning)
    assert {name: burden(name).level for name in leaning if burden(name).level > 3} == {}


def test_each_side_of_the_trunk_knows_its_work() -> None:
    """The belly holds a plank, the waist a side plank, the back whoever bends forward and lifts the hips."""
    plank, side, hinge, bridge = (
        burden(name) for name in ("front_plank.hold", "side_plank.hold", "hip_hinge.hinge", "glute_bridge.up")
    )
    assert plank.flexion_nm > 0 > max(hinge.flexion_nm, bridge.flexion_nm)
    assert side.aside > side.bent and plank.bent > plank.aside


@pytest.mark.parametrize("name", HELD)
def test_what_carries_holds_the_whole_body_still(name: str) -> None:
    """No force and no moment is left at the pelvis, which nothing holds but what the body rests on."""
    one = solved(name)
    body = solve.body_for(one.height_m, tuple(one.pose.objects))
    state = State(body, one.pose.objects)
    state.move(one.qpos)
    held, forces = load.held(state, tuple(load.pushes(state, one)))
    assert np.abs(held[: load.ROOT]).max() < 0.02 * burden(name).weight_n
    assert forces.min() >= 0.0


@TALL
def test_the_class_does_not_depend_on_the_height(height: float) -> None:
    other = {name for name in (*LYING, *UPRIGHT, "front_plank.hold", "side_plank.hold", "glute_bridge.up")
             if burden(name, height).level != burden(name).level}  # fmt: skip
    assert other == set()


def test_standing_bears_what_is_above_and_lying_nothing() -> None:
    """The trunk, head and arms are a little under half of the body (de Leva: above the lowest lumbar joint)."""
    stand, rest = burden("hip_hinge.stand"), burden("rest_breathing.rest")
    assert 0.40 < stand.along_n / stand.weight_n < 0.55
    assert abs(rest.along_n) < 0.1 * rest.weight_n


def test_an_exercise_asks_what_its_hardest_posture_asks() -> None:
    both = [solved("front_plank.down"), solved("front_plank.hold")]
    assert load.level(both) == 4 > load.level(both[:1])
