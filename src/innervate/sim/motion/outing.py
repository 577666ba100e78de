"""A walk or run as recordings: what sensors would have recorded, and the truth of every step."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from innervate.core.channel import Side
from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import InputError, nearest
from innervate.core.event import Event, EventKind
from innervate.core.recording import About, Recording
from innervate.core.stream import Block
from innervate.core.units import DECIBEL, DIMENSIONLESS, METRE, RADIAN, SECOND
from innervate.sim.draws import Draws
from innervate.sim.montage import CLOCK
from innervate.sim.motion.camera import Camera
from innervate.sim.motion.footfall import Microphone
from innervate.sim.motion.gait import Gait, Route, Tiring, usual_walk
from innervate.sim.motion.gait_model import GaitModel, WantedOfGait
from innervate.sim.motion.imu import ImuSensor
from innervate.sim.motion.skeleton import Segment
from innervate.sim.motion.step_truth import Step

_WALKING = "walking"
OUTINGS = ("running", _WALKING)
_IMU_HZ, _HEART_HZ, _CAMERA_HZ, _SOUND_HZ, _TRUE_HZ = 100.0, 1.0, 30.0, 16000.0, 100.0
_BLOCK_S = 1.0
_SOURCE = "simulator"


def outing(
    name: str, seed: int, *, fatigue: float = 0.0, pose: bool = False, sound: bool = False
) -> GaitModel:
    """Somebody on foot with a sensor at the small of the back, one on each shank, and a heart rate.

    Args:
        name: "running" or "walking"; raises `InputError` for another.
        seed: which of all possible outings.
        fatigue: 0 to 1; how tired they get in some twenty minutes.
        pose: with a camera's landmarks.
        sound: with the footfalls heard by a microphone.
    """
    if name not in OUTINGS:
        close = nearest(name, OUTINGS)
        raise InputError(
            f"nobody goes on foot by the name {name!r}", fix=f"use {' or '.join(close or OUTINGS)}"
        )
    gait = usual_walk() if name == _WALKING else Gait()
    places = ((Segment.TRUNK, Side.RIGHT), (Segment.SHANK, Side.LEFT), (Segment.SHANK, Side.RIGHT))
    wanted = WantedOfGait(
        sensors=tuple(ImuSensor(segment, side, _IMU_HZ) for segment, side in places),
        heart_hz=_HEART_HZ,
        microphone=Microphone(_SOUND_HZ) if sound else None,
        camera=Camera(_CAMERA_HZ) if pose else None,
    )
    return GaitModel(Route.of(gait, Tiring(fatigue)), Draws(seed), wanted)


def outing_recording(name: str, model: GaitModel, seconds: float) -> Recording:
    """The first seconds of every stream of a model, as devices would have recorded them."""
    return _recording(name, model, seconds, ())


def outing_truth(name: str, model: GaitModel, seconds: float) -> Recording:
    """What was true beside `outing_recording`: joint angles, vertical force, and every step.

    Events at each strike, labelled "strike left" and so on; and at the same moment, with their
    value and unit: contact (s), step length (m), oscillation (m), knee angle and knee inwards
    (rad), impact and peak of the force (body weights), loudness (dB).
    """
    wanted = WantedOfGait(angles_hz=_TRUE_HZ, force_hz=_TRUE_HZ)
    true = GaitModel(model.route, model.draws, wanted, model.heart, model.build, model.mass_kg)
    told = tuple(event for step in model.steps(0.0, seconds) for event in _told(step))
    return _recording(f"{name} (truth)", true, seconds, told)


@dataclass(frozen=True, slots=True)
class _Reader:
    model: GaitModel
    seconds: float

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        """Make the blocks afresh."""
        for number in range(math.ceil(self.seconds / _BLOCK_S)):
            until_s = min((number + 1) * _BLOCK_S, self.seconds)
            for spec in self.model.specs:
                if spec.id in streams:
                    rate_hz = spec.regular_rate_hz
                    first, last = round(number * _BLOCK_S * rate_hz), round(until_s * rate_hz)
                    yield Block(spec, first, self.model.read(spec.id, first, last))


def _recording(name: str, model: GaitModel, seconds: float, events: tuple[Event, ...]) -> Recording:
    about = About(
        name=f"SIMULATED {name}",
        device="virtual athlete",
        exercise=_WALKING if name.startswith(_WALKING) else "",
        notes=("Every sample of this recording was made by a simulator.",),
    )
    clocks = (Clock(CLOCK, [ClockPair(CLOCK, 0.0, 0.0)]),)
    return Recording(about, model.specs, _Reader(model, seconds), events, clocks)


def _told(step: Step) -> Iterator[Event]:
    yield Event(step.strike_s, EventKind.MARKER, f"strike {step.side}", source=_SOURCE)
    for label, value, unit in (
        ("contact", step.contact_s, SECOND),
        ("step length", step.length_m, METRE),
        ("oscillation", step.oscillation_m, METRE),
        ("knee", step.knee_rad, RADIAN),
        ("knee inwards", step.knee_in_rad, RADIAN),
        ("impact in body weights", step.impact_bw, DIMENSIONLESS),
        ("peak in body weights", step.peak_bw, DIMENSIONLESS),
        ("loudness", step.loudness_db, DECIBEL),
    ):
        if math.isfinite(value):
            yield Event(
                step.strike_s, EventKind.MARKER, label, value=value, unit=unit, source=_SOURCE
            )
