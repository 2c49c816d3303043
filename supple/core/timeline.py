"""One item as steps of time: settle, move, hold, rest, change sides. Both sides get the same seconds."""

from collections.abc import Iterator

from supple.core import dose as doses
from supple.core.content import Content
from supple.core.document import Phase, Side, Step
from supple.core.dose import Dose
from supple.core.exercise import Exercise
from supple.core.words import Kind

_WHILE: dict[str, str] = {"walk": "walk", "breathing": "breathe"}


def steps(content: Content, item: int, exercise: Exercise, kind: Kind, dose: Dose, say: tuple[str, ...]) -> list[Step]:
    """The steps of one item; `say` is spoken as it begins. Together they last exactly what the plan counted."""
    rules, rest_s = content.doses.session, content.doses.kinds[kind].rest_s
    breath_s = content.spoken.breath_s
    if dose.duration_s:
        seconds = doses.seconds(exercise, content.doses.kinds[kind], dose, rules)
        breath_s = breath_s if kind == "breathing" else ()
        return [Step(item, "work", seconds, breath_s=breath_s, say=(*say, _WHILE[kind]))]
    sides: tuple[Side | None, ...] = ("left", "right") if exercise.two_sided else (None,)
    made = [_wait(item, "ready", rules.ready_s, sides[0], (*say, "ready", *_named(sides[0])))]
    for side in sides:
        if side == "right":
            made.append(_wait(item, "change", rules.change_s, side, ("change", "right")))
        made += _side(item, exercise, dose, rest_s, side, breath_s)
    return [step for step in made if step.seconds]


def _side(item: int, exercise: Exercise, dose: Dose, rest_s: int, side: Side | None,
          breath_s: tuple[int, ...]) -> Iterator[Step]:  # fmt: skip
    for number in range(1, dose.sets + 1):
        if number > 1:
            yield _wait(item, "rest", rest_s, side, ("rest",))
        if not dose.hold_s:
            seconds, move_s = dose.reps * exercise.move_s, exercise.move_s
            yield Step(item, "work", seconds, side, number, reps=dose.reps, tempo_s=move_s, say=("move",))
        for rep in range(1, dose.reps + 1 if dose.hold_s else 1):
            yield Step(item, "work", exercise.move_s, side, number, rep, 1, exercise.move_s, say=("into",))
            yield Step(item, "hold", dose.hold_s, side, number, rep, breath_s=breath_s, say=("hold",))


def _wait(item: int, phase: Phase, seconds: int, side: Side | None, say: tuple[str, ...]) -> Step:
    return Step(item, phase, seconds, side, say=say)


def _named(side: Side | None) -> tuple[str, ...]:
    return (side,) if side else ()
