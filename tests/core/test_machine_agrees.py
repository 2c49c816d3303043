"""The player's script and Python read the same table: every random session ends alike in both."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supple.core.document import Document
from supple.core.machine import begin, play, step
from supple.core.received import parse_document, parse_events
from supple.core.table import MACHINE
from tests.core.sessions import by_a_bad_network, by_hand, document_by_chance

ROOT = Path(__file__).parents[2]
DRIVE = ROOT / "tests/js/drive.js"
MACHINE_JS = ROOT / "supple/web/static/js/machine.js"
SMALL = ROOT / "tests/js/document.json"
OFTEN = settings(max_examples=60, deadline=None, derandomize=True,
                 suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip


class Script:
    """The script in one long-lived process; it is told of a document once."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def ask(self, document: Document, **what: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        for line in ({"document": document.as_object()}, what):
            self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def script() -> Iterator[Script]:
    node = shutil.which("node")
    assert node, "no node here; the tests of the front end need it"
    command = [node, DRIVE.as_posix()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        yield Script(process)
        assert process.stdin is not None
        process.stdin.close()


def plain(value: Any) -> Any:
    """As JSON has it."""
    return json.loads(json.dumps(value))


@OFTEN
@given(st.integers(0, 100_000), st.sampled_from((0.3, 0.6, 0.9)))
def test_it_ends_every_random_session_alike(script: Script, seed: int, sane: float) -> None:
    document = document_by_chance(seed)
    sent = by_a_bad_network(by_hand(document, seed, 150, sane), seed)
    here = play(document, parse_events(sent, document)).as_object()
    assert plain(here) == script.ask(document, events=sent)


@settings(OFTEN, max_examples=15)
@given(st.integers(0, 100_000))
def test_it_goes_the_same_way_step_by_step(script: Script, seed: int) -> None:
    """Not only the end: what is said on the way too."""
    document = document_by_chance(seed)
    sent = by_hand(document, seed, 100, 0.6)
    state, here = begin(document), []
    for one in parse_events(sent, document):
        state = step(document, state, one)
        here.append(state.as_object())
    assert plain(here) == script.ask(document, steps=sent)


def test_it_tests_the_script_on_the_table_of_today() -> None:
    small = parse_document(json.loads(SMALL.read_text()))
    assert small.machine == MACHINE, "tests/js/document.json holds an old table"


def strings(value: Any) -> Iterator[str]:
    """Every text in a plain value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *strings(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


@settings(OFTEN, max_examples=15)
@given(st.integers(0, 100_000))
def test_it_speaks_in_codes_alone(script: Script, seed: int) -> None:
    """No state holds a sentence; what is said has its words in the document."""
    document = document_by_chance(seed)
    found = script.ask(document, steps=by_hand(document, seed, 100, 0.6))
    assert [text for text in strings(found) if not re.fullmatch(r"[a-z_]*", text)] == []
    assert {code for state in found for code in state["say"]} <= set(document.words)


def test_it_owns_no_sentence() -> None:
    code = re.sub(r"//.*|/\*.*?\*/", "", MACHINE_JS.read_text(encoding="utf-8"))
    quoted = re.findall(r""""([^"]*)"|'([^']*)'|`([^`]*)`""", code)
    assert quoted
    assert [text for texts in quoted for text in texts if " " in text] == []
