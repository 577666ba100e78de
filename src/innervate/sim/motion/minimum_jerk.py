"""The smoothest way from one place to another, and what a less practised hand makes of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from innervate.core.stream import Samples

_LOBES = 4.0 * np.pi


@dataclass(frozen=True, slots=True)
class Course:
    """A quantity over time with its first two derivatives; arrays of one shape."""

    value: Samples
    rate: Samples
    acceleration: Samples

    @classmethod
    def zeros(cls, shape: int | tuple[int, ...]) -> Course:
        """A course that stays at zero, in arrays that may be written to."""
        return cls(np.zeros(shape), np.zeros(shape), np.zeros(shape))

    def __add__(self, other: Course) -> Course:
        return Course(
            self.value + other.value,
            self.rate + other.rate,
            self.acceleration + other.acceleration,
        )

    def __sub__(self, other: Course) -> Course:
        return self + other.times(-1.0)

    def times(self, factor: float | Samples) -> Course:
        """The course times a constant."""
        return Course(self.value * factor, self.rate * factor, self.acceleration * factor)

    def product(self, other: Course) -> Course:
        """The product of two courses."""
        return Course(
            self.value * other.value,
            self.rate * other.value + self.value * other.rate,
            self.acceleration * other.value
            + 2.0 * self.rate * other.rate
            + self.value * other.acceleration,
        )


def minimum_jerk(time_s: Samples, start_s: float, stop_s: float, *, wobble: float = 0.0) -> Course:
    """From 0 at `start_s` to 1 at `stop_s` along the path of least mean squared jerk.

    s(u) = 10 u^3 - 15 u^4 + 6 u^5 (Flash & Hogan 1985, J Neurosci 5:1688-1703), u = elapsed
    fraction. `wobble` adds that much of a two-lobed detour that begins and ends at rest: the
    hastened and delayed stretches of a movement in less practised hands (a plausible form, not a
    finding). Second derivatives are continuous everywhere.
    """
    length_s = stop_s - start_s
    u = np.clip((time_s - start_s) / length_s, 0.0, 1.0)
    q = u * (1.0 - u)
    value = u * u * u * (10.0 + u * (6.0 * u - 15.0))
    rate = 30.0 * q * q
    acceleration = 60.0 * q * (1.0 - 2.0 * u)
    if wobble:
        hill, slope = 64.0 * q**3, 192.0 * q * q * (1.0 - 2.0 * u)
        bend = 384.0 * q * ((1.0 - 2.0 * u) ** 2 - q)
        sine, cosine = np.sin(_LOBES * u), np.cos(_LOBES * u)
        value = value + wobble * hill * sine
        rate = rate + wobble * (slope * sine + _LOBES * hill * cosine)
        acceleration = acceleration + wobble * (
            bend * sine + 2.0 * _LOBES * slope * cosine - _LOBES**2 * hill * sine
        )
    return Course(value, rate / length_s, acceleration / length_s**2)


def bump(offset: Samples) -> Course:
    """A hill of height 1 and half-width 1, (1 - x^2)^4: where it is over it is exactly zero."""
    inside = np.maximum(1.0 - offset * offset, 0.0)
    x = offset
    return Course(inside**4, -8.0 * x * inside**3, 48.0 * x * x * inside**2 - 8.0 * inside**3)
