"""The figure in a real browser: what a first view weighs, the stage's moments and sides, the wall, its tones."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import faults
from tests.browser.test_plan import opened
from tests.browser.test_player import Room, button, run
from tests.browser.test_player_server import Home, enter, home, page  # noqa: F401 (fixtures)
from tests.web.cast import here, record_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_BYTES = 100_000  # of the catalogue's first view, letters and all
PAGES = [
    "/exercises/",
    "/exercises/?start=seat",
    "/exercises/sit_to_stand/",
    "/exercises/bird_dog/",
    "/my-data/figure/",
]
STATE = """() => {
    const place = document.querySelector("[data-figure]");
    const seen = [...place.querySelectorAll(".figure")].filter((one) => getComputedStyle(one).display !== "none"
        && getComputedStyle(one).opacity === "1");
    return {...place.dataset, phase: document.getElementById("player").dataset.phase,
            shown: seen.map((one) => one.dataset.moment), turned: seen.map((one) => getComputedStyle(one).transform)};
}"""


@pytest.fixture
def room(chromium: Browser, live_server: LiveServer) -> Iterator[Room]:
    made = Room(chromium, live_server)
    yield made
    made.close()


@pytest.mark.parametrize("size", [(360, 780), (1440, 900)])
def test_the_walls_first_view_is_light(page: Page, home: Home, size: tuple[int, int]) -> None:  # noqa: F811
    enter(page, home)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    weights: list[float] = []
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda one: weights.append(one["encodedDataLength"]))
    page.goto("/exercises/")
    page.wait_for_load_state("networkidle")
    assert sum(weights) < MOST_BYTES
    waiting = page.locator("svg[data-later]")
    assert waiting.count() > 30
    page.locator(".wall-item").last.scroll_into_view_if_needed()
    expect(page.locator(".wall-item svg").last).not_to_have_attribute("data-later", "")


def test_pictures_are_kept_for_ever(page: Page, home: Home) -> None:  # noqa: F811
    enter(page, home)
    page.goto("/exercises/bird_dog/")
    for address in page.locator("main use[href*=figures]").evaluate_all("all => all.map((one) => one.href.baseVal)"):
        answer = page.request.get(address.split("#")[0])
        assert (answer.status, answer.headers["content-type"]) == (200, "image/svg+xml")
        assert "max-age=315360000" in answer.headers["cache-control"] and "immutable" in answer.headers["cache-control"]


def test_the_stage_shows_one_pose_and_mirrors_the_left(room: Room) -> None:
    player = room.player(record_of(), reduced_motion="reduce")  # the stills; what moves is tried elsewhere
    button(player, "Begin").click()
    seen: list[dict[str, Any]] = []
    while player.locator(".stage").is_visible() and len(seen) < 300:
        seen.append(player.evaluate(STATE))
        run(player, 3)
    assert len(seen) > 50
    for one in seen:
        assert len(one["shown"]) == 1
        assert one["moment"] in one["shown"][0].split()
        assert one["turned"] == ["matrix(-1, 0, 0, 1, 0, 0)" if one["side"] == "left" else "none"]
        if one["phase"] in ("ready", "rest", "change"):
            assert one["moment"] == "start"
        if one["phase"] == "hold":
            assert one["moment"] == "end"
    assert {one["side"] for one in seen} >= {"left", "right"}
    assert len({one["exercise"] for one in seen}) >= 3


def test_figure_ring_cue_and_buttons_need_no_scrolling(room: Room) -> None:
    player = room.player(record_of(), viewport={"width": 360, "height": 780}, reduced_motion="reduce")
    button(player, "Begin").click()
    figure = player.locator(".stage-figure > .figure >> visible=true").first
    for _ in range(30):
        assert player.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert (figure.bounding_box() or {"height": 0})["height"] >= 60
        for name in ("Pause", "It hurts"):
            expect(button(player, name)).to_be_in_viewport()
        expect(player.locator(".ring")).to_be_in_viewport()
        run(player, 20)
        if not player.locator(".stage").is_visible():
            break


def test_without_a_script_the_wall_is_whole(chromium: Browser, live_server: LiveServer) -> None:
    tab = opened(chromium, live_server, record_of(), java_script_enabled=False)
    tab.goto("/exercises/?kind=move")
    bricks = tab.locator(".wall-item")
    assert tab.locator(".wall-item svg.figure >> visible=true").count() == bricks.count() > 5
    tab.get_by_text("Choose more closely").click()
    tab.get_by_label("Position").select_option("seat")
    tab.get_by_role("button", name="Show these").click()
    assert 0 < tab.locator(".wall-item").count() < 10
    tab.context.close()


def test_its_colours_are_the_persons(chromium: Browser, live_server: LiveServer) -> None:
    pictures = set()
    for tone in ("fair", "amber", "umber", "silver"):
        tab = opened(chromium, live_server, record_of({"tone": tone}), viewport={"width": 360, "height": 780})
        tab.goto("/exercises/bird_dog/")
        tab.wait_for_load_state("networkidle")
        pictures.add(hashlib.sha256(tab.locator(".poses svg.figure").nth(1).screenshot()).hexdigest())
        tab.context.close()
    assert len(pictures) == 4


def test_a_tone_is_chosen_with_the_keyboard(chromium: Browser, live_server: LiveServer) -> None:
    tab = opened(chromium, live_server, record_of({"tone": "fair"}))
    tab.goto("/my-data/figure/")
    tab.locator("[name=tone]:checked").focus()
    tab.keyboard.press("ArrowRight")
    tab.get_by_role("button", name="Keep it").click()
    expect(tab.locator("html")).to_have_class("tone-sand")
    tab.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(chromium: Browser, live_server: LiveServer, theme: Any, path: str) -> None:
    asha = record_of({"profiles": ["shoulder"]})
    tab = opened(chromium, live_server, asha, viewport={"width": 360, "height": 780}, color_scheme=theme)
    tab.goto(path)
    assert faults(tab) == []
    tab.context.close()


@pytest.mark.parametrize("path", [*PAGES, "/today/", "/today/steps/", "/week/", "/session/begin/", "/"])
def test_nothing_scrolls_sideways(chromium: Browser, live_server: LiveServer, path: str) -> None:
    tab = opened(chromium, live_server, record_of())
    for width, root_pct in [(320, 100), (360, 100), (360, 200), (768, 100), (1440, 100)]:
        tab.set_viewport_size({"width": width, "height": 780})
        tab.goto(path)
        tab.add_style_tag(content=f"html {{ font-size: {root_pct}% }}")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, (path, width, root_pct)
    tab.context.close()


def test_a_figure_has_the_same_head_all_over_the_wall(chromium: Browser, live_server: LiveServer) -> None:
    tab = opened(chromium, live_server, record_of(), viewport={"width": 1440, "height": 900})
    tab.goto("/exercises/")
    scales = tab.locator(".wall svg.figure").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().width / one.viewBox.baseVal.width)"
    )
    assert max(scales) - min(scales) < 0.01 * max(scales)
    assert here(record_of()).get("/exercises/").status_code == 200
    tab.context.close()
