"""The story: answers -> cleared or stopped -> person -> needs -> plan -> session -> record -> the next plan.

Start reading here.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from supple.core import account, findings, score, triage
from supple.core import plan as planner
from supple.core.account import Told
from supple.core.answers import Answers
from supple.core.content import Content
from supple.core.course import NEWCOMER, Course
from supple.core.document import Document
from supple.core.ladder import FLARE
from supple.core.machine import Recheck
from supple.core.needs import Needs, calls, needs
from supple.core.person import Moment, Person, Wishes, moment
from supple.core.plan import Day, Plan
from supple.core.record import Record, SessionRecord
from supple.core.session import Nothing, session
from supple.core.triage import Cleared, Incomplete, Stopped

DAY = timedelta(days=1)
RESTART = "restart"


@dataclass(frozen=True, slots=True)
class AskAgain:
    """So long away that the danger questions come first again."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """What a session leads to: the record with it, the plan from here on, and what changed."""

    record: Record
    plan: Plan
    changed: tuple[Told, ...]
    visit: str | None  # R37: the advice, where six weeks brought no clear change


def begin(content: Content, answers: Answers, today: date) -> Cleared | Stopped | Incomplete:
    """The danger questions: the only way to a Cleared, and without a Cleared there is no Person and no plan."""
    return triage.triage(answers, today, content.red_flags)


def come_back(content: Content, answers: Answers, answered_on: date, today: date) -> Cleared | Stopped | Incomplete:
    """The same answers on a later day: time may tighten; what it would release is asked again."""
    return triage.on_day(answers, answered_on, today, content.red_flags)


def recheck(
    content: Content, answers: Answers, answered_on: date, taps: Recheck, today: date
) -> tuple[Answers, Cleared | Stopped | Incomplete]:
    """The four taps before a session and after a red: the answers with them, and what they come to."""
    given: dict[str, str | int] = {"pain": taps.pain}
    if taps.saddle:
        given["saddle"] = "new"
    if taps.legweak:
        given |= {"legweak": "new", "legweak_hours_days": "yes" if taps.hours_days else "no"}
    if taps.fever:
        given["fever"] = "yes"
    told = replace(answers, values={**answers.values, **given})
    return told, come_back(content, told, answered_on, today)


def person(cleared: Cleared, answers: Answers, ticked: tuple[str, ...] = (), wishes: Wishes | None = None) -> Person:
    """Somebody who may train: what triage found, the conditions they ticked, and their wishes."""
    profiles = tuple(sorted({*cleared.profiles, *ticked}))
    return Person(cleared, profiles, _number(answers, "age"), _number(answers, "pain"), wishes or Wishes())


def needs_of(content: Content, who: Person) -> Needs:
    """What the person's own words call for, and a little of what their self-tests ask for."""
    ache, wishes = who.wishes.ache, who.wishes
    side = (ache.side,) if ache.side else ()
    said: dict[str, tuple[str, ...]] = {"goals": wishes.goals, "when": ache.when, "quality": ache.quality, "side": side,
                                        "tests": who.tags}  # fmt: skip
    return needs(calls(content.needs, said, wishes.sitting_hours))


def plan_for(
    content: Content,
    who: Person,
    start: date,
    days: int = 7,
    before: tuple[Day, ...] = (),
    record: Record | None = None,
    kept: Plan | None = None,
) -> Plan:
    """A plan of 1-28 days; `before` are the days that went before it, whose rests and totals still bind. `record`: what
    happened so far. `kept`: the plan shown, which only a clearly better one replaces."""
    needs, course = needs_of(content, who), _course(content, who, record, start)
    return planner.plan(content, who, needs, _moments(who, start, days), before, kept, course)


def next_plan(content: Content, who: Person, last: Plan, days: int = 7, record: Record | None = None) -> Plan:
    """The plan that follows another."""
    return plan_for(content, who, last.days[-1].date + DAY, days, last.days, record)


def bad_day(content: Content, who: Person, plan: Plan, day: date, record: Record | None = None) -> Day:
    """That day made small: easier forms, half the amount; in a flare where the pain is 6 or more."""
    pains = who if who.pain < content.doses.after.flare_pain else in_flare(who)
    at, course = moment(who.wishes, day), _course(content, who, record, day)
    return planner.bad_day(content, pains, needs_of(content, who), at, plan, course)


def short_day(content: Content, who: Person, plan: Plan, day: date, record: Record | None = None) -> Day:
    """That day in three minutes: one or two items that count fully."""
    at, course = moment(who.wishes, day), _course(content, who, record, day)
    return planner.short_day(content, who, needs_of(content, who), at, plan, course)


def something_else(
    content: Content, who: Person, plan: Plan, day: date, exercise: str, record: Record | None = None
) -> tuple[Day, ...]:
    """That day with another exercise in place of this one, the best first; up to three."""
    at, course = moment(who.wishes, day), _course(content, who, record, day)
    return planner.another(content, who, needs_of(content, who), at, plan, exercise, course)


def start(content: Content, who: Person, plan: Plan, record: Record, at: Moment) -> Document | Nothing | AskAgain:
    """Today's session. `who` has just been re-checked, and their pain is the one before the session; every limit is
    asked again for this moment, and nothing asks for more than was planned."""
    wants = needs_of(content, who)
    found = account.progress_of(content, who, wants, record, at.day)
    told = account.told(content, found.moved)
    if found.restart:
        return AskAgain(next(one.text for one in reversed(told) if one.code == RESTART))
    since = max((one.day for one in record.sessions if one.active and one.day < at.day), default=at.day)
    news = tuple(one for one in told if one.day >= since)
    return session(content, who, wants, at, plan, found.course(at.day), account.changes(news))


def finish(content: Content, who: Person, plan: Plan, record: Record, done: SessionRecord) -> Finished:
    """A session is over: its record, the rest of the plan as it follows from it, and what changed by it."""
    before, after = record.without_session(done.id), record.with_session(done)
    wants, rules = needs_of(content, who), content.doses
    known, moved = (account.progress_of(content, who, wants, one, done.day).moved for one in (before, after))
    changed = account.told(content, tuple(one for one in moved if one.day == done.day and one not in known))
    tired = findings.no_progress(after, rules.after, rules.outcomes, done.day)
    return Finished(after, follow(content, who, plan, after, done.day), changed,
                    content.spoken.changes["visit"] if tired else None)  # fmt: skip


def follow(content: Content, who: Person, plan: Plan, record: Record, today: date) -> Plan:
    """The plan with the days after today as they now follow from the record; days gone by stay as they were."""
    gone = tuple(day for day in plan.days if day.date <= today)
    left = len(plan.days) - len(gone)
    if not left:
        return plan
    new = plan_for(content, who, gone[-1].date + DAY if gone else plan.days[0].date, left, gone, record, plan)
    return replace(new, days=(*gone, *new.days))


def leg_sign(
    content: Content, answers: Answers, answered_on: date, today: date
) -> tuple[Answers, Cleared | Stopped | Incomplete]:
    """A self-test shot below the knee: the answers with leg pain in them, and what they come to. What was said of a leg
    before stays as it was."""
    if answers.values.get("legpain", "no") != "no":
        return answers, come_back(content, answers, answered_on, today)
    given: dict[str, str | int] = {"legpain": "mild", "legworse": "no", "legpain_weeks": 0, "legpain_improving": "no"}
    told = replace(answers, values={**answers.values, **given})
    return told, come_back(content, told, answered_on, today)


def tested(content: Content, who: Person, record: Record) -> Person:
    """The person with what their newest self-tests ask for."""
    return replace(who, tags=score.tags(content.self_tests, record.tested, who.age, who.wishes.sex))


def as_of(content: Content, who: Person, record: Record, now: datetime) -> Person:
    """The person with or without the profile of a flare: it lasts 72 hours and begins again with each cause."""
    rules = content.doses.after
    new = findings.flares_now(record, rules, now.date(), who.pain)
    if new or findings.flare(record, rules, now):
        return in_flare(who)
    over = record.answered is not None and now - record.answered >= timedelta(hours=rules.flare_h)
    if FLARE in who.profiles and over and who.pain < rules.flare_pain:
        return replace(who, profiles=tuple(name for name in who.profiles if name != FLARE))
    return who


def in_flare(who: Person) -> Person:
    """The same person in a flare."""
    return replace(who, profiles=tuple(sorted({*who.profiles, FLARE})))


def _course(content: Content, who: Person, record: Record | None, start: date) -> Course:
    if record is None:
        return NEWCOMER
    return account.course_of(content, who, needs_of(content, who), record, start, start)


def _moments(who: Person, start: date, days: int) -> tuple[Moment, ...]:
    return tuple(moment(who.wishes, start + DAY * n) for n in range(days))


def _number(answers: Answers, key: str) -> int:
    value = answers.values[key]
    assert isinstance(value, int), key  # noqa: S101 - a Cleared has every number answered
    return value
