"""The movement for browsers: what a film and the skin say is what the body does."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from supple.body import move, solve
from supple.body.draw import film, mesh, reels, scene, shelf, skin
from supple.body.draw.film import PLACE, TURN
from supple.body.model import Array
from supple.core.content import ROOT, load

EXERCISES = load().exercises
FILMED = ("bird_dog", "hamstring_strap", "walk", "lying_trunk_twist", "calf_stretch")  # two poses, held, round, alone
SKIN_MOST, FILM_MOST = 120_000, 12_000  # bytes, gzipped


@cache
def filmed(name: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(film.film(EXERCISES[name], shelf.postures(EXERCISES[name])))
    return made


def channel(values: object, frame: int) -> float:
    return float(values[frame] if isinstance(values, list) else values) / TURN  # type: ignore[arg-type]


def matrix(quat: Array) -> Array:
    w, x, y, z = quat / np.linalg.norm(quat)
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ])  # fmt: skip


def placed(form: dict[str, Any], frame: int, parents: list[int]) -> Array:
    """Every joint as a browser finds it from the film."""
    turned, at = list[Array](), list[Array]()
    for n, parent in enumerate(parents):
        own = matrix(np.array([channel(form["turns"][4 * n + k], frame) for k in range(4)]))
        if n == 0:
            turned.append(own)
            at.append(np.array([axis[frame] for axis in form["root"]]) / PLACE)
        else:
            turned.append(turned[parent] @ own)
            at.append(at[parent] + turned[parent] @ np.array(form["joints"][n]) / PLACE)
    return np.array(at)


@pytest.mark.parametrize("name", FILMED)
def test_a_film_is_at_each_key_pose_where_the_body_is(name: str) -> None:
    parents = skin.head_of(skin.data())["parents"]
    solved = {one.pose.shown: one for one in shelf.postures(EXERCISES[name])}
    form = filmed(name)["forms"]["base"]
    for n, pose in enumerate(form["poses"]):
        state = scene.state_of(solved[pose])
        there = np.array([state.data.body(one).xpos for one in scene.binding().bodies[:30]])
        found = placed(form, form["reached"][n], parents)[:30]  # type: ignore[arg-type]
        away = found - there
        if form["round"]:
            away[:, :2] -= away[0, :2]  # who walks stays in the middle of the picture
        assert np.abs(away).max() < 0.002


def test_a_movement_goes_as_the_body_moves() -> None:
    one, other = shelf.postures(EXERCISES["bird_dog"])[:2]
    way = move.between(one, other, solve.body_for(one.height_m, ()))
    form = filmed("bird_dog")["forms"]["base"]
    assert form["reached"] == [0, len(way.frames) - 1]
    for frame, told in zip(way.frames, np.array(form["root"]).T / PLACE, strict=True):
        assert np.abs(frame.qpos[:3] - told).max() < 0.0002


def test_a_form_of_one_pose_begins_where_the_base_form_does_if_the_way_is_fair() -> None:
    assert filmed("hamstring_strap")["forms"]["easier"]["poses"][-1] == "hold"
    assert filmed("calf_stretch")["forms"]["easier"]["poses"] == ["straight"]


def test_what_glows_in_a_film_is_what_glows_in_the_pictures() -> None:
    glows = filmed("bird_dog")["forms"]["base"]["glows"]
    assert {one["group"] for one in glows} == {"erectors", "gluteus_maximus"}
    assert all(one["levels"][0] == 0 and one["levels"][1] > 0.5 for one in glows)


def test_what_is_held_moves_with_the_hands() -> None:
    held = filmed("hamstring_strap")["forms"]["base"]["held"]
    bones = scene.binding().bodies
    assert [one["colour"] for one in held] == ["band"]
    assert {bones[point[0]] for place in held[0]["band"] for point in place} >= {"hand_r", "hand_l"}
    assert held[0]["poses"] == [1]


def test_a_stick_reaches_from_the_pelvis_to_the_head_and_is_as_thick_as_in_the_pictures() -> None:
    for form in filmed("hip_hinge")["forms"].values():
        (stick,) = form["held"]
        bones = [scene.binding().bodies[place[0][0]] for place in stick["band"]]
        assert bones == ["pelvis", "head"] and stick["radius"] == scene.STICK_M and stick["colour"] == "prop"
        assert stick["poses"] == [0, 1]


def test_a_towel_is_no_band_and_a_low_wall_is_low() -> None:
    (towel,) = filmed("lying_glute_stretch")["forms"]["easier"]["held"]
    assert towel["colour"] == "cloth" and "radius" not in towel
    walls = [one for one in filmed("butterfly_sit")["forms"]["base"]["things"] if one["colour"] == "wall"]
    assert len(walls) == 1 and 2 * walls[0]["boxes"][0][2] < 1.2


def test_a_walk_goes_round_on_the_spot() -> None:
    form = filmed("walk")["forms"]["base"]
    assert form["round"] and not form["cuts"]
    assert np.ptp(form["root"][0]) / PLACE < 0.1
    assert abs(form["root"][0][0] - form["root"][0][-1]) <= 5


def test_the_skin_keeps_its_shape_in_its_bytes() -> None:
    data = skin.data()
    head = skin.head_of(data)
    assert len(gzip.compress(data, 9)) < SKIN_MOST
    parts = head["parts"]
    assert isinstance(parts, list)
    assert sum(one["count"] for one in parts) == head["corners"]
    assert {one["limb"] for one in parts} == set(range(len(mesh.limbs())))
    assert {one["colour"] for one in parts} == {"skin", "shirt", "legs", "sock", "hair", "line"}


def test_every_exercise_with_poses_has_its_film_and_none_is_heavy() -> None:
    there = {path.stem for path in (ROOT / reels.FOLDER).glob(f"*{reels.END}")}
    assert there == {one.id for one in EXERCISES.values() if one.poses}
    for path in (ROOT / reels.FOLDER).glob(f"*{reels.END}"):
        assert len(gzip.compress(path.read_bytes(), 9)) < FILM_MOST, path.name


def test_only_what_changed_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = {"bird_dog": "a", "walk": "b"}
    monkeypatch.setattr(reels, "made_from", lambda root, exercise: marks[exercise.id])
    monkeypatch.setattr(film, "film", lambda exercise, solved, mark: json.dumps({"made_from": mark}).encode())
    monkeypatch.setattr(shelf, "postures", lambda exercise: [])
    two = [EXERCISES[name] for name in marks]
    assert list(reels.update(tmp_path, two)) == ["skin.bin: made", "bird_dog.film: made", "walk.film: made"]
    assert list(reels.update(tmp_path, two)) == []
    marks["walk"] = "c"
    assert list(reels.update(tmp_path, two)) == ["walk.film: made"]
    reels.sweep(tmp_path, two[:1])
    assert sorted(path.name for path in (tmp_path / reels.FOLDER).iterdir()) == ["bird_dog.film", "skin.bin"]
