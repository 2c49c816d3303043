"""The pages before and after a session in a real browser: by keyboard, without a script, narrow, light and dark."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from supple.web.people.models import Record
from supple.web.people.who import standing
from supple.web.training.models import Session
from tests.browser.axe import faults
from tests.web.cast import here, record_of
from tests.web.played import Device, begin, days_pass, done, send

PHONE: ViewportSize = {"width": 360, "height": 640}
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(chromium: Browser, server: LiveServer, record: Record, **options: Any) -> Page:
    """A page of a browser in which this record is in use."""
    context = chromium.new_context(**{"base_url": server.url, "viewport": PHONE} | options)
    cookies = here(record).cookies
    context.add_cookies([{"name": name, "value": cookies[name].value, "url": server.url} for name in cookies])
    return context.new_page()


def test_four_taps_begin_a_session(chromium: Browser, live_server: LiveServer) -> None:
    page = opened(chromium, live_server, record_of())
    page.goto("/today/")
    page.get_by_role("link", name="Begin", exact=True).click()
    page.get_by_label("None of these").check()
    page.get_by_role("radio", name="3", exact=True).check()
    page.get_by_role("group", name="Have you been up").get_by_label("Yes").check()
    page.get_by_role("button", name="Begin").click()
    expect(page).to_have_url(re.compile(r"/session/[0-9a-f-]{36}/$"))
    page.context.close()


def test_the_taps_work_by_keyboard_alone(chromium: Browser, live_server: LiveServer) -> None:
    asha = record_of({"rise_time": "07:00", "session_time": "18:00"})
    page = opened(chromium, live_server, asha)
    page.goto("/session/begin/")
    page.get_by_label("None of these").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # to the scale
    page.keyboard.press("Space")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Begin")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/session/[0-9a-f-]{36}/$"))
    assert Session.objects.get(person=asha).rest == 4
    page.context.close()


def test_a_newly_weak_leg_asks_one_thing_more_and_stops(chromium: Browser, live_server: LiveServer) -> None:
    asha = record_of()
    for script in (True, False):
        page = opened(chromium, live_server, asha, java_script_enabled=script)
        page.goto("/session/begin/")
        question = page.get_by_text("Has it been getting weaker over hours or days?")
        expect(question).to_be_hidden()
        page.get_by_label("Is a leg newly weak").check()
        expect(question).to_be_visible()
        page.get_by_role("button", name="Begin").click()
        expect(page.get_by_text("One answer still needs you.")).to_be_visible()
        expect(page.get_by_label("Is a leg newly weak, or weaker than before?")).to_be_checked()
        page.context.close()
    page = opened(chromium, live_server, asha, java_script_enabled=False)
    page.goto("/session/begin/")
    page.get_by_label("Is a leg newly weak").check()
    page.get_by_role("group", name="Has it been getting weaker").get_by_label("No").check()
    page.get_by_role("button", name="Begin").click()
    expect(page).to_have_url(re.compile("/stop/$"))
    assert standing(asha).stopped
    page.context.close()


def states() -> dict[str, tuple[Record, str]]:
    """The pages in each of their states."""
    plain, ended, flare, away, half = record_of(), record_of(), record_of(), record_of(), record_of(saddle="checked")
    session = begin(here(ended))
    send(here(ended), session, Device(session).red(1))
    done(here(flare), flare)
    done(here(away), away)
    days_pass(flare, 1)
    days_pass(away, 30)
    here(flare).post("/morning/", {"pain": "7"})
    started = begin(here(half))
    device = Device(started)
    device.tap("start")
    send(here(half), started, device.made)
    return {
        "begin": (plain, "/session/begin/"), "begin open": (half, "/session/begin/"), "open": (half, "/today/"),
        "done": (ended, f"/session/{session.key}/done/"), "today done": (ended, "/today/"),
        "flare": (flare, "/today/"), "away": (away, "/today/"), "restart": (away, "/session/begin/"),
    }  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_or_runs_over_the_edge(chromium: Browser, live_server: LiveServer, scheme: Any) -> None:
    for name, (record, path) in states().items():
        page = opened(chromium, live_server, record, color_scheme=scheme, bypass_csp=True)
        page.goto(path)
        for width in (320, 360, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        page.set_viewport_size(PHONE)
        assert faults(page) == [], name
        page.context.close()
