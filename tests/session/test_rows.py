"""Rows for drawing: one grid of session time, whatever came in which pieces."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.session._fakes import counted, stream

from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock, ClockPair
from innervate.core.stream import Block, StreamSpec
from innervate.session.rows import ROWS_HZ, Rows

EMG = stream()  # 1000 Hz, one channel
SLOW = stream("slow", 148.148)
STILL = Clock("amp")


def filled(*blocks: Block, deep: int = 1, clock: Clock = STILL) -> tuple[int, np.ndarray]:
    specs = tuple({block.spec.id: block.spec for block in blocks}.values())
    rows = Rows(specs, deep=deep)
    for block in blocks:
        rows.push(block, clock)
    return rows.take()


def test_a_row_holds_the_last_sample_of_its_hundredth() -> None:
    start, values = filled(counted(EMG, 0, 100))
    assert ROWS_HZ == 100.0
    assert start == 0
    # Row 9 is not whole before a sample of row 10 has come.
    np.testing.assert_array_equal(values[:, 0], [10 * row + 9 for row in range(9)])
    assert values.dtype == np.float32


def test_raw_rows_hold_the_least_and_the_largest() -> None:
    data = np.array([3.0, -7.0, 2.0, np.nan, 5.0, 1.0] * 5)[:, None]
    _, values = filled(Block(EMG, 0, data), deep=2)
    np.testing.assert_array_equal(values, [[[-7.0, 5.0]]] * 2)


@given(st.lists(st.integers(1, 119), max_size=6), st.sampled_from([1, 2]))
def test_cutting_changes_nothing(cuts: list[int], deep: int) -> None:
    edges = sorted({0, *cuts, 120})
    whole = filled(counted(EMG, 0, 120), deep=deep)
    rows = Rows((EMG,), deep=deep)
    parts = []
    for first, last in pairwise(edges):
        rows.push(counted(EMG, first, last), STILL)
        parts.append(rows.take())
    assert [one[0] for one in parts] == np.cumsum(
        [0, *(len(one[1]) for one in parts[:-1])]
    ).tolist()
    np.testing.assert_array_equal(np.concatenate([one[1] for one in parts]), whole[1])


def test_session_time_and_not_the_device_counts() -> None:
    clock = Clock("amp", [ClockPair("amp", 0.0, 5.0)])
    start, values = filled(counted(EMG, 0, 50), clock=clock)
    assert start == 500
    assert len(values) == 4


def test_streams_of_other_rates_share_the_rows() -> None:
    two = StreamSpec("two", tuple(Channel(f"{n}", Kind.EMG, "V") for n in range(2)), 200.0, "amp")
    rows = Rows((EMG, two))
    rows.push(counted(EMG, 0, 100), STILL)
    rows.push(Block(two, 0, np.arange(16.0).repeat(2).reshape(-1, 2)), STILL)
    start, values = rows.take()
    assert (start, values.shape) == (0, (7, 3))  # the slower one has reached row 7
    np.testing.assert_array_equal(values[:, 1], values[:, 2])
    np.testing.assert_array_equal(values[:, 1], [2 * row + 1 for row in range(7)])


def test_a_stream_that_stays_away_is_not_waited_for() -> None:
    rows = Rows((EMG, SLOW))
    rows.push(counted(SLOW, 0, 20), STILL)
    for at in range(0, 1000, 100):
        rows.push(counted(EMG, at, at + 100), STILL)
    _, values = rows.take()
    assert len(values) == 99
    assert np.isnan(values[20:, 1]).all()
    # What comes of it after all is too late for rows that were given.
    rows.push(counted(SLOW, 20, 40), STILL)
    rows.push(counted(EMG, 1000, 1020), STILL)
    start, values = rows.take()
    assert start == 99
    assert np.isfinite(values[:, 0]).all()


def test_what_was_lost_is_not_measured() -> None:
    start, values = filled(counted(EMG, 0, 50), counted(EMG, 150, 200))
    assert (start, len(values)) == (0, 19)
    assert np.isnan(values[5:15, 0]).all()
    assert np.isfinite(values[15:, 0]).all()


def test_after_an_hour_of_silence_only_the_newest_rows_are_given() -> None:
    rows = Rows((EMG,))
    rows.push(counted(EMG, 0, 50), STILL)
    rows.push(counted(EMG, 3_600_000, 3_600_050), STILL)
    start, values = rows.take()
    assert start + len(values) == 360_004
    assert len(values) < 600
    assert np.isfinite(values[-4:]).all()


def test_a_clock_that_is_corrected_backwards_gives_no_row_twice() -> None:
    clock = Clock("amp", [ClockPair("amp", 0.0, 0.0)])
    rows = Rows((EMG,))
    rows.push(counted(EMG, 0, 100), clock)
    start, values = rows.take()
    assert (start, len(values)) == (0, 9)
    clock.add(ClockPair("amp", 0.1, 0.02))
    rows.push(counted(EMG, 100, 200), clock)
    start, values = rows.take()
    assert (start, len(values)) == (9, 2)


def test_nothing_gives_no_rows() -> None:
    rows = Rows((EMG,))
    assert rows.take()[1].shape == (0, 1)
    rows.push(counted(SLOW, 0, 20), STILL)
    rows.push(counted(EMG, 7, 7), STILL)
    assert rows.take()[1].shape == (0, 1)
    assert Rows((), deep=2).take()[1].shape == (0, 0, 2)


@pytest.mark.parametrize("rate_hz", [50.0, 148.148, 2000.0, 4000.0])
def test_any_rate_gives_its_rows(rate_hz: float) -> None:
    spec = stream("any", rate_hz)
    rows = Rows((spec,))
    for second in range(3):
        rows.push(counted(spec, round(second * rate_hz), round((second + 1) * rate_hz)), STILL)
    _, values = rows.take()
    assert len(values) in (298, 299)
    if rate_hz >= ROWS_HZ:
        assert np.isfinite(values).all()
