"""content/films/: the one skin and the movement of each exercise, made again where their sources have changed."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from supple.body.draw import film, shelf, skin
from supple.core.posed import Posed

FOLDER, SKIN, END = "films", "skin.bin", ".film"


def update(root: Path, exercises: Sequence[Posed]) -> Iterator[str]:
    """Makes what is missing or no longer true; yields a line for each file made."""
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    if not _true(folder / SKIN, skin.made_from()):
        (folder / SKIN).write_bytes(skin.data())
        yield f"{SKIN}: made"
    for exercise in exercises:
        path, mark = folder / f"{exercise.id}{END}", made_from(root, exercise)
        if exercise.poses and not _true(path, mark):
            path.write_bytes(film.film(exercise, shelf.postures(exercise), mark))
            yield f"{path.name}: made"


def sweep(root: Path, exercises: Sequence[Posed]) -> None:
    """Takes away the films of exercises that are none."""
    names = {f"{one.id}{END}" for one in exercises}
    for path in (root / FOLDER).glob(f"*{END}"):
        if path.name not in names:
            path.unlink()


def made_from(root: Path, exercise: Posed) -> str:
    """All that a film follows from: what the pictures do, how one moves, and how it is written."""
    given = [shelf.drawn_from(root, exercise), film.FORMAT, exercise.kinds]
    return hashlib.sha256(json.dumps(given).encode()).hexdigest()[:16]


def _true(path: Path, mark: str) -> bool:
    if not path.exists():
        return False
    head = skin.head_of(path.read_bytes()) if path.name == SKIN else json.loads(path.read_bytes())
    return bool(head["made_from"] == mark)
