"""The conductor: any order of commands and events, any cutting of time."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innervate.body.movement import exercise
from innervate.coach.acts import Act, Announce, Cue, CueKind, Level, Over, Remark, SetOver, Why
from innervate.coach.choices import Calibrating, Cast, CastChannel, Choices, Feedback, Role, Tempo
from innervate.coach.conductor import Conductor
from innervate.coach.protocol import protocol
from innervate.coach.standing import Command, CommandName, Stage
from innervate.core.channel import MuscleSide, Side
from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.flaw import Flaw
from innervate.engine.glance import Glance
from innervate.engine.phases import CALIBRATED

CAST = Cast(
    (
        CastChannel("E1", "biceps brachii left", "biceps_brachii", Side.LEFT, Role.TARGET, "%MVC"),
        CastChannel("E2", "triceps brachii left", "triceps_brachii", Side.LEFT, Role.OTHER, "%MVC"),
    )
)
CURL = exercise("biceps_curl")
FEEL = Choices(targets=(MuscleSide("biceps_brachii", Side.LEFT),))
LOST = EventKind.LOST, EventKind.RETURNED


def emg(**choices: object) -> Conductor:
    return Conductor(protocol("emg"), CAST, Choices(exercise=CURL, **choices))  # type: ignore[arg-type]


def feel() -> Conductor:
    return Conductor(protocol("feel"), Cast(), FEEL)


def glance(at_s: float, level: float = 50.0, reps: int = 0, number: int | None = None) -> Glance:
    return Glance(at_s, (level, 5.0), (3e-4, 1e-4), (Flaw.NONE, Flaw.NONE), 0.9, 80.0, number, reps)


def run(conductor: Conductor, start_s: float, stop_s: float, step_s: float = 0.05) -> list[Act]:
    acts: list[Act] = []
    for tick in range(math.ceil(start_s / step_s), math.floor(stop_s / step_s + 1e-9) + 1):
        acts += conductor.saw(glance(tick * step_s))
    return acts


def until(conductor: Conductor, stage: Stage, at_s: float) -> float:
    """Let time pass until a stage is reached; the second at which it was."""
    while conductor.standing(at_s).stage is not stage:
        at_s += 0.5
        conductor.saw(glance(at_s))
        assert at_s < 5000.0, "never came there"
    return at_s


def press(conductor: Conductor, name: CommandName, at_s: float, value: float | None = None) -> None:
    conductor.command(Command(name, value), at_s)


def labels(acts: list[Act]) -> list[str]:
    return [
        act.event.label
        for act in acts
        if isinstance(act, Announce) and act.event.kind is EventKind.PHASE
    ]


STEPS = st.one_of(
    st.tuples(st.just("wait"), st.integers(0, 40 * 64).map(lambda ticks: ticks / 64)),
    st.tuples(st.sampled_from(CommandName), st.sampled_from([None, 5.0, 50.0, -1.0, math.nan])),
    st.tuples(
        st.sampled_from([*LOST, EventKind.PHASE]), st.sampled_from(["amp", "other", "set 3"])
    ),
)
MADE = st.sampled_from(["feel", *Calibrating])


def make(what: str, follows: bool) -> Conductor:
    if what == "feel":
        return feel()
    return emg(
        calibration=Calibrating(what), follows=follows, sets=None if follows else 3, tempo=None
    )


def play(conductor: Conductor, steps: list[tuple[object, object]], *, cuts: int = 1) -> list[Act]:
    """Do the steps; refusals are the only exceptions."""
    at_s, acts = 0.0, list(conductor.saw(Glance(0.0)))
    for kind, value in steps:
        if kind == "wait":
            assert isinstance(value, float)
            for cut in range(1, cuts + 1):
                acts += conductor.saw(Glance(at_s + value * 64 * cut // cuts / 64))
            at_s += value
        elif isinstance(kind, CommandName):
            assert value is None or isinstance(value, float)
            try:
                acts += conductor.command(Command(kind, value), at_s)
            except InputError as error:
                assert kind not in (CommandName.STOP, CommandName.PAIN)
                assert error.fix or error.given
        elif isinstance(kind, EventKind):
            acts += conductor.heard(Event(at_s, kind, str(value), source=str(value)))
    return acts


@settings(deadline=None)
@given(MADE, st.booleans(), st.lists(STEPS, max_size=40))
def test_nothing_but_a_refusal_and_always_a_way_out(
    what: str, follows: bool, steps: list[tuple[object, object]]
) -> None:
    conductor = make(what, follows)
    acts = play(conductor, steps)
    standing = conductor.standing(0.0)
    over = standing.stage is Stage.DONE
    assert over == any(isinstance(act, Over) for act in acts)
    if not over:
        assert {CommandName.STOP, CommandName.PAIN} <= set(standing.commands)
        for name in standing.commands:
            copy: Conductor = pickle.loads(pickle.dumps(conductor))
            needs = {CommandName.RATE: 7.0, CommandName.THRESHOLD: 30.0}
            if name is not CommandName.RESUME or standing.signal.ok:
                copy.command(Command(name, needs.get(name)), standing.now_s)
        acts += conductor.command(Command(CommandName.PAIN), standing.now_s)
    assert conductor.standing(0.0).stage is Stage.DONE
    assert sum(isinstance(act, Over) for act in acts) == 1
    assert conductor.saw(Glance(1e6)) == ()


@settings(deadline=None)
@given(MADE, st.lists(STEPS, max_size=40))
def test_phases_are_announced_in_an_order_that_can_be_learned_from(
    what: str, steps: list[tuple[object, object]]
) -> None:
    acts = play(make(what, False), steps)
    phases = [
        act.event for act in acts if isinstance(act, Announce) and act.event.kind is EventKind.PHASE
    ]
    assert all(this.at_s <= after.at_s for this, after in pairwise(phases))
    told = [event.label for event in phases]
    over = next((i for i, one in enumerate(told) if one.startswith(CALIBRATED)), len(told))
    assert not any(one.startswith(("rest", "mvc", "hold", "practice")) for one in told[over:])
    if what in ("maximal", "submaximal", "none") and told:
        assert told[0] == "rest" or told == ["pause"]
    trials = [i for i, one in enumerate(told) if one.startswith(("mvc", "hold"))]
    assert all(told[i - 1] == "pause" for i in trials)


@settings(deadline=None)
@given(MADE, st.booleans(), st.lists(STEPS, max_size=25), st.integers(2, 30))
def test_how_time_was_cut_changes_no_act(
    what: str, follows: bool, steps: list[tuple[object, object]], cuts: int
) -> None:
    whole = play(make(what, follows), steps)
    assert play(make(what, follows), steps, cuts=cuts) == whole


def test_pickled_in_the_middle_it_goes_on_the_same() -> None:
    conductor = emg()
    run(conductor, 0, 1)
    press(conductor, CommandName.CONTINUE, 1.0)
    run(conductor, 1, 24)
    copy: Conductor = pickle.loads(pickle.dumps(conductor))
    assert run(copy, 24, 60) == run(conductor, 24, 60) != []


def test_feeling_one_muscle_from_finger_to_rating() -> None:
    conductor = feel()
    acts = [*conductor.saw(Glance(0.0))]
    assert "left biceps brachii" in conductor.standing(0.0).instruction
    acts += conductor.command(Command(CommandName.CONTINUE), 4.0)
    acts += [act for tick in range(80, 1000) for act in conductor.saw(Glance(tick / 20))]
    tones = [act.tone for act in acts if isinstance(act, Cue) and act.kind is CueKind.TONE]
    assert tones[:3] == ["concentric", "eccentric", "pause"]
    assert tones.count("eccentric") == 8
    standing = conductor.standing(49.0)
    assert (standing.stage, standing.reps_done, standing.reps_asked) == (Stage.FEEL, 8, 8)
    assert standing.tempo == (3.0, 1.0, 1.0, 0.0)
    acts += conductor.command(Command(CommandName.RATE, 7.0), 55.0)
    answers = [
        (act.event.label, act.event.value)
        for act in acts
        if isinstance(act, Announce) and act.event.kind is EventKind.ANSWER
    ]
    assert answers == [("repetitions", 8.0), ("felt biceps_brachii left", 7.0)]
    assert labels(acts) == ["ready", "set 1", "pause"]
    assert acts[-1] == Over(55.0, Why.DONE)


def test_tones_are_told_a_little_ahead_at_their_own_moments() -> None:
    conductor = feel()
    conductor.saw(Glance(0.0))
    press(conductor, CommandName.CONTINUE, 0.0)
    before = [act for tick in range(101) for act in conductor.saw(Glance(tick / 20))]
    assert [a.text for a in before if isinstance(a, Cue) and a.kind is CueKind.COUNT][:3] == [
        "3", "2", "1",
    ]  # fmt: skip
    after = [act for act in conductor.saw(Glance(5.75)) if isinstance(act, Cue)]
    assert [(one.at_s, one.tone) for one in after] == [(6.0, "eccentric")]


@pytest.mark.parametrize("rating", [None, -1.0, 11.0, math.nan])
def test_a_rating_is_a_number_from_0_to_10(rating: float | None) -> None:
    conductor = feel()
    conductor.saw(Glance(0.0))
    press(conductor, CommandName.CONTINUE, 0.0)
    conductor.saw(Glance(10.0))
    press(conductor, CommandName.END_SET, 12.0)
    with pytest.raises(InputError, match="a rating must be a number from 0 to 10"):
        press(conductor, CommandName.RATE, 13.0, rating)
    assert conductor.standing(13.0).stage is Stage.FEEL


def test_what_is_not_possible_now_is_refused_with_what_is() -> None:
    conductor = emg()
    conductor.saw(glance(0.0))
    with pytest.raises(InputError, match="start set is not possible now") as refusal:
        press(conductor, CommandName.START_SET, 1.0)
    assert refusal.value.fix == "choose continue, threshold, stop, pain"
    press(conductor, CommandName.STOP, 1.0)
    with pytest.raises(InputError, match="To mend it: start a new session"):
        press(conductor, CommandName.CONTINUE, 2.0)


def test_pain_stops_at_once_and_says_what_to_do() -> None:
    conductor = emg(calibration=Calibrating.CARRIED)
    run(conductor, 0, 1)
    press(conductor, CommandName.CONTINUE, 1.0)
    press(conductor, CommandName.START_SET, 2.0)
    run(conductor, 2, 10)
    acts = conductor.command(Command(CommandName.PAIN), 10.0)
    first = acts[0]
    assert isinstance(first, Remark)
    assert first.level is Level.ERROR
    assert "get medical help" in first.text
    assert acts[-1] == Over(10.0, Why.PAIN)
    assert any(isinstance(act, SetOver) for act in acts)
    assert conductor.standing(10.0).title == "Stopped"


def test_a_lost_signal_is_said_at_once_and_the_trial_is_done_again() -> None:
    conductor = emg()
    run(conductor, 0, 1)
    press(conductor, CommandName.CONTINUE, 1.0)
    at_s = until(conductor, Stage.MAXIMAL, 1.0)
    acts = list(conductor.heard(Event(at_s + 1, EventKind.LOST, "timeout", source="MyAmp")))
    assert any(isinstance(a, Remark) and "No signal from MyAmp" in a.text for a in acts)
    assert labels(acts) == ["pause"]
    standing = conductor.standing(at_s + 1)
    assert standing.paused
    assert (standing.signal.ok, standing.signal.since_s) == (False, at_s + 1)
    with pytest.raises(InputError, match="the signal is not back yet"):
        press(conductor, CommandName.RESUME, at_s + 2)
    conductor.heard(Event(at_s + 5, EventKind.RETURNED, source="MyAmp"))
    acts = list(conductor.command(Command(CommandName.RESUME), at_s + 6))
    acts += run(conductor, at_s + 6, at_s + 20)
    assert labels(acts) == ["mvc 1 biceps_brachii left"]
    assert conductor.standing(0).signal.ok


def test_a_set_goes_on_while_the_signal_is_lost() -> None:
    conductor = emg(calibration=Calibrating.CARRIED)
    run(conductor, 0, 1)
    press(conductor, CommandName.CONTINUE, 1.0)
    press(conductor, CommandName.START_SET, 2.0)
    run(conductor, 2, 8)
    conductor.heard(Event(8.0, EventKind.LOST, source="MyAmp"))
    standing = conductor.standing(8.0)
    assert (standing.stage, standing.paused, standing.signal.ok) == (Stage.SET, False, False)


def test_a_paused_set_goes_on_under_its_number() -> None:
    conductor = emg(calibration=Calibrating.CARRIED, tempo=Tempo(2, 0, 1, 0), reps=4)
    run(conductor, 0, 1)
    press(conductor, CommandName.CONTINUE, 1.0)
    press(conductor, CommandName.START_SET, 2.0)
    acts = run(conductor, 2, 5 + 7)
    assert conductor.standing(12.0).reps_done == 2
    acts += conductor.command(Command(CommandName.PAUSE), 12.0)
    acts += run(conductor, 12, 40)
    assert conductor.standing(40.0).paused
    acts += conductor.command(Command(CommandName.RESUME), 40.0)
    acts += run(conductor, 40, 60)
    assert labels(acts) == ["set 1", "pause", "set 1", "pause"]
    assert [act.set for act in acts if isinstance(act, SetOver)] == [1]
    standing = conductor.standing(60.0)
    assert (standing.stage, standing.reps_done) == (Stage.BREAK, 4)


def test_seconds_above_the_line_are_counted_and_the_line_can_be_moved() -> None:
    conductor = emg(calibration=Calibrating.CARRIED)
    run(conductor, 0, 1)
    press(conductor, CommandName.CONTINUE, 1.0)
    press(conductor, CommandName.START_SET, 2.0)
    run(conductor, 2, 9)
    assert conductor.standing(9.0).held_s == pytest.approx(4.0, abs=0.11)
    assert conductor.standing(9.0).above
    press(conductor, CommandName.THRESHOLD, 9.0, 60.0)
    acts = run(conductor, 9, 13)
    assert not conductor.standing(13.0).above
    acts += conductor.command(Command(CommandName.END_SET), 13.0)
    (over,) = [act for act in acts if isinstance(act, SetOver)]
    assert over.success == pytest.approx(0.5, abs=0.02)
    with pytest.raises(InputError, match="the line in percent must be a number from 1 to 100"):
        press(conductor, CommandName.THRESHOLD, 13.0, 0.0)


def test_skipping_the_calibration_leads_to_the_set_with_a_warning() -> None:
    conductor = emg()
    run(conductor, 0, 1)
    press(conductor, CommandName.CONTINUE, 1.0)
    run(conductor, 1, 5)
    acts = list(conductor.command(Command(CommandName.SKIP), 5.0))
    assert labels(acts) == ["ready"]
    assert any(isinstance(act, Remark) and act.level is Level.WARNING for act in acts)
    assert conductor.standing(5.0).stage is Stage.READY


def test_trials_that_do_not_agree_can_be_done_once_more() -> None:
    conductor = emg()
    run(conductor, 0, 1)
    press(conductor, CommandName.CONTINUE, 1.0)
    at_s, strength = 1.0, 1e-4
    while True:
        at_s += 0.1
        standing = conductor.standing(at_s)
        if standing.stage is Stage.PAUSE and standing.ends_s is None:
            break
        strength = 1e-4 * (standing.trial or 1)  # every trial stronger than the one before
        conductor.saw(Glance(at_s, (1.0, 1.0), (strength, 1e-4), (None, None)))
    assert "biceps brachii left" in standing.instruction
    assert "triceps" not in standing.instruction
    assert "above your best" in standing.calibration.trials[-2].verdict
    assert "within 5 %" in standing.calibration.trials[-1].verdict
    acts = list(conductor.command(Command(CommandName.REPEAT), at_s))
    acts += run(conductor, at_s, at_s + 70)
    assert labels(acts) == ["mvc 4 biceps_brachii left", "pause"]


def test_a_repeated_trial_waits_until_its_muscle_has_rested() -> None:
    conductor = emg()
    run(conductor, 0, 1)
    press(conductor, CommandName.CONTINUE, 1.0)
    until(conductor, Stage.MAXIMAL, 1.0)
    at_s = until(conductor, Stage.PAUSE, 22.0)
    acts = list(conductor.command(Command(CommandName.REPEAT), at_s))
    acts += run(conductor, at_s, at_s + 400)
    trials = [
        (act.event.label, act.event.at_s)
        for act in acts
        if isinstance(act, Announce) and act.event.label.startswith("mvc")
    ]
    assert [label for label, _ in trials][-1] == "mvc 1 biceps_brachii left"
    own = [at_s for label, at_s in trials if "biceps_brachii" in label]
    assert all(after - this >= 60 for this, after in pairwise(own))


def phase(at_s: float, label: str) -> Event:
    return Event(at_s, EventKind.PHASE, label, source="coach")


def test_a_session_cut_off_in_calibration_goes_on_with_the_trials_that_are_missing() -> None:
    conductor = emg()
    conductor.recall(
        [
            phase(1, "rest"), phase(11, "pause"), phase(21, "mvc 1 biceps_brachii left"),
            phase(26, "pause"), phase(54, "mvc 1 triceps_brachii left"),
        ]
    )  # fmt: skip
    acts = run(conductor, 60, 61)
    assert conductor.standing(61).stage is Stage.CHECK
    acts += conductor.command(Command(CommandName.CONTINUE), 61)
    acts += run(conductor, 61, 130)
    assert labels(acts) == [
        "pause", "mvc 1 triceps_brachii left", "pause", "mvc 2 biceps_brachii left", "pause",
    ]  # fmt: skip


def test_a_session_cut_off_in_a_set_goes_on_with_that_set() -> None:
    conductor = emg()
    conductor.recall(
        [phase(1, "rest"), phase(20, "ready"), phase(30, "set 1"), phase(50, "pause"),
         phase(90, "set 2")]
    )  # fmt: skip
    conductor.saw(glance(100.0))
    standing = conductor.standing(100.0)
    assert (standing.stage, standing.calibration.done) == (Stage.READY, True)
    assert standing.detail == "Set 2 was cut off and goes on."
    acts = list(conductor.command(Command(CommandName.START_SET), 101.0))
    acts += run(conductor, 101, 110)
    assert labels(acts)[-1] == "set 2"


def test_a_recording_without_phases_is_one_set() -> None:
    conductor = emg(follows=True)
    acts = run(conductor, 2, 10)
    standing = conductor.standing(10.0)
    assert (standing.stage, standing.set, standing.began_s) == (Stage.SET, 1, 2.0)
    acts += conductor.ended(10.0)
    assert labels(acts) == []
    assert [act.set for act in acts if isinstance(act, SetOver)] == [1]


def test_repetitions_are_counted_aloud_unless_feedback_is_off() -> None:
    def counts(conductor: Conductor) -> list[str]:
        run(conductor, 0, 1)
        press(conductor, CommandName.CONTINUE, 1.0)
        press(conductor, CommandName.START_SET, 1.0)
        run(conductor, 1, 6)
        acts = [*conductor.saw(glance(7.0, reps=1, number=1))]
        acts += conductor.saw(glance(9.0, reps=2, number=1))
        return [act.text for act in acts if isinstance(act, Cue)]

    aloud = emg(calibration=Calibrating.CARRIED, reps=2)
    assert counts(aloud) == ["1", "2", "That was the last one. End the set."]
    assert counts(emg(calibration=Calibrating.CARRIED, feedback=Feedback.OFF)) == []


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"threshold_percent": math.nan}, "must lie between 1 and 100 %"),
        ({"reps": 0}, "repetitions must be from 1 to 100"),
        ({"tempo": Tempo(0, 0, 0, 0)}, "a tempo needs seconds above 0"),
    ],
)
def test_choices_that_make_no_session_are_refused(choices: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        emg(**choices)


def test_a_session_cut_off_before_the_rating_goes_on_with_the_rating() -> None:
    conductor = feel()
    told = Event(49.0, EventKind.ANSWER, "repetitions", value=8.0, source="coach")
    conductor.recall([phase(4, "ready"), phase(9, "set 1"), told, phase(49, "pause")])
    conductor.saw(Glance(60.0))
    assert conductor.standing(60.0).stage is Stage.FEEL
    acts = conductor.command(Command(CommandName.RATE, 6.0), 61.0)
    assert acts[-1] == Over(61.0, Why.DONE)


def test_moments_without_any_sample_forget_no_repetition() -> None:
    conductor = emg(calibration=Calibrating.CARRIED)
    run(conductor, 0, 1)
    press(conductor, CommandName.CONTINUE, 1.0)
    press(conductor, CommandName.START_SET, 1.0)
    run(conductor, 1, 6)
    conductor.saw(glance(7.0, reps=2, number=1))
    assert conductor.saw(Glance(8.0)) == ()
    assert conductor.standing(8.0).reps_done == 2
    acts = conductor.saw(glance(9.0, reps=3, number=1))
    assert [act.text for act in acts if isinstance(act, Cue)] == ["3"]


def test_a_followed_session_ends_with_the_last_set_asked_for() -> None:
    conductor = emg(follows=True, sets=2)
    acts: list[Act] = []
    for at_s, label in ((1.0, "set 1"), (5.0, "pause"), (8.0, "set 2"), (12.0, "pause")):
        acts += conductor.heard(Event(at_s, EventKind.PHASE, label))
    acts += run(conductor, 1, 20)
    assert [act.set for act in acts if isinstance(act, SetOver)] == [1, 2]
    assert acts[-1] == Over(12.0, Why.DONE)


@pytest.mark.parametrize(("strength_v", "warned"), [(2e-5, True), (3e-4, False)])
@pytest.mark.parametrize("what", [Calibrating.NONE, Calibrating.SUBMAXIMAL])
def test_a_practice_that_was_hardly_more_than_rest_is_no_reference(
    what: Calibrating, strength_v: float, warned: bool
) -> None:
    conductor = emg(calibration=what)
    acts: list[Act] = []
    at_s = 0.0
    press(conductor, CommandName.CONTINUE, at_s)
    while conductor.standing(at_s).stage is not Stage.READY:
        at_s += 0.5
        now = conductor.standing(at_s).stage
        volts = 1e-5 if now is Stage.REST else strength_v
        acts += conductor.saw(replace(glance(at_s), strengths=(volts, volts)))
        assert at_s < 900.0
    told = [one for one in acts if isinstance(one, Remark) and "hardly more than rest" in one.text]
    assert len(told) == (warned and what is Calibrating.NONE)


def test_who_only_watches_is_not_told_to_rest() -> None:
    conductor = emg(follows=True)
    assert "nothing but watch" in conductor.standing(0.0).instruction
    for at_s, label in ((1.0, "set 1"), (5.0, "pause")):
        conductor.heard(Event(at_s, EventKind.PHASE, label))
    run(conductor, 1, 6)
    assert conductor.standing(6.0).instruction.startswith("The recording rests; the next set")


def test_the_finger_is_told_where_to_go() -> None:
    conductor = feel()
    conductor.saw(Glance(0.0))
    assert conductor.standing(0.0).detail.startswith("Where: ")
