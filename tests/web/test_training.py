"""The plan's pages: what a cleared person sees, and that nobody else sees an exercise of theirs."""

import json
import re
from datetime import timedelta
from typing import Any, cast

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from supple.core.content import load
from supple.core.errors import InputError
from supple.web.people import cookies, portable
from supple.web.people.models import Record
from supple.web.training import store
from supple.web.training.models import ShownPlan
from tests.web.cast import STOPPING, here, record_of

CONTENT = load()
NAMES = [exercise.name for exercise in CONTENT.exercises.values()]
PAGES = [
    "/today/",
    "/more/",
    "/today/steps/",
    "/week/",
    "/exercises/",
    "/exercises/bird_dog/",
    "/today/instead-of/bird_dog/",
]
POSTS = [
    "/exercises/walk/wish/",
    "/today/bad-day/",
    "/today/three-minutes/",
    "/today/as-planned/",
    "/today/instead-of/bird_dog/",
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def asha() -> Record:
    return record_of()


def text(response: Any) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def planned(record: Record) -> list[str]:
    """The slugs of today's items."""
    row = ShownPlan.objects.filter(person=record).latest("id")
    today = timezone.localdate().isoformat()
    return [item["exercise"] for day in row.data["days"] if day["date"] == today for item in day["items"]]


def test_it_shows_todays_items_with_minutes_and_reasons(asha: Record) -> None:
    page = text(here(asha).get("/today/"))
    slugs = planned(asha)
    assert 3 <= len(slugs) <= 4
    for slug in slugs:
        assert CONTENT.exercises[slug].name in page
    assert page.count(": this ") >= len(slugs)
    assert re.search(r"\d minutes for your back", page)
    assert page.count("Evidence ") == len(slugs)


def test_it_keeps_the_plan_it_showed(asha: Record) -> None:
    client = here(asha)
    first = client.get("/today/").content
    client.get("/week/")
    assert ShownPlan.objects.filter(person=asha).count() == 1
    strip = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
    assert strip.sub(b"", client.get("/today/").content) == strip.sub(b"", first)


def test_it_shows_the_week_and_what_is_left_out(asha: Record) -> None:
    page = text(here(asha).get("/week/"))
    for n in range(7):
        assert (timezone.localdate() + timedelta(days=n)).strftime("%A") in page
    assert "Left out, and why" in page
    assert "It needs a bar to hang from, which is not at hand at home." in page


def test_it_tells_those_to_whom_the_catalogue_leaves_too_little() -> None:
    [pair] = CONTENT.gaps.pairs
    page = text(here(record_of({"profiles": list(pair.profiles)})).get("/week/"))
    assert pair.told in page
    assert pair.told not in text(here(record_of({"profiles": ["shoulder"]})).get("/week/"))


def test_it_says_once_what_speaks_against_several() -> None:
    """Somebody unsure of their hip operation has three rows of limits, which say the same of the same exercises."""
    hips = ["hip_repl_anterior", "hip_repl_lateral", "hip_repl_posterior"]
    page = here(record_of({"profiles": hips, "place": "office"})).get("/week/").content.decode()
    blocks = re.findall(r"<div><dt>(.*?)</dt>(.*?)</div>", page, re.DOTALL)
    reasons = [tuple(re.findall(r"<dd>(.*?)</dd>", block)) for _, block in blocks]
    assert len(set(reasons)) == len(reasons)
    assert all(len(set(several)) == len(several) >= 1 for several in reasons)
    assert any(names.count("<a ") > 3 for names, _ in blocks)


def test_it_spells_out_every_step_of_today(asha: Record) -> None:
    client = here(asha)
    client.get("/today/")
    page = text(client.get("/today/steps/"))
    for slug in planned(asha):
        assert all(step.replace("'", "&#x27;") in page for step in CONTENT.exercises[slug].steps)


@pytest.mark.parametrize(("how", "most"), [("bad-day", 4), ("three-minutes", 2)])
def test_it_makes_today_small_and_back_again(asha: Record, how: str, most: int) -> None:
    client = here(asha)
    client.get("/today/")
    before = planned(asha)
    assert client.post(f"/today/{how}/", follow=True).status_code == 200
    assert 1 <= len(planned(asha)) <= most
    assert "Back to today as planned" in text(client.get("/today/"))
    client.post("/today/as-planned/")
    assert planned(asha) == before


def test_it_swaps_one_item_and_leaves_the_rest(asha: Record) -> None:
    client = here(asha)
    client.get("/today/")
    before = planned(asha)
    offers = re.findall(r'name="instead" value="(\w+)"', client.get(f"/today/instead-of/{before[0]}/").content.decode())
    assert 1 <= len(offers) <= 3
    client.post(f"/today/instead-of/{before[0]}/", {"instead": offers[0]})
    assert set(planned(asha)) == {*before[1:], offers[0]}


def test_it_takes_nothing_that_was_not_offered(asha: Record) -> None:
    client = here(asha)
    client.get("/today/")
    before = planned(asha)
    client.post(f"/today/instead-of/{before[0]}/", {"instead": "bar_hang"})
    assert planned(asha) == before
    assert client.get("/today/instead-of/moon_walk/").status_code == 302


def test_it_shows_the_catalogue_to_anybody_but_without_a_start() -> None:
    page = text(Client().get("/exercises/"))
    assert all(name.replace("'", "&#x27;") in page for name in NAMES)
    assert "Begin" not in page
    assert "In your plan" not in page


@pytest.mark.parametrize("slug", CONTENT.exercises)
def test_it_shows_each_exercise_whole(slug: str) -> None:
    exercise = CONTENT.exercises[slug]
    page = text(Client().get(f"/exercises/{slug}/"))
    for sentence in (exercise.what, exercise.feel, exercise.easier.text, exercise.harder.text, *exercise.cautions):
        assert sentence.replace("'", "&#x27;").replace('"', "&quot;") in page


def test_it_says_not_for_you_now_because() -> None:
    client = here(record_of({"profiles": ["shoulder"]}))
    page = text(client.get("/exercises/front_plank/"))
    assert "Not for you now" in page
    assert "because of your shoulder: it puts body weight through the shoulders." in page
    assert "because of your shoulder" in text(client.get("/exercises/"))


def test_it_points_to_a_twin_only_where_the_twin_may_be_done() -> None:
    twin = "In a chair or standing"
    assert twin in text(here(record_of({"profiles": ["cannot_rise"]})).get("/exercises/front_plank/"))
    assert twin not in text(here(record_of({"profiles": ["shoulder"]})).get("/exercises/front_plank/"))


def test_it_says_why_it_is_in_the_plan(asha: Record) -> None:
    client = here(asha)
    client.get("/today/")
    page = text(client.get(f"/exercises/{planned(asha)[0]}/"))
    assert "Why it is in your plan" in page
    assert ": this " in page


def test_it_takes_favourites_in_and_leaves_dislikes_out(asha: Record) -> None:
    client = here(asha)
    client.get("/today/")
    page = text(client.post("/exercises/clam/wish/", {"wish": "like"}, follow=True))
    assert "One of your favourites" in page
    assert "clam" in {slug for slug, _form in _forms(asha)}
    page = text(client.post("/exercises/clam/wish/", {"wish": "leave"}, follow=True))
    assert "You left it out" in page
    assert "clam" not in {slug for slug, _form in _forms(asha)}
    client.post("/exercises/clam/wish/", {"wish": "neither"})
    asha.wishes.refresh_from_db()
    assert asha.wishes.data["favourites"] == asha.wishes.data["dislikes"] == []
    assert client.post("/exercises/moon_walk/wish/", {"wish": "like"}).status_code == 404


def test_it_lets_no_favourite_through_a_block() -> None:
    client = here(
        record_of({"profiles": ["shoulder"], "favourites": ["front_plank", "bar_hang"], "equipment": ["bar"]})
    )
    page = text(client.get("/week/"))
    assert page.index("Front plank") > page.index("Left out, and why")
    assert "I like this one" not in text(client.get("/exercises/front_plank/"))


def test_it_hands_on_the_advice_of_the_questions_and_the_warning_cards() -> None:
    page = text(here(record_of(cycle="yes")).get("/today/"))
    assert CONTENT.red_flags.rules["R24"].text.advice["L3"] in page
    client = here(record_of(saddle="checked"))
    card = CONTENT.red_flags.rules["R03"].text.warning_card
    assert card in text(client.get("/today/"))
    assert card in text(client.get("/today/steps/"))
    assert "From your answers" not in text(here(record_of()).get("/today/"))


@pytest.mark.parametrize("level", STOPPING)
def test_it_tells_the_stopped_about_itself_without_a_menu(level: str) -> None:
    page = here(record_of(**STOPPING[level])).get("/about/").content.decode()
    assert "It does not diagnose" in page
    assert "/exercises/" not in page
    assert "/today/" not in page


def test_it_answers_an_unknown_exercise_with_not_found() -> None:
    assert Client().get("/exercises/moon_walk/").status_code == 404


@pytest.mark.parametrize("level", STOPPING)
@pytest.mark.parametrize("path", PAGES)
def test_it_shows_the_stopped_no_exercise_anywhere(level: str, path: str) -> None:
    record = record_of(**STOPPING[level])
    response = here(record).get(path)
    page = text(response)
    assert response.status_code == 200
    assert [name for name in NAMES if name in page] == []
    assert "/exercises/" not in response.content.decode()
    assert not ShownPlan.objects.filter(person=record).exists()


@pytest.mark.parametrize("path", PAGES)
def test_it_asks_who_is_here_before_a_page_that_the_stopped_may_not_see(path: str) -> None:
    """The day after a stop the device still knows them, but nobody has said who is here."""
    client = here(record_of(**STOPPING["L0"]))
    del client.cookies[cookies.HERE]
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"] == "/who/"


@pytest.mark.parametrize("level", STOPPING)
@pytest.mark.parametrize("path", POSTS)
def test_it_lets_the_stopped_change_nothing(level: str, path: str) -> None:
    record = record_of(**STOPPING[level])
    page = text(here(record).post(path, {"instead": "walk"}))
    assert [name for name in NAMES if name in page] == []
    assert not ShownPlan.objects.filter(person=record).exists()


def test_it_takes_the_plan_away_when_a_person_is_stopped_later(asha: Record) -> None:
    client = here(asha)
    client.get("/today/")
    answers = asha.answers.latest("id")
    answers.data |= {"saddle": "new"}
    answers.save()
    for path in PAGES:
        page = text(client.get(path))
        assert [name for name in NAMES if name in page] == []


def test_it_applies_a_new_condition_at_once_to_a_plan_under_way(asha: Record) -> None:
    client = here(asha)
    client.get("/today/")
    asha.wishes.data["profiles"] = ["cannot_rise"]
    asha.wishes.save()
    client.get("/today/")
    for slug, form in _forms(asha):
        assert not {"FLOOR", "KNEEL", "HANG"} & CONTENT.exercises[slug].attributes_of(form)


def test_it_applies_a_tightened_limit_at_once_to_a_plan_under_way(asha: Record) -> None:
    """As if an update had brought a limit: the plan kept an item that may no longer be done."""
    client = here(asha)
    client.get("/today/")
    row = ShownPlan.objects.get(person=asha)
    hang = {"exercise": "bar_hang", "code": "E35", "name": "Bar hang", "form": "base", "kind": "hang", "slot": "hang"}
    row.data["days"][0]["items"][0] |= hang
    row.data["content_version"] = "older"
    row.save()
    assert "bar_hang" not in text(client.get("/today/"))
    assert "bar_hang" not in planned(asha)


def _forms(record: Record) -> list[tuple[str, Any]]:
    row = ShownPlan.objects.filter(person=record).latest("id")
    return [(item["exercise"], item["form"]) for day in row.data["days"] for item in day["items"]]


def test_it_carries_rests_over_into_the_next_plan(asha: Record) -> None:
    client = here(asha)
    client.get("/today/")
    row = ShownPlan.objects.get(person=asha)
    week_ago = timedelta(days=7)
    row.start, row.end = row.start - week_ago, row.end - week_ago
    for day in row.data["days"]:
        day["date"] = (timezone.datetime.fromisoformat(day["date"]).date() - week_ago).isoformat()  # type: ignore[attr-defined]
    row.save()
    client.get("/today/")
    new = ShownPlan.objects.filter(person=asha).latest("id")
    last, first = row.data["days"][-1]["items"], new.data["days"][0]["items"]
    rested = [{item["slot"] for item in items if item["kind"] in ("core", "strength")} for items in (last, first)]
    assert not rested[0] & rested[1]


def test_it_reads_back_exactly_the_plan_it_kept(asha: Record) -> None:
    here(asha).get("/today/")
    data = ShownPlan.objects.get(person=asha).data
    assert store.dump(store.load_plan(data)) == data


def test_it_never_shows_one_person_the_plan_of_another(asha: Record) -> None:
    here(asha).get("/today/")
    ben = record_of({"profiles": ["cannot_rise"]})
    here(ben).get("/today/")
    assert set(ShownPlan.objects.values_list("person", flat=True)) == {asha.pk, ben.pk}
    for _slug, form in _forms(ben):
        assert form in ("easier", "base")
    page = text(here(ben).get("/week/"))
    assert "getting up from the floor" in page


@pytest.mark.parametrize(
    ("path", "most"),
    [("/today/", 5), ("/today/steps/", 5), ("/week/", 5), ("/exercises/", 5), ("/exercises/walk/", 10)],
)
def test_it_keeps_within_few_queries_a_page(
    asha: Record, path: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """A page that says where somebody stands on a ladder reads all that happened: five more."""
    client = here(asha)
    client.get("/today/")
    with django_assert_max_num_queries(most):
        client.get(path)


@pytest.mark.parametrize("path", ["/today/", "/today/steps/", "/week/"])
def test_it_asks_strangers_to_begin(path: str) -> None:
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize("path", ["/today/bad-day/", "/today/three-minutes/", "/today/as-planned/"])
def test_it_changes_nothing_by_a_link(asha: Record, path: str) -> None:
    assert here(asha).get(path).status_code == 405


def test_it_takes_its_plans_along_as_history_never_as_the_plan_under_way(asha: Record) -> None:
    """Somebody edits a hang into the file: it is kept as told, and shown nowhere."""
    client = here(asha)
    client.get("/today/")
    file = portable.exported(asha)
    plans = cast("list[dict[str, Any]]", file["plans"])
    hang = {"exercise": "bar_hang", "code": "E35", "name": "Bar hang", "form": "base", "kind": "hang", "slot": "hang"}
    plans[0]["data"]["days"][0]["items"][0] |= hang
    again = portable.imported(json.dumps(file).encode())
    assert "Bar hang" not in text(here(again).get("/today/"))
    assert "bar_hang" not in planned(again)
    assert ShownPlan.objects.filter(person=again).count() == 2


DAMAGED = [
    ({}, "plans: must be a list of plans"),
    ([{}], "plans[0]: must be an object of: start, end, made_on, data, planned"),
    ([{"start": "x", "end": 1, "made_on": 2, "data": {}, "planned": {}}], "plans[0].start: must be a date such as "),
    ([{"start": "2026-01-05", "end": "2026-01-11", "made_on": "2026-01-05", "data": {}, "planned": {}}],
     "plans[0]: is damaged"),
]  # fmt: skip


@pytest.mark.parametrize(("plans", "message"), DAMAGED)
def test_it_refuses_damaged_plans_and_keeps_nothing(asha: Record, plans: object, message: str) -> None:
    file = portable.exported(asha) | {"plans": plans}
    with pytest.raises(InputError) as refused:
        portable.imported(json.dumps(file).encode())
    assert str(refused.value).startswith(message)
    assert Record.objects.count() == 1
