"""The contrast of every pair of colours that pages use, in both themes, computed from the style sheet itself."""

import re
from pathlib import Path

import pytest

from supple.web import env
from supple.web.people import tones

SKETCHES = sorted(env.PROJECT.glob("supple/content/baked/*/*.svg"))
CSS = env.PROJECT / "supple/web/static/css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
THEMES = ("light", "dark")
TEXT, CONTROL = 4.5, 3.0  # WCAG 2.2: 1.4.3 for text, 1.4.11 for what is tapped, the focus ring and graphs

TEXT_PAIRS = """
ink: page sheet sunk morning breath dose chart-band
ink-soft: page sheet morning
action: page sheet sunk chosen
action-press: page sheet
on-action: action action-press
on-chosen: chosen
on-care: care page sheet
on-stop: stop
on-call: call
on-mat: mat-ease mat-strong mat-move
page: ink
"""
CONTROL_PAIRS = """
edge: sheet sunk page
focus: page sheet sunk morning chosen care
on-stop: stop
chart-line: chart-band sheet
chart-dot: chart-band sheet
glow: fig-legs fig-line
fig-line: fig-shirt fig-skin
action: sunk morning
"""


def colours(theme: str, tone: str = "") -> dict[str, str]:
    """Each meaning with the colour it has in a theme, as #rrggbb; `tone`: as its class changes them."""
    screen = TOKENS.split("@media print")[0]
    blocks = re.findall(r"^\.tone-(\w+) {\n(.*?)^}", screen, re.MULTILINE | re.DOTALL)
    others = [block for name, block in blocks if name != tone]
    for block in others:
        screen = screen.replace(block, "", 1)
    named = dict(re.findall(r"^  --([\w-]+): (#[0-9a-f]{6});", screen, re.MULTILINE))
    meanings = {}
    for meaning, value in re.findall(r"^  --([\w-]+): (var\(.*\));", screen, re.MULTILINE):
        sides = re.fullmatch(r"var\(--light, var\(--([\w-]+)\)\) var\(--dark, var\(--([\w-]+)\)\)", value)
        one = re.fullmatch(r"var\(--([\w-]+)\)", value)
        assert sides or one, f"--{meaning} is written in a third way: {value}"
        meanings[meaning] = named[sides[1 + THEMES.index(theme)] if sides else value[6:-1]]
    return meanings


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def pairs(table: str, least: float) -> list[tuple[str, str, float]]:
    rows = (line.split(": ") for line in table.strip().splitlines())
    return [(front, ground, least) for front, grounds in rows for ground in grounds.split()]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "ground", "least"), pairs(TEXT_PAIRS, TEXT) + pairs(CONTROL_PAIRS, CONTROL))
def test_each_pair_can_be_told_apart(front: str, ground: str, least: float, theme: str) -> None:
    known = colours(theme)
    assert contrast(known[front], known[ground]) >= least


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("tone", tones.TONES)
def test_each_tone_of_the_figure_can_be_read(tone: str, theme: str) -> None:
    mine, first = colours(theme, tone), colours(theme)
    assert contrast(mine["fig-line"], mine["fig-skin"]) >= CONTROL
    assert contrast(mine["fig-line"], mine["glow"]) >= CONTROL
    assert contrast(mine["fig-skin"], mine["fig-skin-shade"]) >= 1.25
    changed = {name for name in mine if mine[name] != first[name]}
    assert changed <= {"fig-skin", "fig-skin-shade", "fig-hair", "fig-hair-shade", "fig-line"}


def test_no_two_tones_look_alike_and_each_has_a_class() -> None:
    looks = {tone: (colours("light", tone)["fig-skin"], colours("light", tone)["fig-hair"]) for tone in tones.TONES}
    assert len(set(looks.values())) == len(looks) >= 6
    assert re.findall(r"^\.tone-(\w+) {", TOKENS, re.MULTILINE) == list(tones.TONES)


def test_on_paper_the_figure_is_an_outline() -> None:
    paper = TOKENS.split("@media print")[1]
    drawn = set(re.findall(r"--(fig-[\w-]+)", "".join(file.read_text() for file in SKETCHES)))
    plain = {name for name in drawn if not name.startswith(("fig-band", "fig-glow", "fig-line", "fig-muscles"))}
    assert dict(re.findall(r"--(fig-[\w-]+): (\w+);", paper)) == dict.fromkeys(plain, "white") | {
        "fig-line": "black", "fig-glow": "gray",
    }  # fmt: skip


def test_the_ratio_is_the_one_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_themes_have_the_colours_they_were_drawn_with() -> None:
    light, dark = colours("light"), colours("dark")
    assert (light["page"], dark["page"]) == ("#f6ede4", "#101916")
    assert (light["action"], dark["action"]) == ("#175044", "#f4c76e")
    assert light["stop"] == dark["stop"] == "#6e2415"


def sheets() -> list[Path]:
    return [file for file in sorted(CSS.rglob("*.css")) if file.name != "tokens.css"]


@pytest.mark.parametrize("file", sheets(), ids=lambda file: file.stem)
def test_pages_and_parts_use_meanings_and_no_colours_of_their_own(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", text) == []
    unknown = set(re.findall(r"var\(--([\w-]+)", text)) - set(re.findall(r"^ +--([\w-]+):", all_css(), re.MULTILINE))
    assert unknown == set()
    named = set(re.findall(r"^  --([\w-]+): #", TOKENS, re.MULTILINE))
    assert set(re.findall(r"var\(--([\w-]+)", text)) & named == set()


def all_css() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(CSS.rglob("*.css")))


def test_each_sheet_is_part_of_the_one_that_pages_fetch() -> None:
    imported = re.findall(r'url\("([^"]+)"\)', (CSS / "supple.css").read_text(encoding="utf-8"))
    assert sorted(imported) == sorted(
        file.relative_to(CSS).as_posix() for file in CSS.rglob("*.css") if file.name != "supple.css"
    )


def test_no_colour_fades() -> None:
    """A fade also runs while the sheets of a page arrive one by one: white words on a button that is not yet dark."""
    fades = re.compile(r"^\s*transition(?:-\w+)?:(?! none)", re.MULTILINE)
    assert fades.search("  transition: color 1s;")
    for sheet in sorted(CSS.rglob("*.css")):
        assert not fades.search(sheet.read_text(encoding="utf-8")), sheet.name
