"""Today on paper: one A4 page to print or to keep, made when it is asked for."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from supple.core import limits, pictures
from supple.core.person import moment
from supple.core.plan import Item
from supple.web.people.models import Record
from supple.web.people.who import ClearedRequest, cleared_only
from supple.web.training import stop_now
from supple.web.training.shown import mat, minutes, step
from supple.web.training.views import UnderWay, under_way, warnings


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise of the page."""

    name: str
    dose: str
    mat: str
    steps: tuple[str, ...]
    care: str  # its first words between asterisks, for bold
    figures: tuple[str, ...]  # where their drawings lie among the pictures: start and end, or the one there is


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that stands on the page; equal sheets are equal pages."""

    title: str
    day: str
    lines: tuple[Line, ...]
    warnings: tuple[str, ...]
    hurt: tuple[str, str]  # a heading and what to do
    danger: tuple[str, str]
    small: str


@require_GET
@cleared_only
def handout(request: ClearedRequest) -> HttpResponse:
    """The page as a PDF; back to Today where nothing is to be done."""
    now = under_way(request)
    made = sheet(now, request.record)
    if not made.lines:
        return redirect("today")
    from supple.web.training import paper  # here: half a second that only this page needs

    name = f"supple-{now.today.isoformat()}.pdf"
    answer = HttpResponse(paper.pdf(made), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def sheet(now: UnderWay, record: Record) -> Sheet:
    """What stands on today's page. An exercise that is not for this person now never does, whatever was planned."""
    against = {one.exercise for one in limits.refusals(now.content, now.person, moment(now.person.wishes, now.today))}
    items = [item for item in now.day.items if item.exercise not in against]
    whole = minutes(sum(item.seconds for item in items))
    title = ngettext("%(n)d minute for your back", "%(n)d minutes for your back", whole) % {"n": whole}
    return Sheet(
        title=title,
        day=date_format(now.day.date, "l j F Y"),
        lines=tuple(_line(now, item) for item in items),
        warnings=tuple(warnings(now.person)),
        hurt=(_("When it hurts"), _("Ease off: a smaller range, slower, or the easier form. If it stays worse than "
                                    "before you began, leave that one out today and rest.")),
        danger=_danger(record),
        small=_("A general programme, made from your answers. A physiotherapist can look it over with you."),
    )  # fmt: skip


def _line(now: UnderWay, item: Item) -> Line:
    told = step(now.content, item)
    exercise = told["exercise"]
    length = ngettext("%(n)d minute", "%(n)d minutes", told["minutes"]) % {"n": told["minutes"]}
    said = [word for word in (told["dose"] or length, told["form"]) if word]
    steps = ((told["form_text"],) if told["form_text"] else ()) + exercise.steps
    care = _("**Take care:** %(what)s") % {"what": " ".join((*told["say"], *exercise.cautions))}
    return Line(item.name, ", ".join(said), mat(item.kind), steps, care, _figures(item))


def _figures(item: Item) -> tuple[str, ...]:
    album = pictures.load().get(item.exercise)
    return tuple(dict.fromkeys(one.file for one in album.ends(item.form))) if album else ()


def _danger(record: Record) -> tuple[str, str]:
    ring: stop_now.Ring = stop_now.numbers(record)["notice"]
    signs = _("New numbness between your legs, new trouble with bladder or bowel, or a leg that gets weaker over hours "
              "or days: leave all exercises and call now. The same for chest pain or breathlessness.")  # fmt: skip
    named = ring.numbers.emergency or ring.numbers.everywhere
    numbers = _(" or ").join(one.number for one in named)
    return _("Emergency: call %(number)s") % {"number": numbers}, signs
