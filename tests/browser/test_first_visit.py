"""The first visit, the stop pages and a household, walked in a real browser."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from supple.web.people.models import Answers, Record
from tests.browser.axe import faults
from tests.web.cast import STOPPING, here, record_of

OWN_PAGES = ["/my-data/", "/my-data/conditions/", "/my-data/ache/", "/my-data/practical/", "/my-data/activities/",
             "/my-data/erase/", "/my-data/import/", "/begin/code/", "/begin/nerves/", "/begin/body/",
             "/begin/health/", "/begin/numbers/", "/who/", "/who/code/"]  # fmt: skip
STOP_PAGES = ["/stop/", "/stop/mistake/", "/stop/again/", "/stop/cleared/"]
EMPTY_AND_SEND = """() => {
    for (const box of document.querySelectorAll("input:not([type=hidden])")) { box.checked = false; }
    for (const box of document.querySelectorAll("input.input")) { box.value = ""; }
    document.querySelector("form.ask").submit();
}"""
SIZES = [(320, 100), (360, 100), (360, 200), (768, 100), (1440, 100), (1440, 200)]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(chromium: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Page]:
    size: Any = {"width": 360, "height": 780}
    context = chromium.new_context(base_url=live_server.url, viewport=size, java_script_enabled=request.param)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    yield opened
    context.close()
    assert wrong == []


def go_on(page: Page) -> None:
    """The one filled button of a question page."""
    page.get_by_role("button", name="Continue").click()


def tick(part: Page | Locator, words: str) -> None:
    """The box or the tile with these words."""
    part.get_by_role("checkbox", name=words, exact=True).or_(
        part.get_by_role("radio", name=words, exact=True)
    ).first.check()


def well(page: Page, *ticked: str) -> None:
    """A danger screen: these rows, and "None of these" wherever none of them stands."""
    for sheet in page.locator("fieldset.ticks").all():
        rows = [row for row in ticked if sheet.get_by_text(row, exact=True).count()]
        for row in rows or ["None of these"]:
            tick(sheet, row)
    go_on(page)


def numbers(page: Page) -> None:
    """The screen of numbers, by somebody of 40 whose back has ached for four weeks."""
    page.get_by_label("Age").fill("40")
    page.get_by_label("Began how long ago?").fill("4")
    page.get_by_label("Days, weeks, months or years").select_option("weeks")
    tick(page, "Nothing")
    tick(page, "3")
    tick(page, "Yes")
    page.get_by_label("Days in bed").fill("0")
    page.get_by_label("Falls last year").fill("0")
    go_on(page)


def danger(page: Page, *ticked: str) -> None:
    """All the danger screens, until one leads elsewhere."""
    for _ in range(3):
        well(page, *ticked)
        if page.url.endswith("/stop/"):
            return
    numbers(page)


def begin(page: Page) -> None:
    """From the first page to the first question."""
    page.goto("/")
    page.get_by_role("link", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First, is it safe to start?")


def heading(page: Page) -> Any:
    """What the page says first."""
    return page.get_by_role("heading", level=1)


def test_somebody_well_walks_from_the_first_page_to_today(page: Page) -> None:
    begin(page)
    go_on(page)
    expect(page.get_by_text("Still needs an answer. None is fine.")).to_have_count(2)
    danger(page)

    expect(heading(page)).to_have_text("Any of these?")
    tick(page, "A painful wrist")
    go_on(page)

    tick(page, "Both sides")
    tick(page, "Sitting")
    tick(page, "Stiff")
    tick(page, "Less pain")
    go_on(page)

    tick(page, "10 minutes")
    go_on(page)

    page.get_by_label("One thing your back makes hard").fill("Gardening")
    page.locator("fieldset", has_text="How well can you do it now?").first.get_by_role("radio").nth(4).check()
    go_on(page)

    expect(heading(page)).to_have_text("One thing to write down")
    expect(page.locator(".code span")).to_have_count(5)
    page.get_by_role("button", name="I have written it down").click()
    expect(page).to_have_url(re.compile(r"/today/$"))
    expect(heading(page)).to_contain_text("for your back")


def test_a_tick_opens_its_question_and_a_milder_answer_goes_on(page: Page) -> None:
    begin(page)
    row = "Numb, tingling or strange between legs, bottom or genitals, perhaps when wiping"
    question = page.get_by_text("The feeling between your legs: is it new?")
    expect(question).to_be_hidden()
    tick(page, row)
    expect(question).to_be_visible()
    tick(page.locator(".under:visible"), "Long-standing, and a doctor has checked it")
    tick(page.locator("#ask-legs"), "None of these")
    go_on(page)
    expect(heading(page)).to_have_text("And elsewhere?")


def test_what_was_said_is_still_there_on_the_way_back(page: Page) -> None:
    begin(page)
    well(page)
    page.get_by_role("link", name="Back").click()
    expect(page.locator("input[value=none]").first).to_be_checked()


def test_an_emergency_stops_at_once_with_the_number_of_the_country(page: Page) -> None:
    begin(page)
    danger(page, "Cannot hold or feel a bowel motion or wind")
    expect(heading(page)).to_have_text("Please get help now")
    for number in ("112", "911", "999"):
        expect(page.locator(f'a[href="tel:{number}"]')).to_be_visible()
    page.get_by_label("Which country are you in?").select_option(label="Norway")
    page.get_by_role("button", name="Show the number").click()
    expect(page.locator(".call").first).to_contain_text("Call 113")
    page.goto("/today/")
    expect(heading(page)).to_have_text("Please get help now")

    page.get_by_role("link", name="I ticked something by mistake").click()
    expect(page.locator(".call").first).to_contain_text("Call 113")
    tick(page, "None of these")
    page.get_by_role("button", name="This is right").click()
    expect(heading(page)).to_have_text("And elsewhere?")
    assert Answers.objects.filter(mended=True).count() == 1


def test_a_fever_is_for_today_and_has_no_way_round(page: Page) -> None:
    begin(page)
    danger(page, "Fever (38°C), shivering or drenching sweats")
    expect(heading(page)).to_have_text("Please be seen today")
    expect(page.get_by_text("After a day you can answer the questions again.")).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    for path in ("/exercises/", "/week/", "/exercises/bird_dog/", "/begin/conditions/"):
        page.goto(path)
        expect(heading(page)).to_have_text("Please be seen today")


def test_a_check_first_opens_with_a_clinicians_word(page: Page) -> None:
    begin(page)
    danger(page, "Lump, swelling or changed shape")
    expect(heading(page)).to_have_text("A check first, then exercise")
    page.get_by_role("link", name="A clinician has cleared this").click()
    page.get_by_label("Who looked at it?").fill("my doctor")
    page.get_by_label("On which day?").fill("2999-01-01")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("That day is still to come. Please give the day of the visit.")).to_be_visible()
    page.get_by_label("On which day?").fill(Answers.objects.latest("id").answered_on.isoformat())
    page.get_by_role("button", name="Keep this").click()
    expect(heading(page)).to_have_text("Any of these?")


def test_dark_thoughts_meet_a_kind_page(page: Page) -> None:
    begin(page)
    danger(page, "Thoughts of ending my life or harming myself")
    expect(heading(page)).to_have_text("You matter. Please talk to someone now.")
    expect(page.locator('a[href="tel:112"]')).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)


def test_two_people_share_a_device(page: Page) -> None:
    begin(page)
    danger(page)
    page.goto("/who/")
    expect(heading(page)).to_have_text("Still you?")
    page.get_by_role("button", name="Someone else").click()
    danger(page, "Ache or heaviness walking or standing, eased sitting or bending forward")
    page.goto("/my-data/")
    page.get_by_label("A name for this device, if several use it").fill("Ben")
    page.get_by_role("button", name="Keep the name").click()
    page.goto("/who/")
    expect(heading(page)).to_have_text("Who is it?")
    page.get_by_role("button", name=re.compile("The record begun on")).click()
    page.goto("/my-data/")
    expect(page.get_by_text("Legs ache or go heavy")).to_have_count(0)
    assert Record.objects.count() == 2


def test_a_code_brings_the_record_to_another_device(page: Page, chromium: Browser, live_server: LiveServer) -> None:
    begin(page)
    danger(page)
    page.goto("/begin/code/")
    code = "".join(page.locator(".code span").all_inner_texts())
    page.get_by_role("button", name="I have written it down").click()
    other = chromium.new_page(base_url=live_server.url)
    other.goto("/who/code/")
    other.get_by_label("Code").fill(code.lower())
    other.get_by_role("button", name="Open my record").click()
    expect(heading(other)).to_have_text("Any of these?")
    other.close()


def test_erasing_leaves_the_first_page(page: Page) -> None:
    begin(page)
    danger(page)
    page.goto("/my-data/")
    page.get_by_role("link", name="Erase everything about me").click()
    tick(page, "Erase all of it, for good")
    page.get_by_role("button", name="Erase").click()
    expect(page.get_by_text("Your record and everything in it is gone from here.")).to_be_visible()
    assert not Record.objects.exists()


# --- For every page --------------------------------------------------------------------------------------------------


def opened(chromium: Browser, server: LiveServer, record: Record, **options: Any) -> Page:
    """A page of a browser in which this record is in use."""
    context = chromium.new_context(base_url=server.url, bypass_csp=True, **options)
    cookies = here(record).cookies
    context.add_cookies([{"name": name, "value": cookies[name].value, "url": server.url} for name in cookies])
    return context.new_page()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_a_person(chromium: Browser, live_server: LiveServer, theme: Any) -> None:
    page = opened(chromium, live_server, record_of(), viewport={"width": 360, "height": 780}, color_scheme=theme)
    for path in ["/?gone", *OWN_PAGES]:
        page.set_viewport_size({"width": 360, "height": 780})
        page.goto(path)
        assert faults(page) == [], path
        if page.locator("form.ask").count():
            page.set_viewport_size({"width": 360, "height": 780})
            with page.expect_navigation():
                page.evaluate(EMPTY_AND_SEND)
            assert faults(page) == [], path
    page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("level", STOPPING)
def test_axe_finds_nothing_on_the_stop_pages(
    chromium: Browser, live_server: LiveServer, theme: Any, level: str
) -> None:
    page = opened(
        chromium, live_server, record_of(**STOPPING[level]), viewport={"width": 360, "height": 780}, color_scheme=theme
    )
    for country in ("", "DE"):
        Record.objects.update(country=country)
        for path in STOP_PAGES:
            page.goto(path)
            assert faults(page) == [], path
    page.context.close()


def test_no_page_scrolls_sideways(chromium: Browser, live_server: LiveServer) -> None:
    page = opened(chromium, live_server, record_of(legpain="mild"))
    stopped = opened(chromium, live_server, record_of(saddle="new"))
    for width, root_pct in SIZES:
        for one, paths in ((page, ["/?gone", *OWN_PAGES, "/begin/more/"]), (stopped, STOP_PAGES)):
            one.set_viewport_size({"width": width, "height": 780})
            for path in paths:
                one.goto(path)
                one.add_style_tag(content=f"html {{ font-size: {root_pct}% }}")
                assert one.evaluate("document.documentElement.scrollWidth") <= width, (path, width, root_pct)
    page.context.close()
    stopped.context.close()


@pytest.mark.parametrize("level", STOPPING)
def test_the_stop_page_prints_on_one_sheet(chromium: Browser, live_server: LiveServer, level: str) -> None:
    page = opened(chromium, live_server, record_of(**STOPPING[level]))
    page.goto("/stop/")
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert re.findall(rb"/Count (\d+)", pdf) == [b"1"]
    page.context.close()
