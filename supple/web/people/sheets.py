"""What a question page shows: sheets of rows to tick, and single questions. Values for the templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from supple.core.questions import Question
from supple.core.screens import Field, Group, Screen

NONE = "none"  # the value of "None of these"
DAYS = {"days": 1, "weeks": 7, "months": 30, "years": 365}
SHORT = 14  # letters of a choice that fits into half a phone
LONG_GROUP = 8  # rows from which a group stands in two columns on a wide page


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be chosen."""

    value: str
    label: str
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. kind: choice (one of `options`), scale (0-10), number (with `units`, or with
    `options` that may be ticked in its place), chips (any of `options`), text, date, time."""

    name: str
    words: str
    kind: str
    value: object = None
    options: tuple[Option, ...] = ()
    units: tuple[Option, ...] = ()
    wrong: str = ""
    hint: str = ""
    least: str = ""
    most: str = ""

    @property
    def layout(self) -> str:
        """Short choices stand two abreast, even on a phone."""
        return "choices-few" if all(len(one.label) <= SHORT for one in self.options) else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row to tick, and the question that opens under it."""

    value: str
    label: str
    checked: bool
    under: Ask | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A group of rows with "None of these"."""

    id: str
    title: str
    rows: tuple[Row, ...]
    none: bool
    wrong: str = ""
    hint: str = ""

    @property
    def wide(self) -> bool:
        """Whether it takes both columns of a wide page."""
        return len(self.rows) >= LONG_GROUP


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page is filled in with: stored answers, the rows that were ticked, and what was wrong with them."""

    values: Mapping[str, Any]
    ticks: Mapping[str, list[str]]  # by group
    wrong: Mapping[str, str]


def sheets(screen: Screen, questions: Mapping[str, Question], shown: Shown) -> tuple[Sheet, ...]:
    """The groups of a danger screen."""
    return tuple(sheet(group, questions, shown, screen.hint) for group in screen.groups)


def sheet(group: Group, questions: Mapping[str, Question], shown: Shown, hint: str = "") -> Sheet:
    """One group of a danger screen."""
    ticks = shown.ticks.get(group.id, [])
    rows = tuple(
        Row(str(n), tick.words, str(n) in ticks, _under(questions[tick.answer], shown))
        for n, tick in enumerate(group.ticks)
    )
    return Sheet(group.id, group.title, rows, NONE in ticks, shown.wrong.get(group.id, ""), hint)


def field(one: Field, question: Question, shown: Shown) -> Ask:
    """A plain field of a danger screen."""
    value = shown.values.get(one.answer)
    if one.units:
        return _duration(one, shown)
    if one.options:
        options = _options(one.options, value)
        return Ask(one.answer, one.label, "choice", options=options, wrong=shown.wrong.get(one.answer, ""))
    kind = "scale" if question.most == 10 else "number"
    return Ask(one.answer, one.label, kind, value, wrong=shown.wrong.get(one.answer, ""))


def ask(question: Question, shown: Shown) -> Ask:
    """A question as the follow-up screen has it."""
    value = shown.values.get(question.id)
    wrong = shown.wrong.get(question.id, "")
    if question.type == "word":
        return Ask(question.id, question.ask, "choice", options=_options(question.options, value), wrong=wrong)
    if question.type == "ticks":
        return Ask(question.id, question.ask, "chips", options=_options(question.options, value), wrong=wrong)
    number = value if str(value).isdigit() else None
    return Ask(question.id, question.ask, "number", number, _options(question.options, value), wrong=wrong)


def _under(question: Question, shown: Shown) -> Ask | None:
    return ask(question, shown) if question.opens == "here" else None


def _options(options: Mapping[str, str], value: object) -> tuple[Option, ...]:
    chosen = value if isinstance(value, list | tuple) else (value,)
    return tuple(Option(word, words, word in chosen) for word, words in options.items())


def _duration(one: Field, shown: Shown) -> Ask:
    """A number of days, said back in the largest unit that gives a whole number."""
    value, unit = shown.values.get(one.answer), shown.values.get(f"{one.answer}.unit", one.units[0])
    if isinstance(value, int) and f"{one.answer}.unit" not in shown.values:
        unit = next(name for name in reversed(one.units) if value % DAYS[name] == 0 and (value or name == "days"))
        value //= DAYS[unit]
    units = tuple(Option(name, name, name == unit) for name in one.units)
    return Ask(one.answer, one.label, "number", value, units=units, wrong=shown.wrong.get(one.answer, ""))
