"""The door of pages that anybody may read before the questions, but nobody whom they stop."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from supple.core.person import Person
from supple.core.triage import Cleared
from supple.web.people import cookies
from supple.web.people.stop import stop_page
from supple.web.people.who import ClearedRequest, PersonRequest, person_of, standing_of


def open_unless_stopped(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hands the view the person, or None for somebody who is not cleared yet; the stopped get the stop page instead.

    On a device that knows somebody, nobody reads on before saying who is here.
    """

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if cookies.unasked(request):  # it may be somebody whom the questions stopped
            return redirect("people:who")
        at = standing_of(request)
        if at is None:
            return view(request, None, *args, **kwargs)
        asked = cast(PersonRequest, request)
        asked.record, asked.standing = at.record, at
        if at.stopped:
            return stop_page(asked)
        return view(request, _person(asked), *args, **kwargs)

    return opened


def _person(request: PersonRequest) -> Person | None:
    at = request.standing
    if not isinstance(at.outcome, Cleared) or at.draft is not None or not at.visited:
        return None
    cleared = cast(ClearedRequest, request)
    cleared.outcome = at.outcome
    return person_of(cleared)
