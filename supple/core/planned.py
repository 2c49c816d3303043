"""What a plan consists of: plain values that pages, printers and the next plan read."""

from dataclasses import dataclass
from datetime import date

from supple.core.dose import Dose
from supple.core.limits import Refusal
from supple.core.words import Cap, Form, Kind, Level, Slot


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a choice: its code, and the sentence that a person reads."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of a session."""

    exercise: str  # slug
    code: str
    name: str
    form: Form
    kind: Kind
    slot: Slot
    dose: Dose  # of each side
    sides: int
    seconds: int  # both sides, settling and rests included
    caps: tuple[Cap, ...]
    words: tuple[str, ...]  # said beside it
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day's session, in the order in which it is done."""

    date: date
    items: tuple[Item, ...]
    note: str | None = None

    @property
    def seconds(self) -> int:
        """How long the session takes."""
        return sum(item.seconds for item in self.items)


@dataclass(frozen=True, slots=True)
class Plan:
    """The days, and what was left out of all of them."""

    level: Level
    days: tuple[Day, ...]
    ruled_out: tuple[Refusal, ...]
    content_version: str
