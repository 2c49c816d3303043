"""The diary in one tap each: the morning after, a painkiller, heat, a session without the app, days off."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from supple.core.machine import Recheck
from supple.web.people.models import Record
from supple.web.people.reading import between, missing, whole
from supple.web.people.who import ClearedRequest, cleared_only, standing, today
from supple.web.training import recheck
from supple.web.training.happened import without_the_app
from supple.web.training.models import Entry, Holiday, Session
from supple.web.training.present import stale
from supple.web.training.views import under_way

NOTES = (Entry.PAINKILLER, Entry.HEAT)
TWICE = timedelta(minutes=1)  # the same note again so soon is the same tap
LONGEST = timedelta(days=92)
FARTHEST = timedelta(days=366)
DAY = timedelta(days=1)


@require_POST
@cleared_only
def outside(request: ClearedRequest) -> HttpResponse:
    """I did it without the app: today's items as planned, once a day."""
    day, items = today(), under_way(request).day.items
    with transaction.atomic():
        if not Session.objects.filter(person=request.record, day=day, outside=True).exists():
            result = without_the_app(items)
            Session.objects.create(person=request.record, day=day, begun_at=timezone.now(), outside=True, mode="done",
                                   result=result)  # fmt: skip
            stale(request.record)
    return _noted()


@require_POST
@cleared_only
def morning(request: ClearedRequest) -> HttpResponse:
    """How the back is this morning; the last answer of a morning counts. "Not now" is kept and asks no more today."""
    pain, text = None, request.POST.get("pain", "")
    if not request.POST.get("later"):
        pain = whole(text, 0, 10)
        if pain is None:
            wrong = between(0, 10) if text else missing()
            return render(request, "training/morning.html", {"here": "today", "wrong": wrong}, status=400)
    answer_morning(request.record, pain)
    if pain is not None and _stopped(request, pain):
        return redirect("people:begin")  # and from there to the stop page
    return redirect("today") if pain is None else _noted()


@transaction.atomic
def _stopped(request: ClearedRequest, pain: int) -> bool:
    """Whether so much pain stops somebody beside what they said before, as it does before a session; it is kept."""
    at, taps = standing(request.record), Recheck(saddle=False, legweak=False, fever=False, pain=pain)
    found = recheck.stops(at, taps)
    if found:
        recheck.keep(at, taps)
    return found


@transaction.atomic
def answer_morning(record: Record, pain: int | None) -> None:
    """Keeps the answer of this morning; waving it away never takes back what was said."""
    now = timezone.now()
    said: dict[str, Any] = {"happened_at": now, "arrived_at": now, "pain": pain}
    _row, new = Entry.objects.get_or_create(person=record, kind=Entry.MORNING, day=today(), defaults=said)
    if not new and pain is not None:
        Entry.objects.filter(person=record, kind=Entry.MORNING, day=today()).update(**said)
    stale(record)


@require_POST
@cleared_only
def note(request: ClearedRequest) -> HttpResponse:
    """A painkiller, or heat."""
    kind = request.POST.get("kind", "")
    if kind not in NOTES:
        wrong = _("Please choose one of these.")
        return render(request, "training/note.html", {"here": "today", "wrong": wrong}, status=400)
    now, person = timezone.now(), request.record
    with transaction.atomic():
        if not Entry.objects.filter(person=person, kind=kind, happened_at__gt=now - TWICE).exists():
            Entry.objects.create(person=person, kind=kind, day=today(), happened_at=now, arrived_at=now)
            stale(person)
    return _noted()


@require_http_methods(["GET", "HEAD", "POST"])
@cleared_only
def holiday(request: ClearedRequest) -> HttpResponse:
    """Days off: the first and the last one, or their end today."""
    if request.POST.get("end"):
        end_today(request.record)
        return redirect("today")
    if request.method != "POST":
        return holiday_page(request, {"first": today().isoformat(), "last": ""}, {})
    days, wrong = read_days(request.POST, request.record, None)
    if wrong:
        return holiday_page(request, {name: request.POST.get(name, "")[:10] for name in ("first", "last")}, wrong)
    Holiday.objects.create(person=request.record, first=days["first"], last=days["last"])
    stale(request.record)
    return redirect("today" if days["first"] <= today() <= days["last"] else "holiday")


def holiday_page(request: ClearedRequest, days: dict[str, str], wrong: dict[str, str]) -> HttpResponse:
    """The form, and the holidays that are not over."""
    coming = Holiday.objects.filter(person=request.record, last__gte=today()).order_by("first")
    context = {"here": "today", "days": days, "wrong": wrong, "coming": coming, "now": today()}
    return render(request, "training/holiday.html", context, status=400 if wrong else 200)


@transaction.atomic
def end_today(record: Record) -> None:
    """Whatever holiday today lies in ended yesterday; one that begins today is none."""
    now = Holiday.objects.filter(person=record, first__lte=today(), last__gte=today())
    now.filter(first=today()).delete()
    now.update(last=today() - DAY)
    stale(record)


def read_days(post: QueryDict, record: Record, mending: Holiday | None) -> tuple[dict[str, date], dict[str, str]]:
    """The first and the last day, or what is wrong with them. `mending`: the row that these days take the place of."""
    days: dict[str, date] = {}
    wrong: dict[str, str] = {}
    for name in ("first", "last"):
        try:
            days[name] = date.fromisoformat(post.get(name, "").strip())
        except ValueError:
            wrong[name] = _("Please give a day such as 2026-12-24.")
    if not wrong:
        wrong = _wrong_days(days["first"], days["last"])
    if not wrong:
        others = Holiday.objects.filter(person=record, first__lte=days["last"], last__gte=days["first"])
        if (others.exclude(pk=mending.pk) if mending else others).exists():
            wrong = {"first": _("There is a holiday on these days already.")}
    return days, wrong


def _wrong_days(first: date, last: date) -> dict[str, str]:
    if abs(first - today()) > FARTHEST:
        return {"first": _("Please give a day within a year from today.")}
    if last < first:
        return {"last": _("The last day comes before the first.")}
    if last - first >= LONGEST:
        return {"last": _("Please give three months at most.")}
    return {}


def _noted() -> HttpResponse:
    """Back to Today, which says that it is kept; the address does not say what."""
    return redirect(f"{reverse('today')}?noted=yes#diary")
