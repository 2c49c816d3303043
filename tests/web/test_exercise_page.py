"""One exercise's page: the ladder is the machine's own, what is closed says why, what people hear is answered."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from supple.core import ladder, limits
from supple.core.account import progress_of
from supple.core.coach import needs_of
from supple.core.content import load
from supple.core.course import Ladder, Rung
from supple.core.dose import Dose
from supple.core.person import Person, moment
from supple.core.record import Given, Record
from supple.core.words import FORMS, Form
from supple.web.people.models import Record as Row
from supple.web.training.chain import Chain, anybodys, persons, short
from supple.web.training.climbed import given, words
from tests.core.random_people import by_chance
from tests.core.sessions import lived
from tests.people import somebody
from tests.web.cast import STOPPING, here, record_of
from tests.web.lives import long_ago
from tests.web.test_progress import session, stretch

CONTENT = load()
EVERY = list(CONTENT.exercises)
NEW = Record(first_pain=3)
STEP = re.compile(r'<li(?P<here> class="chain-here"[^>]*)?><span aria-hidden="true">[^<]+</span>'
                  r'<span class="spoken">(?P<words>[^<]+)</span>(?P<marks>.*?)</li>')  # fmt: skip


def page_of(slug: str, client: Client | None = None) -> str:
    return unescape((client or Client()).get(f"/exercises/{slug}/").content.decode())


def the_ladder(page: str) -> str:
    return page.split('id="ladder"')[1].split("</section>")[0]


def steps(page: str) -> list[str]:
    return [found["words"] for found in STEP.finditer(the_ladder(page))]


def spoken(found: dict[str, Ladder], slug: str, open_to: frozenset[tuple[str, Form]]) -> list[str]:
    """Every rung of the chain's ladders in words, of the forms that are open."""
    return [words(given(found[one.id], place), one)
            for one in ladder.linked(CONTENT, slug) if one.id in found
            for place, rung in enumerate(found[one.id].rungs) if (one.id, rung.form) in open_to]  # fmt: skip


def open_now(person: Person) -> frozenset[tuple[str, Form]]:
    at = moment(person.wishes, timezone.localdate())
    return frozenset((one.exercise.id, one.form) for one in limits.permitted(CONTENT, person, at))


# --- The ladder -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("slug", EVERY)
def test_a_stranger_reads_every_step_of_the_whole_chain(slug: str) -> None:
    whole = {one.id: ladder.unbound(CONTENT, one) for one in ladder.linked(CONTENT, slug)}
    page = page_of(slug)
    assert steps(page) == spoken(whole, slug, frozenset((one, form) for one in whole for form in FORMS))
    assert "you are here" not in page and "You would begin" not in page


def listed(chain: Chain) -> list[str]:
    return [step.words for link in chain.links for stage in link.stages for step in stage.steps]


@pytest.mark.parametrize("seed", range(12))
def test_somebody_reads_the_steps_that_the_machine_takes(seed: int) -> None:
    """Whoever it is and whatever they did: the rungs of their own ladders, the one they stand on marked, no other."""
    person, today = by_chance(CONTENT, seed), timezone.localdate()
    record = lived(person, seed)
    at = moment(person.wishes, today)
    found = dict(ladder.ladders(CONTENT, person, at))
    stands = progress_of(CONTENT, person, needs_of(CONTENT, person), record, today)
    done = {item.exercise for one in record.sessions for item in one.items if item.done}
    for slug in EVERY[seed::6]:
        chain = persons(CONTENT, CONTENT.exercises[slug], person, record, today)
        assert listed(chain) == spoken(found, slug, open_now(person))
        for link in chain.links:
            marked = [step.words for stage in link.stages for step in stage.steps if step.here]
            if link.exercise.id in done and link.exercise.id in found:
                rung = stands.rungs[link.exercise.id]
                where = words(Given(rung.form, rung.dose.sets, rung.dose.reps, rung.dose.hold_s, rung.dose.duration_s),
                              link.exercise)  # fmt: skip
                assert link.stands == where
                assert marked == ([where] if (link.exercise.id, rung.form) in open_now(person) else [])
            else:
                assert marked == []


@pytest.mark.parametrize("profile", CONTENT.profiles)
def test_a_form_that_a_condition_closes_shows_its_reason_and_no_step(profile: str) -> None:
    person, today = somebody(profile, minutes=15), timezone.localdate()
    open_to = open_now(person)
    shut = [slug for slug in EVERY if any((slug, form) not in open_to for form in FORMS)][:5]
    assert shut
    for slug in shut:
        for link in persons(CONTENT, CONTENT.exercises[slug], person, NEW, today).links:
            for stage in link.stages:
                assert bool(stage.closed) != bool(stage.steps)
                if (link.exercise.id, stage.form) not in open_to:
                    assert stage.closed and not stage.text


def test_a_flare_closes_what_a_flare_closes_for_now() -> None:
    today = timezone.localdate()
    chain = persons(CONTENT, CONTENT.exercises["front_plank"], somebody("acute_flare", pain=7), NEW, today)
    assert not any(stage.steps for link in chain.links if link.own for stage in link.stages)
    assert chain.now == ""


@pytest.mark.django_db
def test_it_marks_where_somebody_stands_and_says_what_comes_next() -> None:
    record = record_of()
    first = long_ago(record, 14)
    for n in (0, 2, 4):
        session(record, first + timedelta(days=n), stretch(Given("base", 2, 1, 20, 0)))
    page = page_of("seated_figure_four", here(record))
    marked = [found["words"] for found in STEP.finditer(the_ladder(page)) if found["here"]]
    assert marked == ["2 holds of 25 s each side"]
    assert "You are at: 2 holds of 25 s each side. Next: 2 holds of 30 s each side, after 3 sessions in a row" in page
    assert '<a href="/exercises/seated_figure_four/#ladder">' in here(record).get("/progress/").content.decode()


@pytest.mark.django_db
def test_a_newcomer_reads_where_it_would_begin() -> None:
    page = page_of("front_plank", here(record_of({"minutes": 15})))
    assert (
        "You would begin with: 5 holds of 8 s. Next: 5 holds of 10 s, after 3 sessions in a row that felt easy." in page
    )
    assert "you are here" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "milestone"), [
    ("front_plank", ["1 hold of 60 s", "1 hold of 60 s"]),
    ("side_plank", ["1 hold of 45 s each side", "1 hold of 45 s each side"]),
    ("loaded_bridge", ["2 holds of 60 s"]),
    ("walk", []),
])  # fmt: skip
def test_it_marks_the_milestones_of_what_is_held(slug: str, milestone: list[str]) -> None:
    found = [one["words"] for one in STEP.finditer(the_ladder(page_of(slug))) if "milestone" in one["marks"]]
    assert found == milestone


# --- What comes first -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "gate"), [
    ("loaded_bridge", "It opens when “Glute bridge” has reached 2 holds of 60 seconds."),
    ("single_leg_bridge", "It opens when “Glute bridge” has reached 6 holds of 10 seconds."),
])  # fmt: skip
def test_what_waits_for_another_says_so_until_it_is_open(slug: str, gate: str) -> None:
    client = here(record_of({"minutes": 15, "equipment": ["weight"]}))
    week = unescape(client.get("/week/").content.decode())
    page = page_of(slug, client)
    assert gate in the_ladder(page)
    assert "Later, on its ladder" in page and "It comes later: first the glute bridge" in week


def test_it_is_open_once_the_machine_opens_it() -> None:
    who, today = somebody(minutes=15, equipment=("weight",)), timezone.localdate()
    top = {one.ladder.after.reps: one for one in CONTENT.exercises.values() if one.ladder.after}
    reached = _stood(who, Given("base", 1, 6, 10, 0))
    gates = {n: next(link.gate for link in persons(CONTENT, one, who, reached, today).links if link.own)
             for n, one in top.items()}  # fmt: skip
    assert gates[6] == "" and gates[2] != ""


def _stood(who: Person, stands: Given) -> Record:
    """One session of a bridge on this rung."""
    record = lived(who, 1)
    last = record.sessions[-1]
    bridge = replace(last.items[0], exercise="glute_bridge", kind="core", given=stands, rung=stands, colour="green")
    return Record(3, sessions=(replace(last, items=(bridge,), day=timezone.localdate(), happened=timezone.now()),))


@pytest.mark.parametrize("slug", [slug for slug, one in CONTENT.exercises.items() if any(
    "AXIAL_LOAD" in one.attributes_of(form) for form in FORMS)])  # fmt: skip
def test_weight_has_its_bounds_beside_it(slug: str) -> None:
    rule = CONTENT.doses.weight
    own = next(link for link in anybodys(CONTENT, CONTENT.exercises[slug]).links if link.own)
    assert f"{rule.step_kg:g} kg at a time, to {rule.most_kg:g} kg at most" in own.weight
    if slug == "front_plank":
        assert own.weight.startswith("Weight comes last of all: 2.5 kg at first, less if you weigh under 50 kg.")


# --- What people hear -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("slug", EVERY)
def test_it_answers_what_people_hear(slug: str) -> None:
    page, one = page_of(slug), CONTENT.exercises[slug]
    assert ("You may have heard" in page) == bool(one.heard)
    for said in one.heard:
        assert f"“{said.belief}”" in page and said.found in page
        assert CONTENT.words.certainty[said.evidence] in page
        assert all(CONTENT.sources[key].cite in page for key in said.sources)


# --- Safety, order ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("level", STOPPING)
@pytest.mark.parametrize("slug", ["front_plank", "walk", "sciatic_slider"])
def test_somebody_stopped_reads_no_ladder_and_no_belief(level: str, slug: str) -> None:
    page = page_of(slug, here(record_of(**STOPPING[level])))
    assert 'id="ladder"' not in page and "You may have heard" not in page
    assert CONTENT.exercises[slug].name not in page


@pytest.mark.django_db
def test_what_speaks_against_it_stands_before_any_figure_and_step() -> None:
    page = page_of("front_plank", here(record_of({"profiles": ["shoulder"]})))
    assert page.index("Not for you now") < page.index("/static/figures/") < page.index('id="how"')
    assert "data-offer" not in page
    assert steps(page) == [], "its chain is closed as well"


@pytest.mark.django_db
@pytest.mark.parametrize("slug", EVERY)
def test_its_parts_come_in_one_order(slug: str, client: Client) -> None:
    page = page_of(slug, client)
    parts = re.findall(r'<h2(?: class="h3")? id="([\w-]+)"', page)
    assert parts == [one for one in ("how", "care", "faults", "felt", "ladder-title", "heard", "facts") if one in parts]
    assert {"how", "care", "faults", "ladder-title", "facts"} <= set(parts)
    cues = page.split('id="faults"')[1].split("</section>")[0]
    assert re.findall(r"<dt>([^<]+)</dt>", cues) == [fault.cue for fault in CONTENT.exercises[slug].faults]


@pytest.mark.django_db
def test_a_twin_that_lies_on_the_floor_names_its_seated_form() -> None:
    page = page_of("both_knees_to_chest", here(record_of({"profiles": ["cannot_rise"]})))
    assert re.search(r"In a chair or standing instead:.*Child's pose</a> \(Seated fold at a desk\)", page)
    assert "(" not in re.findall(r"In a chair or standing:.*", page_of("front_plank"))[0]


@pytest.mark.django_db
def test_it_is_somebodys_own_and_nobody_elses() -> None:
    """Where one person stands is on no page of another."""
    one, other = record_of(), record_of()
    first = long_ago(one, 3)
    session(one, first, stretch(Given("base", 2, 1, 20, 0)))
    assert "you are here" in page_of("seated_figure_four", here(one))
    assert "you are here" not in page_of("seated_figure_four", here(other))
    assert Row.objects.count() == 2


@pytest.mark.parametrize(("dose", "shown"), [
    (Dose(1, 5, 8), "5 × 8 s"), (Dose(2, 1, 20), "2 × 20 s"), (Dose(1, 8, 0), "8 times"),
    (Dose(2, 8, 0), "2 × 8 times"), (Dose(1, 1, 0, 300), "5 min"), (Dose(1, 1, 0, 1140), "19 min"),
])  # fmt: skip
def test_a_step_is_told_in_a_few_signs(dose: Dose, shown: str) -> None:
    assert short(Rung("core", "base", dose)) == shown
