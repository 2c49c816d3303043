"""What a day may choose from: each permitted exercise once, in the form and dose that this person is due."""

from dataclasses import dataclass, replace

from supple.core import dose as doses
from supple.core.content import Content
from supple.core.course import NEWCOMER, Course, Rung
from supple.core.dose import Dose
from supple.core.limits import Permitted, dose_caps, permitted
from supple.core.needs import effects
from supple.core.person import Moment, Person
from supple.core.words import FORMS, Form


@dataclass(frozen=True, slots=True)
class Option:
    """One choice for a session: a Permitted with its dose, the seconds it takes and what it does for each target."""

    permitted: Permitted
    dose: Dose
    seconds: int
    effects: tuple[tuple[str, int], ...]  # target -> 1-3
    rank: int  # place in the catalogue: the last tie-break
    rung: Rung | None = None  # the step of the ladder it stands on; less may be given today

    @property
    def exercise(self) -> str:
        """The exercise's slug."""
        return self.permitted.exercise.id

    @property
    def stretch_s(self) -> int:
        """Planned hold seconds of one side, where the kind is stretch: what the weekly cap counts."""
        return self.dose.sets * self.dose.reps * self.dose.hold_s if self.permitted.kind == "stretch" else 0

    @property
    def stretched(self) -> tuple[str, ...]:
        """The target groups whose weekly stretch this counts towards: every group that the exercise names."""
        return self.permitted.exercise.groups if self.stretch_s else ()

    @property
    def slot_taken(self) -> str | None:
        """The slot that must rest afterwards, where the kind is core or strength."""
        return self.permitted.exercise.slot if self.permitted.kind in ("core", "strength") else None


def options(
    content: Content, person: Person, at: Moment, volume_pct: int = 100, course: Course = NEWCOMER
) -> tuple[Option, ...]:
    """One option for each exercise that may be done: the form and dose the person is due on their ladder."""
    due = {one.exercise.id: one for one in permitted(content, person, at) if _is_due(content, person, one, course, at)}
    rank = {slug: place for place, slug in enumerate(content.exercises)}
    volume_pct = min(volume_pct, course.volume(at.day))
    return tuple(_option(content, person, one, volume_pct, rank[slug], _rung(one, course)) for slug, one in due.items())


def shortened(content: Content, person: Person, option: Option, volume_pct: int = 100) -> Option:
    """The same option at the dose of a short day, or less where the person is due less."""
    short = _option(content, person, option.permitted, volume_pct, option.rank, option.rung, short=True)
    return short if short.seconds <= option.seconds else option


def _is_due(content: Content, person: Person, one: Permitted, course: Course, at: Moment) -> bool:
    """Newcomers begin at the base form, from an age on at the easier one; much pain makes it the easier one for all."""
    rule, rung = content.doses.newcomer, course.rungs.get(one.exercise.id)
    new: Form = "easier" if person.age >= rule.easier_from_age else "base"
    most = "easier" if person.pain >= rule.easier_from_pain else rung.form if rung else new
    return FORMS.index(one.form) <= FORMS.index(most) and not course.rests(one.exercise.id, at.day)


def _rung(one: Permitted, course: Course) -> Rung | None:
    """Where the person stands, if it is done as the kind whose ladder they climb."""
    rung = course.rungs.get(one.exercise.id)
    return rung if rung and rung.kind == one.kind else None


def _option(
    content: Content, person: Person, one: Permitted, volume_pct: int, rank: int, rung: Rung | None, short: bool = False
) -> Option:
    kind = content.doses.kinds[one.kind]
    start = kind.short if short else rung.dose if rung else kind.start
    given = doses.prescribe(start, dose_caps(content, person, one), min(volume_pct, one.volume_pct))
    given = replace(given, duration_s=min(given.duration_s, one.exercise.lasts_s or given.duration_s))
    seconds = doses.seconds(one.exercise, kind, given, content.doses.session)
    served = effects(one.exercise, one.kind, content.baked.get(one.exercise.id))
    return Option(one, given, seconds, tuple(sorted(served.items())), rank, rung)
