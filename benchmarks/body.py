"""How fast the body is: `python -m benchmarks.body`. Milliseconds of one thread; needs supple[body]."""

from collections.abc import Callable
from time import perf_counter

import mujoco
import numpy as np

from benchmarks.table import Row, ms, table
from supple.body import model, muscles, posture

HEIGHTS = (1.5, 1.7, 1.95)
ROUNDS = 200


def best(do: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of many rounds, in seconds."""
    taken = []
    for _ in range(rounds):
        start = perf_counter()
        do()
        taken.append(perf_counter() - start)
    return float(np.median(taken))


def rows() -> list[Row]:
    """Every figure beside its goal."""
    body = model.reference()
    angles = {"hip_flexion_r": 60.0, "knee_flexion_r": 40.0, "lumbar_flexion": 30.0, "lumbar_lateral_right": 10.0}
    qpos = posture.qpos(body, angles)
    return [
        *(Row("", f"compile, {height:.2f} m", "< 50 ms", ms(best(lambda h=height: model.build(h), 20)))  # type: ignore[misc]
          for height in HEIGHTS),
        Row("", "kinematics and all tendons", "", micro(best(lambda: muscles.lengths(body, qpos)))),
        Row("", "angles to qpos, spine corrected", "", micro(best(lambda: posture.qpos(body, angles)))),
        Row("", "one moment arm of every muscle", "", micro(best(lambda: muscles.arm(body, angles, "hip_rotation_r")))),
        Row("", "every effect of a posture", "", ms(best(lambda: muscles.effects(body, angles)))),
    ]  # fmt: skip


def micro(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} us"


def size() -> str:
    """What was measured, in a line."""
    one = model.reference().model
    return f"{one.nbody - 1} bodies, {one.nv} degrees of freedom, {one.ntendon} tendons, MuJoCo {mujoco.__version__}"


if __name__ == "__main__":
    print(f"{size()}\n\n{table(rows())}")
