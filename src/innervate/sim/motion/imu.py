"""An inertial sensor on a segment: what it truly undergoes, and what a cheap one says."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from innervate.core.channel import Channel, Kind, Side
from innervate.core.errors import InputError
from innervate.core.stream import Samples, StreamSpec
from innervate.core.units import ACCELERATION, ANGULAR_RATE
from innervate.sim.draws import Draws, smooth_noise
from innervate.sim.montage import CLOCK
from innervate.sim.motion.minimum_jerk import Course
from innervate.sim.motion.skeleton import Point, Segment

GRAVITY = 9.80665
_AXES = ("x", "y", "z")
_WHITE, _BIAS, _DRIFT, _MOUNT = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class ImuErrors:
    """What is wrong with a sensor.

    Noise densities and offsets are those of a consumer part (Bosch BMI160 data sheet: 180
    ug/sqrt(Hz), 0.007 deg/s/sqrt(Hz); offsets up to 40 mg and 3 deg/s, of which a third is taken
    as one standard deviation). Drift and misalignment are plausible settings, not findings.

    Attributes:
        acceleration_density: white noise, m/s^2 per square root of Hz.
        rate_density: white noise, rad/s per square root of Hz.
        acceleration_bias, rate_bias: standard deviation of the constant offsets of a seed.
        acceleration_drift, rate_drift: standard deviation of the offsets' slow change.
        drift_s: how long the offsets take to change.
        misalignment_rad: standard deviation of the mounting error about each axis.
        acceleration_range, rate_range: beyond these the sensor clips.
    """

    acceleration_density: float = 180e-6 * GRAVITY
    rate_density: float = math.radians(0.007)
    acceleration_bias: float = 0.013 * GRAVITY
    rate_bias: float = math.radians(1.0)
    acceleration_drift: float = 0.002 * GRAVITY
    rate_drift: float = math.radians(0.05)
    drift_s: float = 60.0
    misalignment_rad: float = math.radians(3.0)
    acceleration_range: float = 16.0 * GRAVITY
    rate_range: float = math.radians(2000.0)

    @classmethod
    def none(cls) -> ImuErrors:
        """A perfect sensor."""
        return cls(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 60.0, 0.0, math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class ImuSensor:
    """A sensor on a segment.

    Its axes in a standing person: x forward, y to the left, z up along the segment. It gives the
    specific force (a sensor at rest shows gravity upwards) and the angular rate.

    Attributes:
        segment, side: where it is; the trunk's side does not matter.
        rate_hz: its sampling rate.
        part: how far down the segment it sits (0 the upper end, 1 the lower one).
        errors: what is wrong with it.
    """

    segment: Segment
    side: Side
    rate_hz: float
    part: float = 0.5
    errors: ImuErrors = ImuErrors()

    def __post_init__(self) -> None:
        if not 0.0 <= self.part <= 1.0:
            raise InputError(
                "a sensor sits between the ends of its segment, from 0 to 1",
                found=f"{self.part:g}",
            )

    @property
    def spec(self) -> StreamSpec:
        """The stream of the sensor: acceleration and angular rate, named after the place."""
        name = "trunk" if self.segment is Segment.TRUNK else f"{self.segment}_{self.side}"
        return imu_spec(name, self.rate_hz, None if self.segment is Segment.TRUNK else self.side)


def imu_spec(place: str, rate_hz: float, side: Side | None) -> StreamSpec:
    """The stream "imu_<place>": acc_x to acc_z in m/s^2, gyr_x to gyr_z in rad/s."""
    acceleration = (Channel(f"acc_{a}", Kind.ACCELERATION, ACCELERATION, None, side) for a in _AXES)
    turning = (Channel(f"gyr_{a}", Kind.ANGULAR_RATE, ANGULAR_RATE, None, side) for a in _AXES)
    return StreamSpec(f"imu_{place}", (*acceleration, *turning), rate_hz, CLOCK, simulated=True)


def undergone(where: Point, inclined: Course) -> Samples:
    """What a perfect sensor shows at a moving point of a segment of this inclination.

    Specific force is acceleration minus gravity, in the axes of the segment (Titterton & Weston,
    Strapdown Inertial Navigation Technology). Samples x (acc xyz, gyr xyz).
    """
    sine, cosine = np.sin(inclined.value), np.cos(inclined.value)
    forward, upward = where.x.acceleration, where.z.acceleration + GRAVITY
    out = np.zeros((len(sine), 6))
    out[:, 0] = forward * cosine + upward * sine
    out[:, 2] = upward * cosine - forward * sine
    # Swinging forward from hanging lifts the front: a turn backwards about the axis to the left.
    out[:, 4] = -inclined.rate
    return out


def sensed(true: Samples, errors: ImuErrors, draws: Draws, start: int, rate_hz: float) -> Samples:
    """What a sensor with errors shows for samples from index `start` on."""
    if not len(true):
        return true
    stop = start + len(true)
    mount = draws.at(_MOUNT).normals(0, 3) * errors.misalignment_rad
    turned = _rotation(mount)
    out = np.concatenate((true[:, :3] @ turned.T, true[:, 3:] @ turned.T), axis=1)
    white = draws.at(_WHITE).normals(6 * start, 6 * stop).reshape(-1, 6)
    bias = draws.at(_BIAS).normals(0, 6)
    root = math.sqrt(rate_hz / 2.0)
    every = max(round(errors.drift_s * rate_hz), 1)
    for k in range(6):
        acceleration = k < 3
        density = errors.acceleration_density if acceleration else errors.rate_density
        fixed = errors.acceleration_bias if acceleration else errors.rate_bias
        slow = errors.acceleration_drift if acceleration else errors.rate_drift
        out[:, k] += white[:, k] * (density * root) + bias[k] * fixed
        if slow:
            out[:, k] += slow * smooth_noise(draws.at(_DRIFT, k), start, stop, every)
    limits = [errors.acceleration_range] * 3 + [errors.rate_range] * 3
    return np.asarray(np.clip(out, [-limit for limit in limits], limits))


def _rotation(angles: Samples) -> Samples:
    """The rotation by these angles about x, then y, then z."""
    (sx, sy, sz), (cx, cy, cz) = np.sin(angles), np.cos(angles)
    about_x = np.array([[1.0, 0.0, 0.0], [0.0, cx, -sx], [0.0, sx, cx]])
    about_y = np.array([[cy, 0.0, sy], [0.0, 1.0, 0.0], [-sy, 0.0, cy]])
    about_z = np.array([[cz, -sz, 0.0], [sz, cz, 0.0], [0.0, 0.0, 1.0]])
    return np.asarray(about_z @ about_y @ about_x)
