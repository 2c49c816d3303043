"""The muscle map on the pages: files that are served, areas that are there, and words that say the same."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from supple.core.atlas import load as load_atlas
from supple.core.content import load
from supple.core.reach import Reach, reach
from supple.web import body_map, env
from supple.web.people import phrases
from supple.web.training.models import ShownPlan
from supple.web.training.store import load_plan
from tests.web.cast import STOPPING, here, record_of

CONTENT = load()
USED = re.compile(r'href="/static/figures/map/(front|back)\.svg#([\w-]+)"')
pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", load_atlas())
def test_each_view_is_served_and_holds_its_areas(name: str) -> None:
    one = load_atlas()[name]
    path = finders.find(f"figures/{one.file}")
    assert path is not None
    text = Path(str(path)).read_text(encoding="utf-8")
    assert 'id="f"' in text and "style=" not in text
    assert all(f'<path id="{area}"' in text for area in one.areas)


@pytest.mark.parametrize("slug", CONTENT.exercises)
def test_an_exercise_lights_what_it_says_and_nothing_else(client: Client, slug: str) -> None:
    text, one = page(client, f"/exercises/{slug}/"), CONTENT.exercises[slug]
    lit = {area.rsplit("-", 1)[0] for _, area in USED.findall(text) if area != "f"}
    assert lit == set(one.groups)
    said = text[text.index('id="felt"') :] if one.groups else ""
    for group in one.groups:
        assert CONTENT.groups[group].plain.lower() in said.lower(), group


def test_the_week_says_in_words_what_the_map_lights() -> None:
    record = record_of()
    text = page(here(record), "/week/")
    found = reach(CONTENT, load_plan(ShownPlan.objects.get(person=record).data).days)
    assert found
    table = text[text.index("Minutes this week") : text.index("An exercise counts in full")]
    assert table.count('<th scope="row">') == len(found)
    for one in found:
        minutes = [f"{max(1, round(s / 60))} min" if s else "–" for s in (one.lengthened_s, one.strengthened_s)]
        words = CONTENT.groups[one.group].plain
        row = re.escape(words[0].upper() + words[1:]) + rf"</th><td>{minutes[0]}</td><td>{minutes[1]}</td>"
        assert re.search(row, table), (one, table)
    for name, kind in (("ease", "lengthened_s"), ("strong", "strengthened_s")):
        lit = set(re.findall(rf'map-{name} map-[123]" href="[^#]+#(\w+)-(?:left|right)"', text))
        assert lit == {one.group for one in found if getattr(one, kind)}


def test_where_it_aches_can_be_tapped_and_every_area_is_a_choice() -> None:
    text = page(here(record_of()), "/my-data/ache/")
    spots = re.findall(r'<label class="spot spot-(\w+)" for="([\w-]+)">', text)
    assert {name for name, _ in spots} == set(phrases.side()) - {"both"}
    for name, target in spots:
        assert re.search(rf'name="side"[^>]*id="{target}"|id="{target}"[^>]*name="side"', text)
        assert target == f"id-side-{name}"
    areas = {area for _, area in USED.findall(text)}
    assert areas == {"f", "ache_side-left", "ache_side-right", "ache_middle"}
    assert areas - {"f"} <= set(load_atlas()["back"].areas)


def test_minutes_never_vanish_and_the_most_is_the_fullest() -> None:
    lit = body_map._lit(reach(CONTENT, []), "lengthened_s", "map-ease")
    assert lit == {}
    assert [body_map._minutes(seconds) for seconds in (0, 5, 60, 100)] == [0, 1, 1, 2]


@pytest.mark.parametrize("level", STOPPING)
@pytest.mark.parametrize("address", ["/week/", "/exercises/bird_dog/", "/my-data/ache/"])
def test_somebody_stopped_sees_no_map(level: str, address: str) -> None:
    assert not USED.findall(page(here(record_of(**STOPPING[level])), address))


# --- How it is written ------------------------------------------------------------------------------------------------


def test_the_words_speak_and_the_map_is_silent() -> None:
    for shown in (body_map.whole({"calf": "map-feel"}), body_map.lower_back("side")):
        assert shown.count("<svg") == shown.count('aria-hidden="true"') == shown.count('focusable="false"')
        assert "style=" not in shown and "<script" not in shown


def test_a_view_without_a_light_is_left_out_unless_both_are_wanted() -> None:
    assert body_map.whole({"calf": "map-feel"}).count("<svg") == 1
    assert body_map.whole({"obliques": "map-feel"}).count("<svg") == 2
    assert body_map.whole({"calf": "map-feel"}, every=True).count("<svg") == 2
    assert body_map.whole({}, every=True).count("map-area") == 0


def test_more_minutes_are_fuller() -> None:
    found = [Reach("calf", 900), Reach("lats", 600), Reach("neck", 300), Reach("erectors", 0, 60), Reach("obliques", 1)]
    assert body_map._lit(found, "lengthened_s", "map-ease") == {
        "calf": "map-ease map-3", "lats": "map-ease map-2", "neck": "map-ease map-1", "obliques": "map-ease map-1",
    }  # fmt: skip
    assert body_map._lit(found, "strengthened_s", "map-strong") == {"erectors": "map-strong map-3"}


def test_every_class_of_the_map_has_its_colour() -> None:
    css = (env.PROJECT / "supple/web/static/css/parts/map.css").read_text(encoding="utf-8")
    for name in ("map-area", "map-feel", "map-ease", "map-strong", "map-1", "map-2", "spot"):
        assert f".{name} {{" in css or f".{name}," in css, name
    for name in phrases.side():
        assert f'[value="{name}"]' in css, name


def test_the_first_visit_has_the_same_areas() -> None:
    client = here(record_of())
    for address in ("/begin/ache/", "/my-data/ache/"):
        text = page(client, address)
        assert text.count('class="spot ') == 3
        assert text.index("Where does it ache?") < text.index('class="spot ') < text.index('id="id-side-left"')
        assert len(set(re.findall(r'\sid="([^"]+)"', text))) == len(re.findall(r'\sid="([^"]+)"', text))
