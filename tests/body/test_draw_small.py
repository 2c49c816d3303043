"""The list of the pictures and their coarser copies: true to what was drawn, and written only where it changed."""

import re
from pathlib import Path

import numpy as np
import pytest

from supple.body.draw import sizes, small
from supple.core.content import ROOT, load
from supple.core.pictures import Album

BIRD_DOG = load().exercises["bird_dog"]
NUMBERS = re.compile(r"-?\d*\.?\d+")


def drawing(path: str) -> str:
    return f'<svg viewBox="0 0 120.5 80"><symbol id="f" viewBox="0 0 120.5 80"><path d="{path}"/></symbol></svg>'


def curves(path: str, kind: str, n: int = 33) -> list[list[np.ndarray]]:
    """Of each line of a path, points along each of its curves: "c" is cubic, "q" quadratic."""
    found = []
    for line in re.findall(r"M[^M]*", path):
        head, _, rest = line.rstrip("z").partition(kind)
        at = np.array([float(one) for one in NUMBERS.findall(head)])
        numbers = np.array([float(one) for one in NUMBERS.findall(rest)]).reshape(-1, 3 if kind == "c" else 2, 2)
        drawn = [at[None]]
        for inner in numbers:
            drawn.append(along(np.concatenate([at[None], at + inner]), n))
            at = at + inner[-1]
        found.append(drawn)
    return found


def along(points: np.ndarray, n: int) -> np.ndarray:
    """Points on a Bezier curve, by halving between neighbours (de Casteljau)."""
    t = np.linspace(0, 1, n)[:, None, None]
    spots = np.repeat(points[None], len(t), axis=0)
    while spots.shape[1] > 1:
        spots = (1 - t) * spots[:, :-1] + t * spots[:, 1:]
    return spots[:, 0]


def apart(one: list[np.ndarray], other: list[np.ndarray]) -> float:
    """The furthest that a point of one line is from the other line, to both sides."""
    a, b = np.concatenate(one), np.concatenate(other)
    return max(nearest(a, b), nearest(b, a))


def nearest(points: np.ndarray, line: np.ndarray) -> float:
    """The furthest of some points from a line of straight pieces."""
    if len(line) < 2:
        return float(np.linalg.norm(points - line[0], axis=1).max())
    start, way = line[:-1], np.diff(line, axis=0)
    to = points[:, None] - start
    share = np.clip((to * way).sum(axis=2) / np.maximum((way**2).sum(axis=1), 1e-12), 0, 1)
    return float(np.linalg.norm(to - share[..., None] * way, axis=2).min(axis=1).max())


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


OFF = small.STEP * 0.71 + small.BENT  # half a step along both axes, and what a plainer curve may be off


def test_errors_do_not_add_up() -> None:
    path = "M0 0c" + " ".join(["0.1 .1 .2 .2 .3 .3"] * 200)
    copied = re.findall(r' d="([^"]+)"', small.coarse(drawing(path)))[0]
    assert np.abs(curves(copied, "q")[0][-1][-1] - 60).max() <= small.STEP / 2 + 1e-6


@pytest.mark.parametrize(
    "path", ["M0 0c10 0 20 10 20 20", "M0 0c0 40 60-40 60 0", "M5 5c0 0 30 3 30 3z", "M0 0c20 20-10 20 10 0"]
)
def test_a_plainer_curve_runs_where_the_other_does(path: str) -> None:
    copied = re.findall(r' d="([^"]+)"', small.coarse(drawing(path)))[0]
    assert "c" not in copied and copied.endswith("z") == path.endswith("z")
    assert apart(curves(path, "c")[0], curves(copied, "q")[0]) <= OFF


def test_a_copy_keeps_its_colours_and_leaves_what_the_page_says() -> None:
    skin, wall = '<path fill="var(--fig-skin, #BE8460)" d="M0 0"/>', '<path fill="var(--fig-wall, #E9DCCB)" d="M2 2"/>'
    hair = '<path stroke-width=".6" stroke-opacity=".3" d="M1 1"/>'
    told = '<svg role="img" aria-labelledby="t d"><title id="t">x</title><desc id="d">y</desc>'
    copied = small.coarse(f'{told}<symbol id="f">{skin}{wall}{hair}</symbol></svg>')
    assert copied == f'<svg><symbol id="f">{skin.replace(", #BE8460", "")}{wall}</symbol></svg>'


def test_every_small_copy_that_is_kept_shows_the_same() -> None:
    copies = sorted((ROOT / "baked").glob("*/*.small.svg"))
    assert len(copies) >= len(load().exercises)
    for copy in copies[::12]:
        whole = small.HAIRS.sub("", copy.with_name(copy.name.replace(".small", "")).read_text())
        paths = [re.findall(r' d="([^"]+)"', text) for text in (whole, copy.read_text())]
        for one, other in zip(*paths, strict=True):
            for fine, plain in zip(curves(one, "c", 9), curves(other, "q", 9), strict=True):
                assert apart(fine, plain) <= OFF, copy


def test_every_small_copy_is_what_would_be_made_again() -> None:
    for copy in sorted((ROOT / "baked").glob("*/*.small.svg")):
        whole = copy.with_name(copy.name.replace(".small", ""))
        assert small.coarse(whole.read_text(encoding="utf-8")) == copy.read_text(encoding="utf-8"), copy
        assert copy.stat().st_size < 0.75 * whole.stat().st_size
