"""The conductor of a session: events, moments and commands in; acts and a standing out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from innervate.body.safety import safety
from innervate.coach._picture import picture
from innervate.coach.acts import Act, Cue, CueKind, Level, Remark, Why
from innervate.coach.beats import Beats
from innervate.coach.calibration import TRIALS
from innervate.coach.choices import Calibrating, Cast, Choices, Feedback, Role
from innervate.coach.course import Stand
from innervate.coach.electrodes import Electrodes
from innervate.coach.following import Follower
from innervate.coach.holding import HoldScore
from innervate.coach.leading import Leader
from innervate.coach.practising import Practising
from innervate.coach.protocol import Protocol
from innervate.coach.signal import Signal
from innervate.coach.standing import Command, CommandName, Stage, Standing
from innervate.coach.trials import TrialBook
from innervate.core.errors import InputError
from innervate.core.event import Event
from innervate.engine.glance import Glance

_NEVER_REFUSED: Final = (CommandName.STOP, CommandName.PAIN)


class Conductor:
    """Runs a protocol: deterministic, reads no clock, can be pickled between two calls.

    What it is given must be in the order of time, as far as each of `heard` and `saw` goes; a
    command that is a little ahead of the last glance is taken at its own moment. The same inputs
    give the same acts, however time was cut into glances, as far as they follow from time alone.

    Args:
        protocol: what is done.
        cast: the channels, in the order of the glances'; empty for a session without sensors.
        choices: what the person chose.
    """

    def __init__(self, protocol: Protocol, cast: Cast, choices: Choices) -> None:
        _check(choices)
        beats = Beats(protocol, cast, choices)
        self._score = HoldScore(choices.threshold_percent)
        self._stand = Stand(cast, choices, beats, TrialBook(cast), self._score)
        self._course: Leader | Follower = (
            Follower(protocol, self._stand) if choices.follows else Leader(protocol, self._stand)
        )
        self._electrodes = Electrodes(cast.channels)
        self._signal = Signal()
        self._targets = tuple(
            column for column, one in enumerate(cast.channels) if one.role is Role.TARGET
        )
        taught = Calibrating.CARRIED if choices.follows else choices.calibration
        self._practising = Practising(taught, self._targets)
        self._now_s = -math.inf
        self._reps = 0
        self._owed: list[Act] = []

    def recall(self, events: Sequence[Event]) -> None:
        """Before anything else: take up a session that was cut off, by its recorded events.

        What was calibrated stays so; a set that was cut off goes on under its number.
        """
        self._course.recall(events)

    def heard(self, event: Event) -> tuple[Act, ...]:
        """Take an event of the source: a phase when following, a lost signal and its return."""
        if self._course.place.over:
            return self._all(())
        if isinstance(self._course, Follower):
            self._course.heard(event)
        remark = self._signal.heard(event)
        if remark is None:
            return self._all(())
        self._now_s = max(self._now_s, event.at_s)
        acts: list[Act] = [*self._begun(self._now_s), remark]
        if not self._signal.ok:
            acts += self._course.lost(self._now_s)
        return self._all(acts)

    def saw(self, glance: Glance) -> tuple[Act, ...]:
        """Time has come to `glance.at_s`, and this is what it looks like."""
        if self._course.place.over:
            return self._all(())
        at_s = glance.at_s
        acts = [*self._begun(at_s), *self._course.to(at_s, inclusive=False)]
        if glance.levels:
            self._stand.book.see(at_s, glance.strengths)
            self._score.see(at_s, [glance.levels[column] for column in self._asked()])
            self._electrodes.see(at_s, glance.flaws)
            self._practising.see(self._course.place.beat.stage, glance.strengths)
        acts += self._counted(glance)
        acts += self._course.to(at_s, inclusive=True)
        acts += self._practising.to(self._course.place.beat.stage, at_s)
        self._now_s = max(self._now_s, at_s)
        return self._all(acts)

    def command(self, command: Command, at_s: float) -> tuple[Act, ...]:
        """Do what the person asks for.

        Raises `InputError` where it cannot be done now, saying what can. Stopping and pain are
        never refused.
        """
        if self._course.place.over and command.name in _NEVER_REFUSED:
            return self._all(())
        at_s = max(at_s if math.isfinite(at_s) else self._now_s, self._now_s, 0.0)
        self._owed += [*self._begun(at_s), *self._course.to(at_s, inclusive=True)]
        self._now_s = at_s
        self._check(command)
        return self._all(self._done(command, at_s))

    def ended(self, at_s: float) -> tuple[Act, ...]:
        """The source has come to its end."""
        if self._course.place.over:
            return self._all(())
        at_s = max(at_s, self._now_s)
        acts = [*self._begun(at_s), *self._course.to(at_s, inclusive=True)]
        return self._all((*acts, *self._course.stop(Why.ENDED, at_s)))

    def standing(self, at_s: float) -> Standing:
        """How the session stands; asking changes nothing."""
        now_s = max(at_s, self._now_s) if math.isfinite(self._now_s) else at_s
        place = self._course.place
        by_tempo = self._course.reps(now_s)
        return picture(
            self._stand,
            self._course,
            now_s=now_s,
            reps=self._reps if by_tempo is None else by_tempo,
            trials=TRIALS if place.beat.stage is Stage.MAXIMAL else None,
            electrodes=self._electrodes.standing(),
            signal=self._signal.standing(),
        )

    def _begun(self, at_s: float) -> Iterable[Act]:
        if math.isfinite(self._now_s):
            return ()
        self._now_s = at_s
        return self._course.begin(at_s)

    def _asked(self) -> tuple[int, ...]:
        """The columns of the targets of this moment: those of the side whose turn it is."""
        beat, channels = self._course.place.beat, self._stand.cast.channels
        return tuple(
            column
            for column in self._targets
            if beat.side is None
            or beat.muscle != channels[column].muscle
            or channels[column].side == beat.side
        )

    def _counted(self, glance: Glance) -> Iterator[Act]:
        """Completed repetitions, told by number."""
        place = self._course.place
        if glance.set not in (None, place.set):
            return
        if glance.set is None and glance.reps < self._reps:  # a moment in which nothing was heard
            return
        before, self._reps = self._reps, glance.reps
        aloud = self._stand.choices.feedback is not Feedback.OFF and self._course.tempo is None
        if place.beat.stage is Stage.SET and aloud:
            for rep in range(before + 1, glance.reps + 1):
                yield Cue(glance.at_s, CueKind.COUNT, str(rep))
                if rep == self._course.reps_asked:
                    yield Cue(glance.at_s, CueKind.SAY, "That was the last one. End the set.")

    def _check(self, command: Command) -> None:
        allowed = self._course.allowed()
        name, value = command.name, command.value
        if name not in allowed:
            raise InputError(
                f"{name.replace('_', ' ')} is not possible now",
                given=name,
                found=f"the stage {self._course.place.beat.stage}",
                fix=f"choose {', '.join(allowed)}" if allowed else "start a new session",
            )
        if name is CommandName.RESUME and self._course.calibrating and not self._signal.ok:
            raise InputError(
                "the signal is not back yet",
                found=self._signal.standing().words,
                fix="plug the sensor in again, skip the calibration, or stop",
            )
        low, high = _RANGES.get(name, (-math.inf, math.inf))
        if name in _RANGES and (value is None or not low <= value <= high):
            raise InputError(
                f"{_NEEDS[name]} must be a number from {low:g} to {high:g}",
                given="nothing" if value is None else f"{value:g}",
            )

    def _done(self, command: Command, at_s: float) -> Iterable[Act]:
        if command.name is CommandName.STOP:
            return self._course.stop(Why.STOPPED, at_s)
        if command.name is CommandName.PAIN:
            words = Remark(at_s, Level.ERROR, safety().pain)
            return (words, *self._course.stop(Why.PAIN, at_s))
        if command.name is CommandName.THRESHOLD:
            self._score.threshold_percent = command.value or self._score.threshold_percent
            return ()
        return self._course.command(command.name, command.value or 0.0, at_s)

    def _all(self, acts: Iterable[Act]) -> tuple[Act, ...]:
        """What is owed, then these."""
        owed, self._owed = self._owed, []
        return (*owed, *acts)


_RANGES: Final = {CommandName.RATE: (0.0, 10.0), CommandName.THRESHOLD: (1.0, 100.0)}
_NEEDS: Final = {CommandName.RATE: "a rating", CommandName.THRESHOLD: "the line in percent"}


def _check(choices: Choices) -> None:
    """Raise `InputError` for choices that make no session."""
    low, high = _RANGES[CommandName.THRESHOLD]
    if not low <= choices.threshold_percent <= high:
        raise InputError(
            f"the line to hold above must lie between {low:g} and {high:g} %",
            given=f"{choices.threshold_percent:g} %",
        )
    for what, number in (("repetitions", choices.reps), ("sets", choices.sets)):
        if number is not None and not 1 <= number <= 100:
            raise InputError(f"{what} must be from 1 to 100", given=str(number))
    if choices.tempo and not (math.isfinite(choices.tempo.period_s) and choices.tempo.period_s > 0):
        raise InputError("a tempo needs seconds above 0", given=str(choices.tempo))
