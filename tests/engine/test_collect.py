from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock, ClockPair
from innervate.core.event import Event, EventKind
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.engine.analysis import Repetition
from innervate.engine.collect import RepetitionList
from innervate.engine.run import Reader
from innervate.metrics.repetitions import Repetitions

RATE_HZ = 100.0
LENGTH = 1200
STATE = StreamSpec("repetitions", (Channel("repetition", Kind.STATE, "1"),), RATE_HZ, "amp")
SETS = (
    Event(0.2, EventKind.PHASE, "set 1 left"),
    Event(6.3, EventKind.PHASE, "pause"),
    Event(7.1, EventKind.PHASE, "set 2 right"),
)


def clock() -> Clock:
    return Clock("amp", [ClockPair("amp", 0.0, 0.0)])


def state() -> Samples:
    """On for 0.6 s of each second."""
    row = np.arange(LENGTH)
    return ((row % 100 >= 20) & (row % 100 < 80)).astype(float)[:, None]


def fill(
    consumer: RepetitionList | Reader,
    data: Samples,
    events: tuple[Event, ...],
    *,
    cuts: list[int] | None = None,
    lost: tuple[int, int] = (0, 0),
) -> None:
    """As a file is read, all events first; or with `cuts` as a session goes, events 0.2 s late."""
    late_s = float("-inf") if cuts is None else 0.2
    waiting = list(events)
    edges = sorted({0, LENGTH, *lost, *(cuts or ())})
    for low, high in pairwise(edges):
        while waiting and waiting[0].at_s + late_s < high / RATE_HZ:
            consumer.announce(waiting.pop(0))
        if not lost[0] <= low < lost[1]:
            block = Block(STATE, low, data[low:high])
            if isinstance(consumer, Reader):
                consumer.push(0, block)
            else:
                consumer.push(block)
        consumer.cover(high / RATE_HZ - late_s)
    for event in waiting:
        consumer.announce(event)
    consumer.cover(float("inf"))


def listed(
    data: Samples,
    events: tuple[Event, ...] = (),
    *,
    cuts: list[int] | None = None,
    lost: tuple[int, int] = (0, 0),
) -> tuple[Repetition, ...]:
    found = RepetitionList(STATE, clock())
    fill(found, data, events, cuts=cuts, lost=lost)
    return found.repetitions()


def measured(
    data: Samples, events: tuple[Event, ...], lost: tuple[int, int]
) -> tuple[Repetition, ...]:
    """The repetitions as the measures have them."""
    reader = Reader(Repetitions(), (STATE,), clock())
    fill(reader, data, events, lost=lost)
    return tuple(
        Repetition(m.subject.rep, m.start_s, m.stop_s, m.subject.set or 0)
        for m in reader.read()
        if m.metric == "repetitions.duration" and m.subject.rep is not None
    )


def test_repetitions_count_from_one_in_each_set() -> None:
    found = listed(state(), SETS)
    assert [(rep.set, rep.number) for rep in found] == [
        *((1, number) for number in range(1, 8)),
        *((2, number) for number in range(1, 6)),
    ]
    assert (found[7].start_s, found[7].stop_s) == pytest.approx((7.2, 7.8))


def test_without_phases_all_are_of_set_one() -> None:
    found = listed(state())
    assert [(rep.set, rep.number) for rep in found] == [(1, number) for number in range(1, 13)]


def test_the_one_under_way_is_not_listed() -> None:
    data = state()
    data[-25:] = 1.0
    assert [rep.number for rep in listed(data)] == list(range(1, 12))


@given(
    start=st.integers(1, LENGTH - 1),
    length=st.integers(0, 400),
    missing=st.integers(0, LENGTH),
)
def test_list_and_measures_have_the_same_repetitions_after_losses(
    start: int, length: int, missing: int
) -> None:
    data = state()
    data[missing : missing + 30] = np.nan
    lost = (start, min(start + length, LENGTH)) if length else (0, 0)
    assert listed(data, SETS, lost=lost) == measured(data, SETS, lost)


@given(
    cuts=st.lists(st.integers(1, LENGTH - 1), max_size=12),
    start=st.integers(1, LENGTH - 1),
    length=st.integers(0, 400),
    phases=st.lists(
        st.tuples(st.floats(0.0, 12.0), st.sampled_from(["set 1", "set 2 left", "pause"])),
        max_size=4,
    ),
)
def test_a_session_and_its_file_have_the_same_list(
    cuts: list[int], start: int, length: int, phases: list[tuple[float, str]]
) -> None:
    events = tuple(
        Event(at_s, EventKind.PHASE, label) for at_s, label in sorted(dict(phases).items())
    )
    lost = (start, min(start + length, LENGTH)) if length else (0, 0)
    file = listed(state(), events, lost=lost)
    assert listed(state(), events, cuts=cuts, lost=lost) == file
