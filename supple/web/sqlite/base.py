"""The engine `supple.web.sqlite`: whoever writes takes a ticket first (see queue.py)."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper as DjangoWrapper
from django.db.utils import OperationalError

from supple.web.sqlite.queue import QueueLock

_QUEUES: defaultdict[str, QueueLock] = defaultdict(QueueLock)  # one for each database file of this process
READS = ("SELECT", "PRAGMA", "EXPLAIN", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class DatabaseWrapper(DjangoWrapper):
    """Holds the ticket from BEGIN IMMEDIATE to the end of the transaction, or for one writing statement outside.

    The underlined methods are Django's own seams for engines; its type stubs leave them out.
    """

    _ticket = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._one_statement)

    def _start_transaction_under_autocommit(self) -> None:
        self._take()
        with ExitStack() as on_error:
            on_error.callback(self._give)
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            on_error.pop_all()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._give()  # after a failed commit Django rolls back, which gives it back

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give()

    def _one_statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """A write in autocommit mode is a transaction of its own."""
        if self._ticket or self.in_atomic_block or sql.lstrip()[:9].upper().startswith(READS):
            return execute(sql, params, many, context)
        with self._turn():
            return execute(sql, params, many, context)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        self._take()
        try:
            yield
        finally:
            self._give()

    def fold(self) -> None:
        """Empties the write-ahead log into the database file: what was erased must not live on in the log."""
        with self._turn(), self.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def queue(self) -> QueueLock:
        return _QUEUES[str(self.settings_dict["NAME"])]

    def _take(self) -> None:
        if self._ticket:
            return
        if not self.queue().acquire(self.settings_dict["OPTIONS"].get("timeout", 5)):
            raise OperationalError("the queue of writers did not move in time")
        self._ticket = True

    def _give(self) -> None:
        if self._ticket:
            self._ticket = False
            self.queue().release()
