"""Before, in and after a session: the four taps, the player's page, what was done and what changes by it."""

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from supple.core import coach, limits
from supple.core.content import Content
from supple.core.document import Document
from supple.core.ladder import FLARE
from supple.core.person import Moment, Person, moment
from supple.core.profile import Subject
from supple.core.replay import OVER
from supple.core.session import Nothing
from supple.core.triage import Cleared
from supple.web import films
from supple.web.people.journey import screens
from supple.web.people.who import ClearedRequest, cleared_only, content, person_from, standing
from supple.web.training import beside, documents, hot, recheck, store
from supple.web.training.after import told
from supple.web.training.models import Entry, Session
from supple.web.training.notes import note
from supple.web.training.recheck import Asked
from supple.web.training.shown import on_stage
from supple.web.training.so_far import may_go_on
from supple.web.training.stop_now import numbers
from supple.web.training.views import UnderWay, under_way, warnings

GENTLE, PLANNED = "gentle", "planned"


# --- Before it -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@cleared_only
def begin(request: ClearedRequest) -> HttpResponse:
    """The four taps. A yes stops at once; else a session is made for this moment."""
    now = under_way(request)
    if now.present.restart:
        return nothing(request, coach.AskAgain(now.present.restart))
    if request.method != "POST":
        return _ask(request, now, recheck.NOTHING)
    asked = recheck.read(request.POST, now.person)
    if asked.wrong:
        return _ask(request, now, asked)
    if recheck.stops(request.standing, asked.taps):
        return _stop(request, asked)
    return _begin(request, asked)


def _ask(request: ClearedRequest, now: UnderWay, asked: Asked) -> HttpResponse:
    form = recheck.shown(content(), now.person, asked)
    face = next(iter(now.day.items), None)
    there = {"warning_cards": warnings(now.person), "open": open_session(request), "face": face}
    return render(request, "training/begin.html", {**form, **there}, status=400 if asked.wrong else 200)


def _stop(request: ClearedRequest, asked: Asked) -> HttpResponse:
    with transaction.atomic():
        recheck.keep(standing(request.record), asked.taps)
    return redirect("people:begin")  # and from there to the stop page


def _begin(request: ClearedRequest, asked: Asked) -> HttpResponse:
    """Nothing speaks against it: gentle or as planned, and the limits asked again."""
    answers, outcome = recheck.outcome(request.standing, asked.taps)
    assert isinstance(outcome, Cleared)  # noqa: S101 (looked at in `begin`)
    cleared = person_from(request.standing, answers, outcome)
    how = request.POST.get("how", "")
    if asked.taps.pain >= content().doses.traffic_light.offer_flare_from_rest and how not in (GENTLE, PLANNED):
        return render(request, "training/sore.html", {"hidden": asked.hidden})
    _note(request, cleared, asked.taps.pain, how)
    now, happened = store.look_again(content(), request.standing, cleared, asked.taps.pain)
    if how == GENTLE:
        plan = store.load_plan(now.row.data)
        store.put(now.row, plan, coach.bad_day(content(), now.person, plan, timezone.localdate(), happened))
    at = _moment(now.person, asked)
    document = coach.start(content(), now.person, store.load_plan(now.row.data), happened, at)
    if not isinstance(document, Document):
        return nothing(request, document)
    return redirect("player", _kept(request, document).key)


def _note(request: ClearedRequest, cleared: Person, pain: int, how: str) -> None:
    """A bad day, or a flare that only these answers found, is a fact of its own: others follow from it for days."""
    kinds = [Entry.BAD_DAY] if how == GENTLE else []
    kinds += [Entry.FLARE] if FLARE in cleared.profiles and FLARE not in request.outcome.profiles else []
    for kind in kinds:
        note(request.record, kind, pain)


def _moment(person: Person, asked: Asked) -> Moment:
    at, said = moment(person.wishes, timezone.localdate()), recheck.since_rising_min(content(), person, asked)
    return at if said is None else Moment(at.day, at.place, said)


def nothing(request: ClearedRequest, found: Nothing | coach.AskAgain) -> HttpResponse:
    """The page in place of a session or a self-test: why not now, and what to do about it."""
    page = "training/restart.html" if isinstance(found, coach.AskAgain) else "training/nothing.html"
    return render(request, page, {"text": found.text, "first_screen": next(iter(screens()))})


def _kept(request: ClearedRequest, document: Document) -> Session:
    return Session.objects.create(
        person=request.record, day=timezone.localdate(), begun_at=timezone.now(), rest=document.rest,
        document=document.as_object(),
    )  # fmt: skip


def open_session(request: ClearedRequest) -> Session | None:
    """A session of today that was begun and not ended, the last one first."""
    rows = Session.objects.filter(person=request.record, day=timezone.localdate(), outside=False)
    last = rows.exclude(mode__in=OVER).order_by("-id").defer("document", "result").first()
    return last if last and may_go_on(last.day, last.begun_at) else None


# --- In it -----------------------------------------------------------------------------------------------------------


@gzip_page  # the document is long; nothing of the request stands in this page, so its length tells nothing
@require_safe
@cleared_only
def player(request: ClearedRequest, key: UUID) -> HttpResponse:
    """The player's page: the document, and the events that are here already."""
    session = get_object_or_404(Session, person=request.record, key=key)
    found = hot.find(request.record.pk, key)
    if found is None or session.mode in ("done", "stopped") or not may_go_on(session.day, session.begun_at):
        return redirect("done", key)
    document = documents.document_of(session)
    if not _still_allowed(content(), under_way(request).person, document):
        return redirect("begin")
    known = session.events.order_by("seq", "event_id").values_list("data", flat=True)
    context = {
        "session": session,
        "document": session.document,
        "known": list(known),
        "facts": found.facts,
        "figures": on_stage(document),
        "skin": films.skin(),
        **numbers(request.record),
    }
    return render(request, "training/player.html", context)


def _still_allowed(content: Content, person: Person, document: Document) -> bool:
    """A limit that came since applies at once, also to a session under way. Its hour was looked at when it began."""
    at = Moment(timezone.localdate(), person.wishes.place)
    for item in document.items:
        exercise = content.exercises.get(item.exercise)
        subject = Subject(exercise, item.variant, item.kind) if exercise else None
        found = limits.verdict(content, subject, person, at) if subject else None
        if not isinstance(found, limits.Allowed) or not set(found.caps) <= set(item.caps):
            return False
    return True


# --- After it --------------------------------------------------------------------------------------------------------


@require_safe
@cleared_only
def done(request: ClearedRequest, key: UUID) -> HttpResponse:
    """What was done and what changes by it."""
    session = get_object_or_404(Session, person=request.record, key=key)
    if session.mode not in OVER and may_go_on(session.day, session.begun_at):
        return redirect("player", key)
    now = under_way(request)
    beside_it = {"here": "today", "parts": beside.parts("done", request)}
    return render(request, "training/done.html", beside_it | told(now.content, session, now.present))
