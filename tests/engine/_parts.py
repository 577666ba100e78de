"""Small steps, metrics and recordings out of which tests build plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock
from innervate.core.event import Event, EventKind
from innervate.core.measure import Measure, Subject, Uncertainty
from innervate.core.metric import MetricExample
from innervate.core.recording import About, Recording
from innervate.core.step import ANY_KIND, Accepts, Run, StepExample
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.core.truth import Truth


def stream(
    name: str, rate_hz: float | None, clock: str = "amp", kind: Kind = Kind.OTHER
) -> StreamSpec:
    return StreamSpec(name, (Channel(f"{name} 1", kind, "V"),), rate_hz, clock)


@dataclass(frozen=True, slots=True)
class Sum:
    """Adds two streams sample by sample."""

    late_s: float = 0.0

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (ANY_KIND, ANY_KIND)

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        return _SumRun(specs[0].derive(suffix="sum"), self.late_s)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        return ()


class _SumRun:
    def __init__(self, spec: StreamSpec, delay_s: float) -> None:
        self.spec, self.delay_s, self.settling_s = spec, delay_s, 0.0
        self._first: Block | None = None

    def push(self, item: Block | Event) -> Sequence[Block]:
        assert isinstance(item, Block)
        if self._first is None:
            self._first = item
            return ()
        first, self._first = self._first, None
        assert (first.start, first.stop) == (item.start, item.stop)
        return (Block(self.spec, item.start, first.data + item.data),)

    def finish(self) -> Sequence[Block]:
        return ()


@dataclass(frozen=True, slots=True)
class Tagged:
    """Adds to each sample how many taps have been told before or at it."""

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (ANY_KIND,)
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.TAP})

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        return _TaggedRun(specs[0].derive(suffix="tagged"))

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        return ()


class _TaggedRun:
    def __init__(self, spec: StreamSpec) -> None:
        self.spec, self.delay_s, self.settling_s = spec, 0.0, 0.0
        self._taps: list[int] = []

    def push(self, item: Block | Event) -> Sequence[Block]:
        if isinstance(item, Event):
            assert item.sample is not None
            self._taps.append(item.sample)
            return ()
        index = np.arange(item.start, item.stop)
        count = np.searchsorted(np.array(self._taps), index, side="right")
        return (Block(self.spec, item.start, item.data + count[:, None]),)

    def finish(self) -> Sequence[Block]:
        return ()


@dataclass(frozen=True, slots=True)
class Together:
    """The mean product of two streams, and over which device seconds it was taken."""

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (ANY_KIND, ANY_KIND)
    LABEL: ClassVar[str] = "mean product"
    FORMAT: ClassVar[str] = ".3f"
    EVIDENCE: ClassVar[str] = ""
    CAVEAT: ClassVar[str] = ""
    TRUTH: ClassVar[tuple[Truth, ...]] = ()

    def open(self, specs: tuple[StreamSpec, ...]) -> _TogetherTally:
        return _TogetherTally(specs[0].regular_rate_hz)

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        return ()


class _TogetherTally:
    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._first: Block | None = None
        self._products: list[float] = []
        self._span: tuple[int, int] | None = None

    def push(self, item: Block | Event) -> None:
        assert isinstance(item, Block)
        if self._first is None:
            self._first = item
            return
        first, self._first = self._first, None
        assert (first.start, first.stop) == (item.start, item.stop)
        self._products += (first.data * item.data)[:, 0].tolist()
        if len(item):
            self._span = (self._span[0] if self._span else item.start, item.stop)

    def read(self) -> tuple[Measure, ...]:
        if self._span is None:
            return ()
        start_s, stop_s = (index / self._rate_hz for index in self._span)
        value = float(np.nanmean(np.array(self._products)))
        none = Uncertainty.none("a test")
        return (Measure("together", value, "1", Subject(), start_s, stop_s, none),)


@dataclass(frozen=True, slots=True)
class Blocks:
    """A reader of given blocks that counts how much of it was asked for."""

    given: tuple[Block, ...]
    asked: list[tuple[str, ...]]

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        self.asked.append(streams)
        return (block for block in self.given if block.spec.id in streams)


def recording(
    blocks: Sequence[Block],
    events: Sequence[Event] = (),
    clocks: Sequence[Clock] = (),
    specs: Sequence[StreamSpec] = (),
) -> Recording:
    found = {block.spec.id: block.spec for block in blocks}
    streams = tuple(specs) or tuple(found.values())
    return Recording(
        About("trial"), streams, Blocks(tuple(blocks), []), tuple(events), tuple(clocks)
    )


def retold(recording_: Recording, *events: Event) -> Recording:
    """The same recording with other events."""
    return replace(recording_, events=events)


def burst_emg(seconds: float, rate_hz: float, channels: int, seed: int = 1) -> Samples:
    """Noise of 5 µV with bursts of 200 µV for 1.5 s in every 4."""
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    on = (time_s % 4 > 1.5) & (time_s % 4 < 3.0)
    noise = np.random.default_rng(seed).standard_normal((len(time_s), channels))
    return np.asarray(noise * np.where(on, 200e-6, 5e-6)[:, None])
