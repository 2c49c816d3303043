"""The addresses of the plan, its sessions, the diary and the catalogue."""

from django.urls import path, re_path

from supple.web.training import diary, exercise, handout, kept, progress, sessions, sync, views, wall

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/paper/", handout.handout, name="handout"),
    path("today/steps/", views.steps, name="steps"),
    re_path(r"^today/(?P<how>bad-day|three-minutes|as-planned)/$", views.change, name="change"),
    path("today/instead-of/<slug:slug>/", views.swap, name="swap"),
    path("session/begin/", sessions.begin, name="begin"),
    path("session/outside/", diary.outside, name="outside"),
    path("session/<uuid:key>/", sessions.player, name="player"),
    path("session/<uuid:key>/events/", sync.events, name="events"),
    path("session/<uuid:key>/done/", sessions.done, name="done"),
    path("morning/", diary.morning, name="morning"),
    path("note/", diary.note, name="note"),
    path("holiday/", diary.holiday, name="holiday"),
    path("diary/", kept.all_of_it, name="diary"),
    path("diary/session/<uuid:key>/", kept.mend_session, name="mend_session"),
    path("diary/note/<int:pk>/", kept.mend_entry, name="mend_entry"),
    path("diary/holiday/<int:pk>/", kept.mend_holiday, name="mend_holiday"),
    path("progress/", progress.progress, name="progress"),
    path("week/", views.week, name="week"),
    path("exercises/", wall.exercises, name="exercises"),
    path("exercises/<slug:slug>/", exercise.exercise, name="exercise"),
    path("exercises/<slug:slug>/wish/", views.wish, name="wish"),
    path("more/", views.more, name="more"),
    path("about/", views.about, name="about"),
]
