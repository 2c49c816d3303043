"""A host's own content: a folder with exercises and questionnaires of theirs, read beside the shipped ones and as
strictly. What is in it may add, and never change or take away, what is shipped."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from supple.core.errors import ContentError
from supple.core.exercise import Exercise
from supple.core.self_test import SelfTest
from supple.core.words import Attribute, Form, Start

PARTS = ("exercises", "questionnaires", "self_tests")
HOLDS = (*PARTS, "sources.toml")
MADE = ("baked", "films", "pictures.json")  # `supple bake` writes them
FORMS_KEYS = ("adds", "removes")
FORMS_IN_TURN: tuple[Form, ...] = ("base", "easier", "harder")  # what is wrong of the base form is said of it

# Which attributes a beginning position always brings; true of everything shipped.
BEGINS: Mapping[Start, tuple[Attribute, ...]] = {
    "supine": ("SUPINE", "FLOOR"), "prone": ("FLOOR",), "side": ("FLOOR",), "floor_sit": ("FLOOR",),
    "kneel": ("KNEEL", "FLOOR"), "fours": ("KNEEL", "FLOOR", "WRIST_LOAD", "SHOULDER_LOAD"),
    "hang": ("HANG", "OVERHEAD", "BREATH_RISK"),
}  # fmt: skip

_used: list[Path] = []


def use(folder: Path | None) -> None:
    """Sets the folder for this process, before anything is read. Whoever starts Supple knows it, the core does not."""
    _used[:] = [folder] if folder else []


def folder() -> Path | None:
    """The folder in use."""
    return _used[0] if _used else None


def drawn() -> list[tuple[str, Path]]:
    """(what the site calls it, the folder) of the pictures and films that `supple bake` made here."""
    names, own = {"figures": "baked", "films": "films"}, folder()
    return [(name, own / made) for name, made in names.items() if (own / made).is_dir()] if own else []


def check(own: Path) -> None:
    """Nothing else may lie in the folder: what is in a wrong place would never be read. Raises ContentError."""
    for path in sorted(own.iterdir()):
        known = path.name in (*HOLDS, *MADE) or path.name.startswith(".") or path.suffix == ".md"
        if not known:
            raise ContentError(f"{own.name}/{path.name}", "file", f"has no place here; allowed: {', '.join(HOLDS)}")


def clash(file: str, key: str, name: str, shipped: Iterable[str]) -> None:
    """Refuses a name that is taken. Raises ContentError."""
    if name in shipped:
        raise ContentError(file, key, f"{name} is taken; choose another name")


def check_exercise(exercise: Exercise, table: Mapping[str, Any], file: str) -> None:
    """What the limits judge by must be said, not left out, and fit how it is done. Raises ContentError."""
    for form in ("easier", "harder"):
        for key in FORMS_KEYS:
            if key not in table[form]:
                raise ContentError(file, f"{form}.{key}", "is missing; write [] where nothing changes")
    if exercise.harder.removes:
        raise ContentError(file, "harder.removes", "must be empty: a harder form never asks for less care")
    for attribute in exercise.easier.removes:
        if attribute not in exercise.attributes:
            raise ContentError(file, "easier.removes", f"{attribute} is not among the attributes")
    for form in FORMS_IN_TURN:
        _check_form(exercise, form, file)


def _check_form(exercise: Exercise, form: Form, file: str) -> None:
    for attribute, why in (*begins(exercise, form), *ends(exercise)):
        if form == "easier" and attribute in exercise.easier.removes:
            raise ContentError(file, "easier.removes", f"{attribute} must stay: {why}")
        if attribute not in exercise.attributes_of(form):
            key = "attributes" if form == "base" else f"{form}.adds"
            raise ContentError(file, key, f"{attribute} is missing: {why}")


def check_self_test(test: SelfTest, file: str) -> None:
    """What the limits judge by must fit how it begins. Raises ContentError."""
    for attribute, why in begins(test, "base"):
        if attribute not in test.attributes:
            raise ContentError(file, "attributes", f"{attribute} is missing: {why}")


def begins(one: Exercise | SelfTest, form: Form) -> Iterator[tuple[Attribute, str]]:
    """The attributes that the beginning of a form brings, each with its reason."""
    start = one.start_of(form)
    yield from ((attribute, f"it begins in {start}") for attribute in BEGINS.get(start, ()))


def ends(exercise: Exercise) -> Iterator[tuple[Attribute, str]]:
    """The attributes that the angles at the end bring; nothing says that a form ends elsewhere."""
    legs, trunk = (exercise.ends.worked, exercise.ends.other), exercise.ends.trunk
    bent = [deg for leg in legs for deg in leg.hip_flexion_deg]
    apart = [deg for leg in legs for deg in leg.hip_abduction_deg]
    knees = [deg for leg in legs for deg in leg.knee_flexion_deg]
    laws: tuple[tuple[Attribute, bool, str], ...] = (
        ("HIP_FLEX90", max(bent, default=0) > 90, "a hip bends beyond 90 degrees"),
        ("HIP_EXT", min(bent, default=0) <= -8 and "walk" not in exercise.kinds, "a hip goes behind the body"),
        ("HIP_ADD", min(apart, default=0) < 0, "a thigh crosses the middle"),
        ("HIP_WIDE", max(apart, default=0) >= 35, "the legs go 35 degrees apart or more"),
        ("KNEE_DEEP", max(knees, default=0) > 110, "a knee bends beyond 110 degrees"),
        ("OVERHEAD", max(trunk.shoulder_elevation_deg, default=0) > 120, "an arm goes above 120 degrees"),
        ("FLEX_END", max(trunk.lumbar_flexion_deg, default=0) >= 25, "the lower back bends 25 degrees or more"),
        ("EXT_END", min(trunk.lumbar_flexion_deg, default=0) <= -15, "the lower back arches 15 degrees or more"),
    )
    yield from ((attribute, why) for attribute, holds, why in laws if holds)


def files(places: Iterable[Path | None], part: str) -> Iterator[tuple[Path, Path]]:
    """(file, what its name counts from) of everything in one part of these places, in their order. The name of a host's
    file begins with the name of their folder."""
    for place in places:
        if place:
            base = place.parent if place == folder() else place
            yield from ((path, base) for path in sorted((place / part).glob("*.toml")))
