"""Finds the lines that the mains leave in a spectrum."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from innervate.core.errors import NotEnoughDataError
from innervate.core.stream import Block, Samples
from innervate.steps._measured import measured

_HOP_S = 0.25
_LOWEST_HZ = 20.0
_FEWEST_WINDOWS = 3
_FALSE_ALARM = 1e-6
"""Chance that one bin of pure noise is called a line."""
_LEAST_EXCESS = 2.0
"""A line below this power ratio adds too little to be worth a notch."""
_NEAR, _FAR = 3, 10
"""Bins around a line that tell its background: outside the window's main lobe."""
_GRID_SD_HZ = 0.1
"""How far mains and device clock together may be from the nominal frequency (prior SD)."""
_SILENT = 1e-20
"""A channel whose power per bin is this much below that of its offset carries rounding."""


@dataclass(frozen=True, slots=True)
class Line:
    """A spectral line at a multiple of a frequency; `excess` is its power over its background."""

    harmonic: int
    frequency_hz: float
    excess: float


@dataclass(frozen=True, slots=True)
class Mains:
    """A nominal mains frequency, what it was found to be, and its lines."""

    nominal_hz: float
    refined_hz: float
    lines: tuple[Line, ...]


class LineSpectrum:
    """The mean power spectrum of a stream in half-second Hann windows (Welch 1967).

    Windows overlap by half and are anchored at sample 0. Each counts in proportion to its own
    power, so that contractions do not drown the hum between them. How far the phase of a line
    turns from one window to the next but one, which shares no sample with it, tells its
    frequency far more finely than the bins. Memory: three windows.

    Args:
        rate_hz: samples per second.
        channels: how many.
        top_hz: highest frequency at which lines are looked for.
    """

    def __init__(self, rate_hz: float, channels: int, top_hz: float) -> None:
        self._hop = max(round(_HOP_S * rate_hz), 1)
        self._taper = np.hanning(2 * self._hop + 1)[:-1, None]
        self.bin_hz = rate_hz / (2 * self._hop)
        self._top_hz = top_hz
        self._lowest = math.ceil(_LOWEST_HZ / self.bin_hz)
        bins = min(int(top_hz / self.bin_hz) + _FAR + 3, self._hop + 1)
        self._sum = np.zeros((bins, channels))
        self._turn = np.zeros((bins, channels), dtype=np.complex128)
        self._windows = np.zeros(channels, dtype=np.int64)
        self._recent: deque[npt.NDArray[np.complex128]] = deque(maxlen=2)
        self._kept = np.zeros((0, channels))
        self._kept_start = 0

    def push(self, block: Block) -> None:
        """Take the next samples; a jump in the index begins anew."""
        if not len(block):
            return
        if block.start != self._kept_start + len(self._kept):
            self._kept, self._kept_start = self._kept[:0], block.start
            self._recent.clear()
        data = measured(block.data)
        data = np.concatenate([self._kept, data]) if len(self._kept) else data
        first = -self._kept_start % self._hop
        while first + 2 * self._hop <= len(data):
            self._add(data[first : first + 2 * self._hop])
            first += self._hop
        first = min(first, len(data))
        self._kept = data[first:].copy()
        self._kept_start += first

    def _add(self, window: Samples) -> None:
        # An offset needs no removal: a Hann window keeps it within the two lowest bins.
        spectrum = np.fft.rfft(window * self._taper, axis=0)[: len(self._sum)]
        power = spectrum.real**2 + spectrum.imag**2
        level = power[self._lowest :].mean(axis=0)
        heard = level > _SILENT * power.max(axis=0)
        if not heard.all():
            spectrum[:, ~heard], power[:, ~heard], level[~heard] = 0.0, 0.0, 1.0
        self._sum += power / level
        self._windows += heard
        scaled = spectrum * (1.0 / np.sqrt(level))
        if len(self._recent) == 2:
            self._turn += scaled * self._recent[0].conj()
        self._recent.append(scaled)

    def mains(self, nominal_hz: float) -> Mains:
        """The lines at multiples of this frequency, and its refined value."""
        enough = self._windows >= _FEWEST_WINDOWS
        if not enough.any():
            raise NotEnoughDataError(
                "too little signal to look for mains hum",
                found=f"{int(self._windows.max(initial=0))} windows of {2 * _HOP_S:g} s",
                fix="give it at least two seconds in which something is measured",
            )
        power = self._sum[:, enough] / self._windows[enough]
        turn = self._turn[:, enough]
        least = np.maximum(_LEAST_EXCESS, _chance_excess(self._windows[enough]))
        apart_s = 1.0 / self.bin_hz
        lines: list[Line] = []
        precision, total = _GRID_SD_HZ**-2, nominal_hz * _GRID_SD_HZ**-2
        for harmonic in range(1, int((self._top_hz + self.bin_hz) / nominal_hz) + 1):
            expected_hz = harmonic * total / precision
            found = _strongest(power, round(expected_hz / self.bin_hz), least)
            if found is None:
                continue
            turned = np.angle(turn[found.bin, found.channel]) / (2.0 * math.pi)
            turns = float(turned + round(expected_hz * apart_s - turned))
            lines.append(Line(harmonic, turns / apart_s, found.excess))
            pairs = max(int(self._windows[enough][found.channel]) - 2, 1)
            weight = found.excess * pairs * (2.0 * math.pi * apart_s * harmonic) ** 2
            precision += weight
            total += weight * turns / apart_s / harmonic
        return Mains(nominal_hz, total / precision, tuple(lines))


def _chance_excess(windows: npt.NDArray[np.int64]) -> Samples:
    """The excess that a bin of noise passes with the stated chance: a quantile of F.

    Windows that overlap by half count 5 % less than separate ones (Welch 1967); of the bins
    beside a line, neighbours share half of what they tell.
    """
    from scipy.special import fdtri

    freedom = 2.0 * windows / (1.0 + 2.0 / 36.0)
    return np.asarray(fdtri(freedom, freedom * (_FAR - _NEAR), 1.0 - _FALSE_ALARM))


@dataclass(frozen=True, slots=True)
class _Peak:
    bin: int
    channel: int
    excess: float


def _strongest(power: Samples, centre: int, least: Samples) -> _Peak | None:
    """The strongest line at or next to a bin, or None where no channel has one."""
    best: _Peak | None = None
    for channel in range(power.shape[1]):
        column = power[:, channel]
        below = column[max(centre - _FAR, 1) : max(centre - _NEAR, 1)]
        beside = np.concatenate([below, column[centre + _NEAR + 1 : centre + _FAR + 1]])
        peak = centre - 1 + int(np.argmax(column[centre - 1 : centre + 2]))
        background = float(np.median(beside)) if len(beside) else 0.0
        excess = float(column[peak]) / background if background > 0.0 else 0.0
        if excess > max(best.excess if best else 0.0, float(least[channel])):
            best = _Peak(peak, channel, excess)
    return best
