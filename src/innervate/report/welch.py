"""The interval of the difference between two means of repetitions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from innervate.core.measure import Uncertainty
from innervate.metrics._interval import (
    FEWEST_REPS,
    LEVEL,
    UNBOUNDED,
    mean_interval,
    t_quantile,
)


def difference(
    now: Sequence[float],
    then: Sequence[float],
    comparisons: int = 1,
    limits: tuple[float, float] = UNBOUNDED,
) -> Uncertainty:
    """The interval of the difference of two means of repetitions, after Welch (Student's t).

    Args:
        now: the values of one set, or of one stretch of it.
        then: those of the other, which are subtracted.
        comparisons: how many such intervals must hold together (Bonferroni).
        limits: what neither mean can exceed. The interval ends where, given that of either mean,
            the other would have to lie beyond them; it never leaves out zero for that.

    >>> found = difference([10.0, 11.0, 12.0], [10.5, 11.0, 11.5])
    >>> found.low < 0 < found.high
    True
    """
    if min(len(now), len(then)) < FEWEST_REPS:
        return Uncertainty.none(f"each side needs at least {FEWEST_REPS} sound repetitions")
    parts = [float(np.var(values, ddof=1)) / len(values) for values in (now, then)]
    spread = sum(parts)
    freedom = float(len(now) + len(then) - 2)
    if spread > 0:
        counts = (len(now) - 1, len(then) - 1)
        freedom = spread**2 / sum(
            part**2 / count for part, count in zip(parts, counts, strict=True)
        )
    half = t_quantile(freedom, 1.0 - (1.0 - LEVEL) / max(comparisons, 1)) * spread**0.5
    middle = float(np.mean(now)) - float(np.mean(then))
    method = f"Welch's t over {len(now)} and {len(then)} repetitions, taken as independent"
    if comparisons > 1:
        method += f", Bonferroni over {comparisons} comparisons"
    late, early = (_ends(values, limits) for values in (now, then))
    low = max(middle - half, limits[0] - early[1], late[0] - limits[1])
    high = min(middle + half, limits[1] - early[0], late[1] - limits[0])
    return Uncertainty(low, high, LEVEL, method)


def _ends(values: Sequence[float], limits: tuple[float, float]) -> tuple[float, float]:
    """Between what the mean lies."""
    found = mean_interval(values, limits)
    return (
        limits[0] if found.low is None else found.low,
        limits[1] if found.high is None else found.high,
    )
