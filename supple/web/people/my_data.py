"""My data: read it, correct it, take it along, bring it back, erase it for good."""

import json
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from supple.core.errors import InputError
from supple.web import backup
from supple.web.people import cookies, journey, phrases, portable
from supple.web.people.clinician import block
from supple.web.people.models import Answers, Measure, Record
from supple.web.people.own import condition_words
from supple.web.people.reading import words_of
from supple.web.people.sheets import Option
from supple.web.people.visit import TODAY
from supple.web.people.who import PersonRequest, Standing, content, with_record
from supple.web.sqlite.base import DatabaseWrapper

CALLED_LENGTH = 40
MORE_THAN_ANY_FILE = portable.MOST_BYTES + 1
_PARTS: dict[str, Callable[[PersonRequest], dict[str, Any]]] = {}


def register(template: str, told: Callable[[PersonRequest], dict[str, Any]]) -> None:
    """Adds what another app keeps: its template, which gets as `told` what the function gives. It must name no
    exercise to somebody who is stopped."""
    _PARTS[template] = told


@require_safe
@with_record
def my_data(request: PersonRequest) -> HttpResponse:
    """Everything that is kept, in plain words. Somebody who is stopped reads it too: it names no exercise."""
    return _page(request)


def _page(request: PersonRequest, wrong: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    at = request.standing
    sets = list(Answers.objects.filter(person=at.record).order_by("-id"))
    names = {code: row.name for code, row in content().emergency.countries.items()}
    context = {
        "record": at.record,
        "stopped": at.stopped,
        "first_screen": next(iter(journey.screens())),
        "clearances": at.answers.data.get("clearances", []) if at.answers else [],
        "answers": block(at),
        "earlier": [one for one in sets if at.answers is None or one.pk != at.answers.pk],
        "wishes": wishes_in_words(at),
        "measures": Measure.objects.filter(person=at.record).order_by("-on", "id")[:30],
        "countries": [
            Option(code, name, code == at.record.country) for code, name in sorted(names.items(), key=_by_name)
        ],
        "wrong": wrong or {},
        "parts": [(template, told(request)) for template, told in _PARTS.items()],
        "here": "" if at.stopped else "more",
    }
    return render(request, "people/my_data.html", context, status=status)


def _by_name(item: tuple[str, str]) -> str:
    return item[1]


def wishes_in_words(at: Standing) -> list[dict[str, Any]]:
    """The pages after the danger questions: title, address, and what was said there."""
    if not at.visited:
        return []
    data, ache = at.wishes, at.wishes.get("ache", {})
    conditions = condition_words()
    pages = (
        (journey.CONDITIONS, _("Conditions"), [conditions[key] for key in data["profiles"] if key in conditions]),
        (journey.ACHE, _("Your ache, and what you want back"), [
            *_words([ache["side"]] if "side" in ache else [], phrases.side()),
            *_words(ache.get("when", []), phrases.when()),
            *_words(ache.get("quality", []), phrases.quality()), *_words(data.get("goals", []), phrases.goals())]),
        (journey.PRACTICAL, _("Time, place and things at hand"), _practical(data)),
    )  # fmt: skip
    return [{"slug": slug, "title": title, "said": said} for slug, title, said in pages]


def _practical(data: dict[str, Any]) -> list[str]:
    said = [_("%(n)d minutes a day") % {"n": data["minutes"]}, *_words([data.get("place", "home")], phrases.place())]
    said += _words(data.get("equipment", []), phrases.equipment())
    if "sitting_hours" in data:
        said.append(_("Sitting: %(n)d hours on most days") % {"n": data["sitting_hours"]})
    disliked = _words(data.get("dislikes", []), phrases.dislikes())
    said += [_("Rather not: %(what)s") % {"what": words} for words in disliked]
    said += [f"{words} {data[key]}" for key, words in phrases.times().items() if key in data]
    return said + _words([data["sex"]] if "sex" in data else [], phrases.sex())


def _words(keys: list[str], table: dict[str, str]) -> list[str]:
    return [table[key] for key in keys if key in table]


@require_POST
@with_record
def called(request: PersonRequest) -> HttpResponse:
    """What somebody is called on this device."""
    name = words_of(request.POST.get("called", ""))
    if len(name) > CALLED_LENGTH:
        return _page(request, {"called": _("Please use at most %(n)d letters.") % {"n": CALLED_LENGTH}}, 400)
    request.record.called = name
    request.record.save(update_fields=["called"])
    return redirect("people:my_data")


@require_safe
@with_record
def export(request: PersonRequest) -> HttpResponse:
    """Everything as one file."""
    text = json.dumps(portable.exported(request.record), ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="supple-{request.record.seen_on}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def bring(request: HttpRequest) -> HttpResponse:
    """A file from another device becomes a record of its own here; whatever is here already stays as it is."""
    wrong, file = "", request.FILES.get("file")
    if request.method == "POST":
        try:
            record = portable.imported(file.read(MORE_THAN_ANY_FILE) if file else b"")
        except InputError as error:
            wrong = _unreadable(error) if file else _("Please choose a file.")
        else:
            response = redirect(TODAY)
            cookies.hand_over(request)
            cookies.enter(request, response, record.pk)
            return response
    return render(request, "people/import.html", {"wrong": wrong}, status=400 if wrong else 200)


def _unreadable(error: InputError) -> str:
    return _("This file cannot be used (%(what)s); nothing was changed.") % {"what": error}


@require_http_methods(["GET", "HEAD", "POST"])
@with_record
def erase(request: PersonRequest) -> HttpResponse:
    """Erased for good, in two steps: this page says what will be gone, and its button does it."""
    wrong = ""
    if request.method == "POST":
        if request.POST.get("sure") == "yes":
            return _erased(request)
        wrong = _("Please tick that you mean it.")
    keys = request.record.sessions.values_list("key", flat=True)  # what a device keeps of these goes with them
    return render(
        request,
        "people/erase.html",
        {"wrong": wrong, "stopped": request.standing.stopped, "keys": keys},
        status=400 if wrong else 200,
    )


def _tables() -> dict[str, str]:
    """Every table about people, and its column that says about whom."""
    rows = [(one.field.model, one.field.column) for one in Record._meta.related_objects]
    return {model._meta.db_table: column for model, column in rows} | {Record._meta.db_table: "id"}


def _fold() -> None:
    """At home what was erased stands in SQLite's log until that is folded in; a larger database sees to it itself."""
    if connection.vendor == "sqlite":
        cast(DatabaseWrapper, connection).fold()


def _erased(request: PersonRequest) -> HttpResponse:
    gone = request.record.pk
    request.record.delete()
    transaction.on_commit(_fold)
    backup.forget(settings.DATA_DIR, _tables(), gone.hex)
    cookies.hand_over(request)
    response = HttpResponse(status=302, headers={"Location": "/?gone"})
    cookies.keep_only(request, response, tuple(one for one in cookies.known(request) if one != gone))
    cookies.leave(response)
    return response
