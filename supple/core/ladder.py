"""The ladder of each exercise for one person: the easier form at its start, then the base form, then the harder one.

A ladder holds what the person's conditions allow on any ordinary day; pain, a flare, the place and the hour are asked
again for every session, and can only take away. Exercises that follow each other make a chain of ladders, to be read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from supple.core import dose as doses
from supple.core.content import Content
from supple.core.course import Ladder, Rung
from supple.core.dose import Dose
from supple.core.exercise import Exercise, Opening
from supple.core.limits import Permitted, dose_caps, permitted
from supple.core.person import Moment, Person
from supple.core.words import FORMS, Form, Kind

FLARE = "acute_flare"
SHARE_PCT = 40  # of a session's time that one item may climb to [d]
WALK_SHARE_PCT = 50


def ladders(content: Content, person: Person, at: Moment) -> Mapping[str, Ladder]:
    """Every exercise that this person may do on an ordinary day, with its rungs."""
    place = at.place if at.place in ("home", "gym") else "home"
    usual = replace(person, profiles=tuple(name for name in person.profiles if name != FLARE))
    forms: dict[str, dict[Form, Permitted]] = {}
    for one in permitted(content, usual, Moment(at.day, place)):
        forms.setdefault(one.exercise.id, {})[one.form] = one
    return {slug: _ladder(content, usual, found) for slug, found in forms.items()}


def _ladder(content: Content, person: Person, forms: Mapping[Form, Permitted]) -> Ladder:
    rungs: list[Rung] = []
    for rung, bound in _rungs(content, person, forms):
        # What a cap cut short stays only where it still asks for more and for nothing less.
        more = not rungs or bool(rung.higher(rungs[-1]))
        if more and not (bound and rungs and rungs[-1].higher(rung)):
            rungs.append(rung)
    careful = person.age >= content.doses.newcomer.easier_from_age
    based = [n for n, rung in enumerate(rungs) if rung.form == "base"]
    return Ladder(tuple(rungs), 0 if careful or not based else based[0])


def _rungs(content: Content, person: Person, forms: Mapping[Form, Permitted]) -> Iterator[tuple[Rung, bool]]:
    """(rung, whether caps took something from it) in order; below the base form only its start is climbed."""
    kind = next(iter(forms.values())).kind
    whole = True  # nothing was left out or cut short so far
    for form in (form for form in FORMS if form in forms and forms[form].kind == kind):
        one, table = forms[form], content.doses.kinds[kind]
        if not whole and _loads(one):
            return
        climbed = () if form == "easier" and "base" in forms else _steps(content, one.exercise, kind)
        for dose in (table.start, *climbed):
            given = capped(content, person, one, dose)
            fits = dose is table.start or _leaves_room(content, person, one, given)
            whole = whole and fits and given == dose
            if fits:
                yield Rung(kind, form, given), given != dose


def _steps(content: Content, exercise: Exercise, kind: Kind) -> tuple[Dose, ...]:
    """The steps of a kind, up to the most that the exercise itself asks for."""
    steps, top = content.doses.kinds[kind].steps, exercise.ladder.top
    if top is None or kind != exercise.kinds[0]:
        return steps
    last = Dose(1, top.reps, top.hold_s)
    return steps[: steps.index(last) + 1] if last in steps else (*steps, last)


def _loads(one: Permitted) -> bool:
    """Whether this is a hold with weight, which comes after everything that can be held without."""
    return one.kind == "core" and "AXIAL_LOAD" in one.exercise.attributes_of(one.form)


def _leaves_room(content: Content, person: Person, one: Permitted, dose: Dose) -> bool:
    """Whether so much of one item leaves time for others: a session lives from three items, not from one."""
    seconds = doses.seconds(one.exercise, content.doses.kinds[one.kind], dose, content.doses.session)
    share = WALK_SHARE_PCT if one.kind == "walk" else SHARE_PCT
    return seconds * 100 <= person.wishes.minutes * 60 * share


def capped(content: Content, person: Person, one: Permitted, dose: Dose) -> Dose:
    """A dose under the caps of a person, and no longer than the exercise lasts at most."""
    return _lasting(one.exercise, doses.prescribe(dose, dose_caps(content, person, one), 100))


def _lasting(exercise: Exercise, dose: Dose) -> Dose:
    return replace(dose, duration_s=min(dose.duration_s, exercise.lasts_s or dose.duration_s))


def opened(content: Content, person: Person, at: Moment, first: Opening, rung: Rung | None) -> bool:
    """Whether somebody who stands on `rung` of another ladder has come past what an exercise waits for."""
    if rung is None or rung.form != "harder":
        return rung is not None and _meets(first, rung)
    # A harder form begins again with a short dose; what counts is whether its ladder led past the hold on the way.
    found = ladders(content, person, at).get(first.exercise)
    return found is not None and any(_meets(first, one) for one in found.rungs)


def _meets(first: Opening, rung: Rung) -> bool:
    dose = rung.dose
    held_s = dose.sets * dose.reps * dose.hold_s
    return rung.form == "base" and dose.hold_s >= first.hold_s and held_s >= first.reps * first.hold_s


# --- The chain --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stage:
    """One form of one exercise of a chain, and its rungs on the ladder of that exercise."""

    exercise: Exercise
    form: Form
    first: int  # the place of its first rung on the ladder
    rungs: tuple[Rung, ...]  # none: this person's ladder has no such form

    @property
    def name(self) -> str:
        """How the form is done, in a few words."""
        return self.exercise.ladder.forms[FORMS.index(self.form)]

    @property
    def loads(self) -> bool:
        """Whether this is done with weight."""
        return "AXIAL_LOAD" in self.exercise.attributes_of(self.form)


def chain(content: Content, slug: str, found: Mapping[str, Ladder]) -> tuple[Stage, ...]:
    """The chain that an exercise belongs to, easiest first, with the very rungs that `found` holds: those that progress
    climbs and the planner takes from."""
    none = Ladder((), 0)
    return tuple(_stage(one, form, found.get(one.id, none)) for one in linked(content, slug) for form in FORMS)


def _stage(exercise: Exercise, form: Form, ladder: Ladder) -> Stage:
    places = [place for place, rung in enumerate(ladder.rungs) if rung.form == form]
    return Stage(exercise, form, places[0] if places else 0, tuple(ladder.rungs[place] for place in places))


def linked(content: Content, slug: str) -> tuple[Exercise, ...]:
    """The exercises that come before this one, itself, and those that come after it."""
    return (*reversed(_onwards(content, slug, "down")), content.exercises[slug], *_onwards(content, slug, "up"))


def _onwards(content: Content, slug: str, way: Literal["down", "up"]) -> tuple[Exercise, ...]:
    """What follows on one side, the nearest first; links never lead in a circle."""
    found: dict[str, Exercise] = {}
    for near in getattr(content.exercises[slug].ladder, way):
        found |= {one.id: one for one in (content.exercises[near], *_onwards(content, near, way))}
    return tuple(found.values())


def unbound(content: Content, exercise: Exercise) -> Ladder:
    """The ladder of somebody whom nothing holds back: to be read where nobody has answered anything yet, and to tell
    what a person's own ladder leaves out. Nothing is planned from it."""
    kind, rungs = exercise.kinds[0], list[Rung]()
    for form in FORMS:
        for dose in (content.doses.kinds[kind].start, *(() if form == "easier" else _steps(content, exercise, kind))):
            rung = Rung(kind, form, _lasting(exercise, dose))
            if not rungs or rung.higher(rungs[-1]):
                rungs.append(rung)
    return Ladder(tuple(rungs), next(place for place, rung in enumerate(rungs) if rung.form == "base"))
