"""Muscles: laws that hold for any posture."""

from collections.abc import Callable
from itertools import combinations

import mujoco
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supple.body import model, muscles, posture
from supple.body.model import Array, Body, build
from supple.core.errors import InputError

Lengths = Callable[..., dict[str, float]]
WORST_JUMP_M_PER_DEGREE = 0.003


def random_angles(body: Body, seed: int, part: float = 0.9) -> dict[str, float]:
    rng = np.random.default_rng(seed)
    values = np.degrees(rng.uniform(body.limits[:, 0] * part, body.limits[:, 1] * part))
    return dict(zip(body.coordinates, values.tolist(), strict=True))


def test_it_is_one_at_rest(body: Body) -> None:
    for name, effect in muscles.effects(body, {}).items():
        assert (effect.length_rel, effect.fibre_strain, effect.share) == (1.0, 0.0, 0.0), name
        assert 0.05 < effect.length_m < 0.7, name


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_mirrored_angles_give_mirrored_lengths(seed: int) -> None:
    body = model.reference()
    angles = random_angles(body, seed)
    one, two = (muscles.effects(body, each) for each in (angles, posture.mirror(angles)))
    for name, effect in one.items():
        other = f"{name[:-2]}_{'l' if name.endswith('_r') else 'r'}"
        assert two[other].length_m == pytest.approx(effect.length_m, abs=1e-6), name


@pytest.mark.parametrize("height", [1.5, 1.95])
def test_shares_and_strains_do_not_depend_on_the_height(body: Body, height: float) -> None:
    angles, other = random_angles(body, 4, 0.6), build(height)
    one, two = muscles.effects(body, angles), muscles.effects(other, angles)
    for name in one:
        assert two[name].length_rel == pytest.approx(one[name].length_rel, abs=1e-9)
        assert two[name].fibre_strain == pytest.approx(one[name].fibre_strain, abs=1e-9)
        assert two[name].share == pytest.approx(one[name].share, abs=1e-6)
        assert two[name].length_m / one[name].length_m == pytest.approx(height / 1.7)


def sweep(body: Body, coordinate: str, step_deg: float, rest: dict[str, float]) -> Array:
    """(steps, muscles): lengths along the whole range of a coordinate."""
    low, high = np.degrees(body.limits[body.index(coordinate)])
    turns = np.arange(low, high + step_deg / 2, step_deg)
    return np.array([muscles.lengths(body, posture.qpos(body, {**rest, coordinate: float(turn)})) for turn in turns])


def worst(body: Body, coordinate: str, step_deg: float, rest: dict[str, float]) -> tuple[float, str]:
    """The largest change a degree along a sweep, and whose it is."""
    change = np.abs(np.diff(sweep(body, coordinate, step_deg, rest), axis=0)) / step_deg
    return float(change.max()), muscles.names(body)[int(change.max(axis=0).argmax())]


def test_no_length_jumps_along_any_angle(body: Body) -> None:
    for coordinate in body.coordinates:
        jump, muscle = worst(body, coordinate, 1.0, {})
        assert jump <= WORST_JUMP_M_PER_DEGREE, (coordinate, muscle)


def test_no_length_jumps_along_any_angle_while_another_is_at_an_end(body: Body) -> None:
    rng = np.random.default_rng(11)
    right = [name for name in body.coordinates if not name.endswith("_l")]
    pairs = list(combinations(right, 2))
    for number in rng.choice(len(pairs), 60, replace=False):
        one, two = pairs[number]
        for held in np.degrees(body.limits[body.index(two)]):
            jump, muscle = worst(body, one, 2.5, {two: float(held)})
            assert jump <= WORST_JUMP_M_PER_DEGREE, (one, two, held, muscle)


def test_no_length_jumps_between_random_postures(body: Body) -> None:
    """Along the straight way between two postures no muscle changes faster than all its angles together allow."""
    for seed in range(20):
        one, two = random_angles(body, seed), random_angles(body, seed + 100)
        turned = max(abs(two[name] - one[name]) for name in one)
        way = [{name: one[name] + (two[name] - one[name]) * part for name in one} for part in np.linspace(0, 1, 200)]
        walked = np.array([muscles.lengths(body, posture.qpos(body, angles)) for angles in way])
        degrees = turned / 199 * len(one)
        assert np.abs(np.diff(walked, axis=0)).max() <= WORST_JUMP_M_PER_DEGREE * degrees


def test_a_moment_arm_is_minus_the_slope_of_the_length(body: Body, lengths: Lengths) -> None:
    angles = {"hip_flexion_r": 40.0, "knee_flexion_r": 50.0, "lumbar_flexion": 20.0}
    for coordinate in ("hip_flexion_r", "hip_rotation_r", "knee_flexion_r", "lumbar_flexion", "lumbar_lateral_right"):
        arms = muscles.effects(body, angles, [coordinate])
        more, less = (lengths({**angles, coordinate: angles.get(coordinate, 0.0) + step}) for step in (0.5, -0.5))
        for name, effect in arms.items():
            slope = (more[name] - less[name]) / np.radians(1.0)
            assert effect.moment_arm_m[coordinate] == pytest.approx(-slope, abs=2e-5), (name, coordinate)


def test_a_moment_arm_is_the_one_that_mujoco_computes(body: Body) -> None:
    angles = {"hip_flexion_r": 30.0, "hip_adduction_r": 10.0, "hip_rotation_r": -20.0}
    data = mujoco.MjData(body.model)
    data.qpos[:] = posture.qpos(body, angles)
    mujoco.mj_forward(body.model, data)
    dense = np.zeros((body.model.ntendon, body.model.nv))
    mujoco.mju_sparse2dense(
        dense,
        data.ten_J.reshape(-1),
        body.model.ten_J_rownnz,
        body.model.ten_J_rowadr,
        body.model.ten_J_colind.reshape(-1),
    )
    for coordinate in ("hip_flexion_r", "hip_adduction_r", "hip_rotation_r"):
        column = dense[:, body.model.joint(coordinate).dofadr[0]]
        assert muscles.arm(body, angles, coordinate) == pytest.approx(-column, abs=1e-6)


def test_an_angle_moves_only_what_crosses_it(lengths: Lengths) -> None:
    rest, bent = lengths({}), lengths({"knee_flexion_r": 70.0})
    changed = {name for name in rest if abs(bent[name] - rest[name]) > 1e-9}
    assert changed == {
        f"{name}_r" for name in (
            "rectus_femoris", "vastus_intermedius", "sartorius", "tfl", "gracilis", "semimembranosus", "semitendinosus",
            "biceps_femoris_lh", "biceps_femoris_sh", "gastrocnemius_med", "gastrocnemius_lat",
        )
    }  # fmt: skip
    assert {name for name in rest if abs(lengths({"wrist_extension_r": 50.0})[name] - rest[name]) > 1e-9} == set()


def test_its_own_range_ends_in_a_clinical_test(body: Body) -> None:
    for test in body.tables.end_range.values():
        effects = muscles.effects(body, muscles.both(body, test.angles))
        for name, effect in effects.items():
            if name.endswith("_r") and (not test.groups or body.tables.muscles[name[:-2]].group in test.groups):
                assert 0.0 <= effect.share <= 1.0 + 1e-9, (test.id, name)
    most = dict(zip(muscles.names(body), muscles.longest(body) - muscles.neutral(body), strict=True))
    # Some are longest when standing: the range of these cannot be shared out, and their share stays 0.
    assert {name for name, room in most.items() if room <= muscles.NO_RANGE_M} <= {
        "biceps_femoris_sh_r",
        "biceps_femoris_sh_l",
    }
    assert all(most[f"{name[:-2]}_l"] == room for name, room in most.items())


WHOSE_TEST = [
    ({"hip_flexion": 80.0}, "semimembranosus", 0.9),
    ({"hip_flexion": -15.0}, "psoas", 0.9),
    ({"hip_flexion": -5.0, "knee_flexion": 130.0}, "rectus_femoris", 0.95),
    ({"hip_flexion": 100.0, "hip_adduction": -20.0, "hip_rotation": -45.0, "knee_flexion": 100.0}, "piriformis", 0.4),
    ({"ankle_dorsiflexion": 20.0}, "gastrocnemius_med", 0.9),
    ({"lumbar_flexion": 55.0, "thoracic_flexion": 30.0, "neck_flexion": 50.0}, "longissimus_thoracic", 0.9),
    ({"neck_flexion": 40.0, "neck_lateral_right": -35.0}, "levator_scapulae", 0.9),
    ({"shoulder_flexion": 170.0}, "latissimus_dorsi", 0.5),
    ({"lumbar_flexion": -25.0}, "rectus_abdominis", 0.7),
]


@pytest.mark.parametrize(("angles", "muscle", "share"), WHOSE_TEST, ids=[row[1] for row in WHOSE_TEST])
def test_it_knows_whose_stretch_it_is(body: Body, angles: dict[str, float], muscle: str, share: float) -> None:
    effect = muscles.effects(body, muscles.both(body, angles))[f"{muscle}_r"]
    assert effect.share >= share
    assert effect.fibre_strain > 0.0


def test_it_keeps_the_psoas_honest(body: Body) -> None:
    """In hip extension the psoas is near the end of its own range, yet hardly strained: rectus femoris comes first."""
    lunge = muscles.effects(body, {"hip_flexion_r": -15.0, "knee_flexion_r": 90.0})
    assert lunge["psoas_r"].share > 0.7
    assert lunge["psoas_r"].fibre_strain < 0.2 < lunge["rectus_femoris_r"].fibre_strain


def test_it_refuses_an_unknown_angle(body: Body) -> None:
    with pytest.raises(InputError, match="hip_twist: is no angle of the body"):
        muscles.effects(body, {}, ["hip_twist"])
    with pytest.raises(InputError, match="hip_twist: is no angle of the body"):
        muscles.effects(body, {"hip_twist": 1.0})


def test_it_keeps_bodies_apart(body: Body) -> None:
    """What is kept for one body is never read for another."""
    small = build(1.5)
    assert muscles.neutral(small) / muscles.neutral(body) == pytest.approx(np.full(len(muscles.names(body)), 1.5 / 1.7))
    assert muscles.fibres(small) / muscles.fibres(body) == pytest.approx(np.full(len(muscles.names(body)), 1.5 / 1.7))
