"""The virtual athlete as recordings: what a device would have recorded, and the truth."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from innervate.core.clock import Clock, ClockPair
from innervate.core.event import Event
from innervate.core.recording import About, Recording
from innervate.core.stream import Block
from innervate.sim.athlete import VirtualAthlete, items, loss_events, phase_events
from innervate.sim.true_streams import true_blocks, true_events, true_specs

_BLOCK_S = 1.0


@dataclass(frozen=True, slots=True)
class _Reader:
    athlete: VirtualAthlete
    samples: int
    truth: bool

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        """Make the blocks afresh."""
        for start, stop in self.pieces():
            found: Iterator[object]
            if self.truth:
                found = true_blocks(self.athlete.truth, start, stop)
            else:
                found = items(self.athlete, start, stop)
            for item in found:
                if isinstance(item, Block) and item.spec.id in streams:
                    yield item

    def pieces(self) -> Iterator[tuple[int, int]]:
        step = math.ceil(_BLOCK_S * self.athlete.specs[0].regular_rate_hz)
        for start in range(0, self.samples, step):
            yield start, min(start + step, self.samples)


def as_recording(athlete: VirtualAthlete, seconds: float) -> Recording:
    """The first seconds as a device would have recorded them; nothing is made before it is read.

    Gaps and phases are among the events; session seconds are the athlete's own.
    """
    return _recording(athlete, seconds, truth=False)


def truth_recording(athlete: VirtualAthlete, seconds: float) -> Recording:
    """What was true beside `as_recording`, on the same clock.

    Streams: "truth" (activation, %MVC, the ticks of "emg"); "excitation" (%), "force" (%MVC) and
    "tired" (%) per muscle and "movement" (position and deviation, 0-1) at the control rate of
    100 Hz; "spikes" (irregular: column of the muscle, number of the unit). Events: phases, onset
    and end of each burst, begin and end of each repetition.
    """
    return _recording(athlete, seconds, truth=True)


def _recording(athlete: VirtualAthlete, seconds: float, *, truth: bool) -> Recording:
    rate_hz = athlete.specs[0].regular_rate_hz
    reader = _Reader(athlete, round(seconds * rate_hz), truth)
    clock = athlete.specs[0].clock
    about = About(
        name=f"SIMULATED {athlete.script.name}" + (" (truth)" if truth else ""),
        device="virtual athlete",
        exercise=athlete.script.name,
        notes=("Every sample of this recording was made by a simulator.",),
    )
    phases = phase_events(athlete, 0, reader.samples)
    told: tuple[Event, ...]
    if truth:
        told = (*phases, *true_events(athlete.truth, reader.samples / rate_hz))
    else:
        told = (*phases, *loss_events(athlete, 0, reader.samples))
    events = tuple(sorted(told, key=lambda event: event.at_s))
    streams = true_specs(athlete.truth) if truth else athlete.specs
    clocks = (Clock(clock, [ClockPair(clock, 0.0, 0.0)]),)
    return Recording(about, streams, reader, events, clocks)
