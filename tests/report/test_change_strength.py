"""Strength from lifts and readings, the kept part of a gain, and the two axes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.core.errors import InputError
from innervate.report.change_retention import retention
from innervate.report.change_strength import (
    Formula,
    Lift,
    Reading,
    best,
    one_rep_max,
    read_off,
    strength_series,
)

LOADS, REPS = st.floats(1, 400), st.integers(1, 10)


@given(LOADS, REPS, st.sampled_from(Formula))
def test_an_estimate_is_never_below_the_load_and_grows_with_repetitions(
    load: float, reps: int, formula: Formula
) -> None:
    found = one_rep_max(Lift(load, reps), formula).value
    assert found >= load
    if reps == 1:
        assert found == load
    if reps < 10:
        assert one_rep_max(Lift(load, reps + 1), formula).value > found


def test_known_values_of_either_formula() -> None:
    assert one_rep_max(Lift(100.0, 10)).value == pytest.approx(133.33, abs=0.01)
    assert one_rep_max(Lift(100.0, 5), Formula.BRZYCKI).value == pytest.approx(112.5)
    assert one_rep_max(Lift(100.0, 4, reserve=2)).value == pytest.approx(120.0)
    assert one_rep_max(Lift(100.0, 6)).method == "estimated one-repetition maximum, Epley 1985"


def test_a_guess_about_reserve_is_said() -> None:
    assert "no further repetition" in one_rep_max(Lift(100.0, 6)).remark
    assert one_rep_max(Lift(100.0, 6, reserve=0)).remark == ""


def test_long_sets_give_no_estimate() -> None:
    with pytest.raises(InputError, match="at most 10 repetitions: given 15"):
        one_rep_max(Lift(40.0, 15))
    assert best([Lift(40.0, 15)]) is None
    found = best([Lift(40.0, 15), Lift(60.0, 5), Lift(70.0, 1)])
    assert found is not None
    assert found.value == 70.0


@pytest.mark.parametrize(("load", "reps"), [(0.0, 5), (-3.0, 5), (80.0, 0), (float("nan"), 3)])
def test_impossible_lifts_are_refused(load: float, reps: int) -> None:
    with pytest.raises(InputError):
        Lift(load, reps)


def test_readings_name_their_instrument_and_emg_is_none() -> None:
    assert read_off(310.0, "N", Reading.DYNAMOMETER).method == "dynamometer"
    with pytest.raises(InputError, match="kg, N or N"):
        read_off(310.0, "V", Reading.FORCE)
    assert not any("emg" in one for one in Reading)


def test_sessions_without_an_estimate_are_left_out_of_the_series() -> None:
    days = [date(2026, 1, day) for day in (5, 7, 9)]
    sets = [[Lift(60.0, 5), Lift(50.0, 12)], [Lift(40.0, 20)], [Lift(65.0, 5)]]
    found = strength_series("bench_press", zip(days, sets, strict=True))
    assert [point.on for point in found.points] == [days[0], days[2]]
    assert found.values == pytest.approx((70.0, 75.83), abs=0.01)
    assert "Epley 1985" in found.method


@given(st.floats(0.005, 0.2), st.floats(1, 50), st.integers(0, 1000))
@settings(deadline=None, max_examples=40)
def test_a_clean_course_is_recovered(rate: float, gain: float, seed: int) -> None:
    days = np.array([0.0, 0.0, 1.0, 3.0, 7.0, 14.0, 28.0])
    noise = 0.005 * gain * np.random.default_rng(seed).standard_normal(len(days))
    found = retention(days.tolist(), (30.0 + gain * np.exp(-rate * days) + noise).tolist(), 30.0)
    assert found.why == ""
    for kept in found.kept:
        assert kept.low <= kept.share <= kept.high
        assert kept.share == pytest.approx(np.exp(-rate * kept.days), abs=0.1)


def test_what_does_not_fade_has_no_half_life() -> None:
    values = [40.1, 39.9, 40.0, 40.2, 39.8, 40.0]
    found = retention([0, 0, 7, 7, 28, 28], values, 30.0)
    assert found.half_life_days is None
    assert found.kept[1].high == 1.0


def test_few_tests_or_no_gain_say_so() -> None:
    assert "not enough: 2 tests on 2 days" in retention([0, 7], [3.0, 2.0], 1.0).why
    values = [1.0, -1.0, 1.5, -1.2, 0.3, 0.1]
    assert "nothing was clearly gained" in retention([0, 0, 7, 7, 28, 28], values, 0.0).why


def test_the_intervals_of_what_is_kept_hold_the_truth() -> None:
    random, held = np.random.default_rng(8), 0
    days = [0.0, 0.0, 0.0, 7.0, 7.0, 14.0, 28.0, 28.0]
    for _ in range(200):
        values = 30 + 10 * np.exp(-0.03 * np.array(days)) + random.standard_normal(len(days))
        found = retention(days, values.tolist(), 30.0)
        held += bool(found.kept) and found.kept[1].low <= np.exp(-0.84) <= found.kept[1].high
    assert held >= 180
