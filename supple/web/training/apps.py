"""Django's name for this part of the site."""

from django.apps import AppConfig
from django.db.models.signals import post_delete


class Training(AppConfig):
    """The person's plan pages."""

    name = "supple.web.training"
    label = "training"

    def ready(self) -> None:
        """The plans belong to what a person may take along, and what happened to what they may read and mend."""
        from supple.web.people import my_data
        from supple.web.people.models import Record
        from supple.web.training import documents, kept, portable, taken

        portable.register()
        taken.register()
        post_delete.connect(documents.forget, sender=Record)
        my_data.register("training/_my_data.html", kept.summary)
