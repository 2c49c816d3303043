"""Today, the week, the catalogue and why: pages that show what the core decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from supple.core import coach, limits
from supple.core.content import Content, load
from supple.core.exercise import Exercise
from supple.core.person import Person, moment
from supple.core.plan import Day, Item, Plan
from supple.web.people.who import ClearedRequest, cleared_only, person_of
from supple.web.training import store
from supple.web.training.doors import open_unless_stopped
from supple.web.training.models import ShownPlan

KINDS = {"stretch": "ease", "hang": "ease", "core": "strong", "strength": "strong"}  # all else moves


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What every page of a cleared person starts from."""

    content: Content
    person: Person
    row: ShownPlan
    plan: Plan
    today: date

    @property
    def day(self) -> Day:
        """Today's day of the plan."""
        return next(day for day in self.plan.days if day.date == self.today)

    @property
    def changed(self) -> bool:
        """Whether today was changed by hand."""
        return self.today.isoformat() in self.row.planned


def under_way(request: ClearedRequest) -> UnderWay:
    """The plan under way of a cleared person; made where there is none."""
    content, person, today = load(), person_of(request), timezone.localdate()
    row, plan = store.current(content, request.record, person, today)
    return UnderWay(content, person, row, plan, today)


@require_GET
@cleared_only
def today(request: ClearedRequest) -> HttpResponse:
    """One button's worth of a day: its items with minutes and reasons."""
    now = under_way(request)
    return render(request, "training/today.html", _today(now))


@require_GET
@cleared_only
def week(request: ClearedRequest) -> HttpResponse:
    """The plan of the week, printable, with what was ruled out and why."""
    now = under_way(request)
    days = [{"day": day, "items": _rows(now, day), "is_today": day.date == now.today, "minutes": minutes(day.seconds)}
            for day in now.plan.days]  # fmt: skip
    return render(request, "training/week.html", {"here": "today", "days": days, "ruled_out": _ruled_out(now)})


@require_POST
@cleared_only
def change(request: ClearedRequest, how: str) -> HttpResponse:
    """A bad day, only three minutes, or as planned after all."""
    now = under_way(request)
    if how == "as-planned":
        store.put_back(now.row, now.plan, now.today)
    else:
        make = {"bad-day": coach.bad_day, "three-minutes": coach.short_day}[how]
        store.put(now.row, now.plan, make(now.content, now.person, now.plan, now.today))
    return redirect("today")


@require_http_methods(["GET", "POST"])
@cleared_only
def swap(request: ClearedRequest, slug: str) -> HttpResponse:
    """Something else in place of one item: up to three, the best first."""
    now = under_way(request)
    item = next((item for item in now.day.items if item.exercise == slug), None)
    if item is None:
        return redirect("today")
    offers = coach.something_else(now.content, now.person, now.plan, now.today, slug)
    named = {_new_item(now.day, day).exercise: day for day in offers}
    if request.method == "POST":
        chosen = named.get(request.POST.get("instead", ""))
        if chosen:
            store.put(now.row, now.plan, chosen)
            return redirect("today")
    rows = [row(now.content, _new_item(now.day, day)) for day in named.values()]
    return render(request, "training/swap.html", {"here": "today", "item": row(now.content, item), "offers": rows})


@require_GET
@cleared_only
def steps(request: ClearedRequest) -> HttpResponse:
    """Today's items one after the other, in words: what to do, how long, what to feel."""
    now = under_way(request)
    items = [step(now.content, item) for item in now.day.items]
    return render(request, "training/steps.html", {"here": "today", "items": items})


@require_GET
@open_unless_stopped
def exercises(request: HttpRequest, person: Person | None) -> HttpResponse:
    """The catalogue; a cleared person sees what is in their plan and what is not for them now."""
    content, chosen = load(), request.GET.get("kind", "")
    planned, refused = _marks(request, content, person)
    wall = [{"exercise": one, "mat": mat(one.kinds[0]), "kind": content.words.kinds[one.kinds[0]],
             "where": where(content, one), "planned": one.id in planned, "refused": refused.get(one.id)}
            for one in content.exercises.values() if not chosen or mat(one.kinds[0]) == chosen]  # fmt: skip
    return render(request, "training/exercises.html", {"here": "exercises", "wall": wall, "chosen": chosen})


@require_GET
@open_unless_stopped
def exercise(request: HttpRequest, person: Person | None, slug: str) -> HttpResponse:
    """One exercise in full, and why it is or is not for this person."""
    content = load()
    one = content.exercises.get(slug)
    if one is None:
        raise Http404(slug)
    context = {"here": "exercises", "exercise": one, "mat": mat(one.kinds[0]), **_told(content, one)}
    return render(request, "training/exercise.html", context | _why(request, content, one, person))


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """Intended purpose, privacy, evidence."""
    content = load()
    grades = content.words.grades
    return render(
        request, "training/about.html", {"here": "more", "grades": grades, "sources": content.sources.values()}
    )


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
    sides = _(" each side") if item.sides == 2 else ""
    if item.dose.duration_s:
        return ""
    if item.dose.hold_s:
        holds = item.dose.sets * item.dose.reps
        text = ngettext("%(n)d hold of %(s)d s", "%(n)d holds of %(s)d s", holds)
        return text % {"n": holds, "s": item.dose.hold_s} + sides
    reps = ngettext("%(n)d slow repetition", "%(n)d slow repetitions", item.dose.reps) % {"n": item.dose.reps}
    rounds = _("%(n)d rounds of ") % {"n": item.dose.sets} if item.dose.sets > 1 else ""
    return rounds + reps + sides


def where(content: Content, one: Exercise) -> str:
    """The place of the body that an exercise is for, in plain words."""
    return content.groups[one.groups[0]].plain if one.groups else _("the whole of you")


def _today(now: UnderWay) -> dict[str, object]:
    rows, rules = _rows(now, now.day), now.content.red_flags.rules
    titles = {3: _("Why these three"), 4: _("Why these four"), 5: _("Why these five")}
    return {
        "here": "today",
        "day": now.day,
        "minutes": minutes(now.day.seconds),
        "items": rows,
        "why_title": titles.get(len(rows), _("Why this")),
        "changed": now.changed,
        "warning_cards": [rules[rule].text.warning_card for rule in now.person.cleared.warning_cards],
    }


def _rows(now: UnderWay, day: Day) -> list[dict[str, object]]:
    return [row(now.content, item) for item in day.items]


def _ruled_out(now: UnderWay) -> list[dict[str, object]]:
    """Each exercise once, with all that speaks against it."""
    together: dict[str, list[str]] = {}
    for one in now.plan.ruled_out:
        together.setdefault(one.exercise, []).append(one.why)
    known = now.content.exercises
    return [{"exercise": known[slug], "reasons": reasons} for slug, reasons in together.items() if slug in known]


def _new_item(old: Day, new: Day) -> Item:
    had = {item.exercise for item in old.items}
    return next(item for item in new.items if item.exercise not in had)


def _marks(request: HttpRequest, content: Content, person: Person | None) -> tuple[set[str], dict[str, str]]:
    """What is in the person's week, and what is not for them now."""
    if person is None:
        return set(), {}
    now = under_way(cast(ClearedRequest, request))
    planned = {item.exercise for day in now.plan.days for item in day.items}
    refused = limits.refusals(content, person, moment(person.wishes, now.today))
    return planned, {one.exercise: one.why for one in reversed(refused)}


def _told(content: Content, one: Exercise) -> dict[str, object]:
    codes = {"grade": content.words.grades[one.evidence], "kinds": [content.words.kinds[kind] for kind in one.kinds]}
    muscles = [content.groups[group] for group in one.groups]
    ladder = {way: [content.exercises[slug] for slug in getattr(one.ladder, way)] for way in ("down", "up")}
    sources = [content.sources[key] for key in one.sources]
    needs = [" or ".join(content.words.equipment[word] for word in choices) for choices in one.needs]
    twin = content.exercises[one.twin] if one.twin else None
    return codes | ladder | {"groups": muscles, "sources": sources, "needs": needs, "twin": twin}


def _why(request: HttpRequest, content: Content, one: Exercise, person: Person | None) -> dict[str, object]:
    """Why, or why not, for this person: empty for somebody who has not answered yet."""
    if person is None:
        return {"known": False}
    now = under_way(cast(ClearedRequest, request))
    at = moment(person.wishes, now.today)
    against = [refusal.why for refusal in limits.refusals(content, person, at) if refusal.exercise == one.id]
    days = [(day, item) for day in now.plan.days for item in day.items if item.exercise == one.id]
    reasons = row(content, days[0][1]) if days else None
    told = {"known": True, "against": against, "dates": [day.date for day, _item in days], "reasons": reasons}
    possible = {one.exercise.id for one in limits.permitted(content, person, at)}
    return told if one.twin in possible else told | {"twin": None}
