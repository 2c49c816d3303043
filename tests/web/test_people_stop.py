"""The stop pages: what they say, and that no way leads past them but an answer."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from supple.core.content import load
from supple.web.people import stop
from supple.web.people.models import Answers, Record
from supple.web.people.who import standing
from tests.web.cast import STOPPING, here, record_of
from tests.web.walk import FIRST, SCREENS, danger, sent

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


# --- "I ticked something by mistake" ---------------------------------------------------------------------------------


def test_a_slip_is_mended_at_once_and_both_answers_are_kept() -> None:
    client = here(record_of(saddle="new", onset_days=28))
    asked = page(client, "/stop/mistake/")
    assert 'href="tel:112"' in asked
    assert "Toilet and feeling" in asked
    assert '" checked' not in asked.split("<main")[1]
    assert client.post("/stop/mistake/", {"feeling": "none"})["Location"] == "/begin/"
    old, new = Answers.objects.order_by("id")
    assert (old.data["saddle"], old.mended, new.data["saddle"], new.draft) == ("new", True, "no", False)
    assert client.get("/begin/")["Location"] == "/today/"


def test_a_slip_amid_the_visit_goes_on_with_the_visit(client: Client) -> None:
    client.post(f"/begin/{FIRST}/", sent(SCREENS[FIRST], "saddle"))
    client.post("/stop/mistake/", {"feeling": "none"})
    assert client.get("/begin/")["Location"] == f"/begin/{list(SCREENS)[1]}/"
    assert client.get("/today/")["Location"] == "/begin/"


def test_the_group_is_asked_in_full() -> None:
    client = here(record_of(saddle="new"))
    response = client.post("/stop/mistake/", {})
    assert response.status_code == 400
    assert "Still needs an answer. None is fine." in response.content.decode()
    assert 'href="tel:112"' in response.content.decode()
    assert client.post("/stop/mistake/", {"feeling": ["1"]})["Location"] == "/stop/"
    assert Answers.objects.count() == 2


def test_a_follow_up_is_asked_again_with_its_tick() -> None:
    client = here(record_of(colic="yes", vomiting="yes"))
    assert "Now or recently" in page(client, "/stop/mistake/")
    rows = [str(n) for n, tick in enumerate(SCREENS["body"].groups[0].ticks) if tick.answer == "colic"]
    client.post("/stop/mistake/", {"now": rows})
    assert client.get("/begin/")["Location"] == "/begin/more/"
    given = {"stones_before": "yes", "single_kidney": "no", "no_urine": "no", "vomiting": "no"}
    client.post("/begin/more/", given)
    at = standing(Record.objects.get())
    assert at.stopped
    assert at.outcome
    assert getattr(at.outcome, "level", "") == "L1"


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.text.cases])
def test_every_stop_can_be_mended(rule: Any) -> None:
    for case in rule.text.cases:
        record = record_of(**case.answers)
        if standing(record).stopped:
            text = page(here(record), "/stop/mistake/").split("<main")[1]
            assert text.count("<fieldset") + text.count("<input") > 1


# --- A day later, or with a clinician's word -------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["L0", "L1"])
def test_for_a_day_the_questions_stay_answered(level: str) -> None:
    client = here(record_of(**STOPPING[level]))
    assert "After a day you can answer the questions again." in page(client)
    assert client.get("/stop/again/")["Location"] == "/stop/"
    assert client.post("/stop/again/", {"looked": "yes"})["Location"] == "/stop/"
    assert client.post(f"/begin/{FIRST}/", sent(SCREENS[FIRST]))["Location"] == "/stop/"


@pytest.mark.parametrize("level", ["L0", "L1"])
def test_after_a_day_it_asks_whether_a_clinician_has_looked(level: str) -> None:
    client = here(record_of(**STOPPING[level]))
    Answers.objects.update(answered_at=timezone.now() - timedelta(hours=24))
    assert "Has a clinician looked at it since?" in page(client, "/stop/again/")
    assert "Still needs an answer." in client.post("/stop/again/", {}).content.decode()
    assert (
        "This page stays until somebody has looked." in client.post("/stop/again/", {"looked": "no"}).content.decode()
    )
    assert client.post("/stop/again/", {"looked": "yes"})["Location"] == "/begin/"
    assert "Go on with the questions" in page(client)
    assert '" checked' not in page(client, f"/begin/{FIRST}/").split("<main")[1]
    danger(client)
    assert client.get("/begin/")["Location"] == "/today/"
    assert Answers.objects.filter(looked=True).count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"by": "", "date": "2026-01-05"}, "Please say who looked at it."),
        ({"by": "GP", "date": ""}, "Please give a date such as 2026-11-01."),
        ({"by": "GP", "date": "2026-02-30"}, "Please give a date such as 2026-11-01."),
        ({"by": "GP", "date": "tomorrow"}, "That day is still to come. Please give the day of the visit."),
        ({"by": "GP", "date": "2001-01-05"}, "That is more than a year ago. Please have it looked at again."),
        ({"by": "g" * 81, "date": "2026-01-05"}, "Please use at most 80 letters."),
    ],
)
def test_it_says_what_is_wrong_with_a_clearance(given: dict[str, str], words: str) -> None:
    client = here(record_of(constant="yes"))
    if given["date"] == "tomorrow":
        given = given | {"date": (timezone.localdate() + timedelta(days=1)).isoformat()}
    response = client.post("/stop/cleared/", given)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert Answers.objects.count() == 1


def test_a_clinicians_word_opens_the_way_and_is_kept() -> None:
    client = here(record_of(constant="yes"))
    day = timezone.localdate() - timedelta(days=2)
    assert client.post("/stop/cleared/", {"by": " my doctor ", "date": day.isoformat()})["Location"] == "/begin/"
    assert client.get("/begin/")["Location"] == "/today/"
    assert Answers.objects.count() == 2
    word = Answers.objects.latest("id").data["clearances"]
    assert word == [{"rule": "R39", "date": day.isoformat(), "by": "my doctor"}]
    assert "Cleared by my doctor" in page(client, "/my-data/")


@pytest.mark.parametrize("level", ["L0", "L1"])
def test_no_word_clears_what_needs_help_today(level: str) -> None:
    client = here(record_of(**STOPPING[level]))
    given = {"by": "GP", "date": timezone.localdate().isoformat()}
    assert client.post("/stop/cleared/", given)["Location"] == "/stop/"
    assert Answers.objects.count() == 1


def test_while_a_check_is_waited_for_new_answers_only_tighten() -> None:
    client = here(record_of(constant="yes"))
    assert "It got worse, or something new came" in page(client)
    assert "Worse, or new" in page(client, "/stop/again/")
    assert client.post("/stop/again/")["Location"] == "/begin/"
    assert danger(client)["Location"] == "/stop/"
    assert Answers.objects.latest("id").data["constant"] == "yes"
    client.post("/stop/again/")
    assert danger(client, "saddle")["Location"] == "/stop/"
    assert "Please get help now" in page(client)


def test_time_alone_never_opens_the_way() -> None:
    client = here(record_of(surgery="belly", surgery_weeks=11))
    Answers.objects.update(answered_on=timezone.localdate() - timedelta(weeks=6), answered_at=timezone.now())
    assert client.get("/today/").status_code in (200, 302)
    assert standing(Record.objects.get()).outcome.__class__.__name__ != "Cleared"


def test_the_word_of_a_year_ago_has_run_out() -> None:
    old = date.fromisoformat("2001-01-05").isoformat()
    record = record_of(constant="yes", clearances=[{"rule": "R39", "date": old, "by": "GP"}])
    assert standing(record).stopped
