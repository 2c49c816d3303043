"""The muscle map: one standing body from the front and from behind, and on its skin an area for each target group.

Only the right side is written down (atlas.toml) and traced; the left is its mirror image.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from scipy import ndimage
from scipy.interpolate import CubicSpline
from skimage.draw import polygon2mask

from supple.body import posture
from supple.body.draw import area, curve, figure, mesh, scene, svg
from supple.body.draw.area import Mask
from supple.body.draw.camera import camera
from supple.body.draw.figure import ROOT
from supple.body.draw.pose import bones, skinned
from supple.body.draw.scene import MARGIN, NOTHING, SOLE, UNITS_PER_M, Buffers, Scene
from supple.body.draw.shelf import MARK
from supple.body.draw.svg import PER_UNIT, Drawing
from supple.body.mjcf import sided
from supple.body.model import Array
from supple.body.read import load as load_tables
from supple.body.residuals import State
from supple.body.result import HEIGHT_M
from supple.body.solve import body_for
from supple.core.atlas import FILE as LIST
from supple.core.atlas import NAME
from supple.core.baked import FOLDER
from supple.core.reader import build, toml

FILE = "atlas.toml"
FORMAT = 1  # raise it when another map comes of the same tables
BOX, AREA = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"'), re.compile(r'<path id="([\w-]+)"')
VIEWS = {"front": 180.0, "back": 0.0}  # azimuths
STANCE = {"shoulder_abduction": 24.0, "hip_adduction": -7.0}
SIDES = {"r": "right", "l": "left"}
EDGE_UNITS = 1.6  # how far areas stay away from the outline
RING_POINTS = 160
SEAM_PX = 2  # half of what stays free between the two sides


@dataclass(frozen=True, slots=True)
class Area:
    """A group's ring of points on the right side of one view."""

    group: str
    view: str
    on: str
    ring: tuple[tuple[float, ...], ...]  # outwards, up [m]
    across: bool = False  # it lies on the middle: both sides are one


@dataclass(frozen=True, slots=True)
class Atlas:
    """All areas; later ones lie on top."""

    source: str
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """One view: the drawn body, and the right side's areas in pixels, a mask each."""

    drawing: Drawing
    areas: dict[str, Mask]
    across: frozenset[str]

    @property
    def width(self) -> float:
        """Of the picture, in its units."""
        return float(self.drawing.seen.colour.shape[1]) / PER_UNIT


@cache
def load(root: Path = ROOT) -> Atlas:
    """The table. Raises ContentError."""
    return build(Atlas, toml(root / FILE, root), FILE)


def chart(view: str) -> Chart:
    """The body from one side with its areas."""
    drawn = standing(VIEWS[view])
    low, high = corners(drawn)
    seen = scene.buffers(drawn, low, high, PER_UNIT)
    room = _room(seen)
    mine = [one for one in load().areas if one.view == view]
    half = _right(seen, view)
    areas = {one.group: _filled(one, drawn, seen) & room & (half | one.across) for one in mine}
    return Chart(Drawing(drawn, seen, ()), areas, frozenset(one.group for one in mine if one.across))


def standing(azimuth: float) -> Scene:
    """The body upright, limbs a little off, with nothing round it."""
    body = body_for(HEIGHT_M, ())
    state = State(body, {})
    state.move(posture.qpos(body, {f"{name}_{side}": degrees for name, degrees in STANCE.items() for side in SIDES}))
    now = bones(body, state.data, dict.fromkeys(SIDES, scene.CURLED))
    turns, shifts = now.since(scene.binding())
    eye = camera(azimuth, 0.0)
    return Scene(now, eye, eye.seen(skinned(mesh.load().points * body.scale, mesh.load().weights, turns, shifts)), ())


def corners(drawn: Scene) -> tuple[Array, Array]:
    """The picture's corners; the middle of the body is that of the picture."""
    margin = MARGIN / UNITS_PER_M
    wide = float(np.ceil((np.abs(drawn.body[:, 0]).max() + margin) * UNITS_PER_M)) / UNITS_PER_M
    return np.array([-wide, drawn.low[1] - margin]), np.array([wide, drawn.high[1] + SOLE / UNITS_PER_M])


def _room(seen: Buffers) -> Mask:
    """Where areas may lie: not quite up to the outline."""
    inside = ndimage.distance_transform_edt(np.pad(seen.colour != NOTHING, 1))[1:-1, 1:-1]
    return np.asarray(inside > EDGE_UNITS * PER_UNIT)


def _right(seen: Buffers, view: str) -> Mask:
    """The body's right half but for a hair's breadth: in a picture from the front it is on the left."""
    past = np.arange(seen.colour.shape[1]) + 0.5 - seen.colour.shape[1] / 2
    return np.asarray((past < -SEAM_PX) if view == "front" else (past > SEAM_PX))[None, :]


def _filled(one: Area, drawn: Scene, seen: Buffers) -> Mask:
    pixels = seen.pixels(ring(one, drawn))
    return np.asarray(polygon2mask(seen.colour.shape, pixels[:, ::-1]))


def ring(one: Area, drawn: Scene) -> Array:
    """The smooth outline of an area in the picture's frame."""
    name = sided(one.on, "r" if load_tables().skeleton[one.on].paired else "")
    corner = [drawn.bones.moved(name, np.array([0.0, -out, up])) for out, up in (*one.ring, one.ring[0])]
    points = drawn.camera.seen(np.array(corner))
    far = np.concatenate([[0.0], np.cumsum(np.sqrt(np.linalg.norm(np.diff(points, axis=0), axis=1)))])
    smooth: Array = CubicSpline(far, points, bc_type="periodic")(np.linspace(0, far[-1], RING_POINTS))
    return smooth


def paths(drawn: Chart) -> Iterator[tuple[str, str]]:
    """Name and outline of every area, such as `calf-left`; one across the middle has no side."""
    for group, mask in drawn.areas.items():
        if group in drawn.across:
            yield group, _written(_traced(mask | mask[:, ::-1]))
            continue
        rings = _traced(mask)
        yield f"{group}-right", _written(rings)
        yield f"{group}-left", _written([mirrored(one, drawn.width) for one in rings])


def _traced(mask: Mask) -> list[Array]:
    rings = area.outlines(mask, PER_UNIT, svg.SPECK)
    return [curve.smooth(one, svg.STEPS_SMOOTHED * PER_UNIT) / PER_UNIT for one in rings]


def mirrored(points: Array, width: float) -> Array:
    """The other side's ring."""
    return np.asarray(points * (-1, 1) + (width, 0))


def _written(rings: Sequence[Array]) -> str:
    return curve.path([(one, True) for one in rings], svg.FILL_OFF)


def text(view: str) -> str:
    """The file of one view: its symbol `f` is the body, each area a path that takes colour and pen from who uses it."""
    drawn = chart(view)
    whole = svg.text(drawn.drawing, f"The body from the {view}", "A standing figure with the areas of the muscle map.")
    areas = "".join(f'<path id="{name}" d="{d}"/>' for name, d in paths(drawn))
    return whole.replace('<use href="#f"/>', f'<use href="#f"/><defs>{areas}</defs>')


def update(root: Path) -> Iterator[str]:
    """Draws the map under a content folder where it is not drawn yet or shows something else now; says so."""
    folder, mark = root / FOLDER / NAME, drawn_from()
    if (folder / MARK).exists() and (folder / MARK).read_text(encoding="utf-8").strip() == mark:
        return
    folder.mkdir(parents=True, exist_ok=True)
    views = {view: text(view) for view in VIEWS}
    for view, written in views.items():
        (folder / f"{view}.svg").write_text(written, encoding="utf-8")
    (root / LIST).write_text(listed(views), encoding="utf-8")
    (folder / MARK).write_text(mark + "\n", encoding="utf-8")
    yield "the muscle map drawn"


def listed(views: Mapping[str, str]) -> str:
    """content/map.json: how large each view is, and its areas."""
    rows = (f"{json.dumps(view)}: {json.dumps([*_box(text), AREA.findall(text)])}" for view, text in views.items())
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _box(text: str) -> tuple[float, float]:
    width, height = BOX.findall(text)[0]
    return float(width), float(height)


def drawn_from() -> str:
    """A digest of all that the map follows from."""
    given = [figure.digest(), str(FORMAT), str(mesh.FORMAT), (ROOT / FILE).read_text(encoding="utf-8")]
    return hashlib.sha256("\n".join(given).encode()).hexdigest()[:16]
