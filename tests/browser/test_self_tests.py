"""Self-tests in a real browser: tried with the clock, read, corrected; on a small screen and in both themes."""

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from supple.web.measures.models import Result
from supple.web.people.models import Record
from tests.browser.axe import faults
from tests.browser.test_plan import opened
from tests.web.cast import record_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIEWS = [(360, "light"), (360, "dark"), (1440, "light"), (1440, "dark")]


@pytest.fixture
def asha() -> Record:
    """Somebody who did two tests before."""
    record = record_of(age=70)
    for weeks, seconds in ((18, 25), (12, 40), (6, 80)):
        values = {"hold": {"left": [seconds], "right": [seconds - 12]}}
        Result.objects.create(person=record, kind="self_test", what="side_plank_hold", values=values,
                              at=timezone.now() - timedelta(weeks=weeks))  # fmt: skip
    return record


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer, asha: Record) -> Iterator[Page]:
    made = opened(chromium, live_server, asha, viewport={"width": 360, "height": 780})
    yield made
    made.context.close()


def taps(page: Page, slug: str) -> None:
    """The few taps before a test."""
    page.goto(f"/self-tests/{slug}/")
    page.get_by_label("None of these").check()
    page.get_by_label("2", exact=True).check()
    page.get_by_label("Yes", exact=True).last.check()
    page.get_by_role("button", name="Go on").click()


def test_the_clock_fills_the_field_and_the_result_is_kept(page: Page) -> None:
    page.clock.install()
    taps(page, "plank_hold")
    page.get_by_role("button", name="Start the clock").click()
    page.clock.run_for(7_300)
    page.get_by_role("button", name="Stop the clock").click()
    expect(page.get_by_label("Seconds: Seconds held")).to_have_value("7")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Less than most")).to_be_visible()
    assert Result.objects.get(what="plank_hold").values == {"hold": {"both": [7.0]}}


def test_the_clock_ends_by_itself(page: Page) -> None:
    page.clock.install()
    taps(page, "chair_stand")
    page.get_by_role("button", name="Start the clock").click()
    page.clock.run_for(31_000)
    expect(page.get_by_role("button", name="Start the clock")).to_be_visible()
    expect(page.locator("output")).to_have_text("30")
    expect(page.get_by_label("Times: Full stands in 30 seconds")).to_have_value("")


def test_without_a_script_the_field_is_there_and_no_clock(
    chromium: Browser, live_server: LiveServer, asha: Record
) -> None:
    page = opened(chromium, live_server, asha, java_script_enabled=False, viewport={"width": 360, "height": 780})
    taps(page, "plank_hold")
    expect(page.get_by_role("button", name="Start the clock")).to_have_count(0)
    page.get_by_label("Seconds: Seconds held").fill("70")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("70 s").first).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(("width", "theme"), VIEWS)
def test_every_page_fits_and_can_be_read_by_anybody(
    chromium: Browser, live_server: LiveServer, asha: Record, width: int, theme: str
) -> None:
    page = opened(chromium, live_server, asha, viewport={"width": width, "height": 800}, color_scheme=theme)
    key = Result.objects.latest("at").key
    page.goto("/self-tests/plank_hold/")
    looked(page, width, theme, "check")
    taps(page, "straight_leg_raise")
    for name in ("", "straight_leg_raise/", "chair_stand/", "hip_turn/", f"result/{key}/", f"result/{key}/correct/"):
        page.goto(f"/self-tests/{name}")
        looked(page, width, theme, name.strip("/").replace(f"/{key}", "").replace("/", "-") or "all")
    page.context.close()


def looked(page: Page, width: int, theme: str, name: str) -> None:
    """Nothing stands out sideways, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert faults(page) == [], name
    if "SHOTS" in os.environ:
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}-{width}-{theme}.png", full_page=True)
