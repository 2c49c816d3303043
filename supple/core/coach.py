"""The story: answers -> cleared or stopped -> person -> needs -> plan -> the next plan. Start reading here."""

from datetime import date, timedelta

from supple.core import plan as planner
from supple.core import triage
from supple.core.answers import Answers
from supple.core.content import Content
from supple.core.needs import Needs, calls, needs
from supple.core.person import Moment, Person, Wishes, moment
from supple.core.plan import Day, Plan
from supple.core.triage import Cleared, Incomplete, Stopped

FLARE = "acute_flare"


def begin(content: Content, answers: Answers, today: date) -> Cleared | Stopped | Incomplete:
    """The danger questions: the only way to a Cleared, and without a Cleared there is no Person and no plan."""
    return triage.triage(answers, today, content.red_flags)


def come_back(content: Content, answers: Answers, answered_on: date, today: date) -> Cleared | Stopped | Incomplete:
    """The same answers on a later day: time may tighten; what it would release is asked again."""
    return triage.on_day(answers, answered_on, today, content.red_flags)


def person(cleared: Cleared, answers: Answers, ticked: tuple[str, ...] = (), wishes: Wishes | None = None) -> Person:
    """Somebody who may train: what triage found, the conditions they ticked, and their wishes."""
    profiles = tuple(sorted({*cleared.profiles, *ticked}))
    return Person(cleared, profiles, _number(answers, "age"), _number(answers, "pain"), wishes or Wishes())


def needs_of(content: Content, who: Person) -> Needs:
    """What the person's own words call for."""
    ache, wishes = who.wishes.ache, who.wishes
    side = (ache.side,) if ache.side else ()
    said: dict[str, tuple[str, ...]] = {"goals": wishes.goals, "when": ache.when, "quality": ache.quality, "side": side}
    return needs(calls(content.needs, said, wishes.sitting_hours))


def plan_for(content: Content, who: Person, start: date, days: int = 7, before: tuple[Day, ...] = ()) -> Plan:
    """A plan of 1-28 days; `before` are the days that went before it, whose rests and totals still bind."""
    return planner.plan(content, who, needs_of(content, who), _moments(who, start, days), before)


def next_plan(content: Content, who: Person, last: Plan, days: int = 7) -> Plan:
    """The plan that follows another."""
    return plan_for(content, who, last.days[-1].date + timedelta(days=1), days, last.days)


def bad_day(content: Content, who: Person, plan: Plan, day: date) -> Day:
    """That day made small: easier forms, half the amount; in a flare where the pain is 6 or more."""
    pains = who if who.pain < content.doses.after.flare_pain else in_flare(who)
    return planner.bad_day(content, pains, needs_of(content, who), moment(who.wishes, day), plan)


def short_day(content: Content, who: Person, plan: Plan, day: date) -> Day:
    """That day in three minutes: one or two items that count fully."""
    return planner.short_day(content, who, needs_of(content, who), moment(who.wishes, day), plan)


def something_else(content: Content, who: Person, plan: Plan, day: date, exercise: str) -> tuple[Day, ...]:
    """That day with another exercise in place of this one, the best first; up to three."""
    return planner.another(content, who, needs_of(content, who), moment(who.wishes, day), plan, exercise)


def in_flare(who: Person) -> Person:
    """The same person in a flare."""
    return Person(who.cleared, tuple(sorted({*who.profiles, FLARE})), who.age, who.pain, who.wishes)


def _moments(who: Person, start: date, days: int) -> tuple[Moment, ...]:
    return tuple(moment(who.wishes, start + timedelta(days=n)) for n in range(days))


def _number(answers: Answers, key: str) -> int:
    value = answers.values[key]
    assert isinstance(value, int), key  # noqa: S101 - a Cleared has every number answered
    return value
