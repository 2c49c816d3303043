"""A lock that is given in the order in which it was asked for.

SQLite lets waiting writers poll: under load one of them can lose every race for seconds (6 s were measured with eight
writers). With a queue in front, the longest wait is the sum of the writes ahead.
"""

from collections import deque
from threading import Lock


class QueueLock:
    """First come, first served, among the threads of one process."""

    def __init__(self) -> None:
        self._door = Lock()
        self._held = False
        self._waiting: deque[Lock] = deque()

    def acquire(self, timeout_s: float) -> bool:
        """True once it is our turn, False when `timeout_s` passed first."""
        with self._door:
            if not self._held:
                self._held = True
                return True
            turn = Lock()
            turn.acquire()
            self._waiting.append(turn)
        return turn.acquire(timeout=timeout_s) or not self._leave(turn)

    def _leave(self, turn: Lock) -> bool:
        """Out of the queue; False when the turn came in the very moment of giving up, so that it is ours."""
        with self._door:
            if turn not in self._waiting:
                return False
            self._waiting.remove(turn)
            return True

    def release(self) -> None:
        """Hands over to whoever has waited longest."""
        with self._door:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False
