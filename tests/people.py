"""The cast of the tests: somebody well of 40 whose back has ached for four months, and small changes to them."""

from collections.abc import Mapping
from typing import Any

from supple.core.person import Ache, Person, Wishes
from supple.core.triage import Cleared
from supple.core.words import AcheWhen

_NOTHING = (
    "saddle", "bladder", "bowel", "sexual", "bilat", "legweak", "cord", "bone", "spinebone", "cancer", "wtloss",
    "constant", "fever", "infrisk", "sepsis", "aorta", "chest", "colic", "urine", "upperbelly", "pelvic", "pelvicinf",
    "cycle", "rash", "calf", "coldleg", "claud", "heart", "selfharm", "pregwarn", "aneurysm", "thinners", "lump",
    "preg", "legpain",
)  # fmt: skip

# What each answer that is not "no" has to bring with it, in its mildest form.
BRINGS: Mapping[str, Mapping[str, Any]] = {
    "colic": {"stones_before": "yes", "single_kidney": "no", "no_urine": "no", "vomiting": "no"},
    "preg": {"pregrisk": "no"},
    "cancer": {"cancer_pain_new": "no", "cancer_bone": "no"},
    "legpain": {"legworse": "no", "legpain_weeks": 2, "legpain_improving": "yes"},
    "surgery": {"surgery_weeks": 200},
}


def clear_answers(**changes: Any) -> dict[str, Any]:
    """Every required answer of somebody well of 40, with these changes and what they bring with them."""
    well = dict.fromkeys(_NOTHING, "no") | {
        "trauma": "none", "surgery": "none", "can_walk": "yes",
        "age": 40, "onset_days": 120, "pain": 3, "bed_days": 0, "falls": 0,
    }  # fmt: skip
    brought = {key: value for tick in changes if changes[tick] not in ("no", "none")
               for key, value in BRINGS.get(tick, {}).items()}  # fmt: skip
    return well | brought | changes


def somebody(
    *profiles: str,
    age: int = 40,
    pain: int = 3,
    when: tuple[AcheWhen, ...] = (),
    **wishes: Any,
) -> Person:
    """Somebody cleared, with these profiles and wishes: for tests below triage, which has its own."""
    level: Any = "L3" if profiles else "L4"
    cleared = Cleared((), (), (), (), level, ())
    return Person(cleared, tuple(sorted(profiles)), age, pain, Wishes(ache=Ache(when=when), **wishes))
