"""What the record shows: the usual pain, a flare, sums, and whether it hurts less; a change only beyond error."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import chain
from statistics import median
from typing import Literal

from supple.core.dose import After, Outcomes
from supple.core.questionnaire import Change
from supple.core.record import Record

Finding = Literal["improved", "unchanged", "worse", "too_early"]
LESS_IS_BETTER = ("pain", "interference")
WEEK = timedelta(days=7)


def pains(record: Record) -> Iterator[tuple[date, int]]:
    """(day, pain at rest) of every session, morning and later answer."""
    sessions = ((one.day, one.rest) for one in record.sessions if one.rest is not None)
    mornings = ((one.day, one.pain) for one in record.mornings)
    return chain(sessions, mornings, ((one.day, one.value) for one in record.readings if one.what == "pain"))


def usual(record: Record, rules: After, day: date) -> Fraction:
    """The median pain of the days before a day; with few values the first answer."""
    values = _window(record, rules, day)
    return _middle(values) if len(values) >= rules.median_min_values else Fraction(record.first_pain)


def flagged(record: Record, rules: After, day: date, pain: int) -> bool:
    """2c: pain that lies well above the usual."""
    return pain - usual(record, rules, day) >= rules.flag_above_median


def flare(record: Record, rules: After, now: datetime) -> bool:
    """Whether a flare is on: much pain that is well above the usual, or a bad day with much pain, within 72 hours."""
    since = now - timedelta(hours=rules.flare_h)
    return any(since < happened <= now for happened in _flares(record, rules))


def flare_days(record: Record, rules: After) -> frozenset[date]:
    """Every day that a flare touched."""
    lasts = timedelta(hours=rules.flare_h)
    return frozenset(begun.date() + timedelta(days=n) for begun in _flares(record, rules)
                     for n in range(((begun + lasts).date() - begun.date()).days + 1))  # fmt: skip


def flares_now(record: Record, rules: After, day: date, pain: int) -> bool:
    """Whether pain felt now, before any record of it, begins a flare."""
    return pain >= rules.flare_pain and flagged(record, rules, day, pain)


def pain_finding(record: Record, rules: After, outcomes: Outcomes, today: date) -> Finding:
    """How pain stands against the first answer."""
    values = _window(record, rules, today + timedelta(days=1))
    if len(values) < rules.median_min_values:
        return "too_early"
    return compare(
        Fraction(record.first_pain), _middle(values), outcomes.error_points, outcomes.improved_pct, less=True
    )


def finding(record: Record, outcomes: Outcomes, what: str) -> Finding:
    """How the last answer to a question stands against the first one."""
    values = [one.value for one in sorted(record.readings, key=lambda one: one.day) if one.what == what]
    if len(values) < 2:
        return "too_early"
    least = outcomes.error_points if what in LESS_IS_BETTER else outcomes.activity_points
    return compare(Fraction(values[0]), Fraction(values[-1]), least, outcomes.improved_pct, what in LESS_IS_BETTER)


def scored(values: Sequence[Fraction], change: Change) -> Finding:
    """How the last score of a questionnaire stands against the first one, or against no change at all."""
    if len(values) < (2 if change.against == "first" else 1):
        return "too_early"
    first = values[0] if change.against == "first" else Fraction(0)
    return compare(first, values[-1], Fraction(str(change.least)), change.percent, change.better == "less")


def compare(first: Fraction, now: Fraction, least: Fraction | int, percent: int, less: bool) -> Finding:
    """Clearly changed only beyond a share of the first answer and the measurement error, both."""
    gain = first - now if less else now - first
    clear = abs(gain) >= least and abs(gain) * 100 >= percent * abs(first)
    return "unchanged" if not clear else "improved" if gain > 0 else "worse"


def no_progress(record: Record, rules: After, outcomes: Outcomes, today: date) -> bool:
    """R37: six weeks of use, and neither pain nor function clearly better, or one of them worse."""
    if not record.sessions or _days_of_use(record, today) < outcomes.no_progress_weeks * 7:
        return False
    asked = sorted({one.what for one in record.readings if one.what != "pain"})
    function = [finding(record, outcomes, what) for what in asked]
    pain = pain_finding(record, rules, outcomes, today)
    if "worse" in (pain, *function):
        return True
    # Who began with less pain than the error of the question cannot show a gain in it.
    return pain == "unchanged" and record.first_pain >= outcomes.error_points and "improved" not in function


def active_days(record: Record, today: date, days: int) -> int:
    """On how many of the last days, today included, something was done."""
    first = today - timedelta(days=days - 1)
    return len({one.day for one in record.sessions if one.active and first <= one.day <= today})


def weekly_seconds(record: Record, groups: Mapping[str, tuple[str, ...]]) -> Mapping[tuple[date, str], int]:
    """Seconds of exercise by (Monday, target group); each group that an exercise names gets all of its time."""
    sums: dict[tuple[date, str], int] = {}
    for session in record.sessions:
        monday = session.day - timedelta(days=session.day.weekday())
        for item in session.items:
            for group in groups.get(item.exercise, ()):
                sums[monday, group] = sums.get((monday, group), 0) + sum(item.seconds)
    return sums


def _window(record: Record, rules: After, day: date) -> list[int]:
    first = day - timedelta(days=rules.median_days)
    return [pain for when, pain in pains(record) if first <= when < day]


def _middle(values: list[int]) -> Fraction:
    return Fraction(median(values))


def _flares(record: Record, rules: After) -> Iterator[datetime]:
    """When each flare began, or began again."""
    for session in record.sessions:
        if session.rest is not None and flares_now(record, rules, session.day, session.rest):
            yield session.happened
    for morning in record.mornings:
        if flares_now(record, rules, morning.day, morning.pain):
            yield morning.happened
    for note in record.notes:
        if note.kind == "flare" or (note.kind == "bad_day" and (note.pain or 0) >= rules.flare_pain):
            yield note.happened


def _days_of_use(record: Record, today: date) -> int:
    """Days since the first session, holidays left out."""
    first = min(one.day for one in record.sessions)
    days = ((today - first).days + 1) if today >= first else 0
    return sum(not record.paused(first + timedelta(days=n)) for n in range(days))
