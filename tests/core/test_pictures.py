"""The list of what is drawn: every exercise and form has its pictures, read strictly."""

from pathlib import Path

import pytest

from supple.core import content, pictures
from supple.core.errors import ContentError
from supple.core.exercise import Exercise

EVERY = list(content.load().exercises.values())
ALBUMS = pictures.load()


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_each_exercise_shows_every_key_pose_in_order(one: Exercise) -> None:
    held = [".".join(str(pose[key]) for key in ("of", "name") if key in pose) for pose in one.poses
            if not pose.get("via")]  # fmt: skip
    assert [picture.shown for picture in ALBUMS[one.id].pictures] == held
    low = 45  # 30 cm: somebody who lies flat
    assert all(low < picture.width < 400 and low < picture.height < 400 for picture in ALBUMS[one.id].pictures)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_a_form_begins_somewhere_and_leads_somewhere(one: Exercise) -> None:
    album = ALBUMS[one.id]
    for form in ("base", "easier", "harder"):
        start, end = album.ends(form)
        assert {start, end} <= set(album.of(form))
        assert end == album.face(form)
        own = album.own(form)
        assert start.form == (form if own else "base")
    assert album.ends("base")[0] != album.ends("base")[1] or one.id in pictures.FACES


def test_the_poses_of_a_form_share_a_frame() -> None:
    """So that one can follow the other in place, and heads are equally big beside one another."""
    for album in ALBUMS.values():
        for form in ("base", "easier"):
            assert len({(one.width, one.height) for one in album.own(form)}) <= 1


def test_what_stands_for_an_exercise_is_one_of_its_poses() -> None:
    assert all(ALBUMS[name].named(pose) for name, pose in pictures.FACES.items())
    assert ALBUMS["bird_dog"].named("no_such") is None


@pytest.mark.parametrize("text", ["{", '{"walk": [["stride", 1]]}', '{"walk": [["slower.stride", 1, 2]]}', "[]"])
def test_a_bad_list_is_named_and_so_is_what_to_do(tmp_path: Path, text: str) -> None:
    (tmp_path / pictures.FILE).write_text(text)
    with pytest.raises(ContentError, match="run supple bake"):
        pictures.read(tmp_path)


def test_without_a_list_nothing_is_drawn(tmp_path: Path) -> None:
    assert pictures.read(tmp_path) == {}
