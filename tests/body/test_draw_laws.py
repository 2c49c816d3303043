"""Laws of drawing, held against chance: whatever lines, triangles and areas come, not only those of today's poses."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.ndimage import distance_transform_edt
from scipy.spatial import cKDTree

from supple.body.draw import area, curve, lines, mesh, props, raster, shape, skin, small
from supple.body.draw.scene import NOTHING, UNITS_PER_M
from supple.body.draw.svg import PER_UNIT
from supple.body.model import Array
from supple.body.read import load as load_tables
from tests.body.test_draw_lines import along, buffers, read
from tests.body.test_draw_small import OFF, apart, curves, drawing

few = settings(max_examples=25)
corner = st.tuples(st.integers(0, 160), st.integers(0, 160))


@st.composite
def ways(draw: st.DrawFn) -> Array:
    """A smooth line of many points, open or a ring, through corners that are not too near each other."""
    corners = np.array(draw(st.lists(corner, min_size=4, max_size=7)), dtype=float)
    ring = draw(st.booleans())
    if ring:
        corners = np.concatenate([corners, corners[:1]])
    far = np.linalg.norm(np.diff(corners, axis=0), axis=1)
    assume(far.min() > 15)
    along = np.concatenate([[0.0], np.cumsum(far)])
    course = CubicSpline(along, corners, bc_type="periodic" if ring else "natural")
    points: Array = course(np.linspace(0, along[-1], int(along[-1])))
    points[-1] = points[0] if ring else points[-1]
    assume(turns(points).max() < 0.2)
    return points


def turns(points: Array) -> Array:
    """How far a line turns from step to step [rad]."""
    ways = np.diff(points, axis=0)
    way = np.unwrap(np.arctan2(ways[:, 1], ways[:, 0]))
    return np.abs(np.diff(way))


def beside(points: Array, line: Array) -> float:
    """How far the furthest of these points is from a line of points that stand close together."""
    return float(cKDTree(line).query(points)[0].max())


# --- Curves -----------------------------------------------------------------------------------------------------------


@few
@given(ways(), st.sampled_from([0.14, 0.22, 1.0]))
def test_curves_keep_the_ends_and_the_way(points: Array, off: float) -> None:
    fitted = curve.fitted(points, off)
    assert (fitted[0][0] == points[0]).all() and (fitted[-1][3] == points[-1]).all()
    assert all((one[3] == other[0]).all() for one, other in pairwise(fitted))
    close = np.column_stack([np.interp(np.arange(0, len(points) - 1, 0.1), np.arange(len(points)), axis)
                             for axis in points.T])  # fmt: skip
    assert beside(points, along(fitted, 400)) < 1.2 * off + 0.05
    assert beside(along(fitted), close) < 2 * off + 0.05


@few
@given(ways())
def test_what_is_written_is_read_back_to_a_tenth_and_coarsely_to_a_step(points: Array) -> None:
    closed = bool((points[0] == points[-1]).all())
    written = curve.path([(points, closed)], 0.2)
    assert written.endswith("z") == closed
    for mine, own in zip(read(written), curve.fitted(points, 0.2), strict=True):
        assert np.abs(mine - own).max() <= 0.05 + 1e-9
    whole = drawing(written)
    coarse = small.coarse(whole)
    assert re.sub(r' d="[^"]+"', "", coarse) == re.sub(r' d="[^"]+"', "", whole)
    path = re.findall(r' d="([^"]+)"', coarse)[0]
    assert all(apart(*pair) <= OFF for pair in zip(curves(written, "c"), curves(path, "q"), strict=True))
    assert not np.mod([float(one) for one in re.findall(r"-?\d*\.?\d+", path)], small.STEP).any()


@given(st.integers(-30_000, 30_000))
@example(-5)
def test_a_number_is_written_as_short_as_it_can_be(tenths: int) -> None:
    text = curve._number(tenths)
    assert float(text) == pytest.approx(tenths / 10)
    assert text == "0" or not re.search(r"^-?0|\.0|\.$", text)


@few
@given(ways(), st.floats(0.5, 8))
def test_smoothing_keeps_ends_and_rings_and_never_makes_a_line_longer(points: Array, sigma: float) -> None:
    steps = np.round(points / 4) * 4
    steps[-1] = steps[0] if (points[0] == points[-1]).all() else steps[-1]
    soft = curve.smooth(steps, sigma)
    if (steps[0] == steps[-1]).all():
        assert (soft[0] == soft[-1]).all()
    else:
        assert (soft[[0, -1]] == steps[[0, -1]]).all()
    assert soft.shape == steps.shape
    assert length(soft) <= length(steps) + 1e-6


def length(points: Array) -> float:
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


# --- Triangles --------------------------------------------------------------------------------------------------------

SIDE = 24
point = st.tuples(st.integers(-6, SIDE + 6), st.integers(-6, SIDE + 6), st.integers(1, 9))


@given(st.lists(st.tuples(point, point, point), min_size=1, max_size=6))
def test_at_every_pixel_stands_the_nearest_triangle_that_faces_the_eye(
    given: list[tuple[tuple[int, int, int], ...]],
) -> None:
    """Against whole numbers, pixel by pixel; pixels on an edge belong to either side."""
    corners = np.array(given).reshape(-1, 3)
    faces = np.arange(len(corners), dtype=np.int32).reshape(-1, 3)
    seen = raster.front(corners[:, :2].astype(float), corners[:, 2].astype(float), faces, (SIDE, SIDE))
    y, x = np.mgrid[:SIDE, :SIDE] * 2 + 1  # middles, in halves of a pixel
    wanted, unsure = np.full((SIDE, SIDE), np.inf), np.zeros((SIDE, SIDE), dtype=bool)
    for a, b, c in corners[faces] * (2, 2, 1):
        turn = across(a, b, c[0], c[1])
        if turn <= 0:
            continue
        edges = np.stack([across(b, c, x, y), across(c, a, x, y), across(a, b, x, y)])
        unsure |= edges.min(axis=0) == 0
        deep = (edges * np.array([a[2], b[2], c[2]])[:, None, None]).sum(axis=0) / turn
        wanted = np.where(edges.min(axis=0) > 0, np.minimum(wanted, deep), wanted)
    assert seen.depth[~unsure] == pytest.approx(wanted[~unsure])
    assert ((seen.face >= 0) == np.isfinite(seen.depth)).all()
    assert seen.share[seen.face >= 0].sum(axis=1) == pytest.approx(1.0)


def across(a: Array, b: Array, x: Array, y: Array) -> Array:
    """Above 0 on the inner side of an edge."""
    return np.asarray((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]))


def test_nothing_that_is_drawn_has_a_triangle_too_big_for_a_picture() -> None:
    """A bigger one would be left out without a word."""
    most_m = (raster.SIZES[-1] - 2) / (UNITS_PER_M * PER_UNIT)
    worn = mesh.load()
    assert longest(worn.points, worn.faces) < most_m
    for name in {*load_tables().objects, *props.load().things}:
        for one in props.solid(name, load_tables()):
            assert longest(one.points, one.faces) < most_m, name


def longest(points: Array, faces: NDArray[np.int32]) -> float:
    edges = points[faces] - points[np.roll(faces, 1, axis=1)]
    return float(np.linalg.norm(edges, axis=2).max())


# --- Lines and areas --------------------------------------------------------------------------------------------------


@few
@given(st.lists(st.lists(st.integers(-1, 2), min_size=5, max_size=5), min_size=4, max_size=4))
def test_every_crack_is_drawn_once_and_the_mirror_image_alike(cells: list[list[int]]) -> None:
    colours = np.pad(np.kron(np.array(cells), np.ones((16, 16), dtype=int)), 2, constant_values=NOTHING)
    cracks = int((colours[:, 1:] != colours[:, :-1]).sum() + (colours[1:] != colours[:-1]).sum())
    found, turned = (lines.chains(buffers(each)) for each in (colours, colours[:, ::-1]))
    steps = [frozenset((tuple(a), tuple(b))) for one in found for a, b in pairwise(one.points.tolist())]
    assert len(steps) == len(set(steps)) == cracks
    assert all(np.abs(np.diff(one.points, axis=0)).sum(axis=1).max() == 1 for one in found)
    assert sorted(map(kind, found)) == sorted(map(kind, turned))


def kind(one: lines.Chain) -> tuple[int, bool, bool]:
    return len(one.points), one.outer, one.closed


@few
@given(st.lists(st.tuples(st.integers(20, 100), st.integers(20, 100), st.integers(9, 18)), min_size=1, max_size=5))
def test_an_outline_holds_what_it_goes_round_and_lies_on_its_edge(discs: list[tuple[int, int, int]]) -> None:
    y, x = np.mgrid[:120, :120] + 0.5
    mask = np.any([(x - right) ** 2 + (y - down) ** 2 < radius**2 for right, down, radius in discs], axis=0)
    rings = area.outlines(mask, 4, 3.0)
    assert all((ring[0] == ring[-1]).all() for ring in rings)
    held = abs(sum(area._area(ring) for ring in rings))
    assert held == pytest.approx(mask.sum(), rel=0.05)
    deep = np.maximum(distance_transform_edt(mask), distance_transform_edt(~mask))
    for ring in rings:
        at = np.clip(np.floor(ring), 0, 119).astype(int)
        assert deep[at[:, 1], at[:, 0]].max() < 5
    turned = area.outlines(mask[:, ::-1], 4, 3.0)
    sizes, its = (sorted(abs(area._area(ring)) for ring in each) for each in (rings, turned))
    assert sizes == pytest.approx(its)


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.001, 0.2))
def test_two_shapes_melt_alike_whichever_comes_first(one: float, other: float, soft: float) -> None:
    both = shape.melt(np.array([one]), np.array([other]), soft)[0]
    assert both == pytest.approx(shape.melt(np.array([other]), np.array([one]), soft)[0], abs=1e-12)
    assert min(one, other) - soft / 4 - 1e-12 <= both <= min(one, other) + 1e-12


# --- The bytes of the skin --------------------------------------------------------------------------------------------


@given(st.lists(st.integers(-32_768, 32_767), min_size=1, max_size=40))
def test_numbers_come_back_out_of_their_bytes(numbers: list[int]) -> None:
    data = skin._planes(np.array(numbers))
    assert unfolded(data, len(numbers)).tolist() == numbers


def unfolded(data: bytes, count: int) -> NDArray[np.int64]:
    """As browsers read it: all low bytes, all high bytes, odd numbers below 0."""
    low, high = (np.frombuffer(data, np.uint8, count, at).astype(np.int64) for at in (0, count))
    folded = low + 256 * high
    return np.where(folded % 2, -(folded + 1) // 2, folded // 2)


@given(st.lists(st.lists(st.floats(0.02, 1), min_size=6, max_size=6), min_size=1, max_size=8))
def test_the_pulls_of_a_point_add_up_and_the_strongest_come_first(weights: list[list[float]]) -> None:
    bones, shares = skin._pulls(np.array(weights))
    assert bones.shape == shares.shape == (len(weights), skin.PULLS)
    assert (shares.sum(axis=1) == skin.WHOLE).all() and (shares >= 0).all()
    assert (np.diff(shares[:, 1:], axis=1) <= 0).all()
    assert all(weights[n][bones[n, 0]] == max(weights[n]) for n in range(len(weights)))
