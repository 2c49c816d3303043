"""What the environment says, and what no log line says."""

import logging
import stat
import sys
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from supple.core.errors import InputError
from supple.web import env
from supple.web.headers import permissions_policy
from supple.web.log import Quiet


@pytest.mark.parametrize(("said", "meant"), [("1", True), ("Yes", True), ("0", False), ("off", False), ("", False)])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, said: str, meant: bool) -> None:
    monkeypatch.setenv("SUPPLE_HTTPS", said)
    assert env.flag("SUPPLE_HTTPS") is meant


def test_any_other_word_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPLE_HTTPS", "perhaps")
    with pytest.raises(InputError, match="SUPPLE_HTTPS: must be 1 or 0, not 'perhaps'"):
        env.flag("SUPPLE_HTTPS")


def test_a_list_has_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPLE_ALLOWED_HOSTS", "supple.example, 10.0.0.2,")
    assert env.words("SUPPLE_ALLOWED_HOSTS") == ["supple.example", "10.0.0.2"]


def test_the_data_folder_is_for_its_owner_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SUPPLE_DATA_DIR", str(tmp_path / "deep/data"))
    assert stat.S_IMODE(env.data_dir().stat().st_mode) == 0o700


def test_a_data_folder_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SUPPLE_DATA_DIR", str(tmp_path / "file/data"))
    with pytest.raises(InputError, match=r"SUPPLE_DATA_DIR: .*file/data cannot be made \(Not a directory\)"):
        env.data_dir()


def test_the_secret_is_made_once_and_hidden(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SUPPLE_SECRET_KEY", raising=False)
    first = env.secret_key(tmp_path)
    assert env.secret_key(tmp_path) == first
    assert len(first) >= 50
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_given_secret_is_used_and_not_written_down(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SUPPLE_SECRET_KEY", "given")
    assert env.secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_an_empty_secret_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SUPPLE_SECRET_KEY", raising=False)
    (tmp_path / "secret-key").touch()
    with pytest.raises(InputError, match="is empty"):
        env.secret_key(tmp_path)


def logged(name: str, message: str, **extra: object) -> str:
    try:
        raise ValueError("pain is 9 for person 4711")
    except ValueError:
        record = logging.getLogger(name).makeRecord(
            name, logging.ERROR, __file__, 1, message, ("/people/4711/",), sys.exc_info(), extra=extra
        )
    return Quiet().format(record)


def test_no_log_line_quotes_an_answer_or_an_address() -> None:
    request = RequestFactory().get("/people/4711/?pain=9")
    line = logged("django.request", "Internal Server Error: %s", request=request, status_code=500)
    head, *frames = line.splitlines()
    assert head.endswith("django.request: 500 in -")
    assert frames[-1] == "ValueError"  # our source line above it is code, not somebody's answer


def test_a_page_may_ask_for_the_camera_and_nothing_else() -> None:
    answered = permissions_policy(lambda _: HttpResponse())(RequestFactory().get("/"))
    assert "camera=(self)" in answered.headers["Permissions-Policy"]
    assert "microphone=()" in answered.headers["Permissions-Policy"]
