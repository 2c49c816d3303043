"""Scores as instruments ask for them, what may be missing, when one is due, and what a change means."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from supple.core.errors import InputError
from supple.core.findings import Finding, scored
from supple.core.questionnaire import Advice, Change, Choice, Item, Questionnaire, Schedule, Scoring, due, parse

WEEK = timedelta(days=7)
START = date(2026, 1, 5)
CHANGE = Change("less", 2, 30, ("d",))


def of(rule: Any, *items: Item, **scoring: Any) -> Questionnaire:
    return Questionnaire("x", "X", "", "", False, "", "", "", items, Scoring(rule, **scoring), ())


def scale(name: str, **more: Any) -> Item:
    return Item(name, "?", "scale", "little", "much", **more)


def tick(name: str) -> Item:
    return Item(name, "?", "tick")


def choice(name: str, *values: int, **more: Any) -> Item:
    return Item(name, "?", "choice", choices=tuple(Choice(str(one), one) for one in values), **more)


THREE = (scale("a"), scale("b"), scale("c"))

SCORES: list[tuple[Questionnaire, Mapping[str, int], Fraction | int | None]] = [
    (of("sum", *THREE), {"a": 1, "b": 2, "c": 3}, 6),
    (of("mean", *THREE), {"a": 1, "b": 2, "c": 4}, Fraction(7, 3)),
    (of("percent", *THREE), {"a": 10, "b": 5, "c": 0}, 50),
    (of("percent", choice("a", 1, 3), choice("b", 1, 5)), {"a": 3, "b": 1}, Fraction(100, 3)),
    (of("count", *(tick(name) for name in "abcd")), {"a": 1, "c": 1}, 2),
    (of("count", *(tick(name) for name in "abcd")), {}, 0),
    (of("count", *THREE, counts_from=4), {"a": 4, "b": 3, "c": 9}, 2),
    (of("sum", scale("a", reversed=True), scale("b")), {"a": 3, "b": 4}, 11),
    (of("sum", choice("a", 1, 2, 5, reversed=True)), {"a": 5}, 1),
    (of("sum", *THREE), {"a": 1, "b": 2}, None),
    (of("sum", *THREE, missing_most=1), {"a": 1, "b": 2}, Fraction(9, 2)),
    (of("mean", *THREE, missing_most=1), {"a": 1, "b": 2}, Fraction(3, 2)),
    (of("percent", *THREE, missing_most=2), {"a": 7}, 70),
    (of("sum", *THREE, missing_most=2, missing="zero"), {"a": 7}, 7),
    (of("mean", *THREE, missing_most=1, missing="zero"), {"a": 6, "b": 3}, 3),
    (of("percent", *THREE, missing_most=1, missing="zero"), {"a": 10, "b": 5}, 50),
    (of("sum", *THREE, missing_most=2), {}, None),
    (of("sum", *THREE, items=("a", "c")), {"a": 1, "c": 2}, 3),
]


@pytest.mark.parametrize(("asked", "answers", "score"), SCORES)
def test_it_scores(asked: Questionnaire, answers: Mapping[str, int], score: Fraction | None) -> None:
    found = asked.scored(answers)
    assert (found.value if found else None) == score
    assert bool(asked.missing(answers)) == (score is None)


def test_a_subscale_stands_by_itself() -> None:
    parts = {"one": Scoring("mean", ("a", "b"), "One"), "two": Scoring("count", ("c",), "Two", counts_from=5)}
    asked = replace(of("sum", *THREE, missing_most=1), subscales=parts)
    found = asked.scored({"a": 2, "c": 6})
    assert found is not None and found.value == 12 and found.parts == {"one": None, "two": 1}
    assert asked.ends(parts["one"]) == (0, 10) and asked.ends(parts["two"]) == (0, 1) and asked.ends() == (0, 30)


@over(st.lists(st.integers(0, 10), min_size=3, max_size=3), st.sampled_from(["sum", "mean", "percent"]))
def test_a_missing_answer_counts_as_the_others_do_on_average(values: list[int], rule: str) -> None:
    """What is left out and what says the mean of the others come to the same."""
    five = (*THREE, scale("d"))
    asked = of(rule, *five, missing_most=1)
    given = dict(zip("abc", values, strict=True))
    found = asked.scored(given)
    assert found is not None
    low, high = asked.ends()
    assert low <= found.value <= high
    if sum(values) % 3 == 0:
        whole = asked.scored({**given, "d": sum(values) // 3})
        assert whole is not None and whole.value == found.value


@over(st.integers(0, 10))
def test_reversed_twice_is_as_it_was(answer: int) -> None:
    item = scale("a", reversed=True)
    points = item.points({"a": answer})
    assert points is not None and item.points({"a": points}) == answer


# ---- when ----

ASKED = Schedule((0, 4, 8, 12), 13)
DUE = [
    (0, (), True), (0, (0,), False), (3, (0,), False), (4, (0,), True), (4, (0, 4), False), (7, (0, 4), False),
    (7, (0,), True), (8, (0,), True), (30, (0, 4, 8, 12), True), (24, (0, 4, 8, 12), False), (25, (12,), True),
    (25, (25,), False), (38, (25,), True), (400, (), True),
]  # fmt: skip


@pytest.mark.parametrize(("week", "answered", "asked"), DUE)
def test_it_is_due_once_at_each_of_its_weeks(week: int, answered: tuple[int, ...], asked: bool) -> None:
    days = [START + WEEK * one for one in answered]
    assert due(ASKED, START, days, START + WEEK * week) is asked


def test_what_was_said_days_before_need_not_be_said_again() -> None:
    at = START + WEEK * 4
    assert not due(ASKED, START, [at - timedelta(days=6)], at)
    assert due(ASKED, START, [at - timedelta(days=7)], at)


def test_without_a_schedule_it_never_asks_and_before_the_first_week_neither() -> None:
    assert not due(Schedule(), START, (), START + WEEK * 50)
    assert not due(Schedule((4,)), START, (), START + WEEK * 4 - timedelta(days=1))
    assert due(Schedule((4,)), START, (), START + WEEK * 300), "once is once, but it was never said"


@over(st.integers(0, 900))
def test_nobody_is_asked_twice_for_the_same_week(days: int) -> None:
    today = START + timedelta(days=days)
    assert not due(ASKED, START, [today], today)


# ---- what a change means ----

CHANGES: list[tuple[Change, tuple[int, ...], Finding]] = [
    (CHANGE, (), "too_early"), (CHANGE, (6,), "too_early"), (CHANGE, (6, 4), "improved"), (CHANGE, (6, 5), "unchanged"),
    (CHANGE, (8, 6), "unchanged"), (CHANGE, (4, 6), "worse"), (CHANGE, (6, 0, 6), "unchanged"),
    (replace(CHANGE, better="more"), (4, 6), "improved"), (replace(CHANGE, better="more"), (6, 4), "worse"),
    (replace(CHANGE, better="more", against="zero"), (2,), "improved"),
    (replace(CHANGE, better="more", against="zero"), (3, 1), "unchanged"),
    (replace(CHANGE, better="more", against="zero"), (-2,), "worse"),
    (replace(CHANGE, least=10), (50, 39), "unchanged"), (replace(CHANGE, least=10), (30, 20), "improved"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "values", "finding"), CHANGES)
def test_a_change_is_one_beyond_the_error_and_30_per_cent(
    change: Change, values: tuple[int, ...], finding: Finding
) -> None:
    assert scored([Fraction(one) for one in values], change) == finding


def test_advice_is_for_some_scores_alone() -> None:
    low = Advice("Smaller.", ("d",), below=7)
    assert [n for n in range(11) if low.meant_for(Fraction(n))] == [0, 1, 2, 3, 4, 5, 6]
    assert not Advice("", (), at_least=2.5).meant_for(Fraction(12, 5))
    assert Advice("", (), at_least=2.5).meant_for(Fraction(5, 2))


# ---- answers out of a file ----

ODD = of("sum", scale("a"), tick("b"), choice("c", -1, 1), Item("d", "?", "number", low=5, high=90))
REFUSED: list[tuple[object, str]] = [
    ([], "answers: must be an object"),
    ({"z": 1}, "answers.z: is no question; allowed: a, b, c, d"),
    ({"a": 11}, "answers.a: must be a whole number from 0 to 10"),
    ({"a": True}, "answers.a: must be a whole number from 0 to 10"),
    ({"a": 3.0}, "answers.a: must be a whole number from 0 to 10"),
    ({"a": "3"}, "answers.a: must be a whole number from 0 to 10"),
    ({"b": 2}, "answers.b: must be one of: 0, 1"),
    ({"c": 0}, "answers.c: must be one of: -1, 1"),
    ({"d": 4}, "answers.d: must be a whole number from 5 to 90"),
]


def test_it_takes_what_may_be_answered() -> None:
    assert parse(ODD, {"a": 0, "b": 1, "c": -1, "d": 90}) == {"a": 0, "b": 1, "c": -1, "d": 90}
    assert parse(ODD, {}) == {}


@pytest.mark.parametrize(("given", "why"), REFUSED)
def test_it_refuses_what_may_not(given: object, why: str) -> None:
    with pytest.raises(InputError) as refused:
        parse(ODD, given)
    assert str(refused.value) == why
