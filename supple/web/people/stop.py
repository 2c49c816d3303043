"""The stop pages. While somebody's answers stop them, it stands in place of every other. Ways on: mend.py."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from supple.core import triage
from supple.core.emergency import Numbers
from supple.core.red_flags import RuleTable
from supple.core.triage import Fired, Stopped
from supple.core.words import Level
from supple.web.people import clinician
from supple.web.people.sheets import Option
from supple.web.people.who import PersonRequest, Standing, content, parsed, with_record

WAIT = timedelta(hours=24)  # before L0 and L1 may be answered again


@dataclass(frozen=True, slots=True)
class Told:
    """One reason for the stop: why now, and what was advised."""

    rule: str
    why: str
    advice: str


@dataclass(frozen=True, slots=True)
class Notice:
    """All that the stop page says."""

    level: Level
    heading: str
    sentence: str
    told: tuple[str, ...]
    reasons: tuple[Told, ...]
    do: tuple[str, ...]
    numbers: Numbers
    crisis: bool  # a crisis line belongs on this page
    maternity: bool  # the maternity unit is the one to ring
    loud: bool  # the dark red head

    @property
    def number(self) -> str:
        """The one number of the big button; empty while the country is not known."""
        return self.numbers.emergency[0].number if self.numbers.emergency else ""


def stop_page(request: PersonRequest, status: int = 200) -> HttpResponse:
    """The stop page, in place of whatever was asked for."""
    at = request.standing
    more = {
        "draft": at.draft,
        "begun": at.begun,
        "may_answer_again": may_answer_again(at),
        "clinician": clinician.block(at),
    }
    context = {**head(at), **more}
    return render(request, "people/stop.html", context, status=status)


def head(at: Standing) -> dict[str, Any]:
    """What stands on every page of a stopped person: the sentence, and the number to ring."""
    said = notice(at)
    countries = {code: row.name for code, row in content().emergency.countries.items()}
    by_name = sorted(countries.items(), key=lambda item: item[1])
    return {"notice": said, "record": at.record, "country": countries.get(at.record.country, ""),
            "countries": [Option(code, name, code == at.record.country) for code, name in by_name]}  # fmt: skip


def notice(at: Standing) -> Notice:
    """What the stop page says to this person."""
    outcome, flags = outcome_of_stop(at), content().red_flags
    rules = [flags.rules[one.rule].text for one in reasons(outcome)]
    crisis = [rule for rule in rules if rule.crisis]
    level, text = outcome.level, flags.levels[outcome.level]
    lead = _lead(rules)
    heading, sentence = text.heading, text.sentence
    if lead.crisis:
        heading, sentence = lead.advice[level], lead.why[level]
    elif level in lead.maternity:
        heading, sentence = maternity_heading(level), lead.advice[level]
    return Notice(
        level, heading, sentence, triage.told(_parsed(at), outcome, flags), _reasons(rules, outcome, lead.crisis),
        flags.do(lead.id, level), content().emergency.numbers_for(at.record.country, level), bool(crisis),
        level in lead.maternity, level == "L0" and not lead.crisis,
    )  # fmt: skip


def maternity_heading(level: Level) -> str:
    """The first words where the maternity unit is the one to ring."""
    urgent = {"L0": _("Please ring your maternity unit now"), "L1": _("Please ring your maternity unit today")}
    return urgent.get(level, _("Ask your maternity team first"))


def reasons(outcome: Stopped) -> tuple[Fired, ...]:
    """The rules that stop, at the level that was found."""
    return tuple(one for one in outcome.fired if one.level == outcome.level and not one.cleared)


def _lead(rules: list[RuleTable]) -> RuleTable:
    """The rule whose words head the page: whatever needs hands and machines now, before what needs a voice."""
    return min(rules, key=lambda rule: (rule.crisis, rule.id))


def _reasons(rules: list[RuleTable], outcome: Stopped, spoken: bool) -> tuple[Told, ...]:
    """Each reason once; the crisis page has said its own in the head."""
    advice = {one.rule: one.text for one in outcome.advice}
    kept = [rule for rule in rules if not (spoken and rule.crisis)]
    whys = {rule.why[outcome.level]: rule for rule in reversed(kept)}
    return tuple(Told(rule.id, why, advice.get(rule.id, "")) for why, rule in reversed(whys.items()))


def may_answer_again(at: Standing) -> bool:
    """Whether a day has gone by since an answer that needed help now or today; what needs a check waits for that."""
    if at.answers is None or outcome_of_stop(at).level == "L2":
        return False
    return timezone.now() - at.answers.answered_at >= WAIT


def outcome_of_stop(at: Standing) -> Stopped:
    """The outcome of somebody who is stopped."""
    assert isinstance(at.outcome, Stopped)  # noqa: S101 (the door below lets nobody else in)
    return at.outcome


def _parsed(at: Standing) -> Any:
    assert at.answers is not None  # noqa: S101 (an outcome has answers)
    return parsed(at.answers)


def stopped_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for somebody whose answers stop them; all others go on where they were."""

    @with_record
    @wraps(view)
    def stopped(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.standing.stopped:
            return redirect("people:begin")
        return view(request, *args, **kwargs)

    return stopped


@require_safe
@stopped_only
def stop(request: PersonRequest) -> HttpResponse:
    """The stop page at its own address."""
    return stop_page(request)


@require_POST
@with_record
def country(request: PersonRequest) -> HttpResponse:
    """Where somebody is, for the numbers to ring; an unknown code leaves the three that work on most phones."""
    code = request.POST.get("country", "")
    request.record.country = code if code in content().emergency.countries else ""
    request.record.save(update_fields=["country"])
    return redirect("people:stop" if request.standing.stopped else "people:my_data")
