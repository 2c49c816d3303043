"""Questionnaires on the site: all of them, one form each, and the result with its error."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from supple.core import findings
from supple.core.questionnaire import Item, Questionnaire
from supple.web.measures import asked
from supple.web.measures.asked import Given
from supple.web.measures.models import Result
from supple.web.people.models import Record
from supple.web.people.reading import between, missing
from supple.web.people.sheets import Ask, Option
from supple.web.people.who import ClearedRequest, PersonRequest, cleared_only, content, today
from supple.web.training import charts
from supple.web.training.progress import verdict

WHOLE = re.compile(r"-?[0-9]{1,6}")
SHOWN = 12  # sets of answers that may be taken out, the newest first


@dataclass(frozen=True, slots=True)
class Row:
    """One questionnaire in the list of all."""

    id: str
    name: str
    url: str
    last: Given | None
    said: str  # what was said last, or where it is asked


@require_safe
@cleared_only
def every(request: ClearedRequest) -> HttpResponse:
    """All of them, with what was said last."""
    given = asked.rows_of(request.record)
    rows = [_row(given, one) for one in content().questionnaires.values()]
    context = {"here": "progress", "rows": rows, "paper": ", ".join(asked.paper(given))}
    return render(request, "measures/questions.html", context)


def _row(rows: Mapping[str, list[Result]], one: Questionnaire) -> Row:
    last = next(reversed(asked.given(rows, one)), None)
    elsewhere = {"sessions": _("Asked before each session; the line stands on Progress."),
                 "activities": _("Asked with your own activities; the line stands on Progress."),
                 "form": _("Not answered yet.")}  # fmt: skip
    return Row(one.id, one.name, asked.url_of(one), last, asked.said(one, last) if last else elsewhere[one.asked])


def due(request: ClearedRequest) -> dict[str, Any]:
    """What stands on Progress and after a session; nothing is asked for twice."""
    return {"due": asked.due_now(request)}


def summary(request: PersonRequest) -> dict[str, Any]:
    """Everything that was answered, for My data: also to somebody who is stopped, as it names no exercise."""
    found = asked.rows_of(request.record)
    lines = [(each.day, one.name, asked.said(one, each)) for one in content().questionnaires.values()
             for each in asked.given(found, one)]  # fmt: skip
    lines += [(timezone.localdate(row.at), name, charts.number(asked.score_of(row)))
              for name, rows in asked.paper(found).items() for row in rows]  # fmt: skip
    return {"lines": sorted(lines, key=lambda line: line[0], reverse=True)}


# ---- the form ----


@require_http_methods(["GET", "HEAD", "POST"])
@cleared_only
def questionnaire(request: ClearedRequest, slug: str) -> HttpResponse:
    """One form. Answers of the same day are replaced."""
    one = content().questionnaires.get(slug)
    if one is None:
        raise Http404
    if one.asked != "form":
        return redirect(asked.url_of(one))
    answers, wrong = _read(one, request.POST) if request.method == "POST" else ({}, {})
    if request.method == "POST" and not wrong:
        _keep(request.record, one, answers)
        return redirect("questionnaire_result", slug)
    asks = [_ask(item, answers.get(item.id, request.POST.get(item.id)), wrong.get(item.id, "")) for item in one.items]
    most = one.score.missing_most
    context = {
        "here": "progress", "one": one, "added": _added(one), "asks": asks, "wrong": len(wrong),
        "wrong_at": next(iter(wrong), ""),
        "may_miss": ngettext("You may leave one out.", "You may leave up to %(n)d out.", most) % {"n": most} if most
        else "",
    }  # fmt: skip
    return render(request, "measures/questionnaire.html", context, status=400 if wrong else 200)


def _ask(item: Item, value: object, wrong: str) -> Ask:
    options = tuple(Option(str(one.value), one.text, str(one.value) == str(value)) for one in item.choices)
    hint = _("From %(low)d to %(high)d") % {"low": item.low, "high": item.high} if item.kind == "number" else ""
    shown = value if item.kind != "scale" else next((n for n in item.allowed if str(n) == str(value)), None)
    return Ask(item.id, item.ask, item.kind, shown, options, wrong=wrong, hint=hint, least=item.least, most=item.most)


def _read(one: Questionnaire, post: QueryDict) -> tuple[dict[str, int], dict[str, str]]:
    """The answers, and what is wrong with them."""
    answers, wrong = dict[str, int](), dict[str, str]()
    for item in one.items:
        text = post.get(item.id, "").strip()
        if WHOLE.fullmatch(text) and int(text) in item.allowed:
            answers[item.id] = int(text)
        elif text:
            number = item.kind in ("number", "scale")
            wrong[item.id] = between(item.low, item.high) if number else _("Please choose one of these.")
    return answers, wrong or {name: missing() for name in one.missing(answers)}


@transaction.atomic
def _keep(record: Record, one: Questionnaire, answers: dict[str, int]) -> None:
    kind = {"person": record, "kind": Result.QUESTIONNAIRE, "what": one.id}
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    Result.objects.filter(**kind, at__gte=midnight).delete()
    Result.objects.create(**kind, values={"answers": answers}, at=timezone.now())


# ---- the result ----


@require_http_methods(["GET", "HEAD", "POST"])
@cleared_only
def result(request: ClearedRequest, slug: str) -> HttpResponse:
    """What the answers came to, how sure that is, and how it went; an entry can be taken out here."""
    one = asked.known(content(), slug)
    if one is None:
        raise Http404
    if request.method == "POST":
        remove(request, one.id)
        return redirect("questionnaire_result", slug)
    given = asked.given(asked.rows_of(request.record), one)
    if not given:
        return redirect("questionnaire", slug)
    return render(request, "measures/result.html", {"here": "progress", "one": one, **told(one, given, request.record)})


def remove(request: ClearedRequest, what: str) -> None:
    """Takes one of the person's own entries out."""
    keys = {str(row.key): row for row in Result.objects.filter(person=request.record, what=what)}
    row = keys.get(request.POST.get("remove", ""))
    if row is not None:
        row.delete()


def told(one: Questionnaire, given: list[Given], record: Record) -> dict[str, Any]:
    """For the template."""
    last, values = given[-1], [each.score.value for each in given]
    advice = one.advice if one.advice and one.advice.meant_for(last.score.value) else None
    sure = _sure(one, values)
    return {
        "added": _added(one), "said": asked.said(one, last), "day": last.day, "today": last.day == today(),
        "verdict": verdict(findings.scored(values, one.change)) if one.change else "",
        "sure": charts.number(sure), "advice": advice.text if advice else "",
        "numbers": content().emergency.numbers_for(record.country, "L1") if advice and advice.numbers else None,
        "chart": _chart(one, given, sure) if len(given) > 1 else None,
        "chart_words": _("%(first)s at first, %(last)s on the last day.")
        % {"first": charts.number(values[0]), "last": charts.number(values[-1])},
        "parts": _parts(one, last),
        "entries": [(each, asked.said(one, each)) for each in reversed(given[-SHOWN:])],
    }  # fmt: skip


def _added(one: Questionnaire) -> bool:
    return content().is_added("questionnaires", one.id)


def _sure(one: Questionnaire, values: list[Fraction]) -> Fraction:
    """From which change on a change is called one; 0 where the file does not know."""
    if one.change is None:
        return Fraction(0)
    return charts.sure_from(_first(one, values), Fraction(str(one.change.least)), one.change.percent)


def _first(one: Questionnaire, values: list[Fraction]) -> Fraction:
    """What is compared with: the first score, or no change."""
    return Fraction(0) if one.change and one.change.against == "zero" else values[0]


def _chart(one: Questionnaire, given: list[Given], sure: Fraction) -> charts.Chart:
    values = [each.score.value for each in given]
    places = charts.answers([(each.day, each.score.value) for each in given])
    return charts.chart(_first(one, values), places, sure, begin=False, scale=charts.Scale(*one.ends()))


def _parts(one: Questionnaire, last: Given) -> list[tuple[str, str]]:
    """Each subscale with its score."""
    return [(scoring.name, asked.of(value, one.ends(scoring), scoring.rule == "percent"))
            for name, scoring in one.subscales.items() if (value := last.score.parts[name]) is not None]  # fmt: skip
