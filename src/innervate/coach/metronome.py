"""Tempo tones: what sounds when in slow repetitions, and how many are done."""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from innervate.coach.acts import Cue, CueKind
from innervate.coach.choices import Tempo

MOST_REPS: Final = 100
"""For how many repetitions tones are made where no number is asked for."""


class Tone(StrEnum):
    """The tones: one for each part of a repetition, and those that count down and end."""

    CONCENTRIC = "concentric"
    TOP = "top"
    ECCENTRIC = "eccentric"
    PAUSE = "pause"
    COUNT = "count"
    START = "start"
    STOP = "stop"


_WORDS: Final = {
    Tone.CONCENTRIC: "up",
    Tone.TOP: "hold",
    Tone.ECCENTRIC: "slowly down",
    Tone.PAUSE: "pause",
}


class Metronome:
    """The tones of a set from its beginning on.

    A repetition begins with its effort: up, top, down, pause.

    Args:
        tempo: the seconds of its parts.
        start_s: when the first repetition begins.
        done: repetitions done before, in a set that goes on after a pause.
        asked: repetitions of the whole set, None for no end.
    """

    def __init__(self, tempo: Tempo, start_s: float, done: int, asked: int | None) -> None:
        self._tempo, self._start_s, self._done, self._asked = tempo, start_s, done, asked

    @property
    def ends_s(self) -> float | None:
        """When the last repetition is over."""
        if self._asked is None:
            return None
        return self._start_s + (self._asked - self._done) * self._tempo.period_s

    def done(self, at_s: float) -> int:
        """Repetitions completed at a moment."""
        passed = math.floor((at_s - self._start_s) / self._tempo.period_s + 1e-9)
        return min(self._done + max(passed, 0), self._asked or MOST_REPS)

    def cues(self) -> Iterator[Cue]:
        """All tones and counts, in order."""
        parts = (
            (Tone.CONCENTRIC, self._tempo.concentric_s),
            (Tone.TOP, self._tempo.top_s),
            (Tone.ECCENTRIC, self._tempo.eccentric_s),
            (Tone.PAUSE, self._tempo.pause_s),
        )
        for rep in range(self._done, self._asked or MOST_REPS):
            at_s = self._start_s + (rep - self._done) * self._tempo.period_s
            yield Cue(at_s, CueKind.COUNT, str(rep + 1))
            for tone, seconds in parts:
                if seconds > 0:
                    yield Cue(at_s, CueKind.TONE, _WORDS[tone], tone)
                at_s += seconds
