"""From device time to session time, causally."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from innervate.core.stream import Samples

_FIT_PAIRS = 12
_FIT_SPAN_S = 10.0


@dataclass(frozen=True, slots=True)
class ClockPair:
    """One observation: device second `device_s` of clock `clock` was session second `session_s`.

    A device second is a sample index over its stream's nominal rate.
    """

    clock: str
    device_s: float
    session_s: float


class Clock:
    """The map from the seconds of one device to session seconds.

    It is causal: a moment is mapped with the pairs at or before it only (the first pair serves
    what comes earlier), so that a file replays exactly as it was heard. With a span of ten
    seconds or more of pairs, drift is removed by least squares over the last twelve.

    >>> Clock("amp").session_s(3.0)
    3.0
    >>> Clock("amp", [ClockPair("amp", 0.0, 5.0)]).session_s(2.5)
    7.5
    """

    def __init__(self, name: str, pairs: Iterable[ClockPair] = ()) -> None:
        self.name = name
        self.pairs = sorted(pairs, key=lambda pair: pair.device_s)

    def add(self, pair: ClockPair) -> None:
        """Take a pair; pairs come in the order of their device time."""
        self.pairs.append(pair)

    def session_s(self, device_s: float) -> float:
        """The session second of one device second."""
        offset_s, slope = self._line(device_s)
        return device_s * (1.0 + slope) + offset_s

    def device_s(self, session_s: float) -> float:
        """The device second of one session second: the inverse of `session_s`, within 1 µs."""
        device_s = session_s
        for _ in range(4):
            device_s += session_s - self.session_s(device_s)
        return device_s

    def session_times_s(self, device_s: Samples) -> Samples:
        """The session second of each of ascending device seconds."""
        if not self.pairs:
            return device_s.copy()
        known = np.searchsorted([pair.device_s for pair in self.pairs], device_s, side="right")
        out = np.empty_like(device_s)
        for count in np.unique(known):
            rows = known == count
            offset_s, slope = _fit_line(self.pairs[: max(int(count), 1)])
            out[rows] = device_s[rows] * (1.0 + slope) + offset_s
        return out

    def _line(self, device_s: float) -> tuple[float, float]:
        if not self.pairs:
            return 0.0, 0.0
        count = bisect_right([pair.device_s for pair in self.pairs], device_s)
        return _fit_line(self.pairs[: max(count, 1)])


def _fit_line(pairs: Sequence[ClockPair]) -> tuple[float, float]:
    """Offset and slope of (session - device) over device time."""
    recent = pairs[-_FIT_PAIRS:]
    newest = recent[-1]
    span_s = newest.device_s - recent[0].device_s
    if len(recent) < 3 or span_s < _FIT_SPAN_S:
        return newest.session_s - newest.device_s, 0.0
    device = np.array([pair.device_s for pair in recent])
    offset = np.array([pair.session_s for pair in recent]) - device
    centred = device - device.mean()
    slope = float(centred @ offset / (centred @ centred))
    return float(offset.mean() - slope * device.mean()), slope
