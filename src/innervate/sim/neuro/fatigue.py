"""How motor units tire and recover."""

from __future__ import annotations

from typing import Final

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.neuro.pool import Pools

_LAST_LOSS_PER_S: Final = 0.022
_RANGE: Final = 20.0
_RECOVERY_S: Final = 600.0
_WHOLLY_TIRED: Final = 0.5


class Fatigue:
    """What is left of each unit's force, updated once per macro-block.

    After Potvin & Fuglevand 2017 (PLoS Comput Biol 13:e1005581): every unit in use loses force,
    the last fastest; and it recovers with one time constant, as in Xia & Frey Law 2008 (J
    Biomech 41:3046). Rate and range of the loss (0.022 per s, 20 times that of the first) and
    the recovery (600 s) are plausible settings, chosen so that constant forces can be held about
    as long as people hold them (Frey Law & Avin 2010, Ergonomics 53:109).

    Args:
        pools: the units.
        tired: where each muscle begins, 0 to 1.
    """

    def __init__(self, pools: Pools, tired: Samples) -> None:
        size = np.log(pools.twitch)
        place = size / np.maximum.reduceat(size, pools.starts)[pools.muscle]
        self._loss_per_s = _LAST_LOSS_PER_S * _RANGE ** (place - 1.0)
        self.capacity = 1.0 - _WHOLLY_TIRED * tired[pools.muscle]

    @property
    def tired(self) -> Samples:
        """Tiredness of every unit, 0 to 1; a unit that has lost half its force is wholly tired."""
        return np.minimum((1.0 - self.capacity) / _WHOLLY_TIRED, 1.0)

    def advance(self, use: Samples, seconds: float) -> None:
        """Go on by this time with each unit in use from 0 to 1 (its rate over its peak)."""
        if not seconds:
            return
        total_per_s = self._loss_per_s * use + 1.0 / _RECOVERY_S
        towards = 1.0 / (_RECOVERY_S * total_per_s)
        keep = np.exp(-total_per_s * seconds)
        self.capacity = towards + (self.capacity - towards) * keep
