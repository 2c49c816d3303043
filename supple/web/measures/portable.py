"""Results in a person's file: read strictly by the kind that they are of, each of which knows its own values."""

from collections.abc import Callable
from typing import Any

from supple.core.errors import InputError
from supple.core.person import shown
from supple.web.measures.models import Result
from supple.web.people import portable
from supple.web.people.models import Record

NAME = "results"
KEYS = ("kind", "what", "values", "at")
Checked = Callable[[str, object], dict[str, Any]]  # (what, values) -> the values; raises InputError
_KINDS: dict[str, Checked] = {}


def register(kind: str, checked: Checked) -> None:
    """Adds one kind of results. `checked` looks at every bit of the values out of a file."""
    _KINDS[kind] = checked


def dump(record: Record) -> object:
    """Every result, the first first."""
    rows = Result.objects.filter(person=record).order_by("at", "id")
    return [{"kind": one.kind, "what": one.what, "values": one.values, "at": one.at.isoformat()} for one in rows]


def load(record: Record, value: object) -> None:
    """Results out of a file. Raises InputError naming the one that is damaged."""
    rows = portable.rows(NAME, value)
    Result.objects.bulk_create([_result(record, f"{NAME}[{n}]", row) for n, row in enumerate(rows)])


def _result(record: Record, key: str, row: dict[str, Any]) -> Result:
    portable.only(row, KEYS, f"{key}.")
    kind, what = row.get("kind"), row.get("what")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise InputError(f"{key}.kind", f"{shown(kind)} is not one of: {', '.join(_KINDS)}")
    if not isinstance(what, str):
        raise InputError(f"{key}.what", "must be the name of what was measured")
    try:
        values = _KINDS[kind](what, row.get("values"))
    except InputError as error:
        raise InputError(f"{key}.{error.key}", error.why) from None
    return Result(person=record, kind=kind, what=what, values=values, at=portable.moment(f"{key}.at", row.get("at")))
