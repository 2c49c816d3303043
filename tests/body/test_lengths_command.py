"""`supple body lengths`: its format, and one sentence for each kind of wrong input."""

import json
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from supple.body import commands, model, muscles
from supple.cli import main
from supple.core.errors import SuppleError

POSTURES = [
    {"id": "standing", "angles": {}},
    {"id": "leg up", "angles": {"hip_flexion_r": 80, "ankle_dorsiflexion_r": 5.5}},
    {"id": "nothing said"},
]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def lengths(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the command on the given JSON; gives exit code, output and errors."""

    def run(given: object, *more: str) -> tuple[int, str, str]:
        file = tmp_path / "in.json"
        file.write_text(given if isinstance(given, str) else json.dumps(given))
        code = main(["body", "lengths", file.as_posix(), *more])
        out = capsys.readouterr()
        return code, out.out, out.err

    return run


def answer(run: Run, *more: str) -> dict[str, dict[str, dict[str, Any]]]:
    code, out, _err = run(POSTURES, "--json", *more)
    assert code == 0
    return dict(json.loads(out))


def test_it_prints_every_muscle_of_every_posture(lengths: Run) -> None:
    got = answer(lengths)
    assert list(got) == ["standing", "leg up", "nothing said"]
    for each in got.values():
        assert tuple(each) == muscles.names(model.reference())
        assert all(set(row) == {"length_rel", "fibre_strain", "share"} for row in each.values())


def test_it_leaves_what_is_not_said_at_zero(lengths: Run) -> None:
    got = answer(lengths)
    assert got["standing"] == got["nothing said"]
    assert set(map(str, got["standing"]["psoas_l"].values())) == {"1.0", "0.0"}


def test_it_prints_what_the_model_says(lengths: Run) -> None:
    effect = muscles.effects(model.reference(), {"hip_flexion_r": 80.0, "ankle_dorsiflexion_r": 5.5})[
        "semimembranosus_r"
    ]
    row = answer(lengths)["leg up"]["semimembranosus_r"]
    assert row["length_rel"] == pytest.approx(effect.length_rel, abs=1e-6)
    assert row["fibre_strain"] == pytest.approx(effect.fibre_strain, abs=1e-6)
    assert row["fibre_strain"] > 0.9


def test_it_prints_moment_arms_when_asked(lengths: Run) -> None:
    got = answer(lengths, "--moment-arms", "hip_rotation_r")["leg up"]
    assert set(got["piriformis_r"]["moment_arm_m"]) == {"hip_rotation_r"}
    assert got["piriformis_r"]["moment_arm_m"]["hip_rotation_r"] > 0.005
    assert got["piriformis_l"]["moment_arm_m"] == {"hip_rotation_r": 0.0}


def test_it_takes_several_angles_for_moment_arms(lengths: Run) -> None:
    for asked in (("--moment-arms", "hip_flexion_r,knee_flexion_r"),
                  ("--moment-arms", "hip_flexion_r", "--moment-arms", "knee_flexion_r")):  # fmt: skip
        row = answer(lengths, *asked)["standing"]["semitendinosus_r"]["moment_arm_m"]
        assert set(row) == {"hip_flexion_r", "knee_flexion_r"}
        assert row["hip_flexion_r"] < -0.03 and row["knee_flexion_r"] > 0.01


def test_it_reads_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(json.dumps(POSTURES)))
    assert main(["body", "lengths", "-", "--json"]) == 0
    assert "leg up" in json.loads(capsys.readouterr().out)


def test_it_names_the_most_stretched_to_people(lengths: Run) -> None:
    code, out, _err = lengths(POSTURES[1:2])
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "leg up" and len(lines) == 11
    assert "semimembranosus_r" in lines[1] and "of its fibre" in lines[1] and "of its range" in lines[1]


def test_it_has_nothing_to_say_of_no_posture(lengths: Run) -> None:
    assert lengths([], "--json") == (0, "{}\n", "")


def one(angles: object) -> list[object]:
    return [{"id": "a", "angles": angles}]


WRONG = [
    ({}, "input: must be a list of postures"),
    ([1], '[0]: must be an object with "id" and "angles"'),
    ([{"angles": {}}], "[0].id: must be text, one of its own for each posture"),
    ([{"id": "", "angles": {}}], "[0].id: must be text, one of its own for each posture"),
    ([{"id": 7, "angles": {}}], "[0].id: must be text, one of its own for each posture"),
    ([{"id": "a"}, {"id": "b"}, {"id": "a"}], '[2].id: "a" is there twice; each posture needs one of its own'),
    ([{"id": "a", "angle": {}}], "[0].angle: unknown key; allowed: angles, id"),
    (one([]), "[0].angles: must be an object of angles in degrees"),
    (one({"hip_flexion": 3}), "[0].angles.hip_flexion: is no angle of the body; allowed: ankle_dorsiflexion_l, "),
    (one({"hip_flexion_r": "3"}), "[0].angles.hip_flexion_r: must be a number of degrees"),
    (one({"hip_flexion_r": True}), "[0].angles.hip_flexion_r: must be a number of degrees"),
    (one({"hip_flexion_r": None}), "[0].angles.hip_flexion_r: must be a number of degrees"),
    (one({"hip_flexion_r": 131}), "[0].angles.hip_flexion_r: 131 is outside the joint's range, -30 to 130 degrees"),
    (one({"knee_flexion_l": -1}), "[0].angles.knee_flexion_l: -1 is outside the joint's range, 0 to 155 degrees"),
    (one({"knee_flexion_l": 1e400}), "is not JSON"),
    ('[{"id": "a", "angles": {"hip_flexion_r": NaN}}]', "is not JSON"),
    ("[", "is not JSON"),
]


@pytest.mark.parametrize(("given", "why"), WRONG, ids=[row[1][:40] for row in WRONG])
def test_it_says_in_one_sentence_what_is_wrong(lengths: Run, given: object, why: str) -> None:
    code, out, err = lengths(given, "--json")
    assert (code, out) == (2, "")
    assert err.startswith("supple: ") and err.count("\n") == 1
    assert why in err


def test_it_takes_the_bounds_themselves(lengths: Run) -> None:
    body = model.reference()
    for row in (0, 1):
        edge = {name: float(f"{bound * 180 / 3.141592653589793:.10g}")
                for name, bound in zip(body.coordinates, body.limits[:, row], strict=True)}  # fmt: skip
        assert lengths(one(edge), "--json")[0] == 0


def test_it_names_the_angles_that_may_be_asked_for(lengths: Run) -> None:
    code, _out, err = lengths(POSTURES, "--moment-arms", "hip_twist_r")
    assert code == 2
    assert err.startswith("supple: --moment-arms: hip_twist_r is no angle of the body; allowed: ankle_dorsiflexion_l, ")


def test_it_says_what_to_install_where_the_engine_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("supple.body.") and name != "supple.body.commands"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(sys.modules["supple.body"], "model", raising=False)
    monkeypatch.setitem(sys.modules, "mujoco", None)
    with pytest.raises(SuppleError, match=r"the body needs mujoco: install supple\[body\]"):
        commands.lengths([], [])


LOADS = {
    "the command line": "import supple.cli; supple.cli.main(['exercises'])",
    "what was baked": "from supple.core.content import load; dict(load().baked)",
    "the core": "import supple.core.coach, supple.core.request, supple.core.replay",
    "the site": "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; import django; django.setup(); "
    "import supple.web.urls, supple.web.wsgi",
}


@pytest.mark.parametrize("what", sorted(LOADS))
def test_nothing_but_the_body_loads_its_engine(what: str) -> None:
    look = "; import sys; print(sorted({'mujoco', 'numpy'} & set(sys.modules)), file=sys.stderr)"
    words = [sys.executable, "-c", LOADS[what] + look]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - the words are ours
    assert (ran.returncode, ran.stderr.strip().splitlines()[-1]) == (0, "[]")
