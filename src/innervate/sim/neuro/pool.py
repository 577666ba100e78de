"""The motor-neuron pools: who is recruited when, and how fast each unit then fires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from innervate.core.stream import Samples
from innervate.sim.neuro.muscle import MuscleModel
from innervate.sim.neuro.settings import Neuromuscular

Indices: TypeAlias = npt.NDArray[np.int64]

CEILING: Final = 1.2
"""The largest excitation: what a maximal effort leaves in reserve."""
_ABOVE: Final = 2.2


@dataclass(frozen=True, slots=True)
class Pools:
    """All units of all muscles in one row, muscle after muscle, small units first.

    Attributes:
        muscle: number of the muscle of each unit.
        starts: first unit of each muscle.
        threshold: excitation at which each unit is recruited.
        span_hz: how far its rate could rise from the lowest.
        lowest_hz: rate at which it begins.
        rise: excitation over which the rate does most of its rise.
        twitch: twitch force, 1 for the first unit.
        contraction_s: time to the peak of the twitch.
    """

    muscle: Indices
    starts: Indices
    threshold: Samples
    span_hz: Samples
    lowest_hz: float
    rise: float
    twitch: Samples
    contraction_s: Samples

    @classmethod
    def of(cls, models: Sequence[MuscleModel], settings: Neuromuscular) -> Pools:
        """The pools of these muscles, in order.

        Thresholds, peak rates, twitch forces and contraction times as in Fuglevand, Winter &
        Patla 1993 (J Neurophysiol 70:2470). There rates rise in a straight line, with one gain
        for all, and stop at their peak; here they rise fast at first and ever less towards their
        peak at the maximal excitation, as recorded (De Luca & Hostage 2010, J Neurophysiol
        104:1034): no unit saturates early, and at any excitation those recruited earlier fire
        faster.
        """
        place = np.concatenate([np.arange(1, m.units + 1) / m.units for m in models])
        counts = np.array([m.units for m in models])
        muscle = np.repeat(np.arange(len(models)), counts)
        spread = np.array([m.recruitment_range for m in models])[muscle]
        last = np.array([m.recruited_by for m in models])[muscle]
        threshold = last * spread ** (place - 1.0)
        general_hz = settings.peak_rate_hz - settings.peak_rate_drop_hz * place
        drive = np.array([m.drive for m in models])[muscle]
        span_hz = drive * (general_hz - settings.lowest_rate_hz)
        twitch = settings.force_range**place
        slow = np.array([m.contraction for m in models])[muscle] * settings.contraction_s
        shape = np.log(settings.contraction_range) / np.log(settings.force_range)
        return cls(
            muscle=muscle,
            starts=np.concatenate(([0], np.cumsum(counts)[:-1])),
            threshold=threshold,
            span_hz=span_hz / -np.expm1((threshold - 1.0) / settings.rise),
            lowest_hz=settings.lowest_rate_hz,
            rise=settings.rise,
            twitch=twitch,
            contraction_s=slow * twitch**-shape,
        )

    @property
    def size(self) -> int:
        """The number of units."""
        return len(self.muscle)

    def recruited(self, excitation: Samples) -> Indices:
        """The units that an excitation (ticks × muscles) recruits at any of its ticks."""
        return np.flatnonzero(self.threshold <= np.take(excitation.max(axis=0), self.muscle))

    def rates_hz(self, excitation: Samples, units: Indices | None = None) -> Samples:
        """Firing rates (ticks × units) at an excitation (ticks × muscles).

        Above the maximum (excitation 1) all rates rise alike, to 1.44 times at the ceiling.

        Args:
            excitation: of each muscle.
            units: which units; None: all.
        """
        chosen = slice(None) if units is None else units
        muscle, threshold = self.muscle[chosen], self.threshold[chosen]
        # exp((threshold - drive) / rise) as a product: one exponential per muscle, not per unit.
        fall = np.take(np.exp(np.minimum(excitation, 1.0) / -self.rise), muscle, axis=1)
        fall *= np.exp(threshold / self.rise)
        rates = (1.0 - fall) * self.span_hz[chosen]
        rates += self.lowest_hz
        rates *= fall <= 1.0
        if (excitation > 1.0).any():
            above = 1.0 + _ABOVE * np.maximum(excitation - 1.0, 0.0)
            rates *= np.take(above, muscle, axis=1)
        return np.asarray(rates)

    def per_muscle(self, values: Samples) -> Samples:
        """Sums over the units of each muscle (… × units → … × muscles)."""
        return np.add.reduceat(values, self.starts, axis=-1)
