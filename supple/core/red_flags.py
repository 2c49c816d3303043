"""The rules of the danger questions: the shape of content/red_flags.toml, and its strict reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from supple.core import reader
from supple.core.errors import ContentError
from supple.core.questions import Question
from supple.core.rules import Condition, Facts, Language, Term, condition, met, reads, term
from supple.core.screens import Questions, read_screens
from supple.core.words import Level

FILE = "red_flags.toml"
FIRING: tuple[Level, ...] = ("L0", "L1", "L2", "L3")  # the levels a rule may fire at; L4 is the absence of them
NO_RULE = "R99"

Lists = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody well of 40 with these answers: the level at which the rule fires, and the result where it is another."""

    answers: Mapping[str, object]
    level: Literal["L0", "L1", "L2", "L3", "none"]
    result: Level | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence more, where its condition holds and the rule decides the level."""

    when: Lists
    text: str


@dataclass(frozen=True, slots=True)
class RuleTable:
    """One rule as the file has it. Texts are keyed by level; L0 to L3 are lists of lists of terms."""

    id: str
    condition: str
    sources: tuple[str, ...]
    advice: Mapping[str, str]
    L0: Lists = ()
    L1: Lists = ()
    L2: Lists = ()
    L3: Lists = ()
    why: Mapping[str, str] = field(default_factory=dict)
    do: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    warning_card: str = ""  # shown before every session
    crisis: bool = False  # show the crisis line of the country
    maternity: tuple[Level, ...] = ()  # at these levels the maternity unit is the one to ring
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, resolved: its texts, and per level the condition."""

    text: RuleTable
    levels: Mapping[Level, Condition]
    notes: tuple[tuple[Condition, str], ...]

    @property
    def id(self) -> str:
        """The rule's id, such as R01."""
        return self.text.id

    @property
    def reads(self) -> frozenset[str]:
        """The keys of the answers that the rule looks at, at any level."""
        return frozenset[str]().union(*(reads(one) for one in self.levels.values()))

    def level(self, facts: Facts) -> Level | None:
        """The most urgent level at which the rule fires; None when it does not."""
        return next((level for level, one in self.levels.items() if met(one, facts)), None)


@dataclass(frozen=True, slots=True)
class LevelText:
    """What the stop page says at a level, unless the rule says it itself."""

    id: str
    heading: str
    sentence: str
    do: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """A profile that follows from the answers; `then` is the stricter one that time turns it into."""

    id: str
    any: Lists
    then: str | None = None


@dataclass(frozen=True, slots=True)
class ProfileRule:
    """A profile, resolved."""

    id: str
    when: Condition
    then: str | None


@dataclass(frozen=True, slots=True)
class RedFlags:
    """Everything triage knows."""

    questions: Questions
    rules: Mapping[str, Rule]
    profiles: Mapping[str, ProfileRule]
    levels: Mapping[str, LevelText]

    def do(self, rule: str, level: Level) -> tuple[str, ...]:
        """What to do at this level, most urgent line first: the rule's own lines, or the level's."""
        return self.rules[rule].text.do.get(level) or self.levels[level].do

    def texts(self) -> Mapping[str, str]:
        """Every sentence that a person may read, by its key: for the word list and for translation."""
        said = {f"levels.{level.id}.{name}": text for level in self.levels.values()
                for name, text in (("heading", level.heading), ("sentence", level.sentence))}  # fmt: skip
        said |= {f"levels.{level.id}.do[{n}]": text for level in self.levels.values()
                 for n, text in enumerate(level.do)}  # fmt: skip
        for rule in self.rules.values():
            said |= {f"rules.{rule.id}.{key}": text for key, text in _rule_texts(rule.text).items()}
        return said


def _rule_texts(text: RuleTable) -> Mapping[str, str]:
    said = {f"advice.{level}": one for level, one in text.advice.items()}
    said |= {f"why.{level}": one for level, one in text.why.items()}
    said |= {f"do.{level}[{n}]": line for level, lines in text.do.items() for n, line in enumerate(lines)}
    said |= {f"notes[{n}]": note.text for n, note in enumerate(text.notes)}
    return said | ({"warning_card": text.warning_card} if text.warning_card else {})


@dataclass(frozen=True, slots=True)
class _File:
    terms: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, object]
    rules: Mapping[str, object]
    profiles: Mapping[str, object]


def read_red_flags(root: Path) -> RedFlags:
    """content/red_flags.toml and the questions it speaks of, strictly; ContentError names file, key and why."""
    questions = read_screens(root)
    raw = reader.build(_File, reader.toml(root / FILE, root), FILE)
    language = Language(FILE, questions.answers, _terms(raw.terms, questions.answers))
    rules = {key: _rule(table, language)
             for key, table in reader.tables(RuleTable, raw.rules, FILE, "rules").items()}  # fmt: skip
    levels = reader.tables(LevelText, raw.levels, FILE, "levels")
    _check_levels(levels)
    _check_rules(rules, questions)
    profiles = reader.tables(ProfileTable, raw.profiles, FILE, "profiles")
    named = Language(FILE, questions.answers, language.named, frozenset(rules) - {NO_RULE})
    return RedFlags(questions, rules, _profiles(profiles, named), levels)


def _terms(named: Mapping[str, tuple[str, ...]], answers: Mapping[str, Question]) -> Mapping[str, tuple[Term, ...]]:
    """Each name may use the names above it, never itself."""
    made: dict[str, tuple[Term, ...]] = {}
    for name, texts in named.items():
        if not name.isupper() or not texts:
            raise ContentError(FILE, f"terms.{name}", "a named term is written in capitals and holds at least one term")
        language = Language(FILE, answers, dict(made))
        made[name] = tuple(term(text, language, f"terms.{name}") for text in texts)
    return made


def _rule(table: RuleTable, language: Language) -> Rule:
    key = f"rules.{table.id}"
    lists: dict[Level, Lists] = {"L0": table.L0, "L1": table.L1, "L2": table.L2, "L3": table.L3}
    levels = {level: condition(lists[level], language, f"{key}.{level}") for level in FIRING if lists[level]}
    _check_texts(table, levels, key)
    notes = tuple((condition(note.when, language, f"{key}.notes[{n}]"), note.text)
                  for n, note in enumerate(table.notes))  # fmt: skip
    return Rule(table, levels, notes)


def _check_texts(table: RuleTable, levels: Mapping[Level, Condition], key: str) -> None:
    """Advice at each of its levels, why at each that stops, and nothing for a level it does not have."""
    stops = [level for level in levels if level != "L3"]
    _check_keys(table.advice, list(levels) or ["L4"], f"{key}.advice")
    _check_keys(table.why, stops, f"{key}.why")
    for at, lines in table.do.items():
        if at not in stops or not 1 <= len(lines) <= 4:
            raise ContentError(FILE, f"{key}.do.{at}", f"must be one to four lines for a level of: {', '.join(stops)}")
    for level in table.maternity:
        if level not in stops:
            raise ContentError(FILE, f"{key}.maternity", f"{level} is not one of: {', '.join(stops)}")
    if table.warning_card and "L3" not in levels:
        raise ContentError(FILE, f"{key}.warning_card", "belongs to a rule with L3")


def _check_keys(texts: Mapping[str, str], wanted: Sequence[str], key: str) -> None:
    for level in wanted:
        if level not in texts:
            raise ContentError(FILE, f"{key}.{level}", "is missing")
    for level in texts:
        if level not in wanted:
            raise ContentError(FILE, f"{key}.{level}", f"unknown key; allowed: {', '.join(wanted)}")


def _check_levels(levels: Mapping[str, LevelText]) -> None:
    if tuple(levels) != FIRING[:3]:
        raise ContentError(FILE, "levels", f"must be {', '.join(FIRING[:3])}, in this order")


def _check_rules(rules: Mapping[str, Rule], questions: Questions) -> None:
    if NO_RULE not in rules or rules[NO_RULE].levels:
        raise ContentError(FILE, f"rules.{NO_RULE}", "must be there, without a condition")
    for rule in rules.values():
        if not rule.levels and rule.id != NO_RULE:
            raise ContentError(FILE, f"rules.{rule.id}", f"needs one of: {', '.join(FIRING)}")
        for n, case in enumerate(rule.text.cases):
            _check_case(case, questions, f"rules.{rule.id}.cases[{n}].answers")
    clearable = questions.answers["clearances"].values
    for key in rules:
        if key != NO_RULE and key not in clearable:
            raise ContentError("screens.toml", "answers.clearances.values", f"{key} is missing")


def _check_case(case: Case, questions: Questions, key: str) -> None:
    for answer in case.answers:  # the values are parsed by the test that plays the case
        if answer not in questions.answers:
            raise ContentError(FILE, f"{key}.{answer}", f"unknown key; allowed: {', '.join(questions.answers)}")


def _profiles(tables: Mapping[str, ProfileTable], language: Language) -> Mapping[str, ProfileRule]:
    for key, table in tables.items():
        if table.then is not None and table.then not in tables:
            raise ContentError(FILE, f"profiles.{key}.then", f'"{table.then}" is not one of: {", ".join(tables)}')
    return {key: ProfileRule(key, condition(table.any, language, f"profiles.{key}.any"), table.then)
            for key, table in tables.items()}  # fmt: skip
