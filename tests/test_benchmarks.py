"""The programs that measure: what they read and print is right. No test here asserts a time."""

import argparse
import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.urls import get_resolver
from pytest_django.live_server_helper import LiveServer

from benchmarks import home, load, offline, player, queries, sessions, visitor, web, weight, world, writers
from benchmarks.device import NOTED, Noted
from benchmarks.table import NotHereError, Row, ms, table
from supple.core.received import parse_events
from supple.core.replay import replay
from supple.web.people.models import Answers, Measure, Wishes
from supple.web.training.models import Event, Session
from tests.core.sessions import document_by_chance

REPORT = """Running 6s test @ http://127.0.0.1:8000/today/
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    13.10ms    4.40ms  44.83ms   72.60%
    Req/Sec   553.10     58.62   646.00     74.19%
  Latency Distribution
     50%  812.00us
     75%   15.32ms
     90%   18.74ms
     99%    1.20s{space}
  3406 requests in 6.00s, 21.43MB read
Requests/sec:    567.31
Transfer/sec:      3.57MB
""".format(space=" ")  # wrk fills "s" up to the two letters of "ms"
TROUBLE = "  Socket errors: connect 0, read 1, write 0, timeout 2\n  Non-2xx or 3xx responses: 4\n"
TODAY_QUERIES, ANY_QUERIES = 5, 10  # all that happened to a person takes five of them, what they measured one
MORE_QUERIES = {"people:export": 12, "progress": 13}  # every table there is; both kinds of what they measured


def test_the_table_lines_its_columns_up() -> None:
    lines = table([Row("W2", "start", "<= 1.0 s", "0.47 s"), Row("W10", "worst wait", "", "31 ms")]).splitlines()
    assert lines[0].split("|")[1:5] == [" goal ", " what       ", " goal figure ", " measured "]
    assert len({len(line) for line in lines}) == 1
    assert {line.count("|") for line in lines} == {5}


@pytest.mark.parametrize(("seconds", "said"), [(0.00074, "0.7 ms"), (0.0123, "12 ms"), (1.75, "1750 ms")])
def test_times_are_said_as_people_read_them(seconds: float, said: str) -> None:
    assert ms(seconds) == said


def test_it_reads_what_wrk_reports() -> None:
    assert load.read(REPORT) == load.Load(567.31, pytest.approx(0.000812), pytest.approx(1.2), 0)  # type: ignore[arg-type]


def test_it_counts_every_error_that_wrk_met() -> None:
    assert load.read(REPORT + TROUBLE).errors == 1 + 2 + 4


@pytest.mark.parametrize("report", ["", "wrk: unable to connect", REPORT.replace("99%", "98%")])
def test_it_takes_nothing_for_a_report_that_is_none(report: str) -> None:
    with pytest.raises(ValueError, match="report"):
        load.read(report)


def test_it_says_what_is_not_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotHereError, match="apt install wrk"):
        load.wrk("http://127.0.0.1:9/", "", 1, 1)
    assert load.pinned(0) == []


def test_it_adds_the_memory_of_a_process_and_all_that_it_started() -> None:
    listed = "  1 0 4\n 10 1 100\n 12 11 30\n 11 10 20\n 13 1 5000\n"
    assert home.rss_kb(listed, 10) == 150


def test_it_hands_no_setting_of_ours_to_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPLE_SECRET_KEY", "ours")
    monkeypatch.setenv("MAKEFLAGS", "-j")
    assert not {"SUPPLE_SECRET_KEY", "MAKEFLAGS", "DJANGO_SETTINGS_MODULE"} & set(home.plain_env())


def test_it_weighs_each_file_once_and_by_its_kind() -> None:
    seen = [("request", "1", "Document"), ("request", "2", "Script"), ("request", "3", "Script"), ("done", "2", 700),
            ("done", "1", 2000), ("done", "3", 2500)]  # fmt: skip
    assert weight.weigh(seen) == weight.Weight(3, 5200, (("Script", 3200), ("Document", 2000)))


@pytest.mark.django_db(transaction=True)
def test_eight_writers_are_never_refused_and_lose_nothing() -> None:
    found = writers.write(1)
    assert found.refused == ()
    assert len(found.took_s) == found.rows == Measure.objects.count() > 0


@pytest.mark.django_db
def test_no_page_of_the_site_asks_the_database_often() -> None:
    worst = queries.most(queries.over_the_site())
    assert worst["today"].queries <= TODAY_QUERIES
    often = {view: one.queries for view, one in worst.items() if one.queries > MORE_QUERIES.get(view, ANY_QUERIES)}
    assert often == {}
    assert {one.path for one in worst.values() if one.status not in (200, 302, 404)} == set()


@pytest.mark.django_db
def test_a_page_with_an_argument_needs_values() -> None:
    views = {view for view, arguments in queries._views(get_resolver().url_patterns, "") if arguments}
    assert {"exercise", "swap", "people:step"} <= views
    with pytest.raises(KeyError, match="name values for it"):
        list(queries.paths({}))


@pytest.mark.parametrize("text", ["0", "-1", "601", "ten", "1.5", ""])
def test_a_load_is_bounded(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="from 1 to 600"):
        web._seconds(text)


def test_a_measurement_that_cannot_be_made_leaves_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_: web.Bench) -> list[Row]:
        raise NotHereError("not measured: wrk is not here")

    monkeypatch.setitem(web.GOALS, "W3", absent)
    assert web._rows("W3", web.Bench(home.ROOT, None)) == [Row("W3", "", "", "not measured: wrk is not here")]


# --- W4: sessions arrive ---------------------------------------------------------------------------------------------


def test_a_round_says_how_many_and_how_long() -> None:
    found = sessions.Round(2.0, tuple(n / 1000 for n in range(100, 0, -1)), ())
    assert found.rps == 50
    assert (found.within_s(50), found.within_s(99), found.within_s(100)) == (0.05, 0.099, 0.1)


def test_the_session_that_is_sent_comes_to_its_end() -> None:
    document = document_by_chance(1)
    events = sessions.session_events(document)
    found = replay(document, parse_events(events, document))
    assert (len(events), found.mode, found.stopped_early) == (sessions.EVENTS, "done", True)


@pytest.mark.django_db(transaction=True)
def test_every_session_that_is_sent_is_kept_once(live_server: LiveServer) -> None:
    port, posts = int(live_server.url.rpartition(":")[2]), sessions._begun(2, 2)
    for _ in range(2):
        found = sessions._send(port, posts)
        assert (found.errors, len(found.took_s)) == ((), 4)
    assert Event.objects.count() == 4 * sessions.EVENTS
    assert set(Session.objects.values_list("mode", flat=True)) == {"done"}


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_does_not_have_it_all_is_an_error(live_server: LiveServer) -> None:
    port, posts = int(live_server.url.rpartition(":")[2]), sessions._begun(2, 1)
    swapped = [[sessions.Post(posts[0][0].path, posts[1][0].cookie, posts[0][0].body)]]
    assert [error[:3] for error in sessions._send(port, swapped).errors] == ["404"]
    assert "ConnectionRefusedError" in sessions._send(home.free_port(), posts).errors[0]


# --- W9: a bad world -------------------------------------------------------------------------------------------------

DOCUMENT = document_by_chance(1)
KEY = "0" * 8 + "-0000-0000-0000-" + "0" * 12


def event(n: int, kind: str = "pause", **more: Any) -> dict[str, Any]:
    return {"id": f"e{n}", "seq": n, "at": f"2026-01-05T07:00:{n:02}Z", "elapsed_s": 0, "type": kind} | more


def compared(made: list[dict[str, Any]], there: list[dict[str, Any]], kept: int = 9, mode: str = "") -> offline.Found:
    """What a device made, of which the first so many were kept, against what the server has."""
    noted = Noted()
    for n, one in enumerate(made):
        noted.note(KEY, one, kept=n < kept)
    read = {one["id"]: one for one in there}
    came_to = replay(DOCUMENT, parse_events(list(read.values()), DOCUMENT)).mode
    row: tuple[Any, str, Any] = (json.loads(json.dumps(DOCUMENT.as_object())), mode or came_to, {"items": []})
    return offline.compare(noted, {KEY: row}, [((KEY, one["id"]), one) for one in there], Counter())


STORY = [event(1, "start"), event(2), event(3, "resume"), event(4, "hurt")]


def test_what_is_there_once_is_fine() -> None:
    found = compared(STORY, STORY)
    assert found.fine
    assert (found.sessions, found.made) == (1, 4)
    assert "1 sessions, 4 events: 0 lost, 0 doubled" in offline.told(found)


def test_what_the_device_had_and_the_server_has_not_is_lost() -> None:
    found = compared(STORY, STORY[:3])
    assert found.lost == ((KEY, "e4"),)
    assert not found.fine
    assert "e4" in offline.told(found)


def test_what_the_device_never_had_is_told_apart() -> None:
    found = compared(STORY, STORY[:3], kept=3)
    assert (found.lost, found.gone, found.fine) == ((), ((KEY, "e4"),), True)
    assert "1 made in the moment of a kill" in offline.told(found)


@pytest.mark.parametrize(
    "there",
    [
        [*STORY, STORY[3]],
        [*STORY, event(5, "hurt")],
        [*STORY[:3], event(4, "hurt", elapsed_s=3)],
        [*STORY, STORY[3] | {"id": "f4"}],
    ],
    ids=["the same row twice", "nobody made it", "another content", "one tap under two names"],
)
def test_what_is_there_too_much_is_doubled(there: list[dict[str, Any]]) -> None:
    found = compared(STORY, there)
    assert found.doubled
    assert not found.fine


def test_a_page_that_closes_may_pause_unseen() -> None:
    found = compared(STORY[:3], [*STORY[:3], event(4)])
    assert found.fine
    assert found.made == 4


def test_a_session_that_came_to_something_else_is_found() -> None:
    assert compared(STORY, STORY, mode="done").astray[0].startswith(f"{KEY} stands at ('done', 0)")


def test_a_line_of_the_console_is_heard_only_if_it_is_ours() -> None:
    class Said:
        def __init__(self, text: str) -> None:
            self.text = text

    noted, one = Noted(), event(1)
    for text in ("hello", NOTED + json.dumps(["made", KEY, one]), NOTED + json.dumps(["kept", KEY, one])):
        noted.hear(Said(text))  # type: ignore[arg-type]
    assert (noted.made, noted.kept, noted.wrong) == ({(KEY, "e1"): one}, {(KEY, "e1")}, [])
    noted.note(KEY, event(1, "hurt"))
    assert len(noted.wrong) == 1


def test_troubles_come_by_chance_and_each_of_them() -> None:
    drawn = Counter(trouble for trouble, _ in zip(world.by_chance(Random(1)), range(2000), strict=False))
    assert set(drawn) == {"", *world.TROUBLES}
    assert 0.6 < drawn[""] / 2000 < 0.8


@pytest.mark.django_db(transaction=True)
def test_a_visitor_walks_the_first_visit_over_http(live_server: LiveServer) -> None:
    cookies = visitor.first_visit(int(live_server.url.rpartition(":")[2]))
    assert {"supple_here", "supple_device"} <= set(cookies)
    assert (Answers.objects.filter(draft=False).count(), Wishes.objects.count()) == (1, 1)


def test_a_bad_world_is_one_row(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(offline, "run", lambda *_: compared(STORY, STORY[:3]))
    (row,) = web.bad_world(web.Bench(Path(), None))
    assert row.measured == "1 lost, 0 doubled, 0 wrong"
    assert "e4" in capsys.readouterr().out


def test_the_long_run_fails_where_anything_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = {1: compared(STORY, STORY), 2: compared(STORY, STORY[:3])}
    monkeypatch.setattr(offline, "run", lambda _, seed: runs[seed])
    assert [offline.main(["--sessions", "1", "--seed", str(seed)]) for seed in (1, 2)] == [0, 1]


def test_every_button_it_taps_is_one_of_the_players() -> None:
    page = "".join(
        path.read_text() for path in Path(home.ROOT, "supple/web/training/templates/training").glob("_player*")
    )
    acts = {*player.WHILE_RUNNING, *player.WHILE_PAUSED, "start", "none"} - {"time", "leave a while", "next", "swap"}
    assert {act for act in acts if f'data-act="{act}"' not in page} == set()
