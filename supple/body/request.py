"""Postures as one JSON list -> angles that the body can take, or one sentence about what is wrong."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from supple.body.model import Body
from supple.core.errors import InputError

HAIR_RAD = 1e-9  # a bound itself is inside, however it was rounded


@dataclass(frozen=True, slots=True)
class Request:
    """A posture that somebody asks about: its own name and its angles in degrees."""

    id: str
    angles: dict[str, float]


def parse(given: object, body: Body) -> list[Request]:
    """The postures of a JSON list. Raises InputError naming the entry, the key and what is allowed."""
    if not isinstance(given, list):
        raise InputError("input", "must be a list of postures")
    read = [_request(one, f"[{number}]", body) for number, one in enumerate(given)]
    _unlike(read)
    return read


def _request(given: object, key: str, body: Body) -> Request:
    if not isinstance(given, dict):
        raise InputError(key, 'must be an object with "id" and "angles"')
    for name in given:
        if name not in ("id", "angles"):
            raise InputError(f"{key}.{name}", "unknown key; allowed: angles, id")
    name, angles = given.get("id"), given.get("angles", {})
    if not isinstance(name, str) or not name:
        raise InputError(f"{key}.id", "must be text, one of its own for each posture")
    if not isinstance(angles, dict):
        raise InputError(f"{key}.angles", "must be an object of angles in degrees")
    return Request(name, {angle: _degrees(angle, value, key, body) for angle, value in angles.items()})


def _degrees(angle: str, value: object, key: str, body: Body) -> float:
    where = f"{key}.angles.{angle}"
    if angle not in body.coordinates:
        raise InputError(where, f"is no angle of the body; allowed: {', '.join(sorted(body.coordinates))}")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError(where, "must be a number of degrees")
    low, high = body.limits[body.index(angle)]
    if not low - HAIR_RAD <= math.radians(value) <= high + HAIR_RAD:
        bounds = " to ".join(f"{degrees:g}" for degrees in np.degrees((low, high)).round(6))
        raise InputError(where, f"{value:g} is outside the joint's range, {bounds} degrees")
    return float(value)


def _unlike(read: Sequence[Request]) -> None:
    seen: set[str] = set()
    for number, one in enumerate(read):
        if one.id in seen:
            raise InputError(f"[{number}].id", f'"{one.id}" is there twice; each posture needs one of its own')
        seen.add(one.id)
