"""docs/mission.md keeps its word: every line once, in one of four states, and what it names is there."""

import argparse
import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import Resolver404, resolve

from supple import cli
from supple.core.content import load
from supple.core.request import KEYS
from supple.web.people import journey
from tests.docs.table import ROOT, STATES, TEXTS, Line, counts, lines
from tests.docs.test_said import SAID

LINES = lines()
CONTENT = load()
SAYS = "tests/docs/test_said.py::test_it_says_so"
every_line = pytest.mark.parametrize("line", LINES, ids=lambda line: line.number)


def commands() -> set[str]:
    """What may follow `supple`."""
    actions = cli._parser()._actions
    return {name for action in actions if isinstance(action, argparse._SubParsersAction) for name in action.choices}


@cache
def defined(path: Path) -> set[str]:
    """The tests of a file: `test_x` and `TestY::test_x`."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
    return found


def is_page(place: str) -> bool:
    """Whether the site has this address; a page of the first visit must be one that is asked."""
    try:
        slug = resolve(place.replace("<key>", str(UUID(int=0)))).kwargs.get("slug")
    except Resolver404:
        return False
    return not place.startswith("/begin/") or slug in (*journey.screens(), *journey.OWN)


def test_it_holds_each_line_once() -> None:
    numbers = [f"{text}.{n}" for text, count in TEXTS.items() for n in range(1, count + 1)]
    assert len(numbers) == 230
    assert [line.number for line in LINES] == numbers


def test_it_counts_its_own_states() -> None:
    states = Counter(line.state for line in LINES)
    assert set(states) <= set(STATES)
    assert counts() == {state: states[state] for state in STATES}


@every_line
def test_it_says_in_each_line_what_is_asked(line: Line) -> None:
    assert line.asks
    assert len(line.asks.split()) <= 14


@every_line
def test_it_names_a_place_and_a_test_unless_nothing_is_there(line: Line) -> None:
    assert bool(line.places) == (line.state != "not yet")
    assert bool(line.tests) == (line.state != "not yet")


@every_line
def test_it_gives_the_reason_where_something_differs_or_is_to_come(line: Line) -> None:
    prose = re.sub(r"`[^`]+`", "", line.where).strip(" ,.()")
    assert bool(re.search(r"\w{3}", prose)) == (line.state in ("met differently", "partly"))


@every_line
def test_it_names_places_that_are_there(line: Line) -> None:
    for place in line.places:
        if place.startswith("/"):
            assert is_page(place), place
        elif place.startswith("supple "):
            assert place.removeprefix("supple ") in commands()
        elif "/" in place:
            assert (ROOT / place).is_file(), place
        else:
            assert place in KEYS or place in CONTENT.answers, place


@every_line
def test_it_names_tests_that_are_there(line: Line) -> None:
    for test in line.tests:
        path, _, name = test.partition("::")
        assert (ROOT / path).is_file(), path
        assert not name or name in defined(ROOT / path), test


def test_it_names_the_exercises_that_name_it() -> None:
    """Each exercise lists the lines that it meets; the line names the exercise's page, and the other way round."""
    from_exercises = {(number, slug) for slug, exercise in CONTENT.exercises.items() for number in exercise.mission}
    from_lines = {(line.number, slug) for line in LINES for slug in line.exercises}
    assert from_exercises - from_lines == set(), "an exercise names a line that does not name it"
    assert from_lines - from_exercises == set(), "a line names an exercise that does not name it"


def test_it_checks_the_words_of_every_line_that_is_shown_by_them() -> None:
    assert {line.number for line in LINES if SAYS in line.tests} == set(SAID)
