"""Which muscles a pose shows, and where they lie in the picture: fans of lines under the skin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import mujoco
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from supple.body import effect, mjcf, solve
from supple.body.draw import figure, mesh
from supple.body.draw.scene import Buffers, Scene
from supple.body.model import Array
from supple.body.pose import Rest
from supple.body.read import load as load_tables
from supple.body.solve import Posture
from supple.core.posed import Posed

THICK_M = 0.017
DEEP_M = 0.105  # a muscle this far behind what is seen is not shown through it
ALONG, ACROSS = 40, 5
LEAST, FAINTEST = 0.1, 0.7
MOST = 3  # groups in one picture
ONE_SIDED = 0.75  # of two sides the lesser shows from this share of the greater on
MOVED = 0.06  # the side whose fibres change by so much more is the one that works
WORK = 0.85
HARDLY = 0.35  # less than this share of what the other side shows
SIDEWAYS = 0.6  # how far the pelvis must be turned for one side to be the lower


@dataclass(frozen=True, slots=True)
class Glow:
    """A muscle group of one side, its muscles, and how strongly it glows (0 to 1)."""

    group: str
    side: str
    names: tuple[str, ...]
    level: float


def glows(exercise: Posed, solved: Sequence[Posture]) -> dict[str, tuple[Glow, ...]]:
    """For each pose what it lengthens or works; `solved` are the poses of one form, the start first."""
    found: dict[str, list[Glow]] = {one.pose.shown: [] for one in solved}
    if len(solved) > 1:
        for pose, pulls in _pulled(exercise, solved).items():
            found[pose] += _stretched(exercise, pulls)
    for one in () if "walk" in exercise.kinds else solved[1:]:  # nobody feels one muscle in a walk
        found[one.pose.shown] += _working(exercise, one, solved[0])
    return {pose: tuple(each) for pose, each in found.items()}


def _pulled(exercise: Posed, solved: Sequence[Posture]) -> dict[str, list[effect.Pull]]:
    by_pose: dict[str, list[effect.Pull]] = {}
    for pull in effect.pulls(exercise, solved):
        if pull.longer and pull.name in exercise.muscles and pull.group in exercise.lengthens:
            by_pose.setdefault(pull.pose, []).append(pull)
    return by_pose


def _stretched(exercise: Posed, pulls: Sequence[effect.Pull]) -> Iterator[Glow]:
    shown = [group for group in exercise.lengthens if any(one.group == group for one in pulls)][:MOST]
    for group in shown:
        mine = [one for one in pulls if one.group == group and one.strain > LEAST / 2]
        most = max((one.strain for one in mine), default=0.0)
        for side in mjcf.SIDES:
            its = [one for one in mine if one.side == side]
            strain = max((one.strain for one in its), default=0.0)
            if its and strain >= ONE_SIDED * most:
                level = float(np.clip(max(one.share for one in its), FAINTEST, 1.0))
                yield Glow(group, side, tuple(one.name for one in its), level)


def _working(exercise: Posed, one: Posture, start: Posture) -> Iterator[Glow]:
    tables = load_tables().muscles
    for group in exercise.strengthens[:MOST]:
        names = tuple(dict.fromkeys(m.known_as for m in tables.values() if m.group == group and m.known_as))
        mine = tuple(name for name in names if name in exercise.muscles)
        moved = {side: abs(_mean(one, group, side) - _mean(start, group, side)) for side in mjcf.SIDES}
        more = max(moved, key=lambda side: moved[side])
        sides = more if abs(moved["r"] - moved["l"]) > MOVED else _under(one)
        yield from (Glow(group, side, mine, WORK) for side in sides if mine)


def _mean(one: Posture, group: str, side: str) -> float:
    """The strain of a group, all its bundles alike."""
    strains = solve.strains(solve.body_for(one.height_m, tuple(one.pose.objects)), one)
    bundles = [muscle.id for muscle in load_tables().muscles.values() if muscle.group == group]
    return float(np.mean([strains[f"{bundle}_{side}"] for bundle in bundles]))


def _under(one: Posture) -> str:
    """The sides that work where both move alike: propped on one side the lower one, lying on one side the upper."""
    turned = np.zeros(9)
    mujoco.mju_quat2Mat(turned, one.qpos[3:7])
    left_up = turned[7]
    if abs(left_up) < SIDEWAYS:
        return "rl"
    lies = any(isinstance(item, Rest) and item.patch.startswith("hip_side") for item in one.pose.items)
    return "r" if (left_up > 0) != lies else "l"


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A glow in the picture: its area, and the run of its fibres in pixels."""

    glow: Glow
    mask: NDArray[np.bool_]
    fibres: tuple[Array, ...]


def shown(glow: Glow, drawn: Scene, seen: Buffers) -> Shown:
    """Where a glow lies in the picture; the mask is empty where it is hidden."""
    depth = np.full(seen.depth.shape, np.inf)
    fibres: list[Array] = []
    for name in glow.names:
        for course, thick in _courses(name, glow.side, drawn):
            flat = np.column_stack([seen.pixels(course), course[:, 2]])
            _stamp(depth, flat, thick * seen.scale)
            fibres.append(flat)
    within = np.isin(seen.limb, [n for n, limb in enumerate(mesh.limbs()) if limb in hosts(glow)])
    mask = np.isfinite(depth) & within & (depth < seen.depth + DEEP_M)
    runs = tuple(run for one in fibres[:: max(1, len(fibres) // 5)] for run in _inside(one, mask))
    return Shown(glow, mask, runs)


def clear(every: Sequence[Shown]) -> Iterator[Shown]:
    """Of two sides that glow alike the one that hardly shows is left out: it would look like a piece of the other."""
    for one in every:
        most = max(int(other.mask.sum()) for other in every if other.glow.group == one.glow.group)
        if one.mask.sum() >= HARDLY * most:
            yield one


def hosts(glow: Glow) -> set[str]:
    """The limbs that the glow's muscles lie in."""
    bodies = {body for name in glow.names for line, _ in lines(name) for body, _ in line}
    stems = {figure.load().limb_of(body) for body in bodies}
    return stems | {f"{stem}_{glow.side}" for stem in stems}


def lines(name: str) -> Iterator[tuple[list[tuple[str, Array]], float]]:
    """The lines of a muscle, each point with its body, as they lie side by side; and how thick they are."""
    fan = figure.load().fans.get(name)
    if fan:
        for line in fan.lines:
            yield [(str(body), np.array(at, dtype=float)) for body, *at in line], fan.thick_m
        return
    for muscle in load_tables().muscles.values():
        if muscle.known_as == name:
            yield [(point.on, np.array(point.at)) for point in muscle.path], THICK_M


def _courses(name: str, side: str, drawn: Scene) -> Iterator[tuple[Array, float]]:
    """The lines as they run in the picture's frame, and more of them in between."""
    each = list(lines(name))
    runs = [_smooth(np.array([_placed(drawn, body, at, side) for body, at in line])) for line, _ in each]
    thick = each[0][1] if each else THICK_M
    for one, other in pairwise(runs):
        for share in np.linspace(0, 1, ACROSS, endpoint=False):
            yield one + share * (other - one), thick
    if runs:
        yield runs[-1], thick


def _placed(drawn: Scene, body: str, at: Array, side: str) -> Array:
    paired = body == "fingers" or load_tables().skeleton[body].paired
    standing = at * (1.0, -1.0 if side == "r" else 1.0, 1.0)
    now = drawn.bones.moved(mjcf.sided(body, side if paired else ""), standing)
    return np.asarray(drawn.camera.seen(now[None])[0])


def _smooth(points: Array) -> Array:
    """A curve through the points, evenly."""
    far = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    keep = np.concatenate([[True], np.diff(far) > 1e-4])
    points, far = points[keep], far[keep]
    t = np.linspace(0, far[-1], ALONG)
    if len(points) == 2:
        return np.asarray(points[0] + t[:, None] / far[-1] * (points[1] - points[0]))
    curve: Array = CubicSpline(far, points, bc_type="natural")(t)
    return curve


def _stamp(depth: Array, course: Array, thick: float) -> None:
    """Balls along a line, thin at its ends, where they are nearest."""
    height, width = depth.shape
    swell = np.maximum(np.sin(np.pi * np.linspace(0.02, 0.98, len(course))) ** 0.6, 0.3)
    for (x, y, z), r in zip(course, thick * swell, strict=True):
        x0, x1 = max(0, int(x - r)), min(width, int(x + r) + 2)
        y0, y1 = max(0, int(y - r)), min(height, int(y + r) + 2)
        if x0 < x1 and y0 < y1:
            inside = (np.arange(y0, y1)[:, None] - y) ** 2 + (np.arange(x0, x1)[None] - x) ** 2 < r * r
            part = depth[y0:y1, x0:x1]
            part[inside] = np.minimum(part[inside], z)


def _inside(course: Array, mask: NDArray[np.bool_]) -> Iterator[Array]:
    """The stretches of a fibre that lie in the mask, without its very ends."""
    course = course[3:-3]
    at = np.floor(course[:, :2]).astype(int)
    height, width = mask.shape
    ok = (at[:, 0] >= 0) & (at[:, 1] >= 0) & (at[:, 0] < width) & (at[:, 1] < height)
    ok &= mask[np.clip(at[:, 1], 0, height - 1), np.clip(at[:, 0], 0, width - 1)]
    for run in np.split(np.arange(len(ok)), np.flatnonzero(np.diff(ok.astype(int))) + 1):
        if ok[run[0]] and len(run) > len(ok) // 4:
            yield course[run, :2]
