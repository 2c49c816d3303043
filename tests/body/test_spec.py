"""Poses are read strictly: what is wrong is refused in one sentence with file, key and what is allowed."""

from dataclasses import replace

import pytest

from supple.body import spec
from supple.body.pose import FLOOR, Aim, At, Face, Level, Pose, Rest, Touch
from supple.body.read import load as load_tables
from supple.core.content import load
from supple.core.errors import ContentError, InputError
from supple.core.exercise import Exercise

TABLES = load_tables()
CAT = load().exercises["cat_cow"]


def exercise(*tables: dict[str, object]) -> Exercise:
    return replace(CAT, poses=tables)


def read(**keys: object) -> Pose:
    """The one pose of an exercise with these keys."""
    (pose,) = spec.poses(exercise({"name": "p", "base": "standing"} | keys), TABLES)
    return pose


def refusal(**keys: object) -> str:
    with pytest.raises(ContentError) as refused:
        read(**keys)
    message = str(refused.value)
    assert message.startswith("exercises/cat_cow.toml: poses[0]")
    return message.removeprefix("exercises/cat_cow.toml: poses[0].")


def test_a_pose_needs_a_name_and_a_base() -> None:
    pose = read()
    assert (pose.name, pose.base, pose.of, pose.items, pose.angles) == ("p", "standing", "base", (), {})
    assert refusal(base="floating").startswith('base: "floating" is not one of: standing, supine, prone')


def test_an_angle_without_a_side_stands_for_both_and_a_side_goes_before() -> None:
    pose = read(angles={"hip_flexion_l": 10, "hip_flexion": 90, "lumbar_flexion": 5.5})
    assert pose.angles == {"hip_flexion_r": 90.0, "hip_flexion_l": 10.0, "lumbar_flexion": 5.5}


def test_loose_angles_are_among_the_named() -> None:
    assert read(angles={"knee_flexion": 90}, loose=["knee_flexion_r"]).loose == {"knee_flexion_r"}
    assert refusal(loose=["knee_flexion"]) == 'loose: "knee_flexion" is not named in angles'


def test_it_refuses_angles_that_no_body_has_or_can_take() -> None:
    assert refusal(angles={"hip_wiggle": 3}).startswith("angles.hip_wiggle: is no angle of the body; allowed: ankle_d")
    assert refusal(angles={"lumbar_flexion_r": 3}).startswith("angles.lumbar_flexion_r: is no angle of the body")
    assert refusal(angles={"knee_flexion": 170}) == "angles.knee_flexion: must be from 0 to 155, not 170"
    assert refusal(angles={"knee_flexion": True}) == "angles.knee_flexion: must be a number, not True"
    assert refusal(guess={"knee_flexion": -5}) == "guess.knee_flexion: must be from 0 to 155, not -5"


def test_what_rests_on_the_floor() -> None:
    assert read(floor=["toe_r", "chin"]).items == (Rest("toe_r", FLOOR), Rest("chin", FLOOR))
    assert read(floor=["heel"]).items == (Rest("heel_r", FLOOR), Rest("heel_l", FLOOR))


def test_a_flat_sole_rests_on_heel_and_ball_and_faces_the_floor() -> None:
    expected = (Rest("heel_l", FLOOR), Rest("ball_l", FLOOR), Face("heel_l", FLOOR))
    assert read(floor=["sole_l"]).items == expected
    assert len(read(floor=["hand"]).items) == 6


def test_it_refuses_patches_that_no_body_has() -> None:
    assert refusal(floor=["tail"]).startswith('floor: "tail" is no patch of the body; allowed: ankle_front, ankle_out')
    assert refusal(floor=["chin_r"]).startswith('floor: "chin_r" is no patch of the body')
    assert refusal(touch=[["palm", "tail"]]).startswith('touch: "tail" is no patch')


def test_pairs_are_of_the_same_side_where_a_side_is_left_out() -> None:
    assert read(touch=[["palm", "thigh_front"]]).items == (
        Touch("palm_r", "thigh_front_r"),
        Touch("palm_l", "thigh_front_l"),
    )
    assert read(near=[["palm", "thigh_front_r"]]).items == (
        Touch("palm_r", "thigh_front_r", near=True),
        Touch("palm_l", "thigh_front_r", near=True),
    )
    assert refusal(touch=[["palm"]]) == "touch: must be pairs, not 1 names"


def test_objects_are_set_down_before_anything_rests_on_them() -> None:
    pose = read(objects={"chair": [0.1, 0, 0, 90]}, on=[["sit_r", "chair.seat"]])
    assert pose.objects == {"chair": (0.1, 0.0, 0.0, 90.0)}
    assert pose.items == (Rest("sit_r", "chair.seat"),)
    assert read(objects={"wall": [1, 0, 0]}).objects == {"wall": (1.0, 0.0, 0.0, 0.0)}
    assert refusal(on=[["sit_r", "chair.seat"]]) == 'on: "chair" is not set down in objects'
    assert refusal(objects={"throne": [0, 0, 0]}).startswith('objects: "throne" is no object; allowed: bar, bed')
    assert refusal(objects={"chair": [0, 0]}).startswith("objects.chair: must be forward, left, up [m]")
    bad = refusal(objects={"chair": [0, 0, 0]}, on=[["sit", "chair.lid"]])
    assert bad == 'on: "chair.lid" is no surface; chair has: seat, front_edge, back, back_top'
    assert refusal(objects={"strap": [0, 0, 0]}, on=[["palm", "strap.end"]]).endswith("strap has: none")


def test_a_patch_can_be_at_a_point_outwards_being_to_its_own_side() -> None:
    assert read(at=[["grip", [0, 0.2, 2]]]).items == (
        At("grip_r", point=(0.0, -0.2, 2.0)),
        At("grip_l", point=(0.0, 0.2, 2.0)),
    )
    assert read(objects={"bar": [0, 0, 0]}, at=[["grip_r", "bar.right"]]).items == (At("grip_r", "bar.right"),)
    assert refusal(at=[["grip", [0, 1]]]) == "at: must be three numbers: forward, outwards, up"
    assert refusal(at=[["grip"]]) == "at: must be a patch and a surface or three numbers"


def test_levels_name_axes_of_the_world() -> None:
    assert read(level=[["palm_r", "shoulder_side_r", "xy"]]).items == (Level("palm_r", "shoulder_side_r", "xy"),)
    assert refusal(level=[["palm", "heel", "up"]]) == 'level: must be two patches and axes such as "xy"'
    assert refusal(level=[["palm", "heel"]]) == 'level: must be two patches and axes such as "xy"'


def test_directions_of_limbs_are_mirrored_and_those_of_the_world_are_not() -> None:
    right, left = read(axis=[["upper_arm", "out"]]).items
    assert isinstance(right, Aim) and isinstance(left, Aim)
    assert (right.world, left.world) == ((0.0, -1.0, 0.0), (0.0, 1.0, 0.0))
    right, left = read(axis=[["thigh", "left"]]).items
    assert isinstance(right, Aim) and isinstance(left, Aim)
    assert right.world == left.world == (0.0, 1.0, 0.0)
    assert read(axis=[["trunk", "up"]]).items == (Aim("trunk", "ribs_mid", (0.0, 0.0, 1.0), (0.0, 0.0, 1.0)),)


def test_a_direction_in_numbers_has_any_length_but_none() -> None:
    (aim,) = read(axis=[["trunk", [3, 0, 4]]]).items
    assert isinstance(aim, Aim) and aim.world == pytest.approx((0.6, 0.0, 0.8))
    assert refusal(axis=[["trunk", [0, 0, 0]]]) == "axis: must point somewhere"


def test_it_refuses_what_cannot_be_aimed() -> None:
    assert refusal(axis=[["nose", "up"]]).startswith('axis: "nose" cannot be aimed; allowed: chest, fingers, foot')
    assert refusal(axis=[["trunk", "out"]]).startswith('axis: "out" is not one of: forward, back, up, down')
    assert refusal(axis=[["trunk"]]).startswith("axis: must be what is aimed and where")


def test_balance_is_over_what_rests_or_over_what_is_listed() -> None:
    assert read(floor=["toe_r", "heel_r"], balance=True).balance == ("toe_r", "heel_r")
    assert read(balance=["heel", "toe_l"]).balance == ("heel_r", "heel_l", "toe_l")
    assert read().balance == ()
    assert refusal(balance="heel") == "balance: must be true or a list of patches"


def test_it_refuses_keys_it_does_not_know_and_names_that_are_there_twice() -> None:
    assert refusal(hover=True).startswith("hover: unknown key; allowed: angles, at, axis, balance, base")
    twice = exercise({"name": "p", "base": "standing"}, {"name": "p", "base": "supine"})
    with pytest.raises(ContentError, match=r'poses\[1\].name: "p" is there twice'):
        spec.poses(twice, TABLES)


def test_the_easier_form_may_have_a_pose_of_the_same_name() -> None:
    both = exercise({"name": "p", "base": "standing"}, {"name": "p", "base": "supine", "of": "easier"})
    assert [pose.shown for pose in spec.poses(both, TABLES)] == ["p", "easier.p"]
    assert [pose.base for pose in spec.choose(both, TABLES, "easier.p")] == ["supine"]


def test_it_names_the_poses_there_are_when_one_is_unknown() -> None:
    with pytest.raises(InputError, match=r"^pose: cat_cow has no pose dog; there are: cow, cat"):
        spec.choose(CAT, TABLES, "dog")
    with pytest.raises(InputError, match=r"^pose: cat_cow has no pose; there are: none yet"):
        spec.choose(exercise(), TABLES, None)


def test_a_pose_comes_after_the_one_of_its_form_that_stands_before_it() -> None:
    chain = exercise(
        {"name": "a", "base": "standing"},
        {"name": "b", "base": "standing", "of": "easier"},
        {"name": "c", "base": "standing", "via": True},
        {"name": "d", "base": "standing"},
        {"name": "e", "base": "supine", "cut": "nothing leads from standing to lying"},
    )
    read = spec.poses(chain, TABLES)
    assert [pose.after.name if pose.after else "" for pose in read] == ["", "", "a", "c", ""]
    assert [pose.via for pose in read] == [False, False, True, False, False]
    assert read[-1].cut == "nothing leads from standing to lying"


def test_what_slides_is_named_as_patches_and_what_lies_flat_slides_whole() -> None:
    assert read(slides=["sole_l", "elbow"]).slides == {"heel_l", "ball_l", "elbow_r", "elbow_l"}
    assert refusal(slides=["rug"]).startswith('slides: "rug" is no patch of the body; allowed: ')
    assert refusal(cut=True) == "cut: must be text, not true"
