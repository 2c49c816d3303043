"""What a self-test is: the shape of content/self_tests/<slug>.toml, and what follows from it.

A self-test asks for one or more measures; each says how it is recorded, what is typical, how far off one result may be
and from which change on two results differ. It also stands where an exercise stands before the limits and the body.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from supple.core.errors import ContentError
from supple.core.exercise import Exercise
from supple.core.words import Attribute, Equipment, Form, Group, Kind, Start

FOLDER = "self_tests"
Stage = Literal["range", "endurance", "balance"]  # the order in which they are done, after the question for pain
STAGES: tuple[Stage, ...] = ("range", "endurance", "balance")
How = Literal["number", "timer", "ruler", "choice"]
Better = Literal["more", "less"]  # which way the number goes where there is more of what is tested
Word = Literal["less than most", "typical", "more than most"]
Side = Literal["left", "right", "both"]
Sex = Literal["female", "male"]
Tag = Literal[
    "hamstring_short", "hip_flexor_short", "hip_er_short", "hip_rot_stiff", "flex_stiff", "thoracic_stiff",
    "plank_low", "side_low", "bridge_low", "legs_low",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Norm:
    """What is typical of people of a sex and an age; whatever is left out fits everybody."""

    sources: tuple[str, ...]
    typical: tuple[float, ...] = ()  # from, to; empty: only the flag is known
    sex: Sex | None = None
    ages: tuple[int, ...] = ()  # from, to, both included
    flag: float | None = None  # short of this (beyond it where less is better) the measure's tag is set


@dataclass(frozen=True, slots=True)
class Gap:
    """From which difference between the sides on it is more than chance: `most`, and `pct` of the better side."""

    most: float
    sources: tuple[str, ...]
    pct: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be tapped."""

    value: str
    text: str
    tag: Tag | None = None
    nerve: bool = False  # the sign that stretching makes no better: it shoots below the knee
    void: bool = False  # the test was not done as it must be, so the rest says nothing


@dataclass(frozen=True, slots=True)
class Error:
    """How far off one result may be, and from which change on two results differ."""

    one: float
    change: float
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is recorded."""

    id: str
    ask: str
    how: How
    unit: str = ""
    least: float = 0.0
    most: float = 0.0
    step: float = 1.0  # results are shown to the nearest of these
    trials: int = 1  # the mean of so many counts
    clock_s: int = 0  # counted within so many seconds
    better: Better = "more"
    two_sided: bool = False
    choices: tuple[Choice, ...] = ()
    norms: tuple[Norm, ...] = ()
    gap: Gap | None = None
    error: Error | None = None
    tag: Tag | None = None

    @property
    def sides(self) -> tuple[Side, ...]:
        """What is recorded: each side, or both at once."""
        return ("left", "right") if self.two_sided else ("both",)


@dataclass(frozen=True, slots=True)
class Risk:
    """The condition that a flagged result adds from an age on; it never takes one away."""

    profile: str
    from_age: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Serves:
    """What a tag means in plain words, and the exercises that serve it."""

    text: str
    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One scored example: whoever did it, what was put in, and what must come of it."""

    values: dict[str, dict[str, tuple[object, ...]]]
    age: int | None = None
    sex: Sex | None = None
    words: dict[str, str] = field(default_factory=dict)  # "measure" or "measure.side" -> the word, or "none"
    tags: tuple[Tag, ...] = ()
    nerve: bool = False
    void: bool = False
    adds: str = ""


@dataclass(frozen=True, slots=True)
class SelfTest:
    """One self-test. Texts are for the person; lists hold words of words.py and ids of other files."""

    id: str  # the slug: the file's name
    code: str
    name: str
    stage: Stage
    kind: Kind  # what its effort is like, for the limits
    start: Start
    what: str  # what it tells
    not_told: str
    instead: str  # how it is measured at home in place of the laboratory's or the camera's way, and what that costs
    minutes: int
    attributes: tuple[Attribute, ...]
    things: tuple[str, ...]
    setup: tuple[str, ...]
    steps: tuple[str, ...]
    stop: tuple[str, ...]
    measures: tuple[Measure, ...]
    cases: tuple[Case, ...]
    sources: tuple[str, ...]
    like: str = ""  # the code of the exercise whose movement it is; what holds of that one holds of the test
    agree: int = 1  # so many results in a row must say the same before a tag counts
    risk: Risk | None = None
    serves: dict[str, Serves] = field(default_factory=dict)
    poses: tuple[Mapping[str, object], ...] = field(default=(), compare=False)
    # What an exercise says and a self-test has nothing to say to.
    muscles: tuple[str, ...] = field(default=(), init=False)
    lengthens: tuple[Group, ...] = field(default=(), init=False)
    strengthens: tuple[Group, ...] = field(default=(), init=False)
    places: tuple[str, ...] = field(default=("home", "office", "gym"), init=False)

    @property
    def file(self) -> str:
        """Where it stands among the content."""
        return f"{FOLDER}/{self.id}.toml"

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Its kind, as an exercise has several."""
        return (self.kind,)

    @property
    def two_sided(self) -> bool:
        """Whether anything is recorded of each side."""
        return any(one.two_sided for one in self.measures)

    def attributes_of(self, form: Form) -> frozenset[Attribute]:
        """It has one form alone."""
        return frozenset(self.attributes)

    def start_of(self, form: Form) -> Start:
        """The position it begins in."""
        return self.start

    def needs_of(self, form: Form) -> tuple[tuple[Equipment, ...], ...]:
        """Things are advice."""
        return ()

    def measure(self, name: str) -> Measure | None:
        """The measure of this name."""
        return next((one for one in self.measures if one.id == name), None)


def in_order(tests: Iterable[SelfTest]) -> dict[str, SelfTest]:
    """By slug, in the order in which they are done."""
    return {one.id: one for one in sorted(tests, key=lambda one: (STAGES.index(one.stage), one.code))}


def check_names(tests: Mapping[str, SelfTest], exercises: Mapping[str, Exercise], profiles: Iterable[str]) -> None:
    """What a self-test names of other files must exist there. Raises ContentError."""
    known, codes = set(profiles), dict[str, str]()
    movements = {exercise.code for exercise in exercises.values()}
    for one in tests.values():
        if one.id in exercises:
            raise ContentError(one.file, "file", f'"{one.id}" is an exercise already; choose another name')
        if one.code in codes:
            raise ContentError(one.file, "code", f"{one.code} is already {codes[one.code]}")
        codes[one.code] = one.id
        named = {f"serves.{tag}.exercises": row.exercises for tag, row in one.serves.items()}
        for key, names in named.items():
            _known(one.file, key, names, exercises)
        _known(one.file, "like", (one.like,) if one.like else (), movements)
        _known(one.file, "risk.profile", (one.risk.profile,) if one.risk else (), known)


def _known(file: str, key: str, names: Iterable[str], allowed: Iterable[str]) -> None:
    for name in names:
        if name not in allowed:
            raise ContentError(file, key, f'"{name}" is not one of: {", ".join(sorted(allowed))}')


def tags_of(measure: Measure) -> set[str]:
    """Every tag that a measure can set."""
    return {tag for tag in (measure.tag, *(choice.tag for choice in measure.choices)) if tag}
