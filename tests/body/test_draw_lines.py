"""From pixels to curves: what is followed is followed whole, once, and what is written is what was followed."""

import re

import numpy as np
import pytest
from numpy.typing import NDArray

from supple.body.draw import area, curve, lines
from supple.body.draw.scene import NOTHING, Buffers
from supple.body.model import Array


def circle(radius: float, count: int = 200) -> Array:
    turn = np.linspace(0, 2 * np.pi, count)
    ring = 50 + radius * np.column_stack([np.cos(turn), np.sin(turn)])
    ring[-1] = ring[0]
    return ring


def along(curves: list[Array], count: int = 30) -> Array:
    """Points of cubic curves."""
    t = np.linspace(0, 1, count)[:, None]
    return np.concatenate(
        [(1 - t) ** 3 * c[0] + 3 * t * (1 - t) ** 2 * c[1] + 3 * t**2 * (1 - t) * c[2] + t**3 * c[3] for c in curves]
    )


def read(path: str) -> list[Array]:
    """The curves of a path that consists of M, c and z."""
    found = []
    for start, steps in re.findall(r"M([^c]*)c([^Mz]*)", path):
        at = np.array(numbers(start))
        for points in np.array(numbers(steps)).reshape(-1, 3, 2):
            found.append(np.stack([at, *(at + points)]))
            at = at + points[2]
    return found


def numbers(text: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?(?:\d+\.\d+|\d+|\.\d+)", text)]


def buffers(drawn: NDArray[np.int64], place: Array | None = None) -> Buffers:
    colour = drawn.astype(np.int32)
    shape = colour.shape
    flat = np.zeros((*shape, 3)) if place is None else place
    depth = np.where(colour == NOTHING, np.inf, 1.0)
    return Buffers(100.0, np.zeros(2), depth, colour, colour, flat, np.zeros((*shape, 3)))


@pytest.mark.parametrize("radius", [5.0, 20.0, 48.0])
@pytest.mark.parametrize("off", [0.1, 0.3])
def test_curves_stay_as_near_as_they_must(radius: float, off: float) -> None:
    fitted = curve.fitted(circle(radius), off)
    away = np.abs(np.linalg.norm(along(fitted) - 50, axis=1) - radius)
    assert away.max() < off + 0.05
    assert len(fitted) <= 16


def test_a_straight_line_is_one_curve_and_a_looser_fit_needs_fewer() -> None:
    straight = np.column_stack([np.linspace(0, 100, 60), np.linspace(0, 30, 60)])
    assert len(curve.fitted(straight, 0.1)) == 1
    wavy = np.column_stack([np.linspace(0, 100, 300), 8 * np.sin(np.linspace(0, 20, 300))])
    assert len(curve.fitted(wavy, 1.0)) < len(curve.fitted(wavy, 0.05))


def test_curves_join_end_to_end_without_a_kink() -> None:
    fitted = curve.fitted(circle(40.0), 0.05)
    for one, after in zip(fitted, [*fitted[1:], fitted[0]], strict=True):
        assert one[3] == pytest.approx(after[0], abs=1e-9)
        leave, arrive = after[1] - after[0], one[3] - one[2]
        assert leave @ arrive / np.linalg.norm(leave) / np.linalg.norm(arrive) > 0.99


def test_a_written_path_is_the_curve_to_a_tenth() -> None:
    ring = circle(33.3)
    written = curve.path([(ring, True)], 0.1)
    assert written.startswith("M") and written.endswith("z")
    assert re.fullmatch(r"[Mcz0-9 .-]+", written)
    for mine, own in zip(read(written), curve.fitted(ring, 0.1), strict=True):
        assert mine == pytest.approx(own, abs=0.06)


def test_rounding_does_not_add_up_along_a_long_path() -> None:
    wavy = np.column_stack([np.linspace(0, 900, 4000), 30 * np.sin(np.linspace(0, 80, 4000))])
    last = read(curve.path([(wavy, False)], 0.05))[-1][3]
    assert last == pytest.approx(wavy[-1], abs=0.06)


def test_smoothing_takes_the_steps_and_leaves_the_ends() -> None:
    stairs = np.array([(n // 2, (n + 1) // 2) for n in range(80)], dtype=float)
    soft = curve.smooth(stairs, 3.0)
    assert soft[0] == pytest.approx(stairs[0]) and soft[-1] == pytest.approx(stairs[-1])
    middle = soft[15:-15]
    assert np.abs(middle[:, 1] - middle[:, 0] - 0.5).max() < 0.1
    ring = curve.smooth(circle(20.0), 4.0)
    assert ring[0] == pytest.approx(ring[-1])


def test_a_disc_has_one_closed_line_round_the_whole() -> None:
    y, x = np.mgrid[:80, :80]
    disc = np.where((x - 40) ** 2 + (y - 40) ** 2 < 30**2, 0, NOTHING)
    (one,) = lines.chains(buffers(disc))
    assert one.outer and one.closed
    assert len(one.points) > 2 * np.pi * 30


def test_two_colours_are_parted_by_a_line_inside() -> None:
    colours = np.full((60, 60), NOTHING)
    colours[10:50, 10:30], colours[10:50, 30:50] = 0, 1
    found = lines.chains(buffers(colours))
    (inner,) = [one for one in found if not one.outer]
    assert (inner.points[:, 0] == 30).all() and len(inner.points) == 41
    steps = sum(len(one.points) - 1 for one in found if one.outer)
    assert steps == 4 * 40


def test_one_colour_is_parted_where_neighbours_are_strangers_on_the_skin() -> None:
    colours = np.full((60, 60), NOTHING)
    colours[10:50, 10:50] = 0
    near, far = np.zeros((60, 60, 3)), np.zeros((60, 60, 3))
    near[:, 30:, 0] = lines.STRANGERS_M / 2
    far[:, 30:, 0] = lines.STRANGERS_M * 2
    assert [one.outer for one in lines.chains(buffers(colours, near))] == [True]
    assert sorted(one.outer for one in lines.chains(buffers(colours, far))) == [False, True, True]


def test_every_crack_is_followed_once() -> None:
    chance = np.random.default_rng(5)
    colours = np.kron(chance.integers(-1, 3, (6, 6)), np.ones((20, 20), dtype=int))
    colours = np.pad(colours, 3, constant_values=NOTHING)
    cracks = (colours[:, 1:] != colours[:, :-1]).sum() + (colours[1:] != colours[:-1]).sum()
    found = lines.chains(buffers(colours))
    assert sum(len(one.points) - 1 for one in found) == cracks
    steps = {tuple(sorted((tuple(a), tuple(b)))) for one in found
             for a, b in zip(one.points[:-1].tolist(), one.points[1:].tolist(), strict=True)}  # fmt: skip
    assert len(steps) == cracks


def test_outlines_lie_round_what_they_enclose_and_leave_out_specks() -> None:
    mask = np.zeros((120, 120), dtype=bool)
    mask[20:80, 30:90] = True
    mask[100:102, 100:102] = True
    (ring,) = area.outlines(mask, 4, 3.0)
    assert ring.min(axis=0) == pytest.approx((30, 20), abs=0.6)
    assert ring.max(axis=0) == pytest.approx((90, 80), abs=0.6)


def test_a_hole_has_its_own_outline() -> None:
    mask = np.ones((120, 120), dtype=bool)
    mask[40:80, 40:80] = False
    assert len(area.outlines(mask, 4, 3.0)) == 2
