"""A quick look at a posture: four cameras in one PNG. For whoever writes a pose, not for the site."""

import os
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# Off the screen: without a display MuJoCo must be told before it is loaded.
os.environ.setdefault("MUJOCO_GL", "egl")

import mujoco

from supple.body.model import Body
from supple.body.residuals import State
from supple.body.solve import Posture

WIDTH, HEIGHT = 480, 360
# Azimuth against the view of the pose, and elevation: the view, from behind the other side, from the front, from above.
CAMERAS = ((0.0, -12.0), (180.0, -12.0), (90.0, -12.0), (0.0, -80.0))
RIGHT, LEFT, MIDDLE, THING = (
    (0.86, 0.45, 0.32, 1.0),
    (0.25, 0.55, 0.75, 1.0),
    (0.9, 0.85, 0.75, 1.0),
    (0.55, 0.5, 0.45, 0.6),
)


def draw(body: Body, solved: Posture) -> NDArray[np.uint8]:
    """(height, width, 3): the posture from four sides, right limbs red, left limbs blue."""
    state = State(body, solved.pose.objects)
    _paint(body.model)
    state.move(solved.qpos)
    mujoco.mj_camlight(body.model, state.data)
    options, shots = mujoco.MjvOption(), []
    options.sitegroup[:] = options.tendongroup[:] = 0
    with mujoco.Renderer(body.model, HEIGHT, WIDTH) as renderer:
        for azimuth, elevation in CAMERAS:
            renderer.update_scene(state.data, _camera(state, solved.pose.view_deg + azimuth, elevation), options)
            shots.append(renderer.render().copy())
    return np.concatenate([np.concatenate(shots[:2], axis=1), np.concatenate(shots[2:], axis=1)], axis=0)


def _camera(state: State, azimuth: float, elevation: float) -> mujoco.MjvCamera:
    camera = mujoco.MjvCamera()
    camera.azimuth, camera.elevation = azimuth, elevation
    bodies = np.array(state.data.xpos[1:])[state.model.body_mocapid[1:] < 0]
    low, high = bodies.min(axis=0), bodies.max(axis=0)
    camera.lookat[:] = (low + high) / 2
    camera.distance = 0.5 + 1.05 * float(np.linalg.norm(high - low))
    return camera


def _paint(model: mujoco.MjModel) -> None:
    model.vis.headlight.ambient[:], model.vis.headlight.diffuse[:] = 0.45, 0.5
    for geom in range(model.ngeom):
        body = model.body(int(model.geom_bodyid[geom]))
        colour = {"_r": RIGHT, "_l": LEFT}.get(body.name[-2:], MIDDLE if body.mocapid[0] < 0 else THING)
        model.geom_rgba[geom] = colour if body.id else (0.8, 0.82, 0.8, 1.0)


def write(image: NDArray[np.uint8], path: Path) -> None:
    """A PNG, which needs no library: every row begins with a 0, the whole is deflated."""
    height, width, _ = image.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), image.reshape(height, -1)], axis=1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
