"""The source leads: its own phases say where the session is, and the coach shows it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from innervate.coach.acts import Act, Why
from innervate.coach.beats import Beat
from innervate.coach.calibration import trial_phase
from innervate.coach.course import Place, Stand
from innervate.coach.protocol import Protocol
from innervate.coach.standing import CommandName, Stage
from innervate.core.channel import Side
from innervate.core.event import Event, EventKind
from innervate.metrics._sets import set_number

_TRIAL: Final = re.compile(r"(?:mvc|hold) ?([1-9][0-9]{0,3})?")
_STAGES: Final = {
    "rest": Stage.REST,
    "mvc": Stage.MAXIMAL,
    "hold": Stage.HOLD,
    "pause": Stage.PAUSE,
    "practice": Stage.PRACTICE,
    "ready": Stage.READY,
    "set": Stage.SET,
}
_WATCHED: Final = {
    Stage.CHECK: "{who} begins in a moment. You need do nothing but watch.",
    Stage.READY: "{who} is about to begin the set.",
    Stage.BREAK: "{who} rests; the next set comes by itself. Stop whenever you have seen enough.",
}
"""What is said instead of what a person who trains would be told."""
_BEFORE_SETS: Final = frozenset({Stage.CHECK, Stage.REST, Stage.MAXIMAL, Stage.HOLD})


class Follower:
    """Shows the stages that a simulator or a recording tells; without any, all is one set.

    Where a number of sets is asked for, the session is over with the last of them.
    """

    def __init__(self, protocol: Protocol, stand: Stand) -> None:
        self._stand = stand
        self.place = Place(stand, self._watched(stand.beats.of(Stage.CHECK)))
        self._protocol = protocol
        self._coming: deque[tuple[float, str]] = deque()
        self._told = self._worked = False
        self.reps_asked = stand.choices.reps
        self.paused = False
        self.tempo: tuple[float, float, float, float] | None = None

    @property
    def calibrating(self) -> bool:
        """Whether the calibration is under way."""
        return self.place.beat.stage in _BEFORE_SETS - {Stage.CHECK}

    @property
    def calibrated(self) -> bool:
        """Whether the first set, or the moment before it, has come."""
        return self._worked or self.place.beat.stage in (Stage.READY, Stage.SET)

    def heard(self, event: Event) -> None:
        """Take an event; a phase takes effect when its second is reached."""
        if event.kind is EventKind.PHASE:
            self._told = True
            self._coming.append((event.at_s, event.label))

    def recall(self, events: Sequence[Event]) -> None:
        """Take up a session that was cut off: the phases in its recording still stand."""
        for event in events:
            self.heard(event)

    def begin(self, at_s: float) -> Iterator[Act]:
        """The session begins."""
        yield from self.place.enter(replace(self.place.beat, say=""), at_s)

    def to(self, at_s: float, *, inclusive: bool) -> Iterator[Act]:
        """Time passes: phases whose second has come take effect."""
        if not self._told:
            self._told = True
            self._coming.append((at_s, "set 1"))
        while self._coming and (
            self._coming[0][0] < at_s or (inclusive and self._coming[0][0] <= at_s)
        ):
            yield from self._enter(*self._coming.popleft())

    def lost(self, at_s: float) -> Iterator[Act]:  # noqa: ARG002 - as the leader's
        """The source goes on by itself when it is back."""
        yield from ()

    def reps(self, at_s: float) -> int | None:  # noqa: ARG002 - as the leader's
        """The detector counts."""
        return None

    def allowed(self) -> tuple[CommandName, ...]:
        """What can be commanded now: the source cannot be told to wait."""
        if self.place.over:
            return ()
        rate = (CommandName.RATE,) if self.place.rates else ()
        return (*rate, *self.place.always())

    def command(self, name: CommandName, value: float, at_s: float) -> Iterator[Act]:
        """Do what the person asks for; it is one of `allowed`."""
        if name is CommandName.RATE:
            yield from self.place.rated(at_s, value)

    def stop(self, why: Why, at_s: float) -> Iterator[Act]:
        """End at once."""
        self._stand.book.abandon()
        yield from self._left(at_s)
        if why is Why.PAIN or not self._worked:
            yield from self.place.end(why, at_s)
        else:
            yield from self.place.end(Why.ENDED if why is Why.ENDED else Why.DONE, at_s)

    def _enter(self, at_s: float, label: str) -> Iterator[Act]:
        beat = self._beat(label)
        if beat is None:
            return
        last = self.place.beat.stage is Stage.SET and self.place.set == self._stand.choices.sets
        yield from self._left(at_s)
        if last:
            self._coming.clear()
            yield from self.place.end(Why.DONE, at_s)
            return
        yield from self.place.enter(replace(beat, say="", seconds=None, phase=""), at_s)
        if beat.stage is Stage.SET:
            self._worked = True
            self.place.set = set_number(label) or (self.place.set or 0) + 1
            self._stand.score.begin()

    def _left(self, at_s: float) -> Iterator[Act]:
        yield from self.place.leave(at_s)
        if self.place.beat.stage is Stage.SET:
            yield from self.place.leave_set(at_s)

    def _beat(self, label: str) -> Beat | None:
        """The beat of a phase, or None where its label is not known."""
        stage = next((s for word, s in _STAGES.items() if label.startswith(word)), None)
        beats, words = self._stand.beats, label.split()
        if stage is None or not self._protocol.has(stage):
            return None
        if stage is Stage.PAUSE and self._worked:
            return self._watched(beats.of(Stage.BREAK, self.place.set or 1))
        side = next((side for side in Side if side in words), None)
        muscle = next((c.muscle for c in self._stand.cast.channels if c.muscle in words), None)
        beat = beats.of(stage, set_number(label) or 1)
        if stage in (Stage.MAXIMAL, Stage.HOLD):
            found = _TRIAL.match(label)
            trial = int(found[1]) if found and found[1] else 1
            columns = self._columns(label, trial, bool(words[2:]))
            beat = replace(beat, trial=trial, columns=columns)
        detail = f"{muscle.replace('_', ' ')} {side or ''}".strip() if muscle else ""
        return self._watched(replace(beat, muscle=muscle, side=side, detail=detail))

    def _watched(self, beat: Beat) -> Beat:
        who = "The virtual athlete" if self._stand.cast.simulated else "The recording"
        words = _WATCHED.get(beat.stage)
        return replace(beat, instruction=words.format(who=who)) if words else beat

    def _columns(self, label: str, trial: int, named: bool) -> tuple[int, ...]:
        """The channels that a trial is of: the one that it names, or all."""
        channels = self._stand.cast.channels
        own = (i for i, one in enumerate(channels) if trial_phase(one, trial).label == label)
        return tuple(own) if named else tuple(range(len(channels)))
