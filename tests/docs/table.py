"""docs/mission.md as data: one Line for each of its rows."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MISSION = ROOT / "docs/mission.md"
STATES = ("met", "met differently", "partly", "not yet")
TEXTS = {"S0": 41, "S1": 58, "S2": 45, "S3": 50, "S4": 36}  # lines of each text
PAGE_OF_EXERCISE = re.compile(r"`/exercises/([a-z0-9_]+)/`")
_ROW = re.compile(r"^\| (S\d\.\d+) \|(.*)\|$", re.M)
_COUNT = re.compile(r"^\| ([a-z ]+) \| [^|]+ \| (\d+) \|$", re.M)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the mission."""

    number: str
    asks: str
    state: str
    where: str
    shown_by: str

    @property
    def places(self) -> list[str]:
        """The pages, commands, keys and files where it can be met."""
        return re.findall(r"`([^`]+)`", self.where)

    @property
    def tests(self) -> list[str]:
        """The tests that show it, as path::test."""
        return re.findall(r"`([^`]+)`", self.shown_by)

    @property
    def exercises(self) -> set[str]:
        """The exercises whose pages it names."""
        return set(PAGE_OF_EXERCISE.findall(self.where))


def lines() -> list[Line]:
    """Every row, in the order of the page."""
    found = _ROW.findall(MISSION.read_text(encoding="utf-8"))
    return [Line(number, *(cell.strip() for cell in cells.split("|"))) for number, cells in found]


def counts() -> dict[str, int]:
    """The numbers that the head of the page gives."""
    return {state: int(count) for state, count in _COUNT.findall(MISSION.read_text(encoding="utf-8"))}
