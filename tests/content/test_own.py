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
from supple.core.self_test import SelfTest
from supple.core.words import FORMS, Form, Start
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
    assert {attribute for attribute, _why in own.ends(exercise)} <= set(exercise.attributes)
    for form in FORMS:
        assert {attribute for attribute, _why in own.begins(exercise, form)} <= exercise.attributes_of(form), form


@pytest.mark.parametrize("test", CONTENT.self_tests.values(), ids=lambda one: one.id)
def test_what_is_asked_of_a_hosts_self_test_holds_of_ours(test: SelfTest) -> None:
    on_a_bed = {"FLOOR"} if test.id == "thigh_over_edge" else set()
    assert {attribute for attribute, _why in own.begins(test, "base")} - on_a_bed <= set(test.attributes)


# ---- no way past the attributes ----

SAID = 'attributes = ["BALANCE"]'
EASIER = 'adds = []\nremoves = ["BALANCE"]'
LYING = [('start = "stand"', 'start = "supine"'), (SAID, 'attributes = ["BALANCE", "SUPINE", "FLOOR"]')]
PAST: list[tuple[list[tuple[str, str]], str]] = [
    ([*LYING, (EASIER, 'adds = []\nremoves = ["SUPINE", "FLOOR"]')],
     "easier.removes: SUPINE must stay: it begins in supine"),
    ([(EASIER, f'{EASIER}\nstart = "supine"')], "easier.adds: SUPINE is missing: it begins in supine"),
    ([(EASIER, 'adds = ["SUPINE"]\nremoves = []\nstart = "supine"')],
     "easier.adds: FLOOR is missing: it begins in supine"),
    ([("adds = []\nremoves = []", 'adds = []\nremoves = []\nstart = "hang"')],
     "harder.adds: HANG is missing: it begins in hang"),
    ([(SAID, 'attributes = ["HIP_FLEX90"]'), (EASIER, 'adds = []\nremoves = ["HIP_FLEX90"]'),
      ("hip_flexion_deg = [0]", "hip_flexion_deg = [0, 120]")],
     "easier.removes: HIP_FLEX90 must stay: a hip bends beyond 90 degrees"),
]  # fmt: skip


@pytest.mark.parametrize(("edits", "why"), PAST)
def test_no_form_gets_past_its_beginning_and_its_angles(clinic: Path, edits: list[tuple[str, str]], why: str) -> None:
    for old, new in edits:
        spoil(clinic, HEEL, old, new)
    assert refused(clinic) == f"clinic/{HEEL}: {why}"


def test_an_easier_form_that_begins_elsewhere_needs_no_floor(clinic: Path) -> None:
    for old, new in [*LYING, (EASIER, 'adds = []\nremoves = ["SUPINE", "FLOOR"]\nstart = "stand"')]:
        spoil(clinic, HEEL, old, new)
    with hosted(clinic) as content:
        assert content.exercises["heel_raise"].attributes_of("easier") == {"BALANCE"}


@pytest.mark.parametrize("start", own.BEGINS)
def test_whoever_may_not_begin_there_may_not_do_a_hosts_self_test(clinic: Path, start: Start) -> None:
    called, said = own.BEGINS[start], 'attributes = ["BALANCE", "ASYM"]'
    spoil(clinic, RAISES, 'start = "stand"', f'start = "{start}"')
    assert refused(clinic) == f"clinic/{RAISES}: attributes: {called[0]} is missing: it begins in {start}"
    spoil(clinic, RAISES, said, f"attributes = {list(called)}")
    at = Moment(date(2026, 1, 5), "home")
    with hosted(clinic) as content:
        test = content.self_tests["one_leg_heel_raises"]
        barred = [one.id for one in content.profiles.values() if set(one.block) & set(called)]
        assert barred, start
        for profile in barred:
            assert isinstance(limits.may_test(content, test, somebody(profile), at), Blocked), profile


# ---- what would fail later ----

LINKS = [
    ({"heel_raise": 'up = ["heel_raise"]'}, HEEL, "ladder.up: leads in a circle: heel_raise - heel_raise"),
    ({"heel_raise": 'up = ["toe_raise"]', "toe_raise": 'up = ["heel_raise"]'}, HEEL,
     "ladder.up: leads in a circle: heel_raise - toe_raise - heel_raise"),
    ({"heel_raise": "", "toe_raise": 'down = ["toe_raise"]'}, "exercises/toe_raise.toml",
     "ladder.down: leads in a circle: toe_raise - toe_raise"),
]  # fmt: skip


@pytest.mark.parametrize(("links", "file", "why"), LINKS)
def test_a_ladder_that_leads_in_a_circle_is_refused(clinic: Path, links: dict[str, str], file: str, why: str) -> None:
    text = (clinic / HEEL).read_text()
    for n, (slug, link) in enumerate(links.items(), start=1):
        made = text.replace('code = "H01"', f'code = "H0{n}"').replace("[ladder]", f"[ladder]\n{link}")
        (clinic / f"exercises/{slug}.toml").write_text(made)
    assert refused(clinic) == f"clinic/{file}: {why}"


@pytest.mark.parametrize("name", ["heel raise", "heel-raise", "Heel", "1heel", "a" * 61])
@pytest.mark.parametrize("file", [HEEL, DAY, RAISES])
def test_a_name_that_no_address_could_hold_is_refused(clinic: Path, file: str, name: str) -> None:
    (clinic / file).rename((clinic / file).with_name(f"{name}.toml"))
    why = "file: must be named with small letters, digits and _, a letter first, 60 at most"
    assert refused(clinic) == f"clinic/{file.partition('/')[0]}/{name}.toml: {why}"


LATER = [
    ("most = 60.0", "most = inf", "measures[0].most: must be a number with an end, not inf"),
    ("least = 0.0", "least = nan", "measures[0].least: must be a number with an end, not nan"),
    ("most = 5.0", "most = -inf", "measures[0].gap.most: must be a number with an end, not -inf"),
    ("change = 4.0", "change = -4.0", "measures[0].error.change: must be 2 or more, as error.one is, not -4"),
    ("one = 2.0", "one = 0.0", "measures[0].error.one: must be above 0, not 0"),
    ('"raises.left" = "none"', '"raises.left" = "typical"',
     'cases[0].words.raises.left: comes to "none", not "typical"'),
    ('"raises.left" = "none"', '"jumps" = "none"', "cases[0].words.jumps: is not one of: raises.left, raises.right"),
    ("left = [20]", "left = [61]", "cases[0].values.raises.left[0]: must be a number from 0 to 60"),
    ("left = [20]", "left = [nan]", "cases[0].values.raises.left[0]: must be a number from 0 to 60"),
    ("[[cases]]", "[[cases]]\nnerve = true", "cases[0].nerve: comes to false, not true"),
    ("[[cases]]", '[[cases]]\ntags = ["plank_low"]', 'cases[0].tags: comes to [], not ["plank_low"]'),
    ("[[cases]]", '[[cases]]\nadds = "fall_risk"', 'cases[0].adds: comes to "", not "fall_risk"'),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "why"), LATER)
def test_a_self_test_that_would_go_wrong_later_is_refused(clinic: Path, old: str, new: str, why: str) -> None:
    spoil(clinic, RAISES, old, new)
    assert refused(clinic) == f"clinic/{RAISES}: {why}"


def test_a_norm_without_an_end_is_refused(clinic: Path) -> None:
    norm = 'norms = [{ typical = [5.0, inf], sources = ["our_clinic"] }]'
    spoil(clinic, RAISES, "two_sided = true\n", f"two_sided = true\n{norm}\n")
    why = "measures[0].norms[0].typical[1]: must be a number with an end, not inf"
    assert refused(clinic) == f"clinic/{RAISES}: {why}"


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
