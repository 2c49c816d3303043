"""What self-tests do to a plan: a little, where nothing else speaks louder; and what a sign in the leg does."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

import pytest

from supple.core import coach, limits, score
from supple.core.answers import parse
from supple.core.content import load
from supple.core.limits import Blocked
from supple.core.person import Moment, Person, Wishes
from supple.core.profile import Subject, selects
from supple.core.record import Record
from supple.core.record import Tested as Done
from supple.core.self_test import SelfTest, Tag
from supple.core.triage import Cleared, Stopped
from tests.people import clear_answers

CONTENT = load()
DAY = date(2026, 1, 5)
TAGS = get_args(Tag)
AT = Moment(DAY)


def somebody(*ticked: str, wishes: Wishes | None = None, **answers: object) -> Person:
    """Somebody cleared."""
    told = parse(clear_answers(**answers), CONTENT.answers)
    cleared = coach.begin(CONTENT, told, DAY)
    assert isinstance(cleared, Cleared)
    return coach.person(cleared, told, ticked, wishes)


def test_a_self_test_weighs_least_of_all_that_calls() -> None:
    for call in CONTENT.needs.tests.values():
        assert set(call.targets.values()) == {1}


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_adds_one_and_changes_nothing_else(tag: str) -> None:
    who = somebody()
    before, after = (coach.needs_of(CONTENT, one) for one in (who, replace(who, tags=(tag,))))
    wanted = CONTENT.needs.tests[tag].targets
    for need in after.of:
        assert need.weight == before.weight(need.target) + wanted.get(need.target, 0)
    assert {need.target for need in before.of} <= {need.target for need in after.of}


def test_what_somebody_wants_is_named_before_a_test() -> None:
    """The reason given for a target is the test only where nobody asked for it as loudly."""
    who = replace(somebody(wishes=Wishes(goals=("less_stiff",))), tags=("hamstring_short",))
    need = next(one for one in coach.needs_of(CONTENT, who).of if one.target == "lengthen:hamstrings")
    assert need.said == CONTENT.needs.goals["less_stiff"].said


@pytest.mark.parametrize("tag", TAGS)
def test_dislikes_and_limits_hold_whatever_was_measured(tag: str) -> None:
    for test in CONTENT.self_tests.values():
        if tag not in test.serves:
            continue
        wishes = Wishes(dislikes=test.serves[tag].exercises, minutes=15)
        who = replace(somebody("shoulder", wishes=wishes, legpain="mild", legworse="no", legpain_weeks=2,
                               legpain_improving="yes"), tags=(tag,))  # fmt: skip
        plan = coach.plan_for(CONTENT, who, DAY, 2)
        used = [item for day in plan.days for item in day.items]
        assert used
        assert not {item.exercise for item in used} & set(wishes.dislikes)
        allowed = {(one.exercise.id, one.form) for one in limits.permitted(CONTENT, who, AT)}
        assert {(item.exercise, item.form) for item in used} <= allowed


def test_a_favourite_stays_beside_a_test() -> None:
    who = somebody(wishes=Wishes(favourites=("cat_cow",), minutes=10))
    for one in (who, replace(who, tags=TAGS)):
        items = [item.exercise for day in coach.plan_for(CONTENT, one, DAY, 3).days for item in day.items]
        assert "cat_cow" in items


def test_the_record_tags_the_person() -> None:
    done = Done("plank_hold", datetime(2026, 1, 4, 9, tzinfo=UTC), {"hold": {"both": (12.0,)}})
    who = somebody()
    assert coach.tested(CONTENT, who, Record(3)).tags == ()
    assert coach.tested(CONTENT, who, Record(3, tested=(done,))).tags == ("plank_low",)


# --- A sign in the leg -----------------------------------------------------------------------------------------------


def test_a_sign_in_the_leg_adds_its_profile_and_frees_nothing() -> None:
    told = parse(clear_answers(), CONTENT.answers)
    answers, outcome = coach.leg_sign(CONTENT, told, DAY, DAY)
    assert isinstance(outcome, Cleared)
    assert "leg_pain" in outcome.profiles
    before, after = somebody(), coach.person(outcome, answers)
    free = {(one.exercise.id, one.form) for one in limits.permitted(CONTENT, before, AT)}
    assert {(one.exercise.id, one.form) for one in limits.permitted(CONTENT, after, AT)} < free


@pytest.mark.parametrize("strength", ["mild", "severe"])
def test_what_was_said_of_a_leg_is_never_made_milder(strength: str) -> None:
    told = parse(clear_answers(legpain=strength, legworse="yes", legpain_weeks=8, legpain_improving="no"),
                 CONTENT.answers)  # fmt: skip
    assert coach.leg_sign(CONTENT, told, DAY, DAY)[0] == told


def test_a_sign_beside_another_answer_can_stop() -> None:
    told = parse(clear_answers(cancer="yes", cancer_bone="no", cancer_pain_new="no"), CONTENT.answers)
    assert isinstance(coach.begin(CONTENT, told, DAY), Cleared)
    worse = replace(told, values={**told.values, "spinebone": "yes"})
    assert isinstance(coach.leg_sign(CONTENT, worse, DAY, DAY)[1], Stopped)


# --- Which may be done -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", CONTENT.profiles)
@pytest.mark.parametrize("test", CONTENT.self_tests.values(), ids=lambda one: one.id)
def test_no_test_asks_for_what_a_profile_blocks_or_caps(test: SelfTest, profile: str) -> None:
    who = replace(somebody(), profiles=(profile,))
    found = limits.may_test(CONTENT, test, who, AT)
    row = CONTENT.profiles[profile]
    caps = {cap for name, some in row.caps.items() for cap in some
            if name in (*test.attributes, "ALL", f"kind:{test.kind}")}  # fmt: skip
    if set(row.block) & set(test.attributes) or caps & limits.UNTESTED:
        assert isinstance(found, Blocked)
        assert row.short in found.why
        assert "easier form" not in found.why


@pytest.mark.parametrize("profile", CONTENT.profiles)
@pytest.mark.parametrize("test", [one for one in CONTENT.self_tests.values() if one.like], ids=lambda one: one.id)
def test_no_test_is_freer_than_the_exercise_whose_movement_it_is(test: SelfTest, profile: str) -> None:
    who, movement = replace(somebody(), profiles=(profile,)), CONTENT.by_code(test.like)
    assert movement is not None
    kinds = [Subject(movement, "base", kind) for kind in movement.kinds]
    row = CONTENT.profiles[profile]
    blocked = all(any(limits.against(CONTENT, row, one)) for one in kinds)
    caps = [{cap for key, some in row.caps.items() if selects(key, one) for cap in some} for one in kinds]
    found = limits.may_test(CONTENT, test, who, AT)
    if blocked or all(each & limits.UNTESTED for each in caps):
        assert isinstance(found, Blocked)
        assert row.short in found.why
    elif not isinstance(found, Blocked):
        assert set.intersection(*caps) <= set(found.caps)
        assert {one.text for one in row.words if one.on == movement.code} <= set(found.words)


@pytest.mark.parametrize(("slug", "profile"), [
    ("bending_back", "hip_repl_anterior"), ("bending_back", "fall_risk"), ("chair_stand", "hip_repl_posterior"),
    ("chair_stand", "hip_repl_lateral"), ("chair_stand", "knee_repl_or_pain"), ("side_plank_hold", "hip_repl_lateral"),
    ("straight_leg_raise", "hypermobile"),
])  # fmt: skip
def test_what_is_blocked_or_made_easier_by_its_code_is_not_tested(slug: str, profile: str) -> None:
    who = replace(somebody(), profiles=(profile,))
    assert isinstance(limits.may_test(CONTENT, CONTENT.self_tests[slug], who, AT), Blocked)


def test_somebody_without_a_condition_may_do_all_of_them() -> None:
    who = somebody()
    assert not [one.id for one in CONTENT.self_tests.values()
                if isinstance(limits.may_test(CONTENT, one, who, AT), Blocked)]  # fmt: skip


def test_bending_waits_for_its_hour() -> None:
    early = Moment(DAY, "home", 30)
    for test in CONTENT.self_tests.values():
        found = limits.may_test(CONTENT, test, somebody(), early)
        assert isinstance(found, Blocked) == ("FLEX_END" in test.attributes), test.id


def test_scores_are_the_same_whoever_asks_again() -> None:
    for test in CONTENT.self_tests.values():
        case = test.cases[0]
        first, again = (score.result(test, case.age, case.sex, score.parse(test, case.values)) for _ in range(2))
        assert first == again
