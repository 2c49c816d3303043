"""The figure's skin: found once from its shapes, simplified, and tied to the bones. Kept in a cache folder."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fast_simplification
import mujoco
import numpy as np
from numpy.typing import NDArray
from skimage.measure import marching_cubes

from supple.body import mjcf, model, muscles, posture
from supple.body.draw import figure, shape
from supple.body.draw.figure import Clothes, Figure, Plane, Shape
from supple.body.draw.pose import Bones, bones
from supple.body.model import Array, Body

FORMAT = 4  # raise it when this code makes another mesh from the same table
FIELDS = 2.0  # what stands for "everywhere" among distances
FAINT = 0.02  # a bone that moves a vertex by less than this share does not move it
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """One skin for every posture; points as they lie in the bind posture."""

    points: Array  # (n, 3) [m]
    faces: Ints  # (m, 3)
    weights: Array  # (n, bones): how much each bone moves it; rows add up to 1
    limb: Ints  # (m,): number of the limb in `limbs`
    cover: Array  # (n, layers): above 0 where that layer of clothes covers


@cache
def load() -> Mesh:
    """The mesh of the figure's table, made where it is not yet in the cache."""
    path = folder() / f"figure-{figure.digest()}-{FORMAT}.npz"
    if not path.exists():
        made = make(figure.load())
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.npz")
        np.savez_compressed(part, **{name: getattr(made, name) for name in Mesh.__slots__})
        part.replace(path)
    with np.load(path) as kept:
        return Mesh(**{name: kept[name] for name in Mesh.__slots__})


def folder() -> Path:
    """Where what can be made again is kept."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "supple"


@cache
def limbs() -> tuple[str, ...]:
    """Every limb with its side."""
    drawn, skeleton = figure.load(), model.reference().tables.skeleton
    return tuple(
        mjcf.sided(limb, side)
        for limb, bodies in drawn.limbs.items()
        for side in mjcf.sides_of(limb not in ("trunk", "head") and bodies[0] in skeleton)
    )


def make(drawn: Figure) -> Mesh:
    """The whole way from shapes to skin."""
    body = model.reference()
    binding = bind(drawn, body)
    points, faces = _surface(drawn, binding)
    points, faces = _simplified(points, faces, drawn.faces)
    near = {name: reach(drawn, binding, name, points) for name in binding.bodies}
    owner = np.argmin(np.stack(list(near.values())), axis=0)
    weights = _weights(np.stack(list(near.values()), axis=1), drawn, binding)
    limb = np.array([_limb(drawn, name) for name in near], dtype=np.int32)[owner]
    cover = np.stack([_covered(one, points, binding) for one in drawn.clothes], axis=1)
    return Mesh(points, faces, weights, limb[faces[:, 0]], cover)


def bind(drawn: Figure, body: Body) -> Bones:
    """The bones in the posture in which the skin is found: limbs apart."""
    data = mujoco.MjData(body.model)
    data.qpos[:] = posture.qpos(body, muscles.both(body, drawn.bind))
    mujoco.mj_kinematics(body.model, data)
    return bones(body, data)


def _limb(drawn: Figure, body: str) -> int:
    stem, side = (body[:-2], body[-1]) if body[-2:] in ("_r", "_l") else (body, "")
    limb = drawn.limb_of(stem)
    return limbs().index(limb if limb in limbs() else mjcf.sided(limb, side))


def sided(drawn: Figure) -> Iterator[tuple[Shape, str]]:
    """Every shape with each of its sides."""
    for one in drawn.shapes:
        for side in mjcf.sides_of(one.paired):
            yield one, side


def _local(binding: Bones, body: str, points: Array, side: str) -> Array:
    """World points in the standing frame of the body's side: [forward, outwards, up]."""
    standing = binding.standing(body, points)
    return standing * (1.0, -1.0 if side == "r" else 1.0, 1.0)


def reach(drawn: Figure, binding: Bones, body: str, points: Array) -> Array:
    """(n,): the distance to the nearest shape of one body."""
    mine = [(one, side) for one, side in sided(drawn) if mjcf.sided(one.on, side if _paired(one.on) else "") == body]
    far = [shape.distance(one, _local(binding, body, points, side)) for one, side in mine]
    return np.min(far, axis=0) if far else np.full(len(points), FIELDS)


def _paired(body: str) -> bool:
    return body == "fingers" or model.reference().tables.skeleton[body].paired


def _surface(drawn: Figure, binding: Bones) -> tuple[Array, Ints]:
    """Marching cubes over the melted shapes."""
    low, high = binding.at.min(axis=0) - 0.22, binding.at.max(axis=0) + 0.22
    axes = [np.arange(a, b, drawn.cell_m) for a, b in zip(low, high, strict=True)]
    shown = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    field = np.full(shown.shape[:3], FIELDS, dtype=np.float64)
    for one, side in sorted(sided(drawn), key=lambda each: each[0].sharp):
        _melted(field, axes, shown, drawn, binding, one, side)
    points, faces, _, _ = marching_cubes(field, 0.0, spacing=(drawn.cell_m,) * 3)
    return points.astype(np.float64) + low, faces.astype(np.int32)[:, ::-1]


def _melted(
    field: Array, axes: Sequence[Array], shown: Array, drawn: Figure, binding: Bones, one: Shape, side: str
) -> None:
    """Adds one shape to the field, where it is near."""
    body = mjcf.sided(one.on, side if _paired(one.on) else "")
    middle, far = _ball(one)
    sign = -1.0 if side == "r" else 1.0
    at = binding.moved(body, middle * (1.0, sign, 1.0))
    box = tuple(
        slice(*np.searchsorted(axis, (at[n] - far - 0.06, at[n] + far + 0.06))) for n, axis in enumerate(axes)
    )
    points = shown[box].reshape(-1, 3)
    near = shape.distance(one, _local(binding, body, points, side)).reshape(field[box].shape)
    field[box] = shape.melt(field[box], near, one.soft or (0.006 if one.sharp else drawn.soft_m))


def _ball(one: Shape) -> tuple[Array, float]:
    """A ball that holds the shape."""
    if not one.radii:
        return np.array(one.at), float(np.linalg.norm(one.half))
    start, end = np.array(one.start), np.array(one.end)
    return (start + end) / 2, float(np.linalg.norm(end - start)) / 2 + max(one.radii)


def _simplified(points: Array, faces: Ints, most: int) -> tuple[Array, Ints]:
    less, kept = fast_simplification.simplify(points.astype(np.float32), faces, target_count=most, agg=4)
    return less.astype(np.float64), kept.astype(np.int32)


def _weights(near: Array, drawn: Figure, binding: Bones) -> Array:
    """Each bone by its nearness; where a helper stands between two bones, it takes the middle."""
    pull = np.exp(-(near - near.min(axis=1, keepdims=True)) / drawn.reach_m)
    pull = np.where(pull < FAINT, 0.0, pull)
    pull /= pull.sum(axis=1, keepdims=True)
    helpers, scale = list[Array](), np.ones_like(pull)
    for body in binding.helped:
        out = _out(binding, body)
        share = pull[:, out].sum(axis=1)  # of this bone and all beyond it
        helpers.append(1 - np.abs(2 * share - 1))
        scale[:, out] *= (np.maximum(2 * share - 1, 0.0) / np.maximum(share, 1e-9))[:, None]
        scale[:, ~out] *= (np.maximum(1 - 2 * share, 0.0) / np.maximum(1 - share, 1e-9))[:, None]
    whole = np.concatenate([pull * scale, np.stack(helpers, axis=1)], axis=1)
    return whole / whole.sum(axis=1, keepdims=True)


def _out(binding: Bones, body: str) -> NDArray[np.bool_]:
    """(bodies,): this one and all that hang on it."""
    hang = {body}
    for name, parent in zip(binding.bodies, binding.parents, strict=True):  # parents stand before their children
        if parent in hang:
            hang.add(name)
    return np.array([name in hang for name in binding.bodies])


def _covered(one: Clothes, points: Array, binding: Bones) -> Array:
    """(n,): above 0 where this layer lies."""
    if not one.any:
        return np.full(len(points), FIELDS)
    sides = mjcf.sides_of(_paired(one.frame))
    each = [_inside(one, _local(binding, mjcf.sided(one.frame, side), points, side)) for side in sides]
    if len(sides) == 1:
        return each[0]
    left = points[:, 1] > 0  # paired clothes hang on the limb of their side
    return np.where(left, each[sides.index("l")], each[sides.index("r")])


def _inside(one: Clothes, standing: Array) -> Array:
    return np.max([np.min([_side(plane, standing) for plane in planes], axis=0) for planes in one.any], axis=0)


def _side(plane: Plane, standing: Array) -> Array:
    away: Array = (standing - plane.at) @ np.array(plane.into)
    return away
