from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from innervate.core.channel import Kind
from innervate.core.event import EventKind
from innervate.core.recording import Recording
from innervate.core.stream import Samples
from innervate.sim.companions import motion_of
from innervate.sim.demo import demo_athlete
from innervate.sim.recording import as_recording, truth_recording

SECONDS, RATE_HZ = 24.0, 250.0


@cache
def _truth() -> Recording:
    return truth_recording(demo_athlete("bench_press", RATE_HZ, 3, seconds=SECONDS), SECONDS)


@cache
def _data(stream: str) -> Samples:
    return np.concatenate([block.data for block in _truth().blocks(stream)])


def test_every_stream_covers_the_time() -> None:
    lengths = {spec.id: len(_data(spec.id)) for spec in _truth().streams if spec.rate_hz}
    assert lengths == {
        "truth": 6000, "excitation": 2400, "force": 2400, "tired": 2400, "movement": 2400,
    }  # fmt: skip
    assert all(spec.simulated for spec in _truth().streams)
    for block in _truth().blocks():
        assert np.isfinite(block.data).all()


def test_spikes_come_in_order_with_their_muscle_and_unit() -> None:
    blocks = list(_truth().blocks("spikes"))
    at_s = np.concatenate([block.time_s for block in blocks if block.time_s is not None])
    which = _data("spikes")
    assert len(at_s) == len(which) > 1000
    assert (np.diff(at_s) >= 0).all()
    assert 0 <= at_s[0] <= at_s[-1] < SECONDS
    assert set(which[:, 0]) <= {0.0, 1.0, 2.0, 3.0}
    unit = which[which[:, 0] == 0][:, 1]
    one = at_s[which[:, 0] == 0][unit == np.bincount(unit.astype(int)).argmax()]
    intervals = np.diff(one)
    assert 5 < 1 / np.median(intervals) < 45


def test_events_tell_phases_onsets_and_repetitions() -> None:
    athlete = demo_athlete("bench_press", RATE_HZ, 3, seconds=SECONDS)
    labels = [event.label for event in _truth().events]
    assert sum(label.startswith("onset") for label in labels) == len(athlete.truth.bursts(SECONDS))
    reps = athlete.truth.repetitions(SECONDS)
    assert sum(label.endswith("begins") for label in labels) == len(reps) >= 2
    phases = [e.label for e in _truth().events if e.kind is EventKind.PHASE]
    assert phases == [phase.label for phase in athlete.truth.phases(SECONDS)]
    times = [event.at_s for event in _truth().events]
    assert times == sorted(times)


def test_force_follows_excitation() -> None:
    excitation, force = _data("excitation")[:, 0], _data("force")[:, 0]
    lag = [np.corrcoef(excitation[:-k], force[k:])[0, 1] for k in (1, 8, 40)]
    assert lag[1] > 0.9
    assert lag[1] > lag[2]


def test_a_sensor_of_motion_comes_along_in_step() -> None:
    companions = (motion_of("bench_press", imu_hz=104.0, camera_hz=30.0),)
    athlete = demo_athlete("bench_press", RATE_HZ, 3, seconds=SECONDS, companions=companions)
    recording = as_recording(athlete, SECONDS)
    emg, imu, pose = recording.streams
    assert {channel.kind for channel in imu.channels} == {Kind.ACCELERATION, Kind.ANGULAR_RATE}
    found = {spec.id: sum(map(len, recording.blocks(spec.id))) for spec in recording.streams}
    assert found == {emg.id: 6000, imu.id: 2496, pose.id: 720}
    whole = np.concatenate([block.data for block in recording.blocks(imu.id)])
    parts, at = [], 0
    for stop in (7, 8, 8, 600, 601, 3001, 6000):
        parts.append(athlete.read(at, stop)[1])
        at = stop
    assert [part.start for part in parts[1:]] == [part.stop for part in parts[:-1]]
    assert np.allclose(np.concatenate([part.data for part in parts]), whole, atol=1e-9)
    gravity = np.linalg.norm(whole[:, :3], axis=1)
    assert np.median(gravity) == pytest.approx(9.81, rel=0.1)
