"""The joint angles of an exercise over time, with their first two derivatives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from innervate.core.channel import Side
from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.motion.minimum_jerk import Course, minimum_jerk
from innervate.sim.motion.movement import Joint, Movement, Root
from innervate.sim.motion.performer import Performer
from innervate.sim.motion.quiver import SWAY, TREMOR, quiver
from innervate.sim.motion.strokes import (
    ENTER_S,
    REACH_S,
    SIDES,
    Stretch,
    Stroke,
    stretches,
    stroke,
)
from innervate.sim.performance import Performed

_STROKES, _SWAY, _TREMOR = 0, 1, 2
_USUAL_TREMOR = 0.2


@dataclass(frozen=True, slots=True)
class Posture:
    """Angles at some times: the trunk's, and of each side; `knee_in` is the frontal knee angle."""

    trunk: Course
    hip: tuple[Course, Course]
    knee: tuple[Course, Course]
    ankle: tuple[Course, Course]
    shoulder: tuple[Course, Course]
    elbow: tuple[Course, Course]
    knee_in: tuple[Samples, Samples]

    def of(self, joint: Joint, side: Side) -> Course:
        """One joint; the trunk has no side."""
        if joint is Joint.TRUNK:
            return self.trunk
        both: tuple[Course, Course] = getattr(self, joint.value)
        return both[SIDES.index(side)]


@dataclass(frozen=True, slots=True)
class Joints:
    """The joint angles of a movement as somebody performs it: pure functions of time.

    Every way out and back is a minimum-jerk movement between the movement's start and end angles;
    between sets the body stands (or lies, or hangs) idle. A standing body sways, arms quiver.
    """

    performing: Performer
    movement: Movement
    draws: Draws

    def strokes(self, start_s: float, stop_s: float) -> tuple[Stroke, ...]:
        """The repetitions under way in [start_s, stop_s)."""
        phases = self.performing.performed(start_s, stop_s)
        return self._strokes(phases, start_s, stop_s)

    def at(self, time_s: Samples) -> Posture:
        """The posture at times in ascending order."""
        if not len(time_s):
            return self._posture(time_s, Course.zeros(0), [Course.zeros(0)] * 2, [np.zeros(0)] * 2)
        start_s, stop_s = float(time_s[0]), float(np.nextafter(time_s[-1], np.inf))
        phases = tuple(self.performing.performed(start_s - REACH_S, stop_s + REACH_S))
        ready = _ready(time_s, stretches(phases))
        progress = [Course.zeros(len(time_s)) for _ in SIDES]
        knee_in = [np.zeros(len(time_s)) for _ in SIDES]
        for one in self._strokes(phases, start_s, stop_s):
            a = int(np.searchsorted(time_s, one.start_s))
            b = int(np.searchsorted(time_s, one.stop_s, side="right"))
            way = _way(one, time_s[a:b])
            for k, side in enumerate(SIDES):
                if side in one.sides:
                    _add(progress[k], way.times(one.depth), a, b)
                knee_in[k][a:b] += way.value * one.knee_in_rad[k]
        return self._posture(time_s, ready, progress, knee_in)

    def _strokes(
        self, phases: Iterable[Performed], start_s: float, stop_s: float
    ) -> tuple[Stroke, ...]:
        own, form_at = self.draws.at(_STROKES), self.performing.form_at
        return tuple(
            stroke(done, rep, form_at(rep.start_s), self.movement, own)
            for done in phases
            for rep in done.repetitions
            if rep.stop_s > start_s and rep.start_s < stop_s
        )

    def _posture(
        self, time_s: Samples, ready: Course, progress: list[Course], knee_in: list[Samples]
    ) -> Posture:
        mean = (progress[0] + progress[1]).times(0.5)
        trunk = self._angle(Joint.TRUNK, ready, mean)
        planted = self.movement.root is Root.FEET
        if planted:
            trunk = trunk + quiver(self.draws.at(_SWAY), time_s, SWAY)
        sides = [self._side(ready, progress[k], k, time_s) for k in range(2)]
        hip, knee, ankle, shoulder, elbow = zip(*sides, strict=True)
        if self.movement.root is not Root.HANDS:
            ankle = (knee[0] - hip[0] + trunk, knee[1] - hip[1] + trunk)
        inwards = (knee_in[0], knee_in[1])
        return Posture(trunk, hip, knee, ankle, shoulder, elbow, inwards)

    def _side(
        self, ready: Course, progress: Course, side: int, time_s: Samples
    ) -> tuple[Course, Course, Course, Course, Course]:
        hip, knee, ankle, shoulder, elbow = (
            self._angle(joint, ready, progress)
            for joint in (Joint.HIP, Joint.KNEE, Joint.ANKLE, Joint.SHOULDER, Joint.ELBOW)
        )
        return hip, knee, ankle, shoulder, elbow + self._tremor(time_s, side)

    def _tremor(self, time_s: Samples, side: int) -> Course:
        if not len(time_s):
            return Course.zeros(0)
        course = quiver(self.draws.at(_TREMOR, side), time_s, TREMOR)
        first, last = int(time_s[0] // 1.0), int(time_s[-1] // 1.0)
        # Known at the start of a second, in force at its end: turning a knob never looks ahead.
        sizes = [
            self.performing.form_at(float(max(second, 0))).tremor / _USUAL_TREMOR
            for second in range(first - 1, last + 1)
        ]
        if len(set(sizes)) == 1:
            return course.times(sizes[0])
        return course.product(_stairs(time_s, first, sizes))

    def _angle(self, joint: Joint, ready: Course, progress: Course) -> Course:
        move = self.movement.move(joint)
        course = ready.times(move.start_rad - move.idle_rad) + progress.times(
            move.end_rad - move.start_rad
        )
        return Course(course.value + move.idle_rad, course.rate, course.acceleration)


def _ready(time_s: Samples, found: tuple[Stretch, ...]) -> Course:
    """One within a stretch in position, zero far from it."""
    total = Course.zeros(len(time_s))
    for one in found:
        a = int(np.searchsorted(time_s, one.start_s - ENTER_S))
        b = int(np.searchsorted(time_s, one.stop_s + ENTER_S, side="right"))
        own = time_s[a:b]
        there = minimum_jerk(own, one.start_s - ENTER_S, one.start_s)
        _add(total, there - minimum_jerk(own, one.stop_s, one.stop_s + ENTER_S), a, b)
    return total


def _way(one: Stroke, time_s: Samples) -> Course:
    """Zero to one and back."""
    out = minimum_jerk(time_s, one.start_s, one.turn_s, wobble=one.wobble[0])
    return out - minimum_jerk(time_s, one.return_s, one.stop_s, wobble=one.wobble[1])


def _stairs(time_s: Samples, first: int, sizes: list[float]) -> Course:
    """From one size to the next within each second, smoothly."""
    second = (time_s // 1.0).astype(np.intp) - first
    step = minimum_jerk(time_s - second - first, 0.0, 1.0)
    known = np.array(sizes)
    stairs = step.times(known[second + 1] - known[second])
    return Course(stairs.value + known[second], stairs.rate, stairs.acceleration)


def _add(total: Course, more: Course, a: int, b: int) -> None:
    total.value[a:b] += more.value
    total.rate[a:b] += more.rate
    total.acceleration[a:b] += more.acceleration
