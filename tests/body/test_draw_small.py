"""The list of the pictures and their coarser copies: true to what was drawn, and written only where it changed."""

import re
from pathlib import Path

import pytest

from supple.body.draw import sizes, small
from supple.core.content import ROOT, load
from supple.core.pictures import Album

BIRD_DOG = load().exercises["bird_dog"]
NUMBERS = re.compile(r"-?\d*\.?\d+")


def drawing(path: str) -> str:
    return f'<svg viewBox="0 0 120.5 80"><symbol id="f" viewBox="0 0 120.5 80"><path d="{path}"/></symbol></svg>'


def ends(path: str) -> list[tuple[float, float]]:
    """Where each curve of a path arrives."""
    found = []
    for line in re.findall(r"M[^M]*", path):
        head, _, rest = line.rstrip("z").partition("c")
        at = [float(one) for one in NUMBERS.findall(head)]
        numbers = [float(one) for one in NUMBERS.findall(rest)]
        found.append((at[0], at[1]))
        for n in range(0, len(numbers), 6):
            at = [at[0] + numbers[n + 4], at[1] + numbers[n + 5]]
            found.append((at[0], at[1]))
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "baked/bird_dog"
    folder.mkdir(parents=True)
    for pose in BIRD_DOG.poses:
        shown = ".".join(str(pose[key]) for key in ("of", "name") if key in pose)
        (folder / f"{shown}.svg").write_text(drawing("M1.3 2.7c.3 .4-.2 .6 1.1 2.2-3-.1 .3 .2 .4 .3zM5 5c1 1 2 2 3 3"))
    return tmp_path


def written(root: Path) -> dict[str, Album]:
    return dict(sizes.write(root, [BIRD_DOG]))


def test_it_lists_each_picture_with_its_size_in_the_order_of_the_poses(root: Path) -> None:
    (root / "baked/bird_dog/easier.reach.svg").unlink()
    album = written(root)["bird_dog"]
    assert [one.shown for one in album.pictures] == ["start", "reach", "easier.start"]
    assert {(one.width, one.height) for one in album.pictures} == {(120.5, 80.0)}


def test_it_leaves_an_unchanged_list_alone(root: Path) -> None:
    written(root)
    before = (root / "pictures.json").stat().st_mtime_ns
    written(root)
    assert (root / "pictures.json").stat().st_mtime_ns == before


def test_a_picture_without_a_size_is_refused(root: Path) -> None:
    (root / "baked/bird_dog/reach.svg").write_text("<svg/>")
    with pytest.raises(ValueError, match=r"reach\.svg tells no size"):
        written(root)


def test_what_stands_for_a_form_gets_a_small_copy_once(root: Path) -> None:
    albums = written(root)
    assert sorted(small.write(root, [BIRD_DOG], albums)) == [
        "bird_dog/easier.reach.small.svg",
        "bird_dog/reach.small.svg",
    ]
    assert list(small.write(root, [BIRD_DOG], albums)) == []
    (root / "baked/bird_dog/reach.svg").write_text(drawing("M9 9c1 1 2 2 3 3"))
    assert list(small.write(root, [BIRD_DOG], albums)) == ["bird_dog/reach.small.svg"]


def test_errors_do_not_add_up() -> None:
    path = "M0 0c" + " ".join(["0.1 .1 .2 .2 .3 .3"] * 200)
    fine, coarse = ends(path), ends(re.findall(r' d="([^"]+)"', small.coarse(drawing(path)))[0])
    off = [max(abs(a - c), abs(b - d)) for (a, b), (c, d) in zip(fine, coarse, strict=True)]
    assert max(off) <= small.STEP / 2 + 1e-6


def test_every_small_copy_that_is_kept_shows_the_same_within_half_a_step() -> None:
    copies = sorted((ROOT / "baked").glob("*/*.small.svg"))
    assert len(copies) >= len(load().exercises)
    for copy in copies:
        whole = copy.with_name(copy.name.replace(".small", ""))
        paths = [re.findall(r' d="([^"]+)"', file.read_text()) for file in (whole, copy)]
        for one, other in zip(*paths, strict=True):
            pairs = zip(ends(one), ends(other), strict=True)
            assert max(max(abs(a - c), abs(b - d)) for (a, b), (c, d) in pairs) <= small.STEP / 2 + 1e-6
        assert copy.stat().st_size < 0.9 * whole.stat().st_size
