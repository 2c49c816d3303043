"""The danger screens: which ticks and fields ask which key. The shape of content/screens.toml and its strict reader."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from supple.core import reader
from supple.core.errors import ContentError
from supple.core.questions import CLEAR, Question, Values
from supple.core.rules import Condition, Language, condition, facts_of, met

FILE = "screens.toml"
NONE_OF_THESE = "None of these"


@dataclass(frozen=True, slots=True)
class Tick:
    """One line to tick. Without a value the key stays unanswered until its follow-up is."""

    answer: str
    words: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Ticks with "none of these", which stores the mildest word of every key in the group."""

    id: str
    title: str
    ticks: tuple[Tick, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys asked here, each once."""
        return tuple(dict.fromkeys(tick.answer for tick in self.ticks))


@dataclass(frozen=True, slots=True)
class Field:
    """A plain field that everybody fills in: a number, or a choice of `options`."""

    answer: str
    label: str
    options: Mapping[str, str] = field(default_factory=dict)
    units: tuple[Literal["days", "weeks", "months", "years"], ...] = ()  # the number may be given in any of these


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen of the first visit."""

    id: str
    title: str
    lead: str = ""
    hint: str = ""
    groups: tuple[Group, ...] = ()
    fields: tuple[Field, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys asked here, each once."""
        return tuple(key for group in self.groups for key in group.keys) + tuple(one.answer for one in self.fields)

    def words(self) -> tuple[str, ...]:
        """Everything that stands on the screen for somebody who has not ticked anything."""
        ticks = [text for group in self.groups
                 for text in (group.title, *(tick.words for tick in group.ticks), NONE_OF_THESE)]  # fmt: skip
        fields = [text for one in self.fields for text in (one.label, *one.options.values(), *one.units)]
        return tuple(text for text in (self.title, self.lead, self.hint, *ticks, *fields) if text)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The one screen after the others; which questions it holds depends on the answers so far."""

    title: str


@dataclass(frozen=True, slots=True)
class Questions:
    """The vocabulary and the screens that ask it."""

    answers: Mapping[str, Question]
    screens: tuple[Screen, ...]
    follow_up: FollowUp
    appears: Mapping[str, Condition]  # for keys with asked_if: when their follow-up question appears

    def follow_ups(self, ticked: Values) -> tuple[str, ...]:
        """The keys to ask on the follow-up screen, in order, for somebody whose ticks are stored in `ticked`."""
        return tuple(key for key, one in self.answers.items() if one.opens == "later" and self._appears(one, ticked))

    def at_once(self, ticked: Values) -> Values:
        """What an emergency may be judged by before the follow-up screen: all but what that screen will make exact."""
        later = set(self.follow_ups(ticked))
        return {key: value for key, value in ticked.items() if key not in later}

    def _appears(self, question: Question, ticked: Values) -> bool:
        if question.asked_if:
            return met(self.appears[question.id], facts_of(ticked, self.answers))
        ticks = question.asked_with or question.id
        if ticks not in ticked:  # a tick that stores nothing leaves its key out until now
            return ticks in self.valueless
        return ticked[ticks] not in CLEAR

    @property
    def valueless(self) -> frozenset[str]:
        """The keys that a tick can leave without a value."""
        return frozenset(tick.answer for tick in self._ticks() if tick.value is None)

    def _ticks(self) -> Iterator[Tick]:
        for screen in self.screens:
            for group in screen.groups:
                yield from group.ticks

    def texts(self) -> Mapping[str, str]:
        """Every sentence that a person may read, by its key: for the word list and for translation."""
        said: dict[str, str] = {"none_of_these": NONE_OF_THESE, "follow_up.title": self.follow_up.title}
        for screen in self.screens:
            said |= {f"screens.{screen.id}[{n}]": text for n, text in enumerate(screen.words())}
        for key, question in self.answers.items():
            said |= {f"answers.{key}.ask": question.ask} if question.ask else {}
            said |= {f"answers.{key}.options.{word}": text for word, text in question.options.items()}
            said |= {f"answers.{key}.told.{word}": text for word, text in question.told.items()}
        return said


@dataclass(frozen=True, slots=True)
class _File:
    answers: Mapping[str, object]
    screens: tuple[Screen, ...]
    follow_up: FollowUp


def read_screens(root: Path) -> Questions:
    """content/screens.toml, strictly; ContentError names file, key and why."""
    raw = reader.build(_File, reader.toml(root / FILE, root), FILE)
    answers = reader.tables(Question, raw.answers, FILE, "answers")
    for question in answers.values():
        _check_question(question, answers)
    language = Language(FILE, answers)
    appears = {key: condition(one.asked_if, language, f"answers.{key}.asked_if")
               for key, one in answers.items() if one.asked_if}  # fmt: skip
    for screen in raw.screens:
        _check_screen(screen, answers)
    return Questions(answers, raw.screens, raw.follow_up, appears)


def _check_question(question: Question, answers: Mapping[str, Question]) -> None:
    key = f"answers.{question.id}"
    if question.type in ("word", "ticks", "clearances") and not question.values:
        raise ContentError(FILE, f"{key}.values", "is missing")
    if question.type in ("number", "weeks") and question.least >= question.most:
        raise ContentError(FILE, f"{key}.most", f"must be above least ({question.least})")
    if question.asked_with is not None and question.asked_with not in answers:
        raise ContentError(FILE, f"{key}.asked_with", f'"{question.asked_with}" is not an answer')
    if question.opens and not question.ask:
        raise ContentError(FILE, f"{key}.ask", "is missing: a question that opens needs its words")
    _check_words(question, question.options, f"{key}.options", ())
    _check_words(question, question.told, f"{key}.told", ("number", "ticks"))


def _check_words(question: Question, words: Mapping[str, str], key: str, more: tuple[str, ...]) -> None:
    for word in words:
        if word not in (*question.values, *more):
            raise ContentError(FILE, f"{key}.{word}", f"is not one of: {', '.join((*question.values, *more))}")


def _check_screen(screen: Screen, answers: Mapping[str, Question]) -> None:
    for group in screen.groups:
        for tick in group.ticks:
            _check_place(tick.answer, answers, f"screens.{screen.id}.{group.id}")
            if tick.value is not None and tick.value not in answers[tick.answer].values:
                allowed = ", ".join(answers[tick.answer].values)
                raise ContentError(FILE, f"screens.{screen.id}.{group.id}.{tick.answer}",
                                   f'"{tick.value}" is not one of: {allowed}')  # fmt: skip
    for one in screen.fields:
        _check_place(one.answer, answers, f"screens.{screen.id}.fields")
        _check_words(answers[one.answer], one.options, f"screens.{screen.id}.{one.answer}.options", ())


def _check_place(key: str, answers: Mapping[str, Question], where: str) -> None:
    if key not in answers:
        raise ContentError(FILE, where, f'"{key}" is not an answer; allowed: {", ".join(answers)}')
