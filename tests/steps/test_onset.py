from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.steps._cuts import SIZES, Course, assert_same, emg, fit_event, noise, run

from innervate.core.channel import Kind
from innervate.core.errors import InputError, NotEnoughDataError
from innervate.core.fit import Fit, FitParameter
from innervate.core.step import Interval
from innervate.core.stream import Block, Samples
from innervate.steps.bandpass import Bandpass
from innervate.steps.onset import Onset

WHOLE = (Interval(-math.inf, math.inf),)
REST = (Interval(-math.inf, math.inf, "rest 1"),)


def bursts(
    rate_hz: float, starts_s: list[float], *, snr_db: float = 14.0, seed: int = 1
) -> Samples:
    """Band-passed noise; bursts of 0.8 s with a rise of 20 ms."""
    rng = np.random.default_rng(seed)
    seconds = max(starts_s, default=8.0) + 2.0
    count = round(seconds * rate_hz)
    t = np.arange(count) / rate_hz
    amplitude = np.ones(count)
    for start in starts_s:
        shape = np.clip(np.minimum((t - start) / 0.02, (start + 0.8 - t) / 0.05), 0.0, 1.0)
        amplitude = np.hypot(amplitude, shape * math.sqrt(10.0 ** (snr_db / 10.0) - 1.0))
    raw = 1e-5 * amplitude * rng.standard_normal(count)
    passed = run(Bandpass(), emg(rate_hz, 1), raw[:, None])
    out = np.zeros((count, 1))
    out[passed.start : passed.stop] = np.nan_to_num(passed.data[: count - passed.start])
    return out


def learn(
    data: Samples,
    rate_hz: float,
    intervals: tuple[Interval, ...] = WHOLE,
    *,
    sizes: tuple[int, ...] = (),
    start: int = 0,
) -> Fit:
    spec = emg(rate_hz, data.shape[1])
    fitter = Onset().fitter((spec,), intervals)
    at = 0
    for size in (*sizes, len(data)):
        fitter.push(Block(spec, start + at, data[at : at + size]))
        at = min(at + size, len(data))
    return fitter.result()


def rises_s(course: Course, rate_hz: float, channel: int = 0) -> Samples:
    state = np.nan_to_num(course.data[:, channel])
    return np.asarray((np.flatnonzero(np.diff(state, prepend=0.0) > 0) + course.start) / rate_hz)


STARTS = [1.5 + 2.0 * k + 0.013 * k for k in range(12)]
SIGNAL = bursts(1000.0, STARTS)
BOTH = np.ascontiguousarray(np.hstack((SIGNAL, SIGNAL[::-1])))
FIT = learn(BOTH, 1000.0)


@settings(max_examples=25, deadline=None)
@given(SIZES, st.booleans(), st.sampled_from([0.0, 2.3335]), st.integers(0, 3000))
def test_first_law(sizes: list[int], pickled: bool, at_s: float, start: int) -> None:
    data = BOTH[:9000].copy()
    data[4100:4103, 1] = np.nan
    events, lost = [fit_event(FIT, at_s), fit_event(FIT, 7.7)], [(5900, 6010)]
    whole = run(Onset(), emg(1000.0), data, start=start, lost=lost, events=events)
    cut = run(
        Onset(), emg(1000.0), data, sizes, start=start, lost=lost, events=events, pickled=pickled
    )
    assert_same(cut, whole)


@given(st.lists(st.integers(0, 4000), max_size=20).map(tuple), st.integers(0, 100))
@settings(max_examples=15, deadline=None)
def test_what_is_learned_does_not_depend_on_the_cutting(sizes: tuple[int, ...], start: int) -> None:
    assert learn(BOTH, 1000.0, sizes=sizes, start=start) == learn(BOTH, 1000.0, start=start)


@pytest.mark.parametrize("rate_hz", [200.0, 259.0, 500.0, 1000.0, 1926.0, 4000.0])
def test_bursts_are_found_at_any_rate(rate_hz: float) -> None:
    data = bursts(rate_hz, STARTS)
    found = rises_s(run(Onset(fit=learn(data, rate_hz)), emg(rate_hz, 1), data), rate_hz)
    assert len(found) == len(STARTS)
    assert np.abs(found - STARTS).max() < (0.06 if rate_hz < 1000 else 0.03)
    assert np.abs(found - STARTS).mean() < (0.02 if rate_hz < 1000 else 0.01)


def test_states_end_where_bursts_end() -> None:
    course = run(Onset(fit=FIT), emg(1000.0), BOTH)
    falls = np.flatnonzero(np.diff(np.nan_to_num(course.data[:, 0])) < 0) / 1000.0
    assert np.abs(falls - (np.array(STARTS) + 0.8)).max() < 0.06


@pytest.mark.parametrize("scale", [1e-3, 1e3, 1e6, 2.0**40])
def test_units_do_not_matter(scale: float) -> None:
    one = run(Onset(fit=learn(SIGNAL, 1000.0)), emg(1000.0, 1), SIGNAL)
    data = SIGNAL * scale
    other = run(Onset(fit=learn(data, 1000.0)), emg(1000.0, 1), data)
    assert np.mean(one.data != other.data) < 0.001


def test_rest_alone_suffices() -> None:
    rest = bursts(1000.0, [], seed=9)
    fit = learn(rest[1000:], 1000.0, REST)
    assert fit.ok
    assert fit.values("active_rms") == (0.0,)
    found = rises_s(run(Onset(fit=fit), emg(1000.0, 1), SIGNAL), 1000.0)
    assert np.abs(found - STARTS).max() < 0.03


def test_rest_gives_hardly_ever_a_false_onset() -> None:
    false = 0
    for seed in range(5):
        rest = noise(65_000, 1, seed)
        fit = learn(rest[:5000], 1000.0, REST)
        false += len(rises_s(run(Onset(fit=fit), emg(1000.0, 1), rest[5000:]), 1000.0))
    assert false == 0


def test_most_of_the_time_in_bursts() -> None:
    starts = [1.5 + 1.3 * k for k in range(20)]
    data = bursts(1000.0, starts, snr_db=10.0)
    found = rises_s(run(Onset(fit=learn(data, 1000.0)), emg(1000.0, 1), data), 1000.0)
    assert len(found) == len(starts)
    assert np.abs(found - starts).max() < 0.06


def test_a_spike_is_no_activity() -> None:
    data = SIGNAL.copy()
    data[700:720] = 1.0
    fit = learn(SIGNAL, 1000.0)
    found = rises_s(run(Onset(fit=fit), emg(1000.0, 1), data), 1000.0)
    assert np.abs(found - STARTS).max() < 0.03


def test_nothing_is_said_before_the_fit_and_where_nothing_was_measured() -> None:
    data = BOTH[:6000].copy()
    data[3000:3100, 0] = np.nan
    course = run(Onset(), emg(1000.0), data, events=[fit_event(FIT, 1.0)])
    assert np.isnan(course.at(0, 1000)).all()
    assert np.isfinite(course.at(1000, 2700)).all()
    assert np.isnan(course.at(3000, 3100)[:, 0]).all()
    assert np.isfinite(course.at(3110, 5000)).all()
    assert set(np.unique(course.at(3110, 5000))) <= {0.0, 1.0}


def test_a_channel_that_was_not_learned_stays_unsaid() -> None:
    data = np.hstack((SIGNAL, noise(len(SIGNAL), 1)))
    fit = learn(data, 1000.0)
    assert fit.ok
    assert fit.reasons == ("C1: activity does not stand out from rest",)
    course = run(Onset(fit=fit), emg(1000.0), data)
    assert np.isfinite(course.data[:, 0]).all()
    assert np.isnan(course.data[:, 1]).all()


@pytest.mark.parametrize("rate_hz", [200.0, 1000.0])
def test_no_contrast_is_said_to_be_none(rate_hz: float) -> None:
    fit = learn(noise(round(30 * rate_hz), 1), rate_hz)
    assert not fit.ok
    assert fit.reasons == ("C0: activity does not stand out from rest",)


def test_too_little_data_is_refused() -> None:
    with pytest.raises(NotEnoughDataError, match=r"give it 3\.0 s or more"):
        learn(noise(1000), 1000.0)
    with pytest.raises(NotEnoughDataError, match=r"0\.0 s with a signal"):
        learn(np.zeros((9000, 1)), 1000.0)


def test_the_output_says_what_it_is() -> None:
    run_ = Onset().open((emg(1000.0),))
    assert [channel.kind for channel in run_.spec.channels] == [Kind.STATE] * 2
    assert [channel.unit for channel in run_.spec.channels] == ["1", "1"]
    assert run_.delay_s == pytest.approx(0.251)


def test_a_fit_for_other_channels_is_refused() -> None:
    strange = Fit("onset", 1, "out", ("X",), "", (FitParameter("rest_rms", (1.0,), "V"),))
    with pytest.raises(InputError, match=r"does not suit the onset step.*learn it again"):
        Onset(fit=strange).open((emg(1000.0),))
    with pytest.raises(InputError, match="version 7"):
        Onset(fit=Fit("onset", 7, "out", ("C0", "C1"), "", ())).open((emg(1000.0),))
    short = FitParameter("rest_rms", (1.0,), "V")
    with pytest.raises(InputError, match="does not suit the onset step"):
        Onset(fit=Fit("onset", 1, "out", ("C0", "C1"), "", (short,))).open((emg(1000.0),))


def test_a_look_ahead_that_is_too_short_is_refused() -> None:
    with pytest.raises(InputError, match="look further ahead"):
        Onset(look_ahead_s=0.05)
    with pytest.raises(InputError, match="so little look-ahead"):
        Onset(look_ahead_s=0.1)
