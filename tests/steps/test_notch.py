from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.steps._cuts import SIZES, assert_same, emg, fit_event, noise, run

from innervate.core.errors import InputError, NotEnoughDataError
from innervate.core.fit import Fit
from innervate.core.step import Interval, Learns
from innervate.core.stream import Block, Samples
from innervate.steps.bandpass import Bandpass
from innervate.steps.notch import Notch

RATE = 2000.0
WHOLE = (Interval(-math.inf, math.inf),)


def hum(samples: int, hz: float, amplitude: float = 1e-4, rate_hz: float = RATE) -> Samples:
    index = np.arange(samples)[:, None]
    return np.asarray(amplitude * np.sin(2 * math.pi * hz * index / rate_hz + 0.3))


def learn(
    data: Samples, *, rate_hz: float = RATE, sizes: tuple[int, ...] = (), start: int = 0
) -> Fit:
    spec = emg(rate_hz, data.shape[1])
    fitter = Notch().fitter((spec,), WHOLE)
    at = 0
    for size in (*sizes, len(data)):
        fitter.push(Block(spec, start + at, data[at : at + size]))
        at = min(at + size, len(data))
    return fitter.result()


def gain_db(step: Notch, hz: float) -> float:
    values = run(step, emg(RATE, 1), hum(16_000, hz, 1.0)).data[-8000:]
    return float(20 * np.log10(np.sqrt(2 * np.mean(values**2)) + 1e-30))


@given(SIZES, st.booleans(), st.sampled_from([50.0, None, 0.0]))
def test_first_law(sizes: list[int], pickled: bool, mains_hz: float | None) -> None:
    data = noise(6000) + hum(6000, 60.0)
    fit = learn(data)
    events = [fit_event(fit, 0.4)]
    step, lost = Notch(mains_hz), [(2900, 3010)]
    whole = run(step, emg(RATE), data, lost=lost, events=events)
    cut = run(step, emg(RATE), data, sizes, lost=lost, events=events, pickled=pickled)
    assert_same(cut, whole)


@pytest.mark.parametrize("hz", [50.0, 100.0, 150.0, 450.0])
def test_the_hum_and_its_harmonics_are_taken_out(hz: float) -> None:
    assert gain_db(Notch(50.0), hz) < -100.0


@pytest.mark.parametrize("hz", [49.0, 51.0, 149.0, 151.0])
def test_a_notch_is_as_wide_as_it_says(hz: float) -> None:
    assert gain_db(Notch(50.0), hz) == pytest.approx(-3.0, abs=0.2)
    assert gain_db(Notch(50.0, width_hz=1.0), hz) == pytest.approx(-1.0, abs=0.15)


@pytest.mark.parametrize("hz", [30.0, 75.0, 125.0, 330.0])
def test_between_the_notches_nothing_changes(hz: float) -> None:
    assert gain_db(Notch(50.0), hz) == pytest.approx(0.0, abs=0.1)


def test_only_the_stated_harmonics_are_removed() -> None:
    step = Notch(60.0, harmonics=(1, 3))
    assert step.notches_hz(RATE) == (60.0, 180.0)
    assert gain_db(step, 120.0) == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize(("rate_hz", "highest"), [(2000.0, 450.0), (250.0, 100.0), (100.0, 0.0)])
def test_the_harmonics_end_at_the_band(rate_hz: float, highest: float) -> None:
    assert max(Notch(50.0).notches_hz(rate_hz), default=0.0) == highest


def test_after_settling_less_than_one_percent_of_hum_is_left() -> None:
    course = run(Notch(50.0), emg(RATE, 1), hum(16_000, 50.0, 1.0))
    shown = course.data[~np.isnan(course.data)]
    assert np.abs(shown).max() < 0.02
    assert len(shown) / RATE > 8.0 - 0.8


def test_nothing_is_guessed_before_a_fit() -> None:
    assert np.isnan(run(Notch(), emg(RATE), noise(4000)).data).all()


def test_a_fit_takes_effect_at_its_sample() -> None:
    data = noise(12_000) + hum(12_000, 50.0)
    course = run(Notch(), emg(RATE), data, events=[fit_event(learn(data), 1.0)])
    fitted = run(Notch().with_fit(learn(data)), emg(RATE), data[2000:], start=2000)
    assert np.isnan(course.at(0, 2000)).all()
    np.testing.assert_array_equal(course.at(2000, course.stop), fitted.data)


def test_no_mains_seen_lets_the_signal_pass() -> None:
    data = noise(12_000)
    fit = learn(data)
    assert fit.ok
    assert fit.values("mains_hz") == (0.0,)
    assert fit.values("harmonics") == ()
    np.testing.assert_array_equal(run(Notch().with_fit(fit), emg(RATE), data).data, data)


@pytest.mark.parametrize("mains_hz", [49.93, 50.0, 50.04, 59.96, 60.0, 60.05])
@pytest.mark.parametrize("rate_hz", [250.0, 1000.0, 2000.0, 2148.148])
def test_mains_are_found_and_refined(mains_hz: float, rate_hz: float) -> None:
    samples = round(20 * rate_hz)
    data = noise(samples) + hum(samples, mains_hz, 3e-5 * math.sqrt(RATE / rate_hz), rate_hz)
    fit = learn(data, rate_hz=rate_hz)
    assert fit.ok
    assert fit.values("mains_hz")[0] == pytest.approx(mains_hz, abs=0.02)
    assert fit.values("harmonics") == (1.0,)


def test_the_harmonics_that_are_there_are_found() -> None:
    data = noise(20_000)
    data[:, 1:] += hum(20_000, 150.06) + hum(20_000, 250.1) + hum(20_000, 350.14, 5e-5)
    fit = learn(data)
    assert fit.values("harmonics") == (3.0, 5.0, 7.0)
    assert fit.values("mains_hz")[0] == pytest.approx(50.02, abs=0.005)


def test_a_second_and_a_bit_of_rest_is_enough_for_strong_hum() -> None:
    data = noise(2600) + hum(2600, 50.0, 1e-3)
    data[:200] = np.nan
    fit = learn(data)
    assert fit.values("mains_hz")[0] == pytest.approx(50.0, abs=0.05)


def test_hum_between_strong_contractions_is_found() -> None:
    loud = np.where(np.arange(40_000) // 4000 % 2, 30.0, 1.0)[:, None]
    data = noise(40_000) * loud + hum(40_000, 60.0, 1e-4)
    assert learn(data).values("mains_hz")[0] == pytest.approx(60.0, abs=0.02)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.floats(2.0, 12.0))
def test_noise_of_muscles_has_no_mains(seed: int, seconds: float) -> None:
    data = run(Bandpass(), emg(RATE), noise(round(seconds * RATE), seed=seed)).data
    assert learn(data).values("mains_hz") == (0.0,)


@given(st.lists(st.integers(0, 3000), max_size=20), st.integers(0, 3000))
def test_what_is_learned_does_not_depend_on_the_cut(sizes: list[int], start: int) -> None:
    data = noise(9000) + hum(9000, 50.0)
    data[4000:4100] = np.nan
    assert learn(data, sizes=tuple(sizes), start=start) == learn(data, start=start)


def test_hum_of_both_frequencies_is_not_trusted() -> None:
    fit = learn(noise(20_000) + hum(20_000, 50.0) + hum(20_000, 60.0))
    assert not fit.ok
    assert "both 50 and 60 Hz" in fit.reasons[0]


@pytest.mark.parametrize("data", [np.full((20_000, 2), np.nan), np.zeros((20_000, 2)), noise(900)])
def test_too_little_to_learn_from(data: Samples) -> None:
    with pytest.raises(NotEnoughDataError, match="too little signal to look for mains hum"):
        learn(data)


def test_a_flat_channel_beside_one_with_hum_does_no_harm() -> None:
    data = np.concatenate([np.full((20_000, 1), 2055.0), noise(20_000, 1) * 1e4], axis=1)
    data[:, 1:] += hum(20_000, 50.0, 1.0)
    assert learn(data).values("mains_hz")[0] == pytest.approx(50.0, abs=0.01)


def test_open_intervals_are_stated_as_heard() -> None:
    (interval,) = learn(noise(20_000)).intervals
    assert (interval.start_s, interval.stop_s) == pytest.approx((0.0, 10.0), abs=1e-3)


def test_a_fit_of_other_channels_is_refused() -> None:
    fit = learn(noise(20_000, 1))
    with pytest.raises(InputError, match="other channels"):
        run(Notch(), emg(RATE), noise(100), events=[fit_event(fit, 0.0)])


def test_a_fit_of_another_step_is_refused() -> None:
    with pytest.raises(InputError, match="cannot be applied to step notch"):
        Notch().with_fit(Fit("onset", 1, "out", ("C0",), "", ()))


def test_notch_learns() -> None:
    assert isinstance(Notch(), Learns)


def test_impossible_parameters_are_refused() -> None:
    with pytest.raises(InputError, match="between 40 and 70 Hz"):
        Notch(500.0)
    with pytest.raises(InputError, match="harmonics count from 1"):
        Notch(50.0, harmonics=(0,))
    with pytest.raises(InputError, match="10 Hz wide"):
        Notch(50.0, width_hz=0.0)
