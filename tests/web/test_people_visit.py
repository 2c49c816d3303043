"""The first visit: every page answers as it should, loses nothing, and stops at the right moment."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from supple.core import triage
from supple.core.answers import parse
from supple.core.content import load
from supple.core.person import parse_wishes
from supple.core.request import WISHES
from supple.web.people.models import Answers, Measure, Record
from supple.web.people.models import Wishes as Wished
from tests.web.cast import here, record_of
from tests.web.walk import FIRST, LAST, NUMBERS, PRACTICAL, SCREENS, danger, screen_of, sent, whole_visit

NONE_IS_FINE = "Still needs an answer. None is fine."
BOTH = "You ticked “None of these” and something else. Please keep the one that is right."
pytestmark = pytest.mark.django_db


def place(response: Any) -> str:
    """Where an answer leads."""
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def last_answers() -> Answers:
    """The newest set of anybody."""
    return Answers.objects.latest("id")


def test_nothing_is_kept_before_the_first_screen_is_sent(client: Client) -> None:
    assert client.get("/").status_code == 200
    assert place(client.get("/begin/")) == f"/begin/{FIRST}/"
    assert client.get(f"/begin/{FIRST}/").status_code == 200
    assert not Record.objects.exists()
    client.post(f"/begin/{FIRST}/", sent(SCREENS[FIRST]))
    assert Record.objects.count() == 1


def test_somebody_well_reaches_today(client: Client) -> None:
    whole_visit(client)
    assert place(client.get("/begin/")) == "/today/"
    answers = last_answers()
    given = parse(answers.data, load().answers)
    assert isinstance(triage.triage(given, timezone.localdate(), load().red_flags), triage.Cleared)
    assert (answers.draft, answers.data["onset_days"], answers.data["pregwarn"]) == (False, 28, "no")


def test_there_are_at_most_eight_pages_and_a_follow_up(client: Client) -> None:
    page = client.get(f"/begin/{FIRST}/").content.decode()
    assert "Step 1 of 8" in page
    assert place(danger(client, "legpain")) == "/begin/more/"
    assert "Step 5 of 9" in client.get("/begin/more/").content.decode()


@pytest.mark.parametrize("group", [group.id for screen in SCREENS.values() for group in screen.groups])
def test_each_group_needs_an_answer(client: Client, group: str) -> None:
    slug = next(screen.id for screen in SCREENS.values() if group in {one.id for one in screen.groups})
    for earlier in list(SCREENS)[: list(SCREENS).index(slug)]:
        client.post(f"/begin/{earlier}/", sent(SCREENS[earlier]))
    response = client.post(f"/begin/{slug}/", sent(SCREENS[slug]) | {group: []})
    assert response.status_code == 400
    page = response.content.decode()
    assert page.count(NONE_IS_FINE) == 1
    assert "One answer still needs you." in page
    contradicting = client.post(f"/begin/{slug}/", sent(SCREENS[slug]) | {group: ["0", "none"]})
    assert BOTH in contradicting.content.decode()
    assert not Answers.objects.filter(screens__has_key=slug).exists()


def test_a_page_with_a_gap_keeps_what_was_ticked(client: Client) -> None:
    response = client.post(f"/begin/{FIRST}/", {"legs": ["2"], "cord": "no"})
    page = response.content.decode()
    assert 'name="legs" value="2" checked' in page
    assert 'name="cord" value="no" checked' in page


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("age", "", "Still needs an answer."),
        ("age", "121", "Please give a whole number from 0 to 120."),
        ("age", "forty", "Please give a whole number from 0 to 120."),
        ("age", "-1", "Please give a whole number from 0 to 120."),
        ("age", "4" * 5000, "Please give a whole number from 0 to 120."),
        ("onset_days", "101", "Please give a whole number from 0 to 100."),
        ("pain", "11", "Please give a whole number from 0 to 10."),
        ("trauma", "huge", "Still needs an answer."),
        ("systolic", "39", "Please give a whole number from 40 to 300."),
    ],
)
def test_it_says_what_is_wrong_with_a_number(client: Client, field: str, typed: str, words: str) -> None:
    for slug in list(SCREENS)[:-1]:
        client.post(f"/begin/{slug}/", sent(SCREENS[slug]))
    response = client.post(f"/begin/{LAST}/", NUMBERS | {"onset_days.unit": "years", field: typed})
    assert response.status_code == 400
    assert words in response.content.decode()


def test_l0_stops_at_once(client: Client) -> None:
    response = client.post(f"/begin/{FIRST}/", sent(SCREENS[FIRST], "saddle"))
    assert place(response) == "/stop/"
    assert not last_answers().draft


def test_a_milder_answer_under_the_tick_counts(client: Client) -> None:
    ticked = sent(SCREENS[FIRST], "saddle", saddle="checked")
    assert place(client.post(f"/begin/{FIRST}/", ticked)) != "/stop/"
    assert last_answers().data["saddle"] == "checked"


@pytest.mark.parametrize(("key", "level"), [("fever", "L1"), ("constant", "L2")])
def test_l1_and_l2_wait_for_the_last_screen(client: Client, key: str, level: str) -> None:
    slug = screen_of(key)
    for earlier in list(SCREENS)[: list(SCREENS).index(slug)]:
        client.post(f"/begin/{earlier}/", sent(SCREENS[earlier]))
    assert place(client.post(f"/begin/{slug}/", sent(SCREENS[slug], key))) != "/stop/"
    for later in list(SCREENS)[list(SCREENS).index(slug) + 1 :]:
        response = client.post(f"/begin/{later}/", sent(SCREENS[later]))
    assert place(response) == "/stop/"


def test_the_follow_ups_are_asked_and_needed(client: Client) -> None:
    assert place(danger(client, "legpain", "surgery")) == "/begin/more/"
    page = client.get("/begin/more/").content.decode()
    assert "Pain or tingling below the knee: how strong?" in page
    response = client.post("/begin/more/", {"legpain": "mild"})
    assert response.status_code == 400
    assert response.content.decode().count("Still needs an answer.") >= 3
    given = {"legpain": "mild", "legworse": "no", "legpain_weeks": "3", "legpain_improving": "yes",
             "surgery": "knee", "surgery_weeks": "30"}  # fmt: skip
    assert place(client.post("/begin/more/", given)) == "/begin/conditions/"
    assert last_answers().data["surgery"] == "knee"


def test_a_follow_up_can_stop(client: Client) -> None:
    danger(client, "legpain")
    given = {"legpain": "severe", "legworse": "no", "legpain_weeks": "3", "legpain_improving": "yes"}
    assert place(client.post("/begin/more/", given)) == "/stop/"


def test_pages_cannot_be_skipped(client: Client) -> None:
    assert place(client.get(f"/begin/{LAST}/")) == "/begin/"
    assert place(client.get("/begin/more/")) == "/begin/"
    client.post(f"/begin/{FIRST}/", sent(SCREENS[FIRST]))
    assert place(client.get(f"/begin/{LAST}/")) == "/begin/"
    assert place(client.get("/begin/conditions/")) == "/begin/"
    assert client.get("/begin/nowhere/").status_code == 404


def test_a_visit_goes_on_where_it_was_left_and_back_works(client: Client) -> None:
    client.post(f"/begin/{FIRST}/", sent(SCREENS[FIRST], "claud"))
    second = list(SCREENS)[1]
    assert place(client.get("/begin/")) == f"/begin/{second}/"
    assert f'href="/begin/{FIRST}/"' in client.get(f"/begin/{second}/").content.decode()
    assert 'name="legs" value="6" checked' in client.get(f"/begin/{FIRST}/").content.decode()
    client.post(f"/begin/{FIRST}/", sent(SCREENS[FIRST]))
    assert last_answers().data["claud"] == "no"
    assert Answers.objects.count() == 1


def test_answers_may_be_gone_through_again_and_the_old_ones_are_kept(client: Client) -> None:
    whole_visit(client)
    first = last_answers()
    client.post(f"/begin/{FIRST}/", sent(SCREENS[FIRST], "claud"))
    assert last_answers().pk != first.pk
    assert last_answers().data["claud"] == "yes"
    assert not last_answers().draft  # the other screens were answered today
    first.refresh_from_db()
    assert first.data["claud"] == "no"


def test_another_day_every_screen_is_gone_through_and_lengths_of_time_are_empty(client: Client) -> None:
    record = record_of(onset_days=77)
    Answers.objects.update(answered_on=timezone.localdate() - timedelta(days=1))
    client = here(record)
    client.post(f"/begin/{FIRST}/", sent(SCREENS[FIRST]))
    assert last_answers().draft
    assert place(client.get("/today/")) == "/begin/"
    assert place(client.get("/begin/")) == f"/begin/{list(SCREENS)[1]}/"
    for slug in list(SCREENS)[1:-1]:
        client.post(f"/begin/{slug}/", sent(SCREENS[slug]))
    page = client.get(f"/begin/{LAST}/").content.decode()
    assert 'name="onset_days" type="text" inputmode="numeric" value=""' in page
    assert 'name="age" type="text" inputmode="numeric" value="40"' in page


def test_what_time_would_release_is_asked_again() -> None:
    record = record_of(surgery="spine", surgery_weeks=50)
    Answers.objects.update(answered_on=timezone.localdate() - timedelta(weeks=4))
    client = here(record)
    assert place(client.get("/today/")) == "/begin/again/"
    page = client.get("/begin/again/").content.decode()
    assert "Some time has passed" in page
    response = client.post("/begin/again/", {"surgery_weeks": ""})
    assert response.status_code == 400
    given = {"surgery_weeks": "54", "onset_days": "5", "onset_days.unit": "months"}
    assert place(client.post("/begin/again/", given)) == "/today/"
    assert last_answers().data["surgery_weeks"] == 54


# --- The pages after the danger questions ----------------------------------------------------------------------------


def test_conditions_need_an_answer_and_an_unsure_hip_ticks_all_three(client: Client) -> None:
    danger(client)
    assert NONE_IS_FINE in client.post("/begin/conditions/", {}).content.decode()
    assert BOTH in client.post("/begin/conditions/", {"conditions": ["wrist", "none"]}).content.decode()
    client.post("/begin/conditions/", {"conditions": ["wrist", "hip_unsure", "nonsense"]})
    kept = Wished.objects.get().data["profiles"]
    assert sorted(kept) == ["hip_repl_anterior", "hip_repl_lateral", "hip_repl_posterior", "wrist"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Still needs an answer."),
        ({"other_minutes": "2"}, "Please give a whole number from 3 to 60."),
        ({"minutes": "10", "other_minutes": "12"}, "Please choose one of these or give another number, not both."),
        ({"minutes": "10", "sitting_hours": "25"}, "Please give a whole number from 0 to 24."),
        ({"minutes": "10", "rise_time": "25:00"}, "Please give a time such as 07:30."),
    ],
)
def test_it_says_what_is_wrong_with_what_is_at_hand(client: Client, given: dict[str, str], words: str) -> None:
    danger(client)
    response = client.post("/begin/practical/", given)
    assert response.status_code == 400
    assert words in response.content.decode()


def test_wishes_are_kept_in_the_words_of_a_plans_request(client: Client) -> None:
    whole_visit(client)
    client.post("/begin/practical/", PRACTICAL | {"minutes": "", "other_minutes": "15", "equipment": ["band", "piano"],
                                                  "sitting_hours": "9", "dislikes": ["floor"], "sex": "female",
                                                  "rise_time": "06:30", "session_time": "07:00:00"})  # fmt: skip
    data = Wished.objects.get().data
    assert set(data) <= {"profiles", *WISHES}
    wishes = parse_wishes({key: data[key] for key in WISHES if key in data}, tuple(load().exercises))
    assert (wishes.minutes, wishes.equipment, wishes.rise_time, wishes.session_time) == (15, ("band",), 390, 420)
    assert (wishes.ache.side, wishes.ache.when, wishes.goals) == ("left", ("sitting",), ("less_pain",))
    client.post("/begin/practical/", PRACTICAL)
    assert "sitting_hours" not in Wished.objects.get().data


def test_own_activities_are_measured_and_may_be_skipped(client: Client) -> None:
    danger(client)
    assert place(client.post("/begin/activities/", {})) == "/begin/code/"
    assert not Measure.objects.exists()
    response = client.post("/begin/activities/", {"name0": "Gardening", "value1": "3"})
    page = response.content.decode()
    assert "Still needs a number from 0 to 10." in page
    assert "Which activity is it?" in page
    long = client.post("/begin/activities/", {"name0": "g" * 81, "value0": "1"})
    assert "Please use at most 80 letters." in long.content.decode()
    twice = {"name0": "Stairs", "value0": "1", "name1": "stairs", "value1": "2"}
    assert "This one stands above already." in client.post("/begin/activities/", twice).content.decode()
    for value in ("4", "6"):
        client.post("/begin/activities/", {"name0": " Gardening  ", "value0": value, "interference": "7"})
    assert sorted(Measure.objects.values_list("what", "name", "value")) == [
        ("activity", "Gardening", 6), ("interference", "", 7),
    ]  # fmt: skip


def test_questions_that_come_together_are_answered_together_or_not_at_all(client: Client) -> None:
    assert place(danger(client, **{"onset_days.unit": "months"})) == "/begin/more/"
    response = client.post("/begin/more/", {"axspa_ticks": ["night"], "axspa_months": "5"})
    assert response.content.decode().count("Still needs an answer.") == 1
    assert place(client.post("/begin/more/", {})) == "/begin/conditions/"
    assert "axspa_months" not in last_answers().data
    client.post("/begin/more/", {"axspa_ticks": ["night"], "axspa_months": "5", "axspa_onset_age": "38"})
    assert last_answers().data["axspa_ticks"] == ["night"]


def test_a_follow_up_whose_tick_is_gone_falls_away(client: Client) -> None:
    assert place(danger(client, "bone", age="60", **{"onset_days.unit": "months"})) == "/begin/more/"
    client.post("/begin/more/", {"spinal_fracture_weeks": "60"})
    assert last_answers().data["spinal_fracture_weeks"] == 60
    health = screen_of("bone")
    client.post(f"/begin/{health}/", sent(SCREENS[health]))
    assert "spinal_fracture_weeks" not in last_answers().data
