"""The vocabulary of the danger questions: what may be answered, which answer is worse, what is still unanswered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Answer = str | int | tuple[str, ...]
Values = Mapping[str, Answer]

CLEAR = ("no", "none")  # the words that say "nothing there"
UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Question:
    """One key. `values` run from mild to severe; see the head of screens.toml for every field."""

    id: str
    type: Literal["word", "number", "weeks", "ticks", "clearances"]
    values: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    worse: Literal["up", "down", "change", "none"] = "up"
    optional: bool = False
    asked_with: str | None = None  # needed only when that answer is not no or none
    group: str | None = None  # keys that come together or not at all
    since: Literal["days", "weeks", "months", "years"] | None = None
    ask: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    opens: Literal["here", "later"] | None = None
    asked_if: tuple[tuple[str, ...], ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)

    def counted(self, answer: Answer) -> Answer:
        """`unsure` counts as the gravest word, which is the last one; all else as it is."""
        return self.values[-1] if answer == UNSURE else answer

    def is_worse(self, old: Answer, new: Answer) -> bool:
        """Whether `new` is a graver answer than `old`."""
        return _WORSE[self.type](self, self.counted(old), self.counted(new))

    def said(self, answer: Answer) -> str:
        """The answer in the words of the stop page; empty where there is nothing to say back."""
        if isinstance(answer, int):
            return self.told.get("number", "").replace("{n}", str(answer))
        if isinstance(answer, tuple):
            return self.told.get("ticks", "")
        if answer == UNSURE and UNSURE not in self.told:
            # "Not sure" counts as the gravest word, and the page should not claim more than was said.
            return f"{self.told.get(self.values[-1], '')} (not sure)"
        return self.told.get(answer, "")


def _word_is_worse(question: Question, old: Answer, new: Answer) -> bool:
    if question.worse == "none":
        return False
    if question.worse == "change":
        return new != old and new not in CLEAR
    return question.values.index(str(new)) > question.values.index(str(old))


def _number_is_worse(question: Question, old: Answer, new: Answer) -> bool:
    if not isinstance(old, int) or not isinstance(new, int):
        return False
    return {"up": new > old, "down": new < old}.get(question.worse, False)


def _weeks_are_worse(question: Question, old: Answer, new: Answer) -> bool:
    if isinstance(old, int):  # fewer weeks, or a new "possible": another pregnancy
        return new == "possible" or (isinstance(new, int) and new < old)
    return old == "no" and new != "no"


def _ticks_are_worse(question: Question, old: Answer, new: Answer) -> bool:
    return isinstance(old, tuple) and isinstance(new, tuple) and not set(new) <= set(old)


def _never_worse(question: Question, old: Answer, new: Answer) -> bool:
    return False


_WORSE = {
    "word": _word_is_worse,
    "number": _number_is_worse,
    "weeks": _weeks_are_worse,
    "ticks": _ticks_are_worse,
    "clearances": _never_worse,
}


def needed(question: Question, values: Values) -> bool:
    """Whether these answers call for this key."""
    if question.asked_with is None:
        return not question.optional
    return not question.optional and values.get(question.asked_with, "no") not in CLEAR


def unanswered(questions: Mapping[str, Question], values: Values) -> tuple[str, ...]:
    """The needed keys without an answer, in the order of the vocabulary."""
    return tuple(key for key, question in questions.items() if key not in values and needed(question, values))
