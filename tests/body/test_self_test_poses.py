"""The poses of the self-tests: met by short and tall people, drawn, and no part of the films."""

import pytest

from supple.body import solve, spec
from supple.body.draw import shelf
from supple.body.read import load as load_tables
from supple.core import pictures
from supple.core.content import ROOT, load
from supple.core.self_test import SelfTest

TESTS = load().self_tests
HEIGHTS_M = (1.55, 1.70, 1.88)


@pytest.mark.parametrize("height_m", HEIGHTS_M)
@pytest.mark.parametrize("test", TESTS.values(), ids=lambda one: one.id)
def test_every_pose_is_met(test: SelfTest, height_m: float) -> None:
    for pose in spec.poses(test, load_tables()):
        found = solve.solve(pose, solve.body_for(height_m, tuple(pose.objects)))
        assert found.unmet == (), pose.shown


@pytest.mark.parametrize("test", TESTS.values(), ids=lambda one: one.id)
def test_every_pose_is_drawn_as_it_is_now(test: SelfTest) -> None:
    assert shelf.up_to_date(ROOT, test)
    album = pictures.load()[test.id]
    assert [one.shown for one in album.pictures] == [pose.shown for pose in spec.poses(test, load_tables())]


def test_none_has_a_film() -> None:
    assert not [name for name in TESTS if (ROOT / "films" / f"{name}.film").exists()]
