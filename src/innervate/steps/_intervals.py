"""What a fitter hears: the stated intervals, told apart."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from innervate.core.fit import FitInterval
from innervate.core.step import Interval
from innervate.core.stream import Block, Samples


@dataclass(frozen=True, slots=True)
class Stretch:
    """Successive samples of one interval; `begins` with a new interval, `joined` to the last."""

    begins: bool
    joined: bool
    block: Block


class Span:
    """Between which seconds samples were heard; states intervals whose ends were left open."""

    def __init__(self) -> None:
        self._first_s, self._last_s = math.inf, -math.inf

    def add(self, block: Block) -> None:
        """Note where a block lies by its index."""
        if len(block):
            rate_hz = block.spec.regular_rate_hz
            self.cover(block.start / rate_hz, block.stop / rate_hz)

    def cover(self, first_s: float, last_s: float) -> None:
        """Note that something was heard between these seconds."""
        self._first_s = min(self._first_s, first_s)
        self._last_s = max(self._last_s, last_s)

    def of(self, intervals: tuple[Interval, ...]) -> tuple[FitInterval, ...]:
        """The intervals as a fit states them; open ends are where the samples began and ended."""
        return tuple(
            FitInterval(
                recording="",
                start_s=one.start_s if math.isfinite(one.start_s) else self._first_s,
                stop_s=one.stop_s if math.isfinite(one.stop_s) else self._last_s,
                name=one.name,
            )
            for one in intervals
        )


class Intervals:
    """Cuts the blocks that a fitter is fed where one interval ends and the next begins.

    Times are those of the blocks, or index over rate where they carry none. Samples that lie in
    none of the intervals by that time (a device clock with an offset) are told apart by jumps of
    the index instead. Within an interval a jump only means lost samples.
    """

    def __init__(self, intervals: tuple[Interval, ...]) -> None:
        self._intervals = intervals
        self._edges = np.unique([(i.start_s, i.stop_s) for i in intervals])
        self._current: Interval | None = None
        self._expected: int | None = None
        self._span = Span()

    def split(self, block: Block) -> Iterator[Stretch]:
        """The stretches of the next block."""
        if not len(block):
            return
        times_s = _times_s(block)
        self._span.cover(float(times_s[0]), float(times_s[-1]))
        places = np.searchsorted(self._edges, times_s, side="right")
        cuts = [0, *(np.flatnonzero(np.diff(places)) + 1).tolist(), len(block)]
        for first, last in pairwise(cuts):
            now = self._at(float(times_s[first]))
            joined = block.start + first == self._expected
            begins = self._expected is None or now is not self._current
            begins = begins or (now is None and not joined)
            yield Stretch(begins, joined, block.cut(block.start + first, block.start + last))
            self._current, self._expected = now, block.start + last

    @property
    def heard(self) -> tuple[FitInterval, ...]:
        """The intervals as a fit states them."""
        return self._span.of(self._intervals)

    def _at(self, time_s: float) -> Interval | None:
        for interval in self._intervals:
            if interval.start_s <= time_s < interval.stop_s:
                return interval
        return None


def _times_s(block: Block) -> Samples:
    if block.time_s is not None:
        return block.time_s
    return np.arange(block.start, block.stop) / block.spec.regular_rate_hz
