"""Self-tests: every file's own cases, and what holds of all of them."""

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supple.core import record, score
from supple.core.content import load
from supple.core.errors import InputError
from supple.core.needs import effects
from supple.core.self_test import Case, Measure, SelfTest, Tag, tags_of

CONTENT = load()
TESTS = CONTENT.self_tests
NUMBERS = [(test, one) for test in TESTS.values() for one in test.measures if one.how != "choice"]
CASES = [(test, case) for test in TESTS.values() for case in test.cases]
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def name_of(one: Any) -> str:
    """How pytest calls a row."""
    return one.id if isinstance(one, SelfTest | Measure) else ""


def came_of(test: SelfTest, case: Case) -> score.Result:
    """What a case's values say."""
    return score.result(test, case.age, case.sex, score.parse(test, case.values))


def values_of(test: SelfTest) -> st.SearchStrategy[score.Values]:
    """Any values that a test takes."""
    return st.fixed_dictionaries({
        one.id: st.fixed_dictionaries({side: _trials(one) for side in one.sides}) for one in test.measures
    })  # fmt: skip


def _trials(one: Measure) -> st.SearchStrategy[tuple[score.Value, ...]]:
    if one.how == "choice":
        return st.tuples(st.sampled_from([choice.value for choice in one.choices]))
    number = st.floats(one.least, one.most, allow_nan=False).map(lambda value: round(value, 1))
    return st.tuples(*[number.filter(lambda value: one.least <= value <= one.most)] * one.trials)


@st.composite
def somebody(draw: st.DrawFn) -> tuple[SelfTest, int | None, str | None, score.Values]:
    """A test, done by anybody."""
    test = draw(st.sampled_from(list(TESTS.values())))
    age = draw(st.none() | st.integers(18, 100))
    return test, age, draw(st.sampled_from([None, "female", "male"])), draw(values_of(test))


# --- The files -------------------------------------------------------------------------------------------------------


def test_the_fifteen_are_there_in_their_order() -> None:
    codes = {f"A{n:02}" for n in (*range(1, 10), *range(11, 16), 19)}
    assert {one.code for one in TESTS.values()} == codes
    stages = [one.stage for one in TESTS.values()]
    assert stages == sorted(stages, key=("range", "endurance", "balance").index)


@pytest.mark.parametrize(("test", "case"), CASES, ids=name_of)
def test_every_file_scores_its_own_cases(test: SelfTest, case: Case) -> None:
    found = came_of(test, case)
    for key, word in case.words.items():
        measure, _, side = key.partition(".")
        reading = found.reading(measure, side or "both")
        assert reading is not None, key
        assert (reading.word or "none") == word, key
    assert (found.tags, found.nerve, found.void, found.adds) == (case.tags, case.nerve, case.void, case.adds)


@pytest.mark.parametrize("test", TESTS.values(), ids=name_of)
def test_cases_show_every_tag_sign_and_care_of_a_test(test: SelfTest) -> None:
    found = [came_of(test, case) for case in test.cases]
    choices = [choice for one in test.measures for choice in one.choices]
    assert {tag for one in found for tag in one.tags} == {tag for one in test.measures for tag in tags_of(one)}
    assert any(one.nerve for one in found) == any(choice.nerve for choice in choices)
    assert any(one.void for one in found) == any(choice.void for choice in choices)
    assert {one.adds for one in found if one.adds} == ({test.risk.profile} if test.risk else set())


@pytest.mark.parametrize(("test", "one"), NUMBERS, ids=name_of)
def test_every_number_says_how_far_it_may_be_off(test: SelfTest, one: Measure) -> None:
    assert one.error is not None
    assert 0 < one.error.one < one.error.change < one.most - one.least
    assert one.error.change >= 1.4 * one.error.one - one.step  # two results, each with its own error
    if one.unit == "°":
        assert one.error.change >= 15  # no phone at home is surer than that
        assert one.step == 5


def test_every_tag_is_set_somewhere_and_asks_for_something() -> None:
    assert {tag for test in TESTS.values() for tag in test.serves} == set(get_args(Tag)) == set(CONTENT.needs.tests)


@pytest.mark.parametrize("test", TESTS.values(), ids=name_of)
def test_what_serves_a_tag_serves_its_need(test: SelfTest) -> None:
    for tag, row in test.serves.items():
        wanted = set(CONTENT.needs.tests[tag].targets)
        for slug in row.exercises:
            exercise = CONTENT.exercises[slug]
            given = {target for kind in exercise.kinds for target in effects(exercise, kind, CONTENT.baked.get(slug))}
            named = {f"lengthen:{g}" for g in exercise.lengthens} | {f"build:{g}" for g in exercise.strengthens}
            assert wanted & (given | named), (tag, slug)


# --- What holds for anybody ------------------------------------------------------------------------------------------


@given(somebody())
def test_a_sign_or_a_test_done_otherwise_asks_for_no_exercise(done: Any) -> None:
    found = score.result(*done)
    assert not (found.tags and (found.nerve or found.void))


@given(somebody())
def test_a_doubt_makes_no_wish_and_takes_no_care(done: Any) -> None:
    """Whoever leaves out sex or age is asked for nothing that one of the groups would not be asked for."""
    test, age, sex, values = done
    unknown = score.result(test, None, None, values)
    known = score.result(test, age, sex, values)
    assert set(unknown.tags) <= set(known.tags) or age is None
    assert unknown.adds or not known.adds


@given(somebody())
def test_a_word_is_only_said_of_one_group(done: Any) -> None:
    for one in score.result(*done).readings:
        assert one.word in (None, "less than most", "typical", "more than most")
        assert (one.word is None) == (one.typical is None or not one.sure)


@given(somebody())
def test_what_was_put_in_comes_back_the_same(done: Any) -> None:
    test, *_, values = done
    assert score.parse(test, score.as_object(values)) == values


@pytest.mark.parametrize(("test", "one"), NUMBERS, ids=name_of)
def test_a_change_within_the_error_is_none(test: SelfTest, one: Measure) -> None:
    assert one.error
    middle, real = (one.least + one.most) / 2, one.error.change
    for by in (-0.99 * real, 0.0, 0.99 * real):
        assert score.change(one, middle, middle + by) == "too small"
    up, down = score.change(one, middle, middle + real), score.change(one, middle, middle - real)
    assert {up, down} == {"more", "less"}
    assert (up == "more") == (one.better == "more")


@pytest.mark.parametrize(("test", "one"), NUMBERS, ids=name_of)
def test_more_of_what_is_tested_is_never_a_smaller_word(test: SelfTest, one: Measure) -> None:
    order = {"less than most": 0, "typical": 1, "more than most": 2}
    side, span = one.sides[0], one.most - one.least
    numbers = [one.least + span * n / 40 for n in range(41)]
    for age in range(18, 101, 3):
        for sex in ("female", "male"):
            said = [score._reading(one, side, value, score.norms_for(one, age, sex)).word for value in numbers]
            ranks = [order[word] for word in said if word]
            assert ranks == sorted(ranks, reverse=one.better == "less")


def test_a_test_that_needs_two_days_waits_for_the_second() -> None:
    test = TESTS["thigh_over_edge"]
    values = score.parse(test, test.cases[0].values)
    first = record.Tested(test.id, NOON, values)
    for later, tags in ((timedelta(hours=3), ()), (timedelta(days=1), ("hip_flexor_short",))):
        again = record.Tested(test.id, NOON + later, values)
        assert score.tags(TESTS, [first], 40, None) == ()
        assert score.tags(TESTS, [again, first], 40, None) == tags


def test_the_newest_result_counts() -> None:
    test = TESTS["plank_hold"]
    short, long = ({"hold": {"both": (seconds,)}} for seconds in (10.0, 90.0))
    done = [record.Tested(test.id, NOON, short), record.Tested(test.id, NOON + timedelta(days=30), long)]
    assert score.tags(TESTS, done[:1], 40, None) == ("plank_low",)
    assert score.tags(TESTS, done, 40, None) == ()
    assert score.tags({}, done, 40, None) == ()  # a file that is no longer there


BAD: list[tuple[Any, str]] = [
    ([], "values: must be an object of: angle, felt"),
    ({"angle": {}}, "values.felt: is missing"),
    ({"angle": {}, "felt": {}, "mood": 1}, "values.mood: unknown key; allowed: angle, felt"),
    ({"angle": 3, "felt": {}}, "values.angle: must be an object of: left, right"),
    ({"angle": {"left": [1, 2, 3]}, "felt": {}}, "values.angle.right: is missing"),
    ({"angle": {"left": [1, 2], "right": []}, "felt": {}}, "values.angle.left: must be a list of 3"),
    ({"angle": {"left": [1, 2, True], "right": []}, "felt": {}}, "values.angle.left[2]: must be a number from 0 to"),
    ({"angle": {"left": [1, 2, 121], "right": []}, "felt": {}}, "values.angle.left[2]: must be a number from 0 to"),
    ({"angle": {"left": [1, 2, float("nan")], "right": []}, "felt": {}}, "values.angle.left[2]: must be a number"),
    ({"angle": {"left": [1] * 3, "right": [1] * 3}, "felt": {"left": ["ouch"], "right": ["pull"]}},
     "values.felt.left[0]: must be one of: nothing, pull, shoots"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "message"), BAD)
def test_bad_values_are_refused_with_one_sentence(values: Any, message: str) -> None:
    with pytest.raises(InputError) as error:
        score.parse(TESTS["straight_leg_raise"], values)
    assert str(error.value).startswith(message)


def test_no_test_stands_in_for_an_exercise_by_mistake() -> None:
    assert not set(TESTS) & set(CONTENT.exercises)
    assert not {one.code for one in TESTS.values()} & {one.code for one in CONTENT.exercises.values()}
    assert {field.name for field in dataclasses.fields(SelfTest)} >= {"steps", "stop", "not_told", "instead"}
