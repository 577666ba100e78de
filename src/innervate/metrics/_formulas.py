"""Formulas over the means of a repetition, each with its gradient."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from innervate.core.stream import Samples
from innervate.metrics._tally import Estimate
from innervate.metrics._windows import RepSummary

_ALL_ZERO = "nothing was active"


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of one feature."""

    column: int

    def __call__(self, rep: RepSummary) -> Estimate:
        """Read it."""
        return Estimate(float(rep.mean[self.column]), weights(rep, (self.column,)))


def share_of(part: float, whole: float) -> float | None:
    """The part of a whole; None where there is no whole.

    >>> share_of(30.0, 40.0)
    0.75
    """
    return part / whole if whole > 0.0 else None


@dataclass(frozen=True, slots=True)
class Share:
    """`scale` times the sum of some features over the sum of others."""

    part: tuple[int, ...]
    whole: tuple[int, ...]
    scale: float = 1.0

    def __call__(self, rep: RepSummary) -> Estimate:
        """Divide, unless nothing was active."""
        above, below = weights(rep, self.part), weights(rep, self.whole)
        whole = float(rep.mean[list(self.whole)].sum())
        ratio = share_of(float(rep.mean[list(self.part)].sum()), whole)
        if ratio is None:
            return Estimate(None, reason=_ALL_ZERO)
        return Estimate(self.scale * ratio, self.scale * (above - ratio * below) / whole)


@dataclass(frozen=True, slots=True)
class Contrast:
    """(a - b) / (a + b) of two features."""

    first: int
    second: int

    def __call__(self, rep: RepSummary) -> Estimate:
        """Divide, unless nothing was active."""
        a, b = float(rep.mean[self.first]), float(rep.mean[self.second])
        if a + b <= 0.0:
            return Estimate(None, reason=_ALL_ZERO)
        gradient = np.zeros(len(rep.mean))
        gradient[self.first] = 2.0 * b / (a + b) ** 2
        gradient[self.second] = -2.0 * a / (a + b) ** 2
        return Estimate((a - b) / (a + b), gradient)


def weights(rep: RepSummary, columns: tuple[int, ...], weight: float = 1.0) -> Samples:
    """The gradient of a weighted sum of features."""
    gradient = np.zeros(len(rep.mean))
    gradient[list(columns)] = weight
    return gradient
