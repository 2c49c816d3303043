"""How good any plan of a week could be at most: a bound proven by prices.

Give every limit between days, and every count that days share, a whole-number price. Then each day can be planned by
itself, exactly, and the sum of the days plus what the prices return is at least the worth of any legal week (Lagrange).
HiGHS only proposes good prices: it solves the linear programme over the sessions found so far (columns), and the day
search finds the session that pays best at those prices. Whatever HiGHS says, the bound is proven in whole numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import highspy

from supple.core.search import Picks, Question, top, worth
from supple.core.week import Mark, Week
from supple.core.worth import MOST_UNITS

ROUNDS = 60
COLUMNS = 6  # sessions added for each day in each round
UNIT = 1000.0  # worth in the programme, for its tolerances


@dataclass(frozen=True)
class Row:
    """One thing that days share: its kind, which of it, and for a limit the most there may be."""

    kind: str  # "unit" of a need, "use" of an exercise, "rest" of a slot on two days, "stretch" of a group, "hang"
    which: int
    day: int = 0
    most: int = 0


Prices = dict[Row, int]


def upper_bound(week: Week, start: Sequence[Picks]) -> int:
    """No legal week is worth more than this. `start`: sessions of any legal week, to begin with."""
    programme = _Programme(week)
    for day, picks in enumerate(start):
        programme.add(day, picks)
    lowest, quiet = None, 0
    for _ in range(ROUNDS):
        prices = programme.prices()
        found = [top(_priced(week, day, prices), COLUMNS) for day in range(len(week.slates))]
        bound = sum(best[0][0] if best else 0 for best in found) + _returned(week, programme.rows, prices)
        quiet = quiet + 1 if lowest is not None and bound >= lowest else 0
        lowest = bound if lowest is None else min(lowest, bound)
        new = [programme.add(day, picks) for day, best in enumerate(found) for _, picks in best]
        if not any(new) or quiet == 8:
            break
    assert lowest is not None
    return lowest


def _rows(week: Week) -> list[Row]:
    frame, days = week.frame, range(len(week.slates))
    choices = [choice for slate in week.slates for choice in slate.choices]
    slots = sorted({choice.rests for choice in choices if choice.rests})
    rests = [Row("rest", slot, day, 1) for slot in slots for day in days[:-1]]
    groups = sorted({group for choice in choices for group in choice.stretched})
    stretches = [Row("stretch", group, 0, frame.stretch_week_s) for group in groups]
    units = [Row("unit", need) for need in range(len(frame.curves))]
    uses = [Row("use", place) for place in sorted({choice.place for choice in choices})]
    return [*rests, *stretches, Row("hang", frame.hang_bit, 0, frame.hangs_week), *units, *uses]


def _held(row: Row, day: int, mark: Mark) -> int:
    """How much of a row one session holds."""
    if row.kind == "rest":
        return int(bool(mark.rests & row.which) and row.day in (day - 1, day))
    if row.kind == "hang":
        return int(bool(mark.rests & row.which))
    if row.kind == "stretch":
        return dict(mark.stretch_s).get(row.which, 0)
    return dict(mark.units).get(row.which, 0) if row.kind == "unit" else mark.exercises.count(row.which)


def _bare(week: Week, day: int) -> Question:
    """One day alone, without the targets and the counts that days share."""
    slate, frame = week.slates[day], week.frame
    flat = ((0,) * (MOST_UNITS + 1),) * len(frame.curves)
    room = [frame.stretch_week_s] * frame.groups
    return Question(slate.choices, slate.prices, flat, [0] * len(flat), room, 0, slate.seconds, slate.steps)


def _priced(week: Week, day: int, prices: Prices) -> Question:
    """One day at the prices of what it shares with others."""
    question, slate = _bare(week, day), week.slates[day]
    curves = tuple(range(0, prices[Row("unit", need)] * MOST_UNITS + 1, prices[Row("unit", need)])
                   if prices[Row("unit", need)] else (0,) * (MOST_UNITS + 1)
                   for need in range(len(week.frame.curves)))  # fmt: skip
    rests = {(row.which, row.day): price for row, price in prices.items() if row.kind == "rest"}
    costs = []
    for choice, price in zip(slate.choices, slate.prices, strict=True):
        cost = sum(prices[Row("stretch", group, 0, week.frame.stretch_week_s)] for group in choice.stretched)
        shared = sum(rests.get((choice.rests, pair), 0) for pair in (day - 1, day) if choice.rests)
        hang = prices[_hang_row(week)] if choice.rests == week.frame.hang_bit else 0
        costs.append(price + prices[Row("use", choice.place)] - cost * choice.stretch_s - shared - hang)
    return replace(question, prices=costs, curves=curves)


def _hang_row(week: Week) -> Row:
    return Row("hang", week.frame.hang_bit, 0, week.frame.hangs_week)


def _returned(week: Week, rows: Sequence[Row], prices: Prices) -> int:
    """What the prices give back: the most that shared tables keep over their price, and the price of every limit."""
    value = 0
    for row in rows:
        price = prices[row]
        if row.kind == "unit":
            curve = week.frame.curves[row.which]
            value += max(curve[units] - price * units for units in range(len(curve)))
        elif row.kind == "use":
            table = week.frame.uses[row.which]
            value += max(sum(table[:n]) - price * n for n in range(len(week.slates) + 1))
        else:
            value += price * row.most
    return value


class _Programme:
    """The linear programme over the sessions found so far."""

    def __init__(self, week: Week) -> None:
        self.week, self.rows = week, _rows(week)
        self.known: set[tuple[int, Picks]] = set()
        solver: Any = highspy.Highs  # its types say nothing
        self.solver = solver()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)
        self.solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        infinity = highspy.kHighsInf
        for _ in week.slates:
            self.solver.addRow(-infinity, 1.0, 0, [], [])
        for row in self.rows:
            limit = row.kind in ("rest", "stretch", "hang")
            self.solver.addRow(-infinity if limit else 0.0, float(row.most) if limit else infinity, 0, [], [])
        self.index = {row: place + len(week.slates) for place, row in enumerate(self.rows)}
        self._tables()

    def _tables(self) -> None:
        """A column for each straight piece of a shared table: it holds what the sessions bring, and earns its slope."""
        for row in self.rows:
            if row.kind == "unit":
                curve = self.week.frame.curves[row.which]
                for first, last in ((0, 600), (600, 1200), (1200, len(curve) - 1)):
                    self._piece(row, (curve[last] - curve[first]) / (last - first), last - first)
            if row.kind == "use":
                for slope in self.week.frame.uses[row.which][: len(self.week.slates)]:
                    self._piece(row, slope, 1)

    def _piece(self, row: Row, slope: float, length: int) -> None:
        """Uses may cost, so a use has to be held exactly; units only earn."""
        self.solver.addCol(slope / UNIT, 0.0, float(length), 1, [self.index[row]], [-1.0])
        if row.kind == "use":
            self.solver.changeRowBounds(self.index[row], 0.0, 0.0)

    def add(self, day: int, picks: Picks) -> bool:
        """One session of one day; whether it is new."""
        if (day, picks) in self.known:
            return False
        self.known.add((day, picks))
        mark = self.week.mark(day, picks)
        held = [(self.index[row], _held(row, day, mark)) for row in self.rows]
        entries = [(day, 1), *((place, amount) for place, amount in held if amount)]
        own = worth(_bare(self.week, day), picks)
        places, amounts = [place for place, _ in entries], [float(amount) for _, amount in entries]
        self.solver.addCol(own / UNIT, 0.0, highspy.kHighsInf, len(entries), places, amounts)
        return True

    def prices(self) -> Prices:
        """The prices at the optimum so far, as whole numbers of the right sign."""
        self.solver.run()
        duals = self.solver.getSolution().row_dual
        return {row: self._price(row, duals[self.index[row]]) for row in self.rows}

    def _price(self, row: Row, dual: float) -> int:
        price = round(dual * UNIT)
        if row.kind == "use":
            return -price
        return max(0, -price if row.kind == "unit" else price)
