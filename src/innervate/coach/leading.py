"""The coach leads: stages follow each other by time and by the person's word."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from innervate.coach.acts import Act, Announce, Cue, CueKind, Level, Remark, Why
from innervate.coach.beats import Beat
from innervate.coach.calibration import CHANGE_S, RECOVERY_S
from innervate.coach.choices import Calibrating
from innervate.coach.course import SOURCE, Place, Stand, announce
from innervate.coach.metronome import Metronome, Tone
from innervate.coach.offered import CALIBRATING, offered
from innervate.coach.protocol import Protocol
from innervate.coach.recalled import Recalled
from innervate.coach.standing import CommandName, Stage
from innervate.core.event import Event, EventKind

_ANNOUNCED_S: Final = 5.0
_COUNTED: Final = (3, 2, 1)
_COUNTED_INTO: Final = frozenset({Stage.MAXIMAL, Stage.HOLD, Stage.SET})
_UNCALIBRATED: Final = (
    "The calibration is not finished: percentages may be missing or rough, and muscles are not "
    "compared."
)


class Leader:
    """Runs a protocol: beats in a queue, each ended by its time or by a command."""

    def __init__(self, protocol: Protocol, stand: Stand) -> None:
        self._protocol, self._stand = protocol, stand
        self._queue = deque(stand.beats.opening())
        self.place = Place(stand, self._queue.popleft())
        self.paused = False
        self._tempo = stand.choices.tempo or protocol.tempo
        self.reps_asked = stand.choices.reps or protocol.reps
        self._sets = stand.choices.sets or protocol.sets
        self._sets_done = 0
        self._reps_before = 0
        self._goes_on = False
        self._phase = ""

    @property
    def tempo(self) -> tuple[float, float, float, float] | None:
        """The tempo of sets."""
        tempo = self._tempo
        if tempo is None:
            return None
        return (tempo.eccentric_s, tempo.pause_s, tempo.concentric_s, tempo.top_s)

    @property
    def calibrating(self) -> bool:
        """Whether the calibration is under way."""
        return self.place.beat.stage in CALIBRATING

    @property
    def calibrated(self) -> bool:
        """Whether the calibration is over."""
        return self.place.beat.stage not in CALIBRATING | {Stage.CHECK}

    def recall(self, events: Sequence[Event]) -> None:
        """Take up a session that was cut off, from the events in its recording."""
        told = Recalled.of(events)
        if told.calibrated:
            self._recall_sets(told)
            return
        kept = told.remaining(self._queue)
        if kept and kept[0].columns:
            kept.insert(0, self._stand.beats.pause(CHANGE_S))
        self._queue = deque(kept)

    def begin(self, at_s: float) -> Iterator[Act]:
        """The session begins."""
        yield from self._enter(self.place.beat, at_s)

    def to(self, at_s: float, *, inclusive: bool) -> Iterator[Act]:
        """Time passes: beats whose time is over end; cues whose time has come are given."""
        while self.place.ends_s is not None and (
            self.place.ends_s < at_s or (inclusive and self.place.ends_s == at_s)
        ):
            ends_s = self.place.ends_s
            yield from self.place.due_cues(ends_s)
            yield from self._next(ends_s)
        yield from self.place.due_cues(at_s)

    def lost(self, at_s: float) -> Iterator[Act]:
        """The signal is gone: what needs it waits."""
        if self.place.beat.stage in CALIBRATING and not self.paused and self.place.ends_s:
            yield from self._pause(at_s)

    def reps(self, at_s: float) -> int | None:
        """Repetitions done by the tempo, None where there are no tones."""
        if self._tempo is None:
            return None
        if self.place.metronome and not self.paused and self.place.beat.stage is Stage.SET:
            return self.place.metronome.done(at_s)
        return self._reps_before

    def allowed(self) -> tuple[CommandName, ...]:
        """What can be commanded now."""
        place = self.place
        if place.over:
            return ()
        found = offered(
            place.beat.stage,
            timed=place.ends_s is not None,
            paused=self.paused,
            tried=bool(self._stand.book.results),
            rates=place.rates,
        )
        return (*found, *place.always())

    def command(self, name: CommandName, value: float, at_s: float) -> Iterator[Act]:
        """Do what the person asks for; it is one of `allowed`."""
        if name is CommandName.CONTINUE:
            yield from self._next(at_s)
        elif name is CommandName.START_SET:
            self._queue = deque([self._count_in(), self._stand.beats.set(self._sets_done + 1)])
            yield from self._next(at_s)
        elif name is CommandName.END_SET:
            self._queue.clear()
            yield from self._end_set(at_s)
        elif name is CommandName.PAUSE:
            yield from self._pause(at_s)
        elif name is CommandName.RESUME:
            self.paused = False
            yield from self._next(at_s)
        elif name is CommandName.REPEAT:
            yield from self._repeat(at_s)
        elif name is CommandName.SKIP:
            yield from self._skip(at_s)
        elif name is CommandName.RATE:
            yield from self.place.rated(at_s, value)
            if self.place.beat.stage is Stage.FEEL:
                yield from self._end(Why.DONE, at_s)

    def stop(self, why: Why, at_s: float) -> Iterator[Act]:
        """End at once, wherever it is."""
        self._stand.book.abandon()
        if self.place.beat.stage is Stage.SET or self._goes_on:
            yield from self._left_set(at_s)
        if why is Why.STOPPED and self.place.beat.stage is Stage.BREAK:
            why = Why.DONE
        self.paused = False
        yield from self._end(why, at_s)

    def _enter(self, beat: Beat, at_s: float) -> Iterator[Act]:
        yield from self._told(beat.phase, at_s)
        yield from self.place.enter(beat, at_s)
        self._plan_countdown()
        if beat.stage is Stage.SET:
            self._enter_set(at_s)

    def _told(self, phase: str, at_s: float) -> Iterator[Act]:
        """A phase begins, unless it is the one that goes on."""
        if phase and phase != self._phase:
            self._phase = phase
            yield announce(at_s, phase)

    def _enter_set(self, at_s: float) -> None:
        place, score = self.place, self._stand.score
        place.set = self._sets_done + 1
        if self._goes_on:
            score.go_on()
        else:
            score.begin()
            self._reps_before = 0
        self._goes_on = False
        if self._tempo:
            place.metronome = Metronome(self._tempo, at_s, self._reps_before, self.reps_asked)
            place.ends_s = place.metronome.ends_s
            place.plan_cues(place.metronome.cues())

    def _plan_countdown(self) -> None:
        ends_s, coming = self.place.ends_s, self._coming()
        if ends_s is None or coming is None:
            return
        cues = []
        if coming.announced:
            told_s = max(ends_s - _ANNOUNCED_S, self.place.began_s)
            cues.append(Cue(told_s, CueKind.SAY, coming.announced))
        if coming.stage in _COUNTED_INTO:
            cues += [
                Cue(ends_s - left, CueKind.COUNT, str(left), Tone.COUNT)
                for left in _COUNTED
                if ends_s - left >= self.place.began_s
            ]
        self.place.plan_cues(cues)

    def _coming(self) -> Beat | None:
        if self._queue:
            return self._queue[0]
        timed_ready = self.place.beat.stage is Stage.READY and self.place.ends_s is not None
        return self._stand.beats.set(self._sets_done + 1) if timed_ready else None

    def _next(self, at_s: float) -> Iterator[Act]:
        if self.place.beat.stage is Stage.SET and not self._goes_on:
            yield from self._end_set(at_s)
            return
        if not self._goes_on:
            yield from self.place.leave(at_s)
        beat = self._coming()
        if beat is None:
            return
        if self._queue:
            self._queue.popleft()
        if beat.review:
            doubtful = self._stand.book.doubtful()
            if not doubtful:
                yield from self._next(at_s)
                return
            beat = replace(beat, instruction=self._doubts(doubtful))
        yield from self._enter(beat, at_s)

    def _doubts(self, columns: tuple[int, ...]) -> str:
        names = ", ".join(self._stand.cast.channels[column].label for column in columns)
        return (
            f"The trials of {names} do not agree within 5 %, or the last was the strongest. "
            "Repeat for one more try of each, or continue."
        )

    def _end_set(self, at_s: float) -> Iterator[Act]:
        yield from self._left_set(at_s)
        self.paused = False
        if self._sets is None or self._sets_done < self._sets:
            yield from self._enter(self._stand.beats.of(Stage.BREAK, self._sets_done), at_s)
        elif self._protocol.has(Stage.FEEL) and self._stand.beats.felt_target(1):
            yield from self._enter(self._stand.beats.of(Stage.FEEL), at_s)
        else:
            yield from self._end(Why.DONE, at_s)

    def _end(self, why: Why, at_s: float) -> Iterator[Act]:
        yield from self._told(self._stand.beats.of(Stage.DONE).phase, at_s)
        yield from self.place.end(why, at_s)

    def _left_set(self, at_s: float) -> Iterator[Act]:
        self._reps_before = self.reps(at_s) or 0
        if self._tempo and not self._stand.cast.channels:
            told = float(self._reps_before)
            event = Event(
                at_s, EventKind.ANSWER, "repetitions", value=told, unit="1", source=SOURCE
            )
            yield Announce(event)
        yield from self.place.leave_set(at_s)
        self._sets_done += 1
        self._goes_on = False

    def _pause(self, at_s: float) -> Iterator[Act]:
        place, beat = self.place, self.place.beat
        left_s = (place.ends_s or at_s) - at_s
        if beat.stage is Stage.SET:
            self._reps_before = self.reps(at_s) or 0
            self._stand.score.hold()
            self._goes_on = True
            self._queue.extendleft((beat, self._count_in()))
        elif beat.stage is Stage.PAUSE:
            rest = max(left_s, _ANNOUNCED_S)
            self._queue.appendleft(replace(beat, seconds=rest, say=""))
        elif beat.columns:
            self._stand.book.abandon()
            self._queue.extendleft((beat, self._stand.beats.pause(CHANGE_S)))
            place.beat = replace(beat, columns=())
        else:
            self._queue.appendleft(beat)
        self.paused, place.ends_s = True, None
        place.drop_cues()
        if beat.stage is not Stage.READY:
            yield from self._told("pause", at_s)
        yield Cue(at_s, CueKind.SAY, "Paused.")

    def _repeat(self, at_s: float) -> Iterator[Act]:
        book, beats = self._stand.book, self._stand.beats
        if self.place.beat.review:
            columns = book.doubtful()
            trial = max(result.trial for result in book.results) + 1
            self._queue.extendleft(reversed(tuple(beats.retries(columns, trial))))
            yield from self._next(at_s)
            return
        column, result = book.last
        if self._stand.choices.calibration is Calibrating.SUBMAXIMAL:
            again = replace(beats.of(Stage.HOLD), trial=result.trial, columns=beats.measured)
            self._queue.extendleft((beats.pause(CHANGE_S), again))
            yield from self._next(at_s)
            return
        last = next((i for i, beat in enumerate(self._queue) if beat.review), 0)
        if last == 0:
            self._queue.appendleft(beats.pause(CHANGE_S))
        at = max(last - 1, 0)  # before the pause that ends the trials
        self._queue.insert(at, beats.trial(column, result.trial))
        self._queue.insert(at, beats.pause(RECOVERY_S))
        yield Remark(at_s, Level.INFO, f"{result.channel} gets one more try at the end.")

    def _skip(self, at_s: float) -> Iterator[Act]:
        self._stand.book.abandon()
        self.place.beat = replace(self.place.beat, columns=())
        while self._queue and self._queue[0].stage is not Stage.READY:
            self._queue.popleft()
        self.paused = False
        yield Remark(at_s, Level.WARNING, _UNCALIBRATED)
        yield from self._next(at_s)

    def _count_in(self) -> Beat:
        ready = self._stand.beats.of(Stage.READY)
        return replace(
            ready,
            title=f"Get ready for set {self._sets_done + 1}",
            say="",
            phase="",
            seconds=self._protocol.count_in_s,
        )

    def _recall_sets(self, told: Recalled) -> None:
        self._sets_done = told.sets
        self._queue.clear()
        beats = self._stand.beats
        ready = replace(beats.of(Stage.READY), seconds=None)
        if told.cut:
            ready = replace(ready, detail=f"Set {told.cut} was cut off and goes on.")
        felt = self._protocol.has(Stage.FEEL) and told.sets > 0 and not told.felt
        self.place.beat = beats.of(Stage.FEEL) if felt else ready
        self.place.set = told.cut or told.sets or None
