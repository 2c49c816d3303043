"""The moving figure as static files: one skin for all, and a film for each exercise. `bake` makes them."""

from functools import cache

from django.templatetags.static import static

from supple.core import own
from supple.core.pictures import ROOT

FOLDER, SKIN, END = "films", "skin.bin", ".film"


def skin() -> str:
    """Where the skin is fetched from; nothing where none has been made."""
    return static(f"{FOLDER}/{SKIN}") if SKIN in _made() else ""


def film(exercise: str) -> str:
    """Where the movement of an exercise is fetched from; nothing where none has been made."""
    name = f"{exercise}{END}"
    return static(f"{FOLDER}/{name}") if name in _made() and SKIN in _made() else ""


@cache
def _made() -> frozenset[str]:
    places = (ROOT / FOLDER, *(place for name, place in own.drawn() if name == FOLDER))
    return frozenset(path.name for place in places for path in place.glob("*"))
