"""What Today says besides the plan: a session under way or done, what changed, the morning after, a holiday."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from supple.core.content import load
from supple.core.replay import OVER
from supple.web.people.models import Record
from supple.web.training.models import Session
from supple.web.training.present import Present
from supple.web.training.shown import minutes

GO_ON_FOR = timedelta(hours=2)  # later the four taps come first again


def may_go_on(day: date, begun_at: datetime) -> bool:
    """Whether the re-check before a session of this day still speaks for it."""
    return day == timezone.localdate() and timezone.now() - begun_at < GO_ON_FOR


def today_so_far(record: Record, now: Present, today: date) -> dict[str, Any]:
    """For the templates; one query."""
    found = Session.objects.filter(person=record, day=today).order_by("-id")
    rows = list(found.values("key", "mode", "outside", "begun_at", "result"))
    under_way = [one for one in rows if one["mode"] not in OVER and may_go_on(today, one["begun_at"])]
    over = next((one for one in rows if one["mode"] in OVER and (one["outside"] or done_s(one["result"]))), None)
    return {
        "present": now,
        "open_session": under_way[0] if under_way else None,
        "done_session": over,
        "done_minutes": minutes(done_s(over["result"])) if over else 0,
        "news": now.news,
        "morning_due": now.trained_on == today - timedelta(days=1)
        and now.morning_on != today
        and not rows
        and now.holiday is None,  # nothing is asked on days off
        "holiday": now.holiday,
        "flare_text": load().spoken.changes["flare"],
    }


def done_s(result: dict[str, Any]) -> int:
    """Seconds of exercise in what a session came to."""
    return sum(sum(item["seconds"]) for item in result.get("items", ()))
