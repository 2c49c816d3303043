"""A host's own folder: read beside the shipped one and as strictly; nothing in it changes what is shipped."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from supple.core import coach, coverage, limits, own
from supple.core.content import Content, load
from supple.core.errors import ContentError
from supple.core.exercise import Exercise
from supple.core.limits import Allowed, Blocked
from supple.core.person import Moment
from supple.core.profile import Subject
from supple.core.words import FORMS, Form
from tests.hosted import EXAMPLE, copy, hosted
from tests.people import somebody

CONTENT = load()
HEEL, DAY = "exercises/heel_raise.toml", "questionnaires/working_day.toml"
RAISES = "self_tests/one_leg_heel_raises.toml"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return copy(tmp_path)


@pytest.fixture
def known() -> Iterator[Content]:
    with hosted(EXAMPLE) as content:
        yield content


def refused(folder: Path) -> str:
    with pytest.raises(ContentError) as why, hosted(folder):
        pass
    return str(why.value)


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert old in text, f"{file} no longer holds {old!r}"
    (folder / file).write_text(text.replace(old, new, 1))


# ---- what is there ----


def test_it_adds_and_changes_nothing_that_is_shipped(known: Content) -> None:
    assert set(known.exercises) - set(CONTENT.exercises) == {"heel_raise"}
    assert set(known.questionnaires) - set(CONTENT.questionnaires) == {"working_day"}
    assert set(known.self_tests) - set(CONTENT.self_tests) == {"one_leg_heel_raises"}
    assert all(known.self_tests[slug] == one for slug, one in CONTENT.self_tests.items())
    assert set(known.sources) - set(CONTENT.sources) == {"our_clinic"}
    assert all(known.exercises[slug] == one for slug, one in CONTENT.exercises.items())
    assert known.profiles == CONTENT.profiles and known.red_flags == CONTENT.red_flags
    assert known.added == {"exercises/heel_raise": f"own/{HEEL}", "questionnaires/working_day": f"own/{DAY}",
                           "self_tests/one_leg_heel_raises": f"own/{RAISES}"}  # fmt: skip


def test_without_a_folder_nothing_of_it_is_known() -> None:
    assert own.folder() is None
    assert "heel_raise" not in load().exercises and load().added == {}


def test_the_version_changes_with_the_folder(clinic: Path) -> None:
    with hosted(clinic) as first:
        before = first.version
    spoil(clinic, DAY, "a full crate", "a crate")
    with hosted(clinic) as second:
        assert len({before, second.version, load().version, CONTENT.version}) == 3


@pytest.mark.parametrize("form", FORMS)
def test_every_profile_judges_it_by_its_attributes(form: Form, known: Content) -> None:
    """As it would judge a shipped exercise with the same attributes."""
    exercise = known.exercises["heel_raise"]
    at = Moment(date(2026, 1, 5), "home")
    for profile in known.profiles.values():
        found = limits.verdict(known, Subject(exercise, form, "strength"), somebody(profile.id), at)
        blocked = set(profile.block) & exercise.attributes_of(form)
        assert isinstance(found, Blocked) or not blocked, profile.id
        assert isinstance(found, Allowed | Blocked)
    assert isinstance(
        limits.verdict(known, Subject(exercise, "base", "strength"), somebody("pelvic_girdle"), at), Blocked
    )


def test_a_favourite_of_a_hosts_own_enters_the_plan(known: Content) -> None:
    start = date(2026, 1, 5)
    plan = coach.plan_for(known, somebody(favourites=("heel_raise",), minutes=10), start, 7)
    assert "heel_raise" in {item.exercise for day in plan.days for item in day.items}
    barred = coach.plan_for(known, somebody("pelvic_girdle", favourites=("heel_raise",)), start, 7)
    forms = {item.form for day in barred.days for item in day.items if item.exercise == "heel_raise"}
    assert forms <= {"easier"}, "balance is barred, and the easier form asks for none"


def test_coverage_counts_it(known: Content) -> None:
    assert next(iter(coverage.table(known))) != next(iter(coverage.table(CONTENT)))


# ---- what is refused ----

BAD = [
    (HEEL, 'code = "H01"', 'code = "E37"', f"clinic/{HEEL}: code: E37 is taken; choose another name"),
    (HEEL, 'attributes = ["BALANCE"]\n', "", f"clinic/{HEEL}: attributes: is missing"),
    (HEEL, "adds = []\n", "", f"clinic/{HEEL}: easier.adds: is missing; write [] where nothing changes"),
    (HEEL, 'removes = ["BALANCE"]\n', "", f"clinic/{HEEL}: easier.removes: is missing; write [] where nothing changes"),
    (HEEL, 'removes = ["BALANCE"]', 'removes = ["FLOOR"]',
     f"clinic/{HEEL}: easier.removes: FLOOR is not among the attributes"),
    (HEEL, "removes = []", 'removes = ["BALANCE"]',
     f"clinic/{HEEL}: harder.removes: must be empty: a harder form never asks for less care"),
    (HEEL, "lumbar_flexion_deg = [0]", "lumbar_flexion_deg = [0, 30]",
     f"clinic/{HEEL}: attributes: FLEX_END is missing: the lower back bends 25 degrees or more"),
    (HEEL, "knee_flexion_deg = [0]", "knee_flexion_deg = [0, 120]",
     f"clinic/{HEEL}: attributes: KNEE_DEEP is missing: a knee bends beyond 110 degrees"),
    (HEEL, 'start = "stand"', 'start = "supine"', f"clinic/{HEEL}: attributes: SUPINE is missing: it begins in supine"),
    (HEEL, 'muscles = ["gastrocnemius"', 'muscles = ["biceps"', f'clinic/{HEEL}: muscles: "biceps" is not one of: '),
    (HEEL, 'sources = ["our_clinic"]', 'sources = ["hearsay"]', f'clinic/{HEEL}: sources: "hearsay" is not one of: '),
    (HEEL, "[harder]", "[hardest]", f"clinic/{HEEL}: hardest: unknown key; allowed: "),
    (HEEL, 'name = "Heel raise"', "name = Heel raise", f"clinic/{HEEL}: file: is not TOML ("),
    (DAY, "score = 34.48", "score = 40", f"clinic/{DAY}: cases[2].score: comes to 34.4828, not 40"),
    (DAY, 'sources = ["our_clinic"]', 'sources = ["hearsay"]', f'clinic/{DAY}: change.sources: "hearsay" is not'),
    (RAISES, "error = {", "errors = {", f"clinic/{RAISES}: measures[0].errors: unknown key; allowed: "),
    (RAISES, 'attributes = ["BALANCE", "ASYM"]\n', "", f"clinic/{RAISES}: attributes: is missing"),
    (RAISES, 'sources = ["our_clinic"]\n', 'sources = ["hearsay"]\n', f'clinic/{RAISES}: sources: "hearsay" is not'),
    ("sources.toml", "[our_clinic]", "[S33]", "clinic/sources.toml: S33: S33 is taken; choose another name"),
    ("sources.toml", "seen", "looked", "clinic/sources.toml: our_clinic.looked: unknown key; allowed: cite, id, seen"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "why"), BAD)
def test_a_bad_file_is_refused_by_name_and_key(clinic: Path, file: str, old: str, new: str, why: str) -> None:
    spoil(clinic, file, old, new)
    assert refused(clinic).startswith(why)


@pytest.mark.parametrize(("file", "name"), [(HEEL, "bird_dog"), (DAY, "mood"), (RAISES, "chair_stand")])
def test_a_name_that_is_taken_is_refused(clinic: Path, file: str, name: str) -> None:
    (clinic / file).rename((clinic / file).with_name(f"{name}.toml"))
    folder = file.partition("/")[0]
    assert refused(clinic) == f"clinic/{folder}/{name}.toml: file: {name} is taken; choose another name"


def test_two_of_ones_own_may_not_share_a_code(clinic: Path) -> None:
    (clinic / "exercises/toe_raise.toml").write_text((clinic / HEEL).read_text())
    assert refused(clinic) == "clinic/exercises/toe_raise.toml: code: H01 is taken; choose another name"


@pytest.mark.parametrize("name", ["exercise", "red_flags.toml", "profiles.toml"])
def test_what_would_never_be_read_is_refused(clinic: Path, name: str) -> None:
    """Neither a slip of the pen nor an attempt to change what keeps people safe goes by in silence."""
    (clinic / name).write_text("")
    allowed = ", ".join(own.HOLDS)
    assert refused(clinic) == f"clinic/{name}: file: has no place here; allowed: {allowed}"


def test_a_readme_and_hidden_files_may_lie_there(clinic: Path) -> None:
    (clinic / "README.md").write_text("Ours.")
    (clinic / ".git").mkdir()
    with hosted(clinic) as content:
        assert "heel_raise" in content.exercises


@pytest.mark.parametrize("exercise", CONTENT.exercises.values(), ids=lambda one: one.id)
def test_what_is_asked_of_a_hosts_exercise_holds_of_ours(exercise: Exercise) -> None:
    assert {attribute for attribute, _why in own.called_for(exercise)} <= set(exercise.attributes)


# ---- at the start ----


def supple(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"SUPPLE_CONTENT": str(folder), "SUPPLE_DATA_DIR": str(folder.parent / "data")}
    command = [sys.executable, "-m", "supple.cli", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words


def test_the_command_line_knows_it(clinic: Path) -> None:
    done = supple("check", folder=clinic)
    assert done.returncode == 0 and f"clinic/{HEEL}" in done.stdout and f"clinic/{DAY}" in done.stdout
    assert "Heel raise" in supple("exercises", folder=clinic).stdout


@pytest.mark.parametrize("words", [("check",), ("exercises",), ("serve", "--port", "8956")])
def test_a_bad_file_stops_the_start_with_one_sentence(clinic: Path, words: tuple[str, ...]) -> None:
    spoil(clinic, HEEL, 'code = "H01"', 'code = "E37"')
    done = supple(*words, folder=clinic)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"supple: clinic/{HEEL}: code: E37 is taken; choose another name\n"


def test_a_folder_that_is_none_stops_the_start(tmp_path: Path) -> None:
    done = supple("check", folder=tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"supple: SUPPLE_CONTENT: {tmp_path / 'nowhere'} is not a folder\n"
