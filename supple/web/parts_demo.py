"""A page with every part in its states, for whoever draws or tests them. In urls.py only when SUPPLE_DEBUG is on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

ICONS = (
    "mat lock phone print hand stairs change swap info tick menu chart exercises close chevron-right chevron-left "
    "chevron-down calendar pause voice clock house arrow"
)


def _rows(name: str, labels: str, ticked: int = -1) -> list[dict[str, object]]:
    return [
        {"name": name, "value": str(n), "label": label, "checked": n == ticked}
        for n, label in enumerate(labels.split("; "))
    ]


def _items() -> list[dict[str, str]]:
    columns = ("name", "minutes", "dose", "why", "mat", "state", "state_text")
    rows = (
        "Lying figure-four|3 min|stretch, each side|You said sitting makes you stiff. This eases the buttock.|ease||",
        "Bridge|2 min|strength, 6 slow lifts|Strength for stairs, which you want back.|strong|now|Now",
        "Cat and cow|2 min|movement, 8 breaths||move|done|Done, 3 minutes",
        "Child’s pose||stretch||ease|not|Not for you now: deep knee bend",
    )
    return [dict(zip(columns, row.split("|"), strict=True)) for row in rows]


def _values() -> dict[str, object]:
    kinds = (("All", ""), ("Stretch", "ease"), ("Strength", "strong"), ("Movement", "move"))
    places = _rows("where", "In my back; Down a leg; Hip or buttock")
    return {
        "here": "today",
        "link_url": "",
        "home_url": "#",
        "chips": [{"url": "#", "label": word, "mat": mat, "here": not mat} for word, mat in kinds],
        "items": _items(),
        "legs": _rows("legs", "Pain, tingling or weakness in both legs together; A leg gives way, or a foot drags"),
        "toilet": _rows("toilet", "Numb or strange feeling between my legs; Leaking, or cannot feel a bowel motion", 0),
        "self": _rows(
            "self", "Fever, shivering or drenching sweats; Chest pain, or short of breath; Lost weight; A fall"
        ),
        "effort": _rows("effort", "Very easy; Easy; Just right; Hard; Very hard", 2),
        "places": [
            *places,
            {"value": "x", "label": "Somewhere else", "note": "Not today: deep knee bend", "off": True},
        ],
        "icons": ICONS.split(),
    }


def parts(request: HttpRequest) -> HttpResponse:
    """Every part but those of the stop page."""
    return render(request, "parts_demo.html", _values() | {"theme": request.GET.get("theme", "")})


def stop(request: HttpRequest) -> HttpResponse:
    """The stop page's own parts."""
    return render(request, "parts_stop_demo.html", {"theme": request.GET.get("theme", "")})


pages = [path("parts/", parts), path("parts/stop/", stop)]
# The same on their own, for the tests: with something at the four words' addresses.
urlpatterns = [*pages, *(path(f"{name}/", parts, name=name) for name in ("today", "progress", "exercises", "more"))]
