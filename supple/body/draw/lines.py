"""Where the pen goes: between the figure and nothing, between colours, and where one limb passes before another."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from supple.body.draw.scene import NOTHING, Buffers
from supple.body.model import Array

# Neighbours in the picture that are further apart than this on the skin are no neighbours: one passes before the other.
STRANGERS_M = 0.035
SHORTEST = 14  # steps of a line inside the figure that is worth drawing
STEPS = ((0, 1), (0, -1), (1, 0), (-1, 0))  # row, column


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """A line along the cracks between pixels, right and down; `outer` ones run round the whole."""

    points: Array  # (n, 2)
    outer: bool

    @property
    def closed(self) -> bool:
        return bool((self.points[0] == self.points[-1]).all())


def chains(seen: Buffers) -> list[Chain]:
    """Every line of the picture, from crossing to crossing."""
    upright, upright_out = _between(seen, 1)
    lying, lying_out = _between(seen, 0)
    height, width = seen.colour.shape
    ways = np.zeros((height + 1, width + 1, 4), dtype=bool)
    ways[1:-1, :-1, 0] |= lying
    ways[1:-1, 1:, 1] |= lying
    ways[:-1, 1:-1, 2] |= upright
    ways[1:, 1:-1, 3] |= upright
    outside = np.zeros((height + 1, width + 1), dtype=bool)
    outside[1:-1, :-1] |= lying_out
    outside[1:-1, 1:] |= lying_out
    outside[:-1, 1:-1] |= upright_out
    outside[1:, 1:-1] |= upright_out
    found = [Chain(path[:, ::-1].astype(float), _mostly(outside, path)) for path in _walk(ways)]
    return [one for one in found if one.outer or len(one.points) > SHORTEST]


def _mostly(outside: NDArray[np.bool_], path: Array) -> bool:
    middle = path[1:-1] if len(path) > 2 else path
    return bool(outside[middle[:, 0], middle[:, 1]].mean() > 0.5)


def _between(seen: Buffers, axis: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether a line runs between a pixel and the next along an axis, and whether one of them is nothing."""
    one = (slice(None, -1), slice(None)) if axis == 0 else (slice(None), slice(None, -1))
    other = (slice(1, None), slice(None)) if axis == 0 else (slice(None), slice(1, None))
    differ = seen.colour[one] != seen.colour[other]
    apart = np.linalg.norm(seen.place[one] - seen.place[other], axis=2) > STRANGERS_M
    empty = (seen.colour[one] == NOTHING) | (seen.colour[other] == NOTHING)
    return differ | (apart & ~empty), differ & empty


def _walk(ways: NDArray[np.bool_]) -> Iterator[Array]:
    """Follows the cracks, each once; first those between crossings, then rings."""
    open_ = {(int(r), int(c)): set(np.flatnonzero(ways[r, c]).tolist()) for r, c in np.argwhere(ways.any(axis=2))}
    crossings = [node for node, out in open_.items() if len(out) != 2]
    turns = set(crossings)
    for node in crossings:
        while open_[node]:
            yield _follow(open_, node, turns)
    for node in open_:
        while open_[node]:
            yield _follow(open_, node, turns)


def _follow(open_: dict[tuple[int, int], set[int]], start: tuple[int, int], turns: set[tuple[int, int]]) -> Array:
    path, node = [start], start
    while open_[node]:
        way = open_[node].pop()
        node = (node[0] + STEPS[way][0], node[1] + STEPS[way][1])
        open_[node].discard(way ^ 1)
        path.append(node)
        if node in turns or node == start:
            break
    return np.array(path)
