"""When each motor unit fires: exact times of spikes from rates that change at control ticks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.neuro.pool import Indices

_BITS: Final = 12
_GRAIN: Final = 1 << _BITS
_SHORTEST: Final = 0.4
_STRIDE: Final = 1 << 20
_SILENT_INTERVALS: Final = 1.5


@dataclass(frozen=True, slots=True)
class Spikes:
    """The spikes of one macro-block, in no particular order.

    Attributes:
        unit: index among all units.
        muscle: index of its muscle.
        time_s: since the start of the macro-block.
        interval_s: since the unit's spike before (infinite for its first).
    """

    unit: Indices
    muscle: Indices
    time_s: Samples
    interval_s: Samples


class Firing:
    """The state of all units' firing: a renewal process with a rate that changes.

    A unit fires when its rate, summed over time since the last spike, passes a random number
    with mean 1: a Gaussian of the stated coefficient of variation (Fuglevand, Winter & Patla
    1993, J Neurophysiol 70:2470), never below 0.4, which stands for the refractory time. A unit
    that has been silent is met at any moment of its first interval, so that the mean rate of many
    is right from their recruitment on.

    Args:
        muscle: number of the muscle of each unit.
        lowest_hz: rate at which units begin.
        variation: coefficient of variation of the intervals.
        draws: where the random numbers come from.
    """

    def __init__(self, muscle: Indices, lowest_hz: float, variation: float, draws: Draws) -> None:
        units = len(muscle)
        self._muscle, self._draws = muscle, draws
        self._quiet_s = _SILENT_INTERVALS / lowest_hz
        normal = ndtri((np.arange(_GRAIN) + 0.5) / _GRAIN)
        self._intervals = np.maximum(1.0 + variation * normal, _SHORTEST)
        self._intervals /= self._intervals.mean()
        self._left = np.ones(units)
        self._since_s = np.full(units, np.inf)
        self._on = np.zeros(units, dtype=bool)

    def advance(self, block: int, units: Indices, rates_hz: Samples, tick_s: float) -> Spikes:
        """The spikes of macro-block number `block`.

        Args:
            block: its number.
            units: which units have any rate above 0 in it, rising.
            rates_hz: their rates, ticks × units.
            tick_s: length of a control tick.
        """
        ticks, count = rates_hz.shape
        self._wake(block, units, rates_hz[-1] > 0.0)
        passed = rates_hz * tick_s
        for k in range(1, ticks):
            passed[k] += passed[k - 1]
        total = passed[-1]
        numbers = _Supply(self._draws.at(1), block, int(1.2 * total.sum()) + count // 4 + 64)
        who, target, before = self._targets(units, total, numbers)
        # Ticks wholly before the spike, counted in bytes, which are quick to add.
        over = (np.take(passed, who, axis=1) < target).view(np.int8)
        tick = np.add.reduce(over, axis=0, dtype=np.int8).astype(np.int64)
        flat = tick * count + who
        time_s = (tick + 1) * tick_s - (np.take(passed, flat) - target) / np.take(rates_hz, flat)
        unit = np.take(units, who)
        last_s = np.where(before < 0, -np.take(self._since_s, unit), np.take(time_s, before))
        self._since_s += ticks * tick_s
        # Later spikes of a unit stand after earlier ones, and the last value set stays.
        self._since_s[unit] = ticks * tick_s - time_s
        return Spikes(unit, np.take(self._muscle, unit), time_s, time_s - last_s)

    def _wake(self, block: int, units: Indices, on: npt.NDArray[np.bool_]) -> None:
        asleep = ~np.take(self._on, units) & (np.take(self._since_s, units) > self._quiet_s)
        self._on[:] = False
        self._on[units] = on
        if asleep.any():
            who = units[asleep]
            start = block * _STRIDE
            self._left[who] = self._draws.at(0).uniforms(start, start + len(who))

    def _targets(
        self, units: Indices, total: Samples, numbers: _Supply
    ) -> tuple[Indices, Samples, Indices]:
        """Every firing: place of the unit, summed rate at which it fires, place of the one before.

        The first spikes of all units come first, then all second ones, and so on; the spike
        before the unit's first is -1.
        """
        left = np.take(self._left, units)
        unit = np.flatnonzero(left <= total)
        target = left[unit]
        place = np.arange(len(unit))
        who, when, before = [unit], [target], [np.full(len(unit), -1)]
        while unit.size:
            target = target + np.take(self._intervals, numbers.take(len(unit)))
            left[unit] = target
            again = target <= np.take(total, unit)
            unit, target = unit[again], target[again]
            before.append(place[again])
            place = place[-1] + 1 + np.arange(len(unit))
            who.append(unit)
            when.append(target)
        self._left[units] = left - total
        return np.concatenate(who), np.concatenate(when), np.concatenate(before)


class _Supply:
    """Random numbers of one macro-block, handed out in order."""

    def __init__(self, draws: Draws, block: int, ready: int) -> None:
        self._draws, self._at = draws, block * _STRIDE
        self._ready = self._fetch(ready)

    def take(self, count: int) -> Indices:
        """The next numbers, from 0 below the grain of the table."""
        if count > len(self._ready):
            self._ready = np.concatenate((self._ready, self._fetch(count)))
        given, self._ready = self._ready[:count], self._ready[count:]
        return given

    def _fetch(self, count: int) -> Indices:
        # One number has digits enough for four.
        fetched = count // 4 + 1
        uniform = self._draws.uniforms(self._at, self._at + fetched)
        self._at += fetched
        digits = (uniform * _GRAIN**4).astype(np.int64)
        return np.concatenate([(digits >> (_BITS * k)) & (_GRAIN - 1) for k in range(4)])
