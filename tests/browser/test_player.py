"""The player in a real browser: a session from begin to done, what hurts, keys alone, without a voice, and nothing lost
when the tab is closed or the server dies."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from benchmarks.device import STILL
from supple.web.people.models import Answers, Record
from supple.web.training.models import Event, Session
from tests.browser.axe import faults
from tests.web.cast import STOPPING, here, record_of
from tests.web.played import begin

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 640}

# A voice that writes down what it is asked to say; `local` voices alone may be used.
RECORDER = """
window.asked = [];
const voices = [{lang: 'en-GB', localService: false, name: 'far'}, {lang: 'en-GB', localService: true, name: 'near'}];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => voices, cancel() {}, speak({text, voice}) { window.asked.push([text, voice.name]); } }});
"""
# Minutes of the test's clock are moments for the server: no message is given up because of them.
PATIENT = "AbortSignal.timeout = () => new AbortController().signal;"
NO_VOICE = """
Object.defineProperty(window, 'speechSynthesis', {value: undefined});
window.AudioContext = undefined;
"""


class Room:
    """Opens browsers in which a record is in use, and closes them before the database goes."""

    def __init__(self, chromium: Browser, server: LiveServer) -> None:
        self.chromium, self.server = chromium, server
        self.contexts: list[BrowserContext] = []

    def player(self, record: Record, script: str = "", moving: bool = False, **options: Any) -> Page:
        """The player's page on a session that has just been begun, its clock in the test's hands."""
        session = begin(here(record))
        options = {"viewport": PHONE, "base_url": self.server.url} | options
        context = self.chromium.new_context(**options)
        self.contexts.append(context)
        context.add_init_script(PATIENT + ("" if moving else STILL) + script)
        self.enter(context, record)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"{error}"))
        page.clock.install()
        page.goto(f"/session/{session.key}/")
        expect(button(page, "Begin")).to_be_visible()
        return page

    def enter(self, context: BrowserContext, record: Record) -> None:
        """From now on this record is in use there."""
        cookies = here(record).cookies
        context.add_cookies([{"name": name, "value": cookies[name].value, "url": self.server.url} for name in cookies])

    def close(self) -> None:
        for context in self.contexts:
            context.set_offline(True)  # or a page would still send its last message while the next test runs
            context.close()


@pytest.fixture
def room(chromium: Browser, live_server: LiveServer) -> Iterator[Room]:
    made = Room(chromium, live_server)
    yield made
    made.close()


@pytest.fixture
def asha() -> Record:
    return record_of()


@pytest.fixture
def page(room: Room, asha: Record) -> Page:
    return room.player(asha)


def dead(route: Route) -> None:
    """The network as it is while no server answers."""
    route.abort()


def news(page: Page) -> Any:
    """What the last tap led to, in the words of the document."""
    return page.locator("[data-text=notice]")


def button(page: Page, name: str) -> Any:
    return page.locator("#player").get_by_role("button", name=name, exact=True)


def session_of(page: Page) -> Session:
    return Session.objects.get(key=page.url.split("/session/")[1].split("/")[0])


def document_of(page: Page) -> dict[str, Any]:
    document: dict[str, Any] | None = session_of(page).document
    assert document is not None
    return document


def run(page: Page, seconds: float) -> None:
    """Time goes by, every timer in its turn."""
    page.clock.run_for(int(seconds * 1000))


def to_the_end(page: Page) -> None:
    """The rest of the session by the clock."""
    for _ in range(2000):
        if page.locator("#player").get_attribute("data-mode") != "running":
            return
        run(page, 30)
    raise AssertionError("it never ends")


def where_it_hurts(page: Page, feeling: str, pain: int | None = None) -> None:
    button(page, "It hurts").click()
    button(page, "In the back").click()
    button(page, feeling).click()
    if pain is not None:
        button(page, str(pain)).click()


def arrived(page: Page) -> list[str]:
    """The types of the events that the server has, in their order."""
    rows = Event.objects.filter(session=session_of(page)).order_by("seq")
    return [row.data["type"] for row in rows]


def test_it_goes_from_begin_to_done(page: Page) -> None:
    document = document_of(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(document["items"][0]["name"])
    button(page, "Begin").click()
    to_the_end(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Done\. \d+ minutes\.$"))
    page.locator("#after-pain").get_by_role("radio", name="2", exact=True).check()
    page.locator("#after-effort").get_by_role("radio", name="4", exact=True).check()
    key = session_of(page).key
    button(page, "Save").click()
    expect(page).to_have_url(re.compile(rf"/session/{key}/done/$"))
    session = Session.objects.get(key=key)
    assert session.mode == "done"
    sent = [row.data for row in Event.objects.filter(session=session)]
    ends = sum(document["items"][turn]["end"] - document["items"][turn]["first"] for turn in document["turns"])
    assert [one["type"] for one in sent].count("step_end") == ends
    assert [(one["pain"], one["effort"]) for one in sent if one["type"] == "after"] == [(2, 4)]


def test_it_says_what_each_colour_asks_for(page: Page) -> None:
    document, words = document_of(page), document_of(page)["words"]
    light = document["light"][document["rest"]]
    green, amber = light.index("amber") - 1, light.index("amber")
    button(page, "Begin").click()
    where_it_hurts(page, "Dull or aching", green)
    expect(news(page)).to_have_text(words["go_on"])
    button(page, "Go on").click()
    item = next(document["items"][turn] for turn in document["turns"] if not document["items"][turn]["amber_is_red"])
    for _ in range(item["turn"]):
        button(page, "Pause").click()
        button(page, "Skip this").click()
    where_it_hurts(page, "Pulling", amber)
    expect(news(page)).to_have_text(words["ease_off"])
    button(page, "Go on").click()
    where_it_hurts(page, "Dull or aching", 10)
    expect(page.get_by_role("heading", level=1)).to_have_text(words["recheck"])


def test_nothing_leads_round_the_questions_after_a_sharp_pain(page: Page) -> None:
    first = document_of(page)["items"][0]["name"]
    button(page, "Begin").click()
    where_it_hurts(page, "Sharp")
    for key in [" ", "e", "u", "n", "Escape", "h"]:
        page.keyboard.press(key)
    assert page.locator("#player").get_attribute("data-mode") == "recheck"
    button(page, "Continue").click()
    expect(page.get_by_text("Still needs an answer")).to_be_visible()
    page.get_by_role("checkbox", name="Is a leg newly weak").check()
    page.get_by_role("checkbox", name="None of these").check()
    expect(page.get_by_role("checkbox", name="Is a leg newly weak")).not_to_be_checked()
    page.locator("#recheck-pain").get_by_role("radio", name="4", exact=True).check()
    button(page, "Continue").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first)
    expect(button(page, "Go on")).to_be_visible()


def test_only_the_newest_page_guides_a_session(page: Page) -> None:
    """Two clocks would count everything twice."""
    button(page, "Begin").click()
    run(page, 5)
    other = page.context.new_page()
    other.goto(page.url)
    expect(button(other, "Go on")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("This session is open on another page")
    assert page.locator("[data-act]").count() == 0
    button(other, "Go on").click()
    expect(button(other, "Pause")).to_be_visible()
    before = arrived(page).count("step_end")
    run(page, 60)
    page.keyboard.press(" ")
    assert arrived(page).count("step_end") == before
    assert faults(page) == []
    page.get_by_role("link", name="Go on here instead").click()
    expect(button(page, "Go on")).to_be_visible()
    expect(other.get_by_role("heading", level=1)).to_have_text("This session is open on another page")


def test_a_yes_takes_every_exercise_off_the_page_even_when_no_server_answers(page: Page) -> None:
    document = document_of(page)
    button(page, "Begin").click()
    run(page, 5)
    page.route("**/events/", dead)
    where_it_hurts(page, "Sharp")
    page.get_by_role("checkbox", name="None of these").check()
    page.get_by_role("checkbox", name=re.compile("between the legs")).check()
    expect(page.get_by_role("checkbox", name="None of these")).not_to_be_checked()
    button(page, "Continue").click()  # whoever ticks a sign has said enough
    expect(page.get_by_role("heading", level=1)).to_have_text(document["words"]["stop"])
    expect(page.locator(".call").first).to_be_visible()
    whole = page.content()
    assert [item["name"] for item in document["items"] if item["name"] in whole] == []
    assert page.locator("[data-act]").count() == 0
    page.unroute("**/events/")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", name="What you told us")).to_be_visible()
    assert page.locator(".item, .tabs").count() == 0


def test_a_yes_that_was_only_kept_stops_the_page_that_sends_it(page: Page) -> None:
    page.context.route("**/events/", dead)
    button(page, "Begin").click()
    run(page, 5)
    where_it_hurts(page, "Sharp")
    page.get_by_role("checkbox", name=re.compile("between the legs")).check()
    button(page, "Continue").click()
    expect(page.get_by_role("link", name="What to do next")).to_be_visible()
    page.goto("/more/")
    page.context.unroute("**/events/")
    page.goto("/today/")
    shows_the_stop(page)


def shows_the_stop(page: Page) -> None:
    expect(page.get_by_role("heading", name="What you told us")).to_be_visible()
    assert page.locator(".item, .tabs, #player").count() == 0


def stop_elsewhere(record: Record) -> None:
    """The same person ticks a sign on another page."""
    old = Answers.objects.get(person=record)
    Answers.objects.create(
        person=record, answered_at=old.answered_at, answered_on=old.answered_on, data=old.data | STOPPING["L0"],
        draft=False,
    )  # fmt: skip


def test_somebody_stopped_elsewhere_is_stopped_in_the_open_player(page: Page, asha: Record) -> None:
    button(page, "Begin").click()
    button(page, "Pause").click()
    stop_elsewhere(asha)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    shows_the_stop(page)


def test_a_condition_ticked_elsewhere_is_asked_about_before_the_session_goes_on(page: Page, asha: Record) -> None:
    button(page, "Begin").click()
    asha.wishes.data["profiles"] = ["cannot_rise", "shoulder", "hip_repl_posterior"]
    asha.wishes.save()
    button(page, "Pause").click()
    expect(page).to_have_url(re.compile("/session/begin/$"))


def test_a_page_out_of_the_browsers_memory_is_asked_for_anew(page: Page, asha: Record) -> None:
    page.goto("/week/")
    stop_elsewhere(asha)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    shows_the_stop(page)


def test_it_needs_no_mouse(page: Page) -> None:
    mode = page.locator("#player")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.act") == "start":
            break
    page.keyboard.press("Enter")
    expect(mode).to_have_attribute("data-mode", "running")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    step = page.locator("[data-phase]")
    for key, then in [(" ", "paused"), (" ", "running"), ("Escape", "paused"), (" ", "running"), ("e", "paused"),
                      ("u", "paused"), ("h", "hurt")]:  # fmt: skip
        page.keyboard.press(key)
        expect(mode).to_have_attribute("data-mode", then)
        assert page.evaluate("document.activeElement.tagName") == "H1", key
    eased = page.get_by_role("button", name="It has eased, go on")
    eased.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.keyboard.press(" ")
    while step.get_attribute("data-phase") not in ("ready", "rest", "change"):
        run(page, 10)
    before = page.locator("[data-text=number]").inner_text(), step.get_attribute("data-phase")
    page.keyboard.press("ArrowRight")
    expect(step).not_to_have_attribute("data-phase", before[1] or "")
    assert len(set(arrived(page))) >= 5


def test_it_asks_a_local_voice_for_the_words_of_the_document_alone(room: Room, asha: Record) -> None:
    page = room.player(asha, RECORDER)
    words = document_of(page)["words"]
    document = document_of(page)
    button(page, "Begin").click()
    to_the_end(page)
    asked = page.evaluate("window.asked")
    assert {voice for _text, voice in asked} == {"near"}
    said = [text for text, _voice in asked]
    planned = [document["items"][turn] for turn in document["turns"]]
    steps = [step for item in planned for step in document["timeline"][item["first"] : item["end"]]]
    wanted = [words[code] for step in steps for code in (*step["say"], *later(step))]
    assert said == [*wanted, words["done"]]
    assert page.locator("[data-live]").inner_text() == words["done"]


def later(step: dict[str, Any]) -> list[str]:
    """What a step says after its beginning."""
    if step["phase"] in ("ready", "rest", "change"):
        return []
    return ["half"] * (step["seconds"] >= 16) + ["three"] * (step["seconds"] >= 10)


def test_it_is_silent_when_it_is_asked_to_be_and_remembers(room: Room, asha: Record) -> None:
    page = room.player(asha, RECORDER)
    button(page, "Sound: voice. Change to a bell").click()
    button(page, "Sound: only a bell. Change to silent").click()
    page.reload()
    expect(button(page, "Sound: silent. Change to voice")).to_be_visible()
    button(page, "Begin").click()
    run(page, 60)
    assert page.evaluate("window.asked") == []


def test_it_goes_to_its_end_on_a_device_without_any_voice(room: Room, asha: Record) -> None:
    page = room.player(asha, NO_VOICE, reduced_motion="reduce")
    button(page, "Begin").click()
    to_the_end(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Done"))


def test_it_keeps_the_screen_awake_while_it_runs(room: Room, asha: Record) -> None:
    page = room.player(asha, """
        window.locks = 0;
        const lock = () => ({released: false, async release() { window.locks -= 1; this.released = true; }});
        Object.defineProperty(navigator, 'wakeLock', {value: {async request() { window.locks += 1; return lock(); }}});
    """)  # fmt: skip
    button(page, "Begin").click()
    page.wait_for_function("window.locks === 1")
    button(page, "Pause").click()
    button(page, "End for today").click()
    page.wait_for_function("window.locks === 0")


def test_a_device_that_slept_comes_back_paused_where_it_was(page: Page) -> None:
    button(page, "Begin").click()
    run(page, 3)
    left = seconds(page.locator("[data-text=number]").inner_text())
    page.clock.fast_forward(3_600_000)
    expect(page.locator("#player")).to_have_attribute("data-mode", "paused")
    assert left - seconds(page.locator("[data-text=number]").inner_text()) in range(3)


def test_a_closed_tab_goes_on_where_it_was(page: Page) -> None:
    button(page, "Begin").click()
    run(page, 42)
    name, left = page.get_by_role("heading", level=1).inner_text(), page.locator("[data-text=number]").inner_text()
    address, context = page.url, page.context
    page.close()
    again = context.new_page()
    again.clock.install()
    again.goto(address)
    expect(again.locator("#player")).to_have_attribute("data-mode", "paused")
    assert again.get_by_role("heading", level=1).inner_text() == name
    assert seconds(again.locator("[data-text=number]").inner_text()) - seconds(left) in range(6)
    button(again, "Go on").click()
    to_the_end(again)
    button(again, "Skip the questions").click()
    expect(again).to_have_url(re.compile("/done/$"))
    sent = Event.objects.filter(session=session_of(again))
    assert sent.filter(data__type="start").count() == 1
    assert sent.count() == len(set(sent.values_list("event_id", flat=True)))


def seconds(shown: str) -> int:
    minutes, _colon, rest = shown.rpartition(":")
    return int(minutes or 0) * 60 + int(rest)


def test_what_a_session_left_behind_is_sent_from_any_page(page: Page) -> None:
    page.context.route("**/events/", dead)
    button(page, "Begin").click()
    run(page, 30)
    expect(page.get_by_text("Kept on this device. It is sent when there is a connection.")).to_be_visible()
    session = session_of(page)
    assert not Event.objects.filter(session=session).exists()
    page.goto("/more/")
    page.context.unroute("**/events/")
    page.goto("/week/")
    page.wait_for_function("localStorage.getItem('supple-unsent') === null")
    assert arrived_of(session)[:1] == ["start"]
    assert arrived_of(session)[-1] == "pause"


def arrived_of(session: Session) -> list[str]:
    return [row.data["type"] for row in Event.objects.filter(session=session).order_by("seq")]


def kept(page: Page) -> int:
    """How many events this device keeps."""
    count: int = page.evaluate("""() => new Promise((done) => {
        const asked = indexedDB.open("supple", 1);
        asked.onsuccess = () => {
            const all = asked.result.transaction("events").objectStore("events").count();
            all.onsuccess = () => { asked.result.close(); done(all.result); };
        };
    })""")
    return count


def test_somebody_else_on_the_device_neither_sends_nor_sees_it(room: Room, page: Page) -> None:
    page.context.route("**/events/", dead)
    button(page, "Begin").click()
    run(page, 20)
    address, session = page.url, session_of(page)
    room.enter(page.context, record_of())
    page.goto("about:blank")  # or the player, hearing that it is nobody's session, would load itself anew meanwhile
    page.context.unroute("**/events/")
    page.goto("/week/")
    page.wait_for_load_state("networkidle")
    assert arrived_of(session) == []
    assert kept(page) > 0
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404
    assert "data-session" not in page.content()


def test_an_erased_record_leaves_nothing_on_the_device(page: Page) -> None:
    page.context.route("**/events/", dead)
    button(page, "Begin").click()
    run(page, 20)
    page.goto("/my-data/erase/")
    assert kept(page) > 0
    page.get_by_role("button", name="Erase").click()
    expect(page.get_by_text("Please tick that you mean it.")).to_be_visible()
    assert kept(page) > 0
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Erase").click()
    page.wait_for_load_state("networkidle")
    assert kept(page) == 0


# ---- how it looks ----


def modes(page: Page) -> Iterator[str]:
    """Every mode of the player, one after the other."""
    yield "ready"
    button(page, "Begin").click()
    run(page, 2)
    yield "running"
    button(page, "Pause").click()
    yield "paused"
    button(page, "It hurts").first.click()
    yield "where"
    button(page, "In the back").click()
    yield "feeling"
    button(page, "Dull or aching").click()
    yield "pain"
    button(page, "10").click()
    yield "recheck"
    button(page, "End for today").click()
    yield "after"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_has_no_fault_that_axe_finds(room: Room, asha: Record, theme: Any) -> None:
    page = room.player(asha, color_scheme=theme, bypass_csp=True)
    for mode in modes(page):
        assert faults(page) == [], mode
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.route("**/events/", dead)
    button(page, "Skip the questions").click()
    assert faults(page) == [], "done"


def test_letters_twice_as_large_lose_no_button(room: Room, asha: Record) -> None:
    page = room.player(asha, bypass_csp=True)
    page.add_style_tag(content="html { font-size: 200% }")
    for mode in modes(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, mode
        for one in page.locator("#player button:visible, #player .chip:visible").all():
            box = one.bounding_box()
            assert box is not None
            assert box["x"] >= 0 and box["x"] + box["width"] <= 360, (mode, one.inner_text())
            assert one.evaluate("one => one.scrollWidth <= one.clientWidth + 1"), (mode, one.inner_text())


@pytest.mark.parametrize("size", [(360, 640), (390, 844), (844, 390), (1440, 900), (1920, 1080)])
def test_ring_cue_and_buttons_stand_on_one_screen(room: Room, asha: Record, size: tuple[int, int]) -> None:
    width, height = size
    page = room.player(asha, viewport={"width": width, "height": height})
    button(page, "Begin").click()
    for _ in range(len(document_of(page)["turns"]) - 1):
        for _step in range(3):
            assert page.evaluate("document.documentElement.scrollHeight") <= height
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            for part in (".ring", "[data-act=pause]", ".keys [data-act=hurt]"):
                box = page.locator(part).bounding_box()
                assert box is not None
                assert box["height"] >= 70 and box["y"] + box["height"] <= height, part
            run(page, 11)
        button(page, "Pause").click()
        button(page, "Skip this").click()
