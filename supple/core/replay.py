"""What a list of events comes to: the same table, read once more; Python has the last word."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from supple.core.document import Amount, Document, Entry, Mode
from supple.core.dose import Colour
from supple.core.machine import SEVERITY, Event, Hurt, Recheck, State, play
from supple.core.record import Given, ItemRecord, SessionRecord

OVER: tuple[Mode, ...] = ("after", "done", "stopped")


@dataclass(frozen=True, slots=True)
class Done:
    """One exercise that was begun, its easier form counted with it. `seconds`: on no side, left, right."""

    turn: int
    exercise: str
    code: str
    name: str
    kind: str
    given: Given
    rung: Given | None
    done: bool
    eased: bool
    colour: Colour | None
    seconds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What a session came to, as far as its events go."""

    mode: Mode
    items: tuple[Done, ...]
    skipped: tuple[str, ...]
    hurts: tuple[Hurt, ...]
    rechecks: tuple[Recheck, ...]
    stopped_early: bool
    pain: int | None
    effort: int | None

    @property
    def done(self) -> tuple[str, ...]:
        """The exercises done to their end."""
        return tuple(item.exercise for item in self.items if item.done)

    @property
    def red(self) -> tuple[str, ...]:
        """The exercises that hurt more than the limit."""
        return tuple(item.exercise for item in self.items if item.colour == "red")

    @property
    def stopped(self) -> bool:
        """Whether the re-check ended it."""
        return self.mode == "stopped"

    @property
    def seconds(self) -> int:
        """Seconds of exercise."""
        return sum(part for item in self.items for part in item.seconds)

    def as_object(self) -> dict[str, Any]:
        """The JSON object of docs/session.md, without the hints."""
        return {
            "mode": self.mode,
            "items": [_row(item) for item in self.items],
            "done": list(self.done),
            "skipped": list(self.skipped),
            "red": list(self.red),
            "hurts": [asdict(hurt) for hurt in self.hurts],
            "rechecks": [asdict(recheck) for recheck in self.rechecks],
            "stopped_early": self.stopped_early,
            "stopped": self.stopped,
            "pain": self.pain,
            "effort": self.effort,
            "seconds": self.seconds,
        }


def replay(document: Document, events: Iterable[Event]) -> Result:
    """The result of events that may come late, twice and in any order."""
    return result(document, play(document, events))


def result(document: Document, state: State) -> Result:
    """The result of a session that stands in this state."""
    groups: dict[tuple[int, str], list[int]] = {}
    for n, entry in enumerate(document.items):
        groups.setdefault((entry.turn, entry.exercise), []).append(n)
    items = [_done(document, state, places) for places in groups.values() if _begun(state, places)]
    begun = {item.exercise for item in items if item.done or any(item.seconds)}
    planned = [document.items[place].exercise for place in document.turns]
    skipped = tuple(name for name in planned if name not in begun) if state.mode in OVER else ()
    return Result(state.mode, tuple(items), skipped, state.hurts, state.rechecks, state.early, state.pain, state.effort)


def record_of(document: Document, found: Result, session: str, happened: datetime, arrived: datetime) -> SessionRecord:
    """The result as a record. A stop by the re-check counts as a session, so that nobody is told to catch up."""
    items = tuple(
        ItemRecord(item.exercise, item.kind, item.given, item.rung, item.done, item.colour, item.seconds)
        for item in found.items
    )
    return SessionRecord(session, date.fromisoformat(document.date), happened, arrived, document.rest, items,
                         found.pain, found.effort, found.stopped_early, found.stopped)  # fmt: skip


def _begun(state: State, places: list[int]) -> bool:
    here = state.item in places and state.mode != "ready"
    return here or any(state.ended[place] for place in places)


def _done(document: Document, state: State, places: list[int]) -> Done:
    """One exercise of one turn: the item and its easier form together."""
    begun = [place for place in places if state.ended[place] or place == state.item]
    entry = document.items[begun[-1]]
    colours = [colour for colour in (state.colours[place] for place in begun) if colour]
    return Done(
        turn=entry.turn,
        exercise=entry.exercise,
        code=entry.code,
        name=entry.name,
        kind=entry.kind,
        given=given(entry),
        rung=given(entry.rung) if entry.rung else None,
        done=any(state.ended[place] == "done" for place in begun),
        eased=any(state.ended[place] == "eased" for place in begun),
        colour=max(colours, key=SEVERITY.index, default=None),
        seconds=tuple(sum(state.worked_s[place][side] for place in begun) for side in range(3)),
    )


def given(amount: Entry | Amount) -> Given:
    """A form and its dose as the record keeps them."""
    return Given(amount.variant, amount.sets, amount.reps, amount.hold_s, amount.duration_s)


def _row(item: Done) -> dict[str, Any]:
    both, left, right = item.seconds
    return {"exercise": item.exercise, "code": item.code, "variant": item.given.form, "turn": item.turn,
            "done": item.done, "eased": item.eased, "colour": item.colour,
            "seconds": {"both": both, "left": left, "right": right}}  # fmt: skip
