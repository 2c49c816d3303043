"""The handout: one page for a session, with all that is needed to do it safely; never for somebody stopped."""

import io
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from supple.core import limits
from supple.core.content import ROOT, load
from supple.core.person import moment
from supple.core.pictures import load as albums
from supple.core.plan import Item
from supple.web.people import cookies
from supple.web.people.models import Record
from supple.web.people.who import standing
from supple.web.training import handout, paper
from supple.web.training.handout import Line, Sheet
from supple.web.training.models import ShownPlan
from supple.web.training.shown import dose
from supple.web.training.store import day_of
from tests.web.cast import STOPPING, here, record_of

CONTENT = load()
ADDRESS = "/today/paper/"
LONGEST = sorted(CONTENT.exercises.values(), key=lambda one: -len(" ".join((*one.steps, *one.cautions))))
pytestmark = pytest.mark.django_db


def pages(data: bytes) -> int:
    return len(PdfReader(io.BytesIO(data)).pages)


def words(data: bytes) -> str:
    """All that can be read on the pages, without the breaks of lines."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages)


def says(data: bytes, text: str) -> bool:
    return "".join(text.split()) in words(data)


def fetched(client: Client) -> bytes:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return response.content


def todays(record: Record) -> tuple[Item, ...]:
    return day_of(ShownPlan.objects.filter(person=record).latest("id"), timezone.localdate()).items


def sheet(count: int) -> Sheet:
    """A page with the exercises of most words."""
    lines = tuple(
        Line(one.name, "3 holds of 20 s each side", "ease", one.steps, f"**Take care:** {' '.join(one.cautions)}",
             tuple(picture.file for picture in albums()[one.id].ends("base")))
        for one in LONGEST[:count]
    )  # fmt: skip
    hurt, danger = ("When it hurts", "Ease off."), ("Emergency: call 112", "Leave all exercises.")
    return Sheet("Twelve minutes", "Monday", lines, ("Ask this first.",), hurt, danger, "A general programme.")


# --- What stands on it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wish", [{"minutes": 3}, {"minutes": 10}, {"minutes": 20, "goals": ["less_pain"]}], ids=str)
def test_one_page_says_all_of_todays_session(wish: dict[str, Any]) -> None:
    record = record_of(wish)
    data = fetched(here(record))
    assert pages(data) == 1
    assert todays(record)
    for item in todays(record):
        exercise = CONTENT.exercises[item.exercise]
        assert says(data, exercise.name)
        assert says(data, dose(item) or "minute")
        for number, line in enumerate(exercise.steps, 1):
            assert says(data, f"{number}. {line}") or item.form != "base", line
        assert all(says(data, line) for line in exercise.cautions)
    assert says(data, "When it hurts") and says(data, "Ease off")


@pytest.mark.parametrize("count", [1, 3, 5])
def test_even_the_longest_five_stand_on_one_page(count: int) -> None:
    data = paper.pdf(sheet(count))
    assert pages(data) == 1
    for line in sheet(count).lines:
        assert all(says(data, text) for text in (line.name, line.dose, *line.steps, line.care.replace("*", "")))
    assert all(says(data, text) for text in ("Ask this first.", "Emergency: call 112", "A general programme."))


def test_a_very_long_session_takes_another_page_and_loses_nothing() -> None:
    data = paper.pdf(sheet(13))
    assert pages(data) in (2, 3)
    assert all(says(data, line.care.replace("*", "")) for line in sheet(13).lines)
    assert says(data, "Emergency: call 112")


@pytest.mark.parametrize("code", CONTENT.emergency.countries)
def test_it_names_every_number_of_the_country(code: str) -> None:
    heading, _ = handout._danger(Record(country=code))
    assert all(one.number in heading for one in CONTENT.emergency.countries[code].emergency)


def test_without_a_country_it_names_those_of_everywhere() -> None:
    data = fetched(here(record_of()))
    assert all(says(data, number) for number in ("112", "911", "999"))


def test_an_old_checked_sign_is_asked_about_on_it() -> None:
    assert says(fetched(here(record_of(saddle="checked"))), CONTENT.red_flags.rules["R03"].text.warning_card)


def test_letters_beyond_english_and_all_digits_are_drawn() -> None:
    data = paper.pdf(replace(sheet(1), title="Łódź, Český Těšín: 0123456789", small="“é” – ß"))
    assert says(data, "Łódź, Český Těšín: 0123456789") and says(data, "“é” – ß")


# --- Who gets one -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", STOPPING)
def test_somebody_stopped_gets_none(level: str) -> None:
    record = record_of(**STOPPING[level])
    response = here(record).get(ADDRESS)
    assert response["Content-Type"].startswith("text/html")
    assert CONTENT.red_flags.levels[level].heading in response.content.decode()
    assert not ShownPlan.objects.filter(person=record).exists()


def test_somebody_stopped_later_gets_no_more() -> None:
    record = record_of()
    client = here(record)
    fetched(client)
    answers = record.answers.latest("id")
    answers.data |= {"saddle": "new"}
    answers.save()
    assert client.get(ADDRESS)["Content-Type"].startswith("text/html")


def test_strangers_begin_and_the_unnamed_say_who_they_are() -> None:
    assert Client().get(ADDRESS).status_code == 302
    client = here(record_of())
    del client.cookies[cookies.HERE]
    assert client.get(ADDRESS)["Location"] == "/who/"
    assert here(record_of()).post(ADDRESS).status_code == 405


@pytest.mark.parametrize("profile", ["shoulder", "cannot_rise", "stenosis"])
def test_nothing_that_is_blocked_stands_on_it(profile: str) -> None:
    """Not even where the plan that is kept still has it."""
    record = record_of({"profiles": [profile], "minutes": 20})
    client = here(record)
    client.get("/today/")
    row = ShownPlan.objects.get(person=record)
    today = next(day for day in row.data["days"] if day["date"] == timezone.localdate().isoformat())
    person = now_of(record, client)
    refused = {one.exercise for one in limits.refusals(CONTENT, person, moment(person.wishes, timezone.localdate()))}
    assert refused
    blocked = CONTENT.exercises[min(refused)]
    today["items"][0] |= {"exercise": blocked.id, "code": blocked.code, "name": blocked.name, "form": "base"}
    row.save()
    assert blocked.id in {item.exercise for item in todays(record)}
    data = fetched(client)
    assert not any(says(data, f"{number}. {line}") for number, line in enumerate(blocked.steps, 1))


def now_of(record: Record, client: Client) -> Any:
    """The person of a record, as its pages know them."""
    from supple.web.people.who import parsed, person_from

    at = standing(record)
    assert at.answers is not None
    return person_from(at, parsed(at.answers), at.outcome)  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["/today/", "/week/"])
def test_a_link_leads_to_it(address: str) -> None:
    assert f'href="{ADDRESS}"' in here(record_of()).get(address).content.decode()


# --- How it is made ---------------------------------------------------------------------------------------------------


def test_it_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object, **_more: object) -> None:
        raise AssertionError("the network was asked")

    paper._pdf.cache_clear()
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket.socket, "connect", refused)
    assert b"http" not in paper.pdf(sheet(2)).replace(b"http://ns.adobe.com", b"").replace(b"http://www.w3.org", b"")


def test_asked_twice_at_once_it_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bytes] = []
    paper._pdf.cache_clear()
    monkeypatch.setattr(paper.Page, "lay", lambda self: made.append(b""))
    asked = [threading.Thread(target=paper.pdf, args=(sheet(1),)) for _ in range(4)]
    for one in asked:
        one.start()
    for one in asked:
        one.join()
    paper._pdf.cache_clear()
    assert len(made) == 1


def test_the_site_starts_without_the_library() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'\n"
        "import django; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "import supple.web.training.urls\n"
        "sys.exit(str([name for name in ('fpdf', 'fontTools', 'PIL', 'brotli') if name in sys.modules] or ''))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    assert found.stderr.strip() == ""


# --- It follows the day -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["bad-day", "three-minutes"])
def test_it_follows_a_day_that_was_made_small(how: str) -> None:
    record = record_of({"minutes": 20})
    client = here(record)
    before = {item.exercise for item in day_items(client, record)}
    client.post(f"/today/{how}/")
    after = day_items(client, record)
    data = fetched(client)
    assert all(says(data, CONTENT.exercises[item.exercise].name) for item in after)
    for slug in before - {item.exercise for item in after}:
        assert not says(data, f"1. {CONTENT.exercises[slug].steps[0]}")


def test_it_shows_what_stands_in_for_another() -> None:
    record = record_of()
    client = here(record)
    old = day_items(client, record)[-1].exercise
    offered = client.get(f"/today/instead-of/{old}/").context["offers"][0]["item"].exercise
    client.post(f"/today/instead-of/{old}/", {"instead": offered})
    data = fetched(client)
    assert says(data, f"1. {CONTENT.exercises[offered].steps[0]}")
    assert not says(data, f"1. {CONTENT.exercises[old].steps[0]}")


def day_items(client: Client, record: Record) -> tuple[Item, ...]:
    client.get("/today/")
    return todays(record)


def test_it_is_kept_by_nobody_on_the_way() -> None:
    response = here(record_of()).get(ADDRESS)
    assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]
    assert response["Content-Disposition"] == f'inline; filename="supple-{timezone.localdate().isoformat()}.pdf"'


def test_a_day_without_exercises_leads_back(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = handout.sheet
    monkeypatch.setattr(handout, "sheet", lambda now, record: replace(whole(now, record), lines=()))
    assert here(record_of()).get(ADDRESS)["Location"] == "/today/"


# --- How it is laid out -----------------------------------------------------------------------------------------------


def test_the_more_there_is_the_smaller_the_letters_and_never_too_small() -> None:
    made = [paper.Page(sheet(count)) for count in (1, 3, 5)]
    sizes = [page.size for page in made]
    assert all(page.paper.output() for page in made)  # which closes the letters
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == paper.SIZES[0]
    assert sizes[-1] >= paper.SIZES[-1]


@pytest.mark.parametrize("count", [1, 5])
def test_nothing_reaches_over_the_edge_or_over_each_other(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    page = paper.Page(sheet(count))
    rows: list[tuple[float, float]] = []
    draw = page._row

    def noted(line: Line, high: float) -> None:
        rows.append((page.paper.get_y(), high))
        draw(line, high)

    monkeypatch.setattr(page, "_row", noted)
    page.lay()
    assert len(rows) == count
    for (top, high), (following, _) in zip(rows, [*rows[1:], (page.paper.h - 1, 0.0)], strict=True):
        assert top + high <= following + 0.01
    assert page.paper.get_y() <= paper.BOTTOM + 1
    assert page.paper.w - 12 >= paper.MARGIN + paper.WIDTH
    assert page.paper.output()


@pytest.mark.parametrize("slug", CONTENT.exercises)
def test_every_figure_can_go_onto_paper(slug: str) -> None:
    for form in ("base", "easier"):
        for one in albums()[slug].of(form):
            width, height, inner = paper.figure(ROOT / "baked" / one.file)
            assert (width, height) == (one.width, one.height)
            assert "var(" not in inner and "url(" not in inner
            assert inner.count("<path") > 5


def test_what_is_no_figure_is_refused() -> None:
    with pytest.raises(ValueError, match=r"map\.json is no figure"):
        paper.figure(ROOT / "map.json")


def test_the_file_names_itself_and_its_language() -> None:
    found = PdfReader(io.BytesIO(paper.pdf(sheet(1))))
    assert found.metadata is not None
    assert found.metadata.title == "Twelve minutes, Monday"
    assert str(found.root_object["/Lang"]) == "en"
    assert (round(float(found.pages[0].mediabox.width)), round(float(found.pages[0].mediabox.height))) == (595, 842)
