"""Who it is: cookies, the household, the recovery code; and every address for every role."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from supple.web.people import cookies
from supple.web.people.models import Answers, Record
from supple.web.people.urls import urlpatterns
from tests.web.cast import STOPPING, here, record_of
from tests.web.walk import FIRST, SCREENS, sent

ADDRESSES = [
    "/begin/", "/begin/again/", "/begin/code/", f"/begin/{FIRST}/", "/begin/more/", "/begin/conditions/",
    "/begin/ache/", "/begin/practical/", "/begin/activities/", "/stop/", "/stop/mistake/", "/stop/again/",
    "/stop/cleared/", "/who/", "/who/code/", "/my-data/", "/my-data/export/", "/my-data/import/", "/my-data/erase/",
    "/my-data/conditions/", "/my-data/figure/",
]  # fmt: skip
OPEN = {"/who/code/", "/my-data/import/", f"/begin/{FIRST}/"}  # anybody may open these
pytestmark = pytest.mark.django_db


def known(*records: Record) -> Client:
    """A device that knows these records, the last one first, with none in use."""
    client = Client()
    for record in records:
        request, response = RequestFactory().get("/"), HttpResponse()
        request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
        cookies.enter(request, response, record.pk)
        client.cookies.update(response.cookies)
    del client.cookies[cookies.HERE]
    return client


def visiting() -> Client:
    """Somebody amid their first visit."""
    client = Client()
    client.post(f"/begin/{FIRST}/", sent(SCREENS[FIRST]))
    return client


def test_every_address_is_tried_below() -> None:
    tried = {re.sub(r"^/", "", address) for address in ADDRESSES} | {"", "stop/country/", "my-data/name/"}
    fixed = {str(one.pattern) for one in urlpatterns if "<" not in str(one.pattern)}
    assert fixed <= tried


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_is_led_to_the_questions(client: Client, address: str) -> None:
    response = client.get(address)
    if address in OPEN:
        assert response.status_code == 200
    elif address == "/begin/":
        assert response["Location"] == f"/begin/{FIRST}/"
    else:
        assert response["Location"] == ("/" if address == "/who/" else "/begin/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_known_device_is_asked_who_it_is(address: str) -> None:
    response = known(record_of()).get(address)
    if address == "/who/" or address in OPEN - {f"/begin/{FIRST}/"}:
        assert response.status_code == 200
    else:
        assert response["Location"] in ("/who/", "/begin/")
    assert known(record_of()).get("/begin/")["Location"] == "/who/"


@pytest.mark.parametrize("address", ADDRESSES)
def test_amid_the_visit_only_the_next_page_and_their_own_data_open(address: str) -> None:
    response = visiting().get(address)
    opened = {*OPEN, "/begin/code/", "/who/", "/my-data/", "/my-data/export/", "/my-data/erase/"}
    assert (response.status_code == 200) == (address in opened), response.status_code
    assert visiting().get("/today/")["Location"] == "/begin/"


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_cleared_are_never_shown_a_stop_page(address: str) -> None:
    response = here(record_of()).get(address)
    assert response.status_code in (200, 302)
    assert b"stop-head" not in response.content
    if address.startswith("/stop/"):
        assert response["Location"] == "/begin/"


@pytest.mark.parametrize("level", STOPPING)
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_stopped_see_their_stop_page_or_their_own_data(address: str, level: str) -> None:
    client = here(record_of(**STOPPING[level]))
    response = client.get(address, follow=True)
    assert response.status_code == 200
    own = {
        "/begin/code/",
        "/who/",
        "/who/code/",
        "/my-data/",
        "/my-data/export/",
        "/my-data/import/",
        "/my-data/erase/",
    }
    assert (b"stop-head" in response.content) == (address not in own)
    assert b'class="tabs"' not in response.content


@pytest.mark.parametrize("address", ["/stop/country/", "/my-data/name/"])
def test_what_only_takes_an_answer_is_not_opened(address: str) -> None:
    assert here(record_of()).get(address).status_code == 405


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one not in OPEN | {"/my-data/erase/"}])
def test_a_page_about_a_person_is_kept_by_no_cache(address: str) -> None:
    response = here(record_of()).get(address)
    assert "no-store" in response["Cache-Control"]


# --- Cookies ---------------------------------------------------------------------------------------------------------


def test_the_cookies_are_signed_and_out_of_reach(client: Client) -> None:
    client.post(f"/begin/{FIRST}/", sent(SCREENS[FIRST]))
    for name in (cookies.DEVICE, cookies.HERE):
        morsel = client.cookies[name]
        assert (morsel["httponly"], morsel["samesite"]) == (True, "Lax")
    assert client.cookies[cookies.DEVICE]["max-age"] == 400 * 86_400
    assert client.cookies[cookies.HERE]["max-age"] == 12 * 3_600


def test_a_forged_cookie_opens_nothing() -> None:
    ben = record_of()
    for forged in (ben.pk.hex, f"{ben.pk.hex}.9999999999", f"{ben.pk.hex}.9999999999:abc:def"):
        client = Client()
        client.cookies[cookies.HERE] = forged
        client.cookies[cookies.DEVICE] = forged
        assert client.get("/my-data/")["Location"] == "/begin/"


def test_one_cookie_does_not_pass_for_the_other() -> None:
    client = here(record_of())
    client.cookies[cookies.HERE] = client.cookies[cookies.DEVICE].value
    assert client.get("/my-data/").status_code == 302


def test_it_is_renewed_after_an_hour_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    client = here(record_of())
    assert cookies.HERE not in client.get("/my-data/").cookies
    later = time.time() + 3_601
    monkeypatch.setattr(time, "time", lambda: later)
    assert cookies.HERE in client.get("/my-data/").cookies


def test_after_twelve_hours_it_asks_still_you(monkeypatch: pytest.MonkeyPatch) -> None:
    client = here(record_of())
    later = time.time() + 12 * 3_600 + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.get("/my-data/")["Location"] == "/who/"
    assert client.get("/")["Location"] == "/who/"
    assert "Still you?" in client.get("/who/").content.decode()


def test_the_day_somebody_was_seen_is_kept() -> None:
    asha = record_of()
    Record.objects.update(seen_on=timezone.localdate() - timedelta(days=3))
    here(asha).get("/my-data/")
    asha.refresh_from_db()
    assert asha.seen_on == timezone.localdate()


@pytest.mark.parametrize("address", ["/begin/conditions/", "/stop/mistake/", f"/begin/{FIRST}/"])
def test_a_page_asks_the_database_five_times_at_most(
    address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    answers: dict[str, Any] = STOPPING["L0"] if "stop" in address else {}
    client = here(record_of(**answers))
    with django_assert_max_num_queries(5):
        assert client.get(address).status_code == 200


# --- A household -----------------------------------------------------------------------------------------------------


def test_the_first_page_leads_whoever_is_here_to_today() -> None:
    assert here(record_of()).get("/")["Location"] == "/today/"


def test_yes_goes_on_with_the_record() -> None:
    asha = record_of()
    client = known(asha)
    response = client.post("/who/", {"record": asha.pk.hex})
    assert response["Location"] == "/today/"
    assert client.get("/my-data/").status_code == 200


def test_several_are_listed_by_name_or_by_the_day_they_began() -> None:
    asha, ben = record_of(), record_of()
    Record.objects.filter(pk=asha.pk).update(called="Asha")
    Record.objects.filter(pk=ben.pk).update(created_on="2026-11-02")
    page = known(asha, ben).get("/who/").content.decode()
    assert "Who is it?" in page
    assert "Asha" in page
    assert "The record begun on 2 November" in page


def test_someone_else_starts_a_record_of_their_own() -> None:
    asha = record_of()
    client = known(asha)
    assert client.post("/who/", {"record": "new"})["Location"] == "/begin/"
    assert client.get("/begin/")["Location"] == f"/begin/{FIRST}/"
    client.post(f"/begin/{FIRST}/", sent(SCREENS[FIRST], "claud"))
    assert Record.objects.count() == 2
    assert Answers.objects.filter(person=asha).count() == 1


def test_the_record_of_another_device_cannot_be_chosen() -> None:
    asha, ben = record_of(), record_of()
    response = known(asha).post("/who/", {"record": ben.pk.hex})
    assert response.status_code == 400
    assert "This device does not know that record. Please choose one of these." in response.content.decode()
    assert cookies.HERE not in response.cookies


def test_a_record_that_was_erased_elsewhere_is_forgotten() -> None:
    asha = record_of()
    client = known(asha)
    asha.delete()
    response = client.get("/who/", follow=True)
    assert response.redirect_chain == [("/", 302)]
    assert "Begin" in response.content.decode()
