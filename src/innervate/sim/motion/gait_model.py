"""Walking and running as streams: sensors, joint angles, force, sound, heart rate."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError, few
from innervate.core.stream import Samples, StreamSpec
from innervate.core.units import HERTZ, NEWTON, RADIAN
from innervate.sim.draws import Draws
from innervate.sim.montage import CLOCK
from innervate.sim.motion.camera import Camera
from innervate.sim.motion.footfall import Microphone
from innervate.sim.motion.gait import Route
from innervate.sim.motion.heart import Heart
from innervate.sim.motion.imu import GRAVITY, ImuSensor, sensed
from innervate.sim.motion.landmarks import landmarks
from innervate.sim.motion.pieces import Pieces
from innervate.sim.motion.skeleton import Build, Segment
from innervate.sim.motion.step_truth import Step, true_steps
from innervate.sim.motion.steps import Walker
from innervate.sim.motion.strider import Strider
from innervate.sim.motion.strokes import SIDES

ANGLES, FORCE, HEART_RATE, POSE, SOUND = "angles", "force", "heart_rate", "pose", "sound"
_STEPS, _SENSOR, _HEART, _MICROPHONE, _CAMERA = range(5)
_PIECE_S, _SOUND_PIECE_S = 10.0, 2.0
_WORN = (Segment.TRUNK, Segment.THIGH, Segment.SHANK)


@dataclass(frozen=True, slots=True)
class WantedOfGait:
    """What is recorded of a walk or run; rates in hertz, None for nothing.

    Sensors may sit on the trunk (the small of the back), a thigh or a shank.
    """

    sensors: tuple[ImuSensor, ...] = ()
    angles_hz: float | None = None
    force_hz: float | None = None
    heart_hz: float | None = None
    microphone: Microphone | None = None
    camera: Camera | None = None


@dataclass(frozen=True, slots=True)
class GaitModel:
    """A walk or run; every stream is a function of its time, endless and however it is read.

    The runner stays in place, as on a treadmill: positions are those about the mean way forward.
    Cadence goes over from one stretch of the route to the next within seconds; going over from
    walking to running, height and angles jump.

    Attributes:
        route: the gaits, stretch after stretch.
        draws: random numbers of its own.
        wanted: what is recorded.
        heart, build, mass_kg: of the person.
        specs: the streams: "imu_<place>" each, "angles", "force", "heart_rate" (in hertz), "sound",
            "pose".

    >>> from innervate.sim.motion.gait import Gait
    >>> model = GaitModel(Route.of(Gait()), Draws(1), WantedOfGait(angles_hz=100.0))
    >>> [step.number for step in model.steps(0.0, 1.0)]
    [0, 1, 2]
    """

    route: Route
    draws: Draws
    wanted: WantedOfGait
    heart: Heart = field(default_factory=Heart)
    build: Build = field(default_factory=Build)
    mass_kg: float = 70.0
    walker: Walker = field(init=False)
    specs: tuple[StreamSpec, ...] = field(init=False)
    _pieces: dict[str, Pieces] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for sensor in self.wanted.sensors:
            if sensor.segment not in _WORN:
                raise InputError(
                    "a runner wears no sensor there",
                    found=str(sensor.segment),
                    fix=f"use {', '.join(_WORN)}",
                )
        object.__setattr__(self, "walker", Walker(self.route, self.draws.at(_STEPS)))
        object.__setattr__(self, "specs", tuple(_specs(self.wanted)))

    def read(self, stream: str, start: int, stop: int) -> Samples:
        """Samples [start, stop) of a stream x its channels; `InputError` for an unknown one."""
        spec = next((spec for spec in self.specs if spec.id == stream), None)
        if spec is None:
            raise InputError(
                f"the gait has no stream {stream!r}",
                found=few(spec.id for spec in self.specs) or "none",
                fix="ask for one of these, or record it (`WantedOfGait`)",
            )
        if stream not in self._pieces:
            piece_s = _SOUND_PIECE_S if stream == SOUND else _PIECE_S
            self._pieces[stream] = Pieces(max(round(piece_s * spec.regular_rate_hz), 1))
        return self._pieces[stream].read(start, stop, lambda a, b: self._made(spec, a, b))

    def steps(self, start_s: float, stop_s: float) -> tuple[Step, ...]:
        """The true steps whose foot strikes in [start_s, stop_s)."""
        return true_steps(self.walker, start_s, stop_s)

    def body(self, time_s: Samples) -> Strider:
        """The true body at ascending times."""
        return Strider(self.walker, self.build, time_s)

    def _made(self, spec: StreamSpec, start: int, stop: int) -> Samples:
        rate_hz = spec.regular_rate_hz
        time_s = np.arange(start, stop) / rate_hz
        if spec.id == SOUND and self.wanted.microphone is not None:
            own = self.draws.at(_MICROPHONE)
            return self.wanted.microphone.heard(self.walker, own, start, stop)
        if spec.id == POSE and self.wanted.camera is not None:
            own = self.draws.at(_CAMERA)
            shown = self.body(self.wanted.camera.exposures(own, start, stop))
            return self.wanted.camera.seen(landmarks(shown.skeleton), own, start)
        if spec.id == HEART_RATE:
            own = self.draws.at(_HEART)
            return self.heart.bpm(self.walker, own, start, stop, rate_hz)[:, None] / 60.0
        if spec.id == ANGLES:
            return np.stack([course.value for course in self.body(time_s).angles], axis=1)
        if spec.id == FORCE:
            return self._force_n(time_s)[:, None]
        number = next(k for k, s in enumerate(self.wanted.sensors) if s.spec.id == spec.id)
        sensor = self.wanted.sensors[number]
        own = self.draws.at(_SENSOR, number)
        return sensed(self.body(time_s).true_imu(sensor), sensor.errors, own, start, rate_hz)

    def _force_n(self, time_s: Samples) -> Samples:
        """Vertical force of both feet together."""
        weight_n = self.mass_kg * GRAVITY
        return np.asarray(weight_n * (1.0 + self.body(time_s).up_m.acceleration / GRAVITY))


def _specs(wanted: WantedOfGait) -> list[StreamSpec]:
    specs = [sensor.spec for sensor in wanted.sensors]
    if wanted.angles_hz is not None:
        channels = [Channel("trunk_lean", Kind.ANGLE, RADIAN)]
        channels += [
            Channel(f"{joint}_flexion_{side}", Kind.ANGLE, RADIAN, None, side)
            for side in SIDES
            for joint in ("hip", "knee")
        ]
        specs.append(StreamSpec(ANGLES, tuple(channels), wanted.angles_hz, CLOCK, simulated=True))
    for name, kind, unit, rate_hz in (
        (FORCE, Kind.FORCE, NEWTON, wanted.force_hz),
        (HEART_RATE, Kind.OTHER, HERTZ, wanted.heart_hz),
    ):
        if rate_hz is not None:
            channel = Channel(name, kind, unit)
            specs.append(StreamSpec(name, (channel,), rate_hz, CLOCK, simulated=True))
    if wanted.microphone is not None:
        specs.append(wanted.microphone.spec)
    if wanted.camera is not None:
        specs.append(wanted.camera.spec)
    return specs
