"""The machine of a session: a table of modes and events, and one pure step. A script interprets the same table.

The rules are the rows of table.py, which travel inside every document; what the words in them mean is written here and
in static/js/machine.js. A test drives both with the same random events.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, get_args

from supple.core.document import Document, Entry, EventType, Guard, Mode, Row, Step
from supple.core.dose import Colour

MODES: tuple[str, ...] = get_args(Mode)
EVENTS: tuple[str, ...] = get_args(EventType)
SEVERITY: tuple[Colour, ...] = ("green", "amber", "red")
SIDES = (None, "left", "right")  # the places in `worked_s`


@dataclass(frozen=True, slots=True)
class Recheck:
    """The four taps; pain is 0-10. `hours_days`: the leg gets weaker over hours or days."""

    saddle: bool
    legweak: bool
    fever: bool
    pain: int
    hours_days: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in the player."""

    id: str
    seq: int
    at: str
    elapsed_s: int  # how long the present step has run
    type: EventType
    step: int | None = None
    item: int | None = None
    where: str | None = None
    feeling: str | None = None
    pain: int | None = None
    effort: int | None = None
    recheck: Recheck | None = None


@dataclass(frozen=True, slots=True)
class Hurt:
    """Where and how it hurt in an item, and what colour that is."""

    item: int
    where: str | None
    feeling: str | None
    pain: int | None
    colour: Colour


@dataclass(frozen=True, slots=True)
class State:
    """Where a session stands. `back` is the state that an undo returns to."""

    mode: Mode
    turn: int
    item: int
    step: int
    elapsed_s: int
    ended: tuple[str | None, ...]  # of each item: done, left, eased; None: not begun, or at it
    colours: tuple[Colour | None, ...]
    worked_s: tuple[tuple[int, ...], ...]  # of each item: on no side, left, right
    hurts: tuple[Hurt, ...] = ()
    rechecks: tuple[Recheck, ...] = ()
    early: bool = False
    pain: int | None = None  # afterwards
    effort: int | None = None
    say: tuple[str, ...] = ()
    back: "State | None" = None

    def as_object(self) -> dict[str, Any]:
        """The same state as the script writes it."""
        return asdict(self)


def begin(document: Document) -> State:
    """A session that has not begun."""
    first, count = document.turns[0], len(document.items)
    return State(document.machine.first, 0, first, document.items[first].first, 0,
                 (None,) * count, (None,) * count, ((0, 0, 0),) * count)  # fmt: skip


def play(document: Document, events: Iterable[Event]) -> State:
    """The state after all of these events, in their own order: they may come late, twice, and in any order."""
    once = {event.id: event for event in events}
    state = begin(document)
    for event in sorted(once.values(), key=lambda event: (event.seq, event.id)):
        state = step(document, state, event)
    return state


def step(document: Document, state: State, event: Event) -> State:
    """The state after an event; the same state, with nothing to say, where the table has nothing for it."""
    quiet = replace(state, say=())
    if event.type in document.machine.step_events and event.step != state.step:
        return quiet
    rows = document.machine.table.get(state.mode, {}).get(event.type, ())
    row = next((row for row in rows if all(GUARDS[name](document, state, event) for name in row.when)), None)
    return quiet if row is None else _taken(document, quiet, event, row)


def _taken(document: Document, state: State, event: Event, row: Row) -> State:
    for name in row.do:
        spoken = name.removeprefix("say:")
        state = replace(state, say=(*state.say, spoken)) if spoken != name else ACTIONS[name](document, state, event)
    return replace(state, mode=row.to)


def colour(document: Document, entry: Entry, event: Event) -> Colour:
    """The colour of a pain in an item, by the feeling first, then by the table."""
    if event.feeling in document.red_feelings or event.pain is None:
        return "red"
    found = document.light[document.rest][event.pain]
    return "red" if found == "amber" and entry.amber_is_red else found


# ---- what the guards mean ----


def _entry(document: Document, state: State) -> Entry:
    return document.items[state.item]


def _here(document: Document, state: State) -> Step:
    return document.timeline[state.step]


def _fresh(document: Document, state: State) -> tuple[int, ...]:
    """The swaps whose exercise has not been begun in this session."""
    begun = {document.items[n].exercise for n, end in enumerate(state.ended) if end or n == state.item}
    return tuple(swap for swap in _entry(document, state).swaps if document.items[swap].exercise not in begun)


def _any_yes(document: Document, state: State, event: Event) -> bool:
    given = event.recheck
    return given is None or given.saddle or given.legweak or given.fever


_Ask = Callable[[Document, State, Event], bool]
GUARDS: Mapping[Guard, _Ask] = {
    "waiting": lambda document, state, _: not _here(document, state).counts,
    "last_step": lambda document, state, _: state.step + 1 == _entry(document, state).end,
    "last_turn": lambda document, state, _: state.turn + 1 == len(document.turns),
    "has_easier": lambda document, state, _: _entry(document, state).easier is not None,
    "may_swap": lambda document, state, event: event.item in _fresh(document, state),
    "has_swap": lambda document, state, _: bool(_fresh(document, state)),
    "has_undo": lambda _document, state, _: state.back is not None,
    "red": lambda document, state, event: colour(document, _entry(document, state), event) == "red",
    "amber": lambda document, state, event: colour(document, _entry(document, state), event) == "amber",
    "any_yes": _any_yes,
}


# ---- what the actions mean: each is total, so that no table can lead out of the document ----


def _time(document: Document, state: State, event: Event) -> State:
    """The time in a step never runs backwards and never beyond the step, whatever the clock says."""
    return replace(state, elapsed_s=max(state.elapsed_s, min(event.elapsed_s, _here(document, state).seconds)))


def _worked(document: Document, state: State, seconds: int) -> State:
    here = _here(document, state)
    if not here.counts:
        return state
    sides = list(state.worked_s[state.item])
    sides[SIDES.index(here.side)] += seconds
    return replace(state, worked_s=_put(state.worked_s, state.item, tuple(sides)))


def _go(document: Document, state: State, item: int) -> State:
    return replace(state, turn=document.items[item].turn, item=item, step=document.items[item].first, elapsed_s=0)


def _next_step(document: Document, state: State, _event: Event) -> State:
    last = state.step + 1 == _entry(document, state).end
    return state if last else replace(state, step=state.step + 1, elapsed_s=0)


def _next_turn(document: Document, state: State, _event: Event) -> State:
    last = state.turn + 1 == len(document.turns)
    return state if last else _go(document, state, document.turns[state.turn + 1])


def _swap(document: Document, state: State, event: Event) -> State:
    return _go(document, state, event.item) if event.item in _entry(document, state).swaps else state


def _swap_first(document: Document, state: State, _event: Event) -> State:
    return _go(document, state, next(iter(_fresh(document, state)), state.item))


def _finish(_document: Document, state: State, _event: Event) -> State:
    colours = _put(state.colours, state.item, state.colours[state.item] or "green")
    return replace(state, ended=_put(state.ended, state.item, "done"), colours=colours)


def _ended(state: State, how: str) -> State:
    return replace(state, ended=_put(state.ended, state.item, how))


def _easier(document: Document, state: State, _event: Event) -> State:
    """The same place in the easier form, its step from the beginning."""
    entry = _entry(document, state)
    if entry.easier is None:
        return state
    place = document.items[entry.easier].first + state.step - entry.first
    return replace(_ended(state, "eased"), item=entry.easier, step=place, elapsed_s=0)


def _note_pain(document: Document, state: State, event: Event) -> State:
    found = colour(document, _entry(document, state), event)
    hurt = Hurt(state.item, event.where, event.feeling, event.pain, found)
    worst = max(state.colours[state.item] or "green", found, key=SEVERITY.index)
    return replace(state, hurts=(*state.hurts, hurt), colours=_put(state.colours, state.item, worst))


def _note_recheck(_document: Document, state: State, event: Event) -> State:
    return replace(state, rechecks=(*state.rechecks, event.recheck)) if event.recheck else state


def _undo(_document: Document, state: State, _event: Event) -> State:
    return replace(state.back, say=()) if state.back else state


def _put(values: tuple[Any, ...], place: int, value: object) -> tuple[Any, ...]:
    return (*values[:place], value, *values[place + 1 :])


_Do = Callable[[Document, State, Event], State]
ACTIONS: Mapping[str, _Do] = {
    "time": _time,
    "count_step": lambda document, state, _: _worked(document, state, _here(document, state).seconds),
    "count_part": lambda document, state, _: _worked(document, state, state.elapsed_s),
    "next_step": _next_step,
    "next_turn": _next_turn,
    "swap": _swap,
    "swap_first": _swap_first,
    "easier": _easier,
    "finish": _finish,
    "leave": lambda _document, state, _: _ended(state, "left"),
    "early": lambda _document, state, _: replace(state, early=True),
    "keep": lambda _document, state, _: replace(state, back=replace(state, back=None)),
    "forget": lambda _document, state, _: replace(state, back=None),
    "undo": _undo,
    "note_pain": _note_pain,
    "note_recheck": _note_recheck,
    "note_after": lambda _document, state, event: replace(state, pain=event.pain, effort=event.effort),
}
