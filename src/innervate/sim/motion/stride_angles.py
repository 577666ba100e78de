"""Hip and knee over a stride of walking or running, with each step's own knee at contact."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.interpolate import CubicSpline

from innervate.core.channel import Side
from innervate.core.stream import Samples
from innervate.sim.motion.bounce import wave
from innervate.sim.motion.gait import Style
from innervate.sim.motion.minimum_jerk import Course, bump
from innervate.sim.motion.steps import Steps
from innervate.sim.motion.strokes import SIDES

_KNEE_HALF = 0.4
_LEAN = {Style.RUN: math.radians(8.0), Style.WALK: math.radians(3.0)}
_NOD = math.radians(2.5)
_TWIST = math.radians(5.0)


@dataclass(frozen=True, slots=True)
class _Template:
    """Degrees of flexion at fractions of a stride from the foot's own strike on."""

    at: tuple[float, ...]
    degrees: tuple[float, ...]

    @property
    def spline(self) -> CubicSpline:
        """The smooth periodic curve through them."""
        at, values = (*self.at, 1.0), (*self.degrees, self.degrees[0])
        return CubicSpline(at, np.radians(values), bc_type="periodic")


_KNEE = {
    Style.RUN: _Template(
        (0.0, 0.14, 0.36, 0.48, 0.66, 0.82, 0.93), (18.0, 42.0, 20.0, 55.0, 95.0, 62.0, 16.0)
    ),
    Style.WALK: _Template(
        (0.0, 0.14, 0.4, 0.62, 0.73, 0.86, 0.96), (5.0, 18.0, 5.0, 38.0, 61.0, 28.0, 3.0)
    ),
}
_HIP = {
    Style.RUN: _Template(
        (0.0, 0.14, 0.36, 0.44, 0.64, 0.82, 0.92), (33.0, 24.0, -8.0, -9.0, 22.0, 44.0, 38.0)
    ),
    Style.WALK: _Template((0.0, 0.12, 0.5, 0.62, 0.85), (28.0, 25.0, -11.0, -4.0, 30.0)),
}
_ANKLE = {
    Style.RUN: _Template((0.0, 0.16, 0.36, 0.5, 0.75), (4.0, 22.0, -12.0, -8.0, 5.0)),
    Style.WALK: _Template((0.0, 0.07, 0.45, 0.62, 0.8), (0.0, -5.0, 10.0, -17.0, 2.0)),
}
"""Shapes after Novacheck 1998 (Gait & Posture 7:77-95; running: absorption to about 45 degrees of
knee flexion, swing to about 90) and Winter 1991 (walking: loading 15 to 20, swing about 60); the
knots themselves are plausible settings."""


_ARM = {Style.RUN: (math.radians(28.0), math.radians(90.0)), Style.WALK: (0.25, 0.3)}
"""Swing of the shoulder and bend of the elbow, plausible settings."""


@cache
def _splines(style: Style) -> tuple[CubicSpline, CubicSpline, CubicSpline]:
    return _HIP[style].spline, _KNEE[style].spline, _ANKLE[style].spline


def leg_angles(
    steps: Steps, phase: Course, style: Style, side: Side
) -> tuple[Course, Course, Course]:
    """Flexion of hip, knee and ankle of a side; the knee is each step's own at its strike."""
    hip, knee, ankle = _splines(style)
    odd = SIDES.index(side)
    turned = phase.value - odd
    stride = Course(np.mod(turned, 2.0) / 2.0, phase.rate / 2.0, phase.acceleration / 2.0)
    # The strike of this foot that is nearest, as a place in the arrays.
    number = 2.0 * np.round(turned / 2.0) + odd
    place = np.clip(number.astype(np.intp) - steps.first, 0, len(steps.strike_s) - 1)
    usual = math.radians(_KNEE[style].degrees[0])
    near = bump((phase.value - number) / _KNEE_HALF)
    own = Course(
        near.value,
        near.rate * phase.rate / _KNEE_HALF,
        near.acceleration * (phase.rate / _KNEE_HALF) ** 2
        + near.rate * phase.acceleration / _KNEE_HALF,
    )
    return (
        _through(hip, stride),
        _through(knee, stride) + own.times(steps.knee_rad[place] - usual),
        _through(ankle, stride),
    )


def arm_angles(phase: Course, style: Style, side: Side) -> tuple[Course, Course]:
    """Flexion of shoulder and elbow: each arm swings with the other side's leg."""
    swing, bend = _ARM[style]
    elbow = Course.zeros(len(phase.value))
    elbow.value[:] = bend
    return wave(phase, np.pi, 1.0 - SIDES.index(side), swing, 0.0), elbow


def knee_inwards(steps: Steps, time_s: Samples, side: Side) -> Samples:
    """The 2-D knee angle inwards: comes and goes with each contact of its foot."""
    k = steps.place(time_s)
    k = np.where((steps.first + k) % 2 == SIDES.index(side), k, k - 1)
    middle = 0.5 * steps.contact_s[k]
    hill = bump((time_s - steps.strike_s[k] - middle) / middle)
    return np.asarray(steps.knee_in_rad[k] * hill.value)


def lean(phase: Course, style: Style) -> Course:
    """The trunk's forward lean: nods once a step."""
    nod = wave(phase, 2.0 * np.pi, 0.2, _NOD, 0.0)
    return Course(nod.value + _LEAN[style], nod.rate, nod.acceleration)


def twist(phase: Course) -> Course:
    """The pelvis's turn to the left: with the right foot's strike its right side is ahead."""
    return wave(phase, np.pi, 1.0, _TWIST, 0.0)


def _through(spline: CubicSpline, stride: Course) -> Course:
    value, slope, bend = (np.asarray(spline(stride.value, order)) for order in range(3))
    return Course(value, slope * stride.rate, bend * stride.rate**2 + slope * stride.acceleration)
