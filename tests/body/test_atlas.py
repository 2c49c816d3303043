"""The muscle map: every target group has its areas, where its muscles run, and both sides are each other's mirror."""

import gzip
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from supple.body.draw import atlas, muscle, shelf
from supple.body.draw.muscle import Glow
from supple.body.model import Array
from supple.body.read import load as load_tables
from supple.core import atlas as shown
from supple.core.content import ROOT, load
from supple.core.errors import ContentError

GROUPS = load().groups
CHARTS = {view: atlas.chart(view) for view in atlas.VIEWS}
AREAS = [one for one in atlas.load().areas if one.group in GROUPS]
NEAR_M = 0.045  # as far beside its muscles' middle lines the middle of an area may lie


def courses(group: str, view: str) -> Array:
    """The lines of the group's right muscles in pixels."""
    drawn, seen = CHARTS[view].drawing.scene, CHARTS[view].drawing.seen
    lines = [seen.pixels(line) for name in GROUPS[group].muscles for line, _ in muscle._courses(name, "r", drawn)]
    return np.concatenate(lines)


def test_every_target_group_has_an_area_and_no_area_is_of_anything_else() -> None:
    named = {one.group for one in atlas.load().areas}
    assert named == set(GROUPS) | {"ache_side", "ache_middle"}
    assert all(mask.sum() > 500 for one in CHARTS.values() for mask in one.areas.values())


@pytest.mark.parametrize("one", AREAS, ids=lambda one: f"{one.group}-{one.view}")
def test_an_area_lies_where_its_muscles_run(one: atlas.Area) -> None:
    seen = CHARTS[one.view].drawing.seen
    middle = np.argwhere(CHARTS[one.view].areas[one.group]).mean(axis=0)[::-1]
    off = np.linalg.norm(courses(one.group, one.view) - middle, axis=1).min() / seen.scale
    assert off < NEAR_M, f"{one.group} lies {off * 100:.0f} cm beside its muscles"


@pytest.mark.parametrize("view", atlas.VIEWS)
def test_areas_lie_on_the_body_and_on_their_own_half(view: str) -> None:
    drawn = CHARTS[view]
    width = drawn.drawing.seen.colour.shape[1]
    for group, mask in drawn.areas.items():
        assert not (mask & (drawn.drawing.seen.colour < 0)).any(), group
        if group not in drawn.across:
            wrong = mask[:, width // 2 :] if view == "front" else mask[:, : width // 2]
            assert not wrong.any(), group


@pytest.mark.parametrize("view", atlas.VIEWS)
def test_neighbours_do_not_run_into_each_other(view: str) -> None:
    """Only the deep rotators lie on another muscle."""
    drawn = {group: mask for group, mask in CHARTS[view].areas.items() if group in GROUPS and group != "deep_rotators"}
    for group, mask in drawn.items():
        for other, its in drawn.items():
            assert group == other or (mask & its).sum() < 0.04 * min(mask.sum(), its.sum()), (group, other)


@pytest.mark.parametrize("view", atlas.VIEWS)
def test_left_and_right_are_mirror_images(view: str) -> None:
    width = CHARTS[view].width
    paths = dict(atlas.paths(CHARTS[view]))
    for name, path in paths.items():
        if name.endswith("-right"):
            x, y = map(float, re.findall(r"-?\d*\.?\d+", path)[:2])
            its = paths[name.replace("-right", "-left")]
            left_x, left_y = map(float, re.findall(r"-?\d*\.?\d+", its)[:2])
            assert abs(x + left_x - width) < 0.11 and abs(y - left_y) < 0.11, name
            assert abs(len(its) - len(path)) < 0.2 * len(path), name


def test_what_is_kept_is_what_is_drawn_today(tmp_path: Path) -> None:
    assert (ROOT / "baked" / "map" / "drawn_from.txt").read_text().strip() == atlas.drawn_from()
    (tmp_path / "baked").mkdir()
    assert list(atlas.update(tmp_path)) == ["the muscle map drawn"]
    assert list(atlas.update(tmp_path)) == []
    assert (tmp_path / "map.json").read_text() == (ROOT / "map.json").read_text()
    for view in atlas.VIEWS:
        name = f"baked/map/{view}.svg"
        assert (tmp_path / name).read_text() == (ROOT / name).read_text()
        assert set(re.findall(r'<path id="([\w-]+)"', (ROOT / name).read_text())) == set(shown.load()[view].areas)


def test_deep_muscles_are_lines_that_the_figures_show_too() -> None:
    """Area and highlighted muscle come of the same paths: a glow of each group has lines to draw."""
    for group in GROUPS.values():
        assert any(list(muscle.lines(name)) for name in Glow(group.id, "r", group.muscles, 1.0).names), group.id


# --- The table and the files ------------------------------------------------------------------------------------------


def test_each_group_has_one_area_a_view_on_a_body_there_is() -> None:
    every = [(one.group, one.view) for one in atlas.load().areas]
    assert len(set(every)) == len(every)
    for one in atlas.load().areas:
        assert one.view in atlas.VIEWS
        assert one.on in load_tables().skeleton
        assert len(one.ring) >= 7
        assert one.across or all(out > 0 for out, _ in one.ring), one.group


def test_the_body_stands_upright_and_even() -> None:
    for azimuth in atlas.VIEWS.values():
        drawn = atlas.standing(azimuth)
        right, down = drawn.body[:, 0], drawn.body[:, 1]
        assert abs(right.max() + right.min()) < 0.01
        assert 1.6 < down.max() - down.min() < 1.85
        assert drawn.things == ()


@pytest.mark.parametrize("view", atlas.VIEWS)
def test_a_file_is_light_and_asks_for_nothing(view: str) -> None:
    text = (ROOT / "baked" / "map" / f"{view}.svg").read_text(encoding="utf-8")
    ElementTree.fromstring(text)  # noqa: S314 (our own drawing)
    assert len(gzip.compress(text.encode(), 9)) < 9_000
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r'<path id="[^"]+" (?!d=)', text), "areas have no colour of their own"


def test_a_broken_table_is_named(tmp_path: Path) -> None:
    (tmp_path / "atlas.toml").write_text('source = "own"\n[[areas]]\ngroup = "calf"\nview = "back"\n')
    with pytest.raises(ContentError, match=r"atlas\.toml"):
        atlas.load(tmp_path)


def test_sweeping_leaves_the_map(tmp_path: Path) -> None:
    for name in ("map", "moon_walk", "bird_dog"):
        (tmp_path / "baked" / name).mkdir(parents=True)
    shelf.sweep(tmp_path, [load().exercises["bird_dog"]])
    assert sorted(path.name for path in (tmp_path / "baked").iterdir()) == ["bird_dog", "map"]
