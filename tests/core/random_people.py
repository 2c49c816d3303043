"""People by chance, for tests and benchmarks: the same seed is always the same person with the same days."""

from datetime import date, timedelta
from random import Random
from typing import Any, get_args

from supple.core.content import Content
from supple.core.person import Ache, Moment, Person, Wishes
from supple.core.triage import Cleared
from supple.core.words import AcheQuality, AcheSide, AcheWhen, Equipment, Goal, Place

MONDAY = date(2026, 1, 5)
MINUTES = (3, 5, 6, 8, 10, 10, 10, 12, 15, 20, 30)


def by_chance(content: Content, seed: int) -> Person:
    """Somebody cleared, with up to three conditions and any wishes."""
    chance = Random(seed)
    profiles = sorted(_some(chance, tuple(content.profiles), chance.choice((0, 0, 1, 1, 2, 3))))
    level: Any = "L3" if profiles else "L4"
    cleared = Cleared((), (), (), (), level, ())
    return Person(cleared, tuple(profiles), chance.randint(18, 90), chance.randint(0, 10), _wishes(content, chance))


def _wishes(content: Content, chance: Random) -> Wishes:
    slugs = tuple(content.exercises)
    ache = Ache(
        chance.choice((None, *get_args(AcheSide))),
        _some(chance, get_args(AcheWhen), chance.randint(0, 2)),
        _some(chance, get_args(AcheQuality), chance.randint(0, 2)),
    )
    positions = ("floor",) if chance.random() < 0.1 else ("kneeling",) if chance.random() < 0.1 else ()
    return Wishes(
        place=chance.choice(get_args(Place)),
        equipment=_some(chance, get_args(Equipment), chance.randint(0, 3)),
        minutes=chance.choice(MINUTES),
        goals=_some(chance, get_args(Goal), chance.randint(1, 3)),
        ache=ache,
        dislikes=_some(chance, slugs, chance.choice((0, 0, 0, 1, 3, 6))) + positions,
        favourites=_some(chance, slugs, chance.choice((0, 0, 1, 3))),
        sitting_hours=chance.randint(0, 12),
    )


def _some(chance: Random, words: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    return tuple(chance.sample(words, min(count, len(words))))


def days_by_chance(person: Person, seed: int, days: int = 7) -> tuple[Moment, ...]:
    """Days in a row, each with its own place and time after getting up."""
    chance = Random(f"days {seed}")
    places = (person.wishes.place, person.wishes.place, *get_args(Place))
    waits = (None, None, None, 5, 30, 90, 300, chance.randint(0, 600))
    return tuple(Moment(MONDAY + timedelta(n), chance.choice(places), chance.choice(waits)) for n in range(days))
