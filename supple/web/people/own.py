"""The pages after the danger questions: conditions, ache and goals, what is at hand, own activities.

The same pages serve the first visit and, one by one, a later change in My data.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from supple.core.errors import InputError
from supple.core.person import clock
from supple.web.people import activities, journey, phrases, visit
from supple.web.people.reading import Read, between, both, missing, missing_group, whole
from supple.web.people.sheets import NONE, Ask, Option, Row, Sheet, Shown
from supple.web.people.stop import stop_page
from supple.web.people.who import PersonRequest, content, with_record

HIPS = ("hip_repl_posterior", "hip_repl_anterior", "hip_repl_lateral")
HIP_UNSURE = "hip_unsure"
MINUTES = (3, 10, 20)
LEAST_MIN, MOST_MIN = 3, 60


@require_http_methods(["GET", "HEAD", "POST"])
@with_record
def own(request: PersonRequest, slug: str, changing: bool = False) -> HttpResponse:
    """One of these pages; `changing`: out of My data, and back there."""
    if slug not in journey.OWN:
        raise Http404
    at = request.standing
    if at.stopped:
        return stop_page(request)
    if at.answers is None or at.draft is not None:
        return redirect("people:begin")
    if request.method != "POST":
        return _page(request, slug, changing, Shown(_FILL[slug](request), {}, {}))
    read = _READ[slug](request.POST)
    if read.wrong:
        return _page(request, slug, changing, read.shown)
    _KEEP[slug](request, read)
    return redirect("people:my_data") if changing else _next(request, slug)


def _next(request: PersonRequest, slug: str) -> HttpResponse:
    place = journey.OWN.index(slug) + 1
    if place < len(journey.OWN):
        return redirect("people:step", journey.OWN[place])
    return redirect(visit.TODAY) if request.record.code_hash else redirect("people:code")


def _page(request: PersonRequest, slug: str, changing: bool, shown: Shown) -> HttpResponse:
    context = {"changing": changing, **_SHOW[slug](shown)}
    return visit.page(request, f"people/{slug}.html", slug, request.standing, shown, context)


# --- Conditions -----------------------------------------------------------------------------------------------------


def _fill_conditions(request: PersonRequest) -> dict[str, Any]:
    return {"profiles": request.standing.wishes.get("profiles")}


def _read_conditions(post: QueryDict) -> Read:
    allowed = {*condition_words(), NONE}
    ticks = [tick for tick in post.getlist("conditions") if tick in allowed]
    ticked = [tick for tick in ticks if tick != NONE]
    read = Read(ticks={"conditions": ticks})
    if not ticks:
        read.wrong["conditions"] = missing_group()
    elif NONE in ticks and ticked:
        read.wrong["conditions"] = both()
    hips = HIPS if HIP_UNSURE in ticked else ()
    read.values["profiles"] = list(dict.fromkeys([tick for tick in ticked if tick != HIP_UNSURE] + list(hips)))
    return read


def _show_conditions(shown: Shown) -> dict[str, Any]:
    ticks = shown.ticks.get("conditions")
    if ticks is None:
        profiles = shown.values.get("profiles")
        ticks = [] if profiles is None else profiles or [NONE]
    rows = tuple(Row(key, words, key in ticks) for key, words in condition_words().items())
    wrong = shown.wrong.get("conditions", "")
    return {"sheet": Sheet("conditions", _("Conditions"), rows, NONE in ticks, wrong, _("Not sure? Tick it."))}


def condition_words() -> dict[str, str]:
    """The rows of "any of these?"; after the hip replacements one for whoever does not know which."""
    words: dict[str, str] = {}
    for profile in content().profiles.values():
        if profile.ask:
            words[profile.id] = profile.ask
        if profile.id == HIPS[-1]:
            words[HIP_UNSURE] = _("Hip replacement, not sure how it was done")
    return words


def _keep_conditions(request: PersonRequest, read: Read) -> None:
    journey.keep_wishes(request.standing, read.values, ("profiles",))


# --- Where it aches, and what for ------------------------------------------------------------------------------------


def _fill_wishes(request: PersonRequest) -> dict[str, Any]:
    return dict(request.standing.wishes)


def _read_ache(post: QueryDict) -> Read:
    ache: dict[str, Any] = {
        "when": _some(post, "when", phrases.when()),
        "quality": _some(post, "quality", phrases.quality()),
    }
    if post.get("side") in phrases.side():
        ache["side"] = post["side"]
    return Read({"ache": ache, "goals": _some(post, "goals", phrases.goals())})


def _some(post: QueryDict, name: str, allowed: Mapping[str, str]) -> list[str]:
    return [value for value in dict.fromkeys(post.getlist(name)) if value in allowed]


def _show_ache(shown: Shown) -> dict[str, Any]:
    ache = shown.values.get("ache") or {}
    return {"asks": [
        _choose("side", _("Where does it ache?"), phrases.side(), ache.get("side")),
        _chips("when", _("When is it worst?"), phrases.when(), ache.get("when", [])),
        _chips("quality", _("How does it feel?"), phrases.quality(), ache.get("quality", [])),
        _chips("goals", _("What would you like back?"), phrases.goals(), shown.values.get("goals", [])),
    ]}  # fmt: skip


def _keep_ache(request: PersonRequest, read: Read) -> None:
    journey.keep_wishes(request.standing, read.values, ("ache", "goals"))


# --- Minutes, place, things at hand ----------------------------------------------------------------------------------

_PRACTICAL = ("minutes", "place", "equipment", "sitting_hours", "dislikes", "sex", "rise_time", "session_time")


def _read_practical(post: QueryDict) -> Read:
    read = Read()
    _read_minutes(post, read)
    read.values["place"] = post.get("place") if post.get("place") in phrases.place() else "home"
    read.values["equipment"] = _some(post, "equipment", content().words.equipment)
    read.values["dislikes"] = _some(post, "dislikes", phrases.dislikes())
    _read_hours(post, read)
    if post.get("sex") in phrases.sex():
        read.values["sex"] = post["sex"]
    for key in ("rise_time", "session_time"):
        _read_clock(key, post, read)
    return read


def _read_minutes(post: QueryDict, read: Read) -> None:
    other = post.get("other_minutes", "").strip()
    chosen = post.get("minutes", "")
    minutes = whole(other or chosen, LEAST_MIN, MOST_MIN)
    read.typed |= {"other_minutes": other, "minutes": whole(chosen, LEAST_MIN, MOST_MIN)}
    if other and chosen:
        read.wrong["minutes"] = _("Please choose one of these or give another number, not both.")
    elif minutes is None:
        read.wrong["minutes"] = between(LEAST_MIN, MOST_MIN) if other else missing()
    else:
        read.values["minutes"] = minutes
        del read.typed["minutes"]


def _read_hours(post: QueryDict, read: Read) -> None:
    text = post.get("sitting_hours", "").strip()
    hours = whole(text, 0, 24)
    if text and hours is None:
        read.typed["sitting_hours"] = text
        read.wrong["sitting_hours"] = between(0, 24)
    elif hours is not None:
        read.values["sitting_hours"] = hours


def _read_clock(key: str, post: QueryDict, read: Read) -> None:
    text = post.get(key, "").strip()[:5]
    if not text:
        return
    try:
        clock(key, text)
    except InputError:
        read.typed[key] = text
        read.wrong[key] = _("Please give a time such as 07:30.")
    else:
        read.values[key] = text


def _show_practical(shown: Shown) -> dict[str, Any]:
    values, wrong = shown.values, shown.wrong
    minutes = values.get("minutes")
    other = values.get("other_minutes", minutes if minutes and minutes not in MINUTES else "")
    some = {str(n): _("%(n)d minutes") % {"n": n} for n in MINUTES}
    return {
        "minutes": _choose("minutes", _("How many minutes a day?"), some, str(minutes)),
        "other": Ask("other_minutes", _("Another number of minutes"), "number", other, wrong=wrong.get("minutes", "")),
        "place": _choose("place", _("Where will you do it?"), phrases.place(), values.get("place", "home")),
        "equipment": _chips("equipment", _("Which of these do you have?"), phrases.equipment(),
                            values.get("equipment", [])),
        "hours": Ask("sitting_hours", _("Hours you sit on most days"), "number", values.get("sitting_hours"),
                     wrong=wrong.get("sitting_hours", "")),
        "dislikes": _chips("dislikes", _("Anything you would rather not do?"), phrases.dislikes(),
                           values.get("dislikes", [])),
        "times": [Ask(key, words, "time", values.get(key), wrong=wrong.get(key, ""))
                  for key, words in phrases.times().items()],
        "sex": _choose("sex", _("Sex, if it matters to you"), phrases.sex(), values.get("sex")),
        "open": any(values.get(key) for key in ("rise_time", "session_time", "sex")) or bool(wrong),
    }  # fmt: skip


def _keep_practical(request: PersonRequest, read: Read) -> None:
    """Positions are asked for here; exercises that were left out on their own pages stay out."""
    others = [one for one in request.standing.wishes.get("dislikes", []) if one not in phrases.dislikes()]
    journey.keep_wishes(request.standing, read.values | {"dislikes": [*read.values["dislikes"], *others]}, _PRACTICAL)


def _choose(name: str, words: str, options: Mapping[str, str], chosen: object) -> Ask:
    return Ask(name, words, "choice", options=tuple(Option(key, said, key == chosen) for key, said in options.items()))


def _chips(name: str, words: str, options: Mapping[str, str], chosen: list[str]) -> Ask:
    return Ask(name, words, "chips", options=tuple(Option(key, said, key in chosen) for key, said in options.items()))


_FILL: Mapping[str, Callable[[PersonRequest], dict[str, Any]]] = {
    journey.CONDITIONS: _fill_conditions,
    journey.ACHE: _fill_wishes,
    journey.PRACTICAL: _fill_wishes,
    journey.ACTIVITIES: activities.fill,
}
_READ: Mapping[str, Callable[[QueryDict], Read]] = {
    journey.CONDITIONS: _read_conditions,
    journey.ACHE: _read_ache,
    journey.PRACTICAL: _read_practical,
    journey.ACTIVITIES: activities.read,
}
_SHOW: Mapping[str, Callable[[Shown], dict[str, Any]]] = {
    journey.CONDITIONS: _show_conditions,
    journey.ACHE: _show_ache,
    journey.PRACTICAL: _show_practical,
    journey.ACTIVITIES: activities.show,
}
_KEEP: Mapping[str, Callable[[PersonRequest, Read], None]] = {
    journey.CONDITIONS: _keep_conditions,
    journey.ACHE: _keep_ache,
    journey.PRACTICAL: _keep_practical,
    journey.ACTIVITIES: activities.keep,
}
