"""Self-tests of one person: what was put in, what it says, how it went, and what follows from it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from supple.core import score
from supple.core.errors import InputError
from supple.core.score import Reading, SideGap
from supple.core.self_test import Measure, SelfTest
from supple.web.measures.models import Result
from supple.web.people.models import Record
from supple.web.people.reading import missing
from supple.web.people.sheets import Ask, Option
from supple.web.people.who import content
from supple.web.training import charts

NUMBER = re.compile(r"[-−]?[0-9]{1,4}([.,][0-9]{1,2})?")
SLUG = re.compile(r"[a-z][a-z0-9_]{0,59}")
MOST_BYTES = 2_000  # of the values of a test that is not known here


@dataclass(frozen=True, slots=True)
class Field:
    """One number of a form, or the choices of one question."""

    name: str
    value: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Group:
    """One measure on one side, as the form asks for it."""

    id: str
    legend: str
    measure: Measure
    fields: tuple[Field, ...]
    ask: Ask | None  # where there is something to choose


@dataclass(frozen=True, slots=True)
class Row:
    """One reading as the result shows it."""

    id: str
    title: str
    value: str
    word: str
    typical: str
    error: str
    since: str  # what became of it since the time before
    chart: charts.Chart | None
    chart_words: str


# ---- the form ----


def groups(test: SelfTest, given: Mapping[str, str], wrong: Mapping[str, str]) -> list[Group]:
    """Every field of a test's form."""
    return [_group(one, side, given, wrong) for one in test.measures for side in one.sides]


def _group(one: Measure, side: str, given: Mapping[str, str], wrong: Mapping[str, str]) -> Group:
    names = names_of(one, side)
    legend = _titled(one.ask, side)
    fields = tuple(Field(name, given.get(name, "")[:20], wrong.get(name, "")) for name in names)
    ask = None
    if one.how == "choice":
        options = tuple(Option(row.value, row.text, given.get(names[0]) == row.value) for row in one.choices)
        ask = Ask(names[0], legend, "choice", options=options, wrong=wrong.get(names[0], ""))
    return Group(f"{one.id}-{side}", legend, one, fields, ask)


def _titled(words: str, side: str) -> str:
    names = {"left": _("Left: %(words)s"), "right": _("Right: %(words)s"), "both": "%(words)s"}
    return names[side] % {"words": words}


def names_of(one: Measure, side: str) -> list[str]:
    """What the fields of one measure and side are called."""
    return [f"{one.id}-{side}-{n}" for n in range(one.trials)]


def read(test: SelfTest, post: QueryDict) -> tuple[score.Values, dict[str, str]]:
    """The values, and for each field what is wrong with it."""
    values: dict[str, dict[str, tuple[score.Value, ...]]] = {}
    wrong: dict[str, str] = {}
    for one in test.measures:
        for side in one.sides:
            trials = [_value(one, post.get(name, "").strip(), name, wrong) for name in names_of(one, side)]
            values.setdefault(one.id, {})[side] = tuple(trials)
    return values, wrong


def _value(one: Measure, text: str, name: str, wrong: dict[str, str]) -> score.Value:
    number = one.how != "choice" and NUMBER.fullmatch(text)
    try:
        return score.check(one, name, float(text.replace(",", ".").replace("−", "-")) if number else text)
    except InputError:
        told = _("Please give a number from %(least)g to %(most)g.") % {"least": one.least, "most": one.most}
        wrong[name] = missing() if not text else _("Please choose one of these.") if one.choices else told
        return ""


def typed(values: Mapping[str, Any]) -> dict[str, str]:
    """What was put in before, for the form again."""
    return {f"{name}-{side}-{n}": _plain(value) for name, sides in values.items() for side, trials in sides.items()
            for n, value in enumerate(trials)}  # fmt: skip


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float | int) else str(value)


# ---- what it says ----


def found(test: SelfTest, row: Result, age: int, sex: str | None) -> score.Result | None:
    """What a kept result says; None where its file has changed since, so that its values fit no more."""
    try:
        return score.result(test, age, sex, score.parse(test, row.values))
    except InputError:
        return None


def rows_of(record: Record) -> dict[str, list[Result]]:
    """Every self-test that was done, by what, the first first; one query."""
    every: dict[str, list[Result]] = {}
    for row in Result.objects.filter(person=record, kind=Result.SELF_TEST).order_by("at", "id"):
        every.setdefault(row.what, []).append(row)
    return every


def said(result: score.Result) -> str:
    """All of it on one line."""
    sides = {"left": _("left %(value)s"), "right": _("right %(value)s"), "both": "%(value)s"}
    return "; ".join(sides[one.side] % {"value": value_of(one)} for one in result.readings)


def value_of(one: Reading) -> str:
    """A value in words."""
    if one.measure.how == "choice":
        return next(choice.text for choice in one.measure.choices if choice.value == one.value)
    return number(float(one.value), one.measure)


def number(value: float, measure: Measure) -> str:
    """A number with its unit."""
    text = f"{value:g}".replace("-", "−")
    return f"{text}°" if measure.unit == "°" else f"{text} {measure.unit}"


def readings(result: score.Result, history: list[tuple[date, score.Result]]) -> Iterator[Row]:
    """Each reading with its word, its error, what became of it and its chart. `history`: all of them up to this one."""
    for one in result.readings:
        past = [(day, each) for day, earlier in history if (each := earlier.reading(one.measure.id, one.side))]
        yield _row(one, past)


def _row(one: Reading, past: list[tuple[date, Reading]]) -> Row:
    return Row(
        id=f"{one.measure.id}-{one.side}",
        title=_titled(one.measure.ask, one.side),
        value=value_of(one),
        word=words()[one.word] if one.word else "",
        typical=_typical(one),
        error=_error(one.measure),
        since=_since(past),
        chart=_chart(past) if len(past) > 1 and one.measure.error else None,
        chart_words=_("%(first)s at first, %(last)s on the last day.")
        % {"first": value_of(past[0][1]), "last": value_of(past[-1][1])},
    )


def words() -> dict[str, str]:
    """The three words there are."""
    return {"less than most": _("Less than most"), "typical": _("Typical"), "more than most": _("More than most")}


def _typical(one: Reading) -> str:
    if one.typical is None:
        return _("What is typical of people like you is not known.") if one.measure.norms else ""
    told = {"low": number(one.typical[0], one.measure), "high": number(one.typical[1], one.measure)}
    if one.sure:
        return _("Typical of people like you: %(low)s to %(high)s.") % told
    return _("Typical: between %(low)s and %(high)s, by sex and age.") % told


def _error(measure: Measure) -> str:
    if measure.error is None:
        return ""
    return _("One result may be off by about %(one)s either way.") % {"one": number(measure.error.one, measure)}


def _since(past: list[tuple[date, Reading]]) -> str:
    if len(past) < 2 or past[-1][1].measure.error is None:
        return ""
    (_day, before), (_today, now) = past[-2:]
    measure = now.measure
    told = {"before": value_of(before), "change": number(measure.error.change, measure) if measure.error else ""}
    return {
        "more": _("More than the time before (%(before)s), by more than chance."),
        "less": _("Less than the time before (%(before)s), by more than chance."),
        "too small": _("The time before: %(before)s. A difference under %(change)s may be chance."),
    }[score.change(measure, float(before.value), float(now.value))] % told


def _chart(past: list[tuple[date, Reading]]) -> charts.Chart:
    measure = past[0][1].measure
    values = [(day, Fraction(str(one.value))) for day, one in past]
    sure = Fraction(str(measure.error.change)) if measure.error else Fraction(0)
    scale = charts.Scale(Fraction(str(measure.least)), Fraction(str(measure.most)))
    return charts.chart(values[0][1], charts.answers(values), sure, begin=False, scale=scale)


def gap_words(one: SideGap) -> str:
    """The difference between the sides."""
    less = _("left") if one.less == "left" else _("right")
    told = {"apart": number(one.apart, one.measure), "less": less}
    if one.counts:
        return _("The sides differ by %(apart)s, less on the %(less)s: more than chance.") % told
    return _("The sides differ by %(apart)s, which may be chance.") % told


# ---- in a person's file ----


def checked(what: str, values: object) -> dict[str, Any]:
    """The values of one self-test out of a file. Raises InputError. A test that is not known here stays what it is:
    nothing is shown of it, and the next home may know it."""
    test = content().self_tests.get(what)
    if test is not None:
        return score.as_object(score.parse(test, values))
    if not SLUG.fullmatch(what):
        raise InputError("what", "must be the name of a self-test")
    if not isinstance(values, dict) or len(str(values)) > MOST_BYTES:
        raise InputError("values", f"must be an object of at most {MOST_BYTES} letters")
    return values


def day_of(row: Result) -> date:
    """The day of it, here."""
    return timezone.localdate(row.at)
