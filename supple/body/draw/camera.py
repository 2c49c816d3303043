"""From where a figure is looked at: without perspective, so that a head is equally big everywhere."""

from dataclasses import dataclass

import numpy as np

from supple.body.model import Array

ELEVATION_DEG = 7.0


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """Axes of the picture in the world: right, down, away."""

    axes: Array  # (3, 3)

    def seen(self, points: Array) -> Array:
        """(n, 3): right, down and away [m]."""
        flat: Array = points @ self.axes.T
        return flat


def camera(azimuth_deg: float, elevation_deg: float = ELEVATION_DEG) -> Camera:
    """Azimuth 0 is behind a person who faces x, 90 at their right, 180 face to face."""
    turn, tip = np.radians((azimuth_deg, -elevation_deg))
    away = np.array([np.cos(tip) * np.cos(turn), np.cos(tip) * np.sin(turn), np.sin(tip)])
    right = np.array([np.sin(turn), -np.cos(turn), 0.0])
    return Camera(np.array([right, np.cross(away, right), away]))
