"""A planar body of rigid segments: where its points are, how they move, how segments turn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from innervate.core.channel import Side
from innervate.core.errors import InputError
from innervate.sim.motion.joints import Posture
from innervate.sim.motion.minimum_jerk import Course
from innervate.sim.motion.movement import Root
from innervate.sim.motion.strokes import SIDES


class Segment(StrEnum):
    """A rigid part of the body."""

    TRUNK = "trunk"
    THIGH = "thigh"
    SHANK = "shank"
    UPPER_ARM = "upper_arm"
    FOREARM = "forearm"


@dataclass(frozen=True, slots=True)
class Build:
    """Lengths of the body in metres, from its height.

    Fractions of height of Drillis & Contini 1966 as tabulated by Winter (Biomechanics and Motor
    Control of Human Movement): thigh 0.245, shank 0.246, trunk from hip to shoulder 0.288, upper
    arm 0.186, forearm 0.146, foot 0.152 long and ankle 0.039 high, shoulders 0.259 and hips 0.191
    wide.
    """

    height_m: float = 1.75

    def __post_init__(self) -> None:
        if not 0.5 <= self.height_m <= 2.6:
            raise InputError(
                "the virtual athlete's height must be that of a person",
                found=f"{self.height_m:g} m",
            )

    def length_m(self, segment: Segment) -> float:
        """Length of a segment."""
        fraction = {
            Segment.TRUNK: 0.288,
            Segment.THIGH: 0.245,
            Segment.SHANK: 0.246,
            Segment.UPPER_ARM: 0.186,
            Segment.FOREARM: 0.146,
        }[segment]
        return fraction * self.height_m

    @property
    def half_shoulders_m(self) -> float:
        """Half the distance between the shoulders."""
        return 0.1295 * self.height_m

    @property
    def half_hips_m(self) -> float:
        """Half the distance between the hips."""
        return 0.0955 * self.height_m

    @property
    def foot_m(self) -> float:
        """Length of a foot."""
        return 0.152 * self.height_m

    @property
    def ankle_m(self) -> float:
        """Height of the ankle above the sole."""
        return 0.039 * self.height_m


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the sagittal plane over time: x forward, z up, in metres."""

    x: Course
    z: Course

    def __add__(self, other: Point) -> Point:
        return Point(self.x + other.x, self.z + other.z)

    def __sub__(self, other: Point) -> Point:
        return Point(self.x - other.x, self.z - other.z)


def inclination(posture: Posture, segment: Segment, side: Side) -> Course:
    """How far a segment is turned from hanging straight down, positive when swung forward."""
    k = SIDES.index(side)
    trunk = posture.trunk.times(-1.0)
    match segment:
        case Segment.TRUNK:
            return trunk
        case Segment.THIGH:
            return trunk + posture.hip[k]
        case Segment.SHANK:
            return trunk + posture.hip[k] - posture.knee[k]
        case Segment.UPPER_ARM:
            return trunk + posture.shoulder[k]
        case Segment.FOREARM:
            return trunk + posture.shoulder[k] + posture.elbow[k]


def along(inclined: Course, length_m: float) -> Point:
    """The way from a segment's upper to its lower end (or a part of it), with derivatives."""
    sine, cosine = length_m * np.sin(inclined.value), length_m * np.cos(inclined.value)
    turn, bend, square = inclined.rate, inclined.acceleration, inclined.rate**2
    return Point(
        Course(sine, cosine * turn, cosine * bend - sine * square),
        Course(-cosine, sine * turn, sine * bend + cosine * square),
    )


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The body of a posture whose root (ankles, shoulders, wrists or hips) is at a known place."""

    build: Build
    posture: Posture
    root: Root
    held: Point

    def segment(self, segment: Segment, side: Side, part: float = 1.0) -> Point:
        """The way down a part of a segment; the trunk's goes from the shoulder to the hip."""
        length_m = part * self.build.length_m(segment)
        return along(inclination(self.posture, segment, side), length_m)

    def hip(self, side: Side) -> Point:
        """The hip."""
        match self.root:
            case Root.FEET:
                ways = self.segment(Segment.SHANK, side), self.segment(Segment.THIGH, side)
                return self.held - ways[0] - ways[1]
            case Root.HIPS:
                return self.held
            case Root.SHOULDERS | Root.HANDS:
                return self.shoulder(side) + self.segment(Segment.TRUNK, side)

    def shoulder(self, side: Side) -> Point:
        """The shoulder."""
        match self.root:
            case Root.FEET | Root.HIPS:
                return self.hip(side) - self.segment(Segment.TRUNK, side)
            case Root.SHOULDERS:
                return self.held
            case Root.HANDS:
                ways = self.segment(Segment.UPPER_ARM, side), self.segment(Segment.FOREARM, side)
                return self.held - ways[1] - ways[0]

    def upper_end(self, segment: Segment, side: Side) -> Point:
        """The joint at which a segment begins."""
        match segment:
            case Segment.TRUNK | Segment.UPPER_ARM:
                return self.shoulder(side)
            case Segment.FOREARM:
                return self.shoulder(side) + self.segment(Segment.UPPER_ARM, side)
            case Segment.THIGH:
                return self.hip(side)
            case Segment.SHANK:
                return self.hip(side) + self.segment(Segment.THIGH, side)

    def on(self, segment: Segment, side: Side, part: float) -> Point:
        """A point on a segment, `part` of the way down."""
        return self.upper_end(segment, side) + self.segment(segment, side, part)


def fixed(height_m: float, count: int) -> Point:
    """A place that stays where it is, above the origin, at so many times."""
    height = Course(np.full(count, height_m), np.zeros(count), np.zeros(count))
    return Point(Course.zeros(count), height)
