"""A camera and a pose estimator behind it: late, unsteady, and blind to what is hidden."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError
from innervate.core.stream import Samples, StreamSpec
from innervate.core.units import DIMENSIONLESS
from innervate.sim.draws import Draws, smooth_noise
from innervate.sim.montage import CLOCK
from innervate.sim.motion.landmarks import Landmark
from innervate.sim.motion.strokes import SIDES

_POINTS = len(Landmark)
_FIELDS = ("x", "y", "z", "visibility")
_JITTER, _NOISE, _WANDER, _HIDDEN, _DROPPED = 0, 1, 2, 3, 4
_HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the camera stands, what it sees and what it gets wrong (plausible settings).

    Attributes:
        rate_hz: pictures per second.
        yaw_rad: 0 straight in front of the person, positive towards their left side, pi/2 there.
        distance_m, height_m: from the person and above the floor.
        focal: focal length in picture heights (1 sees 53 degrees from top to bottom).
        width_px, height_px: size of the picture.
        latency_s: by how much a picture shows the past.
        jitter_s: standard deviation of that.
        noise_px: standard deviation of a point from picture to picture.
        wander_px: standard deviation of its slow wandering (over about half a second).
        occlusion: how often a limb is hidden for a second, as a fraction of the time.
        dropped: fraction of pictures lost; their values are NaN.
    """

    rate_hz: float
    yaw_rad: float = 0.0
    distance_m: float = 3.5
    height_m: float = 1.0
    focal: float = 1.0
    width_px: int = 1280
    height_px: int = 720
    latency_s: float = 0.05
    jitter_s: float = 0.004
    noise_px: float = 2.0
    wander_px: float = 1.5
    occlusion: float = 0.01
    dropped: float = 0.01

    def __post_init__(self) -> None:
        if not (0.0 <= self.occlusion <= 1.0 and 0.0 <= self.dropped <= 1.0):
            raise InputError(
                "occlusion and dropped pictures of a camera are fractions from 0 to 1",
                found=f"{self.occlusion:g} and {self.dropped:g}",
            )
        if not self.distance_m > 1.5:
            raise InputError(
                "the camera must stand more than 1.5 m from the person",
                found=f"{self.distance_m:g} m",
            )

    @classmethod
    def perfect(cls, rate_hz: float, yaw_rad: float = 0.0) -> Camera:
        """A camera in time that sees everything exactly."""
        return cls(
            rate_hz, yaw_rad, latency_s=0.0, jitter_s=0.0, noise_px=0.0, wander_px=0.0,
            occlusion=0.0, dropped=0.0,
        )  # fmt: skip

    @property
    def spec(self) -> StreamSpec:
        """The stream "pose": "<landmark>_x", "_y", "_z", "_visibility" for each of 33 points.

        x and y are fractions of the picture from its left and top edge; z is depth from the hips
        in the scale of x, smaller being nearer to the camera.
        """
        channels = tuple(
            Channel(f"{mark.name.lower()}_{part}", Kind.LANDMARK, DIMENSIONLESS, None, mark.side)
            for mark in Landmark
            for part in _FIELDS
        )
        return StreamSpec("pose", channels, self.rate_hz, CLOCK, simulated=True)

    def exposures(self, draws: Draws, start: int, stop: int) -> Samples:
        """The session seconds that pictures [start, stop) truly show."""
        if stop <= start:
            return np.zeros(0)
        late = self.jitter_s * draws.at(_JITTER).normals(start, stop)
        limit = 0.45 / self.rate_hz
        return np.asarray(
            np.arange(start, stop) / self.rate_hz - self.latency_s + np.clip(late, -limit, limit)
        )

    def projected(self, points: Samples) -> Samples:
        """True places (times x points x (forward, left, up)) in the picture: x, y, z."""
        ahead, aside, up = points[..., 0], points[..., 1], points[..., 2]
        sine, cosine = math.sin(self.yaw_rad), math.cos(self.yaw_rad)
        depth = self.distance_m - (ahead * cosine + aside * sine)
        scale = self.focal / depth
        aspect = self.width_px / self.height_px
        hips = depth[:, _HIPS].mean(axis=1, keepdims=True)
        return np.stack(
            (
                0.5 + scale * (aside * cosine - ahead * sine) / aspect,
                0.5 - scale * (up - self.height_m),
                (depth - hips) * (self.focal / hips) / aspect,
            ),
            axis=-1,
        )

    def seen(self, points: Samples, draws: Draws, start: int) -> Samples:
        """Pictures x (33 x (x, y, z, visibility)) of true places, from picture `start` on."""
        count, stop = len(points), start + len(points)
        out = np.empty((count, _POINTS, 4))
        if not count:
            return out.reshape(0, 4 * _POINTS)
        hidden = self._hidden(draws, start, stop)
        out[..., :3] = self.projected(points)
        noise = draws.at(_NOISE).normals(4 * _POINTS * start, 4 * _POINTS * stop)
        noise = noise.reshape(count, _POINTS, 4)
        worse = 1.0 + 4.0 * hidden
        error = self.noise_px * noise[..., :3]
        if self.wander_px:
            error[..., :2] += self.wander_px * self._wander(draws, start, stop)
        # Depth is guessed from one picture, several times worse than place in it.
        error[..., 2] *= 4.0
        out[..., 0] += worse * error[..., 0] / self.width_px
        out[..., 1] += worse * error[..., 1] / self.height_px
        out[..., 2] += worse * error[..., 2] / self.width_px
        out[..., 3] = np.clip(0.985 - 0.7 * hidden + 0.005 * noise[..., 3], 0.0, 1.0)
        out[draws.at(_DROPPED).uniforms(start, stop) < self.dropped] = np.nan
        return out.reshape(count, 4 * _POINTS)

    def _wander(self, draws: Draws, start: int, stop: int) -> Samples:
        every = max(round(0.5 * self.rate_hz), 1)
        own = draws.at(_WANDER)
        paths = [smooth_noise(own.at(k), start, stop, every) for k in range(2 * _POINTS)]
        return np.stack(paths, axis=1).reshape(-1, _POINTS, 2)

    def _hidden(self, draws: Draws, start: int, stop: int) -> Samples:
        """0 to 1 for each picture and point: behind the body, or something in the way."""
        hidden = np.zeros((stop - start, _POINTS))
        aside = math.sin(self.yaw_rad)
        far = SIDES[1] if aside > 0 else SIDES[0]
        for mark in Landmark:
            if mark.side is far:
                hidden[:, mark] = max(abs(aside) - 0.5, 0.0)
        if self.occlusion:
            every = max(round(self.rate_hz), 1)
            second = np.arange(start, stop) // every
            for place in range(Landmark.LEFT_SHOULDER, _POINTS):
                luck = draws.at(_HIDDEN, place).uniforms(int(second[0]), int(second[-1]) + 1)
                gone = luck[second - second[0]] < self.occlusion
                hidden[gone, place] = 1.0
        return hidden
