"""The pictures that are kept: drawn again when what they show has changed, swept when their exercise is gone."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from supple.body.draw import figure, props, shelf
from supple.body.draw.pictures import FORMAT
from supple.core.baked import path_of
from supple.core.content import ROOT, load
from supple.core.exercise import Exercise

PELVIC_TILT = load().exercises["pelvic_tilt"]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder with one baked exercise; drawing itself is tested elsewhere."""
    (tmp_path / "baked").mkdir()
    shutil.copy(path_of(ROOT, PELVIC_TILT.id), path_of(tmp_path, PELVIC_TILT.id))
    monkeypatch.setattr(shelf, "pictures", lambda exercise, solved: {"rest.svg": exercise.name.encode()})
    monkeypatch.setattr(shelf, "postures", lambda exercise: [])
    return tmp_path


def drawn(root: Path, exercise: Exercise = PELVIC_TILT) -> list[str]:
    return list(shelf.update(root, [exercise]))


def test_it_draws_what_is_missing_and_then_nothing(root: Path) -> None:
    assert drawn(root) == ["pelvic_tilt: 1 poses drawn"]
    folder = shelf.folder_of(root, "pelvic_tilt")
    assert (folder / "rest.svg").read_text() == PELVIC_TILT.name
    assert drawn(root) == []


def test_another_posture_other_words_or_another_figure_are_drawn_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(root)
    baked = path_of(root, PELVIC_TILT.id)
    baked.write_text(baked.read_text().replace('"height_m": 1.7', '"height_m": 1.71'))
    assert len(drawn(root)) == 1
    assert len(drawn(root, replace(PELVIC_TILT, name="Another name"))) == 1
    monkeypatch.setattr(figure, "digest", lambda: "other trousers")
    assert len(drawn(root)) == 1
    monkeypatch.setattr(shelf, "FORMAT", FORMAT + 1)
    assert len(drawn(root)) == 1
    assert drawn(root) == []


def test_only_whose_things_look_otherwise_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bag is no reason to draw who carries none."""
    names = ("suitcase_carry", "butterfly_sit", "wall_slide", "pelvic_tilt")
    before = {name: shelf.drawn_from(ROOT, load().exercises[name]) for name in names}
    table = props.load()

    def otherwise(given: props.Props) -> set[str]:
        monkeypatch.setattr(props, "load", lambda: given)
        return {name for name in names if shelf.drawn_from(ROOT, load().exercises[name]) != before[name]}

    for thing, whose in {
        "bag": {"suitcase_carry"},
        "wall_edge": {"butterfly_sit", "wall_slide"},
        "wall_low": {"butterfly_sit", "wall_slide"},
        "crate": set[str](),
    }.items():
        assert otherwise(replace(table, things=table.things | {thing: props.Thing("metal")})) == whose, thing
    assert otherwise(replace(table, held=())) == {"suitcase_carry"}
    assert otherwise(table) == set()


def test_what_is_not_baked_is_not_drawn(root: Path) -> None:
    path_of(root, PELVIC_TILT.id).unlink()
    assert drawn(root) == []


def test_pictures_of_poses_and_exercises_that_are_gone_are_taken_away(root: Path) -> None:
    drawn(root)
    folder = shelf.folder_of(root, PELVIC_TILT.id)
    (folder / "old.svg").write_text("")
    (folder / shelf.MARK).write_text("older")
    drawn(root)
    assert {path.name for path in folder.iterdir()} == {"rest.svg", shelf.MARK}
    shelf.sweep(root, [PELVIC_TILT])
    assert folder.exists()
    shelf.sweep(root, [])
    assert not folder.exists() and path_of(root, PELVIC_TILT.id).exists()
