"""What the record means for one person: their ladders, their course, and what changed in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from supple.core.content import Content
from supple.core.course import Course
from supple.core.document import Change
from supple.core.ladder import ladders
from supple.core.needs import Needs, effects
from supple.core.person import Person, moment
from supple.core.progress import Moved, Progress, progress
from supple.core.record import Record
from supple.core.replay import OVER, Done, Result


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that changed, on its day, in plain words."""

    day: date
    code: str
    exercise: str | None
    text: str


def progress_of(content: Content, person: Person, needs: Needs, record: Record, today: date) -> Progress:
    """Where this person stands on a day; what serves the greatest need goes up first, then by code."""
    climbed = ladders(content, person, moment(person.wishes, today))
    worth = {slug: _need(content, needs, slug) for slug in climbed}
    order = sorted(climbed, key=lambda slug: (-worth[slug], content.exercises[slug].code))
    return progress(content.doses.after, climbed, record, today, order)


def course_of(content: Content, person: Person, needs: Needs, record: Record, today: date, until: date) -> Course:
    """What a plan takes from the record; `until` is the day of the next session."""
    return progress_of(content, person, needs, record, today).course(until)


def told(content: Content, moved: tuple[Moved, ...]) -> tuple[Told, ...]:
    """The dated list of what changed and why."""
    return tuple(Told(one.day, one.code, one.exercise, _text(content, one)) for one in moved)


def changes(found: tuple[Told, ...]) -> tuple[Change, ...]:
    """The same for a session document."""
    return tuple(Change(one.code, one.text, one.exercise) for one in found)


def hints(content: Content, found: Result) -> Mapping[tuple[int, str], str]:
    """What this session alone means for each item, by (turn, exercise): a key of session.toml's hints. What is still
    being done means nothing yet."""
    ended = (item for item in found.items if item.colour or found.mode in OVER)
    return {(item.turn, item.exercise): _hint(content, item, found.effort) for item in ended}


def _hint(content: Content, item: Done, effort: int | None) -> str:
    if item.colour == "red":
        return "rest" if _lowest(content, item) else "back"
    if item.colour == "amber":
        return "same"
    easy = effort is not None and effort <= content.doses.after.effort_max_for_step
    return "up_soon" if item.done and easy and item.given == item.rung else "not_counted"


def _lowest(content: Content, item: Done) -> bool:
    """Whether it was done on the first step of its ladder, or in the form of that step."""
    if item.rung is None or item.given.form != "easier":
        return False
    if item.rung.form != "easier":
        return True
    start = content.doses.kinds[item.kind].start
    return item.rung.sets <= start.sets and item.rung.reps <= start.reps and item.rung.hold_s <= start.hold_s


def _need(content: Content, needs: Needs, slug: str) -> int:
    exercise = content.exercises[slug]
    served = effects(exercise, exercise.kinds[0], content.baked.get(slug))
    return max((need.weight * served.get(need.target, 0) for need in needs.of), default=0)


def _text(content: Content, one: Moved) -> str:
    name = content.exercises[one.exercise].name if one.exercise in content.exercises else ""
    return content.spoken.changes[one.code].format(name=name, more=_more(one), days=one.days)


def _more(one: Moved) -> str:
    if one.code == "up_reps":
        return _counted(one.more, "repetition")
    return _counted(one.more // 60, "minute") if one.more >= 60 else _counted(one.more, "second")


def _counted(number: int, name: str) -> str:
    return f"one {name}" if number == 1 else f"{number} {name}s"
