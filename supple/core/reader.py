"""TOML -> frozen dataclasses, strictly: the type hints of the dataclass are the schema."""

import dataclasses
import re
import tomllib
import types
from collections.abc import Iterable, Mapping
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from supple.core.errors import ContentError

T = TypeVar("T")

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")  # what addresses, fields of forms and the database hold
NAMED = "must be named with small letters, digits and _, a letter first, 60 at most"


def toml(path: Path, root: Path) -> dict[str, Any]:
    """The table in a TOML file. Raises ContentError with the file's path relative to `root`."""
    file = path.relative_to(root).as_posix()
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContentError(file, "file", "is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(file, "file", f"is not TOML ({error})") from None


def build(kind: type[T], table: object, file: str, key: str = "") -> T:
    """One dataclass from one table; unknown, missing or ill-typed keys raise ContentError naming file and key."""
    if not isinstance(table, Mapping):
        raise ContentError(file, key or "file", f"must be a table, not {_shown(table)}")
    hints, needed = _schema(kind)  # type: ignore[arg-type] # a class is hashable
    for name in table:
        if name not in hints:
            raise ContentError(file, _join(key, name), f"unknown key; allowed: {', '.join(sorted(hints))}")
    for name in needed:
        if name not in table:
            raise ContentError(file, _join(key, name), "is missing")
    return kind(**{name: _value(hints[name], value, file, _join(key, name)) for name, value in table.items()})


def tables(kind: type[T], table: Mapping[str, object], file: str, key: str = "") -> dict[str, T]:
    """A dataclass for each sub-table; the sub-table's own name is handed on as the field `id`."""
    built: dict[str, T] = {}
    for name, sub in table.items():
        if not isinstance(sub, Mapping):
            raise ContentError(file, _join(key, name), f"must be a table, not {_shown(sub)}")
        if "id" in sub:
            raise ContentError(file, _join(_join(key, name), "id"), "is the table's own name; leave it out")
        built[name] = build(kind, {"id": name, **sub}, file, _join(key, name))
    return built


@cache
def _schema(kind: type) -> tuple[dict[str, Any], tuple[str, ...]]:
    """(the hint of each key, the keys that must be there) of a dataclass."""
    hints, fields = get_type_hints(kind), dataclasses.fields(kind)
    bare = (field for field in fields if field.default is field.default_factory is dataclasses.MISSING)
    return {field.name: hints[field.name] for field in fields}, tuple(field.name for field in bare)


def _value(hint: Any, value: object, file: str, key: str) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if dataclasses.is_dataclass(hint):
        return build(hint, value, file, key)  # type: ignore[arg-type]
    if origin is tuple:
        return _items(args[0], value, file, key)
    if origin in (dict, Mapping):
        return _mapping(args[1], value, file, key)
    if origin is Literal:
        return _word(args, value, file, key)
    if origin in (Union, types.UnionType):
        return _value(next(a for a in args if a is not type(None)), value, file, key)
    if get_origin(hint) is None and hint is not object:
        return _plain(hint, value, file, key)
    return value


def _items(hint: Any, value: object, file: str, key: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ContentError(file, key, f"must be a list, not {_shown(value)}")
    if _all_numbers(hint, value):
        return tuple(value)
    return tuple(_value(hint, item, file, f"{key}[{n}]") for n, item in enumerate(value))


def _mapping(hint: Any, value: object, file: str, key: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ContentError(file, key, f"must be a table, not {_shown(value)}")
    if _all_numbers(hint, value.values()):
        return dict(value)
    return {name: _value(hint, item, file, _join(key, name)) for name, item in value.items()}


def _all_numbers(hint: Any, values: Iterable[object]) -> bool:
    """Whether all are what they must be, seen at once: baked files hold numbers by the hundred."""
    return (hint is int or hint is float) and all(type(value) is hint and isfinite(value) for value in values)


def _word(allowed: tuple[Any, ...], value: object, file: str, key: str) -> object:
    if value not in allowed or isinstance(value, bool):
        raise ContentError(file, key, f"{_shown(value)} is not one of: {', '.join(map(str, allowed))}")
    return value


def _plain(hint: type, value: object, file: str, key: str) -> object:
    if hint is float and type(value) is int:
        return float(value)
    right = isinstance(value, hint) and not (isinstance(value, bool) and hint is not bool)
    if not right:
        raise ContentError(file, key, f"must be {_NAMES[hint]}, not {_shown(value)}")
    if isinstance(value, float) and not isfinite(value):
        raise ContentError(file, key, f"must be a number with an end, not {value}")
    if hint is str and not str(value).strip():
        raise ContentError(file, key, "must not be empty")
    return value


_NAMES = {str: "text", int: "a whole number", bool: "true or false", float: "a number"}


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
