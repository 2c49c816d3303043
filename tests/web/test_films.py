"""The moving figure's files on the pages: named where somebody may move, and nowhere else."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from supple.core.content import load
from supple.web import films
from tests.web.cast import STOPPING, here, record_of
from tests.web.played import begin

pytestmark = pytest.mark.django_db


def test_every_film_and_the_skin_are_served() -> None:
    for name in load().exercises:
        address = films.film(name)
        assert finders.find(address.removeprefix("/static/")), name
    assert finders.find(films.skin().removeprefix("/static/"))
    assert films.film("no_such_exercise") == ""


def test_an_exercise_offers_its_movement_and_one_that_is_not_for_now_does_not() -> None:
    free, barred = here(record_of()), here(record_of({"profiles": ["cannot_rise"]}))
    pages = [client.get("/exercises/bird_dog/").content.decode() for client in (free, barred)]
    assert ["data-viewer" in page for page in pages] == [True, False]
    assert "Not for you now" in pages[1]


def test_the_player_names_a_film_for_each_entry() -> None:
    client = here(record_of())
    session = begin(client)
    page = client.get(f"/session/{session.key}/").content.decode()
    named = re.findall(r'data-exercise="(\w+)"[^>]*data-film="([^"]+)"', page)
    assert session.document is not None
    assert len(named) == len(session.document["items"])
    assert all(film == films.film(exercise) for exercise, film in named)
    assert f'data-skin="{films.skin()}"' in page


def test_somebody_stopped_is_offered_no_movement() -> None:
    page = here(record_of(**STOPPING["L0"])).get("/exercises/bird_dog/", follow=True).content.decode()
    assert films.END not in page


def test_somebody_new_may_look() -> None:
    assert "data-viewer" in Client().get("/exercises/bird_dog/").content.decode()
