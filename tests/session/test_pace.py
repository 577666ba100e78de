"""A recording played as if it were happening now."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.session._fakes import Hand, counted, recording, stream, timed

from innervate.core.channel import Kind
from innervate.core.clock import Clock, ClockPair
from innervate.core.event import Event, EventKind
from innervate.core.recording import Recording
from innervate.core.source import Item, Source
from innervate.core.stream import Block, StreamSpec
from innervate.session.pace import PacedSource

EMG = stream()
SLOW = stream("acc", 148.0, "imu", Kind.ACCELERATION)
POSE = stream("pose", None, "camera", Kind.ANGLE)


def drain(source: PacedSource, most: int = 10_000) -> list[Item]:
    source.open()
    out: list[Item] = []
    for _ in range(most):
        if source.exhausted:
            return out
        out += source.read(0.1)
    return out


def played(what: Recording, chunk_s: float = 0.02) -> list[Item]:
    return drain(PacedSource(what, pace=None, chunk_s=chunk_s))


def looped(what: Recording, rounds_s: float, chunk_s: float = 0.02) -> list[Item]:
    """What a looping replay gives until it has come to a session second."""
    source = PacedSource(what, pace=None, loop=True, chunk_s=chunk_s)
    source.open()
    out: list[Item] = []
    while ends_s(out) < rounds_s:
        assert not source.exhausted
        out += source.read(0.1)
    return out


def blocks(items: Sequence[Item], spec: StreamSpec) -> list[Block]:
    return [item for item in items if isinstance(item, Block) and item.spec.id == spec.id]


def events(items: Sequence[Item]) -> list[Event]:
    return [item for item in items if isinstance(item, Event)]


def ends_s(items: Sequence[Item]) -> float:
    """The last device second of the first stream, or the last moment of an irregular one."""
    for item in reversed(items):
        if isinstance(item, Block) and len(item):
            rate_hz = item.spec.rate_hz
            return item.stop / rate_hz if rate_hz else float(np.asarray(item.time_s)[-1])
    return 0.0


def test_it_is_a_source() -> None:
    assert isinstance(PacedSource(recording(counted(EMG, 0, 10))), Source)


@given(
    cuts=st.lists(st.integers(1, 4999), max_size=12),
    chunk_s=st.floats(0.001, 1.0),
    gap=st.integers(0, 50),
)
def test_every_sample_is_given_once_in_order_whatever_the_file_is_cut_into(
    cuts: list[int], chunk_s: float, gap: int
) -> None:
    edges = sorted({0, 5000, *cuts})
    pieces = [
        counted(EMG, first + number * gap, last + number * gap)
        for number, (first, last) in enumerate(pairwise(edges))
    ]
    given_ = blocks(played(recording(*pieces), chunk_s), EMG)
    data = np.concatenate([block.data[:, 0] for block in given_])
    index = np.concatenate([np.arange(block.start, block.stop) for block in given_])
    np.testing.assert_array_equal(data, index)
    np.testing.assert_array_equal(data, np.concatenate([piece.data[:, 0] for piece in pieces]))
    assert max(len(block) for block in given_) <= max(1, round(chunk_s * 1000))


@given(pace=st.sampled_from([0.25, 1.0, 3.0, 50.0]), late=st.floats(0.0, 2.0))
def test_nothing_comes_before_its_time_and_all_in_the_end(pace: float, late: float) -> None:
    hand = Hand()
    what = recording(counted(EMG, 0, 3000))
    source = PacedSource(what, pace=pace, now_s=hand.now_s, sleep=hand.sleep)
    source.open()
    hand.now += late
    reached = 0
    while not source.exhausted:
        for block in blocks(source.read(0.05), EMG):
            reached = block.stop
        # The first piece is due at once; from there on no sample comes before its time.
        assert (reached / 1000.0 - 0.02) / pace <= hand.now - 100.0 + 1e-9
    assert reached == 3000
    assert hand.now == pytest.approx(100.0 + max(2.98 / pace, late), abs=1e-6)


def test_waiting_is_never_longer_than_asked() -> None:
    hand = Hand()
    source = PacedSource(
        recording(counted(EMG, 0, 20), counted(EMG, 5000, 5020)),
        now_s=hand.now_s, sleep=hand.sleep,
    )  # fmt: skip
    source.open()
    assert len(source.read(0.1)) == 1
    turns = [len(source.read(0.1)) for _ in range(52)]
    assert sum(turns) == 1
    assert sum(turns[:49]) == 0
    assert max(hand.slept) <= 0.1
    assert source.exhausted
    assert source.read(0.1) == ()


def test_without_a_pace_it_never_waits() -> None:
    hand = Hand()
    source = PacedSource(
        recording(counted(EMG, 0, 3000)), pace=None, now_s=hand.now_s, sleep=hand.sleep
    )
    drain(source)
    assert hand.slept == []


def test_after_closing_nothing_comes() -> None:
    source = PacedSource(recording(counted(EMG, 0, 3000)), pace=None)
    source.open()
    source.read(0.1)
    source.close()
    source.close()
    assert source.exhausted
    assert source.read(0.1) == ()


def test_an_empty_recording_is_over_at_once() -> None:
    for loop in (False, True):
        source = PacedSource(Recording(recording().about, (EMG,), recording().reader), loop=loop)
        assert source.open() == (EMG,)
        assert source.exhausted


@given(
    at_s=st.lists(st.floats(0.0, 4.999), max_size=8),
    pairs=st.lists(st.floats(0.0, 4.9), max_size=5, unique=True),
    chunk_s=st.floats(0.005, 0.7),
    size=st.integers(100, 2000),
)
def test_events_and_clock_pairs_come_before_the_samples_they_belong_to(
    at_s: list[float], pairs: list[float], chunk_s: float, size: int
) -> None:
    told = [Event(moment, EventKind.CUE, str(moment)) for moment in at_s]
    clock = Clock("amp", [ClockPair("amp", moment, moment + 0.25) for moment in pairs])
    shift_s = 0.25 if pairs else 0.0
    pieces = [counted(EMG, first, min(first + size, 5000)) for first in range(0, 5000, size)]
    items = played(recording(*pieces, events=told, clocks=[clock]), chunk_s)
    reached_s = -1.0
    known = 0
    for item in items:
        if isinstance(item, Event):
            assert reached_s <= item.at_s - shift_s + 1e-9
        elif isinstance(item, ClockPair):
            # The first serves whatever is before it, so it comes first of all.
            assert reached_s <= item.device_s if known else reached_s == -1.0
            known += 1
        else:
            reached_s = item.stop / 1000.0
    assert sorted(event.at_s for event in events(items)) == sorted(at_s)
    assert known == len(pairs)


def test_what_was_told_after_the_last_sample_is_told_too() -> None:
    last = Event(99.0, EventKind.NOTE, "over")
    assert events(played(recording(counted(EMG, 0, 100), events=[last]))) == [last]


@given(st.integers(1, 7), st.integers(1, 7))
def test_several_streams_come_in_the_order_of_time(emg_parts: int, acc_parts: int) -> None:
    """Files hold long blocks, one stream after the other; a live device does not."""
    emg = [counted(EMG, a, b) for a, b in pairwise(range(0, 6001, 6000 // emg_parts))]
    acc = [counted(SLOW, a, b) for a, b in pairwise(range(0, 889, 888 // acc_parts))]
    stored = sorted([*emg, *acc], key=lambda block: block.start / (block.spec.rate_hz or 1.0))
    items = played(recording(*stored), 0.1)
    ends = [item.stop / (item.spec.rate_hz or 1.0) for item in items if isinstance(item, Block)]
    assert ends == sorted(ends)
    for spec, whole in ((EMG, emg), (SLOW, acc)):
        data = np.concatenate([block.data for block in blocks(items, spec)])
        np.testing.assert_array_equal(data, np.concatenate([block.data for block in whole]))


def test_an_irregular_stream_is_paced_too() -> None:
    times_s = np.cumsum(np.random.default_rng(1).uniform(0.01, 0.05, 200))
    given_ = blocks(played(recording(timed(POSE, 0, times_s.tolist()))), POSE)
    assert len(given_) > 100
    np.testing.assert_array_equal(np.concatenate([block.data[:, 0] for block in given_]), times_s)
    assert max(float(np.ptp(np.asarray(block.time_s))) for block in given_) < 0.02


@settings(max_examples=25)
@given(
    lengths=st.tuples(st.integers(1, 1200), st.integers(1, 300), st.integers(0, 30)),
    begins_s=st.sampled_from([0.0, 3.0, 0.37]),
    drift=st.sampled_from([0.0, 1e-4, -1e-4]),
    chunk_s=st.sampled_from([0.02, 0.11]),
)
def test_looping_goes_on_lawfully(
    lengths: tuple[int, int, int], begins_s: float, drift: float, chunk_s: float
) -> None:
    """Indices rise, time does not go back, and what is skipped is told as a gap just before."""
    fast, slow, frames = lengths
    stored = [counted(EMG, 0, fast), counted(SLOW, 0, slow)]
    if frames:
        stored.append(timed(POSE, 0, [begins_s + 0.03 * k for k in range(frames)]))
    clocks = [
        Clock(name, [ClockPair(name, k / 2, begins_s + (1 + drift) * k / 2) for k in range(5)])
        for name in ("amp", "imu")
    ]
    note = Event(begins_s, EventKind.GAP, stream="emg", sample=0)
    items = looped(recording(*stored, events=[note], clocks=clocks), 6.0, chunk_s)
    expected: dict[str, int] = {}
    told: dict[str, Event] = {}
    time_s = -1.0
    for item in items:
        if isinstance(item, Event) and item.value is not None:
            assert item.stream is not None
            told[item.stream] = item
        elif isinstance(item, Block):
            name = item.spec.id
            lost = item.start - expected.get(name, 0)
            assert lost >= 0
            if lost:
                gap = told.pop(name)
                assert (gap.kind, gap.sample, gap.value) == (EventKind.GAP, item.start, lost)
            expected[name] = item.stop
            if item.time_s is not None:
                assert (np.diff(item.time_s) > 0).all()
                assert item.time_s[0] > time_s
                time_s = float(item.time_s[-1])
    assert told == {}
    again = [event for event in events(items) if event.value is None]
    assert len(again) >= 2
    for event in again:
        assert event.sample is not None
        assert event.at_s == pytest.approx(begins_s + event.sample / 1000.0, abs=1e-3)


def test_looping_one_stream_loses_nothing() -> None:
    items = looped(recording(counted(EMG, 0, 777)), 5.0)
    assert events(items) == []
    index = np.concatenate([np.arange(block.start, block.stop) for block in blocks(items, EMG)])
    np.testing.assert_array_equal(index, np.arange(len(index)))
    data = np.concatenate([block.data[:, 0] for block in blocks(items, EMG)])
    np.testing.assert_array_equal(data, index % 777)


def test_a_gap_in_the_recording_is_one_in_the_replay() -> None:
    gap = Event(1.5, EventKind.GAP, stream="emg", sample=1500, value=500.0, unit="1")
    what = recording(counted(EMG, 0, 1000), counted(EMG, 1500, 2000), events=[gap])
    items = played(what)
    assert gap in items
    starts = [block.start for block in blocks(items, EMG)]
    assert starts == [*range(0, 1000, 20), *range(1500, 2000, 20)]
    after = next(item for item in items if isinstance(item, Block) and item.start == 1500)
    assert items.index(gap) <= items.index(after)
