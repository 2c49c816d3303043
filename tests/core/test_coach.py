"""Asha's first two weeks: from the questions to the second week's plan. Read this first."""

from datetime import date, timedelta

import pytest

from supple.core import coach
from supple.core.answers import parse
from supple.core.content import load
from supple.core.person import Ache, Person, Wishes
from supple.core.plan import Day, Plan
from supple.core.triage import Cleared, Incomplete, Stopped
from tests.people import clear_answers

CONTENT = load()
MONDAY = date(2026, 1, 5)
ASHA = Wishes(
    minutes=10,
    goals=("less_stiff", "sit_longer"),
    ache=Ache("both", ("sitting",), ("stiff",)),
    favourites=("cat_cow",),
    sitting_hours=8,
)


def asha(*ticked: str, **answers: object) -> Person:
    told = parse(clear_answers() | answers, CONTENT.answers)
    outcome = coach.begin(CONTENT, told, MONDAY)
    assert isinstance(outcome, Cleared)
    return coach.person(outcome, told, ticked, ASHA)


def exercises(plan: Plan) -> set[str]:
    return {item.exercise for day in plan.days for item in day.items}


@pytest.fixture(scope="module")
def first_week() -> Plan:
    return coach.plan_for(CONTENT, asha(), MONDAY)


def test_it_begins_with_the_danger_questions_and_asks_what_is_missing() -> None:
    told = clear_answers()
    del told["saddle"]
    outcome = coach.begin(CONTENT, parse(told, CONTENT.answers), MONDAY)
    assert isinstance(outcome, Incomplete)
    assert outcome.unanswered == ("saddle",)


def test_it_stops_where_exercise_is_the_wrong_answer() -> None:
    told = parse(clear_answers() | {"saddle": "new"}, CONTENT.answers)
    outcome = coach.begin(CONTENT, told, MONDAY)
    assert isinstance(outcome, Stopped)
    assert outcome.level == "L0"
    assert not hasattr(outcome, "warning_cards"), "a Stopped has nothing a Person could be made of"


def test_it_needs_what_asha_said() -> None:
    needs = coach.needs_of(CONTENT, asha())
    heaviest = [need.target for need in needs.of[:3]]
    assert "move:spine" in heaviest
    assert needs.weight("lengthen:iliopsoas") > needs.weight("lengthen:calf")
    assert next(need.said for need in needs.of if need.target == "move:spine") == "You want to be less stiff"


def test_it_plans_seven_days_of_three_or_four_items_inside_her_minutes(first_week: Plan) -> None:
    assert [day.date for day in first_week.days] == [MONDAY + timedelta(days=n) for n in range(7)]
    assert all(3 <= len(day.items) <= 4 for day in first_week.days)
    assert all(day.seconds <= 600 for day in first_week.days)
    assert "cat_cow" in exercises(first_week), "her favourite"


def test_it_says_a_reason_beside_every_item(first_week: Plan) -> None:
    for item in (item for day in first_week.days for item in day.items):
        codes = [reason.code for reason in item.because]
        assert codes[0].startswith("need:")
        assert any(code.startswith("evidence:") for code in codes)
        assert all(reason.text for reason in item.because)


def test_it_begins_at_the_base_form_and_the_first_dose(first_week: Plan) -> None:
    assert {item.form for day in first_week.days for item in day.items} <= {"base", "easier"}
    stretches = [item for day in first_week.days for item in day.items if item.kind == "stretch"]
    assert {(item.dose.sets, item.dose.reps, item.dose.hold_s) for item in stretches} <= {(2, 1, 20)}


def test_it_makes_a_bad_day_small_and_mild(first_week: Plan) -> None:
    bad = coach.bad_day(CONTENT, asha(), first_week, MONDAY)
    assert bad.items
    assert bad.seconds < first_week.days[0].seconds
    assert {item.form for item in bad.items} == {"easier"}


def test_it_treats_a_bad_day_with_much_pain_as_a_flare(first_week: Plan) -> None:
    bad = coach.bad_day(CONTENT, asha(pain=7), coach.plan_for(CONTENT, asha(pain=7), MONDAY), MONDAY)
    blocked = set(CONTENT.profiles["acute_flare"].block)
    for item in bad.items:
        assert not CONTENT.exercises[item.exercise].attributes_of(item.form) & blocked


def test_it_fits_a_short_day_into_three_minutes(first_week: Plan) -> None:
    short = coach.short_day(CONTENT, asha(), first_week, MONDAY)
    assert 1 <= len(short.items) <= 2
    assert short.seconds <= 180


def test_it_finds_something_else_for_one_item(first_week: Plan) -> None:
    today = first_week.days[0]
    for item in today.items:
        for offer in coach.something_else(CONTENT, asha(), first_week, MONDAY, item.exercise):
            assert item.exercise not in {one.exercise for one in offer.items}
            kept = {one.exercise for one in today.items} - {item.exercise}
            assert kept < {one.exercise for one in offer.items}


def test_it_carries_the_first_week_into_the_second(first_week: Plan) -> None:
    second = coach.next_plan(CONTENT, asha(), first_week)
    assert second.days[0].date == MONDAY + timedelta(days=7)
    held_s = _held_s(first_week.days + second.days)
    assert max(held_s) <= 600, "any seven days in a row, across the weekend too"
    last, first = first_week.days[-1], second.days[0]
    slots = [{item.slot for item in day.items if item.kind in ("core", "strength")} for day in (last, first)]
    assert not slots[0] & slots[1]


def test_it_plans_the_second_week_inside_a_new_profile(first_week: Plan) -> None:
    """Her shoulder starts to hurt: from then on nothing that puts weight on it, in any form."""
    second = coach.next_plan(CONTENT, asha("shoulder"), first_week)
    blocked = {"HANG", "OVERHEAD", "SHOULDER_LOAD"}
    for item in (item for day in second.days for item in day.items):
        assert not CONTENT.exercises[item.exercise].attributes_of(item.form) & blocked
    assert {"profile:shoulder"} <= {one.rule for one in second.ruled_out}


def test_it_gives_the_same_plan_again(first_week: Plan) -> None:
    assert coach.plan_for(CONTENT, asha(), MONDAY) == first_week


def _held_s(days: tuple[Day, ...]) -> list[int]:
    """Planned stretch seconds of one side, per group and window of seven days."""
    sums: dict[tuple[str, int], int] = {}
    for first in range(len(days)):
        for item in (item for day in days[first : first + 7] for item in day.items if item.kind == "stretch"):
            for group in CONTENT.exercises[item.exercise].groups:
                held = item.dose.sets * item.dose.reps * item.dose.hold_s
                sums[group, first] = sums.get((group, first), 0) + held
    return list(sums.values())
