"""content/baked/<exercise>/: the pictures that are kept, drawn again only where what they show has changed."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from supple.body import result, solve, spec
from supple.body.draw import figure, mesh, props
from supple.body.draw.pictures import FORMAT, pictures
from supple.body.read import load as load_tables
from supple.body.solve import Posture
from supple.core import atlas
from supple.core.baked import FOLDER, path_of
from supple.core.posed import Posed

MARK = "drawn_from.txt"


def folder_of(root: Path, exercise: str) -> Path:
    """Where the pictures of an exercise lie under a content folder."""
    return root / FOLDER / exercise


def update(root: Path, exercises: Sequence[Posed]) -> Iterator[str]:
    """Draws what is not drawn yet or shows something else now; yields a line for each exercise drawn.

    What is drawn are the poses that have been baked; an exercise without them has no pictures.
    """
    for exercise in exercises:
        if path_of(root, exercise.id).exists() and not up_to_date(root, exercise):
            made = pictures(exercise, postures(exercise))
            _write(folder_of(root, exercise.id), made, drawn_from(root, exercise))
            yield f"{exercise.id}: {sum(name.endswith('.svg') for name in made)} poses drawn"


def sweep(root: Path, exercises: Sequence[Posed]) -> None:
    """Takes away the pictures of exercises that are none."""
    names = {one.id for one in exercises} | {atlas.NAME}
    for path in (root / FOLDER).iterdir():
        if path.is_dir() and path.name not in names:
            shutil.rmtree(path)


def up_to_date(root: Path, exercise: Posed) -> bool:
    """Whether the pictures there are show what is baked now."""
    mark = folder_of(root, exercise.id) / MARK
    return mark.exists() and mark.read_text(encoding="utf-8").strip() == drawn_from(root, exercise)


def postures(exercise: Posed) -> list[Posture]:
    """Every pose solved as it was when it was baked."""
    poses = spec.poses(exercise, load_tables())
    return [solve.solve(pose, solve.body_for(result.HEIGHT_M, tuple(pose.objects))) for pose in poses]


def drawn_from(root: Path, exercise: Posed) -> str:
    """A digest of all that the pictures follow from: postures, figure, words, and how it is drawn."""
    given = {
        "baked": path_of(root, exercise.id).read_text(encoding="utf-8"),
        "figure": figure.digest(),
        "things": props.used(exercise.id, {name for pose in exercise.poses for name in _objects(pose)}),
        "formats": [FORMAT, mesh.FORMAT],
        "words": [exercise.name, exercise.what],
        "glows": [exercise.muscles, exercise.lengthens, exercise.strengthens],
        "views": [pose.get("view") for pose in exercise.poses],
    }
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()[:16]


def _objects(pose: Mapping[str, object]) -> Iterable[str]:
    put = pose.get("objects", {})
    return put if isinstance(put, dict) else ()


def _write(folder: Path, made: dict[str, bytes], mark: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in made:
            path.unlink()
    for name, data in made.items():
        (folder / name).write_bytes(data)
    (folder / MARK).write_text(mark + "\n", encoding="utf-8")
