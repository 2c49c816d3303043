"""What tests of pages share: a real browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

# `make test` tries the same examples on every machine; `make long` looks for new ones. No test waits for a clock.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("new", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


expect.set_options(timeout=30_000)  # how long a busy machine may take; what is true is seen at once


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's own Chromium; playwright downloads none."""
    found = shutil.which("chromium") or shutil.which("google-chrome") or (MAC if Path(MAC).exists() else None)
    assert found, "no Chromium here; `make test` installs one on Debian"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # playwright keeps a loop in this thread; the tests still wait in turn
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()
