"""What is kept of a repetition: means, peaks, and the noise seen in 100-ms windows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from innervate.core.stream import Samples
from innervate.metrics._segments import Rep

WINDOW_S = 0.1
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class RepSummary:
    """A completed repetition, feature by feature.

    Attributes:
        rep: which one.
        mean, peak: of what was measured; NaN where nothing was.
        measured: the share (0-1) of the repetition that was measured.
        samples: how many samples each mean is of.
        window: samples per window.
        scatter: sum over windows of the products of third differences, feature by feature.
        pairs: how many third differences each sum has.
    """

    rep: Rep
    mean: Samples
    peak: Samples
    measured: Samples
    samples: Counts
    window: int
    scatter: Samples
    pairs: Counts


class RepWindows:
    """Adds up one repetition in bounded memory.

    Windows of 100 ms follow each other from absolute sample 0 on; only those wholly within the
    repetition and wholly measured count. Noise is judged by the third differences of
    successive windows, which no level, ramp or even bend can reach.

    Args:
        features: number of columns.
        window: samples per window.
    """

    def __init__(self, features: int, window: int) -> None:
        self._window = window
        self._sum = np.zeros(features)
        self._samples: Counts = np.zeros(features, dtype=np.int64)
        self._peak = np.full(features, -np.inf)
        self._scatter = np.zeros((features, features))
        self._pairs: Counts = np.zeros((features, features), dtype=np.int64)
        self._tail = np.empty((0, features))
        self._open: int | None = None
        self._open_sum = np.zeros(features)
        self._open_count: Counts = np.zeros(features, dtype=np.int64)

    def add(self, start: int, data: Samples) -> None:
        """Take samples x features from absolute index `start` on; NaN = not measured."""
        finite = np.isfinite(data)
        filled = np.where(finite, data, 0.0)
        self._sum += filled.sum(axis=0)
        self._samples += finite.sum(axis=0)
        self._peak = np.maximum(self._peak, np.where(finite, data, -np.inf).max(axis=0))
        index = np.arange(start, start + len(data)) // self._window
        first = np.flatnonzero(np.diff(index, prepend=index[0] - 1))
        sums = np.add.reduceat(filled, first, axis=0)
        counts = np.add.reduceat(finite.astype(np.int64), first, axis=0)
        self._extend(index[first], sums, counts)

    def finish(self, rep: Rep) -> RepSummary:
        """What is kept of the repetition, now that its end is known."""
        self._close(np.empty((0, len(self._sum))))
        with np.errstate(invalid="ignore"):
            mean = self._sum / self._samples
        return RepSummary(
            rep=rep,
            mean=mean,
            peak=np.where(self._samples > 0, self._peak, np.nan),
            measured=self._samples / (rep.stop - rep.start),
            samples=self._samples,
            window=self._window,
            scatter=self._scatter,
            pairs=self._pairs,
        )

    def _extend(self, index: Counts, sums: Samples, counts: Counts) -> None:
        """Take successive (partial) windows; all but the last one are complete now."""
        if self._open is not None and index[0] == self._open:
            sums[0] += self._open_sum
            counts[0] += self._open_count
        elif self._open is not None:
            skipped = min(int(index[0]) - self._open - 1, 3)
            self._close(np.full((skipped, sums.shape[1]), np.nan))
        self._difference(np.where(counts == self._window, sums / self._window, np.nan)[:-1])
        self._open, self._open_sum, self._open_count = int(index[-1]), sums[-1], counts[-1]

    def _close(self, after: Samples) -> None:
        """End the open window; `after` stands for windows that were skipped."""
        if self._open is not None:
            full = self._open_count == self._window
            mean = np.where(full, self._open_sum / self._window, np.nan)
            self._difference(np.vstack([mean[None, :], after]))
            self._open = None

    def _difference(self, means: Samples) -> None:
        rows = np.vstack([self._tail, means])
        self._tail = rows[-3:].copy()
        if len(rows) < 4 or not len(means):
            return
        third = rows[3:] - rows[:-3] - 3.0 * (rows[2:-1] - rows[1:-2])
        valid = np.isfinite(third)
        third = np.where(valid, third, 0.0)
        self._scatter += third.T @ third
        self._pairs += valid.T.astype(np.int64) @ valid.astype(np.int64)
