"""How somebody stands now, out of the record: their pain, a flare, what changed. Kept beside the plan, because Today
asks on every view; it holds for a day, in a flare for an hour, and until anything of the record changes."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from supple.core import account, coach, findings
from supple.core import record as core
from supple.core.content import Content
from supple.core.ladder import FLARE
from supple.core.person import Person
from supple.web.people.models import Record
from supple.web.people.who import Standing
from supple.web.training.models import Entry, ShownPlan

FLARE_LOOK = timedelta(hours=1)
LAST_EVENT = "SELECT MAX(id) FROM training_event WHERE training_event.person_id = training_shownplan.person_id"
FLARE_OVER, VISIT = "flare_over", "visit"


@dataclass(frozen=True, slots=True)
class Present:
    """What follows from the record on a day."""

    pain: int  # the newest of answers, sessions and mornings
    flare: bool
    restart: str  # why the danger questions come first again; empty if they need not
    news: tuple[account.Told, ...]  # what changed since the last session
    trained_on: date | None  # the last day on which something was done
    morning_on: date | None  # the last morning that was answered or waved away
    holiday: core.Pause | None  # the one that today lies in
    tags: tuple[str, ...] = ()  # what the newest self-tests ask for

    def of(self, person: Person) -> Person:
        """The person as they are now."""
        others = tuple(name for name in person.profiles if name != FLARE)
        profiles = tuple(sorted((*others, FLARE))) if self.flare else others
        return replace(person, pain=self.pain, profiles=profiles, tags=self.tags)


def newest_pain(person: Person, answered: datetime, happened: core.Record) -> tuple[datetime, int]:
    """When pain was said last, and how much: in the answers that made this person, before a session, in a morning."""
    said = [(answered, person.pain)]
    said += [(one.happened, one.rest) for one in happened.sessions if one.rest is not None]
    said += [(one.happened, one.pain) for one in happened.mornings]
    return max(said)


def present(
    content: Content, person: Person, happened: core.Record, said: tuple[datetime, int], mornings: date | None,
    now: datetime,
) -> Present:  # fmt: skip
    """`person` as the danger questions made them; `said`: the newest pain; `mornings`: the last one asked about."""
    today, person = timezone.localdate(now), coach.tested(content, person, happened)
    found = account.progress_of(content, person, coach.needs_of(content, person), happened, today)
    told = account.told(content, found.moved)
    trained = max((one.day for one in happened.sessions if one.active and one.day <= today), default=None)
    restart = next((one.text for one in reversed(told) if one.code == coach.RESTART), "") if found.restart else ""
    news = tuple(one for one in told if trained is not None and one.day >= trained and one.code != coach.RESTART)
    flare = _in_flare(content, person, happened, said, now)
    return Present(
        pain=said[1],
        flare=flare,
        restart=restart,
        news=(*news, *_over(content, happened, flare, now), *_visit(content, happened, today)),
        trained_on=trained,
        morning_on=mornings,
        holiday=next((pause for pause in happened.pauses if pause.first <= today <= pause.last), None),
        tags=person.tags,
    )


def _in_flare(
    content: Content, person: Person, happened: core.Record, said: tuple[datetime, int], now: datetime
) -> bool:
    """Pain that was said longer ago than a flare lasts no longer speaks for one."""
    (at, pain), rules = said, content.doses.after
    if now - at >= timedelta(hours=rules.flare_h):
        pain = min(pain, rules.flare_pain - 1)
    return FLARE in coach.as_of(content, replace(person, pain=pain), happened, now).profiles


def _over(content: Content, happened: core.Record, flare: bool, now: datetime) -> list[account.Told]:
    """The end of a flare, until the first session after it."""
    last = max((one.happened for one in happened.sessions if one.active), default=now)
    was = any(findings.flare(happened, content.doses.after, at) for at in (last, now - timedelta(days=1)))
    return [account.Told(timezone.localdate(now), FLARE_OVER, None, content.spoken.changes[FLARE_OVER])] \
        if was and not flare else []  # fmt: skip


def _visit(content: Content, happened: core.Record, today: date) -> list[account.Told]:
    """R37: six weeks without a clear change."""
    rules = content.doses
    due = findings.no_progress(happened, rules.after, rules.outcomes, today)
    return [account.Told(today, VISIT, None, content.spoken.changes[VISIT])] if due else []


def last_morning(record: Record) -> date | None:
    """The last morning that somebody was asked about."""
    mornings = Entry.objects.filter(person=record, kind=Entry.MORNING)
    return mornings.order_by("-day").values_list("day", flat=True).first()


# --- Kept beside the plan --------------------------------------------------------------------------------------------


def kept(row: ShownPlan, at: Standing, content: Content, now: datetime) -> Present | None:
    """What was found before, while it still holds."""
    given, day = row.present, timezone.localdate(now).isoformat()
    if (given.get("of"), given.get("day"), given.get("events")) != (_facts(at, content), day, last_event(row)):
        return None
    if given["flare"] and now - datetime.fromisoformat(given["at"]) > FLARE_LOOK:
        return None
    return _load(given)


def keep(found: Present, at: Standing, content: Content, now: datetime, events: int) -> dict[str, Any]:
    """What `kept` reads back. `events`: the last one that was looked at."""
    news = [{"day": one.day.isoformat(), "code": one.code, "exercise": one.exercise, "text": one.text}
            for one in found.news]  # fmt: skip
    pause = found.holiday
    return {
        "of": _facts(at, content), "day": timezone.localdate(now).isoformat(), "at": now.isoformat(),
        "events": events, "pain": found.pain, "flare": found.flare, "restart": found.restart, "news": news,
        "tags": list(found.tags), "trained_on": _iso(found.trained_on), "morning_on": _iso(found.morning_on),
        "holiday": [pause.first.isoformat(), pause.last.isoformat()] if pause else None,
    }  # fmt: skip


def stale(record: Any) -> None:
    """Something of the record changed: the next page looks again. `record`: the person or their key; one query."""
    newest = ShownPlan.objects.filter(person=record).order_by("-start", "-id").values("pk")[:1]
    # Another word each time: a page that is just being made must not take this for what it has read.
    ShownPlan.objects.filter(pk__in=newest).update(present={"stale": secrets.token_hex(8)})


def with_last_event(plans: QuerySet[ShownPlan]) -> QuerySet[ShownPlan]:
    """Plans that know which event came last: what a device sends then need not write into them."""
    return plans.annotate(last_event=RawSQL(LAST_EVENT, ()))  # noqa: S611 (a fixed sentence; a Subquery costs Today 8 %)


def last_event(row: ShownPlan) -> int:
    """The newest event of the person, of a plan that was asked for `with_last_event`."""
    return getattr(row, "last_event", None) or 0


def _facts(at: Standing, content: Content) -> str:
    told = (at.answers.pk if at.answers else None, at.wishes, content.version)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _load(given: Mapping[str, Any]) -> Present:
    news = (account.Told(date.fromisoformat(one["day"]), one["code"], one["exercise"], one["text"])
            for one in given["news"])  # fmt: skip
    pause = given["holiday"]
    return Present(
        given["pain"], given["flare"], given["restart"], tuple(news), _date(given["trained_on"]),
        _date(given["morning_on"]), core.Pause(*map(date.fromisoformat, pause)) if pause else None,
        tuple(given.get("tags", ())),
    )  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
