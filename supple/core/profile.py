"""Profiles: what a condition blocks and caps, and the selectors that say of which exercises."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import get_args

from supple.core.errors import ContentError
from supple.core.posed import Judged
from supple.core.reader import tables, toml
from supple.core.words import Attribute, Cap, Form, Kind, Start

FILE = "profiles.toml"


@dataclass(frozen=True, slots=True)
class Said:
    """Words that stand beside the items a selector picks."""

    on: str
    text: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One condition. `block` and the keys of `caps` are selectors."""

    id: str
    name: str
    short: str
    block: tuple[str, ...]
    caps: dict[str, tuple[Cap, ...]]
    prefer: tuple[str, ...]
    sources: tuple[str, ...]
    ask: str | None = None
    words: tuple[Said, ...] = ()
    daily: tuple[str, ...] = ()
    volume_pct: int = 100
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged: one form of an exercise, done as one kind."""

    exercise: Judged
    form: Form
    kind: Kind


def selects(selector: str, subject: Subject) -> bool:
    """Whether a selector picks this form: an attribute, a pattern of them, a code, kind:..., start:..., or ALL."""
    if selector == "ALL" or selector == subject.exercise.code:
        return True
    if selector.startswith("kind:"):
        return selector == f"kind:{subject.kind}"
    if selector.startswith("start:"):
        return selector == f"start:{subject.exercise.start_of(subject.form)}"
    attributes = subject.exercise.attributes_of(subject.form)
    return selector in attributes or ("*" in selector and any(fnmatchcase(name, selector) for name in attributes))


def read_profiles(root: Path) -> dict[str, Profile]:
    """profiles.toml, each selector and cap checked. Raises ContentError."""
    profiles = tables(Profile, toml(root / FILE, root), FILE)
    for profile in profiles.values():
        for selector in (*profile.block, *profile.caps, *(said.on for said in profile.words)):
            if not _known(selector):
                raise ContentError(FILE, f"{profile.id}.{selector}", _ALLOWED)
    return profiles


_ALLOWED = "is no selector; allowed: an attribute, a pattern such as *_END, a code such as E40, kind:, start:, ALL"


def _known(selector: str) -> bool:
    if selector.startswith("kind:"):
        return selector[5:] in get_args(Kind)
    if selector.startswith("start:"):
        return selector[6:] in get_args(Start)
    if selector == "ALL" or (selector[:1] == "E" and selector[1:].isdigit()):
        return True
    return any(fnmatchcase(attribute, selector) for attribute in get_args(Attribute))
