"""The first visit: the danger questions, screen by screen. Nothing is kept before the first screen is sent."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from supple.core.triage import Incomplete
from supple.web.people import cookies, journey, sheets, stop
from supple.web.people.models import Answers, Record
from supple.web.people.reading import Read, missing, read_asks, read_field, read_screen
from supple.web.people.sheets import Shown
from supple.web.people.who import PersonRequest, Standing, standing, standing_of, today, with_record

TODAY = "/today/"


@require_safe
@never_cache
def first(request: HttpRequest) -> HttpResponse:
    """The first page; whoever is known goes on to theirs."""
    gone = "gone" in request.GET
    if not gone and cookies.unasked(request):
        return redirect("people:who")
    if not gone and standing_of(request) is not None:
        return redirect(TODAY)
    return render(request, "people/first.html", {"gone": gone})


@require_safe
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Wherever the visit stands."""
    at = standing_of(request)
    if at is None and cookies.unasked(request):
        return redirect("people:who")
    if at is None:
        return redirect("people:step", next(iter(journey.screens())))
    return on(at)


def on(at: Standing) -> HttpResponse:
    """To the page that a visit goes on with."""
    if at.stopped and at.draft is None:
        return redirect("people:stop")
    slug = journey.next_page(at)
    if slug is None:
        return redirect(TODAY)
    return redirect("people:again") if slug == journey.AGAIN else redirect("people:step", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """One danger screen, or the follow-up screen."""
    if slug not in (*journey.screens(), journey.MORE):
        raise Http404
    at = standing_of(request)
    if at is not None and at.stopped and at.draft is None:
        return redirect("people:stop")
    if (at is None and cookies.unasked(request)) or not journey.reachable(slug, at):
        return redirect("people:begin")
    return _more(request, at) if at is not None and slug == journey.MORE else _danger(request, slug, at)


def _danger(request: HttpRequest, slug: str, at: Standing | None) -> HttpResponse:
    screen = journey.screens()[slug]
    if request.method != "POST":
        return _danger_page(request, slug, at, journey.filled(screen, at))
    before = at.draft or at.answers if at else None
    read = read_screen(screen, journey.questions().answers, request.POST, before.data if before else {})
    if read.wrong:
        return _danger_page(request, slug, at, read.shown)
    return _sent(request, at, lambda draft: journey.keep(draft, screen, read))


def _sent(request: HttpRequest, at: Standing | None, keep: Any) -> HttpResponse:
    """A page that was answered in full: kept, judged, and on to the next. A newcomer's record begins here."""
    with transaction.atomic():  # nobody else writes now; what another page sent meanwhile counts, a stop above all
        at = standing(at.record) if at else None
        if at is not None and at.stopped and at.draft is None:
            return redirect("people:stop")
        record = at.record if at else Record.objects.create(created_on=today(), seen_on=today())
        draft = journey.open_draft(record, at)
        keep(draft)
        slug = journey.go_on(draft, at.answers if at else None)
    response = redirect("people:step", slug) if slug else on(standing(record))
    if at is None:
        cookies.enter(request, response, record.pk)
    return response


def _danger_page(request: HttpRequest, slug: str, at: Standing | None, shown: Shown) -> HttpResponse:
    screen, known = journey.screens()[slug], journey.questions().answers
    context = {
        "screen": screen,
        "sheets": sheets.sheets(screen, known, shown),
        "fields": [sheets.field(one, known[one.answer], shown) for one in screen.fields],
        "promise": _("No account. Your answers stay here.") if at is None else "",
    }
    return page(request, "people/danger.html", slug, at, shown, context)


def _more(request: HttpRequest, at: Standing) -> HttpResponse:
    current = at.draft or at.answers
    assert current is not None  # noqa: S101 (not reachable otherwise)
    asked = journey.questions().follow_ups(current.data)
    if not asked:
        return redirect("people:begin")
    if request.method != "POST":
        answered = current.data if journey.MORE in current.screens else _own_answers(current, asked)
        return _more_page(request, at, asked, Shown(answered, {}, {}))
    read = read_asks(asked, journey.questions(), request.POST, current.data)
    opened = journey.questions().follow_ups({**current.data, **read.values})
    if not set(opened) <= set(asked):  # an answer on this page asks for one more
        asked = tuple(key for key in journey.questions().answers if key in asked or key in opened)
        read = read_asks(asked, journey.questions(), request.POST, current.data)
    if read.wrong:
        return _more_page(request, at, asked, read.shown)
    return _sent(request, at, lambda draft: journey.keep_more(draft, read, asked))


def _own_answers(current: Answers, asked: tuple[str, ...]) -> dict[str, Any]:
    """Follow-up answers given before; what a tick stored for the meantime is not yet anybody's answer."""
    ticks = {key for screen in journey.questions().screens for key in screen.keys}
    return {key: value for key, value in current.data.items() if key in asked and key not in ticks}


def _more_page(request: HttpRequest, at: Standing, asked: tuple[str, ...], shown: Shown) -> HttpResponse:
    asks = [sheets.ask(journey.questions().answers[key], shown) for key in asked]
    context = {"title": journey.questions().follow_up.title, "asks": asks}
    return page(request, "people/more.html", journey.MORE, at, shown, context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_record
def again(request: PersonRequest) -> HttpResponse:
    """Some time has passed: every length of time is asked once more, and whatever is unanswered."""
    at = request.standing
    if at.stopped:
        return stop.stop_page(request)
    if at.answers is None or journey.next_page(at) != journey.AGAIN or not isinstance(at.outcome, Incomplete):
        return redirect("people:begin")
    asked = _timely(at.answers, at.outcome.unanswered)
    if request.method != "POST":
        return _again_page(request, asked, Shown({}, {}, {}))
    read = read_again(asked, request, at.answers)
    if read.wrong:
        return _again_page(request, asked, read.shown)
    return _sent(request, at, lambda draft: _keep_again(draft, at.answers, read))


def _timely(answers: Answers, unanswered: tuple[str, ...]) -> tuple[str, ...]:
    asked = journey.lengths_of_time(answers) | set(unanswered)
    return tuple(key for key in journey.questions().answers if key in asked)


def read_again(asked: tuple[str, ...], request: HttpRequest, answers: Answers) -> Read:
    """The same questions as before, each needed."""
    fields = journey.fields()
    read = read_asks([key for key in asked if key not in fields], journey.questions(), request.POST, answers.data)
    for key in asked:
        if key in fields:
            read_field(fields[key], journey.questions().answers[key], request.POST, read)
        elif key not in read.values and key not in read.wrong:
            read.wrong[key] = missing()
    return read


def _keep_again(draft: Answers, earlier: Answers | None, read: Read) -> None:
    assert earlier is not None  # noqa: S101 (asked again means answered before)
    draft.data = {**journey.aged(earlier), **read.values}
    draft.screens = journey.done(earlier) | {journey.MORE: {}}
    journey.save(draft)


def _again_page(request: PersonRequest, asked: tuple[str, ...], shown: Shown) -> HttpResponse:
    known, fields = journey.questions().answers, journey.fields()
    asks = [sheets.field(fields[key], known[key], shown) if key in fields else sheets.ask(known[key], shown)
            for key in asked]  # fmt: skip
    context = {"title": _("Some time has passed"), "asks": asks,
               "lead": _("A few answers count in days and weeks. Please give them as they are now.")}  # fmt: skip
    return page(request, "people/more.html", journey.AGAIN, request.standing, shown, context)


def page(
    request: HttpRequest, template: str, slug: str, at: Standing | None, shown: Shown, context: dict[str, Any]
) -> HttpResponse:
    """A page of the visit: with its step, the way back, and how many answers are missing."""
    step_n, steps = journey.step_of(slug, at)
    context |= {"step_n": step_n, "steps": steps, "back": journey.before(slug, at)}
    context |= {"wrong": len(shown.wrong), "wrong_at": next(iter(shown.wrong), "")}
    return render(request, template, context, status=400 if shown.wrong else 200)
