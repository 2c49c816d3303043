"""Reads self_tests/<slug>.toml strictly; a file whose own cases come to something else is refused."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from supple.core import score
from supple.core.errors import ContentError, InputError
from supple.core.reader import NAME, NAMED, build, toml
from supple.core.self_test import Case, Measure, Norm, SelfTest, tags_of


def read_self_test(path: Path, root: Path) -> SelfTest:
    """One file, each of its cases scored. Raises ContentError naming file, key and what is allowed."""
    file = path.relative_to(root).as_posix()
    one = build(SelfTest, {"id": path.stem, **toml(path, root)}, file)
    for key, why in _problems(one):
        raise ContentError(file, key, why)
    return one


def _problems(one: SelfTest) -> Iterator[tuple[str, str]]:
    if not NAME.fullmatch(one.id):
        yield "file", NAMED
    if not one.measures or not one.cases:
        yield ("measures" if not one.measures else "cases"), "is empty"
    names = [measure.id for measure in one.measures]
    if len(set(names)) < len(names):
        yield "measures", "holds a name twice"
    for n, measure in enumerate(one.measures):
        for key, why in _wrong_measure(measure):
            yield f"measures[{n}].{key}", why
    tags = {tag for measure in one.measures for tag in tags_of(measure)}
    for tag in sorted(tags ^ set(one.serves)):
        yield f"serves.{tag}", "is missing" if tag in tags else f"is set by no measure; set are: {_list(tags)}"
    for n, case in enumerate(one.cases):
        for key, why in _wrong_case(one, case):
            yield f"cases[{n}].{key}", why


def _wrong_measure(one: Measure) -> Iterator[tuple[str, str]]:
    if (one.how == "choice") is not bool(one.choices):
        yield "choices", 'are for how = "choice", and for all of them'
    if one.how != "choice":
        yield from _wrong_number(one)
    if one.gap and not one.two_sided:
        yield "gap", "is for measures of two sides"
    for n, norm in enumerate(one.norms):
        for key, why in _wrong_norm(norm):
            yield f"norms[{n}].{key}", why


def _wrong_number(one: Measure) -> Iterator[tuple[str, str]]:
    if not one.least < one.most:
        yield "most", f"must be above {one.least:g}, not {one.most:g}"
    if one.step <= 0 or one.trials < 1:
        yield ("step" if one.step <= 0 else "trials"), "must be above 0"
    for key in ("unit", "error"):
        if not getattr(one, key):
            yield key, "is missing"
    if one.error and one.error.one <= 0:
        yield "error.one", f"must be above 0, not {one.error.one:g}"
    if one.error and one.error.change < one.error.one:
        yield "error.change", f"must be {one.error.one:g} or more, as error.one is, not {one.error.change:g}"


def _wrong_norm(one: Norm) -> Iterator[tuple[str, str]]:
    for key in ("typical", "ages"):
        pair = getattr(one, key)
        if pair and (len(pair) != 2 or pair[0] > pair[1]):
            yield key, f"must be two numbers, the smaller one first, not {list(pair)}"
    if not one.typical and one.flag is None:
        yield "typical", "is missing, and so is flag"


def _wrong_case(one: SelfTest, case: Case) -> Iterator[tuple[str, str]]:
    try:
        found = score.result(one, case.age, case.sex, score.parse(one, case.values))
    except InputError as error:
        yield error.key, error.why
        return
    words = {f"{each.measure.id}.{each.side}": each.word or "none" for each in found.readings}
    for key, wanted in case.words.items():
        came = words.get(key, words.get(f"{key}.both"))
        if came != wanted:
            yield f"words.{key}", f'comes to "{came}", not "{wanted}"' if came else f"is not one of: {_list(words)}"
    for key in ("tags", "nerve", "void", "adds"):
        came, wanted = getattr(found, key), getattr(case, key)
        if came != wanted:
            yield key, f"comes to {_shown(came)}, not {_shown(wanted)}"


def _shown(value: object) -> str:
    """As the file would write it."""
    return json.dumps(value)


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
