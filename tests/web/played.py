"""A session as a person and their device do it: the four taps, the events of a player, and what is sent of them."""

import json
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.test import Client

from supple.web.people.models import Answers, Record
from supple.web.training.models import Entry, Holiday, Session, ShownPlan

TAPS: dict[str, Any] = {"since": ["none"], "pain": "3", "up": "long"}
Event = dict[str, Any]


def begin(client: Client, **taps: Any) -> Session:
    """The session that these taps begin."""
    response = client.post("/session/begin/", TAPS | taps)
    assert response.status_code == 302, response.content.decode()
    return Session.objects.get(key=response["Location"].split("/")[2])


class Device:
    """Makes the events of one session; its clock counts up."""

    def __init__(self, session: Session, name: str = "e") -> None:
        assert session.document is not None
        self.document: dict[str, Any] = session.document
        self.session, self.name = session, name
        self.made: list[Event] = []
        self._seq = count(1)

    def tap(self, kind: str, **more: Any) -> Event:
        seq = next(self._seq)
        event = {"id": f"{self.name}-{seq}", "seq": seq, "at": f"2026-01-05T07:{seq // 60:02}:{seq % 60:02}Z",
                 "elapsed_s": 0, "type": kind, **more}  # fmt: skip
        self.made.append(event)
        return event

    def whole(self, pain: int | None = 3, effort: int | None = 4, **hurts: Event) -> list[Event]:
        """Every planned item to its end; `hurts`: by exercise, the answer to "it hurts" in its first step."""
        self.tap("start")
        for place in self.document["turns"]:
            entry = self.document["items"][place]
            answer = hurts.get(entry["exercise"])
            if answer:
                self.tap("hurt")
                self.tap("pain", **answer)
                self.tap("resume")
            for step in range(entry["first"], entry["end"]):
                self.tap("step_end", step=step, elapsed_s=self.document["timeline"][step]["seconds"])
        said = {"pain": pain, "effort": effort}
        self.tap("after", **{name: value for name, value in said.items() if value is not None})
        return self.made

    def red(self, place: int = 0, pain: int = 9) -> list[Event]:
        """The session up to a sharp pain in the item of this turn, which the re-check does not stop."""
        self.tap("start")
        for turn in self.document["turns"][:place]:
            entry = self.document["items"][turn]
            for step in range(entry["first"], entry["end"]):
                self.tap("step_end", step=step, elapsed_s=self.document["timeline"][step]["seconds"])
        self.tap("hurt")
        self.tap("pain", where="back", feeling="sharp", pain=pain)
        self.tap("recheck", saddle=False, legweak=False, fever=False, pain=4)
        self.tap("end")
        self.tap("after", pain=4, effort=3)
        return self.made


def send(client: Client, session: Session, events: list[Event]) -> Any:
    """What the server answers to these events."""
    return post(client, session, {"events": events})


def post(client: Client, session: Session, body: object) -> HttpResponse:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(f"/session/{session.key}/events/", text, content_type="application/json")  # type: ignore[return-value]


def done(client: Client, record: Record, **taps: Any) -> Session:
    """A whole session, begun and done."""
    session = begin(client, **taps)
    assert send(client, session, Device(session, session.key.hex[:8]).whole()).status_code == 200
    session.refresh_from_db()
    assert session.person_id == record.pk
    return session


def days_pass(record: Record, days: int) -> None:
    """Everything that a person has told and done lies so many days further back."""
    back = timedelta(days=days)
    for entry in Entry.objects.filter(person=record).order_by("day"):
        entry.day, entry.happened_at = entry.day - back, entry.happened_at - back
        entry.arrived_at -= back
        entry.save()
    for session in Session.objects.filter(person=record):
        session.day, session.begun_at = session.day - back, session.begun_at - back
        if session.document:
            session.document["date"] = session.day.isoformat()
        session.save()
    for answers in Answers.objects.filter(person=record):
        answers.answered_at, answers.answered_on = answers.answered_at - back, answers.answered_on - back
        answers.save()
    Holiday.objects.filter(person=record).update(first=F("first") - back, last=F("last") - back)
    for plan in ShownPlan.objects.filter(person=record):
        plan.start, plan.end = plan.start - back, plan.end - back
        for day in plan.data["days"]:
            day["date"] = (date.fromisoformat(day["date"]) - back).isoformat()
        plan.planned, plan.present = {}, {}
        plan.save()
