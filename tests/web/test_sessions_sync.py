"""What devices send: every event once, in whatever portions and order; damage is refused whole, with one sentence."""

import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from supple.core.content import load
from supple.core.received import parse_events
from supple.core.replay import replay
from supple.web.people import cookies
from supple.web.people.models import Answers, Record
from supple.web.people.who import standing
from supple.web.training import documents, hot, sync
from supple.web.training.models import Event, Session
from tests.web.cast import STOPPING, THINNERS, here, record_of
from tests.web.played import Device, begin, post, send
from tests.web.played import Event as Made

ASKED = {"saddle": False, "legweak": False, "fever": False, "pain": 4}
pytestmark = pytest.mark.django_db


@pytest.fixture
def asha() -> Record:
    return record_of()


def started(record: Record) -> tuple[Client, Session, Device]:
    client = here(record)
    session = begin(client)
    return client, session, Device(session)


def facts(session: Session) -> Any:
    """What is kept of a session, but for the times of arrival."""
    session.refresh_from_db()
    result = {key: value for key, value in session.result.items() if key != "arrived"}
    return session.mode, result, sorted(session.events.values_list("event_id", "seq"))


def test_a_whole_session_arrives(asha: Record) -> None:
    client, session, device = started(asha)
    events = device.whole(pain=2, effort=5)
    answer = send(client, session, events).json()
    assert len(answer.pop("facts")) == 16
    assert answer == {"have": len(events), "mode": "done", "stopped": False, "next": f"/session/{session.key}/done/"}
    session.refresh_from_db()
    document = documents.document_of(session)
    found = replay(document, parse_events(events, document))
    assert [item["exercise"] for item in session.result["items"]] == list(found.done)
    assert (session.result["pain"], session.result["effort"]) == (2, 5)
    assert list(session.events.order_by("id").values_list("data", flat=True)) == events


def test_half_a_session_says_where_it_stands(asha: Record) -> None:
    client, session, device = started(asha)
    device.tap("start")
    answer = send(client, session, device.made).json()
    assert (answer["have"], answer["mode"], answer["stopped"], answer["next"]) == (1, "running", False, None)
    assert send(client, session, []).json()["have"] == 1


@pytest.mark.parametrize("seed", range(6))
def test_portions_order_and_repetition_change_nothing(asha: Record, seed: int) -> None:
    """The same taps sent in one piece, and cut, doubled and shuffled."""
    client, session, device = started(asha)
    events = device.whole()
    send(client, session, events)
    other = Session.objects.create(person=asha, day=session.day, begun_at=session.begun_at, rest=session.rest,
                                   document=session.document)  # fmt: skip
    dice = random.Random(seed)
    sent = [*events, *dice.sample(events, 20)]
    dice.shuffle(sent)
    while sent:
        size = dice.randint(1, 12)
        batch, sent = sent[:size], sent[size:]
        assert send(client, other, batch).status_code == 200
    assert facts(other) == facts(session)


@pytest.mark.django_db(transaction=True)
def test_devices_that_send_at_once_lose_and_double_nothing() -> None:
    asha = record_of()
    client, session, device = started(asha)
    events = device.whole()
    batches = [events, events[:20], events[10:40], events[30:], list(reversed(events)), events] * 2

    def one(batch: list[Made]) -> int:
        try:
            return int(send(here(asha), session, batch).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(one, batches)) == {200}
    assert session.events.count() == len(events)
    session.refresh_from_db()
    assert session.mode == "done"
    assert send(client, session, events).json()["have"] == len(events)


def test_late_events_of_an_older_session_are_taken_too(asha: Record) -> None:
    client, old, device = started(asha)
    events = device.whole()
    send(client, old, events[:5])
    begin(client)
    assert send(client, old, events[5:]).json()["mode"] == "done"


GOOD: Made = {"id": "a", "seq": 1, "at": "2026-01-05T07:00:00Z", "elapsed_s": 0, "type": "start"}
DAMAGED: list[tuple[Any, str]] = [
    (b"", "body: is not JSON"),
    (b"\xff\xfe", "body: is not JSON"),
    (b"[" * 100_000, "body: is not JSON"),
    (b'{"events": [{"id": "\\ud800"}]}', "body: is not JSON"),
    (b" " * 200_001, "body: must be at most 200 kB"),
    (b" " * 3_000_000, "body: must be at most 200 kB"),
    ([], 'body: must be an object such as {"events": [...]}'),
    ({"events": [], "more": 1}, 'body: must be an object such as {"events": [...]}'),
    ({"events": {}}, "events: must be a list of at most 500 objects"),
    ({"events": [GOOD] * 501}, "events: must be a list of at most 500 objects"),
    ({"events": [1]}, 'events[0]: must be an object such as {"id": "...", "seq": 1, "type": "start", ...}'),
    ({"events": [GOOD, {**GOOD, "id": "b b"}]},
     'events[1].id: must be 1 to 64 of the letters a-z A-Z 0-9 _ -, not "b b"'),
    ({"events": [{**GOOD, "type": "jump"}]}, 'events[0].type: "jump" is not one of: '),
    ({"events": [{**GOOD, "seq": -1}]}, "events[0].seq: must be a whole number from 0 to 9007199254740992, not -1"),
    ({"events": [{**GOOD, "seq": True}]}, "events[0].seq: must be a whole number from 0 to 9007199254740992, not True"),
    ({"events": [{**GOOD, "step": 9}]}, ""),
    ({"events": [{**GOOD, "type": "tick"}]}, "events[0].step: is missing"),
    ({"events": [{**GOOD, "type": "tick", "step": 99_999}]}, "events[0].step: must be a whole number from 0 to "),
    ({"events": [{**GOOD, "pain": 3}]}, "events[0].\"pain\": unknown key; allowed: "),
    ({"events": [{**GOOD, "at": "a\u0000b"}]}, "events: hold a character that cannot be kept"),
    ({"events": [GOOD, {**GOOD, "seq": 2}]}, "events[1].id: a stands for two different events"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "message"), DAMAGED)
def test_damage_is_refused_with_one_sentence_and_nothing_is_kept(asha: Record, body: Any, message: str) -> None:
    client, session, _device = started(asha)
    response = post(client, session, body)
    if not message:  # a step beside an event that needs none says no more than the event
        assert response.status_code == 200
        return
    wrong = json.loads(response.content)
    assert (response.status_code, set(wrong)) == (400, {"wrong"})
    assert wrong["wrong"].startswith(message)
    assert not Event.objects.exists()


def test_one_damaged_event_refuses_its_whole_batch(asha: Record) -> None:
    client, session, device = started(asha)
    events = device.whole()
    assert send(client, session, [*events, {"id": "x"}]).status_code == 400
    assert not Event.objects.exists()


def test_an_event_that_comes_with_another_content_is_a_conflict(asha: Record) -> None:
    client, session, device = started(asha)
    send(client, session, [device.tap("start")])
    response = send(client, session, [{**device.made[0], "seq": 7}, device.tap("pause")])
    assert response.status_code == 409
    assert response.json() == {"wrong": "events: e-1 is here already, with another content"}
    assert session.events.count() == 1
    with_null = {**device.made[0], "pain": None}  # null says the same as nothing
    assert send(client, session, [with_null]).status_code == 200


def test_a_session_has_an_end(asha: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    client, session, device = started(asha)
    monkeypatch.setattr(sync, "MOST_EVENTS", 10)
    response = send(client, session, device.whole())
    assert response.json() == {"wrong": "events: are more than 10 in this session"}


# --- Whose it is -----------------------------------------------------------------------------------------------------


def test_events_of_somebody_else_are_not_taken(asha: Record) -> None:
    _client, session, device = started(asha)
    device.tap("start")
    for client in (here(record_of()), Client()):
        response = send(client, session, device.made)
        assert response.status_code == 404
        assert "Open it as the person whose it is" in response.json()["wrong"]
    unasked = here(asha)
    del unasked.cookies[cookies.HERE]
    assert send(unasked, session, device.made).status_code == 404
    assert not Event.objects.exists()


def test_a_page_of_the_person_before_may_not_write(asha: Record) -> None:
    _client, session, device = started(asha)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(here(asha).cookies)
    address, body = f"/session/{session.key}/events/", json.dumps({"events": [device.tap("start")]})
    assert strict.post(address, body, content_type="application/json").status_code == 403
    page = strict.get(f"/session/{session.key}/")
    token = page.cookies["supple_csrf"].value
    sent = strict.post(address, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert sent.status_code == 200


def test_it_is_only_asked_by_post(asha: Record) -> None:
    client, session, _device = started(asha)
    assert client.get(f"/session/{session.key}/events/").status_code == 405


@pytest.mark.parametrize("level", STOPPING)
def test_the_facts_of_the_stopped_are_taken_without_showing_an_exercise(asha: Record, level: str) -> None:
    client, session, device = started(asha)
    answers = Answers.objects.get(person=asha)
    answers.data |= STOPPING[level]
    answers.save()
    response = send(client, session, device.whole())
    assert response.status_code == 200
    assert set(response.json()) == {"have", "mode", "stopped", "next", "facts"}
    assert client.get(f"/session/{session.key}/done/").content.count(b"exercises/") == 0


# --- A yes in the re-check -------------------------------------------------------------------------------------------


def stopped_by(device: Device, **more: int) -> list[Made]:
    device.tap("start")
    device.tap("hurt")
    device.tap("pain", where="leg", feeling="spreads_down_the_leg")
    device.tap("recheck", **(ASKED | more))
    return device.made


@pytest.mark.parametrize("signs", [{"saddle": True}, {"legweak": True, "hours_days": True}, {"fever": True}])
def test_a_yes_stops_the_person_at_once(asha: Record, signs: dict[str, bool]) -> None:
    client, session, device = started(asha)
    answer = send(client, session, stopped_by(device, **signs)).json()
    assert (answer["have"], answer["mode"], answer["stopped"], answer["next"]) == (4, "stopped", True, "/today/")
    assert standing(asha).stopped
    assert Answers.objects.filter(person=asha, draft=False).count() == 2
    for path in ("/today/", f"/session/{session.key}/", f"/session/{session.key}/done/", "/exercises/"):
        assert b"stop-head" in client.get(path).content


def test_a_yes_counts_even_before_the_events_that_led_to_it(asha: Record) -> None:
    client, session, device = started(asha)
    *before, yes = stopped_by(device, saddle=True)
    answer = send(client, session, [yes]).json()
    assert (answer["mode"], answer["stopped"]) == ("ready", True)
    assert standing(asha).stopped
    assert send(client, session, before).json()["mode"] == "stopped"
    assert Answers.objects.filter(person=asha).count() == 2  # kept once


def test_the_same_yes_again_does_not_stop_somebody_who_has_mended_it(asha: Record) -> None:
    client, session, device = started(asha)
    events = stopped_by(device, fever=True)
    send(client, session, events)
    Answers.objects.filter(person=asha).order_by("-id").first().delete()  # type: ignore[union-attr]
    send(client, session, events)
    assert not standing(asha).stopped


def test_a_yes_overtakes_questions_that_are_being_answered(asha: Record) -> None:
    client, session, device = started(asha)
    answers = Answers.objects.get(person=asha)
    Answers.objects.create(person=asha, answered_at=answers.answered_at, answered_on=answers.answered_on, draft=True)
    send(client, session, stopped_by(device, saddle=True))
    assert standing(asha).stopped
    assert not Answers.objects.filter(person=asha, draft=True).exists()


def test_four_times_no_stops_nobody(asha: Record) -> None:
    client, session, device = started(asha)
    answer = send(client, session, stopped_by(device)).json()
    assert (answer["mode"], answer["stopped"]) == ("paused", False)
    assert Answers.objects.filter(person=asha).count() == 1


def test_so_much_pain_in_the_re_check_may_stop_by_itself() -> None:
    asha = record_of(**THINNERS)
    client, session, device = started(asha)
    answer = send(client, session, stopped_by(device, pain=8)).json()
    assert (answer["stopped"], answer["next"]) == (True, "/today/")
    assert standing(asha).stopped


# --- What came since -------------------------------------------------------------------------------------------------


def answered_anew(record: Record) -> None:
    old = Answers.objects.get(person=record)
    Answers.objects.create(person=record, answered_at=old.answered_at, answered_on=old.answered_on, data=old.data)


def ticked(record: Record) -> None:
    record.wishes.data["profiles"] = ["shoulder"]
    record.wishes.save()


@pytest.mark.parametrize("since", [answered_anew, ticked])
def test_an_open_page_hears_that_something_came_since(asha: Record, since: Callable[[Record], None]) -> None:
    client, session, device = started(asha)
    shown = client.get(f"/session/{session.key}/")
    assert f'data-facts="{shown.context["facts"]}"' in shown.content.decode()
    device.tap("start")
    assert send(client, session, device.made).json()["facts"] == shown.context["facts"]
    since(asha)
    assert send(client, session, []).json()["facts"] != shown.context["facts"]


def test_an_open_page_hears_of_new_limits(asha: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    client, session, _device = started(asha)
    before = send(client, session, []).json()["facts"]
    newer = replace(load(), version="newer")
    monkeypatch.setattr(hot, "load", lambda: newer)
    assert send(client, session, []).json()["facts"] != before


def test_it_asks_the_database_little(asha: Record, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """The session, then in one transaction: what is here, what is new, what it comes to."""
    client, session, device = started(asha)
    events = device.whole()
    documents.forget()
    with django_assert_num_queries(7):  # BEGIN, COMMIT, and once the document
        send(client, session, events[:12])
    with django_assert_num_queries(6):
        send(client, session, events[12:])
    with django_assert_num_queries(4):
        send(client, session, events)
