"""Angles: what is commanded is what a goniometer would measure."""

from collections.abc import Callable

import mujoco
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supple.body import model, posture
from supple.body.model import Body, build
from supple.core.errors import InputError

Stand = Callable[..., mujoco.MjData]
SPINE = {"lumbar": (45.0, 25.0, 14.0), "thoracic": (18.0, 20.0, 30.0), "neck": (45.0, 35.0, 60.0)}


@pytest.mark.parametrize("angle", ["lumbar_flexion", "lumbar_lateral_right", "lumbar_rotation_left"])
@pytest.mark.parametrize("degrees", [-15.0, 7.5, 18.0])
def test_it_measures_what_was_commanded(body: Body, stand: Stand, angle: str, degrees: float) -> None:
    read = posture.totals(body, stand({angle: degrees}))
    assert read[angle] == pytest.approx(degrees, abs=1e-9)
    assert [value for name, value in read.items() if name != angle] == pytest.approx([0.0] * 8, abs=1e-9)


def test_command_thirty_measures_thirty(body: Body, stand: Stand) -> None:
    """The trunk as a whole, against the pelvis, by what it points at and not by the model's own books."""
    data = stand({"lumbar_flexion": 30.0})
    upright = data.body("ribs_low").xmat.reshape(3, 3)[:, 2]
    assert np.degrees(np.arctan2(upright[0], upright[2])) == pytest.approx(30.0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-1, 1), min_size=9, max_size=9))
def test_it_measures_what_was_commanded_when_turns_mix(parts: list[float]) -> None:
    body = model.reference()
    ends = [end for each in SPINE.values() for end in each]
    names = [f"{region}_{name}" for region in SPINE for name in posture.TOTALS]
    angles = {name: part * end for name, part, end in zip(names, parts, ends, strict=True)}
    data = mujoco.MjData(body.model)
    data.qpos[:] = posture.qpos(body, angles)
    mujoco.mj_kinematics(body.model, data)
    assert posture.totals(body, data) == pytest.approx(angles, abs=1e-6)


def test_it_shares_a_total_over_the_levels(body: Body, stand: Stand) -> None:
    """Every level bends, none by more than a third."""
    data = stand({"lumbar_flexion": 50.0})
    levels = ["pelvis", "lumbar5", "lumbar4", "lumbar3", "lumbar2", "lumbar1", "ribs_low"]
    leans = [np.degrees(np.arctan2(data.body(name).xmat[2], data.body(name).xmat[8])) for name in levels]
    steps = np.diff(leans)
    assert steps.min() > 2.0 and steps.max() < 17.0
    assert steps.sum() == pytest.approx(50.0)


def test_it_knows_the_ends_of_each_region(body: Body) -> None:
    assert {region: posture.ends(body, region) for region in posture.REGIONS} == {
        "lumbar": ("pelvis", "ribs_low"),
        "thoracic": ("ribs_low", "ribs_up"),
        "neck": ("ribs_up", "head"),
    }


def test_it_holds_on_a_stiff_and_on_a_small_body(stand: Stand) -> None:
    for other in (build(1.5, stiff=True), build(1.95)):
        angles = {
            "lumbar_flexion": 35.0,
            "lumbar_lateral_right": -15.0,
            "neck_rotation_left": 40.0,
            "neck_flexion": 20.0,
        }
        read = posture.totals(other, stand(angles, other))
        assert {name: read[name] for name in angles} == pytest.approx(angles, abs=1e-6)


def test_it_stands_straight_when_nothing_is_said(body: Body) -> None:
    assert posture.qpos(body, {}) == pytest.approx(body.model.qpos0)


def test_it_names_the_angles_when_one_is_unknown(body: Body) -> None:
    with pytest.raises(InputError, match="hip_wiggle: is no angle of the body; allowed: ankle_dorsiflexion_l, "):
        posture.qpos(body, {"hip_wiggle": 3.0})


def test_a_mirrored_mirror_is_the_same() -> None:
    angles = {"hip_flexion_r": 3.0, "lumbar_lateral_right": 4.0, "neck_rotation_left": -5.0, "lumbar_flexion": 6.0}
    once = posture.mirror(angles)
    assert once == {
        "hip_flexion_l": 3.0,
        "lumbar_lateral_right": -4.0,
        "neck_rotation_left": 5.0,
        "lumbar_flexion": 6.0,
    }
    assert posture.mirror(once) == angles
