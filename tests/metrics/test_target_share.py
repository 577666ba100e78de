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

from innervate.core.channel import MuscleSide
from innervate.metrics.target_share import TargetShare

SPANS = reps(3)
STATE = level(SPANS, [1, 1, 1])


def test_share_of_the_target_and_the_set_it_is_of() -> None:
    specs = (stream(BICEPS, TRICEPS, OTHER_BICEPS), REPETITIONS)
    data = level(SPANS, [60, 30, 20], [20, 30, 20], [20, 40, 160])
    measures = measure(TargetShare((BICEPS,)), specs, (data, STATE))
    assert [m.value for m in of_reps(measures, "target_share")] == pytest.approx([0.6, 0.3, 0.1])
    whole = of_set(measures, "target_share")
    assert whole.value == pytest.approx(1 / 3)
    assert whole.subject.muscle == "biceps_brachii"
    assert whole.subject.other == "biceps_brachii:left | triceps_brachii:left, biceps_brachii:right"
    assert whole.uncertainty.low == 0.0  # a share cannot be less


def test_a_target_without_a_side_means_both_sides() -> None:
    specs = (stream(BICEPS, TRICEPS, OTHER_BICEPS), REPETITIONS)
    data = level(SPANS, [30, 30, 30], [40, 40, 40], [30, 30, 30])
    measures = measure(TargetShare((MuscleSide("biceps_brachii"),)), specs, (data, STATE))
    assert of_set(measures, "target_share").value == pytest.approx(0.6)


def test_a_channel_of_unknown_muscle_is_left_out_and_named() -> None:
    specs = (stream(BICEPS, TRICEPS, None), REPETITIONS)
    data = level(SPANS, [30, 30, 30], [10, 10, 10], [900, 900, 900])
    whole = of_set(measure(TargetShare((BICEPS,)), specs, (data, STATE)), "target_share")
    assert whole.value == pytest.approx(0.75)
    assert whole.quality.ok
    assert whole.quality.reasons == ("left out, as their muscle is not known: E2",)


@pytest.mark.parametrize(
    ("targets", "muscles", "reason"),
    [
        ((), (BICEPS, TRICEPS), "no target muscle was named"),
        ((OTHER_BICEPS,), (BICEPS, TRICEPS), "the target (biceps_brachii) was not recorded"),
        ((BICEPS,), (BICEPS,), "only target muscles were recorded"),
    ],
)
def test_what_is_missing_is_said_once(
    targets: tuple[MuscleSide, ...], muscles: tuple[MuscleSide, ...], reason: str
) -> None:
    specs = (stream(*muscles), REPETITIONS)
    data = level(SPANS, *([[1, 1, 1]] * len(muscles)))
    (only,) = measure(TargetShare(targets), specs, (data, STATE))
    assert only.value is None
    assert only.quality.reasons[0].startswith(reason)


def test_silence_has_no_share() -> None:
    specs = (stream(BICEPS, TRICEPS), REPETITIONS)
    data = level(SPANS, [0, 0, 0], [0, 0, 0])
    measures = measure(TargetShare((BICEPS,)), specs, (data, STATE))
    assert of_reps(measures, "target_share")[0].quality.reasons == ("nothing was active",)
