"""A session on the site: the four taps before it, the player's page, and what was done."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from supple.core import limits
from supple.core.content import load
from supple.core.person import Moment
from supple.core.profile import Subject
from supple.web.people import cookies
from supple.web.people.models import Answers, Record
from supple.web.people.who import standing
from supple.web.training import documents
from supple.web.training.models import Entry, Session, ShownPlan
from supple.web.training.so_far import GO_ON_FOR
from supple.web.training.sync import again
from tests.people import somebody
from tests.web.cast import STOPPING, THINNERS, here, record_of
from tests.web.played import TAPS, Device, begin, days_pass, done, send
from tests.web.walk import whole_visit

CONTENT = load()
NAMES = [exercise.name for exercise in CONTENT.exercises.values()]
SIGNS = ("saddle", "legweak", "fever")
pytestmark = pytest.mark.django_db


@pytest.fixture
def asha() -> Record:
    return record_of()


def text(response: Any) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def pages(session: Session) -> list[str]:
    return ["/today/", "/session/begin/", f"/session/{session.key}/", f"/session/{session.key}/done/"]


def exercises_in(response: Any) -> list[str]:
    """Every exercise that an answer names, in its words or in a document inside it."""
    html = response.content.decode()
    return [one.name for one in CONTENT.exercises.values() if one.name in html or f'"{one.id}"' in html]


# --- Before it -------------------------------------------------------------------------------------------------------


def test_four_taps_are_enough(asha: Record) -> None:
    """None of these, pain, up, Begin; and only three of them where the hours are known."""
    session = begin(here(asha), pain="4")
    assert (session.rest, session.day, session.mode) == (4, timezone.localdate(), "ready")
    known = record_of({"rise_time": "07:00", "session_time": "18:00"})
    page = here(known).get("/session/begin/")
    assert "Have you been up" not in text(page)
    assert here(known).post("/session/begin/", {"since": "none", "pain": "0"}).status_code == 302


@pytest.mark.parametrize(
    ("taps", "missing"),
    [
        ({}, {"since", "pain", "up"}),
        ({"since": "none"}, {"pain", "up"}),
        ({"since": "none", "pain": "11", "up": "long"}, {"pain"}),
        ({"since": "none", "pain": "3", "up": "perhaps"}, {"up"}),
        ({"since": ["none", "fever"], "pain": "3", "up": "long"}, {"since"}),
        ({"since": "legweak", "pain": "3", "up": "long"}, {"hours_days"}),
        ({"since": "haste", "pain": "3", "up": "long"}, {"since"}),
    ],
)
def test_it_asks_again_for_what_is_missing_and_keeps_the_rest(
    asha: Record, taps: dict[str, Any], missing: set[str]
) -> None:
    response = here(asha).post("/session/begin/", taps)
    assert response.status_code == 400
    html = response.content.decode()
    assert {name for name in ("since", "hours_days", "pain", "up") if f'id="ask-{name}-missing"' in html} == missing
    assert {1: "One answer still needs", 2: "2 answers still need", 3: "3 answers"}[len(missing)] in text(response)
    if "pain" in taps and "pain" not in missing:
        assert re.search(rf'name="pain" value="{taps["pain"]}" checked', html)
    assert not Session.objects.exists()


@pytest.mark.parametrize("sign", SIGNS)
def test_a_yes_stops_at_once_and_every_page_answers_with_the_stop(asha: Record, sign: str) -> None:
    client = here(asha)
    session = done(client, asha)
    before = Answers.objects.get(person=asha)
    response = client.post("/session/begin/", {"since": [sign], "hours_days": "yes"}, follow=True)
    assert response.redirect_chain[-1][0] == "/stop/"
    assert exercises_in(response) == []
    kept = Answers.objects.filter(person=asha).latest("id")
    assert kept.data == before.data | {sign: "yes" if sign == "fever" else "new"} | (
        {"legweak_hours_days": "yes"} if sign == "legweak" else {}
    )
    assert (kept.answered_on, kept.draft) == (before.answered_on, False)
    assert kept.answered_at > before.answered_at
    for path in [*pages(session), "/progress/", "/week/", "/exercises/"]:
        page = client.get(path, follow=True)
        assert exercises_in(page) == [], path
    assert not Session.objects.filter(person=asha, mode="ready").exists()


@pytest.mark.parametrize(("hours_days", "level"), [("yes", "L0"), ("no", "L0")])
def test_a_newly_weak_leg_is_urgent_however_fast_it_came(asha: Record, hours_days: str, level: str) -> None:
    here(asha).post("/session/begin/", TAPS | {"since": ["legweak"], "hours_days": hours_days})
    outcome = standing(asha).outcome
    assert outcome is not None
    assert outcome.level in (level, "L1")


def test_a_slip_of_the_finger_in_the_taps_can_be_mended() -> None:
    client = Client()
    whole_visit(client)
    asha = Record.objects.get()
    client.post("/session/begin/", TAPS | {"since": ["fever"]})
    assert standing(asha).stopped
    groups = re.findall(r'name="([a-z_0-9-]+)" value="none"', client.get("/stop/mistake/").content.decode())
    client.post("/stop/mistake/", dict.fromkeys(groups, "none"))
    assert not standing(asha).stopped
    assert "for your back" in text(client.get("/today/"))


@pytest.mark.parametrize(("how", "flare"), [("gentle", True), ("planned", False)])
def test_much_pain_is_offered_a_gentle_session_and_may_still_choose(how: str, flare: bool) -> None:
    asha = record_of(pain=6)  # six is usual for them: no flare by itself
    client = here(asha)
    offer = client.post("/session/begin/", TAPS | {"pain": "6"})
    assert "A gentle session for sore days" in text(offer)
    assert not Session.objects.exists()
    session = begin(client, pain="6", how=how)
    assert Entry.objects.filter(person=asha, kind="bad_day", pain=6).exists() is flare
    assert ("sorer than usual" in text(client.get("/today/"))) is flare
    forms = {item["variant"] for item in session.document["items"]}  # type: ignore[index]
    assert not flare or forms == {"easier"} or len(session.document["turns"]) <= 3  # type: ignore[index]


def test_pain_well_above_the_usual_is_a_flare_by_itself(asha: Record) -> None:
    client = here(asha)
    client.get("/today/")
    session = begin(client, pain="7", how="planned")
    person = somebody("acute_flare", pain=7)
    for item in session.document["items"]:  # type: ignore[index]
        subject = Subject(CONTENT.exercises[item["exercise"]], item["variant"], item["kind"])
        found = limits.verdict(CONTENT, subject, person, Moment(session.day))
        assert isinstance(found, limits.Allowed), item["exercise"]
    days_pass(asha, 4)
    assert "sorer than usual" not in text(client.get("/today/"))


@pytest.mark.parametrize("up", ["long", "not_yet", "just"])
@pytest.mark.parametrize("when", [["sitting"], ["morning"]])
def test_the_hour_of_getting_up_closes_its_gates(up: str, when: list[str]) -> None:
    asha = record_of({"ache": {"when": when}, "goals": ["less_stiff", "lift"]})
    client = here(asha)
    assert ("two hours" in text(client.get("/session/begin/"))) is (when == ["morning"])
    response = client.post("/session/begin/", TAPS | {"up": up})
    if response.status_code == 200:  # nothing may be done at this hour, and the page says why
        assert "Nothing to do just now" in text(response)
        return
    document = Session.objects.get(person=asha).document
    assert document is not None
    gates = CONTENT.doses.gates
    for item in document["items"]:
        exercise = CONTENT.exercises[item["exercise"]]
        deep = set(gates.bending_attributes) & set(exercise.attributes_of(item["variant"]))
        assert up != "just" or item["kind"] in gates.rising_kinds
        assert up == "long" or not deep


def test_a_session_of_today_that_is_open_is_offered_and_goes_on(asha: Record) -> None:
    client = here(asha)
    session = begin(client)
    device = Device(session)
    device.tap("start")
    send(client, session, device.made)
    for path in ("/today/", "/session/begin/"):
        assert f"/session/{session.key}/" in client.get(path).content.decode()
    assert "You are in the middle of it" in text(client.get("/today/"))
    assert begin(client).key != session.key  # starting afresh is possible too


def test_a_session_of_hours_ago_needs_the_four_taps_again(asha: Record) -> None:
    client = here(asha)
    session = begin(client)
    Session.objects.update(begun_at=timezone.now() - GO_ON_FOR)
    for path in ("/today/", "/session/begin/"):
        assert str(session.key) not in client.get(path).content.decode()
    assert client.get(f"/session/{session.key}/")["Location"] == f"/session/{session.key}/done/"
    assert "Nothing done, and that is fine." in text(client.get(f"/session/{session.key}/done/"))


def test_so_much_pain_may_stop_by_itself() -> None:
    """A new pain on blood thinners needs a look today, once it is 8 or more."""
    asha = record_of(**THINNERS)
    client = here(asha)
    assert begin(client, pain="5")
    response = client.post("/session/begin/", TAPS | {"pain": "8", "how": "planned"}, follow=True)
    assert standing(asha).stopped
    assert b"stop-head" in response.content
    assert exercises_in(client.get("/today/")) == []
    assert Session.objects.filter(person=asha).count() == 1


def test_so_much_pain_in_the_morning_stops_as_it_does_before_a_session() -> None:
    record = record_of(**THINNERS)
    client = here(record)
    client.post("/morning/", {"pain": "5"})
    assert not standing(record).stopped
    response = client.post("/morning/", {"pain": "8"}, follow=True)
    assert standing(record).stopped
    assert b"stop-head" in response.content
    assert exercises_in(client.get("/today/")) == []


def test_after_four_weeks_away_the_danger_questions_come_first(asha: Record) -> None:
    client = here(asha)
    done(client, asha)
    days_pass(asha, 29)
    assert "the first questions come again" in text(client.get("/today/"))
    for response in (client.get("/session/begin/"), client.post("/session/begin/", TAPS)):
        assert "Welcome back" in text(response)
    assert Session.objects.filter(person=asha).count() == 1
    Answers.objects.create(
        person=asha, answered_at=timezone.now(), answered_on=timezone.localdate(), draft=False,
        data=Answers.objects.get(person=asha).data,
    )  # fmt: skip
    assert "first questions" not in text(client.get("/today/"))
    assert begin(client).day == timezone.localdate()


# --- In it -----------------------------------------------------------------------------------------------------------


def test_the_player_gets_the_document_and_what_is_here_already(asha: Record) -> None:
    client = here(asha)
    session = begin(client)
    device = Device(session)
    device.tap("start")
    device.tap("pause")
    send(client, session, device.made)
    response = client.get(f"/session/{session.key}/")
    assert response.context["document"] == session.document
    assert response.context["known"] == device.made
    assert "Call" in text(response) or "112" in text(response)  # the stop that needs no server


def test_a_session_of_somebody_else_is_not_found(asha: Record) -> None:
    session = begin(here(asha))
    other = here(record_of())
    for path in pages(session)[2:]:
        assert other.get(path).status_code == 404
    assert here(asha).get("/session/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_an_ended_session_leads_to_what_was_done(asha: Record) -> None:
    client = here(asha)
    session = done(client, asha)
    assert client.get(f"/session/{session.key}/")["Location"] == f"/session/{session.key}/done/"
    open_one = begin(client)
    assert client.get(f"/session/{open_one.key}/done/")["Location"] == f"/session/{open_one.key}/"
    days_pass(asha, 1)  # what was left open yesterday counts as far as it went
    assert client.get(f"/session/{open_one.key}/")["Location"] == f"/session/{open_one.key}/done/"
    assert client.get(f"/session/{open_one.key}/done/").status_code == 200


def test_a_limit_that_came_since_applies_to_a_session_under_way(asha: Record) -> None:
    client = here(asha)
    session = begin(client)
    asha.wishes.data["profiles"] = ["cannot_rise", "shoulder", "hip_repl_posterior"]
    asha.wishes.save()
    response = client.get(f"/session/{session.key}/")
    assert response["Location"] == "/session/begin/"
    client.get("/today/")
    person = somebody("cannot_rise", "shoulder", "hip_repl_posterior")
    document = begin(client).document
    for item in documents.read(document).items:  # type: ignore[arg-type]
        subject = Subject(CONTENT.exercises[item.exercise], item.variant, item.kind)
        assert isinstance(limits.verdict(CONTENT, subject, person, Moment(timezone.localdate())), limits.Allowed)


@pytest.mark.parametrize("profile", [one.id for one in CONTENT.profiles.values() if one.ask])
def test_no_document_holds_what_a_condition_forbids(profile: str) -> None:
    asha = record_of({"profiles": [profile]})
    response = here(asha).post("/session/begin/", TAPS)
    assert response.status_code in (200, 302)
    for session in Session.objects.filter(person=asha):
        for item in documents.document_of(session).items:
            subject = Subject(CONTENT.exercises[item.exercise], item.variant, item.kind)
            found = limits.verdict(CONTENT, subject, somebody(profile), Moment(session.day, "home", 120))
            assert isinstance(found, limits.Allowed), (profile, item.exercise)
            assert set(found.caps) <= set(item.caps)


def test_documents_are_read_as_they_were_made(asha: Record) -> None:
    session = begin(here(asha))
    assert session.document is not None
    found = documents.read(session.document)
    checked = documents.checked(session.document)
    assert json.loads(json.dumps(checked)) == session.document
    checked = session.document
    assert tuple(found.timeline[:2]) == tuple(found.timeline)[:2]
    assert (found.items, found.machine, found.light) == (
        documents.read(checked).items, documents.read(checked).machine, documents.read(checked).light)  # fmt: skip
    again(session)
    assert session.mode == "ready"


# --- After it --------------------------------------------------------------------------------------------------------


def test_it_says_what_was_done_kindly(asha: Record) -> None:
    client = here(asha)
    session = begin(client)
    device = Device(session)
    first = device.document["items"][device.document["turns"][0]]["exercise"]
    send(client, session, device.whole(**{first: {"where": "back", "feeling": "dull", "pain": 5}}))  # type: ignore[arg-type]
    page = text(client.get(f"/session/{session.key}/done/"))
    for place in device.document["turns"]:
        assert device.document["items"][place]["name"] in page
    assert "A little sore. You eased off, and that is right." in page
    assert "Went well." in page
    assert "Pain before: 3. Pain after: 3. How hard: 4." in page
    assert re.search(r"Done\. \d+ minutes\.", page)


def test_stopping_early_counts(asha: Record) -> None:
    client = here(asha)
    session = begin(client)
    device = Device(session)
    device.tap("start")
    first = device.document["items"][device.document["turns"][0]]
    for step in range(first["first"], first["end"]):
        device.tap("step_end", step=step, elapsed_s=device.document["timeline"][step]["seconds"])
    device.tap("end")
    device.tap("after")
    send(client, session, device.made)
    page = text(client.get(f"/session/{session.key}/done/"))
    assert re.search(r"\d+ minutes? counts?\.", page)
    assert "Left out: " in page
    assert "That is fine." in page


def test_today_says_that_it_is_done(asha: Record) -> None:
    client = here(asha)
    session = done(client, asha)
    page = client.get("/today/")
    assert "Done for today." in text(page)
    assert f"/session/{session.key}/done/" in page.content.decode()


# --- Each address and who may see it ---------------------------------------------------------------------------------

WAYS = ["/session/begin/", "/session/{key}/", "/session/{key}/done/"]


@pytest.mark.parametrize("path", WAYS)
def test_strangers_are_asked_to_begin(asha: Record, path: str) -> None:
    address = path.format(key=begin(here(asha)).key)
    response = Client().get(address)
    assert (response.status_code, response["Location"]) == (302, "/begin/")
    unasked = here(asha)
    del unasked.cookies[cookies.HERE]
    assert unasked.get(address)["Location"] == "/who/"


@pytest.mark.parametrize("path", WAYS)
def test_whoever_is_still_answering_goes_on_with_that(asha: Record, path: str) -> None:
    address = path.format(key=begin(here(asha)).key)
    Answers.objects.create(person=asha, answered_at=timezone.now(), answered_on=timezone.localdate(), draft=True)
    assert here(asha).get(address)["Location"] == "/begin/"
    assert here(asha).post("/session/begin/", TAPS)["Location"] == "/begin/"


@pytest.mark.parametrize("level", STOPPING)
@pytest.mark.parametrize("path", WAYS)
def test_the_stopped_see_no_exercise_and_begin_nothing(asha: Record, path: str, level: str) -> None:
    client = here(asha)
    session = done(client, asha)
    answers = Answers.objects.get(person=asha)
    answers.data |= STOPPING[level]
    answers.save()
    address = path.format(key=session.key)
    assert exercises_in(client.get(address)) == []
    assert exercises_in(client.post("/session/begin/", TAPS)) == []
    assert Session.objects.filter(person=asha).count() == 1


@pytest.mark.parametrize(("path", "most"), [("/today/", 5), ("/session/begin/", 5), ("player", 7), ("done", 9)])
def test_it_asks_the_database_little(
    asha: Record, path: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = here(asha)
    session = done(client, asha) if path == "done" else begin(client)
    address = {"player": f"/session/{session.key}/", "done": f"/session/{session.key}/done/"}.get(path, path)
    client.get("/today/")
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


def test_two_people_on_one_device_keep_their_own(asha: Record) -> None:
    ben, client = record_of(), here(asha)
    hers = begin(client)
    cookies_of_ben = here(ben).cookies
    client.cookies.update(cookies_of_ben)
    assert client.get(f"/session/{hers.key}/").status_code == 404
    device = Device(hers)
    device.tap("start")
    assert send(client, hers, device.made).status_code == 404
    his = begin(client)
    assert his.person_id == ben.pk
    assert ShownPlan.objects.filter(person=ben).exists()
    assert not hers.events.exists()
