"""What a device sends of a session: every event is kept once, in one transaction, and the session is replayed.

A device may send twice, late, in any order and in any portions. It may belong to somebody who was stopped since: facts
are taken all the same, and the answer holds no exercise.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from supple.core.document import Document
from supple.core.errors import InputError
from supple.core.machine import Event as Happened
from supple.core.received import MOST_EVENTS, parse_events
from supple.core.replay import Result, record_of, replay
from supple.web.people import cookies
from supple.web.people.models import Record
from supple.web.people.who import standing
from supple.web.training import hot
from supple.web.training.documents import document_by, document_of
from supple.web.training.happened import result_of
from supple.web.training.models import Session
from supple.web.training.recheck import keep, stops

MOST_BYTES = 200_000
MOST_AT_ONCE = 500


class ConflictError(InputError):
    """An event that is here already came once more with another content."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one request brings."""

    events: tuple[Happened, ...]
    given: dict[str, dict[str, Any]] = field(default_factory=dict)  # each as it was sent, by its id


@dataclass(frozen=True, slots=True)
class Place:
    """Whose session it is, and which."""

    person: UUID
    session: int
    key: UUID
    document: Document


@require_POST
@never_cache
def events(request: HttpRequest, key: UUID) -> JsonResponse:
    """Takes events in. The answer says how many are here, so that the device may let them go."""
    here = cookies.here(request)
    found = hot.find(here, key) if here else None
    if here is None or found is None:
        return _refused("This device has no such session open. Open it as the person whose it is.", 404)
    place = Place(here, found.id, key, document_by(key))
    try:
        have, mode, stopped = take(place, found.mode, read(request, place.document))
    except ConflictError as error:
        return _refused(str(error), 409)
    except InputError as error:
        return _refused(str(error), 400)
    told = {"have": have, "mode": mode, "stopped": stopped, "next": _next(key, mode, stopped), "facts": found.facts}
    return JsonResponse(told)


def read(request: HttpRequest, document: Document) -> Batch:
    """The events of a request. Raises InputError naming what is damaged."""
    try:
        body = request.body
    except RequestDataTooBig:
        raise InputError("body", f"must be at most {MOST_BYTES // 1000} kB") from None
    if len(body) > MOST_BYTES:
        raise InputError("body", f"must be at most {MOST_BYTES // 1000} kB")
    try:
        given = json.loads(body.decode("utf-8"))
        text = json.dumps(given, ensure_ascii=False)
        text.encode("utf-8")  # half a surrogate pair is JSON, but no database keeps it
    except (ValueError, RecursionError):
        raise InputError("body", "is not JSON") from None
    if not isinstance(given, dict) or set(given) != {"events"}:
        raise InputError("body", 'must be an object such as {"events": [...]}')
    if not isinstance(given["events"], list) or len(given["events"]) > MOST_AT_ONCE:
        raise InputError("events", f"must be a list of at most {MOST_AT_ONCE} objects")
    if "\\u0000" in text:
        raise InputError("events", "hold a character that cannot be kept")
    found = parse_events(given["events"], document)
    return Batch(found, {one["id"]: {name: value for name, value in one.items() if value is not None}
                         for one in given["events"]})  # fmt: skip


@transaction.atomic
def take(place: Place, mode: str, batch: Batch) -> tuple[int, str, bool]:
    """Keeps what is new. How many events are here, the mode they come to, and whether the person is stopped by them."""
    there = {one.id: one for one in parse_events(hot.events(place.session), place.document)}
    for one in batch.events:
        if there.get(one.id, one) != one:
            raise ConflictError("events", f"{one.id} is here already, with another content")
    new = [one for one in batch.events if one.id not in there]
    if len(there) + len(new) > MOST_EVENTS:
        raise InputError("events", f"are more than {MOST_EVENTS} in this session")
    if not new:
        return len(there), mode, mode == "stopped"
    now = timezone.now()
    hot.add(place.person, place.session, ((one, batch.given[one.id]) for one in new), now)
    found = replay(place.document, (*there.values(), *new))
    _save(place.session, place.key, place.document, found, now)
    return len(there) + len(new), found.mode, _stopped(place.person, new) or found.mode == "stopped"


def _stopped(person: UUID, new: list[Happened]) -> bool:
    """Whether a re-check stops the person: at once, wherever in the session the replay has come to, for other events
    may still be on their way."""
    asked = [one.recheck for one in new if one.recheck is not None]
    if not asked:
        return False
    at = standing(Record.objects.get(pk=person))
    yes = [taps for taps in asked if stops(at, taps)]
    if yes:
        keep(at, yes[-1])
    return bool(yes)


def _save(session: int, key: UUID, document: Document, found: Result, now: datetime) -> None:
    hot.save(session, found.mode, result_of(record_of(document, found, key.hex, now, now)))


def again(session: Session) -> None:
    """The same replay out of the events alone, for what came in from elsewhere."""
    document, rows = document_of(session), session.events.order_by("arrived_at")
    found = replay(document, parse_events([one.data for one in rows], document))
    _save(session.pk, session.key, document, found, rows[len(rows) - 1].arrived_at if rows else session.begun_at)


def _next(key: UUID, mode: str, stopped: bool) -> str | None:
    if stopped:
        return reverse("today")  # which answers with the stop page
    return reverse("done", args=[key]) if mode == "done" else None


def _refused(wrong: str, status: int) -> JsonResponse:
    return JsonResponse({"wrong": wrong}, status=status)
