from __future__ import annotations

import numpy as np
import pytest
from tests.metrics._streams import RATE_HZ, REPETITIONS, measure, of_reps, of_set, state

from innervate.metrics.repetitions import Repetitions

SPECS = (REPETITIONS,)


def test_counts_lengths_and_rests() -> None:
    data = state(15.0, (1.0, 3.0), (4.0, 7.0), (9.0, 13.0))
    measures = measure(Repetitions(), SPECS, (data,))
    assert of_set(measures, "repetitions").value == 3.0
    durations = of_reps(measures, "repetitions.duration")
    assert [each.value for each in durations] == pytest.approx([2.0, 3.0, 4.0])
    mean = of_set(measures, "repetitions.duration")
    assert mean.value == pytest.approx(3.0)
    assert mean.uncertainty.low is None
    assert mean.uncertainty.method.startswith("how far the counter's edges lie from the movement's")
    rests = of_reps(measures, "repetitions.rest")
    assert [(each.subject.rep, each.value) for each in rests] == [(2, 1.0), (3, 2.0)]
    assert (rests[1].start_s, rests[1].stop_s) == pytest.approx((7.0, 9.0))


def test_no_repetition_is_a_count_of_nought() -> None:
    (count,) = measure(Repetitions(), SPECS, (state(5.0),))
    assert count.value == 0.0
    assert count.quality.ok


def test_a_state_that_was_never_measured_is_not_nought() -> None:
    (count,) = measure(Repetitions(), SPECS, (np.full((1000, 1), np.nan),))
    assert count.value is None
    assert count.quality.reasons == ("the repetition state was not measured",)


def test_a_cut_repetition_counts_but_its_length_does_not() -> None:
    data = state(15.0, (1.0, 3.0), (4.0, 7.0), (9.0, 13.0))
    gap = (round(6.5 * RATE_HZ), round(7.5 * RATE_HZ))
    measures = measure(Repetitions(), SPECS, (data,), skip=gap)
    count = of_set(measures, "repetitions")
    assert count.value == 3.0
    assert not count.quality.ok
    assert count.quality.reasons == ("not seen as a whole: repetitions 2 (its end was not seen)",)
    assert of_set(measures, "repetitions.duration").value == pytest.approx(3.0)
    assert [each.subject.rep for each in of_reps(measures, "repetitions.rest")] == [2]
