"""From spikes to force: twitches of each unit, summed exactly at the control ticks."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.neuro.firing import Spikes
from innervate.sim.neuro.pool import Indices, Pools

_LINEAR_UP_TO: Final = 0.4
_GRAIN: Final = 8192
_TABLE_ENDS: Final = 8.0
_POINTS: Final = 7
_SHORTEST: Final = 0.4


def sigmoid_gain(ratio: Samples) -> Samples:
    """Gain of a twitch at contraction time over interval = `ratio` (Fuglevand et al. 1993).

    Force over rate follows 1 - exp(-2 ratio^3); the gain is force per spike over that at 0.4,
    below which it is 1 (J Neurophysiol 70:2470, equations 16 to 18).
    """
    safe = np.maximum(ratio, _LINEAR_UP_TO)
    at_linear = (1.0 - math.exp(-2.0 * _LINEAR_UP_TO**3)) / _LINEAR_UP_TO
    return np.asarray(-np.expm1(-2.0 * safe**3) / safe / at_linear)


class Twitches:
    """The shapes of all units' twitches: critically damped second-order systems.

    A spike adds ``P t/T exp(1 - t/T)`` times the gain of its interval.

    Args:
        pools: the units.
        tick_s: length of a control tick.
        ticks: control ticks of a macro-block.
        variation: coefficient of variation of the intervals.
    """

    def __init__(self, pools: Pools, tick_s: float, ticks: int, variation: float) -> None:
        self.contraction_s, self.slowness = pools.contraction_s, 1.0 / pools.contraction_s
        self._height = math.e * pools.twitch
        self.elapsed = tick_s * np.arange(1, ticks + 1)[:, None] * self.slowness
        self.decay = np.exp(-self.elapsed)
        self.force_decay = self.decay * self._height
        self.tick_s, self.ticks = tick_s, ticks
        ratios = np.linspace(0.0, _TABLE_ENDS, _GRAIN + 1)
        self._gain = sigmoid_gain(ratios)
        points, weights = np.polynomial.hermite_e.hermegauss(_POINTS)
        intervals = np.maximum(1.0 + variation * points[:, None], _SHORTEST)
        self._mean_gain = weights / weights.sum() @ sigmoid_gain(ratios / intervals)

    def gain(self, ratio: Samples) -> Samples:
        """`sigmoid_gain` from a table."""
        return np.take(self._gain, _place(ratio))

    def mean_force(self, rates_hz: Samples) -> Samples:
        """Mean force of each unit at steady rates (area of a twitch times rate times mean gain)."""
        ratio = rates_hz * self.contraction_s
        return np.asarray(self._height * ratio * np.take(self._mean_gain, _place(ratio)))


class TwitchRun:
    """The twitches under way, as two sums per unit at the border of the macro-block.

    All ticks of the next macro-block follow from them in closed form, exactly.
    """

    def __init__(self, units: int) -> None:
        self._level = np.zeros(units)
        self._rise = np.zeros(units)

    def advance(self, twitches: Twitches, spikes: Spikes) -> Samples:
        """Force of every unit at the end of each control tick (ticks × units), unfatigued."""
        units, ticks = len(self._level), twitches.ticks
        since = spikes.time_s * np.take(twitches.slowness, spikes.unit)
        ratio = np.take(twitches.contraction_s, spikes.unit) / spikes.interval_s
        weight = np.exp(since) * twitches.gain(ratio)
        tick = np.minimum((spikes.time_s / twitches.tick_s).astype(np.int64), ticks - 1)
        flat = tick * units + spikes.unit
        rise = _summed(flat, weight, (ticks, units))
        late = _summed(flat, weight * since, (ticks, units))
        rise[0] += self._rise
        for k in range(1, ticks):
            rise[k] += rise[k - 1]
            late[k] += late[k - 1]
        level = twitches.elapsed * rise
        level -= late
        level += self._level
        self._rise = rise[-1] * twitches.decay[-1]
        self._level = level[-1] * twitches.decay[-1]
        level *= twitches.force_decay
        return level


def _place(ratio: Samples) -> Indices:
    """Where in a table of ratios."""
    return np.rint(np.minimum(ratio, _TABLE_ENDS) * (_GRAIN / _TABLE_ENDS)).astype(np.int64)


def _summed(flat: Indices, weight: Samples, shape: tuple[int, int]) -> Samples:
    total = np.bincount(flat, weight, minlength=shape[0] * shape[1])
    # Of no spikes at all numpy makes whole numbers.
    return total.astype(np.float64, copy=False).reshape(shape)
