"""Resting and active level of a signal, learned from counts of its logarithmic power."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from innervate.core.stream import Samples

Counts = npt.NDArray[np.int64]

_LOW_DB, _HIGH_DB, _STEP_DB = -400.0, 400.0, 0.2
_BINS = round((_HIGH_DB - _LOW_DB) / _STEP_DB)
_DB = 10.0 / np.log(10.0)
_CENTRES_DB = _LOW_DB + (np.arange(_BINS) + 0.5) * _STEP_DB
_ROUNDS = 60


class PowerCounts:
    """Counts how often the power of each channel fell into each step of 0.2 dB.

    Bounded memory, and exactly independent of the order and cutting of what is counted. NaN is
    not counted; no power at all is counted apart.
    """

    def __init__(self, channels: int) -> None:
        self._counts: Counts = np.zeros((channels, _BINS), dtype=np.int64)
        self.silent: Counts = np.zeros(channels, dtype=np.int64)

    def add(self, power: Samples) -> None:
        """Count powers, windows x channels."""
        for channel, column in enumerate(power.T):
            measured = column[np.isfinite(column)]
            heard = measured[measured > 0.0]
            self.silent[channel] += len(measured) - len(heard)
            bins = np.floor((10.0 * np.log10(heard) - _LOW_DB) / _STEP_DB)
            bins = np.clip(bins, 0, _BINS - 1).astype(np.int64)
            self._counts[channel] += np.bincount(bins, minlength=_BINS)

    def of(self, channel: int) -> Counts:
        """The counts of one channel."""
        counts: Counts = self._counts[channel]
        return counts


@dataclass(frozen=True, slots=True)
class Hump:
    """A share of the windows whose level is spread around `mean_db` by `sd_db`."""

    share: float
    mean_db: float
    sd_db: float


def quantile_db(counts: Counts, q: float) -> float:
    """The level below which the share `q` of the counts lies, interpolated within its step."""
    total = np.cumsum(counts)
    wanted = q * float(total[-1])
    at = int(np.searchsorted(total, wanted, side="left"))
    at = min(at, _BINS - 1)
    before = float(total[at - 1]) if at else 0.0
    inside = (wanted - before) / max(float(counts[at]), 1.0)
    return float(_LOW_DB + (at + min(max(inside, 0.0), 1.0)) * _STEP_DB)


def one_hump(counts: Counts) -> Hump:
    """The level of windows that are all alike, by quantiles, so that a few others do not matter."""
    middle = quantile_db(counts, 0.5)
    return Hump(1.0, middle, max(middle - quantile_db(counts, 0.1587), _STEP_DB))


def two_humps(counts: Counts) -> tuple[Hump, Hump]:
    """The lower and the upper of two levels: a mixture of two Gaussians in decibels by EM.

    The usual model of the logarithmic power of EMG at rest and in activity (Liu et al. 2015,
    PLoS ONE 10:e0127990); the upper one is never narrower than the lower one.
    """
    used = np.flatnonzero(counts)
    level, weight = _CENTRES_DB[used], counts[used] / counts.sum()
    means = np.array([quantile_db(counts, 0.1), quantile_db(counts, 0.98)])
    sds = np.array([1.5, 3.0])
    shares = np.array([0.7, 0.3])
    for _ in range(_ROUNDS):
        density = shares * np.exp(-0.5 * ((level[:, None] - means) / sds) ** 2) / sds + 1e-300
        part = weight[:, None] * density / density.sum(axis=1, keepdims=True)
        shares = part.sum(axis=0) + 1e-12
        means = (part * level[:, None]).sum(axis=0) / shares
        spread = (part * (level[:, None] - means) ** 2).sum(axis=0) / shares
        sds = np.maximum(np.sqrt(spread), 0.3)
        sds[1] = max(sds[1], sds[0])
    low, high = (Hump(float(shares[i]), float(means[i]), float(sds[i])) for i in (0, 1))
    return low, high


def freedom_of(sd_db: float) -> float:
    """Degrees of freedom of a mean power whose level in decibels is spread by `sd_db`.

    The logarithm of chi-square over n has the variance trigamma(n / 2), about 2/n + 2/n^2.
    """
    variance = (sd_db / _DB) ** 2
    return float((1.0 + np.sqrt(1.0 + 2.0 * variance)) / variance)


def power_of(mean_db: float, freedom: float) -> float:
    """The mean power behind a mean level in decibels (the mean of logarithms is lower)."""
    bias = -1.0 / freedom - 1.0 / (3.0 * freedom**2)
    return float(10.0 ** (mean_db / 10.0) * np.exp(-bias))
