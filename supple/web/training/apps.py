"""Django's name for this part of the site."""

from django.apps import AppConfig


class Training(AppConfig):
    """The person's plan pages."""

    name = "supple.web.training"
    label = "training"

    def ready(self) -> None:
        """The plans belong to what a person may take along."""
        from supple.web.training import portable

        portable.register()
