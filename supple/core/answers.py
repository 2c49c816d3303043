"""The answers of the danger questions: one JSON object, strictly, into one frozen value. Meaning: screens.toml."""

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from supple.core.errors import InputError
from supple.core.questions import Answer, Question, Values

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Clearance:
    """A clinician's word that a rule which asked for a check may rest."""

    rule: str
    on: datetime.date
    by: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person answered; a key that is absent was not answered."""

    values: Values
    clearances: tuple[Clearance, ...] = ()

    def as_object(self) -> dict[str, object]:
        """The JSON object that `parse` reads back into the same value."""
        plain: dict[str, object] = {key: list(value) if isinstance(value, tuple) else value
                                    for key, value in self.values.items()}  # fmt: skip
        if self.clearances:
            plain["clearances"] = [{"rule": one.rule, "date": one.on.isoformat(), "by": one.by}
                                   for one in self.clearances]  # fmt: skip
        return plain


def parse(obj: object, questions: Mapping[str, Question], today: datetime.date | None = None) -> Answers:
    """One object of answers. InputError names the key and what is allowed; with `today`, a later clearance too."""
    table = _table(obj, "answers")
    for key in table:
        if key not in questions:
            raise InputError(_named(key), f"unknown key; allowed: {', '.join(questions)}")
    values = {key: _value(questions[key], value) for key, value in table.items() if key != "clearances"}
    _check_groups(values, questions)
    clearances = _clearances(table.get("clearances", []), questions["clearances"])
    if today is not None:
        check_dates(clearances, today)
    return Answers(values, clearances)


def parse_many(
    obj: object, questions: Mapping[str, Question], today: datetime.date | None = None
) -> tuple[Answers, ...]:
    """A list of objects; one bad object refuses all of them and is named by its index, which begins at 0."""
    if not isinstance(obj, list):
        raise InputError("answers", f"must be a list of objects, not {_shown(obj)}")
    return tuple(_one_of_many(n, item, questions, today) for n, item in enumerate(obj))


def check_dates(clearances: tuple[Clearance, ...], today: datetime.date) -> None:
    """A clearance from the future is a mistake or worse."""
    for n, one in enumerate(clearances):
        if one.on > today:
            raise InputError(f"clearances[{n}].date", f"{one.on} is after today ({today})")


def _one_of_many(n: int, item: object, questions: Mapping[str, Question], today: datetime.date | None) -> Answers:
    if not isinstance(item, Mapping):
        raise InputError(f"[{n}]", f"must be an object, not {_shown(item)}")
    try:
        return parse(item, questions, today)
    except InputError as error:
        raise InputError(f"[{n}].{error.key}", error.why) from None


def _value(question: Question, value: object) -> Answer:
    return {"word": _word, "number": _number, "weeks": _weeks, "ticks": _ticks}[question.type](question, value)


def _word(question: Question, value: object) -> Answer:
    if isinstance(value, str) and value in question.values:
        return value
    raise InputError(question.id, f"{_shown(value)} is not one of: {', '.join(question.values)}")


def _number(question: Question, value: object) -> Answer:
    if _whole(value, question):
        return value
    raise InputError(
        question.id, f"must be a whole number from {question.least} to {question.most}, not {_shown(value)}"
    )


def _weeks(question: Question, value: object) -> Answer:
    if isinstance(value, str) and value in question.values:
        return value
    if _whole(value, question):
        return value
    words = ", ".join(question.values)
    raise InputError(question.id, f"must be {words}, or a whole number of weeks from {question.least} to "
                                  f"{question.most}, not {_shown(value)}")  # fmt: skip


def _whole(value: object, question: Question) -> TypeGuard[int]:
    # bool is an int in Python: true must not pass for 1
    return isinstance(value, int) and not isinstance(value, bool) and question.least <= value <= question.most


def _ticks(question: Question, value: object) -> Answer:
    if not isinstance(value, list):
        raise InputError(question.id, f"must be a list out of: {', '.join(question.values)}; not {_shown(value)}")
    for n, tick in enumerate(value):
        if not isinstance(tick, str) or tick not in question.values:
            raise InputError(f"{question.id}[{n}]", f"{_shown(tick)} is not one of: {', '.join(question.values)}")
        if tick in value[:n]:
            raise InputError(f"{question.id}[{n}]", f"{_shown(tick)} stands in the list twice")
    return tuple(value)


def _check_groups(values: Values, questions: Mapping[str, Question]) -> None:
    groups = {question.group for key, question in questions.items() if key in values and question.group}
    for group in sorted(groups):
        members = [key for key, question in questions.items() if question.group == group]
        for key in members:
            if key not in values:
                raise InputError(key, f"is missing; {', '.join(members)} come together or not at all")


def _clearances(value: object, question: Question) -> tuple[Clearance, ...]:
    if not isinstance(value, list):
        raise InputError("clearances", f"must be a list of objects with rule, date and by; not {_shown(value)}")
    made = tuple(_clearance(item, f"clearances[{n}]", question.values) for n, item in enumerate(value))
    seen: set[tuple[str, datetime.date]] = set()
    for n, one in enumerate(made):  # a renewal on another day is welcome, the same word twice is a slip
        if (one.rule, one.on) in seen:
            raise InputError(f"clearances[{n}]", f"{one.rule} of {one.on} stands in the list twice")
        seen.add((one.rule, one.on))
    return made


def _clearance(item: object, key: str, rules: tuple[str, ...]) -> Clearance:
    table = _table(item, key)
    for name in table:
        if name not in ("rule", "date", "by"):
            raise InputError(f"{key}.{_named(name)}", "unknown key; allowed: rule, date, by")
    for name in ("rule", "date", "by"):
        if name not in table:
            raise InputError(f"{key}.{name}", "is missing")
    if not isinstance(table["rule"], str) or table["rule"] not in rules:
        raise InputError(f"{key}.rule", f"{_shown(table['rule'])} is not one of: {', '.join(rules)}")
    if not isinstance(table["by"], str) or not table["by"].strip():
        raise InputError(f"{key}.by", f"must be text that says who, not {_shown(table['by'])}")
    return Clearance(table["rule"], _date(table["date"], f"{key}.date"), table["by"])


def _date(value: object, key: str) -> datetime.date:
    why = f"must be a date such as 2026-11-01, not {_shown(value)}"
    if not isinstance(value, str) or not _DAY.fullmatch(value):  # fromisoformat alone would take 2026-W44-7
        raise InputError(key, why)
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise InputError(key, why) from None


def _table(obj: object, key: str) -> Mapping[str, object]:
    if not isinstance(obj, Mapping):
        raise InputError(key, f"must be an object, not {_shown(obj)}")
    return obj


def _shown(value: object) -> str:
    return _printable(json.dumps(value, ensure_ascii=False, default=str))


def _named(key: object) -> str:
    return _printable(str(key))


def _printable(text: str) -> str:
    # Half a surrogate pair is valid JSON and would stop any terminal; a whole book need not be read back.
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= 60 else f"{text[:57]}..."
