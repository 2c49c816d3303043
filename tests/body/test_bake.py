"""What is baked: true to the solved postures, the same every time, and never silently out of date."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from supple.body import bake, commands, landmarks, model, posture, result, solve, spec
from supple.body.read import ROOT as TABLES
from supple.body.read import load as load_tables
from supple.body.solve import Posture
from supple.cli import main
from supple.core import baked
from supple.core.baked import LANDMARKS, Baked, path_of
from supple.core.content import ROOT, load
from supple.core.errors import InputError, SuppleError

EXERCISES = load().exercises
POSED = load().posed  # self-tests too
FEW = ("bird_dog", "glute_bridge", "chair_hamstring")
BIRD_DOG = "exercises/bird_dog.toml"
Edit = Callable[[str, str, str], None]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A copy of the content with all of it baked into an empty folder, and what was said."""
    root = tmp_path_factory.mktemp("whole") / "content"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns("baked"))
    return root, list(bake.bake(root))


@pytest.fixture
def root(whole: tuple[Path, list[str]], tmp_path: Path) -> Iterator[Path]:
    """A copy of the baked copy that a test may change."""
    yield Path(shutil.copytree(whole[0], tmp_path / "content"))
    load.cache_clear()


@pytest.fixture
def edit(root: Path) -> Edit:
    """Changes the first thing in a file that looks so; a change that changes nothing fails."""

    def edited(file: str, old: str, new: str) -> None:
        before = (root / file).read_text()
        after = re.sub(old, new, before, count=1)
        assert after != before, f"{file} has no {old!r}"
        (root / file).write_text(after)
        load.cache_clear()

    return edited


def postures(name: str) -> list[Posture]:
    poses = spec.poses(POSED[name], load_tables())
    return [solve.solve(pose, solve.body_for(1.70, tuple(pose.objects))) for pose in poses]


def stale(root: Path, *names: str) -> list[str]:
    return list(bake.stale(root, names))


def test_it_bakes_every_exercise_and_every_pose(whole: tuple[Path, list[str]]) -> None:
    root, said = whole
    assert said == [*(f"{name}: new" for name in POSED), "0 unchanged"]
    for name, exercise in POSED.items():
        made = baked.read(path_of(root, name), root)
        assert [(pose.name, pose.of) for pose in made.poses] == [
            (one["name"], one.get("of", "base")) for one in exercise.poses
        ]
        assert made.height_m == 1.7


def test_what_ships_is_baked() -> None:
    """Whether it is still true is asked by `make check`."""
    assert set(load().baked) == set(EXERCISES)


@pytest.mark.parametrize("name", FEW)
def test_it_keeps_what_was_solved(whole: tuple[Path, list[str]], name: str) -> None:
    made = baked.read(path_of(whole[0], name), whole[0])
    for one, kept in zip(postures(name), made.poses, strict=True):
        body = solve.body_for(1.70, tuple(one.pose.objects))
        assert {angle: kept.angles.get(angle, 0.0) for angle in one.angles} == pytest.approx(one.angles, abs=0.051)
        points = np.array([kept.landmarks[point] for point in LANDMARKS]) / 1000
        assert points == pytest.approx(landmarks.positions(body, one.qpos), abs=0.00051)
        strains = solve.strains(body, one)
        assert {muscle: kept.strains.get(muscle, 0) for muscle in strains} == pytest.approx(
            {muscle: 100 * strain for muscle, strain in strains.items()}, abs=0.51
        )
        assert kept.root[:3] == pytest.approx(one.qpos[:3] * 1000, abs=0.51)
        assert abs(np.dot(kept.root[3:], one.qpos[3:7])) == pytest.approx(1.0, abs=1e-4)
        assert kept.objects == one.pose.objects


def test_what_is_baked_sets_the_body_there_again(whole: tuple[Path, list[str]]) -> None:
    """Angles and pelvis are enough to find the landmarks, so a figure may be drawn from the file alone."""
    made = baked.read(path_of(whole[0], "bird_dog"), whole[0])
    for kept in made.poses:
        qpos = posture.qpos(model.reference(), kept.angles)
        qpos[:3], qpos[3:7] = np.array(kept.root[:3]) / 1000, kept.root[3:]
        again = landmarks.positions(model.reference(), qpos) * 1000
        assert again == pytest.approx(np.array([kept.landmarks[point] for point in LANDMARKS]), abs=5.0)


def test_its_files_are_made_to_be_read_in_a_diff(whole: tuple[Path, list[str]]) -> None:
    for path in sorted((whole[0] / "baked").iterdir()):
        text = path.read_text()
        assert text.endswith("}\n") and max(len(line) for line in text.splitlines()) <= 120, path.name
        assert "-0.0," not in text and "-0.0]" not in text and ": -0," not in text, path.name
        assert list(_keys(json.loads(text))) == [], path.name
        assert len(text) < 60_000, path.name


def _keys(value: object) -> Iterator[list[str]]:
    """Keys that are not sorted."""
    if isinstance(value, dict):
        if list(value) != sorted(value):
            yield list(value)
        for inner in value.values():
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


def test_baking_again_changes_nothing(root: Path) -> None:
    before = {path.name: path.read_bytes() for path in (root / "baked").iterdir()}
    assert list(bake.bake(root, FEW)) == [f"{len(FEW)} unchanged"]
    assert {path.name: path.read_bytes() for path in (root / "baked").iterdir()} == before
    assert stale(root, *FEW) == []


@pytest.mark.parametrize("name", FEW)
def test_what_is_written_is_read_back(name: str, tmp_path: Path) -> None:
    made: Baked = result.baked(POSED[name])
    path = path_of(tmp_path, "one")
    path.parent.mkdir()
    path.write_text(result.text(made))
    assert baked.read(path, tmp_path) == made


STRAIGHT = r"(knee_flexion_r) = \d+"


def test_an_edited_pose_is_found_and_a_bake_mends_it(root: Path, edit: Edit) -> None:
    edit(BIRD_DOG, STRAIGHT, r"\1 = 23")
    (said,) = stale(root, "bird_dog")
    assert said.startswith("bird_dog: reach: ") and said.endswith("; run supple bake")
    changed, rest = bake.bake(root, ["bird_dog"])
    assert changed.startswith("bird_dog: changed by at most ") and rest == "0 unchanged"
    assert all(unit in changed for unit in (" degrees", " mm", " percent points"))
    assert stale(root, "bird_dog") == []


def test_a_small_edit_is_found_by_what_it_was_made_from(root: Path, edit: Edit) -> None:
    edit(BIRD_DOG, r"(knee_flexion_r = \d+)", r"\1.02")
    said = "bird_dog: its poses or the body's tables have changed; run supple bake"
    assert stale(root, "bird_dog") == [said]


def test_a_remark_or_a_new_word_is_no_change(root: Path, edit: Edit) -> None:
    edit(BIRD_DOG, r"\[\[poses", "# a remark\n[[poses")
    edit(BIRD_DOG, 'name = "Bird-dog"', 'name = "Bird and dog"')
    assert stale(root, "bird_dog") == []


def test_a_changed_result_is_found(root: Path, edit: Edit) -> None:
    edit("baked/bird_dog.json", r'"knee_flexion_r": \d+\.', '"knee_flexion_r": 140.')
    (said,) = stale(root, "bird_dog")
    assert re.fullmatch(r"bird_dog: start: knee_flexion_r is off by \d+ degrees; run supple bake", said)


def test_a_missing_a_broken_and_a_stray_file_are_found(root: Path) -> None:
    path_of(root, "walk").unlink()
    path_of(root, "clam").write_text("{")
    path_of(root, "moon_walk").write_text("{}")
    (root / "baked" / "notes.txt").write_text("what I meant to say")
    assert stale(root, "walk") == ["walk: has not been baked; run supple bake"]
    (broken,) = stale(root, "clam")
    assert broken.startswith("clam: what was baked cannot be read: file: is not JSON (")
    everything = stale(root)
    assert everything[:2] == [f"{name} is baked but no exercise; run supple bake" for name in ("moon_walk", "notes")]
    assert [said.split(":")[0] for said in everything[2:]] == ["clam", "walk"]
    assert list(bake.bake(root, ["walk", "clam"])) == [
        "moon_walk: gone", "notes: gone", "walk: new", "clam: new", "0 unchanged",
    ]  # fmt: skip
    assert {path.stem for path in (root / "baked").iterdir()} == set(POSED)


def test_a_pose_that_cannot_be_met_is_refused_and_what_was_baked_stays(root: Path, edit: Edit) -> None:
    before = path_of(root, "bird_dog").read_text()
    edit(BIRD_DOG, r"knee_flexion = \d+", "knee_flexion = 10")
    said = bake.bake(root, ["bird_dog", "walk"])
    with pytest.raises(SuppleError) as refused:
        list(said)
    assert str(refused.value).startswith("bird_dog: cannot be baked: start: ")
    assert "knee flexion is" in str(refused.value) or " mm " in str(refused.value)
    assert path_of(root, "bird_dog").read_text() == before
    (stale_said,) = stale(root, "bird_dog")
    assert stale_said.startswith("bird_dog: cannot be baked: start: ")


def test_it_is_made_from_poses_and_tables_alone(tables: Callable[[str, str, str], Path]) -> None:
    one = EXERCISES["bird_dog"]
    remark = tables("patches.toml", "sacrum =", "# a remark\nsacrum =")
    assert result.made_from(one, remark) == result.made_from(one, TABLES)
    assert result.made_from(one) != result.made_from(EXERCISES["clam"])


def test_another_table_makes_another_result(tables: Callable[[str, str, str], Path]) -> None:
    one = EXERCISES["bird_dog"]
    assert result.made_from(one, tables("patches.toml", "0.06,", "0.061,")) != result.made_from(one)


def test_it_asks_for_exercises_that_there_are(root: Path) -> None:
    with pytest.raises(InputError, match=r"^EXERCISE: fly is no exercise; allowed: E01"):
        list(bake.bake(root, ["fly"]))
    assert [one.id for one in bake.chosen(load(root), ["E37", "clam"])] == ["bird_dog", "clam"]


def test_the_command_checks_and_bakes(
    root: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "CONTENT", root)
    assert (main(["bake", "--check", "bird_dog"]), capsys.readouterr().out) == (0, "")
    edit(BIRD_DOG, STRAIGHT, r"\1 = 23")
    assert main(["bake", "--check", "bird_dog", "clam"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("supple: bird_dog: reach: ") and err.endswith("; run supple bake\n") and "clam" not in err
    assert main(["bake", "bird_dog"]) == 0
    assert capsys.readouterr().out.startswith("bird_dog: changed by at most ")
    assert main(["bake", "--check", "bird_dog"]) == 0
    assert main(["bake", "fly"]) == 2
    assert "fly is no exercise" in capsys.readouterr().err
