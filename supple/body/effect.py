"""What an exercise lengthens: its solved poses -> the most lengthened muscle of each target group.

What counts is longer than where the exercise starts, at its first pose. A movement that both sides make together goes
to and fro between two ends, so its first pose is an end as well, measured against the last.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from supple.body import mjcf, muscles, solve, spec
from supple.body.model import Array
from supple.body.read import load as load_tables
from supple.body.solve import Posture
from supple.core.posed import Posed

# What an exercise lengthens is longer by at least this share of its fibres than where the exercise starts; a hundredth
# is what solving again may differ by.
LONGER = 0.015
SIDES = {"r": "right", "l": "left"}


@dataclass(frozen=True, slots=True)
class Pull:
    """One muscle of one side in one pose. `name` is the catalogue's, or the body's own where the catalogue has none."""

    name: str
    group: str | None
    side: str
    pose: str
    strain: float  # (length - neutral) / optimal fibre length
    share: float  # of its own range
    over_start: float  # how much more strain than where the exercise starts
    rank: int = 0  # among the muscles of its side that the exercise lengthens in this pose; 0: it lengthens it not

    @property
    def longer(self) -> bool:
        """Longer than in neutral and than at the start."""
        return min(self.strain, self.over_start) >= LONGER


def postures(exercise: Posed, height_m: float = 1.70) -> tuple[Posture, ...]:
    """The solved poses of the base form, in their order."""
    poses = [pose for pose in spec.poses(exercise, load_tables()) if pose.of == "base"]
    return tuple(solve.solve(pose, solve.body_for(height_m, tuple(pose.objects))) for pose in poses)


def lengthening(exercise: Posed, solved: Sequence[Posture]) -> dict[str, Pull]:
    """Target group -> its most strained muscle over the poses that the exercise is done for.

    Muscles that are longer than at the start go before those that are not, so that a group which a starting position
    holds long by itself does not hide what the exercise adds.
    """
    most: dict[str, Pull] = {}
    for pull in pulls(exercise, solved):
        if pull.group and (pull.group not in most or _order(pull) > _order(most[pull.group])):
            most[pull.group] = pull
    return most


def pulls(exercise: Posed, solved: Sequence[Posture]) -> tuple[Pull, ...]:
    """Every muscle of both sides, by its most strained bundle, in every pose that the exercise is done for."""
    first, *rest = (one for one in solved if not one.pose.via)
    to_and_fro = rest and "mobility" in exercise.kinds and not exercise.two_sided
    ends = [first, *rest] if to_and_fro else rest
    return tuple(pull for end in ends for pull in _ranked(_pose(end, rest[-1] if end is first else first)))


def _order(pull: Pull) -> tuple[bool, float]:
    return pull.longer, pull.strain


def _pose(end: Posture, start: Posture) -> Iterator[Pull]:
    strains, shares = _measured(end)
    before, _ = _measured(start)
    tables = load_tables().muscles
    best: dict[tuple[str, str], str] = {}
    for name, strain in strains.items():
        muscle = tables[name[:-2]]
        key = (muscle.known_as or muscle.id, name[-1])
        if key not in best or strain > strains[best[key]]:
            best[key] = name
    for (called, side), name in best.items():
        strain, group = strains[name], tables[name[:-2]].group
        yield Pull(called, group, side, end.pose.shown, strain, shares[name], strain - before[name])


def _ranked(found: Iterator[Pull]) -> Iterator[Pull]:
    every = sorted(found, key=lambda pull: -pull.strain)
    for side in mjcf.SIDES:
        place = 0
        for pull in every:
            if pull.side == side:
                place += pull.longer
                yield _at(pull, place if pull.longer else 0)


def _at(pull: Pull, rank: int) -> Pull:
    return Pull(pull.name, pull.group, pull.side, pull.pose, pull.strain, pull.share, pull.over_start, rank)


def _measured(one: Posture) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Strain and share of every muscle."""
    body = solve.body_for(one.height_m, tuple(one.pose.objects))
    length: Array = muscles.lengths(body, one.qpos)
    names = muscles.names(body)
    shares = muscles.shares(body, length)
    return solve.strains(body, one), dict(zip(names, shares.tolist(), strict=True))


def as_baked(exercise: Posed, solved: Sequence[Posture]) -> dict[str, dict[str, object]]:
    """What content/baked keeps under `lengthening`: the groups that it makes longer, most lengthened first."""
    found = {group: pull for group, pull in lengthening(exercise, solved).items() if pull.longer}
    return {
        group: {
            "muscle": pull.name,
            "side": SIDES[pull.side],
            "pose": pull.pose,
            "strain_pct": round(100 * pull.strain),
            "share_pct": round(100 * pull.share),
            "over_start_pct": round(100 * pull.over_start),
        }
        for group, pull in sorted(found.items(), key=lambda one: -one[1].strain)
    }
