"""Learns the levels of rest and effort."""

from __future__ import annotations

from typing import Final

import numpy as np

from innervate.core.fit import Fit
from innervate.core.step import Interval
from innervate.core.stream import Block
from innervate.steps._frames import Framer
from innervate.steps._intervals import Span
from innervate.steps._level_fit import Found, Learner
from innervate.steps._levels import PowerCounts, two_humps
from innervate.steps._measured import measured

PARAMETERS: Final = ("rest", "effort")
_NOTHING: Final = (0.0, 0.0)

_WINDOW_S = 0.1
_LEAST_WINDOWS, _ACTIVE_WINDOWS = 40, 4
_CONTRAST_DB = 4.0
_METHOD = "levels at rest and in effort by a mixture of two normals of log level"


class RepetitionFitter:
    """Counts the level of windows of 0.1 s, and finds those of rest and effort."""

    def __init__(
        self, columns: tuple[int, ...], learner: Learner, intervals: tuple[Interval, ...]
    ) -> None:
        self._columns, self._learner, self._intervals = columns, learner, intervals
        rate_hz = learner.spec.regular_rate_hz
        length = max(1, round(_WINDOW_S * rate_hz))
        self._window_s = length / rate_hz
        self._windows = Framer(length, fill=np.nan)
        self._span = Span()
        self._counts = PowerCounts(len(columns))

    def push(self, block: Block) -> None:
        """Count the windows that the block completes."""
        self._span.add(block)
        _, means = self._windows.push(measured(block.data[:, self._columns]), block.start)
        self._counts.add(np.maximum(means, 0.0) ** 2)

    def result(self) -> Fit:
        """The levels; raises `NotEnoughDataError` where no target has enough data."""
        unit = self._learner.unit
        return self._learner.fit(
            [self._target(index) for index in range(len(self._columns))],
            [(name, unit) for name in PARAMETERS],
            _METHOD,
            self._span.of(self._intervals),
            _LEAST_WINDOWS * self._window_s,
        )

    def _target(self, index: int) -> Found:
        counts = self._counts.of(index).copy()
        counts[0] += self._counts.silent[index]
        if counts.sum() < _LEAST_WINDOWS:
            return Found(_NOTHING, "too little data", short=True)
        rest, effort = two_humps(counts)
        stands_out = effort.mean_db - rest.mean_db >= _CONTRAST_DB
        if not stands_out or effort.share * float(counts.sum()) < _ACTIVE_WINDOWS:
            return Found(_NOTHING, "effort does not stand out")
        return Found((10.0 ** (rest.mean_db / 20.0), 10.0 ** (effort.mean_db / 20.0)))
