"""What happened, as plain values: sessions, mornings, notes, pauses. Facts only; what follows from them is progress.

Everything carries the time it happened and the time it arrived: a phone may have been away from its network for days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Given:
    """A form and how much of it, for each side."""

    form: str
    sets: int
    reps: int
    hold_s: int
    duration_s: int = 0


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """One exercise of a session. `rung` is the step of its ladder; `given` what was done, which may be less."""

    exercise: str
    kind: str
    given: Given
    rung: Given | None = None
    done: bool = True
    colour: str | None = "green"
    seconds: tuple[int, ...] = (0, 0, 0)  # on no side, left, right


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session; `outside` is one that was done without the app."""

    id: str
    day: date
    happened: datetime
    arrived: datetime
    rest: int | None  # pain before it, 0-10
    items: tuple[ItemRecord, ...] = ()
    pain: int | None = None  # right afterwards
    effort: int | None = None
    early: bool = False
    stopped: bool = False
    outside: bool = False

    @property
    def active(self) -> bool:
        """Whether anything was done; a pain in the first second counts, though no second of it was exercise."""
        return self.outside or any(item.done or item.colour or sum(item.seconds) for item in self.items)


@dataclass(frozen=True, slots=True)
class Morning:
    """The pain of the morning after a session, 0-10."""

    day: date
    pain: int
    happened: datetime
    arrived: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A remark: painkiller, heat, bad_day (with its pain), flare (found by the danger questions)."""

    kind: str
    happened: datetime
    arrived: datetime
    pain: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer on a later day: pain, interference, or activity:NAME, each 0-10."""

    what: str
    day: date
    value: int


@dataclass(frozen=True, slots=True)
class Tested:
    """A self-test: what was put in, by measure and side; what it says is core.score."""

    test: str
    at: datetime
    values: Mapping[str, Mapping[str, tuple[float | str, ...]]]


@dataclass(frozen=True, slots=True)
class Pause:
    """A holiday, both days included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Record:
    """Everything of one person. `first_pain`: the first answer; `answered`: when the danger questions were last."""

    first_pain: int
    answered: datetime | None = None
    sessions: tuple[SessionRecord, ...] = ()
    mornings: tuple[Morning, ...] = ()
    notes: tuple[Note, ...] = ()
    readings: tuple[Reading, ...] = ()
    pauses: tuple[Pause, ...] = ()
    tested: tuple[Tested, ...] = ()

    def with_session(self, session: SessionRecord) -> "Record":
        """The record with one more session; the same session again replaces itself."""
        sessions = (*self.without_session(session.id).sessions, session)
        return replace(self, sessions=tuple(sorted(sessions, key=lambda one: (one.happened, one.id))))

    def without_session(self, session: str) -> "Record":
        """The record as it was before this session."""
        return replace(self, sessions=tuple(one for one in self.sessions if one.id != session))

    def with_morning(self, morning: Morning) -> "Record":
        """The record with a morning's answer; a later answer of the same morning replaces it."""
        others = tuple(one for one in self.mornings if one.day != morning.day)
        return replace(self, mornings=tuple(sorted((*others, morning), key=lambda one: one.day)))

    def paused(self, day: date) -> bool:
        """Whether a day lies in a holiday."""
        return any(pause.first <= day <= pause.last for pause in self.pauses)
