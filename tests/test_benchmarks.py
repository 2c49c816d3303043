"""The programs that measure: what they read and print is right. No test here asserts a time."""

import argparse

import pytest
from django.urls import get_resolver

from benchmarks import home, load, queries, web, weight, writers
from benchmarks.table import NotHereError, Row, ms, table
from supple.web.people.models import Measure

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
TODAY_QUERIES, ANY_QUERIES = 5, 8


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
    assert {view: one.queries for view, one in worst.items() if one.queries > ANY_QUERIES} == {}
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
