"""The chain of ladders on an exercise's page: where somebody stands on it, what comes next and what opens it. Each step
is one of the core's: nothing about a dose is written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supple.core import account, coach, ladder, limits, pictures
from supple.core.content import Content
from supple.core.course import Ladder, Rung
from supple.core.exercise import Exercise
from supple.core.ladder import Stage
from supple.core.person import Person, moment
from supple.core.profile import Subject
from supple.core.progress import Progress
from supple.core.record import Record
from supple.core.words import FORMS, Form
from supple.web.training.climbed import given, what_next, words
from supple.web.training.shown import mat, minutes, poses


@dataclass(frozen=True, slots=True)
class Step:
    """One rung as a page shows it."""

    short: str  # "5 × 8 s"
    words: str  # the same for whoever hears it
    here: bool
    milestone: bool


@dataclass(frozen=True, slots=True)
class StageShown:
    """One form of one exercise, with its steps; or why it is not for this person now."""

    name: str
    form: Form
    text: str  # how it is done, of this page's own exercise alone
    steps: tuple[Step, ...]
    face: bool  # whether one picture stands for it
    album: Sequence[Mapping[str, str]]  # all pictures of its own, of this page's exercise where it looks different
    closed: str


@dataclass(frozen=True, slots=True)
class Link:
    """One exercise of the chain."""

    exercise: Exercise
    own: bool  # the one whose page this is
    mat: str
    gate: str  # what comes before the whole of it
    weight: str  # how weight grows, where there is any
    stands: str  # where the person stands, in words
    stages: tuple[StageShown, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """The whole of it, and what leads from one step to the next."""

    links: tuple[Link, ...]
    rule: str
    now: str  # where this page's exercise stands, and what comes next


@dataclass(frozen=True, slots=True)
class _Climber:
    """Somebody on their ladders."""

    ladders: Mapping[str, Ladder]
    places: Mapping[str, int]
    done: frozenset[str]  # what they have done already
    closed: Mapping[tuple[str, Form], str]  # why a form is not for them now
    open: frozenset[str]  # what waited for another exercise, and need not any more


def anybodys(content: Content, one: Exercise) -> Chain:
    """The chain as it is read before anybody has answered anything."""
    whole = {each.id: ladder.unbound(content, each) for each in ladder.linked(content, one.id)}
    return _chain(content, one, _Climber(whole, {}, frozenset(), {}, frozenset()), "")


def persons(content: Content, one: Exercise, person: Person, record: Record, today: date) -> Chain:
    """The chain as this person climbs it: the ladders and the places that the next plan takes."""
    at = moment(person.wishes, today)
    found = account.progress_of(content, person, coach.needs_of(content, person), record, today)
    ladders = ladder.ladders(content, person, at)
    linked = ladder.linked(content, one.id)
    done = frozenset(item.exercise for session in record.sessions for item in session.items if item.done)
    firsts = {each.id: each.ladder.after for each in linked}
    opened = frozenset(slug for slug, first in firsts.items() if first and ladder.opened(
        content, person, at, first, found.rungs.get(first.exercise)))  # fmt: skip
    closed = _closed(content, linked, person, today, ladders)
    mine = ladders.get(one.id) if any((one.id, form) not in closed for form in FORMS) else None
    now = _now(content, one, mine, found, today, one.id in done)
    return _chain(content, one, _Climber(ladders, found.places, done, closed, opened), now)


def _closed(
    content: Content, linked: tuple[Exercise, ...], person: Person, today: date, ladders: Mapping[str, Ladder]
) -> dict[tuple[str, Form], str]:
    """Why a form is not for this person now: it may not be done, or their ladder does not come to it."""
    at = moment(person.wishes, today)
    may = {(one.exercise.id, one.form) for one in limits.permitted(content, person, at)}
    stages = [stage for one in linked for stage in ladder.chain(content, one.id, ladders) if stage.exercise == one]
    shut = [one for one in stages if not one.rungs or (one.exercise.id, one.form) not in may]
    return {(one.exercise.id, one.form): _reason(content, one, person, today) for one in shut}


def _reason(content: Content, stage: Stage, person: Person, today: date) -> str:
    asked = Subject(stage.exercise, stage.form, stage.exercise.kinds[0])
    against = next(limits.reasons(content, asked, person, moment(person.wishes, today)), None)
    n = person.wishes.minutes
    room = ngettext("Not in a session of %(n)d minute.", "Not in a session of %(n)d minutes.", n) % {"n": n}
    return against.why if against else room


def _now(
    content: Content, one: Exercise, mine: Ladder | None, found: Progress, today: date, done: bool
) -> str:  # fmt: skip
    """Where this page's exercise stands, and what comes next; nothing where it is not for them now."""
    if mine is None:
        return ""
    place = found.places[one.id]
    stands = {"what": words(given(mine, place), one)}
    said = _("You are at: %(what)s.") if done else _("You would begin with: %(what)s.")
    return f"{said % stands} {what_next(one, mine, place, found.rests_until.get(one.id), today, content)}"


def _chain(content: Content, one: Exercise, who: _Climber, now: str) -> Chain:
    stages = ladder.chain(content, one.id, who.ladders)
    links = tuple(_link(content, each, each == one, [stage for stage in stages if stage.exercise == each], who)
                  for each in ladder.linked(content, one.id))  # fmt: skip
    return Chain(links, _rule(content), now)


def _rule(content: Content) -> str:
    n = content.doses.after.green_sessions_for_step
    text = _("A step up comes after %(n)d sessions in a row that felt easy, one thing at a time. A hard day leads one "
             "step back, and that is part of it.")  # fmt: skip
    return text % {"n": n}


def _link(content: Content, one: Exercise, own: bool, stages: list[Stage], who: _Climber) -> Link:
    climbs = who.ladders.get(one.id)
    stands = words(given(climbs, who.places[one.id]), one) if climbs and one.id in who.done else ""
    shown = tuple(_stage(content, stage, own, who) for stage in stages)
    return Link(one, own, mat(one.kinds[0]), _gate(content, one, who), _weight(content, stages, who), stands, shown)


def _gate(content: Content, one: Exercise, who: _Climber) -> str:
    first = one.ladder.after
    if first is None or one.id in who.open:
        return ""
    said = {"name": content.exercises[first.exercise].name, "n": first.reps, "s": first.hold_s}
    return _("It opens when “%(name)s” has reached %(n)d holds of %(s)d seconds.") % said


def _weight(content: Content, stages: list[Stage], who: _Climber) -> str:
    """How weight grows [kg]: the smaller of a first weight and a share of the body's own."""
    if not any(stage.loads and (stage.exercise.id, stage.form) not in who.closed for stage in stages):
        return ""
    rule = content.doses.weight
    said = {"step": f"{rule.step_kg:g}", "most": f"{rule.most_kg:g}", "first": f"{rule.first_kg:g}",
            "under": f"{rule.first_kg * 100 / rule.first_body_mass_pct:g}"}  # fmt: skip
    grows = _("Weight grows by %(step)s kg at a time, to %(most)s kg at most in all.") % said
    if stages[0].exercise.kinds[0] != "core":
        return grows
    last = _("Weight comes last of all: %(first)s kg at first, less if you weigh under %(under)s kg.") % said
    return f"{last} {grows}"


def _stage(content: Content, stage: Stage, own: bool, who: _Climber) -> StageShown:
    one, form = stage.exercise, stage.form
    closed = who.closed.get((one.id, form), "")
    variant = one.variant(form)
    text = variant.text if variant and own and not closed else ""
    steps = () if closed else tuple(_step(content, stage, n, who) for n in range(len(stage.rungs)))
    album = poses(one, form) if own and form != "base" else ()
    return StageShown(stage.name, form, text, steps, _drawn(one, form), album, closed)


def _drawn(one: Exercise, form: Form) -> bool:
    album = pictures.load().get(one.id)
    return bool(album and album.own(form))


def _step(content: Content, stage: Stage, n: int, who: _Climber) -> Step:
    rung, slug = stage.rungs[n], stage.exercise.id
    here = slug in who.done and who.places.get(slug) == stage.first + n
    last = stage.form == "base" and rung.kind == "core" and rung == _last_held(content, stage.exercise)
    return Step(short(rung), words(given(Ladder((rung,), 0), 0), stage.exercise), here, last)


def _last_held(content: Content, one: Exercise) -> Rung:
    """The longest hold of the base form: the milestone of an exercise that is held."""
    return next(rung for rung in reversed(ladder.unbound(content, one).rungs) if rung.form == "base")


def short(rung: Rung) -> str:
    """A dose in a few signs."""
    dose = rung.dose
    if dose.duration_s:
        return _("%(n)d min") % {"n": minutes(dose.duration_s)}
    if dose.hold_s:
        return _("%(n)d × %(s)d s") % {"n": dose.sets * dose.reps, "s": dose.hold_s}
    if dose.sets == 1:
        return _("%(n)d times") % {"n": dose.reps}
    return _("%(sets)d × %(n)d times") % {"sets": dose.sets, "n": dose.reps}
