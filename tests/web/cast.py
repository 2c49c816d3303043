"""The cast of the site's tests: somebody with a record on this device, cleared or stopped."""

from typing import Any

from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from supple.web.people import cookies
from supple.web.people.models import Answers, Record, Wishes
from tests.people import clear_answers

WISHES: dict[str, Any] = {
    "profiles": [],
    "place": "home",
    "equipment": [],
    "minutes": 10,
    "goals": ["less_stiff"],
    "ache": {"side": "both", "when": ["sitting"], "quality": ["stiff"]},
}
STOPPING: dict[str, dict[str, Any]] = {
    "L0": {"saddle": "new"},
    "L1": {"fever": "yes"},
    "L2": {"constant": "yes"},
}
THINNERS: dict[str, Any] = {"thinners": "yes", "onset_days": 10, "pain": 5}  # from a pain of 8 on: a look today


def record_of(wishes: dict[str, Any] | None = None, **answers: Any) -> Record:
    """A record whose first visit is done."""
    today = timezone.localdate()
    record = Record.objects.create(created_on=today, seen_on=today)
    Answers.objects.create(
        person=record,
        answered_at=timezone.now(),
        answered_on=today,
        data=clear_answers(**answers),
        draft=False,
        screens={},
    )
    Wishes.objects.create(person=record, data=WISHES | (wishes or {}), updated_on=today)
    return record


def here(record: Record) -> Client:
    """A browser in which this record is in use."""
    client, response = Client(), HttpResponse()
    cookies.enter(RequestFactory().get("/"), response, record.pk)
    client.cookies.update(response.cookies)
    return client
