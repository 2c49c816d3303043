"""Eye, brow and mouth: where they show on the head as it is turned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from supple.body.draw import figure
from supple.body.draw.scene import Buffers, Scene
from supple.body.model import Array
from supple.body.tables import Triple

FACING = 0.12  # how much a feature must look towards the eye
FRONT = 0.72
DEEP_M = 0.014  # as deep under the skin it still shows: the table's points are not quite on it
DOTS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Rings and lines in the picture's frame [m], right and down."""

    eyes: tuple[Array, ...]
    lines: tuple[Array, ...]


def features(drawn: Scene, seen: Buffers) -> Features:
    """What of the face can be seen."""
    face = figure.load().face
    eyes = [_eye(drawn, seen, sign) for sign in (-1.0, 1.0)]
    brows = [_line(drawn, seen, _mirrored(face.brow.through, sign), face.brow.out, sign) for sign in (-1.0, 1.0)]
    mouth = _line(drawn, seen, _whole(face.mouth.through), (1.0, 0.0, 0.0), 0.0)
    nose = _line(drawn, seen, _whole(face.nose.through), (1.0, 0.0, 0.0), 1.0) if _front(drawn) else ()
    runs = tuple(run for line in (*brows, nose, mouth) for run in line)
    return Features(tuple(one for one in eyes if one is not None), runs)


def _whole(half: Sequence[Triple]) -> Array:
    """A line of one side, carried on to the other."""
    return np.concatenate([np.array(half), np.array(half)[-2::-1] * (1.0, -1.0, 1.0)])


def _front(drawn: Scene) -> bool:
    """Whether the head is seen so much from the front that the outline does not show the nose."""
    return bool(-_out(drawn, (1.0, 0.0, 0.0), 1.0)[2] > FRONT)


def _mirrored(points: Sequence[Triple], sign: float) -> Array:
    return np.array(points) * (1.0, sign, 1.0)


def _head(drawn: Scene, points: Array) -> Array:
    """Points of the standing head in the picture's frame."""
    return drawn.camera.seen(drawn.bones.moved("head", points))


def _out(drawn: Scene, out: Triple, sign: float) -> Array:
    turned = drawn.bones.turned[drawn.bones.bodies.index("head")]
    direction = np.array(out) * (1.0, sign, 1.0)
    return drawn.camera.seen((direction / np.linalg.norm(direction) @ turned.T)[None])[0]


def _eye(drawn: Scene, seen: Buffers, sign: float) -> Array | None:
    eye = figure.load().face.eye
    if -_out(drawn, eye.out, sign)[2] < FACING:
        return None
    out = np.array(eye.out) * (1.0, sign, 1.0)
    side = np.cross((0.0, 0.0, 1.0), out)
    round_ = np.linspace(0, 2 * np.pi, DOTS + 1)[:, None]
    upright = np.array((0.0, 0.0, 1.0))
    ring = np.array(eye.at) * (1.0, sign, 1.0) + eye.half[0] * np.cos(round_) * side / np.linalg.norm(side)
    shown = _head(drawn, ring + eye.half[1] * np.sin(round_) * upright)
    free = _free(seen, shown)
    return shown[:, :2] if free.mean() > 0.7 else None


def _line(drawn: Scene, seen: Buffers, through: Array, out: Triple, sign: float) -> Iterator[Array]:
    """The stretches of a line that can be seen."""
    if sign and -_out(drawn, out, sign)[2] < FACING / 2:
        return
    course = CubicSpline(np.linspace(0, 1, len(through)), through)(np.linspace(0, 1, DOTS))
    shown = _head(drawn, course)
    free = _free(seen, shown)
    for run in np.split(np.arange(DOTS), np.flatnonzero(np.diff(free.astype(int))) + 1):
        if free[run[0]] and len(run) > DOTS // 6:
            yield shown[run, :2]


def _free(seen: Buffers, points: Array) -> Array:
    """Whether nothing of the picture lies before a point, and the head is there."""
    at = np.floor(seen.pixels(points)).astype(int)
    height, width = seen.depth.shape
    inside = (at[:, 0] >= 0) & (at[:, 1] >= 0) & (at[:, 0] < width) & (at[:, 1] < height)
    x, y = np.clip(at[:, 0], 0, width - 1), np.clip(at[:, 1], 0, height - 1)
    surface = seen.depth[y, x]
    return np.asarray(inside & np.isfinite(surface) & (points[:, 2] < surface + DEEP_M))
