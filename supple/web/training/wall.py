"""The catalogue as a wall of figures. Filters are a question in the address: no script."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from supple.core import limits
from supple.core.content import Content, load
from supple.core.exercise import Exercise
from supple.core.person import Person, moment
from supple.web.people.who import ClearedRequest
from supple.web.training.doors import open_unless_stopped
from supple.web.training.shown import mat, where
from supple.web.training.views import under_way

AT_ONCE = 4  # figures that a phone shows before it scrolls; a script fetches the others as they come near
NOTHING_NEEDED = "nothing"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the wall shows; an empty word lets everything through."""

    kind: str = ""  # the colour of the mat: ease, strong, move
    place: str = ""
    group: str = ""  # a target group that is lengthened or worked
    needs: str = ""  # equipment, or "nothing"
    start: str = ""  # the position it begins in
    without: str = ""  # an attribute that it must not have
    now: str = ""  # "mine": only what is for this person now

    def query(self, **changes: str) -> str:
        """The address of the same wall with other words."""
        words = {field.name: getattr(self, field.name) for field in fields(self)} | changes
        return "?" + urlencode({name: word for name, word in words.items() if word})

    def lets(self, one: Exercise, refused: Mapping[str, str]) -> bool:
        """Whether an exercise is shown."""
        groups = (self.group in one.groups, self.place in one.places, self.start == one.start)
        asked = (self.group, self.place, self.start)
        return (
            all(holds for word, holds in zip(asked, groups, strict=True) if word)
            and (not self.kind or mat(one.kinds[0]) == self.kind)
            and self._at_hand(one)
            and self.without not in one.attributes
            and not (self.now and one.id in refused)
        )

    def _at_hand(self, one: Exercise) -> bool:
        if self.needs == NOTHING_NEEDED:
            return not one.needs
        return not self.needs or any(self.needs in choices for choices in one.needs)


def read(asked: QueryDict, choices: Mapping[str, Mapping[str, str]]) -> Filters:
    """The filters of an address; words that are none of the choices fall away."""
    given = {name: asked.get(name, "") for name in (field.name for field in fields(Filters))}
    return Filters(**{name: word for name, word in given.items() if word in choices[name]})


def choices(content: Content) -> dict[str, dict[str, str]]:
    """What each filter may be, with its words; only what some exercise has."""
    every, words = content.exercises.values(), content.words
    has = {slug for one in every for slug in (*one.groups, *one.places, *one.attributes, one.start)}
    needed = {word for one in every for some in one.needs for word in some}
    return {
        "kind": {"ease": _("Stretch"), "strong": _("Strength"), "move": _("Movement")},
        "place": {key: text for key, text in words.places.items() if key in has},
        "group": {key: group.plain for key, group in content.groups.items() if key in has},
        "needs": {NOTHING_NEEDED: _("nothing at all")}
        | {key: text for key, text in words.equipment.items() if key in needed},
        "start": {key: text for key, text in positions().items() if key in has},
        "without": {key: text for key, text in words.attributes.items() if key in has},
        "now": {"mine": _("Only what is for me now")},
    }


def positions() -> dict[str, str]:
    """The positions that an exercise may begin in, in plain words."""
    return {
        "stand": _("standing"), "seat": _("on a chair"), "hang": _("hanging"), "kneel": _("kneeling"),
        "fours": _("on hands and knees"), "prone": _("lying on the front"), "floor_sit": _("sitting on the floor"),
        "supine": _("lying on the back"), "side": _("lying on one side"),
    }  # fmt: skip


@gzip_page  # of what was asked only words of our own lists stand in it, and no secret: its length tells nothing
@require_GET
@open_unless_stopped
def exercises(request: HttpRequest, person: Person | None) -> HttpResponse:
    """The catalogue; a cleared person sees what is in their plan and what is not for them now."""
    content = load()
    known = choices(content)
    filters = read(request.GET, known if person else known | {"now": {}})
    planned, refused = _marks(request, content, person)
    shown = [one for one in content.exercises.values() if filters.lets(one, refused)]
    wall = [_brick(content, one, place, planned, refused) for place, one in enumerate(shown)]
    context = {
        "here": "exercises",
        "wall": wall,
        "all": len(content.exercises),
        "filters": filters,
        "chips": _chips(filters, known),
        "asks": _asks(filters, known),
        "taken": _taken(filters, known),
        "known": person is not None,
        "only_mine": known["now"]["mine"],
    }
    return render(request, "training/exercises.html", context)


def _brick(
    content: Content, one: Exercise, place: int, planned: set[str], refused: Mapping[str, str]
) -> dict[str, Any]:  # fmt: skip
    return {"exercise": one, "mat": mat(one.kinds[0]), "kind": content.words.kinds[one.kinds[0]],
            "where": where(content, one), "planned": one.id in planned, "refused": refused.get(one.id),
            "later": place >= AT_ONCE}  # fmt: skip


def _chips(filters: Filters, known: Mapping[str, Mapping[str, str]]) -> list[dict[str, object]]:
    every = {"": _("All"), **known["kind"]}
    return [{"label": label, "mat": kind, "here": kind == filters.kind, "url": filters.query(kind=kind)}
            for kind, label in every.items()]  # fmt: skip


def _taken(filters: Filters, known: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """What is filtered for, in words, each with the wall without it."""
    leave_out = _("nothing that %(what)s")
    words = {name: known[name].get(getattr(filters, name), "") for name in known if name != "kind"}
    return [{"label": leave_out % {"what": said} if name == "without" else said, "url": filters.query(**{name: ""})}
            for name, said in words.items() if said]  # fmt: skip


def _asks(filters: Filters, known: Mapping[str, Mapping[str, str]]) -> list[dict[str, object]]:
    """The lists to choose from, each with its words."""
    legends = {
        "place": (_("Where"), _("anywhere")),
        "group": (_("For which muscles"), _("all of them")),
        "needs": (_("What it needs"), _("whatever it is")),
        "start": (_("Position"), _("any position")),
        "without": (_("Leave out what ..."), _("nothing left out")),
    }
    return [
        {"name": name, "label": label, "every": every,
         "rows": [(key, text, key == getattr(filters, name)) for key, text in known[name].items()]}
        for name, (label, every) in legends.items()
    ]  # fmt: skip


def _marks(request: HttpRequest, content: Content, person: Person | None) -> tuple[set[str], dict[str, str]]:
    """What is in the person's week, and what is not for them now."""
    if person is None:
        return set(), {}
    now = under_way(cast(ClearedRequest, request))
    planned = {item.exercise for day in now.plan.days for item in day.items}
    refused = limits.refusals(content, now.person, moment(now.person.wishes, now.today))
    return planned, {one.exercise: one.why for one in reversed(refused)}
