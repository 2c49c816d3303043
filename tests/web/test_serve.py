"""The site as a home starts it: one command, a first page with its static files, a clean end."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from supple.core.errors import InputError
from supple.web import env, serve


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def home(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """A running Supple with a data folder of its own."""
    start = f"from pathlib import Path; from supple.web.serve import serve; serve({port}, Path({str(tmp_path)!r}))"
    started = subprocess.Popen(  # noqa: S603 (our own words)
        [sys.executable, "-c", start],
        cwd=env.PROJECT,
        env={name: value for name, value in os.environ.items() if not name.startswith(("SUPPLE_", "DJANGO_"))},
        stdout=subprocess.PIPE,
        text=True,
    )
    yield started
    started.terminate()
    started.communicate(timeout=60)


def fetched(address: str, tries: int = 300) -> tuple[int, str, str]:
    """Status, policy and text of a page, as soon as anyone answers."""
    for _ in range(tries):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 (our own machine)
                return answer.status, answer.headers["Content-Security-Policy"], answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers["Content-Security-Policy"], error.read().decode()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nobody answers at {address}")


def test_it_serves_collected_files_and_stops_cleanly(home: subprocess.Popen[str], tmp_path: Path, port: int) -> None:
    _, policy, _ = fetched(f"http://127.0.0.1:{port}/")
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    sheet = next((tmp_path / "static/css").glob("supple.*.css")).name
    status, _, css = fetched(f"http://127.0.0.1:{port}/static/css/{sheet}")
    assert (status, "@import" in css) == (200, False)
    assert re.search(r"hanken-grotesk-digits\.[0-9a-f]{12}\.woff2", css), "addresses in the sheet carry their hash"
    home.send_signal(signal.SIGINT)
    said, _ = home.communicate(timeout=60)
    assert home.returncode == 0
    assert f"http://localhost:{port}" in said
    assert str(tmp_path) in said


def test_a_killed_supervisor_leaves_nobody_behind(home: subprocess.Popen[str], port: int) -> None:
    fetched(f"http://127.0.0.1:{port}/")
    home.kill()
    home.communicate(timeout=60)  # ends when the worker, too, has let go of the pipe
    with pytest.raises(AssertionError, match="nobody answers"):
        fetched(f"http://127.0.0.1:{port}/", tries=1)


def test_modules_import_each_other_under_hashed_names(home: subprocess.Popen[str], tmp_path: Path, port: int) -> None:
    fetched(f"http://127.0.0.1:{port}/")
    module = next((tmp_path / "static/js").glob("page.*.js"))
    assert re.search(r'from "\./none-of-these\.[0-9a-f]{12}\.js"', module.read_text(encoding="utf-8"))


def test_a_taken_port_is_named_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(InputError, match=rf"port: {taken} is taken .* PORT=8080"):
            serve.serve(taken)


def test_it_collects_only_when_a_file_has_changed(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "one.css").write_text("a {}", encoding="utf-8")
    with override_settings(STATICFILES_DIRS=[files], STATIC_ROOT=tmp_path / "root"):
        assert [serve.collect(), serve.collect()] == [True, False]
        (files / "one.css").write_text("a { }", encoding="utf-8")
        assert [serve.collect(), serve.collect()] == [True, False]
