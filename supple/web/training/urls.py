"""The addresses of the plan and of the catalogue."""

from django.urls import path, re_path

from supple.web.training import views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/steps/", views.steps, name="steps"),
    re_path(r"^today/(?P<how>bad-day|three-minutes|as-planned)/$", views.change, name="change"),
    path("today/instead-of/<slug:slug>/", views.swap, name="swap"),
    path("week/", views.week, name="week"),
    path("exercises/", views.exercises, name="exercises"),
    path("exercises/<slug:slug>/", views.exercise, name="exercise"),
    path("exercises/<slug:slug>/wish/", views.wish, name="wish"),
    path("more/", views.more, name="more"),
    path("about/", views.about, name="about"),
]
