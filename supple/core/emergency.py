"""Whom to ring: the shape of emergency.toml, and what may be shown in which country.

The rules live here, not in the pages: a number without an opened source, a crisis line on hold, or another country's
line cannot leave this module by way of `numbers_for`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from supple.core.errors import ContentError
from supple.core.reader import build, toml
from supple.core.words import Level

FILE = "emergency.toml"
MEMORY = "em_m"  # the source of whatever nobody has looked up yet
HEALTH_LINE_LEVELS: tuple[Level, ...] = ("L1", "L2")  # at L0 a line for advice would only delay the ambulance
RECHECK_AFTER = timedelta(days=366)  # twelve months, a leap day included

# As dialled inside the country. No "+": a short code with a country prefix reaches nobody.
_DIALLED = re.compile(r"[*#]?[0-9]+( [0-9]+)*")


@dataclass(frozen=True, slots=True)
class Number:
    """One emergency number as printed; with `ambulance` that word is printed beside it, `hint` in any case."""

    number: str
    ambulance: bool = False
    hint: str | None = None

    @property
    def tel(self) -> str:
        """What a `tel:` link dials."""
        return _tel(self.number)


@dataclass(frozen=True, slots=True)
class HealthLine:
    """A line for advice that can wait; not `verified`: kept for the next check, never shown."""

    name: str
    number: str
    verified: bool
    sources: tuple[str, ...]
    hint: str | None = None

    @property
    def tel(self) -> str:
        """What a `tel:` link dials."""
        return _tel(self.number)


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """A line for somebody who thinks of ending their life. No `hours`: unknown. Not `free`: not known to be free."""

    name: str
    numbers: tuple[str, ...]
    state: Literal["show", "hold"]
    sources: tuple[str, ...]
    hours: str | None = None
    hint: str | None = None
    free: bool = False

    @property
    def tels(self) -> tuple[str, ...]:
        """What the `tel:` links dial, in the order of `numbers`."""
        return tuple(map(_tel, self.numbers))


@dataclass(frozen=True, slots=True)
class Country:
    """One country's row; `sources` stand for the emergency numbers, each line has its own."""

    name: str
    emergency: tuple[Number, ...]
    sources: tuple[str, ...]
    checked: str  # ISO date on which the whole row was looked at
    health: tuple[HealthLine, ...] = ()
    crisis: tuple[CrisisLine, ...] = ()
    note: str | None = None  # for whoever checks next, not for display

    def recheck_due(self, today: date) -> bool:
        """Whether the row was last looked at more than twelve months before `today`."""
        return today - date.fromisoformat(self.checked) > RECHECK_AFTER


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a page may show, top to bottom; `country` is None where it is unknown."""

    country: str | None
    emergency: tuple[Number, ...]
    everywhere: tuple[Number, ...]
    everywhere_text: str
    crisis: tuple[CrisisLine, ...] = ()
    health: tuple[HealthLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Emergency:
    """All of emergency.toml; `everywhere` are the numbers that most mobile phones pass on, wherever they are."""

    everywhere: tuple[Number, ...]
    everywhere_text: str
    sources: dict[str, str]
    countries: dict[str, Country] = field(default_factory=dict)

    def numbers_for(self, country: str | None, level: Level = "L0") -> Numbers:
        """The numbers for an ISO country code at a level. Never raises: an unknown code gets those of everywhere."""
        code = (country or "").strip().upper()
        row = self.countries.get(code)
        if row is None:
            return Numbers(None, (), self.everywhere, self.everywhere_text)
        crisis = tuple(line for line in row.crisis if line.state == "show")
        health = tuple(line for line in row.health if line.verified) if level in HEALTH_LINE_LEVELS else ()
        return Numbers(code, row.emergency, self.everywhere, self.everywhere_text, crisis, health)


def read_emergency(root: Path) -> Emergency:
    """emergency.toml with every number, date and source looked at. Raises ContentError."""
    emergency = build(Emergency, toml(root / FILE, root), FILE)
    _check_numbers("everywhere", [number.number for number in emergency.everywhere])
    for code, country in emergency.countries.items():
        if not re.fullmatch(r"[A-Z]{2}", code):
            raise ContentError(FILE, f"countries.{code}", "must be an ISO code of two capital letters")
        _check_country(f"countries.{code}", country, emergency.sources)
    return emergency


def _check_country(key: str, country: Country, sources: dict[str, str]) -> None:
    _check_date(f"{key}.checked", country.checked)
    _check_numbers(f"{key}.emergency", [number.number for number in country.emergency])
    for place, names in _cited(key, country):
        _check_sources(f"{place}.sources", names, sources)
    if MEMORY in country.sources:
        raise ContentError(FILE, f"{key}.sources", "an emergency number from memory is refused")
    for n, health in enumerate(country.health):
        _check_numbers(f"{key}.health[{n}].number", [health.number])
        if health.verified and MEMORY in health.sources:
            raise ContentError(FILE, f"{key}.health[{n}].verified", "a line from memory is not verified")
    for n, crisis in enumerate(country.crisis):
        _check_numbers(f"{key}.crisis[{n}].numbers", crisis.numbers)
        if crisis.state == "show" and MEMORY in crisis.sources:
            raise ContentError(FILE, f"{key}.crisis[{n}].state", "a line from memory is on hold")


def _cited(key: str, country: Country) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield key, country.sources
    yield from ((f"{key}.health[{n}]", line.sources) for n, line in enumerate(country.health))
    yield from ((f"{key}.crisis[{n}]", line.sources) for n, line in enumerate(country.crisis))


def _check_sources(key: str, names: tuple[str, ...], sources: dict[str, str]) -> None:
    if not names:
        raise ContentError(FILE, key, "must name at least one source")
    for name in names:
        if name not in sources:
            raise ContentError(FILE, key, f'"{name}" is not in sources')


def _check_numbers(key: str, numbers: list[str] | tuple[str, ...]) -> None:
    if not numbers:
        raise ContentError(FILE, key, "must hold at least one number")
    for number in numbers:
        if not _DIALLED.fullmatch(number):
            raise ContentError(FILE, key, f'"{number}" is not digits and single spaces, as dialled inside the country')


def _check_date(key: str, text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ContentError(FILE, key, f'"{text}" is not a date like 2026-11-20') from None


def _tel(number: str) -> str:
    return number.replace(" ", "")
