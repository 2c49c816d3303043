"""Every "stretches X" of the catalogue is a predicate, judged by what the body shows.

What an exercise claims: the groups it names under `lengthens`, and of the muscles it names those that belong to them.
The words that people read may name no other place where something pulls (a test looks).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from supple.body import effect
from supple.body.effect import Pull
from supple.body.read import load as load_tables
from supple.body.solve import Posture
from supple.core.content import MuscleGroup
from supple.core.exercise import Exercise

MOST_RANK = 5  # among the five most strained muscles of its side that the exercise lengthens ...
MOST_SHARE = 0.75  # ... or at three quarters of its own range

Verdict: TypeAlias = Literal["holds", "not longer than at the start", "others are lengthened more", "no such muscle"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of an exercise, and the muscle that bears it best; None where the body has no such muscle."""

    exercise: str
    claim: str
    pull: Pull | None

    @property
    def verdict(self) -> Verdict:
        """Whether the model carries it, or why not."""
        if self.pull is None:
            return "no such muscle"
        if not self.pull.longer:
            return "not longer than at the start"
        return "holds" if carried(self.pull) else "others are lengthened more"

    @property
    def holds(self) -> bool:
        """Whether the model carries it."""
        return self.verdict == "holds"


def carried(pull: Pull) -> bool:
    """Longer than at the start, and among the five most strained or at three quarters of its own range."""
    return pull.longer and (pull.rank <= MOST_RANK or pull.share >= MOST_SHARE)


def claims(
    exercise: Exercise, groups: Mapping[str, MuscleGroup], solved: Sequence[Posture] | None = None
) -> tuple[Claim, ...]:
    """Every claim of an exercise, groups first. Muscles that the body does not have make none."""
    claimed = tuple(_claimed(exercise, groups))
    if not claimed:
        return ()
    found = effect.pulls(exercise, effect.postures(exercise) if solved is None else solved)
    return tuple(Claim(exercise.id, name, _best(found, name)) for name in claimed)


def _claimed(exercise: Exercise, groups: Mapping[str, MuscleGroup]) -> Iterator[str]:
    yield from exercise.lengthens
    there = {muscle.known_as for muscle in load_tables().muscles.values()}
    for muscle in exercise.muscles:
        if muscle in there and any(muscle in groups[group].muscles for group in exercise.lengthens):
            yield muscle


def _best(found: Sequence[Pull], name: str) -> Pull | None:
    """The pull that bears a claim best: one that carries it, then the most strained."""
    mine = [pull for pull in found if name in (pull.name, pull.group)]
    return max(mine, key=lambda pull: (carried(pull), pull.longer, pull.strain), default=None)
