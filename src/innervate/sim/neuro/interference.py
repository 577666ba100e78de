"""The interference signal: potentials added up at every spike."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import as_strided
from scipy.sparse import csr_array

from innervate.core.stream import Samples
from innervate.sim.neuro.firing import Spikes
from innervate.sim.neuro.pool import Indices
from innervate.sim.neuro.templates import PHASES, STRIP, Table, Templates


class Interference:
    """Adds templates at spikes; what reaches beyond the macro-block is carried over.

    Potentials that begin in the same sample are added first (a product of a sparse matrix with
    the table); the sums of neighbouring samples are then shifted and added in strips.

    Args:
        muscles: how many outputs.
    """

    def __init__(self, muscles: int) -> None:
        self._muscles = muscles
        self._tail = np.zeros((muscles, 0))

    def advance(
        self, templates: Templates, spikes: Spikes, tired: Indices, offset: float, samples: int
    ) -> Samples:
        """The signal of one macro-block (samples × muscles).

        Args:
            templates: the sampled potentials; the same each time.
            spikes: of the macro-block.
            tired: level of tiredness of each unit.
            offset: its first sample, counted in samples from the start of the macro-block.
            samples: how many it has.
        """
        strips = math.ceil((samples + 1) / STRIP)
        rows = strips * STRIP
        at = spikes.time_s * templates.rate_hz - offset
        first = np.ceil(at)
        # A spike before the first sample still begins with the first: `first` is never negative.
        phase = np.minimum(((first - at) * PHASES).astype(np.int64), PHASES - 1)
        level = np.take(tired, spikes.unit)
        index = (level * len(tired) + spikes.unit) * PHASES + phase
        busy = np.flatnonzero(np.bincount(spikes.muscle, minlength=self._muscles))
        place = np.searchsorted(busy, spikes.muscle)
        row = place * rows + np.maximum(first, 0.0).astype(np.int64)
        table = templates.table(int(level.max(initial=0)) + 1)
        total = np.zeros((self._muscles, rows + table.shape[1]))
        total[busy] = _overlapped(_added(row, index, table, len(busy) * rows), len(busy), strips)
        total[:, : self._tail.shape[1]] += self._tail
        self._tail = total[:, samples : samples + table.shape[1]].copy()
        return np.ascontiguousarray(total[:, :samples].T)


def _overlapped(added: Table, muscles: int, strips: int) -> Samples:
    """Rows of one strip, each shifted by its own sample, summed; then the strips."""
    pieces, wide, step = muscles * strips, added.shape[1], added.strides[1]
    # Row k of a strip is to stand k samples later. Read with strides one place short of a row, it
    # begins k places too early in memory, which is in the zeros that close the row above.
    skewed = as_strided(
        added,
        shape=(pieces, STRIP, wide),
        strides=(STRIP * wide * step, (wide - 1) * step, step),
    )
    summed = skewed.sum(axis=1).reshape(muscles, strips, wide)
    total = np.zeros((muscles, strips * STRIP + wide))
    for k in range(strips):
        total[:, k * STRIP : k * STRIP + wide] += summed[:, k]
    return total


def _added(row: Indices, index: Indices, table: Table, rows: int) -> Table:
    """Rows of the table added up by target row: a sparse matrix of ones times the table."""
    order = np.argsort(row.astype(np.uint16) if rows < _SMALL else row, kind="stable")
    starts = np.zeros(rows + 1, dtype=np.int32)
    np.cumsum(np.bincount(row, minlength=rows), out=starts[1:])
    ones = np.ones(len(row), dtype=np.float32)
    picked = csr_array((ones, index[order].astype(np.int32), starts), shape=(rows, len(table)))
    return np.asarray(picked @ table)


_SMALL: Final = 1 << 16
