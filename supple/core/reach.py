"""What a plan does for the body: the time that each target group is lengthened and strengthened."""

from collections.abc import Iterable
from dataclasses import dataclass

from supple.core.content import Content
from supple.core.plan import Day


@dataclass(frozen=True, slots=True)
class Reach:
    """The seconds of one target group. The time of an exercise counts in full for each group that it reaches."""

    group: str
    lengthened_s: int = 0
    strengthened_s: int = 0


def reach(content: Content, days: Iterable[Day]) -> tuple[Reach, ...]:
    """Every group that these days reach, in the order of muscles.toml."""
    longer, stronger = dict[str, int](), dict[str, int]()
    for item in (item for day in days for item in day.items):
        one = content.exercises[item.exercise]
        for sums, groups in ((longer, one.lengthens), (stronger, one.strengthens)):
            for group in groups:
                sums[group] = sums.get(group, 0) + item.seconds
    return tuple(Reach(group, longer.get(group, 0), stronger.get(group, 0))
                 for group in content.groups if group in longer or group in stronger)  # fmt: skip
