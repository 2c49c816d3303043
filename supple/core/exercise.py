"""What an exercise is: the shape of content/exercises/<slug>.toml, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from supple.core.words import Attribute, Equipment, Form, Grade, Group, Kind, Slot, Start


@dataclass(frozen=True, slots=True)
class Variant:
    """The easier or the harder form: its sentence, and what it changes against the base form."""

    text: str
    adds: tuple[Attribute, ...] = ()
    removes: tuple[Attribute, ...] = ()
    start: Start | None = None  # where the form begins, when not where the base form begins
    needs: tuple[tuple[Equipment, ...], ...] = ()  # further equipment: of each inner list one


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing people commonly do, and the cue that mends it."""

    code: str
    fault: str
    cue: str


@dataclass(frozen=True, slots=True)
class Leg:
    """Joint angles of one leg where the movement ends [deg]; several numbers are the two ends of a movement."""

    hip_flexion_deg: tuple[int, ...] = ()
    hip_abduction_deg: tuple[int, ...] = ()  # below 0: the thigh crosses the midline
    hip_external_rotation_deg: tuple[int, ...] = ()
    hip_internal_rotation_deg: tuple[int, ...] = ()
    knee_flexion_deg: tuple[int, ...] = ()
    ankle_dorsiflexion_deg: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Trunk:
    """Joint angles of trunk, neck and arms where the movement ends [deg]."""

    lumbar_flexion_deg: tuple[int, ...] = ()  # below 0: extension
    thoracic_flexion_deg: tuple[int, ...] = ()
    turn_deg: tuple[int, ...] = ()
    side_bend_deg: tuple[int, ...] = ()
    tilt_deg: tuple[int, ...] = ()
    from_floor_deg: tuple[int, ...] = ()
    neck_flexion_deg: tuple[int, ...] = ()
    neck_turn_deg: tuple[int, ...] = ()
    neck_side_bend_deg: tuple[int, ...] = ()
    shoulder_elevation_deg: tuple[int, ...] = ()
    elbow_flexion_deg: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ends:
    """The end pose: `worked` leg (or both alike), the `other` leg where it differs, and the trunk."""

    source: str  # a key of sources.toml
    worked: Leg = field(default_factory=Leg)
    other: Leg = field(default_factory=Leg)
    trunk: Trunk = field(default_factory=Trunk)


@dataclass(frozen=True, slots=True)
class Top:
    """The most that is asked of one exercise, in one set; a ladder ends there."""

    reps: int
    hold_s: int = 0


@dataclass(frozen=True, slots=True)
class Opening:
    """What comes first: another exercise in its base form, held so often and so long."""

    exercise: str
    reps: int
    hold_s: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """How the easier, the base and the harder form are done, in a few words each; `down` and `up` name the exercises
    before and after. The doses of its rungs follow from its kind: core.ladder."""

    forms: tuple[str, ...]
    down: tuple[str, ...] = ()
    up: tuple[str, ...] = ()
    top: Top | None = None  # of the first of the exercise's kinds; without it the kind's own steps hold
    after: Opening | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What people often hear about an exercise, and what is known or found in an average body instead."""

    belief: str
    found: str
    evidence: Grade
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of the catalogue. Texts are for the person; lists hold words of words.py and ids of other files."""

    id: str  # the slug: the file's name
    code: str
    name: str
    kinds: tuple[Kind, ...]
    slot: Slot
    start: Start
    places: tuple[str, ...]  # letters of the catalogue, in words: home, office, gym
    two_sided: bool
    attributes: tuple[Attribute, ...]
    evidence: Grade
    sources: tuple[str, ...]
    muscles: tuple[str, ...]
    what: str
    feel: str
    setup: tuple[str, ...]
    steps: tuple[str, ...]
    breathing: str
    cautions: tuple[str, ...]
    faults: tuple[Fault, ...]
    easier: Variant
    harder: Variant
    ladder: Ladder
    ends: Ends
    move_s: int  # one slow repetition there and back [s], entering and leaving a hold included
    aliases: tuple[str, ...] = ()
    lasts_s: int = 0  # where a walk or a rest begins shorter than its kind does [s]
    lengthens: tuple[Group, ...] = ()  # most lengthened first
    strengthens: tuple[Group, ...] = ()  # most worked first
    needs: tuple[tuple[Equipment, ...], ...] = ()  # of each inner list the person needs one
    things: tuple[str, ...] = ()  # mats, cushions, towels, chairs, walls: advice, never a condition
    mission: tuple[str, ...] = ()
    twin: str | None = None  # the chair or bed twin
    # Key poses, as the body reads them (docs/body.md); no part of what an exercise is to anybody else.
    poses: tuple[Mapping[str, object], ...] = field(default=(), compare=False)
    comforts: tuple[str, ...] = ()  # props and small changes that keep the form what it is
    heard: tuple[Heard, ...] = ()

    @property
    def file(self) -> str:
        """Where it stands among the content."""
        return f"exercises/{self.id}.toml"

    @property
    def groups(self) -> tuple[Group, ...]:
        """The target groups, lengthened ones first, none twice."""
        return tuple(dict.fromkeys(self.lengthens + self.strengthens))

    def variant(self, form: Form) -> Variant | None:
        """What the form changes; None for the base form, which changes nothing."""
        return {"easier": self.easier, "harder": self.harder, "base": None}[form]

    def attributes_of(self, form: Form) -> frozenset[Attribute]:
        """The attributes of one form, from which limits are judged."""
        variant = self.variant(form)
        if variant is None:
            return frozenset(self.attributes)
        return frozenset(self.attributes) - frozenset(variant.removes) | frozenset(variant.adds)

    def start_of(self, form: Form) -> Start:
        """The position a form begins in."""
        variant = self.variant(form)
        return variant.start if variant and variant.start else self.start

    def needs_of(self, form: Form) -> tuple[tuple[Equipment, ...], ...]:
        """What a form needs: of each inner tuple one."""
        variant = self.variant(form)
        return self.needs + (variant.needs if variant else ())

    def texts(self) -> Mapping[str, str]:
        """Every sentence that a person may read, by its key: for the word list and for translation."""
        plain = {"name": self.name, "what": self.what, "feel": self.feel, "breathing": self.breathing}
        forms = {"easier.text": self.easier.text, "harder.text": self.harder.text}
        lists = {"aliases": self.aliases, "setup": self.setup, "steps": self.steps, "cautions": self.cautions,
                 "comforts": self.comforts, "ladder.forms": self.ladder.forms, "things": self.things}  # fmt: skip
        many = {f"{key}[{n}]": text for key, texts in lists.items() for n, text in enumerate(texts)}
        faults = {f"faults[{n}].{part}": getattr(fault, part) for n, fault in enumerate(self.faults)
                  for part in ("fault", "cue")}  # fmt: skip
        heard = {f"heard[{n}].{part}": getattr(one, part) for n, one in enumerate(self.heard)
                 for part in ("belief", "found")}  # fmt: skip
        return plain | forms | many | faults | heard
