"""The four statements of a sync, by hand: a session sends every few seconds, and building them anew each time took
longer than all that they do. Plain SQL that SQLite and PostgreSQL both read."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from supple.core.content import load
from supple.core.machine import Event as Happened

_FIND = ("SELECT id, mode, "
         "(SELECT MAX(id) FROM people_answers WHERE person_id = training_session.person_id AND NOT mended), "
         "(SELECT data FROM people_wishes WHERE person_id = training_session.person_id) "
         "FROM training_session WHERE person_id = %s AND key = %s AND document IS NOT NULL")  # fmt: skip
_EVENTS = "SELECT data FROM training_event WHERE session_id = %s"
_ADD = ("INSERT INTO training_event (person_id, session_id, event_id, seq, data, arrived_at) "
        "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING")  # fmt: skip
_SAVE = "UPDATE training_session SET mode = %s, result = %s WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Found:
    """A session, and a digest of what it rests on: once another answer, condition or limit came, its page asks again
    whether it may go on."""

    id: int
    mode: str
    facts: str


def find(person: UUID, key: UUID) -> Found | None:
    """A session that is done by a document, if it is this person's."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [_uuid(person), _uuid(key)])
        row = cursor.fetchone()
    return Found(int(row[0]), str(row[1]), _digest(*row[2:])) if row else None


def events(session: int) -> list[dict[str, Any]]:
    """The events of a session, as they were sent."""
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [session])
        return [_json(row[0]) for row in cursor.fetchall()]


def add(person: UUID, session: int, new: Iterable[tuple[Happened, dict[str, Any]]], now: datetime) -> None:
    """Events with what was sent of each; one that is here already stays as it is."""
    arrived = connection.ops.adapt_datetimefield_value(now)
    rows = [(_uuid(person), session, one.id, one.seq, json.dumps(given), arrived) for one, given in new]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)


def save(session: int, mode: str, result: dict[str, Any]) -> None:
    """What the events came to."""
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, [mode, json.dumps(result), session])


def _digest(*facts: object) -> str:
    return hashlib.sha256(repr((*facts, load().version)).encode()).hexdigest()[:16]


def _uuid(value: UUID) -> UUID | str:
    return value if connection.features.has_native_uuid_field else value.hex


def _json(value: Any) -> dict[str, Any]:
    return json.loads(value) if isinstance(value, str) else value  # type: ignore[no-any-return]
