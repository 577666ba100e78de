"""The body of somebody who walks or runs, at some times: places, angles, what sensors undergo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from innervate.core.channel import Side
from innervate.core.stream import Samples
from innervate.sim.motion.bounce import Push, aside, forward, rise, walk_rise
from innervate.sim.motion.gait import Style
from innervate.sim.motion.imu import GRAVITY, ImuSensor, undergone
from innervate.sim.motion.joints import Posture
from innervate.sim.motion.minimum_jerk import Course, bump
from innervate.sim.motion.movement import Root
from innervate.sim.motion.skeleton import Build, Point, Segment, Skeleton, along, fixed
from innervate.sim.motion.steps import Steps, Walker
from innervate.sim.motion.stride_angles import arm_angles, knee_inwards, lean, leg_angles, twist
from innervate.sim.motion.strokes import SIDES

_SHOCK_AT_S, _SHOCK_HALF_S = 0.02, 0.015
_SHOCK_PER_BW = 3.5
_HIPS_M = 0.53
"""Height of the hips at landing as a fraction of the body's, so that soles meet the floor."""
_ASIDE_M = {Style.RUN: 0.012, Style.WALK: 0.025}
_MIDDLE = {Style.RUN: 0.35, Style.WALK: 0.6}


@dataclass(frozen=True)
class Strider:
    """A body on its feet at ascending times, about its mean way forward (as on a treadmill).

    Legs swing from the centre of mass; the foot is not held to the ground, so that it may slip or
    sink by some centimetres in contact.
    """

    walker: Walker
    build: Build
    time_s: Samples

    @cached_property
    def steps(self) -> Steps:
        """The steps around these times."""
        ends = (self.time_s[0], self.time_s[-1]) if len(self.time_s) else (0.0, 0.0)
        return self.walker.around(float(ends[0]), float(ends[1]))

    @cached_property
    def phase(self) -> Course:
        """Steps taken."""
        return self.walker.phase(self.time_s)

    @cached_property
    def up_m(self) -> Course:
        """Height of the centre of mass: of a runner above landing, of a walker about the mean."""
        return self._either(
            lambda: rise(self.steps, Push.of(self.steps), self.time_s),
            lambda: walk_rise(self.phase),
        )

    @cached_property
    def forward_m(self) -> Course:
        """The centre of mass ahead of its mean way."""
        return forward(self.phase, self._middle)

    @cached_property
    def left_m(self) -> Course:
        """The centre of mass to the left of its mean way."""
        size_m = np.where(self._running, _ASIDE_M[Style.RUN], _ASIDE_M[Style.WALK])
        return aside(self.phase, self._middle, size_m)

    @cached_property
    def angles(self) -> tuple[Course, Course, Course, Course, Course]:
        """Trunk lean, then hip and knee flexion of left and right."""
        return self.lean, *self.leg(Side.LEFT)[:2], *self.leg(Side.RIGHT)[:2]

    @cached_property
    def lean(self) -> Course:
        """The trunk's forward lean."""
        return self._either(
            lambda: lean(self.phase, Style.RUN), lambda: lean(self.phase, Style.WALK)
        )

    def leg(self, side: Side) -> tuple[Course, Course, Course]:
        """Hip, knee and ankle flexion of a side."""
        if self._style is not None:
            return leg_angles(self.steps, self.phase, self._style, side)
        run, walk = (
            leg_angles(self.steps, self.phase, style, side) for style in (Style.RUN, Style.WALK)
        )
        hip, knee, ankle = (self._mixed(a, b) for a, b in zip(run, walk, strict=True))
        return hip, knee, ankle

    @property
    def skeleton(self) -> Skeleton:
        """The whole body, arms and feet with it, standing where the hips are."""
        hip, knee, ankle = zip(*(self.leg(side) for side in SIDES), strict=True)
        shoulder, elbow = zip(*(self._arm(side) for side in SIDES), strict=True)
        inwards = (self._inwards(Side.LEFT), self._inwards(Side.RIGHT))
        posture = Posture(self.lean, hip, knee, ankle, shoulder, elbow, inwards)
        hips = Point(self.forward_m, self.up_m) + fixed(_HIPS_M * self.build.height_m, self._count)
        return Skeleton(self.build, posture, Root.HIPS, hips)

    def on_leg(self, segment: Segment, side: Side, part: float) -> tuple[Point, Course]:
        """The place of a point of thigh or shank, and the segment's inclination."""
        hip, knee, _ = self.leg(side)
        thigh = hip - self.lean
        where = Point(self.forward_m, self.up_m)
        if segment is Segment.THIGH:
            return where + along(thigh, part * self.build.length_m(segment)), thigh
        shank = thigh - knee
        where += along(thigh, self.build.length_m(Segment.THIGH))
        where += along(shank, part * self.build.length_m(Segment.SHANK))
        return Point(where.x, where.z + self._shock(side)), shank

    def true_imu(self, sensor: ImuSensor) -> Samples:
        """What a perfect sensor shows: samples x (acc xyz, gyr xyz)."""
        if sensor.segment is Segment.TRUNK:
            return self._on_trunk()
        out = undergone(*self.on_leg(sensor.segment, sensor.side, sensor.part))
        out[:, 1] += self.left_m.acceleration
        return out

    @property
    def _count(self) -> int:
        return len(self.time_s)

    def _inwards(self, side: Side) -> Samples:
        return knee_inwards(self.steps, self.time_s, side)

    def _arm(self, side: Side) -> tuple[Course, Course]:
        run, walk = (arm_angles(self.phase, style, side) for style in (Style.RUN, Style.WALK))
        return self._mixed(run[0], walk[0]), self._mixed(run[1], walk[1])

    @cached_property
    def _running(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self.steps.running[self.steps.place(self.time_s)] > 0)

    @cached_property
    def _style(self) -> Style | None:
        """The one style of all these times, if there is one."""
        if self._running.all():
            return Style.RUN
        return None if self._running.any() else Style.WALK

    @property
    def _middle(self) -> Samples:
        return np.where(self._running, _MIDDLE[Style.RUN], _MIDDLE[Style.WALK])

    def _either(self, run: Callable[[], Course], walk: Callable[[], Course]) -> Course:
        if self._style is not None:
            return run() if self._style is Style.RUN else walk()
        return self._mixed(run(), walk())

    def _mixed(self, run: Course, walk: Course) -> Course:
        return Course(
            np.where(self._running, run.value, walk.value),
            np.where(self._running, run.rate, walk.rate),
            np.where(self._running, run.acceleration, walk.acceleration),
        )

    def _shock(self, side: Side) -> Course:
        """The jolt of the shank after its foot's strike, a tiny bump that rounds off to nothing.

        Its peak is 3.5 g per body weight of impact, so that shanks see some 5 g in easy running
        (a plausible setting); walking's is half of that.
        """
        steps = self.steps
        k = steps.place(self.time_s)
        own = (steps.first + k) % 2 == SIDES.index(side)
        hit = bump((self.time_s - steps.strike_s[k] - _SHOCK_AT_S) / _SHOCK_HALF_S)
        peak = _SHOCK_PER_BW * GRAVITY * steps.impact_bw[k] * (0.5 + 0.5 * steps.running[k])
        size = np.where(own, -peak * _SHOCK_HALF_S**2 / 8.0, 0.0)
        return Course(
            hit.value, hit.rate / _SHOCK_HALF_S, hit.acceleration / _SHOCK_HALF_S**2
        ).times(size)

    def _on_trunk(self) -> Samples:
        """In axes turned left by the pelvis's twist, then forward by the lean."""
        x, y, up = self.forward_m, self.left_m, self.up_m.acceleration + GRAVITY
        yaw, pitch = twist(self.phase), self.lean
        sine, cosine = np.sin(yaw.value), np.cos(yaw.value)
        ahead = x.acceleration * cosine + y.acceleration * sine
        out = np.zeros((len(up), 6))
        out[:, 1] = y.acceleration * cosine - x.acceleration * sine
        sine, cosine = np.sin(pitch.value), np.cos(pitch.value)
        out[:, 0] = ahead * cosine - up * sine
        out[:, 2] = up * cosine + ahead * sine
        out[:, 3], out[:, 4], out[:, 5] = -yaw.rate * sine, pitch.rate, yaw.rate * cosine
        return out
