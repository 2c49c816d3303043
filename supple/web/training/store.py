"""Core's Plan <-> the row it is kept in, and the one plan that is under way."""

import hashlib
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any, cast

from supple.core import coach, limits
from supple.core.content import Content
from supple.core.exercise import Exercise
from supple.core.person import Person, moment
from supple.core.plan import Day, Item, Plan
from supple.core.profile import Subject
from supple.core.reader import build
from supple.web.people.models import Record
from supple.web.training.models import ShownPlan

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
    return hashlib.sha256(repr(told).encode()).hexdigest()


def day_of(row: ShownPlan, today: date) -> Day:
    """One day of a plan. To read a single day takes a tenth of the time that the whole plan does."""
    return load_day(next(day for day in row.data["days"] if day["date"] == today.isoformat()))


def current(content: Content, record: Record, person: Person, today: date) -> ShownPlan:
    """The plan under way, or a new one where there is none, the person's facts changed, or a limit has tightened."""
    # A plan from a machine whose calendar was ahead is not under way yet, and must not hide the one that is.
    row = record.plans.filter(start__lte=today).order_by("-start", "-id").first()
    if row is None:
        return _make(content, record, person, today, ())
    under_way = row.start <= today <= row.end and row.facts == facts_of(person)
    if under_way and _still_allowed(content, person, row, today):
        return row
    return _make(content, record, person, today, _just_before(load_plan(row.data), today))


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


def _make(content: Content, record: Record, person: Person, today: date, before: tuple[Day, ...]) -> ShownPlan:
    plan = coach.plan_for(content, person, today, WEEK, before)
    end = today + timedelta(days=WEEK - 1)
    return ShownPlan.objects.create(
        person=record, start=today, end=end, made_on=today, facts=facts_of(person), data=dump(plan)
    )


def _just_before(plan: Plan, today: date) -> tuple[Day, ...]:
    """The days of an older plan whose rests and totals still bind: it may end before today or be cut short."""
    return tuple(day for day in plan.days if today - timedelta(days=WEEK) <= day.date < today)


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
