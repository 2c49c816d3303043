"""What the record shows: the usual pain, a flare of 72 hours, sums, and a change only where there is one."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from supple.core.findings import (
    Finding,
    active_days,
    finding,
    flagged,
    flare,
    flares_now,
    no_progress,
    pain_finding,
    usual,
    weekly_seconds,
)
from supple.core.record import Pause, Reading, Record
from tests.core.histories import CONTENT, RULES, Life, morning, note, rested, the_day, the_time

OUTCOMES = CONTENT.doses.outcomes
NOBODY = Record(first_pain=4)
QUICK = settings(max_examples=100, deadline=None, derandomize=True)


def felt(*pains: int | None, first_pain: int = 4, start: int = 0) -> Record:
    """A session a day with these pains before it."""
    record = Record(first_pain=first_pain)
    for n, pain in enumerate(pains, start):
        record = record.with_session(rested(n, pain))
    return record


def said(what: str, *values: int) -> Record:
    """Answers to one question, four weeks apart."""
    readings = tuple(Reading(what, the_day(28 * n), value) for n, value in enumerate(values))
    return replace(NOBODY, readings=readings)


# ---- the usual pain ----


def test_it_takes_the_first_answer_while_there_are_fewer_than_three() -> None:
    assert usual(felt(9, 9), RULES, the_day(2)) == 4
    assert usual(felt(9, 9, 8), RULES, the_day(3)) == 9


def test_it_takes_the_median_of_the_seven_days_before() -> None:
    record = felt(0, 1, 2, 3, 4, 5, 6, 7)
    assert usual(record, RULES, the_day(8)) == 4, "days 1 to 7"
    assert usual(record, RULES, the_day(7)) == 3, "the day itself is not before it"
    assert usual(felt(2, 3, 4, 5), RULES, the_day(4)) == Fraction(7, 2)


def test_it_takes_mornings_and_answers_too_but_no_question_about_something_else() -> None:
    record = replace(felt(6).with_morning(morning(1, 2)), readings=(Reading("pain", the_day(2), 3),))
    assert usual(record, RULES, the_day(3)) == 3
    other = replace(record, readings=(Reading("interference", the_day(2), 3),))
    assert usual(other, RULES, the_day(3)) == 4


def test_it_leaves_out_a_session_without_an_answer() -> None:
    assert usual(felt(None, 2, None, 2, 2), RULES, the_day(5)) == 2


@pytest.mark.parametrize(("pain", "sore"), [(3, False), (4, True), (9, True)])
def test_it_flags_what_lies_two_points_above_the_usual(pain: int, sore: bool) -> None:
    assert flagged(felt(2, 2, 2), RULES, the_day(3), pain) == sore


# ---- a flare ----


@pytest.mark.parametrize(("usual_pain", "pain", "on"), [(4, 6, True), (3, 5, False), (5, 6, False), (5, 7, True)])
def test_it_finds_a_flare_where_pain_is_six_and_two_above_the_usual(usual_pain: int, pain: int, on: bool) -> None:
    record = felt(usual_pain, usual_pain, usual_pain)
    assert flares_now(record, RULES, the_day(3), pain) == on
    assert flare(record.with_session(rested(3, pain)), RULES, the_time(3)) == on
    assert flare(record.with_morning(morning(3, pain)), RULES, the_time(3)) == on


@pytest.mark.parametrize(("kind", "pain", "on"), [
    ("bad_day", 6, True), ("bad_day", 5, False), ("bad_day", None, False), ("flare", None, True), ("heat", 9, False),
    ("painkiller", 9, False),
])  # fmt: skip
def test_it_takes_a_bad_day_with_much_pain_and_what_the_questions_found(kind: str, pain: int | None, on: bool) -> None:
    record = replace(NOBODY, notes=(note(0, kind, pain),))
    assert flare(record, RULES, the_time(0)) == on


@pytest.mark.parametrize(("days", "on"), [(0, True), (2.99, True), (3, False), (-0.01, False)])
def test_it_ends_a_flare_after_72_hours(days: float, on: bool) -> None:
    record = replace(NOBODY, notes=(note(10, "flare"),))
    assert flare(record, RULES, the_time(10 + days)) == on


def test_it_renews_a_flare_with_each_cause() -> None:
    record = replace(NOBODY, notes=(note(0, "flare"), note(2, "bad_day", 7)))
    assert flare(record, RULES, the_time(4))
    assert not flare(record, RULES, the_time(5))


# ---- better, worse ----


@pytest.mark.parametrize(("first", "now", "found"), [
    (4, 2, "improved"), (4, 3, "unchanged"), (3, 1, "improved"), (8, 6, "unchanged"), (8, 5, "improved"),
    (1, 0, "unchanged"), (4, 4, "unchanged"), (4, 6, "worse"), (4, 5, "unchanged"), (0, 2, "worse"),
    (7, 9, "unchanged"), (6, 8, "worse"),
])  # fmt: skip
def test_it_calls_a_change_one_only_beyond_30_per_cent_and_the_error(first: int, now: int, found: Finding) -> None:
    record = felt(now, now, now, first_pain=first, start=10)
    assert pain_finding(record, RULES, OUTCOMES, the_day(12)) == found
    assert finding(said("interference", first, now), OUTCOMES, "interference") == found


@QUICK
@over(st.integers(0, 10), st.integers(0, 10))
def test_it_claims_nothing_inside_the_error_or_the_30_per_cent(first: int, now: int) -> None:
    found = finding(said("pain", first, now), OUTCOMES, "pain")
    if abs(first - now) < 2 or abs(first - now) < 0.3 * first:
        assert found == "unchanged"
    else:
        assert found == ("improved" if now < first else "worse")


def test_it_reads_abilities_the_other_way_round() -> None:
    assert finding(said("activity:stairs", 4, 7), OUTCOMES, "activity:stairs") == "improved"
    assert finding(said("activity:stairs", 7, 4), OUTCOMES, "activity:stairs") == "worse"


def test_a_single_activity_must_change_by_more_than_a_pain() -> None:
    assert finding(said("activity:stairs", 4, 6), OUTCOMES, "activity:stairs") == "unchanged"
    assert finding(said("interference", 6, 4), OUTCOMES, "interference") == "improved"


def test_it_compares_the_first_with_the_last_answer() -> None:
    assert finding(said("interference", 8, 2, 8), OUTCOMES, "interference") == "unchanged"
    shuffled = said("interference", 8, 2)
    backwards = replace(shuffled, readings=shuffled.readings[::-1])
    assert finding(backwards, OUTCOMES, "interference") == "improved"


def test_it_says_too_early_where_there_is_too_little() -> None:
    assert pain_finding(felt(0, 0), RULES, OUTCOMES, the_day(1)) == "too_early"
    assert finding(said("interference", 5), OUTCOMES, "interference") == "too_early"
    assert pain_finding(felt(0, 0, 0), RULES, OUTCOMES, the_day(2)) == "improved", "today counts"
    assert pain_finding(felt(0, 0, 0), RULES, OUTCOMES, the_day(20)) == "too_early", "long ago does not"


# ---- six weeks ----


def six_weeks(pain: int, first_pain: int = 4, days: int = 42) -> Record:
    return felt(*[pain] * days, first_pain=first_pain)


@pytest.mark.parametrize(("days", "due"), [(41, False), (42, True)])
def test_it_advises_a_visit_after_six_weeks_without_a_clear_change(days: int, due: bool) -> None:
    assert no_progress(six_weeks(4, days=days), RULES, OUTCOMES, the_day(days - 1)) == due


def test_it_advises_none_to_who_feels_clearly_better() -> None:
    assert not no_progress(six_weeks(2), RULES, OUTCOMES, the_day(41))


def test_it_advises_one_to_who_feels_worse() -> None:
    assert no_progress(six_weeks(6), RULES, OUTCOMES, the_day(41))
    worse = replace(six_weeks(2), readings=said("interference", 2, 6).readings)
    assert no_progress(worse, RULES, OUTCOMES, the_day(41)), "pain better, but less can be done"


def test_it_advises_none_where_more_can_be_done() -> None:
    able = replace(six_weeks(4), readings=said("activity:stairs", 3, 7).readings)
    assert not no_progress(able, RULES, OUTCOMES, the_day(41))
    same = replace(six_weeks(4), readings=said("activity:stairs", 3, 4).readings)
    assert no_progress(same, RULES, OUTCOMES, the_day(41))


def test_it_advises_none_to_who_began_with_too_little_pain_to_show_a_gain() -> None:
    assert not no_progress(six_weeks(1, first_pain=1), RULES, OUTCOMES, the_day(41))
    assert no_progress(six_weeks(4, first_pain=1), RULES, OUTCOMES, the_day(41)), "but worse is worse"


def test_it_counts_no_holiday_as_use() -> None:
    away = replace(six_weeks(4, days=50), pauses=(Pause(the_day(3), the_day(11)),))
    assert not no_progress(away, RULES, OUTCOMES, the_day(49))
    assert no_progress(away, RULES, OUTCOMES, the_day(50))


def test_it_advises_nothing_to_who_has_not_begun() -> None:
    assert not no_progress(NOBODY, RULES, OUTCOMES, the_day(90))


# ---- sums ----


def test_it_counts_the_days_on_which_something_was_done() -> None:
    life = Life().sessions(0, 1, 27, 28).add(rested(5, None, outside=True)).add(rested(6, 3))
    life.add(replace(rested(5, None, outside=True), id="twice"))
    assert active_days(life.record, the_day(28), 28) == 4, "day 0 is too long ago, day 6 held nothing"
    assert active_days(life.record, the_day(27), 28) == 4
    assert active_days(NOBODY, the_day(0), 28) == 0


def test_it_sums_by_week_and_target_group() -> None:
    life = Life(("squat", "plank")).sessions(0, 6, 7)
    groups = {"squat": ("gluteus_maximus", "erectors"), "plank": ("erectors",)}
    assert weekly_seconds(life.record, groups) == {
        (the_day(0), "gluteus_maximus"): 160, (the_day(0), "erectors"): 320,
        (the_day(7), "gluteus_maximus"): 80, (the_day(7), "erectors"): 160,
    }  # fmt: skip


def test_it_sums_what_was_left_half_way_too_and_nothing_unknown() -> None:
    life = Life().session(0, done=False, seconds=(0, 7, 3))
    assert weekly_seconds(life.record, {"squat": ("calf",)}) == {(the_day(0), "calf"): 10}
    assert weekly_seconds(life.record, {}) == {}


@QUICK
@over(st.integers(0, 10), st.integers(0, 10), st.integers(0, 10))
def test_it_never_ends_a_flare_with_more_pain(usual_pain: int, pain: int, more: int) -> None:
    record = felt(usual_pain, usual_pain, usual_pain)
    less, most = sorted((pain, more))
    assert flares_now(record, RULES, the_day(3), less) <= flares_now(record, RULES, the_day(3), most)
