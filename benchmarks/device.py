"""A device: a Chromium of our own, its profile in a folder, which can be killed outright and started again.

What its pages do is noted from outside, by listening to the browser's own database and network: the site knows nothing
of it.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, BrowserType, ConsoleMessage, Page, Request, Route
from playwright.sync_api import Error as BrowserError

from benchmarks.home import NoAnswerError
from benchmarks.weight import chromium

FLAGS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
         "--remote-debugging-port=0")  # fmt: skip
PATIENCE_S = 30
WAIT_MS = 3_000  # for a button that a person sees
NOTED = "noted:"
# Each event as the page puts it into its database, and once more when the database says that it is there.
LISTEN = """(() => {
  const put = IDBObjectStore.prototype.put;
  const note = (how, row) => console.debug("noted:" + JSON.stringify([how, row.session, row.event]));
  IDBObjectStore.prototype.put = function (row, ...more) {
    if (row && row.event && !row.sent) {
      note("made", row);
      this.transaction.addEventListener("complete", () => note("kept", row));
    }
    return put.call(this, row, ...more);
  };
})()"""
# A figure that moves is drawn sixty times a second, also in minutes that pass in a moment.
STILL = "delete window.WebGL2RenderingContext;"
READ = """() => new Promise((resolve) => {
  const asked = indexedDB.open("supple", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("events", { keyPath: ["session", "id"] });
  asked.onsuccess = () => {
    const rows = asked.result.transaction("events").objectStore("events").getAll();
    rows.onsuccess = () => { asked.result.close(); resolve(rows.result); };
  };
})"""

Key = tuple[str, str]  # of an event: its session, its id


@dataclass(slots=True)
class Noted:
    """What the pages were seen doing."""

    made: dict[Key, dict[str, Any]] = field(default_factory=dict)  # every event
    kept: set[Key] = field(default_factory=set)  # those that the device's database has confirmed
    wrong: list[str] = field(default_factory=list)  # errors of scripts

    def hear(self, message: ConsoleMessage) -> None:
        """A line of the console: perhaps one of ours."""
        if message.text.startswith(NOTED):
            how, session, event = json.loads(message.text.removeprefix(NOTED))
            self.note(session, event, kept=how == "kept")

    def sent(self, request: Request) -> None:
        """What goes to the server was made too, wherever it was kept."""
        if request.method == "POST" and request.url.endswith("/events/"):
            session = request.url.split("/")[-3]
            for event in json.loads(request.post_data or "{}").get("events", ()):
                self.note(session, event)

    def note(self, session: str, event: dict[str, Any], kept: bool = False) -> None:
        """One event; the same id with another content would be a fault of its own."""
        key = (session, str(event["id"]))
        if self.made.setdefault(key, event) != event:
            self.wrong.append(f"{key} was made twice, differently")
        if kept:
            self.kept.add(key)


class Device:
    """A browser with one page, whose clock can be moved."""

    def __init__(self, kind: BrowserType, folder: Path, address: str, noted: Noted) -> None:
        self.kind, self.folder, self.address, self.noted = kind, folder, address, noted
        self.cookies: dict[str, str] = {}
        self.offline = False
        self.process: subprocess.Popen[bytes] | None = None
        self.browser: Browser | None = None

    def start(self) -> None:
        """Starts the browser over the profile that is there, and opens an empty page."""
        told = self.folder / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        command = [chromium(), *FLAGS, f"--user-data-dir={self.folder}", "about:blank"]
        self.process = subprocess.Popen(  # noqa: S603 (the system's own Chromium)
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        self.browser = self.kind.connect_over_cdp(f"http://127.0.0.1:{_port(told)}")
        self.context: BrowserContext = self.browser.contexts[0]
        self.context.set_default_timeout(WAIT_MS)
        self.context.clock.install()
        self.context.add_init_script(f"{LISTEN};{STILL}")
        self.context.on("console", lambda message: self.noted.hear(message))
        self.context.on("request", lambda request: self.noted.sent(request))
        self.context.on("weberror", lambda error: self.noted.wrong.append(str(error.error)))
        self.offline = False
        self.be(self.cookies)
        self.page: Page = self.context.pages[0]

    def be(self, cookies: Mapping[str, str]) -> None:
        """Somebody's cookies. Given again after a kill: Chromium takes half a minute to write down new ones."""
        self.cookies = dict(cookies)
        self.context.clear_cookies()
        self.context.add_cookies([{"name": name, "value": value, "url": self.address}
                                  for name, value in self.cookies.items()])  # fmt: skip

    def kill(self) -> None:
        """As the system ends an app, or a battery: without a word."""
        if self.process is None:
            return
        if self.browser is not None:
            with suppress(BrowserError):
                self.lose_answers(False)  # nothing of ours waits for an answer that never comes
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.browser is not None:
            with suppress(BrowserError):
                self.browser.close()
        self.process = self.browser = None

    def close_tab(self) -> None:
        """Closes the page as a person does, and opens an empty one."""
        old, self.page = self.page, self.context.new_page()
        old.close(run_before_unload=True)
        with suppress(BrowserError):
            old.wait_for_event("close", timeout=WAIT_MS)

    def go_offline(self, offline: bool) -> None:
        """Cuts the network of all pages, or joins it again."""
        self.context.set_offline(offline)
        self.offline = offline

    def lose_answers(self, lose: bool) -> None:
        """From now on the server hears what is sent, but its answers are lost on the way."""
        self.context.unroute_all(behavior="ignoreErrors")
        if lose:
            self.context.route("**/events/", _lost)

    def rows(self) -> list[dict[str, Any]]:
        """What the device's database holds; only from a page of the site."""
        rows: list[dict[str, Any]] = self.page.evaluate(READ)
        for row in rows:
            self.noted.note(row["session"], row["event"], kept=True)
        return rows


def _lost(route: Route) -> None:
    with suppress(BrowserError):
        route.fetch()
    with suppress(BrowserError):
        route.abort("connectionreset")


def _port(told: Path) -> int:
    """The port on which the browser listens to us; it writes it down when it is ready."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with suppress(FileNotFoundError, ValueError, IndexError):
            return int(told.read_text(encoding="ascii").splitlines()[0])
        time.sleep(0.02)
    raise NoAnswerError("Chromium did not start")
