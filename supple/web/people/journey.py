"""The way through the first visit: which page comes next, and what is kept of each. The pages are in visit.py."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from supple.core import coach, triage
from supple.core.questions import Question
from supple.core.screens import Field, Questions, Screen
from supple.core.triage import Incomplete, Stopped, keep_clearances
from supple.web.people.models import Answers, Record, Wishes
from supple.web.people.reading import Read
from supple.web.people.sheets import NONE, Shown
from supple.web.people.who import NEEDED_WISHES, Standing, content, outcome_of, parsed, today

MORE = "more"  # the follow-up screen
AGAIN = "again"  # what time has made uncertain
CONDITIONS, ACHE, PRACTICAL, ACTIVITIES = "conditions", "ache", "practical", "activities"
OWN = (CONDITIONS, ACHE, PRACTICAL, ACTIVITIES)
_NEEDED = dict(zip((CONDITIONS, ACHE, PRACTICAL), NEEDED_WISHES, strict=True))


def questions() -> Questions:
    """The danger questions and their screens."""
    return content().red_flags.questions


def screens() -> dict[str, Screen]:
    """The danger screens by their name in the address."""
    return {screen.id: screen for screen in questions().screens}


def fields() -> dict[str, Field]:
    """The plain fields of the danger screens, by their key."""
    return {one.answer: one for screen in questions().screens for one in screen.fields}


def danger_steps(draft: Answers | None) -> tuple[str, ...]:
    """The danger screens of this visit; the follow-up screen once every other was answered and something opened it."""
    asked = tuple(screens())
    if draft is None or not all(slug in draft.screens for slug in asked):
        return asked
    return (*asked, MORE) if questions().follow_ups(draft.data) or MORE in draft.screens else asked


def undone(draft: Answers | None) -> str | None:
    """The first danger screen without an answer."""
    done = draft.screens if draft else {}
    return next((slug for slug in danger_steps(draft) if slug not in done), None)


def next_page(at: Standing) -> str | None:
    """The page that this person's visit goes on with; None when it is over."""
    if at.draft is not None or at.answers is None:
        return undone(at.draft) or tuple(screens())[-1]  # a file may hold a draft with nothing left
    if isinstance(at.outcome, Incomplete):
        return gap(at.answers, at.outcome) or AGAIN
    return next((slug for slug, key in _NEEDED.items() if key not in at.wishes), None)


def gap(answers: Answers, outcome: Incomplete) -> str | None:
    """The first screen whose rows ask what is unanswered: a new question, or weeks that may have ended in a birth."""
    known = questions().answers
    weeks = {key for key, value in answers.data.items() if isinstance(value, int) and known[key].type == "weeks"}
    asked = weeks | (set(outcome.unanswered) - set(fields()))
    return next((screen.id for screen in questions().screens if asked & set(screen.keys)), None)


def step_of(slug: str, at: Standing | None) -> tuple[int, int]:
    """Step n of m. Somebody who comes back to the danger questions has no more than those."""
    danger = danger_steps(at.draft or at.answers if at else None)
    again = at is not None and at.visited and slug not in OWN
    steps = danger if again else danger + OWN
    return (steps.index(slug) + 1 if slug in steps else len(steps)), len(steps)


def before(slug: str, at: Standing | None) -> str | None:
    """The page that Back leads to."""
    danger = danger_steps(at.draft or at.answers if at else None)
    steps = danger + OWN
    place = steps.index(slug) if slug in steps else 0
    return steps[place - 1] if place else None


def reachable(slug: str, at: Standing | None) -> bool:
    """Whether this danger screen may be opened: no screen before it is left open."""
    draft = at.draft if at else None
    if at is not None and draft is None and at.answers is not None:
        return slug in danger_steps(at.answers)  # to correct what was answered
    steps = danger_steps(draft)
    return slug in steps and (slug in (draft.screens if draft else {}) or slug == undone(draft))


def filled(screen: Screen, at: Standing | None) -> Shown:
    """A danger screen as it was answered last; blank after a stop, where nothing may be taken for granted."""
    draft = at.draft if at else None
    if draft is not None and screen.id in draft.screens:
        return Shown(draft.data, draft.screens[screen.id], {})
    earlier = at.answers if at and not at.stopped else None
    if earlier is None:
        return Shown({}, {}, {})
    values = draft.data if draft else without_time(earlier)
    return Shown(values, earlier.screens.get(screen.id) or ticks_of(screen, earlier.data), {})


def ticks_of(screen: Screen, data: Mapping[str, Any]) -> dict[str, list[str]]:
    """The rows behind answers that came without them, such as those of another program."""
    found: dict[str, list[str]] = {}
    known = questions().answers
    for group in screen.groups:
        if any(key in data for key in group.keys):
            rows = [str(n) for n, tick in enumerate(group.ticks)
                    if data.get(tick.answer, known[tick.answer].values[0]) != known[tick.answer].values[0]]  # fmt: skip
            found[group.id] = rows or [NONE]
    return found


def done(answers: Answers) -> dict[str, dict[str, list[str]]]:
    """The screens of a finished set; of one that came without them, those whose every needed answer is there."""
    known = questions().answers
    whole = [screen for screen in questions().screens
             if all(key in answers.data or known[key].optional for key in screen.keys)]  # fmt: skip
    return answers.screens or {screen.id: ticks_of(screen, answers.data) for screen in whole}


def open_draft(record: Record, at: Standing | None) -> Answers:
    """The set being answered, or a new one: beside today's finished set it differs in one page, later in all."""
    if at is not None and at.draft is not None:
        return at.draft
    new = Answers(person=record, answered_at=timezone.now(), answered_on=today())
    finished = at.answers if at is not None and not at.stopped else None
    if finished is not None:
        same_day = finished.answered_on == today()
        new.data = dict(finished.data) if same_day else without_time(finished)
        new.screens = done(finished) if same_day else {}
    return new


def keep(draft: Answers, screen: Screen, read: Read) -> None:
    """One danger screen answered: its keys are replaced, and the follow-ups must be looked at again."""
    draft.data = {key: value for key, value in draft.data.items() if key not in screen.keys} | read.values
    draft.screens = {slug: ticks for slug, ticks in draft.screens.items() if slug != MORE} | {screen.id: read.ticks}
    save(draft)


def keep_more(draft: Answers, read: Read, asked: tuple[str, ...]) -> None:
    """The follow-up screen answered."""
    on_screens = {key for screen in questions().screens for key in screen.keys}
    kept = {key: value for key, value in draft.data.items() if key not in asked or key in on_screens}
    draft.data = kept | read.values
    draft.screens = draft.screens | {MORE: {}}
    save(draft)


def save(answers: Answers) -> None:
    """The set as of now."""
    answers.answered_at, answers.answered_on = timezone.now(), today()
    answers.save()


@transaction.atomic
def go_on(draft: Answers, earlier: Answers | None) -> str | None:
    """After a page: the next one of the danger questions, or None when the set is finished, by a stop or by its end."""
    outcome = coach.begin(content(), parsed(draft), today())
    next_slug = undone(draft)
    at_once = isinstance(outcome, Stopped) and outcome.level == "L0"
    if next_slug is not None and not at_once:
        return next_slug
    if not at_once:
        _tidy(draft)
    finish(draft, earlier)
    return None


def finish(draft: Answers, earlier: Answers | None) -> None:
    """The set counts from now on; clearances that still hold move into it."""
    if earlier is not None and draft.looked is False:
        draft.data = draft.data | _still_unchecked(earlier, draft)
    if earlier is not None:
        kept = keep_clearances(parsed(earlier), parsed(draft), content().red_flags)
        draft.data = kept.as_object()
    draft.draft = False
    draft.save()


def _still_unchecked(earlier: Answers, draft: Answers) -> dict[str, Any]:
    """The answers behind a stop that asked for a check, where the new ones are milder and nobody has looked."""
    outcome = outcome_of(earlier)
    stops = [one for one in outcome.fired if one.level == "L2" and not one.cleared]
    known, new = questions().answers, parsed(draft).values
    waiting = {key for one in stops for key in one.because if key in known and key in earlier.data}
    old = parsed(earlier).values
    kept = {key: earlier.data[key] for key in waiting if key not in new or known[key].is_worse(new[key], old[key])}
    # A pregnancy went on in the meantime: its weeks of then, as of today, would open what late pregnancy closes.
    return kept | {key: aged(earlier)[key] for key in kept if known[key].type == "weeks"}


def _tidy(draft: Answers) -> None:
    """Follow-ups whose tick is gone fall away, and what no page had a reason to ask counts as no."""
    asked = set(questions().follow_ups(draft.data))
    on_screens = {key for screen in questions().screens for key in screen.keys}
    draft.data = {key: value for key, value in draft.data.items() if _still(key, asked, on_screens)}
    draft.data.setdefault("pregwarn", "no")


def _still(key: str, asked: set[str], on_screens: set[str]) -> bool:
    question = questions().answers[key]
    return question.opens != "later" or key in asked or key in on_screens


def aged(answers: Answers) -> dict[str, Any]:
    """The answers with age and every length of time as of today: kept beside new ones, they count from today."""
    return triage.aged(parsed(answers), answers.answered_on, today(), content().red_flags).as_object()


def without_time(answers: Answers) -> dict[str, Any]:
    """The answers but for lengths of time, which are another day's; today's stay."""
    if answers.answered_on == today():
        return dict(answers.data)
    gone = lengths_of_time(answers)
    return {key: value for key, value in aged(answers).items() if key not in gone}


def lengths_of_time(answers: Answers) -> set[str]:
    """The keys that hold a length of time, with those that come together with one or not at all."""
    known = questions().answers
    found = {key for key, value in answers.data.items() if counts_time(known[key], value)}
    groups = {known[key].group for key in found} - {None}
    return found | {key for key in answers.data if known[key].group in groups}


def counts_time(question: Question, value: object) -> bool:
    """Whether an answer is a length of time that grows with the calendar; age is left to itself."""
    return question.since in ("days", "weeks", "months") and isinstance(value, int)


def keep_wishes(at: Standing, values: Mapping[str, Any], asked: tuple[str, ...]) -> None:
    """One of the pages after the danger questions answered; a key that was asked and left empty falls away."""
    with transaction.atomic():  # read once more: another page may have been sent since, with a condition ticked
        now = Wishes.objects.filter(person=at.record).first()
        data = {key: value for key, value in (now.data if now else {}).items() if key not in asked} | dict(values)
        Wishes.objects.update_or_create(person=at.record, defaults={"data": data, "updated_on": today()})
