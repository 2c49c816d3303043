"""What a day may choose from: each permitted exercise once, in the form and dose that this person is due."""

from dataclasses import dataclass, replace

from supple.core import dose as doses
from supple.core.content import Content
from supple.core.dose import Dose
from supple.core.limits import Permitted, permitted
from supple.core.needs import effects
from supple.core.person import Moment, Person
from supple.core.profile import Subject, selects
from supple.core.words import FORMS, Cap, Form


@dataclass(frozen=True, slots=True)
class Option:
    """One choice for a session: a Permitted with its dose, the seconds it takes and what it does for each target."""

    permitted: Permitted
    dose: Dose
    seconds: int
    effects: tuple[tuple[str, int], ...]  # target -> 1-3
    rank: int  # place in the catalogue: the last tie-break

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


def options(content: Content, person: Person, at: Moment, volume_pct: int = 100) -> tuple[Option, ...]:
    """One option for each exercise that may be done: the form the person is due at its starting dose."""
    due = {one.exercise.id: one for one in permitted(content, person, at) if _is_due(content, person, one.form)}
    rank = {slug: place for place, slug in enumerate(content.exercises)}
    return tuple(_option(content, person, one, volume_pct, rank[slug], short=False) for slug, one in due.items())


def shortened(content: Content, person: Person, option: Option, volume_pct: int = 100) -> Option:
    """The same option at the dose of a short day."""
    return _option(content, person, option.permitted, volume_pct, option.rank, short=True)


def _is_due(content: Content, person: Person, form: Form) -> bool:
    """Newcomers begin at the base form; with much pain, or from an age on, at the easier one."""
    rule = content.doses.newcomer
    careful = person.pain >= rule.easier_from_pain or person.age >= rule.easier_from_age
    return FORMS.index(form) <= FORMS.index("easier" if careful else "base")


def _dose_caps(content: Content, person: Person, one: Permitted) -> tuple[Cap, ...]:
    """What binds the dose. Caps on the base form bind the easier one too: more pain must never mean more of it."""
    base = Subject(one.exercise, "base", one.kind)
    profiles = (content.profiles[name] for name in person.profiles)
    of_base = (given for profile in profiles for on, given in profile.caps.items() if selects(on, base))
    return (*one.caps, *(cap for given in of_base for cap in given))


def _option(content: Content, person: Person, one: Permitted, volume_pct: int, rank: int, short: bool) -> Option:
    kind = content.doses.kinds[one.kind]
    start = kind.short if short else kind.start
    given = doses.prescribe(start, _dose_caps(content, person, one), min(volume_pct, one.volume_pct))
    given = replace(given, duration_s=min(given.duration_s, one.exercise.lasts_s or given.duration_s))
    seconds = doses.seconds(one.exercise, kind, given, content.doses.session)
    return Option(one, given, seconds, tuple(sorted(effects(one.exercise, one.kind).items())), rank)
