"""Questionnaires: the shape of questionnaires/<slug>.toml, what answers score, and when one is due.

Ours are in our own words. An instrument of somebody else's is one more file of the same shape, in the content folder of
a host who holds the right to it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from supple.core.errors import InputError

Answers = Mapping[str, int]
WEEK = timedelta(days=7)
EARLY = WEEK  # what was answered in the week before it is due need not be said again [d]
MOST_NUMBER = 999_999  # what a person may type


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a row of answers, and what it counts."""

    text: str
    value: int


@dataclass(frozen=True, slots=True)
class Item:
    """One question. A scale runs from `low` to `high` in whole steps, a number is typed, a tick counts 1 or 0."""

    id: str
    ask: str
    kind: Literal["scale", "choice", "tick", "number"]
    least: str = ""  # what the low end of a scale means
    most: str = ""
    low: int = 0
    high: int = 10
    choices: tuple[Choice, ...] = ()
    reversed: bool = False

    @property
    def allowed(self) -> Sequence[int]:
        """Every answer."""
        if self.kind == "choice":
            return [choice.value for choice in self.choices]
        return range(2) if self.kind == "tick" else range(self.low, self.high + 1)

    @property
    def ends(self) -> tuple[int, int]:
        """The least and the most it can count."""
        return min(self.allowed), max(self.allowed)

    def points(self, answers: Answers) -> int | None:
        """What it counts; None without an answer, but a tick that was not set is one."""
        answer = answers.get(self.id, 0 if self.kind == "tick" else None)
        return answer if answer is None or not self.reversed else sum(self.ends) - answer


@dataclass(frozen=True, slots=True)
class Scoring:
    """How answers become a score. Of the missing ones at most `missing_most` may be: they count as the others do on
    average, or as nothing. `items`: all of them where none are named."""

    rule: Literal["sum", "mean", "percent", "count"]
    items: tuple[str, ...] = ()
    name: str = ""  # of a subscale
    missing_most: int = 0
    missing: Literal["mean", "zero"] = "mean"
    counts_from: int = 1  # what an answer must count at least, where answers are counted


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change that is called one: beyond `percent` of the first score and beyond `least` points, both.
    `against` zero: the answer is itself a change, and one is enough."""

    better: Literal["less", "more"]
    least: float
    percent: int
    sources: tuple[str, ...]
    against: Literal["first", "zero"] = "first"


@dataclass(frozen=True, slots=True)
class Schedule:
    """In which weeks after the first day it is asked, then how often; never again where that is 0."""

    weeks: tuple[int, ...] = ()
    then_every_weeks: int = 0


@dataclass(frozen=True, slots=True)
class Advice:
    """What is said kindly from a score on, or below one. `numbers`: with the numbers to ring. It never rules an
    exercise out."""

    text: str
    sources: tuple[str, ...]
    at_least: float | None = None
    below: float | None = None
    numbers: bool = False

    def meant_for(self, score: Fraction) -> bool:
        """Whether this score calls for it."""
        from_here = self.at_least is not None and score >= Fraction(str(self.at_least))
        return from_here or (self.below is not None and score < Fraction(str(self.below)))


@dataclass(frozen=True, slots=True)
class Case:
    """Answers with the score they must come to; no score: too much is missing."""

    answers: dict[str, int]
    score: float | None = None
    parts: dict[str, float] = field(default_factory=dict)  # the subscales


@dataclass(frozen=True, slots=True)
class Score:
    """What answers come to."""

    value: Fraction
    parts: Mapping[str, Fraction | None]  # by subscale; None: too much of it is missing


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One file. `asked`: on a page of its own, on the page of a person's own activities, or before each session."""

    id: str
    name: str
    lead: str
    about: str  # what is known of how well it measures
    validated: bool
    rights: str  # whose words they are
    least: str  # what the ends of the score mean
    most: str
    items: tuple[Item, ...]
    score: Scoring
    cases: tuple[Case, ...]
    order: int = 50
    asked: Literal["form", "activities", "sessions"] = "form"
    subscales: dict[str, Scoring] = field(default_factory=dict)
    schedule: Schedule = field(default_factory=Schedule)
    change: Change | None = None
    advice: Advice | None = None

    def scored(self, answers: Answers) -> Score | None:
        """The score; None where too much is missing."""
        value = self._points(self.score, answers)
        parts = {name: self._points(one, answers) for name, one in self.subscales.items()}
        return None if value is None else Score(value, parts)

    def ends(self, scoring: Scoring | None = None) -> tuple[int, int]:
        """The least and the most that a score can be."""
        of = scoring or self.score
        ends = [item.ends for item in self.of(of)]
        low, high = [low for low, _ in ends], [high for _, high in ends]
        return {"sum": (sum(low), sum(high)), "mean": (min(low), max(high)),
                "percent": (0, 100), "count": (0, len(ends))}[of.rule]  # fmt: skip

    def of(self, scoring: Scoring) -> list[Item]:
        """The items that a score is made of."""
        return [item for item in self.items if not scoring.items or item.id in scoring.items]

    def missing(self, answers: Answers) -> list[str]:
        """The items that still need an answer; none where so few are missing that the score stands."""
        return [item.id for item in self.items if item.points(answers) is None and not self.scored(answers)]

    def _points(self, scoring: Scoring, answers: Answers) -> Fraction | None:
        given = [(item, points) for item in self.of(scoring) if (points := item.points(answers)) is not None]
        missing = len(self.of(scoring)) - len(given)
        if not given or missing > scoring.missing_most:
            return None
        counted = self.of(scoring) if scoring.missing == "zero" else [item for item, _ in given]
        return _RULES[scoring.rule](scoring, [points for _, points in given], counted, len(self.of(scoring)))


def _sum(_scoring: Scoring, points: list[int], counted: list[Item], of: int) -> Fraction:
    return Fraction(sum(points) * of, len(counted))


def _mean(_scoring: Scoring, points: list[int], counted: list[Item], _of: int) -> Fraction:
    return Fraction(sum(points), len(counted))


def _percent(_scoring: Scoring, points: list[int], counted: list[Item], _of: int) -> Fraction:
    low, high = (sum(ends) for ends in zip(*(item.ends for item in counted), strict=True))
    return Fraction(100 * max(0, sum(points) - low), high - low)


def _count(scoring: Scoring, points: list[int], counted: list[Item], of: int) -> Fraction:
    return Fraction(sum(one >= scoring.counts_from for one in points) * of, len(counted))


_RULES = {"sum": _sum, "mean": _mean, "percent": _percent, "count": _count}


# ---- when ----


def due(schedule: Schedule, start: date, answered: Iterable[date], today: date) -> bool:
    """Whether it is time to ask. What was due earlier and never said is let go: only the latest day counts."""
    last = max((day for day in _days(schedule, start, today)), default=None)
    return last is not None and not any(day > last - EARLY for day in answered)


def _days(schedule: Schedule, start: date, today: date) -> Iterator[date]:
    """Every day up to today from which on it is asked."""
    yield from (start + WEEK * week for week in schedule.weeks if start + WEEK * week <= today)
    if schedule.then_every_weeks:
        day = start + WEEK * (max(schedule.weeks, default=0) + schedule.then_every_weeks)
        while day <= today:
            yield day
            day += WEEK * schedule.then_every_weeks


# ---- answers that come in ----


def parse(questionnaire: Questionnaire, given: object) -> dict[str, int]:
    """Answers out of JSON. Raises InputError naming the item; whether enough was answered is another question."""
    if not isinstance(given, Mapping):
        raise InputError("answers", "must be an object")
    items = {item.id: item for item in questionnaire.items}
    for name, answer in given.items():
        if name not in items:
            raise InputError(f"answers.{name}", f"is no question; allowed: {', '.join(items)}")
        if type(answer) is not int or answer not in items[name].allowed:
            raise InputError(f"answers.{name}", f"must be {allowed_in_words(items[name])}")
    return dict(given)


def allowed_in_words(item: Item) -> str:
    """Which answers an item takes."""
    if item.kind in ("choice", "tick"):
        return f"one of: {', '.join(map(str, sorted(item.allowed)))}"
    return f"a whole number from {item.low} to {item.high}"
