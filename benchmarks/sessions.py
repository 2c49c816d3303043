"""Sessions arrive: as many people at once as a street has, each sending the events of one session after the other.

Every request brings a whole session to the server that runs at home, which keeps and replays it in one transaction. The
sessions were begun before; how long that takes is no part of this.
"""

import json
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from django.db import connections
from django.utils import timezone

from benchmarks import home
from benchmarks.load import pinned
from benchmarks.somebody import cookie_of
from supple.core import coach
from supple.core.document import Document
from supple.core.person import moment
from supple.core.record import Record as History
from supple.web.people.models import Record
from supple.web.training.models import Event, Session
from tests.core.sessions import to_the_end, wire
from tests.web.cast import record_of
from tests.web.lives import CONTENT, person_of

PEOPLE, EACH, ROUNDS = 32, 30, 3
EVENTS = 12
TOKEN = "a" * 32  # the cookie and the header only have to say the same
PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class Post:
    """One session to send: where, as whom, what."""

    path: str
    cookie: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Round:
    """Everybody has sent all they had."""

    seconds: float
    took_s: tuple[float, ...]
    errors: tuple[str, ...]  # the answers that did not say that everything is there

    @property
    def rps(self) -> float:
        """Sessions a second."""
        return len(self.took_s) / self.seconds

    def within_s(self, percent: int) -> float:
        """The time in which so many in a hundred had their answer."""
        return sorted(self.took_s)[(len(self.took_s) - 1) * percent // 100]


@dataclass(frozen=True, slots=True)
class Arrived:
    """The rounds, and what the database holds afterwards."""

    rounds: tuple[Round, ...]
    errors: tuple[str, ...]  # of everything that was sent
    sent: int  # events, those that were sent twice counted once
    kept: int
    unended: int  # sessions that have not come to their end


@dataclass(slots=True)
class _Sender:
    """One person's device."""

    posts: Sequence[Post]
    took_s: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def run(self, port: int) -> None:
        """Sends all, each as soon as the one before is answered."""
        if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
            os.sched_setaffinity(0, {1})  # this thread alone; the server has the other core
        line = HTTPConnection(home.HOST, port, timeout=PATIENCE_S)
        for post in self.posts:
            since = time.perf_counter()
            self.errors += _wrong(line, post)
            self.took_s.append(time.perf_counter() - since)
        line.close()


def arrive(folder: Path, people: int = PEOPLE, each: int = EACH, rounds: int = ROUNDS) -> Arrived:
    """So many people at once, each with so many sessions a round; then some of it all once more, as devices do."""
    before, began = Event.objects.count(), Session.objects.filter(mode="ready").count()
    posts, warm_up = _begun(people, each * rounds), _begun(people, 2)
    connections.close_all()  # the server shares the file
    with home.served(folder, pinned(0)) as server:
        first = _send(server.port, warm_up)
        seen = tuple(_send(server.port, [mine[n::rounds] for mine in posts]) for n in range(rounds))
        again = _send(server.port, [mine[::10] for mine in posts])
    errors = tuple(error for one in (first, *seen, again) for error in one.errors)
    sent = EVENTS * sum(map(len, posts + warm_up))
    unended = Session.objects.filter(mode="ready").count() - began
    return Arrived(seen, errors, sent, Event.objects.count() - before, unended)


def _begun(people: int, each: int) -> list[list[Post]]:
    """Sessions that wait for their events: of so many people, each so many of today's."""
    records = [record_of() for _ in range(people)]
    document = _document(records[0])
    body = json.dumps({"events": session_events(document)}).encode()
    now, kept = timezone.now(), document.as_object()
    made = [[Session(person=one, day=now.date(), begun_at=now, rest=document.rest, document=kept) for _ in range(each)]
            for one in records]  # fmt: skip
    Session.objects.bulk_create([session for mine in made for session in mine], batch_size=100)
    return [[Post(f"/session/{session.key}/events/", _cookie(one), body) for session in mine]
            for one, mine in zip(records, made, strict=True)]  # fmt: skip


def _document(record: Record) -> Document:
    """Today's session of somebody who has just begun."""
    who, today = person_of(record), timezone.localdate()
    plan = coach.plan_for(CONTENT, who, today)
    made = coach.start(CONTENT, who, plan, History(first_pain=who.pain), moment(who.wishes, today))
    assert isinstance(made, Document), made
    return made


def session_events(document: Document) -> list[dict[str, Any]]:
    """A session that somebody ends after its first few steps, with how it went."""
    begun = to_the_end(document)[: EVENTS - 2]
    assert len(begun) == EVENTS - 2
    return [*begun, wire(EVENTS - 1, "end"), wire(EVENTS, "after", pain=document.rest, effort=4)]


def _cookie(record: Record) -> str:
    return f"{cookie_of(record)}; supple_csrf={TOKEN}"


def _send(port: int, posts: Sequence[Sequence[Post]]) -> Round:
    """Everybody at once."""
    senders = [_Sender(mine) for mine in posts]
    threads = [threading.Thread(target=one.run, args=[port]) for one in senders]
    since = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - since
    took = tuple(each for one in senders for each in one.took_s)
    return Round(seconds, took, tuple(error for one in senders for error in one.errors))


def _wrong(line: HTTPConnection, post: Post) -> list[str]:
    """What was wrong with the answer; nothing if all is kept there."""
    headers = {"Cookie": post.cookie, "X-CSRFToken": TOKEN, "Content-Type": "application/json"}
    try:
        line.request("POST", post.path, post.body, headers)
        answer = line.getresponse()
        said = answer.read().decode()
    except (OSError, HTTPException) as error:
        line.close()
        return [repr(error)]
    fine = answer.status == 200 and json.loads(said)["have"] == EVENTS
    return [] if fine else [f"{answer.status} {said[:100]}"]
