"""What comes back from a device: damage is refused with one sentence that names it."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supple.core.errors import InputError
from supple.core.machine import play
from supple.core.received import parse_document, parse_event, parse_events
from supple.core.replay import replay
from tests.core.sessions import document_with_easier, to_the_end, wire

DOCUMENT = document_with_easier()
PLAIN: dict[str, Any] = json.loads(json.dumps(DOCUMENT.as_object()))


def test_it_reads_back_what_was_written() -> None:
    assert parse_document(PLAIN) == DOCUMENT


def _set(*path: Any) -> Callable[[Any], None]:
    *way, last, value = path

    def change(obj: Any) -> None:
        for key in way:
            obj = obj[key]
        obj[last] = value

    return change


DAMAGED: list[tuple[Callable[[Any], None], str]] = [
    (_set("format", 2), "document.format: must be 1, not 2"),
    (_set("date", "yesterday"), "document.date: must be a date such as 2026-01-05, not yesterday"),
    (_set("date", "2026-01-05T08:30"), "document.date: must be a date such as 2026-01-05, not 2026-01-05T08:30"),
    (_set("rest", 11), "document.rest: must be from 0 to 10, not 11"),
    (_set("rest", "3"), 'document.rest: must be a whole number, not "3"'),
    (_set("light", [["green"] * 11]), "document.light: must hold 11 rows of 11 colours"),
    (_set("light", 0, 0, "blue"), 'document.light[0][0]: "blue" is not one of: green, amber, red'),
    (_set("turns", []), "document.turns: must name an item or more"),
    (_set("turns", 0, 999), "document.turns[0]: must name an item of turn 0"),
    (_set("items", 0, "first", 1), "document.items[0].first: its steps must follow those of the item before it"),
    (_set("items", 0, "swaps", [999]), "document.items[0]: easier and swaps must name items of the same turn"),
    (_set("items", 0, "colour", "red"), "document.items[0].colour: unknown key; allowed: "),
    (_set("timeline", 0, "item", 10**6), "document.timeline[0]: must last a second or more and name its item"),
    (_set("timeline", 0, "item", 1), "document.timeline[0].item: must be the item it lies in"),
    (_set("timeline", 0, "phase", "dance"), 'document.timeline[0].phase: "dance" is not one of: '),
    (_set("machine", "table", "running", "hurt", 0, "do", ["explode"]), 'machine.table."running"."hurt": "explode" is'),
    (_set("machine", "table", "running", "hurt", 0, "to", "moon"), '.to: "moon" is not one of: ready, running'),
    (_set("machine", "table", "running", "fly", []), 'machine.table."running"."fly": is no mode and event'),
    (lambda obj: obj["machine"]["table"].pop("recheck"), "machine.table.recheck: is missing"),
    (lambda obj: obj.pop("timeline"), "document.timeline: is missing"),
    (lambda obj: obj["timeline"].pop(), "document.items["),
    (lambda obj: obj["timeline"].append(obj["timeline"][-1]), "document.timeline: holds steps of no item"),
]


@pytest.mark.parametrize(("damage", "message"), DAMAGED, ids=[message for _, message in DAMAGED])
def test_it_refuses_a_damaged_document(damage: Callable[[Any], None], message: str) -> None:
    obj = copy.deepcopy(PLAIN)
    damage(obj)
    with pytest.raises(InputError) as refused:
        parse_document(obj)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_it_wants_the_easier_form_to_have_the_same_steps() -> None:
    obj = copy.deepcopy(PLAIN)
    place = next(n for n, entry in enumerate(obj["items"]) if entry["easier"] is not None)
    first = obj["items"][obj["items"][place]["easier"]]["first"]
    obj["timeline"][first]["seconds"] += 1
    with pytest.raises(InputError, match="must name an item with steps of the same length"):
        parse_document(obj)


@pytest.mark.parametrize("obj", [None, 7, [], "document", {}])
def test_it_refuses_what_is_no_document(obj: Any) -> None:
    with pytest.raises(InputError, match="document"):
        parse_document(obj)


WRONG = [
    (7, "event: must be an object such as "),
    ({}, "event.type: None is not one of: start, tick"),
    (wire(1, "dance"), 'event.type: "dance" is not one of: start, tick'),
    (wire(1, "start", moon=1), 'event."moon": unknown key; allowed: id, seq, at, elapsed_s, type, step'),
    (wire(1, "start", pain=1), 'event."pain": unknown key'),
    (wire(-1, "start", id="a"), "event.seq: must be a whole number from 0 to "),
    ({**wire(1, "start"), "seq": True}, "event.seq: must be a whole number from 0 to "),
    (wire(1, "start", id="a b"), "event.id: must be 1 to 64 of the letters"),
    (wire(1, "start", at=""), "event.at: must be a text"),
    (wire(1, "start", elapsed_s=1.5), "event.elapsed_s: must be a whole number from 0 to 86400, not 1.5"),
    (wire(1, "start", elapsed_s=10**9), "event.elapsed_s: must be a whole number from 0 to 86400"),
    (wire(1, "step_end"), "event.step: is missing"),
    (wire(1, "step_end", step=10**6), "event.step: must be a whole number from 0 to "),
    (wire(1, "swap"), "event.item: is missing"),
    (wire(1, "pain", feeling="dull"), "event.pain: is missing; a whole number from 0 to 10"),
    (wire(1, "pain", pain=11), "event.pain: must be a whole number from 0 to 10, not 11"),
    (wire(1, "pain", pain=3, where="moon"), 'event.where: "moon" is not one of: back, buttock, leg, elsewhere'),
    (wire(1, "recheck", saddle=False, legweak=False, pain=3), "event.fever: is missing"),
    (wire(1, "recheck", saddle="no", legweak=False, fever=False, pain=3), "event.saddle: must be true or false"),
    ({"id": "a", "type": "start", "at": "x", "elapsed_s": 0}, "event.seq: is missing"),
]


@pytest.mark.parametrize(("sent", "message"), WRONG, ids=[message for _, message in WRONG])
def test_it_refuses_an_event_with_one_sentence(sent: Any, message: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_event(sent, DOCUMENT)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_it_names_the_event_in_a_list() -> None:
    with pytest.raises(InputError, match=r"events\[1\]\.type"):
        parse_events([wire(1, "start"), wire(2, "dance")], DOCUMENT)
    with pytest.raises(InputError, match=r"events\[1\]\.id: e1 stands for two different events"):
        parse_events([wire(1, "start"), wire(1, "end")], DOCUMENT)
    with pytest.raises(InputError, match="events: must be a list"):
        parse_events({"events": []}, DOCUMENT)


def test_it_takes_null_for_what_is_not_there() -> None:
    assert parse_event(wire(1, "start", step=None), DOCUMENT) == parse_event(wire(1, "start"), DOCUMENT)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 12) | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_it_survives_any_damage(data: st.DataObject) -> None:
    """Either it is refused, or it can be played: never a crash."""
    obj = copy.deepcopy(PLAIN)
    part = data.draw(st.sampled_from([key for key in obj if key != "words"]))
    inner = obj[part]
    if isinstance(inner, list) and inner and data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(inner) - 1))
        if isinstance(inner[place], dict):
            inner[place][data.draw(st.sampled_from(sorted(inner[place])))] = data.draw(JSON)
        else:
            inner[place] = data.draw(JSON)
    else:
        obj[part] = data.draw(JSON)
    try:
        document = parse_document(obj)
        events = parse_events(to_the_end(DOCUMENT), document)
    except InputError:
        return
    play(document, events)
    replay(document, events).as_object()
