from __future__ import annotations

import numpy as np
import pytest

from innervate.core.errors import InputError
from innervate.core.recording import Recording
from innervate.core.stream import Samples
from innervate.sim.motion.outing import OUTINGS, outing, outing_recording, outing_truth

SECONDS = 12.5


def _data(recording: Recording, stream: str) -> Samples:
    return np.concatenate([block.data for block in recording.blocks(stream)])


@pytest.mark.parametrize("name", OUTINGS)
def test_every_stream_has_its_seconds_and_says_that_it_is_simulated(name: str) -> None:
    recording = outing_recording(name, outing(name, 1, pose=True, sound=True), SECONDS)
    assert {spec.id for spec in recording.streams} >= {"heart_rate", "pose", "sound"}
    assert sum(spec.id.startswith("imu") for spec in recording.streams) == 3
    for spec in recording.streams:
        assert spec.simulated
        assert len(_data(recording, spec.id)) == round(SECONDS * spec.regular_rate_hz)


def test_the_truth_tells_every_step_and_the_sensor_shows_its_cadence() -> None:
    model = outing("running", 3)
    truth = outing_truth("running", model, SECONDS)
    strikes = [event for event in truth.events if event.label.startswith("strike")]
    assert [event.label for event in strikes[:2]] in (
        ["strike left", "strike right"],
        ["strike right", "strike left"],
    )
    trunk = next(spec for spec in model.specs if spec.id.startswith("imu_trunk"))
    up = _data(outing_recording("running", model, SECONDS), trunk.id)[:, 2]
    power = np.abs(np.fft.rfft((up - up.mean()) * np.hanning(len(up)), 1 << 14)) ** 2
    cadence_hz = np.argmax(power) / (1 << 14) * trunk.regular_rate_hz
    true_hz = (len(strikes) - 1) / (strikes[-1].at_s - strikes[0].at_s)
    assert cadence_hz == pytest.approx(true_hz, rel=0.02)


def test_the_same_seed_is_the_same_outing_and_another_is_another() -> None:
    one, same, other = (
        _data(outing_recording("walking", outing("walking", seed), 3.0), "heart_rate")
        for seed in (1, 1, 2)
    )
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_an_unknown_way_to_go_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="use running"):
        outing("runing", 1)
