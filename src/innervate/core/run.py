"""The common kind of run: one output sample per input sample, a fixed number of samples late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from innervate.core.event import Event
from innervate.core.stream import Block, Samples, StreamSpec


class Kernel(Protocol):
    """The arithmetic of a run, with its state: called once per block, in order.

    It is given finite data (samples x channels, read-only) and the absolute index of the first
    sample, and returns as many samples x output channels. Its row k may describe the phenomenon
    `lag` samples before row k of the input; the run moves the index for it.
    """

    def __call__(self, data: Samples, start: int) -> Samples:
        """Process the next block."""


LARGEST: Final = 1e100
"""No sensor measures as much in any unit; squares of what is less still have room."""


def all_measured(data: Samples) -> bool:
    """Whether every value is finite and less than `LARGEST`; NaN fails either comparison."""
    return bool(data.max(initial=-LARGEST) < LARGEST and data.min(initial=0.0) > -LARGEST)


class SampleRun:
    """A `Run` around a `Kernel`.

    Missing values (NaN, and what no sensor measures: infinities and `LARGEST` or beyond) are
    filled with zero for the kernel and put back in the output as NaN, together with the
    `settling` samples after them, channel by channel (in all output channels where the numbers
    of channels differ). Kernels therefore never see NaN.

    Args:
        spec: the output stream, with the rate of the input.
        kernel: the arithmetic.
        lag: samples by which the kernel's output is late.
        settling: samples after the start (or after a missing value) that are not to be trusted.
    """

    def __init__(
        self, spec: StreamSpec, kernel: Kernel, *, lag: int = 0, settling: int = 0
    ) -> None:
        self._spec, self._kernel, self._lag, self._settling = spec, kernel, lag, settling
        self._first: int | None = None
        self._poisoned: npt.NDArray[np.int64] | None = None

    @property
    def spec(self) -> StreamSpec:
        """The output stream."""
        return self._spec

    @property
    def delay_s(self) -> float:
        """The lag in seconds."""
        return self._lag / self._spec.regular_rate_hz

    @property
    def settling_s(self) -> float:
        """The settling time in seconds, counted in the output's own time."""
        return max(self._settling - self._lag, 0) / self._spec.regular_rate_hz

    def push(self, item: Block | Event) -> Sequence[Block]:
        """Process a block; events are none of a kernel's business."""
        if isinstance(item, Event) or not len(item):
            return ()
        if self._first is None:
            self._first = item.start
        if self._poisoned is None and all_measured(item.data):
            out = self._kernel(item.data, item.start)
        else:
            out = self._with_missing(item, ~(np.abs(item.data) < LARGEST))
        return self._emit(item.start - self._lag, out)

    def finish(self) -> Sequence[Block]:
        """Nothing is held back that could still be said truthfully."""
        return ()

    def _emit(self, start: int, out: Samples) -> Sequence[Block]:
        # What would describe a moment before the stretch began is start-up, not signal.
        assert self._first is not None
        early = max(self._first - start, 0)
        if early >= len(out):
            return ()
        return (Block(self._spec, start + early, out[early:]),)

    def _with_missing(self, item: Block, missing: npt.NDArray[np.bool_]) -> Samples:
        out = np.array(self._kernel(np.where(missing, 0.0, item.data), item.start))
        if missing.shape[1] != out.shape[1]:
            missing = np.repeat(missing.any(axis=1, keepdims=True), out.shape[1], axis=1)
        if self._poisoned is None:
            self._poisoned = np.full(out.shape[1], -1, dtype=np.int64)
        rows = np.arange(item.start, item.stop)[:, None]
        last = np.maximum.accumulate(np.where(missing, rows + self._settling, -1), axis=0)
        last = np.maximum(last, self._poisoned)
        out[rows <= last] = np.nan
        self._poisoned = last[-1].copy()
        if (self._poisoned < item.stop).all():
            self._poisoned = None
        return out
