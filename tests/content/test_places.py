"""Where something is said to pull or to work, the exercise's data says the same: people read what is measured."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest

from supple.core.content import load
from supple.core.exercise import Exercise
from supple.core.words import Group

CONTENT = load()
EVERY = pytest.mark.parametrize("exercise", CONTENT.exercises.values(), ids=lambda exercise: exercise.id)

# A place as people say it -> the target groups that may be meant; the first that fits uses its words up.
PLACES: dict[str, set[str]] = {
    r"backs? of (the|both) thighs?|behind the thighs?|hamstrings?": {"hamstrings"},
    r"inner thighs?": {"adductors"},
    r"fronts? of (the|both) thighs?|upper thigh": {"rectus_femoris"},
    r"thighs? and buttocks": {"rectus_femoris", "gluteus_maximus"},
    r"(fronts? of the hip|groin|iliopsoas|hip flexors?)": {"iliopsoas"},
    r"deep (muscles )?(in|of|beneath) (the buttocks?|it)|deep rotators( of the hip)?|piriformis": {"deep_rotators"},
    r"side and back of the upper hip": {"hip_abductors", "deep_rotators"},
    r"outer hip": {"hip_abductors", "deep_rotators", "gluteus_maximus"},
    r"side of the hip|waist and of the hip|waist and hip|at its side": {"hip_abductors"},
    r"big muscle( of the buttock| over (it|them))|buttocks?": {"gluteus_maximus", "deep_rotators"},
    r"(upper )?calf": {"calf"},
    r"(along the upper|middle of the) back|between (and below )?the shoulder blades": {"thoracic_rotators", "erectors"},
    r"sides? of the backs?|down the sides|armpits?": {"lats"},
    r"across the chest|front of the shoulders|chest opens": {"pectorals"},
    r"side of the neck|neck": {"neck"},
    r"waist": {"obliques", "quadratus_lumborum"},
    r"belly": {"abdominals"},
    r"lower back|over the back|along the back|muscles of the (upper )?back": {"erectors"},
}  # fmt: skip
PULLS = re.compile(r"\b(pull|stretch(es|ed)?|lengthens?)\b")
WORKS = re.compile(r"\b(work|works|trains?|strengthens?)\b")
# What is said of the stretch as such, of other people, of what is absent, or of what may not be.
BESIDE = re.compile(
    r"^(if|while|and some|no|not|nothing|numbness|tingling|stretching|some|many|with practice)\b|"
    r"little part|research|rather than|perhaps|open question|does not|a stretch for movement|you may meet|may feel",
    re.IGNORECASE,
)


def sentences(exercise: Exercise) -> Iterator[str]:
    """What is said of the movement, a sentence at a time, without what is said of other places beside it."""
    for text in (exercise.what, exercise.feel):
        for sentence in re.split(r"(?<=[.;])\s+|, (?=no |while |and some )", text):
            if not BESIDE.search(sentence):
                yield re.split(r"\b(?:not in|no )\b", sentence)[0]


def places(sentence: str) -> Iterator[set[str]]:
    rest = sentence.lower()
    for pattern, groups in PLACES.items():
        rest, hits = re.subn(pattern, " ", rest)
        if hits:
            yield groups


def named(exercise: Exercise, verb: re.Pattern[str], other: re.Pattern[str]) -> list[set[str]]:
    """The places in sentences that speak of one and not of the other."""
    spoken = [one for one in sentences(exercise) if verb.search(one) and not other.search(one)]
    return [groups for sentence in spoken for groups in places(sentence)]


def test_every_place_stands_for_target_groups() -> None:
    assert set.union(*PLACES.values()) == set(get_args(Group))


@EVERY
def test_it_says_that_something_pulls_only_where_the_body_is_asked(exercise: Exercise) -> None:
    unasked = [groups for groups in named(exercise, PULLS, WORKS) if not groups & set(exercise.lengthens)]
    assert unasked == []


@EVERY
def test_it_says_where_each_stretch_is_felt(exercise: Exercise) -> None:
    """The other way round: what is stretched is told."""
    if exercise.kinds[0] != "stretch":
        return
    told = set().union(*named(exercise, PULLS, WORKS))
    assert set(exercise.lengthens) <= told


@EVERY
def test_it_says_that_something_works_only_where_it_is_strengthened(exercise: Exercise) -> None:
    allowed = {*exercise.strengthens, *(group for group in CONTENT.groups
               if set(CONTENT.groups[group].muscles) & set(exercise.muscles))}  # fmt: skip
    unknown = [groups for groups in named(exercise, WORKS, PULLS) if not groups & allowed]
    assert unknown == []


def test_it_finds_most_of_what_is_said() -> None:
    """A list of places that finds nothing would pass everything."""
    found = {slug: named(one, PULLS, WORKS) for slug, one in CONTENT.exercises.items()}
    stretches = [slug for slug, one in CONTENT.exercises.items() if one.kinds[0] == "stretch"]
    assert all(found[slug] for slug in stretches)
    assert sum(map(len, found.values())) >= 40


@pytest.mark.parametrize(
    ("said", "groups"),
    [
        ("A mild pull in the inner thighs.", {"adductors"}),
        ("It stretches the iliopsoas.", {"iliopsoas"}),
        ("A light pull along the belly.", {"abdominals"}),
    ],
)
def test_a_wrong_word_would_be_found(said: str, groups: set[str]) -> None:
    assert list(places(said)) == [groups]
