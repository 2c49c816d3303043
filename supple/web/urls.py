"""Every address of the site."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from supple.web import parts_demo

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("supple.web.people.urls")),
    path("", include("supple.web.training.urls")),
    path("", include("supple.web.measures.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("dev/", include(parts_demo.pages))]
