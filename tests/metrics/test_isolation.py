from __future__ import annotations

import pytest
from tests.metrics._streams import (
    BICEPS,
    OTHER_BICEPS,
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
from innervate.metrics.isolation import Isolation

SPANS = reps(3)
STATE = level(SPANS, [1, 1, 1])
SPECS = (stream(BICEPS, TRICEPS, OTHER_BICEPS), REPETITIONS)
DATA = level(SPANS, [40, 20, 80], [5, 5, 5], [15, 15, 15])


def test_rewards_selectivity_and_enough_activation() -> None:
    measures = measure(Isolation((BICEPS,), 40.0), SPECS, (DATA, STATE))
    expected = [100 * 40 / 50, 100 * 20 / 30 * 0.5, 100 * 80 / 90]
    assert [each.value for each in of_reps(measures, "isolation")] == pytest.approx(expected)
    assert "unvalidated" in Isolation.CAVEAT
    assert "cross-talk" in Isolation.CAVEAT


def test_named_compensators_alone_count() -> None:
    measures = measure(Isolation((BICEPS,), 40.0, (TRICEPS,)), SPECS, (DATA, STATE))
    assert of_reps(measures, "isolation")[0].value == pytest.approx(100 * 40 / 45)
    whole = of_set(measures, "isolation")
    assert whole.subject.other == "biceps_brachii:left | triceps_brachii:left"


def test_a_goal_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="goal of the isolation score must be a positive %MVC"):
        Isolation((BICEPS,), 0.0).open(SPECS)
