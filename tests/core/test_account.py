"""What the record means for one person, in plain words."""

import re
from dataclasses import replace

import pytest

from supple.core import account, coach
from supple.core.document import Change, Mode
from supple.core.ladder import ladders
from supple.core.person import Moment
from supple.core.progress import Moved
from supple.core.record import Given, Record
from supple.core.replay import Done, Result
from supple.core.words import Kind
from tests.core.histories import CONTENT, RULES, Life, the_day
from tests.core.random_people import MONDAY
from tests.core.sessions import lived
from tests.people import somebody

WHO = somebody(minutes=15)
NEEDS = coach.needs_of(CONTENT, WHO)
LADDERS = ladders(CONTENT, WHO, Moment(MONDAY))
BASE, EASIER = Given("base", 2, 1, 20), Given("easier", 2, 1, 20)


def told(code: str, exercise: str | None = "bird_dog", **more: int) -> str:
    [one] = account.told(CONTENT, (Moved(MONDAY, code, exercise, **more),))
    return one.text


# ---- words ----


@pytest.mark.parametrize(("code", "more", "text"), [
    ("up_hold", 5, "Bird-dog: 5 seconds longer, after three sessions that felt easy."),
    ("up_reps", 1, "Bird-dog: one repetition more, after three sessions that felt easy."),
    ("up_reps", 2, "Bird-dog: 2 repetitions more, after three sessions that felt easy."),
    ("up_sets", 1, "Bird-dog: one round more, after three sessions that felt easy."),
    ("up_time", 60, "Bird-dog: one minute more, after three sessions that felt easy."),
    ("up_time", 120, "Bird-dog: 2 minutes more, after three sessions that felt easy."),
    ("up_time", 30, "Bird-dog: 30 seconds more, after three sessions that felt easy."),
])  # fmt: skip
def test_it_says_what_is_more(code: str, more: int, text: str) -> None:
    assert told(code, more=more) == text


def test_it_says_what_is_less_and_why() -> None:
    assert told("down_red") == "Bird-dog: one step back, because it hurt more than your limit."
    assert told("left_out", days=7) == (
        "Bird-dog rests for 7 days, because its easiest step hurt more than your limit.")  # fmt: skip
    assert told("less_gap", None, days=9) == (
        "A little less of everything for the first session back, after 9 days away.")  # fmt: skip


def test_it_leaves_no_gap_in_a_sentence() -> None:
    """Every change has its words, all blanks are filled, and an exercise that is gone breaks nothing."""
    codes = {"down_ambers", "down_flags", "down_gap", "less_flag", "restart", "up_variant"}
    for code in codes:
        text = told(code, more=1, days=20)
        assert not re.search(r"[{}]|\bNone\b", text)
    assert "one step back" in told("down_red", "no_longer_there")


def test_it_hands_changes_to_the_document() -> None:
    found = account.told(CONTENT, (Moved(MONDAY, "down_red", "bird_dog"),))
    assert account.changes(found) == (Change("down_red", found[0].text, "bird_dog"),)
    assert (found[0].day, found[0].code, found[0].exercise) == (MONDAY, "down_red", "bird_dog")


# ---- where somebody stands ----


def test_it_starts_everybody_at_the_start_of_their_ladders() -> None:
    found = account.progress_of(CONTENT, WHO, NEEDS, Record(3), MONDAY)
    assert found.rungs == {slug: ladder.rungs[ladder.start] for slug, ladder in LADDERS.items()}


def test_it_lifts_what_serves_the_greatest_need_first() -> None:
    served = ("walk", "pelvic_tilt", "chin_tuck", "doorway_chest_stretch")
    life = Life(served, LADDERS).sessions(0, 1, 2)
    found = account.progress_of(CONTENT, WHO, NEEDS, life.record, the_day(2))
    assert len(found.moved) == RULES.steps_per_week
    heaviest = max(NEEDS.of, key=lambda need: need.weight)
    assert heaviest.target == "walk", "the case below speaks of it"
    assert found.moved[0].exercise == "walk"
    assert "chin_tuck" not in {one.exercise for one in found.moved}


def test_it_gives_a_plan_what_follows_from_the_record() -> None:
    life = Life(("bird_dog",), LADDERS).sessions(0, 1, 2).morning(3, 9)
    course = account.course_of(CONTENT, WHO, NEEDS, life.record, the_day(3), the_day(4))
    assert course.rungs["bird_dog"].dose.hold_s == 10
    assert [course.volume(the_day(n)) for n in (4, 5)] == [50, 100]


def test_it_reads_the_same_record_by_the_ladders_of_today() -> None:
    """A new condition shortens the ladder: nobody stands above its end."""
    for seed in range(12):
        record = lived(WHO, seed)
        for name in ("leg_pain", "hernia", "preg_late", "shoulder"):
            limited = replace(WHO, profiles=(name,))
            found = account.progress_of(CONTENT, limited, NEEDS, record, MONDAY)
            rungs = ladders(CONTENT, limited, Moment(MONDAY))
            assert all(found.rungs[slug] in ladder.rungs for slug, ladder in rungs.items())
            assert set(found.rungs) == set(rungs)


# ---- hints ----


def came_to(colour: str | None = "green", done: bool = True, effort: int | None = 5, given: Given = BASE,
            rung: Given | None = BASE, mode: Mode = "done", kind: Kind = "stretch") -> str | None:  # fmt: skip
    item = Done(0, "bird_dog", "E37", "Bird-dog", kind, given, rung, done, False, colour, (0, 9, 9))  # type: ignore[arg-type]
    found = Result(mode, (item,), (), (), (), False, None, effort)
    return account.hints(CONTENT, found).get((0, "bird_dog"))


def test_it_says_what_one_session_means() -> None:
    assert came_to() == "up_soon"
    assert came_to("amber") == "same"
    assert came_to("red") == "back"
    assert came_to("red", given=EASIER, rung=EASIER) == "rest"


@pytest.mark.parametrize("effort", [7, None])
def test_it_counts_only_easy_sessions(effort: int | None) -> None:
    assert came_to(effort=effort) == "not_counted"


def test_it_counts_only_what_was_done_in_full() -> None:
    assert came_to(done=False) == "not_counted"
    assert came_to(given=replace(BASE, sets=1)) == "not_counted"
    assert came_to(colour=None, done=False) == "not_counted"


def test_it_rests_what_hurt_in_its_easier_form() -> None:
    assert came_to("red", given=EASIER, rung=BASE) == "rest"
    higher = replace(EASIER, hold_s=25)
    assert came_to("red", given=higher, rung=higher) == "back", "further up a ladder of easier forms only"


def test_it_says_nothing_of_what_is_still_being_done() -> None:
    assert came_to(colour=None, done=False, mode="running") is None
    assert came_to("red", done=False, mode="recheck") == "back"


def test_it_has_a_sentence_for_every_hint() -> None:
    assert {"up_soon", "same", "back", "rest", "not_counted"} <= set(CONTENT.spoken.hints)
