"""Today, the week, why, a swap, a bad day: walked in a real browser by somebody cleared."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from supple.web.people.models import Record
from tests.browser.axe import faults
from tests.web.cast import STOPPING, here, record_of

PAGES = ["/today/", "/today/steps/", "/week/", "/exercises/", "/exercises/bird_dog/", "/exercises/front_plank/",
         "/about/", "/more/", "/nowhere/"]  # fmt: skip
SIZES = [(360, 780), (1440, 900)]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(chromium: Browser, server: LiveServer, record: Record, **options: Any) -> Page:
    """A page of a browser in which this record is in use."""
    context = chromium.new_context(base_url=server.url, bypass_csp=True, **options)
    cookies = here(record).cookies
    context.add_cookies([{"name": name, "value": cookies[name].value, "url": server.url} for name in cookies])
    return context.new_page()


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    asha = record_of({"profiles": ["shoulder"]})
    opened_page = opened(chromium, live_server, asha, viewport={"width": 360, "height": 780})
    yield opened_page
    opened_page.context.close()


def names(page: Page) -> list[str]:
    """The names of the items on the page."""
    return [text.strip() for text in page.locator(".item-name").all_inner_texts()]


def test_it_walks_from_today_to_the_week_to_why_to_a_swap_and_a_bad_day(page: Page) -> None:
    page.goto("/today/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d+ minutes for your back"))
    first = names(page)
    assert 3 <= len(first) <= 4

    page.get_by_role("link", name="The week").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your week")
    expect(page.get_by_text("because of your shoulder").first).to_be_visible()

    page.goto("/today/")
    page.get_by_role("link", name=first[0], exact=True).click()
    expect(page.get_by_role("heading", name="Why it is in your plan")).to_be_visible()

    page.goto("/today/")
    page.get_by_role("link", name=f"Something else instead of {first[0]}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Instead of {first[0]}")
    page.get_by_role("button", name=re.compile("^Take ")).first.click()
    expect(page.get_by_role("button", name="Back to today as planned")).to_be_visible()
    swapped = names(page)
    assert first[0] not in swapped
    assert set(first[1:]) < set(swapped)

    page.get_by_role("button", name="Back to today as planned").click()
    expect(page.get_by_role("button", name="It is a bad day")).to_be_visible()
    assert names(page) == first
    page.get_by_role("button", name="It is a bad day").click()
    expect(page.get_by_text("A bad day: easier forms and half the amount.")).to_be_visible()


def test_it_shows_every_step_of_today_in_words(page: Page) -> None:
    page.goto("/today/")
    items = names(page)
    page.get_by_role("link", name="Today in words").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(items)
    page.get_by_role("link", name="Done").click()
    expect(page).to_have_url(re.compile(r"/today/$"))


def test_it_opens_the_reasons_beside_an_item(page: Page) -> None:
    page.goto("/today/")
    reason = page.get_by_text("Evidence ").first
    expect(reason).to_be_hidden()
    page.get_by_text("More reasons").first.click()
    expect(reason).to_be_visible()


def test_it_filters_the_catalogue_and_says_not_for_you_now(page: Page) -> None:
    page.goto("/exercises/")
    everything = len(names(page))
    page.get_by_role("link", name="Strength").click()
    assert 0 < len(names(page)) < everything
    page.get_by_role("link", name="Front plank", exact=True).click()
    expect(page.get_by_role("heading", name="Not for you now")).to_be_visible()
    expect(page.get_by_text("it puts body weight through the shoulders").first).to_be_visible()


def test_it_works_without_a_script(chromium: Browser, live_server: LiveServer) -> None:
    page = opened(chromium, live_server, record_of(), java_script_enabled=False)
    page.goto("/today/")
    page.get_by_role("button", name="Only three minutes today").click()
    assert 1 <= len(names(page)) <= 2
    page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_it_has_no_fault_that_axe_finds(chromium: Browser, live_server: LiveServer, theme: Any, path: str) -> None:
    asha = record_of({"profiles": ["shoulder"]})
    page = opened(chromium, live_server, asha, viewport={"width": 360, "height": 780}, color_scheme=theme)
    page.goto("/today/")
    page.goto(path)
    assert faults(page) == []
    page.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_it_never_scrolls_sideways(chromium: Browser, live_server: LiveServer, path: str) -> None:
    page = opened(chromium, live_server, record_of())
    for width, root_pct in [(320, 100), (360, 100), (360, 200), (768, 100), (1440, 100), (1440, 200)]:
        page.set_viewport_size({"width": width, "height": 780})
        page.goto(path)
        page.add_style_tag(content=f"html {{ font-size: {root_pct}% }}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width, root_pct)
    page.context.close()


@pytest.mark.parametrize("level", STOPPING)
def test_it_holds_no_exercise_for_the_stopped(chromium: Browser, live_server: LiveServer, level: str) -> None:
    page = opened(chromium, live_server, record_of(**STOPPING[level]))
    for path in PAGES[:6]:
        page.goto(path)
        assert page.locator(".item, .wall-item, .tabs").count() == 0
        assert page.locator("a[href*='/exercises/'], a[href*='/week/']").count() == 0
    page.context.close()
