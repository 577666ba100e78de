"""Lost samples, seen in a counter that wraps around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from innervate.core.stream import Samples

_REGULAR = 0.9


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a counter goes on: by `step` each sample, starting again after `modulus`."""

    step: int
    modulus: int


def find_rhythm(counts: Samples) -> Rhythm | None:
    """The rhythm of a board's sample counter, or None where it has none.

    It has one if nine of ten samples go on by the same step; the modulus is seen where the
    counter starts again, and is 256 (one byte) where it never does.
    """
    if len(counts) < 2 or not np.isfinite(counts).all():
        return None
    steps = np.diff(counts)
    forward = steps[steps > 0]
    if not len(forward):
        return None
    step = _commonest(forward)
    back = np.flatnonzero(steps < 0)
    modulus = _commonest(counts[back] - counts[back + 1] + step) if len(back) else 256
    if step < 1 or modulus <= step:
        return None
    regular = np.mod(steps, modulus) == step % modulus
    return Rhythm(step, modulus) if regular.mean() >= _REGULAR else None


class Tracker:
    """Turns counts into sample indices.

    A loss of exactly a whole turn of the counter leaves no trace in it.
    """

    def __init__(self, rhythm: Rhythm | None) -> None:
        self._rhythm = rhythm
        self._last: float | None = None
        self._next = 0

    def place(self, counts: Samples) -> Iterator[tuple[int, int, int]]:
        """(start, first row, last row) of each stretch without a loss."""
        lost = self._lost(counts)
        edges = [0, *(int(row) for row in np.flatnonzero(lost) if row), len(counts)]
        for first, last in pairwise(edges):
            self._next += int(lost[first])
            yield self._next, first, last
            self._next += last - first

    def _lost(self, counts: Samples) -> Samples:
        if self._rhythm is None or not np.isfinite(counts).all():
            self._last = None
            return np.zeros(len(counts))
        step, modulus = self._rhythm.step, self._rhythm.modulus
        before = counts[0] - step if self._last is None else self._last
        self._last = float(counts[-1])
        steps = np.mod(np.diff(counts, prepend=before) - step, modulus)
        return np.floor(steps / step)


def _commonest(values: Samples) -> int:
    whole, times = np.unique(np.round(values).astype(np.int64), return_counts=True)
    return int(whole[times.argmax()])
