"""Many writers at once: nobody is refused, nobody overtakes, nothing is lost."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.db.utils import ConnectionHandler, OperationalError

from supple.web.sqlite.base import DatabaseWrapper
from supple.web.sqlite.queue import QueueLock

WRITERS, WRITES = 8, 25


def run_together(work: Callable[[int], None], count: int = WRITERS) -> list[BaseException]:
    """Runs `work` in that many threads; what they raised."""
    raised: list[BaseException] = []

    def guarded(number: int) -> None:
        try:
            work(number)
        except OperationalError as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.fixture
def counter(transactional_db: None) -> Iterator[None]:
    """A table with one number in it, in the tests' database file."""
    with connections["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE counter (n INTEGER)")
        cursor.execute("INSERT INTO counter VALUES (0)")
    yield
    with connections["default"].cursor() as cursor:
        cursor.execute("DROP TABLE counter")


def counted() -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT n FROM counter")
        return int(cursor.fetchone()[0])


def read_then_write() -> None:
    """What fails 84 times in 100 with Django's own settings: others write between our read and our write."""
    with transaction.atomic(), connections["default"].cursor() as cursor:
        n = counted()
        cursor.execute("UPDATE counter SET n = %s", [n + 1])


@pytest.mark.usefixtures("counter")
def test_it_loses_no_count_with_eight_writers() -> None:
    def work(_: int) -> None:
        for _ in range(WRITES):
            read_then_write()

    assert run_together(work) == []
    assert counted() == WRITERS * WRITES


@pytest.mark.usefixtures("counter")
def test_it_queues_single_statements_with_transactions() -> None:
    def work(number: int) -> None:
        for _ in range(WRITES):
            if number % 2:
                read_then_write()
            else:
                with connections["default"].cursor() as cursor:
                    cursor.execute("UPDATE counter SET n = n + 1")

    assert run_together(work) == []
    assert counted() == WRITERS * WRITES


@pytest.mark.usefixtures("counter")
def test_it_gives_the_turn_back_after_a_rollback_and_after_a_lost_connection() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _ = 1 / 0
    transaction.set_autocommit(False)
    connections["default"].close()
    assert run_together(lambda _: read_then_write(), count=1) == []
    assert counted() == 1


@pytest.mark.usefixtures("counter")
def test_it_says_so_when_the_turn_does_not_come() -> None:
    def impatient(_: int) -> None:
        connections["default"].settings_dict["OPTIONS"] = {
            **connections["default"].settings_dict["OPTIONS"],
            "timeout": 0.05,
        }
        read_then_write()

    with transaction.atomic():
        raised = run_together(impatient, count=1)
    assert [str(error) for error in raised] == ["the queue of writers did not move in time"]
    assert counted() == 0


@pytest.mark.usefixtures("counter")
def test_it_keeps_the_settings_that_lose_nothing() -> None:
    with connections["default"].cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


def test_it_has_one_queue_for_each_file(tmp_path: Path) -> None:
    def at(name: str) -> DatabaseWrapper:
        made = ConnectionHandler({"default": {"ENGINE": "supple.web.sqlite", "NAME": tmp_path / name}})["default"]
        assert isinstance(made, DatabaseWrapper)
        return made

    assert at("a").queue() is at("a").queue()
    assert at("a").queue() is not at("b").queue()


def test_the_queue_serves_in_the_order_of_asking() -> None:
    queue, served = QueueLock(), list[int]()

    def wait(number: int) -> None:
        assert queue.acquire(5)
        served.append(number)
        queue.release()

    queue.acquire(0)
    threads = [threading.Thread(target=wait, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
        time.sleep(0.02)  # so that the order of asking is known
    queue.release()
    for thread in threads:
        thread.join()
    assert served == list(range(6))


def test_whoever_gives_up_leaves_no_gap_in_the_queue() -> None:
    queue = QueueLock()
    assert queue.acquire(0)
    assert not queue.acquire(0.01)
    queue.release()
    assert queue.acquire(0)
