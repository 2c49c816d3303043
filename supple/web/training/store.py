"""Core's Plan <-> the row it is kept in, and the one plan that is under way."""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from supple.core import coach, limits
from supple.core import record as core
from supple.core.content import Content
from supple.core.exercise import Exercise
from supple.core.person import Person, moment
from supple.core.plan import Day, Item, Plan
from supple.core.profile import Subject
from supple.core.reader import build
from supple.web.people.models import Record
from supple.web.people.who import Standing
from supple.web.training.happened import record_of
from supple.web.training.models import ShownPlan
from supple.web.training.present import (
    Present,
    keep,
    kept,
    last_event,
    last_morning,
    newest_pain,
    present,
    with_last_event,
)

WEEK = 7


def dump(value: Plan | Day) -> dict[str, Any]:
    """A plan or a day as JSON."""
    return cast(dict[str, Any], _plain(asdict(value)))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def load_day(data: dict[str, Any]) -> Day:
    """The day that `dump` wrote."""
    items = tuple(build(Item, item, "plan") for item in data["items"])
    return Day(date.fromisoformat(data["date"]), items, data["note"])


def load_plan(data: dict[str, Any]) -> Plan:
    """The plan that `dump` wrote."""
    ruled_out = tuple(build(limits.Refusal, one, "plan") for one in data["ruled_out"])
    return Plan(data["level"], tuple(load_day(day) for day in data["days"]), ruled_out, data["content_version"])


def facts_of(person: Person) -> str:
    """A digest of what a plan is made from; a new answer, wish or birthday that matters gives another one."""
    told = (person.cleared.level, person.profiles, person.age >= 65, person.pain >= 6, person.wishes)
    tags = person.tags or ""  # who did no self-test keeps the plan that is under way
    return hashlib.sha256(f"{told!r}{tags}".encode()).hexdigest()


def day_of(row: ShownPlan, today: date) -> Day:
    """One day of a plan. To read a single day takes a tenth of the time that the whole plan does."""
    return load_day(next(day for day in row.data["days"] if day["date"] == today.isoformat()))


@dataclass(frozen=True, slots=True)
class Now:
    """A person as they are now, and the plan that is under way."""

    person: Person
    present: Present
    row: ShownPlan


def latest(record: Record, today: date) -> ShownPlan | None:
    """The newest plan that has begun."""
    # A plan from a machine whose calendar was ahead is not under way yet, and must not hide the one that is.
    return with_last_event(record.plans.filter(start__lte=today)).order_by("-start", "-id").first()


def current(content: Content, at: Standing, cleared: Person) -> Now:
    """How this person stands and their plan; both are looked at again where the day is another one or something has
    happened, and made anew where the person's facts changed or a limit has tightened. `cleared`: as the danger
    questions made them."""
    now = timezone.now()
    row = latest(at.record, timezone.localdate(now))
    found = kept(row, at, content, now) if row else None
    if row is not None and found is not None:
        person = found.of(cleared)
        if _holds(content, row, person, timezone.localdate(now)):
            return Now(person, found, row)
    return look_again(content, at, cleared)[0]


def look_again(content: Content, at: Standing, cleared: Person, pain: int | None = None) -> tuple[Now, core.Record]:
    """The same out of the whole record, which is handed on: what was planned follows from what happened. `pain`: said
    at this moment, before a session; then the plan itself stays, but for what this pain forbids."""
    assert at.answers is not None  # noqa: S101 (a Cleared is made of answers)
    now = timezone.now()
    today = timezone.localdate(now)
    row = latest(at.record, today)  # before the record: what arrives in between is looked at once more, not never
    happened = record_of(at.record)
    said = newest_pain(cleared, at.answers.answered_at, happened) if pain is None else (now, pain)
    found = present(content, replace(cleared, pain=said[1]), happened, said, last_morning(at.record), now)
    person, kept_as = found.of(cleared), keep(found, at, content, now, last_event(row) if row else 0)
    if row is not None and _holds(content, row, person, today):
        if pain is None:
            _follow(content, row, person, happened, today)
        return Now(person, found, _saved(row, kept_as)), happened
    made = _made(content, at.record, person, happened, row, today)
    made.present = kept_as
    made.save()
    return Now(person, found, made), happened


def _holds(content: Content, row: ShownPlan, person: Person, today: date) -> bool:
    under_way = row.start <= today <= row.end and row.facts == facts_of(person)
    return under_way and _still_allowed(content, person, row, today)


def _follow(content: Content, row: ShownPlan, person: Person, happened: core.Record, today: date) -> None:
    """The days from today on as they now follow from the record; a day that was begun or changed by hand stays."""
    if not happened.sessions and not happened.mornings:
        return
    stays = today if _begun(happened, today) or today.isoformat() in row.planned else today - timedelta(days=1)
    row.data = dump(coach.follow(content, person, load_plan(row.data), happened, stays))


def _begun(happened: core.Record, today: date) -> bool:
    return any(one.day == today for one in happened.sessions)


@transaction.atomic
def _saved(row: ShownPlan, found: dict[str, Any]) -> ShownPlan:
    """Kept, unless somebody wrote in the meantime: then this page shows what it found, and the next looks again."""
    there = ShownPlan.objects.filter(pk=row.pk).values_list("present", "planned").first()
    if there == (row.present, row.planned):
        row.present = found
        row.save(update_fields=["data", "present"])
    return row


def put(row: ShownPlan, plan: Plan, day: Day) -> None:
    """Keeps a day that was changed by hand, and its first form once."""
    old = next(one for one in plan.days if one.date == day.date)
    row.planned.setdefault(day.date.isoformat(), dump(old))
    _save_day(row, plan, day)


def put_back(row: ShownPlan, plan: Plan, today: date) -> None:
    """Makes the day again what it was planned to be."""
    first = row.planned.pop(today.isoformat(), None)
    if first:
        _save_day(row, plan, load_day(first))


def _save_day(row: ShownPlan, plan: Plan, day: Day) -> None:
    days = tuple(day if one.date == day.date else one for one in plan.days)
    row.data = dump(replace(plan, days=days))
    row.save(update_fields=["data", "planned"])


def _made(
    content: Content, record: Record, person: Person, happened: core.Record, old: ShownPlan | None, today: date
) -> ShownPlan:
    """A new plan. What was begun today is done: it stays, where it is still allowed."""
    before = load_plan(old.data).days if old else ()
    gone = tuple(day for day in before if today - timedelta(days=WEEK) <= day.date < today)
    kept = [day for day in before if day.date == today and _begun(happened, today)]
    kept = [day for day in kept if all(_allowed(content, person, item, today) for item in day.items)]
    start = today + timedelta(days=len(kept))
    plan = coach.plan_for(content, person, start, WEEK - len(kept), (*gone, *kept), happened)
    plan = replace(plan, days=(*kept, *plan.days))
    end = today + timedelta(days=WEEK - 1)
    return ShownPlan(person=record, start=today, end=end, made_on=today, facts=facts_of(person), data=dump(plan))


def _still_allowed(content: Content, person: Person, row: ShownPlan, today: date) -> bool:
    """A new or tightened limit applies at once, also to a plan under way."""
    if row.data["content_version"] == content.version:
        return True
    to_come = [day for day in load_plan(row.data).days if day.date >= today]
    return all(_allowed(content, person, item, day.date) for day in to_come for item in day.items)


def _allowed(content: Content, person: Person, item: Item, day: date) -> bool:
    exercise: Exercise | None = content.exercises.get(item.exercise)
    if exercise is None:
        return False
    found = limits.verdict(content, Subject(exercise, item.form, item.kind), person, moment(person.wishes, day))
    return isinstance(found, limits.Allowed) and set(found.caps) == set(item.caps)
