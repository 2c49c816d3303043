"""Where somebody stands on each ladder, and what the next days take from it: what progress hands to the planner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from supple.core.dose import Dose
from supple.core.words import FORMS, Form, Kind


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder."""

    kind: Kind
    form: Form
    dose: Dose

    def higher(self, other: "Rung") -> tuple[str, ...]:
        """What this rung asks more of than the other. A harder form begins again at its own first dose."""
        mine, theirs = self.dose, other.dose
        if self.form != other.form:
            return ("variant",) if FORMS.index(self.form) > FORMS.index(other.form) else ()
        more = {"sets": mine.sets > theirs.sets, "reps": mine.reps > theirs.reps, "hold": mine.hold_s > theirs.hold_s,
                "time": mine.duration_s > theirs.duration_s}  # fmt: skip
        return tuple(name for name, holds in more.items() if holds)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of one exercise for one person, easiest first, and where a newcomer begins."""

    rungs: tuple[Rung, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Course:
    """What a plan takes from what happened so far; the empty one is a newcomer's."""

    rungs: Mapping[str, Rung] = field(default_factory=dict)  # by exercise
    rests_until: Mapping[str, date] = field(default_factory=dict)  # exercises left out before that day
    volume_pct: int = 100  # of the next session
    volume_until: date | None = None  # the last day for which it holds

    def volume(self, day: date) -> int:
        """The share of the dose on a day."""
        return self.volume_pct if self.volume_until is not None and day <= self.volume_until else 100

    def rests(self, exercise: str, day: date) -> bool:
        """Whether an exercise is left out on a day."""
        until = self.rests_until.get(exercise)
        return until is not None and day < until


NEWCOMER = Course()
