"""The input of the virtual amplifier: it lets no steady voltage through."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.signal import butter, lfilter

from innervate.core.stream import Samples

_CUT_OFF_HZ = 10.0
_LEAST_RATE_HZ = 4.0 * _CUT_OFF_HZ


class Coupling:
    """A high-pass of second order at 10 Hz, as surface EMG is recorded with.

    Good practice records from 10-20 Hz on (Merletti 1999, ISEK standards): what lies below is
    drift rather than muscle. Below a rate of 40 Hz it does nothing.

    Args:
        muscles: number of channels.
        rate_hz: sampling rate.
    """

    def __init__(self, muscles: int, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._state = np.zeros((2, muscles))

    def advance(self, emg_v: Samples) -> Samples:
        """Successive samples x channels, filtered."""
        if self._rate_hz < _LEAST_RATE_HZ or not len(emg_v):
            return emg_v
        numerator, denominator = _filter(self._rate_hz)
        out, self._state = lfilter(numerator, denominator, emg_v, axis=0, zi=self._state)
        return np.asarray(out)


@cache
def _filter(rate_hz: float) -> tuple[Samples, Samples]:
    numerator, denominator = butter(2, _CUT_OFF_HZ, "highpass", fs=rate_hz)
    return numerator, denominator
