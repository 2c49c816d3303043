"""Weeks of somebody's life in the database: sessions as the core makes them, each felt and reported."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from supple.core import coach
from supple.core.content import load
from supple.core.document import Document
from supple.core.person import Person, moment, parse_wishes
from supple.core.plan import Plan
from supple.core.received import parse_events
from supple.core.record import Record as History
from supple.core.replay import record_of as core_record_of
from supple.core.replay import replay
from supple.core.request import WISHES
from supple.core.triage import Cleared
from supple.web.people.models import Answers, Record, Wishes
from supple.web.people.who import parsed
from supple.web.training.happened import result_of
from supple.web.training.models import Entry, Session
from tests.core.sessions import to_the_end

CONTENT = load()
DAY = timedelta(days=1)


def at(day: date, hour: int = 18) -> datetime:
    return datetime.combine(day, time(hour), timezone.get_current_timezone())


def long_ago(record: Record, days: int) -> date:
    """As if this record had been made so many days ago; gives that day."""
    first = timezone.localdate() - days * DAY
    Record.objects.filter(pk=record.pk).update(created_on=first)
    Answers.objects.filter(person=record).update(answered_on=first, answered_at=at(first, 8))
    record.refresh_from_db()
    return first


def person_of(record: Record) -> Person:
    answers, wishes = Answers.objects.get(person=record), Wishes.objects.get(person=record).data
    told = parsed(answers)
    cleared = coach.begin(CONTENT, told, answers.answered_on)
    assert isinstance(cleared, Cleared)
    given = {key: wishes[key] for key in WISHES if key in wishes}
    return coach.person(cleared, told, tuple(wishes["profiles"]), parse_wishes(given, tuple(CONTENT.exercises)))


def lived(record: Record, days: list[int], pain: Callable[[int], int], effort: int = 4) -> History:
    """Sessions on these days after the first one, each planned by what went before, with this pain before them."""
    first = Answers.objects.get(person=record).answered_on
    who = person_of(record)
    history = History(first_pain=who.pain, answered=at(first, 8))
    plan: Plan | None = None
    for n in days:
        day, who = first + n * DAY, replace(who, pain=pain(n))
        if plan is None or day > plan.days[-1].date:
            plan = coach.plan_for(CONTENT, who, day, 7, plan.days if plan else (), history)
        made = coach.start(CONTENT, who, plan, history, moment(who.wishes, day))
        if not isinstance(made, Document):
            continue
        found = replay(made, parse_events(to_the_end(made), made))
        row = Session.objects.create(person=record, day=day, begun_at=at(day), rest=pain(n), mode="done",
                                     document=made.as_object())  # fmt: skip
        done = replace(core_record_of(made, found, row.key.hex, at(day), at(day)), effort=effort)
        row.result = result_of(done)
        row.save()
        finished = coach.finish(CONTENT, who, plan, history, done)
        history, plan = finished.record, finished.plan
    return history


def morning(record: Record, day: date, pain: int | None) -> Entry:
    return Entry.objects.create(
        person=record, kind=Entry.MORNING, day=day, happened_at=at(day, 7), arrived_at=at(day, 7), pain=pain
    )
