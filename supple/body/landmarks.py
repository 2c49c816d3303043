"""The 33 points that a camera's pose model finds, for any posture and any camera."""

from dataclasses import dataclass
from functools import cache

import mujoco
import numpy as np

from supple.body import mjcf
from supple.body.model import Array, Body
from supple.core.baked import LANDMARKS

HIPS = (LANDMARKS.index("left_hip"), LANDMARKS.index("right_hip"))


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """A pinhole: its place [m], its axes right, down and away as rows, its view's height, width over height."""

    at: Array  # (3,)
    axes: Array  # (3, 3)
    fov_deg: float = 50.0
    aspect: float = 1.0


@dataclass(frozen=True, slots=True)
class Seen:
    """As the pose model gives a point: x, y from 0 to 1 from the top left; z from the hips, smaller is nearer."""

    x: float
    y: float
    z: float
    visibility: float


def look(at: Array, azimuth_deg: float, elevation_deg: float, distance_m: float, fov_deg: float = 50.0) -> Camera:
    """A camera aimed at a point. Azimuth 0 is behind a person who faces x, 90 at their right, 180 face to face."""
    turn, tip = np.radians((azimuth_deg, elevation_deg))
    away = np.array([np.cos(tip) * np.cos(turn), np.cos(tip) * np.sin(turn), np.sin(tip)])
    right = np.array([np.sin(turn), -np.cos(turn), 0.0])
    return Camera(np.asarray(at) - distance_m * away, np.array([right, np.cross(away, right), away]), fov_deg)


def positions(body: Body, qpos: Array) -> Array:
    """(33, 3) the points in the world [m]."""
    return _points(_moved(body, qpos), body)


def world(body: Body, qpos: Array, camera: Camera) -> Array:
    """(33, 3) the points from the middle of the hips along the camera's right, down and away [m]."""
    points = positions(body, qpos)
    away: Array = (points - points[list(HIPS)].mean(axis=0)) @ camera.axes.T
    return away


def seen(body: Body, qpos: Array, camera: Camera) -> dict[str, Seen]:
    """What the camera sees of each point; hidden by the body itself or outside the picture: visibility 0."""
    points = positions(body, qpos)
    local = (points - camera.at) @ camera.axes.T
    hips = local[list(HIPS), 2].mean()
    half = np.tan(np.radians(camera.fov_deg) / 2) * np.array([camera.aspect, 1.0])
    image = 0.5 + local[:, :2] / np.maximum(local[:, 2:], 1e-9) / (2 * half)
    depth = (local[:, 2] - hips) / (2 * half[0] * max(hips, 1e-9))
    inside = (local[:, 2] > 0) & (image >= 0).all(axis=1) & (image <= 1).all(axis=1)
    clear = inside & _clear(body, qpos, points, camera.at)
    rows = zip(LANDMARKS, image.tolist(), depth.tolist(), clear.tolist(), strict=True)
    return {name: Seen(x, y, z, float(free)) for name, (x, y), z, free in rows}


def stem(name: str) -> tuple[str, str]:
    """`left_eye_inner` is the `eye_inner` of side l, `mouth_right` the `mouth` of side r."""
    words = name.split("_")
    side = next((side for side, word in (("l", "left"), ("r", "right")) if word in words), "")
    return "_".join(word for word in words if word not in ("left", "right")), side


def _clear(body: Body, qpos: Array, points: Array, eye: Array) -> Array:
    """(33,) whether nothing of the body lies between, but for the flesh that always lies over a point."""
    model, data = body.model, _moved(body, qpos)
    ways = points - eye
    far = np.linalg.norm(ways, axis=1)
    hit, geom = np.zeros(len(points)), np.zeros(len(points), dtype=np.int32)
    rays = (ways / far[:, None]).reshape(-1)
    groups = np.eye(mujoco.mjNGROUP, dtype=np.uint8)[int(mjcf.FLESH_GROUP)]  # a floor or a chair hides nothing
    mujoco.mj_multiRay(model, data, eye, rays, groups, False, -1, geom, hit, None, len(points), mujoco.mjMAXVAL)
    return np.asarray((hit < 0) | (hit >= far - _flesh(body)))


@cache
def _flesh(body: Body) -> Array:
    marks = body.tables.landmarks
    return np.array([marks[stem(name)[0]].flesh_m * body.scale for name in LANDMARKS])


@cache
def _sites(body: Body) -> list[int]:
    return [int(body.model.site(mjcf.landmark(*stem(name))).id) for name in LANDMARKS]


def _points(data: mujoco.MjData, body: Body) -> Array:
    return np.array(data.site_xpos[_sites(body)])


def _moved(body: Body, qpos: Array) -> mujoco.MjData:
    data = mujoco.MjData(body.model)
    data.qpos[:] = qpos
    mujoco.mj_kinematics(body.model, data)
    return data
