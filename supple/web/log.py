"""Log lines that say where something went wrong, never with whose answers."""

import logging
import traceback
from types import TracebackType
from typing import Any


class Quiet(logging.Formatter):
    """Time, level, place; of an exception its kind and its lines, but not its message, which may quote an answer."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Django's message for a failed request holds its path, which may carry a person's key: it is cut."""
        if record.name.startswith(("django.request", "django.security")):
            view = getattr(getattr(record, "request", None), "resolver_match", None)
            record = logging.makeLogRecord(record.__dict__)
            record.msg, record.args = f"{getattr(record, 'status_code', '')} in {view.view_name if view else '-'}", None
        record.exc_text = None  # another handler may have kept the message here
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 (the name is logging's)
        """The frames and the kind of the exception alone."""
        kind, _, frames = ei
        return _lines(kind, frames)


def _lines(kind: type[BaseException] | None, frames: TracebackType | None) -> str:
    return "".join(traceback.format_tb(frames)) + (kind.__name__ if kind else "")
