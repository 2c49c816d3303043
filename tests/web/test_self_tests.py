"""Self-tests on the site: tried, told with their error, followed by the plan; never a way round a stop or a limit."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from supple.core.content import load
from supple.core.score import parse
from supple.core.self_test import SelfTest
from supple.web.measures.models import Result
from supple.web.people.models import Answers, Record, Wishes
from supple.web.people.who import standing
from supple.web.training.models import ShownPlan
from tests.web.cast import STOPPING, here, record_of

CONTENT = load()
TESTS = CONTENT.self_tests
FRESH = {"since": "none", "pain": "2", "up": "long"}
pytestmark = pytest.mark.django_db


def text(client: Client, address: str, status: int = 200) -> str:
    """What stands on a page."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode().replace("&#x27;", "'")


def ready(record: Record, slug: str = "plank_hold", **taps: str) -> Client:
    """Somebody here who has just gone through the taps."""
    client = here(record)
    assert client.post(f"/self-tests/check/{slug}/", FRESH | taps)["Location"] == f"/self-tests/{slug}/"
    return client


def form(test: SelfTest, values: Any) -> dict[str, str]:
    """The form filled in with a case's values."""
    return {f"{name}-{side}-{n}": str(value) for name, sides in values.items() for side, trials in sides.items()
            for n, value in enumerate(trials)}  # fmt: skip


def done(client: Client, slug: str, case: int = 0, **more: str) -> str:
    """A test done; the address of its result."""
    test = TESTS[slug]
    response = client.post(f"/self-tests/{slug}/", form(test, test.cases[case].values) | more)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


# --- Every one of them -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("test", TESTS.values(), ids=lambda one: one.id)
def test_each_is_shown_done_and_told(test: SelfTest) -> None:
    record = record_of(age=50)
    client = ready(record, test.id)
    page = text(client, f"/self-tests/{test.id}/")
    for line in (test.what, *test.steps, *test.stop, test.not_told, test.instead):
        assert line in page
    assert f"figures/{test.id}/" in page
    for one in test.measures:
        for side in one.sides:
            assert f'name="{one.id}-{side}-0"' in page
    address = done(client, test.id)
    row = Result.objects.get(person=record)
    assert parse(test, row.values) == parse(test, test.cases[0].values)
    told = text(client, address)
    assert "is no diagnosis" in told
    for one in test.measures:
        if one.error:
            assert "One result may be off by about" in told
    assert text(client, "/self-tests/").count("Last:") == 1
    assert "Self-tests: 1 of 15 tried" in text(client, "/progress/")


@pytest.mark.parametrize("test", TESTS.values(), ids=lambda one: one.id)
def test_an_empty_form_loses_nothing_and_says_what_is_missing(test: SelfTest) -> None:
    client = ready(record_of(), test.id)
    given = form(test, test.cases[0].values)
    first = next(iter(given))
    response = client.post(f"/self-tests/{test.id}/", given | {first: ""})
    page = response.content.decode()
    assert response.status_code == 400
    assert "One answer still needs you." in page
    assert "Still needs an answer." in page
    assert not Result.objects.exists()


@pytest.mark.parametrize("typed", ["-1", "121", "ten", "1e3", "nan", "9" * 30])
def test_a_number_beyond_its_range_is_refused(typed: str) -> None:
    response = ready(record_of()).post("/self-tests/plank_hold/", {"hold-both-0": typed})
    assert response.status_code == 400
    assert "Please give a number from 0 to 120." in response.content.decode()
    assert not Result.objects.exists()


@pytest.mark.parametrize("typed", ["−4,5", "-4.5", " -4.5 "])
def test_numbers_are_read_as_people_write_them(typed: str) -> None:
    client = ready(record_of(), "chair_reach")
    client.post("/self-tests/chair_reach/", {"reach-both-0": typed, "reach-both-1": typed})
    assert Result.objects.get().values == {"reach": {"both": [-4.5, -4.5]}}


def test_no_such_test_and_nobody_elses_result() -> None:
    asha, ben = record_of(), record_of()
    address = done(ready(asha), "plank_hold")
    assert here(ben).get(address).status_code == 404
    assert here(ben).get(f"{address}correct/").status_code == 404
    assert here(ben).post(address, {"remove": "yes"}).status_code == 404
    assert Result.objects.count() == 1
    for missing in ("/self-tests/handstand/", "/self-tests/check/handstand/"):
        assert here(ben).get(missing).status_code == 404


# --- Never round a stop or a limit -----------------------------------------------------------------------------------


@pytest.mark.parametrize("level", STOPPING)
def test_a_stopped_person_gets_the_stop_page_and_keeps_nothing(level: str) -> None:
    record = record_of(**STOPPING[level])
    row = Result.objects.create(person=record, kind="self_test", what="plank_hold", at=timezone.now(),
                                values={"hold": {"both": [50]}})  # fmt: skip
    client = here(record)
    addresses = ["/self-tests/", f"/self-tests/result/{row.key}/", f"/self-tests/result/{row.key}/correct/"]
    addresses += [f"/self-tests/{slug}/" for slug in TESTS] + ["/self-tests/check/plank_hold/"]
    for address in addresses:
        for response in (client.get(address), client.post(address, {"hold-both-0": "50", "remove": "yes"})):
            if response.status_code == 405:
                continue
            page = response.content.decode()
            assert "stop-head" in page, address
            assert not any(test.name in page for test in TESTS.values()), address
    assert Result.objects.get().values == {"hold": {"both": [50]}}
    assert "Forearm plank" not in text(client, "/my-data/")


@pytest.mark.parametrize("sign", ["saddle", "legweak", "fever"])
def test_a_yes_in_the_taps_stops_at_once(sign: str) -> None:
    record = record_of()
    client = here(record)
    client.post("/self-tests/check/plank_hold/", {"since": sign, "hours_days": "no"})
    assert standing(record).stopped
    assert "stop-head" in text(client, "/self-tests/plank_hold/")


def test_without_fresh_taps_there_is_no_form() -> None:
    client = here(record_of())
    for response in (client.get("/self-tests/plank_hold/"), client.post("/self-tests/plank_hold/", {"hold-both-0": 9})):
        assert response["Location"] == "/self-tests/check/plank_hold/"
    assert not Result.objects.exists()


def test_the_taps_of_another_person_or_forged_ones_do_not_count() -> None:
    client, other = ready(record_of()), record_of()
    taps = client.cookies["supple-checked"]
    again = here(other)
    again.cookies["supple-checked"] = taps.value
    assert again.get("/self-tests/plank_hold/")["Location"] == "/self-tests/check/plank_hold/"
    again.cookies["supple-checked"] = f"{other.pk.hex} 0 "
    assert again.get("/self-tests/plank_hold/")["Location"] == "/self-tests/check/plank_hold/"


PROFILES = [name for name, one in CONTENT.profiles.items() if one.ask]


@pytest.mark.parametrize("profile", PROFILES)
def test_what_a_condition_blocks_or_caps_is_skipped_with_the_reason(profile: str) -> None:
    record = record_of({"profiles": [profile]})
    one = CONTENT.profiles[profile]
    client = ready(record)
    for test in TESTS.values():
        page = text(client, f"/self-tests/{test.id}/")
        if set(one.block) & set(test.attributes):
            assert f"Not for you now, because of {one.short}" in page, test.id
        if "Not for you now" in page:
            assert "<form" not in page.partition("<main")[2].partition("</main")[0]
            assert test.steps[0] not in page
            assert client.post(f"/self-tests/{test.id}/", form(test, test.cases[0].values)).status_code == 400
    assert not Result.objects.exists()


def test_leg_pain_leaves_out_every_test_that_pulls_on_the_nerve() -> None:
    client = ready(record_of(legpain="mild"), "plank_hold")
    for test in TESTS.values():
        if {"NERVE_TENS", "FLEX_END", "EXT_END"} & set(test.attributes):
            assert "Not for you now" in text(client, f"/self-tests/{test.id}/"), test.id


def test_with_much_pain_all_of_them_wait() -> None:
    client = ready(record_of(), pain="6")
    for test in TESTS.values():
        assert "Not for you now" in text(client, f"/self-tests/{test.id}/")


def test_no_deep_bending_right_after_getting_up() -> None:
    client = ready(record_of(), up="just")
    assert "minutes after getting up" in text(client, "/self-tests/chair_reach/")


# --- What follows ----------------------------------------------------------------------------------------------------


def test_a_shooting_leg_is_kept_as_an_answer_of_today_and_the_plan_follows() -> None:
    record = record_of()
    client = ready(record, "straight_leg_raise")
    client.get("/today/")
    before = Answers.objects.get(person=record)
    told = text(client, done(client, "straight_leg_raise", 2))
    assert "reason not to stretch that leg" in told
    first, second = Answers.objects.filter(person=record).order_by("id")
    assert first.data == before.data
    assert (second.data["legpain"], second.draft) == ("mild", False)
    outcome = standing(record).outcome
    assert outcome is not None and "leg_pain" in outcome.profiles
    assert "Pain or tingling below the knee" in text(client, "/my-data/")
    client.get("/today/")
    newest = ShownPlan.objects.filter(person=record).latest("id")
    for day in newest.data["days"]:
        for item in day["items"]:
            assert "NERVE_TENS" not in CONTENT.exercises[item["exercise"]].attributes_of(item["form"])
    assert "Not for you now" in text(client, "/self-tests/straight_leg_raise/")


def test_a_sign_that_is_known_makes_no_second_answer_and_never_a_milder_one() -> None:
    record = record_of()
    client = ready(record, "bending_back")
    done(client, "bending_back", 1)
    row = Answers.objects.filter(person=record).latest("id")
    row.data["legworse"] = "yes"
    row.save()
    address = f"/self-tests/result/{Result.objects.get().key}/"
    client.post(f"{address}correct/", form(TESTS["bending_back"], TESTS["bending_back"].cases[1].values))
    assert Answers.objects.filter(person=record).count() == 2
    client.post(f"{address}correct/", form(TESTS["bending_back"], TESTS["bending_back"].cases[0].values))
    assert Answers.objects.filter(person=record).latest("id").data["legworse"] == "yes"
    client.post(address, {"remove": "yes"})
    assert Answers.objects.filter(person=record).latest("id").data["legpain"] == "mild"


@pytest.mark.parametrize(("slug", "case", "age", "adds"), [
    ("chair_stand", 1, 72, True), ("chair_stand", 1, 64, False), ("chair_stand", 0, 72, False),
    ("heel_to_toe_stand", 0, 70, True), ("heel_to_toe_stand", 0, 50, False),
])  # fmt: skip
def test_unsteadiness_joins_the_conditions_from_65_on_and_stays(slug: str, case: int, age: int, adds: bool) -> None:
    record = record_of({"sex": "male", "profiles": ["wrist"]}, age=age)
    client = ready(record, slug)
    told = text(client, done(client, slug, case))
    profiles = Wishes.objects.get(person=record).data["profiles"]
    assert profiles == (["wrist", "fall_risk"] if adds else ["wrist"])
    assert ("unsteady on your feet" in told) is adds
    again = client.post(f"/self-tests/{slug}/", form(TESTS[slug], TESTS[slug].cases[0].values))
    closed = adds and slug == "heel_to_toe_stand"  # whoever is unsteady is not asked to let go
    assert again.status_code == (400 if closed else 302)
    assert set(profiles) <= set(Wishes.objects.get(person=record).data["profiles"])


def test_a_short_result_weighs_a_little_in_the_plan_and_goes_with_the_result() -> None:
    record = record_of()
    client = ready(record)
    client.get("/today/")
    assert "a little more room to the front of your trunk" in text(client, done(client, "plank_hold", 1))
    client.get("/today/")
    assert ShownPlan.objects.latest("id").present["tags"] == ["plank_low"]
    client.post(f"/self-tests/result/{Result.objects.get().key}/", {"remove": "yes"})
    client.get("/today/")
    assert ShownPlan.objects.latest("id").present["tags"] == []


def test_what_it_may_show_is_permitted_to_this_person() -> None:
    client = ready(record_of({"profiles": ["wrist"]}), "plank_hold")
    told = text(client, done(client, "plank_hold", 1))
    assert 'href="/exercises/front_plank/"' in told
    client = ready(record_of({"profiles": ["shoulder"]}), "bridge_hold")
    assert 'href="/exercises/glute_bridge/"' in text(client, done(client, "bridge_hold", 2))


def test_two_results_are_compared_beyond_the_error_only() -> None:
    record = record_of()
    client = ready(record)
    old = Result.objects.create(person=record, kind="self_test", what="plank_hold",
                                at=timezone.now() - timedelta(days=42), values={"hold": {"both": [40]}})  # fmt: skip
    address = done(client, "plank_hold")  # 72 s
    page = text(client, address)
    assert "The time before: 40 s. A difference under 43 s may be chance." in page
    assert 'class="chart chart-small"' in page
    Result.objects.filter(pk=old.pk).update(values={"hold": {"both": [20]}})
    assert "More than the time before (20 s), by more than chance." in text(client, address)


def test_sex_is_asked_here_alone_and_may_be_left_out() -> None:
    record = record_of(age=70)
    client = ready(record, "chair_reach")
    assert "skip this if you like" in text(client, "/self-tests/chair_reach/")
    assert "skip this if you like" not in text(client, "/self-tests/seated_turn/")
    told = text(client, done(client, "chair_reach"))
    assert "by sex and age" in told
    done(client, "chair_reach", sex="female")
    assert Wishes.objects.get(person=record).data["sex"] == "female"
    assert "skip this if you like" not in text(client, "/self-tests/chair_reach/")


def test_a_result_can_be_corrected() -> None:
    client = ready(record_of())
    address = done(client, "plank_hold")
    assert 'value="72"' in text(client, f"{address}correct/")
    assert client.post(f"{address}correct/", {"hold-both-0": "62"})["Location"] == address
    assert "62 s" in text(client, address)
    assert Result.objects.count() == 1


def test_it_is_named_in_my_data() -> None:
    client = ready(record_of())
    address = done(client, "plank_hold")
    assert f'href="{address}"' in text(client, "/my-data/")
