"""The statistics of studies: intervals over people, each with its method in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from scipy.stats import beta

from innervate.core.errors import NotEnoughDataError
from innervate.core.measure import Uncertainty
from innervate.core.stream import Samples
from innervate.metrics._interval import LEVEL, mean_interval
from innervate.report.welch import difference
from innervate.studies._finding import Estimate

_RESAMPLES = 2000


def mean(values: Sequence[float], comparisons: int = 1, of: str = "people") -> Estimate:
    """The mean with its interval by Student's t; of differences within people: the paired one.

    Args:
        values: one per person.
        comparisons: how many intervals must hold together (Bonferroni).
        of: what was repeated, for the words.

    Raises `NotEnoughDataError` for fewer than three.
    """
    interval = mean_interval(values, of=of, comparisons=comparisons)
    return replace(_estimate(float(np.mean(values)), interval), of=of)


def ratio(
    numerators: Sequence[float], denominators: Sequence[float], comparisons: int = 1
) -> Estimate:
    """The geometric mean of ratios within people: the paired interval of their logarithms."""
    logs = [math.log(a / b) for a, b in zip(numerators, denominators, strict=True)]
    found = mean(logs, comparisons)
    return Estimate(
        math.exp(found.value),
        math.exp(found.low),
        math.exp(found.high),
        f"{found.method}, of log ratios",
    )


def between(now: Sequence[float], then: Sequence[float], comparisons: int = 1) -> Estimate:
    """The difference of two means as the product's report judges it (Welch)."""
    interval = difference(now, then, comparisons)
    return _estimate(float(np.mean(now)) - float(np.mean(then)), interval, "people")


def bootstrap(
    values: Samples, statistic: Callable[[Samples], float], seed: int, comparisons: int = 1
) -> Estimate:
    """A statistic of rows (people) with the percentile interval of 2000 resamplings.

    Efron 1979 (Ann Stat 7:1); the resampling is seeded.
    """
    random = np.random.default_rng(seed)
    rows = len(values)
    drawn = [statistic(values[random.integers(0, rows, rows)]) for _ in range(_RESAMPLES)]
    tail = 0.5 * (1.0 - LEVEL) / comparisons
    low, high = np.quantile(np.array(drawn), [tail, 1.0 - tail])
    method = f"percentile bootstrap over {rows} people, {_RESAMPLES} resamplings"
    if comparisons > 1:
        method += f", Bonferroni over {comparisons} comparisons"
    return Estimate(statistic(values), float(low), float(high), method)


def rate(count: int, of: int) -> Estimate:
    """A share of independent trials with its exact interval (Clopper and Pearson 1934).

    >>> found = rate(5, 100)
    >>> round(found.low, 3), round(found.high, 3)
    (0.016, 0.113)
    """
    tail = 0.5 * (1.0 - LEVEL)
    low = float(beta.ppf(tail, count, of - count + 1)) if count else 0.0
    high = float(beta.ppf(1.0 - tail, count + 1, of - count)) if count < of else 1.0
    return Estimate(count / of, low, high, f"Clopper and Pearson over {of} simulations")


def _estimate(value: float, interval: Uncertainty, of: str = "") -> Estimate:
    if interval.low is None or interval.high is None:
        raise NotEnoughDataError("a study needs more people", found=interval.method)
    method = interval.method.replace("repetitions", of) if of else interval.method
    return Estimate(value, interval.low, interval.high, method)
