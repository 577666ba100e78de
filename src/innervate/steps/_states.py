"""The run of a step that tells states late, by levels that a fit brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from innervate.core.event import Event
from innervate.core.fit import Fit
from innervate.core.run import Kernel, SampleRun
from innervate.core.stream import Block, StreamSpec


class StateKernel(Kernel, Protocol):
    """A kernel whose states are NaN until it has learned."""

    def learn(self, fit: Fit, sample: int) -> None:
        """Use a fit from a sample on; raises `InputError` where it does not suit."""


class StateRun:
    """Samples to states; a fit holds from the sample of its event on.

    Args:
        spec: the input, reduced to the channels that count.
        output: the states.
        kernel: what decides.
        lag: samples by which it decides late.
        untold: of the last `lag` samples of a stretch, how many stay untold; the others are
            decided as if silence followed.
        columns: where the channels that count are in the blocks; None where they are all.
    """

    def __init__(
        self,
        spec: StreamSpec,
        output: StreamSpec,
        kernel: StateKernel,
        *,
        lag: int,
        untold: int = 0,
        columns: tuple[int, ...] | None = None,
    ) -> None:
        self._input, self._kernel, self._columns = spec, kernel, columns
        self._run = SampleRun(output, kernel, lag=lag, settling=lag)
        self._flush = lag - untold
        self._reached: int | None = None

    @property
    def spec(self) -> StreamSpec:
        """The states."""
        return self._run.spec

    @property
    def delay_s(self) -> float:
        """How late a state is decided."""
        return self._run.delay_s

    @property
    def settling_s(self) -> float:
        """None: what happened before the stretch is not part of the state."""
        return self._run.settling_s

    def push(self, item: Block | Event) -> Sequence[Block]:
        """Take samples, or a fit."""
        if isinstance(item, Event):
            self._kernel.learn(Fit.from_json(item.label), item.sample or 0)
            return ()
        if not len(item):
            return ()
        self._reached = item.stop
        if self._columns is not None:
            item = Block(self._input, item.start, item.data[:, self._columns])
        return self._run.push(item)

    def finish(self) -> Sequence[Block]:
        """The states at the end, decided as if silence followed."""
        if self._reached is None or self._flush <= 0:
            return ()
        silence = np.zeros((self._flush, len(self._input.channels)))
        end, self._reached = self._reached, None
        return self._run.push(Block(self._input, end, silence))
