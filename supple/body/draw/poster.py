"""The same buffers as a soft picture: WebP posters for places that show no SVG."""

import io

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

from supple.body.draw import area, curve, face, figure, lines
from supple.body.draw.scene import NOTHING, colours
from supple.body.draw.svg import PER_UNIT, Drawing
from supple.body.model import Array

SIZES = (300, 600)
SIDE_UNITS = 400.0  # what a poster shows from side to side: the same for all, so that heads are equally big
PEN = {True: 0.8, False: 0.5}  # half the width of a line round the whole and inside [units]
QUALITY = 82


def webp(drawn: Drawing) -> dict[int, bytes]:
    """A poster of each size, see-through where nothing is drawn."""
    whole = _onto_square(_painted(drawn))
    return {size: _encoded(whole.resize((size, size), Image.Resampling.LANCZOS)) for size in SIZES}


def _painted(drawn: Drawing) -> Image.Image:
    seen = drawn.seen
    there = seen.colour != NOTHING
    plain, dark = (np.array([_rgb(figure.load().tones[name][n]) for name in colours()]) for n in range(2))
    soft = _softness(drawn)[..., None]
    paint = plain[seen.colour] * (1 - soft) + dark[seen.colour] * soft
    for one in drawn.glows:
        strength = one.glow.level * 0.9 * ndimage.gaussian_filter(one.mask.astype(float), 1.2 * PER_UNIT)[..., None]
        paint = paint * (1 - strength) + np.array(_rgb(figure.load().tones["glow"][0])) * strength
    rgba = np.dstack([paint, np.where(there, 255.0, 0.0)]).clip(0, 255).astype(np.uint8)
    image = Image.fromarray(rgba, "RGBA")
    _pen(drawn, ImageDraw.Draw(image))
    return image


def _softness(drawn: Drawing) -> Array:
    """How much of the shade's tone: its edge is soft, and it grows where the skin turns away."""
    hard = area.shade(drawn.seen, drawn.scene, PER_UNIT).astype(float)
    turned = 0.5 - 0.5 * (drawn.seen.normal @ (area.LIGHT / np.linalg.norm(area.LIGHT)))
    mixed: Array = np.clip(0.6 * ndimage.gaussian_filter(hard, PER_UNIT) + 0.5 * turned, 0.0, 1.0)
    return mixed


def _pen(drawn: Drawing, draw: ImageDraw.ImageDraw) -> None:
    line = _rgb(figure.load().tones["line"][0])
    for one in lines.chains(drawn.seen):
        width = round(2 * PEN[one.outer] * PER_UNIT)
        draw.line([tuple(p) for p in curve.smooth(one.points, 2 * PER_UNIT / 3).tolist()], line, width, "curve")
    found = face.features(drawn.scene, drawn.seen)
    for eye in found.eyes:
        draw.polygon([tuple(p) for p in _pixels(drawn, eye)], line)
    for run in found.lines:
        draw.line([tuple(p) for p in _pixels(drawn, run)], line, PER_UNIT, "curve")


def _pixels(drawn: Drawing, points: Array) -> list[list[float]]:
    at: list[list[float]] = ((points - drawn.seen.corner) * drawn.seen.scale).tolist()
    return at


def _onto_square(image: Image.Image) -> Image.Image:
    """In the middle, standing at the bottom edge; what is too wide is made smaller."""
    side = round(SIDE_UNITS * PER_UNIT)
    most = max(image.size)
    if most > side:
        image = image.resize((image.width * side // most, image.height * side // most), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    square.paste(image, ((side - image.width) // 2, side - image.height))
    return square


def _encoded(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


def _rgb(written: str) -> tuple[int, int, int]:
    return int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16)
