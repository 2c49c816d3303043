"""`supple body ...`: the body on the command line. MuJoCo is only loaded when one of them runs."""

import argparse
import json
from collections.abc import Callable
from typing import Any

from supple.core.errors import InputError, SuppleError

Read = Callable[[str], object]
# Rounded so that two machines print the same; a micrometre is far below what an average body can say.
DIGITS = 6


def add(commands: Any, read: Read) -> None:
    """Adds `body` and its own commands; `read` gives the JSON in a file or on standard input."""
    text = "the body: what a posture does to each muscle"
    parser = commands.add_parser("body", help=text, description=text)
    own = parser.add_subparsers(required=True, metavar="COMMAND")
    lengths = own.add_parser("lengths", help="length and strain of every muscle", description=run_lengths.__doc__)
    lengths.add_argument("file", metavar="FILE")
    lengths.add_argument("--json", action="store_true", help="print JSON")
    lengths.add_argument(
        "--moment-arms",
        action="append",
        default=[],
        metavar="COORD",
        help="also -dL/dq about this angle; may be repeated",
    )
    lengths.set_defaults(run=lambda args: run_lengths(args, read))


def run_lengths(args: argparse.Namespace, read: Read) -> int:
    """What the angles of each posture do to every muscle of an average body."""
    answer = lengths(read(args.file), [name for each in args.moment_arms for name in each.split(",")])
    print(json.dumps(answer, indent=2) if args.json else _text(answer))
    return 0


def lengths(given: object, moment_arms: list[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """Posture -> muscle -> length_rel, fibre_strain, share, and moment_arm_m for each angle asked for."""
    try:
        from supple.body import model, muscles, request
    except ModuleNotFoundError as missing:
        raise SuppleError(f"the body needs {missing.name}: install supple[body]") from None
    body = model.reference()
    for coordinate in moment_arms:
        if coordinate not in body.coordinates:
            raise InputError(
                "--moment-arms", f"{coordinate} is no angle of the body; allowed: {', '.join(sorted(body.coordinates))}"
            )
    asked = request.parse(given, body)
    return {
        one.id: {name: _row(effect) for name, effect in muscles.effects(body, one.angles, moment_arms).items()}
        for one in asked
    }


def _row(effect: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "length_rel": _round(effect.length_rel),
        "fibre_strain": _round(effect.fibre_strain),
        "share": _round(effect.share),
    }
    if effect.moment_arm_m:
        row["moment_arm_m"] = {name: _round(arm) for name, arm in effect.moment_arm_m.items()}
    return row


def _round(value: float) -> float:
    return round(value, DIGITS) + 0.0  # never -0.0


def _text(answer: dict[str, dict[str, dict[str, Any]]]) -> str:
    """The ten most lengthened muscles of each posture."""
    blocks = []
    for name, each in answer.items():
        most = sorted(each.items(), key=lambda row: -row[1]["fibre_strain"])[:10]
        rows = [f"  {muscle:<34} {row['fibre_strain']:+7.0%} of its fibre, {row['share']:.0%} of its range"
                for muscle, row in most]  # fmt: skip
        blocks.append("\n".join([name, *rows]))
    return "\n\n".join(blocks)
