"""Somebody who lifts, for the tests of motion."""

from __future__ import annotations

import numpy as np

from innervate.core.channel import MuscleSide, Side
from innervate.sim.draws import Draws
from innervate.sim.motion.camera import Camera
from innervate.sim.motion.imu import ImuErrors, ImuSensor
from innervate.sim.motion.model import MotionModel, Wanted
from innervate.sim.motion.movement import movement, movements
from innervate.sim.motion.skeleton import Segment
from innervate.sim.performance import Form
from innervate.sim.performing import Performing
from innervate.sim.script import Effort, Phase, PhaseKind, Repetition, Role, Script
from innervate.sim.timeline import Timeline

KEYS = [entry.key for entry in movements()]
REPS = 4
PERIOD_S = 5.0
PEC = MuscleSide("pectoralis_major", Side.LEFT)


def script(target: MuscleSide | None = None) -> Script:
    reps = tuple(
        Repetition(n + 1, at, at + 4.0, at + 2.0, at + 2.5)
        for n, at in enumerate(0.5 + PERIOD_S * np.arange(REPS))
    )
    efforts = () if target is None else tuple(
        Effort(target, rep.start_s, rep.stop_s, 0.5, Role.TARGET, rep=rep.number) for rep in reps
    )  # fmt: skip
    work = Phase(PhaseKind.SET, 0.5 + PERIOD_S * REPS, "", efforts, reps)
    return Script("x", (Phase(PhaseKind.REST, 6.0),), (work, Phase(PhaseKind.PAUSE, 10.0)))


def lifter(
    key: str,
    *sensors: ImuSensor,
    form: Form | None = None,
    camera: Camera | None = None,
    seed: int = 1,
    target: MuscleSide | None = None,
) -> MotionModel:
    draws = Draws(seed)
    done = Performing(script(target), Timeline.of(form or Form()), draws.at(0))
    return MotionModel(done, movement(key), draws.at(7), Wanted(100.0, sensors, camera))


def perfect(segment: Segment, part: float = 0.5, rate_hz: float = 100.0) -> ImuSensor:
    return ImuSensor(segment, Side.RIGHT, rate_hz, part, ImuErrors.none())
