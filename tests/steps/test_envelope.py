from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.steps._cuts import SIZES, assert_same, emg, noise, run

from innervate.core.channel import Kind
from innervate.core.errors import InputError, PlanError
from innervate.steps._moving import MovingMean
from innervate.steps.envelope import Envelope, Method

RATE = 2000.0


@given(SIZES, st.sampled_from(Method), st.booleans(), st.integers(0, 5000))
def test_first_law(sizes: list[int], method: Method, pickled: bool, start: int) -> None:
    data = noise(4000)
    data[1700:1703, 1] = np.nan
    step, lost = Envelope(method), [(2900, 3010)]
    whole = run(step, emg(RATE), data, start=start, lost=lost)
    cut = run(step, emg(RATE), data, sizes, start=start, lost=lost, pickled=pickled)
    assert_same(cut, whole)


@given(st.integers(1, 50), st.integers(0, 200), st.lists(st.integers(1, 120), max_size=20))
def test_moving_mean_is_the_mean_of_the_window(length: int, start: int, sizes: list[int]) -> None:
    data = noise(400) ** 2
    mean = MovingMean(length)
    out, at = [], 0
    for size in [*sizes, len(data)]:
        if at < len(data):
            out.append(mean(data[at : at + size], start + at))
            at += size
    got = np.concatenate(out)
    windows = np.lib.stride_tricks.sliding_window_view(data, length, axis=0)
    np.testing.assert_allclose(got[length - 1 :], windows.mean(axis=2), rtol=1e-12)


def test_rms_of_a_sine_is_its_amplitude_over_root_two() -> None:
    time_s = np.arange(6000) / RATE
    data = np.sin(2 * math.pi * 100 * time_s)[:, None]
    values = run(Envelope(), emg(RATE, 1), data).data[:, 0]
    np.testing.assert_allclose(values[~np.isnan(values)], 1 / math.sqrt(2), rtol=1e-12)


def test_rms_is_centred() -> None:
    data = np.zeros((2000, 1))
    data[1000] = 1.0
    course = run(Envelope(), emg(RATE, 1), data)
    touched = course.start + np.flatnonzero(course.data[:, 0] > 0)
    assert (touched[0], touched[-1]) == (1000 - 99, 1000 + 100)
    np.testing.assert_allclose(course.at(1000, 1001), math.sqrt(1 / 200))


def test_rms_is_not_measured_before_its_first_full_window() -> None:
    course = run(Envelope(), emg(RATE, 1), noise(1000, 1))
    assert course.start == 0
    assert np.isnan(course.at(0, 100)).all()
    assert not np.isnan(course.at(100, course.stop)).any()
    assert course.stop == 1000 - 99


def test_rms_neither_drifts_nor_falls_below_zero_after_a_huge_artefact() -> None:
    data = noise(8000, 1)
    data[1000:1010] = 1e6
    course = run(Envelope(), emg(RATE, 1), data, [37] * 100)
    clean = run(Envelope(), emg(RATE, 1), noise(8000, 1))
    np.testing.assert_allclose(course.at(1200, 7800), clean.at(1200, 7800), rtol=1e-12)
    silent = data.copy()
    silent[2000:] = 0.0
    assert (run(Envelope(), emg(RATE, 1), silent).at(2200, 7800) == 0.0).all()


def test_lowpass_of_gaussian_noise_is_its_mean_rectified_value() -> None:
    course = run(Envelope(Method.LOWPASS), emg(RATE, 1), noise(200_000, 1))
    assert np.nanmean(course.data) == pytest.approx(1e-4 * math.sqrt(2 / math.pi), rel=0.01)


def test_lowpass_passes_a_step_in_its_time_and_is_moved_back() -> None:
    data = np.zeros((6000, 1))
    data[3000:] = 1.0
    course = run(Envelope(Method.LOWPASS), emg(RATE, 1), data)
    half = course.start + int(np.flatnonzero(course.data[:, 0] >= 0.5)[0])
    assert half / RATE == pytest.approx(1.5, abs=0.005)
    run_ = Envelope(Method.LOWPASS).open((emg(RATE),))
    assert run_.delay_s == pytest.approx(math.sqrt(2) / (2 * math.pi * 6.0), abs=1e-3)


def test_lowpass_is_never_negative() -> None:
    data = np.zeros((6000, 1))
    data[1000:3000] = 1.0
    values = run(Envelope(Method.LOWPASS), emg(RATE, 1), data).data
    assert np.nanmin(values) == 0.0


def test_lowpass_edge_is_at_minus_3_db() -> None:
    time_s = np.arange(20_000) / RATE
    data = (2.0 + np.sin(2 * math.pi * 6.0 * time_s))[:, None]
    values = run(Envelope(Method.LOWPASS), emg(RATE, 1), data).data[10_000:18_000, 0]
    assert np.std(values) == pytest.approx(0.5, rel=0.01)


def test_a_missing_sample_is_in_every_window_that_holds_it_and_in_no_other() -> None:
    data = noise(3000)
    data[1500, 0] = np.nan
    course = run(Envelope(), emg(RATE), data)
    missing = course.start + np.flatnonzero(np.isnan(course.at(200, course.stop)[:, 0])) + 200
    assert (missing[0], missing[-1], len(missing)) == (1500 - 99, 1500 + 100, 200)
    assert not np.isnan(course.at(200, course.stop)[:, 1]).any()


def test_the_output_is_an_envelope_in_the_unit_of_the_input() -> None:
    channels = Envelope().open((emg(RATE),)).spec.channels
    assert {channel.kind for channel in channels} == {Kind.ENVELOPE}
    assert {channel.unit for channel in channels} == {"V"}
    assert Envelope().open((emg(RATE),)).delay_s == pytest.approx(0.05, abs=1e-3)


def test_what_the_rate_cannot_carry_is_refused() -> None:
    with pytest.raises(PlanError, match=r"window of 0\.01 s is too short"):
        Envelope(window_s=0.01).open((emg(100.0),))
    with pytest.raises(PlanError, match="cut-off of 60 Hz is too high"):
        Envelope(Method.LOWPASS, cutoff_hz=60.0).open((emg(100.0),))


def test_impossible_parameters_are_refused() -> None:
    with pytest.raises(InputError, match="window"):
        Envelope(window_s=0.0)
    with pytest.raises(InputError, match="cut-off"):
        Envelope(cutoff_hz=math.nan)
