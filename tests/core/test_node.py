from __future__ import annotations

import itertools
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock
from innervate.core.errors import PlanError
from innervate.core.event import Event, EventKind
from innervate.core.node import Node
from innervate.core.step import ANY_KIND, Accepts, Run, StepExample
from innervate.core.stream import Block, Samples, StreamSpec

CHANNEL = (Channel("BB", Kind.EMG, "V"),)
SPEC = StreamSpec("emg", CHANNEL, 100.0, "amp")
CLOCK = Clock("amp")


class _EventRun:
    """Adds up samples from the last event on; events say what they add."""

    def __init__(self, spec: StreamSpec, settling_s: float) -> None:
        self.spec, self.delay_s, self.settling_s = spec, 0.0, settling_s
        self._sum = 0.0
        self._offset = 0.0
        self._pending: list[Event] = []
        self.heard: list[Event] = []

    def push(self, item: Block | Event) -> Sequence[Block]:
        if isinstance(item, Event):
            self._pending.append(item)
            self.heard.append(item)
            return ()
        out = np.empty_like(item.data)
        for row in range(len(item)):
            for event in [e for e in self._pending if (e.sample or 0) <= item.start + row]:
                self._offset = event.value or 0.0
                self._pending.remove(event)
            self._sum += float(item.data[row, 0])
            out[row] = self._sum + self._offset
        return (Block(self.spec, item.start, out, item.time_s),)

    def finish(self) -> Sequence[Block]:
        return ()


@dataclass(frozen=True, slots=True)
class Adder:
    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (ANY_KIND,)
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.FIT, EventKind.TAP})

    settling_s: float = 0.0

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        return _EventRun(specs[0].derive(suffix="sum"), self.settling_s)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        return ()


class _TenthRun:
    """Every tenth sample, anchored at sample 0."""

    def __init__(self, spec: StreamSpec) -> None:
        self.spec, self.delay_s, self.settling_s = spec, 0.0, 0.0

    def push(self, item: Block | Event) -> Sequence[Block]:
        if isinstance(item, Event):
            return ()
        skip = -item.start % 10
        return (Block(self.spec, (item.start + skip) // 10, item.data[skip::10]),)

    def finish(self) -> Sequence[Block]:
        return ()


@dataclass(frozen=True, slots=True)
class Tenth:
    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (ANY_KIND,)

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        rate_hz = specs[0].regular_rate_hz / 10
        return _TenthRun(specs[0].derive(suffix="tenth", rate_hz=rate_hz))

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        return ()


class _TimeRun:
    def __init__(self, spec: StreamSpec) -> None:
        self.spec, self.delay_s, self.settling_s = spec, 0.0, 0.0

    def push(self, item: Block | Event) -> Sequence[Block]:
        if isinstance(item, Event) or item.time_s is None:
            return ()
        return (Block(self.spec, item.start, item.time_s[:, None].copy()),)

    def finish(self) -> Sequence[Block]:
        return ()


@dataclass(frozen=True, slots=True)
class TimeOf:
    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (ANY_KIND, ANY_KIND)
    WANTS_TIME: ClassVar[bool] = True

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        return _TimeRun(specs[0].derive(suffix="time"))

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        return ()


def ones(first: int, last: int) -> Block:
    return Block(SPEC, first, np.ones((last - first, 1)))


def joined(blocks: Sequence[Block]) -> Samples:
    return np.concatenate([np.empty(0), *(block.data[:, 0] for block in blocks)])


def test_the_output_is_named_as_the_plan_does() -> None:
    node = Node(Adder(), (SPEC,), "emg/total", CLOCK)
    assert node.spec.id == "emg/total"
    assert all(block.spec is node.spec for block in node.push(0, ones(0, 5)) + node.finish())


def test_a_gap_begins_a_new_run_and_tells_those_behind() -> None:
    node = Node(Adder(), (SPEC,), "out", CLOCK)
    node.cover(float("inf"))
    before, told, after = node.push(0, ones(0, 5)) + node.push(0, ones(8, 10))
    assert joined([before]).tolist() == [1, 2, 3, 4, 5]
    assert (told.start, len(told)) == (8, 0)
    assert joined([after]).tolist() == [1, 2]


def test_a_gap_told_by_an_empty_block_is_the_same_gap() -> None:
    node = Node(Adder(), (SPEC,), "out", CLOCK)
    node.cover(float("inf"))
    out = node.push(0, ones(0, 5)) + node.push(0, ones(8, 8)) + node.push(0, ones(8, 10))
    assert joined(out).tolist() == [1, 2, 3, 4, 5, 1, 2]


@pytest.mark.parametrize("told_first", [False, True])
def test_an_event_in_a_gap_is_heard_by_the_run_after_it_only(told_first: bool) -> None:
    node = Node(Adder(), (SPEC,), "out", CLOCK)
    before = node._run
    node.announce(Event(0.07, EventKind.TAP, value=100.0))
    node.cover(float("inf"))
    out = node.push(0, ones(0, 5))
    if told_first:
        node.push(0, ones(8, 8))
    out += node.push(0, ones(8, 10))
    assert joined(out).tolist() == [1, 2, 3, 4, 5, 101, 102]
    assert isinstance(before, _EventRun)
    assert not before.heard


def test_the_fit_is_applied_again_however_many_events_came_since() -> None:
    node = Node(Adder(), (SPEC,), "out", CLOCK)
    node.announce(Event(0.0, EventKind.FIT, stream="out", value=100.0))
    for _ in range(200):
        node.announce(Event(0.0, EventKind.TAP, source="person", value=100.0))
    node.cover(float("inf"))
    node.push(0, ones(0, 5))
    out = node.push(0, ones(8, 10))
    assert joined(out).tolist() == [101, 102]
    assert isinstance(node._run, _EventRun)
    kinds = [event.kind for event in node._run.heard]
    assert kinds.count(EventKind.FIT) == 1
    assert kinds.count(EventKind.TAP) == 64


def test_settling_is_marked_as_not_measured_after_every_opening() -> None:
    node = Node(Adder(settling_s=0.03), (SPEC,), "out", CLOCK)
    node.cover(float("inf"))
    out = node.push(0, ones(0, 2)) + node.push(0, ones(2, 5)) + node.push(0, ones(9, 13))
    np.testing.assert_array_equal(joined(out), [np.nan] * 3 + [4, 5] + [np.nan] * 3 + [4])


@given(
    stretches=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 25)), min_size=1, max_size=5),
    cut=st.integers(1, 17),
)
def test_a_thinned_stream_never_goes_back_over_a_gap(
    stretches: list[tuple[int, int]], cut: int
) -> None:
    node = Node(Tenth(), (SPEC,), "thin", CLOCK)
    behind = Node(Adder(), (node.spec,), "out", CLOCK)
    behind.cover(float("inf"))
    at = 0
    indices: list[int] = []
    for length, gap in stretches:
        for first in range(at, at + length, cut):
            for block in node.push(0, ones(first, min(first + cut, at + length))):
                behind.push(0, block)
                indices += range(block.start, block.stop)
        at += length + gap
    assert indices == sorted(set(indices))


def test_a_thinned_stream_whose_rates_do_not_divide_evenly_skips_nothing() -> None:
    spec = StreamSpec("emg", CHANNEL, 1000.0 / 3.0, "amp")
    node = Node(Tenth(), (spec,), "thin", CLOCK)
    node.push(0, Block(spec, 0, np.ones((5, 1))))
    told, _ = node.push(0, Block(spec, 30, np.ones((5, 1))))
    assert (told.start, len(told)) == (3, 0)


@given(
    cuts=st.lists(st.integers(0, 60), max_size=10).map(sorted),
    moments=st.lists(st.tuples(st.integers(0, 61), st.integers(1, 9)), max_size=4),
    gap=st.tuples(st.integers(0, 60), st.integers(0, 9)),
    pickled=st.booleans(),
)
def test_first_law_of_the_node_itself(
    cuts: list[int], moments: list[tuple[int, int]], gap: tuple[int, int], pickled: bool
) -> None:
    def run(edges: list[int], pickled: bool) -> tuple[list[int], Samples]:
        node = Node(Adder(settling_s=0.02), (SPEC,), "out", CLOCK)
        for index, value in moments:
            node.announce(Event(index / 100.0, EventKind.TAP, value=1000.0 * value))
        out: list[Block] = []
        for first, last in itertools.pairwise(edges):
            shift = gap[1] if first >= gap[0] else 0
            out += node.push(0, ones(first + shift, last + shift))
            if pickled:
                node = pickle.loads(pickle.dumps(node))
        out += node.finish()
        return [i for b in out for i in range(b.start, b.stop)], joined(out)

    whole = run([0, gap[0], 60], pickled=False)
    parts = run(sorted([0, *cuts, gap[0], 60]), pickled)
    assert parts[0] == whole[0]
    np.testing.assert_array_equal(parts[1], whole[1])


def test_a_step_that_wants_time_gets_session_seconds_in_lock_step() -> None:
    other = StreamSpec("force", (Channel("F", Kind.FORCE, "N"),), 100.0, "amp")
    node = Node(TimeOf(), (SPEC, other), "out", CLOCK)
    assert node.push(0, ones(0, 5)) == []
    out = node.push(1, Block(other, 2, np.ones((5, 1))))
    np.testing.assert_allclose(joined(out[:1]), [0.02, 0.03, 0.04])


def test_unfit_inputs_are_refused_with_the_name_of_the_step() -> None:
    with pytest.raises(PlanError, match="step TimeOf takes 2 input streams: found 1"):
        Node(TimeOf(), (SPEC,), "out", CLOCK)


def test_ending_without_any_sample_gives_nothing() -> None:
    node = Node(Adder(), (SPEC,), "out", CLOCK)
    assert node.finish() == []
    assert node.finish() == []
