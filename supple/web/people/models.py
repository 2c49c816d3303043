"""What is kept about a person. Facts alone: what follows from them is computed again whenever it is asked.

Every row but Record names its person first, so that the database can be divided by person.
"""

import uuid
from typing import Any, ClassVar

from django.db import models


class Record(models.Model):
    """Somebody. No account: a signed cookie finds it, or the recovery code of which only the hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_on = models.DateField()
    seen_on = models.DateField()
    called = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, blank=True)  # ISO code, for the numbers to ring; never guessed
    code_hash = models.CharField(max_length=64, null=True, unique=True)

    def __str__(self) -> str:
        return str(self.id)


class Answers(models.Model):
    """One set of answers to the danger questions, in the vocabulary of content/screens.toml. None is ever overwritten
    once it is finished: a correction is a new set beside it."""

    person = models.ForeignKey(Record, models.CASCADE, related_name="answers")
    answered_at = models.DateTimeField()
    answered_on = models.DateField()  # the durations in the answers count from this day
    data = models.JSONField(default=dict)
    screens = models.JSONField(default=dict)  # of each screen that was answered, the rows ticked in each group
    draft = models.BooleanField(default=True)
    mended = models.BooleanField(default=False)  # said to be a slip of the finger; another set took its place
    looked = models.BooleanField(null=True)  # answered again after a stop: had a clinician looked?

    class Meta:
        constraints: ClassVar[Any] = [models.UniqueConstraint(fields=["person", "id"], name="answers_of_person")]

    def __str__(self) -> str:
        return f"{self.answered_on}"


class Wishes(models.Model):
    """What somebody has, wants and does not want, in the words of a plan's request; the latest alone."""

    person = models.OneToOneField(Record, models.CASCADE, related_name="wishes")
    data = models.JSONField(default=dict)
    updated_on = models.DateField()

    class Meta:
        constraints: ClassVar[Any] = [models.UniqueConstraint(fields=["person", "id"], name="wishes_of_person")]

    def __str__(self) -> str:
        return f"{self.updated_on}"


class Measure(models.Model):
    """How hard one of a person's own activities is, or how much the back gets in the way, 0-10 on a day."""

    INTERFERENCE = "interference"  # 0 not at all, 10 completely
    ACTIVITY = "activity"  # 0 cannot do it, 10 as well as before

    person = models.ForeignKey(Record, models.CASCADE, related_name="measures")
    on = models.DateField()
    what = models.CharField(max_length=12)
    name = models.CharField(max_length=80, blank=True)  # the activity in the person's own words
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["person", "id"], name="measure_of_person"),
            models.UniqueConstraint(fields=["person", "on", "what", "name"], name="one_measure_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.value}"
