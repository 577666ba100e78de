"""The human touch on a drive: slow wander shared between muscles, and tremor."""

from __future__ import annotations

from functools import cache

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.draws import Draws, smooth_noise
from innervate.sim.timeline import CONTROL_HZ

_SLOW_HZ, _QUICK_HZ = 5.0, 50.0
_SLOW_SHARE = 0.08
_SHARED = 0.5
_REFLEX_TICKS = 4
_REFLEX_LAG_S = 0.02
_REFLEX_GAIN = 1.3
_MEMORY_TICKS = 96


def wander(draws: Draws, muscles: int, first: int, last: int) -> Samples:
    """Noise of unit variance on control ticks: a slow part, which force shows, and a quick one.

    The slow part lies below 2.5 Hz, as the common drive to motor-neuron pools does (De Luca & Erim
    1994, Trends Neurosci 17:299), and is half shared among muscles; the quick one, below
    25 Hz, is each muscle's own. The shares are set for a steadiness of force of some percent (a
    plausible setting). Shape: ticks x muscles.
    """
    slow, quick = (round(CONTROL_HZ / hz) for hz in (_SLOW_HZ, _QUICK_HZ))
    common = np.sqrt(_SLOW_SHARE * _SHARED) * smooth_noise(draws.at(0), first, last, slow)
    out = np.empty((last - first, muscles))
    for k in range(muscles):
        own = np.sqrt(_SLOW_SHARE * (1.0 - _SHARED)) * smooth_noise(
            draws.at(1, k), first, last, slow
        )
        own += np.sqrt(1.0 - _SLOW_SHARE) * smooth_noise(draws.at(2, k), first, last, quick)
        out[:, k] = common + own
    return out


def tremor(draws: Draws, muscles: int, first: int, last: int) -> Samples:
    """Tremor of unit variance on control ticks: noise round a stretch-reflex loop.

    A loop that answers after 40 ms, through a lag of 20 ms, rings at 10 Hz, in the 8-12 Hz band
    of physiological tremor (Lippold 1970, J Physiol 206:359, on the reflex loop as its origin).
    Shape: ticks x muscles.
    """
    kernel = _ringing()
    out = np.empty((last - first, muscles))
    for k in range(muscles):
        noise = draws.at(k).normals(first - len(kernel) + 1, last)
        out[:, k] = np.convolve(noise, kernel, mode="valid")
    return out


@cache
def _ringing() -> Samples:
    """The loop's answer to one impulse, scaled to unit energy."""
    keep = np.exp(-1.0 / (CONTROL_HZ * _REFLEX_LAG_S))
    answer, lagged = np.zeros(_MEMORY_TICKS), 0.0
    for tick in range(_MEMORY_TICKS):
        back = answer[tick - _REFLEX_TICKS] if tick >= _REFLEX_TICKS else 0.0
        lagged = keep * lagged + (1.0 - keep) * (float(tick == 0) - _REFLEX_GAIN * back)
        answer[tick] = lagged
    answer /= np.sqrt(answer @ answer)
    answer.flags.writeable = False
    return answer
