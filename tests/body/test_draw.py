"""The pictures: every pose of some of each kind is drawn once, and each picture must hold what is true of all."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from supple.body import landmarks, mjcf, model, posture
from supple.body.draw import area, figure, lines, mesh, pictures, poster, scene, svg
from supple.body.draw.camera import camera
from supple.body.draw.scene import NOTHING, UNITS_PER_M
from supple.body.draw.svg import PER_UNIT, Drawing
from supple.body.model import Array
from supple.body.solve import Posture, body_for
from supple.core.baked import LANDMARKS
from supple.core.content import load
from tests.body.posed import POSES
from tests.body.posed import posture as posed

EXERCISES = load().exercises
# One of each way to lie, sit, stand, kneel and hang, and everything that is held.
DRAWN = (
    "bird_dog",
    "lying_figure_four",
    "hamstring_strap",
    "bar_hang",
    "seated_twist",
    "wall_side_lean",
    "childs_pose",
)
NAMES = [name for name in POSES if name.split(".")[0] in DRAWN]
SVG = "{http://www.w3.org/2000/svg}"
LIMIT_BYTES = 12_000


@cache
def drawings(exercise: str) -> dict[str, Drawing]:
    solved = [posed(name) for name in POSES if name.split(".")[0] == exercise]
    return {f"{exercise}.{one.pose.shown}": drawn for one, drawn in pictures.drawings(EXERCISES[exercise], solved)}


def drawing(name: str) -> Drawing:
    return drawings(name.split(".")[0])[name]


@cache
def written(name: str) -> str:
    exercise = EXERCISES[name.split(".")[0]]
    return svg.text(drawing(name), exercise.name, pictures.description(exercise, posed(name)))


def elements(name: str) -> Iterator[ElementTree.Element]:
    return ElementTree.fromstring(written(name)).iter()  # noqa: S314 (our own text)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_small_and_says_what_it_shows(name: str) -> None:
    root = ElementTree.fromstring(written(name))  # noqa: S314
    exercise = EXERCISES[name.split(".")[0]]
    assert len(gzip.compress(written(name).encode())) <= LIMIT_BYTES
    assert root.findtext(f"{SVG}title") == exercise.name
    description = root.findtext(f"{SVG}desc") or ""
    assert exercise.what in description and posed(name).pose.name.replace("_", " ") in description
    symbol, use = root.find(f"{SVG}symbol"), root.find(f"{SVG}use")
    assert symbol is not None and use is not None
    assert use.get("href") == f"#{symbol.get('id')}" == "#f"
    assert symbol.get("viewBox") == root.get("viewBox")


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_no_style_no_text_and_no_colour_of_its_own(name: str) -> None:
    for one in elements(name):
        assert "style" not in one.attrib and one.tag not in (f"{SVG}style", f"{SVG}text", f"{SVG}tspan")
        for key in ("fill", "stroke"):
            paint = one.get(key, "none")
            assert paint == "none" or re.fullmatch(r"var\(--fig-[a-z-]+, #[0-9A-F]{6}\)", paint), paint


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_stands_on_its_bottom_edge_and_fills_its_frame(name: str) -> None:
    drawn = drawings(name.split(".")[0])
    form = {each: one for each, one in drawn.items() if posed(each).pose.of == posed(name).pose.of}
    there = np.any([one.seen.colour != NOTHING for one in form.values()], axis=0)
    rows, columns = np.flatnonzero(there.any(axis=1)), np.flatnonzero(there.any(axis=0))
    height, width = there.shape
    bottom = (scene.SOLE + 1) * PER_UNIT
    assert height - bottom <= rows[-1] < height
    for gap in (rows[0], columns[0], width - 1 - columns[-1]):
        assert gap <= (scene.MARGIN + 1) * PER_UNIT


@pytest.mark.parametrize("name", NAMES)
def test_what_rests_on_the_floor_is_low_in_the_picture(name: str) -> None:
    """As low as its distance from the eye allows: the floor is seen a little from above."""
    solved, drawn = posed(name), drawing(name)
    state = scene.state_of(solved)
    for item in solved.pose.items:
        if getattr(item, "surface", "") == "floor" and hasattr(item, "patch"):
            point = state.site(item.patch) - (0, 0, state.radius(item.patch))
            assert abs(point[2]) < 0.013
            down = drawn.scene.camera.seen(point[None])[0, 1]
            assert down < drawn.scene.high[1] + 0.02


@pytest.mark.parametrize("name", NAMES)
def test_the_silhouette_holds_the_joints_of_the_posed_body(name: str) -> None:
    solved, drawn = posed(name), drawing(name)
    body = body_for(1.70, tuple(solved.pose.objects))
    points = landmarks.positions(body, solved.qpos)
    joints = [n for n, each in enumerate(LANDMARKS) if re.search("shoulder|elbow|wrist|hip|knee|ankle", each)]
    at = np.floor(drawn.seen.pixels(drawn.scene.camera.seen(points[joints]))).astype(int)
    outside = [LANDMARKS[joints[n]] for n, (x, y) in enumerate(at) if drawn.seen.colour[y, x] == NOTHING]
    assert outside == []


@pytest.mark.parametrize("name", NAMES)
def test_head_and_hands_or_feet_can_be_seen(name: str) -> None:
    """Head, trunk, a leg and an arm of everyone; what lies behind may hide the other."""
    limb, names = drawing(name).seen.limb, mesh.limbs()
    big = {stem: max((limb == n).sum() for n, one in enumerate(names) if one.split("_")[0] == stem) for stem in
           ("head", "trunk", "arm", "leg", "hand", "foot")}  # fmt: skip
    square = PER_UNIT**2
    least = {"head": 250, "trunk": 500, "arm": 120, "leg": 500, "hand": 12, "foot": 40}
    assert {stem: count for stem, count in big.items() if count < least[stem] * square} == {}


def test_what_is_stretched_glows_where_it_is_longer_and_not_at_the_start() -> None:
    for exercise in DRAWN:
        if not EXERCISES[exercise].lengthens:
            continue
        glows = {name: [one for one in each.glows if one.mask.any()] for name, each in drawings(exercise).items()}
        base = [name for name in glows if posed(name).pose.of == "base"]
        groups = {one.glow.group for name in base for one in glows[name]}
        assert groups, exercise
        assert groups <= {*EXERCISES[exercise].lengthens, *EXERCISES[exercise].strengthens}
        assert glows[base[0]] == [], exercise


def test_a_glow_lies_inside_the_body() -> None:
    for name in NAMES:
        seen = drawing(name).seen
        assert all((seen.limb[one.mask] >= 0).all() for one in drawing(name).glows)


def test_one_head_is_equally_big_everywhere() -> None:
    """No perspective and one scale: the skull is as wide in every picture, however near."""
    for name in NAMES:
        drawn = drawing(name)
        assert drawn.seen.scale == UNITS_PER_M * PER_UNIT
        head = np.flatnonzero(mesh.load().weights[:, drawn.scene.bones.bodies.index("head")] > 0.99)
        ends = drawn.scene.body[head]
        assert np.linalg.norm(ends.max(axis=0) - ends.min(axis=0)) < 0.45


def test_the_same_posture_gives_the_same_bytes() -> None:
    solved = [posed("bird_dog.reach")]
    first, second = (
        svg.text(drawn, "a", "b")
        for _ in range(2)
        for _, drawn in pictures.drawings(EXERCISES["bird_dog"], [replace(solved[0]), solved[0]][:1])
    )
    assert first == second


def standing(angles: dict[str, float]) -> Array:
    return posture.qpos(model.reference(), angles)


def silhouette(qpos: Array, azimuth: float) -> Array:
    """Of a body set down so, 1 pixel to a unit, 2 m square round the pelvis."""
    like = posed("bird_dog.start")
    solved = replace(like, qpos=qpos, pose=replace(like.pose, objects={}, items=()))
    drawn = scene.scene(solved, camera(azimuth, 0.0))
    middle = drawn.camera.seen(qpos[None, :3])[0]
    seen = scene.buffers(drawn, middle - 1.2, middle + 1.2, 1)
    return np.asarray(seen.colour)


def test_the_mirrored_posture_is_the_mirrored_picture() -> None:
    angles = {"hip_flexion_r": 70.0, "knee_flexion_r": 80.0, "shoulder_abduction_l": 60.0, "lumbar_lateral_right": 15.0}
    one, other = silhouette(standing(angles), 180), silhouette(standing(posture.mirror(angles)), 180)
    same = one == other[:, ::-1]
    assert 1 - same.mean() < 0.02 * (one != NOTHING).mean() * 3
    assert (one != one[:, ::-1]).mean() > 0.02  # the posture itself is not its own mirror image


def test_limbs_do_not_collapse_where_they_bend() -> None:
    """A bent knee and elbow keep the breadth of the limb: the skin stays as far from the joint."""
    skin, reference = mesh.load(), model.reference()
    for joint, angle in (("knee", "knee_flexion"), ("elbow", "elbow_flexion")):
        bone = {"knee": "shank_r", "elbow": "forearm_r"}[joint]
        near = {}
        for degrees in (0.0, 120.0):
            like = posed("bird_dog.start")
            bent = standing({f"{angle}_r": degrees})
            drawn = scene.scene(replace(like, qpos=bent, pose=replace(like.pose, objects={}, items=())), camera(90))
            centre = drawn.camera.seen(drawn.bones.at[drawn.bones.bodies.index(bone)][None])[0]
            limb = skin.weights[:, [drawn.bones.bodies.index(bone)]].ravel() > 0.05
            far = np.linalg.norm(drawn.body[limb] - centre, axis=1)
            near[degrees] = np.sort(far)[: len(far) // 10].mean()
        assert near[120.0] > 0.6 * near[0.0], (joint, near, reference.height_m)


def test_every_vertex_hangs_on_bones_and_every_face_on_a_limb() -> None:
    skin = mesh.load()
    assert np.allclose(skin.weights.sum(axis=1), 1)
    assert (skin.weights >= 0).all()
    assert set(np.unique(skin.limb)) == set(range(len(mesh.limbs())))
    assert skin.faces.max() < len(skin.points)


def test_every_body_that_is_drawn_belongs_to_one_limb() -> None:
    drawn, skeleton = figure.load(), model.reference().tables.skeleton
    each = [body for bodies in drawn.limbs.values() for body in bodies]
    assert sorted(each) == sorted([*skeleton, "fingers"])
    assert all(one.on in each for one in drawn.shapes)
    for one, side in mesh.sided(drawn):
        assert mjcf.sided(one.on, side if one.on == "fingers" or skeleton[one.on].paired else "")


def test_every_colour_has_two_tones() -> None:
    tones = figure.load().tones
    assert set(scene.colours()) <= set(tones)
    assert all(re.fullmatch("#[0-9A-F]{6}", tone) for pair in tones.values() for tone in pair)
    assert all(len(pair) == 2 for pair in tones.values())


def test_lines_run_where_a_limb_passes_before_another() -> None:
    seen = drawing("lying_figure_four.hold").seen
    inner = [one for one in lines.chains(seen) if not one.outer]
    outer = [one for one in lines.chains(seen) if one.outer]
    assert sum(len(one.points) for one in inner) > 100 * PER_UNIT
    assert sum(len(one.points) for one in outer) > 200 * PER_UNIT


def test_the_shade_is_a_part_of_the_figure() -> None:
    for name in NAMES:
        drawn = drawing(name)
        there, dark = drawn.seen.colour != NOTHING, area.shade(drawn.seen, drawn.scene, PER_UNIT)
        assert 0.03 < (dark & there).sum() / there.sum() < 0.6, name
        assert not (dark & ~there).any()


def test_posters_are_squares_that_stand_at_the_bottom() -> None:
    import io

    made = poster.webp(drawing("bird_dog.reach"))
    for size, data in made.items():
        image = Image.open(io.BytesIO(data))
        assert (image.format, image.size) == ("WEBP", (size, size))
        alpha = np.asarray(image.convert("RGBA"))[:, :, 3]
        assert alpha[-size // 50 :].max() > 200 and alpha[0].max() == 0
        assert len(data) < 40_000


def still(one: Posture) -> str:
    return one.pose.shown


def test_a_form_without_its_own_start_begins_where_the_base_form_does() -> None:
    exercise = EXERCISES["hamstring_strap"]
    solved = [posed(name) for name in POSES if name.startswith("hamstring_strap.")]
    assert pictures.glowing(exercise, solved).keys() == {still(one) for one in solved}
    assert pictures.glowing(exercise, solved)["easier.hold"]
