"""What a day may choose from: each permitted exercise once, in the form and dose that this person is due."""

from dataclasses import astuple, dataclass, replace

from supple.core import dose as doses
from supple.core.content import Content
from supple.core.dose import Dose
from supple.core.limits import Permitted, permitted
from supple.core.needs import effects
from supple.core.person import Moment, Person
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
    due: dict[str, Permitted] = {}
    caps: dict[str, tuple[Cap, ...]] = {}
    for one in (one for one in permitted(content, person, at) if one.form != "harder"):
        if _is_due(content, person, one.form):
            due[one.exercise.id], caps[one.exercise.id] = one, one.caps
        else:  # a cap on the base form binds the easier one's dose too: more pain must never mean more of anything
            caps[one.exercise.id] = (*caps.get(one.exercise.id, ()), *one.caps)
    rank = {slug: place for place, slug in enumerate(content.exercises)}
    return tuple(_option(content, one, caps[slug], volume_pct, rank[slug], short=False) for slug, one in due.items())


def shortened(content: Content, option: Option, volume_pct: int = 100) -> Option:
    """The same option at the dose of a short day, nothing of it more than before."""
    short = _option(content, option.permitted, option.permitted.caps, volume_pct, option.rank, short=True)
    least = Dose(*(min(pair) for pair in zip(astuple(option.dose), astuple(short.dose), strict=True)))
    one = option.permitted
    seconds = doses.seconds(one.exercise, content.doses.kinds[one.kind], least, content.doses.session)
    return replace(short, dose=least, seconds=seconds)


def _is_due(content: Content, person: Person, form: Form) -> bool:
    """Newcomers begin at the base form; with much pain, or from an age on, at the easier one."""
    rule = content.doses.newcomer
    careful = person.pain >= rule.easier_from_pain or person.age >= rule.easier_from_age
    return FORMS.index(form) <= FORMS.index("easier" if careful else "base")


def _option(
    content: Content, one: Permitted, caps: tuple[Cap, ...], volume_pct: int, rank: int, short: bool
) -> Option:
    kind = content.doses.kinds[one.kind]
    start = kind.short if short else kind.start
    given = doses.prescribe(start, caps, min(volume_pct, one.volume_pct))
    given = replace(given, duration_s=min(given.duration_s, one.exercise.lasts_s or given.duration_s))
    seconds = doses.seconds(one.exercise, kind, given, content.doses.session)
    return Option(one, given, seconds, tuple(sorted(effects(one.exercise, one.kind).items())), rank)
