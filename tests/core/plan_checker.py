"""An independent checker of plans: reads the content's data and the plan's values, and shares no code with the planner.

`faults` says in words whatever is wrong with a plan; nothing to say means that it keeps every hard rule.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fnmatch import fnmatchcase

from supple.core.content import Content
from supple.core.exercise import Exercise
from supple.core.person import Moment, Person
from supple.core.plan import Day, Item, Plan

DAYS = timedelta(days=1)
POSITIONS = {"floor": "FLOOR", "kneeling": "KNEEL"}


def faults(
    content: Content, person: Person, moments: Sequence[Moment], plan: Plan, before: Sequence[Day] = ()
) -> list[str]:
    """Everything that is wrong with a plan."""
    if [day.date for day in plan.days] != [moment.day for moment in moments]:
        return ["the days are not those that were asked for"]
    found = []
    for day, moment in zip(plan.days, moments, strict=True):
        found += [f"{day.date}: {fault}" for fault in day_faults(content, person, moment, day)]
    return found + list(_between(content, person, (*before, *plan.days)))


def day_faults(content: Content, person: Person, moment: Moment, day: Day) -> Iterator[str]:
    """What is wrong with one day by itself."""
    minutes, session = person.wishes.minutes, content.doses.session
    most = 2 if minutes <= 3 else 5 if minutes >= 20 else 4
    if not 1 <= len(day.items) <= most:
        yield f"{len(day.items)} items"
    if minutes > 3 and len(day.items) < 3 and not day.note:
        yield "too few items, and nothing is said of it"
    if sum(item.seconds for item in day.items) > minutes * 60:
        yield "longer than the time there is"
    if len({item.exercise for item in day.items}) < len(day.items):
        yield "one exercise twice"
    for item in day.items:
        yield from (f"{item.exercise}: {fault}" for fault in _item_faults(content, person, moment, item))
        if _disliked(content, person, item) and len(day.items) > 1:
            yield f"{item.exercise} is disliked and not the only item"
    if session.items != (3, 4):
        yield "the checker knows sessions of 3-4 items only"
    yield from _together(content, person, day)


def _together(content: Content, person: Person, day: Day) -> Iterator[str]:
    """What does not belong in one session, or stands in the wrong place."""
    kinds = [item.kind for item in day.items]
    if kinds.count("walk") > 1:
        yield "more than one walk"
    if "breathing" in kinds[:-1]:
        yield "breathing is not last"
    slots = [item.slot for item in day.items if _rests(content, person, item)]
    if len(set(slots)) < len(slots):
        yield "one core or strength slot twice"


def _item_faults(content: Content, person: Person, moment: Moment, item: Item) -> Iterator[str]:
    exercise = content.exercises[item.exercise]
    attributes = _attributes(exercise, item)
    if item.form == "harder":
        yield "a newcomer gets the harder form"
    if item.form == "base" and (person.pain >= 6 or person.age >= 65):
        yield "the base form in spite of pain or age"
    if exercise.ladder.after and exercise.id not in person.wishes.favourites:
        yield "before what opens it was climbed"
    yield from _blocks(content, person, moment, exercise, item, attributes)
    if moment.place == "office" and "office" not in exercise.places:
        yield "not for the office"
    needs = exercise.needs + (exercise.easier.needs if item.form == "easier" else ())
    have = set() if moment.place == "travel" else set(person.wishes.equipment)
    if moment.place != "gym" and any(not have & set(choices) for choices in needs):
        yield "equipment is missing"
    yield from _gates(person, moment, item, attributes)
    yield from _dose_faults(content, exercise, item)
    if not item.because or (
        item.because[0].code.partition(":")[0] not in ("need", "dislike", "favourite", "prefer", "evidence")
    ):
        yield "no reason"


def _attributes(exercise: Exercise, item: Item) -> set[str]:
    base = set(map(str, exercise.attributes))
    return base - set(exercise.easier.removes) | set(exercise.easier.adds) if item.form == "easier" else base


def _picks(selector: str, exercise: Exercise, item: Item, attributes: set[str]) -> bool:
    start = exercise.easier.start if item.form == "easier" and exercise.easier.start else exercise.start
    plain = {"ALL", exercise.code, f"kind:{item.kind}", f"start:{start}"}
    return selector in plain or any(fnmatchcase(attribute, selector) for attribute in attributes)


def _blocks(
    content: Content, person: Person, moment: Moment, exercise: Exercise, item: Item, attributes: set[str]
) -> Iterator[str]:
    """Profiles, judged from their data alone."""
    for profile in (content.profiles[name] for name in person.profiles):
        if any(_picks(selector, exercise, item, attributes) for selector in profile.block):
            yield f"blocked by {profile.id}"
        caps = {cap for selector, given in profile.caps.items()
                if _picks(selector, exercise, item, attributes) for cap in given}  # fmt: skip
        if not caps <= set(item.caps):
            yield f"a cap of {profile.id} is not said"
        if "trial" in caps or ("e" in caps and item.form != "easier"):
            yield f"held back by {profile.id}"
        since = moment.since_rising_min
        if since is not None and (("am60" in caps and since < 60) or ("am120" in caps and since < 120)):
            yield f"too early for {profile.id}"
        if any(_picks(said.on, exercise, item, attributes) and said.text not in item.words for said in profile.words):
            yield f"words of {profile.id} are not said"


def _gates(person: Person, moment: Moment, item: Item, attributes: set[str]) -> Iterator[str]:
    since = moment.since_rising_min
    if since is None:
        return
    if since < 10 and item.kind not in ("walk", "breathing"):
        yield "in the first ten minutes"
    worst = "morning" in person.wishes.ache.when or "leg_pain" in person.profiles
    if since < (120 if worst else 60) and attributes & {"FLEX_END", "FLEX_ROT", "FLEX_LOAD"}:
        yield "deep bending too early"


def _dose_faults(content: Content, exercise: Exercise, item: Item) -> Iterator[str]:
    start, dose = content.doses.kinds[item.kind].start, item.dose
    if any(getattr(dose, part) > getattr(start, part) for part in ("sets", "reps", "hold_s", "duration_s")):
        yield "more than a newcomer's dose"
    if min(dose.sets, dose.reps) < 1:
        yield "nothing to do"
    if "h10" in item.caps and dose.hold_s > 10:
        yield "held too long"
    if "x1" in item.caps and dose.sets > 1:
        yield "more than one round"
    sides = 2 if exercise.two_sided else 1
    work_s = dose.duration_s or 10 + sides * dose.sets * dose.reps * (dose.hold_s + exercise.move_s)
    if item.sides != sides or item.seconds < work_s:
        yield "shorter than its work"


def _rests(content: Content, person: Person, item: Item) -> bool:
    daily = {code for name in person.profiles for code in content.profiles[name].daily}
    return item.kind in ("core", "strength") and item.code not in daily


def _between(content: Content, person: Person, days: Sequence[Day]) -> Iterator[str]:
    """What is wrong between days: slots that must rest, hangs, and the week's stretching."""
    by_date = {day.date: day for day in days}
    for day in days:
        after = by_date.get(day.date + DAYS)
        yield from (f"{day.date}: {slot} again the day after" for slot in _slots(content, person, day, after))
        week = [by_date[day.date + n * DAYS] for n in range(7) if day.date + n * DAYS in by_date]
        if sum(item.kind == "hang" for one in week for item in one.items) > 3:
            yield f"{day.date}: more than three hangs in a week"
        for group, seconds in _stretched(content, week).items():
            if seconds > 600:
                yield f"{day.date}: {group} stretched for {seconds} s in a week"


def _slots(content: Content, person: Person, day: Day, after: Day | None) -> set[str]:
    def held(day: Day) -> set[str]:
        return {item.slot if item.kind != "hang" else "a hang" for item in day.items
                if item.kind == "hang" or _rests(content, person, item)}  # fmt: skip

    return held(day) & held(after) if after else set()


def _stretched(content: Content, week: Sequence[Day]) -> dict[str, int]:
    seconds: dict[str, int] = {}
    for item in (item for day in week for item in day.items if item.kind == "stretch"):
        exercise = content.exercises[item.exercise]
        for group in sorted({*exercise.lengthens, *exercise.strengthens}):
            seconds[group] = seconds.get(group, 0) + item.dose.sets * item.dose.reps * item.dose.hold_s
    return seconds


def _disliked(content: Content, person: Person, item: Item) -> bool:
    attributes = _attributes(content.exercises[item.exercise], item)
    dislikes = person.wishes.dislikes
    return item.exercise in dislikes or any(POSITIONS[name] in attributes for name in POSITIONS if name in dislikes)


def items(plan: Plan) -> list[tuple[date, Item]]:
    """(date, item) of a whole plan."""
    return [(day.date, item) for day in plan.days for item in day.items]
