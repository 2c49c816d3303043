"""What was measured is a person's own: in their file, out of it again, and gone with them."""

import json
from typing import Any

import pytest
from django.utils import timezone

from supple.core.errors import InputError
from supple.web.measures.models import Result
from supple.web.people import portable
from supple.web.people.models import Record
from tests.web.cast import here, record_of

pytestmark = pytest.mark.django_db


def file_of(record: Record) -> dict[str, Any]:
    """A person's file, as it comes out of a reader of JSON."""
    return json.loads(json.dumps(portable.exported(record)))  # type: ignore[no-any-return]


DAMAGED: list[tuple[Any, str]] = [
    ({}, "results: must be a list of at most 20000 objects"),
    ([1], "results[0]: must be an object"),
    ([{"kind": "self_test", "mood": 1}], "results[0].mood: unknown key; allowed: kind, what, values, at"),
    ([{"kind": "guess"}], 'results[0].kind: "guess" is not one of: '),
]


@pytest.mark.parametrize(("rows", "message"), DAMAGED)
def test_a_damaged_file_is_refused_with_one_sentence(rows: Any, message: str) -> None:
    asha = record_of()
    with pytest.raises(InputError) as error:
        portable.imported(json.dumps(file_of(asha) | {"results": rows}).encode())
    assert str(error.value).startswith(message)
    assert Record.objects.get() == asha


def test_erasing_somebody_erases_what_they_measured_and_nobody_elses() -> None:
    asha, ben = record_of(), record_of()
    for one in (asha, ben):
        Result.objects.create(person=one, kind=Result.SELF_TEST, what="plank", values={}, at=timezone.now())
    here(asha).post("/my-data/erase/", {"sure": "yes"})
    assert Result.objects.get().person == ben
