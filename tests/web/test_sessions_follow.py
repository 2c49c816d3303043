"""What follows from a session, a morning, a bad day and days away: the plan, the person and what Today says."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from supple.core import account
from supple.core.content import load
from supple.web.people.models import Answers, Measure, Record

from supple.web.people.who import content, outcome_of, person_from, parsed, standing  # isort: skip
from supple.web.training import happened, present, store
from supple.web.training.models import Entry, Holiday, Session, ShownPlan
from tests.web.cast import here, record_of
from tests.web.played import Device, begin, days_pass, done, send

CONTENT = load()
pytestmark = pytest.mark.django_db


@pytest.fixture
def asha() -> Record:
    return record_of()


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def plan_of(record: Record) -> dict[str, list[dict[str, Any]]]:
    """The items of the plan under way, by date."""
    row = ShownPlan.objects.filter(person=record).latest("id")
    return {day["date"]: day["items"] for day in row.data["days"]}


def item_of(record: Record, slug: str, after: str) -> dict[str, Any] | None:
    """The next time that the plan brings an exercise."""
    days = plan_of(record)
    return next((one for day in sorted(days) if day > after for one in days[day] if one["exercise"] == slug), None)


def red_session(record: Record, place: int = 0) -> tuple[Session, str]:
    """A session of today with a red in one of its items."""
    client = here(record)
    session = begin(client)
    device = Device(session, session.key.hex[:6])
    assert send(client, session, device.red(place)).json()["mode"] == "done"
    return session, device.document["items"][device.document["turns"][place]]["exercise"]


def test_a_red_changes_the_next_days_and_says_so(asha: Record) -> None:
    client = here(asha)
    client.get("/today/")
    today = timezone.localdate().isoformat()
    before, todays = plan_of(asha), plan_of(asha)[today]
    session, slug = red_session(asha)
    page = text(client.get(f"/session/{session.key}/done/"))
    name = CONTENT.exercises[slug].name
    assert "More than your limit. It is good that you said so." in page
    assert re.search(rf"{name}: one step back|{name} rests for 7 days", page)
    after = plan_of(asha)
    assert after[today] == todays  # what was done stays as it was
    assert {day: items for day, items in after.items() if day > today} != {
        day: items for day, items in before.items() if day > today}  # fmt: skip
    again = item_of(asha, slug, today)
    was = next(one for one in todays if one["exercise"] == slug)
    assert again is None or (again["form"], again["dose"]) != (was["form"], was["dose"])
    assert "What changed" in text(client.get("/today/"))


def test_the_next_session_holds_the_step_back(asha: Record) -> None:
    session, slug = red_session(asha)
    assert session.document is not None
    was = next(item["rung"] for item in session.document["items"] if item["exercise"] == slug)
    days_pass(asha, 1)
    client = here(asha)
    client.get("/today/")
    document = begin(client).document
    assert document is not None
    planned = [document["items"][turn]["exercise"] for turn in document["turns"]]
    assert slug not in planned or slug in {change["exercise"] for change in document["changes"]}
    rungs = [item["rung"] for item in document["items"] if item["exercise"] == slug]
    assert all(rung["sets"] * rung["reps"] <= was["sets"] * was["reps"] for rung in rungs)


def test_three_easy_sessions_lead_one_step_up(asha: Record) -> None:
    client = here(asha)
    told: list[account.Told] = []
    for _ in range(6):
        done(client, asha)
        days_pass(asha, 1)
        page = text(client.get("/today/"))
        new = [one for one in present_of(asha).news if one.code.startswith("up_")]
        assert all(one.text in page and "after three sessions that felt easy" in one.text for one in new)
        told += new
    assert 1 <= len(told) <= 2


def present_of(record: Record) -> present.Present:
    at = standing(record)
    row = store.latest(record, timezone.localdate())
    assert row is not None
    found = present.kept(row, at, content(), timezone.now())
    assert found is not None
    return found


def test_a_sore_morning_halves_the_next_session(asha: Record) -> None:
    client = here(asha)
    done(client, asha)
    days_pass(asha, 1)
    usual = sum(item["seconds"] for item in plan_of(asha)[timezone.localdate().isoformat()])
    assert "How is your back this morning?" in text(client.get("/today/"))
    client.post("/morning/", {"pain": "5"})
    page = client.get("/today/")
    assert "Half of everything next time" in text(page)
    assert "How is your back this morning?" not in text(page)
    halved = plan_of(asha)[timezone.localdate().isoformat()]
    assert sum(item["seconds"] for item in halved) < usual
    document = begin(client).document
    assert document is not None
    assert document["seconds"] < usual * 0.85
    assert document["rest"] == 3


def test_a_morning_is_asked_once_and_only_after_a_session(asha: Record) -> None:
    client = here(asha)
    question = "How is your back this morning?"
    assert question not in text(client.get("/today/"))
    done(client, asha)
    assert question not in text(client.get("/today/"))
    days_pass(asha, 1)
    assert question in text(client.get("/today/"))
    client.post("/morning/", {"later": "1"})
    assert question not in text(client.get("/today/"))
    days_pass(asha, 1)
    assert question not in text(client.get("/today/"))


def test_the_newest_pain_is_the_persons_pain(asha: Record) -> None:
    client = here(asha)
    client.get("/today/")
    assert present_of(asha).pain == 3
    done(client, asha, pain="5")
    client.get("/today/")
    assert present_of(asha).pain == 5
    days_pass(asha, 1)
    client.post("/morning/", {"pain": "1"})
    client.get("/today/")
    assert present_of(asha).pain == 1


def test_a_bad_day_with_much_pain_is_three_gentle_days() -> None:
    asha = record_of(pain=6)
    client = here(asha)
    client.get("/today/")
    client.post("/today/bad-day/")
    assert "Gentle movement only for three days" in text(client.get("/today/"))
    assert Entry.objects.get(person=asha).pain == 6
    client.post("/today/as-planned/")
    client.post("/today/bad-day/")
    assert Entry.objects.filter(person=asha).count() == 1
    for slug, form in [(one["exercise"], one["form"]) for items in plan_of(asha).values() for one in items]:
        assert not {"FLEX_LOAD", "IMPACT"} & set(CONTENT.exercises[slug].attributes_of(form))
    days_pass(asha, 2)
    assert present_of_now(asha).flare
    days_pass(asha, 1)
    assert not present_of_now(asha).flare
    assert "The sorest days are over" in text(client.get("/today/"))


def present_of_now(record: Record) -> present.Present:
    here(record).get("/today/")
    return present_of(record)


def test_a_bad_day_with_little_pain_is_one_day(asha: Record) -> None:
    client = here(asha)
    client.get("/today/")
    client.post("/today/bad-day/")
    assert "Gentle movement only" not in text(client.get("/today/"))
    assert "Back to today as planned" in text(client.get("/today/"))


def test_a_day_changed_by_hand_stays_whatever_arrives(asha: Record) -> None:
    client = here(asha)
    done(client, asha)
    days_pass(asha, 1)
    client.post("/today/three-minutes/")
    today = timezone.localdate().isoformat()
    short = plan_of(asha)[today]
    client.post("/note/", {"kind": "heat"})
    client.get("/today/")
    assert plan_of(asha)[today] == short


def test_what_was_done_today_stays_when_a_new_plan_must_be_made(asha: Record) -> None:
    client = here(asha)
    done(client, asha)
    today = timezone.localdate().isoformat()
    todays = plan_of(asha)[today]
    asha.wishes.data["minutes"] = 20
    asha.wishes.save()
    client.get("/today/")
    assert ShownPlan.objects.filter(person=asha).count() == 2
    assert plan_of(asha)[today] == todays
    assert len(plan_of(asha)) == 7


def test_a_holiday_is_said_on_today(asha: Record) -> None:
    today = timezone.localdate()
    Holiday.objects.create(person=asha, first=today - timedelta(days=1), last=today + timedelta(days=3))
    page = here(asha).get("/today/")
    assert "Days off until" in text(page)
    assert 'href="/holiday/"' in page.content.decode()


def test_no_morning_is_asked_about_on_days_off(asha: Record) -> None:
    client = here(asha)
    done(client, asha)
    days_pass(asha, 1)
    question = "How is your back this morning?"
    assert question in text(client.get("/today/"))
    client.post("/holiday/", dict.fromkeys(("first", "last"), timezone.localdate().isoformat()))
    assert question not in text(client.get("/today/"))


def test_days_away_are_followed_by_less(asha: Record) -> None:
    client = here(asha)
    done(client, asha)
    days_pass(asha, 9)
    page = text(client.get("/today/"))
    assert "A little less of everything" in page


def test_a_page_that_was_being_made_never_hides_what_arrived(asha: Record) -> None:
    """Events arrive between the moment when a page read the record and the moment when it keeps what it found."""
    client = here(asha)
    session = begin(client)
    client.get("/today/")
    at = standing(asha)
    row = store.latest(asha, timezone.localdate())
    assert row is not None
    send(client, session, Device(session).whole())
    store._saved(row, present.keep(_any(), at, content(), timezone.now(), 0))
    assert "Done for today" in text(client.get("/today/"))
    assert present_of(asha).trained_on == timezone.localdate()


def _any() -> present.Present:
    return present.Present(3, False, "", (), None, None, None)


def test_somebody_else_writing_in_between_wins(asha: Record) -> None:
    here(asha).get("/today/")
    row = store.latest(asha, timezone.localdate())
    assert row is not None
    present.stale(asha)
    kept = dict(ShownPlan.objects.get(pk=row.pk).present)
    store._saved(row, {"of": "something old"})
    assert ShownPlan.objects.get(pk=row.pk).present == kept


def test_the_record_is_read_whole(asha: Record, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = here(asha)
    session = done(client, asha, pain="4")
    session.corrected = {"pain": 1, "effort": 2, "rest": 5}
    session.save()
    now, today = timezone.now(), timezone.localdate()
    Entry.objects.create(person=asha, kind="painkiller", day=today, happened_at=now, arrived_at=now)
    Entry.objects.create(person=asha, kind="morning", day=today, happened_at=now, arrived_at=now, pain=2)
    Holiday.objects.create(person=asha, first=today, last=today)
    Measure.objects.create(person=asha, on=today, what="activity", name="carry shopping", value=6)
    Measure.objects.create(person=asha, on=today, what="interference", value=3)
    first = Answers.objects.get(person=asha)
    Answers.objects.create(person=asha, answered_at=now, answered_on=today, data=first.data | {"pain": 8}, draft=False)
    Answers.objects.create(person=asha, answered_at=now, answered_on=today, data={}, draft=True)
    with django_assert_num_queries(6):
        found = happened.record_of(asha)
    assert found.first_pain == 3
    assert found.answered == now
    [kept] = found.sessions
    assert (kept.rest, kept.pain, kept.effort) == (5, 1, 2)
    assert all(item.done and item.colour == "green" for item in kept.items)
    assert [(one.kind, one.pain) for one in found.notes] == [("painkiller", None)]
    assert [one.pain for one in found.mornings] == [2]
    assert {(one.what, one.value) for one in found.readings} == {
        ("pain", 8), ("activity:carry shopping", 6), ("interference", 3)}  # fmt: skip
    assert found.paused(today)


def test_a_session_without_the_app_is_kept_without_colours(asha: Record) -> None:
    client = here(asha)
    client.get("/today/")
    client.post("/session/outside/")
    session = Session.objects.get(person=asha)
    [kept] = happened.record_of(asha).sessions
    assert kept.outside
    assert kept.active
    assert [item.exercise for item in kept.items] == [
        one["exercise"] for one in plan_of(asha)[timezone.localdate().isoformat()]]  # fmt: skip
    assert {item.colour for item in kept.items} == {None}
    page = text(client.get(f"/session/{session.key}/done/"))
    assert CONTENT.exercises[kept.items[0].exercise].name in page
    assert client.get(f"/session/{session.key}/").status_code == 302
    assert send(client, session, []).status_code == 404


def test_pain_said_long_ago_speaks_for_no_flare(asha: Record) -> None:
    at = standing(asha)
    assert at.answers is not None
    person = person_from(at, parsed(at.answers), outcome_of(at.answers))  # type: ignore[arg-type]
    record, now = happened.record_of(asha), timezone.now()
    fresh = present.present(content(), person, record, (now, 8), None, now)
    stale = present.present(content(), person, record, (now - timedelta(hours=73), 8), None, now)
    assert (fresh.flare, stale.flare) == (True, False)
    assert fresh.of(person).pain == stale.of(person).pain == 8
    assert "acute_flare" in fresh.of(person).profiles
