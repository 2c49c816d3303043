"""Truths over every questionnaire: its own cases, what it says of itself, and that bad files are refused by name."""

import re
import shutil
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from supple.core.content import ROOT, load
from supple.core.errors import ContentError
from supple.core.questionnaire import Item, Questionnaire, due
from supple.core.questionnaire_file import read_questionnaire
from tests.content.test_wording import AVOID, sentences

CONTENT = load()
ALL = list(CONTENT.questionnaires.values())
each = pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
OTHERS = ("rmdq", "peg", "odi", "phq", "start_back", "psfs", "pseq")  # words of others: a host who may adds them


@each
def test_its_cases_come_to_their_scores(one: Questionnaire) -> None:
    assert any(case.score is not None for case in one.cases) and any(case.score is None for case in one.cases)
    for case in one.cases:
        found = one.scored(case.answers)
        assert (float(found.value) if found else None) == case.score
        assert one.missing(case.answers) == ([] if found else [i.id for i in one.items if i.id not in case.answers])


@each
def test_every_whole_set_of_answers_scores_inside_its_ends(one: Questionnaire) -> None:
    low, high = one.ends()
    scores = []
    for answers in product(*(item.allowed for item in one.items)):
        found = one.scored(dict(zip((item.id for item in one.items), answers, strict=True)))
        assert found is not None and low <= found.value <= high
        scores.append(found.value)
    assert min(scores) == low and max(scores) == high


@each
def test_it_says_that_nobody_has_tested_it(one: Questionnaire) -> None:
    assert not one.validated
    assert "tested" in one.about
    assert one.rights == "In Supple's own words."
    assert one.id not in OTHERS


@each
def test_it_says_from_which_change_on_and_by_which_source(one: Questionnaire) -> None:
    assert one.change is not None and one.change.sources
    assert one.change.percent >= 30 and one.change.least >= 2
    assert all(source in CONTENT.sources for source in one.change.sources)


@each
def test_it_is_asked_at_the_start_and_in_weeks_4_8_12_then_each_quarter(one: Questionnaire) -> None:
    if one.asked == "sessions":
        assert not one.schedule.weeks and not one.schedule.then_every_weeks
    else:
        assert one.schedule.weeks in ((0, 4, 8, 12), (4, 8, 12)) and one.schedule.then_every_weeks == 13
    assert due(one.schedule, date(2026, 1, 1), (), date(2026, 1, 1)) == (0 in one.schedule.weeks)


@each
def test_it_neither_frightens_nor_promises(one: Questionnaire) -> None:
    for _key, text in sentences(one):
        assert not [word for word in AVOID if re.search(word if word == "!" else rf"\b({word})", text, re.I)], text


def test_what_is_asked_elsewhere_means_the_same_there() -> None:
    """The page of progress speaks of these by doses.toml; one rule, told once to a person."""
    outcomes = CONTENT.doses.outcomes
    points = {"pain": outcomes.error_points, "interference": outcomes.error_points,
              "activities": outcomes.activity_points}  # fmt: skip
    assert {one.id for one in ALL if one.asked != "form"} == set(points)
    for slug, least in points.items():
        change = CONTENT.questionnaires[slug].change
        assert change is not None and (change.least, change.percent) == (least, outcomes.improved_pct)


def test_a_heavy_mood_opens_help_and_is_called_no_diagnosis() -> None:
    advice = CONTENT.questionnaires["mood"].advice
    assert advice is not None and advice.numbers
    assert [n for n in range(7) if advice.meant_for(n)] == [3, 4, 5, 6]  # type: ignore[arg-type]
    assert "no diagnosis" in advice.text and "your plan stays as it is" in advice.text
    assert not any(one.advice and one.advice.numbers for one in ALL if one.id != "mood")


# ---- bad files ----

GOOD = """
name = "Five things of a day"
lead = "Invented for a test."
about = "Not tested."
validated = false
rights = "Nobody's."
least = "nothing is hard"
most = "everything is hard"

[[items]]
id = "stairs"
ask = "Stairs?"
kind = "choice"
choices = [{ text = "Easy", value = 0 }, { text = "Hard", value = 4 }]

[[items]]
id = "sleep"
ask = "Sleep?"
kind = "scale"
least = "bad"
most = "good"
reversed = true

[[items]]
id = "help"
ask = "I need help with shoes."
kind = "tick"

[[items]]
id = "steps"
ask = "How many steps?"
kind = "number"
high = 20

[score]
rule = "percent"
items = ["stairs", "sleep", "help"]
missing_most = 1

[subscales.rest]
name = "Rest"
rule = "mean"
items = ["sleep"]

[schedule]
weeks = [0, 6]

[[cases]]
answers = { stairs = 4, sleep = 0, help = 1 }
score = 100
parts = { rest = 10 }

[[cases]]
answers = { sleep = 5, help = 1 }
score = 54.55
"""

BAD = [
    ('name = "Five things of a day"\n', "", "name: is missing"),
    ("validated = false", 'validated = "no"', 'validated: must be true or false, not "no"'),
    ('rule = "percent"', 'rule = "median"', 'score.rule: "median" is not one of: sum, mean, percent, count'),
    ('kind = "tick"', 'kind = "box"', 'items[2].kind: "box" is not one of: scale, choice, tick, number'),
    ('id = "sleep"', 'id = "stairs"', "items: holds an id twice"),
    ('id = "sleep"', 'id = "Sleep well"',
     "items[1].id: must be named with small letters, digits and _, a letter first, 60 at most"),
    ('least = "bad"\n', "", "items[1].kind: a scale runs from 0 to 10 and says what least and most mean"),
    ("high = 20", "high = 0", "items[3].high: must be above low"),
    ("high = 20", "choices = [{ text = \"A\", value = 1 }, { text = \"B\", value = 2 }]",
     "items[3].choices: are for the kind choice, and for every one of it"),
    ('text = "Hard", value = 4', 'text = "Hard", value = 0',
     "items[0].choices: must be two or more, each with a value of its own"),
    ('items = ["sleep"]', 'items = ["nap"]', 'subscales.rest.items: "nap" is not one of: stairs, sleep, help, steps'),
    ('name = "Rest"\n', "", "subscales.rest.name: is missing"),
    ("missing_most = 1", "missing_most = 3", "score.missing_most: must be from 0 to 2"),
    ("weeks = [0, 6]", "weeks = [6, 0]", "schedule.weeks: must rise from 0 or later"),
    ("weeks = [0, 6]", "weeks = [0]\nthen_every_weeks = -1", "schedule.then_every_weeks: must be 0 or more"),
    ("score = 100", "score = 90", "cases[0].score: comes to 100, not 90"),
    ("parts = { rest = 10 }", "parts = { rest = 9 }", "cases[0].parts.rest: comes to 10, not 9"),
    ("parts = { rest = 10 }", "parts = { nap = 9 }", "cases[0].parts.nap: is no subscale; allowed: rest"),
    ("stairs = 4, sleep", "stairs = 3, sleep", "cases[0].answers.stairs: must be one of: 0, 4"),
    ("{ sleep = 5, help = 1 }", "{ sleep = 11 }", "cases[1].answers.sleep: must be a whole number from 0 to 10"),
    ("{ sleep = 5, help = 1 }", "{ help = 1 }", "cases[1].score: comes to nothing, too much is missing, not 54.55"),
    ("{ sleep = 5, help = 1 }", "{ nap = 1 }",
     "cases[1].answers.nap: is no question; allowed: stairs, sleep, help, steps"),
    ("[schedule]", '[advice]\ntext = "Rest."\nsources = ["d"]\n[schedule]',
     "advice: must hold either at_least or below"),
    ("[schedule]", "[schedules]", "schedules: unknown key; allowed: "),
]  # fmt: skip


def written(tmp_path: Path, text: str, name: str = "day.toml") -> Path:
    path = tmp_path / "questionnaires" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_an_instrument_of_somebody_elses_shape_is_read(tmp_path: Path) -> None:
    made = read_questionnaire(written(tmp_path, GOOD), tmp_path)
    assert isinstance(made.items[0], Item) and made.items[1].reversed
    assert made.ends() == (0, 100) and made.ends(made.subscales["rest"]) == (0, 10)


@pytest.mark.parametrize(("old", "new", "why"), BAD)
def test_it_refuses_a_bad_file_with_file_key_and_reason(tmp_path: Path, old: str, new: str, why: str) -> None:
    assert old in GOOD
    path = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(ContentError) as refused:
        read_questionnaire(path, tmp_path)
    assert str(refused.value).startswith(f"questionnaires/day.toml: {why}")


def test_it_refuses_a_name_that_no_address_could_hold(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, "On Paper.toml")
    with pytest.raises(ContentError) as refused:
        read_questionnaire(path, tmp_path)
    why = "file: must be named with small letters, digits and _, a letter first, 60 at most"
    assert str(refused.value) == f"questionnaires/On Paper.toml: {why}"


def test_it_refuses_a_source_that_nobody_knows(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(ROOT, tmp_path / "content"))
    path = copy / "questionnaires/mood.toml"
    path.write_text(path.read_text().replace('sources = ["d"]', 'sources = ["hearsay"]'))
    with pytest.raises(ContentError) as refused:
        load(copy)
    told = 'questionnaires/mood.toml: change.sources: "hearsay" is not one of: '
    assert str(refused.value).startswith(told)
