"""Poses that ask the same of both sides: they are searched for on both sides at once, so neither hand wanders off."""

from dataclasses import replace

import numpy as np

from supple.body import mjcf, posture
from supple.body.model import ROOT_SIZE, Array, Body
from supple.body.pose import Aim, At, Item, Level, Pose, Touch
from supple.body.tables import Triple

# The pelvis' six ways in a mirror: along the floor to the side, tipping to the side and turning become their opposites.
ROOT = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])


def symmetric(pose: Pose) -> bool:
    """Whether a pose says the same of both sides, as does the one it comes from, and nothing beside it pulls to one."""
    alike = all(posture.mirror(angles) == angles for angles in (pose.angles, pose.guess))
    names = all({other(name) for name in some} == set(some) for some in (pose.loose, pose.balance, pose.slides))
    straight = all(y == 0 and turn in (0, 180) for _, y, _, turn in pose.objects.values())
    items = {flipped(item) for item in pose.items} == set(pose.items)
    lying = pose.base.startswith("side")
    return alike and names and straight and items and not lying and (pose.after is None or symmetric(pose.after))


def mirror(body: Body) -> Array:
    """(6 + nc, 6 + nc) what a step of the pelvis and of the coordinates is in a mirror."""
    size = len(body.coordinates)
    turned = np.zeros((size, size))
    for n, name in enumerate(body.coordinates):
        ((image, sign),) = posture.mirror({name: 1.0}).items()
        turned[body.index(image), n] = sign
    whole = np.diag(np.concatenate([ROOT, np.zeros(size)]))
    whole[ROOT_SIZE - 1 :, ROOT_SIZE - 1 :] = turned
    return whole


def other(name: str) -> str:
    """The patch or body of the other side."""
    right, left = (f"_{side}" for side in mjcf.SIDES)
    return {right: name[:-2] + left, left: name[:-2] + right}.get(name[-2:], name)


def flipped(item: Item) -> Item:
    """The item with left and right exchanged."""
    if isinstance(item, Touch | Level):
        return replace(item, patch=other(item.patch), other=other(item.other))
    if isinstance(item, Aim):
        return Aim(other(item.what), other(item.body), _over(item.local), _over(item.world))
    if isinstance(item, At):
        return At(other(item.patch), item.surface, _over(item.point))
    return replace(item, patch=other(item.patch))


def _over(way: Triple) -> Triple:
    return (way[0], -way[1] + 0.0, way[2]) if way else ()
