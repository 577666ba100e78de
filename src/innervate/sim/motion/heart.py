"""The heart of a runner: lowest at the best cadence, slow to follow, drifting with time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.draws import Draws, smooth_noise
from innervate.sim.motion.steps import Walker


@dataclass(frozen=True, slots=True)
class Heart:
    """Heart rate as a parabola of stride frequency at a given speed.

    The optimum of 84.9 strides/min is that of the novices of de Ruiter et al. 2014 (Eur J Sport
    Sci 14:251-258), who fitted a second-order polynomial over seven frequencies within 18 %.
    Curvature, level, lag and noise are plausible settings, not findings.

    Attributes:
        best_strides_min: stride frequency of the lowest heart rate.
        lowest_bpm: heart rate there.
        curvature: beats per minute per (stride/min)^2.
        start_bpm: heart rate when the session begins.
        lag_s: time constant of its approach to a new level.
        noise_bpm: standard deviation of its slow scatter (over about 10 s).
    """

    best_strides_min: float = 84.9
    lowest_bpm: float = 150.0
    curvature: float = 0.06
    start_bpm: float = 90.0
    lag_s: float = 35.0
    noise_bpm: float = 1.5

    def steady_bpm(self, strides_min: float) -> float:
        """Where heart rate settles at a stride frequency.

        >>> Heart().steady_bpm(84.9)
        150.0
        """
        return self.lowest_bpm + self.curvature * (strides_min - self.best_strides_min) ** 2

    def bpm(self, walker: Walker, draws: Draws, start: int, stop: int, rate_hz: float) -> Samples:
        """Beats per minute on samples [start, stop)."""
        if stop <= start:
            return np.zeros(0)
        time_s = np.arange(start, stop) / rate_hz
        out = self._settling(walker, time_s)
        out += walker.route.tiring.heart_bpm * walker.route.tiring.at(time_s)
        every = max(round(10.0 * rate_hz), 1)
        return np.asarray(out + self.noise_bpm * smooth_noise(draws, start, stop, every))

    def _settling(self, walker: Walker, time_s: Samples) -> Samples:
        out = np.empty(len(time_s))
        at_bpm, legs = self.start_bpm, walker.legs
        for leg in legs:
            steady = self.steady_bpm(leg.gait.cadence_spm / 2.0)
            inside = time_s >= leg.start_s if leg.index else np.ones(len(time_s), dtype=bool)
            elapsed_s = np.maximum(time_s[inside] - leg.start_s, 0.0)
            out[inside] = steady + (at_bpm - steady) * np.exp(-elapsed_s / self.lag_s)
            if leg.steps is not None:
                whole_s = legs[leg.index + 1].start_s - leg.start_s
                at_bpm = steady + (at_bpm - steady) * float(np.exp(-whole_s / self.lag_s))
        return out
