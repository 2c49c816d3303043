"""What is baked of an exercise is read strictly, and only when somebody asks for it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from supple.core import baked
from supple.core.baked import LANDMARKS, Baked, BakedPose, Shelf, path_of
from supple.core.content import ROOT, Content, load
from supple.core.errors import ContentError

POSE: dict[str, Any] = {
    "name": "reach",
    "of": "base",
    "root": [0.0, 0.0, 469.0, 1.0, 0.0, 0.0, 0.0],
    "landmarks": {name: [number, 2 * number, 3] for number, name in enumerate(LANDMARKS)},
    "angles": {"hip_flexion_r": 12.5},
    "objects": {"chair": [0.1, 0.0, 0.0, 180.0]},
    "strains": {"psoas_r": -4},
    "shares": {"psoas_r": 7},
}
LONGER = {"muscle": "psoas_major", "side": "right", "pose": "reach", "strain_pct": 9, "share_pct": 80,
          "over_start_pct": 6}  # fmt: skip
WHOLE: dict[str, Any] = {
    "made_from": "0123456789abcdef", "height_m": 1.7, "poses": [POSE], "lengthening": {"iliopsoas": LONGER},
}  # fmt: skip
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A baked file under an empty content folder, with something changed in it."""

    def written(name: str = "bird_dog", given: object = WHOLE) -> Path:
        path = path_of(tmp_path, name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(given if isinstance(given, str) else json.dumps(given))
        return path

    return written


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in WHOLE.items() if name != key}


def posed(**changed: object) -> dict[str, Any]:
    return WHOLE | {"poses": [POSE | changed]}


def test_it_reads_what_was_written(write: Write, tmp_path: Path) -> None:
    made = baked.read(write(), tmp_path)
    (pose,) = made.poses
    assert (made.made_from, made.height_m, pose.shown) == ("0123456789abcdef", 1.7, "reach")
    assert pose.landmarks["left_eye_inner"] == (1, 2, 3)
    assert (pose.angles, pose.objects) == ({"hip_flexion_r": 12.5}, {"chair": (0.1, 0.0, 0.0, 180.0)})
    assert (pose.strains["psoas_r"], pose.shares["psoas_r"]) == (-4, 7)
    assert made.lengthening["iliopsoas"].strain_pct == 9


def test_an_easier_pose_is_called_after_its_form(write: Write, tmp_path: Path) -> None:
    given = posed(of="easier") | {"lengthening": {}}
    assert [pose.shown for pose in baked.read(write(given=given), tmp_path).poses] == ["easier.reach"]


FEW = {name: at for name, at in POSE["landmarks"].items() if name != "nose"}
BAD: list[tuple[object, str]] = [
    ("{", "file: is not JSON ("),
    ([], "file: must be a table, not []"),
    (WHOLE | {"colour": "red"}, "colour: unknown key; allowed: height_m, lengthening, load, made_from, poses"),
    (WHOLE | {"load": 0}, "load: must be from 1 to 5, not 0"),
    (WHOLE | {"load": "high"}, 'load: must be a whole number, not "high"'),
    (without("made_from"), "made_from: is missing"),
    (without("poses"), "poses: is missing"),
    (WHOLE | {"poses": []}, "poses: is empty"),
    (WHOLE | {"poses": [POSE, POSE]}, "poses: holds a pose twice"),
    (WHOLE | {"height_m": "tall"}, 'height_m: must be a number, not "tall"'),
    (posed(of="worse"), 'poses[0].of: "worse" is not one of: easier, base, harder'),
    (posed(root=[0.0, 1.0]), "poses[0].root: must be seven numbers, not 2"),
    (posed(root=["here"]), 'poses[0].root[0]: must be a number, not "here"'),
    (posed(strains={"psoas_r": 1.5}), "poses[0].strains.psoas_r: must be a whole number, not 1.5"),
    (posed(strains={"psoas_r": True}), "poses[0].strains.psoas_r: must be a whole number, not true"),
    (posed(shares=[1]), "poses[0].shares: must be a table, not [1]"),
    (posed(angles={"hip_flexion_r": "much"}), 'poses[0].angles.hip_flexion_r: must be a number, not "much"'),
    (posed(objects={"chair": [1.0]}), "poses[0].objects.chair: must be four numbers, not 1"),
    (posed(landmarks=FEW), "poses[0].landmarks: must be the 33 of the pose model; missing or too many: nose"),
    (posed(landmarks=POSE["landmarks"] | {"tail": [1, 2, 3]}), "missing or too many: tail"),
    (posed(landmarks=POSE["landmarks"] | {"nose": [1, 2]}), "poses[0].landmarks.nose: must be three numbers, not 2"),
    (posed(colour="red"), "poses[0].colour: unknown key; allowed: "),
    (WHOLE | {"lengthening": {"elbow": LONGER}}, "lengthening.elbow: is no target group; allowed: iliopsoas, "),
    (WHOLE | {"lengthening": {"neck": LONGER | {"pose": "fly"}}}, 'lengthening.neck.pose: "fly" is not one of: reach'),
    (WHOLE | {"lengthening": {"neck": LONGER | {"side": "top"}}}, 'lengthening.neck.side: "top" is not one of: left, '),
]


@pytest.mark.parametrize(("given", "why"), BAD, ids=[why for _, why in BAD])
def test_it_refuses_a_bad_file_with_file_key_and_reason(write: Write, tmp_path: Path, given: object, why: str) -> None:
    with pytest.raises(ContentError) as refused:
        baked.read(write(given=given), tmp_path)
    assert str(refused.value).startswith("baked/bird_dog.json: ")
    assert why in str(refused.value)


def test_it_refuses_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"^baked/walk\.json: file: is missing; run supple bake$"):
        baked.read(path_of(tmp_path, "walk"), tmp_path)


@pytest.mark.parametrize("kind", [Baked, BakedPose])
def test_every_key_without_a_rest_is_needed(write: Write, tmp_path: Path, kind: type) -> None:
    whole = WHOLE if kind is Baked else POSE
    needed = [field.name for field in fields(kind) if field.name not in _rest(kind)]
    for key in needed:
        short = {name: value for name, value in whole.items() if name != key}
        with pytest.raises(ContentError, match=f"{key}: is missing"):
            baked.read(write(given=short if kind is Baked else WHOLE | {"poses": [short]}), tmp_path)
    assert len(needed) >= 3


def _rest(kind: type) -> set[str]:
    """What a file may leave out, because nothing is to be said."""
    return {"lengthening", "load"} if kind is Baked else {"angles", "objects", "strains", "shares"}


def test_a_shelf_holds_what_was_baked_and_reads_it_when_asked(write: Write, tmp_path: Path) -> None:
    write("bird_dog")
    write("walk", "{")
    shelf = Shelf(tmp_path, ["bird_dog", "cat_cow", "walk"])
    assert (list(shelf), len(shelf), "cat_cow" in shelf) == (["bird_dog", "walk"], 2, False)
    assert shelf["bird_dog"] is shelf["bird_dog"], "and once only"
    with pytest.raises(KeyError):
        shelf["cat_cow"]
    with pytest.raises(ContentError, match=r"^baked/walk\.json: file: is not JSON"):
        shelf["walk"]


def test_a_new_result_changes_the_version_of_the_content(tmp_path: Path) -> None:
    root = Path(shutil.copytree(ROOT, tmp_path / "content"))
    before = load(root).version
    path = path_of(root, "walk")
    path.parent.mkdir(exist_ok=True)
    path.write_text("{}")
    load.cache_clear()
    assert load(root).version != before
    load.cache_clear()


def test_all_that_ships_can_be_read() -> None:
    content: Content = load()
    for name, made in content.baked.items():
        assert name in content.exercises
        assert {pose.name for pose in made.poses} <= {str(one["name"]) for one in content.exercises[name].poses}
