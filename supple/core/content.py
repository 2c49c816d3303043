"""Reads content/ strictly: the only door to what Supple knows. A bad file raises ContentError."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import get_args

from supple.core.baked import FOLDER, Baked, Shelf
from supple.core.dose import Doses, read_doses
from supple.core.emergency import Emergency, read_emergency
from supple.core.errors import ContentError
from supple.core.exercise import Exercise
from supple.core.gaps import Gaps, read_gaps
from supple.core.needs import NeedsTable, read_needs
from supple.core.profile import Profile, read_profiles
from supple.core.questions import Question
from supple.core.reader import build, tables, toml
from supple.core.red_flags import RedFlags, read_red_flags
from supple.core.spoken import Spoken, read_spoken
from supple.core.words import Attribute, Cap, Equipment, Grade, Group, Kind, Place

ROOT = Path(__file__).parent.parent / "content"


@dataclass(frozen=True, slots=True)
class MuscleGroup:
    """A target group: its anatomical name, where a person feels it, and its muscles."""

    id: str
    name: str
    plain: str
    muscles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One source: what it is, and whether its text was opened."""

    id: str
    cite: str
    seen: str


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words for codes."""

    attributes: dict[str, str]
    caps: dict[str, str]
    grades: dict[str, str]
    kinds: dict[str, str]
    places: dict[str, str]
    equipment: dict[str, str]


@dataclass(frozen=True, slots=True)
class Content:
    """All that Supple knows, with a version that changes with any file."""

    version: str
    exercises: dict[str, Exercise]  # by slug, in the order of their codes
    profiles: dict[str, Profile]
    doses: Doses
    groups: dict[str, MuscleGroup]
    needs: NeedsTable
    gaps: Gaps
    words: Words
    spoken: Spoken
    sources: dict[str, Source]
    red_flags: RedFlags
    emergency: Emergency
    baked: Mapping[str, Baked]  # by slug; read when first asked for, as only a few are needed at a time

    @property
    def answers(self) -> Mapping[str, Question]:
        """The vocabulary of the danger questions."""
        return self.red_flags.questions.answers

    def by_code(self, code: str) -> Exercise | None:
        """The exercise with this code (E37) or slug (bird_dog)."""
        return next((e for e in self.exercises.values() if code in (e.code, e.id)), None)


@cache
def load(root: Path = ROOT) -> Content:
    """The whole of content/, every reference resolved. Raises ContentError."""
    groups = tables(MuscleGroup, toml(root / "muscles.toml", root), "muscles.toml")
    _same_words("muscles.toml", "groups", groups, get_args(Group))
    exercises = read_exercises(root)
    content = Content(
        version=_version(root),
        exercises=exercises,
        profiles=read_profiles(root),
        doses=read_doses(root),
        groups=groups,
        needs=read_needs(root, get_args(Group)),
        gaps=read_gaps(root),
        words=_read_words(root),
        spoken=read_spoken(root),
        sources=tables(Source, toml(root / "sources.toml", root), "sources.toml"),
        red_flags=read_red_flags(root),
        emergency=read_emergency(root),
        baked=Shelf(root, exercises),
    )
    _resolve(content)
    return content


def read_exercises(root: Path) -> dict[str, Exercise]:
    """Every file of exercises/, by slug in the order of their codes."""
    made = []
    for path in (root / "exercises").glob("*.toml"):
        file = path.relative_to(root).as_posix()
        made.append(build(Exercise, {"id": path.stem, **toml(path, root)}, file))
    return {exercise.id: exercise for exercise in sorted(made, key=lambda exercise: (exercise.code, exercise.id))}


def _read_words(root: Path) -> Words:
    words = build(Words, toml(root / "words.toml", root), "words.toml")
    kinds = {"attributes": Attribute, "caps": Cap, "grades": Grade, "kinds": Kind, "places": Place,
             "equipment": Equipment}  # fmt: skip
    for part, vocabulary in kinds.items():
        _same_words("words.toml", part, getattr(words, part), get_args(vocabulary))
    return words


def _same_words(file: str, key: str, found: Iterable[str], wanted: tuple[str, ...]) -> None:
    missing, unknown = set(wanted) - set(found), set(found) - set(wanted)
    if missing:
        raise ContentError(file, key, f"is missing: {', '.join(sorted(missing))}")
    if unknown:
        raise ContentError(file, key, f"unknown: {', '.join(sorted(unknown))}; allowed: {', '.join(sorted(wanted))}")


def _resolve(content: Content) -> None:
    """Every name that one file uses of another must exist."""
    muscles = {muscle for group in content.groups.values() for muscle in group.muscles}
    codes: dict[str, str] = {}
    for exercise in content.exercises.values():
        file = f"exercises/{exercise.id}.toml"
        twins = (exercise.twin,) if exercise.twin else ()
        _known(file, "twin", twins, content.exercises)
        first = (exercise.ladder.after.exercise,) if exercise.ladder.after else ()
        _known(file, "ladder", (*exercise.ladder.down, *exercise.ladder.up, *first), content.exercises)
        _known(file, "muscles", exercise.muscles, muscles)
        if exercise.code in codes:
            raise ContentError(file, "code", f"{exercise.code} is already {codes[exercise.code]}")
        codes[exercise.code] = exercise.id
    for file, key, source in _cited(content):
        _known(file, key, (source,), content.sources)
    for pair in content.gaps.pairs:
        _known("coverage.toml", "pairs.profiles", pair.profiles, content.profiles)
    red = content.doses.traffic_light.red_feelings
    _known("doses.toml", "traffic_light.red_feelings", red, content.spoken.feelings)


def _known(file: str, key: str, names: Iterable[str], allowed: Iterable[str]) -> None:
    for name in names:
        if name not in allowed:
            raise ContentError(file, key, f'"{name}" is not one of: {", ".join(sorted(allowed))}')


def _cited(content: Content) -> Iterator[tuple[str, str, str]]:
    """(file, key, source) wherever a value names its sources."""
    for exercise in content.exercises.values():
        yield from _sources(exercise, f"exercises/{exercise.id}.toml", "")
    for file, value in (("profiles.toml", content.profiles), ("doses.toml", content.doses),
                        ("needs.toml", content.needs), ("red_flags.toml", content.red_flags),
                        ("session.toml", content.spoken), ("coverage.toml", content.gaps)):  # fmt: skip
        yield from _sources(value, file, "")


def _sources(value: object, file: str, key: str) -> Iterator[tuple[str, str, str]]:
    """Walks a value; a dataclass that names no source where its shape asks for one is refused."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _sources(item, file, f"{key}.{name}".lstrip("."))
    elif is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            if field.name in ("source", "sources"):
                yield from _named(inner, file, f"{key}.{field.name}".lstrip("."))
            else:
                yield from _sources(inner, file, f"{key}.{field.name}".lstrip("."))


def _named(sources: str | tuple[str, ...], file: str, key: str) -> Iterator[tuple[str, str, str]]:
    names = (sources,) if isinstance(sources, str) else sources
    if not names:
        raise ContentError(file, key, "names no source")
    for name in names:
        yield file, key, name


def _version(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted([*root.rglob("*.toml"), *(root / FOLDER).glob("*.json")]):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
