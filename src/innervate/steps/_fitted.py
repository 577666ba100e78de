"""The run of a step that learns: nothing before its fit, and each fit from its own sample on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

import numpy as np

from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit
from innervate.core.run import SampleRun
from innervate.core.stream import Block, StreamSpec


def check_fit(fit: Fit, step: str, version: int, channels: tuple[str, ...]) -> None:
    """Raise `InputError` unless the fit was learned by this step for these channels."""
    if (fit.step, fit.version) != (step, version):
        raise InputError(
            f"a fit cannot be applied to step {step} version {version}",
            found=f"a fit of {fit.step} version {fit.version}",
            fix="learn it again",
        )
    if fit.channels != channels:
        raise InputError(
            f"a fit of step {step} was learned for other channels",
            given=", ".join(fit.channels) or "none",
            found=", ".join(channels),
            fix="learn it again with these channels (--refit)",
        )


class FittedRun:
    """Gives NaN until there is a fit; each fit takes effect at the sample of its event.

    Args:
        spec: the output stream, with the rate and channels of the input.
        fitted: what runs with a fit; it must have no lag. It raises `InputError` where the fit
            does not suit.
        run: what runs from the start, or None where a fit must come first.
    """

    def __init__(
        self, spec: StreamSpec, fitted: Callable[[Fit], SampleRun], run: SampleRun | None
    ) -> None:
        self._spec, self._fitted, self._run = spec, fitted, run
        self._settling_s = run.settling_s if run else 0.0
        self._coming: deque[tuple[int, SampleRun]] = deque()
        self._settled_from = 0

    @property
    def spec(self) -> StreamSpec:
        """The output stream."""
        return self._spec

    @property
    def delay_s(self) -> float:
        """None."""
        return 0.0

    @property
    def settling_s(self) -> float:
        """The settling time of what runs from the start; a fit's own is marked here."""
        return self._settling_s

    def push(self, item: Block | Event) -> Sequence[Block]:
        """Take a fit, or process a block."""
        if isinstance(item, Event):
            if item.kind is EventKind.FIT:
                run = self._fitted(Fit.from_json(item.label))
                self._coming.append((0 if item.sample is None else item.sample, run))
            return ()
        out: list[Block] = []
        while self._coming and self._coming[0][0] < item.stop:
            sample, run = self._coming.popleft()
            out += self._pass(item.cut(item.start, sample))
            item = item.cut(sample, item.stop)
            self._run = run
            settling = round(run.settling_s * self._spec.regular_rate_hz)
            self._settled_from = item.start + settling
        return [*out, *self._pass(item)]

    def finish(self) -> Sequence[Block]:
        """Nothing is held back."""
        return ()

    def _pass(self, block: Block) -> Sequence[Block]:
        if not len(block):
            return ()
        if self._run is None:
            return (Block(self._spec, block.start, np.full(block.data.shape, np.nan)),)
        return [self._settled(done) for done in self._run.push(block)]

    def _settled(self, block: Block) -> Block:
        if block.start >= self._settled_from:
            return block
        data = block.data.copy()
        data[: self._settled_from - block.start] = np.nan
        return Block(self._spec, block.start, data)
