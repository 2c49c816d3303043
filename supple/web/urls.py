"""Every address of the site."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from supple.web import parts_demo

urlpatterns: list[URLPattern | URLResolver] = []

if settings.DEBUG:
    urlpatterns += [path("dev/", include(parts_demo.pages))]
