"""The player against the server as a home starts it: what its first load weighs, and a server killed in the middle."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.device import STILL
from supple.web import env
from tests.browser.test_player import PATIENT, PHONE, button, run, to_the_end

pytestmark = pytest.mark.browser
MOST_BYTES = 150_000
MOST_REQUESTS = 19  # four for the figure: which pose is shown, what may move it, and the two poses of the first item

# Somebody who has just begun a session: their cookies and its key.
SOMEBODY = """
import json
import django
from django.test.utils import setup_test_environment
django.setup()
setup_test_environment()
from tests.web.cast import here, record_of
from tests.web.played import begin
client = here(record_of())
session = begin(client)
print(json.dumps({"key": str(session.key), "cookies": {name: one.value for name, one in client.cookies.items()}}))
"""


@dataclass(slots=True)
class Home:
    """A Supple of our own: started, killed outright, started again."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        code = f"from supple.web.serve import serve; serve({self.port})"
        self.process = subprocess.Popen(  # noqa: S603 (our own words)
            [sys.executable, "-c", code], cwd=env.PROJECT, env=self.environment(), start_new_session=True
        )
        for _ in range(1200):
            try:
                urllib.request.urlopen(self.address, timeout=10).close()  # noqa: S310 (our own machine)
            except OSError as error:
                if isinstance(error, urllib.error.HTTPError):
                    return
                time.sleep(0.1)
            else:
                return
        self.kill()
        raise AssertionError("nobody answers")

    def kill(self) -> None:
        """As a power cut does."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("SUPPLE_", "DJANGO_"))}
        return own | {"SUPPLE_DATA_DIR": str(self.folder), "DJANGO_SETTINGS_MODULE": "supple.web.settings"}

    def somebody(self) -> dict[str, Any]:
        done = subprocess.run(  # noqa: S603 (our own words)
            [sys.executable, "-c", SOMEBODY], cwd=env.PROJECT, env=self.environment(), capture_output=True, check=True
        )
        made: dict[str, Any] = json.loads(done.stdout)
        return made

    def events(self) -> list[str]:
        with sqlite3.connect(self.folder / "supple.sqlite3") as database:
            return [row[0] for row in database.execute("select event_id from training_event")]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    made = Home(tmp_path, port)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def page(chromium: Browser, home: Home) -> Iterator[Page]:
    """A page of a device that has been here once never; `page.goto(path)` is its first load."""
    context = chromium.new_context(base_url=home.address, viewport=PHONE)  # type: ignore[arg-type]
    context.add_init_script(PATIENT + STILL)
    yield context.new_page()
    context.close()


def enter(page: Page, home: Home) -> str:
    """The address of somebody's session, their cookies on this device."""
    one = home.somebody()
    cookies = [{"name": name, "value": value, "url": home.address} for name, value in one["cookies"].items()]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    return f"/session/{one['key']}/"


def test_its_first_load_is_light(page: Page, home: Home) -> None:
    address, weights = enter(page, home), []
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda one: weights.append(one["encodedDataLength"]))
    page.goto(address)
    expect(button(page, "Begin")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert sum(weights) < MOST_BYTES
    assert len(weights) <= MOST_REQUESTS


def test_a_killed_server_costs_nothing(page: Page, home: Home) -> None:
    page.clock.install()
    page.goto(enter(page, home))
    button(page, "Begin").click()
    run(page, 20)
    home.kill()
    to_the_end(page)
    expect(page.get_by_text("Kept on this device. It is sent when there is a connection.")).to_be_visible()
    button(page, "Skip the questions").click()
    expect(page.get_by_text("All of it is kept on this device.")).to_be_visible()
    made = page.evaluate("""() => new Promise((done) => {
        const asked = indexedDB.open("supple", 1);
        asked.onsuccess = () => {
            const all = asked.result.transaction("events").objectStore("events").getAllKeys();
            all.onsuccess = () => { asked.result.close(); done(all.result.map(([, id]) => id)); };
        };
    })""")
    home.start()
    for _ in range(40):
        if page.url.endswith("/done/"):
            break
        run(page, 60)  # longer than it waits between two tries
        page.wait_for_timeout(200)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Done"))
    assert page.url.endswith("/done/")
    there = home.events()
    assert sorted(there) == sorted(made)
    assert len(set(there)) == len(there) > 20
