"""How fast and how sure the body is: `python -m benchmarks.body`. Milliseconds of one thread; needs supple[body].

Everything counts processor time, so that a busy machine says the same. `--starts 20` also tries every pose from
so many starts moved by chance, which takes a minute or two.
"""

import argparse
import statistics
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from time import process_time

import mujoco
import numpy as np

from benchmarks.table import Row, ms, table
from supple.body import model, move, muscles, posture, solve, spec
from supple.body.pose import Pose
from supple.body.read import load as load_tables
from supple.body.solve import Posture
from supple.core.content import load

HEIGHTS = (1.5, 1.7, 1.95)
ROUNDS = 200


def best(do: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of many rounds, in seconds of the processor."""
    taken = []
    for _ in range(rounds):
        start = process_time()
        do()
        taken.append(process_time() - start)
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


@cache
def courses() -> dict[str, tuple[Pose, ...]]:
    """Every exercise's poses, each form's on their own."""
    found: dict[str, list[Pose]] = {}
    for one in load().exercises.values():
        for pose in spec.poses(one, load_tables()):
            found.setdefault(one.id if pose.of == "base" else f"{one.id}.{pose.of}", []).append(pose)
    return {name: tuple(poses) for name, poses in found.items()}


@cache
def solved(course: str, height_m: float) -> tuple[tuple[Posture, float], ...]:
    """The postures of a course, each with the seconds it took."""
    made: list[tuple[Posture, float]] = []
    for pose in courses()[course]:
        before = made[-1][0] if made and pose.after else None
        start = process_time()
        made.append((solve.solve(pose, solve.body_for(height_m, tuple(pose.objects)), before=before), 0.0))
        made[-1] = (made[-1][0], process_time() - start)
    return tuple(made)


def poses_at(height_m: float) -> Iterator[Row]:
    """How long a pose takes at one height."""
    taken = {one.pose.file + one.pose.shown: seconds for name in courses() for one, seconds in solved(name, height_m)}
    worst = max(taken, key=lambda name: taken[name])
    shown = worst.removeprefix("exercises/").replace(".toml", ".")
    yield Row("", f"a pose, {height_m:.2f} m, median of {len(taken)}", "< 60 ms", ms(statistics.median(taken.values())))
    yield Row("", f"a pose, {height_m:.2f} m, worst ({shown})", "< 300 ms", ms(taken[worst]))


def movements() -> Iterator[Row]:
    """How long a frame between two poses takes, and the worst of all movements."""
    taken, ways = [], []
    for name in courses():
        for (one, _), (other, _) in pairwise(solved(name, 1.70)):
            if other.pose.after:
                start = process_time()
                ways.append(move.between(one, other, solve.body_for(1.70, tuple(other.pose.objects))))
                taken.append((process_time() - start) / (move.FRAMES - 2))
    yield Row("", f"a frame of a movement, median of {len(ways)}", "", ms(statistics.median(taken)))
    yield Row("", "a frame of a movement, worst", "", ms(max(taken)))
    for what, most, worst in (
        ("strays", 10, max(way.drift_m for way in ways)),
        ("sinks in", 15, max(way.ordinary_m for way in ways)),
        ("sinks in, flesh", 30, max(way.flesh_m for way in ways)),
    ):
        yield Row("", f"the furthest that anything {what} on the way", f"<= {most} mm", f"{worst * 1000:.0f} mm")


def agreeing(starts: int) -> Iterator[Row]:
    """The poses of which fewer than 80 % of the starts end within 5 % of the best, and how near the stored one is."""
    every, low = 0, []
    for name in courses():
        chain = solved(name, 1.70)
        for n, (one, _) in enumerate(chain):
            every += 1
            low += [row] if (row := nudged(one, chain[n - 1][0] if one.pose.after else None, starts)) else []
    yield Row("", f"poses whose starts agree, of {every}", "", str(every - len(low)))
    yield from low


def nudged(one: Posture, before: Posture | None, starts: int) -> Row | None:
    body = solve.body_for(1.70, tuple(one.pose.objects))
    costs = [solve.solve(one.pose, body, seed, before).cost for seed in range(starts)]
    best = min(one.cost, *costs)
    share = statistics.mean(cost <= 1.05 * best + 0.001 for cost in costs)
    name = f"{one.pose.file.removeprefix('exercises/').removesuffix('.toml')}.{one.pose.shown}"
    stored = "stored start is the best" if one.cost <= 1.05 * best + 0.001 else "STORED START IS WORSE"
    return Row("", name, ">= 80 %", f"{share:.0%}, {stored}") if share < 0.8 else None


def micro(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} us"


def size() -> str:
    """What was measured, in a line."""
    one = model.reference().model
    return f"{one.nbody - 1} bodies, {one.nv} degrees of freedom, {one.ntendon} tendons, MuJoCo {mujoco.__version__}"


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--starts", type=int, default=0, help="also try every pose from so many starts")
    asked = arguments.parse_args()
    made = [*rows(), *(row for height in HEIGHTS for row in poses_at(height)), *movements()]
    print(f"{size()}\n\n{table([*made, *(agreeing(asked.starts) if asked.starts else ())])}")
