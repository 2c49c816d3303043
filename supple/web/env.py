"""Reads the environment for settings.py. A value that cannot be understood stops the start and says what is allowed."""

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

from supple.core.errors import InputError

PROJECT = Path(__file__).resolve().parents[2]
TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


def flag(name: str, default: bool = False) -> bool:
    """True or False; any other word is an error."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() not in TRUE + FALSE:
        raise InputError(name, f"must be 1 or 0, not {value!r}")
    return value.lower() in TRUE


def words(name: str, default: str = "") -> list[str]:
    """A list, written with commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def data_dir() -> Path:
    """Where everything about people is kept; made at once, readable by its owner alone."""
    folder = Path(os.environ.get("SUPPLE_DATA_DIR") or _usual_data_dir()).expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("SUPPLE_DATA_DIR", f"{folder} cannot be made ({error.strerror})") from None
    return folder


def _usual_data_dir() -> Path:
    """A checkout keeps its data beside the code; an installed Supple where the system keeps such things."""
    if (PROJECT / "pyproject.toml").exists():
        return PROJECT / "data"
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/Supple")
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share") / "supple"


def content_dir() -> Path | None:
    """A host's own content folder, read beside the shipped one; None without."""
    given = os.environ.get("SUPPLE_CONTENT")
    folder = Path(given).expanduser().resolve() if given else None
    if folder and not folder.is_dir():
        raise InputError("SUPPLE_CONTENT", f"{folder} is not a folder")
    return folder


def secret_key(folder: Path) -> str:
    """SUPPLE_SECRET_KEY, or a key of this data folder's own, made on the first start and kept there."""
    if given := os.environ.get("SUPPLE_SECRET_KEY"):
        return given
    file = folder / "secret-key"
    with suppress(FileExistsError):  # made by an earlier start, or a moment ago by another process
        _write_once(file, secrets.token_urlsafe(50))
    if not (key := file.read_text(encoding="ascii").strip()):
        raise InputError(str(file), "is empty; delete it, and everyone begins with a new cookie")
    return key


def _write_once(file: Path, text: str) -> None:
    """Only whole files ever bear the name: written beside it, then linked, which fails if the name is taken."""
    draft = file.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
        out.write(text)
    try:
        os.link(draft, file)
    finally:
        draft.unlink()
