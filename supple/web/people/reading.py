"""What came back from a question page -> answers, or what is wrong with it. Pure: a mapping in, values out.

A mistake never loses what was typed: `Read.shown` fills the same page again.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from supple.core.questions import Question
from supple.core.screens import Field, Group, Questions, Screen
from supple.web.people.sheets import DAYS, NONE, Shown

LONGEST_NUMBER = 6


@dataclass(slots=True)
class Read:
    """The answers of one page, the rows that were ticked, and by group or key what was wrong."""

    values: dict[str, Any] = field(default_factory=dict)
    ticks: dict[str, list[str]] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> Shown:
        """For the same page again."""
        return Shown({**self.values, **self.typed}, self.ticks, self.wrong)


def missing_group() -> str:
    """Under a group without any tick."""
    return _("Still needs an answer. None is fine.")


def missing() -> str:
    """Under a question without an answer."""
    return _("Still needs an answer.")


def both() -> str:
    """Under a group where "None of these" is ticked, and something else too."""
    return _("You ticked “None of these” and something else. Please keep the one that is right.")


def read_screen(screen: Screen, questions: Mapping[str, Question], post: QueryDict, before: Mapping[str, Any]) -> Read:
    """A danger screen. `before` are the answers so far: a follow-up answered earlier outlives the same tick."""
    read = Read()
    for group in screen.groups:
        read_group(group, questions, post, before, read)
    for one in screen.fields:
        read_field(one, questions[one.answer], post, read)
    return read


def read_group(
    group: Group, questions: Mapping[str, Question], post: QueryDict, before: Mapping[str, Any], read: Read
) -> None:
    """One group: the ticked keys take the value of their row, all others the mildest word."""
    allowed = {NONE, *(str(n) for n in range(len(group.ticks)))}
    ticks = [tick for tick in post.getlist(group.id) if tick in allowed]
    read.ticks[group.id] = ticks
    if not ticks:
        read.wrong[group.id] = missing_group()
    elif NONE in ticks and len(ticks) > 1:
        read.wrong[group.id] = both()
    rows = [group.ticks[int(tick)] for tick in ticks if tick != NONE]
    ticked = {row.answer for row in rows}
    read.values |= {key: questions[key].values[0] for key in group.keys if key not in ticked}
    for key in ticked:
        value = _ticked(questions[key], [row.value for row in rows if row.answer == key], post, before)
        read.values |= {} if value is None else {key: value}


def _ticked(question: Question, values: list[str | None], post: QueryDict, before: Mapping[str, Any]) -> Any:
    """The value of a ticked key; None leaves it to the follow-up screen."""
    if question.opens == "here":
        chosen = post.get(question.id)
        return chosen if chosen in question.options else values[0]
    earlier = before.get(question.id)
    if question.opens == "later" and earlier not in (None, question.values[0]):
        return earlier
    return None if None in values else values[0]


def read_field(one: Field, question: Question, post: QueryDict, read: Read) -> None:
    """A plain field: a word or a number, or a number in one of several units."""
    if one.options:
        _read_word(question.id, one.options, post, read, needed=not question.optional)
    elif one.units:
        _read_duration(one, question, post, read)
    else:
        _read_number(question, post, read, needed=not question.optional)


def read_asks(keys: Iterable[str], questions: Questions, post: QueryDict, values: Mapping[str, Any]) -> Read:
    """Questions of the follow-up screen; which of them must be answered depends on the others' answers."""
    read = Read()
    for key in keys:
        _read_ask(questions.answers[key], post, read)
    _need_whole_groups(keys, questions, read)
    # Asked because of a tick, but no longer once the other follow-ups are answered: then it may stay empty.
    still = questions.follow_ups({**values, **read.values})
    for key in keys:
        question = questions.answers[key]
        left_out = key not in read.values and key not in read.wrong
        if left_out and key in still and (question.type in ("word", "weeks") or not question.optional):
            read.wrong[key] = missing()
    return read


def _read_ask(question: Question, post: QueryDict, read: Read) -> None:
    if question.type == "word":
        _read_word(question.id, question.options, post, read, needed=False)
    elif question.type == "ticks":
        read.typed[question.id] = [tick for tick in post.getlist(question.id) if tick in question.options]
    elif post.get(f"{question.id}.word") in question.options and not post.get(question.id, "").strip():
        read.values[question.id] = post[f"{question.id}.word"]
    else:  # a number says more than the word beside it
        _read_number(question, post, read, needed=False)


def _need_whole_groups(keys: Iterable[str], questions: Questions, read: Read) -> None:
    """Keys that come together or not at all: once one is given, the numbers beside it are needed."""
    for group in {questions.answers[key].group for key in keys} - {None}:
        members = [question for question in questions.answers.values() if question.group == group]
        if not any(read.values.get(one.id) is not None or read.typed.get(one.id) for one in members):
            continue
        for one in members:
            if one.type == "ticks":
                read.values[one.id] = read.typed.get(one.id, [])
            elif one.id not in read.values and one.id not in read.wrong:
                read.wrong[one.id] = missing()


def _read_word(key: str, options: Mapping[str, str], post: QueryDict, read: Read, needed: bool) -> None:
    value = post.get(key)
    if value in options:
        read.values[key] = value
    elif needed:
        read.wrong[key] = missing()


def _read_number(question: Question, post: QueryDict, read: Read, needed: bool) -> None:
    text = post.get(question.id, "").strip()
    number = whole(text, question.least, question.most)
    if number is not None:
        read.values[question.id] = number
    elif text or needed:
        read.typed[question.id] = text
        read.wrong[question.id] = between(question.least, question.most) if text else missing()


def _read_duration(one: Field, question: Question, post: QueryDict, read: Read) -> None:
    text, unit = post.get(one.answer, "").strip(), post.get(f"{one.answer}.unit", "")
    unit = unit if unit in one.units else one.units[0]
    read.typed |= {one.answer: text, f"{one.answer}.unit": unit}
    most = question.most // DAYS[unit]
    number = whole(text, question.least, most)
    if number is None:
        read.wrong[one.answer] = between(question.least, most) if text else missing()
    else:
        read.values[one.answer] = number * DAYS[unit]


def whole(text: str, least: int, most: int) -> int | None:
    """A whole number between two bounds, as a person types it; None if it is not."""
    text = text.strip()
    if not text.isdecimal() or len(text) > LONGEST_NUMBER or not least <= int(text) <= most:
        return None
    return int(text)


def words_of(text: str) -> str:
    """A person's own words in one line, without what no page shows and no database keeps (such as a zero byte)."""
    return " ".join("".join(" " if unicodedata.category(one) == "Cc" else one for one in text).split())


def between(least: int, most: int) -> str:
    """Under a number that cannot be."""
    return _("Please give a whole number from %(least)d to %(most)d.") % {"least": least, "most": most}
