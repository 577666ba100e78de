"""What is expected at a steady excitation of fresh muscles, and the other way round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.neuro.pool import CEILING, Pools
from innervate.sim.neuro.twitch import Twitches

_GRAIN: Final = 600
_POINTS: Final = 9
_RISING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Relation:
    """A quantity that rises with excitation, 1 at the maximum.

    Attributes:
        table: evenly spaced excitations from 0 to the ceiling × muscles, rising.
    """

    table: Samples

    def at(self, excitation: Samples) -> Samples:
        """The quantity at excitations (… × muscles)."""
        at = np.clip(excitation, 0.0, CEILING) * (_GRAIN / CEILING)
        below = np.minimum(at.astype(np.int64), _GRAIN - 1)
        part = at - below
        muscle = np.arange(self.table.shape[1])
        low, high = self.table[below, muscle], self.table[below + 1, muscle]
        return np.asarray(low + part * (high - low))

    def excitation_for(self, wanted: Samples) -> Samples:
        """The excitation at which the quantity has this value (… × muscles)."""
        muscles = self.table.shape[1]
        flat = wanted.reshape(-1, muscles)
        columns = [np.interp(flat[:, k], self.table[:, k], _LEVELS) for k in range(muscles)]
        return np.stack(columns, axis=-1).reshape(wanted.shape)


def relations(
    pools: Pools, energy_v2s: Samples, twitches: Twitches, noise: float
) -> tuple[Relation, Relation]:
    """Expected RMS of the EMG, and mean isometric force at the best length.

    The spikes of many units that fire on their own are shot noise, whose variance is the sum of
    rate times energy of the potential (Campbell's theorem; Milner-Brown & Stein 1975, J Physiol
    246:549, add units' variances likewise).

    Args:
        pools: the units.
        energy_v2s: of their potentials.
        twitches: of the units.
        noise: standard deviation of the noise that neurons share, as a fraction of excitation.
    """
    muscles = len(pools.starts)
    rates_hz = pools.rates_hz(np.repeat(_LEVELS[:, None], muscles, axis=1))
    top_hz = pools.rates_hz(np.ones((1, muscles)))
    power, top_power = (pools.per_muscle(hz * energy_v2s) for hz in (rates_hz, top_hz))
    force, top_force = (pools.per_muscle(twitches.mean_force(hz)) for hz in (rates_hz, top_hz))
    return (
        _rising(np.sqrt(_averaged(power, noise) / top_power)),
        _rising(_averaged(force, noise) / top_force),
    )


def _averaged(table: Samples, noise: float) -> Samples:
    """Mean over the shared noise, which now and then recruits a unit that would be silent."""
    points, weights = np.polynomial.hermite_e.hermegauss(_POINTS)
    noisy = _LEVELS * (1.0 + noise * points[:, None])
    return np.stack(
        [weights / weights.sum() @ np.interp(noisy, _LEVELS, one) for one in table.T], axis=1
    )


def _rising(table: Samples) -> Relation:
    # Without the small ramp the table would stand still below the first threshold.
    return Relation(np.maximum.accumulate(table) + _RISING * _LEVELS[:, None])


_LEVELS: Final = np.linspace(0.0, CEILING, _GRAIN + 1)
