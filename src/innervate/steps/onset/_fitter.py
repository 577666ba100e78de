"""Learns the levels at rest and in activity."""

from __future__ import annotations

from typing import Final

import numpy as np

from innervate.core.fit import Fit
from innervate.core.step import Interval
from innervate.core.stream import Block
from innervate.core.units import HERTZ
from innervate.steps._frames import Framer
from innervate.steps._intervals import Span
from innervate.steps._level_fit import Found, Learner
from innervate.steps._levels import (
    Hump,
    PowerCounts,
    freedom_of,
    one_hump,
    power_of,
    two_humps,
)
from innervate.steps._measured import measured
from innervate.steps.onset._kernel import frame_length

PARAMETERS: Final = ("rest_rms", "threshold_rms", "active_rms", "bandwidth")
_NOTHING: Final = (0.0, 0.0, 0.0, 0.0)

_WINDOW_FRAMES = 25
_REST_WINDOWS, _ALL_WINDOWS, _ACTIVE_WINDOWS = 20, 60, 4
_CONTRAST_DB = 3.5
_SHARE, _LEAST_DB, _MOST_DB = 0.35, 2.7, 7.0
_ABOVE_REST_DB = 3.0

_OF_REST = "level at rest by quantiles"
_OF_BOTH = "levels at rest and in activity by a mixture of two normals of log power"


class OnsetFitter:
    """Counts the power of windows of 25 frames, and finds the levels at rest and in activity."""

    def __init__(self, learner: Learner, intervals: tuple[Interval, ...]) -> None:
        self._learner, self._intervals = learner, intervals
        self._rest_only = bool(intervals) and all(
            interval.name.split()[:1] == ["rest"] for interval in intervals
        )
        rate_hz = learner.spec.regular_rate_hz
        length = frame_length(rate_hz)
        self._window_s = _WINDOW_FRAMES * length / rate_hz
        self._least = _REST_WINDOWS if self._rest_only else _ALL_WINDOWS
        self._frames = Framer(length, fill=np.nan)
        self._windows = Framer(_WINDOW_FRAMES, fill=np.nan)
        self._span = Span()
        self._counts = PowerCounts(len(learner.spec.channels))

    def push(self, block: Block) -> None:
        """Count the windows that the block completes."""
        self._span.add(block)
        first, means = self._frames.push(measured(block.data), block.start)
        _, power = self._windows.push(means * means, first)
        self._counts.add(power)

    def result(self) -> Fit:
        """The levels; raises `NotEnoughDataError` where no channel has enough data."""
        unit = self._learner.unit
        return self._learner.fit(
            [self._channel(channel) for channel in range(len(self._learner.spec.channels))],
            tuple(zip(PARAMETERS, (unit, unit, unit, HERTZ), strict=True)),
            _OF_REST if self._rest_only else _OF_BOTH,
            self._span.of(self._intervals),
            self._least * self._window_s,
        )

    def _channel(self, channel: int) -> Found:
        counts = self._counts.of(channel)
        windows = int(counts.sum())
        if windows < self._least:
            seconds = windows * self._window_s
            return Found(_NOTHING, f"{seconds:.1f} s with a signal are too little", short=True)
        if self._rest_only:
            return self._found(one_hump(counts), _ABOVE_REST_DB, 0.0)
        rest, active = two_humps(counts)
        contrast_db = active.mean_db - rest.mean_db
        if contrast_db < _CONTRAST_DB or active.share * windows < _ACTIVE_WINDOWS:
            return Found(_NOTHING, "activity does not stand out from rest")
        above_db = min(max(_SHARE * (contrast_db + active.sd_db), _LEAST_DB), _MOST_DB)
        return self._found(rest, above_db, 10.0 ** (active.mean_db / 20.0))

    def _found(self, rest: Hump, above_db: float, active_rms: float) -> Found:
        freedom = freedom_of(rest.sd_db)
        rest_rms = power_of(rest.mean_db, freedom) ** 0.5
        threshold_rms = rest_rms * 10.0 ** (above_db / 20.0)
        return Found((rest_rms, threshold_rms, active_rms, freedom / (2.0 * self._window_s)))
