"""The session document: all that a player knows of one session. Its format is described in docs/session.md."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from supple.core.dose import Colour
from supple.core.words import Cap, Form, Kind, Level, Slot

FORMAT = 1

Phase = Literal["ready", "work", "hold", "rest", "change"]
Side = Literal["left", "right"]
Role = Literal["planned", "easier", "swap"]
Mode = Literal["ready", "running", "paused", "hurt", "recheck", "after", "done", "stopped"]
EventType = Literal["start", "tick", "step_end", "next", "pause", "resume", "easier", "swap", "skip", "hurt", "pain",
                    "recheck", "undo", "end", "after"]  # fmt: skip
Guard = Literal["waiting", "last_step", "last_turn", "has_easier", "may_swap", "has_swap", "has_undo", "red", "amber",
                "any_yes"]  # fmt: skip
SCALE = 11  # 0-10

WAITING: tuple[Phase, ...] = ("ready", "rest", "change")


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of time: what is done, on which side, for how long."""

    item: int  # place in `items`
    phase: Phase
    seconds: int
    side: Side | None = None
    set: int = 0  # from 1; 0 where nothing is counted
    rep: int = 0  # of a hold: which, from 1
    reps: int = 0  # of a work step: how many repetitions it holds
    tempo_s: int = 0  # one repetition there and back
    breath_s: tuple[int, ...] = ()  # seconds in, seconds out
    say: tuple[str, ...] = ()  # codes of `words`

    @property
    def counts(self) -> bool:
        """Whether its time is exercise."""
        return self.phase not in WAITING


@dataclass(frozen=True, slots=True)
class Amount:
    """A form and how much of it, for each side."""

    variant: Form
    sets: int
    reps: int
    hold_s: int
    duration_s: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One exercise that the session may come to: planned, as its easier form, or as something else for it."""

    turn: int  # which of the session's turns it serves, from 0
    role: Role
    exercise: str
    code: str
    name: str
    variant: Form
    kind: Kind
    slot: Slot
    sets: int
    reps: int
    hold_s: int
    duration_s: int
    sides: int
    seconds: int
    first: int  # its steps are timeline[first] up to, not including, timeline[end]
    end: int
    amber_is_red: bool
    easier: int | None = None
    swaps: tuple[int, ...] = ()
    rung: Amount | None = None  # the step of the ladder it stands on; less may be given today
    caps: tuple[Cap, ...] = ()
    cues: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from the plan, or what is due from now on: its code and the sentence that a person reads."""

    code: str
    text: str
    exercise: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: where all of `when` holds, `do` is done and the mode becomes `to`."""

    to: Mode
    when: tuple[Guard, ...] = ()
    do: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Machine:
    """What each event does in each mode; the first row that holds is taken, and where none holds nothing happens."""

    first: Mode
    ends: tuple[Mode, ...]
    step_events: tuple[EventType, ...]  # these name the step they are about, and only count for it
    table: Mapping[str, Mapping[str, tuple[Row, ...]]]


@dataclass(frozen=True, slots=True)
class Document:
    """One session."""

    format: int
    date: str
    content_version: str
    level: Level
    rest: int  # pain before the session, 0-10
    offer_flare: bool
    turns: tuple[int, ...]  # the planned items, in their order
    items: tuple[Entry, ...]
    timeline: tuple[Step, ...]
    light: tuple[tuple[Colour, ...], ...]  # [rest][pain]
    red_feelings: tuple[str, ...]
    feelings: tuple[str, ...]
    where: tuple[str, ...]
    words: Mapping[str, str]
    machine: Machine
    cards: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def seconds(self) -> int:
        """How long it takes when all goes as planned."""
        return sum(self.items[item].seconds for item in self.turns)

    def as_object(self) -> dict[str, Any]:
        """The JSON object that `parse_document` of received.py reads back into the same value."""
        return asdict(self) | {"seconds": self.seconds}
