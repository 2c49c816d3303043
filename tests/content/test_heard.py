"""What people often hear about an exercise: answered kindly, and no further than the body or a source goes."""

import re
from collections.abc import Callable

import pytest

from supple.core.content import load
from supple.core.exercise import Heard

CONTENT = load()
EVERY = [(slug, n, said) for slug, one in CONTENT.exercises.items() for n, said in enumerate(one.heard)]
each = pytest.mark.parametrize(("slug", "n", "said"), EVERY, ids=[f"{slug}-{n}" for slug, n, _ in EVERY])
MOST_WORDS = 90


def strain(slug: str, muscle: str, pose: str = "") -> int:
    """How far an average body lengthens a muscle there: the most of both sides and of the base form's poses."""
    return _most(slug, muscle, "strains", pose)


def share(slug: str, muscle: str, pose: str = "") -> int:
    """The same, of the muscle's own range."""
    return _most(slug, muscle, "shares", pose)


def _most(slug: str, muscle: str, table: str, pose: str) -> int:
    poses = [one for one in CONTENT.baked[slug].poses if one.of == "base" and pose in ("", one.name)]
    found = [value for one in poses for name, value in getattr(one, table).items()
             if re.fullmatch(rf"({muscle})_[rl]", name)]  # fmt: skip
    return max(found, default=0)


SIDE = "gluteus_(medius|minimus).*"
BUTTOCK = "gluteus_maximus.*"
BACK = "(longissimus|iliocostalis|multifidus)_lumbar.*|iliocostalis_lumborum_lumbar"
LATS, QL, CHEST = "latissimus_dorsi", "quadratus_lumborum", "pectoralis_major"
BEHIND = "semimembranosus|semitendinosus|biceps_femoris_lh"
DEEP = "piriformis|quadratus_femoris|gemelli"
WAIST = "(external|internal)_oblique"
# What each of them says of the average body, asked of the body once more.
BODY: dict[tuple[str, int], Callable[[str], bool]] = {
    ("half_kneeling_hip_flexor", 0): lambda s: (
        strain(s, "rectus_femoris") > 5 * strain(s, "psoas") > 0 and share(s, "psoas") > 80
    ),
    ("butterfly_sit", 0): lambda s: strain(s, SIDE) > strain(s, "adductor_longus") > 2 * strain(s, "gracilis"),
    ("cross_leg_sit", 0): lambda s: share(s, BEHIND, "stacked") < 50 < 90 < min(share(s, DEEP), share(s, SIDE)),
    ("knee_to_chest", 0): lambda s: share(s, BUTTOCK) > 85 and share(s, BACK) < 35,
    ("both_knees_to_chest", 0): lambda s: share(s, BUTTOCK) > 85 and 40 <= share(s, BACK) <= 60,
    ("childs_pose", 0): lambda s: min(share(s, "adductor_magnus.*"), share(s, BUTTOCK)) > share(s, BACK) > 60,
    ("desk_lean_back", 0): lambda s: strain(s, BEHIND) > 2 * strain(s, LATS),
    ("cat_cow", 0): lambda s: strain(s, BACK, "cat") > 3 * strain(s, "rectus_abdominis", "cow"),
    ("lying_trunk_twist", 0): lambda s: strain(s, DEEP) > strain(s, WAIST) > 2 * strain(s, QL),
    ("seated_twist", 0): lambda s: share(s, WAIST) < 50,
    ("standing_side_bend", 0): lambda s: min(strain(s, LATS), strain(s, WAIST)) > 2 * strain(s, QL) > 0,
    ("chair_back_extension", 0): lambda s: strain(s, CHEST, "bend") <= strain(s, CHEST, "tall") + 3,
    ("open_book", 0): lambda s: strain(s, CHEST) > 2 * strain(s, "trapezius_middle|rhomboid"),
    ("ninety_ninety", 0): lambda s: share(s, DEEP) > 90,
}


@pytest.mark.parametrize(("slug", "n"), BODY)
def test_the_body_bears_out_what_is_said_of_it(slug: str, n: int) -> None:
    assert BODY[slug, n](slug)


@each
def test_what_rests_on_the_body_says_so_and_is_asked_of_it(slug: str, n: int, said: Heard) -> None:
    assert ("body" in said.sources) == ("average body" in said.found) == ((slug, n) in BODY)


@each
def test_it_is_short_and_kind(slug: str, n: int, said: Heard) -> None:
    assert len(said.found.split()) <= MOST_WORDS
    assert len(said.belief.split()) <= 20
    assert said.belief.endswith(".") and said.found.endswith(".")
    assert not re.search(r"\b(myths?|wrong|false|nonsense|untrue|debunk)\b", said.found, re.I), "nobody is put right"


@each
def test_it_claims_no_trial_where_it_names_none(slug: str, n: int, said: Heard) -> None:
    """Grade A is for what trials found; what we decided or remember alone never has it."""
    if said.evidence in ("A", "B+"):
        assert set(said.sources) - {"d", "m", "body"}
        assert re.search(r"trial|several kinds|as common|in 100", said.found)
