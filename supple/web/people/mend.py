"""The ways on from a stop page, all of them by answers, and what was answered before is kept in every case:
"I ticked something by mistake" at once; after a day (L0, L1), or with a clinician's word (L2), the questions again.
"""

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from supple.core.errors import InputError
from supple.core.request import day
from supple.core.screens import Field, Group
from supple.web.people import journey, sheets
from supple.web.people.models import Answers
from supple.web.people.reading import Read, missing, read_asks, read_field, read_group, words_of
from supple.web.people.sheets import Ask, Option, Shown
from supple.web.people.stop import head, may_answer_again, outcome_of_stop, reasons, stopped_only
from supple.web.people.who import PersonRequest, Standing, content, standing, today

CLEARANCE_COUNTS = timedelta(days=365)
BY_LENGTH = 80


# --- "I ticked something by mistake" ---------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@stopped_only
def mistake(request: PersonRequest) -> HttpResponse:
    """The groups behind the stop, asked again in full; the number stays on the screen, both sets are kept."""
    if request.standing.begun:  # what is being answered now comes first: a mended set would take its place
        return redirect("people:begin")
    keys = _behind(request.standing)
    if request.method != "POST":
        return _mistake_page(request, keys, Shown({}, {}, {}))
    read = _read_mistake(request, keys)
    if read.wrong:
        return _mistake_page(request, keys, read.shown)
    _mend(request.standing, keys, read)
    return redirect("people:begin" if not standing(request.record).stopped else "people:stop")


def _behind(at: Standing) -> tuple[str, ...]:
    """The keys of the answers that made the stopping rules fire, in the order of the vocabulary."""
    because = {key for one in reasons(outcome_of_stop(at)) for key in one.because}
    # A number derived from others is nobody's answer; what hangs on a tick is asked again with that tick.
    known = journey.questions().answers
    with_ticks = because | {known[key].asked_with for key in because if key in known and known[key].asked_with}
    return tuple(key for key in known if key in with_ticks)


def _asked_again(keys: tuple[str, ...]) -> tuple[list[Group], list[Field], list[str]]:
    """The groups and fields that hold these keys, and the keys that only a follow-up asks."""
    screens = journey.questions().screens
    groups = [group for screen in screens for group in screen.groups if set(group.keys) & set(keys)]
    fields = [one for screen in screens for one in screen.fields if one.answer in keys]
    placed = {key for group in groups for key in group.keys} | {one.answer for one in fields}
    known = journey.questions().answers
    return groups, fields, [key for key in keys if key not in placed and known[key].asked_with is None]


def _read_mistake(request: HttpRequest, keys: tuple[str, ...]) -> Read:
    groups, fields, later = _asked_again(keys)
    known = journey.questions().answers
    read = read_asks(later, journey.questions(), request.POST, {})
    for group in groups:
        read_group(group, known, request.POST, {}, read)
    for one in fields:
        read_field(one, known[one.answer], request.POST, read)
    read.wrong |= {key: missing() for key in later if key not in read.values and key not in read.wrong}
    return read


def _mistake_page(request: PersonRequest, keys: tuple[str, ...], shown: Shown) -> HttpResponse:
    groups, fields, later = _asked_again(keys)
    known = journey.questions().answers
    hint = journey.questions().screens[0].hint
    context = {
        **head(request.standing),
        "sheets": [sheets.sheet(group, known, shown, hint) for group in groups],
        "asks": [sheets.field(one, known[one.answer], shown) for one in fields]
        + [sheets.ask(known[key], shown) for key in later],
    }
    return render(request, "people/mistake.html", context, status=400 if shown.wrong else 200)


@transaction.atomic
def _mend(at: Standing, keys: tuple[str, ...], read: Read) -> None:
    """A new set beside the old one, which is kept and marked; follow-ups are looked at again."""
    old = at.answers
    assert old is not None  # noqa: S101 (stopped by answers)
    new = at.draft or Answers(person=at.record)
    new.looked = None
    asked = {*keys, *read.values, *(key for group in _asked_again(keys)[0] for key in group.keys)}
    still = journey.without_time(old)  # lengths of time of another day are asked again, with their screens
    new.data = {key: value for key, value in still.items() if key not in asked} | read.values
    gone = set(old.data) - set(still) - asked
    whole = {screen.id for screen in journey.questions().screens if not gone & set(screen.keys)}
    new.screens = {slug: ticks for slug, ticks in journey.done(old).items() if slug in whole}
    for group in _asked_again(keys)[0]:
        for screen in journey.questions().screens:
            if group in screen.groups and screen.id in new.screens:
                new.screens[screen.id] = new.screens[screen.id] | {group.id: read.ticks[group.id]}
    old.mended = True
    old.save(update_fields=["mended"])
    journey.save(new)
    journey.go_on(new, old)


# --- A day later, or with a clinician's word -------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@stopped_only
def again(request: PersonRequest) -> HttpResponse:
    """After a day: has a clinician looked? Then the questions can be answered again."""
    if outcome_of_stop(request.standing).level == "L2":
        return _worse(request)
    if not may_answer_again(request.standing):
        return redirect("people:stop")
    looked = request.POST.get("looked")
    if looked == "yes":
        return _open(request, looked=True)
    wrong = {"looked": missing()} if request.method == "POST" and looked != "no" else {}
    options = (Option("yes", _("Yes")), Option("no", _("Not yet"), looked == "no"))
    words = _("Has a clinician looked at it since?")
    ask = Ask("looked", words, "choice", options=options, wrong=wrong.get("looked", ""))
    context = {**head(request.standing), "ask": ask, "not_yet": looked == "no"}
    return render(request, "people/stop_again.html", context, status=400 if wrong else 200)


def _worse(request: PersonRequest) -> HttpResponse:
    """Worse or new while a check is waited for: all questions again, but only a clinician lifts what was said."""
    if request.method == "POST":
        return _open(request, looked=False)
    return render(request, "people/stop_worse.html", head(request.standing))


def _open(request: PersonRequest, looked: bool) -> HttpResponse:
    with transaction.atomic():
        draft = standing(request.record).draft or Answers(person=request.record)
        draft.looked = looked
        journey.save(draft)
    return redirect("people:begin")


@require_http_methods(["GET", "HEAD", "POST"])
@stopped_only
def clearance(request: PersonRequest) -> HttpResponse:
    """ "A clinician has cleared this": who and when, kept as an answer; then the rules are asked again."""
    at = request.standing
    if outcome_of_stop(at).level != "L2":
        return redirect("people:stop")
    if at.begun:
        return redirect("people:begin")
    rules = [content().red_flags.rules[one.rule].text for one in reasons(outcome_of_stop(at))]
    wrong = _wrong_clearance(request) if request.method == "POST" else {}
    if request.method == "POST" and not wrong:
        _clear(at, [rule.id for rule in rules], words_of(request.POST["by"]), request.POST["date"].strip())
        return redirect("people:begin")
    asks = (
        Ask("by", _("Who looked at it?"), "text", request.POST.get("by", ""), wrong=wrong.get("by", ""),
            hint=_("For example “my doctor” or “physiotherapist”.")),
        Ask("date", _("On which day?"), "date", request.POST.get("date", ""), wrong=wrong.get("date", "")),
    )  # fmt: skip
    context = {**head(at), "asks": asks, "rules": [rule.advice["L2"] for rule in rules]}
    return render(request, "people/clearance.html", context, status=400 if wrong else 200)


def _wrong_clearance(request: HttpRequest) -> dict[str, str]:
    by, wrong = words_of(request.POST.get("by", "")), {}
    if not by:
        wrong["by"] = _("Please say who looked at it.")
    elif len(by) > BY_LENGTH:
        wrong["by"] = _("Please use at most %(n)d letters.") % {"n": BY_LENGTH}
    try:
        on = day("date", request.POST.get("date", "").strip())
    except InputError:
        return wrong | {"date": _("Please give a date such as 2026-11-01.")}
    if on > today():
        wrong["date"] = _("That day is still to come. Please give the day of the visit.")
    elif today() - on >= CLEARANCE_COUNTS:
        wrong["date"] = _("That is more than a year ago. Please have it looked at again.")
    return wrong


def _clear(at: Standing, rules: list[str], by: str, on: str) -> None:
    """The same answers with the clinician's word; their day stays, because their lengths of time count from it."""
    old = at.answers
    assert old is not None  # noqa: S101 (stopped by answers)
    word = [{"rule": rule, "date": on, "by": by} for rule in rules]
    kept = [one for one in old.data.get("clearances", []) if one["rule"] not in rules]
    Answers.objects.filter(person=at.record, draft=True).delete()
    Answers.objects.create(
        person=at.record, answered_at=timezone.now(), answered_on=old.answered_on, screens=old.screens,
        data={**old.data, "clearances": kept + word}, draft=False, looked=True,
    )  # fmt: skip
