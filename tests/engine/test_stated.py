"""What the person states of a recording must be of that recording."""

from __future__ import annotations

import numpy as np
import pytest
from tests.engine._parts import burst_emg, recording

from innervate.core.channel import Channel, Kind
from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.step import Interval
from innervate.core.stream import Block, StreamSpec
from innervate.engine.analyse import AnalyseOptions, analyse
from innervate.engine.stated import Calibration, check_stated
from innervate.steps.normalise import Method

EMG = StreamSpec("emg", (Channel("BB", Kind.EMG, "V", "biceps_brachii"),), 500.0, "amp")


@pytest.mark.parametrize("name", ["mvc", "hold", "rest"])
@pytest.mark.parametrize("span", [(80.0, 80.5), (90.0, 95.0), (70.0, 81.1)])
def test_a_stretch_beyond_the_end_is_refused(name: str, span: tuple[float, float]) -> None:
    stated = Calibration(**{name: (Interval(*span, f"{name} 1"),)})
    with pytest.raises(InputError, match="the recording ends at 80 s") as refused:
        check_stated(stated, 0.0, 80.0)
    assert f"{name} 1 {span[0]:g}-{span[1]:g} s" in str(refused.value)
    assert refused.value.fix == "state stretches in seconds of the recording"


def test_people_round() -> None:
    check_stated(Calibration(mvc=(Interval(70.0, 80.9, "mvc 1"),)), 0.0, 80.0)
    check_stated(Calibration(rest=(Interval(0.0, 71.9, "rest 1"),)), 0.0, 80.0)


@pytest.mark.parametrize(
    "rest",
    [
        (Interval(0.0, 80.0, "rest 1"),),
        (Interval(0.0, 40.0, "rest 1"), Interval(40.0, 80.5, "rest 2")),
    ],
)
def test_rest_from_end_to_end_is_refused(rest: tuple[Interval, ...]) -> None:
    with pytest.raises(InputError, match="the whole recording is stated to be rest"):
        check_stated(Calibration(rest=rest), 0.0, 80.0)


def test_an_analysis_asks_in_session_seconds() -> None:
    values = burst_emg(20.0, 500.0, 1)
    late = [Clock("amp", [ClockPair("amp", 0.0, 100.0)])]
    given = recording([Block(EMG, 0, np.asarray(values))], clocks=late)
    within = Calibration(mvc=(Interval(101.6, 102.9, "mvc 1"),))
    assert analyse(given, AnalyseOptions(calibration=within)).measures
    for span in ((121.0, 125.0), (101.6, 122.0)):
        beyond = Calibration(mvc=(Interval(*span, "mvc 1"),))
        with pytest.raises(InputError, match="the recording ends at 120 s"):
            analyse(given, AnalyseOptions(calibration=beyond))
    with pytest.raises(InputError, match="no work to measure"):
        rest = Calibration(rest=(Interval(100.0, 120.0, "rest 1"),))
        analyse(given, AnalyseOptions(calibration=rest))


@pytest.mark.parametrize(
    ("labels", "trials"),
    [
        (("rest", "mvc 1", "pause"), 0),
        (("rest", "mvc 1", "pause", "mvc 2", "practice"), 0),
        (("rest", "mvc 1", "pause", "mvc 2", "ready"), 2),
        (("rest", "mvc 1", "set 1"), 1),
        (("mvc 1", "ready", "set 1", "mvc 1", "pause"), 1),
    ],
)
def test_trials_count_where_their_calibration_was_over(labels: list[str], trials: int) -> None:
    events = [Event(2.0 * n, EventKind.PHASE, label) for n, label in enumerate(labels)]
    found = Calibration.of_phases(recording([], events))
    assert len(found.mvc) == trials
    assert found.method is (Method.MVC if trials else Method.PEAK_TASK)
