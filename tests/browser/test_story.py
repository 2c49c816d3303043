"""One person's story in a real browser: the first visit, a session, the next morning, a changed session, a stop."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from supple.web.training.models import Event, Session
from tests.browser.test_first_visit import begin, danger, go_on, heading, tick

EXERCISE = ["/today/", "/today/steps/", "/week/", "/exercises/", "/exercises/bird_dog/", "/progress/", "/holiday/",
            "/session/begin/", "/more/", "/my-data/practical/", "/begin/conditions/"]  # fmt: skip
OWN = ["/diary/", "/my-data/"]  # everybody may read what is kept of them
PATIENT = (
    "AbortSignal.timeout = () => new AbortController().signal;"  # minutes of this clock are moments for the server
)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Calendar:
    """The days as the server has them: they begin at six in the evening and are moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real, seconds = timezone.now, time.time
        self.shift = real().replace(hour=18, minute=0) - real()
        monkeypatch.setattr(timezone, "now", lambda: real() + self.shift)
        monkeypatch.setattr(time, "time", lambda: seconds() + self.shift.total_seconds())

    def next_morning(self, page: Page) -> None:
        """Half past seven on the next day, for the server and the page alike."""
        now = timezone.now()
        self.shift += (now + timedelta(days=1)).replace(hour=7, minute=30) - now
        page.clock.set_system_time(timezone.now())


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return Calendar(monkeypatch)


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer, calendar: Calendar) -> Iterator[Page]:
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844})
    context.add_init_script(PATIENT)
    context.clock.install(time=timezone.now())
    opened, wrong = context.new_page(), list[str]()
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    yield opened
    context.set_offline(True)  # or a page would still send its last message while the next test runs
    context.close()
    assert wrong == []


def first_visit(page: Page) -> None:
    """Somebody well, of 40, whose back has ached for four weeks, until Today."""
    begin(page)
    danger(page)
    tick(page, "None of these")
    go_on(page)
    for row in ("Both sides", "Sitting", "Stiff", "Less pain"):
        tick(page, row)
    go_on(page)
    tick(page, "10 minutes")
    go_on(page)
    go_on(page)
    page.get_by_role("button", name="I have written it down").click()
    expect(heading(page)).to_contain_text("for your back")


def begin_session(page: Page, pain: int) -> None:
    """From Today through the four taps into the player, and begun there."""
    page.get_by_role("link", name="Begin", exact=True).click()
    tick(page, "None of these")
    page.locator(f"input[name=pain][value='{pain}']").check()
    page.locator("input[name=up][value=long]").check()
    page.get_by_role("button", name="Begin").click()
    button(page, "Begin").click()


def button(page: Page, name: str) -> Locator:
    """One of the player's."""
    return page.locator("#player").get_by_role("button", name=name, exact=True)


def name_of(page: Page) -> str:
    """The exercise that the player shows."""
    return page.locator(".stage-name").inner_text()


def do(page: Page) -> str:
    """The exercise that runs, to its end by the clock; its name."""
    name = name_of(page)
    for _ in range(200):
        if page.locator("#player").get_attribute("data-mode") != "running" or name_of(page) != name:
            return name
        page.clock.run_for(5_000)
    raise AssertionError(f"{name} never ends")


def it_hurts(page: Page, feeling: str, pain: int | None) -> str:
    """Where, what it is like, how much; the exercise in which it did."""
    name = name_of(page)
    button(page, "It hurts").click()
    button(page, "In the back").click()
    button(page, feeling).click()
    if pain is not None:
        button(page, str(pain)).click()
    return name


def answer(page: Page, sign: str, pain: int) -> None:
    """The questions in the middle of a session."""
    form = page.locator("form[data-form=recheck]")
    form.locator(f"input[name={sign}]").check()
    form.locator(f"input[name=pain][value='{pain}']").check()
    button(page, "Continue").click()


def how_it_was(page: Page, pain: int, effort: int) -> None:
    """The two taps at the end."""
    for what, number in (("pain", pain), ("effort", effort)):
        page.locator(f"#after-{what}").get_by_role("radio", name=str(number), exact=True).check()
    button(page, "Save").click()
    expect(page).to_have_url(re.compile(r"/done/$"))


def planned(session: Session) -> dict[str, dict[str, object]]:
    """What a session asks for, by exercise."""
    assert session.document is not None
    items = session.document["items"]
    return {items[place]["exercise"]: items[place] for place in session.document["turns"]}


def sent(session: Session) -> list[str]:
    """The types of a session's events, in their order."""
    return [row.data["type"] for row in Event.objects.filter(session=session).order_by("seq")]


def test_a_story_from_the_first_visit_to_the_next_days_session_and_progress(page: Page, calendar: Calendar) -> None:
    first_visit(page)
    begin_session(page, pain=3)
    done = do(page)
    hurt = it_hurts(page, "Pulling", 9)
    answer(page, "none", 4)
    expect(page.locator("[data-text=notice]")).not_to_be_empty()
    assert name_of(page) not in (done, hurt)
    button(page, "Skip this").click()
    while page.locator("#player").get_attribute("data-mode") == "running":
        do(page)
    how_it_was(page, pain=4, effort=3)
    expect(page.get_by_text(f"{hurt}: one step back, because it hurt more than your limit.")).to_be_visible()
    first = Session.objects.get()
    assert first.mode == "done"
    assert {"start", "hurt", "pain", "recheck", "skip", "step_end", "after"} <= set(sent(first))

    calendar.next_morning(page)
    page.goto("/today/")
    page.get_by_role("button", name="Yes, go on").click()
    page.locator("form.morning").get_by_role("button", name="3", exact=True).click()
    expect(page.get_by_text("How is your back this morning?")).to_have_count(0)
    expect(page.get_by_text(f"{hurt}: one step back")).to_be_visible()
    begin_session(page, pain=3)
    second = Session.objects.latest("id")
    assert second.day == first.day + timedelta(days=1)
    assert planned(second) != planned(first)
    assert [item["variant"] for item in planned(second).values() if item["name"] == hurt] in ([], ["easier"])

    page.goto("/progress/")
    expect(page.get_by_text("Pain in the last seven days: 3.")).to_be_visible()
    expect(page.get_by_text(f"{first.day.day} {first.day:%B}: active")).to_have_count(1)
    expect(page.locator("#changed + ol")).to_contain_text(f"{hurt}: one step back")
    page.goto("/today/")
    expect(page.locator(f"a.button-main[href='/session/{second.key}/']")).to_be_visible()


def test_a_story_of_a_sharp_pain_ends_on_the_stop_page_wherever_one_goes(page: Page) -> None:
    first_visit(page)
    begin_session(page, pain=3)
    player = page.url
    page.clock.run_for(3_000)
    hurt = it_hurts(page, "Sharp", None)
    expect(heading(page)).to_have_text(re.compile("Four quick questions first"))
    answer(page, "saddle", 6)
    expect(page).to_have_url(re.compile(r"/today/$"))
    expect(heading(page)).to_have_text("Please get help now")
    assert Session.objects.get().mode == "stopped"
    for path in (*EXERCISE, player, player + "done/"):
        page.goto(path)
        expect(heading(page)).to_have_text("Please get help now")
        expect(page.locator(".item, .tabs, #player")).to_have_count(0)
    for path in OWN:
        page.goto(path)
        expect(page.get_by_text(hurt)).to_have_count(0)
        expect(page.locator(".item, .tabs, a[href*='/exercises/']")).to_have_count(0)
