"""The plans in a person's file. What comes in is history, never the plan under way: that is made anew."""

from datetime import date
from typing import Any

from supple.core.errors import ContentError, InputError
from supple.core.request import day
from supple.web.people import portable
from supple.web.people.models import Record
from supple.web.training import store
from supple.web.training.models import ShownPlan

NAME = "plans"
KEYS = ("start", "end", "made_on", "data", "planned")


def register() -> None:
    """Adds the plans to what is exported and imported."""
    portable.register(NAME, dump, load)


def dump(record: Record) -> list[dict[str, Any]]:
    """Every plan that was shown, the first first."""
    rows = ShownPlan.objects.filter(person=record).order_by("id")
    return [
        {
            "start": row.start.isoformat(),
            "end": row.end.isoformat(),
            "made_on": row.made_on.isoformat(),
            "data": row.data,
            "planned": row.planned,
        }
        for row in rows
    ]


def load(record: Record, given: Any) -> None:
    """Plans out of a file. Raises InputError naming the plan that is damaged."""
    if not isinstance(given, list) or len(given) > portable.MOST_ROWS:
        raise InputError(NAME, "must be a list of plans")
    ShownPlan.objects.bulk_create(_row(record, one, f"{NAME}[{n}]") for n, one in enumerate(given))


def _row(record: Record, given: Any, key: str) -> ShownPlan:
    if not isinstance(given, dict) or set(given) != set(KEYS):
        raise InputError(key, f"must be an object of: {', '.join(KEYS)}")
    dates: dict[str, date] = {name: day(f"{key}.{name}", given[name]) for name in KEYS[:3]}
    try:
        plan = store.load_plan(given["data"])
        planned = {date.fromisoformat(on).isoformat(): store.dump(store.load_day(one))
                   for on, one in given["planned"].items()}  # fmt: skip
    except (ContentError, KeyError, TypeError, ValueError, AttributeError):
        raise InputError(key, "is damaged") from None
    # Without the digest of its facts a row can never pass for the plan under way.
    return ShownPlan(person=record, facts="", data=store.dump(plan), planned=planned, **dates)
