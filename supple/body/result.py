"""An exercise -> what is kept of it in content/baked: its poses solved at one height, rounded, written as JSON."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path

import numpy as np

from supple.body import effect, landmarks, muscles, solve, spec
from supple.body.load import level
from supple.body.model import ROOT_SIZE, Array
from supple.body.pose import Pose
from supple.body.read import ROOT as TABLES
from supple.body.read import load as load_tables
from supple.body.solve import Posture
from supple.core.baked import LANDMARKS, Baked, BakedPose, Lengthened
from supple.core.errors import InputError
from supple.core.posed import Posed
from supple.core.reader import build, toml

FORMAT = 1  # raise it when this code writes something else from the same poses and tables
HEIGHT_M = 1.70
WIDTH = 118


def baked(exercise: Posed) -> Baked:
    """Every pose solved. Raises InputError with what it misses in plain words where one cannot be met."""
    solved = _solved(spec.poses(exercise, load_tables()))
    missed = [f"{one.pose.shown}: {sentence}" for one in solved for sentence in one.unmet]
    if missed:
        raise InputError(exercise.id, f"cannot be baked: {'; '.join(missed)}")
    base = [one for one in solved if one.pose.of == "base"]
    longer = effect.as_baked(exercise, base)
    return Baked(
        made_from=made_from(exercise),
        height_m=HEIGHT_M,
        poses=tuple(_pose(one) for one in solved),
        lengthening={
            group: build(Lengthened, row, exercise.id, f"lengthening.{group}") for group, row in longer.items()
        },
        load=level(base),
    )


def made_from(exercise: Posed, tables: Path = TABLES) -> str:
    """A digest of all that a result follows from; comments and the order of keys do not count."""
    given = {
        "format": FORMAT,
        "poses": exercise.poses,
        "kinds": exercise.kinds,
        "two_sided": exercise.two_sided,
        "tables": _numbers(tables),
    }
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()[:16]


@cache
def _numbers(tables: Path) -> dict[str, object]:
    """Every table but the one that says where the numbers come from."""
    return {path.name: toml(path, tables) for path in tables.glob("*.toml") if path.name != "sources.toml"}


def text(made: Baked) -> str:
    """JSON with sorted keys and lines that a diff can show, the same for the same result."""
    return _written(asdict(made), 0) + "\n"


def _solved(poses: Iterable[Pose]) -> list[Posture]:
    """Each after the one that leads to it."""
    found: dict[str, Posture] = {}
    for pose in poses:
        body = solve.body_for(HEIGHT_M, tuple(pose.objects))
        found[pose.shown] = solve.solve(pose, body, before=found[pose.after.shown] if pose.after else None)
    return list(found.values())


def _pose(one: Posture) -> BakedPose:
    body = solve.body_for(one.height_m, tuple(one.pose.objects))
    points = np.rint(landmarks.positions(body, one.qpos) * 1000).astype(int).tolist()
    share = muscles.shares(body, muscles.lengths(body, one.qpos)).tolist()
    return BakedPose(
        name=one.pose.name,
        of=one.pose.of,
        root=_root(one.qpos),
        landmarks={name: tuple(at) for name, at in zip(LANDMARKS, points, strict=True)},
        angles={name: degrees for name, degrees in _rounded(one.angles, 1) if degrees},
        objects=dict(one.pose.objects),
        strains=_percent(solve.strains(body, one)),
        shares=_percent(dict(zip(muscles.names(body), share, strict=True))),
    )


def _root(qpos: Array) -> tuple[float, ...]:
    """Whole millimetres; of the two quaternions for one attitude the one whose first number is above 0."""
    turned = np.round(qpos[3:ROOT_SIZE], 4)
    turned *= np.sign(turned[np.flatnonzero(turned)[0]])
    return tuple(float(number) + 0.0 for number in (*np.rint(qpos[:3] * 1000), *turned))  # never -0.0


def _percent(given: Mapping[str, float]) -> dict[str, int]:
    return {name: round(100 * value) for name, value in given.items() if round(100 * value)}


def _rounded(given: Mapping[str, float], digits: int) -> Iterator[tuple[str, float]]:
    return ((name, round(value, digits) + 0.0) for name, value in given.items())


def _written(value: object, indent: int, key: str = "") -> str:
    """On one line where it fits; otherwise its parts, as many to a line as fit."""
    flat = key + json.dumps(value, sort_keys=True)
    if len(flat) + indent <= WIDTH or not isinstance(value, dict | list | tuple):
        return flat
    if isinstance(value, dict):
        parts, (begin, end) = [_written(value[name], indent + 1, f'"{name}": ') for name in sorted(value)], "{}"
    else:
        parts, (begin, end) = [_written(one, indent + 1) for one in value], "[]"
    return "\n".join([key + begin, *_filled(parts, indent + 1), " " * indent + end])


def _filled(parts: Iterable[str], indent: int) -> list[str]:
    lines: list[str] = []
    for part in parts:
        joined = f"{lines[-1]}, {part}" if lines else ""
        if lines and "\n" not in joined and len(joined) <= WIDTH:
            lines[-1] = joined
        else:
            if lines:
                lines[-1] += ","
            lines.append(" " * indent + part)
    return lines
