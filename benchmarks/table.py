"""What a measurement says: one row, and the table of them all, ready for docs/measured.md."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

HEAD = ("goal", "what", "goal figure", "measured")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside the one it should reach; an empty target where none was set."""

    goal: str
    what: str
    target: str
    measured: str


class NotHereError(Exception):
    """Something that a measurement needs is not on this machine; says what, and where it comes from."""


def table(rows: Sequence[Row]) -> str:
    """The rows under one head, in columns as wide as their widest cell."""
    cells = [HEAD, *(astuple(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
             for line in cells]  # fmt: skip
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def ms(seconds: float) -> str:
    """Milliseconds as people read them: 3.7, 12, 250."""
    value = seconds * 1000
    return f"{value:.1f} ms" if value < 10 else f"{value:.0f} ms"
