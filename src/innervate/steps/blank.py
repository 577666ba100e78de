"""Blanking: what a tap on the muscle does to the signal is not measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.step import Accepts, Run, Step, StepExample
from innervate.core.stream import Block, Samples, StreamSpec


@dataclass(frozen=True, slots=True)
class Blank:
    """Gives NaN from each tap until some time after it, and all else unchanged.

    A tap moves the electrodes, and even a gentle one is answered by a short contraction (Sci Rep
    2020, doi 10.1038/s41598-020-59122-z, under one second): both would look like effort.
    Input and output: any EMG-derived channels, same unit.

    Attributes:
        after_s: how long after the moment of the tap.
        before_s: how long before it (a centred envelope is touched before the tap). The output
            comes this much later.
    """

    after_s: float = 1.0
    before_s: float = 0.0

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.EMG, Kind.ENVELOPE, Kind.ACTIVATION}),)
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.TAP})
    WANTS_TIME: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if not (0.0 < self.after_s <= 60.0 and 0.0 <= self.before_s <= 60.0):
            raise InputError(
                "blanking must reach up to 60 s after a tap, and 0 to 60 s before it",
                given=f"after_s={self.after_s:g}, before_s={self.before_s:g}",
            )

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one stream of a fixed rate."""
        (spec,) = specs
        return _BlankRun(self, spec.derive(suffix="blank"))

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """After taps only, and around them."""
        channels = (Channel("BB", Kind.ENVELOPE, "V"), Channel("TB", Kind.ENVELOPE, "V"))
        spec = StreamSpec("emg/envelope", channels, 1000.0, "amplifier")
        return (StepExample(cls(), (spec,)), StepExample(cls(0.5, 0.05), (spec,)))


@dataclass(frozen=True, slots=True)
class _Tap:
    """Samples `first` to `last`, as far as they are before session second `until_s`."""

    first: int
    last: int
    until_s: float


class _BlankRun:
    """Holds back as much as a tap may still reach."""

    def __init__(self, step: Blank, spec: StreamSpec) -> None:
        rate_hz = spec.regular_rate_hz
        self._before = math.ceil(step.before_s * rate_hz)
        # One more than nominal: the second is the session's, the samples are the device's.
        self._after = math.ceil(1.01 * step.after_s * rate_hz) + 1
        self._after_s = step.after_s
        self.spec, self.delay_s, self.settling_s = spec, self._before / rate_hz, 0.0
        self._taps: list[_Tap] = []
        self._held: Block | None = None

    def push(self, item: Block | Event) -> Sequence[Block]:
        if isinstance(item, Event):
            if item.kind is EventKind.TAP and item.sample is not None:
                first, last = item.sample - self._before, item.sample + self._after
                self._taps.append(_Tap(first, last, item.at_s + self._after_s))
            return ()
        block = item if self._held is None else _joined(self._held, item)
        free = max(block.stop - self._before, block.start)
        self._held = block.cut(free, block.stop) if self._before else None
        return self._blanked(block.cut(block.start, free))

    def finish(self) -> Sequence[Block]:
        held, self._held = self._held, None
        return () if held is None else self._blanked(held)

    def _blanked(self, block: Block) -> Sequence[Block]:
        if not len(block):
            return ()
        data: Samples = block.data
        for tap in self._taps:
            part = block.cut(tap.first, tap.last + 1)
            if len(part):
                assert part.time_s is not None
                data = data.copy() if data is block.data else data
                rows = slice(part.start - block.start, part.stop - block.start)
                data[rows][part.time_s < tap.until_s] = np.nan
        self._taps = [tap for tap in self._taps if tap.last >= block.stop]
        return (Block(self.spec, block.start, data),)


def _joined(first: Block, second: Block) -> Block:
    assert first.time_s is not None
    assert second.time_s is not None
    return Block(
        first.spec,
        first.start,
        np.concatenate([first.data, second.data]),
        np.concatenate([first.time_s, second.time_s]),
    )


PLUGIN: type[Step] = Blank
