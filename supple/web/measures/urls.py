"""The addresses of what somebody measures of themselves."""

from django.urls import path

from supple.web.measures import on_paper, questions, self_tests

urlpatterns = [
    path("self-tests/", self_tests.every, name="self_tests"),
    path("self-tests/check/<slug:slug>/", self_tests.check, name="self_test_check"),
    path("self-tests/result/<uuid:key>/", self_tests.result, name="self_test_result"),
    path("self-tests/result/<uuid:key>/correct/", self_tests.correct, name="self_test_correct"),
    path("self-tests/<slug:slug>/", self_tests.one, name="self_test"),
    path("questions/", questions.every, name="questionnaires"),
    path("questions/on-paper/", on_paper.on_paper, name="on_paper"),
    path("questions/<slug:slug>/", questions.questionnaire, name="questionnaire"),
    path("questions/<slug:slug>/result/", questions.result, name="questionnaire_result"),
]
