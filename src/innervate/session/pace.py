"""Any recording, offered as a live source at any pace."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from innervate.core.clock import Clock, ClockPair
from innervate.core.recording import Recording
from innervate.core.source import Item
from innervate.core.stream import Block, StreamSpec

_CHUNK_S = 0.02


@dataclass(frozen=True, slots=True)
class _Timed:
    """Items and the session second at which the last of them had been heard."""

    at_s: float
    items: tuple[Item, ...]


class PacedSource:
    """Plays a recording as if it were happening now; a `Source`.

    Args:
        recording: what to play.
        pace: session seconds per second of the clock; None plays as fast as it is read.
        loop: whether to begin again at the end; times and sample indices go on rising.
        chunk_s: length of the blocks that it is cut into.
        now_s, sleep: the clock to pace by.
    """

    def __init__(
        self,
        recording: Recording,
        *,
        pace: float | None = 1.0,
        loop: bool = False,
        chunk_s: float = _CHUNK_S,
        now_s: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._recording, self._pace, self._loop, self._chunk_s = recording, pace, loop, chunk_s
        self._now_s, self._sleep = now_s, sleep
        self._items: Iterator[_Timed] = iter(())
        self._next: _Timed | None = None
        self._began_s = 0.0
        self._first_s = 0.0

    @property
    def name(self) -> str:
        """The name of the recording."""
        return f"replay of {self._recording.about.name}"

    @property
    def exhausted(self) -> bool:
        """Whether the recording has been played to its end."""
        return self._next is None

    def open(self) -> tuple[StreamSpec, ...]:
        """Begin to play."""
        self._items = self._rounds() if self._loop else self._play(0.0)
        self._next = next(self._items, None)
        self._began_s = self._now_s()
        self._first_s = self._next.at_s if self._next else 0.0
        return self._recording.streams

    def read(self, timeout_s: float) -> Sequence[Item]:
        """Give what is due by now, waiting for the next items at most `timeout_s`."""
        if self._next is None:
            return ()
        if self._pace is None:
            return self._take()
        wait_s = (self._next.at_s - self._first_s) / self._pace - (self._now_s() - self._began_s)
        if wait_s > 0:
            self._sleep(min(wait_s, timeout_s))
            if wait_s > timeout_s:
                return ()
        return self._take()

    def close(self) -> None:
        """Stop playing."""
        self._items, self._next = iter(()), None

    def _take(self) -> Sequence[Item]:
        assert self._next is not None
        items = self._next.items
        self._next = next(self._items, None)
        return items

    def _rounds(self) -> Iterator[_Timed]:
        shift_s = 0.0
        while True:
            last_s = shift_s
            for timed in self._play(shift_s):
                last_s = timed.at_s
                yield timed
            if last_s <= shift_s:
                return
            shift_s = last_s

    def _play(self, shift_s: float) -> Iterator[_Timed]:
        """The recording once, `shift_s` later than it was."""
        clocks = {clock.name: Clock(clock.name, clock.pairs) for clock in self._recording.clocks}
        pairs = sorted((p for c in clocks.values() for p in c.pairs), key=lambda p: p.device_s)
        events = sorted(self._recording.events, key=lambda event: event.at_s)
        for block in self._recording.blocks():
            clock = clocks.get(block.spec.clock, Clock(block.spec.clock))
            for piece in _cut(block, self._chunk_s):
                device_s, end_s = _end(piece, clock)
                items: list[Item] = []
                while pairs and pairs[0].device_s <= device_s:
                    items.append(_later(pairs.pop(0), shift_s))
                while events and events[0].at_s <= end_s:
                    event = events.pop(0)
                    items.append(replace(event, at_s=event.at_s + shift_s))
                items.append(_shifted(piece, shift_s))
                yield _Timed(end_s + shift_s, tuple(items))


def _later(pair: ClockPair, shift_s: float) -> ClockPair:
    return ClockPair(pair.clock, pair.device_s + shift_s, pair.session_s + shift_s)


def _cut(block: Block, chunk_s: float) -> Iterator[Block]:
    rate_hz = block.spec.rate_hz
    step = max(1, round(chunk_s * rate_hz)) if rate_hz else max(len(block), 1)
    at = block.start
    yield block.cut(at, at + step)
    for first in range(at + step, block.stop, step):
        yield block.cut(first, first + step)


def _end(block: Block, clock: Clock) -> tuple[float, float]:
    """Device and session second of the end of a block."""
    if block.spec.rate_hz is None:
        last_s = float(block.time_s[-1]) if block.time_s is not None and len(block) else 0.0
        return last_s, last_s
    device_s = block.stop / block.spec.rate_hz
    return device_s, clock.session_s(device_s)


def _shifted(block: Block, shift_s: float) -> Block:
    if shift_s == 0:
        return block
    if block.spec.rate_hz is not None:
        return replace(block, start=block.start + round(shift_s * block.spec.rate_hz))
    time_s = None if block.time_s is None else block.time_s + shift_s
    return replace(block, time_s=time_s)
