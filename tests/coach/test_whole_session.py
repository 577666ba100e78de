"""Whole sessions in virtual time: the athlete does what the coach says, and the chain learns."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from tests.coach._rehearsal import Stagehand, given, rehearse

from innervate.body.movement import exercise
from innervate.coach.acts import Act, Announce, Cue, CueKind, Over, SetOver, Why
from innervate.coach.casting import cast_of
from innervate.coach.choices import Big, Calibrating, Choices
from innervate.coach.conductor import Conductor
from innervate.coach.protocol import protocol
from innervate.coach.standing import Command, CommandName, Stage
from innervate.core.event import Event, EventKind
from innervate.core.recording import About
from innervate.engine.analyser import Analyser
from innervate.engine.emg import EmgChoices, emg_plan
from innervate.engine.glance import Glance
from innervate.metrics._sets import set_number
from innervate.sim.athlete import Athlete
from innervate.sim.demo import demo_athlete, demo_montage
from innervate.sim.realities import Realities
from innervate.sim.script import Effort, Phase, PhaseKind, Role, Script
from innervate.steps.normalise import Method

RATE_HZ = 1000.0
NAME = "pec_isolation"
MONTAGE = demo_montage(NAME, RATE_HZ)
SET_S = 20.0
METHODS = {
    Calibrating.MAXIMAL: Method.MVC,
    Calibrating.SUBMAXIMAL: Method.SUBMAXIMAL,
    Calibrating.NONE: Method.PEAK_TASK,
}


def _wanted(conductor: Conductor, at_s: float) -> CommandName | None:
    """What a patient person presses: go on, start each set, end it after twenty seconds."""
    standing = conductor.standing(at_s)
    if standing.stage is Stage.CHECK and at_s >= standing.began_s + 3.0:
        return CommandName.CONTINUE
    if standing.stage is Stage.PAUSE and standing.ends_s is None:
        return CommandName.CONTINUE
    if standing.stage in (Stage.READY, Stage.BREAK) and standing.ends_s is None:
        return CommandName.START_SET if at_s >= standing.began_s + 4.0 else None
    if standing.stage is Stage.SET and at_s >= standing.began_s + SET_S:
        return CommandName.END_SET
    return None


def _schedule(choices: Choices) -> list[Event]:
    """The phases that the coach will announce, found by running it on nothing but time."""
    made = emg_plan((MONTAGE.emg,), EmgChoices(exercise(NAME)))
    analyser = Analyser(About(), (MONTAGE.emg,), made.plan, made.shown)
    cast = cast_of((analyser.run.specs[name] for name in made.shown.curves), exercise(NAME))
    conductor = Conductor(protocol("emg"), cast, replace(choices, exercise=exercise(NAME)))
    acts: list[Act] = []
    for tick in range(20 * 900):
        acts += conductor.saw(Glance(tick / 20))
        name = _wanted(conductor, tick / 20)
        acts += conductor.command(Command(name), tick / 20) if name else ()
        if any(isinstance(act, Over) for act in acts):
            break
    return [act.event for act in acts if isinstance(act, Announce)]


def _phase(label: str, seconds: float) -> Phase:
    """What the athlete does in a phase of the coach's."""
    muscles = [electrode.muscle for electrode in MONTAGE.electrodes]
    named = [m for m in muscles if m.muscle in label and str(m.side) in label]
    if label.startswith("mvc"):
        efforts = [Effort(m, 0.3, seconds, 1.0, Role.MAXIMAL, 0.3, 0.3) for m in named]
        return Phase(PhaseKind.MVC, seconds, label, tuple(efforts))
    if label.startswith("hold"):
        efforts = [Effort(m, 0.3, seconds, 0.5, Role.MAXIMAL, 0.3, 0.3) for m in muscles]
        return Phase(PhaseKind.MVC, seconds, label, tuple(efforts))
    if label.startswith(("practice", "set")):
        targets = named or [m for m in muscles if m.muscle == "pectoralis_major"]
        starts = [1.0 + 4.0 * rep for rep in range(int((seconds - 1.0) // 4.0))]
        efforts = [
            Effort(m, at_s, at_s + 2.5, 0.6 if m in targets else 0.06, Role.MAXIMAL, 0.2, 0.3)
            for at_s in starts
            for m in muscles
        ]
        return Phase(PhaseKind.PRACTICE, seconds, label, tuple(efforts))
    return Phase(PhaseKind.REST, seconds, label)


def _athlete(phases: list[Event]) -> Athlete:
    first = Phase(PhaseKind.REST, phases[0].at_s, "check")
    spans = [_phase(this.label, after.at_s - this.at_s) for this, after in pairwise(phases)]
    last = Phase(PhaseKind.REST, 3.0, "after")
    return Athlete(Script(NAME, (first, *spans, last)), MONTAGE, Realities(), 3)


@cache
def _session(method: Calibrating) -> Stagehand:
    choices = Choices(calibration=method, sets=2)
    athlete = _athlete(_schedule(choices))
    hand = rehearse(NAME, choices, athlete, METHODS[method])
    for item in given(athlete, athlete.script.opening_s, phases=False):
        hand.push(item)
        name = _wanted(hand.conductor, hand.analyser.reached_s)
        if name:
            hand.command(name)
    return hand


@pytest.mark.parametrize("method", METHODS)
def test_every_fit_is_learned_from_the_phases_that_the_coach_announced(
    method: Calibrating,
) -> None:
    hand = _session(method)
    fits = hand.fits()
    assert set(fits) == {"notch", "onset", "normalise", "repetitions"}
    assert fits["normalise"].method == METHODS[method].words
    assert fits["onset"].intervals[0].name == "rest"
    taught = {interval.name.split()[0] for interval in fits["normalise"].intervals}
    expected = {Calibrating.MAXIMAL: "mvc", Calibrating.SUBMAXIMAL: "hold"}.get(method, "practice")
    assert taught == {expected}
    assert [act.why for act in hand.acts if isinstance(act, Over)] == [Why.DONE]
    compares = method is Calibrating.MAXIMAL
    assert any(glance.share is not None for glance in hand.glances) is compares
    big = hand.conductor.standing(hand.analyser.reached_s).big
    assert big is (Big.SHARE if compares else Big.LEVEL)


def test_a_session_from_check_to_done() -> None:
    hand = _session(Calibrating.MAXIMAL)
    standing = hand.conductor.standing(hand.analyser.reached_s)
    trials = standing.calibration.trials
    assert standing.stage is Stage.DONE
    assert len(trials) == 3 * len(MONTAGE.electrodes)
    reference = dict(
        zip(
            (channel.label for channel in hand.maker.specs[0].channels),
            hand.fits()["normalise"].values("reference"),
            strict=True,
        )
    )
    for trial in trials:
        best = max(t.peak or 0.0 for t in trials if t.channel == trial.channel)
        assert best == pytest.approx(reference[trial.channel], rel=0.05)
    sets = [act for act in hand.acts if isinstance(act, SetOver)]
    assert [one.set for one in sets] == [1, 2]
    # 2.5 of every 4 s at 60 % of the maximum, above the line of 40 % but for rise, fall and noise.
    assert all(one.success is not None and 0.35 < one.success < 0.7 for one in sets)
    labels = [e.label for e in hand.events if e.kind is EventKind.PHASE if set_number(e.label)]
    assert labels == ["set 1 pectoralis_major left", "set 2 pectoralis_major right"]
    counts = [act.text for act in hand.acts if isinstance(act, Cue) and act.kind is CueKind.COUNT]
    assert counts[-4:] == ["1", "2", "3", "4"]
    measures = hand.analyser.analysis().measures
    isolation = [m for m in measures if m.metric == "isolation" and m.subject.rep is None]
    assert {(m.subject.side, m.subject.set) for m in isolation} == {("left", 1), ("right", 2)}
    assert all(m.value is not None and m.value > 80 for m in isolation)


def test_the_phases_come_as_they_were_foretold() -> None:
    hand = _session(Calibrating.MAXIMAL)
    told = [(e.label, e.at_s) for e in hand.events if e.kind is EventKind.PHASE]
    foretold = [(e.label, e.at_s) for e in _schedule(Choices(sets=2))]
    assert [label for label, _ in told] == [label for label, _ in foretold]
    for (_, at_s), (_, expected_s) in zip(told, foretold, strict=True):
        assert at_s == pytest.approx(expected_s, abs=1.5)


def test_the_virtual_athlete_leads_and_the_coach_follows() -> None:
    athlete = demo_athlete("bench_press", RATE_HZ, seed=1, seconds=60.0)
    hand = rehearse("bench_press", Choices(follows=True), athlete)
    stages: list[Stage] = []
    for item in given(athlete, 60.0):
        hand.push(item)
        stage = hand.conductor.standing(hand.analyser.reached_s).stage
        if stages[-1:] != [stage]:
            stages.append(stage)
    hand.do(hand.conductor.ended(60.0))
    trials = [Stage.MAXIMAL, Stage.PAUSE] * 3
    assert [s for s in stages if s is not Stage.CHECK] == [
        Stage.REST, *trials, Stage.PRACTICE, Stage.READY, Stage.SET, Stage.BREAK,
    ]  # fmt: skip
    assert not any(isinstance(act, Announce) for act in hand.acts)
    assert [act.set for act in hand.acts if isinstance(act, SetOver)] == [1]
    assert hand.acts[-1] == Over(60.0, Why.ENDED)
    standing = hand.conductor.standing(60.0)
    counted = next(m for m in hand.analyser.analysis().measures if m.metric == "repetitions")
    assert standing.reps_done == counted.value
    assert standing.simulated
