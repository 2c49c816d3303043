"""Copies of the box: whole at any moment, put back only where that is safe, refused with one sentence otherwise."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from supple import cli
from supple.core.errors import InputError
from supple.web import backup, env, serve
from supple.web.people.models import Measure, Record
from tests.web.cast import here, record_of
from tests.web.test_serve import fetched, home, port  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db(transaction=True)
CALLED = """INSERT INTO people_record (id, created_on, seen_on, called, country)
VALUES (?, '2026-01-05', '2026-01-05', ?, '')"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Supple database without anybody in it."""
    file = tmp_path_factory.mktemp("template") / backup.DATABASE
    made(file)
    return file


def made(file: Path, until: str | None = None) -> None:
    """A database brought up to date, or only so far in `training`."""
    command = ["migrate", "--verbosity=0", *(["training", until] if until else [])]
    code = f"import django; django.setup(); from django.core.management import call_command; call_command(*{command!r})"
    bare = {name: value for name, value in os.environ.items() if not name.startswith("SUPPLE_")}
    told = {"DJANGO_SETTINGS_MODULE": "supple.web.settings", "SUPPLE_DATA_DIR": str(file.parent)}
    subprocess.run([sys.executable, "-c", code], check=True, cwd=env.PROJECT, env=bare | told)  # noqa: S603


@pytest.fixture
def box(tmp_path: Path, template: Path) -> Path:
    """A data folder with Asha in it."""
    folder = tmp_path / "box"
    folder.mkdir()
    (folder / backup.DATABASE).write_bytes(template.read_bytes())
    write(folder / backup.DATABASE, "asha")
    return folder


def write(database: Path, name: str) -> None:
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute(CALLED, (os.urandom(16).hex(), name))


def names(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as db:
        return sorted(name for (name,) in db.execute("SELECT called FROM people_record"))


def files(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()} - {backup.RUNNING}


def refusal(folder: Path, source: Path) -> str:
    with pytest.raises(InputError) as refused:
        backup.restore(folder, source)
    return str(refused.value)


def test_it_names_the_database_that_the_site_uses() -> None:
    said = (env.PROJECT / "supple/web/settings.py").read_text()
    assert f'DATA_DIR / "{backup.DATABASE}"' in said


def test_what_was_copied_comes_back(box: Path, tmp_path: Path) -> None:
    copy = backup.backup(box, tmp_path / "copy.sqlite3")
    write(box / backup.DATABASE, "ben")
    kept = backup.restore(box, copy)
    assert names(box / backup.DATABASE) == ["asha"]
    assert kept == box / "supple.sqlite3.before-restore"
    assert names(kept) == ["asha", "ben"]
    assert names(copy) == ["asha"]


def test_a_copy_is_one_file_that_only_its_owner_reads(box: Path, tmp_path: Path) -> None:
    copy = backup.backup(box, tmp_path / "copy.sqlite3")
    assert files(tmp_path) == {"box", "copy.sqlite3"}
    assert copy.stat().st_mode & 0o777 == 0o600


def test_it_restores_into_a_box_without_a_database(box: Path, tmp_path: Path) -> None:
    copy, new = backup.backup(box, tmp_path / "copy.sqlite3"), tmp_path / "new"
    new.mkdir()
    assert backup.restore(new, copy) is None
    assert names(new / backup.DATABASE) == ["asha"]
    assert files(new) == {backup.DATABASE}


def test_restoring_twice_loses_neither_of_the_two_before(box: Path, tmp_path: Path) -> None:
    copy = backup.backup(box, tmp_path / "copy.sqlite3")
    write(box / backup.DATABASE, "ben")
    first = backup.restore(box, copy)
    second = backup.restore(box, copy)
    assert first and second and first != second
    assert (names(first), names(second)) == (["asha", "ben"], ["asha"])


def test_a_copy_with_its_log_beside_it_is_read_whole(box: Path, tmp_path: Path) -> None:
    """Somebody copied the files by hand while the last write still stood in the log."""
    with closing(sqlite3.connect(box / backup.DATABASE)) as db, db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute(CALLED, ("b" * 32, "ben"))
        db.commit()
        for name in (backup.DATABASE, f"{backup.DATABASE}-wal"):
            (tmp_path / name).write_bytes((box / name).read_bytes())
    before = (tmp_path / backup.DATABASE).read_bytes()
    backup.restore(box, tmp_path / backup.DATABASE)
    assert names(box / backup.DATABASE) == ["asha", "ben"]
    assert (tmp_path / backup.DATABASE).read_bytes() == before, "the file that is read is never written"


def test_an_older_copy_is_brought_up_to_date(box: Path, tmp_path: Path) -> None:
    old = tmp_path / "old" / backup.DATABASE
    old.parent.mkdir()
    made(old, "0001")
    write(old, "old asha")
    backup.restore(box, old)
    assert names(box / backup.DATABASE) == ["old asha"]
    with closing(sqlite3.connect(box / backup.DATABASE)) as db:
        assert db.execute("SELECT count(*) FROM training_session").fetchone() == (0,)
    with closing(sqlite3.connect(old)) as db, pytest.raises(sqlite3.OperationalError):
        db.execute("SELECT count(*) FROM training_session")


# ---- while the site writes ----


def test_a_copy_is_consistent_while_others_write(box: Path, tmp_path: Path) -> None:
    """Two rows are always written together: no copy may hold one of them alone."""
    done = Event()
    writers = [Thread(target=pairs, args=(box / backup.DATABASE, n, done)) for n in range(2)]
    for one in writers:
        one.start()
    counts = []
    try:
        for n in range(8):
            copied = names(backup.backup(box, tmp_path / f"{n}.sqlite3"))
            pairs_of = [name for name in copied if name != "asha"]
            assert all(pairs_of.count(name) == 2 for name in pairs_of)
            counts.append(len(pairs_of))
    finally:
        done.set()
        for one in writers:
            one.join()
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def pairs(database: Path, writer: int, done: Event) -> None:
    with closing(sqlite3.connect(database, timeout=20)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        n = 0
        while not done.is_set():
            n += 1
            with db:
                for _ in range(2):
                    db.execute(CALLED, (os.urandom(16).hex(), f"{writer}-{n}"))


def test_it_refuses_to_restore_under_a_running_site(
    home: subprocess.Popen[str],  # noqa: F811
    port: int,  # noqa: F811
    tmp_path: Path,
    template: Path,
) -> None:
    fetched(f"http://127.0.0.1:{port}/")
    before = (tmp_path / backup.DATABASE).stat()
    assert refusal(tmp_path, template) == f"restore: {backup.BUSY}"
    assert (tmp_path / backup.DATABASE).stat().st_ino == before.st_ino
    copy = backup.backup(tmp_path, tmp_path / "copy")
    home.send_signal(signal.SIGINT)
    home.communicate(timeout=60)
    assert backup.restore(tmp_path, copy) == tmp_path / "supple.sqlite3.before-restore"


def test_it_refuses_while_anything_else_has_the_database_open(box: Path, template: Path) -> None:
    with closing(sqlite3.connect(box / backup.DATABASE)) as other:
        other.execute("SELECT count(*) FROM people_record").fetchone()
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM people_record").fetchone()
        assert refusal(box, template) == f"restore: {backup.BUSY}"
    assert names(box / backup.DATABASE) == ["asha"]


def test_a_start_waits_for_the_end_of_a_restore(box: Path) -> None:
    held = []
    with backup._alone(box):
        start = Thread(target=lambda: held.append(backup.running(box)))
        start.start()
        time.sleep(0.2)
        assert held == []
    start.join(timeout=60)
    assert len(held) == 1
    held[0].close()


# ---- refused with one sentence ----


def damaged(template: Path, file: Path) -> None:
    data = bytearray(template.read_bytes())
    data[4096 : len(data) - 4096] = os.urandom(len(data) - 8192)
    file.write_bytes(bytes(data))


def cut_short(template: Path, file: Path) -> None:
    file.write_bytes(template.read_bytes()[:20_000])


def newer(template: Path, file: Path) -> None:
    file.write_bytes(template.read_bytes())
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '0999_wings', '2030-01-01')")


def another_site(template: Path, file: Path) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE django_migrations (id INTEGER, app TEXT, name TEXT, applied TEXT)")
        db.execute("INSERT INTO django_migrations VALUES (1, 'blog', '0001_initial', '2030-01-01')")


def another_database(template: Path, file: Path) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE songs (name TEXT)")


def a_text(template: Path, file: Path) -> None:
    file.write_text("SQLite format, but not quite")


def nothing(template: Path, file: Path) -> None:
    file.write_bytes(b"")


def a_folder(template: Path, file: Path) -> None:
    file.mkdir()


def nowhere(template: Path, file: Path) -> None:
    return


REFUSED: list[tuple[Any, str]] = [
    (damaged, "is damaged; nothing was changed"),
    (cut_short, "is damaged; nothing was changed"),
    (newer, "was made by a newer Supple; bring this one up to date first"),
    (another_site, "is no Supple database"),
    (another_database, "is no Supple database"),
    (a_text, "is no Supple database"),
    (nothing, "is no Supple database"),
    (a_folder, "cannot be read (Is a directory)"),
    (nowhere, "cannot be read (No such file or directory)"),
]


@pytest.mark.parametrize(("make", "why"), REFUSED, ids=[one[0].__name__ for one in REFUSED])
def test_what_is_no_good_copy_changes_nothing(box: Path, tmp_path: Path, template: Path, make: Any, why: str) -> None:
    file = tmp_path / "given.sqlite3"
    make(template, file)
    before, there = (box / backup.DATABASE).read_bytes(), files(box)
    assert refusal(box, file) == f"{file}: {why}"
    assert names(box / backup.DATABASE) == ["asha"]
    assert (box / backup.DATABASE).read_bytes()[100:] == before[100:]  # the header says how the log is kept
    assert files(box) == there


def test_a_damaged_present_database_may_be_replaced(box: Path, template: Path) -> None:
    damaged(template, box / backup.DATABASE)
    kept = backup.restore(box, template)
    assert names(box / backup.DATABASE) == []
    assert kept and kept.exists()


def test_a_copy_never_takes_the_place_of_a_file(box: Path, tmp_path: Path) -> None:
    taken = tmp_path / "letter.txt"
    taken.write_text("Dear Asha")
    with pytest.raises(InputError, match=r"letter\.txt: is there already; choose another name"):
        backup.backup(box, taken)
    assert taken.read_text() == "Dear Asha"


def test_a_copy_of_a_damaged_database_is_refused(box: Path, tmp_path: Path, template: Path) -> None:
    damaged(template, box / backup.DATABASE)
    with pytest.raises(InputError, match=r"is damaged; restore an earlier copy|cannot be copied"):
        backup.backup(box, tmp_path / "copy")
    assert files(tmp_path) == {"box"}


def test_a_copy_that_cannot_be_written_leaves_nothing(
    box: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match=r"copy: cannot be written \(No such file or directory\)"):
        backup.backup(box, tmp_path / "nowhere" / "copy")

    def full(file: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_name", full)
    with pytest.raises(InputError, match=r"copy: cannot be written \(No space left on device\)"):
        backup.backup(box, tmp_path / "copy")
    assert files(tmp_path) == {"box"}


def test_on_a_disk_without_links_it_works_too(box: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(file: Path, target: Path) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    copy = backup.backup(box, tmp_path / "copy")
    write(box / backup.DATABASE, "ben")
    kept = backup.restore(box, copy)
    assert kept and names(kept) == ["asha", "ben"]
    assert names(box / backup.DATABASE) == ["asha"]


# ---- before an upgrade ----


def test_it_keeps_the_last_three_of_its_own(box: Path) -> None:
    made_here = []
    for n in range(5):
        write(box / backup.DATABASE, f"guest {n}")
        copy = backup.before_upgrade(box)
        assert copy
        made_here.append(copy)
        os.rename(copy, aged := copy.with_name(f"supple-2026-01-0{n + 1}-000000.sqlite3"))
        made_here[-1] = aged
    backup.before_upgrade(box)
    left = sorted((box / backup.OWN).glob("*.sqlite3"))
    assert len(left) == backup.KEEP
    assert left[:2] == made_here[3:]
    assert names(left[-1]) == ["asha", *(f"guest {n}" for n in range(5))]


def test_a_new_box_has_nothing_to_copy(tmp_path: Path) -> None:
    assert backup.before_upgrade(tmp_path) is None
    assert files(tmp_path) == set()
    with pytest.raises(InputError, match="backup: there is nothing yet in"):
        backup.backup(tmp_path, tmp_path / "copy")


def test_a_start_copies_only_when_the_tables_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(backup, "before_upgrade", asked.append)
    serve.back_up_first(tmp_path)
    assert asked == []
    call_command("migrate", "training", "0001", verbosity=0)
    try:
        serve.back_up_first(tmp_path)
        assert asked == [tmp_path]
    finally:
        call_command("migrate", verbosity=0)


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The data folder of `home` as an older Supple left it."""
    made(tmp_path / backup.DATABASE, "0001")
    write(tmp_path / backup.DATABASE, "asha")
    return tmp_path


def test_a_real_start_over_older_data_makes_its_copy_first(
    older: Path,
    home: subprocess.Popen[str],  # noqa: F811
    port: int,  # noqa: F811
) -> None:
    fetched(f"http://127.0.0.1:{port}/")
    (copy,) = (older / backup.OWN).iterdir()
    assert names(copy) == ["asha"]
    with closing(sqlite3.connect(copy)) as db, pytest.raises(sqlite3.OperationalError):
        db.execute("SELECT count(*) FROM training_session")


# ---- erasing reaches the box's own copies ----


def test_erasing_reaches_the_copies_that_the_box_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    asha, ben = record_of(), record_of()
    Measure.objects.create(person=asha, on=asha.created_on, what="activity", name="Gardening", value=4)
    monkeypatch.setattr(backup, "DATABASE", "tests.sqlite3")
    (tmp_path / "tests.sqlite3").write_bytes(b"")
    here_kept = str(connections["default"].settings_dict["NAME"])
    with closing(sqlite3.connect(here_kept)) as db, closing(sqlite3.connect(tmp_path / "tests.sqlite3")) as box:
        db.backup(box)
    kept = backup.before_upgrade(tmp_path)
    assert kept
    others = []
    for _ in range(2):
        others.append(backup._free(tmp_path / f"{backup.DATABASE}.before-restore"))
        others[-1].write_bytes(kept.read_bytes())
    settings.DATA_DIR = tmp_path
    here(asha).post("/my-data/erase/", {"sure": "yes"})
    assert list(Record.objects.all()) == [ben]
    for copy in (kept, *others):
        with closing(sqlite3.connect(copy)) as db:
            assert [name for (name,) in db.execute("SELECT id FROM people_record")] == [ben.pk.hex]
        assert b"Gardening" not in copy.read_bytes()
        assert asha.pk.hex.encode() not in copy.read_bytes()


def test_erasing_takes_a_copy_along_that_nobody_can_read(box: Path) -> None:
    damaged, whole = box / f"{backup.DATABASE}.before-restore", box / f"{backup.DATABASE}-2.before-restore"
    damaged.write_bytes((box / backup.DATABASE).read_bytes()[:5000])
    whole.write_bytes((box / backup.DATABASE).read_bytes())
    backup.forget(box, {"people_record": "id"}, "of-nobody")
    assert not damaged.exists()
    assert whole.exists()


# ---- the command line ----


def test_the_commands_say_what_they_did(
    box: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SUPPLE_DATA_DIR", str(box))
    monkeypatch.chdir(tmp_path)
    assert cli.main(["backup", "copy.sqlite3"]) == 0
    assert capsys.readouterr().out == f"Everything is kept in {tmp_path / 'copy.sqlite3'}\n"
    assert cli.main(["restore", "copy.sqlite3"]) == 0
    assert capsys.readouterr().out == (
        f"copy.sqlite3 is back in place. What was here before is in {box / 'supple.sqlite3.before-restore'}\n"
    )
    assert cli.main(["backup", "copy.sqlite3"]) == 2
    assert capsys.readouterr().err == f"supple: {tmp_path / 'copy.sqlite3'}: is there already; choose another name\n"
