"""`supple session` and `supple replay`: their formats, and what they say to damage."""

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supple.cli import main
from supple.core import coach
from supple.core.answers import parse
from supple.core.content import load
from supple.core.received import parse_document, parse_events
from supple.core.replay import replay
from tests.core.sessions import to_the_end, wire
from tests.people import clear_answers

CONTENT = load()
EXAMPLES = Path(__file__).parents[1] / "docs/examples"
PERSON = json.loads((EXAMPLES / "person.json").read_text())
WRONG_VALUES = ("null", "true", "-1", "0", "1e400", "1.5", '""', '"x"', '"\\ud800"', "[]", "[[]]", "{}", '{"a": 1}',
                "1" * 30)  # fmt: skip
EVENTS = json.loads((EXAMPLES / "events.json").read_text())
OFTEN = settings(max_examples=60, deadline=None, derandomize=True,
                 suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip


class Said:
    """What a command came to."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def plain(self) -> Any:
        """Its JSON."""
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def supple(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command; whatever is no text is written to a file of its own."""

    def run(*words: Any) -> Said:
        told = []
        for n, word in enumerate(words):
            if not isinstance(word, str):
                file = tmp_path / f"{n}.json"
                file.write_text(word.decode() if isinstance(word, bytes) else json.dumps(word))
            told.append(word if isinstance(word, str) else file.as_posix())
        code = main(told)
        out = capsys.readouterr()
        return Said(code, out.out, out.err)

    return run


def person(**keys: object) -> dict[str, Any]:
    return {"answers": clear_answers(), "start": "2026-01-05", "days": 2, **keys}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The session of the example."""
    with redirect_stdout(StringIO()) as out:
        assert main(["session", (EXAMPLES / "person.json").as_posix(), "--json"]) == 0
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


# ---- session ----


def test_it_prints_the_session_of_the_first_day(document: dict[str, Any]) -> None:
    made = parse_document(document)
    assert (made.date, made.rest) == (PERSON["start"], PERSON["answers"]["pain"])
    outcome = coach.begin(CONTENT, parse(PERSON["answers"], CONTENT.answers), date.fromisoformat(made.date))
    assert outcome.level == made.level
    assert document["seconds"] == made.seconds <= PERSON["minutes"] * 60


def test_it_holds_what_the_plan_holds(supple: Run, document: dict[str, Any]) -> None:
    plan = supple("plan", PERSON, "--json").plain
    items = [document["items"][place] for place in document["turns"]]
    keys = ("exercise", "code", "variant", "kind", "slot", "sets", "reps", "hold_s", "sides", "seconds")
    assert [[item[key] for key in keys] for item in items] == [
        [item[key] for key in keys] for item in plan["days"][0]["items"]
    ]


def test_it_prints_another_day_of_the_plan(supple: Run) -> None:
    said = supple("session", person(), "--json", "--today", "2026-01-06")
    assert (said.code, said.plain["date"]) == (0, "2026-01-06")
    outside = supple("session", person(), "--json", "--today", "2026-01-07")
    assert (outside.code, outside.out) == (2, "")
    assert outside.err == "supple: today: must be a day of the plan, 2026-01-05 to 2026-01-06, not 2026-01-07\n"


def test_it_begins_the_plan_on_the_day_given_where_none_is_said(supple: Run) -> None:
    given = person()
    del given["start"]
    assert supple("session", given, "--json", "--today", "2026-03-02").plain["date"] == "2026-03-02"


def test_it_keeps_the_gates_after_getting_up(supple: Run) -> None:
    early = supple("session", person(rise_time="07:00", session_time="07:05"), "--json").plain
    assert {item["kind"] for item in early["items"]} <= {"walk", "breathing"}


@pytest.mark.parametrize("answers", [{"saddle": "new"}, {"fever": "yes"}, {"lump": "yes"}])
def test_it_gives_the_stopped_no_session(supple: Run, answers: dict[str, str]) -> None:
    said = supple("session", person(answers=clear_answers(**answers)), "--json")
    assert (said.code, list(said.plain)) == (3, ["stopped"])
    assert not any(one.name in said.out for one in CONTENT.exercises.values())


def test_it_gives_nobody_a_session_while_a_question_is_open(supple: Run) -> None:
    said = supple("session", person(answers={"age": 40}), "--json")
    assert (said.code, said.plain["stopped"]["level"]) == (3, None)


def test_it_lets_time_tighten(supple: Run) -> None:
    """A clearance of nearly a year ago holds today and not three weeks later."""
    cleared = {"rule": "R52", "date": "2025-01-10", "by": "doctor"}
    given = person(answers=clear_answers(lump="yes") | {"clearances": [cleared]}, days=28)
    assert [supple("session", given, "--today", f"2026-01-{day:02}").code for day in (5, 25)] == [0, 3]


def test_it_answers_an_array_with_exit_zero(supple: Run) -> None:
    stopped = person(answers=clear_answers(saddle="new"))
    said = supple("session", [person(), stopped], "--json")
    assert said.code == 0
    assert ["turns" in one for one in said.plain] == [True, False]
    wrong = supple("session", [person(), person(minutes=2)], "--json")
    assert (wrong.code, wrong.err) == (2, "supple: [1].minutes: must be a whole number from 3 to 60, not 2\n")


def test_it_reads_well_without_json(supple: Run, document: dict[str, Any]) -> None:
    text = supple("session", PERSON).out
    assert text.startswith("2026-01-05  ")
    assert "pain before it: 3 of 10" in text
    for place in document["turns"]:
        item = document["items"][place]
        assert f"{item['turn'] + 1}. {item['code']} {item['name']}" in text
        assert item["because"][0] in text
    assert "Pain: 0-4 go on, 5 ease off, 6-10 stop this one" in text or "Pain: 0-4 go on, 5-10 stop this one" in text
    assert not set("{}[]") & set(text), "no codes"


def test_it_says_the_rest_in_plain_text_too(supple: Run) -> None:
    sore = supple("session", person(answers=clear_answers(pain=7))).out
    assert "A gentle plan for sore days may be better today." in sore
    assert ", easier form:" in sore
    checked = supple("session", person(answers=clear_answers(bladder="checked"))).out
    rule = CONTENT.red_flags.rules["R03"].text.warning_card
    assert rule
    assert rule in checked
    stopped = supple("session", person(answers=clear_answers(saddle="new")))
    assert (stopped.code, stopped.out[:20]) == (3, "L0: no exercise now\n")


@pytest.mark.parametrize(("given", "message"), [
    ({"start": "2026-01-05"}, "answers: is missing"), (7, "file: must hold an object"), (b"{", "is not JSON"),
])  # fmt: skip
def test_it_refuses_a_person_that_is_none(supple: Run, given: Any, message: str) -> None:
    said = supple("session", given, "--json")
    assert (said.code, said.out) == (2, "")
    assert message in said.err
    assert said.err.count("\n") == 1


# ---- replay ----


def test_it_prints_what_the_example_comes_to(supple: Run, document: dict[str, Any]) -> None:
    said = supple("replay", document, EVENTS, "--json")
    found = said.plain
    assert said.code == 0
    assert set(found) == {"mode", "items", "done", "skipped", "red", "hurts", "rechecks", "stopped_early", "stopped",
                          "pain", "effort", "seconds"}  # fmt: skip
    assert (found["mode"], found["stopped_early"], found["stopped"]) == ("done", True, False)
    assert (found["pain"], found["effort"]) == (3, 2)
    second = document["items"][document["turns"][1]]["exercise"]
    assert found["red"] == [second]
    assert [hurt["colour"] for hurt in found["hurts"]] == ["green", "red"]
    for item in found["items"]:
        assert set(item) == {"exercise", "code", "variant", "turn", "done", "eased", "colour", "seconds", "next"}
        assert item["next"]["text"] == CONTENT.spoken.hints[item["next"]["code"]]
    hints = {item["exercise"]: item["next"]["code"] for item in found["items"]}
    assert hints[second] == "back"


def test_it_agrees_with_the_core(supple: Run, document: dict[str, Any]) -> None:
    made = parse_document(document)
    sent = to_the_end(made)
    found = supple("replay", document, sent[::-1], "--json").plain
    there = replay(made, parse_events(sent, made)).as_object()
    assert {key: value for key, value in found.items() if key != "items"} == {
        key: value for key, value in there.items() if key != "items"}  # fmt: skip
    assert found["done"] == [made.items[place].exercise for place in made.turns]
    assert {item["next"]["code"] for item in found["items"]} <= {"up_soon", "not_counted"}


def test_it_says_nothing_yet_of_what_is_being_done(supple: Run, document: dict[str, Any]) -> None:
    found = supple("replay", document, [wire(1, "start")], "--json").plain
    assert [item["next"] for item in found["items"]] == [None]
    assert supple("replay", document, [wire(1, "start")]).out.startswith("not finished: 0 done, 0 s of exercise\n")
    assert supple("replay", document, []).out == "not begun: 0 done, 0 s of exercise\n"


def test_it_reads_well_as_text(supple: Run, document: dict[str, Any]) -> None:
    text = supple("replay", document, EVENTS).out
    assert text.startswith("finished: 0 done, ")
    assert "One step back next time." in text
    assert ": not done" in text
    assert text.endswith("afterwards: pain 3 of 10, effort 2 of 10\n")
    stopped = [*EVENTS[:8], {**EVENTS[8], "fever": True}]
    assert supple("replay", document, stopped).out.startswith("stopped: no more exercise now: ")
    whole = supple("replay", document, to_the_end(parse_document(document))).out
    assert " s left, " in whole or "sides" not in json.dumps(document)


def test_it_refuses_events_of_another_shape(supple: Run, document: dict[str, Any]) -> None:
    refused = {
        "events: must be a list": {},
        "events[0].type: None is not one of: start": [{}],
        "events[0].item: must be a whole number from 0 to ": [wire(1, "swap", item=999)],
    }
    for message, sent in refused.items():
        said = supple("replay", document, sent, "--json")
        assert (said.code, said.out) == (2, "")
        assert message in said.err
        assert said.err.count("\n") == 1


def test_it_refuses_a_plan_for_a_document(supple: Run) -> None:
    plan = supple("plan", PERSON, "--json").plain
    said = supple("replay", plan, EVENTS)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("supple: document.")


def test_it_refuses_half_letters(supple: Run, document: dict[str, Any]) -> None:
    said = supple("replay", document, [{"id": "\ud800"}])
    assert (said.code, said.out) == (2, "")
    assert "holds half a letter, such as \\ud800" in said.err


def test_it_refuses_what_stopped_somebody(supple: Run) -> None:
    stopped = supple("session", person(answers=clear_answers(saddle="new")), "--json").plain
    assert supple("replay", stopped, EVENTS).code == 2


@OFTEN
@given(st.data())
def test_it_survives_torn_files(supple: Run, document: dict[str, Any], data: st.DataObject) -> None:
    """A download that broke off, a byte that tipped: an answer or one sentence, never a traceback."""
    texts = [json.dumps(document), json.dumps(EVENTS)]
    which = data.draw(st.integers(0, 1))
    place = data.draw(st.integers(0, len(texts[which]) - 1))
    torn = data.draw(st.sampled_from(("cut", "tipped")))
    letter = data.draw(st.sampled_from('0123456789{}[],:"aze-. '))
    text = texts[which]
    texts[which] = text[:place] if torn == "cut" else text[:place] + letter + text[place + 1 :]
    _answers_or_refuses(supple("replay", *(text.encode() for text in texts), "--json"))


@OFTEN
@given(st.data())
def test_it_survives_wrong_values_anywhere(supple: Run, document: dict[str, Any], data: st.DataObject) -> None:
    """Any one value of document or events, however deep, replaced or taken out."""
    given = [copy.deepcopy(document), copy.deepcopy(EVENTS)]
    places = [(inner, key) for inner, key in _places(given[data.draw(st.integers(0, 1))])]
    inner, key = places[data.draw(st.integers(0, len(places) - 1))]
    inner[key] = json.loads(WRONG_VALUES[data.draw(st.integers(0, len(WRONG_VALUES) - 1))])
    _answers_or_refuses(supple("replay", *given, "--json"))


def _places(inner: Any) -> Iterator[tuple[Any, Any]]:
    keys = inner.items() if isinstance(inner, dict) else enumerate(inner)
    for key, value in list(keys):
        yield inner, key
        if isinstance(value, dict | list):
            yield from _places(value)


def _answers_or_refuses(said: Said) -> None:
    assert said.code in (0, 2)
    if said.code == 2:
        assert said.out == ""
        assert said.err.startswith("supple: ")
        assert said.err.count("\n") == 1
        assert ": " in said.err.removeprefix("supple: ")
    else:
        assert said.err == ""
        assert said.plain["mode"]
