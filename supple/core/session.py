"""A day of the plan, at a moment -> the session document. The limits have been asked again in today.py."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from supple.core.content import Content
from supple.core.course import NEWCOMER, Course, Rung
from supple.core.document import FORMAT, SCALE, Amount, Change, Document, Entry, Role, Step
from supple.core.dose import Colour
from supple.core.exercise import Exercise
from supple.core.limits import Permitted
from supple.core.needs import Needs
from supple.core.offer import Option
from supple.core.person import Moment, Person
from supple.core.plan import Plan
from supple.core.table import MACHINE
from supple.core.timeline import steps
from supple.core.today import Today, Turn, today


@dataclass(frozen=True, slots=True)
class Nothing:
    """A day on which there is nothing to do, and why."""

    text: str


def session(
    content: Content,
    person: Person,
    needs: Needs,
    at: Moment,
    plan: Plan,
    course: Course = NEWCOMER,
    told: tuple[Change, ...] = (),
) -> Document | Nothing:
    """Today's session of a person, whose pain is the one before the session. `told`: what the past changes today."""
    now = today(content, person, needs, at, plan, course)
    if not now.turns:
        texts = [change.text for change in now.changes] or [day.note or "" for day in plan.days if day.date == at.day]
        return Nothing(" ".join(texts))
    book = _Book(content, now)
    turns = tuple([book.turn(n, turn) for n, turn in enumerate(now.turns)])
    cards = _cards(content, person)
    return Document(
        format=FORMAT,
        date=at.day.isoformat(),
        content_version=content.version,
        level=plan.level,
        rest=person.pain,
        offer_flare=person.pain >= content.doses.traffic_light.offer_flare_from_rest,
        turns=turns,
        items=tuple(book.items),
        timeline=tuple(book.timeline),
        light=light(content),
        red_feelings=content.doses.traffic_light.red_feelings,
        feelings=content.spoken.feelings,
        where=content.spoken.where,
        words={**content.spoken.words(), **book.words, **cards},
        machine=MACHINE,
        cards=tuple(cards),
        changes=(*told, *now.changes),
    )


def light(content: Content) -> tuple[tuple[Colour, ...], ...]:
    """The traffic light as a table: [rest][pain]."""
    colour = content.doses.traffic_light.colour
    return tuple(tuple(colour(rest, pain) for pain in range(SCALE)) for rest in range(SCALE))


def _cards(content: Content, person: Person) -> dict[str, str]:
    rules = person.cleared.warning_cards
    return {f"card.{rule}": content.red_flags.rules[rule].text.warning_card for rule in rules}


@dataclass(slots=True)
class _Book:
    """The items, steps and words of a session, as they are written down turn by turn."""

    content: Content
    now: Today
    items: list[Entry] = field(default_factory=list)
    timeline: list[Step] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)

    def turn(self, turn: int, given: Turn) -> int:
        """Writes one turn: the item, its easier form, and the swaps with theirs; gives the place of the item."""
        planned = self._option(turn, given.option, "planned", given.because)
        swaps = [self._option(turn, swap, "swap", ()) for swap in given.swaps]
        self._link(planned, swaps)
        return planned

    def _link(self, first: int, swaps: list[int]) -> None:
        """Every item of the turn may give way to each swap but itself."""
        for place in range(first, len(self.items)):
            entry = self.items[place]
            others = tuple(swap for swap in swaps if self.items[swap].exercise != entry.exercise)
            self.items[place] = replace(entry, swaps=others)

    def _option(self, turn: int, option: Option, role: Role, because: tuple[str, ...]) -> int:
        place, eased = len(self.items), self.now.eased(option)
        self._entry(turn, option, role, because, place + 1 if eased else None)
        if eased:
            self._entry(turn, eased, "easier", (), None)
        return place

    def _entry(self, turn: int, option: Option, role: Role, because: tuple[str, ...], easier: int | None) -> None:
        one, dose, place, first = option.permitted, option.dose, len(self.items), len(self.timeline)
        shown = dict(_shown(one))
        caps = {f"cap.{cap}": self.content.words.caps[cap] for cap in one.caps}
        said = {f"{one.exercise.id}.say.{n}": text for n, text in enumerate(one.words)}
        cues = {f"{one.exercise.id}.cue.{fault.code}": fault.cue for fault in one.exercise.faults}
        name = f"{one.exercise.id}.name"
        self.words |= shown | caps | said | cues | {name: one.exercise.name}
        self.timeline += steps(self.content, place, one.exercise, one.kind, dose, (name, *caps, *said))
        self.items.append(Entry(
            turn=turn, role=role, exercise=one.exercise.id, code=one.exercise.code, name=one.exercise.name,
            variant=one.form, kind=one.kind, slot=one.exercise.slot, sets=dose.sets, reps=dose.reps, hold_s=dose.hold_s,
            duration_s=dose.duration_s, sides=2 if one.exercise.two_sided else 1, seconds=option.seconds, first=first,
            end=len(self.timeline), amber_is_red=_amber_is_red(self.content, self.now.person, one), easier=easier,
            rung=_amount(option.rung), caps=one.caps, cues=tuple(cues), show=tuple(shown), because=because,
        ))  # fmt: skip


def _amber_is_red(content: Content, person: Person, one: Permitted) -> bool:
    """2c: for leg pain and for every stretch amber counts as red."""
    rule = content.doses.traffic_light
    return one.kind in rule.amber_is_red_kinds or bool(set(rule.amber_is_red_profiles) & set(person.profiles))


def _amount(rung: Rung | None) -> Amount | None:
    if rung is None:
        return None
    dose = rung.dose
    return Amount(rung.form, dose.sets, dose.reps, dose.hold_s, dose.duration_s)


def _shown(one: Permitted) -> Iterator[tuple[str, str]]:
    """(code, text) of how it is done."""
    exercise: Exercise = one.exercise
    variant = exercise.variant(one.form)
    if variant:
        yield f"{exercise.id}.{one.form}", variant.text
    for part in ("setup", "steps"):
        yield from ((f"{exercise.id}.{part}.{n}", text) for n, text in enumerate(getattr(exercise, part)))
    yield f"{exercise.id}.breathing", exercise.breathing
    yield f"{exercise.id}.feel", exercise.feel
