"""The language of rules: a term is one string, a condition a list of lists of terms of which one list must hold whole.

    key                       yes, or not sure          key = word    key != word    key in one other
    key >= 65   <  <=  >  =   a number                  key absent    not answered
    NAME                      any term of [terms]       fired R31     cleared R12    (profiles only)

A term about a missing answer does not hold, but for `absent`; a number never compares with a word (preg = possible).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from supple.core.errors import ContentError
from supple.core.questions import UNSURE, Answer, Question, Values

DERIVED: Mapping[str, Question] = {
    "axspa_count": Question("axspa_count", "number", most=10),
    "onset_age": Question("onset_age", "number", most=120),
}
_DERIVED_FROM = {"axspa_count": ("axspa_onset_age", "axspa_ticks"), "onset_age": ("age", "onset_days")}


@dataclass(frozen=True, slots=True)
class Term:
    """One term, understood. `parts` are the terms behind a name."""

    text: str
    op: str
    key: str
    operands: tuple[str | int, ...] = ()
    parts: tuple["Term", ...] = ()


Condition = tuple[tuple[Term, ...], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What terms are asked about: answers with `unsure` resolved and derived numbers; fired and cleared rules."""

    values: Values
    fired: frozenset[str] = frozenset()
    cleared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Language:
    """What a term may speak of, and where it stands (for the error)."""

    file: str
    questions: Mapping[str, Question]
    named: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    rules: frozenset[str] = frozenset()


def facts_of(values: Values, questions: Mapping[str, Question]) -> Facts:
    """The facts in these answers."""
    known = {key: questions[key].counted(value) for key, value in values.items()}
    return Facts({**known, **_axspa_count(known), **_onset_age(known)})


def _axspa_count(known: Values) -> Values:
    ticks, began = known.get("axspa_ticks"), known.get("axspa_onset_age")
    if not isinstance(ticks, tuple) or not isinstance(began, int):
        return {}
    # NG65's list counts a start before 35; the age says so even where the tick was left out.
    return {"axspa_count": len(set(ticks) | ({"before35"} if began < 35 else set()))}


def _onset_age(known: Values) -> Values:
    age, days = known.get("age"), known.get("onset_days")
    if not isinstance(age, int) or not isinstance(days, int):
        return {}
    return {"onset_age": max(0, age - days // 365)}


def holds(term: Term, facts: Facts) -> bool:
    """Whether one term holds."""
    if term.op == "any":
        return any(holds(part, facts) for part in term.parts)
    if term.op in ("fired", "cleared"):
        return term.key in (facts.fired if term.op == "fired" else facts.cleared)
    return _HOLDS[term.op](facts.values.get(term.key), term.operands)


def met(condition: Condition, facts: Facts) -> bool:
    """Whether one of the inner lists holds whole."""
    return any(all(holds(term, facts) for term in terms) for terms in condition)


def because(condition: Condition, facts: Facts) -> frozenset[str]:
    """The keys of the answers that made the condition hold."""
    whole = [terms for terms in condition if all(holds(term, facts) for term in terms)]
    return _given(leaf.key for terms in whole for leaf in leaves(terms) if leaf.op != "absent" and holds(leaf, facts))


def leaves(terms: tuple[Term, ...]) -> Iterator[Term]:
    """The terms behind all names."""
    for term in terms:
        if term.op == "any":
            yield from leaves(term.parts)
        else:
            yield term


def reads(condition: Condition) -> frozenset[str]:
    """The keys of the answers that a condition looks at; derived numbers name what they are made from."""
    return _given(leaf.key for terms in condition for leaf in leaves(terms) if leaf.op not in ("fired", "cleared"))


def _given(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(part for key in keys for part in _DERIVED_FROM.get(key, (key,)))


def _number(compare: Callable[[int, int], bool]) -> Callable[[Answer | None, tuple[Any, ...]], bool]:
    return lambda value, operands: isinstance(value, int) and compare(value, operands[0])


_HOLDS: Mapping[str, Callable[[Answer | None, tuple[Any, ...]], bool]] = {
    "=": lambda value, operands: value in operands,
    "in": lambda value, operands: value in operands,
    "!=": lambda value, operands: value is not None and value not in operands,
    "absent": lambda value, operands: value is None,
    ">=": _number(lambda value, limit: value >= limit),
    "<=": _number(lambda value, limit: value <= limit),
    ">": _number(lambda value, limit: value > limit),
    "<": _number(lambda value, limit: value < limit),
}

_SHAPE = re.compile(r"(?P<key>\w+)(?: (?P<op>=|!=|>=|<=|>|<|in|absent))?(?P<rest>(?: \w+)*)")


def condition(lists: tuple[tuple[str, ...], ...], language: Language, key: str) -> Condition:
    """The lists of terms of one key of a content file; ContentError names file, key and what is allowed."""
    for n, terms in enumerate(lists):
        if not terms:
            raise ContentError(language.file, f"{key}[{n}]", "must not be empty: an empty list would always hold")
    return tuple(tuple(term(text, language, f"{key}[{n}]") for text in terms) for n, terms in enumerate(lists))


def term(text: str, language: Language, key: str) -> Term:
    """One term from its text."""
    if text in language.named:
        return Term(text, "any", text, parts=language.named[text])
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        raise ContentError(language.file, key, f'"{text}" is not a term')
    name, op, rest = shape["key"], shape["op"], tuple(shape["rest"].split())
    if name in ("fired", "cleared") and op is None and len(rest) == 1:
        return _about_rule(Term(text, name, rest[0]), language, key)
    question = DERIVED.get(name) or language.questions.get(name)
    if question is None:
        raise ContentError(language.file, key, f'"{text}": {name} is neither an answer nor a named term')
    return _about_answer(text, question, op, rest, language.file, key)


def _about_rule(made: Term, language: Language, key: str) -> Term:
    if made.key not in language.rules:
        raise ContentError(language.file, key, f'"{made.text}": {made.key} is not a rule that may be named here')
    return made


def _about_answer(text: str, question: Question, op: str | None, rest: tuple[str, ...], file: str, key: str) -> Term:
    problem = _problem(question, op, rest)
    if problem:
        raise ContentError(file, key, f'"{text}": {problem}')
    if op is None:
        return Term(text, "=", question.id, ("yes",))
    return Term(text, op, question.id, tuple(int(part) if part.isdigit() else part for part in rest))


def _problem(question: Question, op: str | None, rest: tuple[str, ...]) -> str | None:
    """Why these operands cannot stand with this question; None when they can."""
    if op is None and not rest:
        return None if "yes" in question.values else f"{question.id} has no yes; write an operator and a value"
    if op == "absent":
        return "absent stands alone" if rest else None
    if op is None or not rest or (op != "in" and len(rest) > 1):
        return "write: key, key op value, key in value value, or key absent"
    numeric = op in ("<", "<=", ">", ">=") or rest[0].isdigit()
    return _bad_number(question, rest[0]) if numeric else _bad_word(question, rest)


def _bad_number(question: Question, operand: str) -> str | None:
    if question.type not in ("number", "weeks"):
        return f"{question.id} is not a number; allowed: {', '.join(question.values)}"
    if not operand.isdigit() or not question.least <= int(operand) <= question.most:
        return f"{operand} is not a whole number from {question.least} to {question.most}"
    return None


def _bad_word(question: Question, operands: tuple[str, ...]) -> str | None:
    allowed = [value for value in question.values if value != UNSURE]  # resolved before any term is asked
    if question.type not in ("word", "weeks"):
        return f"{question.id} does not compare with a word"
    wrong = [operand for operand in operands if operand not in allowed]
    return f"{wrong[0]} is not one of: {', '.join(allowed)}" if wrong else None
