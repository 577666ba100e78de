"""From activation to the voltage under a surface electrode: signal-dependent coloured noise."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.draws import Draws

_TIRED_FREQUENCIES = 0.7
_TAIL = 1e-7


@dataclass(frozen=True, slots=True)
class SurfaceEmg:
    """Amplitude-modulated Gaussian noise with the spectrum of surface EMG.

    White noise through a shaping filter with power
    ``f^2 / ((f^2 + low_hz^2) (f^2 + high_hz^2)^2)`` (Shwedyk et al. 1977, IEEE Trans Biomed Eng
    24:417; Stulen & De Luca 1981, IEEE Trans Biomed Eng 28:515), scaled to unit variance and
    multiplied by the wanted RMS (Hogan & Mann 1980, IEEE Trans Biomed Eng 27:382).
    With fatigue all frequencies are compressed to up to 0.7 times.
    """

    low_hz: float = 60.0
    high_hz: float = 120.0

    def unit_noise(
        self, draws: Draws, start: int, stop: int, rate_hz: float, tired: Samples
    ) -> Samples:
        """Noise of unit variance on ticks [start, stop); `tired` is 0-1 per tick."""
        fresh = self._kernel(rate_hz, 1.0)
        if not tired.any():
            return _filtered(draws, start, stop, fresh)
        slow = self._kernel(rate_hz, _TIRED_FREQUENCIES)
        overlap = float(fresh @ slow[: len(fresh)])
        mixed = (1.0 - tired) * _filtered(draws, start, stop, fresh)
        mixed += tired * _filtered(draws, start, stop, slow)
        variance = (1.0 - tired) ** 2 + tired**2 + 2.0 * tired * (1.0 - tired) * overlap
        return np.asarray(mixed / np.sqrt(variance))

    def _kernel(self, rate_hz: float, compression: float) -> Samples:
        """The filter's impulse response, sampled and scaled to unit energy.

        The inverse Laplace transform of ``s / ((s + a) (s + b)^2)``, of which a sampled
        amplifier sees what its rate lets it see.
        """
        a = 2.0 * math.pi * self.low_hz * compression
        b = 2.0 * math.pi * self.high_hz * compression
        time_s = np.arange(max(math.ceil(-math.log(_TAIL) / a * rate_hz), 2)) / rate_hz
        one = a / (b - a) ** 2
        response = one * (np.exp(-b * time_s) - np.exp(-a * time_s))
        response += b / (b - a) * time_s * np.exp(-b * time_s)
        return np.asarray(response / np.sqrt(response @ response))


def _filtered(draws: Draws, start: int, stop: int, kernel: Samples) -> Samples:
    if stop <= start:
        return np.empty(0)
    return np.convolve(draws.normals(start - len(kernel) + 1, stop), kernel, mode="valid")
