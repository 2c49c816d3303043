"""Remarks besides a session."""

from django.utils import timezone

from supple.web.people.models import Record
from supple.web.training.models import Entry


def note(record: Record, kind: str, pain: int) -> None:
    """One remark a day of its kind, with the most pain that was said."""
    now = timezone.now()
    found, made = Entry.objects.get_or_create(
        person=record, kind=kind, day=timezone.localdate(now),
        defaults={"happened_at": now, "arrived_at": now, "pain": pain},
    )  # fmt: skip
    if not made and (found.pain or 0) < pain:
        found.pain, found.happened_at = pain, now
        found.save(update_fields=["pain", "happened_at"])
