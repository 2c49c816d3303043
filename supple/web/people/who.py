"""Who is asking, and where they stand: the two decorators that every page about a person wears.

`with_record` lets anybody through whom this device knows; `cleared_only` only those whose danger questions release
them, and shows the stop page in place of any other page to those whom they stop.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from supple.core import answers as core_answers
from supple.core import coach
from supple.core.content import Content, load
from supple.core.person import DISLIKED_POSITIONS, Person, parse_wishes
from supple.core.request import WISHES
from supple.core.triage import Cleared, Incomplete, Stopped
from supple.web.people import cookies
from supple.web.people.models import Answers, Record, Wishes

Outcome = Cleared | Stopped | Incomplete
DRAFT_LASTS = timedelta(days=1)  # what was answered longer ago, in a set that was never finished, is asked again
NEEDED_WISHES = ("profiles", "ache", "minutes")  # one key of each page of the first visit that a plan cannot do without


@dataclass(frozen=True, slots=True)
class Standing:
    """A record and what follows from its answers today."""

    record: Record
    answers: Answers | None  # the last finished set that counts
    draft: Answers | None  # a newer one that is not finished
    wishes: dict[str, Any]  # with "profiles", the conditions that were ticked
    outcome: Outcome | None  # of `answers`, today
    begun: bool = False  # whether the draft was given answers, be it on another day

    @property
    def stopped(self) -> bool:
        """Whether no exercise may be shown."""
        return isinstance(self.outcome, Stopped)

    @property
    def visited(self) -> bool:
        """Whether the pages after the danger questions were answered too."""
        return all(key in self.wishes for key in NEEDED_WISHES)


class PersonRequest(HttpRequest):
    """A request with the person behind it."""

    record: Record
    standing: Standing


class ClearedRequest(PersonRequest):
    """A request of somebody who may train."""

    outcome: Cleared


def standing_of(request: HttpRequest) -> Standing | None:
    """Where the person here stands, in three queries; None when nobody is here."""
    key = cookies.here(request)
    record = Record.objects.filter(pk=key).first() if key else None
    return None if record is None else standing(record)


def standing(record: Record) -> Standing:
    """Where this person stands today."""
    sets = Answers.objects.filter(person=record, mended=False).order_by("-id")
    newest = list(sets[:2])
    draft = newest[0] if newest and newest[0].draft else None
    begun = draft is not None and bool(draft.screens)
    finished = next((one for one in newest if not one.draft), None)
    if finished is None and len(newest) == 2:  # two drafts, opened at the same moment: a stop before them still stands
        finished = sets.filter(draft=False).first()
    wishes = Wishes.objects.filter(person=record).first()
    outcome = outcome_of(finished) if finished else None
    if draft is not None and timezone.now() - draft.answered_at > DRAFT_LASTS:
        draft.data, draft.screens = {}, {}
    return Standing(record, finished, draft, wishes.data if wishes else {}, outcome, begun)


def outcome_of(answers: Answers) -> Outcome:
    """What a set of answers means today."""
    return coach.come_back(content(), parsed(answers), answers.answered_on, today())


def parsed(answers: Answers) -> core_answers.Answers:
    """The rows' JSON as core knows it."""
    return core_answers.parse(answers.data, content().answers)


def content() -> Content:
    """All that Supple knows; read once."""
    return load()


def today() -> date:
    """The day it is here."""
    return timezone.localdate()


def person_of(request: ClearedRequest) -> Person:
    """The person as the danger questions made them; what happened since is in training/present.py."""
    at = request.standing
    assert at.answers is not None  # noqa: S101 (a Cleared is made of answers)
    return person_from(at, parsed(at.answers), request.outcome)


def person_from(at: Standing, answers: core_answers.Answers, cleared: Cleared) -> Person:
    """Somebody cleared by these answers, with the conditions they ticked and their wishes."""
    slugs = tuple(content().exercises)
    given = {key: still_known(key, at.wishes[key], slugs) for key in WISHES if key in at.wishes}
    wishes = parse_wishes(given, slugs)
    return coach.person(cleared, answers, tuple(at.wishes.get("profiles", ())), wishes)


def still_known(key: str, value: Any, slugs: tuple[str, ...]) -> Any:
    """A wish without the exercises that are not here: a host's own folder may have changed, or be elsewhere."""
    if key not in ("favourites", "dislikes") or not isinstance(value, list):
        return value
    return [one for one in value if not isinstance(one, str) or one in (*slugs, *DISLIKED_POSITIONS)]


def with_record(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for somebody here: others are asked who they are, or begin."""

    @never_cache
    @wraps(view)
    def known(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = standing_of(request)
        if at is None:
            return redirect("people:who" if cookies.known(request) else "people:begin")
        asked = cast(PersonRequest, request)
        asked.record, asked.standing = at.record, at
        _seen(at.record)
        response = view(asked, *args, **kwargs)
        cookies.renew(request, response, at.record.pk)
        return response

    return known


def cleared_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for somebody whom the danger questions release: no other page ever shows an exercise."""

    @with_record
    @wraps(view)
    def released(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        elsewhere = not_yet(request)
        if elsewhere is not None:
            return elsewhere
        cleared = cast(ClearedRequest, request)
        cleared.outcome = cast(Cleared, request.standing.outcome)
        return view(cleared, *args, **kwargs)

    return released


def not_yet(request: PersonRequest) -> HttpResponse | None:
    """What somebody sees instead who may not train, or not yet; None for those who may."""
    from supple.web.people.stop import stop_page  # the stop pages ask who is here, too

    at = request.standing
    if at.stopped:
        return stop_page(request)
    if at.answers is None or at.draft is not None or not at.visited:
        return redirect("people:begin")
    if isinstance(at.outcome, Incomplete):
        return redirect("people:again")
    return None


def _seen(record: Record) -> None:
    if record.seen_on != today():
        record.seen_on = today()
        record.save(update_fields=["seen_on"])
