"""Progress and the diary in a real browser: read, tapped, corrected; small, with large letters, without a script."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from supple.web.people.models import Measure, Record
from supple.web.training.models import Entry, Holiday, Session
from tests.browser.axe import faults
from tests.browser.test_plan import opened
from tests.web.cast import record_of
from tests.web.lives import lived, long_ago, morning

DAY = timedelta(days=1)
PAGES = ["/progress/", "/diary/", "/holiday/", "/my-data/"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asha() -> Record:
    """Five weeks with a little of everything."""
    record = record_of({"minutes": 20}, pain=6)
    first = long_ago(record, 35)
    lived(record, [0, 1, 3, 20, 22, 27, 29, 30, 32], lambda n: 6 - n // 8)
    for n in (1, 2, 21, 30, 31, 33):
        morning(record, first + n * DAY, 5 - n // 10)
    Holiday.objects.create(person=record, first=first + 8 * DAY, last=first + 16 * DAY)
    Holiday.objects.create(person=record, first=first + 60 * DAY, last=first + 61 * DAY)
    now = timezone.now()
    Entry.objects.create(person=record, kind="heat", day=timezone.localdate(), happened_at=now, arrived_at=now)
    for n, value in ((0, 4), (14, 5), (34, 7)):
        Measure.objects.create(person=record, on=first + n * DAY, what="activity", name="Tying shoes", value=value)
    return record


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer, asha: Record) -> Iterator[Page]:
    made = opened(chromium, live_server, asha, viewport={"width": 360, "height": 780})
    yield made
    made.context.close()


def mendable(asha: Record) -> list[str]:
    session, entry = Session.objects.filter(person=asha)[0], Entry.objects.filter(person=asha, kind="morning")[0]
    heat, holiday = Entry.objects.get(person=asha, kind="heat"), Holiday.objects.filter(person=asha)[0]
    return [f"/diary/session/{session.key}/", f"/diary/note/{entry.pk}/", f"/diary/note/{heat.pk}/",
            f"/diary/holiday/{holiday.pk}/"]  # fmt: skip


def test_it_goes_from_a_tap_to_its_correction(page: Page) -> None:
    page.goto("/today/")
    page.get_by_role("button", name="Painkiller").click()
    expect(page.get_by_text("Thank you. That is noted.")).to_be_visible()
    page.get_by_role("link", name="A slip of the finger?").click()
    page.get_by_role("link", name="A painkiller").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A painkiller")
    page.get_by_text("Take this out").click()
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sessions, mornings and notes")
    expect(page.get_by_text("A painkiller")).to_have_count(0)


def test_it_shows_the_numbers_behind_each_picture(page: Page) -> None:
    page.goto("/progress/")
    expect(page.get_by_role("img", name="Pain, 0 to 10")).to_be_visible()
    table = page.get_by_role("table", name="Pain, 0 to 10")
    expect(table).to_have_count(0)
    page.get_by_text("See the numbers: Pain, 0 to 10").click()
    expect(table).to_be_visible()
    assert table.get_by_role("row").count() == page.locator("#pain ~ .chart circle").count() + 1
    expect(page.get_by_role("table", name="The last four weeks, day by day")).to_be_visible()


def test_no_letter_of_a_chart_leaves_its_paper(page: Page) -> None:
    for width, root_pct in ((320, 100), (360, 100), (360, 200), (768, 100), (1440, 100), (1440, 200)):
        page.set_viewport_size({"width": width, "height": 780})
        page.goto("/progress/")
        page.add_style_tag(content=f"html {{ font-size: {root_pct}% }}")
        outside = page.evaluate(
            """() => [...document.querySelectorAll('.chart')].flatMap(chart => {
                const paper = chart.closest('.sheet').getBoundingClientRect()
                return [...chart.querySelectorAll('text')].filter(one => {
                    const box = one.getBoundingClientRect()
                    return box.width && (box.left < paper.left || box.right > paper.right || box.bottom > paper.bottom)
                }).map(one => one.textContent)
            })"""
        )
        assert outside == [], (width, root_pct)


def test_it_works_without_a_script(chromium: Browser, live_server: LiveServer, asha: Record) -> None:
    page = opened(chromium, live_server, asha, java_script_enabled=False)
    page.goto("/progress/")
    page.get_by_text("See the numbers").first.click()
    expect(page.get_by_role("table", name="Pain, 0 to 10")).to_be_visible()
    page.goto("/holiday/")
    page.get_by_label("The last day").fill(str(timezone.localdate() + DAY))
    page.get_by_role("button", name="Take these days off").click()
    expect(page.get_by_text("Days off until")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_has_no_fault_that_axe_finds(chromium: Browser, live_server: LiveServer, asha: Record, theme: Any) -> None:
    page = opened(chromium, live_server, asha, viewport={"width": 360, "height": 780}, color_scheme=theme)
    for path in (*PAGES, *mendable(asha)):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert faults(page) == [], path
    page.context.close()


def test_it_never_scrolls_sideways(page: Page, asha: Record) -> None:
    for width, root_pct in ((320, 100), (360, 200), (1440, 100)):
        page.set_viewport_size({"width": width, "height": 780})
        for path in (*PAGES, *mendable(asha)):
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            page.add_style_tag(content=f"html {{ font-size: {root_pct}% }}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width, root_pct)
