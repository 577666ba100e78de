"""What makes a session survives as one line of text."""

from __future__ import annotations

import json

import pytest

from innervate.body.channel_map import ChannelMap
from innervate.coach.choices import Big, Calibrating, Feedback, Tempo
from innervate.core.channel import MuscleSide, Side
from innervate.core.errors import InputError
from innervate.core.fit import Fit, FitParameter
from innervate.session.setup import Setup
from innervate.steps.normalise import Method

FIT = Fit(
    "normalise", 1, "emg/activation", ("a",), Method.SUBMAXIMAL.words,
    (FitParameter("reference", (1 / 3,), "V"),),
)  # fmt: skip
FULL = Setup(
    source="lsl:type=EMG",
    exercise="bench_press",
    maps=(ChannelMap("EMG 1", "triceps_brachii", Side.LEFT), ChannelMap("EMG 2", None)),
    targets=(MuscleSide("pectoralis_major", Side.RIGHT),),
    calibration=Calibrating.SUBMAXIMAL,
    person="p1",
    door="kit",
    load_kg=42.5,
    feedback=Feedback.SOUND_ONLY,
    threshold_percent=35.0,
    big=Big.ISOLATION,
    tempo=Tempo(3.0, 1.0, 1.0, 0.0),
    reps=8,
    sets=3,
    pace=2.0,
    fits=(FIT,),
)


@pytest.mark.parametrize("setup", [FULL, Setup("none"), Setup("replay:a.xdf?loop=1")])
def test_it_comes_back_from_its_text(setup: Setup) -> None:
    text = setup.to_json()
    assert "\n" not in text
    assert Setup.from_json(text) == setup
    json.loads(text)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"source": 3}', '{"source":"none","who":1}'])
def test_what_is_no_setup_is_refused_in_words(text: str) -> None:
    with pytest.raises(InputError, match=r"cannot be made again.*close the session"):
        Setup.from_json(text)


@pytest.mark.parametrize(
    ("source", "pace", "words"),
    [
        ("replay:a.xdf", 4.0, "replay:a.xdf?pace=4"),
        ("replay:a.xdf?pace=2&loop=1", 4.0, "replay:a.xdf?loop=1&pace=4"),
        ("replay:a.xdf?pace=2", None, "replay:a.xdf?pace=2"),
        ("simulator:bench_press?seed=3", 0.0, "simulator:bench_press?seed=3&pace=0"),
        ("lsl:name=x", 4.0, "lsl:name=x"),
    ],
)
def test_the_pace_is_for_what_can_be_paced(source: str, pace: float | None, words: str) -> None:
    assert Setup(source, pace=pace).source_words() == words


def test_who_leads() -> None:
    assert Setup("simulator:bench_press").choices().follows
    assert Setup("replay:a.xdf").choices().follows
    assert not FULL.choices().follows
    assert not Setup("none").choices().follows


def test_a_recording_and_carried_fits_ask_for_no_calibration() -> None:
    assert Setup("replay:a.xdf").choices().calibration is Calibrating.CARRIED
    assert FULL.choices().calibration is Calibrating.CARRIED
    assert Setup("lsl:x").choices().calibration is Calibrating.MAXIMAL


@pytest.mark.parametrize(
    ("setup", "method"),
    [
        (Setup("lsl:x"), Method.MVC),
        (Setup("lsl:x", calibration=Calibrating.SUBMAXIMAL), Method.SUBMAXIMAL),
        (Setup("lsl:x", calibration=Calibrating.NONE), Method.PEAK_TASK),
        (Setup("lsl:x", fits=(FIT,)), Method.SUBMAXIMAL),
    ],
)
def test_the_method_is_what_the_calibration_gives(setup: Setup, method: Method) -> None:
    assert setup.emg_choices().method is method


@pytest.mark.parametrize(
    ("setup", "words"),
    [
        (Setup("lsl:x", threshold_percent=0.0), "between 0 and 100 %"),
        (Setup("lsl:x", threshold_percent=float("nan")), "between 0 and 100 %"),
        (Setup("replay:x", pace=-1.0), "the pace"),
        (Setup("none"), "no muscle was chosen"),
        (Setup("lsl:x", "bench_pres"), "bench_press"),
    ],
)
def test_what_cannot_be_is_refused(setup: Setup, words: str) -> None:
    with pytest.raises(InputError, match=words):
        setup.checked()
