"""The machine of a session: what is true of every list of events, and each row of the table by name."""

from dataclasses import replace
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supple.core.document import Document, Guard, Mode
from supple.core.machine import ACTIONS, EVENTS, GUARDS, MODES, Event, State, begin, colour, play, step
from supple.core.received import parse_events
from supple.core.replay import replay
from supple.core.table import MACHINE
from tests.core.sessions import (
    by_a_bad_network,
    by_hand,
    document_by_chance,
    document_with_easier,
    event,
    planned_steps,
    to_the_end,
    wire,
)

SEEDS = st.integers(0, 100_000)
MANY = settings(max_examples=40, deadline=None, derandomize=True)
NO_EXERCISE = ("ready", "hurt", "recheck", "after", "done", "stopped")
CLEAR = {"saddle": False, "legweak": False, "fever": False, "pain": 3}


def played(document: Document, *sent: dict[str, Any]) -> State:
    return play(document, parse_events(list(sent), document))


def states(document: Document, events: list[dict[str, Any]]) -> list[tuple[State, Event | None]]:
    """(state, the event that led to it), from the first on."""
    state = begin(document)
    found: list[tuple[State, Event | None]] = [(state, None)]
    for one in parse_events(events, document):
        state = step(document, state, one)
        found.append((state, one))
    return found


def calm(document: Document) -> Document:
    """The same session at a rest of 3, without items for which amber is red."""
    items = tuple(replace(entry, amber_is_red=False) for entry in document.items)
    return replace(document, rest=3, items=items)


# ---- true of every session ----


@MANY
@given(SEEDS)
def test_it_ends_the_same_however_the_events_arrive(seed: int) -> None:
    document = document_by_chance(seed)
    events = by_hand(document, seed)
    assert played(document, *by_a_bad_network(events, seed)) == played(document, *events)
    once, again = ([*events, *more] for more in ((), events[:20]))
    assert replay(document, parse_events(again, document)) == replay(document, parse_events(once, document))


@MANY
@given(SEEDS)
def test_it_gives_both_sides_the_same_time_in_whatever_is_done(seed: int) -> None:
    document = document_by_chance(seed)
    result = replay(document, parse_events(by_hand(document, seed, 400, sane=0.95), document))
    for item in result.items:
        both, left, right = item.seconds
        assert both == 0 or left == right == 0
        if item.done:
            assert left == right
            assert sum(item.seconds) > 0


@MANY
@given(SEEDS)
def test_it_lets_no_exercise_follow_a_red_before_the_recheck(seed: int) -> None:
    document = document_by_chance(seed)
    waiting = False
    for state, one in states(document, by_hand(document, seed, 200, sane=0.5)):
        if one is not None and state.hurts and one.type == "pain" and state.mode == "recheck":
            assert state.hurts[-1].colour == "red"
            waiting = True
        if one is not None and one.type == "recheck" and state.rechecks:
            waiting = False
        if waiting:
            assert state.mode in ("recheck", "after", "done"), "an end is always possible, exercise is not"
            assert state.back is None


@MANY
@given(SEEDS)
def test_it_stops_after_any_yes(seed: int) -> None:
    document = document_by_chance(seed)
    for state, _ in states(document, by_hand(document, seed, 200, sane=0.5)):
        yes = [one for one in state.rechecks if one.saddle or one.legweak or one.fever]
        assert bool(yes) == (state.mode == "stopped")


@MANY
@given(SEEDS)
def test_it_can_be_ended_safely_from_everywhere(seed: int) -> None:
    document = document_by_chance(seed)
    for n, (state, _) in enumerate(states(document, by_hand(document, seed))):
        ended = step(document, state, event(document, 1000 + n, "end"))
        assert ended.mode in ("after", "done", "stopped")


@MANY
@given(SEEDS)
def test_it_stays_inside_the_document(seed: int) -> None:
    document = document_by_chance(seed)
    for state, _ in states(document, by_hand(document, seed, 200, sane=0.4)):
        entry = document.items[state.item]
        assert entry.first <= state.step < entry.end
        assert entry.turn == state.turn
        assert 0 <= state.elapsed_s <= document.timeline[state.step].seconds


@MANY
@given(SEEDS)
def test_it_takes_back_exactly_the_last_tap(seed: int) -> None:
    document = document_by_chance(seed)
    found = states(document, by_hand(document, seed, 200, sane=0.6))
    for (before, _), (after, one) in pairwise(found):
        if after.back in (None, before.back) or one is None or before.mode not in ("running", "paused"):
            continue
        assert one.type in ("easier", "swap", "skip", "end")
        back = step(document, after, event(document, 5000, "undo"))
        assert back == replace(before, mode="paused", elapsed_s=back.elapsed_s, say=(), back=None)


@given(st.integers(0, 11), st.integers(0, 10), st.integers(0, 9))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_it_never_gives_more_pain_a_milder_colour(seed: int, rest: int, pain: int) -> None:
    document = replace(document_by_chance(seed), rest=rest)
    order = ("green", "amber", "red")
    for entry in document.items:
        less, more = (colour(document, entry, event(document, 1, "pain", pain=one)) for one in (pain, pain + 1))
        assert order.index(less) <= order.index(more)


# ---- the table ----


def test_it_has_a_row_for_every_mode_and_words_for_every_name() -> None:
    assert set(MACHINE.table) == set(MODES) == set(get_args(Mode))
    assert set(GUARDS) == set(get_args(Guard))
    rows = [row for events in MACHINE.table.values() for found in events.values() for row in found]
    assert {name for row in rows for name in row.when} == set(GUARDS)
    assert {name for row in rows for name in row.do if not name.startswith("say:")} == set(ACTIONS)
    assert {event for events in MACHINE.table.values() for event in events} == set(EVENTS)


def test_it_says_only_what_the_document_has_words_for() -> None:
    document = document_by_chance(0)
    rows = [row for events in MACHINE.table.values() for found in events.values() for row in found]
    spoken = {name[4:] for row in rows for name in row.do if name.startswith("say:")}
    assert spoken <= set(document.words)


def test_it_plays_a_whole_session() -> None:
    document = document_by_chance(0)
    result = replay(document, parse_events(to_the_end(document), document))
    assert result.mode == "done"
    assert result.done == tuple(document.items[place].exercise for place in document.turns)
    assert result.skipped == result.red == ()
    assert not result.stopped_early
    assert (result.pain, result.effort) == (document.rest, 5)
    counted = [document.timeline[n] for n in planned_steps(document) if document.timeline[n].counts]
    assert result.seconds == sum(step.seconds for step in counted)


@pytest.mark.parametrize("gone", range(3))
def test_it_goes_on_where_it_was_after_the_page_was_closed(gone: int) -> None:
    """Whatever is lost of the clock, the tick before it keeps the place."""
    document = document_by_chance(gone)
    first = document.items[document.turns[0]].first
    state = played(document, wire(1, "start"), wire(2, "tick", step=first, elapsed_s=4))
    assert (state.mode, state.elapsed_s) == ("running", 4)
    back = step(document, state, event(document, 3, "tick", step=state.step, elapsed_s=1))
    assert back.elapsed_s == 4, "time in a step never runs backwards"


def test_it_ignores_the_end_of_another_step() -> None:
    document = document_by_chance(0)
    state = played(document, wire(1, "start"))
    late = step(document, state, event(document, 2, "step_end", step=state.step + 1))
    assert late == state


def test_it_waits_for_nobody_who_is_ready() -> None:
    document = document_by_chance(0)
    first = document.items[document.turns[0]].first
    state = played(document, wire(1, "start"), wire(2, "next", step=first))
    waits = not document.timeline[first].counts
    assert state.step == (first + 1 if waits else first)


def _hurt(pain: int | None, feeling: str | None = None) -> list[dict[str, Any]]:
    return [wire(1, "start"), wire(2, "hurt"), wire(3, "pain", pain=pain, feeling=feeling, where="back")]


@pytest.mark.parametrize(("pain", "mode", "said"), [(2, "paused", "go_on"), (4, "paused", "go_on"),
                                                    (5, "paused", "ease_off"), (6, "recheck", "recheck")])  # fmt: skip
def test_it_acts_by_the_traffic_light(pain: int, mode: str, said: str) -> None:
    state = played(calm(document_by_chance(0)), *_hurt(pain))
    assert (state.mode, state.say) == (mode, (said,))


def test_it_counts_amber_as_red_where_the_item_says_so() -> None:
    document = calm(document_by_chance(0))
    strict = replace(document, items=tuple(replace(entry, amber_is_red=True) for entry in document.items))
    assert played(document, *_hurt(5)).colours[document.turns[0]] == "amber"
    assert played(strict, *_hurt(5)).mode == "recheck"
    assert played(strict, *_hurt(4)).mode == "paused"


@pytest.mark.parametrize("feeling", ["sharp", "spreads_down_the_leg"])
@pytest.mark.parametrize("pain", [None, 0, 3])
def test_it_runs_the_recheck_at_once_for_what_is_sharp_or_spreads(feeling: str, pain: int | None) -> None:
    state = played(calm(document_by_chance(0)), *_hurt(pain, feeling))
    assert state.mode == "recheck"
    assert state.hurts[0].colour == "red"


@pytest.mark.parametrize("type_", ["resume", "undo", "skip", "start", "easier", "hurt", "pause"])
def test_it_leads_no_way_round_the_recheck(type_: str) -> None:
    document = calm(document_by_chance(0))
    skipped = [wire(1, "start"), wire(2, "skip"), wire(3, "hurt"), wire(4, "pain", feeling="sharp")]
    assert played(document, *skipped, wire(5, type_)).mode == "recheck"


def test_it_swaps_after_a_red_or_goes_on_to_the_next() -> None:
    document = calm(document_by_chance(0))
    state = played(document, *_hurt(8), wire(4, "recheck", **CLEAR))
    first = document.items[document.turns[0]]
    assert first.swaps
    assert (state.mode, state.item) == ("paused", first.swaps[0])
    bare = replace(document, items=tuple(replace(entry, swaps=()) for entry in document.items))
    state = played(bare, *_hurt(8), wire(4, "recheck", **CLEAR))
    assert (state.mode, state.turn) == ("paused", 1)


@pytest.mark.parametrize("tap", ["saddle", "legweak", "fever"])
def test_it_stops_for_each_yes(tap: str) -> None:
    yes = wire(4, "recheck", **{**CLEAR, tap: True})
    state = played(calm(document_by_chance(0)), *_hurt(8), yes, wire(5, "resume"))
    assert state.mode == "stopped"


def test_it_goes_on_in_the_easier_form_at_the_same_place() -> None:
    document = document_with_easier()
    place = next(n for n in document.turns if document.items[n].easier is not None)
    skips = [wire(2 + n, "skip") for n in range(document.items[place].turn)]
    state = played(document, wire(1, "start"), *skips, wire(50, "easier"))
    entry = document.items[place]
    assert entry.easier is not None
    assert (state.mode, state.item, state.ended[place]) == ("paused", entry.easier, "eased")
    assert state.step - document.items[entry.easier].first == 0
    result = replay(document, parse_events([wire(1, "start"), *skips, wire(50, "easier"), wire(51, "end")], document))
    assert result.items[-1].eased
    assert result.items[-1].given.form == document.items[entry.easier].variant


def test_it_counts_the_part_that_was_done() -> None:
    document = document_by_chance(0)
    steps = range(document.items[0].first, document.items[0].end)
    first = next(n for n in steps if document.timeline[n].counts)
    before = [wire(2 + n, "step_end", step=place) for n, place in enumerate(range(document.items[0].first, first))]
    result = replay(document, parse_events([wire(1, "start"), *before, wire(90, "end", elapsed_s=2)], document))
    assert result.seconds == 2
    assert result.stopped_early
    assert result.done == ()
    assert len(result.skipped) == len(document.turns) - 1
