"""Django's name for this part of the site."""

from django.apps import AppConfig


class Measures(AppConfig):
    """The self-tests and the questionnaires."""

    name = "supple.web.measures"
    label = "measures"

    def ready(self) -> None:
        """What was measured belongs to what a person may take along, and what is due stands on Progress."""
        from supple.web.measures import asked, door, portable, questions, self_tests, tried
        from supple.web.measures.models import Result
        from supple.web.people import my_data
        from supple.web.people import portable as file
        from supple.web.people.models import Record
        from supple.web.training import beside

        def load(record: Record, value: object) -> None:
            portable.load(record, value)
            door.after_import(record)

        file.register(portable.NAME, portable.dump, load)
        portable.register(Result.QUESTIONNAIRE, asked.checked)
        portable.register(Result.SELF_TEST, tried.checked)
        beside.register("progress", "measures/_self_tests.html", self_tests.newest)
        beside.register("progress", "measures/_due_progress.html", questions.due)
        beside.register("done", "measures/_due.html", questions.due)
        my_data.register("measures/_my_answers.html", questions.summary)
        my_data.register("measures/_my_tests.html", self_tests.summary)
