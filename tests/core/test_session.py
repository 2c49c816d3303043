"""Session documents: what is true of everybody's, and what stands in one."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import supple
from supple.core import coach
from supple.core.document import Document, Entry
from supple.core.dose import Colour
from supple.core.errors import InputError
from supple.core.limits import Allowed, verdict
from supple.core.person import Moment, Person
from supple.core.plan import Plan
from supple.core.profile import Subject
from supple.core.received import parse_document
from supple.core.record import Record
from supple.core.session import Nothing, light
from supple.core.triage import Cleared
from supple.core.words import FORMS
from tests.core.histories import CONTENT, the_day
from tests.core.random_people import MONDAY, by_chance
from tests.core.sessions import lived
from tests.people import somebody

SEEDS = st.integers(0, 100_000)
MANY = settings(max_examples=30, deadline=None, derandomize=True)
RISEN = st.sampled_from((None, 0, 5, 9, 10, 30, 59, 60, 100, 119, 120, 300))
NEW = Record(first_pain=3)
TODAY = the_day(0)


@cache
def one_day(who: Person) -> Plan:
    return coach.plan_for(CONTENT, who, MONDAY, 1)


def started(who: Person, record: Record = NEW, plan: Plan | None = None, **at: Any) -> Any:
    return coach.start(CONTENT, who, plan or one_day(who), record, Moment(MONDAY, who.wishes.place, **at))


def document(who: Person, **more: Any) -> Document:
    found = started(who, **more)
    assert isinstance(found, Document)
    return found


def forms(found: Document) -> dict[str, tuple[int, ...]]:
    """The most that a document asks for of each exercise: form, sets, repetitions, hold."""
    most: dict[str, tuple[int, ...]] = {}
    for entry in found.items:
        asked = (FORMS.index(entry.variant), entry.sets, entry.reps, entry.hold_s)
        most[entry.exercise] = tuple(map(max, asked, most.get(entry.exercise, asked)))
    return most


def planned(found: Document) -> list[Entry]:
    return [found.items[place] for place in found.turns]


# ---- true of every session ----


@MANY
@given(SEEDS, RISEN)
def test_it_holds_nothing_that_the_limits_forbid_at_that_moment(seed: int, risen: int | None) -> None:
    """Planned for the evening, begun right after rising, in a flare that was not there when it was planned."""
    who = by_chance(CONTENT, seed)
    plan = one_day(who)
    for now in (who, coach.in_flare(who), replace(who, profiles=tuple(sorted({*who.profiles, "leg_pain"})))):
        found = started(now, plan=plan, since_rising_min=risen)
        if isinstance(found, Document):
            assert _forbidden(now, found, Moment(MONDAY, who.wishes.place, risen)) == []


def _forbidden(who: Person, found: Document, at: Moment) -> list[tuple[str, str]]:
    subjects = [Subject(CONTENT.exercises[one.exercise], one.variant, one.kind) for one in found.items]
    verdicts = [verdict(CONTENT, subject, who, at) for subject in subjects]
    assert all(isinstance(one, Allowed) for one in verdicts) or any(verdicts)
    return [(entry.exercise, entry.variant) for entry, one in zip(found.items, verdicts, strict=True)
            if not isinstance(one, Allowed) or one.caps != entry.caps]  # fmt: skip


@MANY
@given(SEEDS, RISEN)
def test_it_can_be_read_back_and_has_words_for_everything(seed: int, risen: int | None) -> None:
    found = started(by_chance(CONTENT, seed), since_rising_min=risen)
    if isinstance(found, Nothing):
        assert found.text
        return
    assert parse_document(found.as_object()) == found
    codes = {code for step in found.timeline for code in step.say} | set(found.cards)
    codes |= {code for entry in found.items for code in (*entry.cues, *entry.show)}
    codes |= {f"cap.{cap}" for entry in found.items for cap in entry.caps}
    codes |= {f"where.{one}" for one in found.where} | {f"feeling.{one}" for one in found.feelings}
    assert codes <= set(found.words)
    assert all(found.words[code] for code in codes)


@MANY
@given(SEEDS)
def test_it_keeps_its_items_apart(seed: int) -> None:
    who = by_chance(CONTENT, seed)
    found = document(who)
    own = [entry.exercise for entry in planned(found)]
    assert len(set(own)) == len(own)
    assert found.seconds <= who.wishes.minutes * 60
    for entry in found.items:
        steps = found.timeline[entry.first : entry.end]
        assert sum(step.seconds for step in steps) == entry.seconds
        sides = [[(s.phase, s.seconds) for s in steps if s.side == side and s.counts] for side in ("left", "right")]
        assert sides[0] == sides[1]
        assert bool(sides[0]) == (entry.sides == 2)
        swaps = [found.items[place].exercise for place in entry.swaps]
        assert len(set(swaps)) == len(swaps) <= 2
        assert not {entry.exercise, *own} & set(swaps)


@MANY
@given(SEEDS)
def test_it_eases_to_a_lower_form_of_the_same_amount(seed: int) -> None:
    found = document(by_chance(CONTENT, seed))
    for entry in found.items:
        if entry.easier is None:
            continue
        easier = found.items[entry.easier]
        assert (easier.exercise, easier.role, easier.easier) == (entry.exercise, "easier", None)
        assert FORMS.index(easier.variant) == FORMS.index(entry.variant) - 1
        dose = [(one.sets, one.reps, one.hold_s, one.duration_s, one.kind) for one in (entry, easier)]
        assert dose[0] == dose[1]


@MANY
@given(SEEDS)
def test_it_lets_no_swaps_load_one_slot_twice(seed: int) -> None:
    found = document(by_chance(CONTENT, seed))
    ways = [[entry, *(found.items[place] for place in entry.swaps)] for entry in planned(found)]
    for session in product(*ways):
        loaded = [one.slot for one in session if one.kind in ("core", "strength")]
        assert len(set(loaded)) == len(loaded)


@MANY
@given(SEEDS, RISEN)
def test_it_asks_for_no_more_than_was_planned(seed: int, risen: int | None) -> None:
    who = by_chance(CONTENT, seed)
    items = {item.exercise: item for item in one_day(who).days[0].items}
    found = started(who, since_rising_min=risen)
    for entry in planned(found) if isinstance(found, Document) else ():
        item = items.get(entry.exercise)
        if item and item.kind == entry.kind:
            assert FORMS.index(entry.variant) <= FORMS.index(item.form)
            assert (entry.sets, entry.reps, entry.hold_s) <= (item.dose.sets, item.dose.reps, item.dose.hold_s)


@settings(MANY, max_examples=40)
@given(SEEDS, st.integers(0, 10), st.integers(0, 10), st.booleans())
def test_it_never_asks_more_of_anybody_with_more_pain(seed: int, one: int, other: int, climbed: bool) -> None:
    """Through plan and session, for newcomers and for people with weeks behind them; a flare may begin with it."""
    who = by_chance(CONTENT, seed)
    record = lived(who, seed) if climbed else NEW
    now = record.sessions[-1].happened + timedelta(days=1) if record.sessions else None
    day = now.date() if now else MONDAY
    asked = []
    for pain in sorted((one, other)):
        sore = replace(who, pain=pain)
        sore = coach.as_of(CONTENT, sore, record, now) if now else sore
        plan = coach.plan_for(CONTENT, sore, day, 1, record=record)
        found = coach.start(CONTENT, sore, plan, record, Moment(day, who.wishes.place))
        asked.append(forms(found) if isinstance(found, Document) else {})
    mild, strong = asked
    for slug in mild.keys() & strong.keys():
        assert all(more <= less for more, less in zip(strong[slug], mild[slug], strict=True)), slug


@settings(MANY, max_examples=20)
@given(SEEDS, st.integers(0, 10), st.integers(0, 10))
def test_it_asks_no_more_of_a_planned_day_that_begins_with_more_pain(seed: int, one: int, other: int) -> None:
    less, more = sorted((one, other))
    who = replace(by_chance(CONTENT, seed), pain=less)
    mild, strong = (started(replace(who, pain=pain), plan=one_day(who)) for pain in (less, more))
    if isinstance(mild, Document) and isinstance(strong, Document):
        asked, asked_sore = forms(mild), forms(strong)
        for slug in asked.keys() & asked_sore.keys():
            assert all(a <= b for a, b in zip(asked_sore[slug], asked[slug], strict=True)), slug


# ---- nobody who is stopped ----


def test_it_is_made_for_a_person_alone_and_a_person_of_a_cleared_alone() -> None:
    """A Stopped or an Incomplete is neither, so there is no way from them to a document."""
    for door in (coach.start, coach.finish, coach.follow, coach.plan_for, coach.as_of):
        assert get_type_hints(door)["who"] is Person
    assert get_type_hints(Person)["cleared"] is Cleared
    assert get_type_hints(coach.person)["cleared"] is Cleared


def test_it_is_made_in_one_place() -> None:
    core = Path(supple.__file__).parent / "core"
    makers = [path.name for path in core.rglob("*.py") if " Document(" in path.read_text(encoding="utf-8")]
    assert makers == ["session.py"]


# ---- the traffic light ----

LIGHT: list[tuple[int, int, Colour]] = [
    (0, 2, "green"), (0, 3, "amber"), (0, 4, "red"), (2, 3, "green"), (2, 5, "amber"), (2, 6, "red"), (4, 5, "green"),
    (4, 6, "red"), (5, 5, "green"), (5, 6, "amber"), (5, 7, "red"), (9, 9, "red"),
]  # fmt: skip


@pytest.mark.parametrize(("rest", "pain", "colour"), LIGHT)
def test_it_carries_the_light_as_a_table(rest: int, pain: int, colour: Colour) -> None:
    assert light(CONTENT)[rest][pain] == colour


@pytest.mark.parametrize("rest", range(11))
@pytest.mark.parametrize("pain", range(11))
def test_it_lights_as_the_rule_says(rest: int, pain: int) -> None:
    """The rule once more, in its own order."""
    red = (pain >= 6 and rest <= 4) or pain >= rest + 4 or (rest >= 5 and pain >= rest + 2) or pain >= 9
    green = pain <= 2 or (pain <= 5 and pain <= rest + 1)
    assert light(CONTENT)[rest][pain] == ("red" if red else "green" if green else "amber")


def test_it_counts_sharp_and_spreading_as_red() -> None:
    found = document(somebody())
    assert found.red_feelings == ("sharp", "spreads_down_the_leg")
    assert set(found.red_feelings) <= set(found.feelings)


def test_it_counts_amber_as_red_for_every_stretch_and_with_leg_pain() -> None:
    usual = document(somebody(minutes=15, goals=("less_stiff", "sit_longer", "lift")))
    assert {entry.amber_is_red for entry in usual.items if entry.kind == "stretch"} == {True}
    assert {entry.amber_is_red for entry in usual.items if entry.kind != "stretch"} == {False}
    assert all(entry.amber_is_red for entry in document(somebody("leg_pain")).items)


@pytest.mark.parametrize(("pain", "offered"), [(5, False), (6, True)])
def test_it_offers_the_gentle_plan_from_a_rest_of_six(pain: int, offered: bool) -> None:
    assert document(somebody(pain=pain)).offer_flare == offered


# ---- what stands in it ----


def test_it_says_what_it_is() -> None:
    who = somebody("shoulder", pain=4)
    found = document(who)
    assert (found.format, found.date, found.level, found.rest) == (1, MONDAY.isoformat(), "L3", 4)
    assert found.content_version == CONTENT.version
    assert [entry.exercise for entry in planned(found)] == [item.exercise for item in one_day(who).days[0].items]
    assert [entry.because for entry in planned(found)] == [
        tuple(reason.text for reason in item.because) for item in one_day(who).days[0].items
    ]


def test_it_shows_how_each_item_is_done() -> None:
    found = document(somebody())
    for entry in found.items:
        exercise = CONTENT.exercises[entry.exercise]
        texts = [found.words[code] for code in entry.show]
        assert [*exercise.setup, *exercise.steps, exercise.breathing, exercise.feel] == texts[-len(exercise.setup)
                - len(exercise.steps) - 2 :]  # fmt: skip
        assert [found.words[code] for code in entry.cues] == [fault.cue for fault in exercise.faults]
        variant = exercise.variant(entry.variant)
        assert variant is None or texts[0] == variant.text


def test_it_brings_the_warning_cards_of_what_was_checked() -> None:
    rule = next(one for one in CONTENT.red_flags.rules.values() if one.text.warning_card)
    who = somebody()
    checked = replace(who, cleared=replace(who.cleared, warning_cards=(rule.id,)))
    found = document(checked)
    assert [found.words[card] for card in found.cards] == [rule.text.warning_card]
    assert document(who).cards == ()


def test_it_knows_no_day_that_is_not_in_the_plan() -> None:
    who = somebody()
    with pytest.raises(InputError, match="date: 2026-01-06 is not in the plan"):
        coach.start(CONTENT, who, one_day(who), NEW, Moment(the_day(1)))


def test_it_says_why_there_is_nothing_to_do() -> None:
    who = somebody()
    plan = one_day(who)
    empty = replace(plan, days=(replace(plan.days[0], items=(), note="A day off."),))
    assert started(who, plan=empty) == Nothing("A day off.")


def test_it_is_the_same_again() -> None:
    assert document(somebody()) == document(somebody())
