"""Every key pose of the catalogue, solved once for all tests that look at it."""

from functools import cache

from supple.body import solve, spec
from supple.body.pose import Pose
from supple.body.read import load as load_tables
from supple.body.solve import Posture
from supple.core.content import load

HEIGHTS = (1.50, 1.70, 1.95)
POSES = {f"{one.id}.{pose.shown}": pose for one in load().exercises.values() for pose in spec.poses(one, load_tables())}


@cache
def posture(name: str, height: float = 1.70) -> Posture:
    """The posture of a pose such as cat_cow.cat."""
    pose: Pose = POSES[name]
    return solve.solve(pose, solve.body_for(height, tuple(pose.objects)), before=before(name, height))


def before(name: str, height: float = 1.70) -> Posture | None:
    """The posture that a pose comes from, if it comes from one."""
    after = POSES[name].after
    return posture(f"{name.split('.')[0]}.{after.shown}", height) if after else None
