"""Running a step over a signal, whole or cut."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit
from innervate.core.node import Node
from innervate.core.step import Step
from innervate.core.stream import Block, Samples, StreamSpec

SIZES = st.lists(
    st.one_of(st.integers(0, 40), st.integers(0, 3000), st.integers(180, 220)), max_size=40
)
"""Sizes of blocks; what is left after them comes in one block."""


def emg(rate_hz: float, channels: int = 2, *, kind: Kind = Kind.EMG) -> StreamSpec:
    names = tuple(Channel(f"C{number}", kind, "V") for number in range(channels))
    return StreamSpec("emg", names, rate_hz, "amplifier")


def noise(samples: int, channels: int = 2, seed: int = 1) -> Samples:
    return np.random.default_rng(seed).standard_normal((samples, channels)) * 1e-4


def fit_event(fit: Fit, at_s: float, stream: str = "out") -> Event:
    return Event(at_s, EventKind.FIT, fit.to_json(), stream=stream)


@dataclass
class Course:
    """What a step gave: values by output index, NaN where it gave none."""

    start: int
    data: Samples
    blocks: Sequence[Block] = field(repr=False)

    @property
    def stop(self) -> int:
        return self.start + len(self.data)

    def at(self, first: int, last: int) -> Samples:
        return self.data[first - self.start : last - self.start]


def run(
    step: Step,
    spec: StreamSpec,
    data: Samples,
    sizes: Iterable[int] = (),
    *,
    start: int = 0,
    lost: Sequence[tuple[int, int]] = (),
    events: Sequence[Event] = (),
    clock: Clock | None = None,
    time_s: Samples | None = None,
    pickled: bool = False,
) -> Course:
    """Cut the data into blocks of these sizes and feed them; `lost` samples never arrive."""
    clock = clock or Clock(spec.clock)
    node = Node(step, (spec,), "out", clock)
    for event in events:
        node.announce(event)
    out = node.cover(1e9)
    for first, last in _kept(len(data), sizes, lost):
        if pickled:
            node = pickle.loads(pickle.dumps(node))
        times = None if time_s is None else time_s[first:last]
        out += node.push(0, Block(spec, start + first, data[first:last], times))
    return joined([*out, *node.finish()], len(node.spec.channels))


def _kept(
    total: int, sizes: Iterable[int], lost: Sequence[tuple[int, int]]
) -> Iterable[tuple[int, int]]:
    edges = {0, total, *(edge for hole in lost for edge in hole)}
    at = 0
    empty = []
    for size in sizes:
        empty += [at] if size == 0 else []
        at = min(at + size, total)
        edges.add(at)
    ordered = sorted(edges)
    for first, last in pairwise(ordered):
        if first in empty and not any(a <= first < b for a, b in lost):
            yield first, first
        if not any(a <= first < b for a, b in lost):
            yield first, last


def joined(blocks: Sequence[Block], channels: int) -> Course:
    full = [block for block in blocks if len(block)]
    if not full:
        return Course(0, np.zeros((0, channels)), blocks)
    start = full[0].start
    data = np.full((full[-1].stop - start, channels), np.nan)
    at = start
    for block in full:
        assert block.start >= at, "the output went back"
        data[block.start - start : block.stop - start] = block.data
        at = block.stop
    return Course(start, data, blocks)


def assert_same(one: Course, other: Course) -> None:
    """The first law."""
    assert one.start == other.start
    assert one.data.shape == other.data.shape
    np.testing.assert_array_equal(np.isnan(one.data), np.isnan(other.data))
    largest = np.nanmax(np.abs(other.data), axis=0, initial=0.0, where=~np.isnan(other.data))
    apart = np.where(np.isnan(one.data), 0.0, np.abs(one.data - other.data))
    assert (apart <= 1e-9 * largest).all()
