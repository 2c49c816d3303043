"""My data: read, corrected, taken along, brought back, erased; and never anybody else's."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from supple.core.content import load
from supple.web.people import cookies, portable
from supple.web.people.models import Answers, Measure, Record, Wishes
from tests.content.test_wording import AVOID
from tests.web.cast import here, record_of
from tests.web.walk import whole_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def asha() -> Record:
    """Somebody with a row of every kind."""
    record = record_of({"profiles": ["wrist"]}, claud="yes", legpain="mild")
    Record.objects.filter(pk=record.pk).update(called="Asha", country="DE")
    today = record.created_on
    Measure.objects.create(person=record, on=today, what="activity", name="Gardening", value=4)
    Measure.objects.create(person=record, on=today, what="interference", value=6)
    record.refresh_from_db()
    return record


def file_of(record: Record) -> dict[str, Any]:
    """What the export holds."""
    response = here(record).get("/my-data/export/")
    assert response["Content-Disposition"].startswith("attachment")
    found: dict[str, Any] = json.loads(response.content)
    return found


def bring(client: Client, content: bytes) -> Any:
    """The import of a file."""
    return client.post("/my-data/import/", {"file": SimpleUploadedFile("supple.json", content)})


def test_everything_is_read_back_in_plain_words(asha: Record) -> None:
    page = here(asha).get("/my-data/").content.decode()
    for words in ("Asha", "A painful wrist", "Gardening", "10 minutes a day", "Both sides", "Stiff", "Less stiffness",
                  "Legs ache or go heavy", "Pain or tingling below the knee; Leg pain for 2 weeks",
                  "Age 40. Pain 3 out of 10"):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize("slug", ["conditions", "ache", "practical", "activities"])
def test_each_page_can_be_changed_and_left(asha: Record, slug: str) -> None:
    page = here(asha).get(f"/my-data/{slug}/").content.decode()
    assert "Step " not in page.replace("Step or", "")
    assert "Leave it as it was" in page
    assert " checked" in page


def test_a_change_is_kept_and_leads_back(asha: Record) -> None:
    client = here(asha)
    assert client.post("/my-data/conditions/", {"conditions": ["shoulder"]})["Location"] == "/my-data/"
    data = Wishes.objects.get(person=asha).data
    assert data["profiles"] == ["shoulder"]
    assert data["minutes"] == 10


def test_a_name_is_kept_or_refused(asha: Record) -> None:
    client = here(asha)
    client.post("/my-data/name/", {"called": "  Asha   M. "})
    assert Record.objects.get().called == "Asha M."
    response = client.post("/my-data/name/", {"called": "A" * 41})
    assert response.status_code == 400
    assert "Please use at most 40 letters." in response.content.decode()
    assert Record.objects.get().called == "Asha M."


def test_the_country_can_be_changed_here_too(asha: Record) -> None:
    assert here(asha).post("/stop/country/", {"country": "FR"})["Location"] == "/my-data/"
    assert Record.objects.get().country == "FR"


def test_words_of_others_are_shown_as_words(asha: Record) -> None:
    Measure.objects.update(name="<script>alert(1)</script>")
    Record.objects.update(called="<b>Asha</b>")
    page = here(asha).get("/my-data/").content.decode()
    assert "<script>alert" not in page
    assert "<b>Asha" not in page


# --- Never anybody else's --------------------------------------------------------------------------------------------


def test_one_person_never_reads_another(asha: Record) -> None:
    ben = here(record_of())
    for address in ("/my-data/", "/my-data/export/", "/my-data/conditions/", "/my-data/activities/", "/begin/code/"):
        text = ben.get(address).content.decode()
        assert "Asha" not in text
        assert "Gardening" not in text
        assert asha.pk.hex not in text
        assert str(asha.pk) not in text


def test_one_person_never_changes_another(asha: Record) -> None:
    before = file_of(asha)
    ben = here(record_of())
    ben.post("/my-data/conditions/", {"conditions": "none"})
    ben.post("/my-data/activities/", {"name0": "Gardening", "value0": "9"})
    ben.post("/my-data/name/", {"called": "Ben"})
    ben.post("/my-data/erase/", {"sure": "yes"})
    assert file_of(asha) == before


# --- One file --------------------------------------------------------------------------------------------------------


def test_the_file_comes_back_as_a_record_of_its_own(asha: Record) -> None:
    before = file_of(asha)
    assert (before["format"], before["version"]) == ("supple-record", 1)
    client = Client()
    assert bring(client, json.dumps(before).encode())["Location"] == "/today/"
    copy = Record.objects.exclude(pk=asha.pk).get()
    assert portable.exported(copy) | {"plans": None} == before | {"plans": None}
    assert copy.code_hash is None
    assert client.get("/my-data/").status_code == 200
    assert file_of(asha) == before


def test_the_file_of_somebody_stopped_stops_them_here_too() -> None:
    text = json.dumps(file_of(record_of(saddle="new"))).encode()
    client = Client()
    bring(client, text)
    assert b"stop-head" in client.get("/today/").content


DAMAGES: list[tuple[str, Any, str]] = [
    ("format", "other", 'format: must be "supple-record"'),
    ("version", 2, "version: must be 1, not 2"),
    ("extra", 1, "extra: unknown key"),
    ("record", [], "record: must be an object"),
    ("record.created_on", "2999-01-01", "record.created_on: 2999-01-01 is after today"),
    ("record.called", "A" * 41, "record.called: must be text of at most 40 letters"),
    ("record.country", "XX", "record.country: \"XX\" is no country code that is known here"),
    ("record.country", [7], "record.country: [7] is no country code that is known here"),
    ("record.country", None, "record.country: None is no country code that is known here"),
    ("answers", {}, "answers: must be a list"),
    ("answers.0.data.saddle", "maybe", "answers[0].data.saddle: \"maybe\" is not one of: no, checked, new"),
    ("answers.0.data.age", 10**30, "answers[0].data.age: must be a whole number from 0 to 120"),
    ("answers.0.data.hats", 3, "answers[0].data.hats: unknown key"),
    ("answers.0.draft", "no", "answers[0].draft: must be true or false"),
    ("answers.0.answered_at", "2999-01-01T00:00:00+00:00", "answers[0].answered_at: must be a moment in the past"),
    ("answers.0.answered_at", "2020-01-01T00:00:00", "answers[0].answered_at: must be a moment in the past"),
    ("answers.0.answered_at", "0001-01-01T00:00:00+14:00", "answers[0].answered_at: must be a moment in the past"),
    ("answers.0.screens", {"nerves": {"legs": "0"}}, "answers[0].screens.nerves.legs: must be a list of texts"),
    ("wishes.data.minutes", 2, "minutes: must be a whole number from 3 to 60"),
    ("wishes.data.profiles", ["acute_flare"], "wishes.data.profiles[0]: \"acute_flare\" is not one of"),
    ("wishes.data.hats", 3, "wishes.data.hats: unknown key"),
    ("measures.0.value", 11, "measures[0].value: must be a whole number from 0 to 10"),
    ("measures.0.what", "height", "measures[0].what: must be interference or activity"),
    ("record.called", "\ud800", "file: is not JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "words"), DAMAGES, ids=[f"{one[0]}-{n}" for n, one in enumerate(DAMAGES)])
def test_a_file_that_is_not_whole_is_refused_with_one_sentence(asha: Record, path: str, value: Any, words: str) -> None:
    given = file_of(asha)
    part: Any = given
    *way, last = path.split(".")
    for name in way:
        part = part[int(name)] if isinstance(part, list) else part[name]
    part[last] = value
    client = Client()
    response = bring(client, json.dumps(given).encode())
    assert response.status_code == 400
    page = response.content.decode().replace("&quot;", '"')
    assert f"This file cannot be used ({words}" in page
    assert "nothing was changed." in page
    assert list(Record.objects.all()) == [asha]
    assert cookies.HERE not in response.cookies


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'"x"',
        b"[" * 100_000,
        b'{"format": "supple-record", "version": 1}',
        b"9" * 5_000,
        b'{"format": 1e999}',
        b'{"format": NaN}',
    ],
)
def test_what_is_no_file_of_ours_is_refused(text: bytes) -> None:
    response = bring(Client(), text)
    assert response.status_code == 400
    assert "nothing was changed." in response.content.decode() or not text
    assert not Record.objects.exists()


def test_a_missing_file_is_asked_for() -> None:
    assert "Please choose a file." in Client().post("/my-data/import/", {}).content.decode()


def test_another_app_can_add_its_rows(asha: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portable, "_PARTS", dict(portable._PARTS))
    loaded: list[Any] = []
    portable.register("stars", lambda record: ["*"], lambda record, value: loaded.append(value))
    given = portable.exported(asha)
    assert given["stars"] == ["*"]
    portable.imported(json.dumps(given).encode())
    assert loaded == [["*"]]


# --- Erased ----------------------------------------------------------------------------------------------------------


def test_erasing_takes_two_steps_and_leaves_nothing(asha: Record) -> None:
    other = record_of()
    client = here(asha)
    client.get("/today/")
    response = client.post("/my-data/erase/", {})
    assert response.status_code == 400
    assert "Please tick that you mean it." in response.content.decode()
    assert Record.objects.count() == 2
    response = client.post("/my-data/erase/", {"sure": "yes"})
    assert response["Location"] == "/?gone"
    assert list(Record.objects.all()) == [other]
    for model in (Answers, Wishes):
        assert set(model.objects.values_list("person", flat=True)) == {other.pk}
    assert not Measure.objects.exists()
    assert "Your record and everything in it is gone from here." in client.get("/?gone").content.decode()
    assert client.get("/my-data/")["Location"] == "/begin/"


def test_the_others_of_a_household_stay() -> None:
    client = Client()
    whole_visit(client)
    client.post("/who/", {"record": "new"})
    whole_visit(client)
    assert Record.objects.count() == 2
    client.post("/my-data/erase/", {"sure": "yes"})
    assert client.get("/my-data/")["Location"] == "/who/"
    assert "Still you?" in client.get("/who/").content.decode()


def test_no_word_that_frightens_stands_in_the_pages() -> None:
    files = [*Path("supple/web/people/templates").rglob("*.html"), *Path("supple/web/people").glob("*.py")]
    for file in files:
        for words in re.findall(r'(?:translate "|_\("|blocktranslate[^%]*%}|}}|^<p>)([^"{}]+)', file.read_text()):
            for avoid in AVOID:
                assert not re.search(rf"\b{avoid}" if avoid != "!" else "!", words, re.I), (file, words)


def test_every_country_has_a_name() -> None:
    page = here(record_of()).get("/my-data/").content.decode()
    for row in load().emergency.countries.values():
        assert row.name.replace("'", "&#x27;") in page


@pytest.mark.django_db(transaction=True)
def test_what_was_erased_stands_in_no_file_any_more() -> None:
    asha = record_of()
    Measure.objects.create(person=asha, on=asha.created_on, what="activity", name="Playing the bassoon", value=4)
    database = Path(connection.settings_dict["NAME"])
    files = [database, database.with_name(f"{database.name}-wal")]
    assert any(b"bassoon" in file.read_bytes() for file in files)
    here(asha).post("/my-data/erase/", {"sure": "yes"})
    assert not any(b"bassoon" in file.read_bytes() for file in files if file.exists())
