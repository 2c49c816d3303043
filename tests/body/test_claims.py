"""Every "stretches X" of the catalogue: what the body shows of it."""

import json
from functools import cache
from itertools import pairwise

import pytest

from supple.body import claims, effect
from supple.body.claims import MOST_RANK, MOST_SHARE, Claim
from supple.body.effect import LONGER, Pull
from supple.body.read import load as load_tables
from supple.cli import main
from supple.core.content import load
from tests.body.posed import POSES
from tests.body.posed import posture as solved

CONTENT = load()
CLAIMING = [slug for slug, one in CONTENT.exercises.items() if one.lengthens]
EVERY = pytest.mark.parametrize("slug", CLAIMING)
SYMMETRIC = ("cat_cow", "childs_pose", "both_knees_to_chest", "sphinx")


@cache
def found(slug: str) -> tuple[Claim, ...]:
    exercise = CONTENT.exercises[slug]
    postures = [solved(name) for name, pose in POSES.items() if name.split(".")[0] == slug and pose.of == "base"]
    return claims.claims(exercise, CONTENT.groups, postures)


@cache
def pulls(slug: str) -> tuple[Pull, ...]:
    postures = [solved(name) for name, pose in POSES.items() if name.split(".")[0] == slug and pose.of == "base"]
    return effect.pulls(CONTENT.exercises[slug], postures)


def pull(**change: object) -> Pull:
    one = {"name": "soleus", "group": "calf", "side": "r", "pose": "hold", "strain": 0.4, "share": 0.5}
    return Pull(**{**one, "over_start": 0.2, "rank": 2, **change})  # type: ignore[arg-type]


@EVERY
def test_every_claim_holds(slug: str) -> None:
    assert [claims.row(claim) for claim in found(slug) if not claim.holds] == []


@EVERY
def test_every_group_that_it_names_makes_a_claim(slug: str) -> None:
    assert {claim.claim for claim in found(slug)} >= set(CONTENT.exercises[slug].lengthens)


@EVERY
def test_groups_stand_in_the_order_in_which_the_body_ranks_them(slug: str) -> None:
    """By strain or, for a muscle whose whole range is a small strain, by share; within a tenth either may lead."""
    groups = CONTENT.exercises[slug].lengthens
    ranks = [(claim.pull.strain, claim.pull.share) for claim in found(slug)[: len(groups)] if claim.pull]
    behind = [pair for pair in pairwise(ranks) if all(one < other - 0.10 for one, other in zip(*pair, strict=True))]
    assert behind == [], groups


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (pull(), "holds"),
        (pull(rank=MOST_RANK), "holds"),
        (pull(rank=MOST_RANK + 1), "others are lengthened more"),
        (pull(rank=20, share=MOST_SHARE), "holds"),
        (pull(over_start=LONGER / 2), "not longer than at the start"),
        (pull(strain=-0.1, over_start=0.3, rank=0), "not longer than at the start"),
        (None, "no such muscle"),
    ],
)
def test_the_rule(given: Pull | None, verdict: str) -> None:
    assert Claim("x", "calf", given).verdict == verdict


def test_a_false_claim_fails() -> None:
    """The calf in a neck stretch, and the belly in a child's pose."""
    for slug, wrong in (("neck_side_stretch", "calf"), ("childs_pose", "abdominals")):
        best = [one for one in pulls(slug) if one.group == wrong]
        assert best and not any(claims.carried(one) for one in best)


def test_what_the_body_lacks_makes_no_claim() -> None:
    there = {muscle.known_as for muscle in load_tables().muscles.values()}
    for slug in CLAIMING:
        assert {claim.claim for claim in found(slug)} <= there | set(CONTENT.groups)
    assert "diaphragm" not in there


@EVERY
def test_ranks_count_what_is_longer_on_each_side(slug: str) -> None:
    for pose in {one.pose for one in pulls(slug)}:
        for side in "rl":
            ranked = sorted((one.rank, -one.strain) for one in pulls(slug)
                            if (one.pose, one.side) == (pose, side) and one.rank)  # fmt: skip
            assert [rank for rank, _ in ranked] == list(range(1, len(ranked) + 1))
            assert [strain for _, strain in ranked] == sorted(strain for _, strain in ranked)
    assert all((one.rank > 0) == one.longer for one in pulls(slug))


@pytest.mark.parametrize("slug", SYMMETRIC)
def test_a_symmetric_exercise_pulls_both_sides_alike(slug: str) -> None:
    sides = [{(one.pose, one.name): one.strain for one in pulls(slug) if one.side == side} for side in "rl"]
    assert sides[0] == pytest.approx(sides[1], abs=0.02)


def test_a_hip_flexor_stretch_takes_the_front_of_the_thigh_first() -> None:
    """Standard models: rectus femoris +80 % of its fibre and psoas +7 %, which is all of the psoas' own range."""
    first = {claim.claim: claim.pull for claim in found("half_kneeling_hip_flexor")}
    thigh, psoas = first["rectus_femoris"], first["psoas_major"]
    assert thigh and psoas
    assert thigh.strain > 0.7 > 0.15 > psoas.strain
    assert psoas.share > MOST_SHARE
    assert thigh.side == psoas.side == "r", "the leg that kneels"


def test_what_is_baked_is_what_the_rule_judges() -> None:
    exercise = CONTENT.exercises["hamstring_strap"]
    postures = [solved(f"hamstring_strap.{name}") for name in ("start", "hold")]
    baked = effect.as_baked(exercise, postures)
    [group] = [claim.pull for claim in claims.claims(exercise, CONTENT.groups, postures) if claim.claim == "hamstrings"]
    assert group
    assert baked["hamstrings"]["strain_pct"] == round(100 * group.strain)
    assert baked["hamstrings"]["side"] == "right"
    assert next(iter(baked)) == "hamstrings", "most lengthened first"
    assert all(isinstance(row["over_start_pct"], int) and row["over_start_pct"] >= 1 for row in baked.values())


# ---- supple claims ----


def test_the_command_prints_every_claim_and_succeeds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "hamstring_strap", "E10"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "semimembranosus" in lines[1] and lines[1].endswith("holds")
    assert lines[-1] == f"{len(lines) - 2} of {len(lines) - 2} hold"


def test_the_command_gives_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "hamstring_strap", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert first["claim"] == "hamstrings" and first["holds"] is True
    assert {"muscle", "side", "pose", "rank", "strain_pct", "share_pct", "over_start_pct", "verdict"} <= set(first)


def test_the_command_fails_where_a_claim_does(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "MOST_SHARE", 9.0)
    monkeypatch.setattr(claims, "MOST_RANK", 0)
    assert main(["claims", "hamstring_strap"]) == 1
    assert "others are lengthened more" in capsys.readouterr().out


def test_the_command_refuses_an_unknown_exercise(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "moonwalk"]) == 2
    assert "moonwalk is no exercise" in capsys.readouterr().err
