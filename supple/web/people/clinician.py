"""What the printed stop page tells a clinician: when, what was answered, which rules."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from supple.core.triage import Outcome
from supple.web.people import journey
from supple.web.people.who import Standing

NUMBERS = ("age", "pain", "onset_days", "bed_days", "falls", "systolic", "diastolic")


@dataclass(frozen=True, slots=True)
class Block:
    """The part of the page for the clinician."""

    answered_at: datetime
    numbers: tuple[str, ...]  # "Age 58", "Pain 6 out of 10"
    groups: tuple[tuple[str, str], ...]  # of each group of questions, what was said there
    rules: tuple[str, ...]
    unanswered: bool


def block(at: Standing) -> Block | None:
    """For the answers that stop somebody."""
    if at.answers is None or at.outcome is None:
        return None
    data, outcome = at.answers.data, at.outcome
    numbers = tuple(said for key in NUMBERS if (said := _said(key, data)))
    return Block(at.answers.answered_at, numbers, _groups(data), rules(outcome), bool(outcome.unanswered))


def rules(outcome: Outcome) -> tuple[str, ...]:
    """The rules that fired, with their levels."""
    return tuple(f"{one.rule} ({one.level}{', ' + _('cleared') if one.cleared else ''})" for one in outcome.fired)


def _groups(data: dict[str, object]) -> tuple[tuple[str, str], ...]:
    found = []
    for screen in journey.questions().screens:
        for group in screen.groups:
            if any(key in data for key in group.keys):
                said = "; ".join(text for key in group.keys for text in _with_follow_ups(key, data) if text)
                found.append((group.title, said or _("nothing ticked")))
    return tuple(found)


def _with_follow_ups(key: str, data: dict[str, object]) -> list[str]:
    """A ticked key and what was asked because of it."""
    known = journey.questions().answers
    return [_said(one, data) for one in known if one == key or known[one].asked_with == key]


def _said(key: str, data: dict[str, object]) -> str:
    value = data.get(key)
    if value is None:
        return ""
    return journey.questions().answers[key].said(tuple(value) if isinstance(value, list) else value)  # type: ignore[arg-type]
