"""Every key pose of the catalogue: met at three heights, inside the joints' ranges, symmetric where its spec is."""

import mujoco
import numpy as np
import pytest

from supple.body import muscles, posture, solve
from supple.body.pose import Aim, At, Item, Level, Pose, Rest, Touch
from supple.body.read import load as load_tables
from supple.core.content import load
from tests.body.posed import HEIGHTS, POSES
from tests.body.posed import posture as solved

TABLES = load_tables()
EXERCISES = load().exercises
EVERY = pytest.mark.parametrize("name", POSES)
TALL = pytest.mark.parametrize("height", HEIGHTS)


@pytest.mark.parametrize("slug", EXERCISES)
def test_every_exercise_has_a_start_and_an_end(slug: str) -> None:
    assert sum(name.split(".")[0] == slug and pose.of == "base" for name, pose in POSES.items()) >= 2


@EVERY
@TALL
def test_it_meets_every_item(name: str, height: float) -> None:
    """Contacts within 10 mm, named angles within 8 degrees, depths inside what flesh allows; else it is listed."""
    assert solved(name, height).unmet == ()


@EVERY
@TALL
def test_it_sinks_in_no_further_than_flesh_does(name: str, height: float) -> None:
    """Read again from the model, apart from what the solver says about itself."""
    pose = POSES[name]
    body = solve.body_for(height, tuple(pose.objects))
    deep = solved(name, height).deep
    assert all(one.allowed_m in (0.012, 0.030) for one in deep)
    assert max((one.depth_m - one.allowed_m for one in deep), default=0.0) <= 0.0
    assert body.model.nmocap == len(pose.objects)


@EVERY
@TALL
def test_it_keeps_inside_the_joints_ranges(name: str, height: float) -> None:
    angles = solved(name, height).angles
    over = {}
    for coordinate, degrees in angles.items():
        row = TABLES.coordinates.get(coordinate) or TABLES.coordinates[coordinate[:-2]]
        if not row.low_deg - 0.1 <= degrees <= row.high_deg + 0.1:
            over[coordinate] = degrees
    assert over == {}


@EVERY
def test_its_angles_give_back_the_posture(name: str) -> None:
    """What is handed out is enough to set the body there again, but for where the pelvis is."""
    pose, one = POSES[name], solved(name)
    body = solve.body_for(1.70, tuple(pose.objects))
    assert posture.qpos(body, one.angles)[7:] == pytest.approx(one.qpos[7:], abs=np.radians(0.1))


@EVERY
def test_its_strains_are_those_of_its_angles(name: str) -> None:
    pose, one = POSES[name], solved(name)
    body = solve.body_for(1.70, tuple(pose.objects))
    from_angles = {muscle: effect.fibre_strain for muscle, effect in muscles.effects(body, one.angles).items()}
    assert solve.strains(body, one) == pytest.approx(from_angles, abs=0.005)


def other(name: str) -> str:
    return {"_r": name[:-2] + "_l", "_l": name[:-2] + "_r"}.get(name[-2:], name)


def flipped(item: Item) -> Item:
    """The item with left and right exchanged."""
    if isinstance(item, Touch):
        return Touch(other(item.patch), other(item.other), item.near)
    if isinstance(item, Level):
        return Level(other(item.patch), other(item.other), item.axes)
    if isinstance(item, Aim):
        (x, y, z), (u, v, w) = item.local, item.world
        return Aim(other(item.what), other(item.body), (x, -y + 0.0, z), (u, -v + 0.0, w))
    if isinstance(item, At):
        x, y, z = item.point or (0.0, 0.0, 0.0)
        return At(other(item.patch), item.surface, (x, -y + 0.0, z) if item.point else ())
    return type(item)(other(item.patch), item.surface)


def symmetric(pose: Pose) -> bool:
    """Whether a pose says the same of both sides, and nothing beside the body pulls to one."""
    mirrored = {flipped(item) for item in pose.items} == set(pose.items)
    straight = all(y == 0 and turn in (0, 180) for _, y, _, turn in pose.objects.values())
    lying = pose.base in ("side_left", "side_right")
    return posture.mirror(pose.angles) == pose.angles and mirrored and straight and not lying


SYMMETRIC = [name for name, pose in POSES.items() if symmetric(pose)]


def test_it_finds_the_poses_that_are_symmetric() -> None:
    assert {"cat_cow.cat", "glute_bridge.up", "childs_pose.fold", "sit_to_stand.stand"} <= set(SYMMETRIC)
    assert not {"bird_dog.reach", "side_plank.hold", "seated_twist.turn"} & set(SYMMETRIC)


@pytest.mark.parametrize("name", SYMMETRIC)
@TALL
def test_a_symmetric_spec_gives_a_symmetric_posture(name: str, height: float) -> None:
    angles = solved(name, height).angles
    assert posture.mirror(angles) == pytest.approx(angles, abs=0.5)


@EVERY
def test_what_rests_on_the_floor_is_at_the_floor(name: str) -> None:
    """Measured on the model itself: the lowest point of each resting patch."""
    pose, one = POSES[name], solved(name)
    body = solve.body_for(1.70, tuple(pose.objects))
    data = mujoco.MjData(body.model)
    data.qpos[:] = one.qpos
    mujoco.mj_kinematics(body.model, data)
    floor = [item.patch for item in pose.items if isinstance(item, Rest) and item.surface == "floor"]
    heights = [float(data.site(patch).xpos[2] - body.model.site(patch).size[0]) for patch in floor]
    assert heights == pytest.approx([0.0] * len(floor), abs=0.010)


@pytest.mark.parametrize(
    ("name", "angle", "least", "most"),
    [
        ("cat_cow.cat", "lumbar_flexion", 15, 60),
        ("cat_cow.cow", "lumbar_flexion", -25, -5),
        ("glute_bridge.up", "hip_flexion_r", -8, 8),
        ("hamstring_strap.hold", "hip_flexion_r", 67, 83),
        ("half_kneeling_hip_flexor.glide", "hip_flexion_r", -23, -7),
        ("dead_bug.reach", "hip_flexion_r", 12, 28),
        ("sit_to_stand.stand", "knee_flexion_l", 0, 8),
        ("childs_pose.fold", "knee_flexion_l", 137, 153),
    ],
)
@TALL
def test_poses_are_those_that_the_catalogue_describes(
    name: str, angle: str, least: float, most: float, height: float
) -> None:
    assert least <= solved(name, height).angles[angle] <= most


def test_a_bridge_lifts_the_pelvis_and_nothing_else() -> None:
    down, up = solved("glute_bridge.down"), solved("glute_bridge.up")
    assert up.qpos[2] - down.qpos[2] > 0.12


def test_sitting_down_and_standing_up_change_the_height_of_the_pelvis() -> None:
    sit, lean, stand = (solved(f"sit_to_stand.{name}").qpos[2] for name in ("sit", "lean", "stand"))
    assert abs(sit - lean) < 0.1
    assert stand - sit > 0.25
