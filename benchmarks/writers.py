"""Eight people save at once: transactions that read and then write, through the site's own settings and tables."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from django.db import connections, transaction
from django.db.utils import OperationalError
from django.utils import timezone

from supple.web.people.models import Measure, Record

WRITERS = 8


@dataclass(frozen=True, slots=True)
class Written:
    """What the writers met."""

    seconds: float
    took_s: tuple[float, ...]  # each transaction that was saved, its wait for the turn included
    refused: tuple[str, ...]  # the words of each error, such as "database is locked"
    rows: int  # found in the table afterwards; as many as were saved if nothing is lost

    @property
    def worst_s(self) -> float:
        """The longest that anybody waited until their change was safe."""
        return max(self.took_s, default=0.0)


def write(seconds: float, writers: int = WRITERS) -> Written:
    """So many writers for so long, each with a record of its own in the one file."""
    people, before = [_record() for _ in range(writers)], Measure.objects.count()
    took, refused = list[float](), list[str]()
    since = time.perf_counter()
    _together([lambda one=one: _until(since + seconds, one, took, refused) for one in people])  # type: ignore[misc]
    rows = Measure.objects.count() - before
    return Written(time.perf_counter() - since, tuple(took), tuple(refused), rows)


def _record() -> Record:
    today = timezone.localdate()
    return Record.objects.create(created_on=today, seen_on=today)


def _together(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _until(end: float, record: Record, took: list[float], refused: list[str]) -> None:
    numbers = count()
    while (since := time.perf_counter()) < end:
        try:
            _read_then_write(record, next(numbers))
            took.append(time.perf_counter() - since)
        except OperationalError as error:
            refused.append(str(error))
    connections.close_all()


def _read_then_write(record: Record, number: int) -> None:
    """What Django's own settings refuse 84 times in 100: others write between the read and the write."""
    with transaction.atomic():
        found = Record.objects.get(pk=record.pk)
        last = Measure.objects.filter(person=found).order_by("-id").first()
        value = (last.value + 1) % 11 if last else 0
        Measure.objects.create(person=found, on=found.seen_on, what=Measure.ACTIVITY, name=str(number), value=value)
        found.called = str(number)
        found.save(update_fields=["called"])
