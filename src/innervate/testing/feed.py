"""What goes into a plug-in, how it is cut, and how it is handed over."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from innervate.core.clock import Clock, ClockPair
from innervate.core.event import Event
from innervate.core.inlet import with_time
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.testing.drawn import strategies
from innervate.testing.signals import rate_of, signal, times_s

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

C = TypeVar("C", bound="Consumer")


class Consumer(Protocol):
    """A step or metric at work, as a plan runs it; only steps give blocks."""

    def announce(self, event: Event) -> None:
        """Take an event."""

    def push(self, which: int, block: Block) -> list[Block] | None:
        """Take a block of an input."""

    def cover(self, until_s: float) -> list[Block] | None:
        """No earlier event can come."""

    def finish(self) -> list[Block] | None:
        """End the streams."""


def clock_of(spec: StreamSpec) -> Clock:
    """A clock that began 12.5 s into the session and drifts by 80 ppm."""
    pairs = [ClockPair(spec.clock, 5.0 * i, 12.5 + 5.0 * i * (1 + 80e-6)) for i in range(8)]
    return Clock(spec.clock, pairs)


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """Whole input signals of a given length, ready to be made into cases.

    `times_s` is there for irregular streams, else None.
    """

    specs: tuple[StreamSpec, ...]
    samples: int
    data: tuple[Samples, ...]
    times_s: tuple[Samples | None, ...]

    @classmethod
    def of(cls, specs: tuple[StreamSpec, ...], samples: int, scale: float = 1.0) -> Stock:
        """Signals for these inputs; `scale` multiplies them all."""
        data = tuple(signal(spec, samples) * scale for spec in specs)
        moments = tuple(times_s(samples) if spec.rate_hz is None else None for spec in specs)
        return cls(specs, samples, data, moments)

    def blocks(self, which: int, start: int, keep: list[tuple[int, int]]) -> tuple[Block, ...]:
        """One block per kept stretch [first, last) of an input whose first sample is `start`."""
        spec, data, moments = self.specs[which], self.data[which], self.times_s[which]
        return tuple(
            Block(
                spec,
                start + first,
                data[first:last].copy(),
                None if moments is None else moments[first:last].copy(),
            )
            for first, last in keep
        )


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Input before any cutting: per input one block per stretch without gap; and events."""

    inputs: tuple[tuple[Block, ...], ...]
    events: tuple[Event, ...] = ()

    @classmethod
    def plain(cls, stock: Stock, start: int = 0, events: tuple[Event, ...] = ()) -> Case:
        """All of the stock, without gaps."""
        keep = [(0, stock.samples)]
        every = range(len(stock.specs))
        return cls(tuple(stock.blocks(which, start, keep) for which in every), events)

    def bytes(self) -> bytes:
        """Everything that a plug-in might have changed."""
        return b"".join(
            block.data.tobytes() + (b"" if block.time_s is None else block.time_s.tobytes())
            for blocks in self.inputs
            for block in blocks
        )


@dataclass(frozen=True, slots=True)
class Cutting:
    """How a case is handed over.

    Attributes:
        cuts: per input, the indices at which its stretches are cut; one twice makes an empty
            block.
        order: which input goes next, used round and round.
        early: how many events are told before they must be.
        cover_every: after how many blocks it is said that no earlier event can come.
        pickle_at: the turns after which the consumer goes through a pickle.
    """

    cuts: tuple[tuple[int, ...], ...] = ()
    order: tuple[int, ...] = ()
    early: int = 1_000_000
    cover_every: int = 1
    pickle_at: frozenset[int] = frozenset()

    def pieces(self, which: int, blocks: tuple[Block, ...]) -> list[Block]:
        """The blocks of one input, cut."""
        cuts = self.cuts[which] if which < len(self.cuts) else ()
        out: list[Block] = []
        for block in blocks:
            inner = [cut for cut in cuts if block.start <= cut <= block.stop]
            edges = [block.start, *inner, block.stop]
            out += [_part(block, first, last) for first, last in pairwise(edges)]
        return out

    def turns(self, case: Case) -> Iterator[tuple[int, Block]]:
        """All blocks in the order in which they come: each input's own order is kept."""
        queues = [deque(self.pieces(i, blocks)) for i, blocks in enumerate(case.inputs)]
        order = self.order or tuple(range(len(queues)))
        at = 0
        while any(queues):
            which = order[at % len(order)] % len(queues)
            at += 1
            if not queues[which]:
                which = next(i for i, queue in enumerate(queues) if queue)
            yield which, queues[which].popleft()

    def moved(self, by: int) -> Cutting:
        """The same cuts, `by` samples later."""
        return replace(self, cuts=tuple(tuple(cut + by for cut in some) for some in self.cuts))

    def words(self) -> str:
        """Where it cuts, for a person."""
        cuts = [index for some in self.cuts for index in some]
        shown = ", ".join(map(str, cuts[:6])) + (", …" if len(cuts) > 6 else "")
        return f"cut before sample {shown}" if cuts else "not cut"


WHOLE = Cutting()


def _part(block: Block, first: int, last: int) -> Block:
    a, b = first - block.start, last - block.start
    moments = None if block.time_s is None else block.time_s[a:b]
    return Block(block.spec, first, block.data[a:b], moments)


def deliver(consumer: C, case: Case, cutting: Cutting, clock: Clock) -> tuple[C, list[Block]]:
    """Hand a case over; return the consumer (another one after a pickle) and its output."""
    waiting = deque(sorted(case.events, key=lambda event: event.at_s))
    out: list[Block] = []
    for turn, (which, block) in enumerate(cutting.turns(case)):
        reached_s = _reached_s(block, clock)
        told = 0
        while waiting and (waiting[0].at_s <= reached_s or told < cutting.early):
            told += waiting[0].at_s > reached_s
            consumer.announce(waiting.popleft())
        out += consumer.push(which, block) or ()
        if turn % cutting.cover_every == 0:
            out += consumer.cover(waiting[0].at_s if waiting else reached_s) or ()
        if turn in cutting.pickle_at:
            consumer = pickle.loads(pickle.dumps(consumer))
    for event in waiting:
        consumer.announce(event)
    out += consumer.finish() or ()
    return consumer, out


def _reached_s(block: Block, clock: Clock) -> float:
    if not len(block):
        return float("-inf")
    moments = with_time(block, clock).time_s
    assert moments is not None
    return float(moments.max())


def moment_s(stock: Stock, clock: Clock, start: int, half_samples: int) -> float:
    """Session second of a moment counted in half samples of the first input."""
    moments = stock.times_s[0]
    if moments is not None:
        return float(moments[min(max(half_samples // 2, 0), stock.samples - 1)])
    return clock.session_s((start + half_samples / 2) / rate_of(stock.specs[0]))


def cuttings(inputs: int, samples: int, *, pickled: bool = False) -> SearchStrategy[Cutting]:
    """Drawn cuttings: few and many blocks, empty ones, single samples, any interleaving."""
    st = strategies()
    where = st.integers(0, samples)
    anywhere = st.lists(where, max_size=24)
    singles = st.one_of(st.none(), st.tuples(where, st.integers(2, 30)))
    own = st.builds(_with_singles, anywhere, singles)
    return st.builds(  # type: ignore[no-any-return]
        Cutting,
        cuts=st.tuples(*[own] * inputs),
        order=st.lists(st.integers(0, inputs - 1), max_size=12).map(tuple),
        early=st.integers(0, 2),
        cover_every=st.integers(1, 5),
        pickle_at=st.frozensets(st.integers(0, 12), min_size=1, max_size=3)
        if pickled
        else st.just(frozenset()),
    )


def _with_singles(cuts: list[int], singles: tuple[int, int] | None) -> tuple[int, ...]:
    more = range(singles[0], singles[0] + singles[1]) if singles else ()
    return tuple(sorted([*cuts, *more]))


@dataclass(frozen=True, slots=True)
class Damage:
    """What is missing from a case: stretches of every input or of one, and values of a channel."""

    start: int = 0
    gaps: tuple[tuple[int, int, int], ...] = ()
    missing: tuple[tuple[int, int, int], ...] = ()

    def apply(self, stock: Stock, events: tuple[Event, ...] = ()) -> Case:
        """A case with this damage; a gap of input number `inputs` is one of all of them."""
        inputs = []
        for which in range(len(stock.specs)):
            lost = [(at, at + n) for of, at, n in self.gaps if of in (which, len(stock.specs))]
            blocks = stock.blocks(which, self.start, _kept(stock.samples, lost))
            inputs.append(tuple(self._holed(which, block) for block in blocks))
        return Case(tuple(inputs), events)

    def _holed(self, which: int, block: Block) -> Block:
        data = block.data.copy()
        for of, at, n in self.missing:
            first = max(self.start + at - block.start, 0)
            last = max(self.start + at + n - block.start, 0)
            if data.shape[1]:
                data[first:last, (of + which) % data.shape[1]] = np.nan
        return replace(block, data=data)


def _kept(samples: int, lost: list[tuple[int, int]]) -> list[tuple[int, int]]:
    keep, at = [], 0
    for first, last in sorted(lost):
        if first > at:
            keep.append((at, first))
        at = max(at, last)
    return [*keep, (at, samples)] if at < samples else keep or [(0, 1)]


def damages(inputs: int, samples: int) -> SearchStrategy[Damage]:
    """Drawn starts, gaps and missing values; often none."""
    st = strategies()
    where = st.integers(0, samples - 1)
    gap = st.tuples(st.integers(0, inputs), where, st.integers(1, max(samples // 8, 1)))
    hole = st.tuples(st.integers(0, 3), where, st.integers(1, 40))
    return st.builds(  # type: ignore[no-any-return]
        Damage,
        start=st.sampled_from((0, 1, 137, 1_000_003)),
        gaps=st.lists(gap, max_size=2).map(tuple),
        missing=st.lists(hole, max_size=2).map(tuple),
    )
