"""What somebody measured of themselves, as it was put in; what a result says is found again whenever it is shown."""

import uuid
from typing import Any, ClassVar

from django.db import models


class Result(models.Model):
    """One self-test done, or one questionnaire filled in."""

    SELF_TEST, QUESTIONNAIRE = "self_test", "questionnaire"

    person = models.ForeignKey("people.Record", on_delete=models.CASCADE, related_name="results")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # its name in addresses
    kind = models.CharField(max_length=13)
    what = models.CharField(max_length=60)  # the slug of its file
    values = models.JSONField(default=dict)  # what was put in, in the words of that file
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Any] = [models.UniqueConstraint(fields=["person", "id"], name="result_of_person")]
        indexes: ClassVar[Any] = [models.Index(fields=["person", "what", "-at"], name="result_latest")]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d}"
