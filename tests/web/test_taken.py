"""What happened, taken along in a file and brought back: the same record, or one sentence and nothing kept."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from supple.core import record as core
from supple.core.errors import InputError
from supple.web.people import portable
from supple.web.people.models import Measure, Record
from supple.web.training.happened import record_of as happened
from supple.web.training.models import Entry, Event, Holiday, Session
from tests.web.cast import here, record_of
from tests.web.played import Device, begin, days_pass, done, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def asha() -> Record:
    """Somebody with a bit of everything."""
    record = record_of()
    client, today = here(record), timezone.localdate()
    done(client, record)
    days_pass(record, 1)
    client.post("/morning/", {"pain": "2"})
    client.post("/session/outside/")
    client.post("/note/", {"kind": "heat"})
    session = begin(client)
    device = Device(session, "half")
    device.tap("start")
    send(client, session, device.made)
    first = Session.objects.filter(person=record).earliest("id")
    first.corrected = {"pain": 1}
    first.save()
    Holiday.objects.create(person=record, first=today, last=today + timedelta(days=5))
    Measure.objects.create(person=record, on=today, what="activity", name="stairs", value=4)
    return record


def file_of(record: Record) -> dict[str, Any]:
    return json.loads(json.dumps(portable.exported(record)))  # type: ignore[no-any-return]


def brought(file: dict[str, Any]) -> Record:
    return portable.imported(json.dumps(file).encode())


def named(record: core.Record) -> core.Record:
    """A record whose sessions go by their place: each machine names its own."""
    sessions = tuple(replace(one, id=str(n)) for n, one in enumerate(record.sessions))
    return replace(record, sessions=sessions)


def test_it_comes_back_as_the_same_record(asha: Record) -> None:
    again = brought(file_of(asha))
    assert named(happened(again)) == named(happened(asha))
    assert set(Session.objects.filter(person=again).values_list("key")).isdisjoint(
        Session.objects.filter(person=asha).values_list("key"))  # fmt: skip
    assert here(again).get("/today/").status_code == 200
    once_more, first = file_of(again), file_of(asha)
    for file in (once_more, first):
        for session in file["sessions"]:
            if session["document"]:
                session["document"]["words"] = {}
    assert {name: once_more[name] for name in ("sessions", "entries", "holidays")} == {
        name: first[name] for name in ("sessions", "entries", "holidays")}  # fmt: skip


def test_what_comes_in_is_history_and_cannot_be_gone_on_with(asha: Record) -> None:
    """Somebody edits an exercise into an open session: it is kept as told, and no player shows it."""
    again = brought(file_of(asha))
    assert set(Session.objects.filter(person=again).values_list("mode", flat=True)) == {"done"}
    client = here(again)
    for session in Session.objects.filter(person=again):
        assert client.get(f"/session/{session.key}/").status_code == 302
    assert "You are in the middle" not in client.get("/today/").content.decode()


def test_what_a_session_came_to_is_found_from_its_events(asha: Record) -> None:
    file = file_of(asha)
    whole = next(one for one in file["sessions"] if one["events"] and not one["outside"])
    whole["events"] = whole["events"][:1]
    again = brought(file)
    assert not happened(again).sessions[0].items[0].done


SESSION = "sessions[0]"
DAMAGED: list[tuple[str, Any, str]] = [
    ("sessions", {}, "sessions: must be a list of at most 20000 objects"),
    ("sessions", [1], "sessions[0]: must be an object"),
    ("sessions", [{"key": "x"}], "sessions[0].key: unknown key; allowed: day, begun_at, rest, "),
    ("entries", [{"kind": "tea"}], "entries[0].kind: must be one of: morning, painkiller, heat, bad_day, flare"),
    ("entries", 1, "entries: must be a list of at most 20000 objects"),
    ("holidays", [{"first": "2026-01-09", "last": "2026-01-01"}], "holidays[0].last: must not come before the first"),
    ("holidays", [{"first": "x"}], "holidays[0].first: must be a date such as 2026-01-05, not "),
    ("holidays", [{"first": "2026-01-09", "last": "2026-01-10", "why": ""}], "holidays[0].why: unknown key; allowed: "),
]


@pytest.mark.parametrize(("part", "value", "message"), DAMAGED)
def test_it_refuses_what_is_damaged(asha: Record, part: str, value: Any, message: str) -> None:
    refused(asha, file_of(asha) | {part: value}, message)


def refused(asha: Record, file: dict[str, Any], message: str) -> None:
    counts = [model.objects.count() for model in (Session, Event, Entry, Holiday)]
    with pytest.raises(InputError) as error:
        brought(file)
    assert str(error.value).startswith(message)
    assert [model.objects.count() for model in (Session, Event, Entry, Holiday)] == counts
    assert Record.objects.get() == asha


CHANGES: list[tuple[tuple[Any, ...], Any, str]] = [
    (("day",), "2999-01-01", "sessions[0].day: 2999-01-01 is after today"),
    (("day",), "yesterday", "sessions[0].day: must be a date such as 2026-01-05"),
    (("begun_at",), "2999-01-01T00:00:00+00:00", "sessions[0].begun_at: must be a moment in the past such as "),
    (("begun_at",), "2026-01-05T08:00:00", "sessions[0].begun_at: must be a moment in the past such as "),
    (("rest",), 11, "sessions[0].rest: must be a whole number from 0 to 10, not 11"),
    (("outside",), "no", "sessions[0].outside: must be true or false"),
    (("outside",), True, "sessions[0].document: is for sessions with the app, and for all of them"),
    (("document",), None, "sessions[0].document: is for sessions with the app, and for all of them"),
    (("document",), {"format": 1}, "sessions[0].document."),
    (("document", "format"), 9, "sessions[0].document.format: must be 1, not 9"),
    (("document", "timeline", 0, "item"), 5, "sessions[0].document.timeline[0].item: must be the item it lies in"),
    (("corrected",), [], "sessions[0].corrected: must be an object"),
    (("corrected",), {"mood": 3}, "sessions[0].corrected.mood: unknown key; allowed: rest, pain, effort"),
    (("corrected",), {"pain": "3"}, "sessions[0].corrected.pain: must be a whole number from 0 to 10"),
    (("events",), [{"seq": 1}], "sessions[0].events[0].seq: unknown key; allowed: arrived_at, data"),
    (("events", 0, "data"), 7, "sessions[0].events[0]: must be an object such as "),
    (("events", 0, "data", "type"), "jump", 'sessions[0].events[0].type: "jump" is not one of: '),
    (("events", 0, "arrived_at"), "now", "sessions[0].events[0].arrived_at: must be a moment in the past"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "value", "message"), CHANGES)
def test_it_refuses_a_damaged_session(asha: Record, where: tuple[Any, ...], value: Any, message: str) -> None:
    file = file_of(asha)
    place = file["sessions"][0]
    for step in where[:-1]:
        place = place[step]
    place[where[-1]] = value
    refused(asha, file, message)


def test_it_refuses_the_same_event_or_morning_twice(asha: Record) -> None:
    file = file_of(asha)
    file["sessions"][0]["events"].append(file["sessions"][0]["events"][0])
    refused(asha, file, "sessions[0].events: hold the same event twice")
    file = file_of(asha)
    file["entries"] += [one for one in file["entries"] if one["kind"] == "morning"]
    refused(asha, file, "entries: hold two mornings of one day")


def test_it_refuses_what_was_done_without_the_app_when_it_is_damaged(asha: Record) -> None:
    place = next(n for n, one in enumerate(file_of(asha)["sessions"]) if one["outside"])
    for change, message in (
        ({"items": [{"exercise": "walk"}]}, f"sessions[{place}].items[0]"),
        ({"items": 3}, f"sessions[{place}].items: must be a list"),
        ({"events": [{"arrived_at": "x", "data": {}}]}, f"sessions[{place}].events: are for sessions with the app"),
    ):
        file = file_of(asha)
        file["sessions"][place] |= change
        refused(asha, file, message)


def test_an_older_file_without_sessions_is_taken(asha: Record) -> None:
    file = file_of(asha)
    for part in ("sessions", "entries", "holidays"):
        del file[part]
    assert happened(brought(file)).sessions == ()


def test_erasing_erases_all_of_it(asha: Record) -> None:
    client = here(asha)
    client.post("/my-data/erase/", {"sure": "yes"})
    assert not Record.objects.exists()
    for model in (Session, Event, Entry, Holiday):
        assert not model.objects.exists()
