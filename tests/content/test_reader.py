"""Bad content is refused with file, key and what is allowed, never read halfway."""

import shutil
from pathlib import Path

import pytest

from supple.core.content import ROOT, load
from supple.core.errors import ContentError

BIRD_DOG = "exercises/bird_dog.toml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of content/ that a test may spoil."""
    return Path(shutil.copytree(ROOT, tmp_path / "content"))


def spoil(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text()
    assert old in text, f"{file} no longer holds {old!r}"
    (root / file).write_text(text.replace(old, new, 1))


SPOILT = [
    (BIRD_DOG, 'code = "E37"', 'colour = "red"\ncode = "E37"', "colour: unknown key; allowed: aliases, attributes, "),
    (BIRD_DOG, 'code = "E37"\n', "", "code: is missing"),
    (BIRD_DOG, 'code = "E37"', "code = 37", "code: must be text, not 37"),
    (BIRD_DOG, 'name = "Bird-dog"', 'name = " "', "name: must not be empty"),
    (BIRD_DOG, "two_sided = true", 'two_sided = "yes"', 'two_sided: must be true or false, not "yes"'),
    (BIRD_DOG, "two_sided = true", "two_sided = 1", "two_sided: must be true or false, not 1"),
    (BIRD_DOG, "move_s = 4", "move_s = true", "move_s: must be a whole number, not true"),
    (BIRD_DOG, 'kinds = ["core"]', 'kinds = ["corr"]', 'kinds[0]: "corr" is not one of: stretch, mobility, core, '),
    (BIRD_DOG, 'kinds = ["core"]', 'kinds = "core"', 'kinds: must be a list, not "core"'),
    (BIRD_DOG, '"BALANCE", "FLOOR"', '"BALANCE", "FLOR"', 'attributes[5]: "FLOR" is not one of: FLEX_END, '),
    (BIRD_DOG, 'removes = ["OVERHEAD"]', "removes = [3]", "easier.removes[0]: 3 is not one of: FLEX_END, "),
    (BIRD_DOG, "[easier]", "[easiest]", "easiest: unknown key; allowed: "),
    (BIRD_DOG, 'sources = ["S12b", "S47"]', 'sources = ["S999"]', 'sources: "S999" is not one of: '),
    (BIRD_DOG, 'sources = ["S12b", "S47"]', "sources = []", "sources: names no source"),
    (BIRD_DOG, '"multifidus"', '"biceps"', 'muscles: "biceps" is not one of: '),
    (BIRD_DOG, "[ladder]", '[ladder]\nup = ["moon_walk"]', 'ladder: "moon_walk" is not one of: '),
    (BIRD_DOG, '"Leg only", ', "", "ladder.forms: names 2 forms, not 3"),
    (BIRD_DOG, "[easier]", '[[heard]]\nbelief = "x"\nfound = "y"\nevidence = "D"\nsources = ["d"]\n[easier]',
     'heard[0].evidence: "D" is not one of: A, B, B+, C'),
    (BIRD_DOG, "[easier]", '[[heard]]\nbelief = "x"\nfound = "y"\nevidence = "C"\nsources = []\n[easier]',
     "heard.sources: names no source"),
    (BIRD_DOG, "[easier]", '[[heard]]\nbelief = "x"\n[easier]', "heard[0].found: is missing"),
    ("words.toml", '[certainty]\nA =', '[certainty]\nD =', "certainty: is missing: A"),
    ("exercises/glute_bridge.toml", 'code = "E26"', 'code = "E37"', "code: E37 is already bird_dog"),
    (BIRD_DOG, 'code = "E37"', "code = ", "file: is not TOML ("),
    ("profiles.toml", 'block = ["HANG"]', 'block = ["HANGS"]', "preg_early.HANGS: is no selector; allowed: "),
    ("profiles.toml", 'AXIAL_LOAD = ["e"]', 'AXIAL_LOAD = ["x"]', 'preg_early.caps.AXIAL_LOAD[0]: "x" is not one of: '),
    ("profiles.toml", 'sources = ["S56"]', "", "preg_early.sources: is missing"),
    ("doses.toml", 'rest = 0, pain = 2, colour = "green"', 'rest = 0, pain = 2, colour = "red"',
     "traffic_light.cases: rest 0, pain 2 comes out green, not red"),
    ("doses.toml", "rising_min = 10", 'rising_min = "10"', 'gates.rising_min: must be a whole number, not "10"'),
    ("needs.toml", '"build:abdominals" = 2', '"build:abs" = 2', "base.everyone.targets.build:abs: unknown target; "),
    ("needs.toml", '"build:abdominals" = 2', '"build:abdominals" = 7', ": must be from 1 to 6, not 7"),
    ("words.toml", "FLEX_LOAD =", "FLEX_LOADS =", "attributes: is missing: FLEX_LOAD"),
    ("red_flags.toml", 'sources = ["tidsskrift", "m"]', 'sources = ["heard it"]',
     'rules.R51.text.sources: "heard it" is not one of: '),
    ("muscles.toml", "[calf]", "[calves]", "groups: is missing: calf"),
    ("muscles.toml", "[calf]", '[calf]\nid = "x"', "calf.id: is the table's own name; leave it out"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "why"), SPOILT)
def test_it_refuses_a_bad_file_with_file_key_and_reason(copy: Path, file: str, old: str, new: str, why: str) -> None:
    spoil(copy, file, old, new)
    with pytest.raises(ContentError) as refused:
        load(copy)
    assert str(refused.value).startswith(f"{file}: ")
    assert why in str(refused.value)


def test_it_refuses_a_missing_file(copy: Path) -> None:
    (copy / "doses.toml").unlink()
    with pytest.raises(ContentError, match=r"^doses\.toml: file: is missing$"):
        load(copy)


def test_it_gives_content_a_version_that_changes_with_any_file(copy: Path) -> None:
    before = load(copy).version
    (copy / BIRD_DOG).write_text((copy / BIRD_DOG).read_text() + "\n# a remark\n")
    load.cache_clear()
    assert load(copy).version != before
    load.cache_clear()
