"""Measures the site against its goals and prints one table: python -m benchmarks.web [--only W3] [--seconds 10].

Everything happens on 127.0.0.1 with data in a temporary folder. Figures hold for the machine and the hour; for those in
docs/measured.md see there. W1 fetches the locked packages, from the caches where they are warm.
"""

import argparse
import os
import random
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import home, load, somebody, weight
from benchmarks.table import NotHereError, Row, ms, table

ROUNDS = 3  # medians of so many
CONNECTIONS = (1, 8, 32)
LOAD_S, WRITE_S, WARM_UP_S = 6, 60, 2
TODAY = "/today/"
FROM_A_CLONE_S = 300


@dataclass(frozen=True, slots=True)
class Bench:
    """What every measurement is given."""

    data_dir: Path  # tables made, static files collected
    seconds: int | None  # of each load, where somebody asked for another time than ours


def main(argv: list[str] | None = None) -> int:
    """Measures what was asked for, goal by goal, and prints the table."""
    asked = _parser().parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="supple-benchmark-") as folder:
        somebody.set_up(Path(folder))
        bench, before = Bench(Path(folder), asked.seconds), os.getloadavg()
        rows = [row for goal in asked.only or GOALS for row in _rows(goal, bench)]
    print(table(rows))
    print(
        f"This machine, {os.cpu_count()} cores: load {before[0]:.1f} just before, {os.getloadavg()[0]:.1f} just after."
    )
    return 0


def clone(bench: Bench) -> list[Row]:
    """W1: from a fresh clone of HEAD to the first page, and again, each ended by Ctrl-C."""
    with tempfile.TemporaryDirectory(prefix="supple-clone-") as folder:
        subprocess.run(["git", "clone", "--quiet", home.ROOT, folder], check=True)  # noqa: S603, S607 (the system's git)
        first, first_end = _make_run(Path(folder))
        second, second_end = _make_run(Path(folder))
    ends = "; ".join(f"{'clean' if end.clean else 'NOT clean'}, {end.seconds:.1f} s" for end in (first_end, second_end))
    return [
        Row(
            "W1", "fresh clone, `make run` to the first page (warm caches)", "<= 40 s (15 s with uv)", f"{first:.1f} s"
        ),
        Row("W1", "`make run` again", "", f"{second:.1f} s"),
        Row("W1", "Ctrl-C, first and second", "clean", ends),
    ]


def start(bench: Bench) -> list[Row]:
    """W2: the server alone, until its first page; its memory then, and after it has made a plan."""
    starts, small, large = [], [], []
    for _ in range(ROUNDS):
        cookie = somebody.cookie_of_somebody()  # without a plan: so the planner is loaded and used
        with home.served(bench.data_dir) as server:
            starts.append(server.seconds)
            small.append(server.rss_mb())
            server.get(TODAY, cookie)
            large.append(server.rss_mb())
    return [
        Row("W2", "cold start to the first 200", "<= 1.0 s", f"{median(starts):.2f} s"),
        Row("W2", "cold start on an empty data folder", "", f"{_first_start_s():.2f} s"),
        Row("W2", "memory of all processes, after the first page", "<= 110 MB", f"{median(small):.0f} MB"),
        Row("W2", "memory of all processes, after a first plan", "<= 110 MB", f"{median(large):.0f} MB"),
    ]


def pages(bench: Bench) -> list[Row]:
    """W3: the Today page of somebody cleared whose plan is kept; server on one core, load from the other."""
    cookie = somebody.cookie_of_somebody()
    seen_at = {c: list[load.Load]() for c in CONNECTIONS}
    with home.served(bench.data_dir, load.pinned(0)) as server:
        _check_today(server.get(TODAY, cookie))
        load.wrk(server.address + TODAY, cookie, max(CONNECTIONS), WARM_UP_S)
        for _ in range(ROUNDS):
            for c, seen in seen_at.items():
                seen.append(load.wrk(server.address + TODAY, cookie, c, bench.seconds or LOAD_S))
    return [_load_row(c, seen) for c, seen in seen_at.items()]


def sessions(bench: Bench) -> list[Row]:
    """W4: whole sessions arrive from 32 people at once; server on one core, senders on the other."""
    from benchmarks.sessions import PEOPLE, arrive

    found = arrive(bench.data_dir)
    rps, p50, p99 = (
        median(figures)
        for figures in zip(*((one.rps, one.within_s(50), one.within_s(99)) for one in found.rounds), strict=True)
    )
    what, lost = f"a session is sent, {PEOPLE} at once", found.sent - found.kept
    return [
        Row("W4", what, ">= 250 a second; p99 <= 60 ms", f"{rps:.0f} a second; p50 {ms(p50)}, p99 {ms(p99)}"),
        Row("W4", f"{what}: errors (events lost, sessions not ended)", "0 (0, 0)",
            f"{len(found.errors)} ({lost}, {found.unended})"),
    ]  # fmt: skip


def cold_cache(bench: Bench) -> list[Row]:
    """W5: the Today page in a browser that has never been here."""
    cookie = somebody.cookie_of_somebody()
    with home.served(bench.data_dir) as server:
        server.get(TODAY, cookie)
        found = weight.of(server.address + TODAY, cookie)
    parts = ", ".join(f"{kind.lower()} {size / 1000:.1f}" for kind, size in found.parts)
    return [
        Row("W5", "Today page, cold cache: requests", "<= 15", str(found.requests)),
        Row("W5", "Today page, cold cache: transferred", "<= 150 kB", f"{found.bytes / 1000:.1f} kB ({parts})"),
    ]


def bad_world(_: Bench) -> list[Row]:
    """W9: sessions while networks, answers, pages, clocks, servers and browsers fail."""
    from benchmarks import offline

    seed = random.SystemRandom().randrange(10**6)
    found = offline.run(offline.SHORT, seed)
    if not found.fine:
        print(offline.told(found))
    figures = f"{len(found.lost)} lost, {len(found.doubled)} doubled, {len(found.astray) + len(found.wrong)} wrong"
    what = f"{found.sessions} sessions in a bad world: {found.made} events (seed {seed})"
    return [Row("W9", what, "0 lost, 0 doubled", figures)]


def writers(bench: Bench) -> list[Row]:
    """W10: eight writers in threads; every transaction reads before it writes."""
    from benchmarks.writers import WRITERS, write

    found = write(bench.seconds or WRITE_S)
    what = f"{WRITERS} writers for {found.seconds:.0f} s"
    lost = len(found.took_s) - found.rows
    return [
        Row("W10", f"{what}: read-then-write transactions", "", f"{len(found.took_s) / found.seconds:.0f} a second"),
        Row("W10", f"{what}: 'database is locked' (and lost)", "0 (0)", f"{len(found.refused)} ({lost})"),
        Row("W10", f"{what}: worst wait (median)", "<= 250 ms", f"{ms(found.worst_s)} ({ms(median(found.took_s))})"),
    ]


def queries(bench: Bench) -> list[Row]:
    """W14: what each view asks of the database."""
    from benchmarks.queries import most, over_the_site

    worst = most(over_the_site())
    ordered = sorted(worst.values(), key=lambda one: (one.view != "today", -one.queries))
    return [_query_row(one.view, f"{one.path}, status {one.status}", one.queries) for one in ordered]


GOALS: dict[str, Callable[[Bench], list[Row]]] = {
    "W1": clone, "W2": start, "W3": pages, "W4": sessions, "W5": cold_cache, "W9": bad_world, "W10": writers,
    "W14": queries,
}  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.web", description="Measures the site against its goals."
    )
    parser.add_argument("--only", action="append", choices=GOALS, help="this goal alone; may be given again")
    parser.add_argument("--seconds", type=_seconds, help=f"of each load ({LOAD_S} for W3, {WRITE_S} for W10)")
    return parser


def _seconds(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 600")
    return int(text)


def _rows(goal: str, bench: Bench) -> list[Row]:
    try:
        return GOALS[goal](bench)
    except (NotHereError, home.NoAnswerError) as error:
        return [Row(goal, "", "", str(error))]


def _make_run(folder: Path) -> tuple[float, home.Ended]:
    port = home.free_port()
    env = home.plain_env()
    with home.running(["make", "run", f"PORT={port}"], port, folder, env, FROM_A_CLONE_S) as started:
        return started.seconds, home.stop(started.process, started.log)


def _first_start_s() -> float:
    with tempfile.TemporaryDirectory(prefix="supple-first-") as folder, home.served(Path(folder)) as server:
        return server.seconds


def _check_today(page: str) -> None:
    if "for your back" not in page:
        raise home.NoAnswerError("the Today page of somebody cleared does not show their day")


def _query_row(view: str, where: str, asked: int) -> Row:
    return Row("W14", f"queries of `{view}` ({where})", "<= 5" if view == "today" else "", str(asked))


def _load_row(c: int, seen: list[load.Load]) -> Row:
    errors = sum(one.errors for one in seen)
    rps, p50, p99 = (
        median(figures) for figures in zip(*((one.rps, one.p50_s, one.p99_s) for one in seen), strict=True)
    )
    figures = f"{rps:.0f} a second; p50 {ms(p50)}, p99 {ms(p99)}" + (f"; {errors} ERRORS" if errors else "")
    return Row("W3", f"Today page, {c} at once", ">= 350 a second" + ("; p99 <= 10 ms" if c == 1 else ""), figures)


if __name__ == "__main__":
    raise SystemExit(main())
