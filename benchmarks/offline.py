"""Sessions in a bad world: python -m benchmarks.offline [--sessions 1000] [--seed 7].

A real browser, a real server and its own database. People go through sessions with the buttons of the page while the
network comes and goes, answers are lost, pages are reloaded and closed, clocks jump, and server and browser are killed
without a word. In the end every event that a device has kept must be on the server once, and the session must have come
to what its events come to.
"""

import argparse
import json
import random
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.device import Key, Noted
from benchmarks.world import World, by_chance
from supple.core.received import parse_document, parse_events
from supple.core.replay import replay

SHORT = 100  # sessions; `make long` has ten times as many
EACH = 4  # sessions of one person: what a session leaves behind is sent while the next one runs
BY_ITSELF = ("pause",)  # what a page does as it closes; we may be too late to see it, the server is not


@dataclass(frozen=True, slots=True)
class Found:
    """What came of it."""

    sessions: int
    made: int  # events that pages made
    lost: tuple[Key, ...]  # kept by the device, not on the server
    gone: tuple[Key, ...]  # made in the moment of a kill: the device never said that it had them, nor has the server
    doubled: tuple[str, ...]  # twice on the server, or there though no device made them, or with another content
    astray: tuple[str, ...]  # sessions that did not come to what their events come to
    wrong: tuple[str, ...]  # errors of scripts, events that were left waiting
    happened: Counter[str]  # how often each tap and each trouble was had

    @property
    def fine(self) -> bool:
        """Whether nothing is lost and nothing is there twice."""
        return not (self.lost or self.doubled or self.astray or self.wrong)


def found(world: World) -> Found:
    """The device's events against the server's."""
    database = world.folder / "data" / "supple.sqlite3"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as line:
        sessions = {_dashed(key): (json.loads(document), mode, json.loads(result)) for key, document, mode, result
                    in line.execute("SELECT key, document, mode, result FROM training_session")}  # fmt: skip
        there = [((_dashed(key), name), json.loads(data)) for key, name, data in line.execute(
            "SELECT s.key, e.event_id, e.data FROM training_event e JOIN training_session s ON s.id = e.session_id"
        )]  # fmt: skip
    return compare(world.noted, sessions, there, world.happened)


def compare(
    noted: Noted,
    sessions: Mapping[str, tuple[Any, str, Any]],
    there: Sequence[tuple[Key, dict[str, Any]]],
    happened: Counter[str],
) -> Found:
    """`sessions` (document, mode, result by key) and `there` (the events) are the server's."""
    counted = Counter(key for key, _ in there)
    twice = [f"{key} is there {n} times" for key, n in counted.items() if n > 1]
    unseen = {key: data for key, data in there if key not in noted.made}
    twice += [f"{key} was never made: {data}" for key, data in unseen.items() if data["type"] not in BY_ITSELF]
    twice += [f"{key} differs" for key, data in there if key in noted.made and noted.made[key] != data]
    taps = Counter((session, data["seq"], data["type"], data["at"]) for (session, _), data in there)
    twice += [f"{tap} has {n} names" for tap, n in taps.items() if n > 1]
    missing = sorted(noted.made.keys() - counted.keys())
    mine: dict[str, list[dict[str, Any]]] = {key: [] for key in sessions}
    for (session, _), data in there:
        mine[session].append(data)
    astray = (_astray(key, *sessions[key], events) for key, events in mine.items())
    return Found(
        sessions=len(sessions),
        made=len(noted.made | unseen),
        lost=tuple(key for key in missing if key in noted.kept),
        gone=tuple(key for key in missing if key not in noted.kept),
        doubled=tuple(twice),
        astray=tuple(filter(None, astray)),
        wrong=tuple(noted.wrong),
        happened=happened,
    )


def _astray(key: str, document: object, mode: str, result: Any, events: list[dict[str, Any]]) -> str:
    """What a session came to against what its events come to."""
    read = parse_document(document)
    found = replay(read, parse_events(events, read))
    seconds = sum(sum(item["seconds"]) for item in result.get("items", ()))
    here, there = (mode, seconds), (found.mode, found.seconds)
    return "" if here == there else f"{key} stands at {here}, its events come to {there}"


def _dashed(key: str) -> str:
    """A key as addresses write it; SQLite keeps it without dashes."""
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def run(sessions: int, seed: int) -> Found:
    """So many sessions in a world with all troubles."""
    chance = random.Random(seed)  # noqa: S311 (a seed: the same run again, as far as time allows)
    with (
        tempfile.TemporaryDirectory(prefix="supple-offline-", ignore_cleanup_errors=True) as folder,
        sync_playwright() as playwright,
        World(playwright.chromium, Path(folder), chance, by_chance(chance)) as world,
    ):
        while world.opened < sessions:
            world.person(min(EACH, sessions - world.opened))
        world.down()
        return found(world)


def told(found: Found) -> str:
    """The run in words: the figures, then whatever was wrong."""
    had = ", ".join(f"{what} {n}" for what, n in sorted(found.happened.items()))
    gone = f"; {len(found.gone)} made in the moment of a kill" if found.gone else ""
    line = f"{found.sessions} sessions, {found.made} events: {len(found.lost)} lost, {len(found.doubled)} doubled{gone}"
    lost = map(str, found.lost)
    return "\n".join([line, f"had: {had}", *lost, *found.doubled, *found.astray, *found.wrong])


def main(argv: list[str] | None = None) -> int:
    """Runs, says the seed, and ends with 1 if anything was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.offline", description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=SHORT)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked = parser.parse_args(argv)
    print(f"seed {asked.seed}", flush=True)
    found = run(asked.sessions, asked.seed)
    print(told(found))
    return 0 if found.fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
