"""docs/body.md lists every key pose: what is drawn of each exercise, of its easier and of its harder form."""

import re
from pathlib import Path

from tests.body.posed import POSES

PAGE = (Path(__file__).parents[2] / "docs/body.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([a-z_]+) \| ([a-z_, ]+) \| ([a-z_, ]*) ?\| ([a-z_, ]*) ?\|$", re.M)


def said() -> dict[str, list[list[str]]]:
    """The rows of the table: an exercise, its poses, those of its easier and of its harder form."""
    return {slug: [split(cell) for cell in cells] for slug, *cells in ROW.findall(PAGE) if slug != "exercise"}


def split(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(",") if one.strip()]


def test_the_table_lists_what_is_posed() -> None:
    """In the order of the movement; what is only passed through is left out."""
    posed: dict[str, list[list[str]]] = {}
    for name, pose in POSES.items():
        row = posed.setdefault(name.split(".")[0], [[], [], []])
        if not pose.via:
            row[("base", "easier", "harder").index(pose.of)].append(pose.name)
    assert said() == posed


def test_the_page_counts_them() -> None:
    told = r"(\d+) exercises have (\d+) poses, (\d+) of them of an easier form and (\d+) of a harder form"
    counted = re.search(told, PAGE)
    kept = [pose for pose in POSES.values() if not pose.via]
    easier, harder = ([pose for pose in kept if pose.of == form] for form in ("easier", "harder"))
    assert counted
    slugs = {name.split(".")[0] for name in POSES}
    assert [int(one) for one in counted.groups()] == [len(slugs), len(kept), len(easier), len(harder)]
