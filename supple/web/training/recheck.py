"""The four taps before a session: asked, read, and what a yes leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from supple.core import answers as core_answers
from supple.core import coach, limits
from supple.core.content import Content
from supple.core.machine import Recheck
from supple.core.person import Person
from supple.core.triage import Cleared
from supple.web.people import journey
from supple.web.people.models import Answers
from supple.web.people.reading import both, missing, missing_group, whole
from supple.web.people.sheets import NONE, Ask, Option, Row, Sheet
from supple.web.people.who import Outcome, Standing, content, parsed, today

SIGNS = ("saddle", "legweak", "fever")
GROUP, HOURS_DAYS, PAIN, UP = "since", "hours_days", "pain", "up"
LONG, NOT_YET, JUST = "long", "not_yet", "just"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was sent, and what is wrong with it."""

    ticks: tuple[str, ...]  # of the signs, or "none"
    hours_days: str  # yes, no or nothing
    pain: int | None
    up: str
    wrong: Mapping[str, str]

    @property
    def taps(self) -> Recheck:
        """The answers; only where nothing is wrong."""
        assert self.pain is not None  # noqa: S101 (looked at in `read`)
        saddle, legweak, fever = (sign in self.ticks for sign in SIGNS)
        return Recheck(saddle, legweak, fever, self.pain, legweak and self.hours_days == "yes")

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The same answers for a form that asks one thing more."""
        return [(GROUP, NONE), (PAIN, str(self.pain)), (UP, self.up)]


NOTHING = Asked((), "", None, "", {})


def asks_up(person: Person) -> bool:
    """Whether the hour is not known, so that the start must ask for it."""
    return person.wishes.rise_time is None or person.wishes.session_time is None


def read(post: QueryDict, person: Person, up_too: bool = False) -> Asked:
    """What was tapped, and for each group what is missing. `up_too`: whoever gave their hours is asked as well, since a
    self-test keeps to none."""
    ticks = tuple(tick for tick in dict.fromkeys(post.getlist(GROUP)) if tick in (*SIGNS, NONE))
    hours_days = post.get(HOURS_DAYS, "") if post.get(HOURS_DAYS) in ("yes", "no") else ""
    pain = whole(post.get(PAIN, ""), 0, 10)
    up = post.get(UP, "") if post.get(UP) in (LONG, NOT_YET, JUST) else ""
    wrong = {}
    if not ticks:
        wrong[GROUP] = missing_group()
    elif NONE in ticks and len(ticks) > 1:
        wrong[GROUP] = both()
    elif "legweak" in ticks and not hours_days:
        wrong[HOURS_DAYS] = missing()
    sign = bool(set(ticks) & set(SIGNS))
    if pain is None and not sign:  # whoever ticks a sign has said enough
        wrong[PAIN] = missing()
    if (up_too or asks_up(person)) and not up and not sign:
        wrong[UP] = missing()
    return Asked(ticks, hours_days, person.pain if pain is None and sign else pain, up, wrong)


def since_rising_min(content: Content, person: Person, asked: Asked) -> int | None:
    """The minutes since getting up, as far as an answer tells them."""
    gates = content.doses.gates
    said = {LONG: limits.last_gate_min(content, person), NOT_YET: gates.rising_min, JUST: 0}
    return said.get(asked.up)


def shown(content: Content, person: Person, asked: Asked, up_too: bool = False) -> dict[str, Any]:
    """The form."""
    words = content.spoken.ask
    said = (Option("yes", _("Yes"), asked.hours_days == "yes"), Option("no", _("No"), asked.hours_days == "no"))
    under = Ask(HOURS_DAYS, words["hours_days"], "choice", options=said, wrong=asked.wrong.get(HOURS_DAYS, ""))
    rows = tuple(Row(sign, words[sign], sign in asked.ticks, under if sign == "legweak" else None) for sign in SIGNS)
    title = _("Is any of this new?")
    return {
        "sheet": Sheet(GROUP, title, rows, NONE in asked.ticks, asked.wrong.get(GROUP, ""), _("Not sure? Tick it.")),
        "pain": asked.pain,
        "pain_wrong": asked.wrong.get(PAIN, ""),
        "up": _up(content, person, asked) if up_too or asks_up(person) else None,
        "wrong": asked.wrong,
    }


def _up(content: Content, person: Person, asked: Asked) -> Ask:
    """The discs are fullest in the first hour after getting up; where bending is worst, in the first two."""
    two = limits.last_gate_min(content, person) > 60
    words = _("Have you been up for two hours or more?") if two else _("Have you been up for an hour or more?")
    said = ((LONG, _("Yes")), (NOT_YET, _("Not yet")), (JUST, _("Just got up")))
    options = tuple(Option(value, label, value == asked.up) for value, label in said)
    return Ask(UP, words, "choice", options=options, wrong=asked.wrong.get(UP, ""))


def keep(at: Standing, taps: Recheck) -> None:
    """What stops somebody before or in a session: kept as a finished set of answers, so that it does from now on."""
    old = at.answers
    if old is None:
        return
    told, _outcome = outcome(at, taps)
    data = told.as_object()
    ticks = {screen.id: journey.ticks_of(screen, data) for screen in journey.questions().screens
             if screen.id in old.screens and {*SIGNS} & {*screen.keys}}  # fmt: skip
    Answers.objects.filter(person=at.record, draft=True).delete()  # what was being answered there is overtaken
    Answers.objects.create(
        person=at.record, answered_at=timezone.now(), answered_on=old.answered_on,
        data=data, screens={**old.screens, **ticks}, draft=False,
    )  # fmt: skip


def outcome(at: Standing, taps: Recheck) -> tuple[core_answers.Answers, Outcome]:
    """The answers with the taps, and what they come to."""
    assert at.answers is not None  # noqa: S101 (somebody cleared has answers)
    return coach.recheck(content(), parsed(at.answers), at.answers.answered_on, taps, today())


def yes(taps: Recheck) -> bool:
    """Whether any sign was ticked: the table of a session says the same."""
    return taps.saddle or taps.legweak or taps.fever


def stops(at: Standing, taps: Recheck) -> bool:
    """Whether these answers stop somebody: by a sign, or because so much pain does beside what they said before."""
    return yes(taps) or (isinstance(at.outcome, Cleared) and not isinstance(outcome(at, taps)[1], Cleared))
