"""The beats of a session: the stages of a protocol laid out for this person and these channels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from innervate.body.anatomy import muscles
from innervate.coach.calibration import (
    CHANGE_S,
    RECOVERY_S,
    TRIALS,
    calibration_minutes,
    one_per_muscle,
    trial_phase,
    turns,
)
from innervate.coach.casting import asked_for
from innervate.coach.choices import Calibrating, Cast, Choices
from innervate.coach.protocol import Protocol, Wording
from innervate.coach.standing import Stage
from innervate.core.channel import MuscleSide, Side
from innervate.core.units import compares_muscles


@dataclass(frozen=True, slots=True)
class Beat:
    """A stretch of a session.

    Attributes:
        stage, title, instruction, detail: what the screen shows.
        say: what is said as it begins; `announced`: five seconds before.
        phase: the label announced as it begins; empty where the one before goes on.
        seconds: how long it lasts, None until the person goes on.
        muscle, side, trial: what is asked of whom.
        columns: the channels that a trial is of.
        review: whether it is passed over where no trial is in doubt.
    """

    stage: Stage
    title: str
    instruction: str
    detail: str = ""
    say: str = ""
    announced: str = ""
    phase: str = ""
    seconds: float | None = None
    muscle: str | None = None
    side: Side | None = None
    trial: int | None = None
    columns: tuple[int, ...] = ()
    review: bool = False


class Beats:
    """Makes the beats of a session.

    Args:
        protocol: what is done.
        cast: the channels.
        choices: what the person chose.
    """

    def __init__(self, protocol: Protocol, cast: Cast, choices: Choices) -> None:
        self._protocol, self._cast, self._choices = protocol, cast, choices
        self.targets = asked_for(choices.exercise, choices.targets)
        words = _muscle_words(self.targets)
        self._wording = Wording(words, _cue(choices), site=_site(self.targets))

    def of(self, stage: Stage, number: int = 1) -> Beat:
        """The beat of a stage; `number` is that of the set."""
        plan = self._protocol.plan(stage)
        wording = replace(self._wording, set=number)
        return Beat(
            stage,
            wording.of(plan.title),
            wording.of(plan.instruction),
            wording.of(plan.detail),
            wording.of(plan.say),
            phase=plan.phase,
            seconds=plan.seconds,
        )

    def opening(self) -> tuple[Beat, ...]:
        """Everything from the check to the moment before the first set."""
        return (self.of(Stage.CHECK), *self.calibration(), self.of(Stage.READY))

    def calibration(self) -> Iterator[Beat]:
        """What is asked for so that percentages can be given."""
        method = self._choices.calibration
        if method is Calibrating.CARRIED or not self._protocol.has(Stage.REST):
            return
        columns = self.measured
        rest = self.of(Stage.REST)
        if method is Calibrating.MAXIMAL and columns:
            minutes = calibration_minutes(len(columns))
            rest = replace(rest, detail=f"The calibration takes about {minutes} minutes.")
        yield rest
        if method is Calibrating.MAXIMAL:
            yield from self._trials(columns)
        elif method is Calibrating.SUBMAXIMAL:
            yield self.pause(CHANGE_S)
            yield replace(self.of(Stage.HOLD), trial=1, columns=columns)
            yield self.pause(CHANGE_S)
        yield self.of(Stage.PRACTICE)

    def trial(self, column: int, number: int) -> Beat:
        """A maximal trial of one channel."""
        channel = self._cast.channels[column]
        phase = trial_phase(channel, number)
        return replace(
            self.of(Stage.MAXIMAL),
            detail=f"{channel.label}, trial {number} of {max(number, TRIALS)}",
            say=phase.words,
            announced=phase.announcement,
            phase=phase.label,
            seconds=phase.seconds,
            muscle=channel.muscle,
            side=channel.side,
            trial=number,
            columns=(column,),
        )

    def pause(self, seconds: float | None) -> Beat:
        """A rest between trials."""
        return replace(self.of(Stage.PAUSE), seconds=seconds)

    def retries(self, columns: tuple[int, ...], trial: int) -> Iterator[Beat]:
        """One more trial of each of these channels, each muscle rested, and a look at them."""
        pause_s = max(RECOVERY_S / max(len(columns), 1), CHANGE_S)
        for column in columns:
            yield self.pause(pause_s)
            yield self.trial(column, trial)
        yield self.pause(CHANGE_S)
        yield self.review()

    def review(self) -> Beat:
        """Where the person decides on one more trial, if any is in doubt."""
        beat = self.pause(None)
        return replace(beat, title="One more?", say="", review=True)

    def set(self, number: int) -> Beat:
        """A set; where an exercise works one side at a time, its target is named."""
        beat, label = self.of(Stage.SET, number), f"set {number}"
        target = self._target_of(number)
        if target is None:
            return replace(beat, phase=label)
        side = f" {target.side}" if target.side else ""
        words = f"{target.muscle.replace('_', ' ')}{side}"
        return replace(
            beat,
            phase=f"{label} {target.muscle}{side}",
            detail=words[:1].upper() + words[1:],
            muscle=target.muscle,
            side=target.side,
        )

    def felt_target(self, number: int) -> MuscleSide | None:
        """Whose feeling a rating after set `number` is about."""
        return self._target_of(number) or (self.targets[0] if self.targets else None)

    @property
    def compares(self) -> bool:
        """Whether shares can be given at all: in %MVC only, and beside another muscle."""
        units = {channel.unit for channel in self._cast.channels}
        roles = {channel.role for channel in self._cast.channels}
        return bool(units) and all(map(compares_muscles, units)) and len(roles) > 1

    @property
    def measured(self) -> tuple[int, ...]:
        """The channels that are calibrated: the first of each muscle and side."""
        kept = one_per_muscle(self._cast.channels)
        return tuple(self._cast.channels.index(channel) for channel in kept)

    def _trials(self, columns: tuple[int, ...]) -> Iterator[Beat]:
        if not columns:
            return
        yield replace(self.pause(CHANGE_S), say="Get into position.")
        for turn in turns(len(columns)):
            yield self.trial(columns[turn.index], turn.trial)
            yield self.pause(turn.pause_s)
        yield self.review()

    def _target_of(self, number: int) -> MuscleSide | None:
        """The side of set `number` where sides take turns, else None."""
        exercise = self._choices.exercise
        if exercise is None or not exercise.one_side or len(self.targets) != 1:
            return None
        target = self.targets[0]
        if target.side:
            return target
        there = {one.side for one in self._cast.channels if one.muscle == target.muscle}
        sides = [side for side in Side if side in there]
        return MuscleSide(target.muscle, sides[(number - 1) % len(sides)]) if sides else None


def _muscle_words(targets: tuple[MuscleSide, ...]) -> str:
    if not targets:
        return "muscle"
    name = targets[0].muscle.replace("_", " ")
    return f"{targets[0].side} {name}" if targets[0].side else name


def _site(targets: tuple[MuscleSide, ...]) -> str:
    """Where the first target is found on the skin, as a sentence; nothing where that is unknown."""
    known = {one.key: one for one in muscles()}
    found = known.get(targets[0].muscle) if targets else None
    return f"Where: {found.site.place}." if found and found.site else ""


def _cue(choices: Choices) -> str:
    exercise = choices.exercise
    words = (exercise.cue.internal or exercise.cue.external) if exercise else ""
    return f"{words[:1].upper()}{words[1:]}." if words else ""
