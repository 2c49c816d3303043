"""What a self-test adds to a person's answers, by the doors through which they answer themselves: a sign in the leg as
a new set of answers, unsteadiness among the conditions. It only ever adds; whoever it concerns can mend both."""

from django.utils import timezone

from supple.core import coach, score
from supple.core.triage import Cleared, Stopped
from supple.web.measures import tried
from supple.web.measures.models import Result
from supple.web.people import journey
from supple.web.people.models import Answers, Record, Wishes
from supple.web.people.who import Standing, content, parsed, standing, today


def follow(at: Standing, found: score.Result) -> None:
    """Keeps what a result adds."""
    if found.nerve:
        _leg(at)
    if found.adds:
        _condition(at.record, found.adds)


def _leg(at: Standing) -> None:
    """The same set with the sign in it stands beside the one before and keeps its time: nobody was asked how much it
    hurts, nor the danger questions. A stop by it counts from now, as every stop does."""
    old = at.answers
    assert old is not None  # noqa: S101 (somebody cleared has answers)
    before = parsed(old)
    told, outcome = coach.leg_sign(content(), before, old.answered_on, today())
    if told == before:
        return
    data = told.as_object()
    ticks = {screen.id: journey.ticks_of(screen, data) for screen in journey.questions().screens
             if screen.id in old.screens and "legpain" in screen.keys}  # fmt: skip
    when = timezone.now() if isinstance(outcome, Stopped) else old.answered_at
    Answers.objects.create(person=at.record, answered_at=when, answered_on=old.answered_on, data=data,
                           screens={**old.screens, **ticks}, draft=False, looked=old.looked)  # fmt: skip


def after_import(record: Record) -> None:
    """A sign in the leg that a file holds, told since its newest answers, is followed here too."""
    at = standing(record)
    if at.answers is None or not isinstance(at.outcome, Cleared):
        return
    for row in record.results.filter(kind=Result.SELF_TEST, at__gt=at.answers.answered_at):
        test = content().self_tests.get(row.what)
        found = tried.found(test, row, 0, None) if test else None
        if found is not None and found.nerve:
            _leg(at)
            return


def _condition(record: Record, profile: str) -> None:
    wishes = Wishes.objects.select_for_update().get(person=record)
    ticked = wishes.data.get("profiles", [])
    if profile not in ticked:
        wishes.data = {**wishes.data, "profiles": [*ticked, profile]}
        wishes.updated_on = today()
        wishes.save()


def say_sex(record: Record, sex: str) -> None:
    """Kept with the other wishes: no other page asks for it."""
    wishes = Wishes.objects.select_for_update().get(person=record)
    wishes.data = {**wishes.data, "sex": sex}
    wishes.save()
