"""Progress: the finding says neither more nor less than the answers, and every picture has its numbers."""

import calendar
import html
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from supple.core import record as core
from supple.core.content import load
from supple.core.record import Given, ItemRecord, SessionRecord
from supple.web.people.models import Answers, Measure, Record
from supple.web.training import climbed, progress
from supple.web.training.happened import result_of
from supple.web.training.models import Entry, Holiday, Session
from tests.content.test_wording import AVOID
from tests.web.cast import STOPPING, here, record_of
from tests.web.lives import at, lived, long_ago, morning

pytestmark = pytest.mark.django_db
CONTENT = load()
DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


def page_of(record: Record) -> str:
    response = here(record).get("/progress/")
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def mornings(record: Record, *pains: int) -> None:
    """The last mornings, today's last."""
    for n, pain in enumerate(reversed(pains)):
        morning(record, today() - n * DAY, pain)


# ---- who may ----


def test_nobody_is_sent_to_the_questions() -> None:
    assert Client().get("/progress/")["Location"] == "/begin/"


@pytest.mark.parametrize("level", STOPPING)
def test_it_is_the_stop_page_for_somebody_stopped(level: str) -> None:
    record = record_of()
    long_ago(record, 5)
    lived(record, [0, 2], lambda n: 4)
    Answers.objects.filter(person=record).update(data={**Answers.objects.get().data, **STOPPING[level]})
    page = page_of(record)
    assert CONTENT.red_flags.levels[level].heading in page
    assert "chart" not in page
    assert not any(exercise.name in page for exercise in CONTENT.exercises.values())


def test_a_draft_is_finished_first() -> None:
    record = record_of()
    Answers.objects.filter(person=record).update(draft=True)
    assert here(record).get("/progress/")["Location"] == "/begin/"


def test_it_can_only_be_read() -> None:
    assert here(record_of()).post("/progress/").status_code == 405


def test_nobody_elses_pain_is_counted() -> None:
    ben = record_of(pain=8)
    mornings(ben, 1, 1, 1, 1, 1)
    page = page_of(record_of(pain=8))
    assert "It is too early to say" in page


# ---- the finding ----

EDGES: list[tuple[int, tuple[int, ...], str]] = [
    (6, (), "It is too early to say"),
    (6, (1, 1), "It is too early to say"),
    (6, (4, 4, 4), "It hurts clearly less than at the start"),
    (6, (5, 5, 5), "About the same as at the start"),
    (6, (4, 4, 5, 5), "About the same as at the start"),
    (6, (8, 8, 8), "Harder weeks than at the start"),
    (6, (7, 7, 8), "About the same as at the start"),
    (10, (7, 7, 7), "It hurts clearly less than at the start"),
    (10, (8, 8, 8), "About the same as at the start"),
    (2, (0, 0, 0), "It hurts clearly less than at the start"),
    (1, (0, 0, 0), "About the same as at the start"),
    (0, (2, 2, 2), "Harder weeks than at the start"),
]


@pytest.mark.parametrize(("first", "pains", "heading"), EDGES)
def test_a_change_is_only_called_one_beyond_its_error_and_thirty_per_cent(
    first: int, pains: tuple[int, ...], heading: str
) -> None:
    record = record_of(pain=first)
    long_ago(record, 20)
    mornings(record, *pains)
    page = page_of(record)
    assert f"<h1>{heading}</h1>" in page
    assert ("this one is larger" in page) == (not heading.startswith(("About", "It is too early")))


def test_its_words_are_those_of_the_content() -> None:
    for found, words in CONTENT.spoken.findings.items():
        heading, _dot, more = words.partition(". ")
        assert heading.removesuffix(".") in {heading for *_, heading in EDGES}, found
        assert not more or more.endswith(".")


def test_it_speaks_of_the_last_seven_days_alone() -> None:
    record = record_of(pain=8)
    long_ago(record, 30)
    for n, pain in ((0, 4), (3, 5), (6, 4), (7, 9), (12, 9), (20, 9)):
        morning(record, today() - n * DAY, pain)
    assert "Pain in the last seven days: 4. At the start: 8. Changes under 2.4 may be chance; this one is larger." in (
        plain(page_of(record)).replace("  ", " ")
    )


def test_without_a_session_it_says_what_will_stand_here() -> None:
    page = page_of(record_of(pain=5))
    assert "At the start you said 5 out of 10. After your first sessions you will see here how it goes." in page
    assert "Every day on which you do a little colours one of these." in page
    assert "5 at the start; nothing since." in page
    assert "Step by step" not in page


def test_after_one_session_it_asks_for_nothing_but_time() -> None:
    record = record_of(pain=5)
    long_ago(record, 1)
    lived(record, [0], lambda n: 5)
    page = page_of(record)
    assert "A few more answers within a week, and this page can say more." in page
    assert "1 active day so far" in page
    assert "Every day on which" not in page


def test_after_six_weeks_without_a_change_it_says_what_else_there_is() -> None:
    record = record_of(pain=5)
    first = long_ago(record, 44)
    for n in range(0, 45, 2):
        session(record, first + n * DAY, rest=5)
    assert CONTENT.spoken.changes["visit"] in page_of(record)


def test_no_word_of_it_frightens_or_reproaches() -> None:
    templates = Path("supple/web/training/templates/training")
    files = [*templates.glob("*.html"), *Path("supple/web/training").glob("*.py")]
    for file in files:
        for words in re.findall(r'(?:translate "|_\("|blocktranslate[^%]*%})([^"{}]+)', file.read_text()):
            for avoid in (*AVOID, "streak", "should have", "only [0-9]"):
                assert not re.search(rf"\b{avoid}" if avoid != "!" else "!", words, re.I), (file, words)


# ---- pictures and their numbers ----


def test_every_chart_has_a_title_words_and_a_table_with_a_row_for_each_point() -> None:
    record = record_of(pain=6)
    long_ago(record, 30)
    mornings(record, *([5] * 20))
    for n, value in ((28, 6), (14, 4), (0, 3)):
        Measure.objects.create(person=record, on=today() - n * DAY, what="interference", value=value)
        Measure.objects.create(person=record, on=today() - n * DAY, what="activity", name="Gardening", value=10 - value)
    page = page_of(record)
    charts = re.findall(r'<svg class="chart.*?</svg>.*?</table>', page, re.DOTALL)
    assert len(charts) == 3
    for chart in charts:
        names = re.search(r'aria-labelledby="(\S+) (\S+)"', chart)
        assert names
        for name in names.groups():
            assert re.search(rf'id="{name}">[^<]+<', chart)
        body = chart.split("<tbody>")[1]
        assert chart.count("<circle") == body.count("<tr>")
        assert '<th scope="col">' in chart
    assert "style=" not in page


def test_the_charts_of_answers_say_better_in_the_right_direction() -> None:
    record = record_of()
    for n, (hinders, ties, sits) in {28: (8, 3, 5), 0: (5, 6, 2)}.items():
        on = today() - n * DAY
        Measure.objects.create(person=record, on=on, what="interference", value=hinders)
        Measure.objects.create(person=record, on=on, what="activity", name="Tying my shoes", value=ties)
        Measure.objects.create(person=record, on=on, what="activity", name="Sitting", value=sits)
    page = plain(page_of(record))
    assert "How much it gets in the way Clearly better than at the start. 0 not at all, 10 completely" in page
    assert "Tying my shoes Clearly better than at the start. 0 not at all, 10 as well as before" in page
    assert "Sitting Harder than at the start." in page


def test_a_single_answer_is_no_line_yet() -> None:
    record = record_of()
    Measure.objects.create(person=record, on=today(), what="activity", name="<b>Tying</b>", value=4)
    page = here(record).get("/progress/").content.decode()
    assert "4 of 10 on" in page
    assert "One answer so far." in page
    assert "&lt;b&gt;Tying&lt;/b&gt;" in page
    assert "<b>Tying" not in page
    assert page.count('<svg class="chart') == 1


def test_it_holds_no_streak_and_marks_holidays() -> None:
    record = record_of()
    first = long_ago(record, 10)
    for n in (0, 1, 6):
        session(record, first + n * DAY)
    Holiday.objects.create(person=record, first=first + 2 * DAY, last=first + 4 * DAY)
    page = page_of(record)
    states = re.findall(r'<td><span class="day day-(\w+)( day-today)?">', page)
    assert len(states) == 28
    assert [state for state, _ in states[-11:]] == [*["active"] * 2, *["holiday"] * 3, "free", "active", *["free"] * 4]
    assert {state for state, _ in states[:-11]} == {"before"}
    assert [bool(mark) for _, mark in states] == [False] * 27 + [True]
    assert "3 active days so far" in page
    assert "active, 1 minute" in page


def test_the_calendar_is_a_table_whose_columns_are_days_of_the_week() -> None:
    page = page_of(record_of())
    table = page.split('<table class="days">')[1].split("</table>")[0]
    assert re.findall(r'abbr="(\w+)"', table)[-1] == f"{today():%A}"
    assert len(set(re.findall(r'abbr="(\w+)"', table))) == 7
    assert f"{today().day} {today():%B}:" in table


def test_after_four_weeks_the_heading_counts_in_28() -> None:
    record = record_of()
    first = long_ago(record, 27)
    session(record, first)
    assert "1 active day in 28" in page_of(record)
    assert progress.days_in_words(0, 28, first, today()) == "Your active days"


# ---- step by step ----


def given(hold_s: int, form: str = "base", sets: int = 2) -> Given:
    return Given(form, sets, 1, hold_s)


def session(record: Record, day: date, *items: ItemRecord, rest: int | None = None, effort: int = 4) -> Session:
    """A session with these items, or a minute of walking."""
    walk = ItemRecord("walk", "walk", Given("base", 1, 1, 0, 60), None, True, "green", (60, 0, 0))
    done = SessionRecord("s", day, at(day), at(day), rest, items or (walk,), None, effort)
    return Session.objects.create(person=record, day=day, begun_at=at(day), rest=rest, mode="done",
                                  result=result_of(done))  # fmt: skip


def stretch(amount: Given, rung: Given | None = None, **more: Any) -> ItemRecord:
    return ItemRecord("seated_figure_four", "stretch", amount, rung or amount, seconds=(0, 40, 40), **more)


def test_it_says_where_each_exercise_stands_and_what_comes_next() -> None:
    record = record_of()
    first = long_ago(record, 14)
    for n in (0, 2, 4):
        session(record, first + n * DAY, stretch(given(20)))
    page = plain(page_of(record))
    name = CONTENT.exercises["seated_figure_four"].name
    assert re.search(rf"{name} step 3 of \d+ Now: 2 holds of 25 s each side\. Next: 2 holds of 30 s each side, after "
                     r"3 sessions in a row that felt easy\.", page)  # fmt: skip
    assert re.search(
        rf"What changed, and why .*\d+ \w+ {name}: 5 seconds longer, after three sessions that felt easy\.", page
    )
    assert "climb-first" in page_of(record)


def test_the_table_of_an_exercise_holds_the_most_of_each_week() -> None:
    record = record_of()
    monday = today() - today().weekday() * DAY - 14 * DAY
    long_ago(record, (today() - monday).days)
    for n, hold_s in ((0, 20), (2, 30), (4, 20), (7, 25)):
        session(record, monday + n * DAY, stretch(given(hold_s)))
    body = page_of(record).split("Most in a session")[1].split("</table>")[0]
    weeks = re.findall(r'<th scope="row">([^<]+)</th><td>([^<]+)</td>', body)
    assert [words for _, words in weeks] == ["2 holds of 25 s each side", "2 holds of 30 s each side"]
    assert weeks[1][0] == f"{monday.day} {monday:%B}"


def test_the_easier_form_is_named_and_what_was_left_is_not_counted() -> None:
    record = record_of()
    first = long_ago(record, 4)
    session(record, first, stretch(given(20, "easier"), given(20)))
    session(record, first + DAY, stretch(given(30), done=False))
    page = page_of(record)
    assert "2 holds of 20 s each side (upright, without pressing)" in page
    assert "2 holds of 30 s" not in page.split("Most in a session")[1]


def test_an_exercise_that_rests_or_is_at_its_top_says_so() -> None:
    record = record_of()
    first = long_ago(record, 3)
    session(record, first, stretch(given(20, "easier"), given(20, "easier"), colour="red"))
    session(record, today(), stretch(given(20, "easier"), given(20, "easier"), colour="red"))
    assert "It rests for some days, and then begins again gently." in page_of(record)
    top = core.Record(3)
    assert climbed.climbs(CONTENT, {}, top, None, today()) == []  # type: ignore[arg-type]


def test_only_what_may_be_done_now_is_listed() -> None:
    record = record_of({"profiles": ["hip_repl_posterior"]})
    first = long_ago(record, 3)
    session(record, first, stretch(given(20)))
    page = page_of(record)
    assert "Step by step" not in page
    assert CONTENT.exercises["seated_figure_four"].name not in page


def test_many_exercises_and_changes_unfold() -> None:
    record = record_of({"minutes": 30})
    long_ago(record, 28)
    lived(record, [n for n in range(28) if n % 3 != 2], lambda n: 2)
    page = page_of(record)
    assert "exercises more" in page or "One exercise more" in page
    assert "Earlier changes" in page
    before, more = page.split('class="more-of"')[0], page.count('<li class="climb')
    assert before.count('<li class="climb') == progress.SHOWN
    assert more > progress.SHOWN


def test_changes_stand_with_the_newest_first() -> None:
    record = record_of({"minutes": 30})
    long_ago(record, 28)
    lived(record, [n for n in range(28) if n % 3 != 2], lambda n: 2)
    part = page_of(record).split('id="changed"')[1].split('id="climbs"')[0]
    days = re.findall(r"<li><b>(\d+ \w+)</b>", part)
    month = list(calendar.month_name).index
    dates = [date(today().year, month(name), int(day)) for day, name in (one.split() for one in days)]
    dates = [one if one <= today() else one.replace(year=one.year - 1) for one in dates]
    assert len(dates) > progress.SHOWN
    assert dates == sorted(dates, reverse=True)


def test_notes_alone_make_no_progress() -> None:
    record = record_of()
    Entry.objects.create(person=record, kind="heat", day=today(), happened_at=timezone.now(), arrived_at=timezone.now())
    assert "After your first sessions" in page_of(record)
