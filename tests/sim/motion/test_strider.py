from __future__ import annotations

import math

import numpy as np
import pytest
from tests.sim.motion._running import LADDER, SHANK, mean_of, runner, steps_of

from innervate.core.channel import Side
from innervate.core.stream import Samples
from innervate.sim.motion.bounce import Push, rise
from innervate.sim.motion.camera import Camera
from innervate.sim.motion.gait import Gait, Route, usual_walk
from innervate.sim.motion.imu import GRAVITY
from innervate.sim.motion.landmarks import Landmark, landmarks
from innervate.sim.motion.minimum_jerk import Course
from innervate.sim.motion.skeleton import Segment


def test_running_is_within_the_ranges_of_the_literature() -> None:
    """Vertical oscillation against the sine model of Morin et al. 2005 (contact 0.25 s, flight
    0.10 s: 7.2 cm), peak force 2 to 2.9 body weights (Nilsson & Thorstensson 1989, Acta Physiol
    Scand 136:217-227, running at 1.5 to 6 m/s)."""
    steps = steps_of(Gait(cadence_spm=171.4))
    contact, flight = 0.25, 60.0 / 171.4 - 0.25
    force = math.pi / 2 * (flight / contact + 1)
    morin = GRAVITY * (force * contact**2 / math.pi**2 - contact**2 / 8 + flight**2 / 8)
    assert morin == pytest.approx(0.072, abs=0.001)
    # The sine alone is Morin's; an early impact takes some of the way down.
    smooth = steps_of(Gait(cadence_spm=171.4, impact_bw=0.76, impact_cv=0.0))
    assert mean_of(smooth, "oscillation_m") == pytest.approx(morin, rel=0.02)
    assert mean_of(steps, "oscillation_m") == pytest.approx(morin, rel=0.1)
    assert 2.0 < mean_of(steps, "peak_bw") < 2.9
    angles = np.degrees(runner(Gait()).read("angles", 1000, 3000))
    knee = angles[:, 2]
    assert 85.0 < knee.max() < 105.0
    assert 5.0 < knee.min() < 22.0


@pytest.mark.parametrize("route", [Route.of(Gait()), Route.of(usual_walk()), LADDER])
def test_motion_is_physically_consistent(route: Route) -> None:
    """What the accelerometer shows is the second derivative of where it is, also at borders."""
    model = runner(route)
    time_s = np.arange(15.0, 42.0, 2.5e-4)
    body = model.body(time_s)
    where, inclined = body.on_leg(Segment.SHANK, Side.LEFT, 0.5)
    courses = (body.up_m, body.forward_m, body.left_m, body.lean, where.x, where.z, inclined)
    for course in courses:
        _is_its_derivative(course, time_s)
    imu = body.true_imu(SHANK)
    tilt = inclined.value[0] - np.cumsum(imu[:, 4]) * 2.5e-4
    np.testing.assert_allclose(tilt, inclined.value, atol=0.02)
    room = np.cos(inclined.value) * imu[:, 2] + np.sin(inclined.value) * imu[:, 0] - GRAVITY
    np.testing.assert_allclose(room, where.z.acceleration, atol=1e-9)


def _is_its_derivative(course: Course, time_s: Samples) -> None:
    for value, slope in ((course.value, course.rate), (course.rate, course.acceleration)):
        found = np.gradient(value, time_s)[2:-2]
        worst = np.abs(found - slope[2:-2]).max()
        # Forces have kinks at landing, so half a sample's worth of jerk is allowed.
        jerk = np.abs(np.diff(slope)).max()
        assert worst <= max(jerk, 1e-4 * np.ptp(slope))


def test_a_runner_neither_sinks_nor_flies_away() -> None:
    body = runner(LADDER).body(np.arange(0.0, 600.0, 0.01))
    assert -0.09 < body.up_m.value.min() < body.up_m.value.max() < 0.06
    assert body.up_m.acceleration.mean() == pytest.approx(0.0, abs=0.02)
    weight_n = 70.0 * GRAVITY
    force = runner(LADDER).read("force", 0, 100_000)
    assert force.mean() == pytest.approx(weight_n, rel=0.005)
    assert force.min() > -1e-6


def test_force_at_the_impact_is_the_one_that_was_set() -> None:
    steps = runner(Gait(impact_bw=1.13)).walker.around(10.0, 20.0)
    for k in range(3, 20):
        at = steps.strike_s[k] + 0.028
        course = rise(steps, Push.of(steps), np.array([at]))
        assert course.acceleration[0] / GRAVITY + 1 == pytest.approx(steps.impact_bw[k], rel=1e-6)


@pytest.mark.parametrize("gait", [Gait(), usual_walk()])
def test_feet_meet_the_floor_and_arms_swing_with_the_other_leg(gait: Gait) -> None:
    time_s = np.arange(10.0, 30.0, 0.005)
    body = runner(gait).body(time_s)
    points = landmarks(body.skeleton)
    toe = points[:, Landmark.LEFT_FOOT_INDEX, 2]
    assert -0.06 < np.quantile(toe, 0.02) < 0.06
    assert toe.max() > 0.08
    ahead = points[:, Landmark.LEFT_ANKLE, 0] - points[:, Landmark.RIGHT_ANKLE, 0]
    hands = points[:, Landmark.LEFT_WRIST, 0] - points[:, Landmark.RIGHT_WRIST, 0]
    assert np.corrcoef(ahead, hands)[0, 1] < -0.7


def test_a_camera_in_front_sees_the_knees_path() -> None:
    """The 2-D knee angle in the middle of each contact is that step's own."""
    model = runner(Gait(knee_in_rad=math.radians(8.0)))
    steps = [step for step in model.steps(10.0, 20.0) if step.side is Side.LEFT]
    assert math.degrees(mean_of(tuple(steps), "knee_in_rad")) == pytest.approx(8.0, abs=1.0)
    middle = np.array([step.strike_s + 0.5 * step.contact_s for step in steps])
    camera = Camera(30.0, distance_m=4000.0, focal=1000.0)
    picture = camera.projected(landmarks(model.body(middle).skeleton)) * [16 / 9, 1.0, 1.0]
    hip, knee, ankle = (
        picture[:, mark, :2]
        for mark in (Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE)
    )
    thigh, shank = np.diff([hip, knee, ankle], axis=0)
    found = np.arctan2(
        thigh[:, 1] * shank[:, 0] - thigh[:, 0] * shank[:, 1], (thigh * shank).sum(axis=1)
    )
    np.testing.assert_allclose(found, [step.knee_in_rad for step in steps], atol=0.01)
