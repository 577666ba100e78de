from __future__ import annotations

import math

import numpy as np
import pytest

from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.motion.footfall import LEVEL_S, REFERENCE_PA, Microphone
from innervate.sim.motion.gait import Gait, Route
from innervate.sim.motion.gait_model import GaitModel, WantedOfGait


def test_sound_of_a_footfall_has_its_level_at_its_strike() -> None:
    rate_hz = 16000.0
    route = Route.of(Gait(loudness_db=80.0, loudness_sd_db=3.0))
    wanted = WantedOfGait(microphone=Microphone(rate_hz, room_db=20.0))
    model = GaitModel(route, Draws(4), wanted)
    sound = model.read("sound", 0, round(60 * rate_hz))[:, 0]
    first = round(LEVEL_S * rate_hz)
    errors = []
    for step in model.steps(1.0, 59.0):
        at = math.ceil(step.strike_s * rate_hz)
        level = _level_db(sound[at : at + first])
        errors.append(level - step.loudness_db)
        before = sound[at - first // 2 : at]
        assert _level_db(before) < step.loudness_db - 15.0
    # The tail of the footfall before is all that is added.
    assert np.abs(errors).max() < 0.6


def _level_db(sound: Samples) -> float:
    return float(20.0 * np.log10(np.sqrt(np.mean(sound**2)) / REFERENCE_PA))


def test_the_room_is_as_loud_as_stated_and_falls_with_frequency() -> None:
    microphone = Microphone(16000.0, room_db=45.0)
    route = Route.of(Gait(loudness_db=-60.0, loudness_sd_db=0.0))
    model = GaitModel(route, Draws(2), WantedOfGait(microphone=microphone))
    sound = model.read("sound", 0, 320_000)[:, 0]
    assert _level_db(sound) == pytest.approx(45.0, abs=0.5)
    power = (np.abs(np.fft.rfft(sound.reshape(-1, 1600), axis=1)) ** 2).mean(axis=0)
    assert power[10:30].mean() > 10 * power[200:].mean()
