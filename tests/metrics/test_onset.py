from __future__ import annotations

import numpy as np
import pytest
from tests.metrics._streams import (
    BICEPS,
    OTHER_BICEPS,
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
from innervate.core.event import Event, EventKind
from innervate.core.measure import Measure
from innervate.core.stream import Samples
from innervate.metrics.onset import Onset

SPANS = tuple((3.0 * n + 2.0, 3.0 * n + 3.0) for n in range(8))
STATE = state(27.0, *SPANS)
SPECS = (stream(BICEPS, TRICEPS, kind=Kind.STATE, unit="1"), REPETITIONS)


def shifted(*lags_s: float) -> Samples:
    """On from this long after each repetition's beginning to its end."""
    spans = [(start + lag, stop) for (start, stop), lag in zip(SPANS, lags_s, strict=True)]
    return state(27.0, *spans)


def spread(mean_s: float, sd_s: float, seed: int) -> list[float]:
    return list(np.random.default_rng(seed).normal(mean_s, sd_s, len(SPANS)))


def onsets(
    *columns: Samples, events: tuple[Event, ...] = (), cue: str | None = None
) -> tuple[Measure, ...]:
    return measure(Onset(cue=cue), SPECS, (np.hstack(columns), STATE), events=events)


def test_onsets_before_and_after_the_beginning() -> None:
    measures = onsets(shifted(*[-0.1] * 8), shifted(*[0.2] * 8))
    first = of_reps(measures, "onset", "biceps_brachii")
    assert [each.value for each in first] == pytest.approx([-0.1] * 8)
    assert first[0].uncertainty.low is None
    assert of_set(measures, "onset", "triceps_brachii").value == pytest.approx(0.2)


def test_an_order_is_claimed_where_the_interval_excludes_nothing() -> None:
    early, late = spread(-0.1, 0.02, 1), spread(0.1, 0.02, 2)
    order = of_set(onsets(shifted(*late), shifted(*early)), "onset.order")
    truth = np.mean(late) - np.mean(early)
    assert order.value == pytest.approx(truth, abs=1 / RATE_HZ)
    assert (order.subject.muscle, order.subject.other) == ("triceps_brachii", "biceps_brachii:left")
    assert order.quality.reasons == ("triceps_brachii:left before biceps_brachii:left",)
    assert order.quality.ok
    assert order.uncertainty.low is not None
    assert order.uncertainty.low > 0.0


def test_no_order_is_claimed_within_the_scatter_of_single_trials() -> None:
    order = of_set(
        onsets(shifted(*spread(0.0, 0.09, 1)), shifted(*spread(0.01, 0.09, 5))), "onset.order"
    )
    assert not order.quality.ok
    assert order.quality.reasons == ("no order is claimed: the interval does not exclude 0",)


def test_orders_of_equal_muscles_are_hardly_ever_claimed() -> None:
    random = np.random.default_rng(11)
    spans = tuple((0.6 * n + 0.3, 0.6 * n + 0.5) for n in range(6))
    specs = (stream(BICEPS, TRICEPS, OTHER_BICEPS, kind=Kind.STATE, unit="1"), REPETITIONS)
    reps = state(4.0, *spans)
    claims = 0
    for _ in range(200):
        lags = random.normal(0.05, 0.02, (3, len(spans)))
        columns = [
            state(4.0, *((a + lag, b) for (a, b), lag in zip(spans, row, strict=True)))
            for row in lags
        ]
        measures = measure(Onset(lead_s=0.1), specs, (np.hstack(columns), reps))
        claims += any(m.quality.ok for m in measures if m.metric == "onset.order")
    assert claims <= 20  # at most 10 % of 200; 5 % are expected at most


def test_a_muscle_that_was_on_long_before_has_no_onset() -> None:
    always = state(27.0, (0.5, 27.0))
    measures = onsets(always, shifted(*[0.1] * 8))
    first = of_reps(measures, "onset", "biceps_brachii")[0]
    assert first.value is None
    assert first.quality.reasons == ("already active 0.5 s before it began",)
    assert of_set(measures, "onset", "biceps_brachii").value is None


def test_silence_has_no_onset() -> None:
    measures = onsets(np.zeros_like(STATE), shifted(*[0.1] * 8))
    first = of_reps(measures, "onset", "biceps_brachii")[0]
    assert first.quality.reasons == ("no onset",)


def test_time_counts_from_the_cue_where_one_is_asked_for() -> None:
    cues = tuple(
        Event(start - 0.3, EventKind.CUE, "go", sample=round((start - 0.3) * RATE_HZ))
        for start, _ in SPANS[1:]
    )
    others = (Event(1.99, EventKind.CUE, "other", sample=398),)
    measures = onsets(shifted(*[0.1] * 8), shifted(*[0.2] * 8), events=cues + others, cue="go")
    values = [each.value for each in of_reps(measures, "onset", "biceps_brachii")]
    assert values[1:] == pytest.approx([0.4] * 7)
    first = of_reps(measures, "onset", "biceps_brachii")[0]
    assert first.quality.reasons == ("no cue 'go' in the 5 s before",)


def test_a_cue_is_remembered_to_the_end_of_a_long_repetition() -> None:
    long = state(12.0, (1.0, 11.0))
    cue = (Event(0.6, EventKind.CUE, "go", sample=round(0.6 * RATE_HZ)),)
    specs = (stream(BICEPS, kind=Kind.STATE, unit="1"), REPETITIONS)
    cuts = range(0, len(long), 40)
    measures = measure(Onset(cue="go"), specs, (long, long), cuts=cuts, events=cue)
    assert of_reps(measures, "onset")[0].value == pytest.approx(0.4)


def test_an_onset_in_missing_data_is_not_an_onset() -> None:
    column = shifted(*[0.1] * 8)
    column[round(2.0 * RATE_HZ) : round(2.15 * RATE_HZ)] = np.nan
    first = of_reps(onsets(column, shifted(*[0.1] * 8)), "onset", "biceps_brachii")[0]
    assert first.value is None
    assert first.quality.reasons == ("its onset was not seen",)
