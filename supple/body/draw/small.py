"""<pose>.small.svg: the pictures that stand for an exercise once more with coarser numbers, for walls and lists, where
a unit is half a pixel to one. Four tenths lighter once packed, and nobody sees it there."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from supple.core.baked import FOLDER
from supple.core.pictures import Album
from supple.core.posed import Posed
from supple.core.words import FORMS

Spot = tuple[float, float]

STEP = 0.5  # units
BENT = 0.3  # units: how far a quadratic curve may be from the cubic that it stands for
TOLD = re.compile(r' role="img" aria-labelledby="[^"]*"|<(title|desc)\b.*?</\1>', re.DOTALL)
HAIRS = re.compile(r'<path [^>]*stroke-opacity="\.3"[^>]*/>')
# The colours that every page names; those of walls, cloth and the like are brought along.
FALLBACK = re.compile(r"(var\(--fig-(?:skin|shirt|legs|sock|hair|line|glow|prop)(?:-shade)?), #[0-9A-Fa-f]{6}\)")
PATH, LINE = re.compile(r' d="([^"]+)"'), re.compile(r"M[^M]*")
NUMBER = re.compile(r"-?\d*\.?\d+")


def write(root: Path, exercises: Sequence[Posed], albums: Mapping[str, Album]) -> Iterator[str]:
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
    """The same picture for a page alone, which says in words what it shows and names most colours: plainer curves in
    whole steps, without the finest lines."""
    bare = FALLBACK.sub(r"\1)", HAIRS.sub("", TOLD.sub("", picture)))
    return PATH.sub(lambda found: f' d="{"".join(_line(one) for one in LINE.findall(found[1]))}"', bare)


def _line(drawn: str) -> str:
    """One line, "Mx yc...", of quadratic curves: relative numbers are rounded where they lead, so that errors do not
    add up."""
    head, curved, rest = drawn.rstrip("z").partition("c")
    (at,), inner = _spots(head), _spots(rest)
    start = near = _steps(at)
    steps = list[int]()
    for one, two, end in zip(inner[::3], inner[1::3], inner[2::3], strict=True):
        first, second, last = ((at[0] + x, at[1] + y) for x, y in (one, two, end))
        for spots in _quadratic(at, first, second, last):
            places = [_steps(spot) for spot in spots]
            steps += [number - near[n] for place in places for n, number in enumerate(place)]
            near = places[-1]
        at = last
    return "M" + _joined(start) + ("q" if curved else "") + _joined(steps) + ("z" if drawn.endswith("z") else "")


def _quadratic(start: Spot, one: Spot, two: Spot, end: Spot) -> Iterator[tuple[Spot, Spot]]:
    """The inner point and the end of each quadratic curve that says the same: one, or those of the two halves."""
    bent = math.hypot(*(end[n] - 3 * two[n] + 3 * one[n] - start[n] for n in (0, 1)))
    if bent * math.sqrt(3) / 36 <= BENT:  # the furthest that the two curves are apart
        x, y = ((3 * (one[n] + two[n]) - start[n] - end[n]) / 4 for n in (0, 1))
        yield (x, y), end
        return
    left, inner, right = _middle(start, one), _middle(one, two), _middle(two, end)
    before, after = _middle(left, inner), _middle(inner, right)
    half = _middle(before, after)
    yield from _quadratic(start, left, before, half)
    yield from _quadratic(half, after, right, end)


def _middle(one: Spot, other: Spot) -> Spot:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _spots(numbers: str) -> list[Spot]:
    found = [float(number) for number in NUMBER.findall(numbers)]
    return list(zip(found[::2], found[1::2], strict=True))


def _steps(spot: Spot) -> tuple[int, int]:
    return round(spot[0] / STEP), round(spot[1] / STEP)


def _joined(steps: Sequence[int]) -> str:
    """Numbers as short as SVG allows: a minus parts them as well as a space."""
    text = ""
    for step in steps:
        word = f"{step * STEP:g}".replace("0.5", ".5") if abs(step * STEP) < 1 else f"{step * STEP:g}"
        text += word if not text or word[0] == "-" else f" {word}"
    return text
