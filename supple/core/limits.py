"""What somebody may do, and why not the rest. `verdict` is asked for every form; only here a Permitted is made."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from supple.core.content import Content
from supple.core.exercise import Exercise
from supple.core.person import Moment, Person
from supple.core.profile import Profile, Subject, selects
from supple.core.self_test import SelfTest
from supple.core.words import FORMS, Cap, Equipment, Form, Kind

UNTESTED: frozenset[Cap] = frozenset({"e", "mid", "h10", "t3", "trial", "sup"})  # caps under which no self-test is done


@dataclass(frozen=True, slots=True)
class Allowed:
    """May be done, under these caps, with these words said."""

    caps: tuple[Cap, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocked:
    """May not be done: the first rule against it, and why in plain words."""

    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Permitted:
    """A form that this person may do at this moment. Plan, session and swap take nothing else."""

    exercise: Exercise
    form: Form
    kind: Kind
    caps: tuple[Cap, ...]
    words: tuple[str, ...]
    volume_pct: int
    kept_back: tuple[Blocked, ...]  # why a harder form than this one is not offered


@dataclass(frozen=True, slots=True)
class Refusal:
    """An exercise of which no form may be done, with one rule against it."""

    exercise: str
    code: str
    rule: str
    why: str


def verdict(content: Content, subject: Subject, person: Person, moment: Moment) -> Allowed | Blocked:
    """Whether this person may do this form at this moment: Allowed with caps, or Blocked by a rule with its reason."""
    against = next(reasons(content, subject, person, moment), None)
    if against is not None:
        return against
    profiles = _profiles(content, person)
    caps = dict.fromkeys(cap for profile in profiles for cap in _caps(profile, subject))
    words = dict.fromkeys(said.text for p in profiles for said in p.words if selects(said.on, subject))
    return Allowed(tuple(sorted(caps)), tuple(words))


def may_test(content: Content, test: SelfTest, person: Person, moment: Moment) -> Allowed | Blocked:
    """Whether this person may do a self-test at this moment. It asks for the end of a range or of a strength and knows
    no easier form: where an exercise would be capped, it is left out. The exercise whose movement it is speaks too."""
    asked = tuple(_asked_by(content, test))
    found = next((one for subject in asked for one in _against_test(content, subject, person, moment)), None)
    if found is not None:
        return found
    profiles = _profiles(content, person)
    caps = {cap for profile in profiles for subject in asked for cap in _caps(profile, subject)}
    words = dict.fromkeys(said.text for profile in profiles for said in profile.words
                          if any(selects(said.on, subject) for subject in asked))  # fmt: skip
    return Allowed(tuple(sorted(caps)), tuple(words))


def _asked_by(content: Content, test: SelfTest) -> Iterator[Subject]:
    yield Subject(test, "base", test.kind)
    movement = content.by_code(test.like) if test.like else None
    if movement is not None:
        yield Subject(movement, "base", test.kind if test.kind in movement.kinds else movement.kinds[0])


def _against_test(content: Content, subject: Subject, person: Person, moment: Moment) -> Iterator[Blocked]:
    for profile in _profiles(content, person):
        yield from _blocks(content, profile, subject)
        if UNTESTED & set(_caps(profile, subject)):
            why = f"Not for you now, because of {profile.short}: a test asks for all you have."
            yield Blocked(f"profile:{profile.id}", why)
    yield from _gates(content, subject, person, moment)


def permitted(content: Content, person: Person, moment: Moment) -> tuple[Permitted, ...]:
    """Every form that this person may do at this moment, in the catalogue's order, easier before base before harder."""
    found = (_permit(content, exercise, form, person, moment)
             for exercise in content.exercises.values() for form in FORMS)  # fmt: skip
    return tuple(one for one in found if one is not None)


def refusals(content: Content, person: Person, moment: Moment) -> tuple[Refusal, ...]:
    """Every exercise of which no form may be done, with each rule against its mildest refused form."""
    return tuple(
        Refusal(exercise.id, exercise.code, blocked.rule, blocked.why)
        for exercise in content.exercises.values()
        if not any(_permit(content, exercise, form, person, moment) for form in FORMS)
        for blocked in _first_of_each_rule(reasons(content, _subject(exercise, "easier"), person, moment))
    )


def reasons(content: Content, subject: Subject, person: Person, moment: Moment) -> Iterator[Blocked]:
    """Everything that speaks against this form for this person at this moment, the profiles first."""
    for profile in _profiles(content, person):
        yield from against(content, profile, subject)
    yield from _place_blocks(content, subject, person, moment)
    yield from _gates(content, subject, person, moment)


def dose_caps(content: Content, person: Person, one: Permitted) -> tuple[Cap, ...]:
    """What binds the dose. Caps on the base form bind the easier one too: more pain must never mean more of it."""
    base = Subject(one.exercise, "base", one.kind)
    return (*one.caps, *(cap for profile in _profiles(content, person) for cap in _caps(profile, base)))


def last_gate_min(content: Content, person: Person) -> int:
    """After how many minutes out of bed no gate of time is left for this person."""
    caps = (cap for profile in _profiles(content, person) for given in profile.caps.values() for cap in given)
    waits = (int(cap[2:]) for cap in caps if cap.startswith("am"))
    return max(_bending_wait_min(content, person), *waits, content.doses.gates.rising_min)


def _profiles(content: Content, person: Person) -> tuple[Profile, ...]:
    return tuple(content.profiles[name] for name in person.profiles)


def against(content: Content, profile: Profile, subject: Subject) -> Iterator[Blocked]:
    """Everything that one profile has against this form, wherever and whenever it is done."""
    rule = f"profile:{profile.id}"
    yield from _blocks(content, profile, subject)
    caps = _caps(profile, subject)
    if "trial" in caps:
        yield Blocked(rule, f"Not for you now, because of {profile.short}: it needs a trial first.")
    if "e" in caps and subject.form != "easier":
        yield Blocked(rule, f"The easier form, because of {profile.short}.")


def _blocks(content: Content, profile: Profile, subject: Subject) -> Iterator[Blocked]:
    for selector in profile.block:
        if selects(selector, subject):
            yield Blocked(f"profile:{profile.id}", _because(content, profile, selector))


def _because(content: Content, profile: Profile, selector: str) -> str:
    does = content.words.attributes.get(selector)
    reason = f": it {does}" if does else ""
    return f"Not for you now, because of {profile.short}{reason}."


def _caps(profile: Profile, subject: Subject) -> tuple[Cap, ...]:
    return tuple(cap for selector, caps in profile.caps.items() if selects(selector, subject) for cap in caps)


def _place_blocks(content: Content, subject: Subject, person: Person, moment: Moment) -> Iterator[Blocked]:
    if moment.place == "office" and "office" not in subject.exercise.places:
        yield Blocked("place:office", "Not at the office: it needs more room or a floor to lie on.")
    for choices in subject.exercise.needs_of(subject.form):
        if not _has_one(choices, person, moment):
            names = " or ".join(content.words.equipment[choice] for choice in choices)
            yield Blocked(f"equipment:{choices[0]}", f"It needs {names}, which is not at hand {_at(content, moment)}.")


def _has_one(choices: tuple[Equipment, ...], person: Person, moment: Moment) -> bool:
    if moment.place == "gym":
        return True
    return moment.place != "travel" and any(choice in person.wishes.equipment for choice in choices)


def _at(content: Content, moment: Moment) -> str:
    return content.words.places[moment.place]


def _gates(content: Content, subject: Subject, person: Person, moment: Moment) -> Iterator[Blocked]:
    since, gates = moment.since_rising_min, content.doses.gates
    if since is None:
        return
    if since < gates.rising_min and subject.kind not in gates.rising_kinds:
        yield Blocked("gate:rising", f"Not in the first {gates.rising_min} minutes after getting up.")
    wait_min = _bending_wait_min(content, person)
    deep = subject.exercise.attributes_of(subject.form) & set(gates.bending_attributes)
    if deep and since < wait_min:
        yield Blocked("gate:bending", f"No deep bending in the first {wait_min} minutes after getting up.")
    for profile in _profiles(content, person):
        wait_min = max((int(cap[2:]) for cap in _caps(profile, subject) if cap.startswith("am")), default=0)
        if since < wait_min:
            why = f"Not in the first {wait_min} minutes after getting up, because of {profile.short}."
            yield Blocked(f"profile:{profile.id}", why)


def _bending_wait_min(content: Content, person: Person) -> int:
    gates = content.doses.gates
    worst = "morning" in person.wishes.ache.when or set(gates.bending_worst_profiles) & set(person.profiles)
    return gates.bending_worst_min if worst else gates.bending_min


def _permit(content: Content, exercise: Exercise, form: Form, person: Person, moment: Moment) -> Permitted | None:
    """The form done as the first of the exercise's kinds that may be done."""
    for kind in exercise.kinds:
        allowed = verdict(content, Subject(exercise, form, kind), person, moment)
        if isinstance(allowed, Allowed):
            volume = min((p.volume_pct for p in _profiles(content, person)), default=100)
            kept = _kept_back(content, Subject(exercise, form, kind), person, moment)
            return Permitted(exercise, form, kind, allowed.caps, allowed.words, volume, kept)
    return None


def _kept_back(content: Content, subject: Subject, person: Person, moment: Moment) -> tuple[Blocked, ...]:
    """Why the base form is not offered where only the easier one is."""
    if subject.form != "easier":
        return ()
    return _first_of_each_rule(reasons(content, replace(subject, form="base"), person, moment))


def _subject(exercise: Exercise, form: Form) -> Subject:
    return Subject(exercise, form, exercise.kinds[0])


def _first_of_each_rule(found: Iterator[Blocked]) -> tuple[Blocked, ...]:
    return tuple({blocked.rule: blocked for blocked in reversed(list(found))}.values())[::-1]
