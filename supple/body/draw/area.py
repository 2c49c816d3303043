"""Masks of pixels -> outlines of areas; and where the shade lies."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage.measure import find_contours

from supple.body.draw import mesh
from supple.body.draw.camera import Camera
from supple.body.draw.scene import NOTHING, Buffers, Scene
from supple.body.model import Array

Mask = NDArray[np.bool_]
LIGHT = np.array([-0.42, -0.72, -0.55])  # from the left, above and before the picture
DARK = 0.03  # a skin that faces the light less than this lies in the shade
FAR_M = 0.1  # a limb this much further away than its twin is drawn in the shade as a whole
CAST_UNITS = 5.0  # how wide a shadow a limb throws on what lies behind it
CAST_M = (0.025, 0.4)  # how far behind
SOFT_UNITS = 0.45


def outlines(mask: Mask, per_unit: float, least_units: float, soft: float = SOFT_UNITS) -> list[Array]:
    """Rings (n, 2) in pixels, right and down, round the parts of a mask that are not too small [square units]."""
    padded = np.pad(mask.astype(float), 4)
    level = ndimage.gaussian_filter(padded, soft * per_unit)
    rings = [ring[:, ::-1] - 3.5 for ring in find_contours(level, 0.5)]
    return [ring for ring in rings if abs(_area(ring)) > least_units * per_unit**2]


def _area(ring: Array) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(x[:-1] @ y[1:] - x[1:] @ y[:-1]) / 2


def shade(seen: Buffers, drawn: Scene, per_unit: float) -> Mask:
    """Where the darker tone lies: turned away from the light, under another limb, or on a limb that is far."""
    there = seen.colour != NOTHING
    light = LIGHT / np.linalg.norm(LIGHT)
    toward = _blurred(seen.normal @ light, there, 2.0 * per_unit)
    far = np.isin(seen.limb, [mesh.limbs().index(name) for name in far_limbs(drawn)])
    return there & ((toward < DARK) | far | _cast(seen, per_unit))


def _blurred(values: Array, there: Mask, sigma: float) -> Array:
    weight = ndimage.gaussian_filter(there.astype(float), sigma)
    mean: Array = ndimage.gaussian_filter(np.where(there, values, 0.0), sigma) / np.maximum(weight, 1e-6)
    return mean


def _cast(seen: Buffers, per_unit: float) -> Mask:
    """Pixels that have something nearer a little up and left of them."""
    reach = int(CAST_UNITS * per_unit)
    depth = np.where(np.isfinite(seen.depth), seen.depth, 1e3)
    nearer = ndimage.minimum_filter(depth, size=(reach, reach), origin=(reach // 3, reach // 3))
    behind = depth - nearer
    # What belongs to the same smooth skin only turns away; a step from pixel to pixel is another limb.
    step = ndimage.grey_dilation(_steps(seen), size=(reach, reach), origin=(-(reach // 3), -(reach // 3)))
    return (behind > CAST_M[0]) & (behind < CAST_M[1]) & (step > 0)


def _steps(seen: Buffers) -> NDArray[np.uint8]:
    apart = np.zeros(seen.colour.shape, dtype=np.uint8)
    for axis in (0, 1):
        strangers = np.linalg.norm(np.diff(seen.place, axis=axis), axis=2) > 0.035
        apart[: strangers.shape[0], : strangers.shape[1]] |= strangers
    return apart * (seen.colour != NOTHING)


def far_limbs(drawn: Scene) -> list[str]:
    """Limbs that are clearly further away than their twins."""
    found: list[str] = []
    for outer, whole in (("forearm", ("arm", "hand")), ("shank", ("leg", "foot"))):
        right, left = (_away(drawn, f"{outer}_{side}") for side in "rl")
        if abs(right - left) > FAR_M:
            found += [f"{name}_{'r' if right > left else 'l'}" for name in whole]
    return found


def _away(drawn: Scene, body: str) -> float:
    camera: Camera = drawn.camera
    return float(drawn.bones.at[drawn.bones.bodies.index(body)] @ camera.axes[2])
