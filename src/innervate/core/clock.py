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
        self.pairs = sorted(pairs, key=_device_s)
        self._recent = (-1, 0.0, 0.0)

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
        out = np.empty_like(device_s)
        row = 0
        while row < len(out):
            known = bisect_right(self.pairs, float(device_s[row]), key=_device_s)
            stop = len(out)
            if known < len(self.pairs) and device_s[-1] >= self.pairs[known].device_s:
                stop = int(np.searchsorted(device_s, self.pairs[known].device_s, side="left"))
            offset_s, slope = self._fitted(known)
            out[row:stop] = device_s[row:stop] * (1.0 + slope) + offset_s
            row = stop
        return out

    def _line(self, device_s: float) -> tuple[float, float]:
        if not self.pairs:
            return 0.0, 0.0
        return self._fitted(bisect_right(self.pairs, device_s, key=_device_s))

    def _fitted(self, known: int) -> tuple[float, float]:
        """The line through the first so many pairs; the last one asked for is remembered."""
        if self._recent[0] != known:
            self._recent = (known, *_fit_line(self.pairs[max(known - _FIT_PAIRS, 0) : known or 1]))
        return self._recent[1:]


def _device_s(pair: ClockPair) -> float:
    return pair.device_s


def _fit_line(pairs: Sequence[ClockPair]) -> tuple[float, float]:
    """Offset and slope of (session - device) over device time."""
    newest = pairs[-1]
    span_s = newest.device_s - pairs[0].device_s
    if len(pairs) < 3 or span_s < _FIT_SPAN_S:
        return newest.session_s - newest.device_s, 0.0
    device = np.array([pair.device_s for pair in pairs])
    offset = np.array([pair.session_s for pair in pairs]) - device
    centred = device - device.mean()
    slope = float(centred @ offset / (centred @ centred))
    return float(offset.mean() - slope * device.mean()), slope
