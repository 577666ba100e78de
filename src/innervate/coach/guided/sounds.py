"""What sounds when within a beat: repetitions, breaths, a metronome, words and a countdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Final

from innervate.coach.acts import CueKind
from innervate.coach.choices import Tempo
from innervate.coach.guided.beat import Sound
from innervate.coach.guided.names import Names
from innervate.coach.guided.steps import First, Timed
from innervate.coach.metronome import Tone

COUNTED_S: Final = 3
"""How many seconds are counted down before something begins."""


def countdown(start_s: float) -> Iterator[Sound]:
    """Three, two, one, up to `start_s`."""
    for left in range(COUNTED_S, 0, -1):
        if start_s >= left:
            yield Sound(start_s - left, CueKind.COUNT, str(left), Tone.COUNT)


def rep_sounds(tempo: Tempo, first: First, count: int, lead_s: float) -> Iterator[Sound]:
    """The number of each repetition, and a tone for each of its parts."""
    up = ((Tone.CONCENTRIC, "up", tempo.concentric_s), (Tone.TOP, "hold", tempo.top_s))
    down = (
        (Tone.ECCENTRIC, "slowly down", tempo.eccentric_s),
        (Tone.PAUSE, "pause", tempo.pause_s),
    )
    parts = (*up, *down) if first is First.UP else (*down, *up)
    for rep in range(count):
        at_s = lead_s + rep * tempo.period_s
        yield Sound(at_s, CueKind.COUNT, str(rep + 1))
        for tone, words, seconds in parts:
            if seconds > 0:
                yield Sound(at_s, CueKind.TONE, words, tone)
            at_s += seconds


def breath_sounds(in_s: float, out_s: float, seconds: float) -> Iterator[Sound]:
    """A tone for every breath in and out; the first breath is told in words too."""
    yield Sound(0.0, CueKind.SAY, "Breathe in")
    yield Sound(in_s, CueKind.SAY, "Breathe out")
    for breath in range(math.ceil(seconds / (in_s + out_s) - 1e-9)):
        at_s = breath * (in_s + out_s)
        yield Sound(at_s, CueKind.TONE, "in", Tone.CONCENTRIC)
        yield Sound(at_s + in_s, CueKind.TONE, "out", Tone.ECCENTRIC)


def pulse_sounds(hz: float, seconds: float) -> Iterator[Sound]:
    """One tick a beat."""
    for tick in range(math.ceil(seconds * hz - 1e-9)):
        yield Sound(tick / hz, CueKind.TONE, "", Tone.COUNT)


def timed_sounds(step: Timed, names: Names) -> Iterator[Sound]:
    """The words of the step at their moments, and those that come again."""
    for said in step.cues:
        yield Sound(said.at_s, CueKind.SAY, names.sentence(said.say))
    if step.every_s and step.again:
        for number in range(1, math.ceil(step.seconds / step.every_s - 1e-9)):
            yield Sound(number * step.every_s, CueKind.SAY, names.sentence(step.again))


def in_order(sounds: Iterable[Sound], seconds: float | None) -> tuple[Sound, ...]:
    """The sounds in the order of time, those within the beat alone."""
    end_s = math.inf if seconds is None else seconds
    return tuple(sorted((one for one in sounds if 0.0 <= one.at_s < end_s), key=lambda s: s.at_s))
