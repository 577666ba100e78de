"""From the time stamps of a regular stream to sample indices with gaps, and a clock.

Time stamps jitter: samples come in bunches, late ones are followed by early ones. Lost samples
differ from jitter in that what follows stays late. So a hole between two samples is a gap only
as far as *all* samples of the next second are later, by the nominal rate, than *all* of the
second before. Where less than a second follows (the last packet may be the latest of all), what
follows must also be later than the second before could have been, by the largest jitter seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from innervate.core.stream import Samples

Indices: TypeAlias = npt.NDArray[np.int64]

_HORIZON_S: Final = 1.0
_FEWEST_AROUND: Final = 8
_BATCH: Final = 1 << 16
_PAIR_S: Final = 5.0
_ENOUGH: Final = 20
_MOST_GAPS: Final = 0.1
_MOST_RATE_ERROR: Final = 0.05
_LATEST_S: Final = 1e11


@dataclass(frozen=True, slots=True)
class Jumps:
    """Where a stream's index leaves off counting: sample number `at[i]` has index `start[i]`.

    `at` begins with 0 and rises; it counts the samples that are there.
    """

    at: Indices
    start: Indices

    def pieces(self, first: int, last: int) -> Iterator[Piece]:
        """Cut the samples numbered [first, last) where the index jumps."""
        k = int(np.searchsorted(self.at, first, side="right")) - 1
        while first < last:
            jumps_again = k + 1 < len(self.at) and self.at[k + 1] < last
            end = int(self.at[k + 1]) if jumps_again else last
            if end > first:
                yield Piece(first, end, int(self.start[k]) + first - int(self.at[k]))
            first, k = end, k + 1


@dataclass(frozen=True, slots=True)
class Piece:
    """The samples numbered [first, last), whose first has the index `start`."""

    first: int
    last: int
    start: int


@dataclass(frozen=True, slots=True)
class Timing:
    """What the time stamps of a regular stream say.

    Attributes:
        jumps: its gaps.
        index, stamp: pairs of a fractional sample index and a time stamp.
        lost: samples missing in the gaps.
        regular: whether the stamps bear the nominal rate out.
    """

    jumps: Jumps
    index: Samples
    stamp: Samples
    lost: int
    regular: bool


class Timeline:
    """Takes the time stamps of a regular stream in order, in bounded memory."""

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._around = max(math.ceil(_HORIZON_S * rate_hz), _FEWEST_AROUND)
        self._stretch = max(round(_PAIR_S * rate_hz), 1)
        self._count = self._settled = self._paired = self._lost = 0
        self._first = self._last = math.nan
        self._jitter_s = 0.0
        self._late = np.empty(0)
        self._waiting: list[Samples] = []
        self._waiting_n = 0
        self._at, self._start = [0], [0]
        self._index: list[float] = []
        self._stamp: list[float] = []
        self._hopeless = False

    def line(self, first: float, last: float, count: int) -> None:
        """Take `count` samples whose stamps run evenly from `first` to `last`."""
        if not (abs(first) < _LATEST_S and abs(last) < _LATEST_S):
            self._hopeless = True
            return
        step = (last - first) / max(count - 1, 1)
        for begin in range(0, count, _BATCH):
            numbers = np.arange(begin, min(begin + _BATCH, count), dtype=np.float64)
            self.stamps(first + step * numbers)

    def stamps(self, stamps: Samples) -> None:
        """Take the stamps of the next samples."""
        self._hopeless |= not bool((np.abs(stamps) < _LATEST_S).all())
        if self._hopeless or not len(stamps):
            return
        if not self._count:
            self._first = float(stamps[0])
        self._last = float(stamps[-1])
        numbers = np.arange(self._count, self._count + len(stamps))
        self._count += len(stamps)
        self._waiting.append((stamps - self._first) - numbers / self._rate_hz)
        self._waiting_n += len(stamps)
        if self._waiting_n >= max(_BATCH, 4 * self._around):
            self._settle(self._count - self._around)

    def finish(self) -> Timing:
        """Say what they were."""
        if self._count and not self._hopeless:
            self._settle(self._count)
        if self._count and not self._hopeless:
            self._pair(self._count, at_end=True)
        span_s = self._last - self._first
        enough = self._count >= _ENOUGH and span_s > 0
        effective_hz = (self._count + self._lost - 1) / span_s if enough else self._rate_hz
        return Timing(
            Jumps(np.array(self._at), np.array(self._start)),
            np.array(self._index),
            np.array(self._stamp),
            self._lost,
            not self._hopeless and abs(effective_hz / self._rate_hz - 1) <= _MOST_RATE_ERROR,
        )

    def _settle(self, stop: int) -> None:
        """Decide on the holes before sample number `stop`, of which enough is known around."""
        late = np.concatenate([self._late, *self._waiting])
        self._waiting, self._waiting_n = [], 0
        offset = self._count - len(late)
        holes = np.flatnonzero(np.diff(late) > 0.5 / self._rate_hz) + 1
        holes = holes[(holes + offset >= self._settled) & (holes + offset < stop)]
        lost = self._lost_at(late, holes)
        at = holes[lost > 0] + offset
        shift = self._lost + np.cumsum(lost[lost > 0])
        self._lost += int(lost.sum())
        self._hopeless |= len(self._at) + len(at) > max(_MOST_GAPS * self._count, _ENOUGH)
        if self._hopeless:
            return
        self._at += at.tolist()
        self._start += (at + shift).tolist()
        self._settled, self._late = stop, late
        self._pair(stop)
        self._late = late[max(min(stop - self._around, self._paired) - offset, 0) :].copy()

    def _lost_at(self, late: Samples, holes: Indices) -> Indices:
        if not len(holes):
            return np.empty(0, np.int64)
        around = min(self._around, len(late))
        following = _rolling_min(late, around)[holes]
        latest = -_rolling_min(-late[::-1], around)[::-1]
        # Gaps only make samples later: what came later than a later sample came late by jitter.
        self._jitter_s = max(self._jitter_s, float((latest - late).max()))
        lost = self._samples(following - latest[holes - 1])
        end = len(late) - around
        sure = holes[(lost > 0) & (holes <= end)]
        begin = max(int(sure.max(initial=0)), end - around)
        promptest = math.inf
        for k in np.flatnonzero((lost > 0) & (holes > end)):
            promptest = min(promptest, float(late[begin : holes[k]].min()))
            possible = self._samples(following[k] - promptest - self._jitter_s)
            lost[k] = min(lost[k], possible)
            begin, promptest = int(holes[k]), math.inf if possible else promptest
        return lost

    def _samples(self, by_s: Samples) -> Indices:
        return np.maximum(np.round(by_s * self._rate_hz), 0).astype(np.int64)

    def _pair(self, stop: int, *, at_end: bool = False) -> None:
        """One clock pair in the middle of each whole stretch, and one for the very beginning."""
        jumps = Jumps(np.array(self._at), np.array(self._start))
        offset = self._count - len(self._late)
        while self._paired + self._stretch <= stop or (at_end and not self._index):
            end = min(self._paired + self._stretch, stop)
            pieces = list(jumps.pieces(self._paired, end))
            index = np.concatenate([p.start + np.arange(p.last - p.first) for p in pieces])
            lost = index - np.arange(self._paired, end)
            late = self._late[self._paired - offset : end - offset] - lost / self._rate_hz
            behind_s = float(np.median(late)) + self._first
            for place in [float(index.mean())] if self._index else [0.0, float(index.mean())]:
                self._index.append(place)
                self._stamp.append(place / self._rate_hz + behind_s)
            self._paired = end


def _rolling_min(values: Samples, width: int) -> Samples:
    """For each place the smallest of it and what follows, `width` values in all.

    By minima of fixed pieces from both sides (van Herk 1992; Gil and Werman 1993).
    """
    padded = np.full((len(values) // width + 2) * width, np.inf)
    padded[: len(values)] = values
    pieces = padded.reshape(-1, width)
    ahead = np.minimum.accumulate(pieces[:, ::-1], axis=1)[:, ::-1].ravel()
    behind = np.minimum.accumulate(pieces, axis=1).ravel()
    return np.minimum(ahead[: len(values)], behind[width - 1 : width - 1 + len(values)])
