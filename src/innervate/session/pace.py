"""Any recording, offered as a live source at any pace."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from innervate.core.clock import Clock
from innervate.core.recording import Recording
from innervate.core.source import Item
from innervate.core.stream import Block, StreamSpec
from innervate.session._playing import Round, Timed

CHUNK_S = 0.02


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
        chunk_s: float = CHUNK_S,
        now_s: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._recording, self._pace, self._loop, self._chunk_s = recording, pace, loop, chunk_s
        self._now_s, self._sleep = now_s, sleep
        self._items: Iterator[Timed] = iter(())
        self._next: Timed | None = None
        self._began_s = 0.0
        self._first_s = 0.0
        self._reached: Mapping[str, int] = {}

    @property
    def name(self) -> str:
        """The name of the recording."""
        return f"replay of {self._recording.about.name}"

    @property
    def exhausted(self) -> bool:
        """Whether the recording has been played to its end."""
        return self._next is None

    @property
    def pace(self) -> float | None:
        """Session seconds per second of the clock, None for as fast as it is read."""
        return self._pace

    @property
    def began_s(self) -> float:
        """The session second at which it was when it was opened."""
        return self._first_s

    def go_on(self, clocks: Sequence[Clock], reached: Mapping[str, int]) -> None:  # noqa: ARG002
        """Begin, when opened, with the samples after those already heard, per stream."""
        self._reached = reached

    def open(self) -> tuple[StreamSpec, ...]:
        """Begin to play."""
        self._items = self._rounds()
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
            if timeout_s > 0:
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

    def _rounds(self) -> Iterator[Timed]:
        shift_s = 0.0
        stops: Mapping[str, int] = {}
        while True:
            one = Round(self._recording, self._chunk_s, shift_s, stops, ends=not self._loop)
            yield from (self._unheard(one) if self._reached else one)
            if not self._loop or one.length_s <= 0:
                return
            shift_s += one.length_s
            stops = {**stops, **one.stops}

    def _unheard(self, played: Round) -> Iterator[Timed]:
        """What of a round lies after the samples already heard."""
        for timed in played:
            last = timed.items[-1]
            assert isinstance(last, Block)  # `Round` ends every turn with the block it is for
            reached = self._reached.get(last.spec.id, 0)
            if last.stop > reached:
                rest = last.cut(reached, last.stop)
                yield Timed(timed.at_s, (*timed.items[:-1], rest))
