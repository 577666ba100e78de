"""What the two ways through a session share: where it stands, and how a stage is entered."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from innervate.coach.acts import Act, Announce, Cue, CueKind, Level, Over, Remark, SetOver, Why
from innervate.coach.beats import Beat, Beats
from innervate.coach.choices import Cast, Choices
from innervate.coach.holding import HoldScore
from innervate.coach.metronome import Metronome, Tone
from innervate.coach.standing import CommandName, Stage
from innervate.coach.trials import NO_SIGNAL, TrialBook
from innervate.core.event import Event, EventKind

SOURCE: Final = "coach"
"""Who announces phases, in recordings."""
AHEAD_S: Final = 0.3
"""How far ahead cues are given, so that whoever sounds them can do it at their very moment."""


@dataclass(frozen=True, slots=True)
class Stand:
    """What a way through a session works on.

    Attributes:
        cast, choices: who is measured, and what the person chose.
        beats: makes the stages.
        book: the trials.
        score: the seconds above the line.
    """

    cast: Cast
    choices: Choices
    beats: Beats
    book: TrialBook
    score: HoldScore


class Place:
    """Where a session is: the present beat, its time, the set, and the cues to come."""

    def __init__(self, stand: Stand, first: Beat) -> None:
        self.stand, self.beat = stand, first
        self.began_s = 0.0
        self.ends_s: float | None = None
        self.set: int | None = None
        self.over: Why | None = None
        self.metronome: Metronome | None = None
        self._cues: deque[Cue] = deque()

    def enter(self, beat: Beat, at_s: float) -> Iterator[Act]:
        """A beat begins: what it says and shows; a trial is opened in the book."""
        self.beat, self.began_s = beat, at_s
        self.ends_s = None if beat.seconds is None else at_s + beat.seconds
        self._cues.clear()
        yield Cue(at_s, CueKind.PHASE, beat.title)
        if beat.say:
            yield Cue(at_s, CueKind.SAY, beat.say)
        if beat.columns:
            self.stand.book.begin(at_s, beat.trial or 1, beat.columns)
            yield Cue(at_s, CueKind.TONE, "go", Tone.START)

    def leave(self, at_s: float) -> Iterator[Act]:
        """The present beat is over: a trial is judged."""
        if self.beat.columns:
            yield Cue(at_s, CueKind.TONE, "stop", Tone.STOP)
            for result in self.stand.book.end():
                if result.verdict == NO_SIGNAL:
                    yield Remark(at_s, Level.WARNING, f"{result.channel}: {NO_SIGNAL}.")

    def leave_set(self, at_s: float) -> Iterator[Act]:
        """The present set is over and counted."""
        self.stand.score.hold()
        self.drop_cues()
        yield Cue(at_s, CueKind.TONE, "stop", Tone.STOP)
        yield SetOver(at_s, self.set or 1, self.stand.score.success)

    def plan_cues(self, cues: Iterable[Cue]) -> None:
        """Have these cues told when their time comes; until the beat ends."""
        self._cues = deque(sorted((*self._cues, *cues), key=lambda cue: cue.at_s))

    def due_cues(self, at_s: float) -> Iterator[Act]:
        """The cues whose time has come."""
        while self._cues and self._cues[0].at_s <= at_s + AHEAD_S:
            yield self._cues.popleft()

    def drop_cues(self) -> None:
        """Tell none of the cues to come."""
        self._cues.clear()

    def end(self, why: Why, at_s: float) -> Iterator[Act]:
        """The session is over."""
        done = self.stand.beats.of(Stage.DONE)
        self.over = why
        yield from self.enter(done, at_s)
        yield Over(at_s, why)

    def rated(self, at_s: float, value: float) -> Iterator[Act]:
        """The person says how well they felt it."""
        target = self.stand.beats.felt_target(self.set or 1)
        assert target is not None  # rating is offered only where there is one
        side = f" {target.side}" if target.side else ""
        yield Announce(
            Event(
                at_s,
                EventKind.ANSWER,
                f"felt {target.muscle}{side}",
                value=value,
                unit="1",
                source="person",
            )
        )

    @property
    def rates(self) -> bool:
        """Whether there is anything to rate now."""
        asked = self.stand.beats.felt_target(self.set or 1) is not None
        return asked and self.beat.stage in (Stage.BREAK, Stage.FEEL)

    def always(self) -> tuple[CommandName, ...]:
        """What can be commanded at any time."""
        line = (CommandName.THRESHOLD,) if self.stand.cast.channels else ()
        return (*line, CommandName.STOP, CommandName.PAIN)


def announce(at_s: float, label: str) -> Announce:
    """A phase, to be recorded and applied."""
    return Announce(Event(at_s, EventKind.PHASE, label, source=SOURCE))
