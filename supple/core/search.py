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
    behind: Sequence[int]  # of each choice: those (as bits) that are as good in every way, and so are taken first


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
    session, hunt = _empty(question), _Hunt([], count, above)
    scored = _scored(question, session, range(len(question.choices)), 0)
    hunt.rate = _rate(question, session, scored) if len(question.steps) > 1 else 0
    _branch(question, session, _dearer(question, scored, hunt.rate) if hunt.rate else scored, hunt)
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
        if not _fits(question, session, question.choices[place]):
            return False
        session = _with(question, session, place, 0)
    return True


@dataclass(slots=True)
class _Hunt:
    """The best sessions so far; what does not beat the floor is not looked at. `rate`: the price of a second, which
    makes the bound see that time is short. Any rate gives a bound: unused seconds are paid back to it."""

    kept: list[tuple[int, Picks]]  # (minus worth, picks)
    count: int
    floor: int
    rate: int = 0

    def offer(self, worth: int, picks: Picks) -> None:
        if worth > self.floor:
            insort(self.kept, (-worth, tuple(sorted(picks))))
            if len(self.kept) > self.count:
                self.kept.pop()
            if len(self.kept) == self.count:
                self.floor = -self.kept[-1][0]


# (minus score, place, what it adds, flavour, whether another must be taken first), the best score first
Scored = list[tuple[int, int, int, int, bool]]


def _empty(question: Question) -> _Session:
    targets = [0] * len(question.curves)
    flavours = [0] * len(FLAVOUR_STEPS)
    return _Session((), 0, 0, question.blocked, question.seconds, 0, targets, list(question.room_s), flavours)


def _branch(question: Question, session: _Session, scored: Scored, hunt: _Hunt) -> None:
    """Offers every session that holds this one and more, as far as it can still be among the best. What waits behind
    another stands after it, so what was passed over never comes back."""
    steps = question.steps[len(session.picks) :]
    if len(steps) == 1:
        _finish(session, scored, steps[0], hunt)
        return
    unused, rate = session.worth + hunt.rate * session.seconds, hunt.rate if len(steps) > 2 else 0
    for n, (_, place, added, _, waits) in enumerate(scored):
        if waits:
            continue
        if unused + _most(session, islice(scored, n, None), steps) <= hunt.floor:
            return
        hunt.offer(session.worth + added + steps[0], (*session.picks, place))
        grown, later = _with(question, session, place, added), [one[1] for one in scored[n + 1 :]]
        _branch(question, grown, _scored(question, grown, later, rate), hunt)


def _finish(session: _Session, scored: Scored, step: int, hunt: _Hunt) -> None:
    """The last item: scores are exact there, and seconds cost nothing."""
    for minus, place, _, _, waits in scored:
        if session.worth + step - minus <= hunt.floor:
            return
        if not waits:
            hunt.offer(session.worth + step - minus, (*session.picks, place))


def _most(session: _Session, scored: Iterable[tuple[int, int, int, int, bool]], steps: Sequence[int]) -> int:
    """Further items add no more than this: each flavour's best few, with the flavour's own steps."""
    left, held, seen = len(steps), session.flavours, session.flavours.copy()
    highest: list[int] = []  # rising
    full = False
    for minus, _, _, flavour, _ in scored:
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


def _rate(question: Question, session: _Session, scored: Scored) -> int:
    """The price of a second that bounds the day best, out of a few; 0 where the best items fit in anyway."""
    seconds, choices = question.seconds, question.choices
    first = scored[: len(question.steps)]
    if not first or sum(choices[place].seconds for _, place, *_ in first) <= seconds:
        return 0
    dear = max(0, -scored[0][0])
    tries = (0, dear // (4 * seconds), dear // (2 * seconds), dear // seconds, 2 * dear // seconds)
    bounds = [rate * seconds + _most(session, _dearer(question, scored, rate), question.steps) for rate in tries]
    return tries[bounds.index(min(bounds))]


def _dearer(question: Question, scored: Scored, rate: int) -> Scored:
    """The same items where each second costs so much more."""
    costs = (rate * question.choices[place].seconds for _, place, *_ in scored)
    return sorted((minus + cost, place, added, flavour, waits)
                  for (minus, place, added, flavour, waits), cost in zip(scored, costs, strict=True))  # fmt: skip


def _scored(question: Question, session: _Session, places: Sequence[int], rate: int) -> Scored:
    """Everything that still fits, with what it would add now. Nine tenths of the planner's time pass here."""
    scored: Scored = []
    choices, behind, missing, used, here = question.choices, question.behind, ~session.taken, session.used, session.path
    seconds, left = session.seconds, len(question.steps) - len(session.picks)
    open_or_taken = session.taken
    for place in places:
        open_or_taken |= 1 << place
    for place in places:
        choice, ahead = choices[place], behind[place] & missing
        if ahead & ~open_or_taken or choice.mask & used or choice.seconds > seconds:
            continue
        if choice.stretch_s and not _has_room(session, choice):
            continue
        value = _value(question, session, place)
        change = (choice.path & ~here).bit_count() * EDGE
        scored.append(
            (change // left + rate * choice.seconds - value, place, value - change, choice.flavour, ahead != 0)
        )
    scored.sort()
    return scored


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
