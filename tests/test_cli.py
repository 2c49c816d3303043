"""The command line: its formats, and what it says to wrong input."""

import json
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from supple.cli import main
from supple.core.content import load
from tests.people import clear_answers

CONTENT = load()
EXAMPLE = Path(__file__).parents[1] / "docs/examples/person.json"


@pytest.fixture
def supple(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """Runs a command with the given JSON as its FILE; gives (exit code, parsed output or text, errors)."""

    def run(command: str, given: object = None, *more: str) -> tuple[int, Any, str]:
        file = tmp_path / "in.json"
        file.write_text(given if isinstance(given, str) else json.dumps(given))
        words = [file.as_posix() if word == "FILE" else word for word in command.split()]
        code = main([*words, *more])
        out = capsys.readouterr()
        return code, json.loads(out.out) if "--json" in command and code != 2 else out.out, out.err

    return run


def person(**keys: object) -> dict[str, object]:
    return {"answers": clear_answers(), "start": "2026-01-05", **keys}


def test_it_prints_a_triage_result(supple: Any) -> None:
    code, result, _err = supple("triage FILE --json", clear_answers() | {"fever": "yes"})
    assert code == 0
    assert result["level"] == "L1"
    assert result["release"] is False
    assert result["rules"] == ["R13"]
    assert set(result) == {"level", "release", "rules", "profiles", "advice", "cleared", "unanswered"}


def test_it_takes_an_array_in_order(supple: Any) -> None:
    code, results, _err = supple("triage FILE --json", [clear_answers(), clear_answers() | {"saddle": "new"}, {}])
    assert code == 0
    assert [one["level"] for one in results] == ["L4", "L0", None]


def test_it_judges_clearances_by_the_day_given(supple: Any) -> None:
    cleared = {"rule": "R52", "date": "2025-06-01", "by": "doctor"}
    given = clear_answers() | {"lump": "yes", "clearances": [cleared]}
    assert supple("triage FILE --json --today 2026-01-05", given)[1]["level"] == "L3"
    assert supple("triage FILE --json --today 2026-07-01", given)[1]["level"] == "L2"
    code, _out, err = supple("triage FILE --json --today 2025-01-05", given)
    assert code == 2
    assert "clearances[0].date" in err


def test_it_prints_a_plan_in_the_documented_shape(supple: Any) -> None:
    code, plan, _err = supple("plan FILE --json", json.loads(EXAMPLE.read_text()))
    assert code == 0
    assert set(plan) == {"level", "days", "ruled_out"}
    assert [one["date"] for one in plan["days"]] == [f"2026-01-{day:02}" for day in range(5, 12)]
    for one in plan["days"]:
        assert set(one) - {"note"} == {"date", "seconds", "items"}
        assert one["seconds"] == sum(item["seconds"] for item in one["items"]) <= 600
        for item in one["items"]:
            _check_item(item)
    assert {"code", "rule", "text"} == set(plan["ruled_out"][0])


def _check_item(item: dict[str, Any]) -> None:
    assert set(item) == {"exercise", "code", "variant", "kind", "slot", "sets", "reps", "hold_s", "sides", "seconds",
                         "caps", "because"}  # fmt: skip
    exercise = CONTENT.exercises[item["exercise"]]
    assert (item["code"], item["slot"]) == (exercise.code, exercise.slot)
    assert item["kind"] in exercise.kinds
    assert item["sides"] == (2 if exercise.two_sided else 1)
    assert all(type(item[key]) is int for key in ("sets", "reps", "hold_s", "sides", "seconds"))
    held = {"stretch", "core", "posture", "hang"}
    assert (item["hold_s"] > 0) == (item["kind"] in held)
    if item["kind"] in ("walk", "breathing"):
        assert (item["sets"], item["reps"], item["hold_s"]) == (1, 1, 0)
    worked_s = item["sets"] * item["reps"] * item["hold_s"] * item["sides"]
    assert item["seconds"] >= worked_s
    assert all(set(reason) == {"code", "text"} and reason["text"] for reason in item["because"])


def test_it_needs_only_answers(supple: Any) -> None:
    code, plan, _err = supple("plan FILE --json", {"answers": clear_answers()})
    assert code == 0
    assert len(plan["days"]) == 7


@pytest.mark.parametrize("answers", [{"saddle": "new"}, {"fever": "yes"}, {"constant": "yes"}])
def test_it_plans_nothing_for_the_stopped(supple: Any, answers: dict[str, str]) -> None:
    code, out, _err = supple("plan FILE --json", person(answers=clear_answers() | answers))
    assert code == 3
    assert list(out) == ["stopped"]
    assert out["stopped"]["level"] in ("L0", "L1", "L2")
    assert not [e.name for e in CONTENT.exercises.values() if e.name in json.dumps(out)]


def test_it_plans_nothing_with_a_question_unanswered(supple: Any) -> None:
    code, out, _err = supple("plan FILE --json", person(answers={"age": 40}))
    assert code == 3
    assert out["stopped"]["level"] is None
    assert "saddle" in out["stopped"]["unanswered"]


def test_it_answers_an_array_of_people_with_exit_zero(supple: Any) -> None:
    stopped = person(answers=clear_answers() | {"saddle": "new"})
    code, out, _err = supple("plan FILE --json", [person(days=1), stopped])
    assert code == 0
    assert ["days" in one for one in out] == [True, False]


def test_it_says_why_and_why_not(supple: Any) -> None:
    code, out, _err = supple("why E35 FILE --json", person(profiles=["shoulder"], equipment=["bar"]))
    assert code == 0
    assert out["allowed"] == []
    assert out["ruled_out"][0] == {
        "rule": "profile:shoulder",
        "text": "Not for you now, because of your shoulder: it hangs from the arms.",
    }
    code, out, _err = supple("why walk FILE --json", person())
    assert out["dates"]
    assert out["because"]
    assert {one["variant"] for one in out["allowed"]} == {"easier", "base", "harder"}


def test_it_says_nothing_about_an_exercise_to_the_stopped(supple: Any) -> None:
    code, out, _err = supple("why E59 FILE --json", person(answers=clear_answers() | {"saddle": "new"}))
    assert code == 3
    assert list(out) == ["stopped"]


def test_it_lists_the_catalogue(supple: Any) -> None:
    code, rows, _err = supple("exercises --json")
    assert code == 0
    dog = next(row for row in rows if row["exercise"] == "bird_dog")
    assert dog["places"] == ["home", "gym", "travel"]
    assert dog["attributes"]["easier"] == ["BALANCE", "FLOOR", "KNEEL", "SHOULDER_LOAD", "WRIST_LOAD"]
    assert dog["groups"] == ["erectors", "gluteus_maximus"]
    assert [row["needs"] for row in rows if row["code"] == "E28"] == [[["weight", "barbell"]]]
    assert all(row["places"][-3:] == ["home", "gym", "travel"] for row in rows)


WRONG = [
    (person(minutes=2), "minutes: must be a whole number from 3 to 60, not 2"),
    (person(minutes=True), "minutes: must be a whole number from 3 to 60, not True"),
    (person(days=29), "days: must be a whole number from 1 to 28, not 29"),
    (person(place="moon"), 'place: "moon" is not one of: home, office, gym, travel'),
    (person(start="05.01.2026"), 'start: must be a date such as 2026-01-05, not "05.01.2026"'),
    (person(start="2026-02-30"), 'start: must be a date such as 2026-01-05, not "2026-02-30"'),
    (person(rise_time="25:00"), 'rise_time: must be a time such as 07:30, not "25:00"'),
    (person(profiles=["acute_flare"]), 'profiles[0]: "acute_flare" is not one of: pelvic_girdle, '),
    (person(equipment="band"), "equipment: must be a list out of: band, stick, bar, weight, barbell, step"),
    (person(goals=["fly"]), 'goals[0]: "fly" is not one of: less_pain, '),
    (person(ache={"where": "left"}), "ache.where: unknown key; allowed: side, when, quality"),
    (person(ache=[]), "ache: must be an object such as "),
    (person(dislikes=["swimming"]), 'dislikes[0]: "swimming" is not one of: '),
    (person(sitting_hours=25), "sitting_hours: must be a whole number from 0 to 24, not 25"),
    (person(sex="x"), 'sex: "x" is not one of: female, male'),
    (person(colour="red"), "colour: unknown key; allowed: answers, profiles, place, "),
    (person(answers={"saddle": "unsure"}), 'saddle: "unsure" is not one of: no, checked, new'),
    ({"start": "2026-01-05"}, "answers: is missing; it holds the answers of the danger questions"),
    ([person(), person(minutes=2)], "[1].minutes: must be a whole number from 3 to 60, not 2"),
    ("{", "in.json: is not JSON"),
    ("NaN", "in.json: is not JSON"),
    (7, "file: must hold an object such as "),
]


@pytest.mark.parametrize(("given", "message"), WRONG, ids=[message for _given, message in WRONG])
def test_it_refuses_wrong_input_with_one_sentence(supple: Any, given: object, message: str) -> None:
    code, out, err = supple("plan FILE --json", given)
    assert code == 2
    assert out == ""
    assert message in err
    assert err.count("\n") == 1


def test_it_refuses_an_unknown_exercise_and_a_missing_file(supple: Any, capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = supple("why E00 FILE", person())
    assert (code, err) == (2, "supple: CODE: E00 is no exercise; allowed: E01 ... or a name such as bird_dog\n")
    assert main(["triage", "/nowhere.json"]) == 2
    assert capsys.readouterr().err == "supple: /nowhere.json: cannot be read (No such file or directory)\n"


def test_it_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO(json.dumps(clear_answers())))
    assert main(["triage", "-"]) == 0
    assert capsys.readouterr().out.startswith("L4: you may start")


def test_it_speaks_plainly_without_json(supple: Any) -> None:
    code, text, _err = supple("plan FILE", person(days=1))
    assert code == 0
    assert text.startswith("2026-01-05  ")
    assert "this " in text


def test_it_runs_as_a_command() -> None:
    ran = subprocess.run([sys.executable, "-m", "supple.cli", "check"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith(f"content {CONTENT.version}: ")


def test_it_plans_from_today_by_default(supple: Any) -> None:
    before = date.today()  # noqa: DTZ011 - the command judges by this machine's day
    plan = supple("plan FILE --json", {"answers": clear_answers(), "days": 1})[1]
    assert date.fromisoformat(plan["days"][0]["date"]) in (before, date.today())  # noqa: DTZ011


@pytest.mark.parametrize("port", ["0", "65536", "eight", "-1", ""])
def test_it_refuses_a_port_that_is_none(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", port] if port != "-1" else ["serve", "--port=-1"]) == 2
    assert capsys.readouterr().err == f"supple: port: must be from 1 to 65535, not {port}\n"


def test_it_takes_the_port_from_the_environment(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("PORT", "moon")
    assert main(["serve"]) == 2
    assert capsys.readouterr().err == "supple: port: must be from 1 to 65535, not moon\n"


def test_it_ends_quietly_when_nobody_reads_on() -> None:
    command = [Path(sys.executable).with_name("supple").as_posix(), "exercises", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(1) == "["
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_it_prints_what_conditions_leave_of_the_catalogue(supple: Any) -> None:
    code, rows, _err = supple("coverage --json")
    assert code == 0
    assert [row["profiles"] for row in rows[:2]] == [[], ["preg_early"]]
    nobody, early = rows[:2]
    assert set(nobody) == {"profiles", "left", "of", "where", "wanted", "missing", "told", "slots", "groups", "out"}
    assert nobody["left"] == nobody["of"] == len(CONTENT.exercises)
    assert early["out"] == {"bar_hang": "Not for you now, because of early pregnancy: it hangs from the arms."}
    assert nobody["groups"]["erectors"]["build"]["office"] == 0
    told = [row["told"] for row in rows if row["missing"]]
    assert told == [[pair.told] for pair in CONTENT.gaps.pairs]


def test_it_tells_in_words_what_is_missing(supple: Any) -> None:
    code, text, _err = supple("coverage")
    assert code == 0
    lines = text.splitlines()
    assert lines[0].startswith("nobody: 63 of 63; home ")
    pair = next(n for n, line in enumerate(lines) if line.startswith("shoulder + cannot_rise: "))
    assert lines[pair + 1] == "  nothing for core_or_glute"
    assert lines[pair + 2] == f"  {CONTENT.gaps.pairs[0].told}"
    assert "  bar_hang: Not for you now, because of early pregnancy: it hangs from the arms." in lines


def test_it_says_of_what_comes_later_what_comes_first(supple: Any) -> None:
    code, answer, _err = supple("why E27 FILE --json", person())
    assert code == 0
    assert answer["dates"] == []
    first = "It comes later: first the glute bridge, 6 holds of 10 seconds."
    assert answer["ruled_out"] == [{"rule": "ladder:first", "text": first}]


MEASURED = Path(__file__).parents[1] / "docs/examples/self-test.json"
BAD_MEASURES: list[tuple[object, str]] = [
    (3, "file: must hold an object such as "),
    ({"test": "A11", "mood": 1}, "mood: unknown key; allowed: test, age, sex, values"),
    ({"test": "A10"}, "test: must be one of: A01, A02, "),
    ({"test": "A11", "age": 12}, "age: must be a whole number from 18 to 120"),
    ({"test": "A11", "sex": "x"}, "sex: must be one of: female, male"),
    ({"test": "A11"}, "values: must be an object of: hold"),
    ([{"test": "A11", "values": {"hold": {"both": [999]}}}], "[0].values.hold.both[0]: must be a number from 0 to 120"),
]


def test_it_says_what_a_self_test_came_to(supple: Any) -> None:
    given = json.loads(MEASURED.read_text())
    code, row, _err = supple("measure FILE --json", given)
    assert code == 0
    assert row["readings"][0]["word"] == "less than most"
    assert row["tags"] == ["plank_low"]
    text = supple("measure FILE", [given, {**given, "test": "plank_hold"}])[1]
    said = "A11 plank_hold\n  hold (both): 22 s, give or take 31, typical 39.5 to 105.5: less than most"
    assert text.count(said) == 2


@pytest.mark.parametrize(("given", "message"), BAD_MEASURES)
def test_it_refuses_values_that_are_none(supple: Any, given: object, message: str) -> None:
    code, _out, err = supple("measure FILE", given)
    assert code == 2
    assert err.startswith(f"supple: {message}")
