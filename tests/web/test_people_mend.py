"""The ways on from a stop page: a slip mended, a day later, a clinician's word; all of them answers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from supple.core.content import load
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
