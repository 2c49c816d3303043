"""A body of any height as a MuJoCo model, with the coordinates a pose is written in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import mujoco
import numpy as np
from numpy.typing import NDArray

from supple.body import mjcf
from supple.body.read import load
from supple.body.tables import Tables
from supple.core.errors import InputError

Array: TypeAlias = NDArray[np.float64]
STIFF = 0.8  # the beginner's version of a pose: every range a fifth smaller
ROOT_SIZE = 7  # position and quaternion of the pelvis come first in qpos


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A person: the MuJoCo model, and how coordinates become hinges.

    `hinges = spread @ angles` in radians; `limits` are the coordinates' bounds, (nc, 2) in radians.
    """

    tables: Tables
    height_m: float
    scale: float
    model: mujoco.MjModel
    coordinates: tuple[str, ...]
    spread: Array  # (number of hinges, nc)
    limits: Array  # (nc, 2)

    def index(self, coordinate: str) -> int:
        """The place of a coordinate; InputError names those there are."""
        if coordinate not in self.coordinates:
            raise InputError(coordinate, f"is no angle of the body; allowed: {', '.join(sorted(self.coordinates))}")
        return self.coordinates.index(coordinate)


def build(height_m: float | None = None, stiff: bool = False, objects: Sequence[str] = ()) -> Body:
    """The body of a person of this height (1.50-1.95 m). Raises InputError, and ContentError for a bad table."""
    tables = load()
    sizes = tables.anthropometry
    height = sizes.reference_height_m if height_m is None else height_m
    if not sizes.lowest_height_m <= height <= sizes.tallest_height_m:
        raise InputError("height", f"must be from {sizes.lowest_height_m} to {sizes.tallest_height_m} m, not {height}")
    for name in objects:
        if name not in tables.objects:
            raise InputError("objects", f'"{name}" is no object; allowed: {", ".join(sorted(tables.objects))}')
    scale, ease = height / sizes.reference_height_m, STIFF if stiff else 1.0
    written = mjcf.text(tables, scale, sizes.mass_per_height_squared * height**2, ease, objects)
    model = mujoco.MjModel.from_xml_string(written)
    names = coordinates(tables)
    return Body(tables, height, scale, model, names, _spread(tables, model, names), _limits(tables, names, ease))


@cache
def reference() -> Body:
    """The body of the reference height, made once."""
    return build()


def coordinates(tables: Tables) -> tuple[str, ...]:
    """Every angle of a pose, paired ones with their side."""
    return tuple(mjcf.sided(one.id, side) for one in tables.coordinates.values() for side in mjcf.sides_of(one.paired))


def _limits(tables: Tables, names: Sequence[str], ease: float) -> Array:
    rows = [tables.coordinates[name if name in tables.coordinates else name[:-2]] for name in names]
    return np.radians([[one.low_deg * ease, one.high_deg * ease] for one in rows])


def _spread(tables: Tables, model: mujoco.MjModel, names: Sequence[str]) -> Array:
    spread = np.zeros((model.nq - ROOT_SIZE, len(names)))
    for body in tables.skeleton.values():
        for turn in body.turns:
            for side in mjcf.sides_of(body.paired):
                hinge = model.joint(mjcf.sided(mjcf.joint(tables, body.id, turn), side))
                spread[hinge.qposadr[0] - ROOT_SIZE, names.index(mjcf.sided(turn.of, side))] = turn.share
    return spread
