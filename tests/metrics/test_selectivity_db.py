from __future__ import annotations

import pytest
from tests.metrics._streams import (
    BICEPS,
    REPETITIONS,
    TRICEPS,
    level,
    measure,
    of_reps,
    of_set,
    reps,
    stream,
)

from innervate.core.errors import InputError
from innervate.metrics.selectivity_db import SelectivityDb

SPANS = reps(3)
STATE = level(SPANS, [1, 1, 1])
SPECS = (stream(BICEPS, TRICEPS), REPETITIONS)


def test_twice_as_active_is_six_decibels() -> None:
    data = level(SPANS, [40, 20, 10], [20, 20, 20])
    measures = measure(SelectivityDb((BICEPS,)), SPECS, (data, STATE))
    values = [each.value for each in of_reps(measures, "selectivity_db")]
    assert values == pytest.approx([6.0206, 0.0, -6.0206], abs=1e-4)
    assert of_set(measures, "selectivity_db").unit == "dB"


def test_below_the_floor_it_is_at_least_that() -> None:
    data = level(SPANS, [50, 50, 50], [0, 1, 20])
    measures = measure(SelectivityDb((BICEPS,)), SPECS, (data, STATE))
    first, second, third = of_reps(measures, "selectivity_db")
    assert first.value == second.value == pytest.approx(20.0)
    assert "at least this" in first.quality.reasons[0]
    assert third.quality.reasons == ()


def test_a_floor_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="floor of selectivity must be a positive %MVC"):
        SelectivityDb((BICEPS,), floor_percent_mvc=0.0).open(SPECS)
