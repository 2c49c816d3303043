"""What conditions leave of the catalogue: laws over every profile and pair, counted against the limits themselves."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pytest

from supple.core import coverage
from supple.core.content import load
from supple.core.coverage import PLACES, POSITIONS, Row
from supple.core.gaps import Effect, Where
from supple.core.limits import permitted
from supple.core.person import Moment
from supple.core.words import Equipment
from tests.people import somebody

CONTENT = load()
TABLE = coverage.table(CONTENT)
ROWS = {row.profiles: row for row in TABLE}
NOBODY = ROWS[()]
TODAY = date(2026, 1, 5)
EVERYTHING: tuple[Equipment, ...] = ("band", "stick", "bar", "weight", "barbell", "step")
every_row = pytest.mark.parametrize("row", TABLE, ids=lambda row: "+".join(row.profiles) or "nobody")


def test_it_has_a_row_for_everybody_each_profile_and_each_pair() -> None:
    assert len(TABLE) == 1 + 25 + 300
    assert [row.profiles for row in TABLE] == [
        (), *((name,) for name in CONTENT.profiles), *combinations(CONTENT.profiles, 2)]  # fmt: skip
    assert NOBODY.left == 63
    assert NOBODY.out == {}


@every_row
def test_it_leaves_at_least_three_and_one_of_each_or_is_listed(row: Row) -> None:
    listed = {(frozenset(pair.profiles), one) for pair in CONTENT.gaps.pairs for one in pair.missing}
    assert row.where["home"] >= 3
    assert {(frozenset(row.profiles), one) for one in row.missing} == {
        pair for pair in listed if pair[0] == set(row.profiles)
    }
    assert bool(row.told) == bool(row.missing), "whoever finds nothing is told so"


def test_it_lists_no_pair_that_does_not_exist() -> None:
    assert all(tuple(sorted(pair.profiles)) in {tuple(sorted(names)) for names in ROWS} for pair in CONTENT.gaps.pairs)


def test_it_gives_the_office_twenty_and_those_without_a_floor_25() -> None:
    assert NOBODY.where["office"] >= 20
    assert NOBODY.where["chair"] >= 25


def test_it_serves_every_group_everywhere_or_says_why_not() -> None:
    """One to lengthen and one to build each target group, in every place, and both on the floor and off it."""
    listed = [(gap.group, gap.effect, where) for gap in CONTENT.gaps.gaps for where in gap.where]
    assert len(listed) == len(set(listed))
    assert coverage.gaps(NOBODY) == set(listed)


def by_limits(row: Row, place: Where) -> set[str]:
    """The same through the door that a plan goes through."""
    who = somebody(*row.profiles)
    return {one.exercise.id for one in permitted(CONTENT, who, Moment(TODAY, place))}  # type: ignore[arg-type]


@every_row
def test_it_counts_what_a_plan_may_choose_from(row: Row) -> None:
    assert {place: len(by_limits(row, place)) for place in PLACES} == {place: row.where[place] for place in PLACES}


@pytest.mark.parametrize("name", CONTENT.profiles)
def test_it_says_of_each_exercise_that_is_out_why(name: str) -> None:
    row, who = ROWS[(name,)], somebody(name, equipment=EVERYTHING)
    left = {one.exercise.id for one in permitted(CONTENT, who, Moment(TODAY))}
    assert set(row.out) == set(CONTENT.exercises) - left
    assert row.left == len(left)
    short = CONTENT.profiles[name].short
    assert all(why.endswith(".") and short in why for why in row.out.values())


@every_row
def test_it_opens_nothing_with_a_second_condition(row: Row) -> None:
    for name in row.profiles:
        alone = ROWS[(name,)]
        assert set(row.out) >= set(alone.out)
        assert row.left <= alone.left
        assert all(row.slots[slot] <= alone.slots[slot] for slot in row.slots)
        assert all(count <= alone.groups[where] for where, count in row.groups.items())


def test_it_counts_each_exercise_in_one_slot() -> None:
    assert all(sum(row.slots.values()) == row.left for row in TABLE)


def served(group: str, effect: Effect, where: Where) -> Iterator[str]:
    """Counted anew from the catalogue, for somebody without conditions."""
    for one in CONTENT.exercises.values():
        forms = [form for form in ("easier", "base", "harder") if where == "gym" or not one.needs_of(form)]
        if where in POSITIONS:
            forms = [form for form in ("easier", "base", "harder")
                     if ("FLOOR" in one.attributes_of(form)) == (where == "floor")]  # fmt: skip
        there = forms and (where != "office" or "office" in one.places)
        if there and group in (one.lengthens if effect == "lengthen" else one.strengthens):
            yield one.id


@pytest.mark.parametrize("group", CONTENT.groups)
def test_it_counts_the_groups_of_the_whole_catalogue(group: str) -> None:
    for effect in coverage.EFFECTS:
        for where in (*PLACES, *POSITIONS):
            assert NOBODY.groups[group, effect, where] == len(list(served(group, effect, where)))
