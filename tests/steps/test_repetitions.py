from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.steps._cuts import SIZES, Course, assert_same, emg, fit_event, run

from innervate.core.channel import Kind
from innervate.core.errors import InputError, NotEnoughDataError
from innervate.core.fit import Fit
from innervate.core.step import Interval
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.steps.repetitions import Repetitions

WHOLE = (Interval(-math.inf, math.inf),)
RATE = 100.0


def spec(rate_hz: float = RATE, channels: int = 1) -> StreamSpec:
    return emg(rate_hz, channels, kind=Kind.ENVELOPE)


def reps(
    shape: str,
    work_s: float,
    rest_s: float,
    *,
    count: int = 8,
    floor: float = 0.0,
    rate_hz: float = RATE,
    seed: int = 1,
) -> tuple[Samples, Samples]:
    """An envelope with the error of a 100-ms RMS, and the middle of each repetition."""
    rng = np.random.default_rng(seed)
    t = np.arange(round((count * (work_s + rest_s) + 8.0) * rate_hz)) / rate_hz
    level = np.where((t > 3.0) & (t < t[-1] - 4.0), floor, 0.0)
    middles = []
    for number in range(count):
        share = (t - 4.0 - number * (work_s + rest_s)) / work_s
        inside = (share >= 0.0) & (share <= 1.0)
        form = {
            "sine": np.sin(math.pi * share),
            "ramps": np.clip(np.minimum(share, 1.0 - share) / 0.15, 0.0, 1.0),
            "pause": np.clip(np.minimum(share, 1.0 - share) / 0.1, 0.0, 1.0)
            * np.where(np.abs(share - 0.5) < 0.15, 0.55, 1.0),
            "two humps": np.where(share < 0.5, 1.0, 0.6) * np.abs(np.sin(2.0 * math.pi * share)),
        }[shape]
        peak = rng.uniform(0.8, 1.2)
        level = np.where(inside, np.maximum(level, peak * form), level)
        middles.append(4.0 + number * (work_s + rest_s) + work_s / 2.0)
    white = rng.standard_normal(len(t))
    wide = max(1, round(0.1 * rate_hz))
    error = 0.08 * np.convolve(white, np.ones(wide) / math.sqrt(wide), mode="same")
    envelope = np.hypot(level, 0.05) * np.clip(1.0 + error, 0.1, None)
    return envelope[:, None] * 1e-4, np.array(middles)


def learn(
    data: Samples,
    step: Repetitions | None = None,
    *,
    rate_hz: float = RATE,
    sizes: tuple[int, ...] = (),
) -> Fit:
    stream = spec(rate_hz, data.shape[1])
    fitter = (step or Repetitions()).fitter((stream,), WHOLE)
    at = 0
    for size in (*sizes, len(data)):
        fitter.push(Block(stream, at, data[at : at + size]))
        at = min(at + size, len(data))
    return fitter.result()


def counted(course: Course) -> int:
    return int(np.count_nonzero(np.diff(np.nan_to_num(course.data[:, 0]), prepend=0.0) > 0))


SET, MIDDLES = reps("sine", 2.0, 1.0)
PAIR = np.ascontiguousarray(np.hstack((SET, 7.0 * SET[::-1])))
FIT = learn(PAIR)


@settings(max_examples=25, deadline=None)
@given(SIZES, st.booleans(), st.sampled_from([0.0, 6.335]), st.integers(0, 3000))
def test_first_law(sizes: list[int], pickled: bool, at_s: float, start: int) -> None:
    data = PAIR[:2000].copy()
    data[900:903, 1] = np.nan
    events, lost = [fit_event(FIT, at_s), fit_event(FIT, 12.1)], [(1400, 1410)]
    stream = spec(channels=2)
    whole = run(Repetitions(), stream, data, start=start, lost=lost, events=events)
    cut = run(
        Repetitions(), stream, data, sizes, start=start, lost=lost, events=events, pickled=pickled
    )
    assert_same(cut, whole)


@given(st.lists(st.integers(0, 900), max_size=20).map(tuple))
@settings(deadline=None)
def test_what_is_learned_does_not_depend_on_the_cutting(sizes: tuple[int, ...]) -> None:
    assert learn(PAIR, sizes=sizes) == FIT


@pytest.mark.parametrize("rate_hz", [50.0, 100.0, 333.0, 2000.0])
@pytest.mark.parametrize(("work_s", "rest_s"), [(0.9, 0.6), (2.0, 0.6), (5.0, 2.0), (4.0, 20.0)])
@pytest.mark.parametrize("shape", ["sine", "ramps"])
def test_repetitions_are_counted(shape: str, work_s: float, rest_s: float, rate_hz: float) -> None:
    data, middles_s = reps(shape, work_s, rest_s, rate_hz=rate_hz)
    course = run(Repetitions(fit=learn(data, rate_hz=rate_hz)), spec(rate_hz), data)
    assert counted(course) == 8
    for middle_s in middles_s:
        assert course.at(round(middle_s * rate_hz), round(middle_s * rate_hz) + 1)[0, 0] == 1.0


@pytest.mark.parametrize(("shape", "work_s"), [("pause", 3.0), ("pause", 5.0), ("two humps", 1.0)])
def test_a_pause_does_not_part_a_repetition(shape: str, work_s: float) -> None:
    data, _ = reps(shape, work_s, 1.5)
    assert counted(run(Repetitions(fit=learn(data)), spec(), data)) == 8


def test_repetitions_without_rest_between_are_parted_at_the_valley() -> None:
    data, middles_s = reps("sine", 3.0, 0.3, floor=0.2)
    course = run(Repetitions(fit=learn(data)), spec(), data)
    assert counted(course) == 8
    valleys = (middles_s[:-1] + middles_s[1:]) / 2.0
    for valley_s in valleys:
        near = course.at(round((valley_s - 0.4) * RATE), round((valley_s + 0.4) * RATE))
        assert (near == 0.0).any()


def test_edges_lie_where_activation_leaves_and_meets_rest() -> None:
    data, middles_s = reps("ramps", 2.0, 1.0)
    course = run(Repetitions(fit=learn(data)), spec(), data)
    state = course.data[:, 0]
    rises = (np.flatnonzero(np.diff(state, prepend=0.0) > 0) + course.start) / RATE
    falls = (np.flatnonzero(np.diff(state) < 0) + course.start + 1) / RATE
    assert np.abs(rises - (middles_s - 1.0)).max() < 0.15
    assert np.abs(falls - (middles_s + 1.0)).max() < 0.15


def test_a_twitch_is_no_repetition() -> None:
    data = SET.copy()
    data[150:170] = 2e-4
    assert counted(run(Repetitions(fit=learn(SET)), spec(), data)) == 8


def test_only_targets_count_and_each_on_its_own_scale() -> None:
    data = np.hstack((SET, np.full_like(SET, 50.0)))
    data[500, 1] = np.nan
    step = Repetitions(channels=("C0",))
    fit = learn(data, step)
    assert fit.channels == ("C0",)
    assert counted(run(step.with_fit(fit), spec(channels=2), data)) == 8


def test_nothing_is_said_before_the_fit() -> None:
    course = run(Repetitions(), spec(), SET, events=[fit_event(learn(SET), 6.0)])
    assert np.isnan(course.at(0, 600)).all()
    assert np.isfinite(course.at(600, len(SET))).all()


def test_no_contrast_is_said_to_be_none() -> None:
    rng = np.random.default_rng(1)
    fit = learn(1.0 + 0.1 * rng.standard_normal((4000, 1)))
    assert not fit.ok
    assert fit.reasons == ("C0: effort does not stand out",)
    assert np.isnan(run(Repetitions(fit=fit), spec(), SET).data).all()


def test_a_simulated_rest_of_exactly_nothing_can_be_learned() -> None:
    data = np.where(SET > 2e-5, SET, 0.0)
    fit = learn(data)
    assert fit.ok
    assert counted(run(Repetitions(fit=fit), spec(), data)) == 8


def test_mistakes_are_refused_in_words() -> None:
    with pytest.raises(NotEnoughDataError, match="too little data"):
        learn(SET[:100])
    with pytest.raises(InputError, match=r"lacks a target.*given VM, found C0"):
        Repetitions(channels=("VM",)).open((spec(),))
    with pytest.raises(InputError, match="must be positive"):
        Repetitions(shortest_s=0.0)
    with pytest.raises(InputError, match="does not suit the repetitions step"):
        Repetitions(fit=FIT).open((spec(channels=3),))


def test_the_output_is_one_state() -> None:
    opened = Repetitions().open((spec(channels=2),))
    (channel,) = opened.spec.channels
    assert (channel.name, channel.kind, channel.unit) == ("repetition", Kind.STATE, "1")
    assert 0.9 < opened.delay_s < 1.3
