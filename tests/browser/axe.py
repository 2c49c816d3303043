"""axe-core on a page: accessibility faults that a machine can find."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text()
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def faults(page: Page) -> list[str]:
    """Rule and place of every fault; the page's own policy forbids scripts, so the context must bypass it."""
    size = page.viewport_size or {"width": 1280, "height": 720}
    # As tall as the page: a link that the bar at the bottom covers by half can be scrolled clear, axe cannot know.
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], tall)})
    page.evaluate(AXE)
    found = page.evaluate("levels => axe.run(document, {runOnly: levels})", LEVELS)
    return [f"{one['id']}: {node['target']}" for one in found["violations"] for node in one["nodes"]]
