"""Progress: the finding first, then the picture of it, the days, and each exercise step by step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from supple.core import account, coach, findings
from supple.core.account import Told
from supple.core.content import Content
from supple.core.findings import Finding
from supple.core.ladder import ladders
from supple.core.person import Person, moment
from supple.core.record import Reading, Record
from supple.web.people.models import Measure
from supple.web.people.who import ClearedRequest, cleared_only, content, person_of, today
from supple.web.training import beside, charts, happened
from supple.web.training.charts import Chart, Place
from supple.web.training.climbed import Climb, climbs

SHOWN = 6  # exercises and changes that stand open; the others unfold
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked now and then, and how it stands."""

    id: str
    title: str
    words: str  # what the chart shows, for whoever does not see it
    verdict: str
    chart: Chart | None  # None: a single answer is no line yet
    last: Reading
    least: str
    most: str


@dataclass(frozen=True, slots=True)
class DayShown:
    """One of the last 28 days."""

    day: date
    state: str  # active, holiday, free, before
    minutes: int
    today: bool


@require_safe
@cleared_only
def progress(request: ClearedRequest) -> HttpResponse:
    """Whether it helps, as far as anybody can say yet."""
    known, person, day = content(), person_of(request), today()
    record = happened.record_of(request.record)
    steps, changed = _steps(known, person, record, day)
    said, now = _finding(known, record, day)
    window = known.doses.outcomes.active_days
    places = charts.days_or_weeks(list(findings.pains(record)), day)
    context = {
        "here": "progress", **said, "first": record.first_pain, "now": charts.number(now),
        "begun": any(one.active for one in record.sessions),
        "pain": charts.chart(record.first_pain, places, _sure(known, record.first_pain)),
        "parts": beside.parts("progress", request),
        "weekly": charts.weekly(places), "pain_words": _pain_words(record, places),
        "sure": charts.number(_sure(known, record.first_pain)),
        "questions": [_question(known, n, *one) for n, one in enumerate(_asked(record))],
        "weeks": weeks(known, record, request.record.created_on, day),
        "days_title": days_in_words(findings.active_days(record, day, window), window, request.record.created_on, day),
        "climbs": steps[:SHOWN], "more_climbs": steps[SHOWN:], "changed": changed[:SHOWN],
        "more_changed": changed[SHOWN:], "visit": _visit(known, record, day),
    }  # fmt: skip
    return render(request, "training/progress.html", context)


def weeks(content: Content, record: Record, since: date, today: date) -> list[list[DayShown]]:
    """The last 28 days, seven in a row; each row ends on today's day of the week."""
    seconds: dict[date, int] = {}
    for session in record.sessions:
        if session.active:
            spent = sum(sum(item.seconds) for item in session.items)
            seconds[session.day] = seconds.get(session.day, 0) + spent
    first = today - DAY * (content.doses.outcomes.active_days - 1)
    days = [_day(record, seconds, since, first + DAY * n, today) for n in range(content.doses.outcomes.active_days)]
    return [days[n : n + 7] for n in range(0, len(days), 7)]


def _day(record: Record, seconds: dict[date, int], since: date, day: date, today: date) -> DayShown:
    if day in seconds:
        state = "active"
    elif record.paused(day):
        state = "holiday"
    else:
        state = "before" if day < since else "free"
    return DayShown(day, state, round(seconds.get(day, 0) / 60), day == today)


def _finding(content: Content, record: Record, today: date) -> tuple[dict[str, object], Fraction]:
    """The heading, the sentences below it, and the pain of the last seven days."""
    rules, outcomes = content.doses.after, content.doses.outcomes
    found = findings.pain_finding(record, rules, outcomes, today)
    heading, _dot, more = content.spoken.findings[found].partition(". ")
    now = findings.usual(record, rules, today + DAY)
    return {"found": found, "heading": heading.removesuffix("."), "more": more}, now


def _pain_words(record: Record, places: Sequence[Place]) -> str:
    """The chart in one sentence."""
    values = [spot.value for _last, spot in places if spot]
    if not values:
        return _("%(first)d at the start; nothing since.") % {"first": record.first_pain}
    least, most, last = (charts.number(one) for one in (min(values), max(values), values[-1]))
    told = {"first": record.first_pain, "least": least, "most": most, "last": last}
    return _("%(first)d at the start, then between %(least)s and %(most)s; last %(last)s.") % told


def _sure(content: Content, first: int, own: bool = False) -> Fraction:
    outcomes = content.doses.outcomes
    return charts.sure_from(first, outcomes.activity_points if own else outcomes.error_points, outcomes.improved_pct)


def _asked(record: Record) -> Iterator[tuple[str, list[Reading]]]:
    """Every other question with its answers in the order of their days."""
    others = sorted((one for one in record.readings if one.what != "pain"), key=lambda one: (one.what, one.day))
    for what, values in groupby(others, lambda one: one.what):
        yield what, list(values)


def _question(content: Content, n: int, what: str, values: list[Reading]) -> Question:
    first, last = values[0].value, values[-1]
    places = charts.answers([(one.day, one.value) for one in values])
    own = what.startswith(Measure.ACTIVITY)
    chart = charts.chart(first, places, _sure(content, first, own), begin=False) if len(values) > 1 else None
    said = verdict(findings.finding(Record(0, readings=tuple(values)), content.doses.outcomes, what))
    asked = content.questionnaires["activities" if own else "interference"]
    title = what.partition(":")[2] if own else asked.name
    words = _("%(first)d at first, %(last)d on the last day.") % {"first": first, "last": last.value}
    return Question(f"asked-{n}", title, words, said, chart, last, asked.least, asked.most)


def verdict(found: Finding) -> str:
    """How answers now and then stand, in words."""
    return {
        "improved": _("Clearly better than at the start."),
        "unchanged": _("About the same as at the start."),
        "worse": _("Harder than at the start."),
        "too_early": _("One answer so far. Say it again in some weeks, and a line begins."),
    }[found]


def _steps(content: Content, person: Person, record: Record, today: date) -> tuple[list[Climb], list[Told]]:
    """Each exercise on its ladder, and what changed, the newest first."""
    found = account.progress_of(content, person, coach.needs_of(content, person), record, today)
    climbed = ladders(content, person, moment(person.wishes, today))
    told = account.told(content, found.moved)
    return climbs(content, climbed, record, found, today), list(reversed(told))


def _visit(content: Content, record: Record, today: date) -> str:
    """R37: after six weeks without a clear change, the advice to ask for more."""
    rules, outcomes = content.doses.after, content.doses.outcomes
    return content.spoken.changes["visit"] if findings.no_progress(record, rules, outcomes, today) else ""


def days_in_words(n: int, window: int, since: date, today: date) -> str:
    """The heading of the calendar."""
    if not n:
        return _("Your active days")
    if (today - since).days + 1 < window:
        return ngettext("%(n)d active day so far", "%(n)d active days so far", n) % {"n": n}
    return ngettext("%(n)d active day in %(of)d", "%(n)d active days in %(of)d", n) % {"n": n, "of": window}
