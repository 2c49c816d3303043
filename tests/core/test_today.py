"""A day of the plan at a moment: what is due now, what stands in for it, and what is said of the difference."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from supple.core import coach
from supple.core.course import NEWCOMER, Course, Rung
from supple.core.dose import Dose
from supple.core.person import Moment, Person
from supple.core.plan import Plan
from supple.core.today import Today, today
from tests.core.histories import CONTENT
from tests.core.random_people import MONDAY
from tests.people import somebody

WHO = somebody(minutes=15, goals=("less_stiff", "sit_longer"), favourites=("floor_spinal_twist", "bird_dog"))
PLAN = coach.plan_for(CONTENT, WHO, MONDAY, 2)
ITEMS = {item.exercise: item for item in PLAN.days[0].items}


def now(who: Person = WHO, plan: Plan = PLAN, course: Course = NEWCOMER, **at: Any) -> Today:
    return today(CONTENT, who, coach.needs_of(CONTENT, who), Moment(MONDAY, who.wishes.place, **at), plan, course)


def with_profiles(*names: str) -> Person:
    return replace(WHO, profiles=names)


def done(found: Today) -> dict[str, str]:
    return {turn.option.exercise: turn.option.permitted.form for turn in found.turns}


def said(found: Today) -> Mapping[str | None, tuple[str, str]]:
    return {change.exercise: (change.code, change.text) for change in found.changes}


def test_it_does_what_was_planned_and_says_nothing_of_it() -> None:
    found = now()
    assert list(done(found)) == list(ITEMS)
    assert {"floor_spinal_twist", "bird_dog"} <= set(ITEMS), "the cases below speak of them"
    assert found.changes == ()
    for turn in found.turns:
        assert turn.option.dose == ITEMS[turn.option.exercise].dose
        assert turn.because == tuple(reason.text for reason in ITEMS[turn.option.exercise].because)


@pytest.mark.parametrize(("minutes", "bends"), [(59, False), (60, True), (None, True)])
def test_it_bends_deeply_only_an_hour_after_rising(minutes: int | None, bends: bool) -> None:
    found = now(since_rising_min=minutes)
    assert ("floor_spinal_twist" in done(found)) == bends
    if not bends:
        code, text = said(found)["floor_spinal_twist"]
        assert code == "swapped_today"
        assert text.endswith("in place of Floor spinal twist today. No deep bending in the first 60 minutes after "
                             "getting up.")  # fmt: skip


@pytest.mark.parametrize(("minutes", "only"), [(9, True), (10, False)])
def test_it_only_walks_and_breathes_right_after_rising(minutes: int, only: bool) -> None:
    kinds = {turn.option.permitted.kind for turn in now(since_rising_min=minutes).turns}
    assert (kinds <= {"walk", "breathing"}) == only


def test_it_leaves_out_what_nothing_can_stand_in_for() -> None:
    found = now(since_rising_min=5)
    left = [change for change in found.changes if change.code == "left_out_today"]
    assert left
    assert len(found.turns) + len(left) == len(ITEMS)
    assert all("is left out today. Not in the first 10 minutes" in change.text for change in left)


def test_it_stands_in_with_something_of_the_same_slot_where_there_is() -> None:
    found = now(since_rising_min=30)
    [new] = set(done(found)) - set(ITEMS)
    assert CONTENT.exercises[new].slot == CONTENT.exercises["floor_spinal_twist"].slot


def test_it_gives_the_easier_form_that_a_new_condition_asks_for_and_says_which() -> None:
    found = now(coach.in_flare(WHO))
    assert set(done(found).values()) == {"easier"}
    code, text = said(found)["bird_dog"]
    assert code == "easier_today"
    assert text == "Bird-dog in its easier form today. The easier form, because of a strong flare."


@pytest.mark.parametrize(("pain", "forms"), [(5, {"base"}), (6, {"easier"})])
def test_it_gives_the_easier_form_where_it_hurts_a_lot(pain: int, forms: set[str]) -> None:
    found = now(replace(WHO, pain=pain))
    assert set(done(found).values()) == forms
    if forms == {"easier"}:
        assert said(found)["bird_dog"][1] == (
            "Bird-dog in its easier form today, because it hurts a lot at the moment.")  # fmt: skip


def test_it_says_which_rule_stands_against_an_exercise() -> None:
    found = now(with_profiles("wrist"))
    assert "bird_dog" not in done(found)
    assert said(found)["bird_dog"][1].endswith("because of your wrist: it puts weight on a bent wrist.")


def test_it_leaves_out_what_rests_since_the_plan_was_made() -> None:
    resting = Course(rests_until={"bird_dog": MONDAY + timedelta(days=3)})
    found = now(course=resting)
    assert "bird_dog" not in done(found)
    assert said(found)["bird_dog"][1].endswith(CONTENT.spoken.hints["rest"])


def test_it_asks_for_no_more_than_was_planned_though_more_is_due() -> None:
    high = Course({"bird_dog": Rung("core", "harder", Dose(1, 6, 10))})
    [option] = [turn.option for turn in now(course=high).turns if turn.option.exercise == "bird_dog"]
    planned = ITEMS["bird_dog"]
    assert (option.permitted.form, option.dose) == (planned.form, planned.dose)
    assert option.rung == high.rungs["bird_dog"], "the record learns where the person stands"


def test_it_asks_for_less_where_less_is_due_and_says_so_once() -> None:
    high = Course({"bird_dog": Rung("core", "base", Dose(1, 6, 10))})
    plan = coach.plan_for(CONTENT, WHO, MONDAY, 1)
    more = replace(ITEMS["bird_dog"], dose=Dose(1, 6, 10), seconds=400)
    items = tuple(more if item.exercise == "bird_dog" else item for item in plan.days[0].items)
    plan = replace(plan, days=(replace(plan.days[0], items=items),))
    assert now(plan=plan, course=high).changes[:1] != ()
    found = now(plan=plan)
    assert said(found)["bird_dog"] == ("less_today", "A little less of Bird-dog today.")
    halved = replace(NEWCOMER, volume_pct=50, volume_until=MONDAY)
    assert said(now(plan=plan, course=halved)) == {}, "the course has said why by itself"


def test_it_halves_the_session_after_a_sore_morning() -> None:
    found = now(course=Course(volume_pct=50, volume_until=MONDAY))
    for turn in found.turns:
        option, planned = turn.option, ITEMS[turn.option.exercise]
        assert option.seconds < planned.seconds
        assert min(option.dose.sets, option.dose.reps) >= 1


def test_it_keeps_a_bad_day_small() -> None:
    bad = coach.bad_day(CONTENT, WHO, PLAN, MONDAY)
    found = now(plan=replace(PLAN, days=(bad, *PLAN.days[1:])))
    assert set(done(found).values()) == {"easier"}
    assert sum(turn.option.seconds for turn in found.turns) == bad.seconds
    swaps = [swap for turn in found.turns for swap in turn.swaps]
    assert swaps
    assert {swap.permitted.form for swap in swaps} == {"easier"}


def test_it_keeps_a_short_day_short() -> None:
    short = coach.short_day(CONTENT, WHO, PLAN, MONDAY)
    found = now(plan=replace(PLAN, days=(short, *PLAN.days[1:])))
    assert sum(turn.option.seconds for turn in found.turns) == short.seconds <= 180


def test_it_offers_two_swaps_of_the_same_slot_first_and_new_ones_before_old() -> None:
    found = now()
    offered = [swap.exercise for turn in found.turns for swap in turn.swaps]
    assert [len(turn.swaps) for turn in found.turns] == [2] * len(found.turns)
    assert len(set(offered)) == len(offered), "there is enough for everybody here"
    twist = next(turn for turn in found.turns if turn.option.permitted.exercise.slot == "rot")
    assert twist.swaps[0].permitted.exercise.slot == "rot"


def test_it_offers_nothing_that_is_disliked() -> None:
    swap = now().turns[1].swaps[0].exercise
    who = WHO.wishing(dislikes=(swap,))
    assert swap not in [one.exercise for turn in now(who).turns for one in turn.swaps]


def test_it_has_an_easier_form_only_where_that_may_be_done_with_the_same_amount() -> None:
    found = now()
    [option] = [turn.option for turn in found.turns if turn.option.exercise == "bird_dog"]
    easier = found.eased(option)
    assert easier is not None
    assert (easier.permitted.form, easier.dose, easier.seconds) == ("easier", option.dose, option.seconds)
    assert found.eased(easier) is None
    forbidden = {key: one for key, one in found.allowed.items() if key != ("bird_dog", "easier")}
    assert replace(found, allowed=forbidden).eased(option) is None
    once = replace(found.allowed["bird_dog", "easier"], caps=("x1",))
    twice = replace(option, dose=replace(option.dose, sets=2))
    assert found.eased(twice) is not None
    assert replace(found, allowed={**found.allowed, ("bird_dog", "easier"): once}).eased(twice) is None


def test_it_plans_nothing_twice_when_one_item_gives_way() -> None:
    for minutes in (5, 30, None):
        found = now(with_profiles("wrist", "leg_pain"), since_rising_min=minutes)
        own = [turn.option.exercise for turn in found.turns]
        assert len(set(own)) == len(own)
