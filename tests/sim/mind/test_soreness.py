"""After eccentric work: a day's weakness, later soreness, and protection."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.errors import InputError
from innervate.sim.mind.person import person
from innervate.sim.mind.soreness import Bout, Soreness, sore_at


@given(st.integers(0, 5000))
def test_everybody_loses_a_fifth_to_three_tenths_after_a_day(seed: int) -> None:
    assert 0.20 <= person(seed).soreness.loss(24.0) <= 0.30


@given(st.integers(0, 5000))
def test_everybody_is_sorest_between_one_day_and_three(seed: int) -> None:
    hours = np.arange(0.0, 200.0)
    felt = [person(seed).soreness.felt(float(hour)) for hour in hours]
    assert 24.0 <= hours[int(np.argmax(felt))] <= 72.0
    assert felt[0] == 0.0


def test_both_are_gone_after_two_weeks() -> None:
    assert Soreness().loss(336.0) < 0.01
    assert Soreness().felt(336.0) < 0.05


def test_a_second_bout_within_weeks_does_less_and_a_late_one_does_not() -> None:
    def worst(gap_days: float) -> float:
        bouts = (Bout(0.0, 1.0), Bout(24.0 * gap_days, 1.0))
        return sore_at(24.0 * gap_days + 48.0, bouts, Soreness()).felt

    assert worst(42.0) == pytest.approx(0.5 * worst(100.0))
    assert worst(100.0) == pytest.approx(Soreness().felt(48.0))


def test_what_is_yet_to_come_hurts_nobody() -> None:
    found = sore_at(10.0, (Bout(20.0, 1.0),), Soreness())
    assert (found.loss, found.felt) == (0.0, 0.0)


def test_the_dose_decides() -> None:
    light, hard = (sore_at(48.0, (Bout(0.0, dose),), Soreness()) for dose in (0.3, 1.0))
    assert light.felt == pytest.approx(0.3 * hard.felt)
    assert light.loss == pytest.approx(0.3 * hard.loss)


def test_a_peak_at_no_time_is_refused() -> None:
    with pytest.raises(InputError, match="peaks some hours after"):
        Soreness(peak_h=0.0)
