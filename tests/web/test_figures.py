"""The figures on the pages: served for every exercise, where exercises are listed, nowhere for somebody stopped."""

import gzip
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import Client

from supple.core.content import load
from supple.core.ladder import linked
from supple.core.pictures import Picture
from supple.core.pictures import load as load_pictures
from supple.core.words import FORMS
from supple.web import env, figures
from tests.web.cast import STOPPING, here, record_of
from tests.web.played import Device, begin
from tests.web.test_training import PAGES as TRAINING

CONTENT, ALBUMS = load(), load_pictures()
EVERY = [one for album in ALBUMS.values() for one in album.pictures]
FACES = sorted({ALBUMS[name].face(form) for name in ALBUMS for form in FORMS}, key=lambda one: one.file)
USED = re.compile(r'href="/static/figures/(?!map/)([\w./-]+\.svg)#f"')
MOST_BYTES = 12_000  # gzipped


def rendered(template: str, **values: Any) -> str:
    return engines["django"].from_string(template).render(values)


def used(page: str) -> set[str]:
    """The exercises whose figures a page shows."""
    return {file.split("/")[0] for file in USED.findall(page)}


def listed(page: str) -> set[str]:
    """The exercises that a page leads to."""
    return set(re.findall(r'<a href="/exercises/(\w+)/"', page))


# --- Served -----------------------------------------------------------------------------------------------------------


def test_every_exercise_is_drawn() -> None:
    assert set(ALBUMS) == set(CONTENT.posed)


@pytest.mark.parametrize("file", sorted({one.file for one in EVERY} | {one.small_file for one in FACES}))
def test_each_picture_is_a_file_that_is_served(file: str) -> None:
    path = finders.find(f"figures/{file}")
    assert path is not None
    text = Path(str(path)).read_text(encoding="utf-8")
    drawn = ElementTree.fromstring(text)  # noqa: S314 (our own drawing)
    assert 'id="f"' in text
    assert (
        "style=" not in text and "<script" not in text and "http" not in text.replace("http://www.w3.org/2000/svg", "")
    )
    assert drawn.get("viewBox") is not None
    assert len(gzip.compress(text.encode(), 9)) <= MOST_BYTES


def test_the_small_ones_are_a_third_lighter() -> None:
    def weight(file: str) -> int:
        path = finders.find(f"figures/{file}")
        assert path is not None
        return len(gzip.compress(Path(str(path)).read_bytes(), 9))

    small, large = (sum(weight(getattr(one, key)) for one in FACES) for key in ("small_file", "file"))
    assert small < 0.75 * large


def test_the_small_ones_ask_for_no_colour_that_pages_do_not_know() -> None:
    """They bring none of their own: what a page does not name would be black."""
    tokens = (env.PROJECT / "supple/web/static/css/tokens.css").read_text(encoding="utf-8")
    known = set(re.findall(r"^  (--fig-[\w-]+):", tokens, re.MULTILINE))
    for one in FACES:
        text = (env.PROJECT / "supple/content/baked" / one.small_file).read_text(encoding="utf-8")
        assert set(re.findall(r"var\((--[\w-]+)\)", text)) <= known, one.small_file


def test_only_what_pages_use_is_collected() -> None:
    found = {path for path, _ in figures.Finder().list(None)}
    assert {path.rsplit(".", 1)[-1] for path in found} & {"json", "txt", "webp"} == set()
    assert "css/supple.css" in found
    assert len(found) > len(EVERY)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.file)
def test_the_server_knows_how_large_each_is(one: Picture) -> None:
    text = (env.PROJECT / "supple/content/baked" / one.file).read_text(encoding="utf-8")
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    assert size is not None
    assert (float(size[1]), float(size[2])) == (one.width, one.height)


# --- The tags ---------------------------------------------------------------------------------------------------------


def test_all_small_figures_have_one_scale_and_stand_in_the_middle() -> None:
    for one in FACES:
        shown = figures.small(one)
        left, top, width, height = (float(n) for n in re.findall(r'viewBox="([^"]+)"', shown)[0].split())
        assert (top, width, height) == (0, figures.WIDTH, one.height)
        assert left == pytest.approx((one.width - figures.WIDTH) / 2, abs=0.01)
        assert f'width="{one.width:g}" height="{one.height:g}"' in shown
        assert -left * 2 >= figures.WIDTH - 340  # nothing stands out by more than 25 units a side


def test_words_beside_it_or_a_title() -> None:
    beside, alone = (
        rendered('{% figure "bird_dog" %}'),
        rendered('{% figure "bird_dog" "start" title=title %}', title="On <all> fours"),
    )
    assert 'aria-hidden="true"' in beside and "role=" not in beside
    assert 'role="img" aria-label="On &lt;all&gt; fours"' in alone and "aria-hidden" not in alone
    assert "bird_dog/reach.svg#f" in beside and "bird_dog/start.svg#f" in alone


def test_the_other_side_is_a_class() -> None:
    assert 'class="figure figure-mirrored"' in rendered('{% figure "bird_dog" mirrored=True %}')


def test_a_form_shows_its_own_pose_or_the_base_form() -> None:
    assert "bird_dog/easier.reach.small.svg" in rendered('{% on_mat "bird_dog" "strong" form="easier" %}')
    assert "cat_cow/cat.small.svg" in rendered('{% on_mat "cat_cow" "move" form="harder" %}')


def test_what_is_not_drawn_leaves_its_mat() -> None:
    assert rendered('{% figure "moon_walk" %}') == ""
    assert rendered('{% on_mat "moon_walk" "ease" %}') == (
        '<span class="on-mat on-mat-bare"><span class="mat mat-ease"></span></span>'
    )


def test_what_waits_for_a_script_is_there_without_one_too() -> None:
    shown = rendered('{% on_mat "bird_dog" "strong" later=True %}')
    before, without = shown.split("<noscript>")
    assert " data-later>" in before and ' href="' not in before.replace('data-href="', "")
    assert USED.findall(without)


def test_nothing_of_it_is_a_style() -> None:
    for one in EVERY:
        shown = figures.large(one, "x", roomy=True, mirrored=True) + figures.moment(one, "start")
        assert "style" not in shown


# --- On the pages -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/today/", "/today/steps/", "/week/", "/exercises/"])
def test_every_exercise_of_a_page_is_shown(path: str) -> None:
    page = here(record_of()).get(path).content.decode()
    rows = re.sub(r'<dl class="sheet reasons">.*?</dl>', "", page, flags=re.DOTALL)  # what is left out, in words
    items = listed(rows) or set(re.findall(r'<section class="sheet stack-close" id="(\w+)"', page))
    assert items
    assert items <= used(page)


@pytest.mark.django_db
def test_offers_are_shown() -> None:
    client = here(record_of())
    slug = sorted(listed(client.get("/today/").content.decode()) - {"walk"})[0]
    page = client.get(f"/today/instead-of/{slug}/").content.decode()
    assert listed(page)
    assert listed(page) <= used(page)


@pytest.mark.django_db
def test_what_was_done_is_shown() -> None:
    client = here(record_of())
    session = begin(client)
    Device(session).whole()
    client.post("/session/outside/", {})
    page = client.get(f"/session/{session.key}/")
    assert page.status_code == 200
    assert {item["exercise"] for item in (session.document or {})["items"]} == used(page.content.decode())


@pytest.mark.django_db
def test_the_stage_has_the_poses_of_whatever_may_come() -> None:
    client = here(record_of())
    session = begin(client)
    page = client.get(f"/session/{session.key}/").content.decode()
    named = [dict(re.findall(r'data-(\w+)="([^"]*)"', head)) | {"drawn": drawn}
             for head, drawn in re.findall(r"<div (data-item=[^>]+)>(.*?)</div>", page, re.DOTALL)]  # fmt: skip
    items = (session.document or {})["items"]
    assert [int(one["item"]) for one in named] == list(range(len(items)))
    for one, item in zip(named, items, strict=True):
        own = ALBUMS[item["exercise"]].own(item["variant"])
        assert (one["exercise"], one["form"]) == (item["exercise"], item["variant"] if own else "base")
        assert set(USED.findall(one["drawn"])) == {f"{one['exercise']}/{one[end]}.svg" for end in ("start", "end")}
        moments = {"start", "end"} if one["start"] != one["end"] else {"start end"}
        assert set(re.findall(r'data-moment="([^"]+)"', one["drawn"])) == moments


@pytest.mark.django_db
@pytest.mark.parametrize("slug", CONTENT.exercises)
def test_an_exercise_shows_its_key_poses_and_those_of_its_other_forms(client: Client, slug: str) -> None:
    page = client.get(f"/exercises/{slug}/").content.decode()
    album = ALBUMS[slug]
    large = [one.file for one in (*album.own("base"), *album.own("easier"), *album.own("harder"))]
    titles = re.findall(
        r'viewBox="[^"]+" role="img" aria-label="([^"]+)"><use href="/static/figures/([\w./-]+)#f"', page
    )
    assert [file for _, file in titles] == large
    assert page.count('class="pose-arrow"') == sum(max(0, len(album.own(form)) - 1) for form in FORMS)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", CONTENT.exercises)
def test_each_stage_of_its_ladder_that_is_drawn_has_a_figure(client: Client, slug: str) -> None:
    """Its own other forms in full, above; itself and its neighbours small."""
    page = client.get(f"/exercises/{slug}/").content.decode().split('id="ladder"')[1]
    forms = [(one.id, form) for one in linked(CONTENT, slug) for form in FORMS if ALBUMS[one.id].own(form)]
    small = [ALBUMS[one].face(form).small_file for one, form in forms if one != slug or form == "base"]
    assert [file for file in USED.findall(page) if ".small." in file] == small


@pytest.mark.django_db
def test_the_first_page_shows_one(client: Client) -> None:
    page = client.get("/").content.decode()
    assert len(USED.findall(page)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("level", STOPPING)
@pytest.mark.parametrize(
    "path", [*TRAINING, "/", "/stop/", "/my-data/", "/my-data/figure/", "/session/begin/", "/progress/"]
)
def test_a_stopped_person_gets_none(level: str, path: str) -> None:
    page = here(record_of(**STOPPING[level])).get(path, follow=True).content.decode()
    assert "/static/figures/" not in page
    assert "on-mat" not in page
