from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.steps._cuts import SIZES, assert_same, emg, run

from innervate.core.errors import PlanError
from innervate.core.flaw import Flaw
from innervate.core.stream import Samples, StreamSpec
from innervate.steps.quality import Quality

SECONDS = 40.0
RATES = [200.0, 250.0, 1000.0, 2048.0]


def clean(
    rate_hz: float, *, rest_v: float = 3e-6, burst_v: float = 200e-6, seed: int = 1
) -> Samples:
    """Raw EMG of a good electrode: white rest, and bursts with the spectrum of EMG."""
    rng = np.random.default_rng(seed)
    count = round(SECONDS * rate_hz)
    f = np.fft.rfftfreq(count, 1.0 / rate_hz)
    shape = f / (np.sqrt(f**2 + 60.0**2) * (f**2 + 120.0**2))
    bursts = np.fft.irfft(np.fft.rfft(rng.standard_normal(count)) * shape, count)
    t = time_s(rate_hz)
    active = np.clip(6.0 * np.sin(2.0 * math.pi * 0.31 * t) - 2.0, 0.0, 1.0)
    signal = rest_v * rng.standard_normal(count) + burst_v * active * bursts / bursts.std()
    return np.asarray(signal[:, None])


def time_s(rate_hz: float) -> Samples:
    return np.arange(round(SECONDS * rate_hz)) / rate_hz


def tone(rate_hz: float, hz: float, amplitude: float) -> Samples:
    return np.asarray(amplitude * np.sin(2.0 * math.pi * hz * time_s(rate_hz) + 1.0))[:, None]


def heart(rate_hz: float, amplitude: float, beats_per_min: float = 70.0) -> Samples:
    rng = np.random.default_rng(3)
    t, out, at = time_s(rate_hz), np.zeros(round(SECONDS * rate_hz)), 0.3
    while at < SECONDS:
        r = np.exp(-0.5 * ((t - at) / 0.01) ** 2)
        s = np.exp(-0.5 * ((t - at - 0.025) / 0.012) ** 2)
        out += amplitude * (r - 0.3 * s)
        at += 60.0 / beats_per_min * rng.normal(1.0, 0.03)
    return out[:, None]


def in_counts(spec: StreamSpec) -> StreamSpec:
    return replace(spec, channels=tuple(replace(one, unit="au") for one in spec.channels))


def flaws(data: Samples, rate_hz: float, *, counts: bool = False) -> Samples:
    spec = emg(rate_hz, data.shape[1])
    course = run(Quality(), in_counts(spec) if counts else spec, data)
    assert course.start == 0
    return course.data


def share(verdicts: Samples, flaw: Flaw) -> float:
    return float(np.mean((verdicts.astype(np.int64) & flaw) > 0))


@settings(max_examples=12, deadline=None)
@given(SIZES, st.booleans(), st.integers(0, 3000), st.sampled_from([200.0, 333.0, 1001.5]))
def test_first_law(sizes: list[int], pickled: bool, start: int, rate_hz: float) -> None:
    data = np.hstack([clean(rate_hz) + tone(rate_hz, 50.0, 2e-6), heart(rate_hz, 1e-4)])[:6000]
    data[2100:2103, 1] = np.nan
    lost = [(3000, 3110)]
    whole = run(Quality(), emg(rate_hz), data, start=start, lost=lost)
    cut = run(Quality(), emg(rate_hz), data, sizes, start=start, lost=lost, pickled=pickled)
    assert_same(cut, whole)


@pytest.mark.parametrize("rate_hz", RATES)
def test_a_good_electrode_is_not_blamed(rate_hz: float) -> None:
    several = np.hstack([clean(rate_hz, seed=seed) for seed in range(6)])
    for verdicts in (
        flaws(several, rate_hz),
        flaws(several * 1e6, rate_hz, counts=True),
        flaws(np.round(several * 1e6) + 2048.0, rate_hz, counts=True),
    ):
        assert np.mean(verdicts != 0.0) < 0.02


@pytest.mark.parametrize("rate_hz", RATES)
@pytest.mark.parametrize("hz", [50.0, 60.0])
def test_hum_is_heard_at_rest(hz: float, rate_hz: float) -> None:
    data = clean(rate_hz, burst_v=0.0) + tone(rate_hz, hz, 8e-6)
    assert share(flaws(data, rate_hz), Flaw.MAINS) > 0.95
    assert share(flaws(data * 1e6 + 2048.0, rate_hz, counts=True), Flaw.MAINS) > 0.95


@pytest.mark.parametrize("rate_hz", RATES)
def test_a_tone_beside_the_mains_is_no_hum(rate_hz: float) -> None:
    data = clean(rate_hz, burst_v=0.0) + tone(rate_hz, 43.0, 8e-6)
    assert share(flaws(data, rate_hz), Flaw.MAINS) < 0.05


@pytest.mark.parametrize("rate_hz", [1000.0, 2048.0])
@pytest.mark.parametrize("scale", [1.0, 1e6])
def test_rails_are_seen(rate_hz: float, scale: float) -> None:
    data = clean(rate_hz)
    rail = 1.5e-4
    cut = np.clip(data, -rail, rail) * scale
    stretch = round(rate_hz / 2)
    beyond = np.abs(data[: len(data) // stretch * stretch].reshape(-1, stretch)) >= rail
    expected = float(np.mean(beyond.mean(axis=1) > 0.02))
    assert expected > 0.2
    found = share(flaws(cut, rate_hz, counts=scale != 1.0), Flaw.CLIPPED)
    assert 0.8 * expected <= found <= float(np.mean(beyond.any(axis=1)))


def test_a_coarse_resolution_is_no_clipping() -> None:
    data = np.round(clean(1000.0, burst_v=20e-6) / 5e-6) + 2048.0
    assert share(flaws(data, 1000.0, counts=True), Flaw.CLIPPED) == 0.0


@pytest.mark.parametrize("rate_hz", RATES)
def test_a_flat_line_is_seen(rate_hz: float) -> None:
    data = clean(rate_hz)
    data[round(10 * rate_hz) : round(20 * rate_hz)] = 2.0
    verdicts = flaws(data, rate_hz)
    assert (verdicts[21:40, 0] == Flaw.FLAT).all()
    assert share(verdicts, Flaw.FLAT) == pytest.approx(0.25, abs=0.02)


@pytest.mark.parametrize("rate_hz", RATES)
def test_motion_and_jumps_are_seen(rate_hz: float) -> None:
    slow = tone(rate_hz, 3.1, 2e-3)
    slow[: round(20 * rate_hz)] = 0.0
    verdicts = flaws(clean(rate_hz) + slow, rate_hz)
    assert share(verdicts[42:], Flaw.MOTION) > 0.95
    assert share(verdicts[:38], Flaw.MOTION) < 0.02
    jumping = clean(rate_hz, burst_v=0.0) + 1e-3 * (time_s(rate_hz)[:, None] // 5.0 % 2.0)
    assert 7 <= np.count_nonzero(flaws(jumping, rate_hz).astype(np.int64) & Flaw.MOTION) <= 16


@pytest.mark.parametrize("rate_hz", RATES)
@pytest.mark.parametrize("beats_per_min", [50.0, 75.0, 120.0])
def test_a_heart_is_heard_on_resting_muscle(rate_hz: float, beats_per_min: float) -> None:
    data = clean(rate_hz, burst_v=0.0) + heart(rate_hz, 1e-4, beats_per_min)
    assert share(flaws(data, rate_hz)[16:], Flaw.ECG) > 0.9


@pytest.mark.parametrize("rate_hz", RATES)
def test_a_walking_muscle_is_no_heart(rate_hz: float) -> None:
    full = clean(rate_hz, burst_v=0.0)
    rng = np.random.default_rng(5)
    stepping = (time_s(rate_hz)[:, None] % 1.0) < 0.15
    data = full + 1e-4 * stepping * rng.standard_normal(full.shape)
    assert share(flaws(data, rate_hz), Flaw.ECG) < 0.03


@pytest.mark.parametrize("rate_hz", RATES)
def test_an_open_input_is_called_unplugged(rate_hz: float) -> None:
    hum = clean(rate_hz, burst_v=0.0) + tone(rate_hz, 50.0, 1e-3)
    assert share(flaws(hum, rate_hz)[1:], Flaw.UNPLUGGED) > 0.95
    rails = np.sign(tone(rate_hz, 50.3, 1.0)) * 0.2
    assert share(flaws(rails, rate_hz), Flaw.UNPLUGGED | Flaw.CLIPPED) > 0.95
    storm = clean(rate_hz, rest_v=0.02)
    assert share(flaws(storm, rate_hz), Flaw.UNPLUGGED) == 1.0


def test_a_noisy_floor_is_seen_where_the_unit_is_known() -> None:
    loud = clean(1000.0, rest_v=40e-6, burst_v=0.0)
    assert share(flaws(loud, 1000.0), Flaw.NOISY) > 0.9
    assert share(flaws(loud, 1000.0, counts=True), Flaw.NOISY) == 0.0


def test_what_is_missing_is_not_judged() -> None:
    data = clean(1000.0)
    data[5200:5210] = np.nan
    verdicts = flaws(data, 1000.0)
    assert np.flatnonzero(np.isnan(verdicts[:, 0])).tolist() == [10]


def test_a_rate_that_two_does_not_divide_keeps_time() -> None:
    data = clean(333.0)[:, [0]]
    data[round(10.5 * 333.0) : round(11.0 * 333.0)] = 0.0
    verdicts = flaws(data, 333.0)
    assert np.flatnonzero(verdicts[:, 0] == Flaw.FLAT).tolist() == [21]
    assert len(verdicts) == 80


def test_the_output_says_what_it_is() -> None:
    opened = Quality().open((emg(1000.0),))
    assert (opened.spec.rate_hz, opened.delay_s) == (2.0, 0.5)
    assert [channel.unit for channel in opened.spec.channels] == ["1", "1"]
    with pytest.raises(PlanError, match="cannot be judged at 50 Hz"):
        Quality().open((emg(50.0),))


def test_real_rest_is_not_called_a_flaw_for_most_of_the_time(shared_data: Path) -> None:
    counts = np.loadtxt(shared_data / "emg_text" / "biosppy_emg.txt")[:, None]
    assert np.mean(flaws(counts, 1000.0, counts=True) != 0.0) < 0.1
