"""A host's own exercise and questionnaire on the site: the same pages, the same limits, and no picture needed."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from supple.core import own
from supple.core.content import Content
from supple.web.measures.models import Result
from supple.web.people.models import Record
from supple.web.training.models import Session, ShownPlan
from tests.hosted import EXAMPLE, forget, hosted
from tests.web.cast import STOPPING, here, record_of
from tests.web.lives import DAY
from tests.web.played import begin, done

pytestmark = pytest.mark.django_db
WORK = "/questions/working_day/"
GOOD = {"sitting": "1", "lifting": "2", "content": "6", "breaks": "3"}


@pytest.fixture(autouse=True)
def known() -> Iterator[Content]:
    with hosted(EXAMPLE) as content:
        yield content


@pytest.fixture
def asha() -> Record:
    return record_of({"favourites": ["heel_raise"], "minutes": 20})


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.unescape(response.content.decode())).split())


def planned(record: Record) -> dict[str, list[tuple[str, str]]]:
    """(exercise, form) of each day of the plan."""
    row = ShownPlan.objects.filter(person=record).latest("id")
    return {day["date"]: [(item["exercise"], item["form"]) for item in day["items"]] for day in row.data["days"]}


# ---- its exercise ----


def test_its_page_is_whole_without_a_picture(known: Content) -> None:
    response = Client().get("/exercises/heel_raise/")
    page, one = text(response), known.exercises["heel_raise"]
    for sentence in (one.what, one.feel, one.easier.text, one.harder.text, *one.steps, *one.cautions, *one.setup):
        assert sentence in page
    assert "Whoever runs this site added this exercise" in page
    assert "Agreed by the physiotherapists of an invented clinic" in page
    assert b"stage-still" not in response.content and b'<svg class="figure' not in response.content
    assert "Whoever runs this site" not in text(Client().get("/exercises/bird_dog/"))


def test_the_wall_shows_it_among_the_others(asha: Record) -> None:
    for client in (Client(), here(asha)):
        assert 'href="/exercises/heel_raise/"' in client.get("/exercises/").content.decode()


def test_it_enters_the_plan_and_is_guided_through_a_session(asha: Record) -> None:
    client = here(asha)
    assert "Heel raise" in text(client.get("/week/"))
    days = planned(asha)
    assert any(slug == "heel_raise" for items in days.values() for slug, _form in items)
    today = days[timezone.localdate().isoformat()]
    assert "heel_raise" in [slug for slug, _form in today], "a favourite comes on the first day"
    assert re.search(
        r'Heel raise</a>.*?class="item-why">You like it\.', client.get("/today/").content.decode(), re.DOTALL
    )
    assert "Heel raise" in text(client.get("/today/")) and "Rise slowly" in text(client.get("/today/steps/"))
    player = client.get(f"/session/{begin(client).key}/")
    assert player.status_code == 200 and "Heel raise" in html.unescape(player.content.decode())
    document = Session.objects.get().document
    assert document is not None and "heel_raise" in [item["exercise"] for item in document["items"]]
    assert client.get("/today/paper/").content.startswith(b"%PDF")


def test_a_condition_bars_it_as_its_attributes_say() -> None:
    record = record_of({"favourites": ["heel_raise"], "profiles": ["pelvic_girdle"], "minutes": 20})
    client = here(record)
    client.get("/week/")
    forms = {form for items in planned(record).values() for slug, form in items if slug == "heel_raise"}
    assert forms <= {"easier"}, "the base form asks for balance"


@pytest.mark.parametrize("level", STOPPING)
def test_the_stopped_see_nothing_of_it(level: str) -> None:
    client = here(record_of({"favourites": ["heel_raise"]}, **STOPPING[level]))
    for page in ("/exercises/heel_raise/", "/exercises/", "/today/", "/week/", "/today/paper/", WORK, f"{WORK}result/",
                 "/self-tests/", "/self-tests/one_leg_heel_raises/"):  # fmt: skip
        response = client.get(page)
        assert b"stop-head" in response.content
        assert "heel raise" not in text(response).lower() and "full crate" not in text(response)


# ---- its questionnaire ----


def test_its_questionnaire_gets_form_score_line_and_place(asha: Record) -> None:
    client = here(asha)
    assert f'href="{WORK}"' in client.get("/progress/").content.decode()
    form = text(client.get(WORK))
    for words in ("Sitting through a meeting was", "not possible", "I went home early", "From 0 to 12",
                  "You may leave one out.", "Invented as an example.", "Whoever runs this site added"):  # fmt: skip
        assert words in form, words
    assert client.post(WORK, GOOD)["Location"] == f"{WORK}result/"
    page = text(client.get(f"{WORK}result/"))
    assert "34.5 %" in page and "Sitting and lifting: 3 / 6" in page and "Changes under 15 may be chance." in page
    assert f'href="{WORK}"' not in client.get("/progress/").content.decode()
    Result.objects.update(at=timezone.now() - DAY * 42)
    client.post(WORK, {"sitting": "0", "lifting": "0", "content": "9", "breaks": "1", "early": "1"})
    later = client.get(f"{WORK}result/")
    assert "Clearly better than at the start." in text(later)
    assert later.content.decode().count('class="chart-dot') == 2


def test_what_may_be_left_out_is_what_the_file_says(asha: Record) -> None:
    client = here(asha)
    one_less = {name: value for name, value in GOOD.items() if name != "lifting"}
    assert client.post(WORK, one_less).status_code == 302
    assert "30.8 %" in text(client.get(f"{WORK}result/"))
    two_less = client.post(WORK, {"sitting": "1", "breaks": "3"})
    assert two_less.status_code == 400 and text(two_less).count("Still needs an answer.") == 2


def test_a_number_out_of_range_is_refused(asha: Record) -> None:
    response = here(asha).post(WORK, GOOD | {"breaks": "13"})
    assert response.status_code == 400 and "Please give a whole number from 0 to 12." in text(response)


def test_its_advice_is_shown_without_numbers_to_ring(asha: Record) -> None:
    here(asha).post(WORK, {"sitting": "3", "lifting": "3", "content": "0", "breaks": "12", "early": "1"})
    page = here(asha).get(f"{WORK}result/")
    assert "ask at our desk" in text(page) and "please ring at once" not in text(page)


def test_answers_outlive_the_folder(asha: Record) -> None:
    """Where the file is gone, nothing breaks, and the answers still belong to the person."""
    client = here(asha)
    client.get("/today/")
    session = done(client, asha)
    client.post(WORK, GOOD)
    with_it = client.get("/my-data/export/").json()["results"]
    own.use(None)
    forget()
    assert client.get(WORK).status_code == client.get("/exercises/heel_raise/").status_code == 404
    pages = ["/progress/", "/my-data/", "/questions/", "/today/", "/today/steps/", "/week/", "/diary/"]
    for page in [*pages, f"/session/{session.key}/done/"]:
        response = client.get(page)
        assert response.status_code == 200, page
        assert page not in ("/today/", "/today/steps/", "/week/") or "Heel raise" not in text(response), page
    assert client.get("/my-data/export/").json()["results"] == with_it != []
    assert "heel_raise" not in [slug for items in planned(asha).values() for slug, _form in items]


# ---- its self-test ----


def test_its_self_test_is_listed_checked_done_and_told_without_a_picture(asha: Record, known: Content) -> None:
    client, slug = here(asha), "one_leg_heel_raises"
    test = known.self_tests[slug]
    taps, address = f"/self-tests/check/{slug}/", f"/self-tests/{slug}/"
    assert test.name in text(client.get("/self-tests/"))
    assert test.name not in text(client.get(taps)) and client.get(taps).status_code == 200
    assert client.post(taps, {"since": "none", "pain": "2", "up": "long"})["Location"] == address
    form = client.get(address)
    for sentence in (test.name, test.what, *test.setup, *test.steps, *test.stop):
        assert sentence in text(form)
    assert form.status_code == 200 and b"stage-still" not in form.content and b'<svg class="figure' not in form.content
    result = client.post(address, {"raises-left-0": "20", "raises-right-0": "18"})["Location"]
    told = text(client.get(result))
    assert "20 times" in told and "18 times" in told and "The sides differ by 2 times" in told
    assert client.get(f"{result}correct/").status_code == 200


def test_a_condition_bars_its_self_test_and_says_so(known: Content) -> None:
    test = known.self_tests["one_leg_heel_raises"]
    response = here(record_of({"profiles": ["pelvic_girdle"]})).get(f"/self-tests/{test.id}/")
    page = text(response)
    assert response.status_code == 200 and "pelvic" in page
    assert not any(step in page for step in test.steps) and b"<form" not in response.content.partition(b"<main")[2]


def test_a_file_from_here_is_read_where_the_folder_is_not(asha: Record) -> None:
    """Whoever leaves a clinic takes everything along; what the next home does not know, it does not plan."""
    client = here(asha)
    client.get("/today/")
    done(client, asha)
    client.post(WORK, GOOD)
    file = client.get("/my-data/export/").content
    own.use(None)
    forget()
    new = Client()
    brought = new.post("/my-data/import/", {"file": SimpleUploadedFile("supple.json", file)})
    assert brought.status_code == 302, text(brought)
    assert "Heel raise" not in text(new.get("/today/")) and new.get("/progress/").status_code == 200
    assert new.get("/my-data/export/").json()["results"] == json.loads(file)["results"]
