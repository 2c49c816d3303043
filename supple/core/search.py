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
    behind: Sequence[int]  # of each choice: those (as bits) that are as good in every way, and so must be taken first


@dataclass(slots=True)
class _Session:
    """A session under construction, and its worth."""

    picks: Picks
    worth: int
    taken: int  # the picks as bits
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
    kept: list[tuple[int, Picks]] = []
    _descend(question, _empty(question), range(len(question.choices)), _Best(kept, count, above))
    return [(-worth, picks) for worth, picks in kept]


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
        if not _fits(question, session, question.choices[place]):
            return False
        session = _with(question, session, place, 0)
    return True


@dataclass(slots=True)
class _Best:
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


def _empty(question: Question) -> _Session:
    targets = [0] * len(question.curves)
    flavours = [0] * len(FLAVOUR_STEPS)
    return _Session((), 0, 0, question.blocked, question.seconds, 0, targets, list(question.room_s), flavours)


def _descend(question: Question, session: _Session, places: Sequence[int], best: _Best) -> None:
    """Offers every session that holds this one and more, as far as it can still be among the best."""
    steps = question.steps[len(session.picks) :]
    scored, behind = _scored(question, session, places, len(steps))
    for n, (_, place, added, _) in enumerate(scored):
        if session.worth + _most(session, islice(scored, n, None), steps) <= best.floor:
            return
        best.offer(session.worth + added + steps[0], (*session.picks, place))
        if len(steps) > 1:
            later = [place for _, place, _, _ in scored[n + 1 :]] + behind
            _descend(question, _with(question, session, place, added), later, best)


def _most(session: _Session, scored: Iterable[tuple[int, int, int, int]], steps: Sequence[int]) -> int:
    """Further items add no more than this: each flavour's best few, with the flavour's own steps."""
    seen: list[int] = session.flavours.copy()
    highest: list[int] = []  # rising
    for minus, _, _, flavour in scored:
        if len(highest) == len(steps) and highest[0] >= -minus:
            break
        table = FLAVOUR_STEPS[flavour]
        insort(highest, table[min(seen[flavour], len(table) - 1)] - table[session.flavours[flavour]] - minus)
        seen[flavour] += 1
        if len(highest) > len(steps):
            del highest[0]
    return sum(max(0, step + score) for step, score in zip(steps, reversed(highest), strict=False))


def _scored(
    question: Question, session: _Session, places: Sequence[int], left: int
) -> tuple[list[tuple[int, int, int, int]], list[int]]:
    """(minus score, place, what it adds, flavour) of everything that still fits, best first; and what stands behind."""
    scored, behind = [], []
    choices, ahead, missing, used, here = question.choices, question.behind, ~session.taken, session.used, session.path
    for place in places:
        if ahead[place] & missing:
            behind.append(place)
            continue
        choice = choices[place]
        if choice.mask & used or choice.seconds > session.seconds or not _has_room(session, choice):
            continue
        change = (choice.path & ~here).bit_count() * EDGE
        value = _value(question, session, place)
        scored.append((change // left - value, place, value - change, choice.flavour))
    scored.sort()
    return scored, behind


def _has_room(session: _Session, choice: Choice) -> bool:
    return not choice.stretch_s or min(map(session.room_s.__getitem__, choice.stretched)) >= choice.stretch_s


def _fits(question: Question, session: _Session, choice: Choice) -> bool:
    return not choice.mask & session.used and choice.seconds <= session.seconds and _has_room(session, choice)


def _value(question: Question, session: _Session, place: int) -> int:
    """What an item adds to a session, its changes of position left out."""
    choice = question.choices[place]
    value = question.prices[place] + FLAVOUR_STEPS[choice.flavour][session.flavours[choice.flavour]]
    for need, seconds in choice.gains:
        curve, units, present = question.curves[need], question.units[need], session.targets[need]
        value += curve[units + SESSION[present + seconds]] - curve[units + SESSION[present]]
    return value


def _added(question: Question, session: _Session, place: int) -> int:
    change = (question.choices[place].path & ~session.path).bit_count() * EDGE
    return _value(question, session, place) - change


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
    return _Session(picks, worth, session.taken | 1 << place, session.used | choice.mask, seconds,
                    session.path | choice.path, targets, room_s, flavours)  # fmt: skip
