"""Items and exercises as the pages show them: minutes, dose, mat and place of the body in words."""

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from supple.core.content import Content, load
from supple.core.dose import Dose
from supple.core.exercise import Exercise
from supple.core.plan import Item
from supple.core.record import Given

KINDS = {"stretch": "ease", "hang": "ease", "core": "strong", "strength": "strong"}  # all else moves


def row(content: Content, item: Item) -> dict[str, Any]:
    """An item as the pages show it."""
    reasons = {reason.code.split(":")[0]: reason for reason in reversed(item.because)}
    extra = [reason for reason in item.because if not reason.code.startswith(("need:", "evidence:"))]
    return {
        "item": item,
        "minutes": max(1, round(item.seconds / 60)),
        "dose": dose(item),
        "form": {"easier": _("easier form"), "harder": _("harder form")}.get(item.form, ""),
        "mat": mat(item.kind),
        "kind": content.words.kinds[item.kind],
        "need": reasons.get("need"),
        "evidence": reasons.get("evidence"),
        "extra": extra,
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
    return row(content, item) | {"exercise": exercise, "form_text": variant.text if variant else "", "say": say}


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
