"""The tables: complete, every number with a source, and bad ones refused with file, key and reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from supple.body.read import ROOT, load
from supple.core.content import load as load_content
from supple.core.errors import ContentError

# As other programs call them; the names are an interface.
PROMISED = [
    "psoas", "iliacus", "rectus_femoris", "sartorius", "tfl", "gluteus_maximus_sup", "gluteus_maximus_mid",
    "gluteus_maximus_inf", "gluteus_medius_ant", "gluteus_medius_mid", "gluteus_medius_post", "gluteus_minimus_ant",
    "gluteus_minimus_mid", "gluteus_minimus_post", "piriformis", "gemelli", "quadratus_femoris", "adductor_longus",
    "adductor_brevis", "adductor_magnus_prox", "adductor_magnus_mid", "adductor_magnus_dist",
    "adductor_magnus_isch", "gracilis", "semimembranosus", "semitendinosus", "biceps_femoris_lh",
    "biceps_femoris_sh", "vastus_intermedius", "gastrocnemius_med", "gastrocnemius_lat", "soleus",
    "quadratus_lumborum", "iliocostalis_lumborum_lumbar", "iliocostalis_lumborum_thoracic", "longissimus_lumbar",
    "longissimus_thoracic", "multifidus_lumbar", "rectus_abdominis", "external_oblique", "internal_oblique",
    "latissimus_dorsi", "pectoralis_major", "trapezius_upper", "levator_scapulae", "sternocleidomastoid", "splenius",
]  # fmt: skip
OBJECTS = {"chair", "wall", "doorway", "strap", "stick", "bar", "bench", "desk", "step", "bed", "cushion"}
TABLES = load()
Changed = Callable[[str, str, str], Path]


def test_it_has_every_muscle_that_was_promised() -> None:
    assert [name for name in PROMISED if name not in TABLES.muscles] == []


def test_it_has_a_muscle_for_every_target_group() -> None:
    groups = {muscle.group for muscle in TABLES.muscles.values()}
    assert [group for group in load_content().groups if group not in groups] == []


def test_it_knows_the_muscles_that_exercises_lengthen_by_the_names_of_the_catalogue() -> None:
    known = {muscle.known_as for muscle in TABLES.muscles.values()}
    named = {name for group in load_content().groups.values() for name in group.muscles}
    # What no path can stand for: sheets that wrap the belly, the breathing muscle, and two that a neighbour speaks for.
    assert named - known == {"transversus_abdominis", "diaphragm", "teres_major", "anterior_deltoid"}


def test_it_has_every_object() -> None:
    assert set(TABLES.objects) == OBJECTS
    assert all(thing.parts or thing.length_m for thing in TABLES.objects.values())


def test_it_uses_every_source_that_it_names() -> None:
    text = "".join(path.read_text() for path in sorted(ROOT.glob("*.toml")) if path.name != "sources.toml")
    assert [source for source in TABLES.sources if source not in text] == []


def test_it_gives_a_range_and_a_source_for_every_angle() -> None:
    for coordinate in TABLES.coordinates.values():
        assert coordinate.low_deg <= 0.0 <= coordinate.high_deg, coordinate.id
        assert len(TABLES.sources[coordinate.source]) > 20, coordinate.id


def test_it_takes_end_range_postures_within_the_ranges() -> None:
    for test in TABLES.end_range.values():
        for name, degrees in test.angles.items():
            coordinate = TABLES.coordinates[name]
            assert coordinate.low_deg <= degrees <= coordinate.high_deg, (test.id, name)


def test_it_keeps_attachments_near_their_bodies() -> None:
    """A point may lie off the bone, but not in another part of the person."""
    for muscle in TABLES.muscles.values():
        for point in muscle.path:
            at = TABLES.skeleton[point.on].at
            far = max(abs(a - b) for a, b in zip(point.at, at, strict=True))
            assert far < 0.43, (muscle.id, point)
            assert point.at[1] >= 0.002, (muscle.id, "the muscles of a side stay on it")


BAD = [
    ("joints.toml", 'source = "aaos1965" }', 'source = "aaos1965", mood = 1 }', "unknown key"),
    ("joints.toml", "low_deg = -30.0", "low_deg = 30.0", "must have 0 in its range"),
    ("joints.toml", "axis = [0.0, -1.0, 0.0]", "axis = [0.0, -2.0, 0.0]", "must have the length 1"),
    ("joints.toml", "axis = [0.0, -1.0, 0.0]", "axis = [0.0, -1.0]", "must be three numbers, not 2"),
    ("joints.toml", 'source = "soucie2011"', 'source = "hearsay"', '"hearsay" is no source'),
    ("joints.toml", "high_deg = 130.0", 'high_deg = "far"', 'must be a number, not "far"'),
    ("skeleton.toml", 'parent = "pelvis"', 'parent = "thing"', '"thing" is no body above it'),
    ("skeleton.toml", 'of = "hip_flexion"', 'of = "hip_wiggle"', "no coordinate of such a body"),
    ("skeleton.toml", 'segment = "thigh"', 'segment = "tail"', '"tail" has no mass'),
    ("skeleton.toml", "share = 0.26", "share = 0.36", "add up to 1.100, not 1"),
    ("skeleton.toml", "share = 0.88", "share = 0.5", "add up to 0.620, not 1"),
    (
        "skeleton.toml",
        "paired = true\nat = [-0.05, 0.172, 0.4896]",
        "at = [-0.05, 0.172, 0.4896]",
        "must be true, as scapula",
    ),
    ("skeleton.toml", "at = [0.0, 0.0773, 0.0]", "at = [0.0, 0.0773]", "must be three numbers, not 2"),
    ("muscles.toml", 'group = "iliopsoas"', 'group = "wings"', '"wings" is no target group'),
    ("muscles.toml", 'known_as = "psoas_major"', 'known_as = "psoas_minor"', '"psoas_minor" is no muscle of its group'),
    ("muscles.toml", "fibre_m = 0.1169", "fibre_m = 11.69", "must be from 0.01 to 0.6"),
    ("muscles.toml", 'on = "lumbar2"', 'on = "lumbar9"', '"lumbar9" is no body'),
    ("muscles.toml", 'fibre_source = "rajagopal2016"', 'fibre_source = ""', "must not be empty"),
    ("patches.toml", 'on = "lumbar3"', 'on = "lumbar9"', '"lumbar9" is no body'),
    ("patches.toml", "normal = [-1.0, 0.0, 0.0]", "normal = [-1.0, 1.0, 0.0]", "must have the length 1"),
    ("contacts.toml", '["thigh", "shank"]', '["thigh", "knee"]', "thigh and knee are no pair"),
    ("objects.toml", "rod = [0.6, 0.014]", "rod = [0.6, 0.014, 1.0]", "is a box of three numbers or a rod of two"),
    ("anthropometry.toml", "share_of_height = 0.245", "share_of_heights = 0.245", "unknown key"),
    ("sources.toml", 'own = "', 'own = 1 # "', "must be text"),
    ("end_range.toml", 'thomas = { source = "aaos1965", ', "thomas = { ", "source: is missing"),
    ("end_range.toml", "thomas = { ", 'thomas = { groups = ["wings"], ', '"wings" has no muscle'),
    ("end_range.toml", "hip_flexion = 80.0", "hip_flex = 80.0", "is no angle of joints.toml"),
    ("end_range.toml", "# Clinical", "[[ # Clinical", "is not TOML"),
]


@pytest.mark.parametrize(("file", "old", "new", "why"), BAD, ids=[f"{row[0]}-{row[3][:24]}" for row in BAD])
def test_it_refuses_a_bad_table(tables: Changed, file: str, old: str, new: str, why: str) -> None:
    root = tables(file, old, new)
    with pytest.raises(ContentError) as refused:
        load(root)
    assert refused.value.file == file
    assert why in str(refused.value)


def test_it_refuses_a_missing_table(tables: Changed) -> None:
    root = tables("joints.toml", "hip_flexion", "hip_flexion")
    (root / "patches.toml").unlink()
    with pytest.raises(ContentError, match=r"patches.toml: file: is missing"):
        load(root)
