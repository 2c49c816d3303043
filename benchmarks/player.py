"""The player's page as a person uses it: through its own buttons, whichever of them can be seen."""

import random
import re
from collections.abc import Callable, Mapping
from contextlib import suppress

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

MODE = "document.querySelector('#player')?.dataset.mode ?? ''"
WHILE_RUNNING = ("time", "time", "time", "pause", "hurt", "easier", "skip", "next")
WHILE_PAUSED = ("resume", "resume", "resume", "skip", "easier", "swap", "undo", "hurt", "leave a while")
AS_IT_GOES = (1, 45)  # seconds that go by at once
STUCK = "no such button"


def begin(page: Page, chance: random.Random) -> str | None:
    """The four taps, with nothing to tell; the session's key, or None where nobody may begin."""
    sheet = page.locator("form.ask")
    if not sheet.count():
        return None
    page.locator("input[value=none]").first.check()
    page.locator(f"input[name=pain][value='{chance.randint(0, 5)}']").check()
    if page.locator("input[name=up]").count():
        page.locator("input[name=up][value=long]").check()
    sheet.get_by_role("button", name="Begin").click()
    page.wait_for_url(re.compile(r"/session/[0-9a-f-]{36}/$"), timeout=20_000)
    page.locator("#player:not([hidden])").wait_for(timeout=20_000)
    return page.url.split("/")[-2]


def mode(page: Page) -> str:
    """Where the player stands; empty on any other page."""
    with suppress(BrowserError):
        return str(page.evaluate(MODE))
    return ""


def tap(page: Page, chance: random.Random, yes: float) -> str:
    """Something that a person may do here; what it was."""
    now = mode(page)
    choices: Mapping[str, tuple[str, ...]] = {
        "ready": ("start",),
        "running": WHILE_RUNNING,
        "paused": WHILE_PAUSED,
        "hurt": ("where",),
        "recheck": ("recheck",),
        "after": ("after", "after", "undo"),
    }
    if now not in choices:
        return STUCK
    what = chance.choice(choices[now])
    special: dict[str, Callable[[], None]] = {
        "time": lambda: page.clock.run_for(chance.randint(*AS_IT_GOES) * 1000),
        "leave a while": lambda: page.clock.run_for(chance.randint(*AS_IT_GOES) * 1000),
        "next": lambda: page.keyboard.press("n"),
        "where": lambda: _hurt(page, chance),
        "recheck": lambda: _recheck(page, chance, yes),
        "after": lambda: _after(page, chance),
        "swap": lambda: _press(page, "[data-swap]:visible"),
    }
    try:
        special.get(what, lambda: _press(page, f"[data-act={what}]:visible"))()
    except BrowserError:
        return STUCK
    return what


def towards_the_end(page: Page, chance: random.Random) -> str:
    """The shortest way out."""
    now = mode(page)
    try:
        if now == "after":
            _after(page, chance)
        elif now == "ready":
            _press(page, "[data-act=start]:visible")
        elif now == "running":
            _press(page, "[data-act=pause]:visible")
        else:
            _press(page, "[data-act=end]:visible")
    except BrowserError:
        return STUCK
    return f"end from {now}"


def _press(page: Page, selector: str) -> None:
    """A button, if it is there."""
    button = page.locator(selector)
    if button.count():
        button.first.click(timeout=2000)


def _hurt(page: Page, chance: random.Random) -> None:
    """Where, what it is like, how much; or it has eased."""
    if chance.random() < 0.2:
        return _press(page, "[data-modes~=hurt] [data-act=resume]:visible")
    for part in ("where", "feeling", "pain"):
        choices = page.locator(f"[data-{part}]:visible")
        if choices.count():
            choices.nth(chance.randrange(choices.count())).click(timeout=2000)
    return None


def _recheck(page: Page, chance: random.Random, yes: float) -> None:
    """None of the signs, or one of them."""
    form = page.locator("form[data-form=recheck]")
    sign = chance.choice(("saddle", "legweak", "fever")) if chance.random() < yes else "none"
    form.locator(f"input[name={sign}]").check(timeout=2000)
    form.locator(f"input[name=pain][value='{chance.randint(0, 10)}']").check(timeout=2000)
    form.get_by_role("button", name="Continue").click(timeout=2000)


def _after(page: Page, chance: random.Random) -> None:
    """How it was, or nothing said."""
    if chance.random() < 0.5:
        return _press(page, "form[data-form=after] [data-act=none]:visible")
    form = page.locator("form[data-form=after]")
    for name in ("pain", "effort"):
        form.locator(f"input[name={name}][value='{chance.randint(0, 10)}']").check(timeout=2000)
    form.get_by_role("button", name="Save").click(timeout=2000)
    return None
