"""<pose>.small.svg: the pictures that stand for an exercise once more with coarser numbers, for walls and lists, where
a unit is half a pixel. A third lighter, and nobody sees it there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from supple.core.baked import FOLDER
from supple.core.exercise import Exercise
from supple.core.pictures import Album
from supple.core.words import FORMS

STEP = 0.5  # units
PATH, LINE = re.compile(r' d="([^"]+)"'), re.compile(r"M[^M]*")
NUMBER = re.compile(r"-?\d*\.?\d+")


def write(root: Path, exercises: Sequence[Exercise], albums: Mapping[str, Album]) -> Iterator[str]:
    """Writes what is missing or no longer the same under a content folder, and yields the name of each."""
    for exercise in exercises:
        for shown in _faces(albums, exercise.id):
            folder = root / FOLDER / exercise.id
            path, text = folder / f"{shown}.small.svg", coarse((folder / f"{shown}.svg").read_text(encoding="utf-8"))
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
                yield f"{exercise.id}/{path.name}"


def _faces(albums: Mapping[str, Album], exercise: str) -> set[str]:
    return {albums[exercise].face(form).shown for form in FORMS} if exercise in albums else set()


def coarse(picture: str) -> str:
    """The same picture with all numbers of its paths in whole steps."""
    return PATH.sub(lambda found: f' d="{"".join(_line(one) for one in LINE.findall(found[1]))}"', picture)


def _line(drawn: str) -> str:
    """One line, "Mx yc...": relative numbers are rounded where they lead, so that errors do not add up."""
    head, curved, rest = drawn.rstrip("z").partition("c")
    at = [float(number) for number in NUMBER.findall(head)]
    near, steps = [round(one / STEP) for one in at], list[int]()
    numbers = [float(number) for number in NUMBER.findall(rest)]
    for first in range(0, len(numbers), 6):
        six = numbers[first : first + 6]
        ends = [round((at[n % 2] + by) / STEP) for n, by in enumerate(six)]
        steps += [end - near[n % 2] for n, end in enumerate(ends)]
        at, near = [at[0] + six[4], at[1] + six[5]], ends[4:]
    head = "M" + _joined([round(float(number) / STEP) for number in NUMBER.findall(head)])
    return head + curved + _joined(steps) + ("z" if drawn.endswith("z") else "")


def _joined(steps: Sequence[int]) -> str:
    """Numbers as short as SVG allows: a minus parts them as well as a space."""
    text = ""
    for step in steps:
        word = f"{step * STEP:g}".replace("0.5", ".5") if abs(step * STEP) < 1 else f"{step * STEP:g}"
        text += word if not text or word[0] == "-" else f" {word}"
    return text
