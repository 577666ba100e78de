"""The movement that is meant, and how far the limb is from it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from innervate.core.stream import Samples
from innervate.sim.performance import Performed
from innervate.sim.timeline import CONTROL_HZ

_LAG_S = 0.052
_NATURAL_HZ = 1.5
_DAMPING = 0.6
_GIVE = 0.5


def held(performances: Iterable[Performed], first: int, last: int) -> Samples:
    """Where the movement should be on control ticks: 0 at the start, 1 at the end position.

    Each way is a minimum-jerk course (Flash & Hogan 1985, J Neurosci 5:1688).
    """
    out = np.zeros(last - first)
    time_s = (np.arange(first, last) + 0.5) / CONTROL_HZ
    for performed in performances:
        for rep in performed.repetitions:
            a, b = (int(s * CONTROL_HZ) - first for s in (rep.start_s, rep.stop_s))
            rows = slice(max(a, 0), max(b + 1, 0))
            away = _course((time_s[rows] - rep.start_s) / max(rep.turn_s - rep.start_s, 1e-9))
            back = _course((time_s[rows] - rep.return_s) / max(rep.stop_s - rep.return_s, 1e-9))
            out[rows] = np.maximum(out[rows], away - back)
    return out


def _course(fraction: Samples) -> Samples:
    u = np.clip(fraction, 0.0, 1.0)
    return np.asarray(u**3 * (10.0 + u * (6.0 * u - 15.0)))


def lagged(force: Samples) -> Samples:
    """Force as it comes through a muscle: two equal lags of a mean contraction time.

    The critically damped form of a twitch (Fuglevand et al. 1993, J Neurophysiol 70:2470). The
    first row is taken to have lasted.
    """
    keep = math.exp(-1.0 / (CONTROL_HZ * _LAG_S))
    numerator, denominator = [(1.0 - keep) ** 2], [1.0, -2.0 * keep, keep * keep]
    # The state of the filter in the steady state of the first row.
    steady = np.array([1.0 - numerator[0], -keep * keep])
    out, _ = lfilter(numerator, denominator, force, axis=0, zi=steady[:, None] * force[:1])
    return np.asarray(out)


@dataclass(slots=True)
class Deviation:
    """How far the limb is from where it should be, as a fraction of the range of movement.

    A mass on a damped spring pushed by the error of the force, m x'' + b x' + k x = F (the
    stiffness and damping of a limb held by its muscles); 1.5 Hz, damping ratio 0.6, half the
    range for a whole force of error: plausible settings, not findings.
    """

    at: float = 0.0
    speed: float = 0.0

    def advance(self, push: Samples) -> Samples:
        """Go on by control ticks under these errors of force (fractions); one value per tick."""
        omega, step_s = 2.0 * math.pi * _NATURAL_HZ, 1.0 / CONTROL_HZ
        stiff, damp = omega * omega, 2.0 * _DAMPING * omega
        out = np.empty(len(push))
        for tick, error in enumerate(push.tolist()):
            bend = stiff * (_GIVE * error - self.at) - damp * self.speed
            self.speed += step_s * bend
            self.at += step_s * self.speed
            out[tick] = self.at
        return out
