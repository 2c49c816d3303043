"""The muscle map: the shape of content/map.json, which `supple bake` writes when it draws the two views."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from supple.core.errors import ContentError

ROOT = Path(__file__).parent.parent / "content"
FILE = "map.json"
NAME = "map"  # its folder among the baked pictures
SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class View:
    """The standing body from one side, and the areas that can be lit on it; 150 units are a metre."""

    name: str
    width: float
    height: float
    areas: tuple[str, ...]

    @property
    def file(self) -> str:
        """Where it lies among the pictures."""
        return f"{NAME}/{self.name}.svg"

    def of(self, group: str) -> tuple[str, ...]:
        """The areas of a group, both sides; none where it is not seen from here."""
        return tuple(f"{group}-{side}" for side in SIDES if f"{group}-{side}" in self.areas)


@cache
def load() -> Mapping[str, View]:
    """Both views by name: front and back."""
    return read(ROOT)


def read(root: Path) -> Mapping[str, View]:
    """The map under a content folder. Raises ContentError."""
    try:
        rows = json.loads((root / FILE).read_text(encoding="utf-8"))
        return {name: View(name, float(wide), float(high), tuple(areas)) for name, (wide, high, areas) in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ContentError(FILE, "file", f"cannot be read ({error}); run supple bake") from None
