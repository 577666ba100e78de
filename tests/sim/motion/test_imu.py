from __future__ import annotations

import math

import numpy as np
import pytest
from tests.sim.motion._lifting import KEYS, lifter, perfect

from innervate.core.channel import Side
from innervate.core.stream import Samples
from innervate.sim.motion.imu import GRAVITY, ImuSensor
from innervate.sim.motion.joints import Posture
from innervate.sim.motion.model import usual_sensor
from innervate.sim.motion.movement import movement
from innervate.sim.motion.skeleton import Segment
from innervate.sim.performance import Form


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("segment", list(Segment))
def test_accelerometer_is_twice_differentiated_position(key: str, segment: Segment) -> None:
    model = lifter(key, form=Form(skill=0.1, fatigue=0.8))
    time_s = np.arange(4.0, 34.0, 1e-3)
    sensor = perfect(segment, 0.7)
    skeleton = model.skeleton(time_s)
    where = skeleton.on(segment, Side.RIGHT, 0.7)
    imu = model.true_imu(sensor, time_s)
    tilt = -np.cumsum(imu[:, 4]) * 1e-3
    # Turned back by the integrated gyro into the room, plus gravity, it is the acceleration.
    first = _tilt(skeleton.posture, segment)[0]
    tilt += first - tilt[0]
    sine, cosine = np.sin(tilt), np.cos(tilt)
    forward = imu[:, 0] * cosine - imu[:, 2] * sine
    upward = imu[:, 0] * sine + imu[:, 2] * cosine - GRAVITY
    for found, course in ((forward, where.x), (upward, where.z)):
        twice = np.gradient(np.gradient(course.value, time_s), time_s)
        np.testing.assert_allclose(found[3:-3], twice[3:-3], atol=0.03)


def _tilt(posture: Posture, segment: Segment) -> Samples:
    lean, hip, knee = -posture.trunk.value, posture.hip[1].value, posture.knee[1].value
    shoulder, elbow = posture.shoulder[1].value, posture.elbow[1].value
    return {
        Segment.TRUNK: lean,
        Segment.THIGH: lean + hip,
        Segment.SHANK: lean + hip - knee,
        Segment.UPPER_ARM: lean + shoulder,
        Segment.FOREARM: lean + shoulder + elbow,
    }[segment]


@pytest.mark.parametrize("key", KEYS)
def test_gyro_integrates_to_the_angle_between_the_segments(key: str) -> None:
    model = lifter(key)
    time_s = np.arange(6.0, 16.0, 1e-3)
    turned = {
        segment: -np.cumsum(model.true_imu(perfect(segment), time_s)[:, 4]) * 1e-3
        for segment in (Segment.THIGH, Segment.SHANK)
    }
    knee = model.posture(time_s).knee[1].value
    found = turned[Segment.THIGH] - turned[Segment.SHANK]
    np.testing.assert_allclose(found - found[0], knee - knee[0], atol=3e-3)


def test_a_sensor_at_rest_shows_gravity_and_its_errors() -> None:
    sensor = ImuSensor(Segment.TRUNK, Side.RIGHT, 100.0)
    found = []
    for seed in range(12):
        model = lifter("back_squat", sensor, seed=seed)
        still = model.read("imu_trunk", 0, 400)
        found.append(float(np.sqrt((still[:, :3] ** 2).sum(axis=1).mean())))
        white = np.diff(still[:, 1]).std() / math.sqrt(2.0)
        expected = sensor.errors.acceleration_density * math.sqrt(50.0)
        assert white == pytest.approx(expected, rel=0.15)
        # Offsets stay within four standard deviations and are there.
        assert 1e-4 < np.abs(still[:, 3:].mean(axis=0)).max() < 4 * sensor.errors.rate_bias
    assert found == pytest.approx([GRAVITY] * 12, abs=0.5)
    # Lying on the back, the front of the trunk points up.
    lying = lifter("bench_press", perfect(Segment.TRUNK)).read("imu_trunk", 0, 400)
    np.testing.assert_allclose(lying, np.tile([GRAVITY, 0, 0, 0, 0, 0], (400, 1)), atol=1e-9)


@pytest.mark.parametrize(
    ("key", "segment"),
    [
        ("back_squat", Segment.THIGH),
        ("biceps_curl", Segment.FOREARM),
        ("romanian_deadlift", Segment.TRUNK),
        ("bench_press", Segment.UPPER_ARM),
    ],
)
def test_the_usual_sensor_sits_where_the_movement_shows(key: str, segment: Segment) -> None:
    assert usual_sensor(movement(key), 100.0).segment is segment
