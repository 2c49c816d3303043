"""Where somebody stands on each ladder: the record read day by day under the control rules of doses.toml.

Three easy green sessions lead one step up, at most two items a week; a red leads one step back, or at the lowest step
to a rest; two ambers, two sore mornings and a long gap lead one step back. It is found again each time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from supple.core.course import Course, Ladder, Rung
from supple.core.dose import After
from supple.core.findings import flagged, flare_days
from supple.core.record import Given, ItemRecord, Morning, Record, SessionRecord
from supple.core.words import FORMS

DAY = timedelta(days=1)
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that changed: the day, what (a key of session.toml's changes), and the numbers in its sentence."""

    day: date
    code: str
    exercise: str | None = None
    more: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """What follows from the record on a day."""

    places: Mapping[str, int]  # on each ladder
    rungs: Mapping[str, Rung]
    rests_until: Mapping[str, date]
    volume_pct: int  # of the next session
    restart: bool  # the danger questions come first again
    moved: tuple[Moved, ...]  # in the order of their days

    def course(self, until: date) -> Course:
        """What a plan takes from it; `until` is the day of the next session."""
        return Course(self.rungs, self.rests_until, self.volume_pct, until)


@dataclass(slots=True)
class _Climb:
    """One ladder, and what counts towards its next step."""

    ladder: Ladder
    place: int
    greens: int = 0
    ambers: int = 0
    seen: bool = False
    waits: date | None = None  # since when it could go up
    lowered: bool = False  # a step back was made that no session has followed yet

    def back(self) -> bool:
        """One step back; whether there was one."""
        moved = self.place > 0
        self.place, self.greens, self.ambers, self.lowered = max(0, self.place - 1), 0, 0, True
        return moved

    def find(self, rung: Given | None) -> int:
        """Where a recorded rung stands on the ladder; the present place where it is none of its rungs."""
        found = (n for n, one in enumerate(self.ladder.rungs) if _given(one) == rung)
        return next(found, self.place)

    def follow(self, rung: Given | None) -> None:
        """To the rung that a session was made for; one made before a step back does not undo it."""
        found = self.find(rung)
        if found <= self.place or not self.lowered:
            self.place, self.lowered = found, False

    def reached(self, item: ItemRecord) -> int:
        """Where an item was done: lower than its rung where its form was easier."""
        forms = FORMS[: FORMS.index(item.given.form) + 1]
        places = (n for n, one in enumerate(self.ladder.rungs) if one.form in forms)
        return min(self.place, self.find(item.rung), max(places, default=0))


@dataclass(slots=True)
class _Fold:
    """The record, read up to a day."""

    rules: After
    record: Record
    climbs: Mapping[str, _Climb]
    order: Sequence[str]  # which exercise goes up first
    flares: frozenset[date]  # the days that a flare touched
    moved: list[Moved] = field(default_factory=list)
    rests_until: dict[str, date] = field(default_factory=dict)
    ups: list[date] = field(default_factory=list)
    last: SessionRecord | None = None
    flags: int = 0  # sore mornings in a row
    sore: bool = False  # the morning after the last session was one

    def missed(self, day: date) -> int:
        """Whole days between the last session and a day."""
        return (day - self.last.day).days - 1 if self.last else 0

    def read(self, day: date) -> None:
        self._gap(day)
        for what in _of_day(self.record, day):
            if isinstance(what, Morning):
                self._morning(what)
            elif what.active:
                self._session(what)
                self.up(day)

    def _gap(self, day: date) -> None:
        missed = self.missed(day)
        seen = [(slug, climb) for slug, climb in self.climbs.items() if climb.seen]
        if missed == self.rules.gap_reduce_days[0]:
            for _, climb in seen:
                climb.greens = 0
        if missed == self.rules.gap_step_back_days[0]:
            for slug, climb in seen:
                if climb.back():
                    self._say(day, "down_gap", slug, days=missed)
        if missed == self.rules.gap_restart_days:
            self._say(day, "restart", days=missed)
            for _, climb in seen:
                climb.place, climb.greens, climb.ambers = min(climb.place, climb.ladder.start), 0, 0

    def _morning(self, morning: Morning) -> None:
        self.sore = flagged(self.record, self.rules, morning.day, morning.pain)
        self.flags = self.flags + 1 if self.sore else 0
        if self.sore:
            self._say(morning.day, "less_flag")
        if self.flags < self.rules.flags_for_step_back:
            return
        self.flags = 0
        for item in self.last.items if self.last else ():
            if item.exercise in self.climbs and self.climbs[item.exercise].back():
                self._say(morning.day, "down_flags", item.exercise)

    def _session(self, session: SessionRecord) -> None:
        if not session.outside:
            for item in session.items:
                if item.exercise in self.climbs:
                    self._item(session, item, self.climbs[item.exercise])
        self.last, self.sore = session, False

    def _item(self, session: SessionRecord, item: ItemRecord, climb: _Climb) -> None:
        climb.seen = True
        if item.colour == "red":
            climb.place = climb.reached(item)
            self._red(session.day, item.exercise, climb)
            return
        # What went up in the morning, before there was this session, went up with it.
        if climb.find(item.rung) == climb.place + 1 and self._ready(item.exercise, session.day):
            self._lift(item.exercise, session.day)
        climb.follow(item.rung)
        if item.colour == "amber":
            self._amber(session.day, item.exercise, climb)
        elif not item.done:
            climb.greens = 0
        else:
            climb.ambers = 0
            climb.greens = self._greens(session, item, climb)

    def _red(self, day: date, exercise: str, climb: _Climb) -> None:
        if climb.back():
            self._say(day, "down_red", exercise)
            return
        days = self.rules.red_at_first_step_leave_out_days
        self.rests_until[exercise] = day + DAY * (days + 1)
        self._say(day, "left_out", exercise, days=days)

    def _amber(self, day: date, exercise: str, climb: _Climb) -> None:
        climb.greens, climb.ambers = 0, climb.ambers + 1
        if climb.ambers >= self.rules.ambers_for_step_back and climb.back():
            self._say(day, "down_ambers", exercise)

    def _greens(self, session: SessionRecord, item: ItemRecord, climb: _Climb) -> int:
        """How many easy green sessions in a row; one that was hard ends the row, one that was less does not count."""
        if session.effort is not None and session.effort > self.rules.effort_max_for_step:
            return 0
        counts = session.effort is not None and item.given == item.rung and not self.sore
        return climb.greens + 1 if counts else climb.greens

    def up(self, day: date) -> None:
        """At most two steps up in any seven days, what has waited longest first, then the greatest need."""
        ready = [slug for slug in self.order if slug in self.climbs and self._ready(slug, day)]
        ready.sort(key=lambda slug: self.climbs[slug].waits or day)
        room = self.rules.steps_per_week - sum((day - up).days < WEEK_DAYS for up in self.ups)
        for slug in ready[: max(0, room)] if self._steady(day) else ():
            self._lift(slug, day)

    def _steady(self, day: date) -> bool:
        """Whether anything may go up: not right after a sore morning, nor in a flare."""
        return not self.sore and day not in self.flares

    def _lift(self, slug: str, day: date) -> None:
        climb = self.climbs[slug]
        old, new = climb.ladder.rungs[climb.place : climb.place + 2]
        climb.place, climb.greens, climb.waits = climb.place + 1, 0, None
        self.ups.append(day)
        part = new.higher(old)[0]
        self._say(day, f"up_{part}", slug, more=_more(old, new, part))

    def _ready(self, slug: str, day: date) -> bool:
        """Whether it may go up; from its first such day on it waits."""
        climb = self.climbs[slug]
        ready = climb.greens >= self.rules.green_sessions_for_step and climb.place + 1 < len(climb.ladder.rungs)
        climb.waits = (climb.waits or day) if ready else None
        return ready

    def _say(self, day: date, code: str, exercise: str | None = None, more: int = 0, days: int = 0) -> None:
        self.moved.append(Moved(day, code, exercise, more, days))


def progress(
    rules: After, ladders: Mapping[str, Ladder], record: Record, today: date, order: Sequence[str]
) -> Progress:
    """The record read up to a day. `order`: which exercises go up first where more became ready at once than may."""
    climbs = {slug: _Climb(ladder, ladder.start) for slug, ladder in ladders.items()}
    fold = _Fold(rules, record, climbs, order, flare_days(record, rules))
    for day in _days(record, today):
        fold.read(day)
    fold.up(today)
    missed = fold.missed(today)
    answered = record.answered is not None and fold.last is not None and record.answered.date() > fold.last.day
    volume_pct = _volume_pct(rules, fold, missed)
    if volume_pct < 100 and not fold.sore:
        fold.moved.append(Moved(today, "less_gap", days=missed))
    return Progress(
        places={slug: climb.place for slug, climb in climbs.items()},
        rungs={slug: climb.ladder.rungs[climb.place] for slug, climb in climbs.items()},
        rests_until=fold.rests_until,
        volume_pct=volume_pct,
        restart=missed >= rules.gap_restart_days and not answered,
        moved=tuple(fold.moved),
    )


def _volume_pct(rules: After, fold: _Fold, missed: int) -> int:
    first, last = rules.gap_reduce_days
    after_gap = rules.gap_reduce_pct if first <= missed <= last else 100
    return min(after_gap, rules.flag_volume_pct if fold.sore else 100)


def _days(record: Record, today: date) -> Iterator[date]:
    days = [one.day for one in record.sessions] + [one.day for one in record.mornings]
    first = min(days, default=None)
    while first is not None and first <= today:
        yield first
        first += DAY


def _of_day(record: Record, day: date) -> list[SessionRecord | Morning]:
    """What happened on a day, in the order in which it happened."""
    found: list[SessionRecord | Morning] = [one for one in record.sessions if one.day == day]
    found += [one for one in record.mornings if one.day == day]
    return sorted(found, key=lambda one: one.happened)


def _given(rung: Rung) -> Given:
    dose = rung.dose
    return Given(rung.form, dose.sets, dose.reps, dose.hold_s, dose.duration_s)


def _more(old: Rung, new: Rung, part: str) -> int:
    name = {"reps": "reps", "hold": "hold_s", "time": "duration_s", "sets": "sets"}.get(part)
    return getattr(new.dose, name) - getattr(old.dose, name) if name else 1
