"""Which pictures each exercise has: the shape of content/pictures.json, which `supple bake` writes when it draws."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from supple.core import own
from supple.core.baked import FOLDER
from supple.core.errors import ContentError
from supple.core.words import FORMS, Form

ROOT = Path(__file__).parent.parent / "content"
FILE = "pictures.json"
# What stands for an exercise is its last pose; in these three another one says more of it.
FACES = {"sit_to_stand": "lean", "walk": "stride", "sit_break_march": "march"}


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawn key pose; 150 units are a metre, its lower edge is the floor."""

    exercise: str
    form: Form
    pose: str
    width: float
    height: float

    @property
    def shown(self) -> str:
        """The pose's name; an easier or harder form's begins with the form."""
        return self.pose if self.form == "base" else f"{self.form}.{self.pose}"

    @property
    def file(self) -> str:
        """Where it lies among the pictures."""
        return f"{self.exercise}/{self.shown}.svg"

    @property
    def small_file(self) -> str:
        """The same for walls and lists; only those that stand for a form have one."""
        return f"{self.exercise}/{self.shown}.small.svg"


@dataclass(frozen=True, slots=True)
class Album:
    """The pictures of one exercise, in the order of its poses."""

    pictures: tuple[Picture, ...]

    def of(self, form: Form) -> tuple[Picture, ...]:
        """The pictures of a form; of the base form where it has none of its own."""
        return self.own(form) or self.own("base")

    def own(self, form: Form) -> tuple[Picture, ...]:
        """What is drawn of this form alone."""
        return tuple(one for one in self.pictures if one.form == form)

    def face(self, form: Form = "base") -> Picture:
        """The one that stands for a form."""
        some = self.of(form)
        told = FACES.get(some[0].exercise)
        return next((one for one in some if one.pose == told), some[-1])

    def ends(self, form: Form) -> tuple[Picture, Picture]:
        """Where a movement begins, and where it leads: the same where only one is drawn."""
        return self.of(form)[0], self.face(form)

    def named(self, shown: str) -> Picture | None:
        """The picture of this name."""
        return next((one for one in self.pictures if one.shown == shown), None)


@cache
def load() -> Mapping[str, Album]:
    """Every exercise that is drawn, a host's own too."""
    host = own.folder()
    return {**(read(host) if host else {}), **read(ROOT)}


def place(file: str) -> Path:
    """Where a picture lies: beside the shipped ones, or in a host's folder."""
    host = own.folder()
    shipped = ROOT / FOLDER / file
    return host / FOLDER / file if host and not shipped.exists() else shipped


def read(root: Path) -> Mapping[str, Album]:
    """What is drawn under a content folder. Raises ContentError."""
    path = root / FILE
    if not path.exists():
        return {}
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {name: Album(tuple(_picture(name, *row) for row in drawn)) for name, drawn in rows.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise ContentError(FILE, "file", f"cannot be read ({error}); run supple bake") from None


def _picture(exercise: str, shown: str, width: float, height: float) -> Picture:
    form, dot, pose = shown.partition(".")
    if not dot:
        form, pose = "base", shown
    known = next((one for one in FORMS if one == form), None)
    if known is None:
        raise ValueError(f"{shown} names no form")
    return Picture(exercise, known, pose, float(width), float(height))
