"""Streams, recordings and sources whose every sample tells where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock
from innervate.core.event import Event
from innervate.core.recording import About, Recording
from innervate.core.source import Item
from innervate.core.stream import Block, StreamSpec

Turns: TypeAlias = list[Sequence[Item] | Exception]
"""What a source gives at each reading, or the error that it raises."""


def stream(
    name: str = "emg", rate_hz: float | None = 1000.0, clock: str = "amp", kind: Kind = Kind.EMG
) -> StreamSpec:
    return StreamSpec(name, (Channel(f"{name} 1", kind, "V"),), rate_hz, clock)


def counted(spec: StreamSpec, start: int, stop: int) -> Block:
    """Samples whose value is their own index."""
    return Block(spec, start, np.arange(start, stop, dtype=np.float64)[:, None])


def timed(spec: StreamSpec, start: int, times_s: Sequence[float]) -> Block:
    """Samples of an irregular stream whose value is their own time."""
    seconds = np.array(times_s)
    return Block(spec, start, seconds[:, None], seconds)


@dataclass(frozen=True, slots=True)
class Blocks:
    """A reader of given blocks, in the order given."""

    given: tuple[Block, ...]

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        return (block for block in self.given if block.spec.id in streams)


def recording(
    *blocks: Block, events: Iterable[Event] = (), clocks: Iterable[Clock] = ()
) -> Recording:
    specs = tuple({block.spec.id: block.spec for block in blocks}.values())
    return Recording(About("trial"), specs, Blocks(blocks), tuple(events), tuple(clocks))


@dataclass(slots=True)
class Scripted:
    """A source that gives one list of items per read, or raises what stands in its place."""

    specs: tuple[StreamSpec, ...]
    turns: Turns
    name: str = "scripted"
    closed: int = 0
    opened: int = 0
    origin_s: float | None = None
    waited_s: list[float] = field(default_factory=list)

    @property
    def exhausted(self) -> bool:
        return not self.turns

    def open(self) -> tuple[StreamSpec, ...]:
        self.opened += 1
        return self.specs

    def read(self, timeout_s: float) -> Sequence[Item]:
        self.waited_s.append(timeout_s)
        turn = self.turns.pop(0) if self.turns else ()
        if isinstance(turn, Exception):
            raise turn
        return turn

    def close(self) -> None:
        self.closed += 1


def feed(specs: StreamSpec, total: int, size: int, start: int = 0) -> Turns:
    """The turns of a source that gives so many counted samples."""
    edges = [*range(start, start + total, size), start + total]
    return [(counted(specs, a, b),) for a, b in pairwise(edges)]


@dataclass(slots=True)
class Hand:
    """A clock that only sleeping moves on."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def now_s(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.slept.append(seconds)
        self.now += seconds
