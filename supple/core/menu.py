"""What each day may choose from, in the numbers of the search. Everything on a menu came out of offer.options."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import get_args

from supple.core.content import Content
from supple.core.course import NEWCOMER, Course
from supple.core.dose import Dose
from supple.core.exercise import Exercise, Opening
from supple.core.ladder import opened
from supple.core.limits import Refusal, refusals
from supple.core.needs import Needs
from supple.core.offer import Option, options, shortened
from supple.core.person import Moment, Person
from supple.core.planned import Day, Item
from supple.core.week import Frame, Mark, Slate, mark
from supple.core.words import Cap, Form, Kind, Slot
from supple.core.worth import FLAVOURS, LIMITED, NEVER, Choice, curve, gains, path, tie, uses

SHORT_DOSES_MIN = 5  # up to this many minutes everything is done at its short dose [d]
FIVE_ITEMS_MIN = 20  # from this many minutes a session may hold the most items [d]
HANGS_A_WEEK = 3
EASY_KINDS: tuple[Kind, ...] = ("walk", "breathing")
ASKED_FOR_KINDS: tuple[Kind, ...] = ("nerve",)  # on a menu only as somebody's favourite [d]
PARTLY: tuple[Cap, ...] = ("mid", "t3")  # caps that take away part of a movement
POSITIONS = {"floor": "FLOOR", "kneeling": "KNEEL"}

_SLOTS = {slot: 1 << place for place, slot in enumerate(get_args(Slot))}
_HANG = 1 << len(_SLOTS)
_WALK = _HANG << 1  # one walk a session, of whatever kind


@dataclass(frozen=True, slots=True)
class Terms:
    """How a day is made: an ordinary one, a bad one, a short one."""

    minutes: int
    wanted: int  # items that a session should have
    most: int  # and may have
    short: bool = False  # all at the dose of a short day
    volume_pct: int = 100

    @property
    def steps(self) -> tuple[int, ...]:
        """What each item counts by itself, so that too few items are never the better session."""
        wanted = (4 * NEVER, *(NEVER,) * (self.wanted - 1))
        return (*wanted, *(0,) * (self.most - self.wanted))


def terms(content: Content, minutes: int) -> Terms:
    """An ordinary day of so many minutes."""
    session = content.doses.session
    if minutes <= session.short_minutes:
        return Terms(minutes, session.short_items[0], session.short_items[-1], short=True)
    most = session.most_items if minutes >= FIVE_ITEMS_MIN else session.items[-1]
    return Terms(minutes, session.items[0], most, short=minutes <= SHORT_DOSES_MIN)


@dataclass(frozen=True, slots=True)
class Menu:
    """What one kind of moment allows: the options with their numbers, what is refused, and what nobody likes there."""

    options: tuple[Option, ...]
    choices: tuple[Choice, ...]
    prices: tuple[int, ...]
    refused: tuple[Refusal, ...]
    disliked: tuple[Option, ...]


@dataclass
class Kitchen:
    """Makes the menus of one person; moments under the same limits share one."""

    content: Content
    person: Person
    needs: Needs
    terms: Terms
    course: Course = NEWCOMER
    menus: dict[object, Menu] = field(default_factory=dict)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each exercise in the catalogue."""
        return {slug: place for place, slug in enumerate(self.content.exercises)}

    @cached_property
    def groups(self) -> Mapping[str, int]:
        """The place of each group."""
        return {group: place for place, group in enumerate(self.content.groups)}

    @cached_property
    def daily(self) -> tuple[str, ...]:
        """Codes that neither take nor need the rest of a slot."""
        return tuple(code for name in self.person.profiles for code in self.content.profiles[name].daily)

    @cached_property
    def hours_min(self) -> tuple[int, ...]:
        """The minutes after rising at which what is allowed changes."""
        gates, profiles = self.content.doses.gates, (self.content.profiles[name] for name in self.person.profiles)
        caps = (cap for profile in profiles for given in profile.caps.values() for cap in given)
        waits = (int(cap[2:]) for cap in caps if cap.startswith("am"))
        return tuple(sorted({gates.rising_min, gates.bending_min, gates.bending_worst_min, *waits}))

    def frame(self) -> Frame:
        """What every week of this person has in common."""
        curves = tuple(curve(need.weight) for need in self.needs.of)
        tables = tuple(self._uses(exercise) for exercise in self.content.exercises.values())
        return Frame(curves, tables, len(self.groups), self.content.doses.stretch_cap.week_s, _HANG, HANGS_A_WEEK)

    def _uses(self, exercise: Exercise) -> tuple[int, ...]:
        preferred = any(exercise.code in self.content.profiles[name].prefer for name in self.person.profiles)
        wanted = preferred + (exercise.id in self.person.wishes.favourites)
        return uses(wanted, exercise.kinds[0] == "walk", exercise.code in self.daily)

    def menu(self, at: Moment) -> Menu:
        """What may be chosen at a moment."""
        since = at.since_rising_min
        hour = None if since is None else sum(since >= wait for wait in self.hours_min)
        resting = tuple(slug for slug in self.course.rests_until if self.course.rests(slug, at.day))
        key = (at.place, hour, self.course.volume(at.day), resting)
        if key not in self.menus:
            self.menus[key] = self._menu(at)
        return self.menus[key]

    def slate(self, at: Moment) -> Slate:
        """A day to plan."""
        menu, day = self.menu(at), at.day.isoformat()
        prices = (price + tie(day, option) for price, option in zip(menu.prices, menu.options, strict=True))
        return Slate(at.day.toordinal(), menu.choices, tuple(prices), self.terms.minutes * 60, self.terms.steps)

    def mark(self, day: Day) -> Mark:
        """What a day already planned or done leaves behind; exercises no longer known leave nothing."""
        known = [item for item in day.items if item.exercise in self.places]
        return mark(day.date.toordinal(), [self._item_choice(item) for item in known])

    def _menu(self, at: Moment) -> Menu:
        given = options(self.content, self.person, at, self.terms.volume_pct, self.course)
        found = [option for option in given if self._asked(option) and not self._below(option, at)]
        disliked = tuple(option for option in found if dislike(self.person, option))
        kept = tuple(option for option in found if option not in disliked)
        stays = () if any(_always(option) for option in kept) else _easiest(disliked)
        offered = tuple(dosed for option in (*kept, *stays) for dosed in self._doses(option, at))
        prices = tuple(self._price(option) for option in offered)
        choices = tuple(self._choice(option) for option in offered)
        refused = (*refusals(self.content, self.person, at), *self._unready(given, at))
        return Menu(offered, choices, prices, refused, disliked)

    def _asked(self, option: Option) -> bool:
        return option.permitted.kind not in ASKED_FOR_KINDS or option.exercise in self.person.wishes.favourites

    def _below(self, option: Option, at: Moment) -> Opening | None:
        """What comes first on the ladder, while it is not reached; whoever likes the exercise reads it on its page."""
        exercise = option.permitted.exercise
        first = exercise.ladder.after
        if first is None or exercise.id in self.person.wishes.favourites:
            return None
        reached = opened(self.content, self.person, at, first, self.course.rungs.get(first.exercise))
        return None if reached else first

    def _unready(self, given: tuple[Option, ...], at: Moment) -> Iterator[Refusal]:
        for option in given:
            if first := self._below(option, at):
                name = self.content.exercises[first.exercise].name.lower()
                why = f"It comes later: first the {name}, {first.reps} holds of {first.hold_s} seconds."
                yield Refusal(option.exercise, option.permitted.exercise.code, "ladder:first", why)

    def _price(self, option: Option) -> int:
        if dislike(self.person, option):
            return -3 * NEVER
        return -LIMITED if set(PARTLY) & set(option.permitted.caps) else 0

    def _doses(self, option: Option, at: Moment) -> tuple[Option, ...]:
        """A walk may be short on any day; the dose of anything else follows from the minutes alone, so that more pain
        can never mean more of it."""
        volume_pct = min(self.terms.volume_pct, self.course.volume(at.day))
        short = shortened(self.content, self.person, option, volume_pct)
        if self.terms.short:
            return (short,)
        return (option, short) if option.permitted.kind == "walk" and short.dose != option.dose else (option,)

    def _choice(self, option: Option) -> Choice:
        one = option.permitted
        numbers = self._numbers(one.exercise, one.form, one.kind, option.dose, option.seconds)
        return replace(numbers, mask=_WALK) if one.kind == "walk" else numbers

    def _item_choice(self, item: Item) -> Choice:
        exercise = self.content.exercises[item.exercise]
        return self._numbers(exercise, item.form, item.kind, item.dose, item.seconds)

    def _numbers(self, exercise: Exercise, form: Form, kind: Kind, dose: Dose, seconds: int) -> Choice:
        place = self.places[exercise.id]
        rests = self._rests(exercise, kind)
        stretch_s = dose.sets * dose.reps * dose.hold_s if kind == "stretch" else 0
        stretched = tuple(self.groups[group] for group in exercise.groups) if stretch_s else ()
        given = gains(exercise, kind, dose, self.needs, self.content.baked.get(exercise.id))
        return Choice(given, place, rests, rests,
                      path(exercise.start_of(form)), FLAVOURS[kind], seconds, stretched, stretch_s)  # fmt: skip

    def _rests(self, exercise: Exercise, kind: Kind) -> int:
        if kind == "hang":
            return _HANG
        return _SLOTS[exercise.slot] if kind in ("core", "strength") and exercise.code not in self.daily else 0


def dislike(person: Person, option: Option) -> bool:
    """Whether somebody asked to leave this out."""
    attributes = option.permitted.exercise.attributes_of(option.permitted.form)
    disliked = person.wishes.dislikes
    return option.exercise in disliked or any(POSITIONS.get(name) in attributes for name in disliked)


def _always(option: Option) -> bool:
    """Whether nothing that other days hold can ever stand against it."""
    return option.permitted.kind not in ("core", "strength", "hang", "stretch")


def _easiest(disliked: tuple[Option, ...]) -> tuple[Option, ...]:
    """What stays on the menu although it is disliked: walks and breathing, or whatever there is without them."""
    return tuple(option for option in disliked if option.permitted.kind in EASY_KINDS) or disliked


def easier_only(content: Content, person: Person) -> Person:
    """The same person, due no more than the easier form of anything."""
    return replace(person, pain=max(person.pain, content.doses.newcomer.easier_from_pain))
