"""A moving mean that neither drifts nor depends on how the stream was cut."""

from __future__ import annotations

import numpy as np

from innervate.core.stream import Samples

_PIECE = 4096


class MovingMean:
    """The mean of the last `length` samples, at every sample of every channel.

    Samples lie in chunks of the window's length, anchored at sample 0. Every window is the end
    of one chunk and the beginning of the next, so its sum is a sum from a sample to the chunk's
    end plus one from the chunk's start to a sample (the idea of van Herk 1992, Pattern Recogn.
    Lett. 13:517, with sums for maxima). Nothing is ever subtracted: of values that are not
    negative the mean is not, rounding does not pile up, and every cutting adds in one order.
    Before the first full window, missing samples count as zero.
    """

    def __init__(self, length: int) -> None:
        self._length = length
        self._chunk = np.zeros((0, 0))
        self._head = np.zeros(0)
        self._tails = np.zeros((0, 0))

    def __call__(self, data: Samples, start: int) -> Samples:
        """The means that end at each of the next samples (samples x channels)."""
        length, total = self._length, len(data)
        if not len(self._chunk):
            self._chunk = np.zeros((length, data.shape[1]))
            self._head = np.zeros(data.shape[1])
            self._tails = np.zeros((length + 1, data.shape[1]))
        out = np.empty(data.shape)
        first = 0
        while first < total:
            at = (start + first) % length
            if at == 0 and total - first >= length:
                chunks = min((total - first) // length, max(_PIECE // length, 1))
                stop = first + chunks * length
                self._whole(data[first:stop], out[first:stop])
            else:
                stop = min(first + length - at, total)
                self._part(data[first:stop], out[first:stop], at)
            first = stop
        out /= length
        return out

    def _part(self, values: Samples, out: Samples, at: int) -> None:
        """Some samples of one chunk, from its row `at` on."""
        stop = at + len(values)
        self._chunk[at:stop] = values
        out[:] = values
        if at:
            out[0] += self._head
        np.cumsum(out, axis=0, out=out)
        self._head = out[-1].copy()
        out += self._tails[at + 1 : stop + 1]
        if stop == self._length:
            self._tails[:stop] = _sums_to_end(self._chunk[None])[0]

    def _whole(self, values: Samples, out: Samples) -> None:
        """Some whole chunks."""
        chunks = values.reshape(-1, self._length, values.shape[1])
        sums = out.reshape(chunks.shape)
        np.cumsum(chunks, axis=1, out=sums)
        tails = _sums_to_end(chunks)
        sums[0] += self._tails[1:]
        sums[1:, :-1] += tails[:-1, 1:]
        self._tails[:-1] = tails[-1]


def _sums_to_end(chunks: Samples) -> Samples:
    """The sum from each row to the last one of its chunk."""
    sums = np.empty(chunks.shape)
    np.cumsum(chunks[:, ::-1], axis=1, out=sums[:, ::-1])
    return sums
