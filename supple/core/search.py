"""The best session of one day, exactly: depth first, cut by a bound that no session beyond it can beat.

At each step everything that still fits is scored by what it would add now. Since every table of worth.py is concave, no
item can add more later than now, so the sum of the best few scores bounds whatever can still come. Position changes are
the exception (the second item on the floor is cheaper than the first): at most `left` items share a change, so the
score of an item carries only that part of it.
"""

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from supple.core.worth import EDGE, FLAVOUR_STEPS, SESSION, Choice

Picks = tuple[int, ...]  # places in `choices`, rising


@dataclass(frozen=True, slots=True)
class Question:
    """One day: what may be chosen, and what each thing is worth beside what the other days hold."""

    choices: Sequence[Choice]
    prices: Sequence[int]  # of each choice: what it brings besides its targets
    curves: Sequence[Sequence[int]]  # of each need: units of the week -> worth
    units: Sequence[int]  # of each need: units that the other days hold
    room_s: Sequence[int]  # of each group: how long it may still be stretched [s]
    blocked: int  # bits that may not be taken
    seconds: int
    steps: Sequence[int]  # what a first, second ... item is worth by itself; as many as there may be items


@dataclass(slots=True)
class _Session:
    """A session under construction, and its worth."""

    picks: Picks
    worth: int
    used: int
    seconds: int
    path: int
    targets: list[int]  # seconds of each need
    room_s: list[int]
    flavours: list[int]


def best(question: Question, above: int = 0) -> tuple[int, Picks] | None:
    """(worth, picks) of the best session worth more than `above`; None where there is none."""
    found = top(question, 1, above)
    return found[0] if found else None


def top(question: Question, count: int, above: int = 0) -> list[tuple[int, Picks]]:
    """The best sessions worth more than `above`, best first, at most `count` of them."""
    session, hunt = _empty(question), _Hunt([], count, above)
    _branch(question, session, _scored(question, session, range(len(question.choices))), hunt)
    return [(-worth, picks) for worth, picks in hunt.kept]


def worth(question: Question, picks: Picks) -> int:
    """What one session is worth, changes of position included."""
    session = _empty(question)
    for place in picks:
        session = _with(question, session, place, _added(question, session, place))
    return session.worth


def fits(question: Question, picks: Picks) -> bool:
    """Whether a session keeps every limit of the day."""
    if len(picks) > len(question.steps):
        return False
    session = _empty(question)
    for place in picks:
        if not _fits(session, question.choices[place]):
            return False
        session = _with(question, session, place, 0)
    return True


@dataclass(slots=True)
class _Hunt:
    """The best sessions so far; what does not beat the floor is not looked at."""

    kept: list[tuple[int, Picks]]  # (minus worth, picks)
    count: int
    floor: int

    def offer(self, worth: int, picks: Picks) -> None:
        if worth > self.floor:
            insort(self.kept, (-worth, tuple(sorted(picks))))
            if len(self.kept) > self.count:
                self.kept.pop()
            if len(self.kept) == self.count:
                self.floor = -self.kept[-1][0]


# (minus score, place, what it adds, flavour), the best score first
Scored = list[tuple[int, int, int, int]]


def _empty(question: Question) -> _Session:
    targets = [0] * len(question.curves)
    flavours = [0] * len(FLAVOUR_STEPS)
    return _Session((), 0, question.blocked, question.seconds, 0, targets, list(question.room_s), flavours)


def _branch(question: Question, session: _Session, scored: Scored, hunt: _Hunt) -> None:
    """Offers every session that holds this one and more, as far as it can still be among the best."""
    steps = question.steps[len(session.picks) :]
    for n, (_, place, added, _) in enumerate(scored):
        if session.worth + _most(session, islice(scored, n, None), steps) <= hunt.floor:
            return
        hunt.offer(session.worth + added + steps[0], (*session.picks, place))
        if len(steps) > 1:
            grown, later = _with(question, session, place, added), [one[1] for one in scored[n + 1 :]]
            _branch(question, grown, _scored(question, grown, later), hunt)


def _most(session: _Session, scored: Iterable[tuple[int, int, int, int]], steps: Sequence[int]) -> int:
    """Further items add no more than this: each flavour's best few, with the flavour's own steps."""
    left, held, seen = len(steps), session.flavours, session.flavours.copy()
    highest: list[int] = []  # rising
    full = False
    for minus, _, _, flavour in scored:
        if full and highest[0] >= -minus:
            break
        count = seen[flavour]
        if count == held[flavour] + left:
            continue
        seen[flavour] = count + 1
        insort(highest, FLAVOUR_STEPS[flavour][count] - FLAVOUR_STEPS[flavour][held[flavour]] - minus)
        if full:
            del highest[0]
        full = len(highest) == left
    return sum(max(0, step + score) for step, score in zip(steps, reversed(highest), strict=False))


def _scored(question: Question, session: _Session, places: Sequence[int]) -> Scored:
    """Everything that still fits, with what it would add now. Nine tenths of the planner's time pass here."""
    scored: Scored = []
    left = len(question.steps) - len(session.picks)
    for place in places:
        choice = question.choices[place]
        if not _fits(session, choice):
            continue
        value = _value(question, session, place)
        change = _change(session, choice)
        scored.append((change // left - value, place, value - change, choice.flavour))
    scored.sort()
    return scored


def _fits(session: _Session, choice: Choice) -> bool:
    if choice.mask & session.used or choice.seconds > session.seconds:
        return False
    return not choice.stretch_s or min(map(session.room_s.__getitem__, choice.stretched)) >= choice.stretch_s


def _change(session: _Session, choice: Choice) -> int:
    """What the way into a new position costs."""
    return (choice.path & ~session.path).bit_count() * EDGE


def _value(question: Question, session: _Session, place: int) -> int:
    """What an item adds to a session, its changes of position left out."""
    choice = question.choices[place]
    value = question.prices[place] + FLAVOUR_STEPS[choice.flavour][session.flavours[choice.flavour]]
    for need, seconds in choice.gains:
        curve, units, present = question.curves[need], question.units[need], session.targets[need]
        value += curve[units + SESSION[present + seconds]] - curve[units + SESSION[present]]
    return value


def _added(question: Question, session: _Session, place: int) -> int:
    return _value(question, session, place) - _change(session, question.choices[place])


def _with(question: Question, session: _Session, place: int, added: int) -> _Session:
    """The session with one more item."""
    choice = question.choices[place]
    targets, room_s, flavours = session.targets.copy(), session.room_s.copy(), session.flavours.copy()
    for need, seconds in choice.gains:
        targets[need] += seconds
    for group in choice.stretched:
        room_s[group] -= choice.stretch_s
    flavours[choice.flavour] += 1
    worth = session.worth + added + question.steps[len(session.picks)]
    picks, seconds = (*session.picks, place), session.seconds - choice.seconds
    return _Session(picks, worth, session.used | choice.mask, seconds, session.path | choice.path, targets, room_s,
                    flavours)  # fmt: skip
