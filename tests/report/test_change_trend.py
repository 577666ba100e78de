"""Changes over sessions: clear only beyond a person's own noise, however often one looks."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, t

from innervate.core.errors import InputError
from innervate.report.change_series import Better, Condition, Point, Series, apart
from innervate.report.change_trend import Looks, Trend, TrendVerdict, trend

START = date(2026, 1, 1)
ONE_LOOK = Looks(1, 1)
VALUES = st.lists(st.integers(-1000, 1000).map(lambda v: v / 10), min_size=0, max_size=40)


def series(values: list[float], resolution: float = 0.0) -> Series:
    points = tuple(Point(START + timedelta(days=2 * k), float(v)) for k, v in enumerate(values))
    return Series("x", "Target share", "%", points, better=Better.MORE, resolution=resolution)


def over_all(values: list[float], looks: Looks = ONE_LOOK, resolution: float = 0.0) -> Trend:
    return trend(series(values, resolution), START, date(2030, 1, 1), looks)


@given(VALUES, st.integers(1, 6))
@settings(deadline=None)
def test_the_verdict_is_what_the_interval_says(values: list[float], measures: int) -> None:
    found = over_all(values, Looks(measures))
    low, high = found.difference.low, found.difference.high
    if found.verdict is TrendVerdict.NOT_ENOUGH:
        assert low is None
        assert found.why
        return
    assert low is not None
    assert high is not None
    assert found.change is not None
    assert low <= found.change <= high
    assert (found.verdict is TrendVerdict.MORE) == (low > 0)
    assert (found.verdict is TrendVerdict.LESS) == (high < 0)
    assert found.improved == (low > 0)


@given(VALUES, st.floats(-50, 50), st.floats(0.1, 10))
@settings(deadline=None)
def test_another_zero_or_unit_changes_no_verdict(
    values: list[float], shift: float, factor: float
) -> None:
    plain, other = over_all(values), over_all([factor * value + shift for value in values])
    if plain.difference.low is not None and abs(plain.difference.low) > 1e-6:
        assert plain.difference.high is None or abs(plain.difference.high) > 1e-9
        assert other.verdict is plain.verdict


@given(VALUES)
@settings(deadline=None)
def test_more_looks_and_measures_never_make_it_easier(values: list[float]) -> None:
    one, many = over_all(values), over_all(values, Looks(3, 12))
    if many.verdict in (TrendVerdict.MORE, TrendVerdict.LESS):
        assert one.verdict is many.verdict


@given(VALUES, st.integers(0, 90))
@settings(deadline=None)
def test_what_comes_later_changes_no_letter(values: list[float], day: int) -> None:
    stop = START + timedelta(days=day)
    whole = series(values)
    cut = Series("x", "Target share", "%", whole.before(stop), better=Better.MORE)
    assert (
        trend(whole, START, stop, ONE_LOOK).difference
        == trend(cut, START, stop, ONE_LOOK).difference
    )


def test_it_is_the_t_interval_about_lines_where_neighbours_are_not_alike() -> None:
    first = [10.0, 12.0, 10.0, 12.0, 10.0, 12.0]
    newest = [14.0, 11.0, 14.0, 11.0, 14.0, 11.0]
    at = np.arange(6.0)
    squares = sum(np.polyfit(at, values, 1, full=True)[1][0] for values in (first, newest))
    half = t.ppf(0.975, 8) * np.sqrt(squares / 8) * np.sqrt(1 / 6 + 1 / 6)
    found = over_all(first + newest).difference
    assert found.low == pytest.approx(1.5 - half)
    assert found.high == pytest.approx(1.5 + half)
    assert "correlation" not in found.method


def test_learning_within_a_month_is_not_taken_for_noise() -> None:
    steady = [float(k % 2) for k in range(20)]
    rising = [value + 3.0 * k for k, value in enumerate(steady)]
    assert over_all(rising).noise == pytest.approx(over_all(steady).noise)


def test_few_sessions_say_so() -> None:
    assert over_all([1.0] * 6).why == "6 of 7 sessions"
    late = trend(series([1.0, 2.0] * 10), date(2026, 3, 1), date(2026, 4, 1), ONE_LOOK)
    assert late.why == "0 of 3 sessions since 2026-03-01"


def test_values_that_never_differ_have_no_known_noise_unless_their_step_is_known() -> None:
    same = [80.0] * 6 + [82.5] * 6
    assert over_all(same).verdict is TrendVerdict.NOT_ENOUGH
    assert "all the same" in over_all(same).why
    assert over_all(same, resolution=2.5).verdict is TrendVerdict.MORE
    assert over_all([80.0] * 6 + [80.5] * 6, resolution=2.5).verdict is TrendVerdict.NO_CLEAR


def test_the_detectable_difference_grows_with_the_noise() -> None:
    calm, wild = over_all([1.0, 2.0] * 8), over_all([1.0, 20.0] * 8)
    assert calm.detectable is not None
    assert wild.detectable == pytest.approx(19 * calm.detectable)
    assert calm.noise is not None
    assert 2.77 * calm.noise < calm.detectable < 3.2 * calm.noise


def yearly(values: np.ndarray, looks: Looks) -> list[Trend]:
    whole = series(values.tolist())
    months = [START + timedelta(days=30 * k) for k in range(13)]
    return [trend(whole, months[k], months[k + 1], looks) for k in range(12)]


@pytest.mark.parametrize(("alike", "limit"), [(0.0, 0.05), (0.3, 0.08)])
def test_a_year_without_change_holds_few_false_claims(alike: float, limit: float) -> None:
    random, years, alarms = np.random.default_rng(3), 300, 0
    for _ in range(years):
        noise = random.standard_normal(180)
        for k in range(1, 180):
            noise[k] = alike * noise[k - 1] + (1 - alike**2) ** 0.5 * noise[k]
        found = yearly(noise, Looks(1))
        alarms += any(one.verdict in (TrendVerdict.MORE, TrendVerdict.LESS) for one in found)
    assert binomtest(alarms, years, limit, alternative="greater").pvalue > 1e-3


def test_a_change_of_two_standard_deviations_is_found_within_the_year() -> None:
    random = np.random.default_rng(4)
    found = 0
    for _ in range(50):
        values = random.standard_normal(180) + np.minimum(np.arange(180) / 60, 1.0) * 2.5
        found += yearly(values, Looks(2))[-1].improved
    assert found >= 40


def test_only_sessions_of_one_condition_make_a_series() -> None:
    bare, banded = Condition("squat"), Condition("squat", variant="band")
    late, early = Point(START + timedelta(days=1), 2.0), Point(START, 1.0)
    found = apart([(bare, late), (banded, early), (bare, early)])
    assert found == {bare: (early, late), banded: (early,)}


@pytest.mark.parametrize(
    ("values", "words"), [([float("nan")], "has no number"), ([float("inf")], "has no number")]
)
def test_what_is_no_number_is_refused(values: list[float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        series(values)


def test_sessions_out_of_order_are_refused() -> None:
    with pytest.raises(InputError, match="not in order"):
        Series("x", "x", "%", (Point(date(2026, 2, 1), 1.0), Point(START, 1.0)))
