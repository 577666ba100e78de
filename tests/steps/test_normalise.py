from __future__ import annotations

import math
import pickle
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.steps._cuts import SIZES, assert_same, emg, fit_event, noise, run

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError, NotEnoughDataError
from innervate.core.fit import Fit
from innervate.core.step import Interval, Learns
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.steps.normalise import Method, Normalise

RATE = 1000.0
SPEC = emg(RATE, kind=Kind.ENVELOPE)
TRIALS = (Interval(0.0, 3.0, "mvc 1"), Interval(3.0, 6.0, "mvc 2"))


def learn(
    data: Samples,
    intervals: tuple[Interval, ...] = TRIALS,
    *,
    method: Method = Method.MVC,
    sizes: tuple[int, ...] = (),
) -> Fit:
    """Learn from the samples in the intervals, as the engine feeds them."""
    fitter = Normalise(method).fitter((SPEC,), intervals)
    cuts = {0, len(data)} | {min(int(edge), len(data)) for edge in np.cumsum(sizes)}
    for first, last in pairwise(sorted(cuts)):
        for interval in intervals:
            a = max(first, math.ceil(max(interval.start_s, 0.0) * RATE))
            b = min(last, math.ceil(min(interval.stop_s, 1e6) * RATE))
            if a < b:
                fitter.push(Block(SPEC, a, data[a:b]))
    return fitter.result()


def trial(height: float, seconds: float = 3.0) -> Samples:
    """A contraction of one second at a height, in two channels, the second half as strong."""
    time_s = np.arange(round(seconds * RATE)) / RATE
    plateau = np.where((time_s >= 1.0) & (time_s < 2.0), height, 0.05 * height)
    return plateau[:, None] * [1.0, 0.5]


@given(SIZES, st.booleans(), st.booleans())
def test_first_law(sizes: list[int], pickled: bool, known: bool) -> None:
    data = np.abs(noise(6000))
    data[1000:1100, 1] = np.nan
    step = Normalise(reference=(1e-4, 2e-4)) if known else Normalise()
    events = [fit_event(learn(data), 1.5)]
    lost = [(2900, 3010)]
    whole = run(step, SPEC, data, lost=lost, events=events)
    assert_same(run(step, SPEC, data, sizes, lost=lost, events=events, pickled=pickled), whole)


@given(st.lists(st.integers(0, 2500), max_size=20))
def test_what_is_learned_does_not_depend_on_the_cut(sizes: list[int]) -> None:
    data = np.abs(noise(6000))
    data[4000:4050, 0] = np.nan
    for method in Method:
        cut, whole = (learn(data, method=method, sizes=tuple(s)) for s in (sizes, ()))
        assert cut.values("reference") == pytest.approx(whole.values("reference"), rel=1e-9)
        assert cut.reasons == whole.reasons


def test_activation_is_percent_of_the_reference_and_never_clipped() -> None:
    data = np.array([[1e-4, 1e-4], [3e-4, 0.0]])
    values = run(Normalise(reference=(2e-4, 1e-4)), SPEC, data).data
    np.testing.assert_allclose(values, [[50.0, 100.0], [150.0, 0.0]])


@pytest.mark.parametrize(
    ("method", "unit"),
    [(Method.MVC, "%MVC"), (Method.SUBMAXIMAL, "%submax"), (Method.PEAK_TASK, "%peak")],
)
def test_the_unit_names_the_method(method: Method, unit: str) -> None:
    channels = Normalise(method).open((SPEC,)).spec.channels
    assert {(channel.kind, channel.unit) for channel in channels} == {(Kind.ACTIVATION, unit)}


def test_nothing_is_said_before_a_fit_and_everything_from_its_sample_on() -> None:
    data = np.concatenate([trial(1e-3), trial(0.98e-3)])
    course = run(Normalise(), SPEC, data, [300] * 20, events=[fit_event(learn(data), 2.0)])
    assert np.isnan(course.at(0, 2000)).all()
    np.testing.assert_allclose(course.at(2000, 6000), 100 * data[2000:] / [1e-3, 0.5e-3])


def test_a_later_fit_replaces_an_earlier_one() -> None:
    data = np.full((3000, 2), 1e-4)
    fits = [learn(np.concatenate([trial(height)] * 2)) for height in (1e-3, 1e-4)]
    events = [fit_event(fits[0], 0.5), fit_event(fits[1], 1.5)]
    values = run(Normalise(), SPEC, data, events=events).data[:, 0]
    np.testing.assert_allclose(values[500:1500], 10.0)
    np.testing.assert_allclose(values[1500:], 100.0)


def test_mvc_is_the_best_half_second_of_the_trials() -> None:
    fit = learn(np.concatenate([trial(0.97e-3), trial(1e-3)]))
    assert fit.values("reference") == pytest.approx((1e-3, 0.5e-3))
    assert fit.parameters[0].unit == "V"
    assert "CEDE" in fit.method
    assert "500 ms" in fit.method
    assert (fit.ok, fit.reasons) == (True, ())
    assert [interval.name for interval in fit.intervals] == ["mvc 1", "mvc 2"]


def test_a_short_spike_is_no_mvc() -> None:
    data = np.concatenate([trial(1e-3), trial(1e-3)])
    data[500:510] = 1e-2
    spiked = learn(data).values("reference")[0]
    assert spiked == pytest.approx(1e-3)


def test_trials_that_disagree_are_said_to() -> None:
    fit = learn(np.concatenate([trial(1e-3), trial(0.88e-3)]))
    assert not fit.ok
    assert fit.reasons[0] == "C0: the two best trials differ by 12.0 %, more than 5 %"
    assert fit.values("reference")[0] == pytest.approx(1e-3)


def test_the_two_best_of_three_count() -> None:
    intervals = (*TRIALS, Interval(6.0, 9.0, "mvc 3"))
    data = np.concatenate([trial(0.5e-3), trial(0.97e-3), trial(1e-3)])
    assert learn(data, intervals).ok


def test_one_trial_cannot_be_compared() -> None:
    fit = learn(trial(1e-3), TRIALS[:1])
    assert fit.reasons[0] == "C0: only one trial, nothing to compare it with"


def test_lost_samples_do_not_make_two_trials_of_one() -> None:
    fitter = Normalise().fitter((SPEC,), TRIALS[:1])
    data = trial(1e-3)
    fitter.push(Block(SPEC, 0, data[:1400]))
    fitter.push(Block(SPEC, 1450, data[1450:]))
    assert "only one trial" in fitter.result().reasons[0]


def test_a_jump_tells_trials_apart_where_times_cannot() -> None:
    fitter = Normalise().fitter((SPEC,), (Interval(100.0, 103.0), Interval(110.0, 113.0)))
    for start in (0, 10_000):
        fitter.push(Block(SPEC, start, trial(1e-3)))
    assert fitter.result().ok


def test_times_of_the_blocks_tell_trials_apart_where_the_clock_has_an_offset() -> None:
    intervals = tuple(Interval(i.start_s + 1.5, i.stop_s + 1.5, i.name) for i in TRIALS)
    fitter = Normalise().fitter((SPEC,), intervals)
    data = np.concatenate([trial(1e-3), trial(0.88e-3)])
    fitter.push(Block(SPEC, 0, data, np.arange(6000) / RATE + 1.5))
    assert "differ by 12.0 %" in fitter.result().reasons[0]


def test_a_channel_without_signal_has_no_reference() -> None:
    data = np.concatenate([trial(1e-3), trial(1e-3)])
    data[:, 1] = 0.0
    fit = learn(data)
    assert math.isnan(fit.values("reference")[1])
    assert fit.reasons == ("C1: no signal to take as reference",)
    assert "NaN" not in fit.to_json()
    again = Fit.from_json(fit.to_json())
    values = run(Normalise().with_fit(again), SPEC, data).data
    assert np.isnan(values[:, 1]).all()
    assert np.nanmax(values[:, 0]) == pytest.approx(100.0)


@pytest.mark.parametrize("value", [0.0, 1e-3, np.nan])
def test_no_channel_with_signal_is_not_enough(value: float) -> None:
    with pytest.raises(NotEnoughDataError, match="no channel has a reference amplitude"):
        learn(np.full((6000, 2), value))


def test_trials_shorter_than_half_a_second_are_not_enough() -> None:
    with pytest.raises(NotEnoughDataError):
        learn(np.abs(noise(400)), (Interval(0.0, 0.4),))


def test_submaximal_is_the_mean_of_the_hold() -> None:
    data = np.abs(noise(3000))
    fit = learn(data, (Interval(1.0, 2.0, "hold"),), method=Method.SUBMAXIMAL)
    assert fit.values("reference") == pytest.approx(tuple(data[1000:2000].mean(axis=0)))
    assert "submaximal" in fit.method
    assert fit.ok


def test_peak_of_the_task_is_its_highest_half_second() -> None:
    data = np.abs(noise(6000))
    fit = learn(data, (Interval(-math.inf, math.inf, "whole"),), method=Method.PEAK_TASK)
    windows = np.lib.stride_tricks.sliding_window_view(data, 500, axis=0).mean(axis=2)
    assert fit.values("reference") == pytest.approx(tuple(windows.max(axis=0)))
    assert (fit.intervals[0].start_s, fit.intervals[0].stop_s) == (0.0, 5.999)


def test_a_fit_of_another_method_is_refused() -> None:
    fit = learn(np.concatenate([trial(1e-3)] * 2))
    with pytest.raises(InputError, match="cannot serve as 100 %submax"):
        Normalise(Method.SUBMAXIMAL).with_fit(fit)


def test_a_fit_of_other_channels_is_refused() -> None:
    fit = learn(np.concatenate([trial(1e-3)] * 2))
    other = StreamSpec("e", tuple(Channel(n, Kind.ENVELOPE, "V") for n in "ab"), RATE, "amplifier")
    with pytest.raises(InputError, match=r"learned for other channels.*C0, C1.*a, b"):
        run(Normalise(), other, trial(1.0), events=[fit_event(fit, 0.0)])
    with pytest.raises(InputError, match="other channels"):
        Normalise().with_fit(fit).open((other,))
    with pytest.raises(InputError, match="2 values"):
        Normalise(reference=(1.0, 1.0)).open((emg(RATE, 3, kind=Kind.ENVELOPE),))


def test_a_fit_of_another_unit_is_refused() -> None:
    fit = learn(np.concatenate([trial(1e-3)] * 2))
    channels = tuple(Channel(name, Kind.ENVELOPE, "au") for name in ("C0", "C1"))
    counts = StreamSpec("emg", channels, RATE, "amplifier")
    with pytest.raises(InputError, match=r"another unit.*given V, found au"):
        run(Normalise(), counts, trial(1.0), events=[fit_event(fit, 0.0)])


@pytest.mark.parametrize("value", [0.0, -1.0, math.inf])
def test_an_impossible_reference_is_refused(value: float) -> None:
    with pytest.raises(InputError, match="must be positive"):
        Normalise(reference=(1.0, value))


def test_normalise_learns_and_its_fitter_pickles() -> None:
    assert isinstance(Normalise(), Learns)
    fitter = Normalise().fitter((SPEC,), TRIALS)
    data = np.concatenate([trial(1e-3), trial(1e-3)])
    fitter.push(Block(SPEC, 0, data[:2500]))
    fitter = pickle.loads(pickle.dumps(fitter))
    fitter.push(Block(SPEC, 2500, data[2500:]))
    assert fitter.result() == learn(data)


def test_where_muscles_are_tested_in_turn_only_its_own_trials_judge_a_muscle() -> None:
    first, second = trial(1.0), trial(0.98)
    resting = trial(0.1)
    own = np.concatenate([first, resting, second, resting]) * [1.0, 0.0]
    others = np.concatenate([resting, first, resting, second])[:, :1] * [0.0, 1.0]
    intervals = tuple(Interval(3.0 * n, 3.0 * n + 3.0, f"mvc {n + 1}") for n in range(4))
    fit = learn(own + others, intervals)
    assert fit.ok
    assert fit.values("reference") == pytest.approx((1.0, 1.0))
    once = learn((own + others)[:6000], intervals[:2])
    assert [reason.partition(": ")[2] for reason in once.reasons] == [
        "only one trial, nothing to compare it with"
    ] * 2
