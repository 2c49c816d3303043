"""The stop pages: what they say, and that no way leads past them but an answer."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from supple.core.content import load
from supple.web.people import stop
from supple.web.people.models import Record
from supple.web.people.who import standing
from tests.web.cast import STOPPING, here, record_of

CONTENT = load()
RULES = CONTENT.red_flags.rules
pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/stop/") -> str:
    """What stands on the stop page."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("&#x27;", "'")


def addresses(patterns: list[Any], before: str = "/") -> list[str]:
    """Every address of the site, with an exercise where one is asked for."""
    found: list[str] = []
    for one in patterns:
        path = before + str(one.pattern).lstrip("^").rstrip("$")
        if isinstance(one, URLResolver):
            found += addresses(one.url_patterns, path)
        elif isinstance(one, URLPattern):
            found.append(path)
    return [path.replace("<slug:slug>", "bird_dog").replace("(?P<how>bad-day|three-minutes|as-planned)", "bad-day")
            for path in found if "static" not in path]  # fmt: skip


@pytest.mark.parametrize("level", STOPPING)
def test_no_page_of_somebody_stopped_names_an_exercise_or_leads_to_one(level: str) -> None:
    client = here(record_of(**STOPPING[level]))
    for address in addresses(get_resolver().url_patterns):
        for response in (client.get(address), client.post(address, {"how": "bad-day"})):
            text = response.content.decode()
            for exercise in CONTENT.exercises.values():
                assert not re.search(rf"\b{re.escape(exercise.name)}\b", text), (address, exercise.name)
                assert "_" not in exercise.id or exercise.id not in text.replace(address, ""), address
            assert not re.search(r"\bE[0-9]{2}\b", text), address
            assert 'href="/exercises' not in text, address
            assert 'href="/today' not in text or "/who/" in address or "code" in address, address


@pytest.mark.parametrize("level", STOPPING)
@pytest.mark.parametrize("address", ["/today/", "/week/", "/exercises/", "/exercises/bird_dog/"])
def test_it_stands_in_place_of_other_pages(address: str, level: str) -> None:
    text = page(here(record_of(**STOPPING[level])), address)
    assert CONTENT.red_flags.levels[level].heading in text
    assert "<nav" not in text


@pytest.mark.parametrize(("level", "loud"), [("L0", True), ("L1", False), ("L2", False)])
def test_red_belongs_to_emergencies(level: str, loud: bool) -> None:
    assert ("stop-calm" not in page(here(record_of(**STOPPING[level])))) == loud


def test_it_says_what_was_told_why_now_and_what_to_do() -> None:
    text = page(here(record_of(saddle="new")))
    assert "Numbness or a strange feeling between the legs, new or changed" in text
    assert RULES["R01"].text.why["L0"] in text
    for line in CONTENT.red_flags.levels["L0"].do:
        assert line in text


def test_what_a_clinician_needs_is_printed_with_it() -> None:
    text = page(here(record_of(saddle="new", age=58, pain=6, onset_days=9)))
    for words in ("For the clinician", "Age 58. Pain 6 out of 10. It began 9 days ago", "R01 (L0)",
                  "<b>Your legs:</b> nothing ticked", "This page is not a diagnosis.", "Seen by"):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.text.cases])
def test_every_rule_that_stops_has_a_page(rule: Any) -> None:
    for case in rule.text.cases:
        at = standing(record_of(**case.answers))
        if at.stopped:
            said = stop.notice(at)
            assert said.heading
            assert said.sentence
            assert said.told
            assert 1 <= len(said.do) <= 4
            assert said.reasons or said.crisis


# --- The number to ring ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", STOPPING)
def test_without_a_country_the_numbers_of_everywhere_stand_alone(level: str) -> None:
    client = here(record_of(**STOPPING[level]))
    response = client.get("/stop/", HTTP_ACCEPT_LANGUAGE="de-AT,de;q=0.9")
    text = response.content.decode()
    for number in ("112", "911", "999"):
        assert f'href="tel:{number}"' in text
    assert text.count('href="tel:') == 3
    assert "Which country are you in?" in text


@pytest.mark.parametrize("code", CONTENT.emergency.countries)
def test_every_country_gets_its_own_number_first(code: str) -> None:
    client = here(record_of(saddle="new"))
    assert client.post("/stop/country/", {"country": code})["Location"] == "/stop/"
    row = CONTENT.emergency.countries[code]
    text = page(client)
    assert text.index(f'href="tel:{row.emergency[0].tel}"') == text.index('href="tel:')
    assert CONTENT.emergency.everywhere_text in text
    assert all(f'href="tel:{line.tel}"' not in text for line in row.health)  # at L0 advice would only delay
    assert all(
        f'href="tel:{tel}"' not in text for line in row.crisis for tel in line.tels if tel != row.emergency[0].tel
    )


def test_a_country_that_is_not_known_is_none() -> None:
    client = here(record_of(saddle="new"))
    client.post("/stop/country/", {"country": "DE"})
    client.post("/stop/country/", {"country": "XX<script>"})
    assert Record.objects.get().country == ""


@pytest.mark.parametrize("level", ["L1", "L2"])
def test_a_health_line_belongs_to_what_can_wait(level: str) -> None:
    client = here(record_of(**STOPPING[level]))
    client.post("/stop/country/", {"country": "DE"})
    assert 'href="tel:116117"' in page(client)


def test_thoughts_of_self_harm_get_a_kind_page_with_a_voice_to_ring() -> None:
    client = here(record_of(selfharm="yes"))
    client.post("/stop/country/", {"country": "DE"})
    text = page(client)
    assert "You matter. Please talk to someone now." in text
    assert "stop-calm" in text
    assert text.index('href="tel:112"') < text.index('href="tel:08001110111"')
    assert "Tell someone near you, and ask them to stay with you." in text


def test_beside_another_emergency_the_crisis_line_stays() -> None:
    client = here(record_of(selfharm="yes", saddle="new"))
    client.post("/stop/country/", {"country": "DE"})
    text = page(client)
    assert "Please get help now" in text
    assert 'href="tel:08001110111"' in text


@pytest.mark.parametrize(
    ("answers", "heading"),
    [
        ({"pregwarn": "yes"}, "Please ring your maternity unit now"),
        ({"preg": 30, "urine": "yes"}, "Please ring your maternity unit today"),
        ({"preg": 30, "pregrisk": "yes"}, "Ask your maternity team first"),
    ],
)
def test_in_pregnancy_the_maternity_unit_is_the_one_to_ring(answers: dict[str, Any], heading: str) -> None:
    assert heading in page(here(record_of(**answers)))
