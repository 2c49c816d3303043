"""Items and exercises as the pages show them: minutes, dose, mat and place of the body in words."""

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from supple.core import pictures
from supple.core.content import Content, load
from supple.core.document import Document, Entry
from supple.core.dose import Dose
from supple.core.exercise import Exercise
from supple.core.plan import Item
from supple.core.record import Given
from supple.core.words import Form
from supple.web import figures, films

KINDS = {"stretch": "ease", "hang": "ease", "core": "strong", "strength": "strong"}  # all else moves


def row(content: Content, item: Item) -> dict[str, Any]:
    """An item as the pages show it."""
    reasons = {reason.code.split(":")[0]: reason for reason in reversed(item.because)}
    extra = [reason for reason in item.because if not reason.code.startswith(("need:", "evidence:"))]
    need = reasons.get("need") or next(iter(extra), None)  # a favourite may be there without a need
    return {
        "item": item,
        "minutes": max(1, round(item.seconds / 60)),
        "dose": dose(item),
        "form": {"easier": _("easier form"), "harder": _("harder form")}.get(item.form, ""),
        "mat": mat(item.kind),
        "kind": content.words.kinds[item.kind],
        "need": need,
        "evidence": reasons.get("evidence"),
        "extra": [reason for reason in extra if reason != need],
    }


def card(item: Item) -> str:
    """An item as Today shows it."""
    return _card(item, get_language())


@lru_cache(maxsize=1024)
def _card(item: Item, _language: str | None) -> str:
    """The same item looks the same to everybody, and is looked at many times a day: a third of the page's time."""
    return render_to_string("training/item.html", {"row": row(load(), item)})


def step(content: Content, item: Item) -> dict[str, Any]:
    """An item with all its words, for doing it."""
    exercise = content.exercises[item.exercise]
    variant = exercise.variant(item.form)
    say = [reason.text for reason in item.because if reason.code.startswith(("cap:", "say"))]
    told = {"exercise": exercise, "form_text": variant.text if variant else "", "say": say}
    drawn = poses(exercise, item.form) or poses(exercise)
    return row(content, item) | told | {"poses": drawn}


def poses(exercise: Exercise, form: Form = "base") -> list[dict[str, str]]:
    """The pictures of a form's own key poses, each with what it shows in words."""
    album = pictures.load().get(exercise.id)
    own = album.own(form) if album else ()
    return [{"exercise": one.exercise, "shown": one.shown, "title": _title(exercise.name, place, len(own))}
            for place, one in enumerate(own)]  # fmt: skip


def on_stage(document: Document) -> list[dict[str, object]]:
    """The pictures of each entry that the session may come to: where its movement begins and where it leads."""
    albums = pictures.load()
    return [_set(place, item, albums[item.exercise]) for place, item in enumerate(document.items)
            if item.exercise in albums]  # fmt: skip


def _set(place: int, item: Entry, album: pictures.Album) -> dict[str, object]:
    start, end = album.ends(item.variant)
    named = {"start": start, "end": end} if start != end else {"start end": start}
    drawn = [figures.moment(one, name) for name, one in named.items()]
    return {"item": place, "exercise": item.exercise, "form": start.form, "start": start.shown, "end": end.shown,
            "drawn": drawn, "mat": mat(item.kind), "film": films.film(item.exercise)}  # fmt: skip


def _title(name: str, place: int, of: int) -> str:
    if place == 0 and of > 1:
        return _("%(name)s: how it begins") % {"name": name}
    if place == of - 1:
        return _("%(name)s: where it leads") % {"name": name}
    return _("%(name)s: on the way") % {"name": name}


def minutes(seconds: int) -> int:
    """Whole minutes, rounded up: nobody is promised less than it takes."""
    return (seconds + 59) // 60


def mat(kind: str) -> str:
    """The colour of the mat: ease, strong or move."""
    return KINDS.get(kind, "move")


def dose(item: Item) -> str:
    """An item's dose in words."""
    return "" if item.dose.duration_s else amount(item.dose, item.sides)


def amount(given: Dose | Given, sides: int) -> str:
    """Holds or repetitions in words."""
    each = _(" each side") if sides == 2 else ""
    if given.hold_s:
        holds = given.sets * given.reps
        text = ngettext("%(n)d hold of %(s)d s", "%(n)d holds of %(s)d s", holds)
        return text % {"n": holds, "s": given.hold_s} + each
    reps = ngettext("%(n)d slow repetition", "%(n)d slow repetitions", given.reps) % {"n": given.reps}
    rounds = _("%(n)d rounds of ") % {"n": given.sets} if given.sets > 1 else ""
    return rounds + reps + each


def where(content: Content, one: Exercise) -> str:
    """The place of the body that an exercise is for, in plain words."""
    return content.groups[one.groups[0]].plain if one.groups else _("the whole of you")
