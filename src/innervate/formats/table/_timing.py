"""From a column of times to a sampling rate, sample indices and gaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from innervate.core.stream import Samples

_MOST_HOLES = 0.1
_MOST_JITTER = 0.25
_NICE_DIGITS = range(8)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows `first` to `last` (exclusive) are successive samples from index `start` on."""

    start: int
    first: int
    last: int


class SampleGrid:
    """Gives successive times their sample index at a fixed rate; lost samples leave holes.

    The first sample has index ``round(time * rate)``. Each further one is the next, unless it
    comes more than one and a half periods (and `slack` samples, for rounded times) after the one
    before: then as many are lost as fit between. A rate that is slightly off does no harm so.
    """

    def __init__(self, rate_hz: float, slack: float) -> None:
        self._rate_hz = rate_hz
        self._slack = slack
        self._next = 0
        self._last_s: float | None = None

    def place(self, time_s: Samples) -> Iterator[Stretch]:
        """The stretches without a hole among the next rows.

        Raises `ValueError` whose argument is the first row that comes too early.
        """
        if self._last_s is None:
            self._next = round(float(time_s[0]) * self._rate_hz)
            self._last_s = float(time_s[0]) - 1.0 / self._rate_hz
        periods = np.diff(time_s, prepend=self._last_s) * self._rate_hz
        early = periods < 0.5 - self._slack
        if early.any():
            raise ValueError(int(early.argmax()))
        self._last_s = float(time_s[-1])
        holes = np.flatnonzero(periods > 1.5 + self._slack)
        edges = [0, *(int(row) for row in holes if row), len(periods)]
        for first, last in pairwise(edges):
            if periods[first] > 1.5 + self._slack:
                self._next += round(float(periods[first])) - 1
            yield Stretch(self._next, first, last)
            self._next += last - first


def quantum_s(time_s: Samples, unit_s: float) -> float:
    """The step to which times were rounded when they were written, as decimals of `unit_s`."""
    values = time_s / unit_s
    for digits in range(10):
        scaled = values * 10.0**digits
        if np.allclose(scaled, np.round(scaled), rtol=1e-12, atol=1e-4):
            return float(unit_s * 10.0**-digits)
    return 0.0


def slack_samples(rate_hz: float, quantum: float) -> float:
    """How many samples the rounding of times can shift them; none where periods are multiples."""
    if quantum == 0.0:
        return 0.0
    steps = 1.0 / (rate_hz * quantum)
    multiple = round(steps) >= 1 and abs(steps - round(steps)) < 1e-6 * steps
    return 0.0 if multiple else rate_hz * quantum


def find_rate_hz(time_s: Samples, quantum: float) -> float | None:
    """The rate of regular times with holes, or None where they are irregular.

    Regular means that each step is a whole number of periods to within a quarter of one, or to
    within what rounding explains, and one period in nine steps of ten. Of the rates that the
    rounding allows, it is the one with the fewest decimals.
    """
    steps = np.diff(time_s)
    if len(steps) == 0:
        return None
    for excess in (0.0, quantum):
        usual = steps[steps <= 1.5 * np.median(steps) + excess]
        if len(usual) and usual.mean() > 0:
            periods = _periods(steps, 1.0 / float(usual.mean()), quantum)
            if periods is not None:
                return _nicest(periods, float(time_s[-1] - time_s[0]), quantum)
    return None


def _periods(steps: Samples, rate_hz: float, quantum: float) -> int | None:
    """How many periods the steps cover, or None where they do not fit the rate."""
    slack = slack_samples(rate_hz, quantum)
    count = steps * rate_hz
    whole = np.where(count > 1.5 + slack, np.round(count), 1.0)
    fits = np.abs(count - whole) <= _MOST_JITTER + slack
    if not fits.all() or np.mean(whole > 1) > _MOST_HOLES:
        return None
    return int(whole.sum())


def _nicest(periods: int, span_s: float, quantum: float) -> float:
    exact = periods / span_s
    low = periods / (span_s + quantum) * (1 - 1e-9)
    high = periods / max(span_s - quantum, span_s / 2) * (1 + 1e-9)
    for digits in _NICE_DIGITS:
        candidate = round(exact, digits)
        if candidate > 0 and low <= candidate <= high:
            return candidate
    return exact
