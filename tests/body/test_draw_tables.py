"""The tables of drawings: read strictly, wherever they are damaged, and what they name is there."""

import json
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supple.body.draw import atlas, figure, mesh, props, scene
from supple.body.mjcf import sided
from supple.body.read import load as load_tables
from supple.core.content import load
from supple.core.errors import ContentError

EXERCISES = load().exercises
TABLES: dict[str, Callable[[Path], object]] = {
    figure.FILE: figure.load.__wrapped__,
    props.FILE: props.load.__wrapped__,
    atlas.FILE: atlas.load.__wrapped__,
}
ANYTHING = ("fans", "band", "stick")  # lists of names and numbers mixed; what they name is looked at below
Path_ = tuple[str | int, ...]
READ: dict[str, Any] = {name: tomllib.loads((figure.ROOT / name).read_text(encoding="utf-8")) for name in TABLES}


def written(table: Any) -> str:
    """A table in TOML; inside, in one line each."""
    return "".join(f"{json.dumps(key)} = {inline(value)}\n" for key, value in table.items())


def inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {inline(one)}" for key, one in value.items()) + "}"
    return "[" + ", ".join(map(inline, value)) + "]" if isinstance(value, list) else json.dumps(value)


def places(value: Any, at: Path_ = ()) -> Iterator[Path_]:
    """Where each text, number and list of a table stands."""
    if at:
        yield at
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in pairs:
        if key not in ANYTHING:
            yield from places(one, (*at, key))


def within(table: Any, at: Path_) -> Any:
    for key in at:
        table = table[key]
    return table


def named(at: Path_) -> str:
    """As messages name a place."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in at).lstrip(".")


def refused(tmp_path: Path, name: str, text: str) -> str:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        TABLES[name](tmp_path)
    return str(caught.value)


EVERYWHERE = [(name, at) for name in TABLES for at in places(READ[name])]
many = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_written_again_is_read_the_same(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(written(READ[name]), encoding="utf-8")
    assert TABLES[name](tmp_path) == TABLES[name](figure.ROOT)


@many
@given(st.sampled_from(EVERYWHERE), st.booleans())
def test_whatever_is_of_another_kind_is_named(tmp_path: Path, where: tuple[str, Path_], wrong: bool) -> None:
    name, at = where
    table = deepcopy(READ[name])
    within(table, at[:-1])[at[-1]] = wrong if not isinstance(within(table, at), bool) else "yes"
    message = refused(tmp_path, name, written(table))
    assert message.startswith(f"{name}: {named(at)}: must be "), message
    assert message.endswith(f"not {str(wrong).lower()}") or '"yes"' in message


@many
@given(st.sampled_from([(name, at) for name, at in EVERYWHERE if isinstance(within(READ[name], at), dict)
                        and not {"limbs", "bind", "tones", "things"} & {at[-1]}]))  # fmt: skip
def test_a_key_that_nobody_knows_is_named_with_those_that_are_known(tmp_path: Path, where: tuple[str, Path_]) -> None:
    name, at = where
    table = deepcopy(READ[name])
    within(table, at)["colur"] = "red"
    message = refused(tmp_path, name, written(table))
    assert message.startswith(f"{name}: {named((*at, 'colur'))}: unknown key; allowed: "), message


@pytest.mark.parametrize(
    ("name", "key"), [(name, key) for name in (figure.FILE, atlas.FILE) for key in READ[name] if key != "fans"]
)
def test_nothing_may_be_missing_the_source_least_of_all(tmp_path: Path, name: str, key: str) -> None:
    rest = {one: value for one, value in READ[name].items() if one != key}
    assert refused(tmp_path, name, written(rest)) == f"{name}: {key}: is missing"


@pytest.mark.parametrize("name", TABLES)
def test_a_file_that_is_none_or_not_there_is_named(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path, name, "[[").startswith(f"{name}: file: is not TOML (")
    (tmp_path / name).unlink()
    with pytest.raises(ContentError, match=f"^{name}: file: is missing$"):
        TABLES[name](tmp_path)


# --- What they name ---------------------------------------------------------------------------------------------------


def test_every_shape_is_one_of_the_three_kinds_with_sizes_above_nothing() -> None:
    for one in figure.load().shapes:
        cone, ball = bool(one.radii), bool(one.half)
        assert cone != ball and cone == bool(one.start) == bool(one.end) and ball == bool(one.at), one
        assert all(size > 0 for size in (*one.radii, *one.half))
        assert not one.round or min(one.half) >= one.round


def test_points_and_directions_have_three_numbers_and_the_mouth_has_its_middle() -> None:
    drawn = figure.load()
    points = [each for one in drawn.shapes for each in (one.start, one.end, one.at, one.half) if each]
    points += [each for worn in drawn.clothes for planes in worn.any for plane in planes
               for each in (plane.at, plane.into)]  # fmt: skip
    points += [each for thing in props.load().things.values() for box in thing.boxes for each in (box.half, box.at)]
    points += [each for thing in props.load().things.values() for rod in thing.rods for each in (rod.start, rod.end)]
    points += [*drawn.face.mouth.through, *drawn.face.nose.through, *drawn.face.brow.through, drawn.face.eye.at]
    assert {len(point) for point in points} == {3}
    assert drawn.face.mouth.through[-1][1] == 0, "its other half is mirrored from here"


def test_what_is_worn_and_what_stands_about_has_a_colour_and_a_place() -> None:
    drawn, skeleton = figure.load(), load_tables().skeleton
    assert {one.limb for one in drawn.clothes} == set(drawn.limbs)
    assert all(not one.any or one.frame in (*skeleton, "fingers") for one in drawn.clothes)
    for limb in drawn.limbs:
        assert [one.any == () for one in drawn.clothes if one.limb == limb][-1], f"{limb} is bare where nothing covers"
    assert {*scene.colours(), "line", "glow"} == set(drawn.tones)
    assert set(drawn.helpers) <= {*skeleton, "fingers"}
    for one in (sided(limb, side) for limb in ("arm", "leg", "hand", "foot") for side in "rl"):
        assert one in mesh.limbs()


def test_what_is_held_is_held_in_poses_that_there_are() -> None:
    """A name that is none would leave the hands empty without a word."""
    for one in props.load().held:
        shown = {".".join(str(pose[key]) for key in ("of", "name") if key in pose)
                 for pose in EXERCISES[one.exercise].poses}  # fmt: skip
        assert set(one.poses) <= shown, (one.exercise, one.poses)
