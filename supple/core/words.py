"""The words that content, command line, API and pages share. An enumeration here is what the strict reader allows."""

from typing import Literal

Level = Literal["L0", "L1", "L2", "L3", "L4"]
LEVELS: tuple[Level, ...] = ("L0", "L1", "L2", "L3", "L4")  # most urgent first

Form = Literal["easier", "base", "harder"]
FORMS: tuple[Form, ...] = ("easier", "base", "harder")

Kind = Literal["stretch", "mobility", "core", "strength", "posture", "hang", "walk", "breathing", "nerve"]
Slot = Literal[
    "rot", "hip_post", "ham", "hip_ant", "flex", "control", "spine", "ext", "ant", "lat", "post", "chest", "neck",
    "trunk", "shoulder", "upper", "hang", "lats", "hip", "thor", "hip_rot", "adductor", "calf", "legs", "walk", "rest",
    "carry", "nerve",
]  # fmt: skip
Start = Literal["stand", "seat", "hang", "kneel", "fours", "prone", "floor_sit", "supine", "side"]
Attribute = Literal[
    "FLEX_END", "FLEX_LOAD", "FLEX_ROT", "EXT_END", "EXT_LOAD", "ROT_END", "AXIAL_LOAD", "PRONE", "SUPINE", "HANG",
    "HEAD_LOW", "ISO_STRAIN", "BREATH_RISK", "FLOOR", "BELLY_LOAD", "HIP_FLEX90", "HIP_ADD", "HIP_IR", "HIP_ER",
    "HIP_EXT", "HIP_WIDE", "KNEE_DEEP", "KNEEL", "WRIST_LOAD", "SHOULDER_LOAD", "OVERHEAD", "NECK_END", "NERVE_TENS",
    "BALANCE", "ASYM",
]  # fmt: skip
Cap = Literal["e", "mid", "h10", "cue", "sup", "t3", "x1", "am60", "am120", "trial", "raise"]
Group = Literal[
    "iliopsoas", "rectus_femoris", "hamstrings", "adductors", "gluteus_maximus", "hip_abductors", "deep_rotators",
    "calf", "erectors", "quadratus_lumborum", "abdominals", "obliques", "lats", "pectorals", "neck",
    "thoracic_rotators",
]  # fmt: skip
Grade = Literal["A", "B", "B+", "C"]

Place = Literal["home", "office", "gym", "travel"]
Equipment = Literal["band", "stick", "bar", "weight", "barbell", "step"]
Goal = Literal[
    "less_pain", "less_stiff", "sit_longer", "stand_longer", "walk_further", "sleep_better", "lift", "get_up_easier",
    "sport", "prevent",
]  # fmt: skip
AcheSide = Literal["left", "right", "both", "middle"]
AcheWhen = Literal["morning", "sitting", "standing", "bending", "walking", "night", "lifting"]
AcheQuality = Literal["dull", "stiff", "sharp", "burning"]
