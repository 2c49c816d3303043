"""The control rules, each by itself, on a ladder of five rungs: easier, then base from 2 x 20 s to 3 x 30 s."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from supple.core.course import Course, Ladder, Rung
from supple.core.dose import Dose
from supple.core.progress import progress
from supple.core.record import Given, ItemRecord, Pause, Record
from tests.core.histories import (
    CONTENT,
    LADDER,
    RULES,
    TOP,
    Life,
    given,
    life_by_chance,
    morning,
    rested,
    the_day,
    the_time,
)

MANY = settings(max_examples=40, deadline=None, derandomize=True)
SEEDS = st.integers(0, 100_000)
START = LADDER.start
FOUR = ("squat", "plank", "twist", "bend")


# ---- up ----


def test_it_begins_where_the_ladder_says() -> None:
    found = Life().on(0)
    assert (found.places, found.rungs) == ({"squat": START}, {"squat": LADDER.rungs[START]})
    assert (found.volume_pct, found.restart, found.moved, found.rests_until) == (100, False, (), {})


def test_it_goes_up_after_three_easy_green_sessions_and_not_before() -> None:
    assert Life().sessions(0, 1).place(2) == START
    life = Life().sessions(0, 1, 2)
    assert life.place(2) == START + 1
    [moved] = life.on(2).moved
    assert (moved.day, moved.code, moved.exercise, moved.more) == (the_day(2), "up_hold", "squat", 5)


def test_it_needs_three_more_for_the_next_step() -> None:
    assert Life().sessions(0, 2, 4, 6, 8).place(9) == START + 1
    assert Life().sessions(0, 2, 4, 6, 8, 10).place(10) == START + 2


def test_it_says_what_is_more() -> None:
    life = Life().sessions(*range(0, 30, 2))
    assert life.place(30) == TOP
    assert [(one.code, one.more) for one in life.on(30).moved] == [("up_hold", 5), ("up_hold", 5), ("up_sets", 1)]
    assert Life().sessions(*range(0, 60, 2)).place(60) == TOP, "the top is the top"


def test_it_goes_up_from_the_easier_form_by_its_form_alone() -> None:
    life = Life(ladders={"squat": replace(LADDER, start=0)}).sessions(0, 1, 2)
    assert life.codes(2) == ["up_variant"]
    assert life.on(2).rungs["squat"].dose == LADDER.rungs[0].dose


@pytest.mark.parametrize(("effort", "place"), [(6, START + 1), (7, START), (None, START)])
def test_it_goes_up_only_where_effort_was_six_or_less(effort: int | None, place: int) -> None:
    assert Life().sessions(0, 1, 2, effort=effort).place(2) == place


def test_it_counts_in_a_row_so_that_a_hard_session_begins_the_row_again() -> None:
    hard = Life().sessions(0, 1).session(2, effort=7).sessions(3, 4)
    assert hard.place(4) == START
    assert hard.session(5).place(5) == START + 1


def test_it_neither_counts_nor_breaks_a_row_where_effort_was_not_said() -> None:
    assert Life().sessions(0, 1).session(2, effort=None).session(3).place(3) == START + 1


@pytest.mark.parametrize("broken", [{"colour": "amber"}, {"done": False}])
def test_it_begins_the_row_again_after_an_amber_or_what_was_left(broken: dict[str, Any]) -> None:
    life = Life().sessions(0, 1).session(2, **broken).sessions(3, 4)
    assert life.place(4) == START
    assert life.session(5).place(5) == START + 1


def test_it_counts_no_session_in_which_less_was_given() -> None:
    less = given(Rung("stretch", "base", Dose(1, 1, 20)))
    assert Life().sessions(0, 1, 2, given=less).place(2) == START


def test_it_lifts_two_items_in_any_seven_days_the_greatest_need_first() -> None:
    life = Life(FOUR).sessions(0, 1, 2)
    ups = [one.exercise for one in life.on(2).moved]
    assert ups == ["squat", "plank"]
    assert [life.place(8, slug) for slug in FOUR] == [START + 1, START + 1, START, START]
    assert [life.place(9, slug) for slug in FOUR] == [START + 1] * 4, "the others a week later"


def test_it_lifts_nothing_in_a_flare() -> None:
    life = Life().sessions(0, 1, 2, effort=None).sessions(3, 4).session(5, rest=6)
    assert life.codes(5) == [], "the third easy session was the day a flare began"
    assert life.sessions(6, 7, 8, rest=2, effort=None).place(8) == START, "72 hours touch four days"
    assert life.place(9) == START + 1


def test_it_lifts_nothing_while_somebody_is_away() -> None:
    life = Life(FOUR).sessions(0, 1, 2)
    assert [life.place(10, slug) for slug in FOUR] == [START + 1, START + 1, START, START]
    assert "up_hold" not in [one.code for one in life.on(10).moved if one.day > the_day(2)]
    assert [life.session(10).place(11, slug) for slug in FOUR] == [START + 1, START + 1, START, START]
    life.sessions(11, 12)
    assert life.place(12, "squat") == START + 2, "days away begin the row again"


def test_it_counts_a_step_once_that_the_session_had_taken_already() -> None:
    """The session was made in the morning with a step up; what is known since would not have given it."""
    life = Life(FOUR).sessions(0, 1, 2)
    higher = given(LADDER.rungs[START + 1])
    items = tuple(ItemRecord(slug, "stretch", higher, higher, True, "green", (0, 9, 9)) for slug in FOUR[2:])
    life.add(rested(9, 8, items, effort=5))
    assert [life.place(9, slug) for slug in FOUR] == [START + 1] * 4
    assert [life.place(9 + 30, slug) for slug in FOUR[2:]] == [START] * 2
    assert sum(one.code == "up_hold" for one in life.on(9).moved) == 4
    assert [life.session(n).place(n, "twist") for n in (10, 11)] == [START + 1, START + 1]


def test_it_lifts_what_has_waited_longest_before_what_is_needed_more() -> None:
    """Else the two most needed exercises would take every step there is."""
    life = Life(FOUR).sessions(*range(9))
    assert [life.place(8, slug) for slug in FOUR] == [START + 1, START + 1, START, START]
    life.session(9)
    assert [life.place(9, slug) for slug in FOUR] == [START + 1] * 4
    assert [life.place(16, slug) for slug in FOUR] == [START + 2, START + 2, START + 1, START + 1]


@pytest.mark.parametrize("n", range(3, 30))
def test_it_makes_one_step_of_one_whether_the_day_is_read_before_or_after_its_session(n: int) -> None:
    """What was earned earlier goes up in the morning; the session made from it earns no second step the same day."""
    life = Life(FOUR).sessions(*range(n))
    before = life.on(n).places
    after = life.session(n).on(n).places
    assert all(after[slug] - before[slug] <= 1 for slug in FOUR)
    ups = [one.day for one in life.on(n).moved if one.code.startswith("up_")]
    assert all(sum(day <= other < day + timedelta(days=7) for other in ups) <= 2 for day in ups)
    climbed = sum(after.values()) - START * len(FOUR)
    assert climbed == len(ups), "every step up is told"


@MANY
@over(SEEDS)
def test_it_never_lifts_more_than_two_items_a_week_nor_one_item_by_two_steps(seed: int) -> None:
    life = life_by_chance(seed, FOUR)
    ups = [one.day for one in life.on(70).moved if one.code.startswith("up_")]
    for first in ups:
        assert sum(timedelta(0) <= day - first < timedelta(days=7) for day in ups) <= 2
    for one, other in pairwise(life.on(n) for n in range(70)):
        assert all(other.places[slug] - one.places[slug] <= 1 for slug in FOUR)


# ---- down ----


def test_it_goes_one_step_back_after_a_red_and_begins_the_row_again() -> None:
    life = Life().sessions(0, 1, 2, 3, 4).session(5, "red")
    assert life.place(5) == START
    assert life.codes(5) == ["up_hold", "down_red"]
    assert life.sessions(6, 7).place(7) == START
    assert life.session(8).place(9) == START + 1


def test_it_leaves_an_item_out_for_seven_days_after_a_red_on_its_lowest_step() -> None:
    life = Life(ladders={"squat": replace(LADDER, start=0)}).session(0, "red")
    course = life.on(0).course(the_day(1))
    assert [course.rests("squat", the_day(n)) for n in range(1, 9)] == [True] * 7 + [False]
    assert life.place(8) == 0
    [moved] = life.on(0).moved
    assert (moved.code, moved.days) == ("left_out", 7)


def test_it_only_goes_back_where_there_is_a_lower_step() -> None:
    assert Life().session(0, "red").on(0).rests_until == {}


def test_it_goes_by_the_form_that_hurt() -> None:
    """Pain made it the easier form today, and even that was too much: there is nothing below it."""
    low = given(LADDER.rungs[0])
    life = Life().sessions(0, 1, 2).session(3, "red", given=low)
    assert life.place(3) == 0
    assert life.on(3).rests_until == {"squat": the_day(11)}
    assert Life().sessions(0, 1, 2).session(3, "red").place(3) == START, "the same red in the base form"


def test_it_goes_back_after_two_ambers_in_a_row() -> None:
    assert Life().session(0, "amber").place(0) == START
    life = Life().sessions(0, 1, colour="amber")
    assert (life.place(1), life.codes(1)) == (START - 1, ["down_ambers"])


def test_it_stays_after_two_ambers_with_a_green_between() -> None:
    assert Life().session(0, "amber").session(1).session(2, "amber").place(2) == START


def test_it_counts_two_new_ambers_after_a_step_back() -> None:
    life = Life(ladders={"squat": replace(LADDER, start=3)}).sessions(0, 1, 2, colour="amber")
    assert life.place(2) == 2
    assert life.session(3, "amber").place(3) == 1


def test_it_is_not_led_back_up_by_a_session_made_before_the_red() -> None:
    """Two open pages: one hurts, the other goes on with what was due before."""
    old = given(LADDER.rungs[START + 1])
    life = Life().sessions(0, 1, 2).session(3, "red").session(4, rung=old, given=old)
    assert life.place(4) == START
    assert life.session(5).sessions(6, 7).place(7) == START + 1
    moved_on = Life().sessions(0, 1, 2).session(3, "red").session(4).session(5, rung=old, given=old)
    assert moved_on.place(5) == START + 1, "once a session followed the step back, the record is believed again"


def test_it_follows_a_ladder_that_begins_lower_than_it_did() -> None:
    """A birthday moves the start down; who has stood higher all the while stays there."""
    high = given(LADDER.rungs[2])
    life = Life(ladders={"squat": replace(LADDER, start=0)}).session(0, rung=high, given=high)
    assert life.place(0) == 2


def test_it_takes_what_is_on_no_ladder_as_it_is() -> None:
    item = ItemRecord("hopping", "core", Given("base", 1, 5, 8), None, colour="red")
    life = Life().add(rested(0, 3, (item,)))
    assert life.on(0).moved == ()
    strange = Given("base", 9, 9, 9)
    assert Life().session(0, rung=strange, given=strange).place(0) == START


@MANY
@over(SEEDS)
def test_it_is_never_led_up_by_a_red(seed: int) -> None:
    life = life_by_chance(seed)
    for session in life.record.sessions:
        n = (session.day - the_day(0)).days
        before = replace(life.record, sessions=tuple(one for one in life.record.sessions if one.day < session.day))
        places = progress(RULES, life.ladders, before, session.day, life.climbs).places
        for item in session.items:
            if item.colour == "red":
                assert life.place(n, item.exercise) <= max(0, places[item.exercise] - 1)


# ---- the next morning ----


@pytest.mark.parametrize(("pain", "volume_pct"), [(4, 100), (5, 50), (9, 50)])
def test_it_halves_the_next_session_after_a_sore_morning(pain: int, volume_pct: int) -> None:
    life = Life().session(0).morning(1, pain)
    found = life.on(1)
    assert found.volume_pct == volume_pct
    assert [one.code for one in found.moved] == (["less_flag"] if volume_pct == 50 else [])
    assert life.session(1).on(2).volume_pct == 100, "the next session only"


def test_it_hands_the_half_to_the_next_session_alone() -> None:
    course = Life().session(0).morning(1, 5).on(1).course(the_day(3))
    assert [course.volume(the_day(n)) for n in (1, 3, 4)] == [50, 50, 100]
    assert Course().volume(the_day(0)) == 100


def test_it_counts_no_green_right_after_a_sore_morning() -> None:
    life = Life().sessions(0, 1).morning(2, 5).session(2)
    assert life.place(2) == START
    assert life.session(3).place(3) == START + 1, "the row goes on"


def test_it_lifts_nothing_while_a_sore_morning_is_fresh() -> None:
    life = Life(FOUR).sessions(0, 1, 2).morning(3, 5)
    assert [life.place(9, slug) for slug in FOUR] == [START + 1, START + 1, START, START]


def test_it_goes_back_with_all_of_that_days_items_after_two_sore_mornings_in_a_row() -> None:
    life = Life(FOUR[:2]).session(0).morning(1, 6)
    assert life.place(1) == START
    last = (life.item(1, "squat"),)
    life.add(rested(1, 3, last, effort=5)).morning(2, 6)
    assert (life.place(2, "squat"), life.place(2, "plank")) == (START - 1, START)
    assert life.codes(2) == ["less_flag", "less_flag", "down_flags"]


def test_it_forgets_a_sore_morning_after_a_good_one() -> None:
    life = Life().session(0).morning(1, 6).session(1).morning(2, 3).session(2).morning(3, 6)
    assert life.place(3) == START


def test_it_counts_two_new_sore_mornings_after_a_step_back() -> None:
    life = Life(ladders={"squat": replace(LADDER, start=3)}).session(0)
    for n in (1, 2, 3):
        life.morning(n, 10).session(n)
    assert life.place(3) == 2


# ---- gaps ----


@pytest.mark.parametrize(("missed", "volume_pct", "place", "restart"), [
    (6, 100, 2, False), (7, 80, 2, False), (13, 80, 2, False), (14, 100, 1, False), (27, 100, 1, False),
    (28, 100, START, True), (200, 100, START, True),
])  # fmt: skip
def test_it_comes_back_gently_after_days_away(missed: int, volume_pct: int, place: int, restart: bool) -> None:
    found = Life().sessions(0, 1, 2).on(3 + missed)
    assert (found.volume_pct, found.places["squat"], found.restart) == (volume_pct, place, restart)


def test_it_says_so() -> None:
    life = Life().sessions(0, 1, 2)
    assert [(one.code, one.days) for one in life.on(10).moved][1:] == [("less_gap", 7)]
    assert [(one.code, one.days) for one in life.on(17).moved][1:] == [("down_gap", 14)]
    assert [(one.code, one.days) for one in life.on(31).moved][1:] == [("down_gap", 14), ("restart", 28)]


def test_it_begins_at_the_start_again_after_a_long_time() -> None:
    life = Life().sessions(*range(0, 20, 2))
    assert life.place(18) == TOP
    assert life.place(18 + 28) == TOP - 1, "27 days missed"
    assert life.place(18 + 29) == START


def test_it_stays_below_the_start_where_it_was_there_before() -> None:
    assert Life().session(0, "red").place(40) == 0


def test_it_asks_no_more_once_the_first_questions_are_answered_again() -> None:
    life = Life().session(0)
    life.record = replace(life.record, answered=the_time(40))
    assert not life.on(40).restart
    life.record = replace(life.record, answered=the_time(0))
    assert life.on(40).restart, "answers of the last session's day are the old ones"


def test_it_goes_back_only_with_what_was_ever_done() -> None:
    life = Life(("squat", "plank"))
    life.add(rested(0, 3, (life.item(0, "squat"),)))
    assert (life.place(20, "squat"), life.place(20, "plank")) == (START - 1, START)


def test_it_takes_a_gap_again_each_time() -> None:
    life = Life().sessions(0, 1, 2).session(17)
    assert life.place(17) == START
    assert life.place(32) == START - 1


def test_it_counts_what_was_done_without_the_app() -> None:
    life = Life().session(0).add(rested(8, None, outside=True))
    assert life.on(9).volume_pct == 100
    assert life.place(20) == START


def test_it_climbs_nothing_by_what_was_done_without_the_app() -> None:
    life = Life()
    for n in range(3):
        life.add(rested(n, None, (life.item(n, "squat"),), effort=3, outside=True))
    assert life.place(3) == START


def test_it_counts_no_session_in_which_nothing_was_done() -> None:
    life = Life().session(0).session(7, done=False, colour=None, seconds=(0, 0, 0))
    assert life.on(8).volume_pct == 80


def test_it_comes_back_gently_from_a_holiday_too() -> None:
    """A pause keeps anybody from asking; the back has been away all the same."""
    life = Life().sessions(0, 1, 2)
    life.record = replace(life.record, pauses=(Pause(the_day(3), the_day(11)),))
    assert life.on(12).volume_pct == 80


def test_it_halves_where_both_a_gap_and_a_sore_morning_ask_for_less() -> None:
    assert Life().session(0).morning(10, 9).on(10).volume_pct == 50


# ---- reading the record ----


def test_it_reads_no_further_than_the_day() -> None:
    life = Life().sessions(0, 1, 2).session(9, "red")
    assert life.place(8) == START + 1
    assert "down_red" not in life.codes(8)


@MANY
@over(SEEDS, st.randoms(use_true_random=False))
def test_it_is_the_same_however_late_things_arrived(seed: int, chance: Any) -> None:
    known = life_by_chance(seed)
    told = Record(first_pain=3)
    everything: list[Any] = [*known.record.sessions, *known.record.mornings]
    chance.shuffle(everything)
    late = Life(known.climbs, known.ladders, told)
    for one in everything:
        late.add(replace(one, arrived=one.happened + timedelta(hours=chance.randint(0, 400))))
    assert late.on(90) == known.on(90)


@pytest.mark.parametrize("order", list(permutations((0, 1, 2))))
def test_it_reads_a_day_in_the_order_in_which_it_happened(order: tuple[int, ...]) -> None:
    base = Life().session(0).record
    things = (morning(1, 6), Life().session(1).record.sessions[0], morning(2, 3))
    life = Life(record=base)
    for place in order:
        life.add(things[place])
    assert life.on(2).volume_pct == 100
    assert life.codes(2) == ["less_flag"]


@MANY
@over(SEEDS)
def test_it_always_stands_on_a_rung_and_says_why_it_moved(seed: int) -> None:
    life = life_by_chance(seed)
    found = life.on(70)
    assert all(0 <= place <= TOP for place in found.places.values())
    assert {slug: LADDER.rungs[place] for slug, place in found.places.items()} == found.rungs
    assert {one.code for one in found.moved} <= set(CONTENT.spoken.changes)
    assert [one.day for one in found.moved] == sorted(one.day for one in found.moved)


def test_it_names_each_kind_of_more() -> None:
    walk = Ladder(tuple(Rung("walk", "base", Dose(1, 1, 0, seconds)) for seconds in (300, 360)), start=0)
    life = Life(("walk",), {"walk": walk}).sessions(0, 1, 2)
    assert [(one.code, one.more) for one in life.on(2).moved] == [("up_time", 60)]
    drill = Ladder(tuple(Rung("mobility", "base", Dose(1, reps, 0)) for reps in (5, 8)), start=0)
    life = Life(("drill",), {"drill": drill}).sessions(0, 1, 2)
    assert [(one.code, one.more) for one in life.on(2).moved] == [("up_reps", 3)]
