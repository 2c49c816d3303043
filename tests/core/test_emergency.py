"""Whom to ring: truths over every country of emergency.toml, and the files that must be refused."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from supple.core.emergency import MEMORY, CrisisLine, Emergency, HealthLine, Number, Numbers, read_emergency
from supple.core.errors import ContentError
from supple.core.words import LEVELS, Level

CONTENT = Path(__file__).parents[2] / "supple" / "content"
EMERGENCY = read_emergency(CONTENT)
CODES = sorted(EMERGENCY.countries)
EU_AND_EEA = [
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE",
    "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS",
]  # less Norway and Liechtenstein, where another number comes first  # fmt: skip
DATA_SETS = {"em_A", "em_P", "em_W", "em_didww"}  # lists, not pages of an operator or of the press


def every_view() -> Iterator[tuple[str, Level, Numbers]]:
    """What is shown in each country at each level."""
    for code in CODES:
        for level in LEVELS:
            yield code, level, EMERGENCY.numbers_for(code, level)


def every_line() -> Iterator[tuple[str, HealthLine | CrisisLine]]:
    """Each line kept for each country, shown or not."""
    for code, country in EMERGENCY.countries.items():
        yield from ((code, line) for line in country.health)
        yield from ((code, line) for line in country.crisis)


class TestEmergencyNumbers:
    def test_it_shows_the_numbers_of_the_country_at_every_level(self) -> None:
        for code, _, shown in every_view():
            assert shown.country == code
            assert shown.emergency == EMERGENCY.countries[code].emergency != ()

    def test_it_always_shows_112_911_and_999_beside_them(self) -> None:
        for _, _, shown in every_view():
            assert [number.number for number in shown.everywhere] == ["112", "911", "999"]
            assert shown.everywhere_text == "112, 911 or 999 work on most mobile phones"

    def test_it_puts_112_first_in_the_eu_and_the_eea(self) -> None:
        assert [code for code in EU_AND_EEA if EMERGENCY.countries[code].emergency[0].number != "112"] == []

    @pytest.mark.parametrize(("code", "first"), [("NO", "113"), ("CH", "144"), ("LI", "144"), ("GB", "999")])
    def test_it_puts_the_medical_number_first_where_112_is_not_the_best(self, code: str, first: str) -> None:
        assert EMERGENCY.countries[code].emergency[0].number == first

    @pytest.mark.parametrize("code", ["NO", "KR", "JP", "IL", "SG", "BR"])
    def test_it_says_ambulance_where_the_police_have_a_number_of_their_own(self, code: str) -> None:
        assert EMERGENCY.countries[code].emergency[0].ambulance

    def test_it_says_police_beside_the_112_of_norway(self) -> None:
        assert EMERGENCY.countries["NO"].emergency[1] == Number("112", hint="police")

    def test_it_lists_no_number_twice(self) -> None:
        for country in EMERGENCY.countries.values():
            numbers = [number.tel for number in country.emergency]
            assert len(numbers) == len(set(numbers))

    def test_it_knows_each_country_by_one_name(self) -> None:
        names = [country.name for country in EMERGENCY.countries.values()]
        assert len(set(names)) == len(names)

    def test_it_reads_a_code_in_small_letters(self) -> None:
        assert EMERGENCY.numbers_for(" at ") == EMERGENCY.numbers_for("AT")


class TestUnknownCountry:
    @pytest.mark.parametrize("code", [None, "", "XX", "Austria", "EU", "de-AT", "112"])
    @pytest.mark.parametrize("level", LEVELS)
    def test_it_shows_the_three_numbers_alone(self, code: str | None, level: Level) -> None:
        shown = EMERGENCY.numbers_for(code, level)
        assert shown == Numbers(None, (), EMERGENCY.everywhere, EMERGENCY.everywhere_text)
        assert [number.number for number in shown.everywhere] == ["112", "911", "999"]


class TestCrisisLines:
    def test_it_shows_every_line_to_be_shown_and_none_on_hold(self) -> None:
        for code, _, shown in every_view():
            assert shown.crisis == tuple(li for li in EMERGENCY.countries[code].crisis if li.state == "show")

    def test_it_never_shows_a_line_without_an_emergency_number(self) -> None:
        assert all(shown.emergency for _, _, shown in every_view() if shown.crisis)

    def test_it_shows_only_lines_with_a_page_behind_them(self) -> None:
        for code, _, shown in every_view():
            for line in shown.crisis:
                assert set(line.sources) - DATA_SETS, f"{code} {line.name}"

    def test_it_shows_116_123_only_where_it_was_found(self) -> None:
        found = {code for code, _, shown in every_view() for line in shown.crisis if "116123" in line.tels}
        assert found == {"GB", "IE", "LV", "NO"}


class TestHealthLines:
    def test_it_shows_them_at_l1_and_l2_only(self) -> None:
        for code, level, shown in every_view():
            verified = tuple(line for line in EMERGENCY.countries[code].health if line.verified)
            assert shown.health == (verified if level in ("L1", "L2") else ())

    def test_it_shows_none_when_no_level_is_given(self) -> None:
        assert all(EMERGENCY.numbers_for(code).health == () for code in CODES)

    def test_it_has_some_to_show(self) -> None:
        shown = {code for code in CODES if EMERGENCY.numbers_for(code, "L2").health}
        assert shown == {"AT", "CL", "DE", "FR", "GB", "NO", "NZ", "PT", "SE"}


class TestSources:
    def test_it_never_shows_a_line_from_memory(self) -> None:
        for code, level, shown in every_view():
            for sources in [line.sources for line in shown.health] + [line.sources for line in shown.crisis]:
                assert MEMORY not in sources, f"{code} {level}"

    def test_it_keeps_the_lines_from_memory_for_the_next_check(self) -> None:
        assert sum(MEMORY in line.sources for _, line in every_line()) > 10

    def test_it_resolves_every_source_and_cites_each(self) -> None:
        cited = {key for country in EMERGENCY.countries.values() for key in country.sources}
        cited |= {key for _, line in every_line() for key in line.sources}
        assert cited == set(EMERGENCY.sources)

    @pytest.mark.parametrize("code", CODES)
    def test_it_was_checked_within_twelve_months(self, code: str) -> None:
        assert not EMERGENCY.countries[code].recheck_due(datetime.now(UTC).date())

    def test_it_is_due_again_after_twelve_months(self) -> None:
        country = EMERGENCY.countries["AT"]
        checked = date.fromisoformat(country.checked)
        assert not country.recheck_due(checked + timedelta(days=366))
        assert country.recheck_due(checked + timedelta(days=367))


class TestDialling:
    def test_it_only_strips_spaces(self) -> None:
        for code in CODES:
            country = EMERGENCY.countries[code]
            pairs = [(number.number, number.tel) for number in country.emergency]
            pairs += [(line.number, line.tel) for line in country.health]
            pairs += [pair for line in country.crisis for pair in zip(line.numbers, line.tels, strict=True)]
            assert all(tel == "".join(number.split()) for number, tel in pairs)

    @pytest.mark.parametrize(("number", "tel"), [("000", "000"), ("0800 111 0 111", "08001110111"), ("*4141", "*4141")])
    def test_it_keeps_zeros_and_stars(self, number: str, tel: str) -> None:
        assert Number(number).tel == tel


GOOD = """
everywhere = [{ number = "112" }]
everywhere_text = "112 works"
[sources]
em_P = "A list"
em_m = "From memory"
[countries.AT]
name = "Austria"
emergency = [{ number = "112" }]
sources = ["em_P"]
checked = "2026-11-20"
health = [{ name = "Line", number = "1450", verified = false, sources = ["em_m"] }]
crisis = [{ name = "Line", numbers = ["142"], state = "hold", sources = ["em_m"] }]
"""
DIALLED = "is not digits and single spaces, as dialled inside the country"
BAD = [
    ("countries.AT", "countries.Austria", "countries.Austria: must be an ISO code of two capital letters"),
    ("countries.AT", "countries.at", "countries.at: must be an ISO code of two capital letters"),
    ('emergency = [{ number = "112" }]', "emergency = []", "countries.AT.emergency: must hold at least one number"),
    ('\nemergency = [{ number = "112" }]', "", "countries.AT.emergency: is missing"),
    ('everywhere = [{ number = "112" }]', "everywhere = []", "everywhere: must hold at least one number"),
    ('"142"', '"+43 142"', f'countries.AT.crisis[0].numbers: "+43 142" {DIALLED}'),
    ('["142"]', "[]", "countries.AT.crisis[0].numbers: must hold at least one number"),
    ('"1450"', '"1450 "', f'countries.AT.health[0].number: "1450 " {DIALLED}'),
    ('"1450"', "1450", "countries.AT.health[0].number: must be text, not 1450"),
    ("verified = false", "verified = true", "countries.AT.health[0].verified: a line from memory is not verified"),
    ('"hold"', '"show"', "countries.AT.crisis[0].state: a line from memory is on hold"),
    ('"hold"', '"maybe"', 'countries.AT.crisis[0].state: "maybe" is not one of: show, hold'),
    ('sources = ["em_P"]', 'sources = ["em_m"]', "countries.AT.sources: an emergency number from memory is refused"),
    ('sources = ["em_P"]', "sources = []", "countries.AT.sources: must name at least one source"),
    ('sources = ["em_P"]', 'sources = ["em_x"]', 'countries.AT.sources: "em_x" is not in sources'),
    ('"2026-11-20"', '"20 November"', 'countries.AT.checked: "20 November" is not a date like 2026-11-20'),
    ('"2026-11-20"', "2026-11-20", "countries.AT.checked: must be text, not 2026-11-20"),
    (
        'name = "Austria"',
        'nome = "Austria"',
        "countries.AT.nome: unknown key; allowed: checked, crisis, emergency, health, name, note, sources",
    ),
]  # fmt: skip


def read_text(tmp_path: Path, text: str) -> Emergency:
    """The numbers of a file with this text."""
    (tmp_path / "emergency.toml").write_text(text, encoding="utf-8")
    return read_emergency(tmp_path)


class TestBadFiles:
    def test_it_reads_the_good_one(self, tmp_path: Path) -> None:
        assert read_text(tmp_path, GOOD).numbers_for("AT", "L1").emergency == (Number("112"),)

    @pytest.mark.parametrize(("good", "bad", "why"), BAD)
    def test_it_refuses_with_file_key_and_reason(self, tmp_path: Path, good: str, bad: str, why: str) -> None:
        assert good in GOOD
        with pytest.raises(ContentError) as refused:
            read_text(tmp_path, GOOD.replace(good, bad, 1))
        assert str(refused.value) == f"emergency.toml: {why}"

    def test_it_refuses_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(ContentError) as refused:
            read_emergency(tmp_path)
        assert str(refused.value) == "emergency.toml: file: is missing"


class TestSourcesOfEverythingElse:
    TABLE = tomllib.loads((CONTENT / "sources.toml").read_text(encoding="utf-8"))

    def test_it_says_of_each_source_what_it_is_and_whether_it_was_opened(self) -> None:
        for key, source in self.TABLE.items():
            assert set(source) == {"cite", "seen"}, key
            assert source["cite"].strip(), key
            assert source["seen"] in ("opened", "memory", "own"), key

    def test_it_tells_our_own_decisions_and_memory_apart(self) -> None:
        assert self.TABLE["d"]["seen"] == "own"
        assert self.TABLE["m"]["seen"] == "memory"

    def test_it_resolves_every_source_that_content_names(self) -> None:
        for file in CONTENT.rglob("*.toml"):
            if file.name not in ("emergency.toml", "sources.toml"):
                unknown = set(_named(tomllib.loads(file.read_text(encoding="utf-8")))) - set(self.TABLE)
                assert not unknown, file.name


def _named(value: Any) -> Iterator[str]:
    """Every key under `sources` or `source`, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("source", "sources"):
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from _named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner)
