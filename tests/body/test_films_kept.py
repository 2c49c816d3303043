"""Every film that is kept and its skin: unpacked as a browser does, they are the baked poses, without a jump."""

import json
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from supple.body.draw import figure, mesh, reels, scene, skin
from supple.body.draw.film import PLACE, SAME, TURN
from supple.body.landmarks import stem
from supple.body.mjcf import sided
from supple.body.model import Array
from supple.core.baked import LANDMARKS, Baked, BakedPose, path_of
from supple.core.baked import read as baked
from supple.core.content import ROOT, load
from tests.body.test_draw_laws import unfolded
from tests.body.test_film import matrix

EXERCISES = load().exercises
FORMS = [(name, form) for name in EXERCISES for form in ("base", "easier", "harder")
         if form in json.loads((ROOT / reels.FOLDER / f"{name}{reels.END}").read_bytes())["forms"]]  # fmt: skip
JOINTS = {
    "hip": "thigh",
    "knee": "shank",
    "ankle": "foot",
    "shoulder": "upper_arm",
    "elbow": "forearm",
    "wrist": "hand",
}
SWIFT_DEG = 32.0  # more than this from one frame to the next is a jump


@cache
def film(name: str) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads((ROOT / reels.FOLDER / f"{name}{reels.END}").read_bytes())
    return kept


@cache
def poses(name: str) -> Baked:
    return baked(path_of(ROOT, name), ROOT)


def frames(form: dict[str, Any]) -> int:
    return len(form["root"][0])


def turns(form: dict[str, Any]) -> Array:
    """(frames, bodies, 4): every body's attitude against the one that carries it."""
    each = [np.full(frames(form), one) if isinstance(one, int) else np.array(one) for one in form["turns"]]
    return np.array(each).T.reshape(frames(form), -1, 4) / TURN


def shown(name: str, form: str) -> list[BakedPose]:
    """The baked poses that a film of this form says it reaches."""
    known = {one.shown: one for one in poses(name).poses}
    own = film(name)["forms"][form]["poses"]
    return [known.get(f"{form}.{one}") or known[one] for one in own]


def degrees_between(one: Array, other: Array) -> Array:
    """How far attitudes are turned against each other, whatever the length and sign of their quaternions."""
    same = (one * other).sum(axis=-1) / np.linalg.norm(one, axis=-1) / np.linalg.norm(other, axis=-1)
    return np.asarray(np.degrees(2 * np.arccos(np.abs(same).clip(0, 1))))


def joints(form: dict[str, Any], frame: int) -> dict[str, Array]:
    """Where each body turns, from the pelvis on [m]."""
    parents, bodies = HEAD["parents"], HEAD["bones"]
    own = turns(form)[frame]
    turned, at = [matrix(own[0])], [np.zeros(3)]
    for n, parent in list(enumerate(parents))[1:]:
        turned.append(turned[parent] @ matrix(own[n]))
        at.append(at[parent] + turned[parent] @ np.array(form["joints"][n]) / PLACE)
    return dict(zip(bodies, at, strict=True))


# --- Films ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "of"), FORMS)
def test_a_film_is_whole(name: str, of: str) -> None:
    form = film(name)["forms"][of]
    last = frames(form) - 1
    assert {len(one) for one in form["turns"] if isinstance(one, list)} | {len(axis) for axis in form["root"]} == {
        last + 1
    }
    assert form["reached"][0] == 0 and form["reached"][-1] == last
    assert all(one < other for one, other in pairwise(form["reached"]))
    assert len(form["reached"]) == len(form["poses"]) + form["round"]
    assert len(form["views"]) == len(form["poses"])
    assert all(0 < place < len(form["poses"]) for place in form["cuts"])
    assert not form["round"] or "walk" in EXERCISES[name].kinds
    left, top, right, bottom = form["box"][:4]
    assert 0.4 < right - left < 2.5 and 0.3 < bottom - top < 2.5
    for one in form["glows"]:
        assert one["group"] in EXERCISES[name].groups
        assert len(one["levels"]) == len(form["poses"]) and max(one["levels"]) > 0
    assert all(set(one["poses"]) <= set(range(len(form["poses"]))) for one in form["held"])


@pytest.mark.parametrize(("name", "of"), FORMS)
def test_its_turns_are_turns_and_none_is_a_jump(name: str, of: str) -> None:
    form = film(name)["forms"][of]
    each = turns(form)
    assert np.abs(np.linalg.norm(each, axis=2) - 1).max() < 2.5 * (1 + SAME) / TURN
    degrees = degrees_between(each[1:], each[:-1])
    quiet = [n for n in range(len(degrees)) if n + 1 not in {form["reached"][place] for place in form["cuts"]}]
    assert degrees[quiet].max(initial=0.0) < SWIFT_DEG
    assert ((each[1:] * each[:-1]).sum(axis=2)[quiet] > 0).all(), "a browser that mixes two frames takes the short way"


@pytest.mark.parametrize(("name", "of"), FORMS)
def test_where_it_says_a_pose_is_reached_the_body_is_as_baked(name: str, of: str) -> None:
    form = film(name)["forms"][of]
    for place, pose in enumerate(shown(name, of)):
        frame = form["reached"][place]
        root = np.array([axis[frame] for axis in form["root"]]) / PLACE
        told = np.array(pose.root[:3]) / 1000
        away = root - told if not form["round"] else (root - told)[2:]  # who walks stays in the middle
        assert np.abs(away).max() < 0.002, (pose.shown, away)
        assert degrees_between(turns(form)[frame, 0], np.array(pose.root[3:])) < 0.2, pose.shown
        found = joints(form, frame)
        for mark in LANDMARKS:
            joint, side = stem(mark)
            if joint in JOINTS:
                there = (np.array(pose.landmarks[mark]) - pose.root[:3]) / 1000
                assert np.abs(found[sided(JOINTS[joint], side)] - there).max() < 0.006, (pose.shown, mark)


def test_a_walk_ends_as_it_begins() -> None:
    for name, of in FORMS:
        form = film(name)["forms"][of]
        if form["round"]:
            assert degrees_between(*turns(form)[[0, -1]]).max() < 0.5, name


# --- The skin ---------------------------------------------------------------------------------------------------------

DATA = (ROOT / reels.FOLDER / reels.SKIN).read_bytes()
HEAD: Any = skin.head_of(DATA)


@cache
def unpacked() -> tuple[Array, NDArray[np.int64], NDArray[np.int64], list[int]]:
    """Points [m], the bones and shares of each, and the corners of all triangles."""
    count, at = HEAD["points"], 4 + int.from_bytes(DATA[:4], "little")
    runs = [count] * (3 + 2 * skin.PULLS - 1) + [HEAD["corners"]]
    arrays = list[NDArray[np.int64]]()
    for many in runs:
        arrays.append(unfolded(DATA[at : at + 2 * many], many))
        at += 2 * many
    assert at == len(DATA), "nothing is left over"
    points = np.cumsum(np.array(arrays[:3]), axis=1).T * HEAD["step"]
    bones, shares = np.array(arrays[3:7]).T, np.array(arrays[7:10]).T
    shares = np.column_stack([skin.WHOLE - shares.sum(axis=1), shares])
    corners, highest = list[int](), 0
    for back in arrays[10].tolist():
        corners.append(highest - back)
        highest = max(highest, corners[-1] + 1)
    return points, bones, shares, corners


def test_every_point_of_the_skin_is_pulled_wholly_by_bones_there_are() -> None:
    points, bones, shares, corners = unpacked()
    everything = len(HEAD["bones"]) + len(HEAD["helps"])
    assert (shares.sum(axis=1) == skin.WHOLE).all() and (shares >= 0).all() and (shares[:, 0] > 0).all()
    assert bones.min() >= 0 and bones.max() < everything
    assert set(corners) == set(range(len(points)))
    assert 1.6 < np.ptp(points[:, 2]) < 1.9


def test_the_skin_is_as_broad_on_the_right_as_on_the_left_and_no_triangle_is_a_line() -> None:
    points, _, _, corners = unpacked()
    assert abs(points[:, 1].max() + points[:, 1].min()) < 0.01
    a, b, c = points[np.array(corners).reshape(-1, 3)].transpose(1, 0, 2)
    outward = np.cross(b - a, c - a)
    assert (np.linalg.norm(outward, axis=1) > 0).mean() > 0.99
    volume = abs(float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6))
    assert 0.05 < volume < 0.09, "cubic metres: a body's"


def test_its_parts_follow_one_another_and_wear_colours_that_there_are() -> None:
    place = 0
    for part in HEAD["parts"]:
        assert part["from"] == place and part["count"] > 0 and part["count"] % 3 == 0
        assert part["colour"] in HEAD["tones"]
        place += part["count"]
    assert place == HEAD["corners"]
    assert tuple(HEAD["limbs"]) == mesh.limbs()
    assert HEAD["tones"] == {name: list(pair) for name, pair in figure.load().tones.items()}


def test_the_bones_stand_before_what_hangs_on_them() -> None:
    """A browser turns them in this order."""
    binding = scene.binding()
    assert tuple(HEAD["bones"]) == binding.bodies
    assert HEAD["parents"][0] == 0
    assert all(parent < n for n, parent in enumerate(HEAD["parents"]) if n)
    assert np.array(HEAD["turned"]).reshape(-1, 3, 3) == pytest.approx(binding.turned, abs=1e-5)
