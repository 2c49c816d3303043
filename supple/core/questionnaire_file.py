"""Reads questionnaires/<slug>.toml strictly; a file whose own cases come to another score is refused."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from supple.core.errors import ContentError, InputError
from supple.core.questionnaire import MOST_NUMBER, Item, Questionnaire, Scoring, parse
from supple.core.reader import NAME, NAMED, build, toml


def read_questionnaire(path: Path, root: Path) -> Questionnaire:
    """One file, each of its cases scored. Raises ContentError naming file, key and what is allowed."""
    file = path.relative_to(root).as_posix()
    made = build(Questionnaire, {"id": path.stem, **toml(path, root)}, file)
    for key, why in _problems(made):
        raise ContentError(file, key, why)
    return made


def _problems(made: Questionnaire) -> Iterator[tuple[str, str]]:
    if not NAME.fullmatch(made.id):
        yield "file", NAMED
    yield from _item_problems(made.items)
    yield from _scoring_problems(made, "score", made.score)
    for name, scoring in made.subscales.items():
        yield from _scoring_problems(made, f"subscales.{name}", scoring)
        if not scoring.name:
            yield f"subscales.{name}.name", "is missing"
    if list(made.schedule.weeks) != sorted(set(made.schedule.weeks)) or min(made.schedule.weeks, default=0) < 0:
        yield "schedule.weeks", "must rise from 0 or later"
    if made.schedule.then_every_weeks < 0:
        yield "schedule.then_every_weeks", "must be 0 or more"
    if made.advice and (made.advice.at_least is None) is (made.advice.below is None):
        yield "advice", "must hold either at_least or below"
    yield from _case_problems(made)


def _item_problems(items: Sequence[Item]) -> Iterator[tuple[str, str]]:
    names = [item.id for item in items]
    if not items:
        yield "items", "is empty"
    if len(set(names)) < len(names):
        yield "items", "holds an id twice"
    for n, item in enumerate(items):
        if not NAME.fullmatch(item.id):
            yield f"items[{n}].id", NAMED
        values = [choice.value for choice in item.choices]
        if (item.kind == "choice") != bool(values):
            yield f"items[{n}].choices", "are for the kind choice, and for every one of it"
        elif len(set(values)) < max(len(values), 2 * bool(values)):
            yield f"items[{n}].choices", "must be two or more, each with a value of its own"
        elif not -MOST_NUMBER <= item.low < item.high <= MOST_NUMBER:
            yield f"items[{n}].high", "must be above low"
        elif item.kind == "scale" and not (item.least and item.most and (item.low, item.high) == (0, 10)):
            yield f"items[{n}].kind", "a scale runs from 0 to 10 and says what least and most mean"


def _scoring_problems(made: Questionnaire, key: str, scoring: Scoring) -> Iterator[tuple[str, str]]:
    names = [item.id for item in made.items]
    for name in scoring.items:
        if name not in names:
            yield f"{key}.items", f'"{name}" is not one of: {", ".join(names)}'
    if not 0 <= scoring.missing_most < max(1, len(made.of(scoring))):
        yield f"{key}.missing_most", f"must be from 0 to {len(made.of(scoring)) - 1}"


def _case_problems(made: Questionnaire) -> Iterator[tuple[str, str]]:
    if not made.cases:
        yield "cases", "is empty; a file brings answers with the score they come to"
    for n, case in enumerate(made.cases):
        try:
            found = made.scored(parse(made, case.answers))
        except InputError as error:
            yield f"cases[{n}].{error.key}", error.why
            continue
        yield from _differs(f"cases[{n}].score", case.score, found.value if found else None)
        for name, wanted in case.parts.items():
            if name not in made.subscales:
                yield f"cases[{n}].parts.{name}", f"is no subscale; allowed: {', '.join(made.subscales)}"
            else:
                yield from _differs(f"cases[{n}].parts.{name}", wanted, found.parts[name] if found else None)


def _differs(key: str, wanted: float | None, found: Fraction | None) -> Iterator[tuple[str, str]]:
    """A case may round to two digits."""
    if (wanted is None) is not (found is None) or abs((found or 0) - Fraction(str(wanted or 0))) > Fraction(1, 100):
        yield key, f"comes to {_shown(found)}, not {_shown(None if wanted is None else Fraction(str(wanted)))}"


def _shown(value: Fraction | None) -> str:
    return "nothing, too much is missing" if value is None else f"{float(value):g}"
