"""The addresses of people."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from supple.web.people import identity, journey, mend, my_data, own, stop, tones, visit

app_name = "people"


def step(request: HttpRequest, slug: str) -> HttpResponse:
    """A page of the first visit: a danger screen, or one of the pages after them."""
    return own.own(request, slug) if slug in journey.OWN else visit.step(request, slug)


urlpatterns = [
    path("", visit.first, name="first"),
    path("begin/", visit.begin, name="begin"),
    path("begin/again/", visit.again, name="again"),
    path("begin/code/", identity.code, name="code"),
    path("begin/<slug:slug>/", step, name="step"),
    path("stop/", stop.stop, name="stop"),
    path("stop/country/", stop.country, name="country"),
    path("stop/mistake/", mend.mistake, name="mistake"),
    path("stop/again/", mend.again, name="stop_again"),
    path("stop/cleared/", mend.clearance, name="clearance"),
    path("who/", identity.who, name="who"),
    path("who/code/", identity.recover, name="recover"),
    path("my-data/", my_data.my_data, name="my_data"),
    path("my-data/name/", my_data.called, name="called"),
    path("my-data/export/", my_data.export, name="export"),
    path("my-data/import/", my_data.bring, name="import"),
    path("my-data/erase/", my_data.erase, name="erase"),
    path("my-data/figure/", tones.choose, name="tone"),
    path("my-data/<slug:slug>/", own.own, {"changing": True}, name="change"),
]
