"""Repetitions out of a state stream: where each begins and ends, and what was not seen of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from innervate.core.event import Event
from innervate.core.stream import Block
from innervate.metrics._sets import FIRST_SET, Sets

_BRIDGE_S = 1.0
NO_BEGINNING = "its beginning was not seen"
NO_END = "its end was not seen"
CUT = "cut by a gap in the data"


@dataclass(frozen=True, slots=True)
class Rep:
    """A completed repetition.

    Attributes:
        number: counts from 1 within its set, cut ones included.
        start, stop: index of its first sample and of the one after its last.
        flaws: what was not seen of it; empty for a whole one.
        rest: samples between the repetition before and this one, None for the first one of a set
            and where part of the rest was not seen.
        set: number of the set in which it began.
    """

    number: int
    start: int
    stop: int
    flaws: tuple[str, ...] = ()
    rest: int | None = None
    set: int = FIRST_SET


@dataclass(frozen=True, slots=True)
class Began:
    """A repetition has begun at this sample."""

    start: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples [start, stop) lie within the running repetition."""

    start: int
    stop: int


Part: TypeAlias = Began | Stretch | Rep


class _State(Enum):
    OFF = auto()
    ON = auto()
    UNKNOWN = auto()
    LOST = auto()


class Segmenter:
    """Finds repetitions in a state stream (1 within, 0 between, NaN not measured).

    It works on sample indices alone, so that cutting the stream changes nothing. Missing state
    of up to one second between two samples of the same repetition belongs to it; a longer one
    ends it. A repetition that lost samples, or whose edge fell into missing state, says so. It
    belongs to the set in which it began.
    """

    def __init__(self, rate_hz: float) -> None:
        self._bridge = round(_BRIDGE_S * rate_hz)
        self._expected: int | None = None
        self._known: int | None = None
        self._sets, self._counts = Sets(), Counter[int]()
        self._start: int | None = None
        self._set = FIRST_SET
        self._flaws: tuple[str, ...] = ()
        self._rest: int | None = None
        self._last: Rep | None = None
        self._rest_seen = True
        self._lost = False

    @property
    def open_since(self) -> int | None:
        """First sample of the running repetition, or None between two."""
        return self._start

    @property
    def measured(self) -> bool:
        """Whether any state was measured at all."""
        return self._known is not None

    def announce(self, event: Event) -> None:
        """Take an event before its sample; only the phases of sets matter."""
        self._sets.announce(event)

    def push(self, block: Block) -> Iterator[Part]:
        """Take the next block of the one-channel state stream; yield what happened, in order."""
        if not len(block):
            return
        if self._expected is not None and block.start > self._expected:
            yield from self._take(_State.LOST, self._expected, block.start)
        self._expected = block.stop
        state = block.data[:, 0]
        codes = np.where(np.isnan(state), 2, state > 0.5)
        edges = [0, *(np.flatnonzero(np.diff(codes)) + 1), len(codes)]
        for low, high in pairwise(edges):
            kind = (_State.OFF, _State.ON, _State.UNKNOWN)[int(codes[low])]
            yield from self._take(kind, block.start + int(low), block.start + int(high))

    def _take(self, state: _State, low: int, high: int) -> Iterator[Part]:
        if state in (_State.LOST, _State.UNKNOWN):
            self._lost |= state is _State.LOST
            self._rest_seen &= self._start is not None
            return
        missing = low - self._known if self._known is not None else self._bridge + 1
        if state is _State.ON:
            yield from self._on(low, missing)
            yield Stretch(low, high)
        elif self._start is not None:
            yield self._end(NO_END if missing else None)
        self._known, self._lost = high, False

    def _on(self, low: int, missing: int) -> Iterator[Part]:
        if self._start is not None and missing > self._bridge:
            yield self._end(NO_END)
        if self._start is None:
            self._start, self._flaws = low, (NO_BEGINNING,) if missing else ()
            self._set = self._sets.at(low)
            self._rest = self._rest_before(low)
            yield Began(low)
        elif self._lost and CUT not in self._flaws:
            self._flaws = (*self._flaws, CUT)

    def _rest_before(self, start: int) -> int | None:
        last = self._last
        if last is None or last.set != self._set or not self._rest_seen:
            return None
        return start - last.stop

    def _end(self, flaw: str | None) -> Rep:
        assert self._start is not None
        assert self._known is not None
        self._counts[self._set] += 1
        number, flaws = self._counts[self._set], (*self._flaws, flaw) if flaw else self._flaws
        rep = Rep(number, self._start, self._known, flaws, self._rest, self._set)
        self._last, self._start, self._rest_seen = rep, None, flaw is None
        return rep
