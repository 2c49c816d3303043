"""Needs and limits -> a plan. All that is in it came out of offer.options, and so of limits; every choice says why."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise, permutations

from supple.core.because import BAD_DAY, SHORT_DAY, Case, because, note
from supple.core.content import Content
from supple.core.course import NEWCOMER, Course
from supple.core.errors import InputError
from supple.core.limits import Refusal
from supple.core.menu import Kitchen, Menu, dislike, easier_only, terms
from supple.core.needs import Needs
from supple.core.offer import Option
from supple.core.person import Moment, Person
from supple.core.planned import Day as Day
from supple.core.planned import Item as Item
from supple.core.planned import Plan as Plan
from supple.core.planned import Reason as Reason
from supple.core.search import Picks, fits, worth
from supple.core.week import WINDOW_DAYS, Week, plan_week
from supple.core.words import Kind
from supple.core.worth import changes

BAD_DAY_VOLUME_PCT = 50
SHORT_DAY_MIN = 3
ALTERNATIVES = 3
_DISLIKED = "You asked to leave this out."

# What comes first where the way from position to position leaves it open: gentle, then strong, then long, rest last.
_PHASES: dict[Kind, int] = {"walk": 0, "mobility": 1, "nerve": 1, "posture": 2, "core": 3, "strength": 3, "hang": 4,
                            "stretch": 4, "breathing": 5}  # fmt: skip


def plan(
    content: Content,
    person: Person,
    needs: Needs,
    moments: tuple[Moment, ...],
    before: tuple[Day, ...] = (),
    kept: Plan | None = None,
    course: Course = NEWCOMER,
) -> Plan:
    """A plan for these days, week by week. `before`: the days that went before, whose rests and totals bind. `kept`:
    the plan shown so far; only a clearly better one replaces it. `course`: where the person stands on each ladder."""
    _check(moments)
    kitchen = Kitchen(content, person, needs, terms(content, person.wishes.minutes), course)
    days: list[Day] = []
    for start in range(0, len(moments), WINDOW_DAYS):
        days += _week(kitchen, moments[start : start + WINDOW_DAYS], (*before, *days), kept)
    return Plan(person.cleared.level, tuple(days), _ruled_out(kitchen, moments, days), content.version)


def bad_day(
    content: Content, person: Person, needs: Needs, moment: Moment, plan: Plan, course: Course = NEWCOMER
) -> Day:
    """One day of a plan made small: easier forms only, half the amount."""
    ordinary = terms(content, person.wishes.minutes)
    small = replace(ordinary, most=min(ordinary.most, max(ordinary.wanted, 2)), volume_pct=BAD_DAY_VOLUME_PCT)
    kitchen = Kitchen(content, easier_only(content, person), needs, small, course)
    return _again(kitchen, person, moment, plan, BAD_DAY)


def short_day(
    content: Content, person: Person, needs: Needs, moment: Moment, plan: Plan, course: Course = NEWCOMER
) -> Day:
    """One day of a plan in three minutes."""
    kitchen = Kitchen(content, person, needs, terms(content, min(SHORT_DAY_MIN, person.wishes.minutes)), course)
    return _again(kitchen, person, moment, plan, SHORT_DAY)


def another(
    content: Content, person: Person, needs: Needs, moment: Moment, plan: Plan, exercise: str, course: Course = NEWCOMER
) -> tuple[Day, ...]:
    """One day of a plan with something else in place of one exercise, the best first."""
    day = next((day for day in plan.days if day.date == moment.day), None)
    if day is None or all(item.exercise != exercise for item in day.items):
        raise InputError("exercise", f"{exercise} is not in the plan of {moment.day.isoformat()}")
    kitchen = kitchen_of(content, person, needs, day, course)
    menu = kitchen.menu(moment)
    items = [item for item in day.items if item.exercise != exercise and _place(menu, item) is not None]
    return tuple(
        replace(day, items=_in_order(kitchen, [*items, item_of(kitchen, moment, option, day)]))
        for option in instead(kitchen, moment, plan, day, exercise)[:ALTERNATIVES]
    )


def kitchen_of(content: Content, person: Person, needs: Needs, day: Day, course: Course) -> Kitchen:
    """What makes the menus of one day of a plan: a bad day's stay small."""
    ordinary = terms(content, person.wishes.minutes)
    if not (day.note or "").startswith(BAD_DAY):
        return Kitchen(content, person, needs, ordinary, course)
    small = replace(ordinary, volume_pct=BAD_DAY_VOLUME_PCT)
    return Kitchen(content, easier_only(content, person), needs, small, course)


def instead(kitchen: Kitchen, at: Moment, plan: Plan, day: Day, exercise: str) -> list[Option]:
    """What else fits in place of one exercise of a day, the best first. The other items stay exactly as they are; what
    may no longer be done at all is left out."""
    menu = kitchen.menu(at)
    found = [_place(menu, item) for item in day.items if item.exercise != exercise]
    rest = tuple(place for place in found if place is not None)
    others = tuple(kitchen.mark(other) for other in plan.days if other.date != at.day)
    question = Week(kitchen.frame(), (kitchen.slate(at),), others).question(0, others)
    there = {item.exercise for item in day.items} | {exercise}
    fitting = [place for place, option in enumerate(menu.options) if option.exercise not in there
               and not dislike(kitchen.person, option) and fits(question, (*rest, place))]  # fmt: skip
    fitting.sort(key=lambda place: (-worth(question, (*rest, place)), place))
    best = {menu.options[place].exercise: menu.options[place] for place in reversed(fitting)}
    return list(best.values())[::-1]


def item_of(kitchen: Kitchen, at: Moment, option: Option, day: Day) -> Item:
    """An option as an item of a day, with its reasons."""
    bad = (day.note or "").startswith(BAD_DAY)
    return _item(Case(kitchen.content, kitchen.person, kitchen.needs, kitchen.menu(at).refused, bad), option)


def _check(moments: tuple[Moment, ...]) -> None:
    days = [moment.day for moment in moments]
    if any(day >= following for day, following in pairwise(days)):
        raise InputError("moments", "must be one a day, in the order of their dates")


def _week(kitchen: Kitchen, moments: Sequence[Moment], done: Sequence[Day], kept: Plan | None) -> Iterator[Day]:
    week = Week(kitchen.frame(), tuple(map(kitchen.slate, moments)), tuple(map(kitchen.mark, done)))
    sessions = plan_week(week, [_kept(kitchen.menu(at), at, kept) for at in moments] if kept else ())
    for at, picks in zip(moments, sessions, strict=True):
        yield _day(kitchen, kitchen.person, at, picks)


def _kept(menu: Menu, at: Moment, kept: Plan) -> Picks:
    """The same exercises again, if all of them may still be done: exactly so, or in the form and dose now due."""
    items = next((day.items for day in kept.days if day.date == at.day), ())
    places = [_place(menu, item) for item in items]
    return tuple(sorted(place for place in places if place is not None)) if None not in places else ()


def _place(menu: Menu, item: Item) -> int | None:
    """Where an item stands on a menu: exactly so, or at least the same exercise."""
    same = [(place, option) for place, option in enumerate(menu.options) if option.exercise == item.exercise]
    exact = [place for place, option in same if (option.permitted.form, option.permitted.kind, option.dose)
             == (item.form, item.kind, item.dose)]  # fmt: skip
    found = exact or [place for place, _ in same]
    return found[0] if found else None


def _again(kitchen: Kitchen, person: Person, at: Moment, plan: Plan, said: str) -> Day:
    """One day planned anew beside the others of its plan."""
    others = tuple(kitchen.mark(day) for day in plan.days if day.date != at.day)
    [picks] = plan_week(Week(kitchen.frame(), (kitchen.slate(at),), others))
    day = _day(kitchen, person, at, picks, bad_day=said == BAD_DAY)
    return replace(day, note=f"{said} {day.note}" if day.note else said)


def _day(kitchen: Kitchen, person: Person, at: Moment, picks: Picks, bad_day: bool = False) -> Day:
    menu = kitchen.menu(at)
    chosen = [menu.options[place] for place in picks]
    case = Case(kitchen.content, person, kitchen.needs, menu.refused, bad_day)
    items = _in_order(kitchen, [_item(case, option) for option in chosen])
    return Day(at.day, items, note(kitchen.content, at, chosen, kitchen.terms, person))


def _in_order(kitchen: Kitchen, items: list[Item]) -> tuple[Item, ...]:
    """Something gentle first and breathing last; between them with the fewest changes of position."""
    starts = {item.exercise: kitchen.content.exercises[item.exercise].start_of(item.form) for item in items}

    def effort(order: tuple[Item, ...]) -> tuple[object, ...]:
        way = ["stand", *(starts[item.exercise] for item in order), "stand"]
        moved = sum(changes(one, other) for one, other in pairwise(way))
        phases = [_PHASES[item.kind] for item in order]
        swapped = sum(one > other for one, other in combinations(phases, 2))
        ends = phases[:1] > [_PHASES["posture"]], _PHASES["breathing"] in phases[:-1]
        return *ends, moved, swapped, phases, [item.code for item in order]

    return min(permutations(items), key=effort)


def _item(case: Case, option: Option) -> Item:
    one = option.permitted
    exercise = one.exercise
    return Item(
        exercise=exercise.id,
        code=exercise.code,
        name=exercise.name,
        form=one.form,
        kind=one.kind,
        slot=exercise.slot,
        dose=option.dose,
        sides=2 if exercise.two_sided else 1,
        seconds=option.seconds,
        caps=one.caps,
        words=one.words,
        because=because(case, option),
    )


def _ruled_out(kitchen: Kitchen, moments: Sequence[Moment], days: Sequence[Day]) -> tuple[Refusal, ...]:
    """What none or not all of the days could offer, once for each exercise and rule, and what the person left out."""
    menus = {id(menu): menu for menu in map(kitchen.menu, moments)}.values()
    found = {(refusal.exercise, refusal.rule): refusal for menu in menus for refusal in menu.refused}
    planned = {item.exercise for day in days for item in day.items}
    for option in (option for menu in menus for option in menu.disliked if option.exercise not in planned):
        code = option.permitted.exercise.code
        found.setdefault((option.exercise, "dislike"), Refusal(option.exercise, code, "dislike", _DISLIKED))
    return tuple(sorted(found.values(), key=lambda refusal: kitchen.places[refusal.exercise]))
