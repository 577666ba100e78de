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

from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.measure import Measure
from innervate.core.stream import Samples
from innervate.metrics.release import Release

SPANS = tuple((4.0 * n + 1.0, 4.0 * n + 2.0) for n in range(4))
STATE = state(18.0, *SPANS)
SPECS = (stream(BICEPS, TRICEPS), REPETITIONS)


def decaying(*off_s: float, resting: float = 1.0) -> Samples:
    """40 % in each repetition and so much longer, a resting level between."""
    spans = [(start, stop + off) for (start, stop), off in zip(SPANS, off_s, strict=True)]
    return resting + (40.0 - resting) * state(18.0, *spans)


def releases(
    *columns: Samples, metric: Release | None = None, events: tuple[Event, ...] = ()
) -> tuple[Measure, ...]:
    return measure(metric or Release(), SPECS, (np.hstack(columns), STATE), events=events)


def test_time_from_the_end_to_below_the_threshold() -> None:
    measures = releases(decaying(0.1, 0.2, 0.3, 0.4), decaying(-0.2, -0.2, -0.2, -0.2))
    biceps = of_reps(measures, "release", "biceps_brachii")
    assert [each.value for each in biceps] == pytest.approx([0.1, 0.2, 0.3, 0.4])
    assert of_set(measures, "release", "biceps_brachii").value == pytest.approx(0.25)
    assert of_set(measures, "release", "biceps_brachii").unit == "s"
    # A muscle that let go before the end did so at a negative time.
    assert of_set(measures, "release", "triceps_brachii").value == pytest.approx(-0.2)


def test_a_dip_is_no_release() -> None:
    column = decaying(0.5, 0.5, 0.5, 0.5)
    column[round(2.2 * RATE_HZ) : round(2.25 * RATE_HZ)] = 1.0
    first = of_reps(releases(column, column), "release", "biceps_brachii")[0]
    assert first.value == pytest.approx(0.5)


def test_what_never_worked_and_what_never_let_go_say_so() -> None:
    silent, tense = np.ones_like(STATE), decaying(0.1, 0.1, 0.1, 0.1, resting=10.0)
    measures = releases(silent, tense)
    assert of_reps(measures, "release", "biceps_brachii")[0].quality.reasons == ("was not active",)
    tense_first = of_reps(measures, "release", "triceps_brachii")[0]
    assert tense_first.quality.reasons == ("not released before the next repetition",)
    short = releases(tense, tense, metric=Release(limit_s=1.0))
    reasons = of_reps(short, "release", "biceps_brachii")[0].quality.reasons
    assert reasons == ("not released within 1 s",)


def test_of_a_muscle_that_hardly_works_chance_would_say_when_it_let_go() -> None:
    weak = 1.0 + 6.0 * np.random.default_rng(1).random(STATE.shape) * STATE  # 4 % on average
    reasons = of_reps(releases(weak, decaying(0.1, 0.1, 0.1, 0.1)), "release", "biceps_brachii")
    assert weak.max() > 6.5
    assert {each.value for each in reasons} == {None}
    (reason,) = reasons[0].quality.reasons
    assert reason.startswith("hardly active: below 5 % on average")


def test_a_wait_that_was_not_measured_has_no_end() -> None:
    column = decaying(0.5, 0.5, 0.5, 0.5)
    column[round(2.2 * RATE_HZ) : round(2.6 * RATE_HZ)] = np.nan
    reasons = of_reps(releases(column, column), "release", "biceps_brachii")[0].quality.reasons
    assert reasons == ("part of the wait was not measured",)


def test_a_wait_with_lost_samples_has_no_end() -> None:
    column = np.hstack([decaying(0.5, 0.5, 0.5, 0.5)] * 2)
    lost = (round(2.2 * RATE_HZ), round(2.4 * RATE_HZ))
    measures = measure(Release(), SPECS, (column, STATE), skip=lost)
    first, second = of_reps(measures, "release", "biceps_brachii")[:2]
    assert first.quality.reasons == ("part of the wait was not measured",)
    assert second.value == pytest.approx(0.5)


def test_time_counts_from_the_last_stop_cue_within_the_repetition() -> None:
    at = (1.2, 1.7, 5.7, 9.7)
    events = tuple(Event(s, EventKind.CUE, "stop", sample=round(s * RATE_HZ)) for s in at)
    column = decaying(0.1, 0.2, 0.3, 0.4)
    measures = releases(column, column, metric=Release(cue="stop"), events=events)
    biceps = of_reps(measures, "release", "biceps_brachii")
    assert [each.value for each in biceps[:3]] == pytest.approx([0.4, 0.5, 0.6])
    assert biceps[3].quality.reasons == ("no cue 'stop' in the repetition",)


def test_a_threshold_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="release needs a positive threshold"):
        Release(threshold_percent=0.0).open(SPECS)
