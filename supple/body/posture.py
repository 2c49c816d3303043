"""Angles in degrees -> the model's qpos, and back: what is commanded is what a goniometer would measure."""

from collections.abc import Mapping

import mujoco
import numpy as np

from supple.body import mjcf
from supple.body.model import ROOT_SIZE, Array, Body

# The regions of the spine. Each has three totals, the upper end's attitude against the lower's, in this order.
REGIONS = ("lumbar", "thoracic", "neck")
TOTALS = ("flexion", "lateral_right", "rotation_left")
EXACT_RAD = 1e-10
MOST_ROUNDS = 30


def qpos(body: Body, angles: Mapping[str, float]) -> Array:
    """Standing with these angles [degrees]; absent ones are 0. InputError for an unknown angle.

    Levels share a spine total, but turns about different axes do not simply add up: what the levels get is corrected
    until the region as a whole stands at what was asked for.
    """
    wanted = np.zeros(len(body.coordinates))
    for name, degrees in angles.items():
        wanted[body.index(name)] = np.radians(degrees)
    return from_coordinates(body, shared(body, wanted))


def from_coordinates(body: Body, values: Array) -> Array:
    """qpos of the body at its starting place, from what the coordinates hand to their hinges, in radians."""
    full: Array = np.array(body.model.qpos0)
    full[ROOT_SIZE:] = body.spread @ values
    return full


def shared(body: Body, wanted: Array) -> Array:
    """The coordinates that make each region of the spine stand at the wanted totals, in radians."""
    values = wanted.copy()
    for region in REGIONS:
        places = _places(body, region)
        target = wanted[places]
        if np.count_nonzero(target) > 1:
            values[places] = _corrected(level_shares(body, region), target)
    return values


def totals(body: Body, data: mujoco.MjData) -> dict[str, float]:
    """What a goniometer would read on each region of the spine [degrees], from current kinematics."""
    read: dict[str, float] = {}
    for region in REGIONS:
        low, high = ends(body, region)
        below, above = (data.xmat[body.model.body(name).id].reshape(3, 3) for name in (low, high))
        for name, angle in zip(TOTALS, np.degrees(three(below.T @ above)), strict=True):
            read[f"{region}_{name}"] = float(angle)
    return read


def ends(body: Body, region: str) -> tuple[str, str]:
    """The bodies below and above a region: pelvis and ribs_low for lumbar."""
    levels = [one for one in body.tables.skeleton.values() if any(t.of.startswith(region) for t in one.turns)]
    return levels[0].parent or "", levels[-1].id


def level_shares(body: Body, region: str) -> Array:
    """(levels, 3): each level's share of flexion, side bend and turn, from below upwards."""
    levels = [one for one in body.tables.skeleton.values() if any(t.of.startswith(region) for t in one.turns)]
    return np.array([[turn.share for turn in level.turns] for level in levels])


def _places(body: Body, region: str) -> list[int]:
    return [body.index(f"{region}_{name}") for name in TOTALS]


def _corrected(shares: Array, target: Array) -> Array:
    given = target.copy()
    for _ in range(MOST_ROUNDS):
        off = target - _region(shares, given)
        if np.abs(off).max() < EXACT_RAD:
            break
        given = given + off
    return given


def _region(shares: Array, given: Array) -> Array:
    whole = np.eye(3)
    for level in turns(shares * given):
        whole = whole @ level
    return three(whole)


def turns(angles: Array) -> Array:
    """(n, 3, 3): turns about y, then about x, then about z, such as the flexion, side bend and rotation of a level."""
    (sf, sl, sr), (cf, cl, cr) = np.sin(angles).T, np.cos(angles).T
    rows = [
        [cf * cr + sf * sl * sr, sf * sl * cr - cf * sr, sf * cl],
        [cl * sr, cl * cr, -sl],
        [cf * sl * sr - sf * cr, cf * sl * cr + sf * sr, cf * cl],
    ]
    return np.array(rows).transpose(2, 0, 1)


def three(turned: Array) -> Array:
    """The angles about y, x and z of a turn in that order."""
    return np.array(
        [
            np.arctan2(turned[0, 2], turned[2, 2]),
            np.arcsin(np.clip(-turned[1, 2], -1.0, 1.0)),
            np.arctan2(turned[1, 0], turned[1, 1]),
        ]
    )


def mirror(angles: Mapping[str, float]) -> dict[str, float]:
    """The same posture with left and right exchanged."""
    return {_other(name): -degrees if _turns_round(name) else degrees for name, degrees in angles.items()}


def _other(name: str) -> str:
    right, left = mjcf.SIDES
    swap = {right: left, left: right}
    return f"{name[:-1]}{swap[name[-1]]}" if name[-2] == "_" and name[-1] in swap else name


def _turns_round(name: str) -> bool:
    """Midline side bends and turns change their sign in a mirror."""
    return name.endswith(("_lateral_right", "_rotation_left"))
