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
    ([{"kind": [1]}], "results[0].kind: [1] is not one of: questionnaire, self_test"),
    ([{"kind": {"a": 1}}], "results[0].kind: {'a': 1} is not one of: questionnaire, self_test"),
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


def test_self_tests_come_back_the_same_with_those_that_are_not_known_here() -> None:
    asha = record_of()
    known = {"hold": {"both": [40.0]}}
    for what, values in (("plank_hold", known), ("of_another_home", {"leap": {"both": [3]}})):
        Result.objects.create(person=asha, kind=Result.SELF_TEST, what=what, values=values, at=timezone.now())
    first = file_of(asha)
    again = portable.imported(json.dumps(first).encode())
    assert file_of(again)["results"] == first["results"]
    assert set(again.results.values_list("key")).isdisjoint(asha.results.values_list("key"))
    assert here(again).get("/self-tests/").status_code == 200
    assert here(again).get("/today/").status_code == 200


BAD_TESTS: list[tuple[dict[str, Any], str]] = [
    ({"what": "plank_hold", "values": {"hold": {"both": [999]}}},
     "results[0].values.hold.both[0]: must be a number from 0 to 120"),
    ({"what": "plank_hold", "values": 7}, "results[0].values: must be an object of: hold"),
    ({"what": "Plank!", "values": {}}, "results[0].what: must be the name of a self-test"),
    ({"what": 3, "values": {}}, "results[0].what: must be the name of what was measured"),
    ({"what": "leap", "values": []}, "results[0].values: must be an object of at most 2000 letters"),
    ({"what": "leap", "values": {"a": "b" * 3000}}, "results[0].values: must be an object of at most 2000 letters"),
    ({"what": "plank_hold", "values": {"hold": {"both": [9]}}, "at": "2999-01-01T00:00:00+00:00"},
     "results[0].at: must be a moment in the past"),
    ({"what": "leap", "values": {}, "at": "0001-01-01T00:00:00+14:00"},
     "results[0].at: must be a moment in the past such as 2026-01-05T08:30:00+00:00"),
    ({"what": "leap", "values": {"a": float("nan")}}, "file: is not JSON"),
    ({"what": "leap", "values": {"a": float("inf")}}, "file: is not JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "message"), BAD_TESTS)
def test_a_damaged_self_test_is_refused_with_one_sentence(row: dict[str, Any], message: str) -> None:
    asha = record_of()
    rows = [{"kind": "self_test", "at": "2026-01-05T08:30:00+00:00"} | row]
    with pytest.raises(InputError) as error:
        portable.imported(json.dumps(file_of(asha) | {"results": rows}).encode())
    assert str(error.value).startswith(message)
    assert Record.objects.get() == asha
