"""Learns the amplitude that counts as 100 %."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from innervate.core.errors import NotEnoughDataError
from innervate.core.run import SampleRun
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.steps._intervals import Stretch
from innervate.steps._measured import measured
from innervate.steps._moving import MovingMean

_WINDOW_S = 0.5
TRIALS_AGREE = 0.05
"""The two best maximal trials lie within this share of the best."""
_OWN = 0.5
"""A trial that reached this share of a muscle's best was a trial of that muscle."""
_SILENT = 1e-9
"""An envelope that varies by no more than this share of itself is a flat line with rounding."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Amplitude per channel (NaN where there is none), and what speaks against it, in words."""

    values: tuple[float, ...]
    reasons: tuple[str, ...]


class ReferenceLearner:
    """Follows the best half-second mean of each trial, and the mean of all, per channel.

    Means over half a second count only where all of it was measured. Memory: half a second, and
    one number per channel and trial.
    """

    def __init__(self, spec: StreamSpec) -> None:
        self._spec = spec
        self._length = max(round(_WINDOW_S * spec.regular_rate_hz), 1)
        count = len(spec.channels)
        self._run = self._means()
        self._reopened = 0
        self._best: list[Samples] = []
        self._sum, self._measured = np.zeros(count), np.zeros(count)
        self._low, self._high = np.full(count, np.inf), np.full(count, -np.inf)

    def _means(self) -> SampleRun:
        return SampleRun(self._spec, MovingMean(self._length), settling=self._length - 1)

    def push(self, stretch: Stretch) -> None:
        """Take the next samples of a trial."""
        block = stretch.block
        block = Block(block.spec, block.start, measured(block.data), block.time_s)
        if stretch.begins:
            self._best.append(np.full(len(self._spec.channels), np.nan))
        if stretch.begins or not stretch.joined:
            self._run, self._reopened = self._means(), block.start
        self._tell(block.data)
        for means in self._run.push(block):
            full = means.cut(self._reopened + self._length - 1, means.stop)
            if len(full):
                best = np.fmax.reduce(full.data, axis=0)
                self._best[-1] = np.fmax(self._best[-1], best)

    def _tell(self, data: Samples) -> None:
        self._sum += np.nansum(data, axis=0)
        self._measured += np.count_nonzero(~np.isnan(data), axis=0)
        self._low = np.fmin(self._low, np.fmin.reduce(data, axis=0))
        self._high = np.fmax(self._high, np.fmax.reduce(data, axis=0))

    def mean(self) -> Reference:
        """The mean of all that was heard, of channels with half a second of it or more."""
        enough = self._measured >= self._length
        values = np.where(enough, self._sum / np.maximum(self._measured, 1.0), np.nan)
        return self._judged(values)

    def peak(self) -> Reference:
        """The highest half-second mean."""
        trials = np.array([np.full(len(self._spec.channels), np.nan), *self._best])
        return self._judged(np.fmax.reduce(trials, axis=0))

    def best_trial(self) -> Reference:
        """The highest half-second mean of a muscle's trials, and whether its two best agree."""
        reference = self.peak()
        reasons = list(reference.reasons)
        for number, value in enumerate(reference.values):
            if np.isnan(value):
                continue
            # Where muscles are tested in turn, the others' trials are no trials of this one.
            own = sorted(best[number] for best in self._best if best[number] >= _OWN * value)
            if len(own) < 2:
                reasons.append(f"{self._name(number)}: only one trial, nothing to compare it with")
                continue
            apart = 1.0 - own[-2] / value
            if apart > TRIALS_AGREE:
                reasons.append(
                    f"{self._name(number)}: the two best trials differ by {100 * apart:.1f} %, "
                    f"more than {100 * TRIALS_AGREE:.0f} %"
                )
        return Reference(reference.values, tuple(reasons))

    def _judged(self, values: Samples) -> Reference:
        usable = (values > 0.0) & (self._high - self._low > _SILENT * self._high)
        if not usable.any():
            raise NotEnoughDataError(
                "no channel has a reference amplitude",
                found="less than 0.5 s of signal, or flat lines only",
                fix="repeat the trial with the sensors on",
            )
        missing = [self._name(number) for number in range(len(usable)) if not usable[number]]
        reasons = tuple(f"{name}: no signal to take as reference" for name in missing)
        return Reference(tuple(np.where(usable, values, np.nan).tolist()), reasons)

    def _name(self, number: int) -> str:
        return self._spec.channels[number].label
