"""red_flags.toml and screens.toml: every rule's cases, what the screens reach, and files that must be refused."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from supple.core.answers import Answers, parse
from supple.core.content import ROOT
from supple.core.errors import ContentError
from supple.core.questions import CLEAR, needed
from supple.core.red_flags import FIRING, NO_RULE, Case, Rule, read_red_flags
from supple.core.rules import facts_of
from supple.core.screens import Screen
from supple.core.triage import triage
from tests.people import clear_answers

FLAGS = read_red_flags(ROOT)
QUESTIONS = FLAGS.questions
ANSWERS = QUESTIONS.answers
TODAY = date(2026, 11, 20)
RULES = [rule for rule in FLAGS.rules.values() if rule.id != NO_RULE]
CASES = [(rule, case) for rule in RULES for case in rule.text.cases]
TICKS = [tick for screen in QUESTIONS.screens for group in screen.groups for tick in group.ticks]
FIELDS = [one for screen in QUESTIONS.screens for one in screen.fields]

Change = Callable[[str, str, str], Path]


def cases_of(rule: Rule) -> set[str]:
    return {case.level for case in rule.text.cases}


class TestRules:
    """Everything that is true of every rule."""

    def test_it_has_every_rule_but_the_one_that_comes_from_use(self) -> None:
        assert sorted(FLAGS.rules) == sorted({f"R{n:02}" for n in range(1, 53)} - {"R37"} | {"R99"})
        assert list(FLAGS.rules) == sorted(FLAGS.rules)

    @pytest.mark.parametrize(("rule", "case"), CASES, ids=[f"{rule.id}-{case.answers}" for rule, case in CASES])
    def test_it_keeps_every_case(self, rule: Rule, case: Case) -> None:
        found = triage(parse(clear_answers(**case.answers), ANSWERS), TODAY, FLAGS)
        assert {one.rule: one.level for one in found.fired}.get(rule.id, "none") == case.level
        assert found.unanswered == ()
        if case.result or case.level != "none":
            assert found.level == (case.result or case.level)

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
    def test_it_shows_every_level_by_a_case(self, rule: Rule) -> None:
        assert set(rule.levels) <= cases_of(rule)

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
    def test_it_says_what_to_do_at_every_level_that_stops(self, rule: Rule) -> None:
        for level in rule.levels:
            assert rule.text.advice[level]
            if level != "L3":
                assert rule.text.why[level] and 1 <= len(FLAGS.do(rule.id, level)) <= 4
                assert len(re.findall(r"[.?](?: |$)", rule.text.why[level])) <= 3

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
    def test_it_can_say_back_every_answer_that_stops(self, rule: Rule) -> None:
        for case in rule.text.cases:
            answers = parse(clear_answers(**case.answers), ANSWERS)
            fired = next((one for one in triage(answers, TODAY, FLAGS).fired if one.rule == rule.id), None)
            for key in fired.because if fired else ():
                assert ANSWERS[key].said(answers.values[key]), (key, answers.values[key])

    def test_it_marks_what_comes_from_memory(self) -> None:
        remembered = {rule.id for rule in RULES if "m" in rule.text.sources}
        assert remembered >= {"R04", "R06", "R07", "R08", "R12", "R14", "R18", "R20", "R21", "R22", "R23", "R24", "R25",
                              "R26", "R27", "R32", "R34", "R38", "R42", "R44", "R46", "R48", "R51"}  # fmt: skip
        assert all(rule.text.sources for rule in RULES)

    def test_it_shows_a_crisis_line_for_one_rule_and_a_card_for_two(self) -> None:
        assert [rule.id for rule in RULES if rule.text.crisis] == ["R35"]
        assert [rule.id for rule in RULES if rule.text.warning_card] == ["R03", "R05"]
        assert [rule.id for rule in RULES if rule.text.maternity] == ["R19", "R22", "R43", "R44", "R46"]

    def test_it_lists_the_rules_that_a_clearance_may_name(self) -> None:
        assert ANSWERS["clearances"].values == tuple(rule.id for rule in RULES)

    def test_it_keeps_the_profiles_of_triage(self) -> None:
        assert set(FLAGS.profiles) == {
            "preg_early", "preg_late", "postnatal", "osteoporosis", "spinal_fracture", "leg_pain", "stenosis",
            "fall_risk", "htn_high", "acute_flare", "recent_surgery_cleared", "hip_repl_posterior", "hip_repl_anterior",
            "hip_repl_lateral", "knee_repl_or_pain",
        }  # fmt: skip

    def test_it_hands_out_every_sentence(self) -> None:
        said = FLAGS.texts()
        assert said["rules.R01.advice.L0"].startswith("Go to an emergency department now.")
        assert {f"levels.{level}.heading" for level in FIRING[:3]} <= set(said)
        assert "rules.R31.notes[0]" in said and "rules.R03.warning_card" in said and "rules.R35.do.L0[3]" in said


class TestScreens:
    """What the first visit asks, and what can be reached by it."""

    def test_it_asks_on_few_screens(self) -> None:
        assert len(QUESTIONS.screens) <= 4  # a follow-up, conditions, ache and goals make eight

    def test_it_asks_in_at_most_450_words(self) -> None:
        words = sum(len(text.split()) for screen in QUESTIONS.screens for text in screen.words())
        assert words <= 450

    def test_it_says_on_every_screen_of_ticks_what_to_do_when_not_sure(self) -> None:
        assert {screen.hint for screen in QUESTIONS.screens if screen.groups} == {"Not sure? Tick it."}

    @pytest.mark.parametrize("key", [key for key, one in ANSWERS.items() if not one.optional])
    def test_it_reaches_every_required_key(self, key: str) -> None:
        asked = {tick.answer for tick in TICKS} | {one.answer for one in FIELDS}
        follows = ANSWERS[key].opens is not None and ANSWERS[key].ask
        assert key in asked or (follows and (ANSWERS[key].asked_with or ANSWERS[key].asked_if))

    @pytest.mark.parametrize("key", [key for key, one in ANSWERS.items() if one.type in ("word", "weeks")])
    def test_it_reaches_every_answer_but_not_sure(self, key: str) -> None:
        question = ANSWERS[key]
        ticked = {tick.value for tick in TICKS if tick.answer == key} - {None}
        asked = {word for one in FIELDS if one.answer == key for word in one.options} | set(question.options)
        none = {question.values[0]} if any(tick.answer == key for tick in TICKS) or question.asked_if else set()
        assert ticked | asked | none >= {value for value in question.values if value != "unsure"}

    @pytest.mark.parametrize("screen", QUESTIONS.screens, ids=lambda screen: screen.id)
    def test_it_asks_each_key_in_one_group(self, screen: Screen) -> None:
        keys = [key for each in QUESTIONS.screens for key in each.keys]
        assert [key for key in screen.keys if keys.count(key) > 1] == []

    def test_it_stores_the_graver_answer_until_the_follow_up(self) -> None:
        exempt = {"legweak", "preg", "surgery"}  # "worse", weeks and kind are only known after asking
        for tick in TICKS:
            if tick.answer not in exempt:
                assert tick.value == ANSWERS[tick.answer].values[-1], tick.answer

    def test_it_finishes_somebody_well_without_a_follow_up(self) -> None:
        stored: dict[str, Any] = {tick.answer: ANSWERS[tick.answer].values[0] for tick in TICKS}
        stored |= {
            "age": 40,
            "onset_days": 20,
            "trauma": "none",
            "pain": 3,
            "can_walk": "yes",
            "bed_days": 0,
            "falls": 0,
        }
        assert QUESTIONS.follow_ups(stored) == ()
        unasked = {key for key, one in ANSWERS.items() if key not in stored and needed(one, stored)}
        assert unasked == {"pregwarn"}  # stored as no where it is not asked
        assert triage(Answers(stored | {"pregwarn": "no"}), TODAY, FLAGS).level == "L4"

    @pytest.mark.parametrize(
        ("ticked", "asked"),
        [
            ({"saddle": "new", "chest": "yes"}, ()),  # asked under the tick itself
            ({"legweak": "new"}, ("legweak", "legweak_hours_days")),
            ({"colic": "yes"}, ("stones_before", "single_kidney", "no_urine", "vomiting")),
            ({"cancer": "yes"}, ("cancer_pain_new", "cancer_bone")),
            ({"preg": "possible"}, ("pregwarn", "preg", "pregrisk")),
            ({"surgery": "birth"}, ("pregwarn", "surgery", "surgery_weeks")),
            ({"surgery": "birth", "surgery_weeks": 7}, ("surgery", "surgery_weeks")),
            ({"surgery": "none"}, ()),
            ({"legpain": "severe"}, ("legpain", "legworse", "legpain_weeks", "legpain_improving")),
            ({"bone": "yes"}, ("spinal_fracture_weeks",)),
            ({"systolic": 180}, ("systolic", "diastolic")),
            ({"age": 40, "onset_days": 120}, ("axspa_onset_age", "axspa_months", "axspa_ticks")),
            ({"age": 46, "onset_days": 400}, ()),
            ({"age": 46, "onset_days": 800}, ("axspa_onset_age", "axspa_months", "axspa_ticks")),
            ({"age": 40, "onset_days": 60}, ()),
        ],
        ids=str,
    )
    def test_it_follows_up_what_was_ticked(self, ticked: dict[str, Any], asked: tuple[str, ...]) -> None:
        clear = {tick.answer: ANSWERS[tick.answer].values[0] for tick in TICKS}
        assert QUESTIONS.follow_ups(clear | ticked) == asked

    @pytest.mark.parametrize(("ticked", "stops"), [
        ({"saddle": "new"}, True), ({"aorta": "yes"}, True), ({"cord": "yes", "cancer": "yes"}, True),
        ({"cancer": "yes", "legweak": "new"}, False), ({"colic": "yes", "preg": "possible"}, False), ({}, False),
    ])  # fmt: skip
    def test_it_judges_at_once_only_what_no_follow_up_will_soften(self, ticked: dict[str, Any], stops: bool) -> None:
        found = triage(Answers(QUESTIONS.at_once(ticked)), TODAY, FLAGS)
        assert (found.level == "L0") == stops
        assert found.unanswered

    def test_it_follows_up_an_operation_whose_kind_is_not_known_yet(self) -> None:
        clear = {tick.answer: ANSWERS[tick.answer].values[0] for tick in TICKS if tick.answer != "surgery"}
        assert QUESTIONS.follow_ups(clear) == ("surgery", "surgery_weeks")

    @pytest.mark.parametrize("key", [key for key, one in ANSWERS.items() if one.opens == "here"])
    def test_it_asks_under_the_tick_what_may_be_old_and_checked(self, key: str) -> None:
        assert len(ANSWERS[key].options) >= 2
        asked_at_once = any(case.result == "L0" or case.level == "L0" for rule, case in CASES if key in rule.reads)
        assert asked_at_once

    def test_it_hands_out_every_sentence(self) -> None:
        said = QUESTIONS.texts()
        assert said["answers.saddle.ask"] and said["none_of_these"] == "None of these"
        assert said["answers.axspa_ticks.options.night"] == "It wakes me in the second half of the night"


class TestFacts:
    """What terms are asked about."""

    @pytest.mark.parametrize(
        ("began", "ticks", "count"),
        [(34, ["night"], 2), (34, ["before35", "night"], 2), (35, ["before35", "night"], 2), (35, ["night"], 1)],
    )
    def test_it_counts_a_start_before_35_once(self, began: int, ticks: list[str], count: int) -> None:
        facts = facts_of({"axspa_onset_age": began, "axspa_ticks": tuple(ticks)}, ANSWERS)
        assert facts.values["axspa_count"] == count

    def test_it_resolves_not_sure_to_the_graver_word(self) -> None:
        facts = facts_of({"fever": "unsure", "stones_before": "unsure"}, ANSWERS)
        assert facts.values == {"fever": "yes", "stones_before": "no"}

    def test_it_derives_nothing_from_nothing(self) -> None:
        assert facts_of({"age": 40}, ANSWERS).values == {"age": 40}

    def test_it_clears_with_the_mildest_word(self) -> None:
        for tick in TICKS:
            assert ANSWERS[tick.answer].values[0] in CLEAR


@pytest.fixture
def change(tmp_path: Path) -> Change:
    """A copy of the content with one text in one file changed."""
    for file in ("red_flags.toml", "screens.toml"):
        shutil.copy(ROOT / file, tmp_path / file)

    def changed(file: str, old: str, new: str) -> Path:
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (tmp_path / file).write_text(text.replace(old, new), encoding="utf-8")
        return tmp_path

    return changed


class TestBadFiles:
    """A file that must not be used is refused, with file, key and why."""

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ('L0 = [["sepsis"]]', 'L0 = [["sepsys"]]',
             'rules.R15.L0[0]: "sepsys": sepsys is neither an answer nor a named term'),
            ('L0 = [["sepsis"]]', 'L0 = [["sepsis = maybe"]]',
             'rules.R15.L0[0]: "sepsis = maybe": maybe is not one of: no, yes'),
            ('L0 = [["sepsis"]]', 'L0 = [["sepsis = unsure"]]',
             'rules.R15.L0[0]: "sepsis = unsure": unsure is not one of: no, yes'),
            ('L0 = [["sepsis"]]', 'L0 = [["sepsis > 3"]]',
             'rules.R15.L0[0]: "sepsis > 3": sepsis is not a number; allowed: no, unsure, yes'),
            ('L0 = [["sepsis"]]', 'L0 = [["sepsis ~ yes"]]',
             'rules.R15.L0[0]: "sepsis ~ yes" is not a term'),
            ('L0 = [["sepsis"]]', 'L0 = [["sepsis ="]]',
             'rules.R15.L0[0]: "sepsis =": write: key, key op value, key in value value, or key absent'),
            ('L0 = [["sepsis"]]', 'L0 = [["sepsis absent yes"]]',
             'rules.R15.L0[0]: "sepsis absent yes": absent stands alone'),
            ('L0 = [["sepsis"]]', "L0 = [[]]",
             "rules.R15.L0[0]: must not be empty: an empty list would always hold"),
            ('L0 = [["sepsis"]]', "", "rules.R15.advice.L4: is missing"),
            ('L0 = [["sepsis"]]', 'L0 = "sepsis"', 'rules.R15.L0: must be a list, not "sepsis"'),
            ('L0 = [["sepsis"]]', 'L0 = [["saddle"]]',
             'rules.R15.L0[0]: "saddle": saddle has no yes; write an operator and a value'),
            ('L0 = [["sepsis"]]', 'L0 = [["axspa_ticks = night"]]',
             'rules.R15.L0[0]: "axspa_ticks = night": axspa_ticks does not compare with a word'),
            ('L0 = [["sepsis"]]', 'L0 = [["cleared R12"]]',
             'rules.R15.L0[0]: "cleared R12": R12 is not a rule that may be named here'),
            ('L2 = [["age < 18"]]', 'L2 = [["age < 180"]]',
             'rules.R36.L2[0]: "age < 180": 180 is not a whole number from 0 to 120'),
            ('L2 = [["age < 18"]]', 'L2 = [["age < young"]]',
             'rules.R36.L2[0]: "age < young": young is not a whole number from 0 to 120'),
            ('L2 = [["age < 18"]]', 'L2 = [["age = young"]]',
             'rules.R36.L2[0]: "age = young": age does not compare with a word'),
            ('["cleared R12"]', '["cleared R99"]', 'profiles.osteoporosis.any[2]: "cleared R99": R99 is not '
             'a rule that may be named here'),
            ('then = "preg_late"', 'then = "later"', 'profiles.preg_early.then: "later" is not one of: '
             + ", ".join([*list(FLAGS.profiles)])),
            ('WEAK = ["legweak in new worse"]', 'WEAK = ["NUMB"]',
             'terms.WEAK: "NUMB": NUMB is neither an answer nor a named term'),
            ('WEAK = ["legweak in new worse"]', "WEAK = []",
             "terms.WEAK: a named term is written in capitals and holds at least one term"),
            ('why = { L0 = "These can be signs', 'whence = { L0 = "These can be signs',
             "rules.R15.whence: unknown key; allowed: L0, L1, L2, L3, advice, cases, condition, crisis, do, id, "
             "maternity, notes, sources, warning_card, why"),
            ('why = { L0 = "These can be signs', 'why = { L1 = "Later.", L0 = "These can be signs',
             "rules.R15.why.L1: unknown key; allowed: L0"),
            ('advice = { L0 = "Call an ambulance now. Sit or lie still." }', 'advice = {}',
             "rules.R16.advice.L0: is missing"),
            ("[rules.R99]", "[rules.R98]", "rules.R99: must be there, without a condition"),
            ("[levels.L2]", "[levels.L3]", "levels: must be L0, L1, L2, in this order"),
            ("[rules.R27]", "[rules.R53]", "screens.toml: answers.clearances.values: R53 is missing"),
            ('{ rash = "unsure" }', '{ rush = "unsure" }', "rules.R27.cases[1].answers.rush: unknown key; "
             f"allowed: {', '.join(ANSWERS)}"),
            ('warning_card = "Any change', 'maternity = ["L0"]\nwarning_card = "Any change',
             "rules.R03.maternity: L0 is not one of: "),
            ("crisis = true", 'warning_card = "Stay."', "rules.R35.warning_card: belongs to a rule with L3"),
            ("crisis = true", "crisis = 1", "rules.R35.crisis: must be true or false, not 1"),
        ],
        ids=range(30),
    )  # fmt: skip
    def test_it_refuses_bad_rules(self, change: Change, old: str, new: str, message: str) -> None:
        with pytest.raises(ContentError) as error:
            read_red_flags(change("red_flags.toml", old, new))
        assert str(error.value).removeprefix("red_flags.toml: ") == message

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ('{ answer = "rash", value = "yes"', '{ answer = "rush", value = "yes"',
             f'screens.body.now: "rush" is not an answer; allowed: {", ".join(ANSWERS)}'),
            ('{ answer = "rash", value = "yes"', '{ answer = "rash", value = "new"',
             'screens.body.now.rash: "new" is not one of: no, unsure, yes'),
            ('asked_with = "legpain"\nopens = "later"\nask = "Is the leg worse',
             'asked_with = "leg"\nopens = "later"\nask = "Is the leg worse',
             'answers.legworse.asked_with: "leg" is not an answer'),
            ('asked_if = [["bone"]]', 'asked_if = [["bones"]]',
             'answers.spinal_fracture_weeks.asked_if[0]: "bones": bones is neither an answer nor a named term'),
            ('ask = "How many weeks ago?"\n', "",
             "answers.surgery_weeks.ask: is missing: a question that opens needs its words"),
            ('told = { no = "Not able to walk" }', 'told = { never = "Not able to walk" }',
             "answers.can_walk.told.never: is not one of: yes, no, number, ticks"),
            ('type = "number"\nleast = 0\nmost = 120\nworse = "none"', 'type = "number"\nworse = "none"',
             "answers.age.most: must be above least (0)"),
            ('type = "word"\nvalues = ["yes", "no"]\nask = "Can you walk?"', 'type = "word"\nask = "Can you walk?"',
             "answers.can_walk.values: is missing"),
            ('options = { none = "Nothing", small', 'options = { nothing = "Nothing", small',
             "screens.numbers.trauma.options.nothing: is not one of: none, small, big"),
            ('units = ["days",', 'units = ["hours",',
             "screens[3].fields[1].units[0]: \"hours\" is not one of: days, weeks, months, years"),
        ],
        ids=range(10),
    )  # fmt: skip
    def test_it_refuses_bad_screens(self, change: Change, old: str, new: str, message: str) -> None:
        with pytest.raises(ContentError) as error:
            read_red_flags(change("screens.toml", old, new))
        assert str(error.value) == f"screens.toml: {message}"

    def test_it_says_which_file_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(ContentError, match=r"^screens\.toml: file: is missing$"):
            read_red_flags(tmp_path)
