"""Streams thinned to rows of one grid of session time, for drawing as they come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from innervate.core.clock import Clock
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.session.frames import Numbers

ROWS_HZ: Final = 100.0
"""Rows per session second: more than a screen can show."""

_MOST_ROWS = 512
_LATE_ROWS = 50
_ROUNDING = 1e-6

_Index = npt.NDArray[np.int64]


class Rows:
    """Collects the columns of some streams and gives the rows that are whole.

    Row n holds what was measured in session seconds [n, n + 1) / `ROWS_HZ`; NaN = nothing. A
    stream that is half a second behind the others is not waited for, and of a long silence only
    the newest rows are given.

    Args:
        specs: the streams; their channels are the columns, in order.
        deep: values per row and column: 1 keeps the last one, 2 the least and the largest.
    """

    def __init__(self, specs: Sequence[StreamSpec], *, deep: int = 1) -> None:
        self._first: dict[str, int] = {}
        self._width = 0
        for spec in specs:
            self._first[spec.id] = self._width
            self._width += len(spec.channels)
        self._deep = deep
        self._reached: dict[str, int] = {}
        self._start: int | None = None
        self._rows = self._empty(_MOST_ROWS)

    def push(self, block: Block, clock: Clock) -> None:
        """Take the next block of any stream; those of other streams are ignored."""
        first = self._first.get(block.spec.id)
        if first is None or not len(block):
            return
        index = _row_numbers(block, clock)
        self._make_room(int(index[0]), int(index[-1]))
        assert self._start is not None
        starts = np.flatnonzero(np.diff(index, prepend=index[0] - 1))
        rows = index[starts] - self._start
        columns = slice(first, first + block.data.shape[1])
        keep = int(np.searchsorted(rows, 0))  # what comes later than its row was given
        self._put(rows[keep:], columns, block.data, starts[keep:])
        self._reached[block.spec.id] = int(index[-1])

    def take(self) -> tuple[int, Numbers]:
        """The rows that are whole since the last call: index of the first, and the values.

        Values are rows x columns, with `deep` 2 rows x columns x 2.
        """
        if self._start is None:
            return 0, self._shaped(self._rows[:0])
        newest = max(self._reached.values())
        behind = [at for at in self._reached.values() if at > newest - _LATE_ROWS]
        count = min(behind) - self._start
        if count <= 0:
            return self._start, self._shaped(self._rows[:0])
        start, given = self._start, self._rows[:count]
        rest = self._rows[count:]
        self._rows = self._empty(_MOST_ROWS)
        self._rows[: len(rest)] = rest
        self._start += count
        return start, self._shaped(given)

    def _make_room(self, first: int, last: int) -> None:
        """Let the rows reach to `last`, leaving out the oldest ones if there are too many."""
        if self._start is None:
            self._start = first
        surplus = last + 1 - self._start - _MOST_ROWS
        if surplus > 0:
            kept = self._rows[surplus:]
            self._rows = self._empty(_MOST_ROWS)
            self._rows[: len(kept)] = kept
            self._start += surplus

    def _put(self, rows: _Index, columns: slice, data: Samples, starts: _Index) -> None:
        if not len(rows):
            return
        if self._deep == 1:
            last = np.append(starts[1:], len(data)) - 1
            self._rows[rows, columns, 0] = data[last]
            return
        for at, smaller in ((0, np.fmin), (1, np.fmax)):
            part = smaller.reduceat(data, starts, axis=0)
            self._rows[rows, columns, at] = smaller(self._rows[rows, columns, at], part)

    def _empty(self, count: int) -> Samples:
        return np.full((count, self._width, self._deep), np.nan)

    def _shaped(self, rows: Samples) -> Numbers:
        flat = rows[:, :, 0] if self._deep == 1 else rows
        return np.ascontiguousarray(flat, dtype=np.float32)


def _row_numbers(block: Block, clock: Clock) -> _Index:
    """The row of each sample; a clock that is corrected backwards does not go back."""
    rate_hz = block.spec.regular_rate_hz
    first_s = clock.session_s(block.start / rate_hz)
    last_s = clock.session_s((block.stop - 1) / rate_hz)
    seconds = np.linspace(first_s, max(last_s, first_s), len(block))
    return np.floor(seconds * ROWS_HZ + _ROUNDING).astype(np.int64)
