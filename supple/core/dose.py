"""Doses: the shape of doses.toml, the dose a newcomer starts with, and how long an item takes."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from supple.core.errors import ContentError
from supple.core.exercise import Exercise
from supple.core.reader import build, toml
from supple.core.words import Attribute, Cap, Kind

FILE = "doses.toml"


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of an item: per side `sets` of `reps`, each held `hold_s`; a walk or a rest lasts `duration_s`."""

    sets: int
    reps: int
    hold_s: int
    duration_s: int = 0


@dataclass(frozen=True, slots=True)
class KindDose:
    """The doses of one kind with the rule in words and its evidence."""

    id: str
    name: str
    start: Dose
    short: Dose
    steps: tuple[Dose, ...]
    rest_s: int
    days_per_week: tuple[int, ...]
    slot_rest_h: int
    progress: str
    regress: str
    rest_rule: str
    evidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SitBreak:
    """Breaks from sitting: how long a move, how often."""

    move_s: tuple[int, ...]
    every_min: int
    longer_break_every_min: int
    widest_gap_min: int
    evidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionRules:
    """How a session is put together."""

    ready_s: int
    change_s: int
    items: tuple[int, ...]
    most_items: int
    short_minutes: int
    short_items: tuple[int, ...]
    programme_weeks: tuple[int, ...]
    maintenance_days_per_week: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gates:
    """What must wait after getting up."""

    rising_min: int
    rising_kinds: tuple[Kind, ...]
    bending_min: int
    bending_worst_min: int
    bending_attributes: tuple[Attribute, ...]
    bending_worst_profiles: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StretchCap:
    """The most that one target group and side is stretched in a week [s]."""

    week_s: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who begins with the easier form."""

    easier_from_pain: int
    easier_from_age: int
    sources: tuple[str, ...]


Colour = Literal["green", "amber", "red"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Holds when every bound given holds; `rise` is pain minus rest."""

    pain_min: int = 0
    pain_max: int = 10
    rest_min: int = 0
    rest_max: int = 10
    rise_min: int = -10
    rise_max: int = 10

    def hold(self, rest: int, pain: int) -> bool:
        """Whether pain (0-10) during an exercise, after `rest` (0-10) before it, lies inside."""
        inside = self.pain_min <= pain <= self.pain_max and self.rest_min <= rest <= self.rest_max
        return inside and self.rise_min <= pain - rest <= self.rise_max


@dataclass(frozen=True, slots=True)
class LightCase:
    """One checked point of the traffic light."""

    rest: int
    pain: int
    colour: Colour


@dataclass(frozen=True, slots=True)
class TrafficLight:
    """Pain during exercise: red is asked first, then green, the remainder is amber."""

    red: tuple[Bounds, ...]
    green: tuple[Bounds, ...]
    red_feelings: tuple[str, ...]
    offer_flare_from_rest: int
    amber_is_red_kinds: tuple[Kind, ...]
    amber_is_red_profiles: tuple[str, ...]
    cases: tuple[LightCase, ...]
    sources: tuple[str, ...]

    def colour(self, rest: int, pain: int) -> Colour:
        """The colour of pain (0-10) during an exercise after `rest` (0-10) before the session."""
        if any(bounds.hold(rest, pain) for bounds in self.red):
            return "red"
        return "green" if any(bounds.hold(rest, pain) for bounds in self.green) else "amber"


@dataclass(frozen=True, slots=True)
class After:
    """What the next morning, gaps and colours change."""

    flag_above_median: int
    flag_volume_pct: int
    flags_for_step_back: int
    flare_pain: int
    flare_h: int
    green_sessions_for_step: int
    effort_max_for_step: int
    steps_per_week: int
    ambers_for_step_back: int
    red_at_first_step_leave_out_days: int
    gap_reduce_days: tuple[int, ...]
    gap_reduce_pct: int
    gap_step_back_days: tuple[int, ...]
    gap_restart_days: int
    median_days: int
    median_min_values: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """When a change may be called one: beyond a share of the first answer and beyond the error of the question."""

    improved_pct: int
    error_points: int
    activity_points: int  # the error of a person's own activity
    no_progress_weeks: int
    active_days: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """How weight is added, last of all [kg]."""

    first_kg: float
    first_body_mass_pct: int
    step_kg: float
    most_kg: float
    bridge_first_kg: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doses:
    """All of doses.toml."""

    kinds: dict[str, KindDose]
    sit_break: SitBreak
    session: SessionRules
    gates: Gates
    stretch_cap: StretchCap
    newcomer: Newcomer
    traffic_light: TrafficLight
    after: After
    outcomes: Outcomes
    weight: Weight


def read_doses(root: Path) -> Doses:
    """doses.toml, each checked point of its traffic light included. Raises ContentError."""
    table = toml(root / FILE, root)
    kinds = {name: {"id": name, **sub} for name, sub in table.get("kinds", {}).items()}
    doses = build(Doses, {**table, "kinds": kinds}, FILE)
    for case in doses.traffic_light.cases:
        found = doses.traffic_light.colour(case.rest, case.pain)
        if found != case.colour:
            why = f"rest {case.rest}, pain {case.pain} comes out {found}, not {case.colour}"
            raise ContentError(FILE, "traffic_light.cases", why)
    return doses


def prescribe(start: Dose, caps: tuple[Cap, ...], volume_pct: int) -> Dose:
    """A dose under caps and a reduced volume: rounded down, at least one of each."""
    if "h10" in caps:
        start = replace(start, hold_s=min(start.hold_s, 10))
    if "x1" in caps:
        start = replace(start, sets=1)
    return start if volume_pct == 100 else _scaled(start, volume_pct)


def _scaled(dose: Dose, pct: int) -> Dose:
    if dose.duration_s:
        return replace(dose, duration_s=max(min(dose.duration_s, 120), dose.duration_s * pct // 100))
    if dose.sets > 1:
        return replace(dose, sets=max(1, dose.sets * pct // 100))
    return replace(dose, reps=max(1, dose.reps * pct // 100))


def seconds(exercise: Exercise, kind: KindDose, dose: Dose, session: SessionRules) -> int:
    """How long an item takes [s]: settling, both sides, the rests between sets and the change of sides."""
    if dose.duration_s:
        return min(dose.duration_s, exercise.lasts_s or dose.duration_s)
    side_s = dose.sets * dose.reps * (dose.hold_s + exercise.move_s) + (dose.sets - 1) * kind.rest_s
    sides = 2 if exercise.two_sided else 1
    return session.ready_s + sides * side_s + (sides - 1) * session.change_s
