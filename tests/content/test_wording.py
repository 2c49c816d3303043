"""The words people read: kind, plain, never frightening (a treatment in itself)."""

import dataclasses
import re
from collections.abc import Iterator

import pytest

from supple.core.content import load

CONTENT = load()

# avoid -> say; a hit is a fault in the text, not in the list.
AVOID = {
    r"wear and tear": "normal age change",
    r"damag\w*": "sensitive, irritated",
    r"slipped": "irritated disc",
    r"out of place": "sensitive, irritated",
    r"weak (core|back|muscles?)": "can get stronger",
    r"unstable|instability": "can get stronger",
    r"(bad|poor|wrong|incorrect) posture": "your next position",
    r"protect (your|the) (lower )?back": "your back is strong and adapts",
    r"stop if it hurts": "ease off if it climbs past your limit",
    r"fail(ed|ure|s)?\b": "not logged",
    r"missed": "not logged",
    r"never bend": "bend gradually, mornings gently",
    r"degenerat\w*": "normal age change",
    r"crumbl\w*|worn out": "normal age change",
    r"don't panic": "say what to do",
    r"!": "no exclamation marks",
}


def sentences(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in content with the path to it."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from sentences(item, f"{key}.{name}")
    elif isinstance(value, tuple | list):
        for n, item in enumerate(value):
            yield from sentences(item, f"{key}[{n}]")
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in ("sources", "source", "cite"):
                yield from sentences(getattr(value, field.name), f"{key}.{field.name}")


def _texts() -> list[tuple[str, str]]:
    spoken = {"exercises": CONTENT.exercises, "profiles": CONTENT.profiles, "doses": CONTENT.doses,
              "needs": CONTENT.needs, "words": CONTENT.words, "groups": CONTENT.groups,
              "questions": CONTENT.red_flags.questions.texts(), "red_flags": CONTENT.red_flags.texts(),
              "session": CONTENT.spoken.texts(), "coverage": CONTENT.gaps,
              "questionnaires": CONTENT.questionnaires, "self_tests": CONTENT.self_tests}  # fmt: skip
    return [(key, text) for name, value in spoken.items() for key, text in sentences(value, name) if " " in text]


@pytest.mark.parametrize("avoid", AVOID, ids=str)
def test_it_avoids_words_that_frighten(avoid: str) -> None:
    pattern = re.compile(avoid if avoid == "!" else rf"\b({avoid})", re.IGNORECASE)
    hits = [f"{key}: {text}" for key, text in _texts() if pattern.search(text)]
    assert not hits, f"say instead: {AVOID[avoid]}"


def test_it_promises_no_cure() -> None:
    promise = re.compile(r"\b(cures?|guarantee[sd]?|heals?|miracle|pain-free|fix(es)? your)\b", re.I)
    assert [key for key, text in _texts() if promise.search(text)] == []
