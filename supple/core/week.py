"""A week by moves: each day exactly beside the others; then the slots that rest, and pairs of days together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, cycle, islice, product

from supple.core.search import Picks, Question, best, fits, top, worth
from supple.core.worth import MOST_UNITS, NEVER, SESSION, Choice

WINDOW_DAYS = 7
FIRST_OF_PAIR = 3  # how many sessions of one day are tried before the other day is planned beside them
TURNED_SLOTS = 3  # how many slots are tried with either day as their first
ROUNDS = 8  # more were never needed; a count, so that every machine stops at the same plan


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same for every day of the week."""

    curves: tuple[tuple[int, ...], ...]  # of each need
    uses: tuple[tuple[int, ...], ...]  # of each exercise: what its first, second ... use adds
    groups: int  # how many groups are counted
    stretch_week_s: int
    hang_bit: int
    hangs_week: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What one session leaves behind for the days around it."""

    ordinal: int
    rests: int = 0
    stretch_s: tuple[tuple[int, int], ...] = ()  # (group, seconds)
    units: tuple[tuple[int, int], ...] = ()  # (need, units)
    exercises: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Slate:
    """One day to plan: what may be chosen, with what each choice is worth by itself."""

    ordinal: int
    choices: Sequence[Choice]
    prices: tuple[int, ...]
    seconds: int
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The days to plan, and the days around them that stay as they are."""

    frame: Frame
    slates: tuple[Slate, ...]
    fixed: tuple[Mark, ...] = ()

    def mark(self, day: int, picks: Picks) -> Mark:
        """What a session of one day leaves behind."""
        slate = self.slates[day]
        return mark(slate.ordinal, [slate.choices[place] for place in picks])

    def question(self, day: int, others: Sequence[Mark], barred: int = 0) -> Question:
        """One day beside the others."""
        slate, frame = self.slates[day], self.frame
        first, last = self.slates[0].ordinal, self.slates[-1].ordinal
        week = [mark for mark in others if min(first, last - WINDOW_DAYS + 1) <= mark.ordinal <= last]
        counts = _counts(week)
        prices = [price + _use(frame, choice, counts)
                  for choice, price in zip(slate.choices, slate.prices, strict=True)]  # fmt: skip
        room = _room_s(frame, slate.ordinal, others)
        blocked = barred | _blocked(frame, slate.ordinal, others)
        return Question(slate.choices, prices, frame.curves, _units(frame, week), room, blocked, slate.seconds,
                        slate.steps)  # fmt: skip


def mark(ordinal: int, choices: Sequence[Choice]) -> Mark:
    """What these choices leave behind on a day."""
    rests, stretch, targets = 0, dict[int, int](), dict[int, int]()
    for choice in choices:
        rests |= choice.rests
        for group in choice.stretched:
            stretch[group] = stretch.get(group, 0) + choice.stretch_s
        for need, seconds in choice.gains:
            targets[need] = targets.get(need, 0) + seconds
    units = tuple((need, SESSION[seconds]) for need, seconds in targets.items())
    return Mark(ordinal, rests, tuple(stretch.items()), units, tuple(choice.place for choice in choices))


def _counts(marks: Sequence[Mark]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for exercise in (exercise for mark in marks for exercise in mark.exercises):
        counts[exercise] = counts.get(exercise, 0) + 1
    return counts


def _use(frame: Frame, choice: Choice, counts: dict[int, int]) -> int:
    table = frame.uses[choice.place]
    return table[min(counts.get(choice.place, 0), len(table) - 1)]


def _units(frame: Frame, marks: Sequence[Mark]) -> list[int]:
    """Units of each need, as far as the curves reach."""
    units = [0] * len(frame.curves)
    for need, given in (pair for mark in marks for pair in mark.units):
        units[need] = min(units[need] + given, WINDOW_DAYS * MOST_UNITS)
    return units


def _blocked(frame: Frame, ordinal: int, others: Sequence[Mark]) -> int:
    """Slots that rest because a day beside holds them, and the hang where a week has had enough of it."""
    blocked = 0
    for mark in others:
        if abs(mark.ordinal - ordinal) <= 1:
            blocked |= mark.rests
    hangs = [mark.ordinal for mark in others if mark.rests & frame.hang_bit]
    if any(sum(0 <= hang - start < WINDOW_DAYS for hang in hangs) >= frame.hangs_week for start in _windows(ordinal)):
        blocked |= frame.hang_bit
    return blocked


def _windows(ordinal: int) -> range:
    """The first days of every seven days that hold this one."""
    return range(ordinal - WINDOW_DAYS + 1, ordinal + 1)


def _room_s(frame: Frame, ordinal: int, others: Sequence[Mark]) -> list[int]:
    """How long each group may still be stretched on a day so that no seven days around it hold too much."""
    near = [mark for mark in others if abs(mark.ordinal - ordinal) < WINDOW_DAYS and mark.stretch_s]
    room = [frame.stretch_week_s] * frame.groups
    if not near:
        return room
    for start in _windows(ordinal):
        used = [0] * frame.groups
        for mark in near:
            if 0 <= mark.ordinal - start < WINDOW_DAYS:
                for group, seconds in mark.stretch_s:
                    used[group] += seconds
        room = [min(free, frame.stretch_week_s - held) for free, held in zip(room, used, strict=True)]
    return room


@dataclass(slots=True)
class Draft:
    """A week being planned: the session of each day, and what each leaves behind."""

    week: Week
    sessions: list[Picks]
    marks: list[Mark]
    barred: list[int]  # slots that are kept from a day for the time being

    def put(self, day: int, picks: Picks) -> None:
        self.sessions[day], self.marks[day] = picks, self.week.mark(day, picks)

    def others(self, *without: int) -> list[Mark]:
        return [*self.week.fixed, *(mark for day, mark in enumerate(self.marks) if day not in without)]

    def question(self, day: int) -> Question:
        return self.week.question(day, self.others(day), self.barred[day])

    def replan(self, day: int) -> bool:
        """Plans one day anew; whether it became better."""
        question = self.question(day)
        found = best(question, worth(question, self.sessions[day]))
        if found is not None:
            self.put(day, found[1])
        return found is not None

    def replan_pair(self, one: int, other: int) -> bool:
        """Clears two days; for each good session of the one plans the other exactly. What a day is worth can only
        shrink while the week fills, so what the other day is worth alone bounds what it can add."""
        rest, week = self.others(one, other), self.week
        first = week.question(one, rest)
        alone = best(week.question(other, rest))
        most = alone[0] if alone else 0
        present = worth(first, self.sessions[one])
        present += worth(week.question(other, [*rest, self.marks[one]]), self.sessions[other])
        better = False
        for value, picks in top(first, FIRST_OF_PAIR, present - most):
            if value + most <= present:
                break
            found = best(week.question(other, [*rest, week.mark(one, picks)]), present - value)
            if found is not None:
                present, better = value + found[0], True
                self.put(one, picks)
                self.put(other, found[1])
        return better

    def total(self) -> int:
        """What the week is worth: each day beside the days before it."""
        fixed = list(self.week.fixed)
        return sum(worth(self.week.question(day, fixed + self.marks[:day]), picks)
                   for day, picks in enumerate(self.sessions))  # fmt: skip


def draft(week: Week, sessions: Sequence[Picks] = ()) -> Draft:
    """A week with these sessions; an empty one without."""
    chosen = list(sessions) or [()] * len(week.slates)
    return Draft(week, chosen, [week.mark(day, picks) for day, picks in enumerate(chosen)], [0] * len(chosen))


def plan_week(week: Week, kept: Sequence[Picks] = ()) -> list[Picks]:
    """The sessions of a week. `kept`: those of a plan already shown, which only a clearly better week replaces."""
    found = _settled(draft(week))
    if len(week.slates) > 1:
        found = max((found, *_turns(week, found)), key=Draft.total)
        _until_quiet(found.replan_pair, list(combinations(range(len(week.slates)), 2)))
        _settled(found)
    shown = _filled(week, kept) if any(kept) else None
    return found.sessions if shown is None or clearly_better(found, shown) else shown.sessions


def clearly_better(new: Draft, shown: Draft) -> bool:
    """Fuller, or more than one per cent better: people notice change more than percents."""
    items, worth = split(new.total())
    items_shown, worth_shown = split(shown.total())
    return items > items_shown or (items == items_shown and (worth - worth_shown) * 100 > abs(worth_shown))


def split(total: int) -> tuple[int, int]:
    """(what the number of items counts, what the items are worth) of a week's total."""
    items = (total + NEVER // 2) // NEVER
    return items, total - items * NEVER


def _settled(found: Draft) -> Draft:
    """Each day in turn, again and again until none changes."""
    _until_quiet(found.replan, [(day,) for day in range(len(found.sessions))])
    return found


def _turns(week: Week, found: Draft) -> Iterator[Draft]:
    """The slots that rest most often each begin on one of two days; here every way of sharing out the two days is
    tried, since no single day and no pair of days can turn a slot's whole week over."""
    slots = _busiest(week, found)
    for turn in product((0, 1), repeat=len(slots)):
        barred = [sum(slot for slot, first in zip(slots, turn, strict=True) if day % 2 != first)
                  for day in range(len(week.slates))]  # fmt: skip
        tried = draft(week)
        tried.barred = barred
        for day in range(len(week.slates)):
            tried.replan(day)
        tried.barred = [0] * len(week.slates)
        yield _settled(tried)


def _busiest(week: Week, found: Draft) -> list[int]:
    counts: dict[int, int] = {}
    for day, picks in enumerate(found.sessions):
        for rests in (week.slates[day].choices[place].rests for place in picks):
            counts[rests] = counts.get(rests, 0) + 1
    counts.pop(0, None)
    return sorted(counts, key=lambda rests: (-counts[rests], rests))[:TURNED_SLOTS]


def _until_quiet(move: Callable[..., bool], places: Sequence[tuple[int, ...]]) -> None:
    """Moves place by place, round and round, until a whole round in a row changed nothing."""
    quiet = 0
    for place in islice(cycle(places), ROUNDS * len(places)):
        quiet = 0 if move(*place) else quiet + 1
        if quiet == len(places):
            return


def _filled(week: Week, kept: Sequence[Picks]) -> Draft | None:
    """The week with the kept sessions as they are and the other days planned beside them; None if it breaks a limit."""
    found = draft(week, kept)
    if not all(fits(found.question(day), picks) for day, picks in enumerate(kept)):
        return None
    for day in [day for day, picks in enumerate(kept) if not picks]:
        found.replan(day)
    return found
