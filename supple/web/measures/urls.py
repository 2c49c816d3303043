"""The addresses of what somebody measures of themselves."""

from django.urls import path

from supple.web.measures import on_paper, questions

urlpatterns = [
    path("questions/", questions.every, name="questionnaires"),
    path("questions/on-paper/", on_paper.on_paper, name="on_paper"),
    path("questions/<slug:slug>/", questions.questionnaire, name="questionnaire"),
    path("questions/<slug:slug>/result/", questions.result, name="questionnaire_result"),
]
