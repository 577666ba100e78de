"""Protocols, cast, trials, hold score and tempo."""

from __future__ import annotations

from pathlib import Path

import pytest

from innervate.body._toml import read_entry
from innervate.body.movement import exercise
from innervate.coach import protocol as protocols
from innervate.coach.casting import asked_for, cast_of
from innervate.coach.choices import Cast, CastChannel, Role, Tempo
from innervate.coach.holding import HoldScore
from innervate.coach.metronome import Metronome
from innervate.coach.protocol import Protocol, protocol
from innervate.coach.standing import Stage
from innervate.coach.trials import NO_SIGNAL, TrialBook
from innervate.core.channel import Channel, Kind, MuscleSide, Side
from innervate.core.errors import InputError
from innervate.core.stream import StreamSpec


def test_the_protocols_have_words_for_every_stage_they_pass() -> None:
    assert [one.key for one in protocols.protocols()] == ["emg", "feel"]
    for one in protocols.protocols():
        for plan in one.stages:
            assert plan.title
            assert plan.instruction
    assert [plan.stage for plan in protocol("feel").stages] == [
        Stage.CHECK, Stage.READY, Stage.SET, Stage.FEEL, Stage.DONE,
    ]  # fmt: skip


def test_a_protocol_that_does_not_exist_is_refused_with_near_names() -> None:
    with pytest.raises(InputError, match=r"there is no protocol 'fel'.*write feel"):
        protocol("fel")


def test_a_stage_that_a_protocol_lacks_is_refused() -> None:
    with pytest.raises(InputError, match="protocol feel has no stage"):
        protocol("feel").plan(Stage.REST)


def test_a_text_that_names_something_unknown_is_refused(tmp_path: Path) -> None:
    built_in = Path(protocols.__file__).parent / "protocols" / "feel.toml"
    path = tmp_path / "own.toml"
    path.write_text(
        built_in.read_text(encoding="utf-8").replace("{muscle}", "{leg}"), encoding="utf-8"
    )
    with pytest.raises(InputError, match="protocol own names something unknown"):
        protocols._check(read_entry(Protocol, path))


def test_the_cast_takes_its_roles_from_the_exercise() -> None:
    muscles = ("pectoralis_major", "trapezius_descendens", "soleus", None)
    channels = tuple(
        Channel(f"E{n}", Kind.ACTIVATION, "%MVC", key) for n, key in enumerate(muscles)
    )
    spec = StreamSpec("emg/activation", channels, 1000.0, "amp", simulated=True)
    cast = cast_of([spec], exercise("bench_press"))
    assert [one.role for one in cast.channels] == [
        Role.TARGET, Role.WATCHED, Role.OTHER, Role.OTHER,
    ]  # fmt: skip
    assert cast.simulated
    own = cast_of([spec], exercise("bench_press"), (MuscleSide("soleus"),))
    assert [one.role for one in own.channels][:3] == [Role.OTHER, Role.WATCHED, Role.TARGET]
    assert asked_for(None, ()) == ()


CAST = Cast(
    (
        CastChannel("E1", "soleus left", "soleus", Side.LEFT, Role.TARGET, "%MVC"),
        CastChannel("E2", "soleus right", "soleus", Side.RIGHT, Role.OTHER, "%MVC"),
    )
)


def trials(*peaks: float | None) -> TrialBook:
    """The left muscle's trials of 5 s, 30 s apart."""
    book = TrialBook(CAST)
    for number, peak in enumerate(peaks, start=1):
        begin_s = 30.0 * number
        book.begin(begin_s, number, (0,))
        book.see(begin_s + 0.3, (9e-3, 9e-3))  # half of this was before the trial
        book.see(begin_s + 2.0, (None if peak is None else peak, 5e-4))
        book.end()
        book.see(begin_s + 6.0, (9e-3, 9e-3))
    return book


def test_a_trial_is_its_best_half_second_within_it() -> None:
    (result,) = trials(4e-4).results
    assert (result.channel, result.trial, result.peak) == ("soleus left", 1, 4e-4)


@pytest.mark.parametrize(
    ("peaks", "verdict", "doubtful"),
    [
        ((4e-4,), "a first mark: try to reach it again", True),
        ((4e-4, 3.9e-4), "within 5 % of your best: that agrees well", False),
        ((4e-4, 3e-4), "25 % below your best", True),
        ((3e-4, 3e-4, 4e-4), "33 % above your best so far", True),
        ((4e-4, 3.9e-4, 3e-4), "25 % below your best", False),
        ((4e-4, None), NO_SIGNAL, True),
    ],
)
def test_trials_are_judged_by_how_well_the_best_agree(
    peaks: tuple[float | None, ...], verdict: str, doubtful: bool
) -> None:
    book = trials(*peaks)
    assert book.results[-1].verdict == verdict
    assert book.doubtful() == ((0,) if doubtful else ())


def test_a_trial_that_was_broken_off_does_not_count() -> None:
    book = TrialBook(CAST)
    book.begin(1.0, 1, (0,))
    book.abandon()
    assert book.end() == ()
    assert book.results == ()


def test_only_measured_seconds_of_the_set_count() -> None:
    score = HoldScore(40.0)
    score.see(0.0, [90.0])
    assert (score.held_s, score.success, score.above) == (0.0, None, True)
    score.begin()
    for tick in range(11):
        score.see(1 + tick / 10, [60.0, 30.0])  # their mean is above the line
    score.see(9.0, [60.0, 30.0])  # too long a step to say anything about
    score.see(9.1, [None, 90.0])
    score.see(9.2, [0.0, 0.0])
    assert score.held_s == pytest.approx(1.0)
    assert score.success == pytest.approx(1.0 / 1.1)
    score.hold()
    score.see(9.3, [90.0, 90.0])
    assert score.held_s == pytest.approx(1.0)


def test_a_slow_repetition_goes_up_down_and_pauses() -> None:
    metronome = Metronome(Tempo(3, 1, 1, 0), 10.0, 0, 2)
    assert [(cue.at_s, cue.tone or cue.text) for cue in metronome.cues()] == [
        (10.0, "1"), (10.0, "concentric"), (11.0, "eccentric"), (14.0, "pause"),
        (15.0, "2"), (15.0, "concentric"), (16.0, "eccentric"), (19.0, "pause"),
    ]  # fmt: skip
    assert metronome.ends_s == 20.0
    assert [metronome.done(at_s) for at_s in (9.0, 14.9, 15.0, 99.0)] == [0, 0, 1, 2]
    assert Metronome(Tempo(2, 0, 1, 0), 0.0, 0, None).ends_s is None
