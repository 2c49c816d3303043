"""Answers -> Cleared | Stopped | Incomplete. The only door to a plan is Cleared.

Every rule is asked; the most urgent that fires is the result. A missing answer never releases; a clearance only quiets
a rule that asked for a check (L2), never one that asks for help today or now.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from supple.core.answers import Answers, Clearance, check_dates
from supple.core.questions import Answer, Question, unanswered
from supple.core.red_flags import NO_RULE, RedFlags, Rule
from supple.core.rules import Facts, because, facts_of, holds, leaves, met, reads
from supple.core.words import LEVELS, Level

STOPS: tuple[Level, ...] = ("L0", "L1", "L2")
CLEARANCE_YEARS = 1


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired, its level, the answers that made it fire, and whether a clinician's word quiets it."""

    rule: str
    level: Level
    because: tuple[str, ...] = ()
    cleared: bool = False

    @property
    def counts_as(self) -> Level:
        """The level it brings to the result: cleared rules still ask for limits."""
        return "L3" if self.cleared else self.level


@dataclass(frozen=True, slots=True)
class Advice:
    """What one rule advises, in plain words."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all three have: the rules that fired (by id), profiles, advice (most urgent first), what is unanswered."""

    fired: tuple[Fired, ...]
    profiles: tuple[str, ...]
    advice: tuple[Advice, ...]
    unanswered: tuple[str, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of all rules that fired, milder and cleared ones too."""
        return tuple(one.rule for one in self.fired)

    @property
    def cleared(self) -> tuple[str, ...]:
        """The ids of the rules that a clearance quiets."""
        return tuple(one.rule for one in self.fired if one.cleared)


@dataclass(frozen=True, slots=True)
class Cleared(Outcome):
    """Exercise may begin: L4, or L3 with limits. `warning_cards` names the rules whose card precedes each session."""

    level: Literal["L3", "L4"]
    warning_cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stopped(Outcome):
    """No exercise: L0 now, L1 today, L2 a check first. `unanswered` may still hold keys."""

    level: Literal["L0", "L1", "L2"]


@dataclass(frozen=True, slots=True)
class Incomplete(Outcome):
    """Nothing stops, but something is unanswered, so nothing is released."""

    level: None = None


@dataclass(frozen=True, slots=True)
class _Findings:
    facts: Facts
    fired: tuple[Fired, ...]
    profiles: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def level(self) -> Level:
        return min((one.counts_as for one in self.fired), key=LEVELS.index, default="L4")


def triage(answers: Answers, today: datetime.date, flags: RedFlags) -> Cleared | Stopped | Incomplete:
    """The outcome of these answers, taken as given today."""
    return _decide(_find(answers, today, flags), flags)


def on_day(
    answers: Answers, answered_on: datetime.date, today: datetime.date, flags: RedFlags
) -> Cleared | Stopped | Incomplete:
    """The outcome today of answers from an earlier day: durations advance. Time alone may tighten, never release."""
    aged, outgrown = _aged(answers, answered_on, today, flags.questions.answers)
    changed = {key for key, value in aged.values.items() if value != answers.values[key]}
    if not changed and not outgrown:
        return triage(answers, today, flags)
    given, now = _find(answers, today, flags), _find(aged, today, flags)
    again = outgrown | (_read_by_the_lost(given, now, flags) & changed)
    return _decide(_graver(given, now, again, flags) if again else now, flags)


def aged(answers: Answers, answered_on: datetime.date, today: datetime.date, flags: RedFlags) -> Answers:
    """The answers with age and every length of time as they are today."""
    return _aged(answers, answered_on, today, flags.questions.answers)[0]


def result(outcome: Cleared | Stopped | Incomplete) -> dict[str, object]:
    """The outcome as the JSON object that pages, command line and API speak."""
    return {
        "level": outcome.level,
        "release": isinstance(outcome, Cleared),
        "rules": list(outcome.rules),
        "profiles": list(outcome.profiles),
        "advice": [{"rule": one.rule, "text": one.text} for one in outcome.advice],
        "cleared": list(outcome.cleared),
        "unanswered": list(outcome.unanswered),
    }


def told(answers: Answers, outcome: Outcome, flags: RedFlags) -> tuple[str, ...]:
    """What the person told us that led to the outcome, each sentence once, most urgent first."""
    questions = flags.questions.answers
    keys = dict.fromkeys(key for one in _by_urgency(outcome.fired) if not one.cleared for key in one.because)
    said = (questions[key].said(answers.values[key]) for key in keys if key in answers.values)
    return tuple(dict.fromkeys(text for text in said if text))


def worse(old: Answers, new: Answers, rule: Rule, flags: RedFlags) -> bool:
    """Whether an answer that the rule reads got worse; newly given, when a term of the rule now holds for it."""
    return any(_got_worse(old.values.get(key), new, key, rule, flags) for key in rule.reads if key in new.values)


def keep_clearances(old: Answers, new: Answers, flags: RedFlags) -> Answers:
    """The new answers with the clearances that still count: an old one falls when what its rule reads got worse."""
    fallen = {one for one in old.clearances if worse(old, new, flags.rules[one.rule], flags)}
    both: tuple[Clearance, ...] = tuple(dict.fromkeys(old.clearances + new.clearances))
    return replace(new, clearances=tuple(one for one in both if one not in fallen))


def _find(answers: Answers, today: datetime.date, flags: RedFlags) -> _Findings:
    check_dates(answers.clearances, today)
    questions = flags.questions.answers
    facts = facts_of(answers.values, questions)
    quiet = {one.rule for one in answers.clearances if today < _year_later(one.on)}
    fired = tuple(one for one in (_fires(rule, facts, quiet) for rule in flags.rules.values()) if one)
    fired = tuple(sorted(fired, key=lambda one: one.rule))
    facts = replace(facts, fired=frozenset(one.rule for one in fired),
                    cleared=frozenset(one.rule for one in fired if one.cleared))  # fmt: skip
    profiles = tuple(profile.id for profile in flags.profiles.values() if met(profile.when, facts))
    return _Findings(facts, fired, profiles, unanswered(questions, answers.values))


def _fires(rule: Rule, facts: Facts, quiet: set[str]) -> Fired | None:
    level = rule.level(facts)
    if level is None:
        return None
    keys = because(rule.levels[level], facts)
    return Fired(rule.id, level, tuple(sorted(keys)), cleared=level == "L2" and rule.id in quiet)


def _decide(found: _Findings, flags: RedFlags) -> Cleared | Stopped | Incomplete:
    level = found.level
    if level == "L0" or level == "L1" or level == "L2":
        return Stopped(found.fired, found.profiles, _advice(found, STOPS, flags), found.unanswered, level)
    if found.unanswered:
        return Incomplete(found.fired, found.profiles, (), found.unanswered)
    if not found.fired:
        found = replace(found, fired=(Fired(NO_RULE, "L4"),))
    cards = tuple(one.rule for one in found.fired if flags.rules[one.rule].text.warning_card and one.counts_as == "L3")
    advice = _advice(found, ("L3", "L4"), flags)
    return Cleared(found.fired, found.profiles, advice, (), "L3" if level == "L3" else "L4", cards)


def _advice(found: _Findings, levels: tuple[Level, ...], flags: RedFlags) -> tuple[Advice, ...]:
    # A stop leaves out what is said to people who may exercise: "keep moving" has no place beside "go now".
    spoken = [one for one in _by_urgency(found.fired) if not one.cleared and one.level in levels]
    return tuple(Advice(one.rule, _advice_text(one, found, flags.rules[one.rule])) for one in spoken)


def _advice_text(fired: Fired, found: _Findings, rule: Rule) -> str:
    notes = [text for when, text in rule.notes if fired.level == found.level and met(when, found.facts)]
    return " ".join([rule.text.advice[fired.level], *notes])


def _by_urgency(fired: Iterable[Fired]) -> list[Fired]:
    return sorted(fired, key=lambda one: (LEVELS.index(one.level), one.rule))


def _year_later(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + CLEARANCE_YEARS)
    except ValueError:  # 29 February
        return day.replace(year=day.year + CLEARANCE_YEARS, day=28)


def _got_worse(before: Answer | None, new: Answers, key: str, rule: Rule, flags: RedFlags) -> bool:
    questions = flags.questions.answers
    if before is not None:
        return questions[key].is_worse(before, new.values[key])
    facts = facts_of({key: new.values[key]}, questions)
    terms = (leaf for one in rule.levels.values() for inner in one for leaf in leaves(inner) if leaf.key == key)
    return any(holds(leaf, facts) for leaf in terms)


def _aged(
    answers: Answers, answered_on: datetime.date, today: datetime.date, questions: Mapping[str, Question]
) -> tuple[Answers, set[str]]:
    """The answers with their durations advanced, and the weeks that have outgrown a pregnancy."""
    values, outgrown = dict(answers.values), set()
    for key, value in answers.values.items():
        question = questions[key]
        if question.since is None or not isinstance(value, int):
            continue
        later = value + _ELAPSED[question.since](answered_on, max(answered_on, today))
        values[key] = min(later, question.most)
        if question.type == "weeks" and later > question.most:
            outgrown.add(key)
    return replace(answers, values=values), outgrown


def _months(start: datetime.date, end: datetime.date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


_ELAPSED: Mapping[str, Callable[[datetime.date, datetime.date], int]] = {
    "days": lambda start, end: (end - start).days,
    "weeks": lambda start, end: (end - start).days // 7,
    "months": _months,
    "years": lambda start, end: _months(start, end) // 12,
}


def _read_by_the_lost(given: _Findings, now: _Findings, flags: RedFlags) -> set[str]:
    """The keys behind whatever time alone would have lifted; empty when it lifted nothing."""
    kept = set(now.profiles)
    lost = [key for key in given.profiles if key not in kept and flags.profiles[key].then not in kept]
    if not lost and LEVELS.index(now.level) <= LEVELS.index(given.level):
        return set()
    after = {one.rule: LEVELS.index(one.counts_as) for one in now.fired}
    milder = [one.rule for one in given.fired if after.get(one.rule, len(LEVELS)) > LEVELS.index(one.counts_as)]
    return {key for rule in milder for key in flags.rules[rule].reads} | {
        key for profile in lost for key in reads(flags.profiles[profile].when)
    }


def _graver(given: _Findings, now: _Findings, again: set[str], flags: RedFlags) -> _Findings:
    """Of both findings whatever is stricter, with the durations to be asked again."""
    urgent_first = sorted(given.fired + now.fired, key=lambda one: LEVELS.index(one.counts_as))
    fired = {one.rule: one for one in reversed(urgent_first)}
    asked = again | set(now.unanswered)
    return _Findings(
        now.facts,
        tuple(fired[rule] for rule in sorted(fired)),
        tuple(key for key in flags.profiles if key in given.profiles + now.profiles),
        tuple(key for key in flags.questions.answers if key in asked),
    )
