"""Triangles -> what is in front at every pixel. NumPy alone: the same picture on every machine, no driver."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from supple.body.model import Array

Ints = NDArray[np.int32]
SIZES = (4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048)  # triangles are done together with others about as big
EMPTY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    """The nearest triangle at every pixel."""

    face: Ints  # (h, w): EMPTY where there is none
    share: Array  # (h, w, 3): how much of it is each corner
    depth: Array  # (h, w) [m]; infinite where there is nothing

    def of(self, values: Array, faces: Ints) -> Array:
        """(h, w, k): values of the corners (n, k) at every pixel; 0 where there is nothing."""
        there = self.face >= 0
        out = np.zeros((*self.face.shape, values.shape[1]))
        out[there] = np.einsum("pc,pck->pk", self.share[there], values[faces[self.face[there]]])
        return out


def front(pixels: Array, depth: Array, faces: Ints, shape: tuple[int, int]) -> Front:
    """`pixels`: (n, 2) right and down; what reaches outside is cut off. All is the skin of closed things that faces
    outwards: a triangle that faces away from the eye is never in front."""
    height, width = shape
    nearest = np.full(height * width, np.inf)
    face = np.full(height * width, EMPTY, dtype=np.int32)
    share = np.zeros((height * width, 3))
    corners = pixels[faces]  # (m, 3, 2)
    low = np.floor(corners.min(axis=1)).astype(int)
    size = (np.ceil(corners.max(axis=1)) - low).max(axis=1)
    size[_area(corners) <= 0] = 0.0
    done = 0
    for most in SIZES:
        chosen = np.flatnonzero((size > done) & (size <= most)).astype(np.int32)
        for some in np.array_split(chosen, len(chosen) * most * most // 3_000_000 + 1):
            found = _covered(corners[some], low[some], most, shape)
            if found is not None:
                which, place, weight = found
                deep = np.einsum("pc,pc->p", weight, depth[faces[some[which]]])
                _keep(place, deep, some[which], weight, nearest, face, share)
        done = most
    return Front(face.reshape(shape), share.reshape(height, width, 3), nearest.reshape(shape))


def _area(corners: Array) -> Array:
    a, b, c = corners.transpose(1, 2, 0)
    twice: Array = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return twice


def _covered(corners: Array, low: Array, most: int, shape: tuple[int, int]) -> tuple[Ints, Ints, Array] | None:
    """(triangle, pixel, barycentric shares) for every pixel centre inside a triangle."""
    if not len(corners):
        return None
    steps = np.arange(most)
    x = low[:, 0, None, None] + steps[None, None, :]
    y = low[:, 1, None, None] + steps[None, :, None]
    (ax, ay), (bx, by), (cx, cy) = (corners[:, n].T[:, :, None, None] for n in range(3))
    area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    area = np.where(np.abs(area) < 1e-9, np.inf, area)
    px, py = x + 0.5, y + 0.5
    wb = ((px - ax) * (cy - ay) - (py - ay) * (cx - ax)) / area
    wc = ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) / area
    inside = (wb >= 0) & (wc >= 0) & (wb + wc <= 1) & np.isfinite(area)
    inside &= (x >= 0) & (y >= 0) & (x < shape[1]) & (y < shape[0])
    which, row, column = np.nonzero(inside)
    b, c = wb[which, row, column], wc[which, row, column]
    place = (low[which, 1] + row) * shape[1] + low[which, 0] + column
    return which.astype(np.int32), place.astype(np.int32), np.stack([1 - b - c, b, c], axis=1)


def _keep(place: Ints, deep: Array, face: Ints, weight: Array, nearest: Array, faces: Ints, shares: Array) -> None:
    """Writes what is nearer than what is there; of several at one pixel the nearest."""
    order = np.lexsort((deep, place))
    place, deep, face, weight = place[order], deep[order], face[order], weight[order]
    first = np.ones(len(place), dtype=bool)
    first[1:] = place[1:] != place[:-1]
    first &= deep < nearest[place]
    at = place[first]
    nearest[at], faces[at], shares[at] = deep[first], face[first], weight[first]
