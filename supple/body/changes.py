"""How far two results of an exercise are from each other: what a bake changed, or what no longer agrees with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from supple.core.baked import Baked, BakedPose, Lengthened

# Another processor may end a search a little elsewhere; beyond these a result is another one.
MOST = {"degrees": 1.0, "mm": 5.0, "percent points": 2.0}
HARDLY = 3  # percent: what is longer by less may be taken for longer here and not there
HAIR = 1e-6
LENGTHENING = "lengthening"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs, and by how much; without a unit it is simply there or not."""

    where: str
    what: str
    off: float = 0.0
    unit: str = ""

    @property
    def counts(self) -> bool:
        """More than solving again may differ by."""
        return not self.unit or self.off > MOST[self.unit] + HAIR

    @property
    def text(self) -> str:
        """As a person says it."""
        return f"{self.where}: {self.what}" + (f" is off by {self.off:g} {self.unit}" if self.unit else "")


def between(old: Baked, new: Baked) -> Iterator[Change]:
    """Everything that differs, pose by pose."""
    before, after = ({pose.shown: pose for pose in each.poses} for each in (old, new))
    for name in before | after:
        if name not in after:
            yield Change(name, "is gone")
        elif name not in before:
            yield Change(name, "is new")
        else:
            yield from _pose(name, before[name], after[name])
    if old.height_m != new.height_m:
        yield Change("height", f"is {new.height_m:g} m, not {old.height_m:g}")
    if old.load != new.load:
        yield Change("load", f"is {new.load}, not {old.load}")
    if old.load != new.load:
        yield Change("load", f"is {new.load}, not {old.load}")
    yield from _lengthening(old.lengthening, new.lengthening)


def most(changes: list[Change]) -> str:
    """The largest change of each unit: `3.2 degrees, 14 mm`; what has none is named."""
    largest: dict[str, float] = {}
    for one in changes:
        if one.unit:
            largest[one.unit] = max(one.off, largest.get(one.unit, 0.0))
    said = [f"{off:g} {unit}" for unit, off in largest.items()]
    return "; ".join([", ".join(said)] * bool(said) + [one.text for one in changes if not one.unit])


def _pose(name: str, old: BakedPose, new: BakedPose) -> Iterator[Change]:
    if old.objects != new.objects:
        yield Change(name, "its objects stand elsewhere")
    yield from _far(name, "pelvis", old.root[:3], new.root[:3])
    turned = _turned(old.root[3:], new.root[3:])
    if turned:
        yield Change(name, "the pelvis' attitude", turned, "degrees")
    for point, at in old.landmarks.items():
        yield from _far(name, point, at, new.landmarks[point])
    yield from _numbers(name, "", old.angles, new.angles, "degrees")
    yield from _numbers(name, "strain of ", old.strains, new.strains, "percent points")
    yield from _numbers(name, "share of ", old.shares, new.shares, "percent points")


def _far(name: str, what: str, old: tuple[float, ...], new: tuple[float, ...]) -> Iterator[Change]:
    off = round(float(np.linalg.norm(np.subtract(old, new))), 1)
    if off:
        yield Change(name, what, off, "mm")


def _turned(old: tuple[float, ...], new: tuple[float, ...]) -> float:
    """The angle between two attitudes [deg]; four decimals of a quaternion are a fiftieth of a degree."""
    cosine = abs(float(np.dot(old, new))) / float(np.linalg.norm(old) * np.linalg.norm(new))
    off = float(2 * np.degrees(np.arccos(min(cosine, 1.0))))
    return round(off, 1)


def _numbers(name: str, kind: str, old: Mapping[str, float], new: Mapping[str, float], unit: str) -> Iterator[Change]:
    """Numbers by name; those left out are 0."""
    for each in sorted(old.keys() | new.keys()):
        off = round(abs(old.get(each, 0) - new.get(each, 0)), 1)
        if off:
            yield Change(name, f"{kind}{each}", off, unit)


def _lengthening(old: Mapping[str, Lengthened], new: Mapping[str, Lengthened]) -> Iterator[Change]:
    """A group that hardly begins to be longer may come and go; of two muscles alike either may lead."""
    for group in sorted(old.keys() | new.keys()):
        one, other = old.get(group), new.get(group)
        alone = one or other
        off = _off(one, other) if one and other else alone.over_start_pct if alone else 0
        if off:
            yield Change(LENGTHENING, group, float(off), "percent points")


def _off(one: Lengthened, other: Lengthened) -> int:
    if one.muscle != other.muscle and min(one.over_start_pct, other.over_start_pct) <= HARDLY:
        return 0
    keys = ("strain_pct",) if one.muscle != other.muscle else ("strain_pct", "share_pct", "over_start_pct")
    return max(abs(int(getattr(one, key)) - int(getattr(other, key))) for key in keys)
