"""What profiles, places, equipment and the hour block and cap: truths over the whole catalogue."""

import ast
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supple.core import limits
from supple.core.content import load
from supple.core.exercise import Exercise
from supple.core.limits import Allowed, Blocked, Permitted, verdict
from supple.core.person import Moment, Person, Wishes
from supple.core.profile import Subject, selects
from supple.core.words import FORMS, Equipment, Form
from tests.people import somebody

CONTENT = load()
PATIENT = settings(deadline=None)
TODAY = date(2026, 1, 5)
NOW = Moment(TODAY)
EVERYTHING: tuple[Equipment, ...] = ("band", "stick", "bar", "weight", "barbell", "step")
every_profile = pytest.mark.parametrize("name", CONTENT.profiles)

FLEXIBLE = {"flex", "ext", "rot", "spine", "control"}
TRUNK_OR_GLUTE = {"ant", "lat", "post", "hip"}


def exercise(code: str) -> Exercise:
    found = CONTENT.by_code(code)
    assert found
    return found


def judge(code: str, form: Form, who: Person, at: Moment = NOW) -> Allowed | Blocked:
    one = exercise(code)
    return verdict(CONTENT, Subject(one, form, one.kinds[0]), who, at)


def may(who: Person, at: Moment = NOW) -> tuple[Permitted, ...]:
    return limits.permitted(CONTENT, who, at)


@every_profile
def test_it_never_permits_what_a_profile_blocks(name: str) -> None:
    profile = CONTENT.profiles[name]
    for one in may(somebody(name, equipment=EVERYTHING)):
        subject = Subject(one.exercise, one.form, one.kind)
        assert not [selector for selector in profile.block if selects(selector, subject)]


@every_profile
def test_it_leaves_enough_to_do_for_every_profile(name: str) -> None:
    left = {one.exercise.id: one for one in may(somebody(name))}.values()
    assert len(left) >= 3
    slots = {one.exercise.slot for one in left}
    assert slots & FLEXIBLE
    assert slots & TRUNK_OR_GLUTE
    assert "walk" in slots


@every_profile
def test_it_prefers_nothing_that_the_same_profile_blocks(name: str) -> None:
    codes = {one.exercise.code for one in may(somebody(name, equipment=EVERYTHING))}
    known = {code for code in CONTENT.profiles[name].prefer if CONTENT.by_code(code)}
    assert known <= codes


@every_profile
def test_it_caps_with_the_words_of_the_profile(name: str) -> None:
    profile = CONTENT.profiles[name]
    for one in may(somebody(name, equipment=EVERYTHING)):
        subject = Subject(one.exercise, one.form, one.kind)
        due = {cap for selector, caps in profile.caps.items() if selects(selector, subject) for cap in caps}
        assert set(one.caps) == due
        assert not due & {"trial"}
        if "e" in due:
            assert one.form == "easier"


@pytest.mark.parametrize("pair", list(combinations(CONTENT.profiles, 2)), ids="+".join)
def test_it_adds_profiles_up_and_never_lets_one_open_what_another_closes(pair: tuple[str, str]) -> None:
    both = {(one.exercise.id, one.form) for one in may(somebody(*pair))}
    for name in pair:
        assert both <= {(one.exercise.id, one.form) for one in may(somebody(name))}


def test_it_gives_the_office_twenty_and_the_floorless_25() -> None:
    office = {one.exercise.id for one in may(somebody(), Moment(TODAY, "office"))}
    floorless = {one.exercise.id for one in may(somebody()) if "FLOOR" not in one.exercise.attributes_of(one.form)}
    assert len(office) >= 20
    assert len(floorless) >= 25


def test_it_asks_for_equipment_outside_a_gym_and_takes_it_away_on_a_journey() -> None:
    assert judge("E34", "base", somebody()) == Blocked(
        "equipment:band", "It needs an exercise band, which is not at hand at home."
    )
    assert isinstance(judge("E34", "base", somebody(equipment=("band",))), Allowed)
    assert isinstance(judge("E34", "base", somebody(), Moment(TODAY, "gym")), Allowed)
    travelling = judge("E34", "base", somebody(equipment=("band",)), Moment(TODAY, "travel"))
    assert isinstance(travelling, Blocked)
    assert travelling.rule == "equipment:band"


def test_it_takes_either_of_two_pieces_of_equipment() -> None:
    assert isinstance(judge("E28", "base", somebody(equipment=("weight",))), Allowed)
    assert isinstance(judge("E28", "base", somebody(equipment=("barbell",))), Allowed)
    assert isinstance(judge("E28", "base", somebody(equipment=("band",))), Blocked)


@PATIENT
@given(st.integers(0, 9))
def test_it_permits_only_walking_and_breathing_right_after_rising(minutes: int) -> None:
    permitted = may(somebody(equipment=EVERYTHING), Moment(TODAY, "home", minutes))
    assert permitted
    assert {one.kind for one in permitted} <= {"walk", "breathing"}


@PATIENT
@given(st.integers(0, 1439), st.booleans(), st.booleans())
def test_it_keeps_deep_bending_for_later_in_the_morning(minutes: int, leg_pain: bool, worst: bool) -> None:
    who = somebody(*(["leg_pain"] if leg_pain else []), when=("morning",) if worst else ())
    wait_min = 120 if leg_pain or worst else 60
    bending = {"FLEX_END", "FLEX_ROT", "FLEX_LOAD"}
    bent = [one for one in may(who, Moment(TODAY, "home", minutes)) if one.exercise.attributes_of(one.form) & bending]
    if minutes < wait_min:
        assert not bent
    elif not leg_pain:
        assert bent


@pytest.mark.parametrize(("profile", "code", "forms"), [
    ("hip_repl_anterior", "E20", ()),
    ("hip_repl_anterior", "E21", ()),
    ("fall_risk", "E21", ("easier",)),
    ("neck_fragile", "E56", ("easier",)),
    ("head_down", "E56", ("easier",)),
    ("leg_pain", "E56", ()),
    ("acute_flare", "E56", ()),
])  # fmt: skip
def test_it_is_stricter_where_we_decided_so(profile: str, code: str, forms: tuple[Form, ...]) -> None:
    assert tuple(one.form for one in may(somebody(profile)) if one.exercise.code == code) == forms


def test_it_says_why_not_in_words_about_the_person() -> None:
    assert judge("E35", "base", somebody("shoulder", equipment=("bar",))) == Blocked(
        "profile:shoulder", "Not for you now, because of your shoulder: it hangs from the arms."
    )
    assert judge("E50", "base", somebody("knee_repl_or_pain")) == Blocked(
        "profile:knee_repl_or_pain", "The easier form, because of your knee."
    )


def test_it_names_every_rule_against_an_exercise_once() -> None:
    found = limits.refusals(CONTENT, somebody("shoulder", "wrist"), NOW)
    hang = [one.rule for one in found if one.code == "E35"]
    assert hang == ["profile:shoulder", "profile:wrist", "equipment:bar"]


@PATIENT
@given(st.sampled_from(sorted(CONTENT.profiles)), st.sampled_from(["home", "office", "gym", "travel"]))
def test_it_either_permits_or_refuses_each_exercise(name: str, place: str) -> None:
    at = Moment(TODAY, place)  # type: ignore[arg-type]
    permitted = {one.exercise.id for one in may(somebody(name), at)}
    refused = {one.exercise for one in limits.refusals(CONTENT, somebody(name), at)}
    assert permitted.isdisjoint(refused)
    assert permitted | refused == set(CONTENT.exercises)


def test_it_offers_another_kind_where_one_kind_is_off() -> None:
    """Very bendy joints leave no stretches, whatever the exercise could also be."""
    assert "stretch" not in {one.kind for one in may(somebody("hypermobile", equipment=EVERYTHING))}


@pytest.mark.parametrize("form", FORMS)
def test_it_judges_each_form_by_its_own_attributes(form: Form) -> None:
    verdicts = judge("E12", form, somebody("cannot_rise"))
    assert isinstance(verdicts, Allowed) == (form == "easier"), "only the seated fold needs no floor"


def test_it_is_the_only_maker_of_permits() -> None:
    """Nothing else in the product constructs a Permitted."""
    makers = {
        path.name
        for path in Path(limits.__file__).parents[1].rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Permitted"
    }
    assert makers == {"limits.py"}


def test_it_makes_persons_only_of_the_cleared() -> None:
    """Person and Wishes aside, the type asks for a Cleared: see the annotation that mypy holds everybody to."""
    assert Person.__annotations__["cleared"].__name__ == "Cleared"
    assert Wishes().place == "home"
