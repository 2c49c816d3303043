"""`supple body ...`: the body on the command line. MuJoCo is only loaded when one of them runs."""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from supple.core import own
from supple.core.content import ROOT as CONTENT
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
    solve = own.add_parser("solve", help="the postures of an exercise", description=run_solve.__doc__)
    solve.add_argument("exercise", metavar="EXERCISE")
    solve.add_argument("--pose", help="one of its poses; all if left out")
    solve.add_argument("--height", type=float, default=1.70, help="the person's height in metres")
    solve.add_argument("--json", action="store_true", help="print JSON")
    solve.set_defaults(run=run_solve)
    view = own.add_parser("view", help="a quick look at a posture", description=run_view.__doc__)
    view.add_argument("exercise", metavar="EXERCISE")
    view.add_argument("out", metavar="OUT.png")
    view.add_argument("--pose", help="one of its poses; the last of the base form if left out")
    view.add_argument("--height", type=float, default=1.70, help="the person's height in metres")
    view.set_defaults(run=run_view)
    _add_bake(commands)
    _add_claims(commands)


def _add_bake(commands: Any) -> None:
    text = "solve every pose and keep what the site shows of it"
    bake = commands.add_parser("bake", help=text, description=text)
    bake.add_argument("exercise", metavar="EXERCISE", nargs="*", help="all of them if none is named")
    bake.add_argument("--no-pictures", action="store_true", help="leave the pictures as they are")
    bake.add_argument("--check", action="store_true", help="write nothing; exit 2 where a result is no longer true")
    bake.set_defaults(run=run_bake)


def _add_claims(commands: Any) -> None:
    text = "does the body carry what exercises say they stretch?"
    parser = commands.add_parser("claims", help=text, description=run_claims.__doc__)
    parser.add_argument("exercise", metavar="EXERCISE", nargs="*", help="all of them if none is named")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run_claims)


def run_lengths(args: argparse.Namespace, read: Read) -> int:
    """What the angles of each posture do to every muscle of an average body."""
    answer = lengths(read(args.file), [name for each in args.moment_arms for name in each.split(",")])
    print(json.dumps(answer, indent=2) if args.json else _text(answer))
    return 0


def run_solve(args: argparse.Namespace) -> int:
    """The angles that meet the poses of an exercise; exit 2 when one cannot be met, with what it misses."""
    solved = _solved(args.exercise, args.pose, args.height)
    rows = [_posture_row(body, one) for body, one in solved]
    print(json.dumps(rows, indent=2) if args.json else "\n\n".join(_posture_text(row) for row in rows))
    missed = [f"{row['pose']}: {sentence}" for row in rows for sentence in row["unmet"]]
    if missed:
        raise InputError(args.exercise, f"cannot be met: {'; '.join(missed)}")
    return 0


def run_claims(args: argparse.Namespace) -> int:
    """Every claim that something is stretched, and what the body shows of it; exit 1 if one does not hold."""
    _engine()
    from supple.body import claims
    from supple.body.bake import chosen
    from supple.core.content import load

    content = load()
    found = [claim for one in chosen(content, args.exercise) for claim in claims.claims(one, content.groups)]
    print(json.dumps([claims.row(one) for one in found], indent=2) if args.json else claims.table(found))
    return int(not all(one.holds for one in found))


def run_view(args: argparse.Namespace) -> int:
    """A picture of one posture from four sides, right limbs red, left limbs blue."""
    from supple.body import view  # before anything else loads MuJoCo: it chooses how to draw

    body, solved = _solved(args.exercise, args.pose, args.height)[-1]
    view.write(view.draw(body, solved), Path(args.out))
    print(f"{solved.pose.shown} at {args.height:.2f} m: {args.out}")
    return 0


def run_bake(args: argparse.Namespace) -> int:
    """`supple bake`: writes content/baked and says what changed; with --check only says what is no longer true."""
    _engine()
    from supple.body import bake
    from supple.core.content import load

    root, content = own.folder() or CONTENT, load()
    if args.check:
        stale = list(bake.stale(root, args.exercise))
        if stale:
            raise SuppleError("\n".join(stale))
        return 0
    for line in bake.bake(root, args.exercise):
        print(line, flush=True)
    if not args.no_pictures:
        every, asked = list(bake.lying_in(content, root).values()), bake.chosen(content, args.exercise, root)
        for line in _draw(root, every, asked, [one.id for one in content.exercises.values()]):
            print(line, flush=True)
    return 0


def _draw(root: Path, every: list[Any], asked: list[Any], moving: list[str]) -> Iterator[str]:
    """Draws what is not drawn yet; a self-test has pictures alone, and the map is no host's."""
    from supple.body.draw import atlas, reels, shelf, sizes, small

    shelf.sweep(root, every)
    yield from shelf.update(root, asked)
    albums = sizes.write(root, every)
    yield from (f"{name} drawn" for name in small.write(root, every, albums))
    if root == CONTENT:
        yield from atlas.update(root)
    reels.sweep(root, [one for one in every if one.id in moving])
    yield from reels.update(root, [one for one in asked if one.id in moving])


def _solved(name: str, pose: str | None, height: float) -> list[tuple[Any, Any]]:
    _engine()
    from supple.body import bake, solve, spec
    from supple.body.read import load as tables
    from supple.core.content import load

    chosen = spec.choose(bake.named(load(), name), tables(), pose)
    bodies = [solve.body_for(height, tuple(one.objects)) for one in chosen]
    return [(body, solve.solve(one, body)) for one, body in zip(chosen, bodies, strict=True)]


def _posture_row(body: Any, solved: Any) -> dict[str, Any]:
    from supple.body import solve

    return {
        "pose": solved.pose.shown,
        "height_m": solved.height_m,
        "met": not solved.unmet,
        "unmet": list(solved.unmet),
        "angles": {name: round(degrees, 1) + 0.0 for name, degrees in solved.angles.items()},
        "residuals": [
            {"item": one.item, "off": round(one.off, 1) + 0.0, "unit": one.unit, "most": one.most, "text": one.text}
            for one in solved.residuals
        ],
        "penetrations": [
            {"bodies": [one.one, one.other], "depth_mm": round(one.depth_m * 1000, 1), "most_mm": one.allowed_m * 1000}
            for one in solved.deep
        ],
        "iterations": solved.rounds,
        "ms": round(solved.ms, 1),
        "strains": {name: round(strain, 3) + 0.0 for name, strain in solve.strains(body, solved).items()},
    }


def _posture_text(row: dict[str, Any]) -> str:
    """What a pose misses, or that it misses nothing, and the angles that are not 0."""
    head = f"{row['pose']} at {row['height_m']:.2f} m: {row['iterations']} rounds, {row['ms']:.0f} ms"
    said = [f"  {sentence}" for sentence in row["unmet"]] or ["  all of it met"]
    return "\n".join(
        [head, *said, *(f"  {name:<24} {deg:6.1f}" for name, deg in row["angles"].items() if abs(deg) >= 1)]
    )


def lengths(given: object, moment_arms: list[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """Posture -> muscle -> length_rel, fibre_strain, share, and moment_arm_m for each angle asked for."""
    _engine()
    from supple.body import model, muscles, request

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


def _engine() -> None:
    try:
        import mujoco  # noqa: F401
    except ModuleNotFoundError as missing:
        raise SuppleError(f"the body needs {missing.name}: install supple[body]") from None


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
