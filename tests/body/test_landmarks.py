"""The points of the pose model on the body: its order, the right places, what a camera sees of them."""

from collections.abc import Callable
from pathlib import Path

import mujoco
import numpy as np
import pytest

from supple.body import landmarks, model, posture
from supple.body.landmarks import Camera, Seen
from supple.body.model import Array, Body
from supple.body.read import load
from supple.core.baked import LANDMARKS
from supple.core.errors import ContentError

# MediaPipe Pose, class PoseLandmark, number by number, in lower case.
PUBLISHED = {
    0: "nose", 1: "left_eye_inner", 2: "left_eye", 3: "left_eye_outer", 4: "right_eye_inner", 5: "right_eye",
    6: "right_eye_outer", 7: "left_ear", 8: "right_ear", 9: "mouth_left", 10: "mouth_right", 11: "left_shoulder",
    12: "right_shoulder", 13: "left_elbow", 14: "right_elbow", 15: "left_wrist", 16: "right_wrist", 17: "left_pinky",
    18: "right_pinky", 19: "left_index", 20: "right_index", 21: "left_thumb", 22: "right_thumb", 23: "left_hip",
    24: "right_hip", 25: "left_knee", 26: "right_knee", 27: "left_ankle", 28: "right_ankle", 29: "left_heel",
    30: "right_heel", 31: "left_foot_index", 32: "right_foot_index",
}  # fmt: skip
FACE = [name for name in LANDMARKS if landmarks.stem(name)[0] in ("nose", "eye_inner", "eye", "eye_outer", "mouth")]
JOINTS = {
    "shoulder": "upper_arm",
    "elbow": "forearm",
    "wrist": "hand",
    "hip": "thigh",
    "knee": "shank",
    "ankle": "foot",
}
HANGING = {f"shoulder_abduction_{side}": 12.0 for side in "rl"}
BENT = {
    "hip_flexion_r": 60.0, "hip_rotation_r": 15.0, "knee_flexion_r": 70.0, "shoulder_flexion_l": 80.0,
    "elbow_flexion_l": 40.0, "lumbar_lateral_right": 12.0, "lumbar_rotation_left": 5.0, "neck_rotation_left": 30.0,
    "shoulder_abduction_r": 30.0, "forearm_pronation_l": 20.0,
}  # fmt: skip
Changed = Callable[[str, str, str], Path]


def swapped(name: str) -> str:
    words = {"left": "right", "right": "left"}
    return "_".join(words.get(word, word) for word in name.split("_"))


def placed(body: Body, angles: dict[str, float]) -> dict[str, Array]:
    at = landmarks.positions(body, posture.qpos(body, angles))
    return dict(zip(LANDMARKS, at, strict=True))


def gap(at: dict[str, Array], one: str, other: str) -> float:
    return float(np.linalg.norm(at[one] - at[other]))


def before(body: Body, azimuth_deg: float, elevation_deg: float = 0.0) -> Camera:
    return landmarks.look(np.array([0.0, 0.0, 0.9 * body.scale]), azimuth_deg, elevation_deg, 3.0)


def pictured(body: Body, azimuth_deg: float, angles: dict[str, float] = HANGING) -> dict[str, Seen]:
    return landmarks.seen(body, posture.qpos(body, angles), before(body, azimuth_deg))


def test_its_order_is_the_published_one() -> None:
    assert dict(enumerate(LANDMARKS)) == PUBLISHED
    assert {landmarks.stem(name)[0] for name in LANDMARKS} == set(load().landmarks)


def test_joints_are_the_joints_of_the_skeleton(body: Body) -> None:
    for name, on in JOINTS.items():
        assert body.tables.landmarks[name].on == on
        assert body.tables.landmarks[name].at == body.tables.skeleton[on].at


@pytest.mark.parametrize("height", [1.5, 1.7, 1.95])
def test_left_and_right_are_mirror_images(height: float) -> None:
    at = placed(model.build(height), {})
    for name, point in at.items():
        assert at[swapped(name)] == pytest.approx(point * [1, -1, 1], abs=1e-6), name


def test_a_mirrored_posture_exchanges_the_sides(body: Body) -> None:
    one, other = placed(body, BENT), placed(body, posture.mirror(BENT))
    for name, point in one.items():
        assert other[swapped(name)] == pytest.approx(point * [1, -1, 1], abs=1e-6), name
    assert gap(one, "left_wrist", "right_wrist") > 0.3


# Shares of the height: Drillis and Contini as in Winter; breadths of the face, mean of women and men.
@pytest.mark.parametrize(
    ("one", "other", "length_m"),
    [
        ("left_shoulder", "left_elbow", 0.186 * 1.7),
        ("left_elbow", "left_wrist", 0.146 * 1.7),
        ("left_hip", "left_knee", 0.245 * 1.7),
        ("left_knee", "left_ankle", 0.246 * 1.7),
        ("left_heel", "left_foot_index", 0.152 * 1.7),
        ("left_eye_inner", "right_eye_inner", 0.032),
        ("left_eye", "right_eye", 0.063),
        ("left_eye_outer", "right_eye_outer", 0.095),
        ("mouth_left", "mouth_right", 0.053),
        ("left_wrist", "left_index", 0.095),
    ],
)  # fmt: skip
def test_its_lengths_are_the_published_ones(body: Body, one: str, other: str, length_m: float) -> None:
    assert gap(placed(body, {}), one, other) == pytest.approx(length_m, rel=0.06)


def test_its_heights_are_those_of_a_standing_person(body: Body) -> None:
    height = {name: point[2] / 1.7 for name, point in placed(body, {}).items()}
    assert height["left_eye"] == pytest.approx(0.936, abs=0.005)
    assert height["left_shoulder"] == pytest.approx(0.818, abs=0.005)
    assert height["left_hip"] == pytest.approx(0.530, abs=0.005)
    assert height["left_knee"] == pytest.approx(0.285, abs=0.005)
    assert height["left_ankle"] == pytest.approx(0.039, abs=0.005)
    assert height["left_eye"] > height["left_ear"] > height["nose"] > height["mouth_left"] > height["left_shoulder"]


@pytest.mark.parametrize("height", [1.5, 1.95])
def test_it_grows_with_the_body(body: Body, height: float) -> None:
    small, tall = placed(body, HANGING), placed(model.build(height), HANGING)
    for name, point in small.items():
        assert tall[name] == pytest.approx(point * height / 1.7, abs=1e-6), name


def test_a_camera_in_front_sees_the_face_and_one_behind_does_not(body: Body) -> None:
    front, behind = pictured(body, 180), pictured(body, 0)
    assert [name for name in FACE if not front[name].visibility] == []
    assert [name for name in FACE if behind[name].visibility] == []


def test_joints_are_seen_through_their_own_flesh_from_both_sides(body: Body) -> None:
    for azimuth in (0, 180):
        view = pictured(body, azimuth)
        assert [name for name in view if landmarks.stem(name)[0] in JOINTS and not view[name].visibility] == []


def test_from_the_side_the_near_limbs_hide_the_far_ones(body: Body) -> None:
    view = pictured(body, 90)
    for name in ("shoulder", "hip", "knee", "eye_inner", "ear"):
        assert view[f"right_{name}"].visibility == 1.0, name
        assert view[f"left_{name}"].visibility == 0.0, name


def test_the_picture_has_its_origin_at_the_top_left(body: Body) -> None:
    view = pictured(body, 180)
    assert view["nose"].x == pytest.approx(0.5, abs=1e-6)
    assert view["left_shoulder"].x > 0.5 > view["right_shoulder"].x, "face to face their left is on the right"
    assert 0.0 < view["nose"].y < view["left_hip"].y < view["left_ankle"].y < 1.0
    assert view["nose"].z < 0.0 < view["left_heel"].z


def test_a_point_projects_as_through_a_pinhole(body: Body) -> None:
    """Three metres away and 50 degrees high, a metre is 1 / (2 x 3 x tan 25) of the picture."""
    camera = before(body, 180)
    view, at = pictured(body, 180), placed(body, HANGING)
    high = 0.5 - (at["left_knee"][2] - 0.9) / (2 * (3.0 - at["left_knee"][0]) * np.tan(np.radians(25)))
    assert view["left_knee"].y == pytest.approx(high, abs=1e-6)
    assert camera.at == pytest.approx([3.0, 0.0, 0.9])


def test_what_is_outside_of_the_picture_is_not_seen(body: Body) -> None:
    qpos = posture.qpos(body, HANGING)
    near = landmarks.look(np.array([0.0, 0.0, 1.55]), 180, 0, 0.6)
    view = landmarks.seen(body, qpos, near)
    assert view["nose"].visibility == 1.0
    assert view["left_ankle"].visibility == 0.0 and view["left_ankle"].y > 1.0
    away = landmarks.look(np.array([5.0, 0.0, 1.5]), 0, 0, 3.0)
    assert {one.visibility for one in landmarks.seen(body, qpos, away).values()} == {0.0}


@pytest.mark.parametrize("azimuth", [180.0, 0.0, 90.0, 37.0])
@pytest.mark.parametrize("elevation", [0.0, -25.0])
def test_its_world_points_begin_at_the_hips_and_lie_along_the_camera(
    body: Body, azimuth: float, elevation: float
) -> None:
    qpos = posture.qpos(body, BENT)
    camera = before(body, azimuth, elevation)
    world = landmarks.world(body, qpos, camera)
    at = landmarks.positions(body, qpos)
    assert world[list(landmarks.HIPS)].mean(axis=0) == pytest.approx(np.zeros(3), abs=1e-9)
    assert np.linalg.norm(world[0] - world[27]) == pytest.approx(np.linalg.norm(at[0] - at[27]))
    assert camera.axes @ camera.axes.T == pytest.approx(np.eye(3))
    assert np.linalg.det(camera.axes) == pytest.approx(1.0)
    view = landmarks.seen(body, qpos, camera)
    nearer = [view[name].z for name in LANDMARKS]
    assert np.corrcoef(nearer, world[:, 2])[0, 1] > 0.999


def test_things_do_not_hide_a_person(body: Body) -> None:
    """Only the body's own parts do; a wall right before the camera changes nothing."""
    beside = model.build(objects=("wall", "chair"))
    assert pictured(beside, 180) == pictured(body, 180)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('on = "head"', 'on = "hat"', 'landmarks.toml: nose.on: "hat" is no body'),
        ("source = ", "sauce = ", "landmarks.toml: nose.sauce: unknown key"),
        ("flesh_m = 0.012, source", "source", "landmarks.toml: nose.flesh_m: is missing"),
        ('source = "face2019"', 'source = "hearsay"', 'landmarks.toml: nose: "hearsay" is no source'),
        ("flesh_m = 0.075, paired = true", "flesh_m = 0.075", "landmarks.toml: shoulder.paired: must be true"),
        ("[0.09, 0.0, 0.65]", "[0.09, 0.65]", "landmarks.toml: nose.at: must be three numbers"),
    ],
)
def test_a_bad_table_is_refused(tables: Changed, old: str, new: str, said: str) -> None:
    root = tables("landmarks.toml", old, new)
    with pytest.raises(ContentError) as refused:
        load(root)
    assert said in str(refused.value)


@pytest.mark.parametrize("azimuth", [0.0, 90.0, 180.0, 37.0])
@pytest.mark.parametrize("elevation", [0.0, -30.0])
def test_its_camera_is_the_one_that_draws(body: Body, azimuth: float, elevation: float) -> None:
    """MuJoCo's own camera with the same numbers stands there and looks there, so pictures and points agree."""
    camera, drawn = before(body, azimuth, elevation), mujoco.MjvCamera()
    drawn.azimuth, drawn.elevation, drawn.distance = azimuth, elevation, 3.0
    drawn.lookat[:] = (0.0, 0.0, 0.9)
    scene = mujoco.MjvScene(body.model, maxgeom=10)
    mujoco.mjv_updateCamera(body.model, mujoco.MjData(body.model), drawn, scene)
    eyes = [scene.camera[0], scene.camera[1]]  # two, for glasses; the middle is the camera
    assert np.mean([eye.pos for eye in eyes], axis=0) == pytest.approx(camera.at, abs=1e-5)
    assert eyes[0].forward == pytest.approx(camera.axes[2], abs=1e-5)
    assert eyes[0].up == pytest.approx(-camera.axes[1], abs=1e-5)
