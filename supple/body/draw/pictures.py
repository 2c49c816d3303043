"""An exercise and its solved poses -> files: an SVG and two posters for each pose."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from supple.body.draw import muscle, scene, svg, view
from supple.body.draw.camera import camera
from supple.body.draw.muscle import Glow
from supple.body.draw.poster import webp
from supple.body.draw.scene import MARGIN, SOLE, UNITS_PER_M, Scene
from supple.body.draw.svg import Drawing
from supple.body.model import Array
from supple.body.solve import Posture
from supple.core.posed import Posed

FORMAT = 2  # raise it when other pictures come of the same poses and tables


def pictures(exercise: Posed, postures: Sequence[Posture]) -> dict[str, bytes]:
    """The files of an exercise by name, such as `hold.svg`."""
    made: dict[str, bytes] = {}
    for one, drawing in drawings(exercise, postures):
        made[f"{one.pose.shown}.svg"] = svg.text(drawing, exercise.name, description(exercise, one)).encode()
        for size, poster in webp(drawing).items():
            made[f"{one.pose.shown}.{size}.webp"] = poster
    return made


def description(exercise: Posed, one: Posture) -> str:
    """Which moment of the exercise a picture shows, and what the exercise is."""
    form = {"base": "", "easier": " of the easier form", "harder": " of the harder form"}[one.pose.of]
    name = one.pose.name.replace("_", " ")
    return f"The position \u201c{name}\u201d{form}. {exercise.what}"


def drawings(exercise: Posed, postures: Sequence[Posture]) -> Iterator[tuple[Posture, Drawing]]:
    """Every pose as it is drawn; those of one form share a frame, so that one can follow the other in place."""
    glows = glowing(exercise, postures)
    for _, form in groupby(postures, key=lambda one: one.pose.of):
        group = list(form)
        scenes = [
            scene.scene(one, camera(view.azimuth(exercise, one, glows.get(one.pose.shown, ()))), exercise.id)
            for one in group
        ]
        middles = [_middle(drawn) * walks(exercise, group) for drawn in scenes]
        low, high = frame(scenes, middles)
        for one, drawn, middle in zip(group, scenes, middles, strict=True):
            seen = scene.buffers(drawn, low + middle, high + middle, svg.PER_UNIT)
            shown = [muscle.shown(glow, drawn, seen) for glow in glows.get(one.pose.shown, ())]
            yield one, Drawing(drawn, seen, tuple(muscle.clear(shown)))


def walks(exercise: Posed, form: Sequence[Posture]) -> bool:
    """Whether the figure goes somewhere and the picture goes along."""
    return "walk" in exercise.kinds and not any(one.pose.objects for one in form)


def _middle(drawn: Scene) -> Array:
    """Where the pelvis is, to the right."""
    return np.array([drawn.camera.seen(drawn.bones.at[:1])[0, 0], 0.0])


def frame(scenes: Sequence[Scene], middles: Sequence[Array]) -> tuple[Array, Array]:
    """The corners of what all scenes take up round their middles, with a margin but at the bottom."""
    margin = MARGIN / UNITS_PER_M
    low = np.min([one.low[:2] - at for one, at in zip(scenes, middles, strict=True)], axis=0) - margin
    high = np.max([one.high[:2] - at for one, at in zip(scenes, middles, strict=True)], axis=0)
    high += (margin, SOLE / UNITS_PER_M)
    return low, high


def glowing(exercise: Posed, postures: Sequence[Posture]) -> dict[str, tuple[Glow, ...]]:
    """What glows in each pose; a form without a start of its own begins where the base form does."""
    base = [one for one in postures if one.pose.of == "base"]
    found: dict[str, tuple[Glow, ...]] = {}
    for form in dict.fromkeys(one.pose.of for one in postures):
        mine = [one for one in postures if one.pose.of == form]
        found |= muscle.glows(exercise, mine if len(mine) > 1 else [base[0], *mine])
    return found
