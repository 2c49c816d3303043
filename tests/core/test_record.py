"""The record: plain facts, each once, whenever they arrive."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from supple.core import record as record_module
from supple.core.record import Pause, Record
from tests.core.histories import Life, morning, rested, the_day, the_time

NOBODY = Record(first_pain=3)


def test_it_keeps_a_session_once_however_often_it_arrives() -> None:
    one = rested(0, 3)
    assert NOBODY.with_session(one).with_session(one).sessions == (one,)
    later = replace(one, pain=2, effort=5)
    assert NOBODY.with_session(one).with_session(later).sessions == (later,), "what arrives later replaces it"


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_it_keeps_sessions_in_the_order_in_which_they_happened(order: tuple[int, ...]) -> None:
    record = NOBODY
    for n in order:
        record = record.with_session(rested(n, 3))
    assert [one.day for one in record.sessions] == [the_day(n) for n in range(3)]


def test_it_keeps_two_sessions_of_one_day() -> None:
    second = replace(rested(0, 3), id="again", happened=the_time(0, 20))
    assert [one.id for one in NOBODY.with_session(second).with_session(rested(0, 3)).sessions] == ["day-0", "again"]


def test_it_keeps_one_answer_a_morning_the_last_one() -> None:
    record = NOBODY.with_morning(morning(2, 3)).with_morning(morning(1, 5)).with_morning(morning(2, 4))
    assert [(one.day, one.pain) for one in record.mornings] == [(the_day(1), 5), (the_day(2), 4)]


def test_it_changes_no_record_that_is_held_elsewhere() -> None:
    before = NOBODY.with_session(rested(0, 3))
    before.with_session(rested(1, 3))
    assert len(before.sessions) == 1


def test_it_knows_the_days_of_a_holiday() -> None:
    away = replace(NOBODY, pauses=(Pause(the_day(3), the_day(5)), Pause(the_day(9), the_day(9))))
    assert [n for n in range(11) if away.paused(the_day(n))] == [3, 4, 5, 9]


def test_it_calls_a_session_active_where_anything_was_done() -> None:
    nothing = Life().session(0, colour=None, done=False, seconds=(0, 0, 0)).record.sessions[0]
    hurt = Life().session(0, "red", done=False, seconds=(0, 0, 0)).record.sessions[0]
    a_little = Life().session(0, done=False, seconds=(0, 3, 0)).record.sessions[0]
    assert (nothing.active, a_little.active, hurt.active) == (False, True, True)
    assert Life().session(0).record.sessions[0].active
    assert not rested(0, 3).active
    assert rested(0, None, outside=True).active


def test_it_knows_when_something_happened_and_when_it_arrived() -> None:
    late = replace(rested(0, 3), arrived=the_time(4))
    assert NOBODY.with_session(late).sessions[0].happened < NOBODY.with_session(late).sessions[0].arrived


def test_it_stands_on_nothing_else() -> None:
    source = Path(record_module.__file__).read_text(encoding="utf-8")
    assert "from supple" not in source
