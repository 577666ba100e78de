"""Somebody who runs, for the tests of gait."""

from __future__ import annotations

import numpy as np

from innervate.core.channel import Side
from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.motion.camera import Camera
from innervate.sim.motion.footfall import Microphone
from innervate.sim.motion.gait import Gait, Leg, Route, Tiring
from innervate.sim.motion.gait_model import GaitModel, WantedOfGait
from innervate.sim.motion.imu import ImuErrors, ImuSensor
from innervate.sim.motion.skeleton import Segment
from innervate.sim.motion.step_truth import Step

BACK = ImuSensor(Segment.TRUNK, Side.RIGHT, 100.0, 1.0, ImuErrors.none())
SHANK = ImuSensor(Segment.SHANK, Side.LEFT, 100.0, 0.5, ImuErrors.none())
LADDER = Route(
    (
        Leg(Gait(cadence_spm=160.0, contact_s=0.26), 20.0),
        Leg(Gait(cadence_spm=180.0, contact_s=0.23), 15.0),
        Leg(Gait()),
    ),
    Tiring(0.5, 60.0),
)


def runner(route: Route | Gait, *sensors: ImuSensor, seed: int = 1, rate_hz: float = 16000.0,
           microphone: bool = False, camera: Camera | None = None) -> GaitModel:  # fmt: skip
    if isinstance(route, Gait):
        route = Route.of(route)
    heard = Microphone(rate_hz) if microphone else None
    wanted = WantedOfGait(sensors or (BACK, SHANK), 100.0, 500.0, 1.0, heard, camera)
    return GaitModel(route, Draws(seed), wanted)


def steps_of(gait: Gait, seconds: float = 300.0, seed: int = 1) -> tuple[Step, ...]:
    return runner(gait, seed=seed).steps(10.0, 10.0 + seconds)


def mean_of(steps: tuple[Step, ...], name: str) -> float:
    return float(np.mean([getattr(step, name) for step in steps]))


def cadence_spm(vertical: Samples, rate_hz: float = 100.0) -> float:
    window = (vertical - vertical.mean()) * np.hanning(len(vertical))
    power = np.abs(np.fft.rfft(window, 1 << 15))
    hertz = np.fft.rfftfreq(1 << 15, 1.0 / rate_hz)
    power[(hertz < 1.2) | (hertz > 4.0)] = 0.0
    return float(60.0 * hertz[power.argmax()])
