"""Asha's first weeks: from the questions to the plan, and what six weeks of coming back make of it. Read this first."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from supple.core import account, coach, findings
from supple.core.account import Told
from supple.core.answers import parse
from supple.core.content import load
from supple.core.document import Amount, Document, Entry
from supple.core.machine import Recheck
from supple.core.needs import effects
from supple.core.person import Ache, Person, Wishes
from supple.core.plan import Day, Plan
from supple.core.record import Record
from supple.core.triage import Cleared, Incomplete, Stopped
from supple.core.words import FORMS
from tests.core.diary import Diary, begins
from tests.core.histories import the_day, the_time
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


# ---- before a session: the four taps ----

NO = Recheck(saddle=False, legweak=False, fever=False, pain=4)


def tapped(**taps: bool) -> Cleared | Stopped | Incomplete:
    told = parse(clear_answers(), CONTENT.answers)
    return coach.recheck(CONTENT, told, MONDAY, replace(NO, **taps), MONDAY)[1]


def test_it_goes_on_after_four_clear_taps_with_the_pain_of_today() -> None:
    told, outcome = coach.recheck(CONTENT, parse(clear_answers(), CONTENT.answers), MONDAY, NO, MONDAY)
    assert isinstance(outcome, Cleared)
    assert coach.person(outcome, told).pain == 4


@pytest.mark.parametrize(("taps", "level"), [
    ({"saddle": True}, "L0"), ({"legweak": True}, "L1"), ({"legweak": True, "hours_days": True}, "L0"),
    ({"fever": True}, "L1"),
])  # fmt: skip
def test_it_stops_after_any_yes(taps: dict[str, bool], level: str) -> None:
    outcome = tapped(**taps)
    assert isinstance(outcome, Stopped)
    assert outcome.level == level


def test_it_takes_much_pain_for_a_flare() -> None:
    outcome = coach.recheck(CONTENT, parse(clear_answers(), CONTENT.answers), MONDAY, replace(NO, pain=8), MONDAY)[1]
    assert isinstance(outcome, Cleared)
    assert "acute_flare" in outcome.profiles


# ---- six weeks of use, a holiday of nine days between ----


@dataclass(slots=True)
class Weeks:
    """What was seen on the way."""

    first: Document  # day 0
    two_weeks: coach.Finished  # day 9
    flare: Document  # day 10
    after_flare: Document  # day 13
    back: Document  # day 23
    day_after: Document  # day 24
    hurt: str  # an exercise of day 25
    before_red: Document
    red: coach.Finished
    end: coach.Finished  # day 50
    diary: Diary


@pytest.fixture(scope="module")
def weeks() -> Weeks:
    diary = begins(asha(pain=5))
    first = diary.session(0, pain=4)
    for n in range(9):
        diary.trains(n, pain=4)
    two_weeks = diary.trains(9, pain=4)

    flare = diary.session(10, pain=8)
    for n, pain in ((10, 8), (11, 5), (12, 5)):
        diary.trains(n, pain)
    after_flare = diary.session(13, pain=4)
    diary.trains(13, pain=4)

    diary.goes_away(14, 22)
    back = diary.session(23, pain=4)
    diary.trains(23, pain=4)
    day_after = diary.session(24, pain=4)
    diary.trains(24, pain=4)

    before_red = diary.session(25, pain=4)
    hurt = exercises_of(before_red)[-1]
    red = diary.trains(25, pain=4, hurts={hurt: 8})
    for n in range(26, 50):
        diary.trains(n, pain=2)
    end = diary.trains(50, pain=2)
    return Weeks(first, two_weeks, flare, after_flare, back, day_after, hurt, before_red, red, end, diary)


def exercises_of(document: Document) -> list[str]:
    return [document.items[place].exercise for place in document.turns]


def ups(diary: Diary, first: int, last: int) -> list[Told]:
    """The steps up of some days."""
    return [one for one in told(diary) if one.code.startswith("up_") and the_day(first) <= one.day <= the_day(last)]


def told(diary: Diary) -> tuple[Told, ...]:
    """All that changed, by day."""
    who = diary.who
    found = account.progress_of(CONTENT, who, coach.needs_of(CONTENT, who), diary.record, the_day(50))
    return account.told(CONTENT, found.moved)


def test_it_guides_her_through_what_was_planned(weeks: Weeks, first_week: Plan) -> None:
    assert exercises_of(weeks.first) == [item.exercise for item in first_week.days[0].items]
    assert weeks.first.changes == ()


def test_it_asks_a_little_more_after_three_easy_sessions(weeks: Weeks) -> None:
    assert 1 <= len(ups(weeks.diary, 0, 6)) <= 2
    assert 1 <= len(ups(weeks.diary, 7, 13)) <= 2
    first = ups(weeks.diary, 0, 6)[0]
    assert first.text.endswith("after three sessions that felt easy.")
    done = [item for session in weeks.diary.record.sessions if session.day <= first.day
            for item in session.items if item.exercise == first.exercise]  # fmt: skip
    assert len(done) == 3
    assert {(item.colour, item.done) for item in done} == {("green", True)}


def test_it_plans_the_step_from_the_next_day_on(weeks: Weeks) -> None:
    later = {item.exercise: item for day in weeks.two_weeks.plan.days for item in day.items if day.date > the_day(9)}
    climbed = {one.exercise for one in ups(weeks.diary, 0, 9) if one.exercise} & set(later)
    doses = CONTENT.doses.kinds
    assert climbed or not later
    for slug in climbed:
        assert (later[slug].form, later[slug].dose) != ("base", doses[later[slug].kind].start)


def test_it_is_gentle_in_a_flare(weeks: Weeks) -> None:
    blocked = set(CONTENT.profiles["acute_flare"].block)
    assert weeks.flare.offer_flare
    for entry in weeks.flare.items:
        assert entry.variant == "easier"
        assert not CONTENT.exercises[entry.exercise].attributes_of(entry.variant) & blocked
    assert weeks.flare.seconds < weeks.first.seconds


def test_it_asks_for_nothing_more_in_a_flare_and_ends_it_after_72_hours(weeks: Weeks) -> None:
    diary = weeks.diary
    assert [one.day for one in ups(diary, 10, 13) if one.day > the_day(10)] == []
    assert "acute_flare" in coach.as_of(CONTENT, diary.who, diary.record, the_time(12.9)).profiles
    assert "acute_flare" not in coach.as_of(CONTENT, diary.who, diary.record, the_time(13)).profiles
    assert {weeks.after_flare.items[place].variant for place in weeks.after_flare.turns} != {"easier"}


def test_it_begins_a_little_smaller_after_nine_days_away(weeks: Weeks) -> None:
    assert [change.text for change in weeks.back.changes if change.code == "less_gap"] == [
        "A little less of everything for the first session back, after 9 days away."]  # fmt: skip
    entries = [weeks.back.items[place] for place in weeks.back.turns]
    assert all(amount(entry) <= amount(entry.rung) for entry in entries if entry.rung)
    assert any(amount(entry) < amount(entry.rung) for entry in entries if entry.rung)
    whole = [weeks.day_after.items[place] for place in weeks.day_after.turns]
    assert any(amount(entry) == amount(entry.rung) for entry in whole if entry.rung)
    assert "less_gap" not in [change.code for change in weeks.day_after.changes]


def amount(one: Entry | Amount) -> int:
    """How much it is: repetitions times seconds."""
    return one.sets * one.reps * max(1, one.hold_s) + one.duration_s


def test_it_goes_one_step_back_after_a_red(weeks: Weeks) -> None:
    [change] = [change for change in weeks.red.changed if change.exercise == weeks.hurt]
    assert change.code in ("down_red", "left_out")
    [that_day] = [session for session in weeks.diary.record.sessions if session.day == the_day(25)]
    assert [item.colour for item in that_day.items if item.exercise == weeks.hurt] == ["red"]
    next_time = [item for day in weeks.red.plan.days if day.date > the_day(25)
                 for item in day.items if item.exercise == weeks.hurt]  # fmt: skip
    before = next(one for one in weeks.before_red.items if one.exercise == weeks.hurt)
    for item in next_time:
        assert FORMS.index(item.form) <= FORMS.index(before.variant)
        assert (item.form, item.dose.sets, item.dose.reps, item.dose.hold_s) != (
            before.variant, before.sets, before.reps, before.hold_s)  # fmt: skip


def test_it_climbs_again_afterwards(weeks: Weeks) -> None:
    assert len(ups(weeks.diary, 26, 50)) >= 3
    for n in range(45):
        assert len(ups(weeks.diary, n, n + 6)) <= 2, "at most two in any seven days"


def test_it_says_that_it_hurts_less_and_sends_nobody_away_for_it(weeks: Weeks) -> None:
    rules = CONTENT.doses
    found = findings.pain_finding(weeks.diary.record, rules.after, rules.outcomes, the_day(50))
    assert found == "improved", "2 after 5: more than 30 per cent, and beyond the error"
    assert weeks.end.visit is None


def test_it_tells_the_whole_story_in_plain_words(weeks: Weeks) -> None:
    story = told(weeks.diary)
    assert [one.day for one in story] == sorted(one.day for one in story)
    assert all(one.text.endswith(".") for one in story)


def test_it_advises_a_visit_after_six_weeks_without_a_change() -> None:
    diary = begins(asha(pain=5))
    for n in (0, 6, 12, 18, 24, 30, 36, 38):
        diary.trains(n, pain=5)
    assert diary.trains(40, pain=5).visit is None
    found = diary.trains(41, pain=5).visit
    assert found is not None
    assert "physiotherapy" in found


def test_it_halves_the_session_after_a_sore_morning() -> None:
    diary = begins(asha(pain=3))
    diary.trains(0, pain=3)
    diary.wakes(1, pain=5)
    document = diary.session(1, pain=3)
    assert [change.code for change in document.changes] == ["less_flag"]
    entries = [document.items[place] for place in document.turns]
    assert all(amount(entry) < amount(entry.rung) for entry in entries if entry.rung)


def test_it_asks_the_first_questions_again_after_four_weeks_away() -> None:
    diary = begins(asha())
    diary.trains(0, pain=3)
    assert isinstance(diary.today(28, pain=3), Document)
    found = diary.today(29, pain=3)
    assert isinstance(found, coach.AskAgain)
    assert found.text.startswith("After 28 days away the first questions come again")
    diary.record = replace(diary.record, answered=the_time(29, 7))
    assert isinstance(diary.today(29, pain=3), Document)


def test_it_tells_after_a_session_only_what_came_of_it() -> None:
    """Two weeks away cost a step; that is said before the session, and not once more after it."""
    diary = begins(asha())
    diary.trains(0, pain=3)
    assert {change.code for change in diary.session(15, pain=3).changes} == {"down_gap"}
    assert diary.trains(15, pain=3).changed == ()
    diary.trains(16, pain=3)
    assert diary.session(17, pain=3).changes == (), "and never again"


def test_it_changes_nothing_when_a_session_arrives_twice() -> None:
    diary = begins(asha())
    first = diary.trains(0, pain=3)
    again = coach.finish(CONTENT, diary.who, first.plan, first.record, first.record.sessions[0])
    assert (again.record, again.changed) == (first.record, first.changed)


def test_it_keeps_the_flare_of_the_first_questions_for_72_hours() -> None:
    """What the danger questions found ends by the clock too, where pain has gone down since."""
    sore = coach.in_flare(asha())
    record = Record(first_pain=8, answered=the_time(0))
    for days, on in ((1, True), (2.99, True), (3, False)):
        now = coach.as_of(CONTENT, sore, record, the_time(days))
        assert ("acute_flare" in now.profiles) == on
    assert "acute_flare" in coach.as_of(CONTENT, replace(sore, pain=6), record, the_time(5)).profiles


def test_it_counts_bending_sideways_as_movement_of_the_spine() -> None:
    bend, plank = "standing_side_bend", "side_plank"
    assert effects(CONTENT.exercises[bend], "mobility", CONTENT.baked[bend])["move:spine"] == 3
    assert "move:spine" not in effects(CONTENT.exercises[plank], "core", CONTENT.baked[plank])
