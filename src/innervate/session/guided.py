"""A guided protocol run as a coach of a session: the same calls as a `Conductor` has."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Final

from innervate.coach.acts import Act, Over, Remark, Why
from innervate.coach.choices import Calibrating, Cast, Choices, Feedback
from innervate.coach.guided.guide import Guide
from innervate.coach.guided.score import Score
from innervate.coach.guided.standing import Do, GuideStanding
from innervate.coach.guided.steps import Kind
from innervate.coach.signal import Signal
from innervate.coach.standing import (
    CalibrationStanding,
    Command,
    CommandName,
    ExerciseWords,
    GuidedStanding,
    Mode,
    Stage,
    Standing,
)
from innervate.core.errors import InputError
from innervate.core.event import Event
from innervate.engine.glance import Glance

_WORK: Final = (Kind.REPS, Kind.WORK, Kind.HOLD, Kind.IMAGINE)
"""The beats in which muscles are listened to, where there are sensors."""
_PLACES: Final = 6
"""Decimals of seconds that are computed anew at every look, so that they stay the same."""


class GuidedCoach:
    """Runs a `Guide` on what a session hears: deterministic, reads no clock, can be pickled.

    It begins with the first moment that it hears of. After `recall` it begins paused.

    Args:
        score: what is done.
        cast: the channels; empty for a session without sensors.
        choices: what the person chose.
    """

    def __init__(self, score: Score, cast: Cast, choices: Choices) -> None:
        self._guide = Guide.of(score)
        self._cast, self._choices = cast, choices
        self._signal = Signal()
        self._begun = self._recalled = False
        self._paused_s: float | None = None
        self._reps = 0
        self._warned = ""
        self._owed: tuple[Act, ...] = ()

    def recall(self, events: Sequence[Event]) -> None:
        """Before anything else: take up a session that was cut off, by its recorded events."""
        self._guide.recall(events)
        self._recalled = True

    def heard(self, event: Event) -> tuple[Act, ...]:
        """Take an event of the source: a lost signal and its return."""
        remark = self._signal.heard(event)
        return self._noted(() if remark is None else (remark,))

    def saw(self, glance: Glance) -> tuple[Act, ...]:
        """Time has come to `glance.at_s`, and this is what it looks like."""
        if glance.set is not None:
            self._reps = glance.reps
        return self._noted((*self._begin(glance.at_s), *self._guide.to(glance.at_s)))

    def command(self, command: Command, at_s: float) -> tuple[Act, ...]:
        """Do what the person asks for.

        Raises `InputError` where it cannot be done now, saying what can. Stopping, pain and the
        wish for urgent help are never refused.
        """
        self._owed += self._begin(at_s)
        try:
            do = Do(command.name.value)
        except ValueError as error:
            raise InputError(
                f"{command.name.replace('_', ' ')} is not possible now",
                given=command.name,
                fix=f"choose {', '.join(self._guide.allowed())}",
            ) from error
        acts = self._guide.command(do, at_s, command.value, command.text)
        self._paused_s = max(at_s, 0.0) if do is Do.PAUSE else None
        return self._noted(acts)

    def ended(self, at_s: float) -> tuple[Act, ...]:
        """The source has come to its end."""
        return self._noted((*self._begin(at_s), *self._guide.ended(at_s)))

    def standing(self, at_s: float) -> Standing:
        """How the session stands; asking changes nothing. While it is paused time stands still."""
        now = self._guide.standing(at_s)
        now_s = now.now_s if self._paused_s is None else self._paused_s
        title, words = self._words(now)
        beat, working = now.beat, now.beat.kind in _WORK
        exercise = self._guide.score.chosen.exercise
        heard = bool(self._cast.channels)
        return Standing(
            mode=Mode.LEADS,
            simulated=self._cast.simulated,
            stage=Stage.DONE if now.over else Stage.GUIDED,
            title=title,
            instruction=words,
            detail="" if now.over else beat.detail,
            began_s=round(now_s - now.elapsed_s, _PLACES),
            ends_s=None if now.ends_s is None else round(now.ends_s, _PLACES),
            now_s=now_s,
            paused=now.paused,
            muscle=beat.muscle or None,
            side=beat.side,
            trial=None,
            trials=None,
            exercise=ExerciseWords.of(exercise) if exercise else None,
            targets=self._guide.score.chosen.muscles,
            set=beat.set if beat.count is not None else None,
            reps_done=now.reps_done if now.reps_done is not None else self._reps if heard else 0,
            reps_asked=beat.count,
            tempo=astuple(beat.tempo) if beat.tempo else None,
            calibration=CalibrationStanding(Calibrating.CARRIED, done=True),
            threshold_percent=self._choices.threshold_percent,
            feedback=self._choices.feedback if heard and working else Feedback.OFF,
            commands=tuple(CommandName(do.value) for do in now.commands) if not now.over else (),
            signal=self._signal.standing(),
            big=self._choices.big,
            guided=self._guided(now),
        )

    def _guided(self, now: GuideStanding) -> GuidedStanding:
        beat, score = now.beat, self._guide.score
        return GuidedStanding(
            protocol=score.protocol,
            name=score.name,
            dose=score.dose,
            kind=beat.kind,
            index=beat.index + 1,
            of=now.beats,
            question=None if now.over else beat.question,
            lead_s=beat.lead_s,
            first=beat.first,
            breath=beat.breath,
            pulse_hz=beat.pulse_hz,
            shown=beat.shown if self._cast.channels else (),
            eyes_closed=score.eyes_closed,
        )

    def _words(self, now: GuideStanding) -> tuple[str, str]:
        """Title and instruction: of the beat, or of the end."""
        match now.over:
            case None:
                return now.beat.title, now.beat.text
            case Why.PAIN:
                return "Stopped", self._guide.score.pain
            case Why.URGENT:
                return "Get help now", self._warned or self._guide.score.urgent
            case Why.SCREENED:
                return "Not today", self._warned or "An answer speaks against it today."
            case Why.DONE:
                return "Done", f"{now.name}: done. Your answers are in the report."
        return "Done", "What was done until now is kept."

    def _begin(self, at_s: float) -> tuple[Act, ...]:
        """With the first moment: begin; a session that was cut off stands paused then."""
        if self._begun or not math.isfinite(at_s):
            return ()
        self._begun = True
        acts = self._guide.begin(at_s)
        over = self._guide.standing(at_s).over
        if over is not None:
            return (*acts, *(() if acts else (Over(at_s, over),)))
        if not self._recalled:
            return acts
        self._paused_s = at_s
        return (*acts, *self._guide.command(Do.PAUSE, at_s))

    def _noted(self, acts: Iterable[Act]) -> tuple[Act, ...]:
        """The acts; the grave words with which a guide ends are kept for the screen."""
        told = (*self._owed, *acts)
        self._owed = ()
        if any(isinstance(act, Over) for act in told):
            words = [act.text for act in told if isinstance(act, Remark)]
            self._warned = words[-1] if words else ""
        return told
