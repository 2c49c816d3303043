"""A whole person as one JSON object: what `supple plan` reads. Every error names the key and what is allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from supple.core.answers import Answers, parse
from supple.core.content import Content
from supple.core.errors import InputError
from supple.core.person import Wishes, many_of, parse_wishes, shown, whole

WISHES = ("place", "equipment", "minutes", "goals", "ache", "dislikes", "favourites", "sitting_hours", "sex",
          "rise_time", "session_time")  # fmt: skip
KEYS = ("answers", "profiles", *WISHES, "start", "days")
EARLIEST = 1900  # the year; a moment of the year 1 has none an hour before it


@dataclass(frozen=True, slots=True)
class Request:
    """What a plan is asked for with."""

    answers: Answers
    profiles: tuple[str, ...]
    wishes: Wishes
    start: date
    days: int


def parse_request(content: Content, given: object, today: date) -> Request:
    """One request out of JSON. Raises InputError."""
    if not isinstance(given, Mapping):
        raise InputError("file", f'must hold an object such as {{"answers": {{...}}}}, not {shown(given)}')
    for key in given:
        if key not in KEYS:
            raise InputError(str(key), f"unknown key; allowed: {', '.join(KEYS)}")
    if "answers" not in given:
        raise InputError("answers", "is missing; it holds the answers of the danger questions")
    start = day("start", given["start"]) if "start" in given else today
    ticked = tuple(profile.id for profile in content.profiles.values() if profile.ask)
    return Request(
        answers=parse(given["answers"], content.answers, start),
        profiles=many_of("profiles", given.get("profiles", []), ticked),
        wishes=parse_wishes({key: given[key] for key in WISHES if key in given}, tuple(content.exercises)),
        start=start,
        days=whole("days", given.get("days", 7), 1, 28),
    )


def day(key: str, value: object) -> date:
    """A date such as 2026-01-05."""
    try:
        found = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        found = None
    # 2026-W45-7 is a date to Python and has ten letters too, but no reader of stored answers takes it.
    if found is None or found.isoformat() != value or not EARLIEST <= found.year <= 9000:
        raise InputError(key, f"must be a date such as 2026-01-05, not {shown(value)}")
    return found
