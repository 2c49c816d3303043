"""Charts: whatever the answers are, every point stands inside, in order, with its row of numbers."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from supple.core.content import load
from supple.core.findings import compare
from supple.web.training import charts

TODAY = date(2026, 3, 1)
OUTCOMES = load().doses.outcomes
PAIN = st.integers(0, 10)
VALUES = st.lists(st.tuples(st.integers(0, 400), PAIN), max_size=60).map(
    lambda rows: [(TODAY - timedelta(days=ago), value) for ago, value in rows]
)


def drawn(first: int, values: list[tuple[date, int]]) -> charts.Chart:
    return charts.chart(first, charts.days_or_weeks(values, TODAY), sure(first))


def sure(first: int) -> Fraction:
    return charts.sure_from(first, OUTCOMES.error_points, OUTCOMES.improved_pct)


@given(PAIN, VALUES)
def test_every_point_stands_inside_the_drawing(first: int, values: list[tuple[date, int]]) -> None:
    chart = drawn(first, values)
    for dot in chart.dots:
        assert charts.LEFT <= dot.x <= charts.RIGHT
        assert charts.TOP <= dot.high_y <= dot.y <= dot.low_y <= charts.BOTTOM
    assert chart.band_y >= charts.TOP
    assert chart.band_y + chart.band_height <= charts.BOTTOM + 0.01
    assert chart.band_text_y is None or charts.TOP < chart.band_text_y < charts.BOTTOM
    assert all(0 <= tick.x <= 100 for tick in chart.ticks)


@given(PAIN, VALUES)
def test_points_go_on_from_left_to_right_by_their_days(first: int, values: list[tuple[date, int]]) -> None:
    chart = drawn(first, values)
    assert [dot.x for dot in chart.dots] == sorted({dot.x for dot in chart.dots})
    days = [spot.last for spot in chart.rows]
    assert days == sorted(set(days))


@given(PAIN, PAIN)
def test_more_pain_stands_higher(less: int, more: int) -> None:
    assert (charts.height(less) > charts.height(more)) == (less < more)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(1, 21))
def test_a_later_place_stands_further_right(one: int, other: int, places: int) -> None:
    if one < other < places:
        assert charts.across(one, places) < charts.across(other, places)


@given(PAIN, VALUES)
def test_each_point_has_its_row_of_numbers(first: int, values: list[tuple[date, int]]) -> None:
    chart = drawn(first, values)
    assert len(chart.rows) == len(chart.dots) - 1
    for dot in chart.dots[1:]:
        assert dot.spot
        assert dot.text == charts.number(dot.spot.value)
        assert dot.spot.low <= dot.spot.value <= dot.spot.high


@given(PAIN, VALUES)
def test_lines_join_neighbours_alone(first: int, values: list[tuple[date, int]]) -> None:
    chart = drawn(first, values)
    places = len(charts.days_or_weeks(values, TODAY)) + 1
    for left, right in chart.lines:
        step = charts.across(1, places) - charts.across(0, places)
        assert abs(right.x - left.x - step) < 0.02


@given(VALUES)
def test_no_answer_is_counted_twice_or_lost(values: list[tuple[date, int]]) -> None:
    places = charts.days_or_weeks(values, TODAY)
    ends = [end for end, _ in places]
    if not places:
        assert not values
        return
    assert ends[-1] == TODAY
    shown = [day for day, _ in values if day > ends[0] - (charts.WEEK if charts.weekly(places) else charts.DAY)]
    assert sum(spot.count for _, spot in places if spot) == len(shown)
    if len(places) < charts.WEEKS:
        assert len(shown) == len(values)


@given(VALUES)
def test_the_last_week_is_the_one_that_the_finding_speaks_of(values: list[tuple[date, int]]) -> None:
    places = charts.days_or_weeks(values, TODAY)
    if charts.weekly(places):
        last = sorted(value for day, value in values if TODAY - timedelta(days=7) < day <= TODAY)
        assert (places[-1][1] is None) == (not last)
        if places[-1][1]:
            assert (places[-1][1].low, places[-1][1].high, places[-1][1].count) == (last[0], last[-1], len(last))


@given(PAIN, VALUES)
def test_the_words_of_the_band_meet_no_point(first: int, values: list[tuple[date, int]]) -> None:
    chart = drawn(first, values)
    if chart.band_text_y is not None:
        assert chart.band_y < chart.band_text_y < chart.band_y + chart.band_height
        for dot in (dot for dot in chart.dots if dot.x >= charts.WORDS_FROM):
            start, end = charts.taken_by(dot)
            assert chart.band_text_y < start or chart.band_text_y - charts.LETTERS > end


@given(PAIN, st.integers(0, 20))
def test_outside_the_band_means_the_same_as_the_finding(first: int, halves: int) -> None:
    now, chart = Fraction(halves, 2), drawn(first, [])
    clear = compare(Fraction(first), now, OUTCOMES.error_points, OUTCOMES.improved_pct, less=True) != "unchanged"
    assert clear == (abs(now - first) >= sure(first))
    inside = chart.band_y < charts.height(now) < round(chart.band_y + chart.band_height, 2)
    if not clear and charts.TOP < charts.height(now) < charts.BOTTOM:
        assert inside


def test_days_are_shown_for_two_weeks_and_weeks_after_that() -> None:
    def places(ago: int) -> list[charts.Place]:
        return charts.days_or_weeks([(TODAY - timedelta(days=ago), 3)], TODAY)

    assert [len(places(ago)) for ago in (0, 1, 13)] == [1, 2, 14]
    assert [len(places(ago)) for ago in (14, 20, 21, 41, 400)] == [3, 3, 4, 6, charts.WEEKS]
    assert [charts.weekly(places(ago)) for ago in (0, 13, 14)] == [False, False, True]


def test_days_to_come_are_left_out() -> None:
    assert charts.days_or_weeks([(TODAY + timedelta(days=1), 3)], TODAY) == []


def test_a_week_shows_its_middle_its_easiest_and_its_hardest_day() -> None:
    values = [(TODAY - timedelta(days=ago), value) for ago, value in [(20, 9), (6, 2), (3, 8), (0, 3)]]
    spot = charts.days_or_weeks(values, TODAY)[-1][1]
    assert spot == charts.Spot(TODAY, Fraction(3), 2, 8, 3)


def test_a_chart_of_nothing_shows_the_first_answer_in_its_band() -> None:
    chart = drawn(6, [])
    (dot,) = chart.dots
    assert (dot.text, dot.y, dot.labelled) == ("6", charts.height(6), True)
    assert chart.rows == ()
    assert chart.band_y == charts.height(8)
    assert [tick.name for tick in chart.ticks] == ["start"]


def test_a_question_asked_now_and_then_has_a_place_for_each_answer() -> None:
    values = [(TODAY - timedelta(days=ago), ago % 11) for ago in range(0, 300, 14)]
    places = charts.answers(values)
    chart = charts.chart(places[0][1].low if places[0][1] else 0, places, Fraction(2), begin=False)
    assert len(chart.rows) == charts.WEEKS
    assert len(chart.lines) == charts.WEEKS - 1
    assert [dot.labelled for dot in chart.dots].count(True) == 2
    assert [tick.last for tick in chart.ticks] == [places[0][0], places[6][0], places[-1][0]]


def test_numbers_are_short() -> None:
    assert [charts.number(Fraction(halves, 2)) for halves in (0, 5, 20)] == ["0", "2.5", "10"]


@given(PAIN)
def test_a_change_is_sure_from_the_error_or_thirty_per_cent_on(first: int) -> None:
    assert sure(first) == max(2, Fraction(3 * first, 10))
