"""Taps: when they come, and what answers them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.channel import MuscleSide
from innervate.core.errors import InputError
from innervate.sim.mind.tapping import tap_answer, tap_times


@given(st.floats(0.1, 8.0), st.floats(0.0, 100.0), st.floats(0.0, 20.0))
def test_taps_lie_within_their_stretch_and_fill_it(taps_hz: float, start: float, s: float) -> None:
    times = tap_times(taps_hz, start, start + s)
    assert all(start <= at < start + s + 1e-6 for at in times)
    assert len(times) == pytest.approx(s * taps_hz, abs=1.0)


def test_the_answer_begins_with_the_tap_and_is_over_within_a_second() -> None:
    answer = tap_answer(MuscleSide("gluteus_maximus"), 2.0, 0.3)
    assert answer.start_s == 2.0
    assert answer.stop_s - answer.start_s < 1.0
    assert answer.rise_s + answer.fall_s < answer.stop_s - answer.start_s
    assert answer.level == 0.3


@pytest.mark.parametrize(("taps_hz", "stop_s"), [(0.0, 5.0), (-2.0, 5.0), (2.0, 0.5)])
def test_taps_without_rate_or_time_are_refused(taps_hz: float, stop_s: float) -> None:
    with pytest.raises(InputError, match="taps need"):
        tap_times(taps_hz, 1.0, stop_s)
