"""A drawn posture as SVG: flat colours in two tones, lines, a face, and the muscles that glow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np

from supple.body.draw import area, curve, face, figure, lines, muscle
from supple.body.draw.muscle import Shown
from supple.body.draw.scene import NOTHING, Buffers, Scene, colours
from supple.body.model import Array

PER_UNIT = 4  # pixels that a unit is traced from
FILL_OFF, LINE_OFF = 0.22, 0.14  # how far a curve may be from what it traces [units]
SMALL, SPECK = 3.0, 9.0  # areas of colour and of shade that are too small to draw [square units]
OUTER, INNER, FINE = "1.6", "1.1", ".9"
STEPS_SMOOTHED = 0.9  # [units]


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A picture's parts, before they are written."""

    scene: Scene
    seen: Buffers
    glows: tuple[Shown, ...]


def text(drawn: Drawing, title: str, description: str) -> str:
    """The whole file. Its symbol `f` can be used from a page; by itself it shows the same."""
    height, width = drawn.seen.colour.shape
    box = f"0 0 {_short(width / PER_UNIT)} {_short(height / PER_UNIT)}"
    inner = "".join(_inner(drawn))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" aria-labelledby="t d">'
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(description)}</desc>'
        f'<symbol id="f" viewBox="{box}">{inner}</symbol><use href="#f"/></svg>\n'
    )


def _inner(drawn: Drawing) -> Iterator[str]:
    seen = drawn.seen
    shaded = area.shade(seen, drawn.scene, PER_UNIT)
    for number, colour in enumerate(colours()):
        mask = seen.colour == number
        if mask.any():
            yield _fill(area.outlines(mask, PER_UNIT, SMALL), colour, "")
            yield _fill(area.outlines(mask & shaded, PER_UNIT, SPECK, 0.9), colour, "-shade")
    yield from _lines(lines.chains(seen))
    yield from _face(face.features(drawn.scene, seen), seen)
    if any(one.mask.any() for one in drawn.glows):
        yield '<g class="muscles" opacity="var(--fig-muscles, 1)">'
        yield from (part for one in drawn.glows for part in _muscle(one))
        yield "</g>"


def token(colour: str, tone: str = "") -> str:
    """A custom property with what it is where a page sets none."""
    plain, shade = figure.load().tones[colour]
    return f"var(--fig-{colour}{tone}, {shade if tone else plain})"


def _fill(rings: Sequence[Array], colour: str, tone: str) -> str:
    if not rings:
        return ""
    drawn = curve.path([(_ring(one), True) for one in rings], FILL_OFF)
    paint = token(colour, tone)
    seam = "" if tone else f' stroke="{paint}" stroke-width=".6"'  # closes the hair's breadth between two colours
    return f'<path fill="{paint}"{seam} fill-rule="evenodd" d="{drawn}"/>'


def _ring(ring: Array) -> Array:
    return curve.smooth(ring, STEPS_SMOOTHED * PER_UNIT) / PER_UNIT


def _lines(every: Sequence[lines.Chain]) -> Iterator[str]:
    for outer, width in ((False, INNER), (True, OUTER)):
        some = [(curve.smooth(one.points, STEPS_SMOOTHED * PER_UNIT) / PER_UNIT, one.closed)
                for one in every if one.outer == outer]  # fmt: skip
        if some:
            yield _stroke(curve.path(some, LINE_OFF), width)


def _stroke(drawn: str, width: str, more: str = "") -> str:
    return (
        f'<path fill="none" stroke="{token("line")}" stroke-width="{width}" stroke-linecap="round"'
        f' stroke-linejoin="round"{more} d="{drawn}"/>'
    )


def _face(found: face.Features, seen: Buffers) -> Iterator[str]:
    def units(points: Array) -> Array:
        return np.asarray((points - seen.corner) * seen.scale / PER_UNIT)

    if found.eyes:
        yield f'<path fill="{token("line")}" d="{curve.path([(units(one), True) for one in found.eyes], 0.05)}"/>'
    if found.lines:
        yield _stroke(curve.path([(units(one), False) for one in found.lines], 0.05), FINE)


def _muscle(one: Shown) -> Iterator[str]:
    rings = area.outlines(one.mask, PER_UNIT, 2 * SPECK, 1.0)
    if not rings:
        return
    drawn = curve.path([(_ring(ring), True) for ring in rings], FILL_OFF)
    glow = token("glow")
    yield f'<path fill="none" stroke="{glow}" stroke-opacity=".28" stroke-width="6" stroke-linejoin="round" d="{drawn}"/>'
    yield (
        f'<path fill="{glow}" fill-opacity="{_short(one.glow.level * 0.95)}" stroke="{token("line")}"'
        f' stroke-width="{FINE}" d="{drawn}"/>'
    )
    if one.fibres:
        runs = curve.path([(run / PER_UNIT, False) for run in one.fibres], 0.3)
        yield _stroke(runs, ".6", ' stroke-opacity=".3"')


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".").removeprefix("0") or "0"


def nothing(seen: Buffers) -> bool:
    """Whether a picture is empty."""
    return bool((seen.colour == NOTHING).all())
