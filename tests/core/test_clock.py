from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innervate.core.clock import Clock, ClockPair

PAIRS = st.lists(
    st.tuples(st.integers(0, 2000), st.floats(-0.01, 0.01)), min_size=1, max_size=30
).map(
    lambda found: [
        ClockPair("amp", device_s, device_s + 3.0 + jitter_s)
        for device_s, jitter_s in sorted(dict(found).items())
    ]
)


def drifting(ppm: float, count: int, jitter_s: float = 0.0) -> list[ClockPair]:
    jitter = np.random.default_rng(1).uniform(-jitter_s, jitter_s, count)
    return [
        ClockPair("amp", 5.0 * i, 5.0 * i * (1 + ppm * 1e-6) + 100.0 + jitter[i])
        for i in range(count)
    ]


def test_without_pairs_device_time_is_session_time() -> None:
    times_s = np.array([0.0, 1.5])
    np.testing.assert_array_equal(Clock("amp").session_times_s(times_s), times_s)
    assert Clock("amp").session_times_s(times_s) is not times_s


@given(PAIRS, st.floats(0, 2500), st.integers(0, 30))
def test_only_pairs_at_or_before_a_moment_count(
    pairs: list[ClockPair], device_s: float, more: int
) -> None:
    known = [pair for pair in pairs if pair.device_s <= device_s] or pairs[:1]
    next_s = max(device_s, known[-1].device_s) + 1.0
    later = known + [ClockPair("amp", next_s + i, 1e6 * i) for i in range(more)]
    assert Clock("amp", known).session_s(device_s) == Clock("amp", later).session_s(device_s)


@given(PAIRS, st.lists(st.floats(0, 2500), max_size=40).map(sorted))
def test_one_moment_and_many_agree_to_the_bit(pairs: list[ClockPair], moments: list[float]) -> None:
    clock = Clock("amp", pairs)
    many = clock.session_times_s(np.array(moments, dtype=np.float64))
    assert [clock.session_s(moment) for moment in moments] == many.tolist()


@given(PAIRS, st.lists(st.integers(0, 100), max_size=5).map(sorted))
def test_times_do_not_depend_on_the_cut(pairs: list[ClockPair], cuts: list[int]) -> None:
    clock = Clock("amp", pairs)
    moments = np.linspace(0.0, 2500.0, 100)
    parts = [clock.session_times_s(part) for part in np.split(moments, cuts)]
    np.testing.assert_array_equal(np.concatenate(parts), clock.session_times_s(moments))


@pytest.mark.parametrize("ppm", [-200.0, -20.0, 0.0, 100.0])
def test_drift_is_removed(ppm: float) -> None:
    clock = Clock("amp", drifting(ppm, 361))
    after_half_an_hour = clock.session_s(1804.0)
    assert after_half_an_hour == pytest.approx(1804.0 * (1 + ppm * 1e-6) + 100.0, abs=1e-6)


def test_jitter_of_the_observations_is_averaged() -> None:
    clock = Clock("amp", drifting(100.0, 361, jitter_s=1e-3))
    moments = np.linspace(100.0, 1800.0, 500)
    wrong = clock.session_times_s(moments) - (moments * (1 + 1e-4) + 100.0)
    assert wrong.std() < 0.5e-3


def test_a_file_replays_exactly_as_it_was_heard() -> None:
    pairs = drifting(50.0, 60, jitter_s=2e-3)
    live = Clock("amp")
    heard = []
    for pair in pairs:
        live.add(pair)
        heard.append(live.session_s(pair.device_s + 0.1))
    replayed = Clock("amp", reversed(pairs))
    assert [replayed.session_s(pair.device_s + 0.1) for pair in pairs] == heard


@given(PAIRS, st.floats(0, 2500))
def test_back_and_forth(pairs: list[ClockPair], device_s: float) -> None:
    steady = Clock("amp", pairs[:1])
    assert steady.device_s(steady.session_s(device_s)) == pytest.approx(device_s, abs=1e-6)


def test_a_clock_can_be_pickled() -> None:
    clock = Clock("amp", drifting(100.0, 20))
    assert pickle.loads(pickle.dumps(clock)).session_s(77.0) == clock.session_s(77.0)


def test_a_line_that_is_remembered_gives_way_to_a_new_pair() -> None:
    clock = Clock("amp", [ClockPair("amp", 0.0, 5.0)])
    assert clock.session_s(20.0) == 25.0
    clock.add(ClockPair("amp", 10.0, 16.0))
    assert clock.session_s(20.0) == 26.0
    assert clock.session_s(9.0) == 14.0
