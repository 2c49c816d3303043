"""A self-test frees nothing: what it adds lifts no limit, and neither a long time away, a session that hurt nor pain
that was told in between is passed by."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from supple.core import limits, score
from supple.core.content import load
from supple.core.ladder import FLARE
from supple.core.limits import Allowed
from supple.core.person import Moment
from supple.core.triage import Cleared
from supple.web.measures import door, self_tests, taps
from supple.web.measures.models import Result
from supple.web.people import portable
from supple.web.people.models import Answers, Record
from supple.web.people.who import ClearedRequest, parsed, person_from, standing
from supple.web.training.happened import record_of as history_of
from supple.web.training.models import Entry, Session
from supple.web.training.notes import note
from supple.web.training.store import Now, look_again
from tests.web import played
from tests.web.cast import STOPPING, here, record_of
from tests.web.lives import lived, long_ago, morning
from tests.web.test_self_tests import FRESH, TESTS, form, ready, text

CONTENT = load()
pytestmark = pytest.mark.django_db


def now(record: Record) -> Now:
    """How somebody stands, found again."""
    at = standing(record)
    assert at.answers is not None
    assert isinstance(at.outcome, Cleared)
    return look_again(CONTENT, at, person_from(at, parsed(at.answers), at.outcome))[0]


def away() -> Record:
    """Somebody who trained, and then not for seven weeks."""
    record = record_of(pain=2)
    long_ago(record, 55)
    lived(record, [0, 2, 4], lambda _: 2)
    return record


def sore() -> Record:
    """Somebody with more pain in a morning than in their answers."""
    record = record_of(pain=2)
    long_ago(record, 10)
    morning(record, timezone.localdate() - timedelta(days=1), 5)
    return record


def flaring() -> Record:
    """Somebody in a flare since yesterday, whose answers spoke of little pain."""
    record = record_of(pain=1)
    long_ago(record, 10)
    morning(record, timezone.localdate() - timedelta(days=1), 8)
    return record


def eased() -> Record:
    """Somebody who answered twice and hurts less now."""
    record = record_of(pain=8)
    long_ago(record, 5)
    morning(record, timezone.localdate() - timedelta(days=1), 2)
    return record


def kept(record: Record, slug: str, case: int) -> Result:
    """A result as it is kept."""
    return Result.objects.create(person=record, kind="self_test", what=slug, at=timezone.now(),
                                 values=TESTS[slug].cases[case].values)  # fmt: skip


# --- What a result adds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("life", [away, sore, flaring, eased], ids=lambda one: one.__name__)
def test_no_result_frees_a_form_lowers_pain_ends_a_flare_or_skips_the_questions(life: Callable[[], Record]) -> None:
    record = life()
    client, before, past = here(record), now(record), history_of(record)
    at = Moment(timezone.localdate(), "home")
    for test in TESTS.values():
        row = kept(record, test.id, 0)
        for case in test.cases:
            response = client.post(f"/self-tests/result/{row.key}/correct/", form(test, case.values) | {"sex": "male"})
            assert response.status_code == 302, response.content.decode()
            after = now(record)
            free, was = ({(one.exercise.id, one.form) for one in limits.permitted(CONTENT, each.person, at)}
                         for each in (after, before))  # fmt: skip
            assert free <= was, test.id
            assert after.present.pain >= before.present.pain, test.id
            assert after.present.flare >= before.present.flare, test.id
            assert after.present.restart == before.present.restart, test.id
            before = after
    assert "leg_pain" in before.person.profiles
    assert replace(history_of(record), tested=()) == past
    assert [bool(now(record).present.restart), now(record).present.flare] == [life is away, life is flaring]


def test_a_sign_beside_what_stops_counts_from_now() -> None:
    """No answers are known that a sign alone turns into a stop; should a rule come, its day of waiting begins now."""
    record = record_of(**STOPPING["L1"])
    first = long_ago(record, 10)
    test = TESTS["straight_leg_raise"]
    door.follow(standing(record), score.result(test, 40, None, score.parse(test, test.cases[2].values)))
    newest = Answers.objects.filter(person=record).latest("id")
    assert newest.data["legpain"] == "mild"
    assert (newest.answered_on, timezone.localdate(newest.answered_at)) == (first, timezone.localdate())


@pytest.mark.parametrize("later", [True, False])
def test_a_file_with_a_sign_since_its_answers_brings_it_along(later: bool) -> None:
    record = record_of()
    first = long_ago(record, 10)
    row = kept(record, "straight_leg_raise", 2)
    if not later:
        Result.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=20))
    again = standing(portable.imported(json.dumps(portable.exported(record)).encode()))
    assert again.outcome is not None
    assert ("leg_pain" in again.outcome.profiles) is later
    assert again.answers is not None
    assert again.answers.answered_on == first


# --- What comes before one -------------------------------------------------------------------------------------------


def test_after_a_long_time_the_danger_questions_come_first() -> None:
    record = away()
    client = here(record)
    for address in ("/self-tests/check/plank_hold/", "/self-tests/plank_hold/"):
        for response in (client.get(address), client.post(address, FRESH | {"hold-both-0": "50"})):
            page = response.content.decode()
            assert "Welcome back" in page
            assert TESTS["plank_hold"].steps[0] not in page
    assert not Result.objects.exists()
    assert "supple-checked" not in client.cookies


def _a_morning(record: Record) -> None:
    Entry.objects.create(person=record, kind=Entry.MORNING, day=timezone.localdate(), happened_at=timezone.now(),
                         arrived_at=timezone.now(), pain=4)  # fmt: skip


def _a_note(record: Record) -> None:
    note(record, Entry.PAINKILLER, 4)


def _a_worse_note(record: Record) -> None:
    note(record, Entry.BAD_DAY, 5)


def _an_answer(record: Record) -> None:
    old = Answers.objects.get(person=record)
    Answers.objects.create(person=record, answered_at=timezone.now(), answered_on=old.answered_on, data=old.data,
                           draft=False)  # fmt: skip


def _a_session(record: Record) -> None:
    played.begin(here(record))


@pytest.mark.parametrize("told", [_a_morning, _a_note, _a_worse_note, _an_answer, _a_session],
                         ids=lambda one: one.__name__)  # fmt: skip
def test_whatever_is_told_after_the_taps_overtakes_them(told: Callable[[Record], None]) -> None:
    record = record_of()
    note(record, Entry.BAD_DAY, 3)  # a worse one later is the same row
    client = ready(record)
    assert "Keep it" in text(client, "/self-tests/plank_hold/")
    told(record)
    response = client.post("/self-tests/plank_hold/", {"hold-both-0": "50"})
    assert response["Location"] == "/self-tests/check/plank_hold/"
    assert not Result.objects.exists()


def test_what_is_tapped_in_a_session_overtakes_the_taps_and_a_red_closes_all_tests() -> None:
    record = record_of()
    client = here(record)
    session = played.begin(client)
    client.post("/self-tests/check/plank_hold/", FRESH)
    assert "Keep it" in text(client, "/self-tests/plank_hold/")
    device = played.Device(session)
    device.tap("start")
    played.send(client, session, device.made)
    assert client.get("/self-tests/plank_hold/")["Location"] == "/self-tests/check/plank_hold/"
    device.tap("hurt")
    device.tap("pain", where="back", feeling="sharp", pain=9)
    played.send(client, session, device.made)
    assert Session.objects.get().mode == "recheck"
    for address in ("/self-tests/check/plank_hold/", "/self-tests/plank_hold/"):
        for response in (client.get(address), client.post(address, FRESH | {"hold-both-0": "50"})):
            page = response.content.decode()
            assert "Not today: something hurt in your session." in page
            assert TESTS["plank_hold"].steps[0] not in page
    assert not Result.objects.exists()


def test_the_hour_is_asked_of_whoever_gave_theirs_too() -> None:
    client = here(record_of({"rise_time": "07:00", "session_time": "18:00"}))
    assert 'name="up"' in text(client, "/self-tests/check/chair_reach/")
    silent = {name: value for name, value in FRESH.items() if name != "up"}
    assert client.post("/self-tests/check/chair_reach/", silent).status_code == 400
    client.post("/self-tests/check/chair_reach/", FRESH | {"up": "just"})
    assert "minutes after getting up" in text(client, "/self-tests/chair_reach/")


@pytest.mark.parametrize("profile", [name for name, one in CONTENT.profiles.items() if one.ask])
def test_every_cap_that_stays_is_said(profile: str) -> None:
    record = record_of({"profiles": [profile]})
    client, person, said = ready(record), now(record).person, 0
    for test in TESTS.values():
        found = limits.may_test(CONTENT, test, person, Moment(timezone.localdate(), "home"))
        if isinstance(found, Allowed):
            page = text(client, f"/self-tests/{test.id}/")
            assert all(CONTENT.words.caps[cap] in page for cap in found.caps), test.id
            assert all(line in page for line in found.words), test.id
            said += len(found.caps)
    assert said or profile not in ("htn_controlled", "head_down")


def test_unsteady_legs_are_not_asked_to_let_go_and_stand_heel_to_toe() -> None:
    """An exercise has a hand on something; the test is about letting go."""
    client = ready(record_of({"profiles": ["fall_risk"]}))
    page = text(client, "/self-tests/heel_to_toe_stand/")
    assert "Not for you now, because of" in page
    assert CONTENT.self_tests["heel_to_toe_stand"].steps[0] not in page


# --- Pain in the taps ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("pain", "remembered"), [("5", False), ("6", True), ("8", True)])
def test_much_pain_in_the_taps_is_kept_and_the_plan_follows(pain: str, remembered: bool) -> None:
    record = record_of(pain=2)
    here(record).get("/today/")
    client = ready(record, pain=pain)
    assert [one.pain for one in Entry.objects.filter(person=record)] == ([int(pain)] if remembered else [])
    client.cookies.pop("supple-checked")
    client.get("/today/")
    assert now(record).present.flare is remembered
    assert (FLARE in now(record).person.profiles) is remembered


@pytest.mark.parametrize(("tapped", "counts"), [(2, 5), (5, 5), (7, 7)])
def test_of_the_taps_and_what_was_told_before_the_greater_pain_counts(tapped: int, counts: int) -> None:
    record = sore()
    request = cast(ClearedRequest, RequestFactory().get("/self-tests/"))
    at = standing(record)
    assert isinstance(at.outcome, Cleared)
    request.record, request.standing, request.outcome = record, at, at.outcome
    person, _moment = self_tests._now(request, taps.Fit(tapped, None))
    assert person.pain == counts
    assert (FLARE in person.profiles) is (tapped >= 6)


# --- What is left behind ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "values"), [
    ("of_another_home", {"leap": {"both": [3]}}), ("of_another_home", {}), ("plank_hold", {"hold": {"both": [400]}}),
    ("plank_hold", {"hold": 3}),
])  # fmt: skip
def test_a_result_that_can_no_longer_be_read_can_be_taken_out(what: str, values: object) -> None:
    record = record_of()
    row = Result.objects.create(person=record, kind="self_test", what=what, values=values, at=timezone.now())
    client = here(record)
    address = f"/self-tests/result/{row.key}/"
    for response in (client.get(f"{address}correct/"), client.post(f"{address}correct/", {"hold-both-0": "4"})):
        assert response["Location"] == address
    assert "nothing is read from what you put in then" in text(client, address)
    assert here(record_of()).post(address, {"remove": "yes"}).status_code == 404
    assert client.post(address, {"remove": "yes"})["Location"] == "/self-tests/"
    assert not Result.objects.exists()


def test_erasing_takes_the_taps_off_the_device() -> None:
    client: Client = ready(record_of())
    assert client.cookies["supple-checked"].value
    client.post("/my-data/erase/", {"sure": "yes"})
    gone = client.cookies["supple-checked"]
    assert (gone.value, gone["max-age"], gone["path"]) == ("", 0, "/self-tests/")
