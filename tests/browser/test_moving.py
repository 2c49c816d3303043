"""The figure that moves, in a real browser: with the player's clock, on either side, not where it should not; and to be
looked at on an exercise's page."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from benchmarks.device import STILL
from supple.web.people.models import Record
from tests.browser.axe import faults
from tests.browser.test_plan import opened
from tests.browser.test_player import Room, button, document_of, run
from tests.browser.test_player_server import Home, enter, home, page  # noqa: F401 (fixtures)
from tests.web.cast import record_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_BYTES = 250_000  # an exercise's page with its movement, letters and all
STAGE = "document.querySelector('[data-figure]')"
# Whether anything is painted, and a number for all of it.
PAINTED = """canvas => {
    const copy = Object.assign(document.createElement("canvas"), {width: canvas.width, height: canvas.height});
    const brush = copy.getContext("2d");
    brush.drawImage(canvas, 0, 0);
    const points = brush.getImageData(0, 0, copy.width, copy.height).data;
    let [sum, filled, glow] = [0, 0, 0];
    for (let n = 0; n < points.length; n += 4) {
        if (points[n + 3] < 200) continue;
        filled += 1;
        sum = (sum * 31 + points[n] + 7 * points[n + 1] + n) % 1000003;
        glow += points[n] > 180 && points[n + 1] < 140 && points[n + 2] < 110;
    }
    return {sum, filled, glow};
}"""


@pytest.fixture
def room(chromium: Browser, live_server: LiveServer) -> Iterator[Room]:
    made = Room(chromium, live_server)
    yield made
    made.close()


@pytest.fixture
def asha() -> Record:
    """Somebody who likes what is held on both sides, so that there is some of it today."""
    held = ["standing_hip_flexor", "half_kneeling_hip_flexor", "lying_glute_stretch"]
    return record_of({"favourites": held, "tone": "umber"})  # by chance it may be a skin that looks like a glow


@pytest.fixture
def moving(room: Room, asha: Record) -> Page:
    """A player whose figure has begun to move."""
    player = room.player(asha, moving=True)
    button(player, "Begin").click()
    begun(player)
    return player


def begun(player: Page) -> None:
    """Waits for what draws it: that comes over the network, whatever the test's clock says."""
    for _ in range(600):  # half a minute for a busy machine, and yet little of the session
        run(player, 0.02)
        if stage(player).get("progress"):
            return
        player.wait_for_timeout(50)
    raise AssertionError("it does not begin to move")


def stage(player: Page) -> dict[str, str]:
    found: dict[str, str] = player.evaluate(f"({{...{STAGE}.dataset}})")
    return found


def until(player: Page, phase: str) -> None:
    """Goes on to the next step of this kind."""
    for _ in range(400):
        player.clock.fast_forward(1000)  # one picture a second is enough on the way
        if player.locator("#player").get_attribute("data-phase") == phase:
            return
    raise AssertionError(f"no {phase}")


def comes_to(player: Page, **state: str) -> None:
    """Goes on, a little at a time, until the figure is like this: within the seconds of one step."""
    for _ in range(25):
        run(player, 0.2)
        if stage(player).items() >= state.items():
            return
    raise AssertionError(f"{stage(player)} and never {state}")


def two_sided(player: Page) -> None:
    """Leaves out what comes before an exercise of two sides that is held."""
    items = document_of(player)["items"]
    place = next(item["turn"] for item in items if item["sides"] == 2 and item["hold_s"] and item["role"] == "planned")
    for _ in range(place):
        skip(player)
    begun(player)


def skip(player: Page) -> None:
    """To the next exercise, which begins at once."""
    button(player, "Pause").click()
    button(player, "Skip this").click()
    if player.locator("#player").get_attribute("data-mode") == "paused":
        button(player, "Go on").click()


def test_it_moves_with_the_players_clock_and_stands_with_it(moving: Page) -> None:
    seen = [stage(moving)["progress"]]
    for _ in range(4):
        run(moving, 0.4)
        seen.append(stage(moving)["progress"])
    assert len(set(seen)) > 2
    button(moving, "Pause").click()
    stands = stage(moving)["progress"]
    run(moving, 5)
    assert stage(moving)["progress"] == stands
    expect(moving.locator(".stage-moving")).to_be_hidden()
    button(moving, "Go on").click()
    run(moving, 1)
    assert stage(moving)["progress"] != stands


def test_each_side_is_the_mirror_of_the_other_and_a_hold_is_held_where_it_leads(moving: Page) -> None:
    two_sided(moving)
    assert stage(moving)["side"] == "left"
    assert stage(moving)["turnedOver"] == "true"
    until(moving, "hold")
    comes_to(moving, progress="1.000", turnedOver="true")
    until(moving, "change")
    comes_to(moving, progress="0.000", turnedOver="false")


def test_it_is_painted_in_place_of_the_still_pictures(moving: Page) -> None:
    expect(moving.locator(".stage-moving")).to_be_visible()
    for still in moving.locator(".stage-figure > .figure").all():
        expect(still).to_be_hidden()
    assert faults(moving) == []


@pytest.mark.parametrize("options", [{"reduced_motion": "reduce", "moving": True}, {"moving": False}])
def test_where_nothing_may_or_can_move_both_key_poses_stand_side_by_side(
    room: Room, asha: Record, options: dict[str, Any]
) -> None:
    player = room.player(asha, **options)
    asked: list[str] = []
    player.on("request", lambda one: asked.append(one.url))
    button(player, "Begin").click()
    if player.locator(".stage-figure > .figure").count() < 2:
        skip(player)
    run(player, 3)
    shown = player.locator(".stage-figure > .figure")
    left, right = (shown.nth(n).bounding_box() for n in range(2))
    assert left and right and left["x"] + left["width"] <= right["x"]
    assert player.locator(".stage-moving").count() == 0
    assert not [url for url in asked if "/films/" in url]


@pytest.fixture
def viewer(chromium: Browser, live_server: LiveServer, asha: Record) -> Iterator[Page]:
    made = opened(chromium, live_server, asha, viewport={"width": 360, "height": 780})
    made.on("pageerror", lambda error: pytest.fail(f"{error}"))
    made.goto("/exercises/bird_dog/")
    yield made
    made.context.close()


def turned(viewer: Page) -> float:
    return float(viewer.locator("[data-viewer]").get_attribute("data-turn") or 0)


def opened_viewer(viewer: Page) -> None:
    viewer.get_by_role("button", name="See it move").press("Enter")
    viewer.wait_for_selector("[data-viewer][data-moment]")


def test_it_can_be_turned_and_stopped_with_keys_and_by_hand(viewer: Page) -> None:
    opened_viewer(viewer)
    movement = viewer.get_by_role("button", name="Movement")
    expect(movement).to_be_focused()
    viewer.wait_for_function("document.querySelector('[data-viewer]').dataset.moment > 0")
    viewer.keyboard.press("Enter")
    expect(movement).to_have_attribute("aria-pressed", "false")
    moment = viewer.locator("[data-viewer]").get_attribute("data-moment")
    viewer.keyboard.press("ArrowLeft")
    viewer.wait_for_function("document.querySelector('[data-viewer]').dataset.turn === '-15'")
    viewer.get_by_role("button", name="Turn right").click()
    viewer.get_by_role("button", name="Turn right").click()
    viewer.wait_for_function("document.querySelector('[data-viewer]').dataset.turn === '15'")
    box = viewer.locator(".viewer-figure").bounding_box()
    assert box
    viewer.mouse.move(box["x"] + 100, box["y"] + 100)
    viewer.mouse.down()
    viewer.mouse.move(box["x"] + 160, box["y"] + 100, steps=4)
    viewer.mouse.up()
    viewer.wait_for_function("document.querySelector('[data-viewer]').dataset.turn !== '15'")
    assert viewer.locator("[data-viewer]").get_attribute("data-moment") == moment


def test_it_shows_the_muscles_or_not(viewer: Page) -> None:
    viewer.emulate_media(reduced_motion="reduce")
    viewer.reload()
    opened_viewer(viewer)
    expect(viewer.get_by_role("button", name="Movement")).to_have_attribute("aria-pressed", "false")
    with_them = painted(viewer)
    muscles = viewer.get_by_role("button", name="Muscles")
    muscles.click()
    expect(muscles).to_have_attribute("aria-pressed", "false")
    without = painted(viewer)
    assert min(with_them["filled"], without["filled"]) > 5000
    assert with_them["glow"] > 50
    assert without["glow"] == 0
    assert faults(viewer) == []


def painted(viewer: Page) -> dict[str, int]:
    """What is on the canvas: it can be read only in a frame that draws, and a slow device leaves some out."""
    found: dict[str, int] = viewer.evaluate(f"""() => new Promise((done) => {{
        const look = (left) => {{
            dispatchEvent(new Event("resize"));
            requestAnimationFrame(() => {{
                const found = ({PAINTED})(document.querySelector(".viewer-figure"));
                if (found.filled || !left) done(found);
                else look(left - 1);
            }});
        }};
        look(100);
    }})""")
    return found


def test_without_a_script_or_webgl_the_still_pictures_stand_alone(
    chromium: Browser, live_server: LiveServer, asha: Record
) -> None:
    bare = opened(chromium, live_server, asha, java_script_enabled=False)
    bare.goto("/exercises/bird_dog/")
    expect(bare.locator(".poses svg").first).to_be_visible()
    expect(bare.get_by_role("button", name="See it move")).to_be_hidden()
    bare.context.close()
    old = opened(chromium, live_server, asha)
    old.add_init_script(STILL)
    old.goto("/exercises/bird_dog/")
    expect(old.get_by_role("button", name="See it move")).to_be_hidden()
    old.context.close()


def test_an_exercise_with_its_movement_is_light_and_asks_nobody_else(page: Page, home: Home) -> None:  # noqa: F811
    enter(page, home)
    page.add_init_script("window.WebGL2RenderingContext ??= class {};")  # the fixture takes it away
    weights, hosts = list[float](), set[str]()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda one: weights.append(one["encodedDataLength"]))
    page.on("request", lambda one: hosts.add(urlsplit(one.url).netloc))
    page.goto("/exercises/seated_figure_four/")
    opened_viewer(page)
    page.wait_for_load_state("networkidle")
    assert sum(weights) < MOST_BYTES
    assert hosts == {urlsplit(home.address).netloc}
