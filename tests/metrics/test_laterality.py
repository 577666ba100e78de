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

from innervate.core.channel import Side
from innervate.metrics.laterality import Laterality

SPANS = reps(3)
STATE = level(SPANS, [1, 1, 1])
SPECS = (stream(BICEPS, TRICEPS, OTHER_BICEPS), REPETITIONS)
DATA = level(SPANS, [92, 50, 25], [9, 9, 9], [8, 50, 75])


def test_the_named_side_against_the_other() -> None:
    measures = measure(Laterality((BICEPS,)), SPECS, (DATA, STATE))
    assert [m.value for m in of_reps(measures, "laterality")] == pytest.approx([0.84, 0.0, -0.5])
    subject = of_set(measures, "laterality").subject
    assert (subject.muscle, subject.side) == ("biceps_brachii", Side.LEFT)
    assert subject.other == "biceps_brachii:right"


def test_without_a_named_side_the_right_one_is_positive() -> None:
    measures = measure(Laterality(), SPECS, (DATA, STATE))
    assert of_reps(measures, "laterality")[0].value == pytest.approx(-0.84)
    assert of_set(measures, "laterality").subject.side is Side.RIGHT


def test_one_side_alone_is_no_laterality() -> None:
    specs = (stream(BICEPS, TRICEPS), REPETITIONS)
    (only,) = measure(Laterality(), specs, (DATA[:, :2].copy(), STATE))
    assert only.quality.reasons == ("no muscle was recorded on both sides: put sensors on both",)
