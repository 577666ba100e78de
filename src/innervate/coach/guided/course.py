"""Where in its beats a guided session is, and what time brings."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from innervate.coach.acts import Act, Cue, CueKind
from innervate.coach.guided import recall
from innervate.coach.guided.beat import Beat
from innervate.coach.guided.gates import Answer
from innervate.coach.guided.steps import Kind
from innervate.coach.metronome import Tone

MARK_S: Final = 60.0
"""How often a long beat writes down how much of it has passed."""


class Course:
    """Goes through the beats whose gates hold.

    Args:
        beats: all of them.
        answers: the answers so far, given by whoever hears them; a question that is asked again
            counts as not answered until it is.
    """

    def __init__(self, beats: tuple[Beat, ...], answers: dict[str, Answer]) -> None:
        self._beats, self._answers = beats, answers
        self._index = 0
        self._began_s = 0.0
        self._from_s = 0.0
        self._sounded = 0
        self._marked = 0
        self._phase_s = math.inf
        self._arm = ""
        self.paused = False
        self.finished_s: float | None = None

    @property
    def beat(self) -> Beat:
        """The one that is on; after the end the last that was."""
        return self._beats[self._index]

    @property
    def finished(self) -> bool:
        """Whether the last one is over."""
        return self.finished_s is not None

    def elapsed(self, at_s: float) -> float:
        """Seconds of the beat that have passed."""
        if self.paused:
            return self._from_s
        return max(at_s - self._began_s, self._from_s)

    @property
    def began_s(self) -> float:
        """When the beat began, as if it had never been paused; a countdown to it lies before."""
        return self._began_s

    def take_up(self, index: int, elapsed_s: float) -> None:
        """Begin with this beat, of which so much is over."""
        self._index, self._from_s = index, elapsed_s

    def begin(self, at_s: float) -> Iterator[Act]:
        """The first beat that is to be done, or the one that was taken up."""
        elapsed_s = self._from_s
        yield from self._enter(self._index, at_s)
        beat = self.beat
        if elapsed_s and not self.finished:
            self._go_on(beat.resumes_at(elapsed_s), at_s)

    def to(self, at_s: float) -> Iterator[Act]:
        """What happens up to and at this moment."""
        while not (self.paused or self.finished):
            beat, began_s = self.beat, self._began_s
            end_s = math.inf if beat.seconds is None else began_s + beat.seconds
            yield from self._within(beat, min(at_s, end_s))
            if end_s > at_s:
                return
            yield from self._enter(self._index + 1, end_s)

    def forward(self, at_s: float) -> Iterator[Act]:
        """The next beat, now."""
        yield from self._enter(self._index + 1, at_s)

    def back(self, at_s: float) -> Iterator[Act]:
        """The one before, now."""
        earlier = self.earlier()
        if earlier is not None:
            yield from self._enter(earlier, at_s)

    def earlier(self) -> int | None:
        """The beat before that one can go back to; safety questions are not asked again."""
        for index in range(self._index - 1, -1, -1):
            beat = self._beats[index]
            if beat.question is not None and beat.question.must:
                return None
            if self._open(beat):
                return index
        return None

    def pause(self, at_s: float) -> Iterator[Act]:
        """Stand still."""
        elapsed_s = self.elapsed(at_s)
        self.paused, self._from_s, self._phase_s = True, elapsed_s, math.inf
        yield recall.passed(elapsed_s, at_s)
        yield recall.phase("pause", at_s)

    def resume(self, at_s: float, counted_s: int) -> Iterator[Act]:
        """Go on; what begins anew is counted down to."""
        beat, self.paused = self.beat, False
        again_s = beat.resumes_at(self._from_s)
        counts = beat.grain_s is not None and again_s > beat.lead_s - counted_s
        start_s = at_s + counted_s if counts else at_s
        self._go_on(again_s, start_s)
        for left in range(counted_s if counts else 0, 0, -1):
            yield Cue(start_s - left, CueKind.COUNT, str(left), Tone.COUNT)
        self._phase_s = start_s

    def _go_on(self, elapsed_s: float, at_s: float) -> None:
        """The beat goes on at this moment from so many of its seconds."""
        self._began_s, self._from_s = at_s - elapsed_s, elapsed_s
        self._sounded = sum(sound.at_s < elapsed_s for sound in self.beat.sounds)
        self._marked = int(elapsed_s // MARK_S)

    def _enter(self, index: int, at_s: float) -> Iterator[Act]:
        """Go to the first beat from there on whose gates hold; the end where there is none."""
        while index < len(self._beats) and not self._open(self._beats[index]):
            index += 1
        if index >= len(self._beats):
            self.finished_s = at_s
            return
        self._index, self._began_s, self._from_s = index, at_s, 0.0
        self._sounded, self._marked, self._phase_s = 0, 0, math.inf
        beat = self.beat
        if beat.question is not None:
            self._answers.pop(beat.question.label, None)
        yield recall.at_beat(index, at_s)
        if beat.arm != self._arm:
            self._arm = beat.arm
            yield recall.arm(beat.arm or "none", at_s)
        if beat.phase:
            yield recall.phase(beat.phase, at_s)
        if beat.say:
            yield Cue(at_s, CueKind.SAY, beat.say)

    def _within(self, beat: Beat, until_s: float) -> Iterator[Act]:
        """Sounds and marks of a beat, in the order of time."""
        if self._phase_s <= until_s:  # what was paused goes on; nothing sounds before
            if beat.phase:
                yield recall.phase(beat.phase, self._phase_s)
            self._phase_s = math.inf
        while True:
            sound_s = self._began_s + self._next_sound(beat)
            mark_s = self._began_s + self._next_mark(beat)
            if min(sound_s, mark_s) > until_s:
                return
            if mark_s < sound_s:
                self._marked += 1
                yield recall.passed(self._marked * MARK_S, mark_s)
            else:
                sound = beat.sounds[self._sounded]
                self._sounded += 1
                yield Cue(sound_s, sound.kind, sound.text, sound.tone)

    def _next_sound(self, beat: Beat) -> float:
        return beat.sounds[self._sounded].at_s if self._sounded < len(beat.sounds) else math.inf

    def _next_mark(self, beat: Beat) -> float:
        mark_s = (self._marked + 1) * MARK_S
        long = beat.seconds is not None and beat.kind is not Kind.ASK and mark_s < beat.seconds
        return mark_s if long else math.inf

    def _open(self, beat: Beat) -> bool:
        return all(gate.holds(self._answers) for gate in beat.gates)
