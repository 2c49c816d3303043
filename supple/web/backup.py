"""The box's own copies: taken while the site runs, put back while it does not, and made before every upgrade.

A copy is the database in one file, made by SQLite itself and so consistent at any moment. Whatever is written stands
beside its place first and gets the name only when it is whole.
"""

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from supple.core.errors import InputError

DATABASE = "supple.sqlite3"  # as settings.py names it
OWN = "backups"  # where the box keeps what it made before an upgrade
KEEP = 3
RUNNING = "running.lock"
FOREIGN = "is no Supple database"
DAMAGED = "is damaged; nothing was changed"
TAKEN = "is there already; choose another name"
BUSY = "Supple is running on this data; stop it first (Ctrl-C) and try again"


def backup(folder: Path, target: Path) -> Path:
    """A copy of the database in `folder`, also while the site writes. Raises InputError, and then there is no file."""
    source = folder / DATABASE
    if not source.is_file():
        raise InputError("backup", f"there is nothing yet in {folder}")
    if target.exists():
        raise InputError(str(target), TAKEN)
    with _beside(target) as draft:
        _copy(source, draft)
        _name(draft, target)
    return target


def before_upgrade(folder: Path) -> Path | None:
    """A copy before the tables change; none for a new box. The last three are kept."""
    if not (folder / DATABASE).is_file():
        return None
    own = folder / OWN
    own.mkdir(mode=0o700, exist_ok=True)
    made = backup(folder, _free(own / f"supple-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.sqlite3"))
    for old in sorted(own.glob("supple-*.sqlite3"))[:-KEEP]:
        old.unlink(missing_ok=True)
    return made


def restore(folder: Path, source: Path) -> Path | None:
    """Puts a copy back in place of the database, brought up to date. Raises InputError, and then nothing has changed.

    Gives the place where the present database now stands; None where there was none."""
    _django()
    with _alone(folder):
        database = folder / DATABASE
        with _beside(database) as draft:
            _read(source, draft)
            _check(draft, source)
            _upgrade(draft, source)
            _fold(draft)
            return _swap(draft, database)


def forget(folder: Path, tables: dict[str, str], person: str) -> None:
    """Erases a person from the copies that this box keeps by itself. `tables`: which column holds the person."""
    copies = [*(folder / OWN).glob("supple-*.sqlite3"), *folder.glob(f"{DATABASE}*.before-restore")]
    for copy in copies:
        try:
            _erase(copy, tables, person)
        except sqlite3.DatabaseError:  # damaged: nobody can restore it, yet it may still hold this person
            copy.unlink()


def _erase(copy: Path, tables: dict[str, str], person: str) -> None:
    with closing(sqlite3.connect(copy)) as db, db:
        db.execute("PRAGMA secure_delete=ON")
        there = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table, column in tables.items():
            if table in there:
                db.execute(f'DELETE FROM "{table}" WHERE "{column}" = ?', (person,))  # noqa: S608 (our own names)


# ---- whether anybody is at work on the data ----


def running(folder: Path) -> IO[bytes]:
    """Says that the site runs on this data, for as long as what is given back stays open; waits for a restore's end."""
    lock = (folder / RUNNING).open("wb")
    fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else works on the data meanwhile."""
    with (folder / RUNNING).open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputError("restore", BUSY) from None
        _let_go(folder / DATABASE)
        yield


def _let_go(database: Path) -> None:
    """Folds the write-ahead log into the database, which SQLite refuses while anybody else has it open."""
    if not database.is_file():
        return
    try:
        with closing(sqlite3.connect(database, timeout=0)) as db:
            db.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise InputError("restore", BUSY) from None
    except sqlite3.DatabaseError:
        return  # a present database that is damaged is the very reason to restore another


# ---- files that are whole or not there ----


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A file beside its later place, gone at the end unless it was moved there; trouble is said in one sentence."""
    try:
        work = Path(tempfile.mkdtemp(prefix=".supple-", dir=target.parent))  # readable by its owner alone
    except OSError as error:
        raise InputError(str(target), f"cannot be written ({error.strerror})") from None
    try:
        yield work / "draft"
    except OSError as error:
        raise InputError(str(target), f"cannot be written ({error.strerror})") from None
    except sqlite3.DatabaseError as error:
        raise InputError(str(target), f"cannot be written ({error})") from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _copy(source: Path, draft: Path) -> None:
    try:
        with closing(sqlite3.connect(source, timeout=20)) as db, closing(sqlite3.connect(draft)) as copy:
            db.backup(copy)
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise InputError(str(source), "is damaged; restore an earlier copy")
        _fold(draft)
    except sqlite3.DatabaseError as error:
        raise InputError(str(source), f"cannot be copied ({error})") from None


def _fold(draft: Path) -> None:
    """One file, without a log beside it, safe on the disk."""
    with closing(sqlite3.connect(draft)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    draft.chmod(0o600)
    with draft.open("rb") as file:
        os.fsync(file.fileno())


def _name(file: Path, target: Path) -> None:
    """Gives a whole file this name, unless somebody took it meanwhile."""
    try:
        os.link(file, target)
    except FileExistsError:
        raise InputError(str(target), TAKEN) from None
    except OSError:  # a disk without hard links, such as a memory stick
        file.rename(target)


def _swap(draft: Path, database: Path) -> Path | None:
    """The draft in place of the database, which keeps a name of its own."""
    kept = None
    if database.exists():
        kept = _free(database.with_name(f"{DATABASE}.before-restore"))
        _name(database, kept)
    for log in ("-wal", "-shm", "-journal"):  # of a damaged database; a log must never meet another database
        database.with_name(DATABASE + log).unlink(missing_ok=True)
    draft.replace(database)
    return kept


def _free(wanted: Path) -> Path:
    """This name, or the next one that is free."""
    names = [wanted, *(wanted.with_name(f"{wanted.stem}-{n}{wanted.suffix}") for n in range(2, 1000))]
    return next(name for name in names if not name.exists())


# ---- what a copy must be ----


def _read(source: Path, draft: Path) -> None:
    """The file as it is, and its log if there is one: SQLite would write beside a file that it opens."""
    try:
        with source.open("rb") as file:
            if file.read(16) != b"SQLite format 3\x00":
                raise InputError(str(source), FOREIGN)
        shutil.copyfile(source, draft)
        log = source.with_name(f"{source.name}-wal")
        if log.is_file():
            shutil.copyfile(log, draft.with_name("draft-wal"))
    except OSError as error:
        raise InputError(str(source), f"cannot be read ({error.strerror})") from None


def _check(draft: Path, source: Path) -> None:
    try:
        with closing(sqlite3.connect(draft)) as db:
            if db.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise InputError(str(source), DAMAGED)
            done = set(db.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.OperationalError:  # it holds no such table
        raise InputError(str(source), FOREIGN) from None
    except sqlite3.DatabaseError:
        raise InputError(str(source), DAMAGED) from None
    _check_version(done, source)


def _check_version(done: set[tuple[str, str]], source: Path) -> None:
    from django.db.migrations.loader import MigrationLoader

    known = set(MigrationLoader(None).disk_migrations)
    if ("people", "0001_initial") not in done:
        raise InputError(str(source), FOREIGN)
    if done - known:
        raise InputError(str(source), "was made by a newer Supple; bring this one up to date first")


def _django() -> None:
    """What the tables of this version are; inside the site it stands ready already."""
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supple.web.settings")
        django.setup()


def _upgrade(draft: Path, source: Path) -> None:
    """Brings the copy up to date, before it takes anybody's place."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    settings = connections["default"].settings_dict | {"NAME": str(draft)}
    connections["restored"] = type(connections["default"])(settings, "restored")
    try:
        executor = MigrationExecutor(connections["restored"])
        executor.migrate(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        raise InputError(str(source), DAMAGED) from None
    finally:
        with suppress(DatabaseError):
            connections["restored"].close()
        del connections["restored"]
