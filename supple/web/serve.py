"""Supple at home: one command that brings the database up to date, collects the static files and serves the site.

granian was measured against gunicorn's threads (one core, one worker, a small Django page): 1600 against 1250 pages a
second, 8 at once: 16 against 44 ms for the slowest in a hundred, start 0.2 s both, memory 86 against 69 MB. Its parent
process only supervises and never loads Django; the one worker holds the site, and with it the queue of writers.
"""

import hashlib
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING

from supple.core import own
from supple.core.content import load
from supple.core.errors import InputError
from supple.web import backup, env

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

HOST = "127.0.0.1"  # this machine alone; the home network needs HTTPS first
THREADS = 4
STAMP = "collected.txt"
_held: list[IO[bytes]] = []  # the lock that tells a restore that the site runs


def serve(port: int, data_dir: Path | None = None) -> int:
    """Serves until Ctrl-C, then 0. Raises InputError when the port is taken or the data folder cannot be made."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    _check_free(port)
    if own.folder():
        load()  # a host's file that must not be used stops the start here, in one sentence
    if data_dir:
        os.environ["SUPPLE_DATA_DIR"] = str(data_dir)
    os.environ["SUPPLE_DATA_DIR"] = str(env.data_dir())  # whole, so that the greeting can name it
    os.environ.update(DJANGO_SETTINGS_MODULE="supple.web.settings", SUPPLE_PORT=str(port))
    Server(
        "supple.web.serve:prepared",
        factory=True,
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=5,
    ).serve()
    return 0


def prepared() -> "WSGIHandler":
    """What the worker does before its first page; requests that come earlier wait in the socket."""
    import django
    from django.core.management import call_command

    django.setup()
    from django.conf import settings

    _held.append(backup.running(settings.DATA_DIR))
    back_up_first(settings.DATA_DIR)
    call_command("migrate", verbosity=0, interactive=False)
    collect()
    from supple.web.wsgi import application

    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    _greet()
    return application


def back_up_first(folder: Path) -> Path | None:
    """A copy of the database before its tables change; None where they will not, or where there is nothing yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return backup.before_upgrade(folder) if waiting and executor.loader.applied_migrations else None


def _end_with(parent: int) -> None:
    """A supervisor that was killed outright cannot stop its worker, which would keep the port and the data."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def collect() -> bool:
    """Collects the static files under hashed names if any has changed since; True if it had to."""
    from django.conf import settings
    from django.core.management import call_command

    folders = (named[1] if isinstance(named, tuple) else named for named in settings.STATICFILES_DIRS)
    stamp, now = Path(settings.STATIC_ROOT) / STAMP, fingerprint(Path(str(folder)) for folder in folders)
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(now, encoding="ascii")
    return True


def fingerprint(folders: Iterator[Path]) -> str:
    """Changes with the name, size or time of any file in the folders."""
    known = hashlib.sha256()
    for file in sorted(file for folder in folders for file in folder.rglob("*") if file.is_file()):
        state = file.stat()
        known.update(f"{file} {state.st_size} {state.st_mtime_ns}\n".encode())
    return known.hexdigest()


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was just left is free
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            raise InputError("port", f"{port} is taken or not allowed here; choose another, as in PORT=8080") from None


def _greet() -> None:
    print(f"Supple is ready at http://localhost:{os.environ['SUPPLE_PORT']}  (Ctrl-C stops it)", flush=True)
    print(f"What it is told stays in {os.environ['SUPPLE_DATA_DIR']}", flush=True)
