"""The diary: told in one tap, read back by its date, mended, and never anybody else's."""

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from supple.core.content import load
from supple.web.people.models import Answers, Record
from supple.web.training.happened import record_of as history_of
from supple.web.training.models import Entry, Event, Holiday, Session, ShownPlan
from tests.web.cast import STOPPING, here, record_of
from tests.web.lives import at, lived, long_ago, morning

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CONTENT = load()
POSTS: list[tuple[str, dict[str, str]]] = [
    ("/session/outside/", {}), ("/morning/", {"pain": "3"}), ("/note/", {"kind": "heat"}),
    ("/holiday/", {"first": "2026-01-01", "last": "2026-01-02"}),
]  # fmt: skip


@pytest.fixture
def asha() -> Record:
    return record_of()


@pytest.fixture
def ben() -> Record:
    """Somebody with two sessions and one row of every other kind, some days ago."""
    record = record_of()
    first = long_ago(record, 5)
    lived(record, [0, 2], lambda n: 4)
    morning(record, first + DAY, 3)
    for kind, pain in (("painkiller", None), ("heat", None), ("bad_day", 7), ("flare", None)):
        Entry.objects.create(person=record, kind=kind, day=first + 3 * DAY, happened_at=at(first + 3 * DAY),
                             arrived_at=at(first + 3 * DAY), pain=pain)  # fmt: skip
    Holiday.objects.create(person=record, first=first + 3 * DAY, last=first + 4 * DAY)
    return record


def today() -> date:
    return timezone.localdate()


def text(response: Any) -> str:
    return html.unescape(response.content.decode())


def rows_of(record: Record) -> list[str]:
    """Where each row of somebody's can be mended."""
    addresses = [f"/diary/session/{one.key}/" for one in Session.objects.filter(person=record)]
    addresses += [f"/diary/note/{one.pk}/" for one in Entry.objects.filter(person=record)]
    return addresses + [f"/diary/holiday/{one.pk}/" for one in Holiday.objects.filter(person=record)]


def kept(record: Record) -> tuple[int, ...]:
    return tuple(model.objects.filter(person=record).count() for model in (Session, Entry, Holiday))


# ---- who may ----


@pytest.mark.parametrize(("address", "data"), POSTS)
def test_nobody_is_sent_to_the_questions(address: str, data: dict[str, str]) -> None:
    assert Client().post(address, data)["Location"] == "/begin/"


@pytest.mark.parametrize("address", ["/diary/", "/progress/", "/holiday/"])
def test_nobody_reads_a_diary(address: str, ben: Record) -> None:
    assert Client().get(address)["Location"] == "/begin/"
    for one in rows_of(ben):
        assert Client().get(one)["Location"] == "/begin/"


@pytest.mark.parametrize("level", STOPPING)
@pytest.mark.parametrize(("address", "data"), POSTS)
def test_somebody_stopped_gets_the_stop_page_and_nothing_is_kept(
    level: str, address: str, data: dict[str, str]
) -> None:
    record = record_of(**STOPPING[level])
    response = here(record).post(address, data)
    assert CONTENT.red_flags.levels[level].heading in text(response)
    assert kept(record) == (0, 0, 0)


@pytest.mark.parametrize(("address", "data"), POSTS)
def test_somebody_in_the_middle_of_the_questions_goes_on_there(address: str, data: dict[str, str]) -> None:
    record = record_of()
    Answers.objects.filter(person=record).update(draft=True)
    assert here(record).post(address, data)["Location"] == "/begin/"
    assert kept(record) == (0, 0, 0)


def test_somebody_stopped_reads_and_mends_all_of_it_and_no_exercise_is_named(ben: Record) -> None:
    Answers.objects.filter(person=ben).update(data={**Answers.objects.get(person=ben).data, "saddle": "new"})
    client, before = here(ben), kept(ben)
    for address in ["/my-data/", "/diary/", *rows_of(ben)]:
        said = text(client.get(address))
        for exercise in CONTENT.exercises.values():
            assert not re.search(rf"\b{re.escape(exercise.name)}\b", said), (address, exercise.name)
            assert "_" not in exercise.id or exercise.id not in said
        assert 'href="/exercises' not in said
        assert 'href="/today' not in said
        assert "<nav" not in said
    assert "minutes of exercise" in text(client.get("/diary/"))
    session = Session.objects.filter(person=ben).first()
    assert session
    assert client.post(f"/diary/session/{session.key}/", {"remove": "yes"})["Location"] == "/diary/"
    assert kept(ben) == (before[0] - 1, *before[1:])


def test_the_same_pages_name_the_exercises_to_somebody_cleared(ben: Record) -> None:
    Entry.objects.filter(person=ben).delete()
    session = Session.objects.filter(person=ben).order_by("day")[0]
    names = [CONTENT.exercises[item["exercise"]].name for item in session.result["items"]]
    for address in ("/my-data/", "/diary/", f"/diary/session/{session.key}/"):
        said = text(here(ben).get(address))
        assert f"Done: {', '.join(names)}" in said


def test_one_person_never_reads_or_mends_the_rows_of_another(asha: Record, ben: Record) -> None:
    client, before = here(asha), kept(ben)
    assert len(rows_of(ben)) == 8
    for address in rows_of(ben):
        assert client.get(address).status_code == 404
        assert client.post(address, {"remove": "yes"}).status_code == 404
        assert client.post(address, {"pain": "9", "kind": "heat"}).status_code == 404
    assert kept(ben) == before
    assert "pain before" not in text(client.get("/diary/"))


@pytest.mark.parametrize("address", ["/session/outside/", "/morning/", "/note/"])
def test_a_link_alone_changes_nothing(address: str, asha: Record) -> None:
    assert here(asha).get(address).status_code == 405


# ---- one tap each ----


def test_a_session_without_the_app_holds_what_was_planned_and_counts_once_a_day(asha: Record) -> None:
    client = here(asha)
    planned = text(client.get("/today/"))
    for _ in range(2):
        assert client.post("/session/outside/")["Location"] == "/today/?noted=yes#diary"
    (row,) = Session.objects.filter(person=asha)
    assert (row.outside, row.day, row.document, row.rest, row.mode) == (True, today(), None, None, "done")
    names = [CONTENT.exercises[item["exercise"]].name for item in row.result["items"]]
    assert names
    assert all(name in planned for name in names)
    assert {item["colour"] for item in row.result["items"]} == {None}
    (session,) = history_of(asha).sessions
    assert session.active
    assert session.outside
    assert "That is noted." in text(client.get("/today/?noted=yes"))


def test_the_last_answer_of_a_morning_counts(asha: Record) -> None:
    client = here(asha)
    for pain in (3, 5):
        assert client.post("/morning/", {"pain": str(pain)})["Location"] == "/today/?noted=yes#diary"
    (entry,) = Entry.objects.filter(person=asha)
    assert (entry.kind, entry.day, entry.pain) == ("morning", today(), 5)


def test_not_now_is_kept_but_never_takes_back_an_answer(asha: Record) -> None:
    client = here(asha)
    assert client.post("/morning/", {"later": "1"})["Location"] == "/today/"
    assert Entry.objects.get(person=asha).pain is None
    assert history_of(asha).mornings == ()
    client.post("/morning/", {"pain": "0"})
    client.post("/morning/", {"later": "1"})
    assert Entry.objects.get(person=asha).pain == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [({}, "Still needs an answer."), ({"pain": ""}, "Still needs an answer."),
     ({"pain": "11"}, "Please give a whole number from 0 to 10."),
     ({"pain": "-1"}, "Please give a whole number from 0 to 10."),
     ({"pain": "3.5"}, "Please give a whole number from 0 to 10."),
     ({"pain": "much"}, "Please give a whole number from 0 to 10.")],
)  # fmt: skip
def test_a_morning_without_a_number_is_asked_again(given: dict[str, str], words: str, asha: Record) -> None:
    response = here(asha).post("/morning/", given)
    assert response.status_code == 400
    assert words in text(response)
    assert "How is your back this morning?" in text(response)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("kind", ["painkiller", "heat"])
def test_a_note_is_kept_with_its_time_and_no_address_tells_it(kind: str, asha: Record) -> None:
    client = here(asha)
    response = client.post("/note/", {"kind": kind})
    (entry,) = Entry.objects.filter(person=asha)
    assert (entry.kind, entry.day, entry.pain) == (kind, today(), None)
    assert timezone.now() - entry.happened_at < timedelta(minutes=1)
    assert response["Location"] == "/today/?noted=yes#diary"
    assert "That is noted." in text(client.get(response["Location"]))


def test_the_same_tap_twice_is_one_note_and_a_later_one_another(asha: Record) -> None:
    client = here(asha)
    for kind in ("heat", "heat", "painkiller"):
        client.post("/note/", {"kind": kind})
    assert sorted(Entry.objects.values_list("kind", flat=True)) == ["heat", "painkiller"]
    Entry.objects.update(happened_at=timezone.now() - timedelta(minutes=2))
    client.post("/note/", {"kind": "heat"})
    assert Entry.objects.count() == 3


@pytest.mark.parametrize("kind", ["", "bad_day", "flare", "morning", "wine"])
def test_an_unknown_note_is_refused(kind: str, asha: Record) -> None:
    response = here(asha).post("/note/", {"kind": kind})
    assert response.status_code == 400
    assert "Please choose one of these." in text(response)
    assert not Entry.objects.exists()


def test_everything_that_is_told_lets_the_plan_look_again(asha: Record) -> None:
    client = here(asha)
    for address, data in (*POSTS[:3], ("/holiday/", {"first": str(today()), "last": str(today() + DAY)})):
        client.get("/today/")
        assert ShownPlan.objects.get().present["pain"] is not None
        assert client.post(address, data).status_code == 302
        assert set(ShownPlan.objects.get().present) == {"stale"}, address


# ---- days off ----


def test_days_off_are_taken_and_ended(asha: Record) -> None:
    client = here(asha)
    first, last = today() - 2 * DAY, today() + 3 * DAY
    assert client.post("/holiday/", {"first": str(first), "last": str(last)})["Location"] == "/today/"
    assert (history_of(asha).paused(today()), history_of(asha).paused(last + DAY)) == (True, False)
    assert client.post("/holiday/", {"end": "today"})["Location"] == "/today/"
    assert (Holiday.objects.get().first, Holiday.objects.get().last) == (first, today() - DAY)


def test_days_off_that_begin_today_are_none_when_they_end_today(asha: Record) -> None:
    client = here(asha)
    client.post("/holiday/", {"first": str(today()), "last": str(today() + DAY)})
    client.post("/holiday/", {"end": "today"})
    assert not Holiday.objects.exists()


def test_days_to_come_are_shown_and_can_be_mended(asha: Record) -> None:
    client = here(asha)
    first = today() + 10 * DAY
    assert client.post("/holiday/", {"first": str(first), "last": str(first)})["Location"] == "/holiday/"
    page = text(client.get("/holiday/"))
    assert f"/diary/holiday/{Holiday.objects.get().pk}/" in page
    assert "End it today" not in page


def given_days(first: str | int, last: str | int) -> dict[str, str]:
    return {name: one if isinstance(one, str) else str(today() + one * DAY)
            for name, one in (("first", first), ("last", last))}  # fmt: skip


A_DAY = "Please give a day such as 2026-12-24."
WRONG_DAYS: list[tuple[str | int, str | int, str]] = [
    ("", "", A_DAY),
    (0, "", A_DAY),
    ("tomorrow", 1, A_DAY),
    ("2026-02-30", 1, A_DAY),
    (3, 2, "The last day comes before the first."),
    (0, 92, "Please give three months at most."),
    (367, 368, "Please give a day within a year from today."),
    (-367, -366, "Please give a day within a year from today."),
    ("0001-01-01", "0001-01-02", "Please give a day within a year from today."),
    ("9999-12-31", "9999-12-31", "Please give a day within a year from today."),
]


@pytest.mark.parametrize(("first", "last", "words"), WRONG_DAYS)
def test_days_that_cannot_be_are_named_and_what_was_typed_stays(
    first: str | int, last: str | int, words: str, asha: Record
) -> None:
    given = given_days(first, last)
    response = here(asha).post("/holiday/", given)
    assert response.status_code == 400
    assert words in text(response)
    assert all(f'value="{value}"' in text(response) for value in given.values())
    assert not Holiday.objects.exists()


@pytest.mark.parametrize(("first", "last"), [(-366, -366), (366, 366), (0, 91), (0, 0)])
def test_days_at_the_edges_are_taken(first: int, last: int, asha: Record) -> None:
    assert here(asha).post("/holiday/", given_days(first, last)).status_code == 302
    assert Holiday.objects.count() == 1


def test_no_day_is_off_twice(asha: Record) -> None:
    client = here(asha)
    client.post("/holiday/", given_days(5, 8))
    for first, last in ((5, 8), (1, 5), (8, 20), (6, 7), (1, 20)):
        response = client.post("/holiday/", given_days(first, last))
        assert "There is a holiday on these days already." in text(response)
    assert client.post("/holiday/", given_days(9, 9)).status_code == 302
    assert client.post("/holiday/", given_days(4, 4)).status_code == 302


def test_the_same_days_are_free_to_somebody_else(asha: Record) -> None:
    here(record_of()).post("/holiday/", given_days(5, 8))
    assert here(asha).post("/holiday/", given_days(5, 8)).status_code == 302


# ---- read and mended ----


def test_everything_is_read_back_by_its_date(ben: Record) -> None:
    page = text(here(ben).get("/diary/"))
    for words in ("minutes of exercise", "Pain before 4, pain after 4, effort 4", "The morning: pain 3",
                  "A painkiller", "Heat", "A bad day: pain 7", "Much sorer than usual, from the first questions",
                  "Holiday until"):  # fmt: skip
        assert words in page, words
    days = re.findall(r"<li><div class=\"told-what\"><p class=\"small\">\w+ (\d+) (\w+)</p>", page)
    assert len(days) == 8
    assert len(set(days)) >= 4


def test_my_data_shows_the_newest_and_the_way_to_all(ben: Record) -> None:
    page = text(here(ben).get("/my-data/"))
    assert page.count("told-what") == 5
    assert 'href="/diary/"' in page


def test_my_data_of_somebody_new_says_so(asha: Record) -> None:
    assert "None yet." in text(here(asha).get("/my-data/"))
    assert "Nothing yet. Your first session will stand here." in text(here(asha).get("/diary/"))


def test_a_morning_that_was_waved_away_is_not_listed(asha: Record) -> None:
    morning(asha, today(), None)
    assert "told-what" not in text(here(asha).get("/diary/"))


def test_the_pages_of_a_long_diary_hold_every_row_once(asha: Record) -> None:
    for n in range(150):
        day = today() - n // 2 * DAY
        Entry.objects.create(person=asha, kind="heat", day=day, happened_at=at(day, n % 2), arrived_at=at(day))
    client, address, found = here(asha), "/diary/", list[str]()
    for _ in range(10):
        page = text(client.get(address))
        found += re.findall(r"/diary/note/(\d+)/", page)
        earlier = re.search(r'href="(\?before=[\d-]+)"', page)
        if earlier is None:
            break
        address = f"/diary/{earlier[1]}"
    assert len(found) == 150
    assert len(set(found)) == 150


def test_a_day_that_is_none_shows_the_newest(ben: Record) -> None:
    assert text(here(ben).get("/diary/?before=soon")).count("told-what") == 8


def first_session(record: Record) -> Session:
    return Session.objects.filter(person=record).order_by("day")[0]


def test_a_session_is_corrected_and_its_facts_stay(ben: Record) -> None:
    row, client = first_session(ben), here(ben)
    client.get("/today/")
    address = f"/diary/session/{row.key}/"
    assert client.post(address, {"rest": "6", "pain": "4", "effort": "9"})["Location"] == "/diary/"
    row.refresh_from_db()
    assert (row.rest, row.result["effort"], row.corrected) == (4, 4, {"rest": 6, "effort": 9})
    found = history_of(ben).sessions[0]
    assert (found.rest, found.pain, found.effort) == (6, 4, 9)
    assert set(ShownPlan.objects.get().present) == {"stale"}
    page = text(client.get(address))
    assert re.findall(r'name="(\w+)" value="(\d+)" checked', page) == [("rest", "6"), ("pain", "4"), ("effort", "9")]
    client.post(address, {"rest": "4", "pain": "4", "effort": "4"})
    row.refresh_from_db()
    assert row.corrected == {}


def test_a_session_without_the_app_has_no_pain_before_it(asha: Record) -> None:
    client = here(asha)
    client.post("/session/outside/")
    address = f"/diary/session/{first_session(asha).key}/"
    assert 'name="rest"' not in text(client.get(address))
    client.post(address, {"rest": "9", "pain": "2"})
    assert first_session(asha).corrected == {"pain": 2}


@pytest.mark.parametrize("value", ["11", "-1", "x", "4.5"])
def test_a_number_that_is_none_is_refused_and_nothing_changes(value: str, ben: Record) -> None:
    row = first_session(ben)
    response = here(ben).post(f"/diary/session/{row.key}/", {"rest": "5", "effort": value})
    assert response.status_code == 400
    assert "Please give a whole number from 0 to 10." in text(response)
    assert first_session(ben).corrected == {}


def test_a_session_that_was_somebody_elses_goes_with_its_events(ben: Record) -> None:
    row, client = first_session(ben), here(ben)
    client.get("/today/")
    Event.objects.create(person=ben, session=row, event_id="a", seq=1, data={}, arrived_at=timezone.now())
    assert "This was not me" in text(client.get(f"/diary/session/{row.key}/"))
    client.post(f"/diary/session/{row.key}/", {"remove": "yes"})
    assert not Session.objects.filter(pk=row.pk).exists()
    assert not Event.objects.exists()
    assert set(ShownPlan.objects.get().present) == {"stale"}


def test_what_was_corrected_changes_the_plan(asha: Record) -> None:
    """Two sore mornings lead a step back; one of them was a slip of the finger."""
    long_ago(asha, 12)
    lived(asha, [0, 2, 4, 6, 8, 10], lambda n: 2)
    client = here(asha)
    morning(asha, today() - DAY, 8)
    assert "morning after was sorer than usual" in text(client.get("/progress/"))
    entry = Entry.objects.get(kind="morning")
    client.post(f"/diary/note/{entry.pk}/", {"pain": "2"})
    assert "morning after was sorer than usual" not in text(client.get("/progress/"))


def test_a_morning_and_a_bad_day_get_another_number(ben: Record) -> None:
    client = here(ben)
    for kind in ("morning", "bad_day"):
        entry = Entry.objects.get(person=ben, kind=kind)
        assert client.post(f"/diary/note/{entry.pk}/", {"pain": "1"})["Location"] == "/diary/"
        entry.refresh_from_db()
        assert (entry.pain, entry.kind) == (1, kind)
        for wrong, words in (("", "Still needs an answer."), ("12", "Please give a whole number from 0 to 10.")):
            response = client.post(f"/diary/note/{entry.pk}/", {"pain": wrong})
            assert (response.status_code, words in text(response)) == (400, True)
        entry.refresh_from_db()
        assert entry.pain == 1


def test_a_painkiller_was_heat_after_all(ben: Record) -> None:
    client, entry = here(ben), Entry.objects.get(person=ben, kind="painkiller")
    response = client.post(f"/diary/note/{entry.pk}/", {"kind": "flare"})
    assert (response.status_code, "Please choose one of these." in text(response)) == (400, True)
    client.post(f"/diary/note/{entry.pk}/", {"kind": "heat"})
    entry.refresh_from_db()
    assert (entry.kind, entry.pain) == ("heat", None)


def test_what_the_questions_found_can_only_be_taken_out(ben: Record) -> None:
    client, entry = here(ben), Entry.objects.get(person=ben, kind="flare")
    address = f"/diary/note/{entry.pk}/"
    assert "Keep it so" not in text(client.get(address))
    client.post(address, {"pain": "2", "kind": "heat"})
    entry.refresh_from_db()
    assert (entry.kind, entry.pain) == ("flare", None)
    client.post(address, {"remove": "yes"})
    assert not Entry.objects.filter(pk=entry.pk).exists()


def test_days_off_are_mended_or_taken_out(ben: Record) -> None:
    client, row = here(ben), Holiday.objects.get(person=ben)
    address = f"/diary/holiday/{row.pk}/"
    assert f'value="{row.first}"' in text(client.get(address))
    longer = {"first": str(row.first), "last": str(row.last + DAY)}
    assert client.post(address, longer)["Location"] == "/diary/"
    row.refresh_from_db()
    assert str(row.last) == longer["last"]
    response = client.post(address, {"first": longer["last"], "last": longer["first"]})
    assert (response.status_code, "The last day comes before the first." in text(response)) == (400, True)
    client.post(address, {"remove": "yes"})
    assert not Holiday.objects.exists()


@pytest.mark.parametrize(("address", "most"), [("/diary/", 6), ("/my-data/", 10), ("/holiday/", 4), ("/progress/", 13)])
def test_a_page_asks_the_database_few_questions(address: str, most: int, ben: Record) -> None:
    client = here(ben)
    client.get("/today/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= most, [one["sql"][:80] for one in asked.captured_queries]


def test_no_number_of_anybody_stands_in_an_address(ben: Record) -> None:
    client = here(ben)
    for address, data in POSTS[:3]:
        assert not re.search(r"\d", client.post(address, data)["Location"])
