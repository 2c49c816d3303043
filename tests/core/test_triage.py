"""Triage: the golden cases, the table in full, and the laws that hold for everybody."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supple.core.answers import Answers, Clearance, parse
from supple.core.content import ROOT
from supple.core.errors import InputError
from supple.core.questions import CLEAR, Question
from supple.core.red_flags import read_red_flags
from supple.core.triage import (
    Cleared,
    Fired,
    Incomplete,
    Stopped,
    keep_clearances,
    on_day,
    result,
    told,
    triage,
    worse,
)
from supple.core.words import LEVELS
from tests.core import second_table
from tests.people import BRINGS, clear_answers

FLAGS = read_red_flags(ROOT)
QUESTIONS = FLAGS.questions.answers
TODAY = date(2026, 11, 20)
WORDS = {key: one for key, one in QUESTIONS.items() if one.type == "word"}
CLEARABLE = [rule.id for rule in FLAGS.rules.values() if "L2" in rule.levels]

# Numbers on both sides of every limit in the table.
EDGES: Mapping[str, tuple[int, ...]] = {
    "preg": (1, 15, 16, 40),
    "legpain_weeks": (0, 5, 6, 60),
    "axspa_onset_age": (20, 34, 35, 44, 45, 60),
    "axspa_months": (0, 3, 4, 90),
    "surgery_weeks": (0, 6, 7, 8, 9, 12, 13, 16, 17, 52, 53),
    "spinal_fracture_weeks": (0, 12, 13, 500),
    "systolic": (110, 139, 140, 159, 160, 179, 180, 220),
    "diastolic": (70, 89, 90, 99, 100, 109, 110, 119, 120, 140),
    "age": (0, 17, 18, 40, 49, 50, 59, 60, 64, 65, 69, 70, 74, 75, 100),
    "onset_days": (0, 7, 8, 14, 15, 42, 43, 84, 85, 90, 91, 400),
    "pain": (0, 6, 7, 8, 10),
    "bed_days": (0, 1, 2, 9),
    "falls": (0, 1, 4),
}


def answered(**changes: Any) -> Answers:
    """Somebody well of 40, with these changes."""
    return parse(clear_answers(**changes), QUESTIONS)


def outcome(**changes: Any) -> Cleared | Stopped | Incomplete:
    return triage(answered(**changes), TODAY, FLAGS)


def level(answers: Answers) -> int:
    """The place of the level in the order of urgency; an Incomplete counts as the mildest that it could be."""
    found = triage(answers, TODAY, FLAGS)
    return LEVELS.index(found.level or "L4")


def cleared_by(*rules: str, on: date = TODAY) -> tuple[Clearance, ...]:
    return tuple(Clearance(rule, on, "surgeon") for rule in rules)


def but(answers: Answers, key: str, value: Any) -> Answers:
    return Answers({**answers.values, key: value}, answers.clearances)


def without(answers: Answers, key: str) -> Answers:
    return Answers({name: value for name, value in answers.values.items() if name != key}, answers.clearances)


# Every single thing that may be said, one (keys, values) each; a person is somebody well with a few of these.
SIGNS: list[dict[str, Any]] = [
    {key: value} for key, one in QUESTIONS.items() if one.type in ("word", "number", "weeks") and one.group is None
    for value in (*one.values, *EDGES.get(key, ()))
]  # fmt: skip
FULL: dict[str, Any] = {**answered().values} | {key: value for more in BRINGS.values() for key, value in more.items()}
ANY: dict[str, tuple[Any, ...]] = {
    key: (one.values, one.values[:3], one.values[1:5], ())
    if one.type == "ticks"
    else (*one.values, *EDGES.get(key, ()))
    for key, one in QUESTIONS.items()
}
INFLAMED = st.fixed_dictionaries({
    "axspa_onset_age": st.sampled_from(EDGES["axspa_onset_age"]),
    "axspa_months": st.sampled_from(EDGES["axspa_months"]),
    "axspa_ticks": st.lists(st.sampled_from(QUESTIONS["axspa_ticks"].values), unique=True, max_size=6).map(tuple),
})  # fmt: skip


@st.composite
def people(draw: st.DrawFn, clearances: bool = True) -> Answers:
    """Somebody with every required answer, a few signs, and some clearances."""
    values = dict(FULL)
    for sign in draw(st.lists(st.one_of(st.sampled_from(SIGNS), st.sampled_from(SIGNS), INFLAMED), max_size=12)):
        values |= sign
    rules = draw(st.lists(st.sampled_from(CLEARABLE), unique=True, max_size=4)) if clearances else []
    return Answers(values, cleared_by(*rules))


def graver(question: Question, before: Any) -> Iterator[Any]:
    """Every answer to a question that is worse than this one. Of two operations neither is worse than the other."""
    if question.worse == "change" and before not in CLEAR:
        return
    numbers = EDGES.get(question.id, ())
    values: tuple[Any, ...] = (*question.values, *numbers)
    for value in values if question.type != "ticks" else ():
        if question.is_worse(before, value):
            yield value
    if question.type == "ticks":
        yield from ((*before, tick) for tick in question.values if tick not in before)


class TestGolden:
    """The cases that clinicians agreed on, word for word."""

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"saddle": "new"}, "L0"),
            ({"bladder": "checked"}, "L3"),
            ({"age": 66, "colic": "yes", "stones_before": "no"}, "L0"),
            ({"age": 35, "colic": "yes"}, "L1"),
            ({"fever": "yes", "urine": "yes"}, "L1"),
            ({"fever": "yes", "urine": "yes", "sepsis": "yes"}, "L0"),
            ({"cancer": "yes", "cancer_pain_new": "yes"}, "L1"),
            ({"cancer": "yes", "constant": "yes"}, "L1"),
            ({"cancer": "yes", "cord": "yes"}, "L0"),
            ({"legpain": "mild", "legpain_weeks": 2}, "L3"),
            ({"legpain": "severe"}, "L2"),
            ({"bilat": "new", "legweak": "new"}, "L0"),
            ({"fever": "yes"}, "L1"),
            ({"bilat": "old_checked"}, "L3"),
            ({"bilat": "new"}, "L0"),
            ({"age": 78, "onset_days": 3, "spinebone": "yes", "trauma": "small"}, "L1"),
            ({"age": 78, "onset_days": 7}, "L2"),
            ({}, "L4"),
            ({"constant": "yes"}, "L2"),
            ({"urine": "yes"}, "L2"),
            ({"sepsis": "yes"}, "L0"),
            ({"age": 66, "colic": "yes", "stones_before": "yes"}, "L1"),
        ],
        ids=str,
    )
    def test_it_agrees(self, changes: dict[str, Any], expected: str) -> None:
        assert outcome(**changes).level == expected

    def test_it_sends_four_signs_of_an_inflamed_spine_to_rheumatology(self) -> None:
        found = outcome(axspa_onset_age=30, axspa_months=8, axspa_ticks=["night", "buttock", "movement", "nsaid"])
        assert (found.level, found.rules) == ("L3", ("R28",))
        assert "referral to rheumatology" in found.advice[0].text

    def test_it_asks_for_a_blood_test_with_three(self) -> None:
        found = outcome(axspa_onset_age=44, axspa_months=4, axspa_ticks=["night", "buttock", "movement"])
        assert (found.level, found.rules) == ("L3", ("R29",))
        assert "HLA-B27" in found.advice[0].text

    @pytest.mark.parametrize(("changes", "profile"), [({"legpain": "mild", "legpain_weeks": 2}, "leg_pain"),
                                                      ({"bilat": "old_checked"}, "stenosis")])  # fmt: skip
    def test_it_reports_the_profile(self, changes: dict[str, Any], profile: str) -> None:
        assert outcome(**changes).profiles == (profile,)

    def test_it_releases_nobody_with_saddle_unanswered(self) -> None:
        found = triage(without(answered(), "saddle"), TODAY, FLAGS)
        assert isinstance(found, Incomplete)
        assert (found.level, found.rules, found.unanswered) == (None, (), ("saddle",))


class TestTable:
    """red_flags.toml against the table written a second time, over random people."""

    @pytest.mark.parametrize("rule", [rule for rule in FLAGS.rules if rule != "R99"])
    def test_it_fires_what_the_table_fires_around_each_rule(self, rule: str) -> None:
        for seed in range(150):
            dice = Random(f"{rule} {seed}")
            about = {key: dice.choice(ANY[key]) for key in sorted(FLAGS.rules[rule].reads) if dice.random() < 0.8}
            answers = Answers(FULL | about)
            assert {one.rule: one.level for one in triage(answers, TODAY, FLAGS).fired if one.rule != "R99"} == (
                second_table.fired(answers.values)), about  # fmt: skip

    @settings(max_examples=300, deadline=None)
    @given(people())
    def test_it_fires_what_the_table_fires(self, answers: Answers) -> None:
        found = triage(answers, TODAY, FLAGS)
        assert {one.rule: one.level for one in found.fired if one.rule != "R99"} == second_table.fired(answers.values)

    @settings(max_examples=300, deadline=None)
    @given(people())
    def test_it_reports_the_profiles_of_the_table(self, answers: Answers) -> None:
        found = triage(answers, TODAY, FLAGS)
        rules, word = second_table.fired(answers.values), {one.rule for one in answers.clearances}
        cleared = {rule for rule, at in rules.items() if at == "L2" and rule in word}
        assert set(found.cleared) == cleared
        assert set(found.profiles) == second_table.profiles(answers.values, rules, cleared)

    @settings(max_examples=200, deadline=None)
    @given(people(clearances=False), st.sets(st.sampled_from(list(QUESTIONS)), max_size=25))
    def test_it_fires_what_the_table_fires_with_answers_missing(self, answers: Answers, gone: set[str]) -> None:
        few = Answers({key: value for key, value in answers.values.items() if key not in gone})
        fired = {one.rule: one.level for one in triage(few, TODAY, FLAGS).fired if one.rule != "R99"}
        assert fired == second_table.fired(few.values)

    @settings(max_examples=200, deadline=None)
    @given(people())
    def test_it_takes_the_most_urgent_rule(self, answers: Answers) -> None:
        found = triage(answers, TODAY, FLAGS)
        assert found.level == min((one.counts_as for one in found.fired), key=LEVELS.index)
        assert (found.rules == ("R99",)) == (found.level == "L4") == (not second_table.fired(answers.values))


class TestLaw:
    """Adding a symptom, or making one worse, never lowers the urgency; silence never releases."""

    @settings(max_examples=50, deadline=None)
    @given(people())
    def test_it_is_never_less_urgent_when_an_answer_gets_worse(self, answers: Answers) -> None:
        before = level(answers)
        for key, value in answers.values.items():
            for worse_value in graver(QUESTIONS[key], value):
                assert level(but(answers, key, worse_value)) <= before, (key, value, worse_value)

    @settings(max_examples=50, deadline=None)
    @given(people())
    def test_it_is_never_less_urgent_when_an_optional_sign_is_added(self, answers: Answers) -> None:
        before = level(answers)
        for key in ("spinal_fracture_weeks", "systolic", "diastolic"):
            for value in EDGES[key] if key not in answers.values else ():
                assert level(but(answers, key, value)) <= before, (key, value)
        if "legweak_hours_days" not in answers.values:
            assert level(but(answers, "legweak_hours_days", "yes")) <= before

    @settings(max_examples=50, deadline=None)
    @given(people())
    def test_it_takes_not_sure_for_the_graver_answer(self, answers: Answers) -> None:
        for key, question in WORDS.items():
            if "unsure" in question.values and key in answers.values:
                gravest = min(level(but(answers, key, word)) for word in ("no", "yes"))
                assert level(but(answers, key, "unsure")) == gravest, key

    @settings(max_examples=50, deadline=None)
    @given(people())
    def test_it_never_releases_with_an_answer_missing(self, answers: Answers) -> None:
        for key, question in QUESTIONS.items():
            if not question.optional and question.asked_with is None:
                found = triage(without(answers, key), TODAY, FLAGS)
                assert not isinstance(found, Cleared) and key in found.unanswered, key

    @settings(max_examples=200, deadline=None)
    @given(people(clearances=False))
    def test_it_needs_what_a_tick_brings_and_nothing_more(self, answers: Answers) -> None:
        for tick, more in BRINGS.items():
            lean = Answers({key: value for key, value in answers.values.items() if key not in more})
            missing = () if answers.values[tick] in ("no", "none") else tuple(key for key in QUESTIONS if key in more)
            assert triage(lean, TODAY, FLAGS).unanswered == missing

    @settings(max_examples=100, deadline=None)
    @given(people())
    def test_it_changes_nothing_when_answers_come_without_need(self, answers: Answers) -> None:
        for tick, more in BRINGS.items():
            nothing = but(answers, tick, QUESTIONS[tick].values[0])
            lean = Answers({k: v for k, v in nothing.values.items() if k not in more}, nothing.clearances)
            assert result(triage(nothing, TODAY, FLAGS)) == result(triage(lean, TODAY, FLAGS))

    def test_it_stops_an_emergency_before_everything_is_answered(self) -> None:
        found = triage(parse({"saddle": "new"}, QUESTIONS), TODAY, FLAGS)
        assert isinstance(found, Stopped)
        assert (found.level, found.rules) == ("L0", ("R01",))
        assert "bladder" in found.unanswered and "saddle" not in found.unanswered

    def test_it_reports_nothing_mild_while_answers_are_missing(self) -> None:
        found = triage(parse({"legpain": "mild", "cycle": "yes"}, QUESTIONS), TODAY, FLAGS)
        assert isinstance(found, Incomplete)
        assert (found.level, found.advice, found.rules) == (None, (), ("R24", "R31"))
        assert found.profiles == ("leg_pain",)

    def test_it_fires_no_rule_over_a_missing_number(self) -> None:
        assert triage(parse({"bone": "yes", "trauma": "big"}, QUESTIONS), TODAY, FLAGS).rules == ()

    def test_it_compares_no_word_with_a_number(self) -> None:
        assert outcome(preg="possible").profiles == ("preg_early",)


class TestClearance:
    """A dated word quiets an L2, never more, and never opens what the stop was about."""

    @settings(max_examples=300, deadline=None)
    @given(people(clearances=False), st.sampled_from(CLEARABLE))
    def test_it_quiets_l2_only_and_still_limits(self, answers: Answers, rule: str) -> None:
        word = Answers(answers.values, cleared_by(rule))
        before, after = triage(answers, TODAY, FLAGS), triage(word, TODAY, FLAGS)
        fired = {one.rule: one.level for one in before.fired}
        assert after.cleared == ((rule,) if fired.get(rule) == "L2" else ())
        assert after.rules == before.rules
        assert set(before.profiles) <= set(after.profiles)
        if after.cleared:
            assert after.level in ("L0", "L1", "L2", "L3")
        else:
            assert after == before

    @pytest.mark.parametrize("rule", [rule for rule in FLAGS.rules if rule not in CLEARABLE and rule != "R99"])
    def test_it_quiets_nothing_that_asks_for_help_now(self, rule: str) -> None:
        for case in FLAGS.rules[rule].text.cases:
            answers = answered(**case.answers)
            word = Answers(answers.values, cleared_by(rule))
            assert triage(word, TODAY, FLAGS) == triage(answers, TODAY, FLAGS)

    @pytest.mark.parametrize(
        ("rule", "changes", "profiles"),
        [
            ("R33", {"surgery": "belly", "surgery_weeks": 8}, ("recent_surgery_cleared",)),
            ("R12", {"age": 76, "onset_days": 7}, ("osteoporosis",)),
            ("R10", {"trauma": "big", "onset_days": 30}, ("spinal_fracture",)),
            ("R48", {"cancer": "yes", "cancer_bone": "yes"}, ("osteoporosis", "spinal_fracture")),
            ("R50", {"trauma": "small", "age": 66, "onset_days": 30}, ("spinal_fracture",)),
            ("R52", {"lump": "yes"}, ("spinal_fracture",)),
            ("R39", {"spinebone": "yes"}, ("spinal_fracture",)),
            ("R39", {"urine": "yes"}, ()),
            ("R34", {"heart": "yes"}, ("htn_high",)),
            ("R47", {"aneurysm": "yes"}, ("htn_high",)),
        ],
    )
    def test_it_carries_the_limits_of_what_was_cleared(
        self, rule: str, changes: dict[str, Any], profiles: tuple[str, ...]
    ) -> None:
        found = outcome(**changes, clearances=[{"rule": rule, "date": "2026-11-01", "by": "surgeon"}])
        assert isinstance(found, Cleared)
        assert (found.level, found.cleared, found.profiles) == ("L3", (rule,), profiles)

    @pytest.mark.parametrize(("today", "expected"), [(date(2025, 11, 20), "L3"), (date(2026, 11, 19), "L3"),
                                                     (date(2026, 11, 20), "L2"), (date(2027, 1, 1), "L2")])  # fmt: skip
    def test_it_counts_for_twelve_months(self, today: date, expected: str) -> None:
        word = Answers(answered(lump="yes").values, cleared_by("R52", on=date(2025, 11, 20)))
        assert triage(word, today, FLAGS).level == expected

    def test_it_counts_from_a_leap_day(self) -> None:
        word = Answers(answered(lump="yes").values, cleared_by("R52", on=date(2024, 2, 29)))
        assert triage(word, date(2025, 2, 27), FLAGS).level == "L3"
        assert triage(word, date(2025, 2, 28), FLAGS).level == "L2"

    def test_it_refuses_a_clearance_from_the_future(self) -> None:
        word = Answers(answered().values, cleared_by("R52", "R33", on=date(2026, 11, 21)))
        with pytest.raises(InputError, match=r"^clearances\[0\]\.date: 2026-11-21 is after today \(2026-11-20\)$"):
            triage(word, TODAY, FLAGS)

    @pytest.mark.parametrize(
        ("rule", "old", "new", "fell"),
        [
            ("R39", {"constant": "yes"}, {"constant": "yes"}, False),
            ("R39", {"constant": "unsure"}, {"constant": "yes"}, False),
            ("R39", {"constant": "yes"}, {"constant": "yes", "wtloss": "yes"}, True),
            ("R39", {"constant": "yes"}, {"constant": "yes", "fever": "yes"}, False),
            ("R33", {"surgery": "hip", "surgery_weeks": 8}, {"surgery": "hip", "surgery_weeks": 9}, False),
            ("R33", {"surgery": "hip", "surgery_weeks": 8}, {"surgery": "hip", "surgery_weeks": 2}, True),
            ("R33", {"surgery": "hip", "surgery_weeks": 8}, {"surgery": "knee", "surgery_weeks": 8}, True),
            ("R33", {"surgery": "hip", "surgery_weeks": 8}, {"surgery": "none"}, False),
            ("R33", {}, {"surgery": "hip", "surgery_weeks": 8}, True),
            ("R12", {"age": 75, "onset_days": 20}, {"age": 76, "onset_days": 30}, False),
            ("R12", {"age": 75, "onset_days": 20}, {"age": 75, "onset_days": 3}, True),
            ("R46", {"preg": 30, "pregrisk": "yes"}, {"preg": 31, "pregrisk": "yes"}, False),
            ("R46", {"preg": 30, "pregrisk": "yes"}, {"preg": 8, "pregrisk": "yes"}, True),
            ("R46", {"preg": 30, "pregrisk": "yes"}, {"preg": "possible", "pregrisk": "yes"}, True),
            ("R46", {"preg": "possible", "pregrisk": "yes"}, {"preg": 6, "pregrisk": "yes"}, False),
            ("R46", {}, {"preg": 6, "pregrisk": "yes"}, True),
            ("R30", {"legpain": "mild"}, {"legpain": "severe"}, True),
            ("R34", {"heart": "yes"}, {"heart": "yes", "systolic": 130, "diastolic": 80}, False),
            ("R34", {"heart": "yes"}, {"heart": "yes", "systolic": 130, "diastolic": 112}, True),
            ("R34", {"heart": "yes", "diastolic": 80}, {"heart": "yes", "diastolic": 81}, True),
            ("R45", {}, {"spinal_fracture_weeks": 2}, True),
            ("R45", {"spinal_fracture_weeks": 10}, {"spinal_fracture_weeks": 11}, False),
            ("R05", {"legweak": "old_unchecked"}, {"legweak": "old_checked"}, False),
            ("R05", {"legweak": "old_unchecked"}, {"legweak": "new"}, True),
        ],
        ids=str,
    )
    def test_it_falls_when_an_answer_of_its_rule_gets_worse(
        self, rule: str, old: dict[str, Any], new: dict[str, Any], fell: bool
    ) -> None:
        before = Answers(answered(**old).values, cleared_by(rule))
        after = answered(**new)
        assert worse(before, after, FLAGS.rules[rule], FLAGS) == fell
        assert keep_clearances(before, after, FLAGS).clearances == (() if fell else before.clearances)

    def test_it_keeps_a_fresh_word_about_the_worse_answer(self) -> None:
        before = Answers(answered(constant="yes").values, cleared_by("R39", on=date(2026, 10, 1)))
        fresh = cleared_by("R39")
        after = Answers(answered(constant="yes", wtloss="yes").values, before.clearances + fresh)
        assert keep_clearances(before, after, FLAGS).clearances == fresh


class TestTime:
    """Durations advance with the calendar; time alone may tighten, never release."""

    ANSWERED = date(2026, 1, 1)

    def later(self, days: int, **changes: Any) -> Cleared | Stopped | Incomplete:
        return on_day(answered(**changes), self.ANSWERED, self.ANSWERED + timedelta(days=days), FLAGS)

    @settings(max_examples=500, deadline=None)
    @given(people(clearances=False), st.integers(0, 2000))
    def test_it_never_releases_by_itself(self, answers: Answers, days: int) -> None:
        first = triage(answers, self.ANSWERED, FLAGS)
        then = on_day(answers, self.ANSWERED, self.ANSWERED + timedelta(days=days), FLAGS)
        if isinstance(first, Stopped):
            assert isinstance(then, Stopped) and LEVELS.index(then.level) <= LEVELS.index(first.level)
        if isinstance(then, Cleared):
            assert LEVELS.index(then.level) <= LEVELS.index(first.level or "L4")
            assert set(first.profiles) - {"preg_early"} <= set(then.profiles)

    @settings(max_examples=100, deadline=None)
    @given(people())
    def test_it_is_the_same_on_the_same_day(self, answers: Answers) -> None:
        assert on_day(answers, TODAY, TODAY, FLAGS) == triage(answers, TODAY, FLAGS)
        assert on_day(answers, TODAY + timedelta(days=9), TODAY, FLAGS) == triage(answers, TODAY, FLAGS)

    def test_it_asks_again_thirteen_weeks_after_an_operation(self) -> None:
        assert self.later(6, surgery="hip", surgery_weeks=12).unanswered == ()
        found = self.later(7, surgery="hip", surgery_weeks=12)
        assert isinstance(found, Stopped)
        assert (found.level, found.rules, found.unanswered) == ("L2", ("R33",), ("surgery_weeks",))

    def test_it_asks_again_before_a_cleared_operation_is_forgotten(self) -> None:
        word = Answers(answered(surgery="belly", surgery_weeks=10).values, cleared_by("R33", on=self.ANSWERED))
        found = on_day(word, self.ANSWERED, self.ANSWERED + timedelta(weeks=3), FLAGS)
        assert isinstance(found, Incomplete)
        assert found.unanswered == ("surgery_weeks",)
        assert found.profiles == ("recent_surgery_cleared",)

    def test_it_asks_again_when_the_weeks_after_a_birth_run_out(self) -> None:
        assert self.later(6, surgery="birth", surgery_weeks=16).level == "L4"
        found = self.later(7, surgery="birth", surgery_weeks=16)
        assert isinstance(found, Incomplete)
        assert (found.unanswered, found.profiles) == (("surgery_weeks",), ("postnatal",))

    def test_it_asks_again_for_the_age_of_somebody_young(self) -> None:
        found = self.later(366, age=17)
        assert isinstance(found, Stopped)
        assert (found.level, found.unanswered) == ("L2", ("age",))

    def test_it_asks_again_when_a_new_pain_grows_old(self) -> None:
        found = self.later(40, bone="yes", onset_days=7)
        assert (found.level, found.unanswered) == ("L2", ("onset_days",))

    def test_it_moves_a_pregnancy_on(self) -> None:
        assert self.later(6, preg=15).profiles == ("preg_early",)
        found = self.later(7, preg=15)
        assert isinstance(found, Cleared) and found.profiles == ("preg_late",)

    def test_it_asks_again_after_the_last_week_of_a_pregnancy(self) -> None:
        assert isinstance(self.later(21, preg=40), Cleared)
        found = self.later(28, preg=40)
        assert isinstance(found, Incomplete)
        assert (found.unanswered, found.profiles) == (("preg",), ("preg_late",))

    def test_it_leaves_a_possible_pregnancy_as_it_was_said(self) -> None:
        assert self.later(400, preg="possible").profiles == ("preg_early",)

    def test_it_tightens_with_age(self) -> None:
        assert self.later(364, age=64, falls=1).profiles == ()
        assert self.later(365, age=64, falls=1).profiles == ("fall_risk",)

    def test_it_changes_one_pattern_for_another_without_asking(self) -> None:
        assert self.later(366, age=49, claud="yes").rules == ("R32",)

    def test_it_counts_months_by_the_calendar(self) -> None:
        ticks = {"axspa_onset_age": 30, "axspa_months": 3, "axspa_ticks": ["night", "buttock", "movement"]}
        assert self.later(30, **ticks).rules == ("R99",)
        assert self.later(31, **ticks).rules == ("R28",)

    def test_it_stops_again_when_a_clearance_runs_out(self) -> None:
        word = Answers(answered(lump="yes").values, cleared_by("R52", on=self.ANSWERED))
        assert on_day(word, self.ANSWERED, self.ANSWERED + timedelta(days=364), FLAGS).level == "L3"
        assert on_day(word, self.ANSWERED, self.ANSWERED + timedelta(days=365), FLAGS).level == "L2"


class TestResult:
    """The JSON object that everything speaks."""

    def test_it_has_the_agreed_shape(self) -> None:
        assert result(outcome(fever="yes")) == {
            "level": "L1",
            "release": False,
            "rules": ["R13"],
            "profiles": [],
            "advice": [{"rule": "R13", "text": "Fever with back pain needs blood tests the same day."}],
            "cleared": [],
            "unanswered": [],
        }

    def test_it_says_r99_alone_when_nothing_fired(self) -> None:
        found = result(outcome())
        assert (found["level"], found["release"], found["rules"]) == ("L4", True, ["R99"])

    def test_it_has_no_level_while_answers_are_missing(self) -> None:
        found = result(triage(parse({}, QUESTIONS), TODAY, FLAGS))
        assert (found["level"], found["release"], found["rules"]) == (None, False, [])
        assert found["unanswered"] == [key for key, one in QUESTIONS.items() if not one.optional and not one.asked_with]

    def test_it_names_what_was_cleared(self) -> None:
        found = result(outcome(lump="yes", clearances=[{"rule": "R52", "date": "2026-11-01", "by": "GP"}]))
        assert (found["level"], found["rules"], found["cleared"], found["advice"]) == ("L3", ["R52"], ["R52"], [])

    @settings(max_examples=300, deadline=None)
    @given(people())
    def test_it_orders_rules_by_id_and_advice_by_urgency(self, answers: Answers) -> None:
        found = triage(answers, TODAY, FLAGS)
        assert list(found.rules) == sorted(found.rules)
        at = {one.rule: LEVELS.index(one.level) for one in found.fired}
        spoken = [at[one.rule] for one in found.advice]
        assert spoken == sorted(spoken)
        assert not found.advice or spoken[0] == LEVELS.index(found.level or "L4")

    @settings(max_examples=300, deadline=None)
    @given(people())
    def test_it_says_nothing_of_exercise_while_it_stops(self, answers: Answers) -> None:
        found = triage(answers, TODAY, FLAGS)
        mild = {one.rule for one in found.fired if one.counts_as == "L3"}
        if isinstance(found, Stopped):
            assert not mild & {one.rule for one in found.advice}

    @pytest.mark.parametrize(("weeks", "improving", "leg", "books"), [
        (6, "no", "yes", True), (5, "no", "yes", False), (6, "yes", "yes", False), (6, "no", "no", False),
    ])  # fmt: skip
    def test_it_books_a_visit_for_a_leg_that_does_not_ease(
        self, weeks: int, improving: str, leg: str, books: bool
    ) -> None:
        found = outcome(legpain="mild", legworse=leg, legpain_weeks=weeks, legpain_improving=improving)
        assert ("book a visit now" in found.advice[0].text) == books

    def test_it_speaks_of_short_walks_after_a_birth_only_where_nothing_graver_fires(self) -> None:
        births = {"surgery": "birth", "surgery_weeks": 3}
        assert "short walks" in outcome(**births).advice[0].text
        graver_too = outcome(**births, chest="yes")
        assert not any("short walks" in one.text for one in graver_too.advice)

    @pytest.mark.parametrize(("changes", "cards"), [
        ({"saddle": "checked"}, ("R03",)), ({"legweak": "old_checked"}, ("R05",)), ({"legpain": "mild"}, ()),
        ({"legweak": "old_unchecked", "clearances": [{"rule": "R05", "date": "2026-11-01", "by": "GP"}]}, ("R05",)),
    ])  # fmt: skip
    def test_it_names_the_warning_cards(self, changes: dict[str, Any], cards: tuple[str, ...]) -> None:
        found = outcome(**changes)
        assert isinstance(found, Cleared) and found.warning_cards == cards

    def test_it_says_back_what_led_to_the_stop(self) -> None:
        answers = answered(saddle="new", age=78, onset_days=7, cycle="yes")
        found = triage(answers, TODAY, FLAGS)
        assert found.fired[0] == Fired("R01", "L0", ("saddle",))
        assert told(answers, found, FLAGS)[:3] == (
            "Numbness or a strange feeling between the legs, new or changed", "Age 78", "It began 7 days ago",
        )  # fmt: skip

    def test_it_says_back_that_somebody_was_not_sure(self) -> None:
        answers = answered(aneurysm="unsure")
        assert told(answers, triage(answers, TODAY, FLAGS), FLAGS) == ("A widened main artery (aneurysm) (not sure)",)
