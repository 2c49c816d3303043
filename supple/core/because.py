"""Why: the reasons beside each item, in the order they are read in, and what is said of a day with little in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from supple.core.baked import Lengthened
from supple.core.content import Content
from supple.core.exercise import Exercise
from supple.core.limits import Permitted, Refusal
from supple.core.menu import EASY_KINDS, Terms, dislike
from supple.core.needs import Needs
from supple.core.offer import Option
from supple.core.person import Moment, Person
from supple.core.planned import Reason
from supple.core.words import Cap

BAD_DAY = "A bad day: easier forms and half the amount. It counts fully."
SHORT_DAY = "A day without time: a few minutes, and they count fully."
_DISLIKED = "You asked to leave this out. It stays today because nothing else fits your limits and wishes."
_NOTHING = "Nothing fits your limits on this day, so it is a day of rest."
_RISING = "So soon after getting up, walking and quiet breathing are enough. Later in the day there is more."
_EASIER = "The easier form"
WORTH_SAYING_PCT = 25
_FEW = {1: "One exercise today", 2: "Two exercises today"}


@dataclass(frozen=True, slots=True)
class Case:
    """Who is asking, and what was not possible for them on that day."""

    content: Content
    person: Person
    needs: Needs
    refused: tuple[Refusal, ...]
    bad_day: bool = False


def because(case: Case, option: Option) -> tuple[Reason, ...]:
    """Every reason for one item, no sentence twice."""
    found = (*_why(case, option), *_how(case, option), *_instead(case, option))
    return tuple({reason.text: reason for reason in reversed(found)}.values())[::-1]


def note(content: Content, at: Moment, chosen: Sequence[Option], terms: Terms, person: Person) -> str | None:
    """What is said of a day with fewer items than there should be, or with one that nobody asked for."""
    if not chosen:
        return _NOTHING
    if any(dislike(person, option) for option in chosen):
        return _DISLIKED
    since = at.since_rising_min
    easy = all(option.permitted.kind in EASY_KINDS for option in chosen)
    if easy and since is not None and since < content.doses.gates.rising_min:
        return _RISING
    if len(chosen) < terms.wanted:
        return f"{_FEW[len(chosen)]}: nothing more fits your limits, your wishes and the time."
    return None


def _why(case: Case, option: Option) -> Iterator[Reason]:
    """What it is good for, who likes it, what it suits, and how well that is shown."""
    exercise, wishes = option.permitted.exercise, case.person.wishes
    yield from _need(case, option)
    if dislike(case.person, option):
        yield Reason("dislike", _DISLIKED)
    if option.exercise in wishes.favourites:
        yield Reason("favourite", "You like it.")
    for profile in (case.content.profiles[name] for name in case.person.profiles):
        if exercise.code in profile.prefer:
            yield Reason(f"prefer:{profile.id}", f"It suits {profile.short}.")
    yield Reason(f"evidence:{exercise.evidence}", case.content.words.grades[exercise.evidence])


def _need(case: Case, option: Option) -> Iterator[Reason]:
    """What the person said that it serves most."""
    given = dict(option.effects)
    worth = {need: need.weight * given[need.target] for need in case.needs.of if need.target in given}
    if worth:
        need = max(worth, key=lambda need: worth[need])
        yield Reason(f"need:{need.target}", f"{need.said}: this {does(case.content, need.target)}.")
        yield from _measured(case.content, option, need.target)


def _measured(content: Content, option: Option, target: str) -> Iterator[Reason]:
    """By how much the body shows it to be lengthened: in the usual form, which is the one that was measured."""
    _, _, group = target.partition("lengthen:")
    found = content.baked.get(option.exercise)
    if group and found and group in found.lengthening and option.permitted.form == "base":
        yield Reason(f"measured:{group}", lengthened(content.groups[group].plain, found.lengthening[group]))


def lengthened(plain: str, one: Lengthened) -> str:
    """One sentence; where a muscle's whole range is a small part of its fibre, the part of its range."""
    if one.strain_pct >= WORTH_SAYING_PCT:
        return f"In an average body this lengthens {plain} by about {_tens(one.strain_pct)} % of the fibre length."
    return f"In an average body this takes {plain} through about {_tens(min(one.share_pct, 100))} % of the usual range."


def _tens(percent: int) -> int:
    """An average body is not known better than to tens."""
    return max(10, round(percent, -1))


def does(content: Content, target: str) -> str:
    """What serving a target means, in words that complete "this ..."."""
    verb, _, group = target.partition(":")
    if verb == "lengthen":
        return f"eases {content.groups[group].plain}"
    if verb == "build":
        return f"builds strength in {content.groups[group].plain}"
    return content.needs.targets[target]


def _how(case: Case, option: Option) -> Iterator[Reason]:
    """Why in this form, and what to mind."""
    one, content = option.permitted, case.content
    for blocked in one.kept_back:
        said = blocked.why.startswith(_EASIER)
        yield Reason(blocked.rule, blocked.why if said else f"{_EASIER} instead of the usual one: {_on(blocked.why)}")
    if one.form == "easier" and not one.kept_back:
        yield from _newcomer(case)
    for cap in one.caps:
        if not _goes_without_saying(cap, one):
            yield Reason(f"cap:{cap}", content.words.caps[cap])
    for text in one.words:
        yield Reason("say", text)


def _goes_without_saying(cap: Cap, one: Permitted) -> bool:
    """The easier form is already explained, and nobody walks or breathes to the end of a movement."""
    return (cap == "e" and bool(one.kept_back)) or (cap == "mid" and one.kind in EASY_KINDS)


def _newcomer(case: Case) -> Iterator[Reason]:
    rule = case.content.doses.newcomer
    if case.person.pain >= rule.easier_from_pain:
        yield Reason("newcomer:pain", "The easier form, because it hurts a lot at the moment.")
    if case.person.age >= rule.easier_from_age:
        yield Reason("newcomer:age", f"The easier form first, as for everybody from {rule.easier_from_age} on.")
    if case.bad_day:
        yield Reason("bad_day", "The easier form, because it is a bad day.")


def _instead(case: Case, option: Option) -> Iterator[Reason]:
    """What a condition ruled out in its favour: the first that would have done the same."""
    for refusal in case.refused:
        other = case.content.exercises[refusal.exercise]
        if refusal.rule.startswith("profile:") and _alike(option.permitted.exercise, other):
            yield Reason(refusal.rule, f"Instead of {other.name}: {_on(refusal.why)}")
            return


def _alike(one: Exercise, other: Exercise) -> bool:
    """Whether one stands for the other: of its slot, or first of all easing or strengthening the same. Nothing stands
    for a walk or for breathing, nor they for anything."""
    if one.kinds[0] in EASY_KINDS or other.kinds[0] in EASY_KINDS:
        return False
    return (one.slot == other.slot or one.lengthens[:1] == other.lengthens[:1] != ()
            or one.strengthens[:1] == other.strengthens[:1] != ())  # fmt: skip


def _on(sentence: str) -> str:
    """A sentence that goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]
