"""Questionnaires of one person: what was answered, what it came to, and what is due."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from supple.core.content import Content
from supple.core.errors import InputError
from supple.core.person import shown
from supple.core.questionnaire import Questionnaire, Score, due, parse
from supple.web.measures.models import Result
from supple.web.people.models import Measure, Record
from supple.web.people.reading import words_of
from supple.web.people.who import ClearedRequest, content, today
from supple.web.training.charts import number
from supple.web.training.models import Holiday

ON_PAPER = "on-paper"  # no file is called so: its name would hold a hyphen
NAME_LENGTH = 60
MOST = 999_999  # of a score from paper, up or down
DECIMAL = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,2})?")
SLUG = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class Given:
    """One set of answers."""

    key: UUID
    at: datetime
    answers: Mapping[str, int]
    score: Score

    @property
    def day(self) -> date:
        """The day of it, here."""
        return timezone.localdate(self.at)


@dataclass(frozen=True, slots=True)
class Due:
    """What it is time to ask."""

    name: str
    url: str


def rows_of(record: Record) -> dict[str, list[Result]]:
    """Everything that was answered, by what, the first first; one query."""
    found: dict[str, list[Result]] = {}
    for row in Result.objects.filter(person=record, kind=Result.QUESTIONNAIRE).order_by("at", "id"):
        found.setdefault(row.what, []).append(row)
    return found


def given(rows: Mapping[str, list[Result]], questionnaire: Questionnaire) -> list[Given]:
    """Every set of answers that can be scored, the first first."""
    return [one for row in rows.get(questionnaire.id, ()) if (one := _given(questionnaire, row))]


def _given(questionnaire: Questionnaire, row: Result) -> Given | None:
    """None where the file has changed since, so that its answers fit no more."""
    try:
        answers = parse(questionnaire, row.values.get("answers"))
    except InputError:
        return None
    score = questionnaire.scored(answers)
    return Given(row.key, row.at, answers, score) if score else None


def said(questionnaire: Questionnaire, one: Given) -> str:
    """A score in words: the answer itself where there is a single one to choose, else a number with its end."""
    if len(questionnaire.items) == 1 and questionnaire.items[0].kind == "choice":
        item = questionnaire.items[0]
        return next(choice.text for choice in item.choices if choice.value == one.answers[item.id])
    return of(one.score.value, questionnaire.ends(), questionnaire.score.rule == "percent")


def of(value: Fraction, ends: tuple[int, int], percent: bool) -> str:
    """A number with what it is out of."""
    if percent:
        return f"{number(value)} %"
    low, high = ends
    return f"{number(value)} / {high}" if low == 0 else f"{number(value)} ({number(low)} – {number(high)})"


# ---- due ----


def due_now(request: ClearedRequest) -> list[Due]:
    """What it is time to ask, one entry for each page; nothing on days off. Two queries, three where anything is."""
    record, day = request.record, today()
    if Holiday.objects.filter(person=record, first__lte=day, last__gte=day).exists():
        return []
    answered = _answered(record)
    late = [one for one in content().questionnaires.values()
            if due(one.schedule, record.created_on, answered.get(one.id, ()), day)]  # fmt: skip
    return list({url_of(one): Due(one.name, url_of(one)) for one in reversed(late)}.values())[::-1]


def url_of(one: Questionnaire) -> str:
    """Where it is asked."""
    if one.asked == "form":
        return reverse("questionnaire", args=[one.id])
    return reverse("people:change", args=["activities"]) if one.asked == "activities" else reverse("progress")


def _answered(record: Record) -> dict[str, list[date]]:
    """The days on which each was answered. Of the page of own activities, any answer is one: nobody must name three."""
    days: dict[str, list[date]] = {}
    for what, at in Result.objects.filter(person=record, kind=Result.QUESTIONNAIRE).values_list("what", "at"):
        days.setdefault(what, []).append(timezone.localdate(at))
    kept = list(Measure.objects.filter(person=record).values_list("on", flat=True))
    return days | {one.id: kept for one in content().questionnaires.values() if one.asked == "activities"}


# ---- on paper ----


def paper(rows: Mapping[str, list[Result]]) -> dict[str, list[Result]]:
    """The scores from paper by the name of their instrument, each the first first."""
    found: dict[str, list[Result]] = {}
    for row in rows.get(ON_PAPER, ()):
        known = next((name for name in found if name.casefold() == row.values["name"].casefold()), row.values["name"])
        found.setdefault(known, []).append(row)
    return found


def score_of(row: Result) -> Fraction:
    """A score from paper."""
    return Fraction(row.values["score"])


# ---- in a person's file ----


def checked(what: str, values: object) -> dict[str, Any]:
    """The values of one result out of a file. Raises InputError. Answers to a questionnaire that is not known here stay
    what they are: the next home may know it."""
    if not isinstance(values, dict):
        raise InputError("values", "must be an object")
    if what == ON_PAPER:
        _only(values, ("name", "score"))
        return {"name": _name(values.get("name")), "score": decimal(values.get("score"), "values.score")}
    if not SLUG.fullmatch(what):
        raise InputError("what", "must be the name of a questionnaire")
    _only(values, ("answers",))
    questionnaire = content().questionnaires.get(what)
    if questionnaire is not None:
        try:
            return {"answers": parse(questionnaire, values.get("answers"))}
        except InputError as error:
            raise InputError(f"values.{error.key}", error.why) from None
    return {"answers": _unknown(values.get("answers"))}


def decimal(value: object, key: str = "score") -> str:
    """A score from paper, such as 36.5, as it is kept. Raises InputError."""
    text = value.strip().replace(",", ".").replace("−", "-") if isinstance(value, str) else ""
    if not DECIMAL.fullmatch(text):
        raise InputError(key, f"must be a number up to {MOST}, such as 36.5")
    return text


def _name(value: object) -> str:
    if not isinstance(value, str) or not value or words_of(value) != value or len(value) > NAME_LENGTH:
        raise InputError("values.name", f"must be text of at most {NAME_LENGTH} letters")
    return value


def _unknown(value: object) -> dict[str, int]:
    right = isinstance(value, dict) and all(type(one) is int and abs(one) <= MOST for one in value.values())
    if not right or not isinstance(value, dict):
        raise InputError("values.answers", "must be an object of whole numbers")
    return value


def _only(values: Mapping[str, object], allowed: Iterable[str]) -> None:
    for name in values:
        if name not in allowed:
            raise InputError(f"values.{shown(name)}", f"unknown key; allowed: {', '.join(allowed)}")


def known(content: Content, slug: str) -> Questionnaire | None:
    """The questionnaire of this name that is asked on a page of its own."""
    found = content.questionnaires.get(slug)
    return found if found and found.asked == "form" else None
