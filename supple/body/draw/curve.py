"""Steps along pixels -> few smooth cubic curves, written as short as SVG allows."""

from collections.abc import Sequence

import numpy as np
from scipy.ndimage import gaussian_filter1d

from supple.body.model import Array


THINNED = 12  # a line of more than twice as many points is fitted through every other one


def smooth(points: Array, sigma: float) -> Array:
    """The same line without its steps; ends stay, a ring stays a ring."""
    if len(points) < 4:
        return points
    if (points[0] == points[-1]).all():
        ring: Array = gaussian_filter1d(points[:-1], min(sigma, len(points) / 6), axis=0, mode="wrap")
        return np.concatenate([ring, ring[:1]])
    reach = min(sigma, len(points) / 6)
    pad = min(len(points) - 1, int(4 * reach) + 1)
    before, after = 2 * points[0] - points[pad:0:-1], 2 * points[-1] - points[-2 : -pad - 2 : -1]
    whole: Array = gaussian_filter1d(np.concatenate([before, points, after]), reach, axis=0)[pad : pad + len(points)]
    whole[0], whole[-1] = points[0], points[-1]
    return whole


def fitted(points: Array, off: float) -> list[Array]:
    """Cubic curves (4, 2), each at most `off` from the line; they meet without a kink."""
    if len(points) > 2 * THINNED:  # the line is smooth, so every other point says as much
        points = np.concatenate([points[:-1:2], points[-1:]])
    if len(points) < 3:
        return [np.stack([points[0], points[0], points[-1], points[-1]])]
    tangents = _tangents(points)
    return _fit(points, tangents, 0, len(points) - 1, off)


def _tangents(points: Array) -> Array:
    ways = np.gradient(points, axis=0)
    if (points[0] == points[-1]).all():
        ways[0] = ways[-1] = points[1] - points[-2]
    length = np.linalg.norm(ways, axis=1, keepdims=True)
    unit: Array = ways / np.maximum(length, 1e-9)
    return unit


def _fit(points: Array, tangents: Array, first: int, last: int, off: float) -> list[Array]:
    part = points[first : last + 1]
    curve = _curve(part, tangents[first], -tangents[last])
    if last - first < 3:
        return [curve]
    away = _away(part, curve)
    if away.max() <= off:
        return [curve]
    split = first + int(np.clip(away.argmax(), 1, last - first - 1))
    return _fit(points, tangents, first, split, off) + _fit(points, tangents, split, last, off)


def _curve(part: Array, leave: Array, arrive: Array) -> Array:
    """Least squares for how far the two inner points lie along their tangents (Schneider 1990)."""
    start, end = part[0], part[-1]
    t = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(part, axis=0), axis=1))])
    whole = float(t[-1])
    t /= max(whole, 1e-9)
    b0, b1, b2, b3 = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
    a1, a2 = b1[:, None] * leave, b2[:, None] * arrive
    rest = part - (b0 + b1)[:, None] * start - (b2 + b3)[:, None] * end
    matrix = np.array([[(a1 * a1).sum(), (a1 * a2).sum()], [(a1 * a2).sum(), (a2 * a2).sum()]])
    right = np.array([(a1 * rest).sum(), (a2 * rest).sum()])
    third = whole / 3
    if abs(np.linalg.det(matrix)) > 1e-9:
        one, two = np.linalg.solve(matrix, right)
    else:
        one = two = third
    if not 0.2 * third < one < 4 * third or not 0.2 * third < two < 4 * third:
        one = two = third
    return np.stack([start, start + one * leave, end + two * arrive, end])


def _away(part: Array, curve: Array) -> Array:
    """(n,): from each point of the line to the curve, seen as many short straights."""
    t = np.linspace(0, 1, max(8, min(len(part), 40)))[:, None]
    drawn = (1 - t) ** 3 * curve[0] + 3 * t * (1 - t) ** 2 * curve[1] + 3 * t**2 * (1 - t) * curve[2] + t**3 * curve[3]
    start, way = drawn[:-1], np.diff(drawn, axis=0)
    square = np.maximum((way**2).sum(axis=1), 1e-12)
    to = part[:, None] - start
    along = np.clip((to * way).sum(axis=2) / square, 0, 1)
    distance: Array = np.linalg.norm(to - along[..., None] * way, axis=2).min(axis=1)
    return distance


def path(lines: Sequence[tuple[Array, bool]], off: float) -> str:
    """The `d` of a path: each line (points in units, closed or not) as curves with one decimal."""
    return "".join(_written(fitted(points, off), closed) for points, closed in lines if len(points) > 1)


def _written(curves: Sequence[Array], closed: bool) -> str:
    tenths = [np.rint(one * 10).astype(int) for one in curves]
    at = tenths[0][0]
    words = [f"M{_number(at[0])} {_number(at[1])}c"]
    for one in tenths:
        for point in one[1:]:
            words += [_number(point[0] - at[0]), _number(point[1] - at[1])]
        at = one[3]
    text = words[0] + words[1] if len(words) > 1 else words[0]
    for word in words[2:]:
        text += word if word[0] == "-" else f" {word}"
    return text + ("z" if closed else "")


def _number(tenths: int) -> str:
    whole, rest = divmod(abs(int(tenths)), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole or (0 if not rest else '')}{f'.{rest}' if rest else ''}"
