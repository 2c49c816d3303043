"""Questionnaires on the site: who may, what is kept, what a result says, when one is due; and scores from paper."""

import html
import json
import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from supple.core.content import load
from supple.core.questionnaire import Questionnaire
from supple.web.measures.models import Result
from supple.web.people.models import Answers, Measure, Record
from supple.web.training.models import Holiday, Session
from tests.content.test_wording import AVOID
from tests.web.cast import STOPPING, here, record_of
from tests.web.lives import long_ago

pytestmark = pytest.mark.django_db
CONTENT = load()
FORMS = [one for one in CONTENT.questionnaires.values() if one.asked == "form"]
PAGES = ["/questions/", "/questions/on-paper/"]
PAGES += [f"/questions/{name}/{end}" for name in CONTENT.questionnaires for end in ("", "result/")]
DAY = timedelta(days=1)
each = pytest.mark.parametrize("one", FORMS, ids=lambda one: one.id)


@pytest.fixture
def asha() -> Record:
    return record_of()


def text(response: Any) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", html.unescape(response.content.decode())).split())


def answered(record: Record, what: str, ago: int = 0, **answers: int) -> Result:
    values, at = {"answers": answers}, timezone.now() - DAY * ago
    return Result.objects.create(person=record, kind=Result.QUESTIONNAIRE, what=what, values=values, at=at)


def on_paper(record: Record, name: str, score: str, ago: int = 0) -> Result:
    values, at = {"name": name, "score": score}, timezone.now() - DAY * ago
    return Result.objects.create(person=record, kind=Result.QUESTIONNAIRE, what="on-paper", values=values, at=at)


def full(one: Questionnaire) -> dict[str, int]:
    return next(case.answers for case in one.cases if case.score is not None)


# ---- who may ----


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("level", STOPPING)
def test_somebody_stopped_gets_the_stop_page_and_nothing_is_kept(page: str, level: str) -> None:
    client = here(record_of(**STOPPING[level]))
    for response in (client.get(page), client.post(page, {"sure": "4", "name": "ODI", "score": "4"})):
        if response.status_code == 405:
            continue
        assert response.status_code == 200 and b"stop-head" in response.content
        assert not any(item.ask in text(response) for one in FORMS for item in one.items)
    assert not Result.objects.exists()


@pytest.mark.parametrize("page", PAGES)
def test_nobody_and_who_is_amid_the_questions_are_sent_there(page: str, asha: Record) -> None:
    assert Client().get(page)["Location"] == "/begin/"
    Answers.objects.filter(person=asha).update(draft=True)
    assert here(asha).get(page)["Location"] == "/begin/"


def test_an_unknown_questionnaire_is_not_found(asha: Record) -> None:
    assert here(asha).get("/questions/rmdq/").status_code == 404
    assert here(asha).get("/questions/rmdq/result/").status_code == 404
    assert here(asha).get("/questions/activities/result/").status_code == 404


def test_the_page_of_all_leads_to_each(asha: Record) -> None:
    page = here(asha).get("/questions/")
    for one in CONTENT.questionnaires.values():
        assert one.name in text(page)
    for one in FORMS:
        assert f'href="/questions/{one.id}/"' in page.content.decode()


# ---- the form ----


@each
def test_each_is_asked_kept_and_its_result_says_how_sure_it_is(one: Questionnaire, asha: Record) -> None:
    client = here(asha)
    form = text(client.get(f"/questions/{one.id}/"))
    for item in one.items:
        assert item.ask in form
        assert all(choice.text in form for choice in item.choices)
    assert one.about in form and "Not tested as a measure" in form
    sent = client.post(f"/questions/{one.id}/", {name: str(value) for name, value in full(one).items()})
    assert sent["Location"] == f"/questions/{one.id}/result/"
    row = Result.objects.get()
    assert (row.kind, row.what, row.values) == ("questionnaire", one.id, {"answers": full(one)})
    page = text(client.get(f"/questions/{one.id}/result/"))
    assert one.about in page and "Changes under " in page
    assert one.change is not None
    assert ("One answer so far." in page) == (one.change.against == "first")


@each
def test_without_an_answer_it_asks_again_and_keeps_nothing(one: Questionnaire, asha: Record) -> None:
    response = here(asha).post(f"/questions/{one.id}/", {})
    assert response.status_code == 400
    assert text(response).count("Still needs an answer.") == len(one.items)
    assert not Result.objects.exists()
    assert here(asha).get(f"/questions/{one.id}/result/")["Location"] == f"/questions/{one.id}/"


@pytest.mark.parametrize(("what", "sent", "words"), [
    ("confidence", {"sure": "11"}, "Please give a whole number from 0 to 10."),
    ("confidence", {"sure": "four"}, "Please give a whole number from 0 to 10."),
    ("confidence", {"sure": "٣"}, "Please give a whole number from 0 to 10."),
    ("change", {"change": "4"}, "Please choose one of these."),
    ("mood", {"low": "1", "joy": "9" * 400}, "Please choose one of these."),
])  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence(what: str, sent: dict[str, str], words: str, asha: Record) -> None:
    response = here(asha).post(f"/questions/{what}/", sent)
    assert response.status_code == 400 and words in text(response)
    assert not Result.objects.exists()


def test_what_was_right_stays_ticked_beside_what_is_missing(asha: Record) -> None:
    page = here(asha).post("/questions/mood/", {"low": "2"}).content.decode()
    assert re.search(r'name="low" value="2" checked', page)
    assert "Still needs an answer." in page


def test_the_same_day_is_replaced_and_another_day_stays(asha: Record) -> None:
    answered(asha, "confidence", 30, sure=2)
    for sure in ("3", "8"):
        here(asha).post("/questions/confidence/", {"sure": sure})
    rows = Result.objects.order_by("at").values_list("values__answers__sure", flat=True)
    assert list(rows) == [2, 8]


def test_it_needs_no_script(asha: Record) -> None:
    page = here(asha).get("/questions/mood/").content.decode()
    assert page.count('type="radio"') == 8 and "<button" in page
    assert "onclick" not in page and "data-later" not in page


def test_what_is_asked_elsewhere_is_not_asked_twice(asha: Record) -> None:
    client = here(asha)
    assert client.get("/questions/interference/")["Location"] == "/my-data/activities/"
    assert client.get("/questions/activities/")["Location"] == "/my-data/activities/"
    assert client.get("/questions/pain/")["Location"] == "/progress/"
    page = text(client.get("/my-data/activities/"))
    for slug in ("interference", "activities"):
        assert CONTENT.questionnaires[slug].items[0].ask in page


# ---- the result ----

VERDICTS = [
    ("confidence", "sure", (4, 6), "Clearly better than at the start."),
    ("confidence", "sure", (4, 5), "About the same as at the start."),
    ("confidence", "sure", (8, 10), "About the same as at the start."),
    ("confidence", "sure", (6, 4), "Harder than at the start."),
    ("change", "change", (2,), "Clearly better than at the start."),
    ("change", "change", (3, 1), "About the same as at the start."),
    ("change", "change", (-2,), "Harder than at the start."),
]


@pytest.mark.parametrize(("what", "item", "values", "words"), VERDICTS)
def test_better_is_said_only_beyond_the_error_and_30_per_cent(
    what: str, item: str, values: tuple[int, ...], words: str, asha: Record
) -> None:
    for n, value in enumerate(reversed(values)):
        answered(asha, what, 28 * n, **{item: value})
    assert words in text(here(asha).get(f"/questions/{what}/result/"))


def test_two_answers_make_a_line_with_a_row_of_numbers_for_each_point(asha: Record) -> None:
    for ago, change in ((60, -1), (30, 0), (0, 3)):
        answered(asha, "change", ago, change=change)
    page = here(asha).get("/questions/change/result/").content.decode()
    assert page.count('class="chart-dot') == 3
    assert page.count('<th scope="row">') == 2 * 3  # on the screen, and on paper
    assert "−1 at first, 3 on the last day." in page
    heights = [float(y) for y in re.findall(r'class="chart-dot" cx="[\d.]+%" cy="([\d.]+)%"', page)]
    assert heights == sorted(heights, reverse=True), "better stands higher"


def test_a_small_plan_is_offered_to_who_is_not_sure(asha: Record) -> None:
    advice = CONTENT.questionnaires["confidence"].advice
    assert advice is not None
    for sure in range(11):
        here(asha).post("/questions/confidence/", {"sure": str(sure)})
        assert (advice.text in text(here(asha).get("/questions/confidence/result/"))) == (sure < 7)


def test_answers_that_fit_the_file_no_more_are_left_out(asha: Record) -> None:
    answered(asha, "mood", 3, low=2)
    answered(asha, "mood", 2, lowness=2)
    answered(asha, "mood", 1, low=1, joy=1)
    page = text(here(asha).get("/questions/mood/result/"))
    assert "2 / 6" in page and "One answer so far." in page


def test_an_entry_can_be_taken_out_but_never_somebody_elses(asha: Record) -> None:
    mine, bens = answered(asha, "mood", low=1, joy=1), answered(record_of(), "mood", low=2, joy=2)
    here(asha).post("/questions/mood/result/", {"remove": str(bens.key)})
    here(asha).post("/questions/mood/result/", {"remove": "nonsense"})
    assert Result.objects.count() == 2
    here(asha).post("/questions/mood/result/", {"remove": str(mine.key)})
    assert list(Result.objects.all()) == [bens]


def test_nobody_reads_another(asha: Record) -> None:
    answered(asha, "confidence", sure=3)
    on_paper(asha, "My clinic's list", "17")
    ben = here(record_of())
    assert ben.get("/questions/confidence/result/")["Location"] == "/questions/confidence/"
    for page in ("/questions/", "/questions/on-paper/", "/my-data/", "/my-data/export/"):
        assert "My clinic" not in text(ben.get(page)) and "3 / 10" not in text(ben.get(page))


# ---- mood ----


@pytest.mark.parametrize(("low", "joy", "heavy"), [(0, 0, False), (1, 1, False), (1, 2, True), (3, 3, True)])
def test_a_heavy_mood_brings_kind_words_and_the_numbers_of_the_country(
    low: int, joy: int, heavy: bool, asha: Record
) -> None:
    Record.objects.filter(pk=asha.pk).update(country="GB")
    client = here(asha)
    client.post("/questions/mood/", {"low": str(low), "joy": str(joy)})
    page = client.get("/questions/mood/result/").content.decode()
    for words in ("no diagnosis", "please ring at once", 'href="tel:116123"', 'href="tel:999"'):
        assert (words in html.unescape(page).split("Not tested as a measure")[0]) == heavy, words


def test_without_a_country_it_gives_the_numbers_that_work_everywhere(asha: Record) -> None:
    answered(asha, "mood", low=3, joy=3)
    page = text(here(asha).get("/questions/mood/result/"))
    assert CONTENT.emergency.everywhere_text in page and "Say which country you are in" in page


def test_a_line_on_hold_is_never_shown(asha: Record) -> None:
    held = {code: line for code, row in CONTENT.emergency.countries.items() for line in row.crisis
            if line.state == "hold"}  # fmt: skip
    answered(asha, "mood", low=3, joy=3)
    for code, line in held.items():
        Record.objects.filter(pk=asha.pk).update(country=code)
        assert line.name == "Crisis line" or line.name not in text(here(asha).get("/questions/mood/result/"))


def test_a_heavy_mood_takes_no_exercise_away_and_leaves_no_trace_in_a_log(
    asha: Record, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = here(asha)
    before = re.findall(r'href="/exercises/(\w+)/"', client.get("/week/").content.decode())
    client.post("/questions/mood/", {"low": "3", "joy": "3"})
    client.get("/questions/mood/result/")
    assert re.findall(r'href="/exercises/(\w+)/"', client.get("/week/").content.decode()) == before != []
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith("django.db")]
    assert not [line for line in ours if "mood" in line.lower()]


# ---- due ----


def offered(response: Any) -> list[str]:
    """What is asked for quietly."""
    part = re.search(r'id="due".*?</section>', response.content.decode(), re.DOTALL)
    return re.findall(r'class="chip" href="([^"]+)"', part.group()) if part else []


def test_what_is_due_stands_on_progress_until_it_is_answered(asha: Record) -> None:
    client = here(asha)
    assert offered(client.get("/progress/")) == ["/my-data/activities/", "/questions/confidence/", "/questions/mood/"]
    client.post("/questions/confidence/", {"sure": "8"})
    assert offered(client.get("/progress/")) == ["/my-data/activities/", "/questions/mood/"]
    client.post("/my-data/activities/", {"name0": "Gardening", "value0": "4", "interference": "5"})
    assert offered(client.get("/progress/")) == ["/questions/mood/"]


def test_all_in_all_is_asked_from_the_fourth_week_on(asha: Record) -> None:
    long_ago(asha, 27)
    assert "/questions/change/" not in offered(here(asha).get("/progress/"))
    long_ago(asha, 28)
    assert "/questions/change/" in offered(here(asha).get("/progress/"))


def test_it_stands_after_a_session_once_each_and_nothing_on_days_off(asha: Record) -> None:
    day = timezone.localdate()
    row = Session.objects.create(person=asha, day=day, begun_at=timezone.now(), mode="done", outside=True)
    client = here(asha)
    page = client.get(f"/session/{row.key}/done/")
    assert offered(page) == offered(client.get("/progress/")) != []
    assert "They can wait." in text(page)
    Holiday.objects.create(person=asha, first=day, last=day)
    assert offered(client.get("/progress/")) == offered(client.get(f"/session/{row.key}/done/")) == []


def test_nothing_is_due_on_today(asha: Record) -> None:
    assert "/questions/" not in here(asha).get("/today/").content.decode()


def test_looking_at_what_is_due_costs_three_queries(
    asha: Record, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    answered(asha, "mood", low=1, joy=1)
    client = here(asha)
    client.get("/questions/")
    with django_assert_max_num_queries(4):
        client.get("/questions/")
    with django_assert_max_num_queries(4):
        client.get("/questions/mood/result/")


# ---- from paper ----


def test_a_score_from_paper_is_kept_with_its_name_and_day(asha: Record) -> None:
    client, day = here(asha), timezone.localdate() - DAY * 3
    sent = {"name": "  Roland  Morris ", "score": " 36,5 ", "day": day.isoformat()}
    assert client.post("/questions/on-paper/", sent)["Location"] == "/questions/on-paper/"
    row = Result.objects.get()
    assert row.values == {"name": "Roland Morris", "score": "36.5"} and timezone.localdate(row.at) == day
    page = text(client.get("/questions/on-paper/"))
    assert "Roland Morris" in page and "36.5" in page
    assert "Roland Morris" in text(client.get("/questions/"))


def test_scores_of_one_name_make_a_line_without_a_verdict(asha: Record) -> None:
    for ago, name, score in ((60, "Clinic", "-4"), (30, "clinic", "180"), (0, "Clinic", "12.25"), (0, "Other", "3")):
        on_paper(asha, name, score, ago)
    page = here(asha).get("/questions/on-paper/").content.decode()
    assert page.count('class="chart-dot') == 3
    assert "−4 at first, 12.2 on the last day." in page or "−4 at first, 12.3 on the last day." in page
    assert "too small to be sure" not in page and "than at the start" not in page
    for y in re.findall(r'class="chart-dot" cx="[\d.]+%" cy="([\d.]+)%"', page):
        assert 9 <= float(y) <= 84


@pytest.mark.parametrize(("change", "words"), [
    ({"name": " "}, "Still needs an answer."), ({"name": "n" * 61}, "Please use at most 60 letters."),
    ({"score": ""}, "Still needs an answer."), ({"score": "a lot"}, "Please give a number, such as 14 or 36.5."),
    ({"score": "1e5"}, "Please give a number, such as 14 or 36.5."),
    ({"score": "1234567"}, "Please give a number, such as 14 or 36.5."),
    ({"day": "2999-01-01"}, "Please give a day up to today"), ({"day": "yesterday"}, "Please give a day up to today"),
])  # fmt: skip
def test_a_score_that_cannot_be_is_refused_and_stays_typed_in(change: dict[str, str], words: str, asha: Record) -> None:
    good = {"name": "ODI", "score": "14", "day": timezone.localdate().isoformat()}
    response = here(asha).post("/questions/on-paper/", good | change)
    assert response.status_code == 400 and words in text(response)
    assert not Result.objects.exists()


def test_a_score_from_paper_can_be_taken_out(asha: Record) -> None:
    row = on_paper(asha, "ODI", "14")
    other = answered(asha, "mood", low=0, joy=0)
    here(asha).post("/questions/on-paper/", {"remove": str(other.key)})
    here(asha).post("/questions/on-paper/", {"remove": str(row.key)})
    assert list(Result.objects.all()) == [other]


def test_words_of_others_are_shown_as_words(asha: Record) -> None:
    on_paper(asha, "<script>alert(1)</script>", "14")
    for page in ("/questions/", "/questions/on-paper/", "/my-data/"):
        assert "<script>alert" not in here(asha).get(page).content.decode()


# ---- in a person's file ----


def exported(record: Record) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(here(record).get("/my-data/export/").content)
    return found


def brought(given: dict[str, Any]) -> Any:
    file = SimpleUploadedFile("supple.json", json.dumps(given).encode())
    return Client().post("/my-data/import/", {"file": file})


def test_everything_that_was_answered_is_read_back_and_taken_along(asha: Record) -> None:
    answered(asha, "mood", 3, low=1, joy=0)
    answered(asha, "of_a_clinic", 2, first=4)
    on_paper(asha, "ODI", "36.5", 1)
    page = text(here(asha).get("/my-data/"))
    assert "Your mood, 1 / 6" in page and "ODI, 36.5" in page
    file = exported(asha)
    assert brought(file).status_code == 302
    copy = Record.objects.exclude(pk=asha.pk).get()
    assert exported(copy)["results"] == file["results"] != []


def test_somebody_stopped_reads_what_they_answered(asha: Record) -> None:
    answered(asha, "mood", low=1, joy=0)
    Answers.objects.filter(person=asha).update(data={**Answers.objects.get().data, **STOPPING["L0"]})
    assert "Your mood, 1 / 6" in text(here(asha).get("/my-data/"))


REFUSED = [
    ("mood", {"answers": {"low": 4}}, "results[0].values.answers.low: must be one of: 0, 1, 2, 3"),
    ("mood", {"answers": {"high": 4}}, "results[0].values.answers.high: is no question; allowed: low, joy"),
    ("mood", {"score": 4}, 'results[0].values."score": unknown key; allowed: answers'),
    ("mood", [], "results[0].values: must be an object"),
    ("Not a slug", {"answers": {}}, "results[0].what: must be the name of a questionnaire"),
    ("of_a_clinic", {"answers": {"a": "x"}}, "results[0].values.answers: must be an object of whole numbers"),
    ("on-paper", {"name": "", "score": "1"}, "results[0].values.name: must be text of at most 60 letters"),
    ("on-paper", {"name": "ODI", "score": 1}, "results[0].values.score: must be a number up to 999999, such as 36.5"),
]


@pytest.mark.parametrize(("what", "values", "why"), REFUSED)
def test_a_damaged_file_is_refused_whole(what: str, values: object, why: str, asha: Record) -> None:
    answered(asha, "mood", low=1, joy=0)
    file = exported(asha)
    file["results"][0] |= {"what": what, "values": values}
    response = brought(file)
    assert response.status_code == 400 and why in html.unescape(response.content.decode())
    assert Record.objects.count() == 1


def test_erased_is_erased(asha: Record) -> None:
    answered(asha, "mood", low=3, joy=3)
    on_paper(asha, "ODI", "36.5")
    here(asha).post("/my-data/erase/", {"sure": "yes"})
    assert not Result.objects.exists()


# ---- what is said ----


def test_no_page_of_it_frightens_or_reproaches(asha: Record) -> None:
    for one in FORMS:
        answered(asha, one.id, 40, **full(one))
    answered(asha, "mood", low=3, joy=3)
    answered(asha, "change", change=-3)
    for page in [*PAGES, "/progress/"]:
        said = text(here(asha).get(page, follow=True))
        assert not [word for word in AVOID if word != "!" and re.search(rf"\b({word})", said, re.I)], page


def test_who_names_no_activity_is_not_asked_again_for_one(asha: Record) -> None:
    Measure.objects.create(person=asha, on=timezone.localdate(), what="interference", value=4)
    assert "/my-data/activities/" not in offered(here(asha).get("/progress/"))
