"""What the values of a self-test say: a word, a difference between the sides, a tag; and whether two results differ.

A doubt (sex or age not known) never makes a wish: a tag needs every norm that may apply. It may add a care: a risk
needs one of them. A result tracks somebody; it is no diagnosis.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Literal

from supple.core.errors import InputError
from supple.core.record import Tested
from supple.core.self_test import Measure, Norm, SelfTest, Side, Word

Value = float | str
Values = Mapping[str, Mapping[str, tuple[Value, ...]]]  # measure -> side -> one value for each trial
Change = Literal["more", "less", "too small"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One measure on one side."""

    measure: Measure
    side: Side
    value: Value
    word: Word | None  # None: nothing is known of people like this one, or too little of this one
    typical: tuple[float, float] | None  # of people like this one, or of all whom it may be
    sure: bool = True  # whether `typical` is of one group alone
    low: bool = False  # flagged by every norm that may apply
    maybe_low: bool = False  # flagged by one of them


@dataclass(frozen=True, slots=True)
class SideGap:
    """How far the sides are apart."""

    measure: Measure
    apart: float
    less: Side  # the side with less of it
    counts: bool  # more than chance


@dataclass(frozen=True, slots=True)
class Result:
    """All that one self-test says."""

    test: SelfTest
    readings: tuple[Reading, ...]
    gaps: tuple[SideGap, ...]
    tags: tuple[str, ...]
    nerve: bool
    void: bool  # not done as it must be: nothing follows from it
    adds: str  # the condition that it adds; empty: none

    def reading(self, measure: str, side: str) -> Reading | None:
        """The reading of one measure on one side."""
        return next((one for one in self.readings if (one.measure.id, one.side) == (measure, side)), None)


# --- What was put in -------------------------------------------------------------------------------------------------


def parse(test: SelfTest, given: object) -> Values:
    """Values out of JSON. Raises InputError naming the measure and what is allowed."""
    table = _table("values", given, [one.id for one in test.measures])
    return {one.id: _sides(one, table[one.id]) for one in test.measures}


def as_object(values: Values) -> dict[str, dict[str, list[Value]]]:
    """The same as JSON keeps it."""
    return {name: {side: list(trials) for side, trials in sides.items()} for name, sides in values.items()}


def _table(key: str, given: object, names: Sequence[str]) -> Mapping[str, object]:
    if not isinstance(given, Mapping):
        raise InputError(key, f"must be an object of: {', '.join(names)}")
    for name in given:
        if name not in names:
            raise InputError(f"{key}.{str(name)[:60]}", f"unknown key; allowed: {', '.join(names)}")
    for name in names:
        if name not in given:
            raise InputError(f"{key}.{name}", "is missing")
    return given


def _sides(measure: Measure, given: object) -> dict[str, tuple[Value, ...]]:
    key = f"values.{measure.id}"
    table = _table(key, given, measure.sides)
    return {side: _trials(measure, f"{key}.{side}", table[side]) for side in measure.sides}


def _trials(measure: Measure, key: str, given: object) -> tuple[Value, ...]:
    wanted = measure.trials if measure.how != "choice" else 1
    if not isinstance(given, list | tuple) or len(given) != wanted:
        raise InputError(key, f"must be a list of {wanted}")
    return tuple(check(measure, f"{key}[{n}]", one) for n, one in enumerate(given))


def check(measure: Measure, key: str, value: object) -> Value:
    """One value. Raises InputError saying what is allowed."""
    if measure.how == "choice":
        words = [choice.value for choice in measure.choices]
        if not isinstance(value, str) or value not in words:
            raise InputError(key, f"must be one of: {', '.join(words)}")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not measure.least <= value <= measure.most:
        raise InputError(key, f"must be a number from {measure.least:g} to {measure.most:g}")
    return float(value)


def asked(tests: Mapping[str, SelfTest], given: object) -> Result:
    """What one object says: the test by its code or name, the values, and age and sex where they are known."""
    if not isinstance(given, Mapping):
        raise InputError("file", 'must hold an object such as {"test": "A11", "values": {"hold": {"both": [40]}}}')
    for key in given:
        if key not in ("test", "age", "sex", "values"):
            raise InputError(str(key)[:60], "unknown key; allowed: test, age, sex, values")
    test = next((one for one in tests.values() if given.get("test") in (one.code, one.id)), None)
    if test is None:
        raise InputError("test", f"must be one of: {', '.join(one.code for one in tests.values())}")
    age, sex = given.get("age"), given.get("sex")
    if age is not None and (type(age) is not int or not 18 <= age <= 120):
        raise InputError("age", "must be a whole number from 18 to 120")
    if sex not in (None, "female", "male"):
        raise InputError("sex", "must be one of: female, male")
    return result(test, age, sex, parse(test, given.get("values")))


def as_row(found: Result) -> dict[str, object]:
    """The same as one plain object."""
    readings = [
        {"measure": one.measure.id, "side": one.side, "value": one.value, "unit": one.measure.unit,
         "word": one.word or "", "typical": one.typical, "sure": one.sure,
         "error": one.measure.error.one if one.measure.error else None,
         "change": one.measure.error.change if one.measure.error else None} for one in found.readings
    ]  # fmt: skip
    gaps = [{"measure": one.measure.id, "apart": one.apart, "less": one.less, "counts": one.counts}
            for one in found.gaps]  # fmt: skip
    return {"code": found.test.code, "test": found.test.id, "readings": readings, "gaps": gaps,
            "tags": found.tags, "nerve": found.nerve, "void": found.void, "adds": found.adds}  # fmt: skip


# --- What it says ----------------------------------------------------------------------------------------------------


def result(test: SelfTest, age: int | None, sex: str | None, values: Values) -> Result:
    """What these values say of somebody of this age and sex, as far as both are known."""
    readings = tuple(_readings(test, age, sex, values))
    chosen = [choice for one in readings for choice in one.measure.choices if choice.value == one.value]
    nerve, void = any(one.nerve for one in chosen), any(one.void for one in chosen)
    gaps = tuple(_gaps(test, readings))
    tags = {one.measure.tag for one in readings if one.low} | {one.measure.tag for one in gaps if one.counts}
    tags |= {one.tag for one in chosen}
    risky = any(one.maybe_low for one in readings) and test.risk and (age is None or age >= test.risk.from_age)
    found = () if void or nerve else tuple(sorted(tag for tag in tags if tag))  # a nerve sign is no reason to stretch
    return Result(test, readings, gaps, found, nerve, void, test.risk.profile if risky and test.risk else "")


def _readings(test: SelfTest, age: int | None, sex: str | None, values: Values) -> Iterator[Reading]:
    for measure in test.measures:
        for side in measure.sides:
            trials = values[measure.id][side]
            if measure.how == "choice":
                yield Reading(measure, side, trials[0], None, None)
            else:
                yield _reading(measure, side, mean(measure, trials), norms_for(measure, age, sex))


def mean(measure: Measure, trials: Sequence[Value]) -> float:
    """The mean of the trials, to the nearest step."""
    step = Fraction(str(measure.step))
    return float(round(sum(Fraction(str(one)) for one in trials) / len(trials) / step) * step)


def norms_for(measure: Measure, age: int | None, sex: str | None) -> tuple[Norm, ...]:
    """Those that may apply; with sex or age not known, all that fit the rest."""
    return tuple(
        one
        for one in measure.norms
        if (one.sex is None or sex is None or one.sex == sex)
        and (not one.ages or age is None or one.ages[0] <= age <= one.ages[1])
    )


def _reading(measure: Measure, side: Side, value: float, norms: Sequence[Norm]) -> Reading:
    bands = {(one.typical[0], one.typical[1]) for one in norms if one.typical}
    flags = [_short_of(measure, value, one.flag) for one in norms if one.flag is not None]
    low, high = min((band[0] for band in bands), default=0.0), max((band[1] for band in bands), default=0.0)
    sure = len(bands) == 1
    return Reading(
        measure, side, value,
        word=_word(measure, value, low, high) if sure else None,
        typical=(low, high) if bands else None,
        sure=sure, low=bool(flags) and all(flags), maybe_low=any(flags),
    )  # fmt: skip


def _word(measure: Measure, value: float, low: float, high: float) -> Word:
    if low <= value <= high:
        return "typical"
    return "more than most" if (value > high) is (measure.better == "more") else "less than most"


def _short_of(measure: Measure, value: float, flag: float) -> bool:
    return value < flag if measure.better == "more" else value > flag


def _gaps(test: SelfTest, readings: Sequence[Reading]) -> Iterator[SideGap]:
    for measure, both in groupby((one for one in readings if one.measure.gap), lambda one: one.measure):
        left, right = (float(one.value) for one in both)
        gap, apart = measure.gap, round(abs(left - right), 2)
        assert gap is not None  # noqa: S101 (filtered above)
        counts = apart > gap.most if not gap.pct else apart >= max(gap.most, gap.pct / 100 * max(left, right))
        yield SideGap(measure, apart, "left" if (left < right) is (measure.better == "more") else "right", counts)


# --- Over time -------------------------------------------------------------------------------------------------------


def change(measure: Measure, earlier: float, later: float) -> Change:
    """Whether there is more or less of it than before; a change within the error is none."""
    assert measure.error is not None  # noqa: S101 (every number has one)
    apart = round(later - earlier, 6)
    if abs(apart) < measure.error.change:
        return "too small"
    return "more" if (apart > 0) is (measure.better == "more") else "less"


def tags(tests: Mapping[str, SelfTest], done: Iterable[Tested], age: int | None, sex: str | None) -> tuple[str, ...]:
    """What the newest results of each test ask for; a test that needs several to agree asks only then."""
    found: set[str] = set()
    by_test = sorted((one for one in done if one.test in tests), key=lambda one: (one.test, one.at))
    for name, rows in groupby(by_test, lambda one: one.test):
        test = tests[name]
        days = list({one.at.date(): result(test, age, sex, one.values).tags for one in rows}.values())
        if len(days) >= test.agree:
            found |= set.intersection(*map(set, days[-test.agree :]))
    return tuple(sorted(found))
