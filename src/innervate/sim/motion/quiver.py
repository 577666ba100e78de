"""Small movements that never stop: the sway of a standing body, the tremor of a held limb."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.motion.minimum_jerk import Course


@dataclass(frozen=True, slots=True)
class Band:
    """A band of frequencies and the root mean square of an angle in it."""

    low_hz: float
    high_hz: float
    rms_rad: float
    lines: int = 5


SWAY = Band(0.1, 0.8, 0.004)
"""Quiet standing: most of the power of sway lies below 1 Hz; its size is a plausible setting."""

TREMOR = Band(8.0, 12.0, 5e-5)
"""Physiological tremor of 8 to 12 Hz (Elble & Randall 1976, J Neurophysiol 39:370-383). Its size
here shakes a forearm by about 0.05 m/s^2, a plausible setting."""


def quiver(draws: Draws, time_s: Samples, band: Band) -> Course:
    """A sum of sines of random frequency and phase: endless, with exact derivatives."""
    numbers = draws.uniforms(0, 2 * band.lines)
    # One line in each equal part of the band, so that no two come close and beat for minutes.
    part = (np.arange(band.lines) + numbers[: band.lines]) / band.lines
    omega = 2.0 * np.pi * (band.low_hz + (band.high_hz - band.low_hz) * part)
    angle = np.multiply.outer(time_s, omega) + 2.0 * np.pi * numbers[band.lines :]
    size = band.rms_rad * np.sqrt(2.0 / band.lines)
    sine, cosine = size * np.sin(angle), size * np.cos(angle)
    return Course(sine.sum(axis=1), cosine @ omega, -(sine @ (omega * omega)))
