"""What is kept of a person's training: the plans as they were shown, and what happened.

Every row names its person first, so that the database can be divided by person.
"""

import uuid
from typing import Any, ClassVar

from django.db import models


class ShownPlan(models.Model):
    """One plan of a person. `data` is the Plan of the core; a day changed by hand keeps its first form beside it."""

    person = models.ForeignKey("people.Record", on_delete=models.CASCADE, related_name="plans")
    start = models.DateField()
    end = models.DateField()
    made_on = models.DateField()
    facts = models.CharField(max_length=64)  # a digest of what the plan was made from
    data = models.JSONField()
    planned = models.JSONField(default=dict)  # date -> the day as planned, where it was changed by hand
    present = models.JSONField(default=dict)  # a cache for Today of what follows from the record: see present.py

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "id"], name="plan_of_person")]
        indexes: ClassVar = [models.Index(fields=["person", "-start", "-id"], name="plan_latest")]


class Session(models.Model):
    """One session: the document that it was done by, or the plan's items for one that was done without the app.

    Its events are the facts. `mode` and `result` are what they came to, found again with every event that arrives.
    """

    person = models.ForeignKey("people.Record", on_delete=models.CASCADE, related_name="sessions")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # its name in addresses
    day = models.DateField()  # the day of the plan
    begun_at = models.DateTimeField()
    rest = models.PositiveSmallIntegerField(null=True)  # pain before it, 0-10
    document = models.JSONField(null=True)
    outside = models.BooleanField(default=False)  # done without the app
    corrected = models.JSONField(default=dict)  # rest, pain, effort: corrected later by hand
    mode = models.CharField(max_length=8, default="ready")
    result = models.JSONField(default=dict)  # {"hurts": [...], ...}: see happened.py

    class Meta:
        constraints: ClassVar[Any] = [models.UniqueConstraint(fields=["person", "id"], name="session_of_person")]
        indexes: ClassVar[Any] = [models.Index(fields=["person", "-day", "-id"], name="session_latest")]

    def __str__(self) -> str:
        return f"{self.day}"


class Event(models.Model):
    """One thing that happened in the player, as it was sent. None is ever changed."""

    # Both keys lead an index of the constraints below; one more each would be written with every event.
    person = models.ForeignKey("people.Record", models.CASCADE, related_name="events", db_index=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="events", db_index=False)
    event_id = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    data = models.JSONField()
    arrived_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["person", "id"], name="event_of_person"),
            models.UniqueConstraint(fields=["session", "event_id"], name="event_once"),
        ]

    def __str__(self) -> str:
        return self.event_id


class Entry(models.Model):
    """One remark. A morning without pain was waved away: it is not asked again that day, and counts for nothing."""

    MORNING, PAINKILLER, HEAT, BAD_DAY, FLARE = "morning", "painkiller", "heat", "bad_day", "flare"
    KINDS = (MORNING, PAINKILLER, HEAT, BAD_DAY, FLARE)

    person = models.ForeignKey("people.Record", on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=12)
    day = models.DateField()
    happened_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    pain = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["person", "id"], name="entry_of_person"),
            models.UniqueConstraint(
                fields=["person", "day"], condition=models.Q(kind="morning"), name="one_morning_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Holiday(models.Model):
    """Days off, both ends included: the plan waits, and nothing asks after it."""

    person = models.ForeignKey("people.Record", on_delete=models.CASCADE, related_name="holidays")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints: ClassVar[Any] = [models.UniqueConstraint(fields=["person", "id"], name="holiday_of_person")]

    def __str__(self) -> str:
        return f"{self.first} - {self.last}"
