"""`supple`: the abilities of the site without a browser. Formats are in docs/cli.md."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from supple import printed
from supple.body import commands as body_commands
from supple.core import coach, coverage, limits, own, score, triage
from supple.core.answers import parse
from supple.core.content import Content, load
from supple.core.document import Document
from supple.core.errors import InputError, SuppleError
from supple.core.exercise import Exercise
from supple.core.person import Person, moment
from supple.core.received import parse_document, parse_events
from supple.core.record import Record
from supple.core.replay import replay
from supple.core.request import Request, day, parse_request
from supple.core.triage import Cleared
from supple.web import env

STOPPED_EXIT = 3
WRONG_INPUT_EXIT = 2


def main(argv: list[str] | None = None) -> int:
    """Runs one command; the result is the exit code: 0, 2 for wrong input, 3 for a person who may not train."""
    args = _parser().parse_args(argv)
    try:
        own.use(env.content_dir())
        result = int(args.run(args))
        sys.stdout.flush()
        return result
    except SuppleError as error:
        print(f"supple: {error}", file=sys.stderr)
        return WRONG_INPUT_EXIT
    except BrokenPipeError:  # `supple plan FILE | head` has read enough; nothing is left to be said at exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="supple", description="Looks after a lower back.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _command(commands, "triage", run_triage, "is exercise the right answer?", "FILE", today=True)
    _command(commands, "plan", run_plan, "the plan of the next days, with its reasons", "FILE")
    _command(commands, "session", run_session, "the session of one day, as a player needs it", "FILE", today=True)
    _command(commands, "replay", run_replay, "what the events of a session come to", "DOCUMENT", "EVENTS")
    _command(commands, "measure", run_measure, "what the values of a self-test say", "FILE")
    _command(commands, "exercises", run_exercises, "the catalogue")
    _command(commands, "coverage", run_coverage, "what each condition, and each pair, leaves of the catalogue")
    _command(commands, "why", run_why, "why, or why not, an exercise for this person", "CODE", "FILE")
    serve = _command(commands, "serve", run_serve, "the site on this machine", json=False)
    serve.add_argument("--port", default=os.environ.get("PORT", "8000"), help="where it listens; also PORT=")
    _command(commands, "backup", run_backup, "everything in one file, also while the site runs", "FILE", json=False)
    _command(commands, "restore", run_restore, "puts a copy back; the site must not be running", "FILE", json=False)
    _command(commands, "check", run_check, "read all of content/ strictly", json=False)
    body_commands.add(commands, _read)
    return parser


def _command(
    commands: Any,
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
    *files: str,
    json: bool = True,
    today: bool = False,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    for file in files:
        parser.add_argument(file.lower(), metavar=file)
    if json:
        parser.add_argument("--json", action="store_true", help="print JSON")
    if today:
        parser.add_argument("--today", help="the day to judge by, such as 2026-01-05")
    parser.set_defaults(run=run)
    return parser


def run_triage(args: argparse.Namespace) -> int:
    """`supple triage FILE`: one result, or an array of them; the exit code is 0 at every level."""
    content, today = load(), day("today", args.today) if args.today else _today()
    given = _read(args.file)
    each = _each(given, lambda one: parse(one, content.answers, today))
    outcomes = [triage.result(coach.begin(content, answers, today)) for answers in each]
    _print(outcomes if isinstance(given, list) else outcomes[0], args.json, printed.triage_text)
    return 0


def run_plan(args: argparse.Namespace) -> int:
    """`supple plan FILE`: one plan (exit 3 when stopped), or an array of them (exit 0)."""
    content, given = load(), _read(args.file)
    requests = _each(given, lambda one: parse_request(content, one, _today()))
    plans = [_plan(content, request) for request in requests]
    _print(plans if isinstance(given, list) else plans[0], args.json, printed.plan_text)
    return STOPPED_EXIT if not isinstance(given, list) and "stopped" in plans[0] else 0


def run_measure(args: argparse.Namespace) -> int:
    """`supple measure FILE`: what one self-test says, or an array of them."""
    tests, given = load().self_tests, _read(args.file)
    rows = [score.as_row(one) for one in _each(given, lambda one: score.asked(tests, one))]
    _print(rows if isinstance(given, list) else rows[0], args.json, printed.measured_text)
    return 0


def run_session(args: argparse.Namespace) -> int:
    """`supple session FILE`: the session of the plan's first day or of --today; exit 3 when stopped."""
    content, today = load(), day("today", args.today) if args.today else None
    given = _read(args.file)
    sessions = _each(given, lambda one: _session(content, one, today))
    _print(sessions if isinstance(given, list) else sessions[0], args.json, printed.session_text)
    return STOPPED_EXIT if not isinstance(given, list) and "stopped" in sessions[0] else 0


def run_replay(args: argparse.Namespace) -> int:
    """`supple replay DOCUMENT EVENTS`: what a list of events comes to under the table of its document."""
    content, document = load(), parse_document(_read(args.document))
    found = replay(document, parse_events(_read(args.events), document))
    _print(printed.replay_row(content, found), args.json, printed.replay_text)
    return 0


def run_exercises(args: argparse.Namespace) -> int:
    """`supple exercises`: the catalogue in the order of its codes."""
    rows = [printed.exercise_row(exercise) for exercise in load().exercises.values()]
    _print(rows, args.json, printed.exercise_text)
    return 0


def run_coverage(args: argparse.Namespace) -> int:
    """`supple coverage`: what is left and what is missing, for nobody's conditions, each profile and each pair."""
    content = load()
    rows = [printed.coverage_row(content, row) for row in coverage.table(content)]
    text = "\n".join(printed.coverage_text(row) for row in rows)
    print(json.dumps(rows, ensure_ascii=False, indent=2) if args.json else text)
    return 0


def run_why(args: argparse.Namespace) -> int:
    """`supple why CODE FILE`: whether this exercise is for this person, each form with its reasons."""
    content = load()
    exercise = content.by_code(args.code)
    if exercise is None:
        raise InputError("CODE", f"{args.code} is no exercise; allowed: E01 ... or a name such as bird_dog")
    request = parse_request(content, _read(args.file), _today())
    answer = _why(content, exercise, request)
    _print(answer, args.json, printed.why_text)
    return STOPPED_EXIT if "stopped" in answer else 0


def run_serve(args: argparse.Namespace) -> int:
    """`supple serve`: the site on this machine until Ctrl-C."""
    from supple.web.serve import serve  # Django is only loaded when the site is asked for

    if not (args.port.isascii() and args.port.isdigit() and 1 <= int(args.port) <= 65535):
        raise InputError("port", f"must be from 1 to 65535, not {args.port}")
    return serve(int(args.port))


def run_backup(args: argparse.Namespace) -> int:
    """`supple backup FILE`: the whole database in one file."""
    from supple.web import backup

    print(f"Everything is kept in {backup.backup(env.data_dir(), Path(args.file).absolute())}")
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """`supple restore FILE`: a copy in place of the database, which keeps a name of its own."""
    from supple.web import backup

    kept = backup.restore(env.data_dir(), Path(args.file).absolute())
    print(f"{args.file} is back in place." + (f" What was here before is in {kept}" if kept else ""))
    return 0


def run_check(args: argparse.Namespace) -> int:
    """`supple check`: reads all of content/; a bad file is named with key and reason, exit 2."""
    content = load()
    exercises = f"{len(content.exercises)} exercises ({len(dict(content.baked))} posed)"
    asked = f"{len(content.questionnaires)} questionnaires"
    print(f"content {content.version}: {exercises}, {asked}, {len(content.profiles)} profiles")
    for file in content.added.values():
        print(f"  beside the shipped ones: {file}")
    return 0


def _plan(content: Content, request: Request) -> dict[str, Any]:
    who = _person(content, request)
    if isinstance(who, dict):
        return who
    return printed.plan_row(coach.plan_for(content, who, request.start, request.days))


def _session(content: Content, given: object, today: date | None) -> dict[str, Any]:
    request = parse_request(content, given, today or _today())
    at = today or request.start
    who = _person(content, request, at)
    if isinstance(who, dict):
        return who
    plan = coach.plan_for(content, who, request.start, request.days)
    if at not in [one.date for one in plan.days]:
        days = f"{plan.days[0].date.isoformat()} to {plan.days[-1].date.isoformat()}"
        raise InputError("today", f"must be a day of the plan, {days}, not {at.isoformat()}")
    made = coach.start(content, who, plan, Record(first_pain=who.pain), moment(who.wishes, at))
    return made.as_object() if isinstance(made, Document) else {"nothing": made.text}


def _person(content: Content, request: Request, today: date | None = None) -> Person | dict[str, Any]:
    """The person on a day, the first of the plan if none is given, or what stops them."""
    outcome = coach.come_back(content, request.answers, request.start, today or request.start)
    if not isinstance(outcome, Cleared):
        return {"stopped": triage.result(outcome)}
    return coach.person(outcome, request.answers, request.profiles, request.wishes)


def _why(content: Content, exercise: Exercise, request: Request) -> dict[str, Any]:
    who = _person(content, request)
    if isinstance(who, dict):
        return who
    at = moment(who.wishes, request.start)
    forms = {one.form: one for one in limits.permitted(content, who, at) if one.exercise == exercise}
    planned = coach.plan_for(content, who, request.start, request.days)
    later = [one for one in planned.ruled_out if one.rule == "ladder:first"]
    against = [one for one in (*limits.refusals(content, who, at), *later) if one.exercise == exercise.id]
    dates = [(one, item) for one in planned.days for item in one.items if item.exercise == exercise.id]
    return {
        "exercise": exercise.id,
        "code": exercise.code,
        "name": exercise.name,
        "allowed": [{"variant": form, "caps": one.caps, "say": one.words} for form, one in forms.items()],
        "because": [asdict(reason) for reason in dates[0][1].because] if dates else [],
        "dates": [one.date.isoformat() for one, _ in dates],
        "ruled_out": [
            {"rule": one.rule, "text": one.why} for one in {(one.rule, one.why): one for one in against}.values()
        ],
    }


def _today() -> date:
    """The day on this machine."""
    return datetime.now().astimezone().date()


def _read(file: str) -> object:
    """The JSON in a file, or on standard input for "-"."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        found = json.loads(text, parse_constant=_no_constant)
        json.dumps(found, ensure_ascii=False).encode()
        return found
    except OSError as error:
        raise InputError(file, f"cannot be read ({error.strerror})") from None
    except UnicodeEncodeError:
        raise InputError(file, "holds half a letter, such as \\ud800, which nothing can show") from None
    except (ValueError, RecursionError):
        raise InputError(file, "is not JSON") from None


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _each(given: object, reader: Callable[[object], Any]) -> list[Any]:
    """Every object of an array, or the one object; an error in an array names the index."""
    if not isinstance(given, list):
        return [reader(given)]
    return [_indexed(index, one, reader) for index, one in enumerate(given)]


def _indexed(index: int, one: object, reader: Callable[[object], Any]) -> Any:
    try:
        return reader(one)
    except InputError as error:
        raise InputError(f"[{index}].{error.key}", error.why) from None


def _print(value: Any, as_json: bool, text: Callable[[Any], str]) -> None:
    if as_json:
        print(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(text(one) for one in value) if isinstance(value, list) else text(value))


if __name__ == "__main__":
    sys.exit(main())
