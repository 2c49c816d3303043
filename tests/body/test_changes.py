"""Two results of an exercise: what differs, how it is said, and what solving again may differ by."""

import math
from dataclasses import replace

import pytest

from supple.body import changes
from supple.body.changes import MOST, Change
from supple.core.baked import LANDMARKS, Baked, BakedPose, Lengthened

POSE = BakedPose(
    name="hold",
    of="base",
    root=(0.0, 0.0, 500.0, 1.0, 0.0, 0.0, 0.0),
    landmarks={name: (number, 0, 100) for number, name in enumerate(LANDMARKS)},
    angles={"knee_flexion_r": 90.0, "hip_flexion_r": 45.0},
    objects={"chair": (0.0, 0.0, 0.0, 0.0)},
    strains={"psoas_r": 5},
    shares={"psoas_r": 50},
)
PULL = Lengthened("psoas_major", "right", "hold", strain_pct=5, share_pct=50, over_start_pct=4)
OLD = Baked(made_from="a", height_m=1.7, poses=(POSE,), lengthening={"iliopsoas": PULL})


def turned(degrees: float) -> tuple[float, ...]:
    half = math.radians(degrees) / 2
    return (*POSE.root[:3], round(math.cos(half), 4), 0.0, round(math.sin(half), 4), 0.0)


def posed(**changed: object) -> Baked:
    return replace(OLD, poses=(replace(POSE, **changed),))  # type: ignore[arg-type]


def pulled(**changed: object) -> Baked:
    return replace(OLD, lengthening={"iliopsoas": replace(PULL, **changed)})  # type: ignore[arg-type]


def between(new: Baked) -> list[Change]:
    return list(changes.between(OLD, new))


def test_what_is_the_same_has_no_changes() -> None:
    assert between(OLD) == []
    assert between(replace(OLD, made_from="b")) == [], "what it was made from is not what came out"


WITHIN = [
    posed(angles={"knee_flexion_r": 91.0, "hip_flexion_r": 45.0}),
    posed(angles=POSE.angles | {"neck_flexion": -1.0}),
    posed(landmarks=POSE.landmarks | {"nose": (3, 4, 100)}),
    posed(root=(0.0, 5.0, 500.0, 1.0, 0.0, 0.0, 0.0)),
    posed(root=turned(1.0)),
    posed(root=(*POSE.root[:3], -1.0, 0.0, 0.0, 0.0)),
    posed(strains={"psoas_r": 7}, shares={"psoas_r": 48}),
    posed(strains={"psoas_r": 5, "psoas_l": 2}),
    pulled(strain_pct=7),
    pulled(muscle="iliacus", share_pct=90),
    pulled(side="left"),
    pulled(muscle="iliacus", strain_pct=60, over_start_pct=3),
    replace(OLD, lengthening=OLD.lengthening | {"neck": replace(PULL, over_start_pct=2)}),
]
BEYOND = [
    (posed(angles={"knee_flexion_r": 91.1, "hip_flexion_r": 45.0}), "hold: knee_flexion_r is off by 1.1 degrees"),
    (posed(angles={"knee_flexion_r": 90.0}), "hold: hip_flexion_r is off by 45 degrees"),
    (posed(landmarks=POSE.landmarks | {"nose": (4, 4, 100)}), "hold: nose is off by 5.7 mm"),
    (posed(root=(0.0, 5.0, 504.0, 1.0, 0.0, 0.0, 0.0)), "hold: pelvis is off by 6.4 mm"),
    (posed(root=turned(3.0)), "hold: the pelvis' attitude is off by 3 degrees"),
    (posed(strains={"psoas_r": 8}), "hold: strain of psoas_r is off by 3 percent points"),
    (posed(shares={}), "hold: share of psoas_r is off by 50 percent points"),
    (posed(objects={}), "hold: its objects stand elsewhere"),
    (posed(name="rest"), "hold: is gone"),
    (replace(OLD, poses=(POSE, replace(POSE, of="easier"))), "easier.hold: is new"),
    (replace(OLD, load=3), "load: is 3, not 1"),
    (replace(OLD, height_m=1.8), "height: is 1.8 m, not 1.7"),
    (replace(OLD, lengthening={}), "lengthening: iliopsoas is off by 4 percent points"),
    (pulled(over_start_pct=9), "lengthening: iliopsoas is off by 5 percent points"),
    (pulled(muscle="iliacus", strain_pct=9), "lengthening: iliopsoas is off by 4 percent points"),
]


@pytest.mark.parametrize("new", WITHIN)
def test_what_solving_again_may_do_does_not_count(new: Baked) -> None:
    assert [one.text for one in between(new) if one.counts] == []


@pytest.mark.parametrize(("new", "said"), BEYOND, ids=[said for _, said in BEYOND])
def test_what_is_further_off_counts_and_is_named(new: Baked, said: str) -> None:
    assert said in [one.text for one in between(new) if one.counts]


@pytest.mark.parametrize(("new", "_said"), BEYOND, ids=[said for _, said in BEYOND])
def test_a_change_counts_in_both_directions(new: Baked, _said: str) -> None:
    back = [one for one in changes.between(new, OLD) if one.counts]
    forth = [one for one in between(new) if one.counts]
    assert len(back) == len(forth) > 0


def test_it_sums_up_by_the_largest_of_each_unit() -> None:
    new = posed(
        angles={"knee_flexion_r": 60.0, "hip_flexion_r": 50.0},
        landmarks=POSE.landmarks | {"nose": (0, 0, 112), "left_eye": (2, 0, 103)},
        strains={"psoas_r": 1},
        objects={},
    )
    assert changes.most(between(new)) == "12 mm, 30 degrees, 4 percent points; hold: its objects stand elsewhere"
    assert changes.most(between(posed(strains={"psoas_r": 4}))) == "1 percent points"
    assert changes.most(between(replace(OLD, height_m=1.5))) == "height: is 1.5 m, not 1.7"


def test_every_unit_has_a_tolerance() -> None:
    units = {one.unit for new in (*WITHIN, *(new for new, _ in BEYOND)) for one in between(new)} - {""}
    assert units == set(MOST) == {"degrees", "mm", "percent points"}
