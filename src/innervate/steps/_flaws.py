"""Signs of what can be wrong with raw EMG, each a judgement on one short stretch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from innervate.core.stream import Samples

Verdict = npt.NDArray[np.bool_]
"""One yes or no per channel."""

_LEVELS = 32
_PILED, _LEAST_PILED, _RUN = 4.0, 0.005, 3
_STUCK = 0.9

_GRIDS_HZ = (50.0, 60.0)
_HARMONICS = 5
_LINE_EXCESS = 12.0
_HUM_SHARE = 0.95

_EMG_FROM_HZ = 20.0
_SLOW_HZ = 12.0
_SLOW_EXCESS, _JUMP_EXCESS = 4.0, 25.0
_FLOOR_BAND, _MIDDLE_HZ = (0.36, 0.45), (50.0, 150.0)
_LEAST_RATE_FOR_FLOOR_HZ = 900.0
_WHITE = 0.4

_SLOW_V, _HUM_V, _FLOOR_V, _HUGE_V = 20e-6, 100e-6, 10e-6, 5e-3


def flat(data: Samples) -> Verdict:
    """Nothing changes at all."""
    return np.asarray(np.ptp(data, axis=0) == 0.0)


def clipped(data: Samples) -> tuple[Verdict, Verdict]:
    """Samples pile up at an extreme, in runs; and whether nearly all samples lie at extremes.

    A pile is told from the crest of a slow wave by the few samples just below it, and from a
    coarse resolution by the number of levels between the extremes.
    """
    low, high = data.min(axis=0), data.max(axis=0)
    most = np.maximum(np.count_nonzero(data == low, axis=0), np.count_nonzero(data == high, axis=0))
    suspects = (high > low) & (most >= _least_piled(len(data)))
    piled, stuck = np.zeros_like(suspects), np.zeros_like(suspects)
    for column in np.flatnonzero(suspects):
        piled[column], stuck[column] = _clipped(data[:, column])
    return piled, stuck


def _least_piled(count: int) -> float:
    return max(2 * _RUN, _LEAST_PILED * count)


def _clipped(column: Samples) -> tuple[bool, bool]:
    low, high = float(column.min()), float(column.max())
    at_low, at_high = column == low, column == high
    stuck = float(at_low.mean() + at_high.mean()) > _STUCK
    stuck = stuck and int(np.count_nonzero(np.diff(column))) > 1
    near = 0.02 * (high - low)
    piled = _piled(at_low, column <= low + near) or _piled(at_high, column >= high - near)
    return stuck or (piled and _is_fine(column)), stuck


def _piled(rail: Verdict, near: Verdict) -> bool:
    count = int(np.count_nonzero(rail))
    enough = count >= _least_piled(len(rail))
    beside = int(np.count_nonzero(near)) - count
    return enough and count > _PILED * beside and _longest_run(rail) >= _RUN


def _is_fine(column: Samples) -> bool:
    """Whether there are enough levels between the extremes to tell a pile from rounding."""
    levels = np.unique(column)
    return bool(levels[-1] - levels[0] >= _LEVELS * np.diff(levels).min())


def _longest_run(marks: Verdict) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marks.astype(np.int8), [0]))))
    return int(np.max(edges[1::2] - edges[::2], initial=0))


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """Power per bin (bins x channels, in squared units of the signal) of a Hann window."""

    power: Samples
    frequency_hz: Samples

    @classmethod
    def of(cls, data: Samples, rate_hz: float) -> Spectrum:
        """The spectrum of a stretch without its mean; bins add up to its mean square."""
        bins = np.fft.rfft((data - data.mean(axis=0)) * _taper(len(data)), axis=0)
        power: Samples = np.asarray(bins.real**2 + bins.imag**2, dtype=np.float64)
        return cls(power, np.arange(len(power), dtype=np.float64) * (rate_hz / len(data)))

    def band(self, low_hz: float, high_hz: float) -> Samples:
        """Power between two frequencies."""
        first, last = np.searchsorted(self.frequency_hz, (low_hz, high_hz))
        total: Samples = self.power[first:last].sum(axis=0)
        return total

    def power_of_emg(self, rate_hz: float) -> Samples:
        """Power from 20 Hz up."""
        return self.band(_EMG_FROM_HZ, rate_hz)

    def density(self, low_hz: float, high_hz: float) -> Samples:
        """Mean power per hertz between two frequencies."""
        return self.band(low_hz, high_hz) / (high_hz - low_hz)


@lru_cache(maxsize=8)
def _taper(count: int) -> Samples:
    """A Hann window that makes the squares of the bins add up to the mean square."""
    taper = np.hanning(count + 2)[1:-1, None]
    return np.asarray(taper * np.sqrt(2.0 / (count * float((taper**2).sum()))))


@dataclass(frozen=True, slots=True, eq=False)
class Hum:
    """Whether there is a mains line, the power of all lines, and the rest above 20 Hz."""

    heard: Verdict
    power: Samples
    other: Samples

    @property
    def is_all(self) -> Verdict:
        """Hum and hardly anything else: what an open input picks up."""
        return np.asarray(self.heard & (self.power > _HUM_SHARE * (self.power + self.other)))


def hum(spectrum: Spectrum, rate_hz: float) -> Hum:
    """Lines of the mains against the bins beside them; the stronger of 50 and 60 Hz counts."""
    total = spectrum.power_of_emg(rate_hz)
    heard = np.zeros(total.shape, dtype=np.bool_)
    best = np.zeros(total.shape)
    for grid_hz in _GRIDS_HZ:
        inside, beside = _comb(grid_hz, rate_hz, len(spectrum.frequency_hz))
        lines, background = inside @ spectrum.power, beside @ spectrum.power
        found = (background > 0.0) & (lines > _LINE_EXCESS * background)
        heard |= found[:1].any(axis=0) | (np.count_nonzero(found, axis=0) >= 2)
        best = np.maximum(best, np.where(found, lines, 0.0).sum(axis=0))
    return Hum(heard, np.where(heard, best, 0.0), np.maximum(total - best, 0.0))


@lru_cache(maxsize=8)
def _comb(grid_hz: float, rate_hz: float, bins: int) -> tuple[Samples, Samples]:
    """Weights (lines x bins) that sum up each line, and what its bins would hold without it."""
    lines_hz = grid_hz * np.arange(1, _HARMONICS + 1)
    lines_hz = lines_hz[lines_hz <= 0.46 * rate_hz, None]
    away = np.abs(np.arange(bins) * (0.5 * rate_hz / (bins - 1)) - lines_hz)
    inside = (away < 1.75).astype(np.float64)
    beside = ((away >= 3.0) & (away <= 10.0)).astype(np.float64)
    beside *= inside.sum(axis=1, keepdims=True) / beside.sum(axis=1, keepdims=True)
    return inside, beside


def moving(
    spectrum: Spectrum, change: Samples, quiet: Samples, rate_hz: float, in_volt: Verdict
) -> Verdict:
    """Slow power (drift, cable motion) or a change of level far beyond EMG; in volt, above 20 uV.

    Args:
        spectrum: of the stretch.
        change: of the mean since the stretch before (0 if there was none).
        quiet: power above 20 Hz, the lower of the two stretches.
        rate_hz: sampling rate.
        in_volt: channels whose unit is volt.
    """
    slow = spectrum.band(1.0, _SLOW_HZ)
    fast = spectrum.power_of_emg(rate_hz)
    drift = (slow > _SLOW_EXCESS * fast) & (~in_volt | (slow > _SLOW_V**2)) & (slow > 0)
    jump = change**2 > np.maximum(_JUMP_EXCESS * quiet, np.where(in_volt, _SLOW_V**2, 0.0))
    return np.asarray(drift | (jump & (quiet > 0)))


def noisy(spectrum: Spectrum, rate_hz: float, in_volt: Verdict) -> Verdict:
    """A flat floor of more than 10 uV RMS in 20-450 Hz; said only of volt and from 900 Hz on."""
    if rate_hz < _LEAST_RATE_FOR_FLOOR_HZ:
        return np.zeros_like(in_volt)
    low_hz = min(_FLOOR_BAND[0] * rate_hz, 400.0)
    floor = spectrum.density(low_hz, min(_FLOOR_BAND[1] * rate_hz, low_hz + 100.0))
    white = floor > _WHITE * spectrum.density(*_MIDDLE_HZ)
    return np.asarray(in_volt & white & (floor * 430.0 > _FLOOR_V**2))


def unplugged(
    found: Hum, spectrum: Spectrum, rate_hz: float, stuck: Verdict, in_volt: Verdict
) -> Verdict:
    """No electrode on skin: stuck at the rails, nothing but strong hum, or more than any EMG."""
    loud = ~in_volt | (found.power > _HUM_V**2)
    huge = in_volt & (spectrum.power_of_emg(rate_hz) > _HUGE_V**2)
    return np.asarray(stuck | (found.is_all & loud) | huge)
