"""One body for all tests of the room, and ways to turn it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import mujoco
import numpy as np
import pytest

from supple.body import model, muscles, posture
from supple.body.model import Array, Body
from supple.body.read import ROOT


@pytest.fixture(scope="session")
def body() -> Body:
    return model.reference()


@pytest.fixture(scope="session")
def stand(body: Body) -> Callable[..., mujoco.MjData]:
    """The body with these angles, its kinematics done."""

    def standing(angles: dict[str, float], of: Body = body) -> mujoco.MjData:
        data = mujoco.MjData(of.model)
        data.qpos[:] = posture.qpos(of, angles)
        mujoco.mj_kinematics(of.model, data)
        return data

    return standing


@pytest.fixture(scope="session")
def lengths(body: Body) -> Callable[..., dict[str, float]]:
    """The length of every muscle with these angles, by name."""

    def measured(angles: dict[str, float], of: Body = body) -> dict[str, float]:
        return dict(zip(muscles.names(of), muscles.lengths(of, posture.qpos(of, angles)).tolist(), strict=True))

    return measured


@pytest.fixture
def tables(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the tables in which one thing is changed; a change that changes nothing fails."""

    def changed(file: str, old: str, new: str) -> Path:
        root = tmp_path / "tables"
        shutil.copytree(ROOT, root)
        text = (root / file).read_text()
        assert old in text, f"{file} has no {old!r}"
        (root / file).write_text(text.replace(old, new, 1))
        return root

    return changed


def at(data: mujoco.MjData, body: str) -> Array:
    """Where the joint of a body is."""
    return np.array(data.body(body).xpos)


def away(data: mujoco.MjData, body: str, start: str) -> Array:
    """From one joint to another."""
    return at(data, body) - at(data, start)
