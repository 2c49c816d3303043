"""What comes back from a device: documents and events, strictly. Damage is refused with one sentence that names it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from supple.core.document import FORMAT, SCALE, Document, Machine, Phase, Side
from supple.core.errors import ContentError, InputError
from supple.core.machine import ACTIONS, EVENTS, MODES, Event, Recheck
from supple.core.reader import build

DOCUMENT = "document"
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
MOST_EVENTS = 20_000  # a session of an hour has a few hundred; more is damage
MOST_S = 24 * 3600
COMMON = ("id", "seq", "at", "elapsed_s", "type", "step")
TAPS = ("saddle", "legweak", "fever")
FURTHER: Mapping[str, tuple[str, ...]] = {
    "swap": ("item",),
    "pain": ("where", "feeling", "pain"),
    "recheck": (*TAPS, "hours_days", "pain"),
    "after": ("pain", "effort"),
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "tick": ("step",), "step_end": ("step",), "next": ("step",), "swap": ("item",), "recheck": (*TAPS, "pain"),
}  # fmt: skip


def parse_document(obj: object) -> Document:
    """A document out of JSON. Raises InputError naming the key."""
    if not isinstance(obj, Mapping):
        raise InputError(DOCUMENT, 'must hold an object such as {"format": 1, "items": [...], "timeline": [...]}')
    plain = _without_nulls({key: value for key, value in obj.items() if key != "seconds"})
    try:
        document = build(Document, plain, DOCUMENT)
    except ContentError as error:
        raise InputError(f"{DOCUMENT}.{error.key}", error.why) from None
    for key, why in _faults(document):
        raise InputError(f"{DOCUMENT}.{key}", why)
    return document


def parse_events(obj: object, document: Document) -> tuple[Event, ...]:
    """Events out of JSON, each id once, in the order in which they came. Raises InputError naming the event."""
    if not isinstance(obj, list) or len(obj) > MOST_EVENTS:
        raise InputError("events", f"must be a list of at most {MOST_EVENTS} objects")
    found: dict[str, Event] = {}
    for n, one in enumerate(obj):
        event = parse_event(one, document, f"events[{n}]")
        if found.setdefault(event.id, event) != event:
            raise InputError(f"events[{n}].id", f"{event.id} stands for two different events")
    return tuple(found.values())


def parse_event(obj: object, document: Document, key: str = "event") -> Event:
    """One event out of JSON. Raises InputError."""
    table = {name: value for name, value in obj.items() if value is not None} if isinstance(obj, Mapping) else None
    if table is None:
        raise InputError(key, 'must be an object such as {"id": "...", "seq": 1, "type": "start", ...}')
    kind = table.get("type")
    if not isinstance(kind, str) or kind not in EVENTS:
        raise InputError(f"{key}.type", f"{_shown(kind)} is not one of: {', '.join(EVENTS)}")
    allowed = (*COMMON, *FURTHER.get(kind, ()))
    for name in table:
        if name not in allowed:
            raise InputError(f"{key}.{_shown(name)}", f"unknown key; allowed: {', '.join(allowed)}")
    for name in ("id", "seq", "at", "elapsed_s", *NEEDED.get(kind, ())):
        if name not in table:
            raise InputError(f"{key}.{name}", "is missing")
    _check_pain(table, kind, document, key)
    values = {name: _value(name, value, document, key) for name, value in table.items()}
    return _event(values)


def _event(values: dict[str, Any]) -> Event:
    if values["type"] != "recheck":
        return Event(**values)
    taps = {name: values.pop(name) for name in (*TAPS, "hours_days", "pain") if name in values}
    return Event(**values, recheck=Recheck(**taps))


def _check_pain(table: Mapping[str, object], kind: str, document: Document, key: str) -> None:
    """How much it hurts may only be left out where the feeling alone is red."""
    if kind == "pain" and "pain" not in table and table.get("feeling") not in document.red_feelings:
        raise InputError(f"{key}.pain", "is missing; a whole number from 0 to 10")


def _value(name: str, value: object, document: Document, key: str) -> object:
    where = f"{key}.{name}"
    if name == "id":
        return _id(where, value)
    if name in ("at", "type"):
        return _text(where, value)
    if name in (*TAPS, "hours_days"):
        if not isinstance(value, bool):
            raise InputError(where, f"must be true or false, not {_shown(value)}")
        return value
    if name in ("where", "feeling"):
        allowed = document.where if name == "where" else document.feelings
        if not isinstance(value, str) or value not in allowed:
            raise InputError(where, f"{_shown(value)} is not one of: {', '.join(allowed)}")
        return value
    most = {"pain": 10, "effort": 10, "elapsed_s": MOST_S, "seq": 2**53, "item": len(document.items) - 1,
            "step": len(document.timeline) - 1}[name]  # fmt: skip
    return _whole(where, value, most)


def _id(key: str, value: object) -> str:
    # Plain letters only: Python and scripts order anything else differently.
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise InputError(key, f"must be 1 to 64 of the letters a-z A-Z 0-9 _ -, not {_shown(value)}")
    return value


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= 100:
        raise InputError(key, f"must be a text of 1 to 100 letters, not {_shown(value)}")
    return value


def _whole(key: str, value: object, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise InputError(key, f"must be a whole number from 0 to {most}, not {_shown(value)}")
    return value


def _shown(value: object) -> str:
    text = (f'"{value}"' if isinstance(value, str) else str(value)).encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= 60 else f"{text[:57]}..."


def _without_nulls(value: object) -> object:
    """What is null is left out: both say that there is none."""
    if isinstance(value, Mapping):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [_without_nulls(inner) for inner in value] if isinstance(value, list | tuple) else value


# ---- whether a document holds together ----


def _faults(document: Document) -> Iterator[tuple[str, str]]:
    """Everything that does not fit together."""
    if document.format != FORMAT:
        yield "format", f"must be {FORMAT}, not {document.format}"
    if not _is_day(document.date):
        yield "date", f"must be a date such as 2026-01-05, not {document.date[:60]}"
    if not 0 <= document.rest < SCALE:
        yield "rest", f"must be from 0 to {SCALE - 1}, not {document.rest}"
    if len(document.light) != SCALE or any(len(row) != SCALE for row in document.light):
        yield "light", f"must hold {SCALE} rows of {SCALE} colours"
    yield from _turn_faults(document)
    yield from _range_faults(document)
    for n in range(len(document.items)):
        yield from _entry_faults(document, n)
    yield from _step_faults(document)
    yield from _machine_faults(document.machine)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _turn_faults(document: Document) -> Iterator[tuple[str, str]]:
    items = document.items
    if not document.turns:
        yield "turns", "must name an item or more"
    for n, item in enumerate(document.turns):
        if not 0 <= item < len(items) or items[item].turn != n:
            yield f"turns[{n}]", f"must name an item of turn {n}"


def _range_faults(document: Document) -> Iterator[tuple[str, str]]:
    ranges = [(0, 0), *((entry.first, entry.end) for entry in document.items)]
    for n, ((_, before), (first, end)) in enumerate(pairwise(ranges)):
        if first != before or not first < end <= len(document.timeline):
            yield f"items[{n}].first", "its steps must follow those of the item before it"
    if ranges[-1][1] != len(document.timeline):
        yield "timeline", "holds steps of no item"


def _entry_faults(document: Document, n: int) -> Iterator[tuple[str, str]]:
    items, entry = document.items, document.items[n]
    others = (*entry.swaps, *(() if entry.easier is None else (entry.easier,)))
    if any(not 0 <= other < len(items) or items[other].turn != entry.turn for other in others):
        yield f"items[{n}]", "easier and swaps must name items of the same turn"
    elif entry.easier is not None and _shape(document, n) != _shape(document, entry.easier):
        yield f"items[{n}].easier", "must name an item with steps of the same length"


def _shape(document: Document, n: int) -> list[tuple[Phase, Side | None, int]]:
    entry = document.items[n]
    return [(step.phase, step.side, step.seconds) for step in document.timeline[entry.first : entry.end]]


def _step_faults(document: Document) -> Iterator[tuple[str, str]]:
    for n, step in enumerate(document.timeline):
        if not 0 <= step.item < len(document.items) or step.seconds < 1:
            yield f"timeline[{n}]", "must last a second or more and name its item"
        elif not document.items[step.item].first <= n < document.items[step.item].end:
            yield f"timeline[{n}].item", "must be the item it lies in"


def _machine_faults(machine: Machine) -> Iterator[tuple[str, str]]:
    for mode in MODES:
        if mode not in machine.table:
            yield f"machine.table.{mode}", "is missing"
    for mode, events in machine.table.items():
        for event, rows in events.items():
            key = f"machine.table.{_shown(mode)}.{_shown(event)}"
            if mode not in MODES or event not in EVENTS:
                yield key, "is no mode and event of the machine"
            unknown = [name for row in rows for name in row.do if name not in ACTIONS and not name.startswith("say:")]
            if unknown:
                yield key, f"{_shown(unknown[0])} is not one of: {', '.join(ACTIONS)}"
