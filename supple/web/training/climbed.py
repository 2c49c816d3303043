"""How far each exercise has come: the steps of its ladder, what was done week by week, and what comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supple.core.content import Content
from supple.core.course import Ladder
from supple.core.exercise import Exercise
from supple.core.progress import Progress
from supple.core.record import Given, ItemRecord, Record
from supple.core.words import FORMS
from supple.web.training.shown import amount, mat, minutes

ENDS = (3.0, 97.0)  # where the first and the last step stand on the track [% of its width]


@dataclass(frozen=True, slots=True)
class Climb:
    """One exercise as the progress page shows it."""

    exercise: Exercise
    mat: str
    now: str
    next: str
    step: int  # from 1
    steps: int
    first_x: float  # of the step it was begun on
    now_x: float
    weeks: tuple[tuple[date, str], ...]  # (Monday, the most that was done), the newest first

    @property
    def moved(self) -> bool:
        """Whether it stands on another step than the one it was begun on."""
        return self.first_x != self.now_x


def climbs(
    content: Content, ladders: Mapping[str, Ladder], record: Record, found: Progress, today: date
) -> list[Climb]:
    """Every exercise that was done and may be done still, the one done last first."""
    done: dict[str, list[tuple[date, ItemRecord]]] = {}
    for session in record.sessions:
        for item in session.items:
            if item.done and item.exercise in ladders:
                done.setdefault(item.exercise, []).append((session.day, item))
    order = sorted(done, key=lambda slug: (-done[slug][-1][0].toordinal(), content.exercises[slug].name))
    return [_climb(content.exercises[slug], ladders[slug], done[slug], found, today, content) for slug in order]


def _climb(
    exercise: Exercise, ladder: Ladder, done: list[tuple[date, ItemRecord]], found: Progress, today: date,
    content: Content,
) -> Climb:  # fmt: skip
    place, last = found.places[exercise.id], len(ladder.rungs) - 1
    first = _first(ladder, done, place)
    return Climb(
        exercise, mat(ladder.rungs[place].kind), words(given(ladder, place), exercise),
        what_next(exercise, ladder, place, found.rests_until.get(exercise.id), today, content),
        place + 1, last + 1, _x(first, last), _x(place, last), tuple(_weeks(exercise, done)),
    )  # fmt: skip


def _first(ladder: Ladder, done: list[tuple[date, ItemRecord]], place: int) -> int:
    """The step of the first session; the present one where the ladder has changed since."""
    rungs = [given(ladder, n) for n in range(len(ladder.rungs))]
    return next((rungs.index(item.rung) for _, item in done if item.rung in rungs), place)


def what_next(exercise: Exercise, ladder: Ladder, place: int, rests: date | None, today: date, content: Content) -> str:
    if rests and rests > today:
        return _("It rests for some days, and then begins again gently.")
    if place + 1 == len(ladder.rungs):
        return _("The top of its ladder. Staying there is good.")
    n = content.doses.after.green_sessions_for_step
    after = ngettext("after one session that felt easy", "after %(n)d sessions in a row that felt easy", n) % {"n": n}
    return _("Next: %(what)s, %(after)s.") % {"what": words(given(ladder, place + 1), exercise), "after": after}


def _weeks(exercise: Exercise, done: Iterable[tuple[date, ItemRecord]]) -> list[tuple[date, str]]:
    """The most of each week, the newest week first."""
    best: dict[date, Given] = {}
    for day, item in done:
        monday = day - timedelta(days=day.weekday())
        best[monday] = max(best.get(monday, item.given), item.given, key=_most)
    return [(monday, words(best[monday], exercise)) for monday in sorted(best, reverse=True)]


def _most(given: Given) -> tuple[int, int, int, int]:
    return (FORMS.index(given.form), given.hold_s, given.duration_s, given.sets * given.reps)


def given(ladder: Ladder, place: int) -> Given:
    rung = ladder.rungs[place]
    return Given(rung.form, rung.dose.sets, rung.dose.reps, rung.dose.hold_s, rung.dose.duration_s)


def words(done: Given, exercise: Exercise) -> str:
    """A dose in words, with its form where that is not the usual one."""
    form = "" if done.form == "base" else exercise.ladder.forms[FORMS.index(done.form)]
    dose = amount(done, 2 if exercise.two_sided else 1)
    if done.duration_s:
        n = minutes(done.duration_s)
        dose = ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}
    return f"{dose} ({form[0].lower()}{form[1:]})" if form else dose


def _x(place: int, last: int) -> float:
    start, end = ENDS
    return round(start + (end - start) * place / max(1, last), 2)
