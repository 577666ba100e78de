from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock, ClockPair
from innervate.core.event import Event, EventKind
from innervate.core.source import Item
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.devices._grid import SampleGrid

RATE = 1000.0
SPEC = StreamSpec("emg", (Channel("a", Kind.EMG, "V"),), RATE, "amp")


def _stamps(numbers: Samples, drift: float = 0.0) -> Samples:
    return np.asarray(50.0 + numbers / RATE * (1.0 + drift))


def _chunked(stamps: Samples, rng: np.random.Generator, jitter_s: float, size: int) -> Samples:
    """Stamp whole chunks late by a random time, as a sender does that stamps what it sends."""
    late = np.repeat(np.abs(rng.normal(0, jitter_s, len(stamps) // size + 1)), size)
    return np.asarray(stamps + late[: len(stamps)])


def _run(stamps: Samples, numbers: Samples, cuts: list[int] | None = None) -> list[Item]:
    grid = SampleGrid(SPEC, 50.0)
    out: list[Item] = []
    edges = [0, *(cuts or []), len(stamps)]
    for first, last in pairwise(edges):
        out += grid.push(stamps[first:last], numbers[first:last, None].copy())
    return out + grid.flush()


def _gaps(items: list[Item]) -> list[Event]:
    return [i for i in items if isinstance(i, Event) and i.kind is EventKind.GAP]


def _placed(items: list[Item]) -> list[tuple[int, float]]:
    return [
        (block.start + k, float(value))
        for block in items
        if isinstance(block, Block)
        for k, value in enumerate(block.data[:, 0])
    ]


@pytest.mark.parametrize("lost", [1, 2, 7, 300, 5000])
@pytest.mark.parametrize("drift", [0.0, 2e-4, -2e-4])
def test_clean_stamps_show_every_lost_sample(lost: int, drift: float) -> None:
    numbers = np.arange(12_000.0)
    numbers = np.delete(numbers, slice(4000, 4000 + lost))
    items = _run(_stamps(numbers, drift), numbers)
    (gap,) = _gaps(items)
    # Over a long absence the stream's own drift adds up to a sample.
    slack = 0 if lost < 1000 else 2
    assert gap.value == pytest.approx(lost, abs=slack)
    assert all(abs(place - value) <= slack for place, value in _placed(items))


@pytest.mark.parametrize("jitter_s", [0.001, 0.004, 0.02])
@pytest.mark.parametrize("size", [1, 20, 64])
def test_jitter_is_not_taken_for_loss(jitter_s: float, size: int) -> None:
    numbers = np.arange(30_000.0)
    stamps = _chunked(_stamps(numbers, 1e-4), np.random.default_rng(1), jitter_s, size)
    items = _run(stamps, numbers)
    assert not _gaps(items)
    assert [place for place, _ in _placed(items)] == list(range(30_000))


def test_bursts_of_a_radio_link_are_not_taken_for_loss() -> None:
    numbers = np.arange(20_000.0)
    arrival = 50.0 + (np.floor(numbers / 45) + 1) * 0.045
    assert not _gaps(_run(arrival, numbers))


def test_a_loss_is_seen_through_jitter() -> None:
    numbers = np.delete(np.arange(20_000.0), slice(10_000, 10_200))
    stamps = _chunked(_stamps(numbers), np.random.default_rng(2), 0.004, 20)
    items = _run(stamps, numbers)
    (gap,) = _gaps(items)
    assert gap.value == pytest.approx(200, abs=8)
    assert gap.at_s == pytest.approx(10.2, abs=0.02)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_cut_does_not_matter(data: st.DataObject) -> None:
    numbers = np.delete(np.arange(6000.0), slice(2000, 2100))
    stamps = _chunked(_stamps(numbers), np.random.default_rng(3), 0.003, 16)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(numbers)), max_size=60)))
    whole, pieces = _run(stamps, numbers), _run(stamps, numbers, cuts)
    assert _placed(whole) == _placed(pieces)
    assert _gaps(whole) == _gaps(pieces)
    assert [i for i in whole if isinstance(i, ClockPair)] == [
        i for i in pieces if isinstance(i, ClockPair)
    ]


def test_pairs_follow_the_drift() -> None:
    numbers = np.arange(120_000.0)
    items = _run(_stamps(numbers, 3e-4), numbers)
    clock = Clock("amp", [i for i in items if isinstance(i, ClockPair)])
    for second in (30.0, 60.0, 110.0):
        assert clock.session_s(second) == pytest.approx(second * 1.0003, abs=0.002)


def test_a_pair_comes_before_the_first_block() -> None:
    items = _run(_stamps(np.arange(10.0)), np.arange(10.0))
    assert items[0] == ClockPair("amp", 0.0, 0.0)


@pytest.mark.parametrize("cut", [0, 1, 2, 3])
def test_a_counter_overrules_the_stamps(cut: int) -> None:
    grid = SampleGrid(SPEC, 50.0, watch=False)
    lost = np.array([0, 0, 4, 0])
    stamps = _stamps(np.array([0.0, 1.0, 6.0, 7.0]))
    items = grid.push(stamps[:cut], np.zeros((cut, 1)), lost[:cut])
    items += grid.push(stamps[cut:], np.zeros((4 - cut, 1)), lost[cut:])
    assert [place for place, _ in _placed(items)] == [0, 1, 6, 7]
    (gap,) = _gaps(items)
    assert (gap.sample, gap.value) == (6, 4.0)


def test_after_an_absence_the_stamp_gives_the_number() -> None:
    grid = SampleGrid(SPEC, 50.0)
    grid.push(_stamps(np.arange(2000.0)), np.zeros((2000, 1)))
    grid.resume()
    items = grid.push(_stamps(np.arange(9000.0, 9100.0)), np.zeros((100, 1)))
    (gap,) = _gaps(items)
    assert (gap.sample, gap.value) == (9000, 7000.0)


def test_stamps_that_are_no_numbers_do_no_harm() -> None:
    numbers = np.arange(5000.0)
    stamps = _stamps(numbers)
    stamps[[0, 700, 1500]] = np.nan
    stamps[2500] = np.inf
    items = _run(stamps, numbers)
    assert not _gaps(items)
    assert len(_placed(items)) == 5000


def test_a_clock_set_back_loses_nothing() -> None:
    numbers = np.arange(6000.0)
    stamps = _stamps(numbers)
    stamps[3000:] -= 100.0
    items = _run(stamps, numbers)
    assert not _gaps(items)
    assert [place for place, _ in _placed(items)] == list(range(6000))
