"""Load from wrk: its command, pinned to a core where the system can, and its report."""

import re
import shutil
import subprocess
from dataclasses import dataclass

from benchmarks.table import NotHereError

UNIT_S = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw."""

    rps: float
    p50_s: float
    p99_s: float
    errors: int  # answers that were neither 2xx nor 3xx, and connections that broke


def pinned(core: int) -> list[str]:
    """What stands before a command so that it stays on one core; nothing where there is no taskset."""
    return ["taskset", "-c", str(core)] if shutil.which("taskset") else []


def wrk(address: str, cookie: str, connections: int, seconds: int) -> Load:
    """Loads one page for so many seconds, from the second core."""
    if not shutil.which("wrk"):
        raise NotHereError("not measured: wrk is not here (Debian: apt install wrk; macOS: brew install wrk)")
    command = [*pinned(1), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-H", f"Cookie: {cookie}"]
    report = subprocess.check_output([*command, address], text=True, timeout=seconds + 30)  # noqa: S603 (our own words)
    return read(report)


def read(report: str) -> Load:
    """The figures of a report of `wrk --latency`."""
    rps = re.search(r"Requests/sec:\s+([\d.]+)", report)
    if rps is None:
        raise ValueError(f"no report of wrk --latency: {report[:200]!r}")
    return Load(float(rps[1]), _latency(report, 50), _latency(report, 99), _errors(report))


def _latency(report: str, percent: int) -> float:
    found = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)\s*$", report, re.MULTILINE)
    if found is None:
        raise ValueError(f"no {percent}% line in this report of wrk: {report!r}")
    return float(found[1]) * UNIT_S[found[2]]


def _errors(report: str) -> int:
    counts = re.findall(r"Non-2xx or 3xx responses: (\d+)", report)
    broken = re.search(r"Socket errors: (.*)", report)
    return sum(map(int, counts + (re.findall(r"\d+", broken[1]) if broken else [])))
