"""How often each page asks the database: every address of the site, opened by somebody cleared with a plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from supple.core.content import load
from supple.web.people import journey
from supple.web.people.models import Record
from supple.web.training.models import Entry, Holiday, Session, ShownPlan
from tests.web.cast import here, record_of
from tests.web.played import begin, done


@dataclass(frozen=True, slots=True)
class Asked:
    """One address: the answer's status and the queries it took."""

    view: str
    path: str
    status: int
    queries: int


def over_the_site() -> list[Asked]:
    """Every address that answers to GET."""
    record = record_of()
    client = here(record)
    client.defaults["SERVER_NAME"] = "localhost"
    client.get(reverse("today"))  # makes the plan, which is then kept
    over, open_now = done(client, record), begin(client)
    client.get(reverse("today"))  # looks again at what happened
    asked = [_ask(client, view, path) for view, path in paths(_values(record) | _kept(record, over, open_now))]
    return [one for one in asked if one.status != HTTPStatus.METHOD_NOT_ALLOWED]


def most(asked: Iterable[Asked]) -> dict[str, Asked]:
    """Of each view the address that asked the most."""
    worst: dict[str, Asked] = {}
    for one in asked:
        if one.view not in worst or one.queries > worst[one.view].queries:
            worst[one.view] = one
    return worst


def paths(values: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """(view, address) of the whole site; `values` of an argument go by the view's name, else by the argument's own."""
    for view, arguments in _views(get_resolver().url_patterns, ""):
        if not arguments:
            yield view, reverse(view)
            continue
        given = values.get(view, values.get(arguments[0]))
        if given is None or len(arguments) > 1:
            raise KeyError(f"{view} takes {arguments}: name values for it in benchmarks/queries.py")
        yield from ((view, reverse(view, args=[value])) for value in given)


def _views(patterns: Iterable[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _views(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}", tuple(one.pattern.regex.groupindex)


def _values(record: Record) -> dict[str, tuple[str, ...]]:
    """What the addresses with an argument are opened with."""
    today = timezone.localdate().isoformat()
    plan = ShownPlan.objects.get(person=record)
    planned = tuple(item["exercise"] for day in plan.data["days"] if day["date"] == today for item in day["items"])
    return {
        "people:step": (*journey.screens(), journey.MORE, *journey.OWN),
        "people:change": journey.OWN,
        "exercise": tuple(load().exercises),
        "slug": planned,
        "swap": planned,
        "change": ("bad-day",),
    }


def _kept(record: Record, over: Session, open_now: Session) -> dict[str, tuple[str, ...]]:
    """A session that is over, one that is not, a note and a holiday long ago."""
    today = timezone.localdate()
    note = Entry.objects.create(
        person=record, kind=Entry.HEAT, day=today, happened_at=timezone.now(), arrived_at=timezone.now()
    )
    holiday = Holiday.objects.create(person=record, first=today - timedelta(days=90), last=today - timedelta(days=80))
    return {"key": (str(over.key),), "player": (str(open_now.key),), "mend_entry": (str(note.pk),),
            "mend_holiday": (str(holiday.pk),)}  # fmt: skip


def _ask(client: Client, view: str, path: str) -> Asked:
    with CaptureQueriesContext(connection) as captured:
        status = client.get(path).status_code
    return Asked(view, path, status, len(captured))
