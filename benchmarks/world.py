"""One device and one server in a bad world: what people do there, and everything that can happen to them."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from playwright.sync_api import BrowserType
from playwright.sync_api import Error as BrowserError

from benchmarks import home, player
from benchmarks.device import Device, Noted
from benchmarks.visitor import first_visit

TAPS = (5, 14)  # in a session, before it is ended or left open
TROUBLE = 0.3  # how often something happens before a tap
HEAL = 0.4  # how often what is broken is mended before a tap
ENDED = 0.8  # how often a session is ended at last, and not left open
YES = 0.02  # how often a person finds a sign in the re-check, and is stopped
SHOWN = "main > *:visible >> nth=0"
SETTLE_S = 40
TRIES = 6


class World:
    """A device and a server. `troubles` says before each tap what happens, if anything."""

    def __init__(self, kind: BrowserType, folder: Path, chance: random.Random, troubles: Iterator[str]) -> None:
        self.kind, self.folder, self.chance, self.troubles = kind, folder, chance, troubles
        self.port, self.noted, self.happened = home.free_port(), Noted(), Counter[str]()
        self.server: home.Started | None = None
        self.opened = 0  # sessions

    def __enter__(self) -> "World":
        for name in ("data", "browser"):
            (self.folder / name).mkdir()
        with ExitStack() as begun:  # what has begun is ended too where the rest does not come up
            begun.callback(self.down)
            self.up()
            self.device = Device(self.kind, self.folder / "browser", f"http://{home.HOST}:{self.port}", self.noted)
            begun.callback(self.device.kill)
            self.device.start()
            self.stack = begun.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stack.close()

    # ---- the server ----

    def up(self) -> None:
        """The server runs, again on its port."""
        if self.server is None:
            command = [home.SUPPLE, "serve", "--port", str(self.port)]
            self.serving = ExitStack()
            self.server = self.serving.enter_context(
                home.running(command, self.port, home.ROOT, home.plain_env(self.folder / "data"))
            )

    def down(self) -> None:
        """kill -9 of the server and all that it started."""
        if self.server is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.server.process.pid, signal.SIGKILL)
            self.server.process.wait()
            self.server.log.seek(0)
            said = self.server.log.read()
            fault = "Traceback" in said or " ERROR " in said
            self.noted.wrong += [f"the server: {said[-2000:]}"] if fault else []
            self.serving.close()
            self.server = None

    # ---- what can happen ----

    def meet(self, trouble: str) -> None:
        """What comes in between a tap and the next: a trouble, or the end of one."""
        if trouble:
            self.happened[trouble] += 1
            TROUBLES[trouble](self)
        elif self.chance.random() < HEAL:
            self.heal()

    def heal(self) -> None:
        """Network and server are there."""
        self.up()
        self.device.lose_answers(False)
        if self.device.offline:
            self.device.go_offline(False)

    def open(self, path: str) -> None:
        """A page of the site; whatever it needs is mended first."""
        self.heal()
        for left in range(TRIES, 0, -1):
            try:
                self.device.page.goto(self.device.address + path, timeout=20_000, wait_until="commit")
                self.device.page.locator(SHOWN).wait_for(timeout=20_000)
                return
            except BrowserError:  # a page that just goes somewhere else itself
                if left == 1:
                    raise
                time.sleep(0.2)

    # ---- people ----

    def person(self, sessions: int) -> None:
        """Somebody new, and some sessions of theirs; in the end everything is sent that waits."""
        self.heal()
        self.device.be(first_visit(self.port))
        for _ in range(sessions):
            self.open("/session/begin/")
            key = player.begin(self.device.page, self.chance)
            if key is None:  # stopped by a sign
                break
            self.opened += 1
            self.session(key)
        self.settle()

    def session(self, key: str) -> None:
        """Taps and troubles, then its end, mostly."""
        for _ in range(self.chance.randint(*TAPS)):
            self.meet(next(self.troubles))
            if not self.here(key):
                self.open(f"/session/{key}/")
            self.tap()
            if self.over():
                return
        if self.chance.random() < ENDED:
            self.end(key)

    def here(self, key: str) -> bool:
        """Whether the page is this session's player."""
        return self.device.page.url.endswith(f"/session/{key}/") and bool(player.mode(self.device.page))

    def over(self) -> bool:
        """Whether there is nothing more to tap."""
        return player.mode(self.device.page) in ("", "done", "stopped") or "/done/" in self.device.page.url

    def tap(self) -> None:
        """What a person can do now, by chance; or time goes by."""
        done = player.tap(self.device.page, self.chance, YES)
        self.happened[done] += 1

    def end(self, key: str) -> None:
        """To the end, whatever state the session is in."""
        for _ in range(8):
            if not self.here(key):
                self.open(f"/session/{key}/")
            if self.over():
                return
            self.happened[player.towards_the_end(self.device.page, self.chance)] += 1

    def settle(self) -> None:
        """Everything is there again; a page of the site sends what waits."""
        self.open("/today/")
        until = time.monotonic() + SETTLE_S
        while waiting := [row for row in self._rows() if not row["sent"]]:
            if time.monotonic() > until:
                self.noted.wrong.append(f"{len(waiting)} events still wait: {waiting[0]['to']}")
                break
            with suppress(BrowserError):
                self.device.context.clock.run_for(1000)  # waits between two tries pass
            time.sleep(0.05)

    def _rows(self) -> list[dict[str, Any]]:
        try:
            return self.device.rows()
        except BrowserError:  # the page goes somewhere else
            time.sleep(0.1)
            return self.device.rows()


def _network(world: World) -> None:
    world.device.go_offline(not world.device.offline)


def _server(world: World) -> None:
    world.down()
    if world.chance.random() < 0.5:
        world.up()


def _reload(world: World) -> None:
    with suppress(BrowserError):  # no page comes without a network
        world.device.page.reload(timeout=10_000)


def _browser(world: World) -> None:
    world.device.kill()
    world.device.start()


def _date(world: World) -> None:
    world.device.context.clock.set_system_time(world.chance.randint(0, 4_000_000_000) * 1000)


TROUBLES: dict[str, Callable[[World], None]] = {
    "network": _network,
    "answers lost": lambda world: world.device.lose_answers(True),
    "server killed": _server,
    "reload": _reload,
    "tab closed": lambda world: world.device.close_tab(),
    "browser killed": _browser,
    "date jumps": _date,
    "sleep": lambda world: world.device.context.clock.fast_forward(world.chance.randint(6, 7200) * 1000),
}


def by_chance(chance: random.Random) -> Iterator[str]:
    """Before each tap: mostly nothing, else any of the troubles."""
    while True:
        yield chance.choice(tuple(TROUBLES)) if chance.random() < TROUBLE else ""
