from __future__ import annotations

import math

import numpy as np
import pytest
from tests.sim.motion._lifting import KEYS, PEC, lifter

from innervate.core.channel import Side
from innervate.core.errors import InputError
from innervate.sim.motion.movement import Joint, movement
from innervate.sim.motion.skeleton import Build, Segment
from innervate.sim.performance import Form


def test_what_moves_is_an_exercise_of_the_body_and_others_say_so() -> None:
    from innervate.body.movement import exercises

    assert set(KEYS) < {entry.key for entry in exercises()}
    with pytest.raises(InputError, match="walking"):
        movement("walking")


@pytest.mark.parametrize("key", KEYS)
def test_phases_of_the_truth_are_those_of_the_angles(key: str) -> None:
    model = lifter(key, form=Form(variability=0.2))
    telling = max(movement(key).moves, key=lambda move: abs(move.end_deg - move.start_deg))
    strokes = model.strokes(6.0, 26.5)
    assert [stroke.number for stroke in strokes] == [1, 2, 3, 4]
    for stroke in strokes:
        assert stroke.start_s < stroke.turn_s < stroke.return_s < stroke.stop_s
        at = [stroke.start_s, stroke.turn_s, stroke.return_s, stroke.stop_s]
        course = model.posture(np.array(at)).of(telling.joint, Side.RIGHT).value
        reached = telling.start_rad + stroke.depth * (telling.end_rad - telling.start_rad)
        expected = [telling.start_rad, reached, reached, telling.start_rad]
        assert course.tolist() == pytest.approx(expected, abs=0.025)


def test_only_the_side_that_is_asked_for_moves() -> None:
    posture = lifter("pec_isolation", target=PEC).posture(np.array([6.5, 8.7]))
    left, right = (posture.of(Joint.SHOULDER, side).value for side in (Side.LEFT, Side.RIGHT))
    assert left[1] - left[0] > math.radians(12.0)
    assert right[1] == pytest.approx(right[0])


def test_knees_track_better_with_skill_and_worse_with_fatigue() -> None:
    def knees(form: Form) -> list[float]:
        return [
            float(np.degrees(np.mean(stroke.knee_in_rad)))
            for seed in range(20)
            for stroke in lifter("back_squat", form=form, seed=seed).strokes(6.0, 26.5)
        ]

    assert np.mean(knees(Form(skill=0.0))) == pytest.approx(11.6, abs=0.5)
    assert np.mean(knees(Form(skill=1.0))) == pytest.approx(5.0, abs=0.5)
    tired = knees(Form(skill=1.0, fatigue=1.0))
    assert np.mean(tired[3::4]) > np.mean(tired[::4]) + 2.0


def test_movements_are_rougher_without_skill() -> None:
    def roughness(skill: float) -> float:
        model = lifter("biceps_curl", form=Form(skill=skill, tremor=0.0))
        course = model.posture(np.arange(6.0, 26.0, 0.01)).of(Joint.ELBOW, Side.RIGHT)
        return float(np.sqrt(np.mean(np.diff(course.acceleration) ** 2)))

    assert roughness(0.0) > 1.2 * roughness(1.0)


@pytest.mark.parametrize("key", ["back_squat", "deadlift", "romanian_deadlift", "glute_bridge"])
def test_feet_stay_on_the_floor(key: str) -> None:
    ankle = lifter(key).skeleton(np.arange(0, 30, 0.01)).on(Segment.SHANK, Side.LEFT, 1.0)
    assert np.ptp(ankle.x.value) < 0.04
    assert np.ptp(ankle.z.value) < 0.04
    assert abs(float(ankle.z.value.mean()) - Build().ankle_m) < 0.04


def test_hands_hold_the_bar_straight_below_the_shoulders_in_a_deadlift() -> None:
    skeleton = lifter("deadlift", form=Form(variability=0.0)).skeleton(np.arange(7, 25, 0.1))
    shoulder = skeleton.shoulder(Side.LEFT)
    wrist = skeleton.on(Segment.FOREARM, Side.LEFT, 1.0)
    assert np.abs(shoulder.x.value - wrist.x.value).max() < 0.05
