"""Both families, on the same streams, and never mixed."""

from __future__ import annotations

import numpy as np
import pytest
from tests.metrics._streams import (
    BICEPS,
    OTHER_BICEPS,
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

from innervate.core.channel import MuscleSide, Side
from innervate.metrics.cocontraction_falconer_winter import CocontractionFalconerWinter
from innervate.metrics.cocontraction_rudolph import CocontractionRudolph, MusclePair

# Levels of two muscles (%MVC), Rudolph's index and Falconer and Winter's, computed by hand.
REFERENCE = [
    (50, 50, 100.0, 100.0),
    (100, 100, 200.0, 100.0),
    (50, 10, 12.0, 33.333333),
    (50, 0, 0.0, 0.0),
    (10, 10, 20.0, 100.0),
    (100, 10, 11.0, 18.181818),
]
SPANS = reps(len(REFERENCE))
STATE = level(SPANS, [1] * len(REFERENCE))
SPECS = (stream(BICEPS, TRICEPS), REPETITIONS)
PAIR = (MusclePair(BICEPS, TRICEPS),)


def test_reference_levels() -> None:
    data = level(SPANS, [row[0] for row in REFERENCE], [row[1] for row in REFERENCE])
    magnitude = measure(CocontractionRudolph(PAIR), SPECS, (data, STATE))
    overlap = measure(CocontractionFalconerWinter(PAIR), SPECS, (data, STATE))
    assert [each.value for each in of_reps(magnitude, "cocontraction_rudolph")] == pytest.approx(
        [row[2] for row in REFERENCE]
    )
    assert [
        each.value for each in of_reps(overlap, "cocontraction_falconer_winter")
    ] == pytest.approx([row[3] for row in REFERENCE])
    assert {each.unit for each in magnitude} == {"%MVC"}
    assert {each.unit for each in overlap} == {"%"}


def test_muscles_in_turn_do_not_work_together() -> None:
    # Rudolph's index is a mean over samples, Falconer and Winter's a ratio of integrals: both
    # must see that the two never overlap although their means are equal.
    spans = reps(1, length_s=2.0)
    state = level(spans, [1])
    data = level(spans, [40], [40])
    half = round(2.0 * RATE_HZ)
    data[half:, 0] = 0.0
    data[:half, 1] = 0.0
    for metric, name in (
        (CocontractionRudolph(PAIR), "cocontraction_rudolph"),
        (CocontractionFalconerWinter(PAIR), "cocontraction_falconer_winter"),
    ):
        (one,) = of_reps(measure(metric, SPECS, (data, state)), name)
        assert one.value == 0.0


def test_a_pair_without_sides_is_read_on_each_side_it_was_recorded_on() -> None:
    right_triceps = MuscleSide("triceps_brachii", Side.RIGHT)
    specs = (stream(BICEPS, TRICEPS, OTHER_BICEPS, right_triceps), REPETITIONS)
    spans = reps(3)
    data = level(spans, [50] * 3, [50] * 3, [50] * 3, [10] * 3)
    pair = MusclePair(MuscleSide("biceps_brachii"), MuscleSide("triceps_brachii"))
    measures = measure(CocontractionRudolph((pair,)), specs, (data, level(spans, [1] * 3)))
    found = {m.subject.side: m.value for m in measures if m.subject.rep is None}
    assert found == {Side.LEFT: pytest.approx(100.0), Side.RIGHT: pytest.approx(12.0)}


def test_a_pair_that_was_not_recorded_is_said_once() -> None:
    data = np.zeros((len(STATE), 1))
    for metric in (CocontractionRudolph(PAIR), CocontractionFalconerWinter(PAIR)):
        (only,) = measure(metric, (stream(BICEPS), REPETITIONS), (data, STATE))
        assert only.quality.reasons[0].startswith("no pair of opposing muscles was recorded")


def test_both_at_once_missing_samples_are_left_out() -> None:
    spans = reps(3)
    data = level(spans, [50] * 3, [10] * 3)
    data[210:220, 1] = np.nan
    whole = of_set(
        measure(CocontractionRudolph(PAIR), SPECS, (data, level(spans, [1] * 3))),
        "cocontraction_rudolph",
    )
    assert whole.value == pytest.approx(12.0)
