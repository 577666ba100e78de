"""Samples to states of activity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from innervate.core.fit import Fit
from innervate.core.stream import Samples
from innervate.steps._frames import Framer
from innervate.steps._level_fit import Learner
from innervate.steps.onset._detector import Detector, Levels, Timing

_FRAME_S = 0.002
_SMOOTH_S = 0.02
_REST_SIDE_S, _ACTIVE_SIDE_S, _PLATEAU_S = 0.08, 0.12, 0.08
_RAMPS_S = (0.005, 0.01, 0.02, 0.05, 0.1)


def frame_length(rate_hz: float) -> int:
    """Samples in a frame of 2 ms."""
    return max(1, round(_FRAME_S * rate_hz))


@dataclass(frozen=True, slots=True)
class Waits:
    """The durations in seconds that a person may choose, as `Onset` has them."""

    min_on_s: float
    min_off_s: float
    look_ahead_s: float

    def in_frames(self, frame_s: float) -> Timing:
        """All durations of the detector, in frames."""

        def frames(seconds: float, least: int = 1) -> int:
            return max(least, round(seconds / frame_s))

        return Timing(
            look_ahead=frames(self.look_ahead_s),
            smooth=frames(_SMOOTH_S),
            min_on=frames(self.min_on_s, 2),
            min_off=frames(self.min_off_s, 2),
            rest_side=frames(_REST_SIDE_S),
            active_side=frames(_ACTIVE_SIDE_S),
            plateau=frames(_PLATEAU_S),
            ramps=tuple(dict.fromkeys(frames(ramp_s) for ramp_s in _RAMPS_S)),
        )


class OnsetKernel:
    """Frames the samples, asks the detector, and holds each frame's state for its samples.

    Attributes:
        lag: samples by which the states are late.
    """

    def __init__(self, learner: Learner, waits: Waits) -> None:
        self._learner = learner
        rate_hz = learner.spec.regular_rate_hz
        self._length = frame_length(rate_hz)
        self._frame_s = self._length / rate_hz
        timing = waits.in_frames(self._frame_s)
        self._look_ahead = timing.look_ahead
        self.lag = timing.look_ahead * self._length + self._length - 1
        self._framer = Framer(self._length, fill=0.0)
        channels = len(learner.spec.channels)
        self._detector = Detector(channels, timing)
        self._first: int | None = None
        self._states = np.full((1, channels), np.nan)
        self._states_from = 0

    def learn(self, fit: Fit, sample: int) -> None:
        """Use a fit from the first frame on that begins at or after the sample."""
        fit = self._learner.suited(fit)
        rest, threshold, bandwidth_hz = (
            np.array(fit.values(name)) for name in ("rest_rms", "threshold_rms", "bandwidth")
        )
        levels = Levels(rest**2, threshold**2, 2.0 * bandwidth_hz * self._frame_s)
        self._detector.learn(levels, -(-sample // self._length))

    def __call__(self, data: Samples, start: int) -> Samples:
        """The states that the next samples decide."""
        if self._first is None:
            self._first = start
            self._states_from = start // self._length - 1
        first, means = self._framer.push(data, start)
        _, decided = self._detector.push(means * means, first)
        states = np.concatenate((self._states, decided))
        index = (np.arange(start, start + len(data)) + 1) // self._length - 1
        index -= self._look_ahead + self._states_from
        out: Samples = states[np.maximum(index, 0)]
        self._states = states[-1:]
        self._states_from += len(states) - 1
        return out
