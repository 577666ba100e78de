from __future__ import annotations

import numpy as np
import pytest
from tests.metrics._streams import (
    BICEPS,
    RATE_HZ,
    REPETITIONS,
    TRICEPS,
    measure,
    of_reps,
    of_set,
    state,
    stream,
)

from innervate.core.channel import Kind
from innervate.core.errors import InputError
from innervate.core.measure import Measure
from innervate.core.stream import Samples
from innervate.metrics.steadiness import Steadiness

SPANS = ((1.0, 6.0), (8.0, 13.0), (15.0, 20.0))
STATE = state(22.0, *SPANS)
SECONDS = np.arange(len(STATE)) / RATE_HZ
SPECS = (stream(BICEPS, TRICEPS), REPETITIONS)


def held(depth: float) -> Samples:
    """30 % with a 2-Hz tremor of this relative depth."""
    return 30.0 * (1.0 + depth * np.sin(4.0 * np.pi * SECONDS))[:, None]


def steadiness(*columns: Samples, metric: Steadiness | None = None) -> tuple[Measure, ...]:
    return measure(metric or Steadiness(), SPECS, (np.hstack(columns), STATE))


def test_a_sine_varies_by_its_depth_over_root_two() -> None:
    measures = steadiness(held(0.1), held(0.0))
    values = [each.value for each in of_reps(measures, "steadiness", "biceps_brachii")]
    assert values == pytest.approx([100 * 0.1 / 2**0.5] * 3, rel=1e-3)
    assert of_set(measures, "steadiness", "triceps_brachii").value == 0.0
    assert of_set(measures, "steadiness", "biceps_brachii").unit == "%"


def test_the_ramps_do_not_count() -> None:
    column = held(0.0)
    column[(SECONDS < 1.3) | ((SECONDS > 5.7) & (SECONDS < 8.3))] = 0.0
    first = of_reps(steadiness(column, column), "steadiness", "biceps_brachii")[0]
    assert first.value == 0.0


def test_a_short_hold_says_how_long_it_must_be() -> None:
    measures = steadiness(held(0.1), held(0.1), metric=Steadiness(hold_s=8.0))
    first = of_reps(measures, "steadiness", "biceps_brachii")[0]
    assert first.value is None
    assert first.quality.reasons == ("no hold of 8.8 s or longer",)


def test_a_set_of_short_holds_says_so_once() -> None:
    measures = steadiness(held(0.1), held(0.1), metric=Steadiness(hold_s=8.0))
    whole = of_set(measures, "steadiness", "biceps_brachii")
    assert whole.value is None
    assert whole.quality.reasons == ("no hold of 8.8 s or longer",)


def test_several_windows_of_one_hold_of_force_give_it_an_interval() -> None:
    force = stream(BICEPS, TRICEPS, kind=Kind.FORCE, unit="N")
    data = (np.hstack([held(0.1), held(0.1)]), STATE)
    measures = measure(Steadiness(hold_s=1.0), (force, REPETITIONS), data)
    first = of_reps(measures, "steadiness", "biceps_brachii")[0]
    assert first.value == pytest.approx(100 * 0.1 / 2**0.5, rel=3e-3)
    assert of_set(measures, "steadiness", "biceps_brachii").uncertainty.low is not None
    assert first.uncertainty.method == "Student t over 4 windows of 1 s, taken as independent"


def test_an_envelope_has_noise_of_its_own_and_so_no_interval() -> None:
    measures = steadiness(held(0.1), held(0.1), metric=Steadiness(hold_s=1.0))
    assert {each.uncertainty.low for each in measures} == {None}
    assert measures[0].uncertainty.method.startswith("an EMG envelope varies by itself")


def test_a_window_with_too_little_data_is_left_out() -> None:
    column = held(0.1)
    column[(SECONDS > 2.0) & (SECONDS < 4.0)] = np.nan
    first = of_reps(steadiness(column, held(0.1)), "steadiness", "biceps_brachii")[0]
    assert first.value is None
    assert first.quality.reasons == ("not measured or not active",)


def test_a_window_in_which_the_state_is_unknown_is_left_out() -> None:
    holding = STATE.copy()
    holding[(SECONDS > 2.5) & (SECONDS < 3.0)] = np.nan
    data = np.hstack([held(0.1), held(0.1)])
    measures = measure(Steadiness(hold_s=1.0), SPECS, (data, holding))
    first = of_reps(measures, "steadiness", "biceps_brachii")[0]
    assert first.quality.reasons == ("3 of 4 windows measured",)
    assert first.value == pytest.approx(100 * 0.1 / 2**0.5, rel=3e-3)


def test_a_window_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="a hold window must have two samples or more"):
        Steadiness(hold_s=0.0).open(SPECS)
