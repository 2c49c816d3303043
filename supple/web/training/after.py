"""A session looked back on: each exercise with how it was and what that means, and what changes next."""

from typing import Any

from django.utils.translation import gettext as _

from supple.core import account
from supple.core.content import Content
from supple.core.received import parse_events
from supple.core.replay import Result, replay
from supple.web.training.documents import document_of
from supple.web.training.models import Session
from supple.web.training.present import VISIT, Present
from supple.web.training.shown import mat, minutes
from supple.web.training.so_far import done_s

UP_SOON = "up_soon"


def told(content: Content, session: Session, now: Present) -> dict[str, Any]:
    """For the template."""
    found = _replayed(session)
    seconds = done_s(session.result)
    items = _items(content, found) if found else _without(content, session)
    latest = now.trained_on == session.day
    return {
        "session": session,
        "minutes": minutes(seconds) if seconds else 0,
        "early": found is not None and found.stopped_early,
        "items": items,
        "soon": any(one["soon"] for one in items),
        "skipped": [content.exercises[slug].name for slug in found.skipped if slug in content.exercises]
        if found else [],
        "pain": session.corrected.get("pain", session.result.get("pain")),
        "effort": session.corrected.get("effort", session.result.get("effort")),
        "rest": session.corrected.get("rest", session.rest),
        "news": [one for one in now.news if one.day == session.day and one.code != VISIT] if latest else [],
        "visit": next((one.text for one in now.news if one.code == VISIT), "") if latest else "",
    }  # fmt: skip


def _replayed(session: Session) -> Result | None:
    if session.document is None:
        return None
    document = document_of(session)
    return replay(document, parse_events(list(session.events.values_list("data", flat=True)), document))


def _items(content: Content, found: Result) -> list[dict[str, Any]]:
    hints = account.hints(content, found)
    return [
        {"name": item.name, "exercise": item.exercise, "form": "easier" if item.eased else "base",
         "mat": mat(item.kind), "colour": item.colour or "", "how": _how(item.colour, item.done),
         "done": item.done, "eased": item.eased, "minutes": minutes(sum(item.seconds)),
         "soon": hints.get((item.turn, item.exercise)) == UP_SOON,
         "hint": _hint(content, hints.get((item.turn, item.exercise), ""))}
        for item in found.items if item.done or item.colour or any(item.seconds)
    ]  # fmt: skip


def _hint(content: Content, code: str) -> str:
    """What an exercise means by itself; of those that went well the page speaks once, for all of them."""
    return content.spoken.hints[code] if code in ("same", "back", "rest") else ""


def _without(content: Content, session: Session) -> list[dict[str, Any]]:
    """Done without the app: as planned, and nobody knows how it felt."""
    known = [one for one in session.result.get("items", ()) if one["exercise"] in content.exercises]
    return [{"name": content.exercises[one["exercise"]].name, "exercise": one["exercise"], "form": "base",
             "mat": mat(one["kind"]), "done": True, "colour": "",
             "how": "", "hint": "", "soon": False, "eased": False, "minutes": minutes(sum(one["seconds"]))}
            for one in known]  # fmt: skip


def _how(colour: str | None, done: bool) -> str:
    """The colours of the traffic light, kindly; a hard day is nobody's fault."""
    words = {"green": _("Went well."), "amber": _("A little sore. You eased off, and that is right."),
             "red": _("More than your limit. It is good that you said so.")}  # fmt: skip
    if colour == "green" and not done:
        return _("As far as it went.")
    return words.get(colour or "", "" if done else _("As far as it went."))
