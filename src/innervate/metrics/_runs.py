"""Since when a state has held, sample by sample, whatever the cuts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.int64]

NONE = -1


class Runs:
    """Follows the runs of true samples of several columns.

    Every true sample gets a key: twice the index of its run's first sample, plus one if the
    sample before that was measured and false, so that the beginning was seen. False: `NONE`.
    """

    def __init__(self, columns: int) -> None:
        self._expected: int | None = None
        self._key: Keys = np.full(columns, NONE, dtype=np.int64)
        self._known: Flags = np.zeros(columns, dtype=np.bool_)

    def push(self, start: int, on: Flags, known: Flags) -> Keys:
        """Take samples x columns from index `start` on; what is not known counts as false."""
        if start != self._expected:
            self._key = np.full_like(self._key, NONE)
            self._known = np.zeros_like(self._known)
        self._expected = start + len(on)
        on = on & known
        before = np.vstack([self._key != NONE, on[:-1]])
        clean = np.vstack([self._known, known[:-1]])
        rows = 2 * np.arange(start, start + len(on))[:, None] + clean
        begun = np.where(on & ~before, rows, self._key)
        keys = np.where(on, np.maximum.accumulate(begun, axis=0), NONE)
        self._key, self._known = keys[-1].copy(), known[-1].copy()
        return keys
