"""A recording cut into the items that a live source would have given, in the order of time."""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from innervate.core.clock import Clock, ClockPair
from innervate.core.event import Event, EventKind
from innervate.core.recording import Recording
from innervate.core.source import Item
from innervate.core.stream import Block
from innervate.core.units import DIMENSIONLESS


@dataclass(frozen=True, slots=True)
class Timed:
    """Items and the session second at which the last of them had been heard."""

    at_s: float
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Piece:
    """A piece of a block, the session second at which it ends, and its number."""

    end_s: float
    number: int
    block: Block = field(compare=False)


class Round:
    """One playing of a recording, `shift_s` later than it was.

    Clock pairs and events come just before the samples that they belong to; what was told after
    the last sample comes with it. Reading files give long blocks, one stream after the other:
    their pieces are put in the order of time.

    Args:
        recording: what to play.
        chunk_s: length of the pieces.
        shift_s: how much later, in device and session seconds alike.
        follows: per stream, the index after the last sample of the round before; where this one
            begins later, a GAP event says so.
        ends: whether this is the last round, with which what was told after the end comes.
    """

    def __init__(
        self,
        recording: Recording,
        chunk_s: float,
        shift_s: float = 0.0,
        follows: Mapping[str, int] | None = None,
        *,
        ends: bool = True,
    ) -> None:
        self._recording, self._chunk_s, self._shift_s = recording, chunk_s, shift_s
        self._follows, self._ends = dict(follows or {}), ends
        self._clocks = {clock.name: clock for clock in recording.clocks}
        self._pairs = {clock.name: deque(clock.pairs) for clock in recording.clocks}
        self._events = deque(sorted(recording.events, key=lambda event: event.at_s))
        self._spans: dict[str, _Span] = {}
        self.stops: dict[str, int] = {}

    @property
    def length_s(self) -> float:
        """After how long a next round may begin, as far as this one was played."""
        return max((span.length_s for span in self._spans.values()), default=0.0)

    def __iter__(self) -> Iterator[Timed]:
        held: _Piece | None = None
        for piece in self._in_time():
            if held is not None:
                yield self._timed(held, held.end_s)
            held = piece
        if held is not None:
            yield self._timed(held, math.inf if self._ends else held.end_s)

    def _in_time(self) -> Iterator[_Piece]:
        """All pieces by the session second at which they end, each stream's in their order.

        A piece may go when a block comes that begins after it, for those after it begin later.
        """
        waiting: list[_Piece] = []
        ends_s: dict[str, float] = {}
        number = 0
        for block in self._recording.blocks():
            name = block.spec.id
            clock = self._clocks.get(block.spec.clock, Clock(block.spec.clock))
            self._measure(block, clock)
            start_s = _moment_s(block, clock, last=False)
            while waiting and waiting[0].end_s <= start_s:
                yield heapq.heappop(waiting)
            for cut in _cut(block, self._chunk_s):
                end_s = max(_moment_s(cut, clock, last=True), ends_s.get(name, -math.inf))
                ends_s[name] = end_s
                heapq.heappush(waiting, _Piece(end_s, number, cut))
                number += 1
        while waiting:
            yield heapq.heappop(waiting)

    def _measure(self, block: Block, clock: Clock) -> None:
        if not len(block):
            return
        extra_s = self._chunk_s if block.spec.rate_hz is None else 0.0
        first_s, last_s = _device_s(block, last=False), _device_s(block, last=True) + extra_s
        device = self._spans.setdefault(f"device {block.spec.clock}", _Span())
        device.add(first_s, last_s)
        session = self._spans.setdefault("session", _Span())
        session.add(
            _moment_s(block, clock, last=False), _moment_s(block, clock, last=True) + extra_s
        )

    def _timed(self, piece: _Piece, told_until_s: float) -> Timed:
        block = piece.block
        items: list[Item] = [*self._due_pairs(block)]
        while self._events and self._events[0].at_s <= told_until_s:
            items.append(self._later(self._events.popleft()))
        at_s = piece.end_s + self._shift_s
        moved = self._moved(block)
        if block.spec.id not in self.stops:
            items += self._gap(moved, at_s)
        self.stops[block.spec.id] = moved.stop
        return Timed(at_s, (*items, moved))

    def _due_pairs(self, block: Block) -> Iterator[ClockPair]:
        """The pairs that the block needs: the first at once, which serves what is before it."""
        pairs = self._pairs.get(block.spec.clock)
        if not pairs:
            return
        known = self._clocks[block.spec.clock].pairs
        end_s = _device_s(block, last=True)
        while pairs and (pairs[0] is known[0] or pairs[0].device_s <= end_s):
            pair = pairs.popleft()
            yield ClockPair(
                pair.clock, pair.device_s + self._shift_s, pair.session_s + self._shift_s
            )

    def _gap(self, block: Block, at_s: float) -> list[Item]:
        lost = block.start - self._follows.get(block.spec.id, block.start)
        if lost <= 0 or block.spec.rate_hz is None:
            return []
        begins_s = at_s - len(block) / block.spec.rate_hz
        return [
            Event(
                begins_s, EventKind.GAP, f"{lost} samples lost", stream=block.spec.id,
                sample=block.start, value=float(lost), unit=DIMENSIONLESS, source="replay",
            )
        ]  # fmt: skip

    def _later(self, event: Event) -> Event:
        sample = event.sample
        if sample is not None and event.stream is not None:
            rates = {spec.id: spec.rate_hz for spec in self._recording.streams}
            sample += round(self._shift_s * (rates.get(event.stream) or 0.0))
        return replace(event, at_s=event.at_s + self._shift_s, sample=sample)

    def _moved(self, block: Block) -> Block:
        if self._shift_s == 0:
            return block
        if block.spec.rate_hz is not None:
            return replace(block, start=block.start + round(self._shift_s * block.spec.rate_hz))
        start = block.start + self._follows.get(block.spec.id, 0)
        time_s = None if block.time_s is None else block.time_s + self._shift_s
        return replace(block, start=start, time_s=time_s)


@dataclass(slots=True)
class _Span:
    first_s: float = math.inf
    last_s: float = -math.inf

    def add(self, first_s: float, last_s: float) -> None:
        self.first_s = min(self.first_s, first_s)
        self.last_s = max(self.last_s, last_s)

    @property
    def length_s(self) -> float:
        return max(self.last_s - self.first_s, 0.0)


def _cut(block: Block, chunk_s: float) -> Iterator[Block]:
    if block.spec.rate_hz is not None:
        step = max(1, round(chunk_s * block.spec.rate_hz))
        inner = list(range(block.start + step, block.stop, step))
    else:
        assert block.time_s is not None
        inner = (np.flatnonzero(np.diff(block.time_s // chunk_s)) + 1 + block.start).tolist()
    for first, last in pairwise([block.start, *inner, block.stop]):
        yield block.cut(first, last)


def _device_s(block: Block, *, last: bool) -> float:
    """Device second at which a block begins or ends; of an irregular one, session second."""
    if block.spec.rate_hz is not None:
        return (block.stop if last else block.start) / block.spec.rate_hz
    if block.time_s is None or not len(block):
        return -math.inf
    return float(block.time_s[-1 if last else 0])


def _moment_s(block: Block, clock: Clock, *, last: bool) -> float:
    """Session second at which a block begins or ends."""
    device_s = _device_s(block, last=last)
    return device_s if block.spec.rate_hz is None else clock.session_s(device_s)
