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
from supple.core.posed import Posed

MOST_RANK = 5  # among the five most strained muscles of its side that the exercise lengthens ...
MOST_SHARE = 0.75  # ... or at three quarters of its own range

HEAD = "{:<26}{:<34}{:<34}{:<12}{:>8}{:>8}{:>8}{:>6}  {}"
PERCENT = ("strain_pct", "share_pct", "over_start_pct")

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
    exercise: Posed, groups: Mapping[str, MuscleGroup], solved: Sequence[Posture] | None = None
) -> tuple[Claim, ...]:
    """Every claim of an exercise, groups first. Muscles that the body does not have make none."""
    if not exercise.lengthens:
        return ()
    found = effect.pulls(exercise, effect.postures(exercise) if solved is None else solved)
    whole = ((name, [pull for pull in found if pull.group == name]) for name in exercise.lengthens)
    parts = ((name, [pull for pull in found if pull.name == name]) for name in _muscles(exercise, groups))
    return tuple(Claim(exercise.id, name, _best(each)) for name, each in (*whole, *parts))


def _muscles(exercise: Posed, groups: Mapping[str, MuscleGroup]) -> Iterator[str]:
    """Those it names of the groups that it claims, as far as the body has them."""
    there = {muscle.known_as for muscle in load_tables().muscles.values()}
    for muscle in exercise.muscles:
        if muscle in there and any(muscle in groups[group].muscles for group in exercise.lengthens):
            yield muscle


def _best(found: Sequence[Pull]) -> Pull | None:
    """The pull that bears a claim best: one that carries it, then the most strained."""
    return max(found, key=lambda pull: (carried(pull), pull.longer, pull.strain), default=None)


def row(claim: Claim) -> dict[str, object]:
    """A claim as JSON: percentages whole, as they are in an average body."""
    pull = claim.pull
    found = {"muscle": pull.name, "side": effect.SIDES[pull.side], "pose": pull.pose, "rank": pull.rank} if pull else {}
    return {
        "exercise": claim.exercise,
        "claim": claim.claim,
        **found,
        **(dict(zip(PERCENT, _percent(pull), strict=True)) if pull else {}),
        "holds": claim.holds,
        "verdict": claim.verdict,
    }


def table(found: Sequence[Claim]) -> str:
    """The same to be read, one line a claim, and how many hold."""
    lines = [HEAD.format("exercise", "claim", "muscle", "pose", "strain", "share", "start", "rank", "verdict")]
    lines += [_line(claim, claim.pull) for claim in found]
    return "\n".join((*lines, f"{sum(one.holds for one in found)} of {len(found)} hold"))


def _line(claim: Claim, pull: Pull | None) -> str:
    if pull is None:
        return f"{claim.exercise:<26}{claim.claim:<34}{claim.verdict}"
    where = f"{pull.pose} {pull.side}"
    percent = (f"{number:+d} %" for number in _percent(pull))
    return HEAD.format(claim.exercise, claim.claim, pull.name, where, *percent, pull.rank or "-", claim.verdict)


def _percent(pull: Pull) -> tuple[int, int, int]:
    return round(100 * pull.strain), round(100 * pull.share), round(100 * pull.over_start)
