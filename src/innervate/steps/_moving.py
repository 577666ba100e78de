"""A moving mean that neither drifts nor depends on how the stream was cut."""

from __future__ import annotations

import numpy as np

from innervate.core.stream import Samples

_PIECE = 2048
"""Samples averaged at once, so that the work stays in the processor's cache."""


class MovingMean:
    """The mean of the last `length` samples, at every sample of every channel.

    Sums of two samples make sums of four, these sums of eight, and so on; the sum of a window is
    put together from them by the binary digits of its length. Nothing is ever subtracted: of
    values that are not negative the mean is not, rounding does not pile up, and every cutting
    adds in one order. Before the first full window, missing samples count as zero.
    """

    def __init__(self, length: int) -> None:
        self._length = length
        self._before: list[Samples] = []

    def __call__(self, data: Samples, start: int) -> Samples:  # noqa: ARG002 - kernel signature
        """The means that end at each of the next samples (samples x channels)."""
        if not self._before:
            widths = (1 << digit for digit in range(self._length.bit_length()))
            self._before = [np.zeros((width, data.shape[1])) for width in widths]
        out = np.zeros(data.shape)
        for first in range(0, len(out), _PIECE):
            piece = slice(first, first + _PIECE)
            self._sum(data[piece], out[piece])
        out /= self._length
        return out

    def _sum(self, sums: Samples, out: Samples) -> None:
        """Add the sums of the windows that end at each sample."""
        rows, taken = len(out), 0
        for digit, before in enumerate(self._before):
            width = len(before)
            joined = np.concatenate((before, sums))
            if self._length & width:
                at = width - taken
                out += joined[at : at + rows]
                taken += width
            self._before[digit] = joined[rows:]
            sums = sums + joined[:rows]
