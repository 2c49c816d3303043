"""One exercise in full: how it is done, why it is or is not for this person, its ladder, how sure that is."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from supple.core import limits
from supple.core.content import Content, load
from supple.core.exercise import Exercise
from supple.core.person import Person, moment
from supple.web import films
from supple.web.body_map import felt
from supple.web.people.who import ClearedRequest
from supple.web.training.chain import anybodys, persons
from supple.web.training.doors import open_unless_stopped
from supple.web.training.happened import record_of
from supple.web.training.shown import mat, poses, row
from supple.web.training.views import UnderWay, under_way

WALK_S = 2.4  # two steps of a walk
ON_THE_FLOOR = ("kneel", "fours", "prone", "floor_sit", "supine", "side")


@require_GET
@open_unless_stopped
def exercise(request: HttpRequest, person: Person | None, slug: str) -> HttpResponse:
    """One exercise in full, and why it is or is not for this person."""
    content = load()
    one = content.exercises.get(slug)
    if one is None:
        raise Http404(slug)
    context = {"here": "exercises", "exercise": one, "mat": mat(one.kinds[0]), **_told(content, one)}
    context |= _theirs(cast(ClearedRequest, request), content, one) if person else {"chain": anybodys(content, one)}
    return render(request, "training/exercise.html", context)


def _theirs(request: ClearedRequest, content: Content, one: Exercise) -> dict[str, object]:
    """What the page says to somebody who has answered."""
    now = under_way(request)
    chain = persons(content, one, now.person, record_of(request.record), now.today)
    later = next(link.gate for link in chain.links if link.own)
    return {"known": True, "chain": chain, "later": later, **_why(content, one, now)}


def _told(content: Content, one: Exercise) -> dict[str, object]:
    return {
        "grades": content.words.grades,
        "certainty": content.words.certainty,
        "kinds": [content.words.kinds[kind] for kind in one.kinds],
        "groups": [content.groups[group] for group in one.groups],
        "sources": [content.sources[key] for key in one.sources],
        "heard": [(said, [content.sources[key] for key in said.sources]) for said in one.heard],
        "needs": [" or ".join(content.words.equipment[word] for word in choices) for choices in one.needs],
        "poses": poses(one),
        "added": content.is_added("exercises", one.id),
        "twin": content.exercises[one.twin] if one.twin else None,
        "twin_form": _seated(content.exercises[one.twin]) if one.twin else "",
        **_moving(one),
        **felt(content, one),
    }


def _seated(twin: Exercise) -> str:
    """Which form of a twin is the one off the floor, where it is not its base form."""
    return twin.ladder.forms[0] if twin.start in ON_THE_FLOOR else ""


def _moving(one: Exercise) -> dict[str, object]:
    """What the moving figure is fetched from, and how long its movement takes there and back."""
    return {"film": films.film(one.id), "skin": films.skin(), "move_s": one.move_s or WALK_S}


def _why(content: Content, one: Exercise, now: UnderWay) -> dict[str, object]:
    """Why, or why not, for this person."""
    person, at = now.person, moment(now.person.wishes, now.today)
    against = [refusal.why for refusal in limits.refusals(content, person, at) if refusal.exercise == one.id]
    days = [(day, item) for day in now.plan.days for item in day.items if item.exercise == one.id]
    told: dict[str, object] = {
        "against": against,
        "dates": [day.date for day, _item in days],
        "reasons": row(content, days[0][1]) if days else None,
        "liked": one.id in person.wishes.favourites,
        "left_out": one.id in person.wishes.dislikes,
    }
    possible = {one.exercise.id for one in limits.permitted(content, person, at)}
    return told if one.twin in possible else told | {"twin": None}
