"""One day of a plan as it may be done now: limits are asked again, and no item may ask for more than was planned."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from supple.core import dose as doses
from supple.core.content import Content
from supple.core.course import Course
from supple.core.document import Change
from supple.core.dose import Dose
from supple.core.errors import InputError
from supple.core.ladder import capped
from supple.core.limits import Blocked, Permitted, permitted, reasons, verdict
from supple.core.menu import Kitchen
from supple.core.needs import Needs
from supple.core.offer import Option, options
from supple.core.person import Moment, Person
from supple.core.plan import Day, Item, Plan, instead, item_of, kitchen_of
from supple.core.profile import Subject
from supple.core.words import FORMS, Form

SWAPS = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the session: what is done, why, and what may be done in its place."""

    option: Option
    because: tuple[str, ...]
    swaps: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """The turns of a session, what differs from the plan, and every form that may be done now."""

    turns: tuple[Turn, ...]
    changes: tuple[Change, ...]
    allowed: Mapping[tuple[str, Form], Permitted]
    person: Person
    content: Content

    def eased(self, option: Option) -> Option | None:
        """The same amount in the next easier form, where that may be done."""
        place = FORMS.index(option.permitted.form)
        one = self.allowed.get((option.exercise, FORMS[place - 1])) if place else None
        if one is None or one.kind != option.permitted.kind or _capped(self, one, option.dose) != option.dose:
            return None
        return replace(option, permitted=one)


@dataclass(slots=True)
class _Making:
    """A session under construction."""

    kitchen: Kitchen
    at: Moment
    plan: Plan
    day: Day
    due: Mapping[str, Option]
    today: Today


def today(content: Content, person: Person, needs: Needs, at: Moment, plan: Plan, course: Course) -> Today:
    """The day of the plan at this moment. Raises InputError where the plan does not have it."""
    day = next((day for day in plan.days if day.date == at.day), None)
    if day is None:
        raise InputError("date", f"{at.day.isoformat()} is not in the plan")
    kitchen = kitchen_of(content, person, needs, day, course)
    due = options(content, kitchen.person, at, kitchen.terms.volume_pct, course)
    allowed = {(one.exercise.id, one.form): one for one in permitted(content, person, at)}
    found = Today((), (), allowed, person, content)
    making = _Making(kitchen, at, plan, day, {option.exercise: option for option in due}, found)
    chosen = [_chosen(making, item) for item in day.items]
    return _with_swaps(making, [option for option in chosen if option is not None])


def _chosen(making: _Making, item: Item) -> Option | None:
    """The item as it is due now, or something else in its slot, or nothing."""
    option = _as_due(making, item)
    if option is None:
        return _replaced(making, item)
    making.today = replace(making.today, changes=(*making.today.changes, *_lessened(making, item, option)))
    return option


def _as_due(making: _Making, item: Item) -> Option | None:
    """The planned form and dose, or the milder ones that are due now; None where no form of it may be done."""
    option = making.due.get(item.exercise)
    if option is None:
        return None
    most = min(item.form, option.permitted.form, key=FORMS.index)
    forms = [making.today.allowed.get((item.exercise, form)) for form in FORMS[: FORMS.index(most) + 1]]
    one = next((found for found in reversed(forms) if found), option.permitted)
    dose = _least(item.dose, option.dose) if item.kind == one.kind else option.dose
    return _dosed(making, replace(option, permitted=one), _capped(making.today, one, dose))


def _least(one: Dose, other: Dose) -> Dose:
    return Dose(min(one.sets, other.sets), min(one.reps, other.reps), min(one.hold_s, other.hold_s),
                min(one.duration_s, other.duration_s))  # fmt: skip


def _dosed(making: _Making, option: Option, dose: Dose) -> Option:
    content, one = making.kitchen.content, option.permitted
    seconds = doses.seconds(one.exercise, content.doses.kinds[one.kind], dose, content.doses.session)
    return replace(option, dose=dose, seconds=seconds)


def _capped(today: Today, one: Permitted, dose: Dose) -> Dose:
    return capped(today.content, today.person, one, dose)


def _replaced(making: _Making, item: Item) -> Option | None:
    """Something else for an item that may not be done now: of its slot, if there is."""
    why = _why_not(making, item)
    found = next(iter(_others(making, item.exercise, item.slot)), None)
    items = [one for one in making.day.items if one.exercise != item.exercise]
    said = making.kitchen.content.spoken.changes
    if found is None:
        change = Change("left_out_today", said["left_out_today"].format(name=item.name, why=why), item.exercise)
    else:
        items.append(item_of(making.kitchen, making.at, found, making.day))
        text = said["swapped_today"].format(name=item.name, other=found.permitted.exercise.name, why=why)
        change = Change("swapped_today", text, item.exercise)
    making.day = replace(making.day, items=tuple(items))
    making.today = replace(making.today, changes=(*making.today.changes, Change(change.code, change.text.strip(),
                                                                               item.exercise)))  # fmt: skip
    return found


def _why_not(making: _Making, item: Item) -> str:
    exercise = making.kitchen.content.exercises.get(item.exercise)
    if exercise is None:
        return ""
    subject = Subject(exercise, "easier", exercise.kinds[0])
    against = next(reasons(making.kitchen.content, subject, making.kitchen.person, making.at), None)
    return against.why if against else making.kitchen.content.spoken.hints["rest"]


def _lessened(making: _Making, item: Item, option: Option) -> Iterator[Change]:
    """What is milder than planned, and which rule says so."""
    content, one = making.kitchen.content, option.permitted
    if one.form != item.form:
        against = verdict(content, Subject(one.exercise, item.form, one.kind), making.kitchen.person, making.at)
        why = against.why if isinstance(against, Blocked) else ""
        sore = not why and making.kitchen.person.pain >= content.doses.newcomer.easier_from_pain
        text = content.spoken.changes["easier_pain" if sore else "easier_today"].format(name=item.name, why=why)
        yield Change("easier_today", text.strip(), item.exercise)
    elif option.seconds < item.seconds and making.kitchen.course.volume(making.at.day) == 100:
        yield Change("less_today", content.spoken.changes["less_today"].format(name=item.name), item.exercise)


def _others(making: _Making, exercise: str, slot: str) -> list[Option]:
    """What else fits, those of the same slot first."""
    found = instead(making.kitchen, making.at, making.plan, making.day, exercise)
    return sorted(found, key=lambda option: option.permitted.exercise.slot != slot)


def _with_swaps(making: _Making, chosen: list[Option]) -> Today:
    """Two swaps for each turn. A slot that must rest is never held by the swaps of two turns: both may be taken."""
    items = [item_of(making.kitchen, making.at, option, making.day) for option in chosen]
    making.day = replace(making.day, items=tuple(items))
    turns, held, offered = list[Turn](), set[str](), set[str]()
    for option, item in zip(chosen, items, strict=True):
        slot = option.permitted.exercise.slot
        found = [other for other in _others(making, option.exercise, slot) if other.slot_taken not in held]
        # What was offered before may have been taken by then, so anything new comes first.
        found.sort(key=lambda other: (other.exercise in offered, other.permitted.exercise.slot != slot))
        swaps = tuple(found[:SWAPS])
        held |= {other.slot_taken for other in swaps if other.slot_taken}
        offered |= {other.exercise for other in swaps}
        turns.append(Turn(option, tuple(reason.text for reason in item.because), swaps))
    return replace(making.today, turns=tuple(turns))
