"""Somebody cleared, in a data folder of a measurement's own. Django is set up here; models are imported after that."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from supple.web.people.models import Record


def set_up(data_dir: Path) -> None:
    """Django over the site's real settings in this folder, its tables made and its static files collected."""
    os.environ |= {"SUPPLE_DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "supple.web.settings"}
    import django
    from django.core.management import call_command

    from supple.web.serve import collect

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    collect()


def cookie_of_somebody() -> str:
    """The Cookie header of somebody cleared who has no plan yet."""
    from django.db import connections

    from tests.web.cast import record_of

    cookie = cookie_of(record_of())
    connections.close_all()  # the server shares the file
    return cookie


def cookie_of(record: "Record") -> str:
    """The Cookie header of a browser in which this record is in use."""
    from tests.web.cast import here

    return "; ".join(f"{name}={morsel.value}" for name, morsel in here(record).cookies.items())
