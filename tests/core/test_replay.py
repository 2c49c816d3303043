"""What a list of events comes to, and how it stands in the record."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from supple.core.document import Amount, Document, Entry
from supple.core.machine import Recheck
from supple.core.received import parse_document, parse_events
from supple.core.record import Given
from supple.core.replay import Result, record_of, replay
from tests.core.histories import the_time
from tests.core.sessions import wire
from tests.core.test_machine_agrees import SMALL as FILE

SMALL: Document = parse_document(json.loads(FILE.read_text()))  # a stretch of two sides, then a walk; rest 3
STRETCH, EASIER, GLUTE, WALK = range(4)
CLEAR = {"saddle": False, "legweak": False, "fever": False, "pain": 3}


def after(*types: Any) -> Result:
    """The result of a start and these events: a type, or a type with its keys."""
    sent = [wire(1, "start")]
    for seq, one in enumerate(types, 2):
        name, more = one if isinstance(one, tuple) else (one, {})
        sent.append(wire(seq, name, **more))
    return replay(SMALL, parse_events(sent, SMALL))


def ran(item: int) -> list[tuple[str, dict[str, Any]]]:
    """Every step of an item to its end."""
    entry = SMALL.items[item]
    return [("step_end", {"step": n}) for n in range(entry.first, entry.end)]


def test_it_counts_both_sides_of_what_was_done() -> None:
    found = after(*ran(STRETCH), *ran(WALK), ("after", {"pain": 2, "effort": 4}))
    assert [(item.exercise, item.done, item.colour, item.seconds) for item in found.items] == [
        ("seated_figure_four", True, "green", (0, 24, 24)), ("walk", True, "green", (120, 0, 0))]  # fmt: skip
    assert (found.mode, found.seconds, found.skipped, found.stopped_early) == ("done", 168, (), False)
    assert (found.pain, found.effort) == (2, 4)


def test_it_has_nothing_to_tell_of_a_session_that_has_not_begun() -> None:
    found = replay(SMALL, ())
    assert (found.mode, found.items, found.skipped, found.seconds) == ("ready", (), (), 0)


def test_it_calls_nothing_skipped_while_it_may_still_come() -> None:
    assert after().skipped == ()
    assert after("end").skipped == ("seated_figure_four", "walk")
    assert after("skip", "end").skipped == ("seated_figure_four", "walk")


def test_it_counts_the_easier_form_with_its_item() -> None:
    half = ran(STRETCH)[:4]
    found = after(*half, "easier", "resume", *[(name, {"step": more["step"] + 6}) for name, more in ran(STRETCH)[4:]])
    [item, _walk] = found.items
    assert (item.eased, item.done, item.seconds) == (True, True, (0, 24, 24))
    assert item.given.form == "easier"
    assert item.turn == 0


def test_it_keeps_the_worst_colour_of_an_item() -> None:
    ambers = after(*ran(STRETCH), "hurt", ("pain", {"pain": 5}), "resume", *ran(WALK))
    assert [item.colour for item in ambers.items] == ["green", "amber"]
    eased = after("hurt", ("pain", {"pain": 4}), "easier", "hurt", ("pain", {"pain": 5}))
    assert [item.colour for item in eased.items] == ["red"], "amber counts as red in a stretch, the easier form too"


def test_it_names_what_hurt_and_what_stood_in_for_it() -> None:
    found = after("hurt", ("pain", {"pain": 8, "where": "back"}), ("recheck", CLEAR), "resume", *ran(GLUTE))
    assert found.red == ("seated_figure_four",)
    assert found.done == ("lying_glute_stretch",)
    assert [(hurt.item, hurt.where, hurt.pain, hurt.colour) for hurt in found.hurts] == [(0, "back", 8, "red")]
    assert found.rechecks == (Recheck(saddle=False, legweak=False, fever=False, pain=3),)


def test_it_says_when_the_recheck_ended_it() -> None:
    red = ("pain", {"feeling": "sharp"})
    found = after(*ran(STRETCH), "hurt", red, ("recheck", {**CLEAR, "legweak": True, "hours_days": True}))
    assert (found.stopped, found.mode) == (True, "stopped")
    assert found.rechecks[0].hours_days
    assert found.skipped == ("walk",)


def test_it_says_when_it_was_ended_early() -> None:
    assert after(*ran(STRETCH), "end").stopped_early
    assert not after(*ran(STRETCH), *ran(WALK), "end").stopped_early


def test_it_prints_as_the_format_says() -> None:
    plain = after(*ran(STRETCH), "end").as_object()
    assert list(plain) == ["mode", "items", "done", "skipped", "red", "hurts", "rechecks", "stopped_early", "stopped",
                           "pain", "effort", "seconds"]  # fmt: skip
    assert plain["items"][0] == {
        "exercise": "seated_figure_four", "code": "E06", "variant": "base", "turn": 0, "done": True, "eased": False,
        "colour": "green", "seconds": {"both": 0, "left": 24, "right": 24},
    }  # fmt: skip
    assert json.loads(json.dumps(plain)) == plain


# ---- in the record ----


def test_it_stands_in_the_record_with_its_ladder() -> None:
    stood = replace(
        SMALL,
        items=tuple(replace(entry, rung=None if entry.kind == "walk" else amount(entry)) for entry in SMALL.items),
    )
    sent = [wire(1, "start"), *(wire(n, name, **more) for n, (name, more) in enumerate(ran(STRETCH), 2)),
            wire(50, "end"), wire(51, "after", pain=2, effort=6)]  # fmt: skip
    found = replay(stood, parse_events(sent, stood))
    record = record_of(stood, found, "session-1", the_time(0), the_time(3))
    [stretch, walk] = record.items
    assert (stretch.exercise, stretch.kind, stretch.done, stretch.colour) == (
        "seated_figure_four", "stretch", True, "green")  # fmt: skip
    assert stretch.given == stretch.rung == Given("base", 1, 1, 20)
    assert walk.rung is None
    assert not walk.done
    assert (record.id, record.day, record.rest, record.pain, record.effort) == ("session-1", date(2026, 1, 5), 3, 2, 6)
    assert (record.happened, record.arrived) == (the_time(0), the_time(3))
    assert (record.early, record.stopped, record.outside, record.active) == (True, False, False, True)


def amount(entry: Entry) -> Amount:
    """The amount an entry gives, as its rung."""
    return Amount(entry.variant, entry.sets, entry.reps, entry.hold_s, entry.duration_s)


@pytest.mark.parametrize("yes", ["saddle", "fever"])
def test_it_records_a_stop(yes: str) -> None:
    found = after("hurt", ("pain", {"feeling": "sharp"}), ("recheck", {**CLEAR, yes: True}))
    record = record_of(SMALL, found, "s", the_time(0), the_time(0))
    assert record.stopped
    assert record.items[0].colour == "red"
