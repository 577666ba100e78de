"""The 33 points of a person that pose estimators of the BlazePose family look for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from innervate.core.channel import Side
from innervate.core.stream import Samples
from innervate.sim.motion.skeleton import Point, Segment, Skeleton, inclination
from innervate.sim.motion.strokes import SIDES


class Landmark(IntEnum):
    """The points in the order of BlazePose (Bazarevsky et al. 2020, arXiv 2006.10204)."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32

    @property
    def side(self) -> Side | None:
        """The side it belongs to."""
        for side in SIDES:
            if side.upper() in self.name.split("_"):
                return side
        return None


@dataclass(frozen=True, slots=True)
class _OnHead:
    """A point of the head: forward, to its side, and up from between the ears, in metres."""

    landmarks: tuple[Landmark, ...]
    forward_m: float
    aside_m: float
    up_m: float


_M = Landmark
_HEAD = (
    _OnHead((_M.NOSE,), 0.11, 0.0, -0.01),
    _OnHead((_M.LEFT_EYE_INNER, _M.RIGHT_EYE_INNER), 0.09, 0.018, 0.03),
    _OnHead((_M.LEFT_EYE, _M.RIGHT_EYE), 0.085, 0.032, 0.03),
    _OnHead((_M.LEFT_EYE_OUTER, _M.RIGHT_EYE_OUTER), 0.08, 0.045, 0.03),
    _OnHead((_M.LEFT_EAR, _M.RIGHT_EAR), 0.0, 0.075, 0.0),
    _OnHead((_M.MOUTH_LEFT, _M.MOUTH_RIGHT), 0.09, 0.025, -0.05),
)
"""Sizes of a grown person's head, plausible settings."""
_HEAD_ABOVE = 0.112
_HAND_M = 0.09


def landmarks(skeleton: Skeleton) -> Samples:
    """The true places: times x 33 x (forward, left, up) in metres.

    The body is planar but for its width and for the knees, which come inwards by just as much as
    makes the 2-D angle of hip, knee and ankle seen from the front the posture's `knee_in`.
    """
    count = len(skeleton.posture.trunk.value)
    out = np.zeros((count, len(Landmark), 3))
    for k, side in enumerate(SIDES):
        _limbs(out, skeleton, side, k)
    _head(out, skeleton)
    return out


def _limbs(out: Samples, skeleton: Skeleton, side: Side, k: int) -> None:
    build, sign = skeleton.build, 1.0 if side is Side.LEFT else -1.0
    shoulder, hip = skeleton.shoulder(side), skeleton.hip(side)
    elbow = skeleton.on(Segment.UPPER_ARM, side, 1.0)
    wrist, hand = (
        skeleton.on(Segment.FOREARM, side, part)
        for part in (1.0, 1.0 + _HAND_M / build.length_m(Segment.FOREARM))
    )
    knee, ankle = skeleton.on(Segment.THIGH, side, 1.0), skeleton.on(Segment.SHANK, side, 1.0)
    wide, narrow = sign * build.half_shoulders_m, sign * build.half_hips_m
    inwards = sign * _inwards_m(
        hip.z.value - knee.z.value, knee.z.value - ankle.z.value, skeleton.posture.knee_in[k]
    )
    for landmark, point, aside in (
        (_M.LEFT_SHOULDER, shoulder, wide),
        (_M.LEFT_ELBOW, elbow, wide),
        (_M.LEFT_WRIST, wrist, wide),
        (_M.LEFT_PINKY, hand, wide + 0.03 * sign),
        (_M.LEFT_INDEX, hand, wide - 0.02 * sign),
        (_M.LEFT_THUMB, hand, wide - 0.05 * sign),
        (_M.LEFT_HIP, hip, narrow),
        (_M.LEFT_KNEE, knee, narrow - inwards),
        (_M.LEFT_ANKLE, ankle, narrow),
    ):
        _put(out, landmark + k, point.x.value, aside, point.z.value)
    _foot(out, skeleton, ankle, side, k)


def _foot(out: Samples, skeleton: Skeleton, ankle: Point, side: Side, k: int) -> None:
    """Toes and heel; a foot at right angles to the shank has no dorsiflexion."""
    build, aside = skeleton.build, skeleton.build.half_hips_m * (1.0 if k == 0 else -1.0)
    pitch = (
        inclination(skeleton.posture, Segment.SHANK, side).value + skeleton.posture.ankle[k].value
    )
    ahead, up = np.cos(pitch), np.sin(pitch)
    for landmark, forward_m in ((_M.LEFT_HEEL, -0.22), (_M.LEFT_FOOT_INDEX, 0.62)):
        forward = forward_m * build.foot_m
        x = ankle.x.value + forward * ahead + build.ankle_m * up
        z = ankle.z.value + forward * up - build.ankle_m * ahead
        _put(out, landmark + k, x, aside, z)


def _head(out: Samples, skeleton: Skeleton) -> None:
    left, right = (skeleton.shoulder(side) for side in SIDES)
    lean = skeleton.posture.trunk.value
    sine, cosine = np.sin(lean), np.cos(lean)
    for spot in _HEAD:
        up = _HEAD_ABOVE * skeleton.build.height_m + spot.up_m
        x = 0.5 * (left.x.value + right.x.value) + up * sine + spot.forward_m * cosine
        z = 0.5 * (left.z.value + right.z.value) + up * cosine - spot.forward_m * sine
        for landmark, sign in zip(spot.landmarks, (1.0, -1.0), strict=False):
            _put(out, landmark, x, sign * spot.aside_m, z)


def _put(out: Samples, landmark: int, x: Samples, y: float | Samples, z: Samples) -> None:
    out[:, landmark, 0], out[:, landmark, 1], out[:, landmark, 2] = x, y, z


def _inwards_m(thigh_m: Samples, shank_m: Samples, angle: Samples) -> Samples:
    """How far a knee leaves the line from hip to ankle, from their heights seen from the front.

    With d the distance: atan(d / thigh) + atan(d / shank) = angle, solved for d. Where the thigh
    is level or below, the angle means nothing and the knee stays.
    """
    thigh, shank = np.maximum(thigh_m, 1e-3), np.maximum(shank_m, 1e-3)
    bend = np.tan(angle)
    both = thigh + shank
    # The root written without a difference of nearly equal numbers.
    return np.asarray(
        2.0 * bend * thigh * shank / (both + np.sqrt(both**2 + 4.0 * bend**2 * thigh * shank))
    )
