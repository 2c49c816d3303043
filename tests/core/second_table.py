"""The table of rules once more, written from the table alone as plain Python: red_flags.toml must agree with it.

`a` holds answers, a missing key was not answered. Nothing here may import what it checks.
"""

from collections.abc import Mapping
from typing import Any

CES = ("saddle", "bladder", "bowel", "sexual")
BIRTHS = ("birth", "caesarean")


class Table:
    """One person's answers, and the short names of the table."""

    def __init__(self, a: Mapping[str, Any]) -> None:
        self.a = a
        self.ces = any(a.get(key) == "new" for key in CES)
        self.weak = a.get("legweak") in ("new", "worse")
        self.numb = self.weak or a.get("bilat") == "new" or self.yes("cord") or self.ces
        self.preg: bool = a.get("preg", "no") != "no"
        self.high = self.least("systolic", 180) or self.least("diastolic", 120)

    def yes(self, key: str) -> bool:
        return self.a.get(key) in ("yes", "unsure")

    def least(self, key: str, limit: int) -> bool:
        value = self.a.get(key)
        return isinstance(value, int) and value >= limit

    def most(self, key: str, limit: int) -> bool:
        value = self.a.get(key)
        return isinstance(value, int) and value <= limit

    def legpain(self) -> bool:
        return bool(self.a.get("legpain", "no") != "no")

    def within(self, surgery: tuple[str, ...], weeks: int) -> bool:
        return self.a.get("surgery") in surgery and self.most("surgery_weeks", weeks)

    def pressure(self, systolic: int, diastolic: int) -> bool:
        risk = self.preg or self.within(BIRTHS, 6)
        return risk and (self.least("systolic", systolic) or self.least("diastolic", diastolic))

    def axspa(self) -> int:
        """Ticks, when the gate is open; the first counts from the age as well."""
        age, ticks = self.a.get("axspa_onset_age"), set(self.a.get("axspa_ticks", ()))
        if age is None or age >= 45 or not self.least("axspa_months", 4):
            return 0
        return len(ticks | ({"before35"} if age < 35 else set()))


def fired(a: Mapping[str, Any]) -> dict[str, str]:
    """Every rule that fires, with its level."""
    t = Table(a)
    found = {**_nerves(t), **_cancer_and_bone(t), **_inside(t), **_legs(t), **_rest(t)}
    return {rule: level for rule, level in found.items() if level}


def _first(*levels: tuple[str, bool]) -> str:
    return next((level for level, holds in levels if holds), "")


def _nerves(t: Table) -> dict[str, str]:
    legweak, bilat = t.a.get("legweak"), t.a.get("bilat")
    fast = t.a.get("legweak_hours_days", "yes" if legweak == "worse" else "no") == "yes"
    return {
        "R01": _first(("L0", t.ces)),
        "R02": _first(("L0", bilat == "new"), ("L2", bilat == "old_unchecked")),
        "R03": _first(("L3", any(t.a.get(key) == "checked" for key in CES))),
        "R04": _first(("L0", t.weak and (t.a.get("can_walk") == "no" or fast))),
        "R05": _first(("L1", t.weak), ("L2", legweak == "old_unchecked"), ("L3", legweak == "old_checked")),
        "R06": _first(("L0", t.yes("cord") and (t.yes("cancer") or bilat not in (None, "no") or t.yes("constant")))),
        "R07": _first(("L1", t.yes("cord"))),
    }


def _cancer_and_bone(t: Table) -> dict[str, str]:
    cancer, constant, spinebone, bone = (t.yes(key) for key in ("cancer", "constant", "spinebone", "bone"))
    pain = t.yes("cancer_pain_new") or constant or spinebone or t.yes("cancer_bone")
    legs = t.legpain() or t.a.get("can_walk") == "no"
    big = t.a.get("trauma") == "big"
    fall = t.a.get("trauma", "none") != "none" and (t.least("age", 65) or bone) and t.most("onset_days", 42)
    return {
        "R08": _first(("L1", cancer and (constant or t.yes("wtloss") or spinebone))),
        "R09": _first(("L1", cancer and t.yes("cancer_pain_new")), ("L2", constant and t.yes("wtloss"))),
        "R10": _first(("L0", big and t.most("onset_days", 14)), ("L2", big and t.most("onset_days", 90))),
        "R11": _first(("L1", spinebone and (bone or t.least("age", 70)))),
        "R12": _first(("L2", (bone or t.least("age", 75)) and t.most("onset_days", 42))),
        "R41": _first(("L3", cancer)),
        "R45": _first(("L2", t.most("spinal_fracture_weeks", 12))),
        "R48": _first(("L2", cancer and t.yes("cancer_bone"))),
        "R49": _first(("L0", cancer and (t.weak or (pain and legs)))),
        "R50": _first(("L1", fall and (t.least("pain", 7) or spinebone)), ("L2", fall)),
    }


def _inside(t: Table) -> dict[str, str]:
    fever, colic, sepsis, urine = (t.yes(key) for key in ("fever", "colic", "sepsis", "urine"))
    stone_first = t.a.get("stones_before") in ("no", "unsure")
    grave = fever or t.preg or t.least("pain", 8) or any(t.yes(k) for k in ("single_kidney", "no_urine", "vomiting"))
    kidney = fever and (urine or colic)
    return {
        "R13": _first(("L0", fever and (sepsis or t.numb)), ("L1", fever)),
        "R14": _first(("L1", t.yes("infrisk") and t.yes("constant"))),
        "R15": _first(("L0", sepsis)),
        "R16": _first(("L0", t.yes("aorta"))),
        "R17": _first(("L0", colic and t.least("age", 60) and stone_first)),
        "R18": _first(("L0", colic and grave), ("L1", colic)),
        "R19": _first(("L0", kidney and t.preg), ("L1", kidney)),
        "R20": _first(("L0", t.yes("upperbelly"))),
        "R21": _first(("L0", t.yes("pelvic"))),
        "R22": _first(("L0", t.yes("pregwarn"))),
        "R23": _first(("L1", t.yes("pelvicinf"))),
        "R24": _first(("L3", t.yes("cycle"))),
        "R25": _first(("L0", t.yes("chest"))),
        "R26": _first(("L0", t.yes("coldleg")), ("L1", t.yes("calf"))),
        "R27": _first(("L1", t.yes("rash"))),
    }


def _legs(t: Table) -> dict[str, str]:
    old = t.a.get("bilat") in ("old_checked", "old_unchecked")
    return {
        "R28": _first(("L3", t.axspa() >= 4)),
        "R29": _first(("L3", t.axspa() == 3)),
        "R30": _first(("L2", t.a.get("legpain") == "severe")),
        "R31": _first(("L3", t.legpain())),
        "R32": _first(("L3", (t.yes("claud") and t.least("age", 50)) or old)),
        "R42": _first(("L3", t.yes("claud") and t.most("age", 49))),
    }


def _rest(t: Table) -> dict[str, str]:
    other = t.a.get("surgery") in ("spine", "hip", "knee", "belly") and t.most("surgery_weeks", 12)
    now = t.high and (t.least("pain", 7) or t.numb or t.most("onset_days", 7))
    single = any(t.yes(key) for key in ("constant", "wtloss", "urine", "spinebone"))
    bleed = t.yes("thinners") and t.most("onset_days", 14)
    knock = t.least("pain", 8) or t.a.get("trauma", "none") != "none"
    return {
        "R33": _first(("L2", t.within(("birth",), 6) or t.within(("caesarean",), 8) or other)),
        "R34": _first(("L0", now), ("L1", t.high), ("L2", t.yes("heart") or t.least("diastolic", 110))),
        "R35": _first(("L0", t.yes("selfharm"))),
        "R36": _first(("L2", t.most("age", 17))),
        "R38": _first(("L3", t.least("pain", 8) or t.least("bed_days", 2))),
        "R39": _first(("L2", single or (t.yes("infrisk") and t.most("onset_days", 84)))),
        "R40": _first(("L1", t.a.get("can_walk") == "no")),
        "R43": _first(("L0", t.pressure(160, 110)), ("L1", t.pressure(140, 90))),
        "R44": _first(("L1", t.preg and t.yes("urine"))),
        "R46": _first(("L2", t.preg and t.yes("pregrisk"))),
        "R47": _first(("L2", t.yes("aneurysm"))),
        "R51": _first(("L0", bleed and t.numb), ("L1", bleed and knock)),
        "R52": _first(("L2", t.yes("lump"))),
    }


def profiles(a: Mapping[str, Any], rules: Mapping[str, str], cleared: set[str]) -> set[str]:
    """The profiles that follow from answers, fired rules and cleared rules."""
    t = Table(a)
    hip, spine = a.get("surgery") == "hip", t.yes("spinebone") and "R39" in cleared
    holds = {
        "preg_early": a.get("preg") == "possible" or t.most("preg", 15),
        "preg_late": t.least("preg", 16),
        "postnatal": t.within(BIRTHS, 16),
        "osteoporosis": t.yes("bone") or t.yes("cancer") or "R12" in cleared,
        "spinal_fracture": "spinal_fracture_weeks" in a or spine or bool(cleared & {"R10", "R48", "R50", "R52"}),
        "leg_pain": "R31" in rules,
        "stenosis": "R32" in rules,
        "fall_risk": (t.least("age", 65) and t.least("falls", 1)) or a.get("legweak", "no") != "no",
        "htn_high": t.least("systolic", 160) or t.least("diastolic", 100) or bool(cleared & {"R34", "R47"}),
        "acute_flare": "R38" in rules,
        "recent_surgery_cleared": "R33" in cleared or t.within(("spine",), 52),
        "hip_repl_posterior": hip,
        "hip_repl_anterior": hip,
        "hip_repl_lateral": hip,
        "knee_repl_or_pain": a.get("surgery") == "knee",
    }
    return {profile for profile, held in holds.items() if held}
