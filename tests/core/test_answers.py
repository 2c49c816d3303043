"""The vocabulary: what is understood, and what each mistake is told."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supple.core.answers import Answers, Clearance, parse, parse_many
from supple.core.content import ROOT
from supple.core.errors import InputError
from supple.core.questions import CLEAR, Question, needed, unanswered
from supple.core.screens import read_screens
from tests.people import BRINGS, clear_answers

QUESTIONS = read_screens(ROOT).answers
TODAY = date(2026, 11, 20)
WORD = {"rule": "R33", "date": "2026-11-01", "by": "surgeon"}
KEYS = [*QUESTIONS, "x"]
AXSPA = {"axspa_onset_age": 30, "axspa_months": 8, "axspa_ticks": ["night"]}
NUMBERS = {
    "axspa_onset_age": (0, 120), "axspa_months": (0, 1440), "surgery_weeks": (0, 5200),
    "spinal_fracture_weeks": (0, 5200), "legpain_weeks": (0, 5200), "systolic": (40, 300), "diastolic": (20, 200),
    "age": (0, 120), "onset_days": (0, 36500), "pain": (0, 10), "bed_days": (0, 3650), "falls": (0, 1000),
    "preg": (1, 43),
}  # fmt: skip
YES_NO_UNSURE = (
    "cord", "bone", "spinebone", "cancer", "wtloss", "constant", "fever", "infrisk", "sepsis", "aorta", "chest",
    "colic", "urine", "upperbelly", "pelvic", "pelvicinf", "cycle", "rash", "calf", "coldleg", "claud", "heart",
    "selfharm", "pregwarn", "aneurysm", "thinners", "lump", "stones_before", "single_kidney", "no_urine", "vomiting",
    "pregrisk", "cancer_pain_new", "cancer_bone",
)  # fmt: skip
WORDS = {
    **{key: {"no", "new", "checked"} for key in ("saddle", "bladder", "bowel", "sexual")},
    **{key: {"no", "yes", "unsure"} for key in YES_NO_UNSURE},
    **{key: {"no", "yes"} for key in ("legweak_hours_days", "legworse", "legpain_improving", "can_walk")},
    "bilat": {"no", "old_checked", "old_unchecked", "new"},
    "legweak": {"no", "old_checked", "old_unchecked", "new", "worse"},
    "trauma": {"none", "small", "big"},
    "preg": {"no", "possible"},
    "legpain": {"no", "mild", "severe"},
    "surgery": {"none", "spine", "hip", "knee", "belly", "birth", "caesarean"},
    "axspa_ticks": {
        "before35",
        "night",
        "buttock",
        "movement",
        "nsaid",
        "family",
        "arthritis",
        "enthesitis",
        "psoriasis",
    },
}


def refused(obj: object, **more: Any) -> str:
    with pytest.raises(InputError) as error:
        parse(obj, QUESTIONS, **more)
    return str(error.value)


class TestVocabulary:
    """Exactly the keys and values that everything else speaks."""

    def test_it_has_exactly_these_keys(self) -> None:
        assert set(QUESTIONS) == set(WORDS) | set(NUMBERS) | {"clearances"}

    @pytest.mark.parametrize("key", WORDS)
    def test_it_has_exactly_these_words(self, key: str) -> None:
        assert set(QUESTIONS[key].values) == WORDS[key]

    @pytest.mark.parametrize("key", NUMBERS)
    def test_it_takes_whole_numbers_within_the_limits(self, key: str) -> None:
        least, most = NUMBERS[key]
        brings = AXSPA if key.startswith("axspa") else {}
        for value in (least, most):
            assert parse({**brings, key: value}, QUESTIONS).values[key] == value
        for value in (least - 1, most + 1):
            assert f"from {least} to {most}, not {value}" in refused({**brings, key: value})

    def test_it_marks_what_is_optional(self) -> None:
        assert {key for key, one in QUESTIONS.items() if one.optional} == {
            "legweak_hours_days", "axspa_onset_age", "axspa_months", "axspa_ticks", "spinal_fracture_weeks", "systolic",
            "diastolic", "clearances",
        }  # fmt: skip

    def test_it_knows_what_a_tick_brings(self) -> None:
        assert {tick: {key for key, one in QUESTIONS.items() if one.asked_with == tick} for tick in BRINGS} == {
            tick: set(more) for tick, more in BRINGS.items()
        }

    def test_it_knows_what_advances_with_the_calendar(self) -> None:
        assert {key: one.since for key, one in QUESTIONS.items() if one.since} == {
            "onset_days": "days", "surgery_weeks": "weeks", "spinal_fracture_weeks": "weeks", "legpain_weeks": "weeks",
            "preg": "weeks", "axspa_months": "months", "age": "years",
        }  # fmt: skip


class TestParse:
    """Doors validate: whatever comes through is understood whole."""

    def test_it_reads_somebody_well(self) -> None:
        answers = parse(clear_answers(), QUESTIONS)
        assert answers == Answers(clear_answers())
        assert unanswered(QUESTIONS, answers.values) == ()

    def test_it_reads_nothing(self) -> None:
        assert parse({}, QUESTIONS) == Answers({})

    @settings(max_examples=200, deadline=None)
    @given(st.data())
    def test_it_writes_back_what_it_read(self, data: st.DataObject) -> None:
        obj: dict[str, Any] = {}
        for key in data.draw(st.lists(st.sampled_from([*WORDS, *NUMBERS]), max_size=8)):
            brings = AXSPA if key.startswith("axspa") else {}
            words = sorted(WORDS.get(key, ())) if key != "axspa_ticks" else [["night", "nsaid"], []]
            obj |= {**brings, key: data.draw(st.sampled_from([*words, *NUMBERS.get(key, ())]))}
        obj |= {"clearances": [WORD]} if data.draw(st.booleans()) else {}
        answers = parse(obj, QUESTIONS)
        assert answers.as_object() == obj
        assert parse(json.loads(json.dumps(answers.as_object())), QUESTIONS) == answers

    @settings(max_examples=150, deadline=None)
    @given(st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
        max_leaves=8,
    ))  # fmt: skip
    def test_it_understands_or_refuses_whatever_comes(self, obj: object) -> None:
        try:
            answers = parse(obj, QUESTIONS, TODAY)
        except InputError as error:
            message = str(error)
        else:
            message = str(answers.as_object())
        assert message.encode()

    @pytest.mark.parametrize(
        ("obj", "message"),
        [
            ({"saddle": "maybe"}, 'saddle: "maybe" is not one of: no, checked, new'),
            ({"saddle": "unsure"}, 'saddle: "unsure" is not one of: no, checked, new'),
            ({"saddle": None}, "saddle: null is not one of: no, checked, new"),
            ({"saddle": ["new"]}, 'saddle: ["new"] is not one of: no, checked, new'),
            ({"fever": True}, "fever: true is not one of: no, unsure, yes"),
            ({"age": "40"}, 'age: must be a whole number from 0 to 120, not "40"'),
            ({"age": True}, "age: must be a whole number from 0 to 120, not true"),
            ({"age": 40.0}, "age: must be a whole number from 0 to 120, not 40.0"),
            ({"age": None}, "age: must be a whole number from 0 to 120, not null"),
            ({"pain": 11}, "pain: must be a whole number from 0 to 10, not 11"),
            ({"preg": "yes"}, 'preg: must be no, possible, or a whole number of weeks from 1 to 43, not "yes"'),
            ({"preg": True}, "preg: must be no, possible, or a whole number of weeks from 1 to 43, not true"),
            ({"preg": 44}, "preg: must be no, possible, or a whole number of weeks from 1 to 43, not 44"),
            ({"sadle": "new"}, f"sadle: unknown key; allowed: {', '.join(QUESTIONS)}"),
            ({"axspa_months": 8},
             "axspa_onset_age: is missing; axspa_onset_age, axspa_months, axspa_ticks come together or not at all"),
            ({"axspa_onset_age": 30, "axspa_months": 8},
             "axspa_ticks: is missing; axspa_onset_age, axspa_months, axspa_ticks come together or not at all"),
            (AXSPA | {"axspa_ticks": "night"}, f'axspa_ticks: must be a list out of: '
             f'{", ".join(QUESTIONS["axspa_ticks"].values)}; not "night"'),
            (AXSPA | {"axspa_ticks": ["night", "day"]},
             f'axspa_ticks[1]: "day" is not one of: {", ".join(QUESTIONS["axspa_ticks"].values)}'),
            (AXSPA | {"axspa_ticks": ["night", "night"]}, 'axspa_ticks[1]: "night" stands in the list twice'),
            ([], "answers: must be an object, not []"),
            (None, "answers: must be an object, not null"),
            ({"clearances": WORD},
             f"clearances: must be a list of objects with rule, date and by; not {json.dumps(WORD)}"),
            ({"saddle": "x" * 70}, f'saddle: "{"x" * 56}... is not one of: no, checked, new'),
            ({"clearances": ["R33"]}, 'clearances[0]: must be an object, not "R33"'),
            ({"clearances": [WORD | {"note": "ok"}]}, "clearances[0].note: unknown key; allowed: rule, date, by"),
            ({"clearances": [WORD, {"rule": "R12", "date": "2026-11-01"}]}, "clearances[1].by: is missing"),
            ({"clearances": [WORD | {"rule": "R77"}]},
             f'clearances[0].rule: "R77" is not one of: {", ".join(QUESTIONS["clearances"].values)}'),
            ({"clearances": [WORD | {"rule": ["R12"]}]},
             f'clearances[0].rule: ["R12"] is not one of: {", ".join(QUESTIONS["clearances"].values)}'),
            ({"clearances": [WORD | {"by": " "}]}, 'clearances[0].by: must be text that says who, not " "'),
            ({"clearances": [WORD | {"date": "2026-13-01"}]},
             'clearances[0].date: must be a date such as 2026-11-01, not "2026-13-01"'),
            ({"clearances": [WORD | {"date": "20261101"}]},
             'clearances[0].date: must be a date such as 2026-11-01, not "20261101"'),
            ({"clearances": [WORD | {"date": 20261101}]},
             "clearances[0].date: must be a date such as 2026-11-01, not 20261101"),
            ({"clearances": [WORD, WORD]}, "clearances[1]: R33 of 2026-11-01 stands in the list twice"),
        ],
        ids=range(33),
    )  # fmt: skip
    def test_it_says_what_was_wrong_and_what_is_allowed(self, obj: object, message: str) -> None:
        assert refused(obj) == message

    def test_it_shows_half_a_character_so_that_it_can_be_printed(self) -> None:
        assert refused({"\ud800": 1}).startswith("\\ud800: unknown key; allowed: ")
        assert refused({"saddle": "\ud800"}) == 'saddle: "\\ud800" is not one of: no, checked, new'

    def test_it_takes_a_renewed_clearance(self) -> None:
        answers = parse({"clearances": [WORD, WORD | {"date": "2025-10-01"}]}, QUESTIONS)
        assert answers.clearances == (
            Clearance("R33", date(2026, 11, 1), "surgeon"),
            Clearance("R33", date(2025, 10, 1), "surgeon"),
        )

    def test_it_refuses_a_later_clearance_when_it_knows_the_day(self) -> None:
        later = {"clearances": [WORD, WORD | {"date": "2026-11-21"}]}
        assert parse(later, QUESTIONS)
        assert refused(later, today=TODAY) == "clearances[1].date: 2026-11-21 is after today (2026-11-20)"


class TestMany:
    """An array gives an array; one bad object refuses the whole file."""

    def test_it_keeps_the_order(self) -> None:
        assert parse_many([{"age": 40}, {}, {"age": 41}], QUESTIONS) == (
            Answers({"age": 40}), Answers({}), Answers({"age": 41}),
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("obj", "message"),
        [
            ([{}, {}, {"saddle": "maybe"}], '[2].saddle: "maybe" is not one of: no, checked, new'),
            ([{}, 5], "[1]: must be an object, not 5"),
            ([{"clearances": [WORD | {"date": "2026-12-01"}]}],
             "[0].clearances[0].date: 2026-12-01 is after today (2026-11-20)"),
            ({}, "answers: must be a list of objects, not {}"),
        ],
    )  # fmt: skip
    def test_it_names_the_index(self, obj: object, message: str) -> None:
        with pytest.raises(InputError) as error:
            parse_many(obj, QUESTIONS, TODAY)
        assert str(error.value) == message


class TestOrder:
    """Which answer is worse, and what is still unanswered."""

    @pytest.mark.parametrize("key", [key for key, one in QUESTIONS.items() if one.type == "word"])
    def test_it_orders_words_from_mild_to_severe(self, key: str) -> None:
        question = QUESTIONS[key]
        for n, milder in enumerate(question.values):
            assert not question.is_worse(milder, milder)
            for graver in question.values[n + 1 :]:
                both_count_alike = question.counted(milder) == question.counted(graver)
                assert question.is_worse(milder, graver) != both_count_alike
                assert not question.is_worse(graver, milder) or question.worse == "change"

    @pytest.mark.parametrize(
        ("key", "old", "new", "is_worse"),
        [
            ("stones_before", "yes", "no", True), ("stones_before", "unsure", "no", False), ("pain", 3, 4, True),
            ("pain", 4, 3, False), ("onset_days", 30, 3, True), ("onset_days", 3, 30, False), ("age", 40, 90, False),
            ("legpain_weeks", 2, 9, False), ("surgery", "hip", "knee", True), ("surgery", "hip", "hip", False),
            ("surgery", "hip", "none", False), ("preg", "no", "possible", True), ("preg", "no", 5, True),
            ("preg", 5, 9, False), ("preg", 9, 5, True), ("preg", 9, "possible", True), ("preg", 9, "no", False),
            ("preg", "possible", 5, False), ("axspa_ticks", ("night",), ("night", "nsaid"), True),
            ("axspa_ticks", ("night", "nsaid"), ("nsaid",), False),
        ],
    )  # fmt: skip
    def test_it_knows_what_is_worse(self, key: str, old: Any, new: Any, is_worse: bool) -> None:
        assert QUESTIONS[key].is_worse(old, new) == is_worse

    def test_it_never_finds_a_clearance_worse(self) -> None:
        assert not QUESTIONS["clearances"].is_worse("R33", "R12")

    def test_it_lists_what_is_unanswered_in_the_order_of_the_questions(self) -> None:
        missing = unanswered(QUESTIONS, {"cancer": "unsure", "colic": "no", "saddle": "no"})
        assert missing[0] == "bladder"
        assert {"cancer_pain_new", "cancer_bone"} <= set(missing)
        assert not {"stones_before", "saddle", "systolic", "clearances"} & set(missing)

    @pytest.mark.parametrize("word", [*CLEAR, "mild"])
    def test_it_needs_a_follow_up_only_with_its_tick(self, word: str) -> None:
        question = Question("weeks", "number", most=9, asked_with="tick")
        assert needed(question, {"tick": word}) == (word not in CLEAR)

    @pytest.mark.parametrize(
        ("key", "answer", "said"),
        [
            ("pain", 7, "Pain 7 out of 10"),
            ("preg", 20, "Pregnant, week 20"),
            ("preg", "possible", "Pregnancy is possible"),
            ("fever", "unsure", "Fever, shivering or drenching sweats (not sure)"),
            ("fever", "no", ""),
            ("axspa_ticks", ("night",), "Several signs of an inflamed spine"),
            ("legweak", "worse", "A weak leg or foot that is getting weaker"),
        ],
    )
    def test_it_says_an_answer_back(self, key: str, answer: Any, said: str) -> None:
        assert QUESTIONS[key].said(answer) == said
