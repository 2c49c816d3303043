"""The day search against plain enumeration, and the tables that its bound relies on."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from random import Random
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supple.core import worth as tables
from supple.core.coach import needs_of
from supple.core.content import load
from supple.core.menu import Kitchen, terms
from supple.core.person import Moment
from supple.core.search import Picks, Question, best, fits, top, worth
from supple.core.week import Slate, Week, draft, plan_week
from supple.core.words import Start
from tests.core.random_people import by_chance, days_by_chance

CONTENT = load()
SEEDS = st.integers(0, 10_000)


def week_of(seed: int, days: int = 7) -> Week:
    person = by_chance(CONTENT, seed)
    kitchen = Kitchen(CONTENT, person, needs_of(CONTENT, person), terms(CONTENT, person.wishes.minutes))
    return Week(kitchen.frame(), tuple(map(kitchen.slate, days_by_chance(person, seed, days))))


def thinned(slate: Slate, chance: Random, flavour: int | None, count: int = 10) -> Slate:
    """A day with only a few of its choices, most of one flavour if so wanted: many alike are where a bound may slip."""
    alike = [place for place, choice in enumerate(slate.choices)
             if flavour in (None, choice.flavour) or chance.random() < 0.1]  # fmt: skip
    chosen = sorted(chance.sample(alike, min(count, len(alike))))
    choices = [slate.choices[place] for place in chosen]
    return replace(slate, choices=choices, prices=tuple(slate.prices[place] for place in chosen))


def question_of(seed: int) -> Question:
    """A thinned day beside other days that already hold something."""
    chance, week = Random(seed), week_of(seed)
    flavour = chance.choice((None, None, 0, 1, 2))
    week = replace(week, slates=tuple(thinned(slate, chance, flavour) for slate in week.slates))
    others = draft(week)
    for day in chance.sample(range(7), chance.randint(0, 6)):
        others.replan(day)
    return others.question(chance.randrange(7))


def by_definition(question: Question, picks: Sequence[int]) -> int:
    """What a session is worth, straight from the tables."""
    chosen = [question.choices[place] for place in picks]
    value = sum(question.prices[place] for place in picks) + sum(question.steps[: len(picks)])
    for need, curve in enumerate(question.curves):
        seconds = sum(dict(choice.gains).get(need, 0) for choice in chosen)
        value += curve[question.units[need] + tables.SESSION[seconds]] - curve[question.units[need]]
    for flavour, steps in enumerate(tables.FLAVOUR_STEPS):
        value += sum(steps[: sum(choice.flavour == flavour for choice in chosen)])
    way = 0
    for choice in chosen:
        way |= choice.path
    return value - way.bit_count() * tables.EDGE


def allowed(question: Question, picks: Sequence[int]) -> bool:
    """Whether a session keeps the limits of its day, straight from the limits."""
    chosen = [question.choices[place] for place in picks]
    if any(one.mask & other.mask for one, other in combinations(chosen, 2)):
        return False
    if any(choice.mask & question.blocked for choice in chosen):
        return False
    stretched = [sum(choice.stretch_s for choice in chosen if group in choice.stretched)
                 for group in range(len(question.room_s))]  # fmt: skip
    within = all(seconds <= room or not seconds for seconds, room in zip(stretched, question.room_s, strict=True))
    return within and sum(choice.seconds for choice in chosen) <= question.seconds


def enumerated(question: Question) -> list[tuple[int, Picks]]:
    """Every legal session with its worth, best first."""
    sizes = range(1, len(question.steps) + 1)
    sessions = (picks for size in sizes for picks in combinations(range(len(question.choices)), size))
    return sorted(
        ((by_definition(question, picks), picks) for picks in sessions if allowed(question, picks)), reverse=True
    )


@settings(max_examples=120, deadline=None, derandomize=True)
@given(SEEDS)
def test_it_finds_the_best_session_that_plain_enumeration_finds(seed: int) -> None:
    question = question_of(seed)
    every = enumerated(question)
    found = best(question)
    if not every or every[0][0] <= 0:
        assert found is None
    else:
        assert found is not None
        assert found[0] == every[0][0]
        assert allowed(question, found[1])


@settings(max_examples=20, deadline=None, derandomize=True)
@given(SEEDS)
def test_it_lists_good_sessions_best_first_and_each_once(seed: int) -> None:
    question = question_of(seed)
    found = top(question, 10)
    assert found == sorted(found, key=lambda one: -one[0])
    assert len({picks for _, picks in found}) == len(found) <= 10
    assert all(value == by_definition(question, picks) and allowed(question, picks) for value, picks in found)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(SEEDS, st.integers(0, 10_000))
def test_it_values_and_judges_a_session_as_its_tables_say(seed: int, other: int) -> None:
    question = question_of(seed)
    chance = Random(other)
    count = min(len(question.choices), chance.randint(1, len(question.steps)))
    picks = tuple(chance.sample(range(len(question.choices)), count))
    assert worth(question, picks) == by_definition(question, picks)
    assert fits(question, picks) == allowed(question, picks)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(SEEDS)
def test_it_looks_at_nothing_that_is_not_better_than_asked(seed: int) -> None:
    question = question_of(seed)
    found = best(question)
    if found is not None:
        assert best(question, found[0]) is None
        again = best(question, found[0] - 1)
        assert again is not None
        assert again[0] == found[0]


@settings(max_examples=8, deadline=None, derandomize=True)
@given(SEEDS)
def test_it_leaves_no_day_that_could_be_better_beside_the_others(seed: int) -> None:
    week = week_of(seed)
    settled = draft(week, plan_week(week))
    before = settled.total()
    assert not any(settled.replan(day) for day in range(7))
    assert settled.total() == before


@pytest.mark.parametrize(
    "table", [*tables.FLAVOUR_STEPS, tables.uses(2, False), tables.uses(0, True), tables.uses(1, False, True)]
)
def test_it_gives_less_for_more_of_the_same(table: tuple[int, ...]) -> None:
    assert all(one >= other for one, other in pairwise(table))


@pytest.mark.parametrize("curve", [tables.SESSION, tables.curve(1), tables.curve(7)])
def test_it_never_rises_faster_than_before(curve: tuple[int, ...]) -> None:
    rises = [other - one for one, other in pairwise(curve)]
    assert all(one >= other >= 0 for one, other in pairwise(rises))


def test_it_counts_what_is_held_and_not_the_way_into_it() -> None:
    """Or whatever takes longest to get into would pass for the best stretch."""
    dose = CONTENT.doses.kinds["stretch"].start
    long_way, short_way = (CONTENT.exercises[slug] for slug in ("floor_spinal_twist", "lying_glute_stretch"))
    assert long_way.move_s > short_way.move_s
    assert tables.work_s(long_way, dose) == tables.work_s(short_way, dose) == dose.sets * dose.hold_s


def test_it_takes_breathing_for_no_warm_up() -> None:
    first = {kind: tables.FLAVOUR_STEPS[flavour][0] for kind, flavour in tables.FLAVOURS.items()}
    assert first["breathing"] == 0 < first["walk"] == first["mobility"]


def test_it_counts_items_above_everything_else() -> None:
    heaviest = sum(tables.curve(20)[-1] for _ in range(12))
    assert heaviest < tables.NEVER


@pytest.mark.parametrize("one", get_args(Start))
@pytest.mark.parametrize("other", get_args(Start))
def test_it_goes_there_and_back_over_each_edge_twice(one: Start, other: Start) -> None:
    there = tables.changes("stand", one) + tables.changes(one, other) + tables.changes(other, "stand")
    assert there == 2 * (tables.path(one) | tables.path(other)).bit_count()
    assert tables.changes(one, other) == tables.changes(other, one)
    assert (tables.changes(one, other) == 0) == (one == other)


def test_it_sees_where_time_is_short() -> None:
    """The best item by itself leaves no room for the two that are better together."""
    standing = tables.FLAVOURS["posture"]
    choices = [tables.Choice((), place, 0, 0, 0, standing, seconds, (), 0)
               for place, seconds in enumerate((500, 300, 300))]  # fmt: skip
    assert best(Question(choices, [100, 90, 80], (), (), (), 0, 600, (0, 0))) == (170, (1, 2))


def test_it_plans_one_day_exactly() -> None:
    week = week_of(3, days=1)
    [picks] = plan_week(week)
    found = best(week.question(0, []))
    assert found is not None
    assert found[1] == picks


def test_it_asks_for_no_moment_twice() -> None:
    """Two days under the same limits share their menu; the ties still differ from day to day."""
    person = by_chance(CONTENT, 5)
    kitchen = Kitchen(CONTENT, person, needs_of(CONTENT, person), terms(CONTENT, 10))
    days = [Moment(moment.day, "home", None) for moment in days_by_chance(person, 5)]
    slates = [kitchen.slate(moment) for moment in days]
    assert len(kitchen.menus) == 1
    assert len({slate.prices for slate in slates}) > 1
