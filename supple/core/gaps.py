"""What the catalogue is known not to cover, with its reasons: the shape of content/coverage.toml."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from supple.core.reader import build, toml
from supple.core.words import Group

FILE = "coverage.toml"

Wanted = Literal["moves", "core_or_glute", "walk"]
Effect = Literal["lengthen", "build"]
Where = Literal["home", "office", "gym", "floor", "chair"]


@dataclass(frozen=True, slots=True)
class PairGap:
    """Two conditions that together leave out something everybody should find, and what a person with both is told."""

    profiles: tuple[str, ...]
    missing: tuple[Wanted, ...]
    why: str
    told: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupGap:
    """A target group that nothing lengthens or builds in these places or positions."""

    group: Group
    effect: Effect
    where: tuple[Where, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """All of coverage.toml."""

    pairs: tuple[PairGap, ...]
    gaps: tuple[GroupGap, ...]

    def told(self, profiles: tuple[str, ...]) -> tuple[str, ...]:
        """What somebody with these conditions is told."""
        return tuple(pair.told for pair in self.pairs if set(pair.profiles) <= set(profiles))


def read_gaps(root: Path) -> Gaps:
    """coverage.toml. Raises ContentError."""
    return build(Gaps, toml(root / FILE, root), FILE)
