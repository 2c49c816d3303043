"""A bad self-test is refused with file, key and what is allowed; a host's rules for texts hold for ours too."""

import shutil
from pathlib import Path

import pytest

from supple.core.content import ROOT, load
from supple.core.errors import ContentError

PLANK, SIDE, LEG, STAND = (f"self_tests/{name}.toml" for name in (
    "plank_hold", "side_plank_hold", "straight_leg_raise", "chair_stand"))  # fmt: skip

SPOILT = [
    (PLANK, 'code = "A11"', 'colour = "red"\ncode = "A11"', "colour: unknown key; allowed: agree, attributes, "),
    (PLANK, 'code = "A11"\n', "", "code: is missing"),
    (SIDE, 'code = "A12"', 'code = "A11"', "code: A11 is already plank_hold"),
    (PLANK, 'stage = "endurance"', 'stage = "speed"', 'stage: "speed" is not one of: range, endurance, balance'),
    (PLANK, '"BREATH_RISK"', '"BREATH"', 'attributes[1]: "BREATH" is not one of: FLEX_END, '),
    (PLANK, 'how = "timer"', 'how = "camera"', 'measures[0].how: "camera" is not one of: number, timer, ruler, choice'),
    (PLANK, 'how = "timer"', 'how = "choice"', 'measures[0].choices: are for how = "choice", and for all of them'),
    (PLANK, 'unit = "s"', 'unit = ""', "measures[0].unit: must not be empty"),
    (PLANK, 'unit = "s"\n', "", "measures[0].unit: is missing"),
    (PLANK, "most = 120.0", "most = 0.0", "measures[0].most: must be above 0, not 0"),
    (PLANK, "most = 120.0", "most = true", "measures[0].most: must be a number, not true"),
    (PLANK, "most = 120.0", "most = 120.0\ntrials = 0", "measures[0].trials: must be above 0"),
    (PLANK, "typical = [52.0, 196.0]", "typical = [196.0, 52.0]",
     "measures[0].norms[0].typical: must be two numbers, the smaller one first, not [196.0, 52.0]"),
    (PLANK, "ages = [18, 30], typical", "ages = [18], typical", "measures[0].norms[0].ages: must be two numbers, "),
    (PLANK, 'sources = ["S14", "d"] },\n    { sex = "female"', 'sources = [] },\n    { sex = "female"',
     "measures.norms.sources: names no source"),
    (PLANK, 'sources = ["S14", "S15", "S17"]', 'sources = ["S999"]', 'sources: "S999" is not one of: '),
    (PLANK, 'tag = "plank_low"', 'tag = "plank_bad"', 'measures[0].tag: "plank_bad" is not one of: hamstring_short, '),
    (PLANK, "[serves.plank_low]", "[serves.side_low]", "serves.plank_low: is missing"),
    (PLANK, '"front_plank"', '"moon_walk"', 'serves.plank_low.exercises: "moon_walk" is not one of: '),
    (LEG, "gap = { most = 12.0", "two_sided = false\ngap = { most = 12.0", "file: is not TOML ("),
    (LEG, "two_sided = true\ntag", "two_sided = false\ntag", "measures[0].gap: is for measures of two sides"),
    (LEG, 'id = "felt"', 'id = "angle"', "measures: holds a name twice"),
    (STAND, 'like = "E50"', 'like = "E99"', 'like: "E99" is not one of: E01, '),
    (STAND, 'like = "E50"', 'like = "sit_to_stand"', 'like: "sit_to_stand" is not one of: E01, '),
]  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of content/ that a test may spoil."""
    return Path(shutil.copytree(ROOT, tmp_path / "content", ignore=shutil.ignore_patterns("baked", "films")))


@pytest.mark.parametrize(("file", "old", "new", "why"), SPOILT)
def test_it_refuses_a_bad_file_with_file_key_and_reason(copy: Path, file: str, old: str, new: str, why: str) -> None:
    text = (copy / file).read_text()
    assert old in text, f"{file} no longer holds {old!r}"
    (copy / file).write_text(text.replace(old, new, 1))
    with pytest.raises(ContentError) as error:
        load(copy)
    assert str(error.value).startswith(f"{file}: {why}"), error.value


def test_a_condition_that_nobody_knows_is_refused(copy: Path) -> None:
    text = (copy / STAND).read_text()
    (copy / STAND).write_text(text.replace('"fall_risk"', '"falls"'))  # in its cases too, or those come out differently
    with pytest.raises(ContentError, match=r'risk\.profile: "falls" is not one of: acute_flare, '):
        load(copy)


def test_a_self_test_that_weighs_more_than_one_is_refused(copy: Path) -> None:
    text = (copy / "needs.toml").read_text()
    head, tail = text.split("[tests.plank_low]")
    (copy / "needs.toml").write_text(head + "[tests.plank_low]" + tail.replace("= 1,", "= 2,", 1))
    with pytest.raises(ContentError, match=r"tests\.plank_low\..*: must be from 1 to 1, not 2"):
        load(copy)


def test_a_file_named_like_an_exercise_is_refused(copy: Path) -> None:
    (copy / PLANK).rename(copy / "self_tests/front_plank.toml")
    with pytest.raises(ContentError, match=r'file: "front_plank" is an exercise already; choose another name'):
        load(copy)
