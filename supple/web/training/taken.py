"""What happened, in a person's file: sessions with their events, remarks, days off. Read strictly; what a session came
to is found again from its events, never taken on trust."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from supple.core.errors import ContentError, InputError
from supple.core.person import whole
from supple.core.reader import build
from supple.core.received import MOST_EVENTS, parse_events
from supple.core.record import Given, ItemRecord
from supple.core.replay import OVER
from supple.core.request import day
from supple.web.people import portable
from supple.web.people.models import Record
from supple.web.training import documents, sync
from supple.web.training.models import Entry, Event, Holiday, Session

SESSION = ("day", "begun_at", "rest", "outside", "corrected", "document", "items", "events")
EVENT = ("arrived_at", "data")
ENTRY = ("kind", "day", "happened_at", "arrived_at", "pain")
HOLIDAY = ("first", "last")
CORRECTED = ("rest", "pain", "effort")
FARTHEST = date(9000, 1, 1)


def register() -> None:
    """Adds them to what is exported and imported."""
    portable.register("sessions", _dump_sessions, _load_sessions)
    portable.register("entries", _dump_entries, _load_entries)
    portable.register("holidays", _dump_holidays, _load_holidays)


# --- Sessions --------------------------------------------------------------------------------------------------------


def _dump_sessions(record: Record) -> object:
    rows = Session.objects.filter(person=record).order_by("id").prefetch_related("events")
    return [_dump_session(one) for one in rows]


def _dump_session(one: Session) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(), "begun_at": one.begun_at.isoformat(), "rest": one.rest, "outside": one.outside,
        "corrected": one.corrected, "document": _dump_document(one),
        "items": one.result.get("items", []) if one.outside else [],
        "events": [{"arrived_at": event.arrived_at.isoformat(), "data": event.data}
                   for event in sorted(one.events.all(), key=lambda event: event.pk)],
    }  # fmt: skip


def _dump_document(one: Session) -> dict[str, Any] | None:
    """A third of a document are words to speak, which nobody needs of a session that is over."""
    if one.document is None:
        return None
    return {**one.document, "words": {}} if one.mode in OVER else one.document


def _load_sessions(record: Record, value: object) -> None:
    for n, row in enumerate(portable.rows("sessions", value)):
        _load_session(record, f"sessions[{n}]", row)


def _load_session(record: Record, key: str, row: dict[str, Any]) -> None:
    portable.only(row, SESSION, f"{key}.")
    outside = portable.flag(f"{key}.outside", row.get("outside"))
    rest = row.get("rest")
    if outside is not (row.get("document") is None):
        raise InputError(f"{key}.document", "is for sessions with the app, and for all of them")
    made = Session.objects.create(
        person=record,
        day=portable.past(f"{key}.day", row.get("day")),
        begun_at=portable.moment(f"{key}.begun_at", row.get("begun_at")),
        rest=None if rest is None else whole(f"{key}.rest", rest, 0, 10),
        outside=outside,
        corrected=_corrected(f"{key}.corrected", row.get("corrected", {})),
        document=None if outside else _document(key, row["document"]),
        mode="done" if outside else "ready",
        result={"items": list(_items(f"{key}.items", row.get("items", [])))} if outside else {},
    )
    events = portable.rows(f"{key}.events", row.get("events", []))
    if outside and events:
        raise InputError(f"{key}.events", "are for sessions with the app")
    if not outside:
        _load_events(made, key, events)


def _document(key: str, given: object) -> dict[str, Any]:
    try:
        return documents.checked(given)
    except InputError as error:
        raise InputError(f"{key}.{error.key}", error.why) from None


def _load_events(session: Session, key: str, rows: list[dict[str, Any]]) -> None:
    if len(rows) > MOST_EVENTS:
        raise InputError(f"{key}.events", f"must be at most {MOST_EVENTS}")
    for n, row in enumerate(rows):
        portable.only(row, EVENT, f"{key}.events[{n}].")
    document = documents.document_of(session)
    try:
        events = parse_events([row.get("data") for row in rows], document)
    except InputError as error:
        raise InputError(f"{key}.{error.key}", error.why) from None
    if len(events) < len(rows):
        raise InputError(f"{key}.events", "hold the same event twice")
    Event.objects.bulk_create(
        Event(person_id=session.person_id, session=session, event_id=event.id, seq=event.seq, data=row["data"],
              arrived_at=portable.moment(f"{key}.events[{n}].arrived_at", row.get("arrived_at")))
        for n, (event, row) in enumerate(zip(events, rows, strict=True))
    )  # fmt: skip
    sync.again(session)
    # What comes in is history: only a session that was begun here, under the limits of now, can be gone on with.
    Session.objects.filter(pk=session.pk).exclude(mode__in=OVER).update(mode="done")


def _corrected(key: str, value: object) -> dict[str, int]:
    table = portable.table_of(key, value)
    portable.only(table, CORRECTED, f"{key}.")
    return {name: whole(f"{key}.{name}", table[name], 0, 10) for name in table}


def _items(key: str, value: object) -> Iterator[dict[str, Any]]:
    """What was done without the app."""
    for n, row in enumerate(portable.rows(key, value)):
        try:
            build(ItemRecord, {name: given for name, given in row.items() if given is not None}, f"{key}[{n}]")
            build(Given, row["given"], f"{key}[{n}]")
        except ContentError as error:
            raise InputError(f"{key}[{n}].{error.key}", error.why) from None
        yield {"rung": None, "colour": None, "done": True, "seconds": [0, 0, 0], **row}


# --- Remarks and days off --------------------------------------------------------------------------------------------


def _dump_entries(record: Record) -> object:
    rows = Entry.objects.filter(person=record).order_by("id")
    return [{"kind": one.kind, "day": one.day.isoformat(), "happened_at": one.happened_at.isoformat(),
             "arrived_at": one.arrived_at.isoformat(), "pain": one.pain} for one in rows]  # fmt: skip


def _load_entries(record: Record, value: object) -> None:
    made = [_entry(record, f"entries[{n}]", row) for n, row in enumerate(portable.rows("entries", value))]
    mornings = [one.day for one in made if one.kind == Entry.MORNING]
    if len(set(mornings)) < len(mornings):
        raise InputError("entries", "hold two mornings of one day")
    Entry.objects.bulk_create(made)


def _entry(record: Record, key: str, row: dict[str, Any]) -> Entry:
    portable.only(row, ENTRY, f"{key}.")
    if row.get("kind") not in Entry.KINDS:
        raise InputError(f"{key}.kind", f"must be one of: {', '.join(Entry.KINDS)}")
    pain = row.get("pain")
    return Entry(
        person=record, kind=row["kind"], day=portable.past(f"{key}.day", row.get("day")),
        happened_at=portable.moment(f"{key}.happened_at", row.get("happened_at")),
        arrived_at=portable.moment(f"{key}.arrived_at", row.get("arrived_at")),
        pain=None if pain is None else whole(f"{key}.pain", pain, 0, 10),
    )  # fmt: skip


def _dump_holidays(record: Record) -> object:
    rows = Holiday.objects.filter(person=record).order_by("id")
    return [{"first": one.first.isoformat(), "last": one.last.isoformat()} for one in rows]


def _load_holidays(record: Record, value: object) -> None:
    rows = portable.rows("holidays", value)
    Holiday.objects.bulk_create(_holiday(record, f"holidays[{n}]", row) for n, row in enumerate(rows))


def _holiday(record: Record, key: str, row: dict[str, Any]) -> Holiday:
    portable.only(row, HOLIDAY, f"{key}.")
    first, last = day(f"{key}.first", row.get("first")), day(f"{key}.last", row.get("last"))
    if not first <= last <= FARTHEST:
        raise InputError(f"{key}.last", "must not come before the first day")
    return Holiday(person=record, first=first, last=last)
