"""From which side a pose is best seen, where its table does not say."""

from collections.abc import Sequence

import numpy as np

from supple.body.draw import mesh, muscle, scene
from supple.body.draw.camera import camera
from supple.body.draw.muscle import Glow
from supple.body.draw.scene import MARGIN, UNITS_PER_M
from supple.body.solve import Posture
from supple.core.posed import Posed

SIDES = 16
COARSE = 0.5  # pixels to a unit: enough to compare sides


def azimuth(exercise: Posed, one: Posture, glows: Sequence[Glow]) -> float:
    """The pose's own view, or the best of all sides."""
    given = (pose for pose in exercise.poses if (pose["name"], pose.get("of", "base")) == (one.pose.name, one.pose.of))
    if any("view" in pose for pose in given):
        return one.pose.view_deg
    return max((360 * n / SIDES for n in range(SIDES)), key=lambda degrees: worth(exercise, one, glows, degrees))


def worth(exercise: Posed, one: Posture, glows: Sequence[Glow], azimuth_deg: float) -> float:
    """How much is to be seen from there: of the limbs, small ones counting more, and twice of what glows."""
    drawn = scene.scene(one, camera(azimuth_deg), exercise.id)
    margin = MARGIN / UNITS_PER_M
    seen = scene.buffers(drawn, drawn.low - margin, drawn.high + margin, COARSE)
    limbs = sum(np.sqrt((seen.limb == n).sum()) for n in range(len(mesh.limbs())))
    return float(limbs + 2 * sum(np.sqrt(muscle.shown(glow, drawn, seen).mask.sum()) for glow in glows))
