"""Shapes, triangles and things: distances are distances, what is nearer is in front, and things are closed."""

import numpy as np
import pytest

from supple.body.draw import props, raster, shape
from supple.body.draw.figure import Shape
from supple.body.draw.props import Solid
from supple.body.model import Array
from supple.body.read import load as load_tables

CHANCE = np.random.default_rng(11)
POINTS = CHANCE.uniform(-1, 1, (4000, 3))
CONE = Shape(on="thigh", start=(0.0, 0.0, 0.3), end=(0.1, 0.0, -0.3), radii=(0.2, 0.1))
BALL = Shape(on="head", at=(0.1, 0.0, 0.0), half=(0.3, 0.3, 0.3))
EGG = Shape(on="head", at=(0.0, 0.1, 0.0), half=(0.2, 0.3, 0.25))
SLAB = Shape(on="hand", at=(0.0, 0.0, 0.1), half=(0.3, 0.2, 0.1), round=0.05)


@pytest.mark.parametrize("one", [CONE, BALL, SLAB], ids=["cone", "ball", "slab"])
def test_a_distance_changes_no_faster_than_the_way(one: Shape) -> None:
    step = CHANCE.normal(0, 0.02, POINTS.shape)
    change = np.abs(shape.distance(one, POINTS + step) - shape.distance(one, POINTS))
    assert (change <= np.linalg.norm(step, axis=1) * 1.001 + 1e-9).all()


@pytest.mark.parametrize("one", [CONE, BALL, EGG, SLAB], ids=["cone", "ball", "egg", "slab"])
def test_a_distance_leads_to_the_skin(one: Shape) -> None:
    """A step against the slope by the distance ends close to 0."""
    far = shape.distance(one, POINTS)
    some = POINTS[(far > 0) & (far < 0.2)]
    slope = np.stack(
        [(shape.distance(one, some + e) - shape.distance(one, some - e)) / 2e-5 for e in np.eye(3) * 1e-5], axis=1
    )
    landed = some - shape.distance(one, some)[:, None] * slope
    assert np.abs(shape.distance(one, landed)).max() < 0.06


def test_a_cone_is_as_thick_as_its_ends() -> None:
    for end, radius in ((CONE.start, 0.2), (CONE.end, 0.1)):
        assert shape.distance(CONE, np.array([end])) == pytest.approx(-radius, abs=0.01)


def test_melting_only_adds_and_only_where_both_are_near() -> None:
    one, other = shape.distance(BALL, POINTS), shape.distance(CONE, POINTS)
    both = shape.melt(one, other, 0.05)
    hard = np.minimum(one, other)
    assert (both <= hard + 1e-12).all()
    assert (both >= hard - 0.05 / 4 - 1e-12).all()
    apart = np.abs(one - other) > 0.05
    assert both[apart] == pytest.approx(hard[apart])


def test_the_nearer_triangle_is_in_front_whatever_the_order() -> None:
    corners = np.array([[2, 2], [2, 28], [28, 2]], dtype=float)
    pixels, depth = np.concatenate([corners, corners]), np.array([2.0, 2, 2, 1, 1, 1])
    for order in ([[0, 2, 1], [3, 5, 4]], [[3, 5, 4], [0, 2, 1]]):
        faces = np.array(order, dtype=np.int32)
        seen = raster.front(pixels, depth, faces, (30, 30))
        there = seen.face >= 0
        assert seen.depth[there] == pytest.approx(1.0)
        assert there.sum() == pytest.approx(26 * 26 / 2, rel=0.06)
        assert np.isinf(seen.depth[~there]).all()


def test_a_triangle_that_faces_away_is_not_seen() -> None:
    pixels, depth = np.array([[2, 2], [2, 28], [28, 2]], dtype=float), np.ones(3)
    shown = [(raster.front(pixels, depth, np.array([face], dtype=np.int32), (30, 30)).face >= 0).any()
             for face in ((0, 1, 2), (0, 2, 1))]  # fmt: skip
    assert sorted(shown) == [False, True]


def test_values_run_evenly_over_a_triangle_and_edges_are_cut_off() -> None:
    pixels, depth = np.array([[-20, -20], [60, -20], [-20, 60]], dtype=float), np.array([1.0, 2.0, 3.0])
    seen = raster.front(pixels, depth, np.array([[0, 1, 2]], dtype=np.int32), (30, 30))
    there = seen.face >= 0
    assert there[:9, :9].all()
    values = seen.of(pixels, np.array([[0, 1, 2]], dtype=np.int32))
    y, x = np.nonzero(there)
    assert values[y, x] == pytest.approx(np.column_stack([x, y]) + 0.5, abs=1e-9)
    assert (values[~there] == 0).all()


def test_triangles_of_every_size_fill_a_sheet_without_gaps() -> None:
    for count in (2, 5, 40):
        line = np.linspace(5, 95, count)
        u, v = np.meshgrid(line, line)
        pixels = np.column_stack([u.ravel(), v.ravel()])
        cells = props._cells(count, count)
        both = np.concatenate([cells, cells[:, ::-1]])
        seen = raster.front(pixels, np.ones(len(pixels)), both, (100, 100))
        assert (seen.face[6:94, 6:94] >= 0).all(), count


def volume(one: Solid) -> float:
    """Of what triangles enclose; above 0 where they face outwards."""
    a, b, c = (one.points - one.points.mean(axis=0))[one.faces].transpose(1, 0, 2)
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


THINGS = [(name, part) for name in {*load_tables().objects, *props.load().things} - {"strap"}
          for part in props.solid(name, load_tables())]  # fmt: skip


@pytest.mark.parametrize(("name", "part"), THINGS, ids=[f"{name}{n}" for n, (name, _) in enumerate(THINGS)])
def test_every_thing_is_closed_and_faces_outwards(name: str, part: Solid) -> None:
    size = np.prod(np.ptp(part.points, axis=0))
    assert 0.5 * size < volume(part) < 1.001 * size or ((part.side == 0).all() and volume(part) > 0.3 * size), name


def test_things_are_as_big_where_they_touch_as_the_body_knows_them() -> None:
    """Surfaces that poses rest on lie on what is drawn."""
    drawn = {name: list(props.solid(name, load_tables())) for name in load_tables().objects}
    for name, thing in load_tables().objects.items():
        for surface in thing.surfaces:
            if name in ("wall", "doorway", "bed", "stick", "bar", "cushion"):
                continue
            at, way = np.array(surface.at), np.array(surface.normal)
            points = np.concatenate([one.points for one in drawn[name]])
            high = (points - at) @ way
            around = np.linalg.norm((points - at) - high[:, None] * way, axis=1) < 0.15
            assert around.any() and abs(high[around].max()) < 0.03, (name, surface.name)


def test_a_thing_that_is_set_down_higher_still_stands_on_the_floor() -> None:
    for one in props.solid("desk", load_tables()):
        lifted = props.standing(one, 0.15)
        low: Array = lifted.points[:, 2]
        if one.points[:, 2].min() < props.FEET_M:
            assert low.min() + 0.15 == pytest.approx(one.points[:, 2].min(), abs=1e-9)
        else:
            assert (lifted.points == one.points).all()
    for one in props.solid("cushion", load_tables()):
        assert props.standing(one, 0.45) is one, "on a seat"


def test_a_thing_that_is_set_down_lower_reaches_no_deeper_than_the_floor() -> None:
    """Legs are made of many short pieces: those in their middle were left below it."""
    for name in ("chair", "desk"):
        lowest = min(float(props.standing(one, -0.1).points[:, 2].min()) for one in props.solid(name, load_tables()))
        assert lowest - 0.1 == pytest.approx(0.0, abs=1e-9), name
