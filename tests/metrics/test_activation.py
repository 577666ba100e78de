from __future__ import annotations

import numpy as np
import pytest
from tests.metrics._streams import (
    BICEPS,
    RATE_HZ,
    REPETITIONS,
    TRICEPS,
    level,
    measure,
    of_reps,
    of_set,
    reps,
    stream,
)

from innervate.metrics.activation import Activation

SPANS = reps(4)
STATE = level(SPANS, [1, 1, 1, 1])


def test_mean_and_peak_of_each_repetition_and_of_the_set() -> None:
    specs = (stream(BICEPS, TRICEPS), REPETITIONS)
    data = level(SPANS, [10, 20, 30, 140], [5, 5, 5, 5])
    data[round(1.5 * RATE_HZ), 0] += 50.0
    measures = measure(Activation(), specs, (data, STATE))
    means = of_reps(measures, "activation", "biceps_brachii")
    assert [each.value for each in means] == pytest.approx([10.25, 20, 30, 140])
    assert [each.subject.rep for each in means] == [1, 2, 3, 4]
    assert (means[1].start_s, means[1].stop_s) == pytest.approx(SPANS[1])
    peaks = of_reps(measures, "activation.peak", "biceps_brachii")
    assert [each.value for each in peaks] == pytest.approx([60, 20, 30, 140])
    assert peaks[0].uncertainty.low is None
    whole = of_set(measures, "activation", "biceps_brachii")
    assert whole.value == pytest.approx(200.25 / 4)
    assert whole.unit == "%MVC"
    assert whole.quality.ok
    assert of_set(measures, "activation.peak", "biceps_brachii").value == pytest.approx(250 / 4)
    assert of_set(measures, "activation", "triceps_brachii").uncertainty.low == pytest.approx(5)


def test_a_repetition_cut_by_a_gap_is_left_out_of_the_set_and_named() -> None:
    data = level(SPANS, [10, 20, 30, 40])
    gap = (round(3.4 * RATE_HZ), round(3.5 * RATE_HZ))
    specs = (stream(BICEPS), REPETITIONS)
    measures = measure(Activation(), specs, (data, STATE), skip=gap)
    second = of_reps(measures, "activation")[1]
    assert second.value == pytest.approx(20)
    assert second.quality.reasons == ("cut by a gap in the data",)
    whole = of_set(measures, "activation")
    assert whole.value == pytest.approx(80 / 3)
    assert whole.quality.reasons == ("repetitions left out: 2 (cut by a gap in the data)",)


@pytest.mark.parametrize(("lost_s", "kept"), [(0.19, True), (0.25, False)])
def test_a_repetition_may_miss_a_fifth_of_its_samples(lost_s: float, kept: bool) -> None:
    data = level(SPANS, [10, 20, 30, 40])
    first = round(3.3 * RATE_HZ)
    data[first : first + round(lost_s * RATE_HZ)] = np.nan
    measures = measure(Activation(), (stream(BICEPS), REPETITIONS), (data, STATE))
    assert of_reps(measures, "activation")[1].value == pytest.approx(20)
    assert of_reps(measures, "activation")[1].quality.ok is kept
    assert of_set(measures, "activation").value == pytest.approx(25 if kept else 80 / 3)


def test_an_unplugged_channel_has_no_value_and_says_so() -> None:
    data = level(SPANS, [10, 20, 30, 40])
    data[:] = np.nan
    measures = measure(Activation(), (stream(BICEPS), REPETITIONS), (data, STATE))
    assert of_set(measures, "activation").value is None
    assert not of_set(measures, "activation").quality.ok
    assert of_reps(measures, "activation")[0].quality.reasons == ("only 0% of it was measured",)


def test_two_electrodes_on_one_muscle_keep_their_names() -> None:
    data = level(SPANS, [10, 20, 30, 40], [1, 2, 3, 4])
    measures = measure(Activation(), (stream(BICEPS, BICEPS), REPETITIONS), (data, STATE))
    assert {each.subject.channel for each in measures} == {"E0", "E1"}
