"""Where things stand in a chart: pure geometry, in percent of the drawing, so that its letters keep their own size.

A chart has one place for each day or week, its values upwards (pain and ability from 0 to 10), the first answer as a
dotted line, and around it the band in which a change is too small to be sure of. The template only writes it down.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from statistics import median

TOP, BOTTOM = 9.0, 84.0  # where the most and the least stand [% of the height]
LEFT, RIGHT = 13.0, 94.0  # where the first and the last place stand [% of the width]
WORDS_FROM = 44.0  # the words of the band reach so far to the left on a phone [% of the width]
LETTERS, LABEL = 6.0, 10.0  # how tall a line of small letters and a label of a point are [% of the height]
DAILY = 14  # days up to which each day has a place of its own
WEEKS = 12  # weeks that are shown after that
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
Value = Fraction | int


@dataclass(frozen=True, slots=True)
class Scale:
    """From which value to which a chart runs."""

    low: Value
    high: Value


TEN = Scale(0, 10)


@dataclass(frozen=True, slots=True)
class Spot:
    """The answers of one day or week: the middle one, the least, the most, and how many."""

    last: date  # the day, or the last day of the week
    value: Fraction
    low: Value
    high: Value
    count: int


Place = tuple[date, Spot | None]  # a day, or the last day of a week, and what was answered in it


@dataclass(frozen=True, slots=True)
class Dot:
    """A spot on the drawing. Its label stands above it, or below where there is no room."""

    x: float
    y: float
    low_y: float
    high_y: float
    text: str
    below: bool
    labelled: bool
    spot: Spot | None  # None: the first answer, before all days

    @property
    def spread(self) -> bool:
        """Whether there is a thin bar to draw."""
        return self.low_y != self.high_y


@dataclass(frozen=True, slots=True)
class Tick:
    """A place that is named below: "start", "today", or by its day."""

    x: float
    anchor: str  # start, middle, end
    name: str
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the template writes down."""

    dots: tuple[Dot, ...]
    lines: tuple[tuple[Dot, Dot], ...]  # neighbours; a place without answers leaves a gap
    ticks: tuple[Tick, ...]
    levels: tuple[tuple[str, float], ...]  # the least, the middle and the most, each with its height
    first_y: float
    band_y: float
    band_height: float
    band_text_y: float | None  # where the words of the band stand at its right end; None where there is no room

    @property
    def rows(self) -> tuple[Spot, ...]:
        """The table beside it: one row for each point."""
        return tuple(dot.spot for dot in self.dots if dot.spot)


def height(value: Value | float, scale: Scale = TEN) -> float:
    """Where a value stands [% from the top]."""
    share = float(value - scale.low) / float(scale.high - scale.low)
    return round(BOTTOM - (BOTTOM - TOP) * share, 2)


def across(place: int, places: int) -> float:
    """Where a place stands [% from the left]."""
    return round(LEFT + (RIGHT - LEFT) * place / max(1, places - 1), 2)


def number(value: Value) -> str:
    """A value as people read it: whole, or with one digit."""
    text = str(int(value)) if value.denominator == 1 else f"{float(value):.1f}"
    return text.replace("-", "−")


def sure_from(first: Value, error_points: Value, improved_pct: int) -> Fraction:
    """From which difference on a change from the first answer is called one."""
    return max(Fraction(error_points), abs(Fraction(improved_pct) * first / 100))


def days_or_weeks(values: Sequence[tuple[date, int]], today: date) -> list[Place]:
    """The places of a chart: each day while they are few, then the weeks that end with today."""
    past = [(day, value) for day, value in values if day <= today]
    if not past:
        return []
    days = (today - min(day for day, _ in past)).days + 1
    step = DAY if days <= DAILY else WEEK
    count = days if step == DAY else min(WEEKS, -(-days // step.days))
    ends = [today - step * n for n in reversed(range(count))]
    return [(end, _spot(end, [value for day, value in past if end - step < day <= end])) for end in ends]


def weekly(places: Sequence[Place]) -> bool:
    """Whether each place is a week."""
    return len(places) > 1 and places[1][0] - places[0][0] == WEEK


def answers(values: Sequence[tuple[date, Value]]) -> list[Place]:
    """The places of a question that is asked now and then: one for each answer, the last twelve."""
    return [(day, _spot(day, [value])) for day, value in sorted(values)[-WEEKS:]]


def chart(first: Value, places: Sequence[Place], sure: Fraction, begin: bool = True, scale: Scale = TEN) -> Chart:
    """A chart of these places. `begin`: the first answer has a place of its own before them, and the last is today.
    `sure`: 0 where nobody knows how much a change must be; then there is no band."""
    offset, total = int(begin), len(places) + int(begin)
    dots: dict[int, Dot] = {0: _start(first, total, scale)} if begin else {}
    shown = [n for n, (_, spot) in enumerate(places) if spot]
    labelled = {*shown[-1:], *(() if begin else shown[:1])}
    for n, (_, spot) in enumerate(places):
        if spot:
            dots[n + offset] = _dot(spot, across(n + offset, total), n in labelled, scale)
    lines = tuple((dots[a], dots[b]) for a, b in pairwise(sorted(dots)) if b == a + 1)
    top, bottom = height(min(scale.high, first + sure), scale), height(max(scale.low, first - sure), scale)
    middle = Fraction(scale.low + scale.high) / 2
    levels = tuple((number(level), height(level, scale)) for level in (scale.low, middle, scale.high))
    room = _room(top, bottom, tuple(dots.values()), lines) if sure else None
    return Chart(
        tuple(dots.values()), lines, tuple(_ticks(places, begin)), levels, height(first, scale), top,
        round(bottom - top, 2), room,
    )  # fmt: skip


def _spot(last: date, values: Sequence[Value]) -> Spot | None:
    if not values:
        return None
    return Spot(last, median(Fraction(one) for one in values), min(values), max(values), len(values))


def _start(first: Value, total: int, scale: Scale) -> Dot:
    y = height(first, scale)
    return Dot(across(0, total), y, y, y, number(first), y < TOP + 9, True, None)


def _dot(spot: Spot, x: float, labelled: bool, scale: Scale) -> Dot:
    y, high_y = height(spot.value, scale), height(spot.high, scale)
    below = high_y < TOP + 9  # the label would leave the drawing, or stand on the thin bar
    return Dot(x, y, height(spot.low, scale), high_y, number(spot.value), below, labelled, spot)


def _room(top: float, bottom: float, dots: Sequence[Dot], lines: Sequence[tuple[Dot, Dot]]) -> float | None:
    """Where the words of the band meet no point, no line and no label."""
    taken = [taken_by(dot) for dot in dots if dot.x >= WORDS_FROM]
    for a, b in lines:
        if b.x >= WORDS_FROM:
            share = max(0.0, (WORDS_FROM - a.x) / (b.x - a.x))
            from_y = a.y + (b.y - a.y) * share
            taken.append((min(from_y, b.y) - 1, max(from_y, b.y) + 1))
    for y in (top + LETTERS + 1, bottom - 2.5):
        if all(y + 2 < start or y - LETTERS > end for start, end in taken):
            return round(y, 2)
    return None


def taken_by(dot: Dot) -> tuple[float, float]:
    """From where to where a point stands, with its thin bar and its label [% from the top]."""
    label = LABEL if dot.labelled else 0
    return dot.high_y - 3 - (0 if dot.below else label), dot.low_y + 3 + (label if dot.below else 0)


def _ticks(places: Sequence[Place], begin: bool) -> Iterator[Tick]:
    """The first place, the last, and one between where there is room: the words must fit on a phone."""
    total = len(places) + int(begin)
    yield Tick(0.0, "start", "start") if begin else Tick(0.0, "start", "", places[0][0])
    if total >= 5:
        middle = total // 2
        yield Tick(across(middle, total), "middle", "", places[middle - int(begin)][0])
    if total >= 2:
        yield Tick(100.0, "end", "today") if begin else Tick(100.0, "end", "", places[-1][0])
