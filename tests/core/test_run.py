from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.channel import Channel, Kind
from innervate.core.event import Event, EventKind
from innervate.core.run import SampleRun
from innervate.core.stream import Block, Samples, StreamSpec

CHANNELS = (Channel("BB", Kind.EMG, "V"), Channel("TB", Kind.EMG, "V"))
SPEC = StreamSpec("emg", CHANNELS, 100.0, "amp")
MEAN = StreamSpec("emg/mean", CHANNELS[:1], 100.0, "amp")
N = 30


class Delayed:
    """Gives each sample `lag` samples late and refuses what is not finite."""

    def __init__(self, lag: int, columns: int = 2) -> None:
        self._kept = np.zeros((lag, 2))
        self._columns = columns

    def __call__(self, data: Samples, start: int) -> Samples:
        assert np.isfinite(data).all()
        assert start >= 0
        joined = np.concatenate([self._kept, data])
        self._kept = joined[len(data) :]
        out = joined[: len(data)]
        return out if self._columns == 2 else out.mean(axis=1, keepdims=True)


def run(
    data: Samples, cuts: list[int], lag: int, settling: int, spec: StreamSpec = SPEC
) -> tuple[list[int], Samples]:
    made = SampleRun(spec, Delayed(lag, len(spec.channels)), lag=lag, settling=settling)
    edges = sorted([0, *cuts, len(data)])
    blocks: list[Block] = []
    for first, last in itertools.pairwise(edges):
        blocks += made.push(Block(SPEC, 100 + first, data[first:last]))
    indices = [i for block in blocks for i in range(block.start, block.stop)]
    return indices, np.concatenate([np.empty((0, len(spec.channels))), *(b.data for b in blocks)])


MISSING = st.lists(st.tuples(st.integers(0, N - 1), st.integers(0, 1)), max_size=4)


@given(
    missing=MISSING,
    cuts=st.lists(st.integers(0, N), max_size=8),
    lag=st.integers(0, 5),
    settling=st.integers(0, 8),
    mixed=st.booleans(),
)
def test_missing_values_come_back_with_their_settling_under_any_cut(
    missing: list[tuple[int, int]], cuts: list[int], lag: int, settling: int, mixed: bool
) -> None:
    data = np.arange(1.0, 2 * N + 1).reshape(N, 2)
    for row, column in missing:
        data[row, column] = np.nan
    spec = MEAN if mixed else SPEC
    indices, got = run(data, cuts, lag, settling, spec)
    assert indices == list(range(100, 100 + N - lag))
    bad: npt.NDArray[np.bool_] = np.zeros((N, 2), dtype=bool)
    for row, column in missing:
        bad[row : row + settling + 1, column] = True
    if mixed:
        bad = np.logical_or.reduce(bad, axis=1, keepdims=True)
    np.testing.assert_array_equal(np.isnan(got), bad[lag:])
    _, whole = run(data, [], lag, settling, spec)
    np.testing.assert_array_equal(got, whole)


@given(cuts=st.lists(st.integers(0, N), max_size=8), lag=st.integers(0, 40))
def test_output_is_indexed_by_the_phenomenon(cuts: list[int], lag: int) -> None:
    data = np.arange(2.0 * N).reshape(N, 2)
    indices, got = run(data, cuts, lag, 0)
    assert indices == list(range(100, 100 + max(N - lag, 0)))
    np.testing.assert_array_equal(got, data[: max(N - lag, 0)])


@pytest.mark.parametrize(("lag", "settling", "settling_s"), [(0, 5, 0.05), (3, 5, 0.02), (8, 5, 0)])
def test_delay_and_settling_are_told_in_seconds(lag: int, settling: int, settling_s: float) -> None:
    made = SampleRun(SPEC, Delayed(lag), lag=lag, settling=settling)
    assert made.delay_s == lag / 100.0
    assert made.settling_s == pytest.approx(settling_s)
    assert made.spec is SPEC


def test_events_and_empty_blocks_change_nothing() -> None:
    made = SampleRun(SPEC, Delayed(0))
    assert made.push(Event(0.0, EventKind.TAP)) == ()
    assert made.push(Block(SPEC, 7, np.empty((0, 2)))) == ()
    (out,) = made.push(Block(SPEC, 7, np.ones((3, 2))))
    assert out.start == 7
    assert made.finish() == ()


def test_the_input_is_left_alone_even_with_missing_values() -> None:
    data = np.array([[1.0, np.nan], [3.0, 4.0]])
    before = data.tobytes()
    SampleRun(SPEC, Delayed(0), settling=1).push(Block(SPEC, 0, data))
    assert data.tobytes() == before
