"""An easier or harder form that looks different has poses of its own; of any other it is said why it has none."""

import re

import pytest

from supple.core.content import load
from supple.core.pictures import load as load_pictures
from supple.core.words import FORMS, Form

CONTENT = load()
VARIED: tuple[Form, ...] = ("easier", "harder")

LESS = "the same movement, less far"
MORE = "the same movement, a little further"
LONGER = "the same position, for longer or more slowly"
THING = "a band, a weight or a cushion more; the body does the same, and holds no weights"
SMALL = "a finger's width, too little to be seen in a drawing"
WALKS = "another way or pace, the same steps"
STEPS = "a lower or higher step, and a rail; the body has one step and no rail"
REASONS: dict[tuple[str, Form], str] = {
    ("back_press", "easier"): THING, ("back_press", "harder"): LONGER,
    ("band_press", "harder"): SMALL, ("band_row", "easier"): LESS, ("bar_hang", "harder"): SMALL,
    ("bird_dog", "harder"): SMALL, ("both_knees_to_chest", "harder"): SMALL,
    ("calf_stretch", "harder"): STEPS,
    ("cat_cow", "easier"): LESS, ("cat_cow", "harder"): MORE, ("desk_cat_cow", "harder"): MORE,
    ("chair_hamstring", "easier"): LESS, ("chin_tuck", "harder"): THING, ("clam", "harder"): THING,
    ("curl_up", "harder"): SMALL, ("dead_bug", "harder"): THING, ("desk_lean_back", "harder"): MORE,
    ("glute_bridge", "easier"): LESS, ("hip_hinge", "harder"): THING,
    ("loaded_bridge", "easier"): LESS, ("loaded_bridge", "harder"): THING,
    ("lying_figure_four", "harder"): MORE, ("open_book", "harder"): LONGER, ("pelvic_tilt", "easier"): LESS,
    ("prone_press_up", "harder"): LONGER, ("rest_breathing", "harder"): LONGER, ("sciatic_slider", "harder"): MORE,
    ("seated_pelvic_rock", "harder"): THING, ("side_leg_lift", "harder"): THING,
    ("single_leg_bridge", "harder"): LONGER, ("sit_break_march", "harder"): MORE, ("sit_to_stand", "harder"): THING,
    ("standing_back_bend", "harder"): LONGER, ("standing_quad_stretch", "harder"): LONGER,
    ("step_up", "easier"): STEPS, ("step_up", "harder"): STEPS,
    ("suitcase_carry", "easier"): THING, ("suitcase_carry", "harder"): THING, ("supine_march", "harder"): LONGER,
    ("tall_reset", "harder"): LONGER, ("thread_the_needle", "harder"): LONGER,
    ("walk", "easier"): WALKS, ("walk", "harder"): WALKS,
    ("wall_side_lean", "easier"): LESS, ("wall_side_lean", "harder"): MORE,
    ("wall_sit", "harder"): MORE, ("wall_slide", "harder"): SMALL, ("windscreen_wipers", "harder"): LONGER,
}  # fmt: skip
# Words that put somebody in another place; whoever writes them draws it, or gives a reason that is no mere "less".
ELSEWHERE = re.compile(
    r"^(sit|kneel|lie|lean on)\b|\bother leg out\b|\barms? (of|up|out|overhead)\b|\bone foot\b|"
    r"\bhands? over to\b|\bupper leg\b",
    re.IGNORECASE,
)
EVERY = [(slug, form) for slug in CONTENT.exercises for form in VARIED]


def posed(slug: str, form: Form) -> bool:
    return any(pose.get("of", "base") == form for pose in CONTENT.exercises[slug].poses)


@pytest.mark.parametrize(("slug", "form"), EVERY)
def test_each_form_has_poses_or_a_reason_and_never_both(slug: str, form: Form) -> None:
    assert posed(slug, form) != ((slug, form) in REASONS)


@pytest.mark.parametrize(("slug", "form"), EVERY)
def test_a_form_in_another_position_is_never_passed_off_as_less_or_more(slug: str, form: Form) -> None:
    exercise = CONTENT.exercises[slug]
    variant = exercise.variant(form)
    assert variant is not None
    if variant.start not in (None, exercise.start) or ELSEWHERE.search(variant.text):
        assert REASONS.get((slug, form)) in (None, SMALL, THING, STEPS)


@pytest.mark.parametrize("slug", CONTENT.exercises)
def test_what_is_posed_is_drawn(slug: str) -> None:
    album = load_pictures()[slug]
    assert {form for form in FORMS if album.own(form)} == {"base", *(form for form in VARIED if posed(slug, form))}
