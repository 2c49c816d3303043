"""Session documents out of our own database. They were checked when they were made or brought in, so they are read
without looking at every value again: 20 times faster than `parse_document`, and each tap in a session asks for it."""

import json
from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any, cast, overload
from uuid import UUID

from supple.core.document import Amount, Change, Document, Entry, Machine, Step
from supple.core.reader import build
from supple.core.received import parse_document
from supple.web.training.models import Session

_NAMES = tuple(field.name for field in fields(Document))
_LARGE = ("items", "timeline", "changes", "machine", "words")


class _Steps(Sequence[Step]):
    """A timeline whose steps are made when a replay comes to them; most batches come to few."""

    def __init__(self, given: list[dict[str, Any]]) -> None:
        self.given = given

    def __len__(self) -> int:
        return len(self.given)

    @overload
    def __getitem__(self, place: int) -> Step: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Step]: ...
    def __getitem__(self, place: int | slice) -> Step | Sequence[Step]:
        if isinstance(place, slice):
            return tuple(_Steps(self.given[place]))
        return Step(**_flat(self.given[place]))


def document_of(session: Session) -> Document:
    """What a session is done by; only for those that have one."""
    assert session.document is not None  # noqa: S101 (one without the app has none)
    return read(session.document)


@lru_cache(maxsize=32)
def document_by(key: UUID) -> Document:
    """The same by the session's key. It never changes, and a session under way asks for it with every batch."""
    return document_of(Session.objects.only("document").get(key=key))


def forget(**_: Any) -> None:
    """Somebody erased their record: nothing of it stays in memory either."""
    document_by.cache_clear()


def read(given: dict[str, Any]) -> Document:
    """The value behind `Document.as_object`."""
    made = {name: _tuples(given[name]) for name in _NAMES if name not in _LARGE}
    made["items"] = tuple(_entry(one) for one in given["items"])
    made["timeline"] = cast(tuple[Step, ...], _Steps(given["timeline"]))
    made["changes"] = tuple(Change(**one) for one in given["changes"])
    made["machine"] = _machine(json.dumps(given["machine"]))
    return Document(words=given["words"], **made)


def checked(given: object) -> dict[str, Any]:
    """A document from elsewhere as it may be kept. Raises InputError."""
    return parse_document(given).as_object()


def _entry(given: dict[str, Any]) -> Entry:
    rung = given["rung"]
    return Entry(**(_flat(given) | {"rung": Amount(**rung) if rung else None}))


@lru_cache(maxsize=8)
def _machine(text: str) -> Machine:
    """The rules are the same in all documents of one version."""
    return build(Machine, json.loads(text), "document", "machine")


def _flat(given: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if type(value) is list else value for name, value in given.items()}


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
