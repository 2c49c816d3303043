"""Reads content/ strictly: the only door to what Supple knows. A bad file raises ContentError."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import get_args

from supple.core import own
from supple.core.baked import FOLDER, Baked, Shelf
from supple.core.dose import Doses, read_doses
from supple.core.emergency import Emergency, read_emergency
from supple.core.errors import ContentError
from supple.core.exercise import Exercise
from supple.core.gaps import Gaps, read_gaps
from supple.core.needs import NeedsTable, read_needs
from supple.core.posed import Posed
from supple.core.profile import Profile, read_profiles
from supple.core.questionnaire import Questionnaire
from supple.core.questionnaire_file import read_questionnaire
from supple.core.questions import Question
from supple.core.reader import NAME, NAMED, build, tables, toml
from supple.core.red_flags import RedFlags, read_red_flags
from supple.core.self_test import SelfTest, check_names, in_order
from supple.core.self_test_file import read_self_test
from supple.core.spoken import Spoken, read_spoken
from supple.core.words import FORMS, Attribute, Cap, Equipment, Grade, Group, Kind, Place

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
    certainty: dict[str, str]  # the same grades, of a statement
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
    questionnaires: dict[str, Questionnaire]  # by slug, in the order in which they are asked
    self_tests: dict[str, SelfTest]  # by slug, in the order in which they are done
    baked: Mapping[str, Baked]  # by slug; read when first asked for, as only a few are needed at a time
    added: Mapping[str, str] = field(default_factory=dict)  # "exercises/<slug>" of a host's own folder -> its file

    @property
    def posed(self) -> Mapping[str, Posed]:
        """Whatever has poses, by slug: exercises and self-tests."""
        return {**self.exercises, **self.self_tests}

    @property
    def answers(self) -> Mapping[str, Question]:
        """The vocabulary of the danger questions."""
        return self.red_flags.questions.answers

    def by_code(self, code: str) -> Exercise | None:
        """The exercise with this code (E37) or slug (bird_dog)."""
        return next((e for e in self.exercises.values() if code in (e.code, e.id)), None)

    def is_added(self, part: str, name: str) -> bool:
        """Whether this came from a host's own folder."""
        return f"{part}/{name}" in self.added

    def file(self, part: str, name: str) -> str:
        """The file that this was read from."""
        return self.added.get(f"{part}/{name}", f"{part}/{name}.toml")


@cache
def load(root: Path = ROOT) -> Content:
    """The whole of content/, every reference resolved, with what a host added beside it. Raises ContentError."""
    host = own.folder() if root == ROOT else None
    if host:
        own.check(host)
    groups = tables(MuscleGroup, toml(root / "muscles.toml", root), "muscles.toml")
    _same_words("muscles.toml", "groups", groups, get_args(Group))
    exercises = read_exercises(root, host)
    content = Content(
        version=_version(root, host),
        exercises=exercises,
        profiles=read_profiles(root),
        doses=read_doses(root),
        groups=groups,
        needs=read_needs(root, get_args(Group)),
        gaps=read_gaps(root),
        words=_read_words(root),
        spoken=read_spoken(root),
        sources=_read_sources(root, host),
        red_flags=read_red_flags(root),
        emergency=read_emergency(root),
        questionnaires=_read_questionnaires(root, host),
        self_tests=_read_self_tests(root, host),
        baked=Shelf(root, exercises, host),
        added=_added(host),
    )
    _resolve(content)
    return content


def read_exercises(root: Path, host: Path | None = None) -> dict[str, Exercise]:
    """Every file of exercises/, by slug in the order of their codes."""
    made: dict[str, Exercise] = {}
    for path, base in own.files((root, host), "exercises"):
        file, table = path.relative_to(base).as_posix(), toml(path, base)
        if not NAME.fullmatch(path.stem):
            raise ContentError(file, "file", NAMED)
        exercise = build(Exercise, {"id": path.stem, **table}, file)
        if host and path.is_relative_to(host):
            own.clash(file, "file", exercise.id, made)
            own.clash(file, "code", exercise.code, [one.code for one in made.values()])
            own.check_exercise(exercise, table, file)
        made[exercise.id] = exercise
    return {exercise.id: exercise for exercise in sorted(made.values(), key=lambda one: (one.code, one.id))}


def _read_questionnaires(root: Path, host: Path | None) -> dict[str, Questionnaire]:
    made: dict[str, Questionnaire] = {}
    for path, base in own.files((root, host), "questionnaires"):
        own.clash(path.relative_to(base).as_posix(), "file", path.stem, made)
        made[path.stem] = read_questionnaire(path, base)
    return {one.id: one for one in sorted(made.values(), key=lambda one: (one.order, one.id))}


def _read_self_tests(root: Path, host: Path | None) -> dict[str, SelfTest]:
    made: dict[str, SelfTest] = {}
    for path, base in own.files((root, host), "self_tests"):
        file = path.relative_to(base).as_posix()
        own.clash(file, "file", path.stem, made)
        made[path.stem] = read_self_test(path, base)
        if host and path.is_relative_to(host):
            own.check_self_test(made[path.stem], file)
    return in_order(made.values())


def _read_sources(root: Path, host: Path | None) -> dict[str, Source]:
    sources = tables(Source, toml(root / "sources.toml", root), "sources.toml")
    if host and (host / "sources.toml").exists():
        file = f"{host.name}/sources.toml"
        for name, source in tables(Source, toml(host / "sources.toml", host.parent), file).items():
            own.clash(file, name, name, sources)
            sources[name] = source
    return sources


def _added(host: Path | None) -> dict[str, str]:
    return {f"{part}/{path.stem}": path.relative_to(base).as_posix()
            for part in own.PARTS for path, base in own.files((host,), part)}  # fmt: skip


def _read_words(root: Path) -> Words:
    words = build(Words, toml(root / "words.toml", root), "words.toml")
    kinds = {"attributes": Attribute, "caps": Cap, "grades": Grade, "certainty": Grade, "kinds": Kind,
             "places": Place, "equipment": Equipment}  # fmt: skip
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
        file = content.file("exercises", exercise.id)
        twins = (exercise.twin,) if exercise.twin else ()
        _known(file, "twin", twins, content.exercises)
        first = (exercise.ladder.after.exercise,) if exercise.ladder.after else ()
        _known(file, "ladder", (*exercise.ladder.down, *exercise.ladder.up, *first), content.exercises)
        _known(file, "muscles", exercise.muscles, muscles)
        if len(exercise.ladder.forms) != len(FORMS):
            raise ContentError(file, "ladder.forms", f"names {len(exercise.ladder.forms)} forms, not {len(FORMS)}")
        if exercise.code in codes:
            raise ContentError(file, "code", f"{exercise.code} is already {codes[exercise.code]}")
        codes[exercise.code] = exercise.id
    _no_circle(content)
    check_names(content.self_tests, content.exercises, content.profiles)
    for file, key, source in _cited(content):
        _known(file, key, (source,), content.sources)
    for pair in content.gaps.pairs:
        _known("coverage.toml", "pairs.profiles", pair.profiles, content.profiles)
    red = content.doses.traffic_light.red_feelings
    _known("doses.toml", "traffic_light.red_feelings", red, content.spoken.feelings)


def _no_circle(content: Content) -> None:
    for way in ("down", "up"):
        links = {slug: getattr(one.ladder, way) for slug, one in content.exercises.items()}
        try:
            TopologicalSorter(links).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1][::-1]
            raise ContentError(
                content.file("exercises", circle[0]), f"ladder.{way}", f"leads in a circle: {' - '.join(circle)}"
            ) from None


def _known(file: str, key: str, names: Iterable[str], allowed: Iterable[str]) -> None:
    for name in names:
        if name not in allowed:
            raise ContentError(file, key, f'"{name}" is not one of: {", ".join(sorted(allowed))}')


def _cited(content: Content) -> Iterator[tuple[str, str, str]]:
    """(file, key, source) wherever a value names its sources."""
    for exercise in content.exercises.values():
        yield from _sources(exercise, content.file("exercises", exercise.id), "")
    for questionnaire in content.questionnaires.values():
        yield from _sources(questionnaire, content.file("questionnaires", questionnaire.id), "")
    for test in content.self_tests.values():
        yield from _sources(test, content.file("self_tests", test.id), "")
    for file, value in (("profiles.toml", content.profiles), ("doses.toml", content.doses),
                        ("needs.toml", content.needs), ("red_flags.toml", content.red_flags),
                        ("session.toml", content.spoken), ("coverage.toml", content.gaps)):  # fmt: skip
        yield from _sources(value, file, "")


def _sources(value: object, file: str, key: str) -> Iterator[tuple[str, str, str]]:
    """Walks a value; a dataclass that names no source where its shape asks for one is refused."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _sources(item, file, f"{key}.{name}".lstrip("."))
    elif isinstance(value, tuple):
        for item in value:
            yield from _sources(item, file, key)
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


def _version(root: Path, host: Path | None) -> str:
    digest = hashlib.sha256()
    for place in (root, host) if host else (root,):
        for path in sorted([*place.rglob("*.toml"), *(place / FOLDER).glob("*.json")]):
            digest.update(path.relative_to(place).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
