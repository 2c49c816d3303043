"""Today, the week, a swap: pages that show what the core decided."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from supple.core import coach
from supple.core.content import Content, load
from supple.core.exercise import Exercise
from supple.core.person import Person
from supple.core.plan import Day, Item, Plan
from supple.core.red_flags import NO_RULE
from supple.core.triage import Cleared
from supple.web.body_map import effect
from supple.web.people.journey import keep_wishes
from supple.web.people.who import ClearedRequest, cleared_only, person_of, standing_of
from supple.web.training import store
from supple.web.training.happened import record_of
from supple.web.training.models import Entry, ShownPlan
from supple.web.training.notes import note
from supple.web.training.present import Present, stale
from supple.web.training.shown import card, minutes, row, step
from supple.web.training.so_far import today_so_far


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What every page of a cleared person starts from."""

    content: Content
    person: Person
    present: Present
    row: ShownPlan
    day: Day  # today's
    today: date

    @property
    def plan(self) -> Plan:
        """The whole plan, for the pages that need more of it than today."""
        return store.load_plan(self.row.data)

    @property
    def changed(self) -> bool:
        """Whether today was changed by hand."""
        return self.today.isoformat() in self.row.planned


def under_way(request: ClearedRequest) -> UnderWay:
    """The plan under way of a cleared person; made where there is none."""
    content, today = load(), timezone.localdate()
    now = store.current(content, request.standing, person_of(request))
    return UnderWay(content, now.person, now.present, now.row, store.day_of(now.row, today), today)


@require_GET
@cleared_only
def today(request: ClearedRequest) -> HttpResponse:
    """One button's worth of a day: its items with minutes and reasons."""
    now = under_way(request)
    return render(request, "training/today.html", _today(now) | today_so_far(request.record, now.present, now.today))


@require_GET
@cleared_only
def week(request: ClearedRequest) -> HttpResponse:
    """The plan of the week, printable, with what was ruled out and why."""
    now = under_way(request)
    plan = now.plan
    days = [{"day": day, "items": _rows(now, day), "is_today": day.date == now.today, "minutes": minutes(day.seconds)}
            for day in plan.days]  # fmt: skip
    context = {"here": "today", "days": days, "ruled_out": _ruled_out(now.content, plan),
               "told": now.content.gaps.told(now.person.profiles), **effect(now.content, plan)}  # fmt: skip
    return render(request, "training/week.html", context)


@require_POST
@cleared_only
def change(request: ClearedRequest, how: str) -> HttpResponse:
    """A bad day, only three minutes, or as planned after all."""
    if how == "bad-day":  # with much pain it is the first day of a flare
        note(request.record, Entry.BAD_DAY, under_way(request).present.pain)
        stale(request.record)
    now = under_way(request)
    plan = now.plan
    if how == "as-planned":
        store.put_back(now.row, plan, now.today)
    else:
        make = {"bad-day": coach.bad_day, "three-minutes": coach.short_day}[how]
        store.put(now.row, plan, make(now.content, now.person, plan, now.today, record_of(request.record)))
    return redirect("today")


@require_http_methods(["GET", "POST"])
@cleared_only
def swap(request: ClearedRequest, slug: str) -> HttpResponse:
    """Something else in place of one item: up to three, the best first."""
    now = under_way(request)
    item = next((item for item in now.day.items if item.exercise == slug), None)
    if item is None:
        return redirect("today")
    offers = coach.something_else(now.content, now.person, now.plan, now.today, slug, record_of(request.record))
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
    context = {"here": "today", "items": items, "warning_cards": warnings(now.person)}
    return render(request, "training/steps.html", context)


@require_POST
@cleared_only
def wish(request: ClearedRequest, slug: str) -> HttpResponse:
    """Makes an exercise a favourite, leaves it out, or neither; the plan under way follows."""
    if slug not in load().exercises:
        raise Http404(slug)
    wishes = request.standing.wishes
    given: dict[str, list[str]] = {}
    for key, word in (("favourites", "like"), ("dislikes", "leave")):
        others = [one for one in wishes.get(key, []) if one != slug]
        given[key] = [*others, slug] if request.POST.get("wish") == word else others
    keep_wishes(request.standing, given, tuple(given))
    return redirect("exercise", slug)


@require_GET
@cleared_only
def more(request: ClearedRequest) -> HttpResponse:
    """The pages that are needed now and then."""
    return render(request, "training/more.html", {"here": "more"})


@require_GET
@never_cache
def about(request: HttpRequest) -> HttpResponse:
    """Intended purpose, privacy, evidence; with the menu only for somebody who may train."""
    content, at = load(), standing_of(request)
    here = "more" if at and isinstance(at.outcome, Cleared) else ""
    told = {"here": here, "grades": content.words.grades, "sources": content.sources.values()}
    return render(request, "training/about.html", told)


def _today(now: UnderWay) -> dict[str, object]:
    titles = {3: _("Why these three"), 4: _("Why these four"), 5: _("Why these five")}
    return {
        "here": "today",
        "day": now.day,
        "minutes": minutes(now.day.seconds),
        "items": [card(item) for item in now.day.items],
        "face": next(iter(now.day.items), None),
        "why_title": titles.get(len(now.day.items), _("Why this")),
        "changed": now.changed,
        "advice": [one.text for one in now.person.cleared.advice if one.rule != NO_RULE],
        "warning_cards": warnings(now.person),
    }


def warnings(person: Person) -> list[str]:
    """What must be asked before every session, for somebody with an old, checked sign."""
    rules = load().red_flags.rules
    return [rules[rule].text.warning_card for rule in person.cleared.warning_cards]


def _rows(now: UnderWay, day: Day) -> list[dict[str, object]]:
    return [row(now.content, item) for item in day.items]


def _ruled_out(content: Content, plan: Plan) -> list[dict[str, object]]:
    """All that speaks against an exercise, no sentence twice; exercises with the same against them stand together."""
    against: dict[str, dict[str, None]] = {}
    for one in plan.ruled_out:
        against.setdefault(one.exercise, {})[one.why] = None
    alike: dict[tuple[str, ...], list[Exercise]] = {}
    for slug, reasons in against.items():
        if slug in content.exercises:
            alike.setdefault(tuple(reasons), []).append(content.exercises[slug])
    return [{"exercises": exercises, "reasons": reasons} for reasons, exercises in alike.items()]


def _new_item(old: Day, new: Day) -> Item:
    had = {item.exercise for item in old.items}
    return next(item for item in new.items if item.exercise not in had)
