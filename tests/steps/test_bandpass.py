from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.steps._cuts import SIZES, assert_same, emg, noise, run

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError, PlanError
from innervate.core.stream import Samples, StreamSpec
from innervate.steps.bandpass import Bandpass

RATE = 2000.0


def sine(hz: float, rate_hz: float = RATE, seconds: float = 4.0) -> Samples:
    index = np.arange(round(seconds * rate_hz))[:, None]
    return np.asarray(np.sin(2 * math.pi * hz * index / rate_hz))


def gain_db(hz: float, rate_hz: float = RATE) -> float:
    course = run(Bandpass(), emg(rate_hz, 1), sine(hz, rate_hz))
    late = course.data[len(course.data) // 2 :]
    return float(20 * np.log10(np.sqrt(np.mean(late**2)) * math.sqrt(2)))


@given(SIZES, st.booleans(), st.integers(0, 5000))
def test_first_law(sizes: list[int], pickled: bool, start: int) -> None:
    data = noise(4000)
    lost = [(2100, 2500)]
    whole = run(Bandpass(), emg(RATE), data, start=start, lost=lost)
    assert_same(
        run(Bandpass(), emg(RATE), data, sizes, start=start, lost=lost, pickled=pickled), whole
    )


@pytest.mark.parametrize("hz", [40.0, 95.0, 150.0, 250.0, 300.0])
def test_the_pass_band_is_left_alone(hz: float) -> None:
    assert gain_db(hz) == pytest.approx(0.0, abs=0.2)


@pytest.mark.parametrize("hz", [20.0, 450.0])
def test_the_edges_are_at_minus_3_db(hz: float) -> None:
    assert gain_db(hz) == pytest.approx(-3.01, abs=0.05)


@pytest.mark.parametrize(("hz", "db"), [(10.0, -24.0), (5.0, -48.0), (900.0, -24.0)])
def test_outside_the_band_each_octave_takes_24_db(hz: float, db: float) -> None:
    assert gain_db(hz) < db + 0.3


@pytest.mark.parametrize("rate_hz", [200.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0])
def test_the_edges_adapt_to_the_rate(rate_hz: float) -> None:
    low_hz, high_hz = Bandpass().edges_hz(rate_hz)
    assert low_hz == 20.0
    assert high_hz == min(450.0, 0.45 * rate_hz)
    assert gain_db(math.sqrt(low_hz * high_hz), rate_hz) == pytest.approx(0.0, abs=0.3)


def test_too_low_a_rate_is_refused_with_what_to_do() -> None:
    with pytest.raises(PlanError, match=r"50 Hz is too low for EMG.*record at 89 Hz or more"):
        Bandpass().open((emg(50.0),))


def test_an_irregular_stream_is_refused() -> None:
    spec = StreamSpec("emg", (Channel("BB", Kind.EMG, "V"),), None, "phone")
    with pytest.raises(InputError, match="irregular"):
        Bandpass().open((spec,))


@pytest.mark.parametrize("edges", [(0.0, 450.0), (30.0, 20.0), (20.0, math.inf), (math.nan, 9.0)])
def test_impossible_edges_are_refused(edges: tuple[float, float]) -> None:
    with pytest.raises(InputError, match="edges of a band-pass"):
        Bandpass(*edges)


def test_an_impossible_order_is_refused() -> None:
    with pytest.raises(InputError, match="order"):
        Bandpass(order=0)


@pytest.mark.parametrize("offset", [2055.0, 60e-3 / 1e-4])
def test_a_large_offset_starts_no_transient(offset: float) -> None:
    data = noise(4000) / 1e-4
    course = run(Bandpass(), emg(RATE), data + offset)
    plain = run(Bandpass(), emg(RATE), data)
    np.testing.assert_allclose(course.data, plain.data, atol=1e-9 * offset)
    assert np.isnan(course.data).sum() == np.isnan(plain.data).sum()


def test_the_settling_time_is_honest() -> None:
    """A step of the offset has fallen below its millionth part when the output is shown again."""
    data = np.zeros((4000, 1))
    data[1000] = np.nan
    data[1001:] = 1.0
    course = run(Bandpass(), emg(RATE, 1), data)
    shown = course.at(1001, 3000)[:, 0]
    first = int(np.flatnonzero(~np.isnan(shown))[0])
    assert 0.1 < first / RATE < 0.4
    assert np.abs(shown[first:]).max() < 1e-5


def test_index_denotes_the_phenomenon() -> None:
    """A burst of 95 Hz comes out where it was."""
    index = np.arange(4000)
    bell = np.exp(-(((index - 2000) / 200.0) ** 2))
    data = (bell * np.sin(2 * math.pi * 95.0 * index / RATE))[:, None]
    course = run(Bandpass(), emg(RATE, 1), data)
    power = np.nan_to_num(course.data[:, 0]) ** 2
    centre = course.start + float(np.arange(len(power)) @ power / power.sum())
    assert centre == pytest.approx(2000.0, abs=1.0)


def test_the_delay_is_that_of_the_filter() -> None:
    run_ = Bandpass().open((emg(RATE),))
    assert 1e-3 < run_.delay_s < 4e-3
    assert run_.spec.id == "emg/bandpass"


def test_a_gap_opens_the_filter_anew() -> None:
    data = noise(6000)
    course = run(Bandpass(), emg(RATE), data, lost=[(2000, 3000)])
    fresh = run(Bandpass(), emg(RATE), data[3000:], start=3000)
    assert np.isnan(course.at(2000, 3000)).all()
    np.testing.assert_array_equal(course.at(3000, fresh.stop), fresh.data)


def test_missing_samples_of_one_channel_leave_the_other_alone() -> None:
    data = noise(4000)
    holed = data.copy()
    holed[1500:1600, 0] = np.nan
    course, plain = run(Bandpass(), emg(RATE), holed), run(Bandpass(), emg(RATE), data)
    np.testing.assert_array_equal(course.data[:, 1], plain.data[:, 1])
    assert np.isnan(course.at(1500, 1600)[:, 0]).all()
    np.testing.assert_allclose(course.at(3000, 3900), plain.at(3000, 3900), atol=1e-9)


def test_an_infinite_sample_does_not_poison_what_comes_later() -> None:
    data = noise(4000)
    data[1500, 0] = np.inf
    course = run(Bandpass(), emg(RATE), data)
    assert np.isnan(course.at(1500, 1600)[:, 0]).all()
    assert not np.isnan(course.at(2500, 3900)).any()


def test_silence_does_not_end_in_denormal_numbers() -> None:
    from innervate.steps._filters import SosKernel
    from innervate.steps.bandpass import _design

    kernel = SosKernel(_design(4, 20.0, 450.0, RATE))
    kernel(noise(2000), 0)
    for block in range(100):
        kernel(np.zeros((2000, 2)), 2000 * (block + 1))
    assert kernel._state is not None
    assert not np.any(kernel._state)
