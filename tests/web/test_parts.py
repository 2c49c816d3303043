"""Every part in its states, as markup and in a real browser."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from playwright.sync_api import Browser, Page

from supple.web import env
from supple.web.parts_demo import ICONS
from supple.web.storage import SHEET, folded, tight

STATIC = env.PROJECT / "supple/web/static"
AXE = env.PROJECT / "node_modules/axe-core/axe.min.js"
PAGES = ("/parts/", "/parts/stop/")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

pytestmark = pytest.mark.urls("supple.web.parts_demo")


@pytest.fixture
def page(chromium: Browser, live_server: Any) -> Page:
    return chromium.new_page(viewport={"width": 360, "height": 780}, base_url=str(live_server), bypass_csp=True)


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client: Client, address: str) -> None:
    text = client.get(address).content.decode()
    assert re.findall(r"<style|\sstyle=|\son\w+=", text) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", text) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', text) == []


def test_each_drawing_that_a_page_names_is_in_the_sprite() -> None:
    drawn = re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8"))
    templates = env.PROJECT.glob("supple/web/**/templates/**/*.html")
    named = {name for file in templates for name in re.findall(r'{% icon "([\w-]+)"', file.read_text(encoding="utf-8"))}
    assert named | set(ICONS.split()) == set(drawn)


def test_the_sheet_can_be_folded_into_one_file() -> None:
    css = folded(STATIC / SHEET)
    assert "@import" not in css
    assert css.index("@layer tokens, base") < css.index("@layer base {") < css.index("@layer parts {")
    assert "url(" not in "".join(file.read_text(encoding="utf-8") for file in (STATIC / "css/parts").glob("*.css"))


def test_the_sheet_that_is_sent_says_the_same_in_fewer_letters() -> None:
    whole = folded(STATIC / SHEET)
    sent = tight(whole)
    assert len(gzip.compress(sent.encode())) < 0.75 * len(gzip.compress(whole.encode()))
    assert "/*" not in sent and "\n" not in sent and "  " not in sent
    rules = re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL)
    assert re.sub(r"\s", "", rules) == re.sub(r"\s", "", sent), "not a letter of a rule is lost"
    assert all(not re.search(r"\s\s|/\*|[{};,]", text) for text in re.findall(r'"[^"]*"', rules)), (
        "no text that spaces matter to"
    )


@pytest.mark.parametrize("name", ["404.html", "500.html", "403_csrf.html"])
def test_a_page_of_excuse_needs_nothing(name: str) -> None:
    assert "<h1>" in render_to_string(name)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(page: Page, address: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("levels => axe.run(document, {runOnly: levels}).then(r => r.violations)", LEVELS)
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360, 768, 1440])
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("address", PAGES)
def test_nothing_scrolls_sideways(page: Page, address: str, width: int, percent: int) -> None:
    page.set_viewport_size({"width": width, "height": 780})
    page.goto(address)
    page.evaluate("percent => document.documentElement.style.fontSize = `${percent}%`", percent)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_what_is_tapped_is_large_enough(page: Page) -> None:
    page.goto("/parts/")
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, label")].filter(e => {
            const box = e.getBoundingClientRect();
            const exempt = e.matches(".skip, .item-name a, .field-label");
            return box.height && !exempt && (box.height < 48 || box.width < 44);
        }).map(e => e.outerHTML.slice(0, 100))"""
    )
    assert small == []


@pytest.mark.browser
def test_none_and_the_rows_lift_each_other(page: Page) -> None:
    page.goto("/parts/")
    rows, none = page.locator("#legs .tick:not(.tick-none) input"), page.locator("#legs .tick-none input")
    assert none.is_checked()
    rows.first.check()
    assert not none.is_checked()
    none.check()
    assert rows.evaluate_all("boxes => boxes.map(box => box.checked)") == [False, False]


@pytest.mark.browser
def test_with_forced_colours_only_a_ticked_box_shows_a_tick(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/parts/")
    shown = page.locator("#toilet .tick-box .icon").evaluate_all(
        "icons => icons.map(icon => getComputedStyle(icon).visibility)"
    )
    assert shown == ["visible", "hidden", "hidden"]


@pytest.mark.browser
def test_the_choice_of_a_theme_outdoes_the_system(page: Page) -> None:
    grounds = {}
    for theme in ("light", "dark", ""):
        page.emulate_media(color_scheme="dark" if theme == "light" else "light")
        page.goto(f"/parts/?theme={theme}")
        grounds[theme] = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert grounds == {"light": "rgb(246, 237, 228)", "dark": "rgb(16, 25, 22)", "": "rgb(246, 237, 228)"}


@pytest.mark.browser
def test_the_letters_are_ours(page: Page) -> None:
    page.goto("/parts/")
    loaded = page.evaluate(
        "document.fonts.ready.then(fonts => [...fonts].filter(f => f.status == 'loaded').map(f => f.family))"
    )
    assert {name.strip('"') for name in loaded} == {"Supple Digits", "Atkinson Hyperlegible Next"}


@pytest.mark.browser
def test_the_stop_page_prints_on_one_sheet(page: Page, tmp_path: Path) -> None:
    page.goto("/parts/stop/")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
