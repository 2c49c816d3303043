"""One file with everything about a person: written by export, read strictly by import.

Other apps add their rows: `register("plans", dump, load, check)` at start, in their AppConfig.ready.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from supple.core import answers as core_answers
from supple.core.errors import InputError
from supple.core.person import many_of, parse_wishes, shown, whole
from supple.core.request import EARLIEST, WISHES, day
from supple.web.people import tones
from supple.web.people.models import Answers, Measure, Record, Wishes
from supple.web.people.who import content, still_known, today

FORMAT, VERSION = "supple-record", 1
MOST_BYTES = 30_000_000  # a session takes up to 40 kB: two years of them
MOST_ROWS = 20_000  # of one kind

Dump = Callable[[Record], object]
Load = Callable[[Record, Any], None]  # raises InputError, and then nothing at all is kept


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of rows in the file."""

    name: str
    dump: Dump
    load: Load


_PARTS: dict[str, Part] = {}


def register(name: str, dump: Dump, load: Load) -> None:
    """Adds one kind of rows to the file. `load` gets what `dump` gave, out of JSON, and must check every bit of it."""
    _PARTS[name] = Part(name, dump, load)


def exported(record: Record) -> dict[str, object]:
    """Everything about a person as one JSON object."""
    head = {"format": FORMAT, "version": VERSION, "content": content().version, "exported_on": today().isoformat()}
    return head | {name: part.dump(record) for name, part in _PARTS.items()}


@transaction.atomic
def imported(text: bytes) -> Record:
    """A new record out of a file. Raises InputError, and then nothing was kept."""
    given = _object(text)
    record = Record.objects.create(created_on=today(), seen_on=today())
    for name, part in _PARTS.items():
        if name in given:
            part.load(record, given[name])
    record.refresh_from_db()
    return record


def _object(text: bytes) -> dict[str, Any]:
    if len(text) > MOST_BYTES:
        raise InputError("file", f"must be at most {MOST_BYTES // 1_000_000} MB")
    try:
        given = json.loads(text.decode("utf-8"))
        # Half a surrogate pair, NaN and 1e999 pass for JSON in Python, but no database keeps them.
        json.dumps(given, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise InputError("file", "is not JSON") from None
    table = table_of("file", given)
    if table.get("format") != FORMAT:
        raise InputError("format", f'must be "{FORMAT}"')
    if table.get("version") != VERSION:
        raise InputError("version", f"must be {VERSION}, not {shown(table.get('version'))}")
    only(table, ("format", "version", "content", "exported_on", *_PARTS), "")
    for name in ("record", "answers"):
        if name not in table:
            raise InputError(name, "is missing")
    return table


def table_of(key: str, value: object) -> dict[str, Any]:
    """An object of the file."""
    if not isinstance(value, dict):
        raise InputError(key, "must be an object")
    return value


def rows(key: str, value: object) -> list[dict[str, Any]]:
    """A list of objects."""
    if not isinstance(value, list) or len(value) > MOST_ROWS:
        raise InputError(key, f"must be a list of at most {MOST_ROWS} objects")
    return [table_of(f"{key}[{n}]", row) for n, row in enumerate(value)]


def only(table: dict[str, Any], allowed: tuple[str, ...], key: str) -> None:
    """No key but these."""
    for name in table:
        if name not in allowed:
            raise InputError(f"{key}{name}", f"unknown key; allowed: {', '.join(allowed)}")


def _text(key: str, value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise InputError(key, f"must be text of at most {most} letters")
    return value


def flag(key: str, value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise InputError(key, "must be true or false")
    return value


def moment(key: str, value: object) -> datetime:
    """A moment that has been."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.year < EARLIEST or found > timezone.now():
        raise InputError(key, "must be a moment in the past such as 2026-01-05T08:30:00+00:00")
    return found


def past(key: str, value: object) -> date:
    """A day up to today."""
    found = day(key, value)
    if found > today():
        raise InputError(key, f"{found} is after today")
    return found


# --- The rows of this app --------------------------------------------------------------------------------------------


def _dump_record(record: Record) -> object:
    return {"created_on": record.created_on.isoformat(), "called": record.called, "country": record.country}


def _load_record(record: Record, value: object) -> None:
    table = table_of("record", value)
    only(table, ("created_on", "called", "country"), "record.")
    record.created_on = past("record.created_on", table.get("created_on"))
    record.called = _text("record.called", table.get("called", ""), 40)
    country = table.get("country", "")
    if country != "" and not (isinstance(country, str) and country in content().emergency.countries):
        raise InputError("record.country", f"{shown(country)} is no country code that is known here")
    record.country = country
    record.save()


_ANSWERS = ("answered_at", "answered_on", "data", "screens", "draft", "mended", "looked")


def _dump_answers(record: Record) -> object:
    rows = Answers.objects.filter(person=record).order_by("id")
    return [
        {"answered_at": one.answered_at.isoformat(), "answered_on": one.answered_on.isoformat(), "data": one.data,
         "screens": one.screens, "draft": one.draft, "mended": one.mended, "looked": one.looked} for one in rows
    ]  # fmt: skip


def _load_answers(record: Record, value: object) -> None:
    made = [_answers_row(record, f"answers[{n}]", row) for n, row in enumerate(rows("answers", value))]
    if sum(row.draft for row in made) > 1:
        raise InputError("answers", "may hold one draft at most")
    Answers.objects.bulk_create(made)


def _answers_row(record: Record, key: str, row: dict[str, Any]) -> Answers:
    only(row, _ANSWERS, f"{key}.")
    try:
        core_answers.parse(row.get("data"), content().answers, today())
    except InputError as error:
        raise InputError(f"{key}.data.{error.key}", error.why) from None
    looked = row.get("looked")
    return Answers(
        person=record,
        answered_at=moment(f"{key}.answered_at", row.get("answered_at")),
        answered_on=past(f"{key}.answered_on", row.get("answered_on")),
        data=row["data"],
        screens=_screens(f"{key}.screens", row.get("screens", {})),
        draft=flag(f"{key}.draft", row.get("draft")),
        mended=flag(f"{key}.mended", row.get("mended", False)),
        looked=None if looked is None else flag(f"{key}.looked", looked),
    )


def _screens(key: str, value: object) -> dict[str, dict[str, list[str]]]:
    """Which rows were ticked on which screen; only the shape is checked, the answers themselves are what counts."""
    for screen, groups in table_of(key, value).items():
        for group, ticks in table_of(f"{key}.{screen}", groups).items():
            if not isinstance(ticks, list) or not all(isinstance(tick, str) for tick in ticks):
                raise InputError(f"{key}.{screen}.{group}", "must be a list of texts")
    return value  # type: ignore[return-value]  # just looked at


def _dump_wishes(record: Record) -> object:
    wishes = Wishes.objects.filter(person=record).first()
    return {"data": wishes.data, "updated_on": wishes.updated_on.isoformat()} if wishes else None


def _load_wishes(record: Record, value: object) -> None:
    if value is None:
        return
    table = table_of("wishes", value)
    only(table, ("data", "updated_on"), "wishes.")
    data = table_of("wishes.data", table.get("data"))
    only(data, ("profiles", tones.KEY, *WISHES), "wishes.data.")
    allowed = tuple(profile.id for profile in content().profiles.values() if profile.ask)
    many_of("wishes.data.profiles", data.get("profiles", []), allowed)
    slugs = tuple(content().exercises)
    parse_wishes({name: still_known(name, data[name], slugs) for name in WISHES if name in data}, slugs)
    if tones.KEY in data:
        tones.read(data[tones.KEY])
    Wishes.objects.create(person=record, data=data, updated_on=past("wishes.updated_on", table.get("updated_on")))


def _dump_measures(record: Record) -> object:
    rows = Measure.objects.filter(person=record).order_by("on", "id")
    return [{"on": one.on.isoformat(), "what": one.what, "name": one.name, "value": one.value} for one in rows]


def _load_measures(record: Record, value: object) -> None:
    made = [_measure(record, f"measures[{n}]", row) for n, row in enumerate(rows("measures", value))]
    if len({(row.on, row.what, row.name) for row in made}) < len(made):
        raise InputError("measures", "holds the same measure of a day twice")
    Measure.objects.bulk_create(made)


def _measure(record: Record, key: str, row: dict[str, Any]) -> Measure:
    only(row, ("on", "what", "name", "value"), f"{key}.")
    if row.get("what") not in (Measure.INTERFERENCE, Measure.ACTIVITY):
        raise InputError(f"{key}.what", f"must be {Measure.INTERFERENCE} or {Measure.ACTIVITY}")
    return Measure(
        person=record, on=past(f"{key}.on", row.get("on")), what=row["what"],
        name=_text(f"{key}.name", row.get("name", ""), 80), value=whole(f"{key}.value", row.get("value"), 0, 10),
    )  # fmt: skip


register("record", _dump_record, _load_record)
register("answers", _dump_answers, _load_answers)
register("wishes", _dump_wishes, _load_wishes)
register("measures", _dump_measures, _load_measures)
