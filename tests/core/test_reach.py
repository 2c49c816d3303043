"""What a week does: its sums are those of the plan, group by group."""

from dataclasses import replace
from pathlib import Path

import pytest

from supple.core import atlas, coach
from supple.core.errors import ContentError
from supple.core.person import Person
from supple.core.plan import Day, Item
from supple.core.reach import Reach, reach
from tests.core.histories import CONTENT
from tests.core.random_people import MONDAY
from tests.people import somebody

PEOPLE = [somebody(minutes=10), somebody(minutes=20, goals=("walk_further",)), somebody("stenosis", minutes=5)]


@pytest.mark.parametrize("who", PEOPLE, ids=["ten", "twenty", "five"])
def test_every_sum_is_that_of_the_plan(who: Person) -> None:
    plan = coach.plan_for(CONTENT, who, MONDAY, 7)
    found = {one.group: one for one in reach(CONTENT, plan.days)}
    for group in CONTENT.groups:
        longer = stronger = 0
        for day in plan.days:
            for item in day.items:
                longer += item.seconds * (group in CONTENT.exercises[item.exercise].lengthens)
                stronger += item.seconds * (group in CONTENT.exercises[item.exercise].strengthens)
        assert found.get(group, Reach(group)) == Reach(group, longer, stronger)
    assert [group for group in CONTENT.groups if group in found] == list(found)


def test_an_item_counts_in_full_for_each_group() -> None:
    plan = coach.plan_for(CONTENT, PEOPLE[0], MONDAY, 7)
    item: Item = next(item for day in plan.days for item in day.items if CONTENT.exercises[item.exercise].lengthens)
    day: Day = replace(plan.days[0], items=(item, item))
    for one in reach(CONTENT, [day]):
        assert one.lengthened_s in (0, 2 * item.seconds)
    assert reach(CONTENT, []) == ()


# --- The map ----------------------------------------------------------------------------------------------------------


def test_every_target_group_can_be_lit_on_both_sides() -> None:
    views = atlas.load()
    assert list(views) == ["front", "back"]
    for group in CONTENT.groups:
        lit = [view.of(group) for view in views.values() if view.of(group)]
        assert lit, group
        assert all(each == (f"{group}-left", f"{group}-right") for each in lit)


def test_nothing_but_target_groups_and_the_lower_back_lies_on_it() -> None:
    known = {f"{group}-{side}" for group in (*CONTENT.groups, "ache_side") for side in atlas.SIDES} | {"ache_middle"}
    assert {area for view in atlas.load().values() for area in view.areas} == known


def test_a_map_that_is_missing_or_broken_names_its_file(tmp_path: Path) -> None:
    for text in (None, "[1]", '{"front": 1}', '{"front": [1, 2]}', "no"):
        if text is not None:
            (tmp_path / "map.json").write_text(text)
        with pytest.raises(ContentError, match=r"map\.json"):
            atlas.read(tmp_path)
