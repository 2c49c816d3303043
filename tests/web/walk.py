"""What a person sends from the pages of the first visit, whatever the screens hold."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from supple.core.content import load
from supple.core.screens import Screen

QUESTIONS = load().red_flags.questions
SCREENS = {screen.id: screen for screen in QUESTIONS.screens}
FIRST, *_, LAST = SCREENS
NUMBERS = {
    "age": "40", "onset_days": "4", "onset_days.unit": "weeks", "trauma": "none", "pain": "3", "can_walk": "yes",
    "bed_days": "0", "falls": "0", "systolic": "", "diastolic": "",
}  # fmt: skip
PRACTICAL = {"minutes": "10", "place": "home"}


def sent(screen: Screen, *keys: str, **more: str) -> dict[str, Any]:
    """A danger screen with the rows of these keys ticked, everything else well."""
    ticked = {
        group.id: [str(n) for n, tick in enumerate(group.ticks) if tick.answer in keys] or ["none"]
        for group in screen.groups
    }
    numbers = {name: value for name, value in NUMBERS.items() if name.split(".")[0] in screen.keys}
    return ticked | numbers | more


def screen_of(key: str) -> str:
    """The screen that asks this key."""
    return next(screen.id for screen in SCREENS.values() if key in screen.keys)


def danger(client: Client, *keys: str, **more: str) -> HttpResponse:
    """All danger screens, one by one, until one leads elsewhere; the last answer."""
    response = None
    for slug, screen in SCREENS.items():
        asked = {name: value for name, value in more.items() if name.split(".")[0] in screen.keys}
        response = client.post(f"/begin/{slug}/", sent(screen, *keys, **asked))
        assert response.status_code == 302, response.content.decode()
        if response["Location"] == "/stop/":
            break
    assert response is not None
    return response  # type: ignore[return-value]


def whole_visit(client: Client) -> None:
    """Everything up to Today by somebody well."""
    danger(client)
    client.post("/begin/conditions/", {"conditions": "none"})
    client.post("/begin/ache/", {"side": "left", "when": ["sitting"], "goals": ["less_pain"]})
    client.post("/begin/practical/", PRACTICAL)
    client.post("/begin/activities/", {})
