"""What a session and a week are worth to one person: whole numbers only, so that every machine finds the same plan.

Every table here gives less for more of the same (it is concave), and search.py relies on that: what an item adds to a
session can only shrink while the session or the week grows. Keep it so when a table is changed. The tables are our own
choice: they say how much one thing counts against another, not how much anything heals.
"""

from dataclasses import dataclass
from functools import cache
from zlib import crc32

from supple.core.baked import Baked
from supple.core.dose import Dose
from supple.core.exercise import Exercise
from supple.core.needs import Needs, effects
from supple.core.offer import Option
from supple.core.words import Kind, Start

SCALE = 8  # one point; ties are decided below it
TIES = 6
MOST_S = 240  # of one target in one session; more counts nothing
SLOPE = 16  # points of one second of one target at weight 1, while it counts in full
EDGE = 120 * SCALE  # one change of position, there and back
NEVER = 1 << 24  # more than any week is worth; small enough for one digit of a Python integer

# Seconds of a target in one session -> units: the first minute counts in full, the next half, the rest a quarter.
SESSION = tuple(4 * min(s, 60) + 2 * min(max(s - 60, 0), 60) + min(max(s - 120, 0), MOST_S - 120)
                for s in range(5 * MOST_S + 1))  # fmt: skip
MOST_UNITS = SESSION[-1]
_WEEK = tuple(4 * min(u, 600) + 2 * min(max(u - 600, 0), 600) + max(u - 1200, 0) for u in range(8 * MOST_UNITS + 1))

# Something gentle, something strong and something long in each session: for the first of each, the second, and so on.
FLAVOURS: dict[Kind, int] = {"walk": 0, "mobility": 0, "nerve": 0, "core": 1, "strength": 1, "stretch": 2, "hang": 2,
                             "posture": 3, "breathing": 3}  # fmt: skip
FLAVOUR_STEPS = tuple(tuple(SCALE * points for points in steps) for steps in (
    (2000, 0, -300, -300, -300), (2400, 600, -300, -300, -300), (1600, 0, -300, -300, -300), (0, 0, 0, 0, 0),
))  # fmt: skip

# The first uses in a week of what somebody likes, and of what suits a condition: enough for either to stand twice in a
# week wherever time and limits allow it. Uses beyond the third cost, but what is wanted daily goes on counting in full.
_WANTED = (2400, 2400, 600)
_REPEAT = 500
LIMITED = 800 * SCALE  # what a condition allows only in part comes after what it allows freely

# Positions as a tree: a way over any set of them and back to standing uses each edge between them twice.
_ABOVE: dict[Start, Start] = {"seat": "stand", "hang": "stand", "kneel": "stand", "fours": "kneel", "prone": "fours",
                              "floor_sit": "kneel", "supine": "floor_sit", "side": "floor_sit"}  # fmt: skip
_POSITIONS = tuple(_ABOVE)


@cache
def path(start: Start) -> int:
    """The edges between standing and a position, as bits."""
    return 0 if start == "stand" else 1 << _POSITIONS.index(start) | path(_ABOVE[start])


def changes(one: Start, other: Start) -> int:
    """How many changes lie between two positions."""
    return (path(one) ^ path(other)).bit_count()


@cache
def curve(weight: int) -> tuple[int, ...]:
    """Units of one target in a week -> worth, for somebody to whom it matters this much."""
    return tuple(SCALE * weight * value for value in _WEEK)


@cache
def uses(wanted: int, free: bool, daily: bool = False) -> tuple[int, ...]:
    """What the first, second ... use of an exercise in a week adds by itself. `wanted`: how many reasons ask for it (up
    to 2: liked, and suiting a condition); `free`: repeats cost nothing; `daily`: a condition asks for it every day."""
    if daily:
        return (SCALE * wanted * _WANTED[0],) * 7
    repeats = (0 if free else -_REPEAT * n for n in range(1, 12))
    return tuple(SCALE * points for points in (*(wanted * points for points in _WANTED), *repeats))


def work_s(exercise: Exercise, dose: Dose) -> int:
    """Seconds at work on one side, without settling and rests."""
    return dose.duration_s or dose.sets * dose.reps * (dose.hold_s or exercise.move_s)


def gains(exercise: Exercise, kind: Kind, dose: Dose, needs: Needs, baked: Baked | None) -> tuple[tuple[int, int], ...]:
    """(place of the need, seconds that count towards it) of an item: a full effect (3) counts every second at work."""
    given = effects(exercise, kind, baked)
    seconds = work_s(exercise, dose)
    return tuple((place, min(MOST_S, seconds * given[need.target] // 3))
                 for place, need in enumerate(needs.of) if need.target in given)  # fmt: skip


def tie(day: str, option: Option) -> int:
    """A number from 0 to 5 that decides between equals, the same everywhere and another on another day."""
    dose = option.dose
    key = f"{day} {option.exercise} {option.permitted.form} {dose.sets} {dose.reps} {dose.hold_s} {dose.duration_s}"
    return crc32(key.encode()) % TIES


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as the search sees it: numbers and bits."""

    gains: tuple[tuple[int, int], ...]  # (place of the need, seconds)
    place: int  # of the exercise in the catalogue
    mask: int  # bits that no other item of the session may have
    rests: int  # those of them that the day before and the day after may not have either
    path: int  # edges from standing
    flavour: int
    seconds: int
    stretched: tuple[int, ...]  # places of the stretched groups
    stretch_s: int
