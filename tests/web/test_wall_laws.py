"""The wall for any question: all filters at once, taken away and put back, and never what a condition rules out."""

from collections.abc import Iterator
from dataclasses import fields, replace
from fnmatch import fnmatchcase
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from supple.core.content import load
from supple.core.exercise import Exercise
from supple.core.words import FORMS
from supple.web.training import wall
from supple.web.training.wall import Filters
from tests.web.cast import here, record_of
from tests.web.test_wall import EVERY, KNOWN, has, shown

CONTENT = load()
NAMES = [field.name for field in fields(Filters)]
TEXTS = st.text(max_size=6) | st.sampled_from(["", "%", "&place=office", "nothing", "BALANCE ", "ease,strong"])


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    return Filters(**{name: draw(st.sampled_from(["", *KNOWN[name]])) for name in NAMES})


def let(one: Filters) -> list[Exercise]:
    return [each for each in EVERY if one.lets(each, {})]


@given(filters())
def test_an_address_says_all_of_the_filters(one: Filters) -> None:
    assert wall.read(QueryDict(one.query()[1:]), KNOWN) == one
    assert one.query().count("=") == sum(1 for name in NAMES if getattr(one, name))


@given(filters(), st.sampled_from(NAMES), st.data())
def test_a_changed_address_changes_one_word(one: Filters, name: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(["", *KNOWN[name]]))
    changed = wall.read(QueryDict(one.query(**{name: word})[1:]), KNOWN)
    assert changed == replace(one, **{name: word})


@given(filters())
def test_together_they_show_what_each_of_them_would(one: Filters) -> None:
    asked = [(name, getattr(one, name)) for name in NAMES if name != "now" and getattr(one, name)]
    assert let(one) == [each for each in EVERY if all(has(each, *pair) for pair in asked)]


@given(filters())
def test_each_that_is_taken_away_shows_no_less(one: Filters) -> None:
    rows = wall._taken(one, KNOWN)
    assert len(rows) == sum(1 for name in NAMES if name != "kind" and getattr(one, name))
    for row in rows:
        less = wall.read(QueryDict(row["url"][1:]), KNOWN)
        assert {each.id for each in let(one)} <= {each.id for each in let(less)}
        assert row["label"] and less != one


@given(filters())
def test_one_chip_and_in_each_list_one_word_is_the_chosen_one(one: Filters) -> None:
    assert [chip["mat"] for chip in wall._chips(one, KNOWN) if chip["here"]] == [one.kind]
    for ask in wall._asks(one, KNOWN):
        rows: Any = ask["rows"]
        assert [key for key, _, chosen in rows if chosen] == [word for word in [getattr(one, str(ask["name"]))] if word]
        assert len({text for _, text, _ in rows}) == len(rows), "no two choices read alike"


@given(st.dictionaries(st.sampled_from(NAMES) | TEXTS, st.lists(TEXTS, max_size=3)))
def test_whatever_else_stands_in_an_address_falls_away(words: dict[str, list[str]]) -> None:
    post = QueryDict(mutable=True)
    for name, some in words.items():
        post.setlist(name, some)
    found = wall.read(post, KNOWN)
    for name in NAMES:
        assert getattr(found, name) in ("", post.get(name))
        assert getattr(found, name) in ("", *KNOWN[name])


# --- For somebody -----------------------------------------------------------------------------------------------------


def ruled_out(profile: str) -> set[str]:
    """What a condition blocks in every form and kind, out of the table alone."""
    selectors = CONTENT.profiles[profile].block
    return {
        one.id for one in EVERY
        if all(any(fnmatchcase(name, each) for name in names for each in selectors) for names in ways(one))
    }  # fmt: skip


def ways(one: Exercise) -> Iterator[set[str]]:
    """All that a selector may say of each form and kind of an exercise."""
    for form in FORMS:
        if form == "base" or one.variant(form):
            for kind in one.kinds:
                start = f"start:{one.start_of(form)}"
                yield {"ALL", one.code, f"kind:{kind}", start, *one.attributes_of(form)}


@pytest.mark.django_db
@pytest.mark.parametrize("profile", [key for key, one in CONTENT.profiles.items() if one.ask])
def test_what_a_condition_rules_out_is_not_among_what_is_for_me(profile: str) -> None:
    mine = set(shown(here(record_of({"profiles": [profile], "equipment": [*CONTENT.words.equipment]})), "?now=mine"))
    assert mine
    assert not mine & ruled_out(profile)


def test_some_condition_rules_out_something() -> None:
    """Else the test above would hold of nothing."""
    assert sum(bool(ruled_out(profile)) for profile in CONTENT.profiles) > len(CONTENT.profiles) / 2
