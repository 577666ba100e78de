"""Levels of the targets to the state of repetition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from innervate.core.fit import Fit
from innervate.core.stream import Samples
from innervate.steps._frames import Framer
from innervate.steps._level_fit import Learner
from innervate.steps.repetitions._counter import Counter

_FRAME_S = 0.02
_BACK_S = 0.3


@dataclass(frozen=True, slots=True)
class Shape:
    """What a person may choose about repetitions, as `Repetitions` has it."""

    shortest_s: float
    longest_dip_s: float
    smooth_s: float
    part_below: float


class RepetitionKernel:
    """Scales, averages and smooths the targets, and holds each frame's state for its samples.

    Attributes:
        lag: samples by which the state is late: the shortest repetition, the longest dip, the
            dating back, half the smoothing, and one frame.
    """

    def __init__(self, learner: Learner, shape: Shape) -> None:
        self._learner = learner
        rate_hz = learner.spec.regular_rate_hz
        self._length = length = max(1, round(_FRAME_S * rate_hz))

        def frames(seconds: float) -> int:
            return max(1, round(seconds * rate_hz / length))

        self._counter = Counter(
            frames(shape.shortest_s),
            frames(shape.longest_dip_s),
            frames(_BACK_S),
            shape.part_below,
        )
        self._half = frames(shape.smooth_s / 2) - 1
        self._smooth = 2 * self._half + 1
        self.lag = (self._counter.look_ahead + self._half) * length + length - 1
        self._framer = Framer(length, fill=0.0)
        self._past: Samples | None = None
        self._rest = np.zeros(0)
        self._gain = np.zeros(0)
        self._waiting: list[tuple[int, Samples, Samples]] = []
        self._states = [np.nan]
        self._states_from: int | None = None

    def learn(self, fit: Fit, sample: int) -> None:
        """Use a fit from the first frame on that begins at or after the sample."""
        fit = self._learner.suited(fit)
        rest, effort = (np.array(fit.values(name)) for name in ("rest", "effort"))
        self._waiting.append((-(-sample // self._length) + self._half, rest, effort))

    def __call__(self, data: Samples, start: int) -> Samples:
        """The states that the next samples decide, in one column."""
        if self._states_from is None:
            self._states_from = start // self._length - 1
        first, means = self._framer.push(data, start)
        for frame, mean in enumerate(self._smoothed(means), start=first):
            state = self._counter.push(self._level(mean, frame))
            if state is not None:
                self._states.append(state)
        index = (np.arange(start, start + len(data)) + 1) // self._length - 1
        index -= self._counter.look_ahead + self._states_from
        out = np.array(self._states)[np.maximum(index, 0), None]
        self._states_from += len(self._states) - 1
        self._states = self._states[-1:]
        return out

    def _smoothed(self, means: Samples) -> Samples:
        """Means over the last frames, as many as there have been."""
        width = self._smooth
        past = np.empty((0, means.shape[1])) if self._past is None else self._past
        joined = np.concatenate((np.zeros((width - 1 - len(past), means.shape[1])), past, means))
        total = joined[width - 1 :].copy()
        for back in range(1, width):
            total += joined[width - 1 - back : len(joined) - back]
        seen = np.minimum(len(past) + 1 + np.arange(len(means)), width)
        self._past = np.concatenate((past, means))[-(width - 1) or len(joined) :]
        return np.asarray(total / seen[:, None])

    def _level(self, mean: Samples, frame: int) -> float:
        while self._waiting and self._waiting[0][0] <= frame:
            _, self._rest, effort = self._waiting.pop(0)
            learned = effort > self._rest
            reach = np.where(learned, effort - self._rest, 1.0)
            self._gain = learned / reach / max(int(learned.sum()), 1)
            self._counter.reset()
        if not self._gain.any():
            return float("nan")
        return float((mean - self._rest) @ self._gain)
