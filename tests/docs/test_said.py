"""What a person can read: for each line of the mission that is met by words, the words, and where they stand."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from supple.core import coach
from supple.core.content import load
from supple.core.ladder import ladders
from supple.core.person import Moment
from supple.web.training.chain import anybodys
from tests.people import somebody

ROOT = Path(__file__).parents[2]
CONTENT = load()
ASKED_FOR = [exercise.id for exercise in CONTENT.exercises.values() if exercise.mission]

PAGES = "supple/web/training/templates/training"
ABOUT, STEPS, WEEK, EXERCISE, LADDER = (
    f"{PAGES}/{name}.html" for name in ("about", "steps", "week", "exercise", "_chain")
)
FIRST = "supple/web/people/templates/people/first.html"
CHOICES = "supple/web/people/phrases.py"
SCREENS, FLAGS = "supple/content/screens.toml", "supple/content/red_flags.toml"

# number -> (an exercise or a file, what it says). A line may be met in more than one place.
SAID: dict[str, tuple[tuple[str, str], ...]] = {
    "S0.1": ((CHOICES, r'"morning": _\("In the morning"\)'),),
    "S0.2": ((CHOICES, r'"sitting": _\("Sitting"\)'),),
    "S0.3": ((FIRST, r"Most people have a sore back at some time"), (SCREENS, r"Most aching backs do well")),
    "S0.7": ((FLAGS, r"A scan is only useful if it would change"), (FLAGS, r"why = \{ L2 = .*A scan helps where")),
    "S0.8": (("sciatic_slider", r"Bulging discs are common without any pain.*about half of such spells settle"),),
    "S0.9": (("sit_break_march", r"Sitting is no more than a position that is held for long"),),
    "S0.10": (("rest_breathing", r"Stress and short nights can turn pain up"),),
    "S0.11": (("walk", r"Moving more does help"),),
    "S0.12": (("walk", r"Muscles at work do get more blood"),),
    "S0.13": (("front_plank", r"one good way among others"),),
    "S0.14": ((ABOUT, r"Stretching is no cure-all: it does best beside strength and walking"),),
    "S0.15": (("chair_hamstring", r"Stretching mainly makes the position feel easier"),),
    "S0.17": (("hamstring_strap", r"only loosely linked"),),
    "S0.18": (("hamstring_strap", r"too little to call them the cause"),),
    "S0.19": (("tall_reset", r"No single posture is the right one"),),
    "S0.21": (("tall_reset", r"Rock your pelvis .* settle where it feels easiest"),),
    "S0.22": (("front_plank", r"Lift your hips into line"), ("glute_bridge", r"Ribs down"),
              ("tall_reset", r"Ribs soft")),
    "S0.23": (("seated_pelvic_rock", r"No single posture has been shown to harm a back"),),
    "S0.24": (("seated_pelvic_rock", r"channels of the nerves a little less room"),),
    "S0.25": ((CHOICES, r'"dull": _\("Dull"\), "stiff": _\("Stiff"\)'),),
    "S0.34": ((LADDER, r"The ladder"),),
    "S0.36": ((ABOUT, r"It works while you do it"),),
    "S0.37": ((STEPS, r"drink when you are thirsty"),),
    "S0.38": ((STEPS, r"only as far as is easy"),),
    "S0.39": ((STEPS, r"Slowly"), ("hamstring_strap", r"Slow in, then quite still")),
    "S0.40": ((LADDER, r"Harder, later"),),
    "S1.2": ((SCREENS, r"Severe one-sided pain below ribs, in waves to groin"),),
    "S1.3": ((SCREENS, r"Severe upper-belly pain through to back"),),
    "S1.4": (("sit_break_march", r"the next position counts for more than the right one"),),
    "S1.5": (("hip_hinge", r"let a new load grow in small steps"),),
    "S1.6": ((ABOUT, r"Stretching is no cure-all"),),
    "S1.7": ((ABOUT, r"Exercise gives a small to moderate gain on average"),),
    "S1.8": ((ABOUT, r"ordinary back pain or stiffness"),),
    "S1.10": (("childs_pose", r"does not build strength"), ("sphinx", r"does not train the back")),
    "S1.11": ((CHOICES, r"Walk further[\s\S]*Get up more easily[\s\S]*Sport"),),
    "S1.12": (("childs_pose", r"Stronger, no: that takes muscles that work"),),
    "S1.13": ((STEPS, r"Slowly, and only as far as is easy"),),
    "S1.15": ((ABOUT, r"let a doctor or physiotherapist look at it before you rely on it"),),
    "S1.19": ((STEPS, r"leave out what does not feel right"),),
    "S1.20": ((STEPS, r"leave out what does not feel right"),),
    "S1.21": ((STEPS, r"Slowly"),),
    "S1.22": ((STEPS, r"exercise\.breathing"), ("rest_breathing", r"feel your belly rise")),
    "S1.23": (("rest_breathing", r"when you cannot breathe easily, do a little less"),),
    "S1.26": (("childs_pose", r"the inner thighs, the buttocks and the long muscles of the back"),),
    "S1.27": (("childs_pose", r"looser in back, neck and shoulders"),),
    "S1.28": (("childs_pose", r"find it calming"),),
    "S1.29": (("childs_pose", r"as often as you like"),),
    "S1.30": (("childs_pose", r"between other exercises"),),
    "S1.31": (("childs_pose", r"A rolled towel on or under the thighs"),),
    "S1.32": (("childs_pose", r"Knees wide and forehead on a pillow"),),
    "S1.35": (("knee_to_chest", r"let hips, thighs and the whole body settle"),),
    "S1.36": (("knee_to_chest", r"A pillow under the head"),),
    "S1.37": (("knee_to_chest", r"A towel round the leg, if your arms do not reach"),),
    "S1.38": (("knee_to_chest", r"tuck your chin and raise your head a little towards the knee"),),
    "S1.40": (("lying_figure_four", r"piriformis, a small muscle deep in the buttock.*buttock and back feel easier"),),
    "S1.41": (("lying_figure_four", r"Leave the bottom foot on the floor"),),
    "S1.42": (("lying_figure_four", r"A cushion under the head"),),
    "S1.44": (("floor_spinal_twist", r"hip, buttock, back, waist and neck.*a stretch for movement"),),
    "S1.46": (("floor_spinal_twist", r"Leave both legs straight in front of you"),),
    "S1.47": (("floor_spinal_twist", r"breathe in to look ahead, breathe out to look back"),),
    "S1.48": (("floor_spinal_twist", r"5 to 10 slow neck turns"),),
    "S1.50": (("pelvic_tilt", r"light work for the belly"),),
    "S1.51": (("pelvic_tilt", r"light work for the belly and the buttocks"),),
    "S1.54": (("sphinx", r"It is a resting position, so it does not train the back"),),
    "S1.58": ((EXERCISE, r"Good to have:"), (CHOICES, r"def equipment")),
    "S2.1": ((SCREENS, r"Just before\?"), (SCREENS, r"Began how long ago\?")),
    "S2.3": ((CHOICES, r"Standing[\s\S]*At night[\s\S]*Lifting[\s\S]*Lift and carry[\s\S]*Get up more easily"),),
    "S2.5": ((ABOUT, r"Most kinds help about as much as each other"),),
    "S2.6": (("half_kneeling_hip_flexor", r"is an open question"),),
    "S2.18": (("front_plank", r"shoulders, hips and heels make one line"), ("incline_plank", r"one straight line")),
    "S2.19": (("front_plank", r"Firm work across the belly.*Tighten your belly lightly"),
              ("incline_plank", r"Steady work across the belly.*Tighten your belly lightly")),
    "S2.20": (("front_plank", r"3 holds of 20 s; 2 holds of 30 s; 1 hold of 45 s; 1 hold of 60 s"),),
    "S2.21": (("front_plank", r"Weight grows by 2\.5 kg at a time, to 11 kg at most"),),
    "S2.23": (("side_plank", r"Lift until head, hips and feet make one line"),),
    "S2.24": (("side_plank", r"the waist and hip nearest the floor"),),
    "S2.25": (("side_plank", r"3 holds of 20 s each side; 2 holds of 30 s each side; 1 hold of 45 s each side"),),
    "S2.27": (("glute_bridge", r"shoulders, hips and knees make one line"),),
    "S2.28": (("glute_bridge", r"Firm work in both buttocks"),),
    "S2.29": (("glute_bridge", r"1 hold of 45 s; 1 hold of 60 s; 2 holds of 60 s"),),
    "S2.30": (("loaded_bridge", r"two bridges of 60 seconds each.*a barbell only in a gym, with a helper"),),
    "S2.31": ((LADDER, r"The ladder"),),
    "S2.33": (("tall_reset", r"choose any position you like before the next one"),),
    "S2.34": (("tall_reset", r"the crown of your head float up"), ("chin_tuck", r"right up to the crown")),
    "S2.35": (("tall_reset", r"roll them back and let them drop"),),
    "S2.36": (("tall_reset", r"choose any position you like"),),
    "S2.41": (("neck_side_stretch", r"roll a little forwards\..*tip to the chosen side"),),
    "S2.42": (("neck_side_stretch", r"Let the arm on the other side hang down, heavy and relaxed"),),
    "S2.43": (("neck_side_stretch", r"let it just rest there"),),
    "S2.44": (("neck_side_stretch", r"from behind the ear down the side of the neck"),),
    "S2.45": ((WEEK, r"A general programme"), (ABOUT, r"Every programme is a general one")),
    "S3.1": (("side_plank", r"Nobody has shown that evening muscles out"),),
    "S3.3": (("side_plank", r"both sides get the same time here"),),
    "S3.4": ((ABOUT, r"let a doctor or physiotherapist look at it"),
             (WEEK, r"A physiotherapist can look it over with you")),
    "S3.9": (("half_kneeling_hip_flexor", r"hip and knee at right angles"),),
    "S3.10": (("half_kneeling_hip_flexor", r"Lift your chest and your eyes.*Glide your whole body slowly forward"),),
    "S3.11": (("half_kneeling_hip_flexor", r"in the groin, at the front of the hip"),
              ("standing_hip_flexor", r"in the groin or at the front of the hip")),
    "S3.12": (("half_kneeling_hip_flexor", r"Change legs"),),
    "S3.13": (("half_kneeling_hip_flexor", r"the iliopsoas, which runs from the lower spine to the thigh bone"),),
    "S3.14": (("half_kneeling_hip_flexor", r"Whether tight hip flexors cause back pain is an open question"),),
    "S3.15": (("half_kneeling_hip_flexor", r"4 out of 10 at most"),),
    "S3.16": (("half_kneeling_hip_flexor", r"If your back feels it instead, tuck your tail and come back a little"),),
    "S3.17": (("half_kneeling_hip_flexor", r"Stop at the first mild pull, well before pain"),),
    "S3.18": ((STEPS, r"If it gets worse than it was before you began, ease off"),),
    "S3.19": ((FIRST, r"takes the place of no doctor or physiotherapist"),
              (ABOUT, r"It does not diagnose, treat or monitor a disease, and it does not replace a clinician")),
    "S3.23": (("chair_hamstring", r"Stretching mainly makes the position feel easier"),),
    "S3.30": (("walk", r"as a warm-up"),),
    "S3.32": ((STEPS, r"ease off"),),
    "S3.33": ((STEPS, r"If it gets worse than it was before you began, ease off"),),
    "S3.34": ((STEPS, r"worse than it was before you began"),),
    "S3.36": ((STEPS, r"Slowly"),),
    "S3.37": ((STEPS, r"Feel it:"),),
    "S3.38": ((STEPS, r"Slowly, and only as far as is easy"),),
    "S3.39": (("half_kneeling_hip_flexor", r"without bouncing"),),
    "S3.40": ((STEPS, r"comfortable clothes"),),
    "S3.41": ((STEPS, r"a clean flat floor"),),
    "S3.42": ((STEPS, r"Room to move"),),
    "S3.44": (("hip_hinge", r"change the movement where you can, rest in between"),),
    "S3.45": (("hip_hinge", r"neither settles it for one person"),),
    "S3.46": ((FIRST, r"Most people have a sore back at some time"),),
    "S3.48": (("suitcase_carry", r"They do carry more than those above"),),
    "S3.49": (("suitcase_carry", r"A sudden jump can leave a back sore for days"),),
    "S4.1": ((FIRST, r"Most people have a sore back at some time"),),
    "S4.2": ((ABOUT, r"Exercise gives a small to moderate gain"), ("walk", r"new spells came later and less often")),
    "S4.3": (("walk", r"In nine of ten people with lasting back pain nothing of the kind is found"),),
    "S4.5": (("half_kneeling_hip_flexor", r"at the end of their stretch they can tip it"),),
    "S4.6": (("hamstring_strap", r"Tight hamstrings and back pain are only loosely linked"),),
    "S4.7": (("hamstring_strap", r"Tight thighs can leave the pelvis less room"),),
    "S4.12": (("bar_hang", r"no trials of hanging.*a comfort, if you like it"),
              ("desk_lean_back", r"can stand in for hanging")),
    "S4.13": (("bar_hang", r"bend your knees slowly until your arms are long"),),
    "S4.14": (("bar_hang", r"belly and your lower back go soft\. With each breath out let your pelvis sink"),),
    "S4.16": (("cat_cow", r"Come onto hands and knees"),),
    "S4.17": (("cat_cow", r"shoulders above the hands, hips above the knees"),),
    "S4.18": (("cat_cow", r"Let your back rest in its own middle"),),
    "S4.19": (("cat_cow", r"Breathe in and let the belly sink.*the eyes look a little ahead"),
              ("desk_cat_cow", r"Breathe in and let the belly sink")),
    "S4.20": (("cat_cow", r"Breathe out.*round the back towards the ceiling\. Let the head"),
              ("desk_cat_cow", r"Breathe out and round the back.*Let the head")),
    "S4.22": (("cat_cow", r"give your attention to the breath rather than to how far you go"),
              ("desk_cat_cow", r"Each movement lasts as long as the breath")),
    "S4.25": (("seated_figure_four", r"Lay one shin across the other thigh.*Hold the shin with both hands"),),
    "S4.26": (("seated_figure_four", r"Rest the elbow of that side on the crossed knee and let it press down gently"),),
    "S4.27": (("seated_figure_four", r"lift the crossed knee slowly towards you with both hands"),),
    "S4.29": (("seated_figure_four", r"Ankle past the knee, foot free"),),
    "S4.30": (("cross_leg_sit", r"You may meet it as a hamstring stretch"),),
    "S4.31": (("cross_leg_sit", r"Cross your legs.*Lay one shin on top of the other"),),
    "S4.32": (("cross_leg_sit", r"Rest a hand or an elbow on the upper knee\. Let it press down gently"),),
    "S4.34": (("cross_leg_sit", r"lift the upper leg off with both hands"),),
    "S4.35": (("cross_leg_sit", r"Keep the lower leg straight"),),
}  # fmt: skip
# number -> (the exercises, the seconds that a hold of theirs grows to)
GROWN: dict[str, tuple[tuple[str, ...], int]] = {
    "S2.12": (("chair_hamstring", "half_kneeling_hip_flexor", "hamstring_strap", "lying_figure_four",
               "standing_hip_flexor"), 30),
    "S2.20": (("front_plank",), 60),
    "S2.25": (("side_plank",), 45),
    "S2.29": (("glute_bridge",), 60),
    "S2.40": (("doorway_chest_stretch", "neck_side_stretch"), 30),
}  # fmt: skip
UNSUPPORTED = r"\borgans?\b|blood flow|circulation|detox|toxins?"


def told(slug: str) -> str:
    """All that the page of an exercise says, in one line."""
    one = CONTENT.exercises[slug]
    faults = [text for fault in one.faults for text in (fault.fault, fault.cue)]
    parts = (one.what, one.feel, *one.setup, *one.steps, one.breathing, *one.cautions, *one.comforts, *one.things,
             one.easier.text, one.harder.text, *one.ladder.forms, *faults,
             *(said.found for said in one.heard))  # fmt: skip
    return " ".join((*parts, *_ladder(slug)))


def _ladder(slug: str) -> Iterator[str]:
    """The steps that its page lists, and how weight grows on it."""
    own = next(link for link in anybodys(CONTENT, CONTENT.exercises[slug]).links if link.own)
    yield own.weight
    for stage in own.stages:
        yield "; ".join(step.words for step in stage.steps)


@pytest.mark.parametrize("number", SAID)
def test_it_says_so(number: str) -> None:
    for place, words in SAID[number]:
        text = told(place) if place in CONTENT.exercises else (ROOT / place).read_text(encoding="utf-8")
        assert re.search(words, text), f"{place} does not say {words}"


@pytest.mark.parametrize("slug", ASKED_FOR)
def test_it_plans_each_exercise(slug: str) -> None:
    """Nothing that a line asks for only stands in the catalogue: it comes into the week of whoever likes it."""
    who = somebody(favourites=(slug,), equipment=("band", "stick", "bar", "weight", "barbell", "step"), minutes=20)
    week = coach.plan_for(CONTENT, who, date(2026, 1, 5))
    assert slug in {item.exercise for day in week.days for item in day.items}


def test_it_keeps_every_stretch_mild() -> None:
    stretches = [one for one in CONTENT.exercises.values() if "stretch" in one.kinds]
    assert stretches
    assert [one.id for one in stretches if not re.search(r"4 (out )?of 10", one.feel)] == []


def test_it_says_how_to_breathe_everywhere() -> None:
    assert [one.id for one in CONTENT.exercises.values() if "breath" not in one.breathing.lower()] == []


def test_it_leaves_out_what_nothing_supports() -> None:
    assert [slug for slug in CONTENT.exercises if re.search(UNSUPPORTED, told(slug), re.I)] == []


def test_it_serves_hips_thighs_and_back_in_everybody() -> None:
    lengthened = {f"lengthen:{group}" for group in ("gluteus_maximus", "hamstrings", "iliopsoas")}
    assert set(CONTENT.needs.base["everyone"].targets) >= {*lengthened, "build:erectors", "move:spine"}


def test_it_starts_at_twenty_seconds_and_climbs_to_thirty() -> None:
    stretch = CONTENT.doses.kinds["stretch"]
    assert (stretch.start.hold_s, max(step.hold_s for step in stretch.steps)) == (20, 30)
    for one in (one for one in CONTENT.exercises.values() if one.kinds == ("stretch",) and one.mission):
        assert re.search(r"holds of 20 s.*; \d holds of 30 s", " ".join(_ladder(one.id))), one.id


@pytest.mark.parametrize("number", GROWN)
def test_its_ladder_reaches_what_is_asked_for(number: str) -> None:
    """In ten minutes a day, and in the base form: not only the page says so, the plan climbs there and ends there."""
    slugs, hold_s = GROWN[number]
    found = ladders(CONTENT, somebody(minutes=10), Moment(date(2026, 1, 5), "home"))
    for slug in slugs:
        assert hold_s == max(rung.dose.hold_s for rung in found[slug].rungs if rung.form == "base"), slug


def test_it_moves_five_to_ten_times() -> None:
    found = ladders(CONTENT, somebody(minutes=10), Moment(date(2026, 1, 5), "home"))
    for slug in ("cat_cow", "desk_cat_cow"):
        for form in ("base", "harder"):
            assert {rung.dose.reps for rung in found[slug].rungs if rung.form == form} == {5, 6, 8, 10}
        assert CONTENT.exercises[slug].kinds[0] == "mobility"
        assert re.search(r"5 slow repetitions.*10 slow repetitions", told(slug))


def test_it_fits_the_office() -> None:
    assert "office" in CONTENT.exercises["seated_figure_four"].places
