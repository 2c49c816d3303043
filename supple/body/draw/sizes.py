"""content/pictures.json: which pictures each exercise has, in the order of its poses, and how large they are drawn, so
that the site can lay them out without opening one."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from supple.core.baked import FOLDER
from supple.core.pictures import FILE, Album, read
from supple.core.posed import Posed

BOX = re.compile(r'viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"')
HEAD = 400  # letters; the box stands in the first tag


def write(root: Path, exercises: Sequence[Posed]) -> Mapping[str, Album]:
    """Writes the list of what is drawn under a content folder, and gives it back."""
    rows = {one.id: list(sizes(root / FOLDER / one.id, one)) for one in exercises}
    lines = (f"{json.dumps(name)}: {json.dumps(drawn)}" for name, drawn in sorted(rows.items()) if drawn)
    text, path = "{\n" + ",\n".join(lines) + "\n}\n", root / FILE
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return read(root)


def sizes(folder: Path, exercise: Posed) -> Iterator[tuple[str, float, float]]:
    """Name, width and height of each picture that shows a key pose; what is only passed through shows none."""
    for pose in exercise.poses:
        shown = ".".join(str(pose[key]) for key in ("of", "name") if key in pose)
        path = folder / f"{shown}.svg"
        if not pose.get("via") and path.exists():
            yield (shown, *box(path))


def box(path: Path) -> tuple[float, float]:
    """Width and height of a picture, in its units."""
    with path.open(encoding="utf-8") as file:
        found = BOX.search(file.read(HEAD))
    if found is None:
        raise ValueError(f"{path.name} tells no size")
    return float(found["width"]), float(found["height"])
