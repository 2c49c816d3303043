"""The wall of figures: every filter lets through what it says and nothing else, for every exercise there is."""

import re
from itertools import pairwise

import pytest
from django.http import QueryDict
from django.test import Client

from supple.core.content import load
from supple.core.exercise import Exercise
from supple.web.training import wall
from supple.web.training.shown import mat
from tests.web.cast import here, record_of

CONTENT = load()
EVERY = list(CONTENT.exercises.values())
KNOWN = wall.choices(CONTENT)
PAIRS = [(name, word) for name, words in KNOWN.items() if name != "now" for word in words]
SHOWN = re.compile(r'<h2 class="item-name"><a href="/exercises/(\w+)/"')
pytestmark = pytest.mark.django_db


def shown(client: Client, query: str = "") -> list[str]:
    return SHOWN.findall(client.get(f"/exercises/{query}").content.decode())


def has(one: Exercise, name: str, word: str) -> bool:
    """What each filter promises, said once more and in another way."""
    needed = {thing for choices in one.needs for thing in choices}
    return {
        "kind": mat(one.kinds[0]) == word,
        "place": word in one.places,
        "group": word in (*one.lengthens, *one.strengthens),
        "needs": not needed if word == "nothing" else word in needed,
        "start": one.start == word,
        "without": word not in one.attributes,
    }[name]


def test_without_a_filter_it_shows_all(client: Client) -> None:
    assert shown(client) == [one.id for one in EVERY]


@pytest.mark.parametrize(("name", "word"), PAIRS)
def test_each_filter_keeps_its_word(client: Client, name: str, word: str) -> None:
    found = shown(client, f"?{name}={word}")
    assert found == [one.id for one in EVERY if has(one, name, word)]
    assert found or name == "without"


@pytest.mark.parametrize(("one", "other"), list(pairwise(PAIRS)))
def test_two_filters_hold_together(client: Client, one: tuple[str, str], other: tuple[str, str]) -> None:
    words = dict((one, other))
    found = shown(client, "?" + "&".join(f"{name}={word}" for name, word in words.items()))
    assert found == [each.id for each in EVERY if all(has(each, *pair) for pair in words.items())]


def test_each_exercise_can_be_found_by_what_it_is() -> None:
    for one in EVERY:
        for name, words in KNOWN.items():
            if name not in ("without", "now", "group", "needs"):
                assert any(has(one, name, word) for word in words), (one.id, name)


def test_a_word_that_is_none_falls_away(client: Client) -> None:
    assert shown(client, "?place=moon&kind=<b>&now=mine") == [one.id for one in EVERY]
    assert wall.read(QueryDict("start=seat&start=stand&x=1"), KNOWN) == wall.Filters(start="stand")


def test_nothing_found_is_said_kindly_and_leads_back(client: Client) -> None:
    page = client.get("/exercises/?start=hang&kind=strong").content.decode()
    assert SHOWN.findall(page) == []
    assert "Take one of them away" in page
    assert '<a href="/exercises/">Show all again</a>' in page


def test_a_chip_keeps_the_other_filters(client: Client) -> None:
    page = client.get("/exercises/?kind=ease&place=office").content.decode()
    assert 'href="?place=office"' in page and 'href="?kind=strong&amp;place=office"' in page
    assert '<input type="hidden" name="kind" value="ease">' in page
    assert '<option value="office" selected>' in page


def test_what_is_filtered_for_is_said_and_each_can_be_taken_away(client: Client) -> None:
    page = client.get("/exercises/?start=seat&without=BALANCE&kind=move").content.decode()
    assert f"{len(SHOWN.findall(page))} of {len(EVERY)}" in page
    taken = dict(re.findall(r'<a class="chip" href="([^"]+)"><span class="spoken">Without: </span>([^<]+)<', page))
    assert taken == {
        "?kind=move&amp;without=BALANCE": "on a chair",
        "?kind=move&amp;start=seat": "nothing that asks for balance",
    }
    assert "Without:" not in client.get("/exercises/?kind=ease").content.decode()


def bricks(page: str) -> dict[str, str]:
    return {SHOWN.findall(one)[0]: one for one in re.findall(r'<li class="wall-item.*?</li>', page, re.DOTALL)}


def test_what_is_not_for_somebody_now_is_faint_and_says_why() -> None:
    client = here(record_of({"profiles": ["shoulder"]}))
    found = bricks(client.get("/exercises/").content.decode())
    faint = {slug for slug, brick in found.items() if "wall-item-not" in brick}
    assert {"bird_dog", "side_plank"} <= faint
    for slug, brick in found.items():
        said = re.findall(r'<p class="wall-not"><b>Not for you now\.</b> (.+?)</p>', brick)
        assert bool(said) == (slug in faint)
        assert not (slug in faint and "In your plan" in brick)
        assert "/static/figures/" in brick
    assert any("shoulder" in brick for brick in found.values())


def test_only_what_is_for_me_now() -> None:
    client = here(record_of({"profiles": ["shoulder"]}))
    every = bricks(client.get("/exercises/").content.decode())
    mine = bricks(client.get("/exercises/?now=mine").content.decode())
    assert set(mine) == {slug for slug, brick in every.items() if "wall-item-not" not in brick}
    assert 0 < len(mine) < len(every)


def test_a_stranger_is_asked_no_such_thing(client: Client) -> None:
    assert 'name="now"' not in client.get("/exercises/").content.decode()


def test_what_is_in_the_plan_has_a_tick() -> None:
    client = here(record_of())
    week = set(re.findall(r'<h3 class="item-name"><a href="/exercises/(\w+)/"', client.get("/week/").content.decode()))
    found = bricks(client.get("/exercises/").content.decode())
    assert {slug for slug, brick in found.items() if "In your plan" in brick} == week != set()


def test_the_first_figures_are_there_at_once_the_others_wait(client: Client) -> None:
    found = list(bricks(client.get("/exercises/").content.decode()).values())
    assert [("data-later" in brick) for brick in found] == [n >= wall.AT_ONCE for n in range(len(EVERY))]


def test_it_comes_packed(client: Client) -> None:
    response = client.get("/exercises/", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 12_000
