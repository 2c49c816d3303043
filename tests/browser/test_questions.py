"""Questionnaires in a real browser: by keyboard alone, without a script, small, in both themes, and with no fault."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from supple.core.content import load
from supple.web.measures.models import Result
from supple.web.people.models import Record
from tests.browser.axe import faults
from tests.browser.test_plan import opened
from tests.web.cast import record_of

FORMS = [one.id for one in load().questionnaires.values() if one.asked == "form"]
PAGES = ["/questions/", "/questions/on-paper/", *(f"/questions/{one}/" for one in FORMS),
         *(f"/questions/{one}/result/" for one in FORMS)]  # fmt: skip
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asha() -> Record:
    """Somebody with two answers to everything, the second one heavy."""
    record = record_of()
    for ago, (sure, change, low) in ((40, (8, 1, 0)), (0, (3, -2, 3))):
        at = timezone.now() - timedelta(days=ago)
        given = {"confidence": {"sure": sure}, "change": {"change": change}, "mood": {"low": low, "joy": low}}
        for what, answers in given.items():
            Result.objects.create(person=record, kind="questionnaire", what=what, values={"answers": answers}, at=at)
        paper = {"name": "A list from the clinic", "score": str(20 - ago / 10)}
        Result.objects.create(person=record, kind="questionnaire", what="on-paper", values=paper, at=at)
    return record


def test_it_is_answered_by_keyboard_without_a_script(chromium: Browser, live_server: LiveServer, asha: Record) -> None:
    page = opened(chromium, live_server, asha, java_script_enabled=False)
    page.goto("/questions/mood/")
    for group in ("low", "joy"):
        page.locator(f'input[name="{group}"]').first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 / 6", exact=True)).to_be_visible()
    assert page.get_by_text("please ring at once").count() == 0
    page.context.close()


def test_what_is_missing_is_found_at_once(chromium: Browser, live_server: LiveServer, asha: Record) -> None:
    page = opened(chromium, live_server, asha, viewport={"width": 360, "height": 740})
    page.goto("/questions/mood/")
    page.get_by_label("On most days").first.check(force=True)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("link", name="Go to the first").click()
    assert page.url.endswith("#ask-joy")
    expect(page.locator("#ask-joy").get_by_text("Still needs an answer.")).to_be_visible()
    expect(page.get_by_label("On most days").first).to_be_checked()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_it_is_without_fault_and_fits_a_small_phone(
    scheme: str, chromium: Browser, live_server: LiveServer, asha: Record
) -> None:
    page = opened(chromium, live_server, asha, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert faults(page) == [], address
    page.context.close()


def test_one_number_needs_no_scrolling_on_a_phone(chromium: Browser, live_server: LiveServer, asha: Record) -> None:
    page = opened(chromium, live_server, asha, viewport={"width": 360, "height": 780})
    page.goto("/questions/confidence/")
    button, bar = page.get_by_role("button", name="Keep it").bounding_box(), page.locator(".tabs").bounding_box()
    assert button and bar and button["y"] + button["height"] <= bar["y"]
    page.context.close()
