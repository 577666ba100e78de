"""The stated intervals hold what they state."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.signal import butter, sosfilt
from scipy.stats import t
from tests.metrics._streams import (
    BICEPS,
    OTHER_BICEPS,
    REPETITIONS,
    TRICEPS,
    at_rate,
    feed,
    level,
    measure,
    of_reps,
    of_set,
    reps,
    stream,
)

from innervate.core.measure import Measure
from innervate.core.metric import Metric
from innervate.core.stream import Samples
from innervate.metrics._interval import DATING, NoiseModel, mean_interval
from innervate.metrics.activation import Activation
from innervate.metrics.cocontraction_falconer_winter import CocontractionFalconerWinter
from innervate.metrics.cocontraction_rudolph import CocontractionRudolph, MusclePair
from innervate.metrics.isolation import Isolation
from innervate.metrics.laterality import Laterality
from innervate.metrics.selectivity_db import SelectivityDb
from innervate.metrics.target_share import TargetShare

RATE_HZ = 1000.0
REPLICATES = 500
PAIR = (MusclePair(BICEPS, TRICEPS),)


@cache
def envelopes(envelope_s: float, shape: str) -> tuple[Samples, Samples]:
    """Moving RMS of modulated Gaussian noise in the EMG band, and the state: 2-s repetitions."""
    random = np.random.default_rng(1)
    seconds = np.arange(2500) / RATE_HZ
    within = (seconds >= 0.25) & (seconds < 2.25)
    phase = np.clip((seconds - 0.25) / 2.0, 0.0, 1.0)
    once = 0.05 + np.sin(np.pi * phase) if shape == "half sine" else np.ones(2500)
    band = butter(4, (20, 450), "bandpass", fs=RATE_HZ, output="sos")
    noise = sosfilt(band, random.standard_normal((2500 * REPLICATES, 3)), axis=0)
    noise = noise / noise.std(axis=0)
    noise[:, 1] += 0.3 * noise[:, 0]  # cross-talk makes the channels alike
    noise *= np.tile(once, REPLICATES)[:, None] * np.array([50.0, 20.0, 30.0])
    width = round(envelope_s * RATE_HZ)
    total = np.vstack([np.zeros((1, 3)), np.cumsum(noise**2, axis=0)])
    out = np.full(noise.shape, np.nan)
    out[width // 2 : width // 2 + len(noise) - width] = np.sqrt(
        (total[width:-1] - total[: -width - 1]) / width
    )
    return out, np.tile(within.astype(float), REPLICATES)[:, None]


def coverage(measures: list[Measure]) -> float:
    """How often the interval of one repetition holds the mean over all replicates."""
    truth = np.mean([each.value for each in measures if each.value is not None])
    hits = [
        low <= truth <= high
        for each in measures
        if (low := each.uncertainty.low) is not None and (high := each.uncertainty.high) is not None
    ]
    assert len(hits) >= 400
    return float(np.mean(hits))


def simulated(metric: Metric, envelope_s: float, shape: str) -> tuple[Measure, ...]:
    specs = (
        at_rate(stream(BICEPS, TRICEPS, OTHER_BICEPS), RATE_HZ),
        at_rate(REPETITIONS, RATE_HZ),
    )
    return feed(metric.open(specs), specs, envelopes(envelope_s, shape)).read()


@pytest.mark.parametrize("shape", ["constant", "half sine"])
@pytest.mark.parametrize("envelope_s", [0.05, 0.1, 0.25])
@pytest.mark.parametrize(
    ("name", "metric"),
    [
        ("activation", Activation()),
        ("target_share", TargetShare((BICEPS,))),
        ("isolation", Isolation((BICEPS,), 40.0)),
        ("selectivity_db", SelectivityDb((BICEPS,))),
        ("laterality", Laterality()),
        ("cocontraction_rudolph", CocontractionRudolph(PAIR)),
        ("cocontraction_falconer_winter", CocontractionFalconerWinter(PAIR)),
    ],
)
def test_95_percent_intervals_of_one_repetition_cover(
    name: str, metric: Metric, envelope_s: float, shape: str
) -> None:
    metric = replace(metric, envelope_s=envelope_s)  # type: ignore[type-var]
    measures = simulated(metric, envelope_s, shape)
    biceps = of_reps(measures, name, "biceps_brachii")
    one_side = [each for each in biceps if each.subject.side == biceps[0].subject.side]
    assert 0.90 <= coverage(one_side) <= 0.98


def test_95_percent_intervals_of_a_set_cover() -> None:
    random = np.random.default_rng(3)
    hits = 0
    for _ in range(1000):
        interval = mean_interval(list(random.normal(30.0, 5.0, 5)))
        assert interval.low is not None
        assert interval.high is not None
        hits += interval.low <= 30.0 <= interval.high
    assert 0.90 <= hits / 1000 <= 0.98


def test_the_interval_of_a_set_is_students() -> None:
    values = [3.0, 5.0, 10.0]
    interval = mean_interval(values)
    low, high = t.interval(0.95, 2, np.mean(values), np.std(values, ddof=1) / 3**0.5)
    assert (interval.low, interval.high, interval.level) == pytest.approx((low, high, 0.95))
    assert interval.method == "Student t over 3 repetitions, taken as independent"


def test_intervals_that_must_hold_together_are_wider() -> None:
    values = [3.0, 5.0, 10.0]
    interval = mean_interval(values, comparisons=3)
    low, high = t.interval(1 - 0.05 / 3, 2, np.mean(values), np.std(values, ddof=1) / 3**0.5)
    assert (interval.low, interval.high) == pytest.approx((low, high))
    assert interval.method.endswith("Bonferroni over 3 comparisons")


def test_what_all_repetitions_share_makes_the_interval_wider() -> None:
    values = [0.10, 0.13, 0.11, 0.12]
    alone, with_shared = mean_interval(values), mean_interval(values, shared=DATING)
    assert alone.low is not None
    assert with_shared.low is not None
    assert with_shared.low < alone.low
    scatter = np.var(values, ddof=1) / 4
    both = scatter + DATING.error**2
    freedom = 3 * (both / scatter) ** 2
    assert with_shared.low == pytest.approx(np.mean(values) - t.ppf(0.975, freedom) * both**0.5)
    assert with_shared.method.endswith("with 20 ms of dating error that all share")


def test_equal_values_still_share_an_error() -> None:
    interval = mean_interval([0.1, 0.1, 0.1], shared=DATING)
    assert interval.high == pytest.approx(0.1 + 1.96 * DATING.error, abs=1e-4)


def test_two_repetitions_give_no_interval() -> None:
    assert mean_interval([1.0, 2.0]).low is None
    assert mean_interval([1.0, 2.0]).method == "2 repetitions: an interval needs at least 3"


def test_limits_bound_the_interval() -> None:
    interval = mean_interval([0.9, 1.0, 0.8], (0.0, 1.0))
    assert interval.high == 1.0


def test_the_overlap_of_windows_is_that_of_a_moving_average() -> None:
    # A 100-ms average makes neighbouring 100-ms windows correlate by 1/4, others not at all.
    model = NoiseModel.of(0.1)
    assert model.seen == pytest.approx((20 - 30 * 0.25) / 20, abs=1e-3)
    assert model.kept == pytest.approx(1.5, abs=1e-3)
    assert NoiseModel.of(0.0).freedom == pytest.approx(1 / (1 + 2 * (15**2 + 6**2 + 1) / 20**2))


def test_a_short_repetition_has_a_value_and_says_why_it_has_no_interval() -> None:
    spans = reps(1, length_s=0.5)
    specs = (stream(BICEPS), REPETITIONS)
    data = (level(spans, [30.0]), level(spans, [1.0]))
    (one,) = of_reps(measure(Activation(), specs, data), "activation")
    assert one.value == pytest.approx(30.0)
    assert one.uncertainty.low is None
    assert one.uncertainty.method.startswith("too short: 2 differences")


def test_a_ramp_is_not_noise() -> None:
    spans = reps(1, length_s=2.0)
    specs = (stream(BICEPS), REPETITIONS)
    within = level(spans, [1.0])
    ramp = within * np.linspace(0.0, 100.0, len(within))[:, None]
    (one,) = of_reps(measure(Activation(), specs, (ramp, within)), "activation")
    assert one.value is not None
    assert one.uncertainty.low == pytest.approx(one.value, abs=1e-6)
    assert one.uncertainty.method.startswith("third successive differences")
    assert of_set(measure(Activation(), specs, (ramp, within)), "activation").value == one.value
