"""Waiting for muscles to let go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from innervate.core.stream import Samples
from innervate.metrics._runs import NONE, Flags, Keys, Runs
from innervate.metrics._segments import Rep


@dataclass(frozen=True, slots=True, eq=False)
class Lows:
    """Samples from index `start` on: the run below threshold each is in, if it is long enough."""

    start: int
    keys: Keys
    settled: Flags
    known: Flags

    @classmethod
    def of(cls, runs: Runs, start: int, data: Samples, threshold: float, hold: int) -> Lows:
        """Take the next samples; a run is settled from its sample number `hold` on."""
        known = ~np.isnan(data)
        keys = runs.push(start, data < threshold, known)
        rows = np.arange(start, start + len(data))[:, None]
        return cls(start, keys, (keys != NONE) & (rows - keys // 2 + 1 >= hold), known)

    def cut(self, first: int, last: int) -> Lows:
        """The samples with index in [first, last)."""
        begin = max(first - self.start, 0)
        rows = slice(begin, max(last - self.start, begin))
        return Lows(self.start + begin, self.keys[rows], self.settled[rows], self.known[rows])


class Watch:
    """Waits from one sample on for every column to be settled below the threshold.

    Args:
        start: the sample from which on it counts.
        stop: the sample after the last one to wait for.
        columns: how many.
    """

    def __init__(self, start: int, stop: int, columns: int) -> None:
        self.start, self.stop = start, stop
        self.rep: Rep | None = None
        self.found: Keys = np.full(columns, NONE, dtype=np.int64)
        self.missing: Flags = np.zeros(columns, dtype=np.bool_)

    @property
    def done(self) -> bool:
        """Whether every column has been found."""
        return bool((self.found != NONE).all())

    def lose(self) -> None:
        """Samples were lost: what is not found by now cannot be told."""
        self.missing |= self.found == NONE

    def look(self, lows: Lows) -> None:
        """Look at the next samples."""
        lows = lows.cut(self.start, self.stop)
        count = len(lows.keys)
        if not count:
            return
        waiting = self.found == NONE
        seen, lost = lows.settled.any(axis=0), ~lows.known.all(axis=0)
        at = np.where(seen, lows.settled.argmax(axis=0), count)
        gone = np.where(lost, (~lows.known).argmax(axis=0), count)
        self.missing |= waiting & (gone < at)
        found = lows.keys[np.minimum(at, count - 1), np.arange(len(at))]
        self.found = np.where(waiting & seen, found, self.found)
