"""What happened, out of the rows into the core's Record: the one place that knows both."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Max

from supple.core import record as core
from supple.core import score
from supple.core.errors import InputError
from supple.core.plan import Item
from supple.core.record import Given, ItemRecord, SessionRecord
from supple.web.people.models import Answers, Measure, Record
from supple.web.people.who import content
from supple.web.training.models import Entry, Event, Holiday, Session

_SESSION = ("key", "day", "begun_at", "rest", "outside", "corrected", "result")


def record_of(record: Record) -> core.Record:
    """Everything that happened to a person, in six queries."""
    rows = Answers.objects.filter(person=record, draft=False).order_by("id")
    every = list(rows.values_list("answered_at", "answered_on", "data__pain", "mended"))
    # A set of the same moment as another is that one with a sign added to it: see measures/door.py.
    answers = list({at: (on, pain) for at, on, pain, mended in every if pain is not None and not mended}.values())
    entries = list(Entry.objects.filter(person=record).order_by("happened_at", "id"))
    return core.Record(
        first_pain=next((pain for _on, pain in answers), 0),
        answered=max((at for at, *_ in every), default=None),
        sessions=tuple(_sessions(record)),
        mornings=tuple(core.Morning(one.day, one.pain, one.happened_at, one.arrived_at)
                       for one in entries if one.kind == Entry.MORNING and one.pain is not None),
        notes=tuple(core.Note(one.kind, one.happened_at, one.arrived_at, one.pain)
                    for one in entries if one.kind != Entry.MORNING),
        readings=(*_pains(answers), *_measures(record)),
        pauses=tuple(core.Pause(one.first, one.last) for one in Holiday.objects.filter(person=record).order_by("id")),
        tested=tuple(_tested(record)),
    )  # fmt: skip


def newest(record: Record) -> datetime | None:
    """When something was told last: an answer, a session or anything in it, a morning, a note."""
    times = ((Answers, "answered_at"), (Session, "begun_at"), (Event, "arrived_at"), (Entry, "arrived_at"),
             (Entry, "happened_at"))  # fmt: skip
    found = [model.objects.filter(person=record).aggregate(at=Max(name))["at"] for model, name in times]
    return max((at for at in found if at is not None), default=None)


def session_record(row: Mapping[str, Any]) -> SessionRecord:
    """One session out of its columns, with what was corrected by hand."""
    result, corrected = row["result"], row["corrected"]
    arrived = result.get("arrived")
    return SessionRecord(
        id=row["key"].hex,
        day=row["day"],
        happened=row["begun_at"],
        arrived=datetime.fromisoformat(arrived) if arrived else row["begun_at"],
        rest=corrected.get("rest", row["rest"]),
        items=tuple(_item(one) for one in result.get("items", ())),
        pain=corrected.get("pain", result.get("pain")),
        effort=corrected.get("effort", result.get("effort")),
        early=result.get("early", False),
        stopped=result.get("stopped", False),
        outside=row["outside"],
    )


def columns(session: Session) -> dict[str, Any]:
    """The columns that `session_record` reads, of a row that is already here."""
    return {name: getattr(session, name) for name in _SESSION}


def result_of(found: SessionRecord) -> dict[str, Any]:
    """What a session came to, as it is kept beside its events."""
    return {
        "arrived": found.arrived.isoformat(),
        "items": [asdict(item) for item in found.items],
        "pain": found.pain,
        "effort": found.effort,
        "early": found.early,
        "stopped": found.stopped,
    }


def without_the_app(items: Iterable[Item]) -> dict[str, Any]:
    """What a day of the plan comes to when it was done without the app: all of it as planned, no colours."""
    done = [
        {"exercise": one.exercise, "kind": one.kind, "given": {"form": one.form, **asdict(one.dose)}, "rung": None,
         "done": True, "colour": None, "seconds": [one.seconds, 0, 0]} for one in items
    ]  # fmt: skip
    return {"items": done}


def _sessions(record: Record) -> Iterator[SessionRecord]:
    rows = Session.objects.filter(person=record).order_by("begun_at", "id")
    return (session_record(row) for row in rows.values(*_SESSION))


def _tested(record: Record) -> Iterator[core.Tested]:
    rows = record.results.filter(kind="self_test").order_by("at", "id")
    known = content().self_tests
    for what, at, values in rows.values_list("what", "at", "values"):
        if what in known:
            with suppress(InputError):  # its file has changed since, so that these values fit no more
                yield core.Tested(what, at, score.parse(known[what], values))


def _item(given: Mapping[str, Any]) -> ItemRecord:
    rung = given["rung"]
    made = {"given": Given(**given["given"]), "rung": Given(**rung) if rung else None}
    return ItemRecord(**{**given, **made, "seconds": tuple(given["seconds"])})


def _pains(answers: list[Any]) -> Iterator[core.Reading]:
    """The pain of every later set of answers; the first one stands by itself."""
    return (core.Reading("pain", on, pain) for on, pain in dict(answers[1:]).items())


def _measures(record: Record) -> Iterator[core.Reading]:
    for one in Measure.objects.filter(person=record).order_by("on", "id"):
        what = one.what if one.what == Measure.INTERFERENCE else f"{one.what}:{one.name}"
        yield core.Reading(what, one.on, one.value)
