"""All that happened, to read and to mend. Somebody who is stopped reads it too, and then it names no exercise."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import wraps
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from supple.core.record import SessionRecord
from supple.core.triage import Cleared
from supple.web.people.models import Record
from supple.web.people.reading import between, missing, whole
from supple.web.people.who import PersonRequest, content, with_record
from supple.web.training import diary
from supple.web.training.happened import columns, session_record
from supple.web.training.models import Entry, Holiday, Session
from supple.web.training.present import stale
from supple.web.training.shown import minutes

A_PAGE, A_FEW = 40, 5  # rows of the diary, and of My data
SAID = ("rest", "pain", "effort")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    day: date
    at: datetime
    what: str
    more: tuple[str, ...]
    url: str


@require_safe
@with_record
def all_of_it(request: PersonRequest) -> HttpResponse:
    """Everything by its date, the newest first, a page at a time."""
    before = _day(request.GET.get("before", ""))
    lines = _lines(request, before, A_PAGE + 1)
    shown, more = lines[:A_PAGE], len(lines) > A_PAGE
    if more:  # a day is never cut in two, unless it fills the page by itself
        shown = [one for one in shown if one.day != lines[A_PAGE].day] or shown
    context = {"lines": shown, "before": shown[-1].day if more else None, "first_page": before is None}
    return render(request, "training/diary.html", _around(request) | context)


def summary(request: PersonRequest) -> dict[str, Any]:
    """The newest of it, for My data."""
    return {"lines": _lines(request, None, A_FEW)}


def _lines(request: PersonRequest, before: date | None, most: int) -> list[Line]:
    person, names = request.record, _may_see(request)
    day = {"day__lt": before} if before else {}
    sessions = Session.objects.filter(person=person, **day).defer("document").order_by("-day", "-begun_at")[:most]
    entries = Entry.objects.filter(person=person, **day).exclude(kind=Entry.MORNING, pain=None)
    holidays = Holiday.objects.filter(person=person, **({"first__lt": before} if before else {})).order_by("-first")
    lines = [
        *(_session(one, names) for one in sessions),
        *(_entry(one) for one in entries.order_by("-day", "-happened_at")[:most]),
        *(_holiday(one) for one in holidays[:most]),
    ]
    return sorted(lines, key=lambda one: (one.day, one.at), reverse=True)[:most]


def _may_see(request: PersonRequest) -> bool:
    """Whether exercises may be named: only to somebody whom the danger questions release."""
    return isinstance(request.standing.outcome, Cleared) and request.standing.draft is None


def _around(request: PersonRequest) -> dict[str, Any]:
    """The menu, for those who have one."""
    return {"here": "more" if _may_see(request) else "", "stopped": request.standing.stopped}


# ---- each kind in words ----


def _session(row: Session, names: bool) -> Line:
    found = session_record(columns(row))
    url = reverse("mend_session", args=[row.key])
    return Line(row.day, row.begun_at, _title(found), tuple(_told(found, names)), url)


def _title(found: SessionRecord) -> str:
    if found.outside:
        return _("A session without the app")
    if not found.active:
        return _("A session that was opened, and nothing done")
    n = minutes(sum(sum(item.seconds) for item in found.items))
    return ngettext("A session, %(n)d minute of exercise", "A session, %(n)d minutes of exercise", n) % {"n": n}


def _told(found: SessionRecord, names: bool) -> Iterator[str]:
    known = content().exercises
    if names:
        done = [known[item.exercise].name for item in found.items if item.exercise in known and any(item.seconds)]
        yield from [_("Done: %(what)s") % {"what": ", ".join(done)}] if done else []
    said = {_("pain before"): found.rest, _("pain after"): found.pain, _("effort"): found.effort}
    yield ", ".join(f"{words} {value}" for words, value in said.items() if value is not None)
    yield _("Stopped early, which counts.") if found.early and not found.stopped else ""


def _entry(row: Entry) -> Line:
    words = {
        Entry.MORNING: _("The morning: pain %(pain)s"), Entry.BAD_DAY: _("A bad day: pain %(pain)s"),
        Entry.PAINKILLER: _("A painkiller"), Entry.HEAT: _("Heat"),
        Entry.FLARE: _("Much sorer than usual, from the first questions"),
    }  # fmt: skip
    what = words[row.kind] % {"pain": "–" if row.pain is None else row.pain}
    return Line(row.day, row.happened_at, what, (), reverse("mend_entry", args=[row.pk]))


def _holiday(row: Holiday) -> Line:
    morning = datetime.combine(row.first, time(), timezone.get_current_timezone())
    return Line(row.first, morning, _("Holiday until %(last)s") % {"last": f"{row.last.day} {row.last:%B}"}, (),
                reverse("mend_holiday", args=[row.pk]))  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# ---- mending ----


def mendable(kind: type[Model], key: str) -> Callable[..., Any]:
    """Hands the view the person's own row; whatever is changed or removed, the plan follows."""

    def found(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @with_record
        @wraps(view)
        def mended(request: PersonRequest, **kwargs: UUID | int) -> HttpResponse:
            row = kind._default_manager.filter(**{"person": request.record, key: kwargs[key]}).first()
            if row is None:
                raise Http404
            if request.method == "POST" and request.POST.get("remove"):
                row.delete()
                return _back(request.record)
            return view(request, row)

        return mended

    return found


def _back(record: Record) -> HttpResponse:
    stale(record)
    return redirect("diary")


@mendable(Session, "key")
def mend_session(request: PersonRequest, row: Session) -> HttpResponse:
    """Pain before, pain after, effort; or it was somebody else's."""
    found = session_record(columns(row))
    values: dict[str, Any] = {name: getattr(found, name) for name in SAID if name != "rest" or not row.outside}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        for name in values:
            text = request.POST.get(name, "")
            value = whole(text, 0, 10)
            if value is not None:
                values[name] = value
            elif text:
                wrong[name] = between(0, 10)
        if not wrong:
            first = {"rest": row.rest, "pain": row.result.get("pain"), "effort": row.result.get("effort")}
            row.corrected = {name: value for name, value in values.items() if value != first[name]}
            row.save(update_fields=["corrected"])
            return _back(request.record)
    asks = [(name, words, values[name], wrong.get(name, "")) for name, words in _asked().items() if name in values]
    line = _session(row, _may_see(request))
    return _page(request, "training/mend_session.html", {"line": line, "asks": asks}, wrong)


def _asked() -> dict[str, str]:
    return {"rest": _("Pain before it"), "pain": _("Pain right after it"), "effort": _("How hard it was")}


@mendable(Entry, "pk")
def mend_entry(request: PersonRequest, row: Entry) -> HttpResponse:
    """The number of a morning or a bad day; a painkiller that was heat."""
    scaled, chosen = row.kind in (Entry.MORNING, Entry.BAD_DAY), row.kind in diary.NOTES
    wrong: dict[str, str] = {}
    if request.method == "POST":
        text, kind = request.POST.get("pain", ""), request.POST.get("kind", "")
        pain = whole(text, 0, 10)
        if scaled and pain is None:
            wrong["pain"] = between(0, 10) if text else missing()
        elif chosen and kind not in diary.NOTES:
            wrong["kind"] = _("Please choose one of these.")
        else:
            row.pain, row.kind = (pain if scaled else row.pain), (kind if chosen else row.kind)
            row.save(update_fields=["pain", "kind"])
            return _back(request.record)
    kinds = [{"value": one, "label": words, "checked": one == row.kind}
             for one, words in ((Entry.PAINKILLER, _("A painkiller")), (Entry.HEAT, _("Heat")))]  # fmt: skip
    context = {"line": _entry(row), "scaled": scaled, "chosen": chosen, "pain": row.pain, "kinds": kinds}
    return _page(request, "training/mend_entry.html", context, wrong)


@mendable(Holiday, "pk")
def mend_holiday(request: PersonRequest, row: Holiday) -> HttpResponse:
    """Other days."""
    days, wrong = {"first": row.first.isoformat(), "last": row.last.isoformat()}, dict[str, str]()
    if request.method == "POST":
        given, wrong = diary.read_days(request.POST, request.record, row)
        if not wrong:
            row.first, row.last = given["first"], given["last"]
            row.save(update_fields=["first", "last"])
            return _back(request.record)
        days = {name: request.POST.get(name, "")[:10] for name in days}
    return _page(request, "training/mend_holiday.html", {"line": _holiday(row), "days": days}, wrong)


def _page(request: PersonRequest, template: str, context: dict[str, Any], wrong: dict[str, str]) -> HttpResponse:
    told = _around(request) | context | {"wrong": wrong}
    return render(request, template, told, status=400 if wrong else 200)
