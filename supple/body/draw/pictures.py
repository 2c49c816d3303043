"""An exercise and its solved poses -> files: an SVG and two posters for each pose."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from supple.body.draw import muscle, scene, svg
from supple.body.draw.camera import camera
from supple.body.draw.muscle import Glow
from supple.body.draw.scene import MARGIN, UNITS_PER_M, Scene
from supple.body.draw.svg import Drawing
from supple.body.model import Array
from supple.body.solve import Posture
from supple.core.exercise import Exercise

FORMAT = 1  # raise it when other pictures come of the same poses and tables


def pictures(exercise: Exercise, postures: Sequence[Posture]) -> dict[str, bytes]:
    """The files of an exercise by name, such as `hold.svg`."""
    made: dict[str, bytes] = {}
    for one, drawing in drawings(exercise, postures):
        title = exercise.name
        made[f"{one.pose.shown}.svg"] = svg.text(drawing, title, exercise.what).encode()
    return made


def drawings(exercise: Exercise, postures: Sequence[Posture]) -> Iterator[tuple[Posture, Drawing]]:
    """Every pose as it is drawn; those of one form share a frame, so that one can follow the other in place."""
    glows = glowing(exercise, postures)
    for _, form in groupby(postures, key=lambda one: one.pose.of):
        group = list(form)
        scenes = [scene.scene(one, camera(one.pose.view_deg), exercise.id) for one in group]
        low, high = frame(scenes)
        for one, drawn in zip(group, scenes, strict=True):
            seen = scene.buffers(drawn, low, high, svg.PER_UNIT)
            shown = (muscle.shown(glow, drawn, seen) for glow in glows.get(one.pose.shown, ()))
            yield one, Drawing(drawn, seen, tuple(shown))


def frame(scenes: Sequence[Scene]) -> tuple[Array, Array]:
    """The corners of what all scenes take up, with a margin but at the bottom."""
    margin = MARGIN / UNITS_PER_M
    low = np.min([one.low for one in scenes], axis=0)[:2] - margin
    high = np.max([one.high for one in scenes], axis=0)[:2] + (margin, 0.0)
    return low, high


def glowing(exercise: Exercise, postures: Sequence[Posture]) -> dict[str, tuple[Glow, ...]]:
    """What glows in each pose; a form without a start of its own begins where the base form does."""
    base = [one for one in postures if one.pose.of == "base"]
    found: dict[str, tuple[Glow, ...]] = {}
    for form in dict.fromkeys(one.pose.of for one in postures):
        mine = [one for one in postures if one.pose.of == form]
        found |= muscle.glows(exercise, mine if len(mine) > 1 else [base[0], *mine])
    return found
