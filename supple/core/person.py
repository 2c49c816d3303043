"""The person a plan is for: what was cleared, and what they wish for and have. Parses the wishes strictly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, get_args

from supple.core.errors import InputError
from supple.core.triage import Cleared
from supple.core.words import AcheQuality, AcheSide, AcheWhen, Equipment, Goal, Place

DISLIKED_POSITIONS = ("floor", "kneeling")


@dataclass(frozen=True, slots=True)
class Ache:
    """Where, when and how it aches."""

    side: AcheSide | None = None
    when: tuple[AcheWhen, ...] = ()
    quality: tuple[AcheQuality, ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody has, wants and does not want; times are minutes after midnight."""

    place: Place = "home"
    equipment: tuple[Equipment, ...] = ()
    minutes: int = 10
    goals: tuple[Goal, ...] = ("less_pain",)
    ache: Ache = field(default_factory=Ache)
    dislikes: tuple[str, ...] = ()
    favourites: tuple[str, ...] = ()
    sitting_hours: int = 0
    sex: str | None = None
    rise_time: int | None = None
    session_time: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may train: only a Cleared makes one."""

    cleared: Cleared
    profiles: tuple[str, ...]  # out of triage and ticked, sorted
    age: int
    pain: int  # now, 0-10
    wishes: Wishes = field(default_factory=Wishes)
    tags: tuple[str, ...] = ()  # what the newest self-tests ask a little more for, sorted

    def wishing(self, **changes: Any) -> "Person":
        """The same person with other wishes."""
        return replace(self, wishes=replace(self.wishes, **changes))


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where a session begins; minutes since rising where both times are known."""

    day: date
    place: Place = "home"
    since_rising_min: int | None = None


def moment(wishes: Wishes, day: date) -> Moment:
    """The moment of a day's session."""
    if wishes.rise_time is None or wishes.session_time is None:
        return Moment(day, wishes.place)
    return Moment(day, wishes.place, (wishes.session_time - wishes.rise_time) % (24 * 60))


def parse_wishes(given: Mapping[str, object], slugs: tuple[str, ...]) -> Wishes:
    """Wishes out of a JSON object's keys; whatever is left out takes its default. Raises InputError naming the key."""
    readers: dict[str, Callable[[object], Any]] = {
        "place": lambda v: one_of("place", v, get_args(Place)),
        "equipment": lambda v: many_of("equipment", v, get_args(Equipment)),
        "minutes": lambda v: whole("minutes", v, 3, 60),
        "goals": lambda v: many_of("goals", v, get_args(Goal)) or Wishes().goals,
        "ache": parse_ache,
        "dislikes": lambda v: many_of("dislikes", v, (*slugs, *DISLIKED_POSITIONS)),
        "favourites": lambda v: many_of("favourites", v, slugs),
        "sitting_hours": lambda v: whole("sitting_hours", v, 0, 24),
        "sex": lambda v: one_of("sex", v, ("female", "male")),
        "rise_time": lambda v: clock("rise_time", v),
        "session_time": lambda v: clock("session_time", v),
    }
    return Wishes(**{key: readers[key](value) for key, value in given.items()})


def parse_ache(value: object) -> Ache:
    """Where, when and how it aches, out of a JSON object."""
    if not isinstance(value, Mapping):
        example = '{"side": "both", "when": ["morning"], "quality": ["stiff"]}'
        raise InputError("ache", f"must be an object such as {example}")
    for key in value:
        if key not in ("side", "when", "quality"):
            raise InputError(f"ache.{key}", "unknown key; allowed: side, when, quality")
    side = one_of("ache.side", value["side"], get_args(AcheSide)) if "side" in value else None
    when = many_of("ache.when", value.get("when", []), get_args(AcheWhen))
    return Ache(side, when, many_of("ache.quality", value.get("quality", []), get_args(AcheQuality)))


def one_of(key: str, value: object, allowed: tuple[str, ...]) -> Any:
    """One of the words allowed."""
    if not isinstance(value, str) or value not in allowed:
        raise InputError(key, f"{shown(value)} is not one of: {', '.join(allowed)}")
    return value


def many_of(key: str, value: object, allowed: tuple[str, ...]) -> Any:
    """A list of the words allowed, each kept once, in the order given."""
    if not isinstance(value, list | tuple):
        raise InputError(key, f"must be a list out of: {', '.join(allowed)}")
    return tuple(dict.fromkeys(one_of(f"{key}[{n}]", item, allowed) for n, item in enumerate(value)))


def whole(key: str, value: object, least: int, most: int) -> int:
    """A whole number between two bounds."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InputError(key, f"must be a whole number from {least} to {most}, not {shown(value)}")
    return value


def clock(key: str, value: object) -> int:
    """HH:MM as minutes after midnight."""
    hours, _, minutes = value.partition(":") if isinstance(value, str) else ("", "", "")
    digits = len(hours) == len(minutes) == 2 and (hours + minutes).isascii() and (hours + minutes).isdigit()
    if not digits or int(hours) > 23 or int(minutes) > 59:
        raise InputError(key, f"must be a time such as 07:30, not {shown(value)}")
    return int(hours) * 60 + int(minutes)


def shown(value: object) -> str:
    """A value as it stands in a message, cut short."""
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
