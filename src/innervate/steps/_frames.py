"""Means of successive stretches of a signal, on a grid that starts at sample 0."""

from __future__ import annotations

import numpy as np

from innervate.core.stream import Samples


class Framer:
    """Turns samples into means of `length` samples: frame k holds samples [k, k + 1) x length.

    Where a stretch begins inside a frame, `fill` stands for the samples before it (NaN makes
    such a frame NaN). A jump of `start` begins a new stretch.
    """

    def __init__(self, length: int, *, fill: float) -> None:
        self._length, self._fill = length, fill
        self._rest: Samples | None = None
        self._next = 0

    def push(self, data: Samples, start: int) -> tuple[int, Samples]:
        """Take samples x channels; return the index of the first new frame, and the frames."""
        if self._rest is None or start != self._next:
            self._rest = np.full((start % self._length, data.shape[1]), self._fill)
        self._next = start + len(data)
        joined = np.concatenate((self._rest, data)) if len(self._rest) else data
        first = (self._next - len(joined)) // self._length
        whole = len(joined) - len(joined) % self._length
        self._rest = joined[whole:].copy()
        return first, mean_of(joined[:whole], self._length)


def mean_of(data: Samples, length: int) -> Samples:
    """Means of each `length` successive rows; the number of rows is a multiple of it."""
    total: Samples = data[::length].copy()
    for offset in range(1, length):
        total += data[offset::length]
    total /= length
    return total
