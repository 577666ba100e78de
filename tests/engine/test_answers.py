"""What a person answers becomes measures, live and from the file alike."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import innervate
from innervate.core.channel import Channel, Kind, Side
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.plan import Plan
from innervate.core.recording import About
from innervate.core.stream import StreamSpec
from innervate.engine.analyse import NO_SENSOR
from innervate.engine.analyser import Analyser, Shown
from innervate.engine.answers import answer_measures, answered, load_answer
from innervate.report.text import about
from innervate.session.recorder import Recorder


def phase(at_s: float, label: str) -> Event:
    return Event(at_s, EventKind.PHASE, label, source="coach")


def answer(at_s: float, label: str, value: float | None) -> Event:
    return Event(at_s, EventKind.ANSWER, label, value=value, unit="1", source="person")


SESSION = (
    phase(3.0, "set 1"),
    answer(43.0, "repetitions", 8.0),
    phase(43.0, "pause"),
    answer(45.5, "felt biceps_brachii left", 7.0),
    phase(60.0, "set 2"),
    phase(99.0, "pause"),
    answer(101.0, "felt biceps_brachii left", 9.0),
)


def record(path: Path, events: tuple[Event, ...], specs: tuple[StreamSpec, ...] = ()) -> Path:
    recorder = Recorder.create(path, About(name="feel"), specs, lambda problem: None)
    for event in events:
        recorder.append(event)
    recorder.close()
    return path


def test_a_rating_is_a_measure_of_its_muscle_side_and_set() -> None:
    told, first, second = answer_measures(SESSION)
    assert (told.metric, told.value, told.subject.set) == ("repetitions.told", 8.0, 1)
    assert (first.metric, first.value, first.unit) == ("felt", 7.0, "1")
    assert (first.subject.muscle, first.subject.side) == ("biceps_brachii", Side.LEFT)
    assert (first.start_s, first.stop_s, first.subject.set) == (3.0, 45.5, 1)
    assert (second.value, second.subject.set) == (9.0, 2)
    assert first.uncertainty.low is None
    assert first.uncertainty.method == "one rating by the person"


def test_the_last_answer_to_one_question_counts() -> None:
    (one,) = answer_measures([answer(9.0, "felt soleus", 2.0), answer(4.0, "felt soleus", 8.0)])
    assert (one.value, one.subject.side) == (2.0, None)


@pytest.mark.parametrize("value", [-1.0, 10.5, math.nan, math.inf])
def test_an_answer_out_of_range_has_no_value_and_says_so(value: float) -> None:
    (one,) = answer_measures([answer(1.0, "felt soleus", value)])
    assert one.value is None
    assert not one.quality.ok
    assert "is not between 0 and 10" in one.quality.reasons[0]


@pytest.mark.parametrize(
    "event",
    [
        answer(1.0, "felt", 3.0),
        answer(1.0, "felt soleus middle", 3.0),
        answer(1.0, "mood", 3.0),
        answer(1.0, "felt soleus", None),
        Event(1.0, EventKind.NOTE, "felt soleus", value=3.0),
    ],
)
def test_other_events_are_no_answers(event: Event) -> None:
    assert not answered([event])
    assert answer_measures([event]) == ()


def test_live_and_file_give_the_same_without_any_emg(tmp_path: Path) -> None:
    analyser = Analyser(About(), (), Plan(()), Shown(), learns=True)
    for event in SESSION:
        analyser.push(event)
    live = analyser.analysis()
    path = record(tmp_path / "feel.xdf", SESSION)
    filed = innervate.open(path).measure("biceps_curl").analysis
    assert live.measures == filed.measures == answer_measures(SESSION)
    assert live.duration_s == filed.duration_s == 101.0
    assert filed.unsaid == (NO_SENSOR,)
    assert filed.exercise == "biceps_curl"


def test_streams_of_another_kind_do_not_hide_the_answers(tmp_path: Path) -> None:
    spec = StreamSpec("acc", (Channel("x", Kind.ACCELERATION, "m/s^2"),), 100.0, "watch")
    path = record(tmp_path / "watch.xdf", SESSION, (spec,))
    assert len(innervate.open(path).measure().analysis.measures) == 3


def test_without_emg_and_without_an_answer_there_is_nothing_to_analyse(tmp_path: Path) -> None:
    path = record(tmp_path / "empty.xdf", (phase(1.0, "set 1"),))
    with pytest.raises(InputError, match="there is no EMG in this recording"):
        innervate.open(path).measure()


def test_answers_stand_beside_what_was_measured() -> None:
    spec = StreamSpec("emg", (Channel("E", Kind.EMG, "V", "soleus"),), 1000.0, "amp")
    analyser = Analyser(About(), (spec,), Plan(()), Shown())
    analyser.push(answer(2.0, "felt soleus", 4.0))
    assert [m.metric for m in analyser.analysis().measures] == ["felt"]
    assert analyser.analysis().duration_s == 0.0


def test_the_load_is_a_number_as_told_in_kilograms(tmp_path: Path) -> None:
    path = record(tmp_path / "load.xdf", (load_answer(42.5), *SESSION))
    found = innervate.open(path).measure()
    (load,) = (m for m in found.measures if m.metric == "load.told")
    assert (load.value, load.unit, load.uncertainty.low) == (42.5, "kg", None)
    assert about("load.told").label == "Load (told)"


def test_the_report_shows_them_under_their_own_words(tmp_path: Path) -> None:
    result = innervate.open(record(tmp_path / "feel.xdf", SESSION)).measure()
    result.save_report(tmp_path / "feel.html")
    page = (tmp_path / "feel.html").read_text(encoding="utf-8")
    assert "Feeling of the muscle (0-10)" in page
    assert "Your own rating: it is not a measurement of the muscle." in page
    assert about("repetitions.told").label == "Repetitions (told)"
    assert about("repetitions").label == "Repetitions"
