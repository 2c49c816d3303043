"""The figure's skin and hair: by chance and stable, or as chosen; kept, taken along, and nothing of the plan."""

import json
import re

import pytest
from django.test import Client

from supple.core.errors import InputError
from supple.web.people import portable, tones
from supple.web.people.models import Record
from tests.web.cast import here, record_of

PAGE = "/my-data/figure/"
pytestmark = pytest.mark.django_db


def worn(page: str) -> str | None:
    found = re.search(r"<html [^>]*class=\"tone-(\w+)\"", page)
    return found[1] if found else None


def test_it_falls_to_each_person_by_chance_and_stays() -> None:
    record = record_of()
    seen = {worn(here(record).get(path).content.decode()) for path in ("/today/", "/exercises/", "/more/")}
    assert seen == {tones.tone_of(record, {})}
    assert seen <= set(tones.TONES)


def test_every_tone_falls_to_somebody() -> None:
    assert {tones.tone_of(Record(), {}) for _ in range(300)} == set(tones.TONES)


def test_it_can_be_chosen_and_is_kept() -> None:
    record = record_of()
    client = here(record)
    for tone in tones.TONES:
        assert client.post(PAGE, {"tone": tone})["Location"] == "/more/"
        page = client.get(PAGE).content.decode()
        assert worn(page) == tone
        assert re.findall(r'value="(\w+)" checked', page) == [tone]
    record.wishes.refresh_from_db()
    assert record.wishes.data["tone"] == "pewter"
    assert record.wishes.data["minutes"] == 10


def test_a_tone_that_is_none_changes_nothing() -> None:
    record = record_of({"tone": "umber"})
    assert here(record).post(PAGE, {"tone": "green"})["Location"] == PAGE
    assert here(record).post(PAGE)["Location"] == PAGE
    record.wishes.refresh_from_db()
    assert record.wishes.data["tone"] == "umber"


def test_it_leaves_the_plan_alone() -> None:
    client = here(record_of())
    strip = re.compile(r'class="tone-\w+"|name="csrfmiddlewaretoken" value="[^"]+"')
    before = strip.sub("", client.get("/week/").content.decode())
    for tone in tones.TONES:
        client.post(PAGE, {"tone": tone})
    assert strip.sub("", client.get("/week/").content.decode()) == before


def test_nobody_wears_the_first_one(client: Client) -> None:
    assert worn(client.get("/").content.decode()) is None


def test_it_is_taken_along() -> None:
    record = record_of({"tone": "silver"})
    taken = json.dumps(portable.exported(record)).encode()
    assert portable.imported(taken).wishes.data["tone"] == "silver"


@pytest.mark.parametrize("value", ["green", 3, None, ["umber"]])
def test_a_file_with_another_tone_is_refused(value: object) -> None:
    given = portable.exported(record_of({"tone": "silver"}))
    given["wishes"]["data"]["tone"] = value  # type: ignore[index]
    with pytest.raises(InputError, match="tone"):
        portable.imported(json.dumps(given).encode())


def test_each_is_shown_in_its_own_colours() -> None:
    page = here(record_of()).get(PAGE).content.decode()
    labels = re.findall(r'<label class="tone tone-(\w+)">(.*?)</label>', page, re.DOTALL)
    assert [tone for tone, _ in labels] == list(tones.TONES)
    assert all("/static/figures/" in label and str(tones.TONES[tone]) in label for tone, label in labels)
