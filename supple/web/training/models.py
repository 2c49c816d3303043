"""The plan as it was shown: a fact that is kept, with the content version it was made with."""

from typing import ClassVar

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

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "id"], name="plan_of_person")]
        indexes: ClassVar = [models.Index(fields=["person", "-start", "-id"], name="plan_latest")]
