from __future__ import annotations

import pickle
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sim.motion._lifting import KEYS, lifter, perfect, script

from innervate.core.channel import Side
from innervate.core.errors import InputError
from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.motion.camera import Camera
from innervate.sim.motion.imu import ImuSensor
from innervate.sim.motion.joints import Posture
from innervate.sim.motion.model import MotionModel, Wanted
from innervate.sim.motion.movement import movement
from innervate.sim.motion.skeleton import Build, Segment
from innervate.sim.performance import Form
from innervate.sim.performing import Performing
from innervate.sim.timeline import Timeline


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 1400), min_size=1, max_size=6), st.sampled_from(KEYS))
def test_cutting_changes_nothing(cuts: list[int], key: str) -> None:
    sensor = ImuSensor(Segment.FOREARM, Side.LEFT, 97.0)
    for stream in ("imu_forearm_left", "angles", "pose"):
        whole = lifter(key, sensor, camera=Camera(29.97)).read(stream, 0, 1400)
        model = lifter(key, sensor, camera=Camera(29.97))
        edges = [0, *sorted(cuts), 1400]
        parts = [model.read(stream, a, b) for a, b in pairwise(edges)]
        np.testing.assert_array_equal(np.concatenate(parts), whole)
        late = pickle.loads(pickle.dumps(model)).read(stream, 900, 901)
        np.testing.assert_array_equal(late, whole[900:901])


def test_streams_made_piecewise_join_without_a_seam() -> None:
    """Pieces are 10 s; the movement itself does not know them."""
    model = lifter("back_squat", form=Form(tremor=0.7))
    whole = model.posture(np.arange(0, 40, 0.01))
    parts = [model.posture(np.arange(a, a + 5, 0.01)) for a in np.arange(0.0, 40.0, 5.0)]
    for course in ("trunk", "knee_in"):
        found = np.concatenate([_values(part, course) for part in parts])
        np.testing.assert_allclose(found, _values(whole, course), atol=1e-12)


def _values(posture: Posture, name: str) -> Samples:
    return posture.trunk.value if name == "trunk" else posture.knee_in[0]


def test_it_goes_on_for_ever() -> None:
    sensor = perfect(Segment.THIGH)
    day = 24 * 3600 * 100
    late = lifter("back_squat", sensor).read("imu_thigh_right", day, day + 6000)
    assert np.isfinite(late).all()
    assert late[:, 4].std() > 0.1


def test_streams_say_that_they_are_simulated() -> None:
    model = lifter("back_squat", perfect(Segment.THIGH), camera=Camera(30.0))
    assert [spec.id for spec in model.specs] == ["angles", "imu_thigh_right", "pose"]
    assert all(spec.simulated for spec in model.specs)
    assert len(model.specs[2].channels) == 33 * 4
    with pytest.raises(InputError, match="sound"):
        model.read("sound", 0, 1)


def test_turning_a_knob_changes_nothing_that_is_over() -> None:
    """As the athlete does it: the form is turned at a moment, what was made ahead is forgotten."""
    for knob in (Form(skill=0.0, variability=0.5, tremor=1.0), Form(fatigue=1.0)):
        sensor = ImuSensor(Segment.THIGH, Side.RIGHT, 100.0)
        draws, timeline = Draws(1), Timeline.of(Form())
        done = Performing(script(), timeline, draws.at(0))
        wanted = Wanted(100.0, (sensor,), None)
        model = MotionModel(done, movement("back_squat"), draws.at(7), wanted)
        before = model.read("imu_thigh_right", 0, 3000)
        timeline.turn(173, knob)
        done.forget()
        model.forget(17.3)
        after = model.read("imu_thigh_right", 0, 3000)
        np.testing.assert_array_equal(after[:1730], before[:1730])
        assert np.abs(after[1730:] - before[1730:]).max() > 0.01


def test_forgetting_keeps_what_was_given() -> None:
    model = lifter("back_squat", ImuSensor(Segment.THIGH, Side.RIGHT, 100.0))
    first = model.read("imu_thigh_right", 0, 1500)
    model.forget(7.0)
    np.testing.assert_array_equal(model.read("imu_thigh_right", 0, 1500), first)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Camera(30.0, dropped=1.5),
        lambda: Camera(30.0, distance_m=0.5),
        lambda: ImuSensor(Segment.THIGH, Side.LEFT, 100.0, 1.2),
        lambda: Build(17.5),
    ],
)
def test_nonsense_is_refused(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(InputError):
        wrong()
