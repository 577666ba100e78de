"""The virtual athlete as recordings: what a device would have recorded, and the truth."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from innervate.core.clock import Clock, ClockPair
from innervate.core.recording import About, Recording
from innervate.core.stream import Block
from innervate.sim.athlete import VirtualAthlete, items, loss_events, phase_events

_BLOCK_S = 1.0


@dataclass(frozen=True, slots=True)
class _Reader:
    athlete: VirtualAthlete
    samples: int
    truth: bool

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        """Make the blocks afresh."""
        for start, stop in self.pieces():
            if self.truth:
                yield self.athlete.truth.block(start, stop)
            else:
                for item in items(self.athlete, start, stop):
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
    """The true activations beside `as_recording`: stream "truth", %MVC, the ticks of "emg"."""
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
    told = (*phase_events(athlete, 0, reader.samples), *loss_events(athlete, 0, reader.samples))
    events = () if truth else tuple(sorted(told, key=lambda event: event.at_s))
    streams = (athlete.truth.montage.activation,) if truth else athlete.specs
    clocks = (Clock(clock, [ClockPair(clock, 0.0, 0.0)]),)
    return Recording(about, streams, reader, events, clocks)
