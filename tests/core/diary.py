"""Somebody who comes back day by day: starts, does or does not do what is asked, says how it was."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from supple.core import coach
from supple.core.document import Document
from supple.core.machine import begin, step
from supple.core.person import Person, moment
from supple.core.plan import Plan
from supple.core.received import parse_event, parse_events
from supple.core.record import Pause, Record
from supple.core.replay import Result, record_of, replay
from tests.core.histories import CONTENT, morning, the_day, the_time
from tests.core.random_people import MONDAY
from tests.core.sessions import wire

CLEAR = {"saddle": False, "legweak": False, "fever": False}


@dataclass(slots=True)
class Diary:
    """One person, their record and their plan; day 0 is a Monday."""

    who: Person
    record: Record
    plan: Plan

    def today(self, n: int, pain: int) -> Any:
        """What the coach shows on a day with this pain: the plan as it follows from the record, then its session."""
        now = self.now(n, pain)
        while the_day(n) > self.plan.days[-1].date:
            self.plan = coach.next_plan(CONTENT, now, self.plan, record=self.record)
        self.plan = coach.follow(CONTENT, now, self.plan, self.record, the_day(n - 1))
        return coach.start(CONTENT, now, self.plan, self.record, moment(self.who.wishes, the_day(n)))

    def now(self, n: int, pain: int) -> Person:
        """The person on a day with this pain, in a flare or not."""
        return coach.as_of(CONTENT, replace(self.who, pain=pain), self.record, the_time(n))

    def session(self, n: int, pain: int) -> Document:
        """Today's session."""
        found = self.today(n, pain)
        assert isinstance(found, Document), found
        return found

    def trains(self, n: int, pain: int, effort: int = 5, hurts: Mapping[str, int] | None = None) -> coach.Finished:
        """Does today's session; `hurts` are exercises that hurt so much."""
        document = self.session(n, pain)
        done = came_to(document, hurts or {}, effort)
        record = record_of(document, done, f"day-{n}", the_time(n), the_time(n))
        found = coach.finish(CONTENT, self.now(n, pain), self.plan, self.record, record)
        self.record, self.plan = found.record, found.plan
        return found

    def wakes(self, n: int, pain: int) -> None:
        """Answers the question of the morning."""
        self.record = self.record.with_morning(morning(n, pain))

    def goes_away(self, first: int, last: int) -> None:
        """Pauses for a holiday."""
        self.record = replace(self.record, pauses=(*self.record.pauses, Pause(the_day(first), the_day(last))))


def begins(who: Person) -> Diary:
    """The first day."""
    return Diary(who, Record(first_pain=who.pain), coach.plan_for(CONTENT, who, MONDAY))


def came_to(document: Document, hurts: Mapping[str, int], effort: int) -> Result:
    """A session done to its end; after a red its re-check is clear, and what would stand in for the item is skipped."""
    sent, state, told = list[dict[str, Any]](), begin(document), set[str]()
    while state.mode != "done":
        exercise = document.items[state.item].exercise
        pain = None if exercise in told else hurts.get(exercise)
        one: dict[str, Any] = {"type": "resume"}
        if state.mode == "ready":
            one = {"type": "start"}
        elif state.mode == "running":
            one = {"type": "step_end", "step": state.step} if pain is None else {"type": "hurt"}
        elif state.mode == "hurt":
            told.add(exercise)
            one = {"type": "pain", "pain": hurts[exercise], "where": "back"}
        elif state.mode == "recheck":
            one = {"type": "recheck", "pain": document.rest, **CLEAR}
        elif state.mode == "after":
            one = {"type": "after", "pain": document.rest, "effort": effort}
        elif document.items[state.item].role == "swap":
            one = {"type": "skip"}
        sent.append(wire(len(sent) + 1, one.pop("type"), **one))
        state = step(document, state, parse_event(sent[-1], document))
    return replay(document, parse_events(sent, document))


def asked(document: Document, exercise: str) -> tuple[str, int, int, int, int] | None:
    """What a session asks for of an exercise it plans."""
    entries = [document.items[place] for place in document.turns if document.items[place].exercise == exercise]
    return next(((one.variant, one.sets, one.reps, one.hold_s, one.duration_s) for one in entries), None)
