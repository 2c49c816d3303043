"""What a solved posture met and missed, each item in one sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from supple.body import mjcf, residuals
from supple.body.model import Array
from supple.body.pose import FLOOR, Aim, At, Face, Item, Level, Pose, Rest, Touch
from supple.body.residuals import Deep, State

# What counts as met; a flat hand or sole may tip as far as a palm does on a mat.
CONTACT_MM, ANGLE_DEG, FACE_DEG, LEVEL_MM, BALANCE_MM = 10.0, 8.0, 30.0, 30.0, 10.0


@dataclass(frozen=True, slots=True)
class Residual:
    """How far one item is off, in mm or degrees, and a sentence that says so."""

    item: str
    off: float
    unit: str
    most: float
    text: str

    @property
    def met(self) -> bool:
        """Inside its tolerance."""
        return abs(self.off) <= self.most


def residuals_of(state: State, pose: Pose, angles: Mapping[str, float]) -> Iterator[Residual]:
    """Every item, every named angle that is not loose, and the balance."""
    for item in pose.items:
        yield _item(state, item)
    for name, wanted in pose.angles.items():
        if name not in pose.loose:
            yield _angle(name, wanted, angles[name])
    if pose.balance:
        off = max(float(residuals.outside(state, pose.balance).max()) * 1000, 0.0)
        yield Residual("balance", off, "mm", BALANCE_MM, f"the centre of mass is {off:.0f} mm outside its support")


def deep(state: State) -> Iterator[Deep]:
    """Every pair that sinks in, deepest first."""
    geoms, found = state.data.contact.geom, []
    for n, depth, allowed in residuals.depths(state):
        one, other = (words(_body(state, geom)) for geom in geoms[n])
        found.append(Deep(one, other, depth, allowed))
    yield from sorted(found, key=lambda each: each.allowed_m - each.depth_m)


def sinking(state: State) -> Iterator[Residual]:
    """The pairs that sink in further than they may."""
    for one in deep(state):
        if one.depth_m > one.allowed_m:
            depth, most = one.depth_m * 1000, one.allowed_m * 1000
            text = f"{one.one} is {depth:.0f} mm deep in the {one.other}"
            yield Residual(f"depth {one.one} {one.other}", depth, "mm", most, text)


def words(name: str) -> str:
    """`shin_out_l` as a person says it: left shin out."""
    stem, side = (name[:-2], name[-1]) if name[-2:] in ("_r", "_l") else (name, "")
    return f"{dict(zip(mjcf.SIDES, ('right ', 'left '), strict=True)).get(side, '')}{stem}".replace("_", " ").replace(
        ".", "'s "
    )


def _body(state: State, geom: int) -> str:
    body = int(state.model.geom_bodyid[geom])
    return state.model.body(body).name if body else FLOOR


def _item(state: State, item: Item) -> Residual:
    if isinstance(item, Rest):
        return _rest(state, item)
    if isinstance(item, Touch):
        return _touch(state, item)
    if isinstance(item, At):
        off = _mm(state.site(item.patch) - residuals.goal(state, item))
        place = words(item.surface) if item.surface else f"point {', '.join(f'{x:g}' for x in item.point)}"
        return _contact(f"at {item.patch}", off, f"{words(item.patch)} is {off:.0f} mm from the {place}")
    if isinstance(item, Level):
        axes = ["xyz".index(axis) for axis in item.axes]
        off = _mm((state.site(item.patch) - state.site(item.other))[axes])
        text = f"{words(item.patch)} is {off:.0f} mm from being level with the {words(item.other)}"
        return Residual(f"level {item.patch} {item.other}", off, "mm", LEVEL_MM, text)
    if isinstance(item, Face):
        surface = state.surfaces[item.surface]
        off = _degrees(state.normal(item.patch), -surface.normal)
        text = f"{words(item.patch)} is tipped {off:.0f} degrees from the {words(item.surface)}"
        return Residual(f"face {item.patch}", off, "deg", FACE_DEG, text)
    return _aim(state, item)


def _rest(state: State, item: Rest) -> Residual:
    gap = residuals.gap(state, item) * 1000
    past = max((far * 1000 for far, _ in residuals.beyond(state, item)), default=0.0)
    name, surface = words(item.patch), words(item.surface)
    if past > abs(gap):
        return _contact(f"on {item.patch}", past, f"{name} is {past:.0f} mm past the edge of the {surface}")
    return _contact(
        f"on {item.patch}", gap, f"{name} is {abs(gap):.0f} mm {'above' if gap > 0 else 'in'} the {surface}"
    )


def _touch(state: State, item: Touch) -> Residual:
    away = residuals.apart(state, item)
    between = state.site(item.patch) - state.site(item.other)
    off, other = _mm(away), words(item.other)
    how = "short of" if away @ between >= 0 else "inside"
    key = "near" if item.near else "touch"
    return _contact(f"{key} {item.patch} {item.other}", off, f"{words(item.patch)} is {off:.0f} mm {how} the {other}")


def _aim(state: State, item: Aim) -> Residual:
    off = _degrees(residuals.aimed(state, item), np.array(item.world))
    return Residual(f"axis {item.what}", off, "deg", ANGLE_DEG,
                    f"{words(item.what)} points {off:.0f} degrees away from where it should")  # fmt: skip


def _angle(name: str, wanted: float, now: float) -> Residual:
    off = now - wanted
    than = f"{abs(off):.0f} {'more' if off > 0 else 'less'} than the {wanted:.0f} named"
    text = f"{words(name)} is {now:.0f} degrees, {than}"
    return Residual(f"angle {name}", off, "deg", ANGLE_DEG, text)


def _contact(key: str, off: float, text: str) -> Residual:
    return Residual(key, off, "mm", CONTACT_MM, text)


def _mm(way: Array) -> float:
    return float(np.linalg.norm(way)) * 1000


def _degrees(one: Array, other: Array) -> float:
    return float(np.degrees(np.arccos(np.clip(one @ other, -1.0, 1.0))))
