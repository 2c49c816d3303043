"""Signed distances of the figure's shapes, and how they melt together: below 0 is inside."""

import numpy as np

from supple.body.draw.figure import Shape
from supple.body.model import Array


def distance(shape: Shape, points: Array) -> Array:
    """(n,): how far points (n, 3), in the standing frame of the shape's side, are outside its skin [m]."""
    if shape.radii:
        return cone(points, np.array(shape.start), np.array(shape.end), *shape.radii)
    if shape.round:
        return slab(points - shape.at, np.array(shape.half), shape.round)
    return ellipsoid(points - shape.at, np.array(shape.half))


def cone(points: Array, start: Array, end: Array, r1: float, r2: float) -> Array:
    """A tapered capsule: the hull of two balls."""
    axis = end - start
    length = float(np.linalg.norm(axis))
    away = points - start
    along = away @ axis / length
    across = np.sqrt(np.maximum(np.einsum("ij,ij->i", away, away) - along**2, 0.0))
    slope = (r1 - r2) / length
    lean = np.sqrt(max(1.0 - slope**2, 1e-9))
    place = np.clip(along + across * slope / lean, 0.0, length)  # the ball of the hull that is nearest
    radius = r1 + (r2 - r1) * place / length
    nearest: Array = np.hypot(across, along - place) - radius
    return nearest


def ellipsoid(points: Array, half: Array) -> Array:
    """Close to the true distance near the skin, which is where it is asked for."""
    outer = np.linalg.norm(points / half, axis=1)
    slope = np.linalg.norm(points / half**2, axis=1)
    near: Array = outer * (outer - 1.0) / np.maximum(slope, 1e-9)
    return near


def slab(points: Array, half: Array, rounded: float) -> Array:
    """A box with round edges; `half` counts the rounding."""
    beyond = np.abs(points) - (half - rounded)
    out = np.linalg.norm(np.maximum(beyond, 0.0), axis=1)
    whole: Array = out + np.minimum(beyond.max(axis=1), 0.0) - rounded
    return whole


def melt(one: Array, other: Array, soft: float) -> Array:
    """The union of two, its crease filled over about `soft` metres."""
    mixed = np.clip(0.5 + 0.5 * (other - one) / soft, 0.0, 1.0)
    both: Array = other + (one - other) * mixed - soft * mixed * (1.0 - mixed)
    return both
