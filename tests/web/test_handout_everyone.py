"""The handout for everybody: whatever the condition and the words, what is on paper may be done and be read."""

import io
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from random import Random
from typing import cast

import pytest
from django.test import RequestFactory
from pypdf import PdfReader

from supple.core.content import ROOT, load
from supple.core.exercise import Exercise
from supple.core.pictures import load as albums
from supple.core.plan import Item
from supple.core.triage import Cleared
from supple.core.words import FORMS, Form
from supple.web.people.models import Record
from supple.web.people.who import ClearedRequest, standing
from supple.web.training import handout, paper
from supple.web.training.handout import Line, Sheet
from supple.web.training.shown import minutes
from supple.web.training.views import UnderWay, under_way
from tests.web.cast import record_of

CONTENT = load()
EVERY = list(CONTENT.exercises.values())
ASKED = [key for key, one in CONTENT.profiles.items() if one.ask]
OVER = 0.5  # millimetres by which a letter may stand over


def named(one: Exercise, form: Form, kind: str) -> set[str]:
    """All that a selector may say of a way to do an exercise."""
    return {"ALL", one.code, f"kind:{kind}", f"start:{one.start_of(form)}", *one.attributes_of(form)}


def blocked(profile: str, one: Exercise, form: Form, kind: str) -> bool:
    """Out of the table of conditions alone."""
    return any(fnmatchcase(name, each) for name in named(one, form, kind) for each in CONTENT.profiles[profile].block)


def now_of(record: Record) -> UnderWay:
    """What the pages of this person start from."""
    request = cast(ClearedRequest, RequestFactory().get("/today/paper/"))
    at = standing(record)
    assert isinstance(at.outcome, Cleared)
    request.record, request.standing, request.outcome = record, at, at.outcome
    return under_way(request)


def item_of(one: Exercise, form: Form, kind: str, like: Item) -> Item:
    return replace(like, exercise=one.id, code=one.code, name=one.name, form=form, kind=kind)  # type: ignore[arg-type]


def on_paper(sheet: Sheet) -> list[str]:
    return [line.name for line in sheet.lines]


@pytest.mark.django_db
@pytest.mark.parametrize("profile", ASKED)
def test_no_condition_has_anything_on_paper_that_it_blocks(profile: str) -> None:
    """Neither as planned, nor where the plan that is kept holds every exercise there is."""
    record = record_of({"profiles": [profile], "minutes": 20})
    now = now_of(record)
    for day in now.plan.days:
        for item in day.items:
            assert not blocked(profile, CONTENT.exercises[item.exercise], item.form, item.kind), (profile, item)
    made = handout.sheet(now, record)
    assert on_paper(made) == [item.name for item in now.day.items] != []
    like = now.day.items[0]
    whole = tuple(item_of(one, form, kind, like) for one, form, kind in ways())
    everything = handout.sheet(replace(now, day=replace(now.day, items=whole)), record)
    never = {one.name for one in EVERY if all(blocked(profile, one, form, kind) for form, kind in ways_of(one))}
    assert not never & set(on_paper(everything))
    assert everything.title.startswith(f"{minutes(len(everything.lines) * like.seconds)} minutes")


def ways() -> Iterator[tuple[Exercise, Form, str]]:
    for one in EVERY:
        for form, kind in ways_of(one):
            yield one, form, kind


def ways_of(one: Exercise) -> Iterator[tuple[Form, str]]:
    for form in FORMS:
        if form == "base" or one.variant(form):
            for kind in one.kinds:
                yield form, kind


def test_the_conditions_that_are_asked_block_something() -> None:
    assert sum(any(blocked(profile, *way) for way in ways()) for profile in ASKED) > len(ASKED) / 2


# --- The words --------------------------------------------------------------------------------------------------------


def test_nothing_that_goes_on_paper_holds_the_marks_that_paper_takes_for_bold_and_the_like() -> None:
    texts = [text for one in EVERY for text in (one.name, *one.steps, *one.cautions)]
    texts += [one.variant(form).text for one in EVERY for form in FORMS if one.variant(form)]  # type: ignore[union-attr]
    texts += [said.text for profile in CONTENT.profiles.values() for said in profile.words]
    texts += [rule.text.warning_card for rule in CONTENT.red_flags.rules.values() if rule.text.warning_card]
    for text in texts:
        assert not [mark for mark in ("**", "__", "--", "~~", "](") if mark in text], text


def line(one: Exercise, name: str = "") -> Line:
    drawn = tuple(dict.fromkeys(picture.file for picture in albums()[one.id].ends("base")))
    care = f"**Take care:** {' '.join(one.cautions)}"
    return Line(name or one.name, "3 holds of 20 s each side", "move", one.steps, care, drawn)


def sheet(lines: list[Line]) -> Sheet:
    danger = ("Emergency: call 112 or 999", "Leave all exercises and call now.")
    return Sheet("Ten minutes", "Monday", tuple(lines), (), ("When it hurts", "Ease off."), danger, "A programme.")


def read(data: bytes) -> tuple[int, str]:
    found = PdfReader(io.BytesIO(data)).pages
    return len(found), "".join("".join(page.extract_text().split()) for page in found)


def packed(text: str) -> str:
    return "".join(text.replace("**", "").split())


@pytest.mark.parametrize("many", [2, 6])
def test_two_to_six_exercises_stand_on_one_page_in_their_order(many: int) -> None:
    made = sheet([line(one) for one in Random(many).sample(EVERY, many)])
    count, words = read(paper.pdf(made))
    assert count == 1
    at = 0
    for one in made.lines:  # which raises where one stands before another
        for text in (one.name, one.dose, *one.steps, one.care):
            assert packed(text) in words, text
        at = words.index(packed(one.name + one.dose), at)
    assert words.index("Emergency:call112or999") > at


@pytest.mark.parametrize(
    "name", ["A very long name of an exercise " * 6, "Llanfairpwllgwyngyllgogerychwyrndrobwll" * 4]
)
def test_a_long_name_takes_more_lines_and_none_of_it_is_lost(name: str) -> None:
    short, long = (paper.Page(sheet([line(EVERY[0], each), line(EVERY[1])])) for each in ("", name.strip()))
    assert long._heights(long.size)[0] > short._heights(short.size)[0] or long.size < short.size
    long.lay()
    count, words = read(bytes(long.paper.output()))
    assert count == 1 and packed(name) in words and packed(EVERY[1].steps[-1]) in words
    assert short.paper.output()


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_the_figures_of_an_exercise_fit_beside_its_words(one: Exercise) -> None:
    """As wide as they are drawn they end before the words begin, and heads are as big as on the pages or smaller."""
    for form in FORMS:
        drawn = [paper.figure(ROOT / "baked" / each.file) for each in albums()[one.id].ends(form)]
        units = max([paper.UNITS, *(width for width, _, _ in drawn)])
        for place, (width, height, _) in enumerate(dict.fromkeys(drawn)):
            left = place * (paper.FIGURE + paper.GAP)
            assert left + (paper.FIGURE + width * paper.FIGURE / units) / 2 <= paper.WORDS + OVER
            assert height * paper.FIGURE / units < 60
