"""Means of a stream over the last moments, at fixed session seconds."""

from __future__ import annotations

from typing import Final

import numpy as np

from innervate.core.inlet import with_time
from innervate.core.stream import Block, Samples
from innervate.engine.run import PlanRun

PER_S: Final = 20
"""Bins in a session second; a glance stands at the edge between two."""


class Binned:
    """Adds a stream up in bins of 1/20 s of session time, and gives means of the last ones.

    Bins stand at whole multiples of 1/20 s, so that the means do not depend on how the stream
    was cut. Memory: the window, and what was pushed since the last mean was asked for.

    Args:
        run: the plan at work.
        stream: which of its streams.
        window_s: what a mean is over.
    """

    def __init__(self, run: PlanRun, stream: str, window_s: float) -> None:
        self.stream, self._run = stream, run
        self._window = round(window_s * PER_S)
        self._nothing = np.zeros((2, len(run.specs[stream].channels)))
        self._bins: dict[int, Samples] = {}
        self._heard: int | None = None
        self._last_s = -np.inf
        self.first: int | None = None

    @property
    def reached(self) -> int | None:
        """The last tick before which every bin is complete, None before the first sample."""
        return None if self.first is None else int(np.floor(self._last_s * PER_S))

    def push(self, block: Block) -> None:
        """Take the next block."""
        if not len(block):
            return
        time_s = with_time(block, self._run.clock(self.stream)).time_s
        assert time_s is not None
        reached_s = np.maximum.accumulate(np.maximum(time_s, self._last_s))
        bins = np.floor(reached_s * PER_S + 1e-9).astype(np.int64)
        edges = np.flatnonzero(np.diff(bins, prepend=bins[0] - 1))
        finite = np.isfinite(block.data)
        sums = np.add.reduceat(np.where(finite, block.data, 0.0), edges, axis=0)
        counts = np.add.reduceat(finite.astype(np.float64), edges, axis=0)
        for number, added in zip(
            bins[edges].tolist(), np.stack((sums, counts), axis=1), strict=True
        ):
            self._bins[number] = self._bins.get(number, self._nothing) + added
        self._last_s = float(reached_s[-1])
        if self.first is None:
            self.first = int(bins[0])

    def heard(self, tick: int) -> float:
        """The last bin before a tick that has a sample; ticks are asked for in order."""
        if tick - 1 in self._bins:
            self._heard = tick - 1
        return -np.inf if self._heard is None else self._heard

    def mean(self, tick: int) -> tuple[float | None, ...]:
        """The mean of each channel over the window before a tick; None where it lacks data.

        More than half of the window's bins must have been measured. Ticks are asked for in order.
        """
        while self._bins and (oldest := next(iter(self._bins))) < tick - self._window:
            del self._bins[oldest]
        wanted = range(tick - self._window, tick)
        table = np.array([self._bins.get(number, self._nothing) for number in wanted])
        sums, counts = table.sum(axis=0)
        enough = 2 * (table[:, 1] > 0).sum(axis=0) > self._window
        return tuple(
            float(total / number) if fine else None
            for total, number, fine in zip(sums, counts, enough, strict=True)
        )
