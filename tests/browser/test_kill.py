"""Nothing is lost when the server is killed, the tab is closed, or the whole browser ends without a word.

The real server in its own process and folder, a browser of its own profile: benchmarks/offline.py has them both, and a
hundred sessions of worse.
"""

import random
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from benchmarks import offline, player
from benchmarks.visitor import first_visit
from benchmarks.world import World

KILLED, CLOSED = "server killed", "tab closed"
TEN = 10
pytestmark = pytest.mark.browser


def moments(chance: random.Random) -> Iterator[str]:
    """Ten of each, scattered among as many taps without any."""
    troubles = [KILLED] * TEN + [CLOSED] * TEN + [""] * TEN
    chance.shuffle(troubles)
    return chain(troubles, repeat(""))


def test_ten_kills_of_the_server_and_ten_closed_tabs_lose_nothing(chromium: Browser, tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    chance = random.Random(seed)
    with World(chromium.browser_type, tmp_path, chance, moments(chance)) as world:
        while min(world.happened[KILLED], world.happened[CLOSED]) < TEN:
            world.person(3)
        world.down()
        found = offline.found(world)
    assert found.fine, f"seed {seed}\n{offline.told(found)}"
    assert found.made > 2 * TEN
    assert found.happened[KILLED] == found.happened[CLOSED] == TEN


def test_a_session_that_ended_without_a_server_is_sent_though_the_browser_was_killed(
    chromium: Browser, tmp_path: Path
) -> None:
    """The browser has had no second to write down more than the events themselves."""
    chance = random.Random(1)
    with World(chromium.browser_type, tmp_path, chance, repeat("")) as world:
        world.device.be(first_visit(world.port))
        world.open("/session/begin/")
        key = player.begin(world.device.page, chance)
        world.down()
        for act in ("start", "pause", "end"):
            world.device.page.locator(f"[data-act={act}]:visible").click()
        world.device.page.locator("form[data-form=after] [data-act=none]").click()
        expect(world.device.page.get_by_text("All of it is kept on this device.")).to_be_visible()
        assert [row["sent"] for row in world.device.rows()] == [0, 0, 0, 0]
        world.device.kill()
        world.up()
        world.device.start()
        world.settle()
        world.down()
        found = offline.found(world)
    assert found.fine, offline.told(found)
    assert (found.sessions, found.made) == (1, 4)
    assert key
