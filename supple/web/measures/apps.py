"""Django's name for this part of the site."""

from django.apps import AppConfig


class Measures(AppConfig):
    """The self-tests and the questionnaires."""

    name = "supple.web.measures"
    label = "measures"

    def ready(self) -> None:
        """What was measured belongs to what a person may take along."""
        from supple.web.measures import portable
        from supple.web.people import portable as file

        file.register(portable.NAME, portable.dump, portable.load)
