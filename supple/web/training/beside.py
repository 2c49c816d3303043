"""What other parts of the site add to Progress and to the page after a session: their template, and what it gets."""

from collections.abc import Callable
from typing import Any, Literal

from supple.web.people.who import ClearedRequest

Page = Literal["progress", "done"]
Told = Callable[[ClearedRequest], dict[str, Any]]
_PARTS: dict[tuple[Page, str], Told] = {}


def register(page: Page, template: str, told: Told) -> None:
    """Adds a part to a page, in AppConfig.ready; it gets as `told` what the function gives."""
    _PARTS[page, template] = told


def parts(page: Page, request: ClearedRequest) -> list[tuple[str, dict[str, Any]]]:
    """(template, what it gets) of everything that stands on a page."""
    return [(template, told(request)) for (where, template), told in _PARTS.items() if where == page]
