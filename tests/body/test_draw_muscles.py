"""What glows and what looks at you: on the right side, in the right place, from where it can be seen."""

from dataclasses import replace

import numpy as np
import pytest

from supple.body import model, posture
from supple.body.draw import face, figure, mesh, muscle, pictures, pose, scene, view
from supple.body.draw.camera import camera
from supple.body.draw.muscle import Glow
from supple.body.draw.scene import NOTHING, Buffers, Scene
from supple.body.draw.svg import PER_UNIT
from supple.body.model import Array
from supple.body.read import load as load_tables
from supple.body.solve import Posture
from supple.core.content import load
from tests.body.posed import POSES
from tests.body.posed import posture as posed

EXERCISES = load().exercises
KNOWN = sorted({one.known_as for one in load_tables().muscles.values() if one.known_as})
FRONT, BACK = 180.0, 0.0


def standing(angles: dict[str, float] | None = None) -> Posture:
    like = posed("bird_dog.start")
    qpos = posture.qpos(model.reference(), angles or {"shoulder_abduction_r": 30.0, "shoulder_abduction_l": 30.0})
    return replace(like, qpos=qpos, pose=replace(like.pose, objects={}, items=()))


def picture(azimuth: float, one: Posture | None = None) -> tuple[Scene, Buffers]:
    drawn = scene.scene(one or standing(), camera(azimuth))
    return drawn, scene.buffers(drawn, drawn.low - 0.03, drawn.high + 0.03, PER_UNIT)


FRONTS, BACKS = picture(FRONT), picture(BACK)


def area(name: str, side: str, seen: tuple[Scene, Buffers]) -> int:
    return int(muscle.shown(Glow("group", side, (name,), 1.0), *seen).mask.sum())


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("side", ["r", "l"])
def test_every_muscle_shows_from_the_front_or_the_back(name: str, side: str) -> None:
    assert max(area(name, side, FRONTS), area(name, side, BACKS)) > 20 * PER_UNIT**2


@pytest.mark.parametrize(
    ("name", "from_front"),
    [("rectus_abdominis", True), ("pectoralis_major", True), ("rectus_femoris", True), ("vasti", True),
     ("gluteus_maximus", False), ("erector_spinae", False), ("semitendinosus", False), ("gastrocnemius", False),
     ("latissimus_dorsi", False), ("middle_and_lower_trapezius", False)],
)  # fmt: skip
def test_a_muscle_shows_most_from_the_side_it_lies_on(name: str, from_front: bool) -> None:
    front, back = area(name, "r", FRONTS), area(name, "r", BACKS)
    assert (front > back) == from_front, (front, back)


@pytest.mark.parametrize("name", KNOWN)
def test_a_muscle_lies_on_its_own_side(name: str) -> None:
    """Seen from the front the right side of the body is at the left of the picture."""
    drawn, seen = FRONTS
    middle = seen.pixels(drawn.camera.seen(drawn.bones.at[:1]))[0, 0]
    for side, sign in (("r", -1), ("l", 1)):
        mask = muscle.shown(Glow("group", side, (name,), 1.0), drawn, seen).mask
        if mask.any():
            assert sign * (np.nonzero(mask)[1].mean() - middle) > 0


def test_both_sides_show_alike() -> None:
    for name in KNOWN:
        right, left = area(name, "r", FRONTS), area(name, "l", FRONTS)
        assert right == pytest.approx(left, rel=0.12, abs=30 * PER_UNIT), name


def test_an_arm_in_front_of_a_muscle_stays_an_arm() -> None:
    one = standing({"shoulder_flexion_r": 30.0, "shoulder_rotation_r": 60.0, "elbow_flexion_r": 100.0})
    drawn, seen = picture(FRONT, one)
    shown = muscle.shown(Glow("abdominals", "r", ("rectus_abdominis",), 1.0), drawn, seen)
    limbs = {mesh.limbs()[n] for n in np.unique(seen.limb[shown.mask])}
    assert limbs <= {"trunk"}


def test_every_point_of_a_fan_names_a_body_and_lies_inside_the_figure() -> None:
    skeleton = load_tables().skeleton
    for name, fan in figure.load().fans.items():
        assert name in KNOWN
        for body, *at in (point for line in fan.lines for point in line):
            assert body in skeleton and len(at) == 3
            assert float(str(at[1])) > 0, f"{name}: written for one side, outwards is +"


def test_what_glows_is_claimed_by_the_exercise_and_at_most_three_groups() -> None:
    for exercise in EXERCISES.values():
        solved = [posed(name) for name in POSES if name.split(".")[0] == exercise.id]
        for glows in pictures.glowing(exercise, solved).values():
            assert len({one.group for one in glows}) <= 2 * muscle.MOST
            for one in glows:
                assert one.group in (*exercise.lengthens, *exercise.strengthens)
                assert set(one.names) <= set(exercise.muscles)
                assert 0.5 <= one.level <= 1


@pytest.mark.parametrize(
    ("name", "side", "group"),
    [("hamstring_strap.hold", "r", "hamstrings"), ("bird_dog.reach", "r", "gluteus_maximus"),
     ("side_plank.hold", "r", "obliques"), ("clam.open", "r", "hip_abductors"),
     ("knee_to_chest.hold", "r", "gluteus_maximus")],
)  # fmt: skip
def test_the_worked_side_glows_alone(name: str, side: str, group: str) -> None:
    exercise = EXERCISES[name.split(".")[0]]
    solved = [posed(each) for each in POSES if each.split(".")[0] == exercise.id]
    glows = pictures.glowing(exercise, solved)[name.split(".", 1)[1]]
    assert {one.side for one in glows if one.group == group} == {side}


def test_the_face_looks_at_who_stands_before_it_and_not_at_who_stands_behind() -> None:
    seen = {azimuth: face.features(*picture(azimuth)) for azimuth in (FRONT, 90.0, BACK)}
    assert [len(seen[azimuth].eyes) for azimuth in (FRONT, 90.0, BACK)] == [2, 1, 0]
    assert len(seen[FRONT].lines) == 4  # two brows, a nose, a mouth
    assert seen[BACK].lines == ()
    mouth = max(seen[FRONT].lines, key=lambda line: line[:, 1].mean())
    assert mouth[[0, -1], 1].mean() < mouth[len(mouth) // 2, 1], "it smiles: its ends are higher"


def test_the_whole_figure_lies_in_its_picture() -> None:
    for drawn, seen in (FRONTS, BACKS):
        there = seen.colour != NOTHING
        assert not there[0].any() and not there[:, 0].any() and not there[:, -1].any()
        assert set(mesh.limbs()) == {mesh.limbs()[n] for n in np.unique(seen.limb[there])}
        tall = np.ptp(np.nonzero(there)[0]) / seen.scale
        assert tall == pytest.approx(1.72, abs=0.06)
        assert drawn.body.shape == mesh.load().points.shape


def test_a_pose_without_a_view_is_seen_from_where_its_muscle_shows() -> None:
    exercise = EXERCISES["glute_bridge"]
    bare = replace(exercise, poses=tuple({k: v for k, v in one.items() if k != "view"} for one in exercise.poses))
    solved = [posed("glute_bridge.down"), posed("glute_bridge.up")]
    glows = pictures.glowing(exercise, solved)["up"]
    chosen = view.azimuth(bare, solved[1], glows)
    assert view.azimuth(exercise, solved[1], glows) == solved[1].pose.view_deg
    others = [view.worth(bare, solved[1], glows, degrees) for degrees in (0.0, 90.0, 180.0, 270.0)]
    assert view.worth(bare, solved[1], glows, chosen) >= max(others)


def turned(bones: pose.Bones, name: str) -> Array:
    return np.asarray(bones.turned[bones.bodies.index(name)])


def test_a_helper_turns_half_way_and_fingers_close_towards_the_palm() -> None:
    one = standing({"knee_flexion_r": 100.0})
    state = scene.state_of(one)
    bones = pose.bones(state.body, state.data, {"r": 90.0})
    helper = bones.turned[len(bones.bodies) + bones.helped.index("shank_r")]
    thigh, shank = turned(bones, "thigh_r"), turned(bones, "shank_r")
    for part in (thigh.T @ helper, helper.T @ shank):
        assert np.degrees(np.arccos((np.trace(part) - 1) / 2)) == pytest.approx(50.0, abs=0.1)
    tip = np.array([-0.048, -0.168, -0.25])
    closed = bones.standing("hand_r", bones.moved("fingers_r", tip)[None])[0]
    assert closed[1] > tip[1] + 0.05, "the right palm faces left"
    left = bones.standing("hand_l", bones.moved("fingers_l", tip * (1, -1, 1))[None])[0]
    assert left == pytest.approx(tip * (1, -1, 1))
