"""The standing of a session, put together for a screen."""

from __future__ import annotations

from innervate.body.safety import safety
from innervate.coach.acts import Why
from innervate.coach.choices import Big, Calibrating
from innervate.coach.course import Stand
from innervate.coach.following import Follower
from innervate.coach.leading import Leader
from innervate.coach.standing import (
    CalibrationStanding,
    ElectrodeStanding,
    ExerciseWords,
    Mode,
    SignalStanding,
    Standing,
)

_WORDS = {
    Calibrating.MAXIMAL: "100 % is your best maximal trial of each muscle.",
    Calibrating.SUBMAXIMAL: "100 % is your hold: muscles are not compared with each other.",
    Calibrating.NONE: "100 % is your peak in practice: muscles are not compared with each other.",
    Calibrating.CARRIED: "The calibration is known already.",
}


def picture(
    stand: Stand,
    course: Leader | Follower,
    *,
    now_s: float,
    reps: int,
    trials: int | None,
    electrodes: tuple[ElectrodeStanding, ...],
    signal: SignalStanding,
) -> Standing:
    """Everything a screen must know."""
    place, choices = course.place, stand.choices
    beat = place.beat
    hurts = place.over is Why.PAIN
    return Standing(
        mode=Mode.FOLLOWS if choices.follows else Mode.LEADS,
        simulated=stand.cast.simulated,
        stage=beat.stage,
        title="Stopped" if hurts else beat.title,
        instruction=safety().pain if hurts else beat.instruction,
        detail=beat.detail,
        began_s=place.began_s,
        ends_s=place.ends_s,
        now_s=now_s,
        paused=course.paused,
        muscle=beat.muscle,
        side=beat.side,
        trial=beat.trial,
        trials=trials,
        exercise=ExerciseWords.of(choices.exercise) if choices.exercise else None,
        targets=stand.beats.targets,
        set=place.set,
        reps_done=reps,
        reps_asked=course.reps_asked,
        tempo=course.tempo,
        calibration=CalibrationStanding(
            choices.calibration,
            course.calibrated,
            stand.book.results,
            _WORDS[choices.calibration] if stand.cast.channels else "",
        ),
        threshold_percent=stand.score.threshold_percent,
        feedback=choices.feedback,
        commands=course.allowed(),
        signal=signal,
        big=choices.big if stand.beats.compares else Big.LEVEL,
        electrodes=electrodes,
        held_s=stand.score.held_s,
        above=stand.score.above,
    )
