"""Conditions, ache, what is at hand, activities: whatever is sent, what is kept can be planned with, and nothing else
of what somebody has said is lost by it."""

import re
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from supple.core.content import load
from supple.core.person import parse_wishes
from supple.core.request import WISHES
from supple.web.people import activities, own, phrases
from supple.web.people.models import Wishes
from tests.web.cast import here, record_of

CONTENT = load()
SLUGS = tuple(CONTENT.exercises)
NONSENSE = st.one_of(st.sampled_from(["", " ", "none", "on", "<b>", "-1", "3.5", "٣", "1e3", "24:00", "7:3", "07:30"]),
                     st.text(max_size=5))  # fmt: skip
WORDS: dict[str, dict[str, Any]] = {
    "conditions": {"conditions": [*own.condition_words(), "none"]},
    "ache": {"side": [*phrases.side()], "when": [*phrases.when()], "quality": [*phrases.quality()],
             "goals": [*phrases.goals()]},
    "practical": {"minutes": ["3", "10", "20", "61"], "other_minutes": ["2", "3", "45", "60", "061"],
                  "place": [*phrases.place()], "equipment": [*phrases.equipment()], "dislikes": [*phrases.dislikes()],
                  "sitting_hours": ["0", "24", "25"], "sex": [*phrases.sex()], "rise_time": ["06:15", "23:59"],
                  "session_time": ["18:00", "18:00:00"]},
    "activities": {f"{part}{n}": ["Gardening", "gardening ", "0", "10", "11"]
                   for part in ("name", "value") for n in range(activities.ACTIVITIES)} | {"interference": ["0", "11"]},
}  # fmt: skip


@st.composite
def posts(draw: st.DrawFn, slug: str) -> QueryDict:
    """What a page sends, what no page sends, and both together."""
    post = QueryDict(mutable=True)
    for name, words in WORDS[slug].items():
        post.setlist(name, draw(st.lists(st.sampled_from(words) | NONSENSE, max_size=4)))
    return post


def planned_with(values: dict[str, Any]) -> None:
    """Raises where the core would refuse what is kept."""
    parse_wishes({key: value for key, value in values.items() if key in WISHES}, SLUGS)


@given(posts("conditions"))
def test_conditions_are_those_that_were_ticked_and_one_answer_there_must_be(post: QueryDict) -> None:
    read, ticked = own._read_conditions(post), set(post.getlist("conditions"))
    known = ticked & set(own.condition_words())
    unsure = {*own.HIPS} if own.HIP_UNSURE in known else set[str]()
    assert set(read.values["profiles"]) == known - {own.HIP_UNSURE} | unsure
    assert len(set(read.values["profiles"])) == len(read.values["profiles"])
    assert set(read.values["profiles"]) <= set(CONTENT.profiles)
    assert bool(read.wrong) == (("none" in ticked) == bool(known))


@given(posts("ache"))
def test_an_ache_is_never_wrong_and_can_be_planned_with(post: QueryDict) -> None:
    read = own._read_ache(post)
    assert not read.wrong
    planned_with(read.values)
    for name, words in (("when", phrases.when()), ("quality", phrases.quality())):
        assert set(read.values["ache"][name]) == set(post.getlist(name)) & set(words)
    assert set(read.values["goals"]) == set(post.getlist("goals")) & set(phrases.goals())
    assert read.values["ache"].get("side") == (post.get("side") if post.get("side") in phrases.side() else None)


@settings(max_examples=200)
@given(posts("practical"))
def test_what_is_at_hand_is_refused_or_can_be_planned_with(post: QueryDict) -> None:
    read = own._read_practical(post)
    planned_with(read.values)
    assert ("minutes" in read.values) != ("minutes" in read.wrong)
    for name in ("sitting_hours", "rise_time", "session_time"):
        typed = post.get(name, "").strip()
        assert (name in read.values) + (name in read.wrong) == bool(typed)
        assert name not in read.wrong or read.shown.values[name] == (typed if name == "sitting_hours" else typed[:5])
    assert own._show_practical(read.shown)["open"] or not read.wrong


@given(posts("activities"))
def test_an_activity_has_a_name_of_its_own_and_a_number_or_is_refused(post: QueryDict) -> None:
    read = activities.read(post)
    if not read.wrong:
        names = [read.values[f"name{n}"] for n in range(activities.ACTIVITIES) if read.values[f"name{n}"]]
        assert len({name.casefold() for name in names}) == len(names)
        for n in range(activities.ACTIVITIES):
            assert bool(read.values[f"name{n}"]) == (read.values.get(f"value{n}") in range(11))
    assert read.values.get("interference", 0) in range(11)


def test_what_can_be_chosen_is_what_the_core_knows() -> None:
    """Each word of each page can be planned with, by itself."""
    for slug, key in (("practical", "place"), ("practical", "equipment"), ("practical", "dislikes"), ("ache", "goals")):
        for word in WORDS[slug][key]:
            planned_with({key: word if key == "place" else [word]})
    assert set(phrases.equipment()) == set(CONTENT.words.equipment)
    assert {profile.id for profile in CONTENT.profiles.values() if profile.ask} | {own.HIP_UNSURE} == set(
        own.condition_words()
    )


# --- Kept -------------------------------------------------------------------------------------------------------------

SENT: dict[str, dict[str, Any]] = {
    "conditions": {"conditions": ["wrist"]},
    "ache": {"side": "left", "goals": ["sport"]},
    "practical": {"minutes": "20", "place": "office", "dislikes": ["kneeling"]},
    "activities": {"name0": "Gardening", "value0": "4"},
}
ASKED = {"conditions": {"profiles"}, "ache": {"ache", "goals"}, "practical": set(own._PRACTICAL), "activities": set()}
ALL_OF_IT: dict[str, Any] = {
    "profiles": ["shoulder"], "tone": "umber", "favourites": ["bird_dog"], "dislikes": ["floor", "side_plank"],
    "equipment": ["band"], "sex": "female", "sitting_hours": 8, "rise_time": "06:30", "session_time": "18:00",
    "minutes": 10, "place": "home", "goals": ["less_pain"],
    "ache": {"side": "both", "when": ["sitting"], "quality": ["stiff"]},
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SENT)
def test_a_page_changes_what_it_asks_and_nothing_else(slug: str) -> None:
    record = record_of(ALL_OF_IT)
    assert here(record).post(f"/my-data/{slug}/", SENT[slug])["Location"] == "/my-data/"
    kept = Wishes.objects.get(person=record).data
    assert {key: kept.get(key) for key in ALL_OF_IT if key not in ASKED[slug]} == {
        key: value for key, value in ALL_OF_IT.items() if key not in ASKED[slug]
    }


@pytest.mark.django_db
def test_an_exercise_that_was_left_out_stays_out_when_the_minutes_change() -> None:
    """The page asks for positions alone; single exercises are left out on their own pages."""
    record = record_of(ALL_OF_IT)
    client = here(record)
    client.post("/my-data/practical/", SENT["practical"])
    assert Wishes.objects.get(person=record).data["dislikes"] == ["kneeling", "side_plank"]
    assert "side_plank" not in re.findall(r'<h3 class="item-name"><a href="/exercises/(\w+)/"',
                                          client.get("/week/").content.decode())  # fmt: skip
    client.post("/my-data/practical/", SENT["practical"] | {"dislikes": []})
    assert Wishes.objects.get(person=record).data["dislikes"] == ["side_plank"]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SENT)
def test_a_page_shows_again_what_was_kept(slug: str) -> None:
    """Sent back as it is shown, it changes nothing."""
    record = record_of(ALL_OF_IT)
    client = here(record)
    page = client.get(f"/my-data/{slug}/").content.decode()
    form = re.findall(r"<form.*?</form>", page, re.DOTALL)[-1]
    ticked = [(re.search(r'name="(\w+)"', one), re.search(r'value="([^"]*)"', one))
              for one in re.findall(r"<input[^>]*>", form)
              if " checked" in one or not re.search(r'type="(radio|checkbox|hidden)"', one)]  # fmt: skip
    sent: dict[str, list[str]] = {}
    for name, value in ticked:
        if name and value:
            sent.setdefault(name[1], []).append(value[1])
    assert sent or slug == "activities"
    assert client.post(f"/my-data/{slug}/", sent)["Location"] == "/my-data/"
    kept = Wishes.objects.get(person=record).data
    assert {key: sorted(value) if isinstance(value, list) else value for key, value in kept.items()} == {
        key: sorted(value) if isinstance(value, list) else value for key, value in ALL_OF_IT.items()
    }
