"""Self-tests on the site: which there are, the few taps before one, its form, and what it says."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from supple.core import coach, limits, pictures, score
from supple.core.coach import AskAgain
from supple.core.limits import Blocked
from supple.core.person import Moment, Person
from supple.core.self_test import SelfTest
from supple.web.measures import door, taps, tried
from supple.web.measures.models import Result
from supple.web.people.phrases import sex as sexes
from supple.web.people.sheets import Ask, Option
from supple.web.people.who import ClearedRequest, PersonRequest, cleared_only, content, today
from supple.web.training import recheck
from supple.web.training.models import Entry, Session
from supple.web.training.notes import note
from supple.web.training.present import stale
from supple.web.training.sessions import nothing
from supple.web.training.views import under_way

MATS = {"range": "move", "endurance": "strong", "balance": "ease"}
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Listed:
    """One self-test in the list."""

    test: SelfTest
    mat: str
    against: str  # why not now
    last: Result | None
    said: str


# ---- all of them ----


@require_safe
@cleared_only
def every(request: ClearedRequest) -> HttpResponse:
    """What there is to try, about how long each takes, and what came of it last."""
    person, at = _now(request, taps.fit(request))
    done = tried.rows_of(request.record)
    rows = [_listed(test, person, at, done.get(test.id, [])) for test in content().self_tests.values()]
    stages = {"range": _("How far"), "endurance": _("How long"), "balance": _("How steady")}
    parts = [(words, [row for row in rows if row.test.stage == stage]) for stage, words in stages.items()]
    return render(request, "measures/self_tests.html", {"here": "progress", "parts": parts})


def _listed(test: SelfTest, person: Person, at: Moment, rows: list[Result]) -> Listed:
    verdict = limits.may_test(content(), test, person, at)
    last = rows[-1] if rows else None
    found = tried.found(test, last, person.age, person.wishes.sex) if last else None
    against = verdict.why if isinstance(verdict, Blocked) else ""
    return Listed(test, MATS[test.stage], against, last, tried.said(found) if found else "")


def newest(request: ClearedRequest) -> dict[str, Any]:
    """What Progress shows: how many were done."""
    return {"done": len(tried.rows_of(request.record)), "of": len(content().self_tests)}


def summary(request: PersonRequest) -> dict[str, Any]:
    """All that was measured, for My data. A stopped person reads no names: some are those of exercises."""
    tests, rows = content().self_tests, tried.rows_of(request.record)
    named = not request.standing.stopped
    lines = [(tried.day_of(row), tests[what].name if named and what in tests else _("A self-test"), row.key)
             for what, some in rows.items() for row in some]  # fmt: skip
    return {"lines": sorted(lines, key=lambda line: line[0], reverse=True), "named": named}


# ---- before one ----


def _now(request: ClearedRequest, fit: taps.Fit | None) -> tuple[Person, Moment]:
    """The person as they are, and the moment; a self-test is done where there is room for it."""
    person = under_way(request).person
    if fit is not None:
        person = replace(person, pain=max(fit.pain, person.pain))
        if fit.pain >= content().doses.after.flare_pain:
            person = coach.in_flare(person)
    return person, Moment(today(), "home", fit.since_rising_min if fit else None)


def _instead(request: ClearedRequest, test: SelfTest) -> HttpResponse | None:
    """What comes before any self-test: the danger questions after long away, and those of a session that hurt."""
    restart = under_way(request).present.restart
    if restart:
        return nothing(request, AskAgain(restart))
    if Session.objects.filter(person=request.record, day=today(), mode__in=("recheck", "stopped")).exists():
        return _against(request, test, _("Not today: something hurt in your session. That comes first."))
    return None


def _against(request: ClearedRequest, test: SelfTest, why: str) -> HttpResponse:
    status = 400 if request.method == "POST" else 200
    return render(request, "measures/self_test.html", _head(test) | {"against": why}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@cleared_only
def check(request: ClearedRequest, slug: str) -> HttpResponse:
    """The four taps, as before a session: a yes stops at once."""
    test, person = _test(slug), under_way(request).person
    instead = _instead(request, test)
    if instead is not None:
        return instead
    asked = recheck.read(request.POST, person, up_too=True) if request.method == "POST" else recheck.NOTHING
    if request.method != "POST" or asked.wrong:
        context = {"here": "progress", "test": test, **recheck.shown(content(), person, asked, up_too=True)}
        return render(request, "measures/check.html", context, status=400 if asked.wrong else 200)
    if recheck.stops(request.standing, asked.taps):
        with transaction.atomic():
            recheck.keep(request.standing, asked.taps)
        return redirect("people:begin")  # and from there to the stop page
    if asked.taps.pain >= content().doses.traffic_light.offer_flare_from_rest:
        note(request.record, Entry.FLARE, asked.taps.pain)
        stale(request.record)
    response = redirect("self_test", slug)
    taps.keep(request, response, asked.taps.pain, recheck.since_rising_min(content(), person, asked))
    return response


def _test(slug: str) -> SelfTest:
    test = content().self_tests.get(slug)
    if test is None:
        raise Http404
    return test


# ---- one of them ----


@require_http_methods(["GET", "HEAD", "POST"])
@cleared_only
def one(request: ClearedRequest, slug: str) -> HttpResponse:
    """One self-test. What is not for this person now shows why, and neither steps nor form."""
    test, fit = _test(slug), taps.fit(request)
    instead = _instead(request, test)
    if instead is not None:
        return instead
    person, at = _now(request, fit)
    verdict = limits.may_test(content(), test, person, at)
    if isinstance(verdict, Blocked):
        return _against(request, test, verdict.why)
    if fit is None:
        return redirect("self_test_check", slug)
    caps = (content().words.caps[cap] for cap in verdict.caps)
    return _form(request, test, person, None, (*verdict.words, *caps))


@require_http_methods(["GET", "HEAD", "POST"])
@cleared_only
def correct(request: ClearedRequest, key: UUID) -> HttpResponse:
    """The same form with what was put in."""
    row, person = _row(request, key), under_way(request).person
    test = content().self_tests.get(row.what)
    if test is None or tried.found(test, row, person.age, person.wishes.sex) is None:
        return redirect("self_test_result", key)
    return _form(request, test, person, row, ())


def _form(
    request: ClearedRequest, test: SelfTest, person: Person, row: Result | None, words: tuple[str, ...]
) -> HttpResponse:
    given, wrong = (tried.typed(row.values) if row else {}), dict[str, str]()
    if request.method == "POST":
        values, wrong = tried.read(test, request.POST)
        if not wrong:
            return redirect("self_test_result", _kept(request, test, values, person, row).key)
        given = {name: str(value) for name, value in request.POST.items()}
    asks_sex = person.wishes.sex is None and any(norm.sex for each in test.measures for norm in each.norms)
    context = {
        **_head(test), "words": words, "mending": row,
        "groups": tried.groups(test, given, wrong), "wrong": len(wrong), "sex": _sex(given) if asks_sex else None,
        "wrong_at": next(iter(wrong), ""),
    }  # fmt: skip
    return render(request, "measures/self_test.html", context, status=400 if wrong else 200)


def _head(test: SelfTest) -> dict[str, Any]:
    cited = dict.fromkeys((*test.sources, *(name for one in test.measures if one.error for name in one.error.sources)))
    return {
        "here": "progress", "test": test, "mat": MATS[test.stage], "album": _album(test),
        "cited": [content().sources[name].cite for name in cited],
    }  # fmt: skip


def _album(test: SelfTest) -> tuple[pictures.Picture, ...]:
    """A host's own self-test may have none: then the words stand alone."""
    album = pictures.load().get(test.id)
    return album.pictures if album else ()


def _sex(given: dict[str, str]) -> Ask:
    options = tuple(Option(value, words, given.get("sex") == value) for value, words in sexes().items())
    return Ask("sex", _("What is typical differs by sex; skip this if you like"), "choice", options=options)


@transaction.atomic
def _kept(request: ClearedRequest, test: SelfTest, values: score.Values, person: Person, row: Result | None) -> Result:
    """The values are the facts; what they add to the answers goes through the same doors as any answer."""
    sex = request.POST.get("sex") if request.POST.get("sex") in sexes() else person.wishes.sex
    row = row or Result(person=request.record, kind=Result.SELF_TEST, what=test.id, at=timezone.now())
    row.values = score.as_object(values)
    row.save()
    if sex and sex != person.wishes.sex:
        door.say_sex(request.record, sex)
    door.follow(request.standing, score.result(test, person.age, sex, values))
    stale(request.record)
    return row


# ---- what it says ----


@require_http_methods(["GET", "HEAD", "POST"])
@cleared_only
def result(request: ClearedRequest, key: UUID) -> HttpResponse:
    """The value, its word, its error, what follows from it, and how it went."""
    row = _row(request, key)
    if request.method == "POST":
        row.delete()
        stale(request.record)
        return redirect("self_tests")
    test, person = content().self_tests.get(row.what), under_way(request).person
    found = tried.found(test, row, person.age, person.wishes.sex) if test else None
    if test is None or found is None:
        return render(request, "measures/self_test_gone.html", {"here": "progress", "row": row})
    rows = [each for each in tried.rows_of(request.record)[test.id] if each.at <= row.at][-SHOWN:]
    history = [(tried.day_of(each), said) for each in rows
               if (said := tried.found(test, each, person.age, person.wishes.sex))]  # fmt: skip
    context = {
        **_head(test), "row": row,
        "readings": list(tried.readings(found, history)), "gaps": [tried.gap_words(gap) for gap in found.gaps],
        "follows": _follows(found, person),
    }  # fmt: skip
    return render(request, "measures/self_test_result.html", context)


def _row(request: ClearedRequest, key: UUID) -> Result:
    row = Result.objects.filter(person=request.record, key=key, kind=Result.SELF_TEST).first()
    if row is None:
        raise Http404
    return row


def _follows(found: score.Result, person: Person) -> list[tuple[str, list[Any]]]:
    """What changes in the plan: a sentence, and the exercises that serve it and may be done."""
    test = found.test
    if found.void:
        return [(_("It was not done as it needs to be, so it says nothing this time. Try again another day."), [])]
    told: list[tuple[str, list[Any]]] = []
    if found.nerve:
        told.append((_("A shooting feeling below the knee is a reason not to stretch that leg now. From today on your "
                       "answers hold it as pain below the knee, and your plan keeps to what is easy on it. If it gets "
                       "stronger, or the leg grows weak or numb, go through the questions again."), []))  # fmt: skip
    if found.adds:
        told.append((_("With your age this counts as “unsteady on your feet”: your plan keeps a hand on a support. You "
                       "can change that under My data, Conditions."), []))  # fmt: skip
    may = {one.exercise.id: one.exercise for one in limits.permitted(content(), person, Moment(today(), "home"))}
    for tag in found.tags:
        words = {"what": test.serves[tag].text}
        sentence = (_("Your plan gives a little more room to %(what)s; what you like and tolerate still comes first.")
                    if tag in person.tags else
                    _("When another day says the same, your plan gives a little more room to %(what)s."))  # fmt: skip
        told.append((sentence % words, [may[slug] for slug in test.serves[tag].exercises if slug in may]))
    return told or [(_("Nothing changes in your plan. It is there to compare with, in six weeks or so."), [])]
