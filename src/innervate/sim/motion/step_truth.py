"""The truth of every step, as a person would write it down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from innervate.core.channel import Side
from innervate.core.stream import Samples
from innervate.sim.motion.bounce import WALK_RISE_M, Push, rise
from innervate.sim.motion.imu import GRAVITY
from innervate.sim.motion.steps import Steps, Walker

_PARTS = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One step, from this foot's strike to the other foot's.

    Attributes:
        number: from 0; even ones are left.
        side: the foot that strikes.
        strike_s, contact_s: when it strikes (session second), how long it stays down.
        duration_s: to the next strike.
        length_m: forward way in that time.
        knee_rad: knee flexion at the strike.
        knee_in_rad: greatest 2-D knee angle inwards in the contact.
        impact_bw: vertical force at the impact peak in body weights.
        peak_bw: highest vertical force in body weights; NaN in walking.
        loudness_db: level of its sound, dB re 20 uPa over 50 ms.
        oscillation_m: vertical way of the centre of mass within the step.
    """

    number: int
    side: Side
    strike_s: float
    contact_s: float
    duration_s: float
    length_m: float
    knee_rad: float
    knee_in_rad: float
    impact_bw: float
    peak_bw: float
    loudness_db: float
    oscillation_m: float


def true_steps(walker: Walker, start_s: float, stop_s: float) -> tuple[Step, ...]:
    """The steps whose foot strikes in [start_s, stop_s), in order."""
    steps = walker.around(start_s, stop_s)
    way_m, peak_bw = _extent(steps)
    return tuple(
        Step(
            int(steps.first + k),
            Side.RIGHT if (steps.first + k) % 2 else Side.LEFT,
            float(steps.strike_s[k]),
            float(steps.contact_s[k]),
            float(steps.duration_s[k]),
            float(steps.duration_s[k] * steps.speed_m_s[k]),
            float(steps.knee_rad[k]),
            float(steps.knee_in_rad[k]),
            float(steps.impact_bw[k]),
            float(peak_bw[k]),
            float(steps.loudness_db[k]),
            float(way_m[k]),
        )
        for k in np.flatnonzero((steps.strike_s >= start_s) & (steps.strike_s < stop_s))
    )


def _extent(steps: Steps) -> tuple[Samples, Samples]:
    """Vertical way and highest force of each step, from a hundred moments of its contact."""
    part = (np.arange(_PARTS) + 0.5) / _PARTS
    times = (steps.strike_s[:, None] + steps.contact_s[:, None] * part).ravel()
    # In walking a contact outlasts its step; those rows are not used.
    course = rise(steps, Push.of(steps), times)
    lowest = course.value.reshape(-1, _PARTS).min(axis=1)
    peak = course.acceleration.reshape(-1, _PARTS).max(axis=1) / GRAVITY + 1.0
    way = GRAVITY * np.maximum(steps.flight_s, 0.0) ** 2 / 8.0 - lowest
    running = steps.running > 0
    return np.where(running, way, 2.0 * WALK_RISE_M), np.where(running, peak, np.nan)
