"""The figure's skin and hair: somebody's own choice, kept with their wishes, else one of all by chance that stays."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from supple.core.errors import InputError
from supple.core.person import one_of
from supple.web.people import journey
from supple.web.people.models import Record
from supple.web.people.who import PersonRequest, not_yet, with_record

KEY = "tone"
TONES = {  # each has its colours in static/css/tokens.css
    "fair": _("fair, chestnut hair"),
    "sand": _("light, dark hair"),
    "amber": _("light brown, dark hair"),
    "walnut": _("brown, black hair"),
    "umber": _("dark brown, black hair"),
    "silver": _("light, grey hair"),
    "pewter": _("brown, grey hair"),
}


def tone_of(record: Record, wishes: dict[str, Any]) -> str:
    """The chosen tone, or the one that falls to this person, the same every time."""
    chosen = wishes.get(KEY)
    return chosen if chosen in TONES else tuple(TONES)[record.pk.int % len(TONES)]


def read(value: object) -> str:
    """A tone out of a file. Raises InputError."""
    return str(one_of(KEY, value, tuple(TONES)))


def shown(request: HttpRequest) -> dict[str, str]:
    """For every template: the tone of whoever is here; nobody has the one that the tokens begin with."""
    at = getattr(request, "standing", None)
    return {"tone": tone_of(at.record, at.wishes)} if at else {}


@require_http_methods(["GET", "HEAD", "POST"])
@with_record
def choose(request: PersonRequest) -> HttpResponse:
    """One of the tones, shown as small figures."""
    elsewhere = not_yet(request)
    if elsewhere is not None:
        return elsewhere
    if request.method == "POST":
        try:
            journey.keep_wishes(request.standing, {KEY: read(request.POST.get(KEY))}, (KEY,))
        except InputError:
            return redirect("people:tone")
        return redirect("more")
    mine = tone_of(request.record, request.standing.wishes)
    rows = [{"value": key, "label": words, "checked": key == mine} for key, words in TONES.items()]
    return render(request, "people/tone.html", {"here": "more", "rows": rows})
