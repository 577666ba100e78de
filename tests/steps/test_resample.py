from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.steps._cuts import SIZES, assert_same, emg, noise, run

from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import InputError, PlanError
from innervate.core.node import Node
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.steps.resample import Resample

KNEE = (Channel("knee", Kind.ANGLE, "rad"),)
CAMERA = StreamSpec("pose", KNEE, None, "camera")


def plate(rate_hz: float) -> StreamSpec:
    return StreamSpec("force", (Channel("F", Kind.FORCE, "N"),), rate_hz, "plate")


def drifting(ppm: float, offset_s: float = 0.0, until_s: int = 60) -> Clock:
    pairs = [ClockPair("plate", at, at * (1 + ppm * 1e-6) + offset_s) for at in range(0, until_s)]
    return Clock("plate", pairs)


def frames(count: int, seed: int = 2) -> Samples:
    """Times of camera frames that jitter around 30 per second."""
    return np.cumsum(np.random.default_rng(seed).uniform(0.02, 0.045, count))


@given(SIZES, st.booleans(), st.sampled_from([30.0, 100.0]))
def test_first_law_of_irregular_streams(sizes: list[int], pickled: bool, rate_hz: float) -> None:
    times_s = frames(600)
    times_s[300:] += 1.0
    times_s[400:402] -= 0.2
    data = np.sin(times_s)[:, None]
    data[50] = np.nan
    lost = [(450, 460)]
    whole = run(Resample(rate_hz), CAMERA, data, time_s=times_s, lost=lost)
    assert_same(
        run(Resample(rate_hz), CAMERA, data, sizes, time_s=times_s, lost=lost, pickled=pickled),
        whole,
    )


@given(SIZES, st.booleans(), st.sampled_from([100.0, 250.0, 400.0]), st.sampled_from([-3.0, 7.1]))
def test_first_law_of_regular_streams(
    sizes: list[int], pickled: bool, rate_hz: float, offset_s: float
) -> None:
    data, lost, clock = noise(3000, 1), [(1200, 1400)], drifting(300.0, offset_s)
    data[800] = np.nan
    step = Resample(rate_hz)
    whole = run(step, plate(250.0), data, lost=lost, clock=clock)
    assert_same(
        run(step, plate(250.0), data, sizes, lost=lost, clock=clock, pickled=pickled), whole
    )


def test_a_line_is_met_exactly_at_every_point_of_the_grid() -> None:
    times_s = frames(500)
    course = run(Resample(100.0), CAMERA, times_s[:, None], time_s=times_s)
    at_s = np.arange(course.start, course.stop) / 100.0
    np.testing.assert_allclose(course.data[:, 0], at_s, rtol=1e-12)
    assert course.start == math.ceil(times_s[0] * 100)
    assert course.stop == math.floor(times_s[-1] * 100) + 1


def test_a_stream_on_the_grid_stays_as_it_is() -> None:
    data = noise(1000, 1)
    data[500] = np.nan
    course = run(Resample(250.0), plate(250.0), data)
    np.testing.assert_array_equal(course.data, data)


@pytest.mark.parametrize("rate_hz", [100.0, 500.0, 1000.0])
def test_a_sine_of_a_clock_100_ppm_fast_comes_out_in_session_time(rate_hz: float) -> None:
    clock = drifting(100.0, offset_s=2.0)
    session_s = np.arange(50_000) / 1000.0 * (1 + 100e-6) + 2.0
    data = np.sin(2 * math.pi * session_s)[:, None]
    course = run(Resample(rate_hz), plate(1000.0), data, [999] * 40, clock=clock)
    at_s = np.arange(course.start, course.stop) / rate_hz
    apart = course.data[:, 0] - np.sin(2 * math.pi * at_s)
    late = at_s > 2.0 + 12.0  # the drift is known once there are ten seconds of pairs
    assert np.nanmax(np.abs(apart[~late])) < 2 * math.pi * 1.1e-4 + 2e-3
    assert np.abs(apart[late]).max() < 2e-3  # half a sample of the rounded filter delay
    assert course.stop / rate_hz == pytest.approx(52.0 + 0.005, abs=0.03)


def test_what_would_fold_down_is_taken_out_first() -> None:
    time_s = np.arange(20_000) / 1000.0
    for hz, most in ((70.0, 0.01), (90.0, 1e-3), (130.0, 1e-4)):
        data = np.sin(2 * math.pi * hz * time_s)[:, None]
        values = run(Resample(100.0), plate(1000.0), data).data[50:]
        assert np.nanmax(np.abs(values)) < most
    slow = np.sin(2 * math.pi * 10.0 * time_s)[:, None]
    values = run(Resample(100.0), plate(1000.0), slow).data[500:-500, 0]
    assert np.std(values) == pytest.approx(math.sqrt(0.5), rel=0.01)


def test_a_hole_is_a_gap_and_not_a_line_across_it() -> None:
    times_s = frames(200)
    times_s[100:] += 1.0
    course = run(Resample(100.0), CAMERA, times_s[:, None], time_s=times_s)
    at_s = np.arange(course.start, course.stop) / 100.0
    inside = (at_s > times_s[99]) & (at_s < times_s[100])
    np.testing.assert_array_equal(np.isnan(course.data[:, 0]), inside)
    starts = [block.start for block in course.blocks if len(block)]
    assert len(starts) == 2
    assert not any(np.isnan(block.data).any() for block in course.blocks)


def test_samples_far_apart_come_out_only_where_they_lie_on_the_grid() -> None:
    times_s = np.array([0.0, 1.0, 2.003, 3.0])
    course = run(Resample(10.0), CAMERA, times_s[:, None], time_s=times_s)
    given_at = course.start + np.flatnonzero(~np.isnan(course.data[:, 0]))
    assert given_at.tolist() == [0, 10, 30]


def test_a_leap_of_an_hour_takes_no_memory() -> None:
    times_s = np.array([0.0, 0.1, 3600.0 * 24 * 365, 3600.0 * 24 * 365 + 0.1])
    node = Node(Resample(1000.0), (CAMERA,), "out", Clock("camera"))
    blocks = node.push(0, Block(CAMERA, 0, times_s[:, None], times_s))
    assert [len(block) for block in blocks] == [101, 101]


def test_samples_before_the_session_are_not_given() -> None:
    times_s = frames(100) - 1.0
    assert run(Resample(100.0), CAMERA, times_s[:, None], time_s=times_s).start == 0


def test_states_keep_their_last_value() -> None:
    channels = (Channel("BB", Kind.STATE, "1"),)
    spec = StreamSpec("on", channels, 40.0, "amplifier")
    data = np.array([0.0, 1.0, 0.0, 3.0])[:, None]
    course = run(Resample(100.0), spec, data)
    assert course.data[:, 0].tolist() == [0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0]


def test_a_missing_value_is_missing_in_both_its_neighbourhoods_only() -> None:
    times_s = np.arange(20) / 40.0
    data = times_s[:, None].copy()
    data[10] = np.nan
    course = run(Resample(100.0), CAMERA, data, time_s=times_s)
    at_s = np.arange(course.start, course.stop) / 100.0
    inside = (at_s > 9 / 40 + 1e-9) & (at_s < 11 / 40 - 1e-9)
    np.testing.assert_array_equal(np.isnan(course.data[:, 0]), inside)


@pytest.mark.parametrize("offset_s", [-5.0, 0.0, 50.0])
def test_a_gap_of_the_device_never_sends_those_behind_back_in_time(offset_s: float) -> None:
    node = Node(Resample(50.0), (plate(100.0),), "out", drifting(0.0, offset_s))
    behind = Node(Resample(25.0, clock="other"), (node.spec,), "next", Clock("session"))
    out = []
    for start in (600, 900, 1301, 1500):
        for block in node.push(0, Block(plate(100.0), start, noise(150, 1))):
            out += behind.push(0, block)
    stops = [block.stop for block in out]
    assert stops == sorted(stops)
    assert stops[-1] / 25.0 == pytest.approx(16.5 + offset_s, abs=0.11)


def test_a_clock_set_back_in_a_gap_gives_no_moment_twice() -> None:
    clock = Clock("plate", [ClockPair("plate", 0.0, 0.0), ClockPair("plate", 5.0, 4.9)])
    node = Node(Resample(50.0), (plate(100.0),), "out", clock)
    blocks = [
        block
        for start, count in ((0, 500), (501, 499))
        for block in node.push(0, Block(plate(100.0), start, noise(count, 1)))
    ]
    for earlier, later in pairwise(blocks):
        assert later.start >= earlier.stop


def test_the_output_runs_on_the_clock_of_the_session() -> None:
    spec = Resample(100.0).open((CAMERA,)).spec
    assert (spec.rate_hz, spec.clock, spec.channels) == (100.0, "session", KNEE)
    assert Resample(100.0).open((plate(50.0),)).delay_s == 0.02
    assert Resample(100.0).open((plate(1000.0),)).delay_s == pytest.approx(0.024, abs=2e-3)


def test_what_does_not_suit_is_refused() -> None:
    with pytest.raises(InputError, match="rate of a grid"):
        Resample(0.0)
    with pytest.raises(PlanError, match=r"samples .* are 1 s apart"):
        Resample(100.0).open((plate(1.0),))
    mixed = (*KNEE, Channel("on", Kind.STATE, "1"))
    with pytest.raises(PlanError, match="mixes states"):
        Resample(100.0).open((StreamSpec("x", mixed, 100.0, "c"),))
    assert Resample(100.0).open((emg(1000.0),)).spec.channels == emg(1000.0).channels
