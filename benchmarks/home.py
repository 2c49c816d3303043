"""A Supple of a measurement's own: on 127.0.0.1, its data in a temporary folder, ended as Ctrl-C ends it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
SUPPLE = str(Path(sys.executable).with_name("supple"))
ASK_EVERY_S, STOP_S = 0.005, 20


class NoAnswerError(Exception):
    """The server ended or stayed silent; the message ends with its last words."""


@dataclass(frozen=True, slots=True)
class Started:
    """A server that has answered its first page."""

    process: subprocess.Popen[str]
    port: int
    seconds: float  # from the command to the first page
    log: IO[str]

    @property
    def address(self) -> str:
        """Without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def get(self, path: str, cookie: str = "") -> str:
        """A page of it as somebody with these cookies gets it."""
        asked = urllib.request.Request(self.address + path, headers={"Cookie": cookie})  # noqa: S310 (our own machine)
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
            return str(answer.read().decode())

    def rss_mb(self) -> float:
        """Memory in use by it and all that it started."""
        listed = subprocess.run(["ps", "-axo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True).stdout  # noqa: S607 (ps of the system)
        return rss_kb(listed, self.process.pid) / 1024


@dataclass(frozen=True, slots=True)
class Ended:
    """How a server ended after one Ctrl-C."""

    seconds: float
    clean: bool  # in time, nothing left running, no traceback


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def plain_env(data_dir: Path | None = None) -> dict[str, str]:
    """The environment of a newcomer: no setting of ours, but for the data folder where it is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SUPPLE_", "DJANGO_", "MAKE"))}
    return kept | ({"SUPPLE_DATA_DIR": str(data_dir)} if data_dir else {})


@contextmanager
def served(data_dir: Path, before: Sequence[str] = ()) -> Iterator[Started]:
    """`supple serve` over this data folder; `before` stands in front of the command, such as taskset."""
    port = free_port()
    with running([*before, SUPPLE, "serve", "--port", str(port)], port, ROOT, plain_env(data_dir)) as started:
        yield started


@contextmanager
def running(
    command: Sequence[str], port: int, folder: Path, env: dict[str, str], within_s: float = 60
) -> Iterator[Started]:
    """Whatever serves on this port, from its first page until the end of the block."""
    with tempfile.TemporaryFile("w+") as log:
        since = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 (commands of our own)
            command, cwd=folder, env=env, stdout=log, stderr=log, text=True, start_new_session=True
        )
        try:
            _first_page(process, port, since + within_s, log)
            yield Started(process, port, time.perf_counter() - since, log)
        finally:
            stop(process, log)


def stop(process: subprocess.Popen[str], log: IO[str]) -> Ended:
    """Ctrl-C, which a terminal sends to everything in the foreground at once; what does not end is ended."""
    since = time.perf_counter()
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_S)
    seconds, left = time.perf_counter() - since, _end_all(process)
    return Ended(seconds, not left and "Traceback" not in _words(log))


def rss_kb(listed: str, root: int) -> int:
    """Of lines `pid parent kilobytes`: the sum over one process and all its descendants."""
    lines = [tuple(map(int, line.split())) for line in listed.splitlines()]
    family, before = {root}, 0
    while len(family) > before:
        before = len(family)
        family |= {pid for pid, parent, _ in lines if parent in family}
    return sum(kb for pid, _, kb in lines if pid in family)


def _first_page(process: subprocess.Popen[str], port: int, until: float, log: IO[str]) -> None:
    while time.perf_counter() < until and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=60) as answer:
            if answer.status == 200:
                return
        time.sleep(ASK_EVERY_S)
    raise NoAnswerError(f"no page on port {port}; the last words: {_words(log)[-500:].strip() or '(none)'}")


def _words(log: IO[str]) -> str:
    log.seek(0)
    return log.read()


def _end_all(process: subprocess.Popen[str]) -> bool:
    """Ends what is left of the process group we started; whether anything was."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    process.wait()
    return True
