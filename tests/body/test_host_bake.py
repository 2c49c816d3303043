"""`supple bake` with a host's folder: theirs are solved and drawn there, ours left alone, and the site shows them."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from supple.core import baked, pictures
from supple.core.content import ROOT
from supple.web import env
from tests.hosted import copy, hosted
from tests.web.test_serve import fetched

POSES = """
[[poses]]
name = "down"
base = "standing"
angles = { hip_flexion = 0, knee_flexion = 3, lumbar_flexion = 0, elbow_flexion = 5 }
loose = ["hip_flexion", "knee_flexion", "elbow_flexion"]
floor = ["sole"]
axis = [["trunk", "up"], ["foot", "forward"]]
view = 90

[[poses]]
name = "up"
base = "standing"
angles = { hip_flexion = 0, knee_flexion = 3, ankle_dorsiflexion = -30, lumbar_flexion = 0, elbow_flexion = 5 }
loose = ["hip_flexion", "elbow_flexion", "ankle_dorsiflexion"]
floor = ["ball"]
axis = [["trunk", "up"]]
view = 90
"""


def supple(clinic: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "supple.cli", *words]
    around = os.environ | {"SUPPLE_CONTENT": str(clinic)}
    return subprocess.run(command, cwd=env.PROJECT, env=around, capture_output=True, text=True, check=False)  # noqa: S603


def shipped() -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in (ROOT / "baked").iterdir()}


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with poses, baked and drawn."""
    folder = copy(tmp_path_factory.mktemp("host"))
    heel = folder / "exercises/heel_raise.toml"
    heel.write_text(heel.read_text() + POSES)
    before = shipped()
    done = supple(folder, "bake")
    assert (done.returncode, done.stderr) == (0, "")
    assert "heel_raise: new" in done.stdout and "heel_raise: 2 poses drawn" in done.stdout
    assert "bird_dog" not in done.stdout and shipped() == before
    return folder


def test_it_bakes_theirs_beside_theirs(clinic: Path) -> None:
    made = baked.read(clinic / "baked/heel_raise.json", clinic)
    assert [pose.name for pose in made.poses] == ["down", "up"]
    assert [one.shown for one in pictures.read(clinic)["heel_raise"].pictures] == ["down", "up"]
    assert {path.name for path in (clinic / "baked").iterdir()} == {"heel_raise", "heel_raise.json"}
    with hosted(clinic) as content:
        assert content.baked["heel_raise"] == made
        assert set(pictures.load()) == set(pictures.read(ROOT)) | {"heel_raise"}
        assert pictures.place("heel_raise/up.svg").exists() and pictures.place("clam/open.svg").is_relative_to(ROOT)


def test_it_knows_when_theirs_are_no_longer_true(clinic: Path) -> None:
    assert supple(clinic, "bake", "--check").returncode == 0
    heel = clinic / "exercises/heel_raise.toml"
    text = heel.read_text()
    heel.write_text(text.replace("ankle_dorsiflexion = -30", "ankle_dorsiflexion = -20"))
    done = supple(clinic, "bake", "--check")
    heel.write_text(text)
    assert done.returncode == 2 and done.stderr.startswith("supple: heel_raise: ")
    assert "bird_dog" not in done.stderr


def test_the_site_shows_the_picture(clinic: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    around = {name: value for name, value in os.environ.items() if not name.startswith(("SUPPLE_", "DJANGO_"))}
    around |= {"SUPPLE_CONTENT": str(clinic), "SUPPLE_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "supple.cli", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=env.PROJECT, env=around, stdout=subprocess.PIPE, text=True) as site:  # noqa: S603
        try:
            home = f"http://127.0.0.1:{port}"
            status, _policy, page = fetched(f"{home}/exercises/heel_raise/")
            assert status == 200
            drawn = re.findall(r'href="(/static/figures/heel_raise/[^"#]+)#f"', page)
            assert {address.split("/")[-1].split(".")[0] for address in drawn} == {"down", "up"}
            for address in drawn:
                status, _policy, picture = fetched(home + address)
                assert status == 200 and picture.startswith("<svg")
        finally:
            site.send_signal(signal.SIGINT)
