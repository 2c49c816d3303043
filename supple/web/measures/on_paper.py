"""A score from paper: the name of the instrument, the number and the day. Nothing is known of how far it may err."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from supple.core.errors import InputError
from supple.web.measures import asked
from supple.web.measures.models import Result
from supple.web.measures.questions import remove
from supple.web.people.models import Record
from supple.web.people.reading import missing, words_of
from supple.web.people.who import ClearedRequest, cleared_only, today
from supple.web.training import charts

OLDEST = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument of which scores were typed in."""

    id: str
    name: str
    rows: list[tuple[Result, date, str]]
    chart: charts.Chart | None
    words: str


@require_http_methods(["GET", "HEAD", "POST"])
@cleared_only
def on_paper(request: ClearedRequest) -> HttpResponse:
    """The form, and every score that was typed in."""
    wrong: dict[str, str] = {}
    if request.POST.get("remove"):
        remove(request, asked.ON_PAPER)
        return redirect("on_paper")
    if request.method == "POST":
        wrong = _take(request.record, request.POST)
        if not wrong:
            return redirect("on_paper")
    shown = {name: request.POST.get(name, "")[:80] for name in ("name", "score", "day")}
    shown["day"] = shown["day"] or today().isoformat()
    context = {"here": "progress", "wrong": wrong, "shown": shown, "instruments": list(_instruments(request.record))}
    return render(request, "measures/on_paper.html", context, status=400 if wrong else 200)


def _take(record: Record, post: QueryDict) -> dict[str, str]:
    """Keeps a score, or says what is wrong with it."""
    name, wrong = words_of(post.get("name", "")), dict[str, str]()
    if not name or len(name) > asked.NAME_LENGTH:
        wrong["name"] = missing() if not name else _("Please use at most %(n)d letters.") % {"n": asked.NAME_LENGTH}
    try:
        score = asked.decimal(post.get("score", ""))
    except InputError:
        wrong["score"] = _("Please give a number, such as 14 or 36.5.") if post.get("score", "").strip() else missing()
    day = _day(post.get("day", ""))
    if day is None:
        wrong["day"] = _("Please give a day up to today, such as %(day)s.") % {"day": today().isoformat()}
    if not wrong and day is not None:
        noon = datetime.combine(day, time(12), timezone.get_current_timezone())
        Result.objects.create(person=record, kind=Result.QUESTIONNAIRE, what=asked.ON_PAPER,
                              values={"name": name, "score": score}, at=min(noon, timezone.now()))  # fmt: skip
    return wrong


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if OLDEST <= found <= today() else None


def _instruments(record: Record) -> Iterator[Instrument]:
    for n, (name, rows) in enumerate(sorted(asked.paper(asked.rows_of(record)).items())):
        values = [(timezone.localdate(row.at), asked.score_of(row)) for row in rows]
        first, last = charts.number(values[0][1]), charts.number(values[-1][1])
        words = _("%(first)s at first, %(last)s on the last day.") % {"first": first, "last": last}
        lines = [(row, day, charts.number(value)) for row, (day, value) in zip(rows, values, strict=True)]
        yield Instrument(f"paper-{n}", name, lines[::-1], _chart(values) if len(values) > 1 else None, words)


def _chart(values: list[tuple[date, Fraction]]) -> charts.Chart:
    """From 0, or from the least score below it, to the next round number: nobody says here how far it can go."""
    scores = [value for _day, value in values]
    places = charts.answers(list(values))
    scale = charts.Scale(min(Fraction(0), *scores), _round_up(max(*scores, Fraction(1))))
    return charts.chart(scores[0], places, Fraction(0), begin=False, scale=scale)


def _round_up(value: Fraction) -> Fraction:
    """The next of 10, 20, 50, 100, 200, 500 ..."""
    step = Fraction(10)
    while True:
        for times in (1, 2, 5):
            if step * times >= value:
                return step * times
        step *= 10
