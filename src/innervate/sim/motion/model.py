"""The virtual athlete's movement as streams: joint angles, inertial sensors, a camera."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from innervate.core.channel import Channel, Kind, Side
from innervate.core.errors import InputError, few
from innervate.core.stream import Samples, StreamSpec
from innervate.core.units import RADIAN
from innervate.sim.draws import Draws
from innervate.sim.montage import CLOCK
from innervate.sim.motion.camera import Camera
from innervate.sim.motion.imu import ImuSensor, sensed, undergone
from innervate.sim.motion.joints import Joints, Posture
from innervate.sim.motion.landmarks import landmarks
from innervate.sim.motion.movement import Joint, Movement
from innervate.sim.motion.performer import Performer
from innervate.sim.motion.pieces import Pieces
from innervate.sim.motion.skeleton import Build, Segment, Skeleton, fixed, inclination
from innervate.sim.motion.strokes import SIDES, Stroke

ANGLES = "angles"
POSE = "pose"
_JOINTS, _SENSOR, _CAMERA = 0, 1, 2
_PIECE_S = 10.0
_BOTH = (Joint.HIP, Joint.KNEE, Joint.ANKLE, Joint.SHOULDER, Joint.ELBOW)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is recorded of the movement: a rate of joint angles (true ones), sensors, a camera."""

    angles_hz: float | None = None
    sensors: tuple[ImuSensor, ...] = ()
    camera: Camera | None = None


@dataclass(frozen=True, slots=True)
class MotionModel:
    """The movement of an exercise as it is performed; every stream is a function of its time.

    Attributes:
        performing: who performs (repetitions and form at any moment).
        movement: how the exercise moves.
        draws: random numbers of its own.
        wanted: what is recorded.
        build: the body.
        specs: the streams: "angles", one "imu_<place>" for each sensor, "pose".

    >>> from innervate.sim.demo import demo_script
    >>> from innervate.sim.motion.movement import movement
    >>> from innervate.sim.performance import Form
    >>> from innervate.sim.performing import Performing
    >>> from innervate.sim.timeline import Timeline
    >>> draws = Draws(1)
    >>> done = Performing(demo_script("bench_press", 30.0), Timeline.of(Form()), draws.at(0))
    >>> wanted = Wanted(100.0, (ImuSensor(Segment.FOREARM, Side.RIGHT, 100.0),))
    >>> model = MotionModel(done, movement("bench_press"), draws.at(7), wanted)
    >>> model.read("imu_forearm_right", 0, 250).shape
    (250, 6)
    """

    performing: Performer
    movement: Movement
    draws: Draws
    wanted: Wanted
    build: Build = field(default_factory=Build)
    specs: tuple[StreamSpec, ...] = field(init=False)
    _pieces: dict[str, Pieces] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        wanted = self.wanted
        angles = () if wanted.angles_hz is None else (angles_spec(wanted.angles_hz),)
        camera = () if wanted.camera is None else (wanted.camera.spec,)
        specs = (*angles, *(sensor.spec for sensor in wanted.sensors), *camera)
        object.__setattr__(self, "specs", specs)

    def read(self, stream: str, start: int, stop: int) -> Samples:
        """Samples [start, stop) of a stream x its channels.

        Raises `InputError` where nothing of that name is recorded.
        """
        spec = self._spec(stream)
        if stream not in self._pieces:
            self._pieces[stream] = Pieces(max(round(_PIECE_S * spec.regular_rate_hz), 1))
        return self._pieces[stream].read(start, stop, lambda a, b: self._made(spec, a, b))

    def forget(self, from_s: float) -> None:
        """Drop what was made ahead from this second on, because the form has been turned."""
        for spec in self.specs:
            if spec.id in self._pieces:
                # A late picture shows what was earlier, so its samples may stay; others may not.
                self._pieces[spec.id].forget(int(from_s * spec.regular_rate_hz))

    def strokes(self, start_s: float, stop_s: float) -> tuple[Stroke, ...]:
        """The true repetitions, with phases, depth and knee path, in [start_s, stop_s)."""
        return self._joints.strokes(start_s, stop_s)

    def posture(self, time_s: Samples) -> Posture:
        """The true posture at session seconds in ascending order."""
        return self._joints.at(time_s)

    def skeleton(self, time_s: Samples) -> Skeleton:
        """The true places of the body's points at session seconds in ascending order."""
        held = fixed(self.movement.root_height_m, len(time_s))
        return Skeleton(self.build, self.posture(time_s), self.movement.root, held)

    @property
    def _joints(self) -> Joints:
        return Joints(self.performing, self.movement, self.draws.at(_JOINTS))

    def _spec(self, stream: str) -> StreamSpec:
        for spec in self.specs:
            if spec.id == stream:
                return spec
        raise InputError(
            f"the movement has no stream {stream!r}",
            found=few(spec.id for spec in self.specs) or "none",
            fix="ask for one of these, or record it (`Wanted`)",
        )

    def _made(self, spec: StreamSpec, start: int, stop: int) -> Samples:
        if spec.id == POSE and self.wanted.camera is not None:
            return self._seen(self.wanted.camera, start, stop)
        time_s = np.arange(start, stop) / spec.regular_rate_hz
        if spec.id == ANGLES:
            return _angles(self.posture(time_s))
        for number, sensor in enumerate(self.wanted.sensors):
            if sensor.spec.id == spec.id:
                true = self.true_imu(sensor, time_s)
                own = self.draws.at(_SENSOR, number)
                return sensed(true, sensor.errors, own, start, sensor.rate_hz)
        raise AssertionError(spec.id)

    def true_imu(self, sensor: ImuSensor, time_s: Samples) -> Samples:
        """What a perfect sensor at that place shows at session seconds in ascending order."""
        skeleton = self.skeleton(time_s)
        where = skeleton.on(sensor.segment, sensor.side, sensor.part)
        return undergone(where, inclination(skeleton.posture, sensor.segment, sensor.side))

    def _seen(self, camera: Camera, start: int, stop: int) -> Samples:
        own = self.draws.at(_CAMERA)
        points = landmarks(self.skeleton(camera.exposures(own, start, stop)))
        return camera.seen(points, own, start)


def angles_spec(rate_hz: float) -> StreamSpec:
    """The stream "angles" in radians: trunk_lean, then each joint and the knee inwards by side."""
    channels = [Channel("trunk_lean", Kind.ANGLE, RADIAN)]
    for side in SIDES:
        channels += [Channel(f"{j}_flexion_{side}", Kind.ANGLE, RADIAN, None, side) for j in _BOTH]
        channels.append(Channel(f"knee_in_{side}", Kind.ANGLE, RADIAN, None, side))
    return StreamSpec(ANGLES, tuple(channels), rate_hz, CLOCK, simulated=True)


def _angles(posture: Posture) -> Samples:
    columns = [posture.trunk.value]
    for k, side in enumerate(SIDES):
        columns += [posture.of(joint, side).value for joint in _BOTH]
        columns.append(posture.knee_in[k])
    return np.stack(columns, axis=1)


def usual_sensor(movement: Movement, rate_hz: float) -> ImuSensor:
    """A sensor where a repetition shows best: on the segment that turns most, right side."""
    turns = {
        Segment.TRUNK: _turn(movement, Joint.TRUNK),
        Segment.THIGH: _turn(movement, Joint.HIP, Joint.TRUNK),
        Segment.FOREARM: _turn(movement, Joint.SHOULDER, Joint.TRUNK)
        + _turn(movement, Joint.ELBOW),
        Segment.UPPER_ARM: _turn(movement, Joint.SHOULDER, Joint.TRUNK),
    }
    return ImuSensor(max(turns, key=lambda segment: abs(turns[segment])), Side.RIGHT, rate_hz)


def _turn(movement: Movement, plus: Joint, minus: Joint | None = None) -> float:
    move = movement.move(plus)
    turn = move.end_deg - move.start_deg
    return turn if minus is None else turn - _turn(movement, minus)
