"""The model: right lengths, masses and ranges at any height, both sides alike, signs as written."""

from collections.abc import Callable
from itertools import pairwise

import mujoco
import numpy as np
import pytest

from supple.body import mjcf, posture
from supple.body.model import ROOT_SIZE, STIFF, Body, build
from supple.core.errors import InputError
from tests.body.conftest import at, away

HEIGHTS = (1.5, 1.6, 1.7, 1.8, 1.95)
Stand = Callable[..., mujoco.MjData]


def top_or_bottom(body: Body, data: mujoco.MjData, name: str) -> float:
    """How high a joint, the floor or the crown is."""
    if name == "floor":
        return 0.0
    if name == "vertex":
        skull = body.model.geom("head.0")
        return float(data.geom("head.0").xpos[2] + skull.size[0])
    return float(at(data, f"{name}_r" if body.tables.skeleton[name].paired else name)[2])


@pytest.mark.parametrize("height", HEIGHTS)
def test_it_has_the_lengths_of_the_tables(stand: Stand, height: float) -> None:
    body = build(height)
    data = stand({}, body)
    for length in body.tables.anthropometry.lengths.values():
        measured = top_or_bottom(body, data, length.top) - top_or_bottom(body, data, length.bottom)
        assert measured == pytest.approx(length.share_of_height * height, rel=0.01), length.id


@pytest.mark.parametrize("height", HEIGHTS)
def test_it_weighs_what_the_tables_say(height: float) -> None:
    body = build(height)
    sizes = body.tables.anthropometry
    whole = sizes.mass_per_height_squared * height**2
    assert body.model.body_mass.sum() == pytest.approx(whole, rel=0.01)
    for segment in sizes.masses.values():
        parts = [one for one in body.tables.skeleton.values() if one.segment == segment.id]
        sided = [f"{one.id}_{side}" if side else one.id for one in parts for side in mjcf.sides_of(one.paired)]
        mass = sum(float(body.model.body(name).mass[0]) for name in sided)
        assert mass == pytest.approx(segment.share_of_mass * whole * (2 if segment.paired else 1), rel=0.01), segment.id


def test_it_stands_on_the_floor(stand: Stand) -> None:
    for height in HEIGHTS:
        body = build(height)
        data = stand({}, body)
        for side in "rl":
            for patch in ("heel", "ball", "toe"):
                site = data.site(f"{patch}_{side}")
                assert site.xpos[2] - body.model.site(f"{patch}_{side}").size[0] == pytest.approx(0.0, abs=0.006)


def test_it_stands_without_touching_itself(body: Body, stand: Stand) -> None:
    data = stand({f"shoulder_abduction_{side}": 8.0 for side in "rl"})
    mujoco.mj_collision(body.model, data)
    touching = [{body.model.geom(one.geom[0]).name, body.model.geom(one.geom[1]).name} for one in data.contact]
    assert [pair for pair in touching if "floor" not in pair] == []


def test_it_feels_a_hand_in_the_belly_and_a_foot_in_the_floor(body: Body, stand: Stand) -> None:
    """Contacts that matter are found: the exclusions are not too wide."""
    data = stand({"shoulder_rotation_r": 90.0, "elbow_flexion_r": 110.0, "shoulder_flexion_r": -10.0})
    data.qpos[2] -= 0.05
    mujoco.mj_kinematics(body.model, data)
    mujoco.mj_collision(body.model, data)
    touching = {body.model.geom(number).name for one in data.contact for number in one.geom}
    assert {"floor", "foot_r.0", "foot_l.0"} <= touching
    assert any(name.startswith(("hand_r", "forearm_r")) for name in touching)


def test_it_is_the_same_on_both_sides_to_a_micrometre(body: Body, stand: Stand) -> None:
    data = stand({})
    flip = np.array([1.0, -1.0, 1.0])
    for kind, count in (("body", body.model.nbody), ("site", body.model.nsite), ("geom", body.model.ngeom)):
        names = [getattr(body.model, kind)(number).name for number in range(count)]
        for name in (one for one in names if "_r" in one):
            right, left = (getattr(data, kind)(each) for each in (name, name.replace("_r", "_l")))
            where = "xipos" if kind == "body" else "xpos"
            assert np.abs(getattr(right, where) * flip - getattr(left, where)).max() < 1e-6, name


def test_it_mirrors_every_angle(body: Body, stand: Stand) -> None:
    """A turn of the left side is the mirror image of the same turn of the right side."""
    for name in (one for one in body.coordinates if one.endswith("_r")):
        angles = {name: 25.0}
        right, left = stand(angles), stand(posture.mirror(angles))
        for limb in ("foot", "hand", "shank", "upper_arm"):
            assert at(right, f"{limb}_r") * [1, -1, 1] == pytest.approx(at(left, f"{limb}_l"), abs=1e-9), (name, limb)


def test_it_scales_with_the_height(stand: Stand) -> None:
    small, tall = build(1.5), build(1.95)
    angles = {"hip_flexion_r": 60.0, "lumbar_flexion": 30.0, "shoulder_abduction_l": 80.0}
    for name in ("hand_l", "foot_r", "head"):
        a, b = (away(stand(angles, one), name, "pelvis") for one in (small, tall))
        assert a / 1.5 == pytest.approx(b / 1.95, abs=1e-9)


SIGNS = [
    ("hip_flexion_r", "thigh_r", "foot_r", 0, 1),
    ("hip_adduction_r", "thigh_r", "foot_r", 1, 1),
    ("hip_adduction_l", "thigh_l", "foot_l", 1, -1),
    ("knee_flexion_r", "shank_r", "foot_r", 0, -1),
    ("ankle_dorsiflexion_r", "foot_r", "toes_r", 2, 1),
    ("toe_extension_r", "toes_r", "toe_r", 2, 1),
    ("lumbar_flexion", "pelvis", "head", 0, 1),
    ("lumbar_lateral_right", "pelvis", "head", 1, -1),
    ("thoracic_flexion", "ribs_low", "head", 0, 1),
    ("neck_flexion", "ribs_up", "head", 0, 1),
    ("neck_lateral_right", "ribs_up", "head", 1, -1),
    ("shoulder_flexion_r", "upper_arm_r", "hand_r", 0, 1),
    ("shoulder_abduction_r", "upper_arm_r", "hand_r", 1, -1),
    ("shoulder_abduction_l", "upper_arm_l", "hand_l", 1, 1),
    ("elbow_flexion_r", "forearm_r", "hand_r", 0, 1),
    ("scapula_elevation_r", "scapula_r", "upper_arm_r", 2, 1),
    ("scapula_protraction_r", "scapula_r", "upper_arm_r", 0, 1),
]


@pytest.mark.parametrize(("angle", "start", "end", "axis", "sign"), SIGNS, ids=[row[0] for row in SIGNS])
def test_it_turns_the_way_its_name_says(
    body: Body, stand: Stand, angle: str, start: str, end: str, axis: int, sign: int
) -> None:
    def reach(data: mujoco.MjData) -> float:
        where = data.site(end).xpos if end == "toe_r" else at(data, end)
        return float((where - at(data, start))[axis])

    assert sign * (reach(stand({angle: 20.0})) - reach(stand({}))) > 0.005


def test_it_turns_inwards_and_left_the_way_it_says(stand: Stand) -> None:
    """Turns about the long axis: seen on what sticks out of it."""
    bent = stand({"hip_flexion_r": 90.0, "knee_flexion_r": 90.0, "hip_rotation_r": 30.0})
    assert away(bent, "foot_r", "shank_r")[1] < -0.1  # turned inwards at ninety degrees, the foot goes out to the right
    assert away(stand({"hip_rotation_r": 30.0}), "toes_r", "foot_r")[1] > 0.05
    assert away(stand({"lumbar_rotation_left": 15.0}), "upper_arm_r", "ribs_low")[0] > 0.0
    assert stand({"neck_rotation_left": 60.0}).site("forehead").xpos[1] > 0.02
    assert away(stand({"elbow_flexion_r": 90.0, "shoulder_rotation_r": 60.0}), "hand_r", "forearm_r")[1] > 0.1
    assert stand({"forearm_pronation_r": 80.0}).site("palm_r").xmat[6] == pytest.approx(0.0, abs=0.2)
    assert stand({"ankle_inversion_r": 20.0}).site("ball_r").xpos[1] > stand({}).site("ball_r").xpos[1]


def test_it_flexes_the_hip_first_then_adducts_then_rotates(body: Body) -> None:
    order = [body.model.joint(number).name for number in range(body.model.njnt)]
    assert [order.index(f"hip_{name}_r") for name in ("flexion", "adduction", "rotation")] == sorted(
        order.index(f"hip_{name}_r") for name in ("flexion", "adduction", "rotation")
    )


def test_it_makes_a_stiff_body_with_every_range_a_fifth_smaller(body: Body) -> None:
    stiff = build(stiff=True)
    assert stiff.limits == pytest.approx(body.limits * STIFF)
    assert stiff.model.jnt_range[1:] == pytest.approx(body.model.jnt_range[1:] * STIFF)
    assert STIFF == 0.8


def test_it_gives_hinges_the_ranges_that_their_share_needs(body: Body) -> None:
    reached = np.sort(body.spread[:, :, None] * body.limits, axis=2).sum(axis=1)
    assert body.model.jnt_range[1:] == pytest.approx(reached)
    assert body.model.nq == ROOT_SIZE + len(body.spread)


def test_it_couples_the_levels_for_a_solver_of_mujoco(body: Body) -> None:
    """The equality constraints hold wherever the angles are the body's own."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        values = rng.uniform(body.limits[:, 0], body.limits[:, 1])
        qpos = posture.from_coordinates(body, values)
        for number in range(body.model.neq):
            one, two = (body.model.jnt_qposadr[ids[number]] for ids in (body.model.eq_obj1id, body.model.eq_obj2id))
            assert qpos[one] == pytest.approx(body.model.eq_data[number][1] * qpos[two])


def test_it_sets_objects_down_where_a_pose_wants_them() -> None:
    body = build(objects=sorted(build().tables.objects))
    data = mujoco.MjData(body.model)
    chair = body.model.body("chair").mocapid[0]
    data.mocap_pos[chair] = [-0.3, 0.0, 0.0]
    mujoco.mj_kinematics(body.model, data)
    assert data.site("chair.seat").xpos == pytest.approx([-0.3, 0.0, 0.45])
    assert data.site("chair.back").xmat.reshape(3, 3)[:, 2] == pytest.approx([1.0, 0.0, 0.0])


@pytest.mark.parametrize("height", [1.49, 1.96, 0.0, float("nan")])
def test_it_refuses_a_height_beyond_its_tables(height: float) -> None:
    with pytest.raises(InputError, match=r"height: must be from 1.5 to 1.95 m"):
        build(height)


def test_it_refuses_an_object_that_is_not_there() -> None:
    with pytest.raises(InputError, match='objects: "sofa" is no object; allowed: bar, bed, '):
        build(objects=["sofa"])


def test_it_writes_the_same_text_each_time(body: Body) -> None:
    once, twice = (mjcf.text(body.tables, 1.0, 70.0, 1.0) for _ in range(2))
    assert once == twice
    assert all(1.5 <= a < b <= 1.95 for a, b in pairwise(HEIGHTS))
