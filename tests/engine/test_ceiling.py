"""A "maximum" that a muscle later exceeds many times was none, and no number rests on it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine._compare import assert_same
from tests.engine._parts import burst_emg, recording

from innervate.body.movement import exercise
from innervate.core.channel import Channel, Kind
from innervate.core.event import Event, EventKind
from innervate.core.measure import Measure
from innervate.core.recording import Recording
from innervate.core.step import Interval
from innervate.core.stream import Block, StreamSpec
from innervate.engine.analyse import AnalyseOptions, analyse
from innervate.engine.analyser import Analyser
from innervate.engine.analysis import Analysis
from innervate.engine.ceiling import IMPLAUSIBLE_PERCENT, Ceiling
from innervate.engine.emg import EmgChoices, emg_plan
from innervate.engine.stated import Calibration
from innervate.steps.normalise import Method

RATE_HZ, SECONDS = 500.0, 24.0
ACTIVATION = StreamSpec(
    "activation",
    tuple(Channel(name, Kind.ACTIVATION, "%MVC", name) for name in ("soleus", "trapezius")),
    100.0,
    "amp",
)
LENGTH = 50


def pushed(values: np.ndarray, cuts: list[int], lost: tuple[int, int] = (0, 0)) -> Ceiling:
    ceiling = Ceiling(ACTIVATION)
    for low, high in pairwise(sorted({0, len(values), *cuts, *lost})):
        if not lost[0] <= low < lost[1]:
            ceiling.push(Block(ACTIVATION, low, values[low:high]))
    return ceiling


@given(st.lists(st.integers(1, 399), max_size=12), st.integers(0, 399), st.integers(0, 120))
def test_it_is_the_highest_whole_half_second_however_cut(
    cuts: list[int], first: int, lost: int
) -> None:
    values = np.random.default_rng(first).uniform(0.0, 700.0, (400, 2))
    hole = (first, min(first + lost, 400))
    known = values.copy()
    known[hole[0] : hole[1]] = np.nan
    expected = np.nanmax(known.reshape(-1, LENGTH, 2).mean(axis=1), axis=0)
    for ceiling in (pushed(known, cuts), pushed(values, cuts, hole)):
        found = {over.channel.name: over.percent for over in ceiling.overshoots()}
        assert found == pytest.approx(dict(zip(("soleus", "trapezius"), expected, strict=True)))


def test_a_dynamic_effort_above_the_maximum_is_none() -> None:
    values = np.full((400, 2), 0.99 * IMPLAUSIBLE_PERCENT)
    assert pushed(values, []).overshoots() == ()
    values[:, 1] = np.nan
    assert pushed(values, []).overshoots() == ()


EMG = StreamSpec(
    "emg",
    tuple(Channel(name, Kind.EMG, "V", name) for name in ("biceps_brachii", "triceps_brachii")),
    RATE_HZ,
    "amp",
)
CURL = EmgChoices(exercise=exercise("biceps_curl"), method=Method.MVC)
MVC = Calibration(mvc=(Interval(1.6, 2.9, "mvc 1"), Interval(5.6, 6.9, "mvc 2")))
PHASES = tuple(
    Event(at_s, EventKind.PHASE, label)
    for at_s, label in (
        (0.0, "rest"), (1.5, "mvc 1"), (3.0, "pause"), (5.5, "mvc 2"), (7.0, "practice"),
        (11.5, "ready"), (12.5, "set 1"),
    )
)  # fmt: skip
REASON = "triceps brachii reached "
NOT_MAXIMAL = " % of its 'maximum': it was not maximal in any trial"


def signal() -> np.ndarray:
    """Two muscles that work alike, but the triceps rests in the maximal trials."""
    values = burst_emg(SECONDS, RATE_HZ, 2)
    rested = round(7.5 * RATE_HZ)
    values[:rested, 1] = burst_emg(SECONDS, RATE_HZ, 1, seed=2)[:rested, 0] * 0.02
    return values


def emg(events: tuple[Event, ...] = ()) -> Recording:
    values = signal()
    return recording(
        [Block(EMG, at, values[at : at + 700]) for at in range(0, len(values), 700)], events
    )


def live(step: int) -> Analysis:
    """The same as a session, in pieces of so many samples."""
    made = emg_plan((EMG,), CURL)
    analyser = Analyser(emg().about, (EMG,), made.plan, made.shown, learns=True)
    waiting, values = list(PHASES), signal()
    for at in range(0, len(values), step):
        stop = min(at + step, len(values))
        while waiting and waiting[0].at_s < stop / RATE_HZ:
            analyser.push(waiting.pop(0))
        analyser.push(Block(EMG, at, values[at:stop]))
        analyser.cover(stop / RATE_HZ - 0.25)
    analyser.finish()
    return analyser.analysis()


def doubt(measure: Measure) -> list[str]:
    return [reason for reason in measure.quality.reasons if reason.endswith(NOT_MAXIMAL)]


def check(found: Analysis) -> None:
    assert found.repetitions
    by_name: dict[str, list[Measure]] = {}
    for measure in found.measures:
        by_name.setdefault(measure.metric, []).append(measure)
    for name in ("target_share", "isolation", "selectivity_db", "cocontraction_rudolph"):
        for measure in by_name[name]:
            assert measure.value is None
            assert measure.uncertainty.low is None
            assert "do a maximal trial of every muscle" in measure.uncertainty.method
            assert doubt(measure)
            assert not measure.quality.ok
    for measure in by_name["activation"]:
        of_triceps = measure.subject.muscle == "triceps_brachii"
        assert measure.value is not None
        assert bool(doubt(measure)) == of_triceps
        assert not (of_triceps and measure.quality.ok)
    # What does not rest on the maximum is as good as it was.
    for name in ("repetitions", "activity", "onset"):
        assert not any(doubt(measure) for measure in by_name[name])
    (unsaid,) = [one for one in found.unsaid if one.why.endswith(NOT_MAXIMAL)]
    assert unsaid.why.startswith(REASON)
    assert unsaid.fix == "do a maximal trial of every muscle"


def test_of_a_file_with_stated_trials() -> None:
    check(analyse(emg(), AnalyseOptions(CURL, MVC)))


def test_of_a_file_with_phases() -> None:
    check(analyse(emg(PHASES), AnalyseOptions(CURL)))


def test_of_a_session_however_cut() -> None:
    first = live(50)
    check(first)
    for step in (333, 2000):
        other = live(step)
        assert_same(first, other)
        assert first.unsaid == other.unsaid


def test_without_a_maximum_nothing_is_doubted() -> None:
    found = analyse(emg(), AnalyseOptions(CURL))
    assert not any(doubt(measure) for measure in found.measures)
    assert not [one for one in found.unsaid if "maximum" in one.why]


def test_a_maximum_that_was_one_is_not_doubted() -> None:
    later = Calibration(mvc=(Interval(9.6, 10.9, "mvc 1"), Interval(13.6, 14.9, "mvc 2")))
    found = analyse(emg(), AnalyseOptions(CURL, later))
    assert not any(doubt(measure) for measure in found.measures)
    assert any(m.metric == "target_share" and m.value is not None for m in found.measures)
