"""What a page costs a browser that has never been here: requests and bytes on the wire, from a real Chromium."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.table import NotHereError

MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


@dataclass(frozen=True, slots=True)
class Weight:
    """One page, cold cache."""

    requests: int
    bytes: int  # on the wire, headers included
    parts: tuple[tuple[str, int], ...]  # kind of file -> bytes, the heaviest first


def of(address: str, cookie: str) -> Weight:
    """Opens the page with these cookies and an empty cache, and waits until the network is quiet."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        context = browser.new_context()
        pairs = (part.split("=", 1) for part in cookie.split("; "))
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in pairs])
        page = context.new_page()
        seen = _listen(context.new_cdp_session(page))
        page.goto(address, wait_until="networkidle")
        browser.close()
    return weigh(seen)


def weigh(seen: Sequence[tuple[str, str, Any]]) -> Weight:
    """Adds up what the browser told: ("request", id, kind) and ("done", id, bytes)."""
    kinds = {key: str(value) for what, key, value in seen if what == "request"}
    done = [(kinds.get(key, "Other"), int(value)) for what, key, value in seen if what == "done"]
    parts = {kind: sum(size for one, size in done if one == kind) for kind, _ in done}
    heaviest = sorted(parts.items(), key=lambda part: -part[1])
    return Weight(len(kinds), sum(parts.values()), tuple(heaviest))


def _listen(session: Any) -> list[tuple[str, str, Any]]:
    seen: list[tuple[str, str, Any]] = []
    session.on("Network.requestWillBeSent", lambda told: seen.append(("request", told["requestId"], told["type"])))
    session.on(
        "Network.loadingFinished", lambda told: seen.append(("done", told["requestId"], told["encodedDataLength"]))
    )
    session.send("Network.enable")
    return seen


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("google-chrome") or (MAC if Path(MAC).exists() else None)
    if found is None:
        raise NotHereError("not measured: no Chromium here (Debian: apt install chromium)")
    return found
