"""From a recording to its analysis: which fits are applied, which learned, and from what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from tests.engine._compare import assert_same, close
from tests.engine._parts import burst_emg, recording, retold

from innervate.body.movement import exercise
from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock, ClockPair
from innervate.core.event import Event, EventKind
from innervate.core.fit import Fit
from innervate.core.measure import Measure, Quality
from innervate.core.recording import Recording
from innervate.core.step import Interval
from innervate.core.stream import Block, StreamSpec
from innervate.engine.analyse import AnalyseOptions, analyse
from innervate.engine.analysis import Analysis
from innervate.engine.emg import EmgChoices
from innervate.engine.learning import APPLIED_AFTER_S, fit_event
from innervate.engine.stated import Calibration
from innervate.steps.normalise import Method

RATE_HZ, SECONDS = 500.0, 24.0
CHANNELS = (
    Channel("BB", Kind.EMG, "V", "biceps_brachii"),
    Channel("TB", Kind.EMG, "V", "triceps_brachii"),
)
EMG = StreamSpec("emg", CHANNELS, RATE_HZ, "amp")
SIGNAL = burst_emg(SECONDS, RATE_HZ, 2) * [1.0, 0.4]
CURL = EmgChoices(exercise=exercise("biceps_curl"))
MVC = (Interval(1.6, 2.9, "mvc 1"), Interval(5.6, 6.9, "mvc 2"))
REST = (Interval(8.0, 9.4, "rest"),)
LEARNING = {"notch", "onset", "normalise", "repetitions"}


def emg(start: int = 0, events: Sequence[Event] = (), clocks: Sequence[Clock] = ()) -> Recording:
    blocks = [
        Block(EMG, start + first, SIGNAL[first : first + 700])
        for first in range(0, len(SIGNAL), 700)
    ]
    return recording(blocks, events, clocks)


def fits(found: Analysis) -> dict[str, Fit]:
    return {fit.step: fit for fit in found.fits}


def of(found: Analysis, metric: str) -> list[Measure]:
    return [m for m in found.measures if m.metric == metric]


def told(*fits_: Fit) -> tuple[Event, ...]:
    return tuple(fit_event(fit, 0.0) for fit in fits_)


@pytest.fixture(scope="module")
def first() -> Analysis:
    return analyse(emg(), AnalyseOptions(CURL))


def test_all_is_learned_where_nothing_is_known(first: Analysis) -> None:
    assert set(fits(first)) == LEARNING
    assert {i.name for i in fits(first)["notch"].intervals} == {"first minute"}
    assert {i.name for i in fits(first)["normalise"].intervals} == {"whole recording"}
    assert {i.recording for fit in first.fits for i in fit.intervals} == {"trial"}
    assert fits(first)["normalise"].method == Method.PEAK_TASK.words
    assert len(first.repetitions) == 6
    assert first.about.exercise == "biceps_curl"


def test_stored_fits_are_applied_as_they_were(first: Analysis) -> None:
    stored = retold(emg(), *told(*first.fits))
    again = analyse(stored, AnalyseOptions(CURL))
    assert again.fits == first.fits
    assert_same(again, first)


def with_reference(fit: Fit, factor: float) -> Fit:
    (parameter,) = fit.parameters
    louder = tuple(value * factor for value in parameter.values)
    return replace(fit, parameters=(replace(parameter, values=louder),))


def test_they_are_not_learned_again_unless_that_is_asked(first: Analysis) -> None:
    doubled = with_reference(fits(first)["normalise"], 2.0)
    others = [fit for step, fit in fits(first).items() if step != "normalise"]
    stored = retold(emg(), *told(doubled, *others))
    half = analyse(stored, AnalyseOptions(CURL))
    assert fits(half)["normalise"] == doubled
    for mine, theirs in zip(of(half, "activation.peak"), of(first, "activation.peak"), strict=True):
        assert mine.value == pytest.approx((theirs.value or 0.0) / 2)
    afresh = analyse(stored, AnalyseOptions(CURL, refit=True))
    assert afresh.fits == first.fits
    assert_same(afresh, first)


@pytest.mark.parametrize("missing", sorted(LEARNING))
def test_only_what_is_missing_is_learned_with_the_stored_ones_at_work(
    first: Analysis, missing: str
) -> None:
    stored = [fit for step, fit in fits(first).items() if step != missing]
    again = analyse(retold(emg(), *told(*stored)), AnalyseOptions(CURL))
    assert fits(again) == fits(first)
    assert_same(again, first)


def test_the_normalisation_of_a_stored_fit_is_kept(first: Analysis) -> None:
    by_mvc = analyse(emg(), AnalyseOptions(CURL, Calibration(mvc=MVC)))
    stored = retold(emg(), *told(*by_mvc.fits))
    again = analyse(stored, AnalyseOptions(CURL))
    assert {m.unit for m in of(again, "activation.peak")} == {"%MVC"}
    refit = analyse(stored, AnalyseOptions(CURL, refit=True))
    assert {m.unit for m in of(refit, "activation.peak")} == {"%peak"}


@pytest.mark.parametrize(
    ("calibration", "method", "names"),
    [
        (Calibration(mvc=MVC), Method.MVC, {"mvc 1", "mvc 2"}),
        (Calibration(hold=(Interval(1.6, 2.9, "hold 1"),)), Method.SUBMAXIMAL, {"hold 1"}),
        (Calibration(mvc=MVC, hold=REST), Method.MVC, {"mvc 1", "mvc 2"}),
        (Calibration(rest=REST), Method.PEAK_TASK, {"whole recording"}),
        (Calibration(), Method.PEAK_TASK, {"whole recording"}),
    ],
)
def test_what_is_stated_says_what_is_100_percent(
    calibration: Calibration, method: Method, names: set[str]
) -> None:
    # Whatever method is asked for: it is the stated stretches that allow one.
    choices = replace(CURL, method=Method.SUBMAXIMAL)
    found = analyse(emg(), AnalyseOptions(choices, calibration))
    learned = fits(found)["normalise"]
    assert learned.method == method.words
    assert {interval.name for interval in learned.intervals} == names
    assert {m.unit for m in of(found, "activation.peak")} == {method.unit}
    rests = {interval.name for interval in fits(found)["onset"].intervals}
    assert rests == ({"rest"} if calibration.rest else {"whole recording"})


def test_repetitions_are_counted_after_the_calibration() -> None:
    found = analyse(emg(), AnalyseOptions(CURL, Calibration(mvc=MVC, rest=REST)))
    assert len(found.repetitions) == 4
    after_s = REST[0].stop_s + APPLIED_AFTER_S
    assert all(rep.start_s >= after_s for rep in found.repetitions)


PHASES = tuple(
    Event(at_s, EventKind.PHASE, label)
    for at_s, label in (
        (0.0, "rest"), (1.5, "mvc 1 biceps_brachii"), (3.0, "pause"), (5.5, "mvc 2"),
        (7.0, "ready"), (8.0, "set 1"), (24.0, "mvc 3"),
    )
)  # fmt: skip


def test_phases_of_a_recording_state_its_calibration() -> None:
    calibration = Calibration.of_phases(emg(events=PHASES[::-1]))
    assert [(i.name, i.start_s, i.stop_s) for i in calibration.mvc] == [
        ("mvc 1 biceps_brachii", 1.5, 3.0),
        ("mvc 2", 5.5, 7.0),
    ]
    assert [(i.start_s, i.stop_s) for i in calibration.rest] == [(0.0, 1.5)]
    assert calibration.method is Method.MVC
    assert Calibration.of_phases(emg()) == Calibration()


def test_phases_and_what_they_state_give_the_same() -> None:
    by_phases = analyse(emg(events=PHASES), AnalyseOptions(CURL))
    stated = Calibration.of_phases(emg(events=PHASES))
    by_hand = analyse(emg(events=PHASES), AnalyseOptions(CURL, stated))
    assert_same(by_phases, by_hand)
    assert {rep.set for rep in by_phases.repetitions} == {1}
    assert len(by_phases.repetitions) == 4  # those of the set, not those of the calibration


def test_stated_times_are_of_the_session_whatever_the_devices_clock() -> None:
    late = [Clock("amp", [ClockPair("amp", 0.0, 100.0)])]
    moved = Calibration(
        mvc=tuple(replace(i, start_s=i.start_s + 100, stop_s=i.stop_s + 100) for i in MVC)
    )
    one = analyse(emg(), AnalyseOptions(CURL, Calibration(mvc=MVC)))
    other = analyse(emg(clocks=late), AnalyseOptions(CURL, moved))
    for mine, theirs in zip(one.measures, other.measures, strict=True):
        assert close(mine.value, theirs.value)
        assert close(mine.start_s + 100.0, theirs.start_s)


def test_a_part_of_a_longer_recording_is_analysed_like_the_whole(first: Analysis) -> None:
    """It may begin minutes after second 0: its own first minute tells of the mains."""
    part = analyse(emg(start=round(120 * RATE_HZ)), AnalyseOptions(CURL))
    assert set(fits(part)) == LEARNING
    assert len(part.repetitions) == len(first.repetitions)
    for mine, theirs in zip(part.measures, first.measures, strict=True):
        assert close(mine.value, theirs.value)
        assert close(mine.start_s, theirs.start_s + 120.0)


def test_streams_of_two_devices_are_analysed_as_each_alone(first: Analysis) -> None:
    legs = (
        Channel("VL", Kind.EMG, "V", "vastus_lateralis"),
        Channel("SOL", Kind.EMG, "V", "soleus"),
    )
    slow = StreamSpec("slow", legs, 250.0, "other")
    second = burst_emg(SECONDS, 250.0, 2, seed=2)
    blocks = [Block(slow, 0, second), *emg().blocks()]
    both = analyse(recording(blocks), AnalyseOptions(CURL))
    alone = analyse(recording([Block(slow, 0, second)]), AnalyseOptions(CURL))
    mine = [fit for fit in both.fits if fit.stream.startswith("emg/")]
    assert sorted(map(repr, mine)) == sorted(map(repr, first.fits))
    others = [fit for fit in both.fits if fit.stream.startswith("slow/")]
    assert sorted(map(repr, others)) == sorted(map(repr, alone.fits))
    assert sorted(map(bare, both.measures)) == sorted(map(bare, (*first.measures, *alone.measures)))


def bare(measure: Measure) -> str:
    """A measure without what was wrong with channels, which may be of either stream."""
    return repr(replace(measure, quality=Quality()))


def test_too_little_to_learn_from_is_said() -> None:
    short = recording([Block(EMG, 0, SIGNAL[:300])])
    found = analyse(short, AnalyseOptions(CURL))
    assert {one.what for one in found.unsaid} >= {"the fit of onset", "the fit of repetitions"}
    assert all(one.why for one in found.unsaid)
    assert found.repetitions == ()


def test_progress_rises_in_each_pass(first: Analysis) -> None:
    seen: list[float] = []
    analyse(emg(), AnalyseOptions(CURL), seen.append)
    assert seen[-1] == pytest.approx(SECONDS)
    falls = [k for k in range(1, len(seen)) if seen[k] < seen[k - 1]]
    assert len(falls) <= 3


def test_an_exercise_that_the_recording_names_stays_where_none_is_chosen() -> None:
    named = replace(emg(), about=replace(emg().about, exercise="bench_press"))
    assert analyse(named, AnalyseOptions()).exercise == "bench_press"
    assert analyse(named, AnalyseOptions(CURL)).exercise == "biceps_curl"


def test_the_recording_is_not_changed() -> None:
    before = SIGNAL.tobytes()
    given = emg(events=PHASES)
    analyse(given, AnalyseOptions(CURL))
    assert SIGNAL.tobytes() == before
    assert given.events == PHASES
    assert np.isfinite(SIGNAL).all()
