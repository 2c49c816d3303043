"""The muscle map in a real browser: an area that is tapped chooses, without a script; each lit area has its colour."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import faults
from tests.web.cast import here, record_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ACHE = "/my-data/ache/"
PAGES = [ACHE, "/week/", "/exercises/bird_dog/"]
PAINT = "one => { const style = getComputedStyle(one); return style.fill + style.fillOpacity; }"


@pytest.fixture
def context(chromium: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A phone on which no script of ours runs, with somebody cleared."""
    made = chromium.new_context(viewport={"width": 360, "height": 780}, base_url=live_server.url, bypass_csp=True)
    jar = here(record_of()).cookies
    made.add_cookies([{"name": name, "value": one.value, "url": live_server.url} for name, one in jar.items()])
    made.route("**/*.js", lambda route: route.abort())
    yield made
    made.close()


@pytest.mark.parametrize(("area", "choice"), [("left", "left"), ("right", "right"), ("middle", "middle")])
def test_tapping_the_back_chooses_and_lights_it(context: BrowserContext, area: str, choice: str) -> None:
    page = context.new_page()
    page.goto(ACHE)
    page.locator(f".spot-{area} use").click()
    expect(page.locator(f'[name="side"][value="{choice}"]')).to_be_checked()
    paint = {name: page.locator(f".spot-{name}").evaluate(PAINT) for name in ("left", "right", "middle")}
    assert [name for name, one in paint.items() if one.endswith(")1")] == [area]


def test_both_sides_light_both_areas(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(ACHE)
    page.locator('[name="side"][value="both"]').check(force=True)
    lit = [name for name in ("left", "right", "middle") if page.locator(f".spot-{name}").evaluate(PAINT).endswith(")1")]
    assert lit == ["left", "right"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_areas_are_seen_and_nothing_is_wrong(context: BrowserContext, address: str, scheme: Any) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    for area in page.locator(".map-area, .spot use").all():
        box = area.bounding_box()
        assert box is not None and box["width"] > 1 and box["height"] > 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert faults(page) == []
