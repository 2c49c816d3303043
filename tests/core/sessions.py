"""Sessions by chance, and the events that people and bad networks make of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

from supple.core.account import progress_of
from supple.core.coach import needs_of, plan_for
from supple.core.content import load
from supple.core.course import Rung
from supple.core.document import Document
from supple.core.ladder import ladders
from supple.core.machine import EVENTS, Event, begin, step
from supple.core.person import Moment, Person
from supple.core.received import parse_event
from supple.core.record import Given, ItemRecord, Record, SessionRecord
from supple.core.session import Nothing, session
from tests.core.random_people import MONDAY, by_chance

CONTENT = load()
DOCUMENTS = 12  # different people are enough: the events vary more


@cache
def document_by_chance(seed: int) -> Document:
    """The first day of somebody's plan that has a session."""
    person = by_chance(CONTENT, seed % DOCUMENTS)
    plan = plan_for(CONTENT, person, MONDAY, 2)
    for n in range(2):
        at = Moment(date.fromisoformat("2026-01-05") + timedelta(n), person.wishes.place)
        made = session(CONTENT, person, needs_of(CONTENT, person), at, plan)
        if not isinstance(made, Nothing):
            return made
    raise AssertionError(f"nobody {seed} has nothing to do for two days")


@cache
def lived(person: Person, seed: int) -> Record:
    """A record of some weeks in which this person did all sorts of things on their own ladders."""
    chance, record = Random(seed), Record(person.pain)
    climbed = ladders(CONTENT, person, Moment(MONDAY, person.wishes.place))
    for n in range(chance.randint(1, 25)):
        when = datetime.combine(MONDAY + timedelta(days=n - 30), time(18), UTC)
        found = progress_of(CONTENT, person, needs_of(CONTENT, person), record, when.date())
        slugs = chance.sample(sorted(climbed), min(4, len(climbed)))
        items = tuple(_lived(slug, found.rungs[slug], chance) for slug in slugs)
        done = SessionRecord(f"day-{n}", when.date(), when, when, chance.randint(0, 6), items, None, 4)
        record = record.with_session(done)
    return record


def _lived(slug: str, rung: Rung, chance: Random) -> ItemRecord:
    dose = rung.dose
    given = Given(rung.form, dose.sets, dose.reps, dose.hold_s, dose.duration_s)
    return ItemRecord(slug, rung.kind, given, given, True, chance.choice(("green",) * 9 + ("red",)), (10, 0, 0))


def document_with_easier() -> Document:
    """A session in which something may be made easier."""
    documents = map(document_by_chance, range(DOCUMENTS))
    return next(one for one in documents if any(one.items[n].easier is not None for n in one.turns))


def event(document: Document, seq: int, type: str, **more: Any) -> Event:  # noqa: A002
    """One event, as a device would send it."""
    return parse_event(wire(seq, type, **more), document)


def wire(seq: int, type: str, **more: Any) -> dict[str, Any]:  # noqa: A002
    """One event as JSON."""
    return {"id": f"e{seq}", "seq": seq, "at": "2026-01-05T07:30:00Z", "elapsed_s": 0, "type": type, **more}


def to_the_end(document: Document, seq: int = 1) -> list[dict[str, Any]]:
    """A whole session without a hitch."""
    ends = [wire(seq + 1 + n, "step_end", step=step, elapsed_s=document.timeline[step].seconds)
            for n, step in enumerate(planned_steps(document))]  # fmt: skip
    return [wire(seq, "start"), *ends, wire(seq + 1 + len(ends), "after", pain=document.rest, effort=5)]


def planned_steps(document: Document) -> Iterator[int]:
    """The steps of the planned items."""
    for place in document.turns:
        yield from range(document.items[place].first, document.items[place].end)


def by_hand(document: Document, seed: int, count: int = 120, sane: float = 0.7) -> list[dict[str, Any]]:
    """Events of somebody who mostly follows the session and sometimes taps anything."""
    chance, state, made = Random(seed), begin(document), list[dict[str, Any]]()
    for seq in range(1, count + 1):
        one = _usual(document, state, chance) if chance.random() < sane else _anything(document, chance)
        sent = wire(seq, one.pop("type"), **{"elapsed_s": chance.randint(0, 90), **one})
        made.append(sent)
        state = step(document, state, parse_event(sent, document))
    return made


def _usual(document: Document, state: Any, chance: Random) -> dict[str, Any]:
    match state.mode:
        case "ready":
            return {"type": "start"}
        case "running":
            return {"type": "step_end", "step": state.step, "elapsed_s": document.timeline[state.step].seconds}
        case "paused":
            return {"type": "resume"}
        case "hurt":
            return _pain(document, chance)
        case "recheck":
            return _recheck(chance, 0.05)
        case _:
            return {"type": "after", "pain": chance.choice((None, 3)), "effort": chance.randint(0, 10)}


def _anything(document: Document, chance: Random) -> dict[str, Any]:
    kind = chance.choice([name for name in EVENTS if name != "end"] * 3 + ["end"])
    if kind in ("tick", "step_end", "next"):
        return {"type": kind, "step": chance.randrange(len(document.timeline))}
    if kind == "swap":
        return {"type": kind, "item": chance.randrange(len(document.items))}
    if kind == "after":
        return {"type": kind, "pain": chance.randint(0, 10)}
    return _pain(document, chance) if kind == "pain" else _recheck(chance, 0.3) if kind == "recheck" else {"type": kind}


def _pain(document: Document, chance: Random) -> dict[str, Any]:
    feeling = chance.choice((None, *document.feelings))
    pain = None if feeling in document.red_feelings and chance.random() < 0.5 else chance.randint(0, 10)
    return {"type": "pain", "where": chance.choice((None, *document.where)), "feeling": feeling, "pain": pain}


def _recheck(chance: Random, yes: float) -> dict[str, Any]:
    taps = {name: chance.random() < yes for name in ("saddle", "legweak", "fever", "hours_days")}
    return {"type": "recheck", "pain": chance.randint(0, 10), **taps}


def by_a_bad_network(events: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """The same events, some of them twice, in any order, with a clock that jumps."""
    chance = Random(seed)
    sent = [*events, *chance.sample(events, min(len(events), 10))]
    chance.shuffle(sent)
    return sent
