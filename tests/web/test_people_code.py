"""The recovery code: shown once, kept as a hash, read however it is typed."""

import re

import pytest
from django.test import Client

from supple.web.people import cookies
from supple.web.people.codes import LETTERS, code_hash, new_code
from supple.web.people.models import Record
from tests.web.cast import here, record_of

pytestmark = pytest.mark.django_db


# --- The recovery code -----------------------------------------------------------------------------------------------


def shown_code(page: str) -> tuple[str, str]:
    """The code on the page, and the field that goes with it."""
    groups = re.findall(r"<span>([0-9A-Z]{4})</span>", page)
    signed = re.search(r'name="shown" value="([^"]+)"', page)
    assert signed
    return "-".join(groups), signed[1]


def test_a_code_counts_once_it_is_written_down_and_opens_the_record_elsewhere() -> None:
    asha = record_of()
    client = here(asha)
    code, signed = shown_code(client.get("/begin/code/").content.decode())
    assert Record.objects.get().code_hash is None
    assert client.post("/begin/code/", {"shown": signed})["Location"] == "/today/"
    kept = Record.objects.get().code_hash
    assert kept == code_hash(code)
    assert code.replace("-", "") not in str(kept)

    other = Client()
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert other.post("/who/code/", {"code": typed})["Location"] == "/today/"
    assert other.get("/my-data/").status_code == 200


def test_a_new_code_ends_the_old_one() -> None:
    client = here(record_of())
    old, signed = shown_code(client.get("/begin/code/").content.decode())
    client.post("/begin/code/", {"shown": signed})
    _, signed = shown_code(client.get("/begin/code/").content.decode())
    assert client.post("/begin/code/", {"shown": signed, "renew": "1"})["Location"] == "/my-data/"
    assert Client().post("/who/code/", {"code": old}).status_code == 400


def test_the_code_of_another_page_is_not_taken() -> None:
    asha, ben = here(record_of()), here(record_of())
    _, signed = shown_code(asha.get("/begin/code/").content.decode())
    for shown in (signed, "", "chosen-by-myself"):
        assert ben.post("/begin/code/", {"shown": shown}).status_code == 200
    assert not Record.objects.exclude(code_hash=None).exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "A recovery code has 20 letters and digits, such as 7K3M-9QTX-4HWB-2D6N-8RVE."),
        ("7K3M", "A recovery code has 20 letters and digits, such as 7K3M-9QTX-4HWB-2D6N-8RVE."),
        ("U" * 20, "A recovery code has 20 letters and digits, such as 7K3M-9QTX-4HWB-2D6N-8RVE."),
        ("7K3M-9QTX-4HWB-2D6N-8RVE",
         "No record here has this code. Perhaps a newer one was written down, or a letter is another."),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong_with_a_code(client: Client, typed: str, words: str) -> None:
    record_of()  # without a code: no code must never mean any record
    response = client.post("/who/code/", {"code": typed})
    assert response.status_code == 400
    assert words in response.content.decode()
    assert cookies.HERE not in response.cookies


def test_codes_are_long_and_have_no_letters_that_look_alike() -> None:
    assert not set("ILOU") & set(LETTERS)
    assert len(LETTERS) ** 20 > 2**80
    assert len({new_code() for _ in range(50)}) == 50
