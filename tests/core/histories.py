"""Made-up records: what somebody did and felt, told day by day. Day 0 is a Monday."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from supple.core.content import load
from supple.core.course import Ladder, Rung
from supple.core.dose import Dose
from supple.core.progress import Progress, progress
from supple.core.record import Given, ItemRecord, Morning, Note, Record, SessionRecord
from tests.core.random_people import MONDAY

CONTENT = load()
RULES = CONTENT.doses.after
DOSES = (Dose(2, 1, 20), Dose(2, 1, 25), Dose(2, 1, 30), Dose(3, 1, 30))
LADDER = Ladder((Rung("stretch", "easier", DOSES[0]), *(Rung("stretch", "base", dose) for dose in DOSES)), start=1)
TOP = len(LADDER.rungs) - 1


def the_day(n: int) -> date:
    """Day n, from 0."""
    return MONDAY + timedelta(days=n)


def the_time(n: float, hour: int = 18) -> datetime:
    """An hour of day n; a part of a day counts on from there."""
    return datetime.combine(MONDAY, time(hour), UTC) + timedelta(days=n)


def given(rung: Rung) -> Given:
    """A rung as the record keeps it."""
    dose = rung.dose
    return Given(rung.form, dose.sets, dose.reps, dose.hold_s, dose.duration_s)


def morning(n: int, pain: int) -> Morning:
    """The answer of a morning."""
    return Morning(the_day(n), pain, the_time(n, 7), the_time(n, 7))


def note(n: float, kind: str, pain: int | None = None) -> Note:
    """A note of an afternoon."""
    return Note(kind, the_time(n), the_time(n), pain)


def rested(n: int, rest: int | None, items: tuple[ItemRecord, ...] = (), **more: Any) -> SessionRecord:
    """A session with this pain before it."""
    return SessionRecord(f"day-{n}", the_day(n), the_time(n), the_time(n), rest, items, **more)


@dataclass(slots=True)
class Life:
    """Somebody who does what they are due, day by day; `climbs` are the exercises of every session."""

    climbs: Sequence[str] = ("squat",)
    ladders: Mapping[str, Ladder] = field(default_factory=dict)
    record: Record = field(default_factory=lambda: Record(first_pain=3))

    def __post_init__(self) -> None:
        self.ladders = self.ladders or dict.fromkeys(self.climbs, LADDER)

    def on(self, n: int) -> Progress:
        """Where they stand on a day."""
        return progress(RULES, self.ladders, self.record, the_day(n), tuple(self.climbs))

    def place(self, n: int, slug: str = "squat") -> int:
        """The rung they stand on, on a day."""
        return self.on(n).places[slug]

    def codes(self, n: int) -> list[str]:
        """What changed up to a day."""
        return [one.code for one in self.on(n).moved]

    def item(self, n: int, slug: str, colour: str | None = "green", **more: Any) -> ItemRecord:
        """An exercise done at the rung they stand on."""
        rung = given(self.on(n).rungs[slug])
        return replace(ItemRecord(slug, "stretch", rung, rung, True, colour, (0, 40, 40)), **more)

    def session(self, n: int, colour: str | None = "green", effort: int | None = 5, rest: int | None = 3,
                **more: Any) -> "Life":  # fmt: skip
        """A session on a day; `more` goes to each of its items."""
        items = tuple(self.item(n, slug, colour, **more) for slug in self.climbs)
        return self.add(rested(n, rest, items, effort=effort))

    def sessions(self, *days: int, **more: Any) -> "Life":
        """Several alike."""
        for n in days:
            self.session(n, **more)
        return self

    def add(self, what: SessionRecord | Morning) -> "Life":
        """One more thing that happened."""
        known = self.record
        self.record = known.with_morning(what) if isinstance(what, Morning) else known.with_session(what)
        return self

    def morning(self, n: int, pain: int) -> "Life":
        """The answer of a morning."""
        return self.add(morning(n, pain))


def life_by_chance(seed: int, climbs: Sequence[str] = ("squat", "plank", "twist"), days: int = 60) -> Life:
    """Two months of somebody: mostly good days, some amber and red ones, sore mornings, gaps."""
    chance, life, n = Random(seed), Life(climbs), 0
    while n < days:
        items = tuple(life.item(n, slug, _colour(chance), done=chance.random() < 0.9)
                      for slug in climbs if chance.random() < 0.8)  # fmt: skip
        life.add(rested(n, chance.randint(0, 5), items, effort=chance.choice((None, 3, 5, 6, 7))))
        if chance.random() < 0.4:
            life.morning(n + 1, chance.randint(0, 7))
        n += chance.choice((1, 1, 1, 1, 2, 3, 9, 16, 31))
    return life


def _colour(chance: Random) -> str:
    return chance.choice(("green",) * 8 + ("amber", "red"))
