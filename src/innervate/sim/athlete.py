"""The virtual athlete: EMG of stated activations, with the truth beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.core.units import DIMENSIONLESS
from innervate.sim.draws import Draws
from innervate.sim.montage import Montage
from innervate.sim.performance import Form
from innervate.sim.realities import Loss, Realities
from innervate.sim.script import Script
from innervate.sim.surface import SurfaceEmg
from innervate.sim.truth import Truth

SOURCE = "simulator"


class VirtualAthlete(Protocol):
    """Any model of a person under electrodes; sessions, files and devices know only this.

    All streams share one clock and rate. `read` may be asked for successive ticks only; how the
    ticks are cut does not matter.
    """

    @property
    def specs(self) -> tuple[StreamSpec, ...]:
        """The streams, all marked as simulated."""

    @property
    def script(self) -> Script:
        """What the athlete was asked to do."""

    @property
    def truth(self) -> Truth:
        """What truly happens."""

    def read(self, start: int, stop: int) -> tuple[Block, ...]:
        """Ticks [start, stop) of every stream, as if none were lost."""

    def lost(self, start: int, stop: int) -> tuple[Loss, ...]:
        """The stretches of ticks lost on the way that touch [start, stop), whole, in order."""


class Athlete:
    """A first virtual athlete: amplitude-modulated noise per muscle, mixed and spoilt as stated.

    Everything is a function of seed and tick, so that the signal is endless, can be read from
    any tick on and in any pieces, and is the same each time.

    Args:
        script: what to do.
        montage: electrodes and rate.
        realities: what spoils the signal.
        seed: which of all possible performances.
        form: skill, effort, steadiness, fatigue.

    Raises `InputError` where these do not fit together.
    """

    def __init__(
        self,
        script: Script,
        montage: Montage,
        realities: Realities,
        seed: int,
        form: Form | None = None,
    ) -> None:
        if seed < 0:
            raise InputError("a seed is a whole number from 0 on", given=str(seed))
        self._montage, self._realities = montage, realities
        self._draws = Draws(seed)
        self._truth = Truth(script, montage, form or Form(), self._draws.at(0))
        self._mixing = realities.mixing(len(montage.electrodes))
        self._mvc_v = np.array([electrode.mvc_v for electrode in montage.electrodes])
        self._muscle = SurfaceEmg()

    @property
    def specs(self) -> tuple[StreamSpec, ...]:
        """One stream "emg" in volts."""
        return (self._montage.emg,)

    @property
    def script(self) -> Script:
        """What the athlete was asked to do."""
        return self._truth.script

    @property
    def truth(self) -> Truth:
        """What truly happens."""
        return self._truth

    def read(self, start: int, stop: int) -> tuple[Block, ...]:
        """Ticks [start, stop), as if none were lost."""
        volts = self._muscles_v(start, stop)
        if self._mixing is not None:
            volts = volts @ self._mixing.T
        for number, disturbance in enumerate(self._realities.disturbances):
            if stop > start:
                draws = self._draws.at(2, number)
                volts = volts + disturbance.volts(self._montage, draws, start, stop)
        rail_v = self._realities.rail_v
        if rail_v is not None:
            volts = np.clip(volts, -rail_v, rail_v)
        return (Block(self._montage.emg, start, volts),)

    def lost(self, start: int, stop: int) -> tuple[Loss, ...]:
        """The stretches of ticks lost on the way that touch [start, stop)."""
        return self._realities.losses(self._draws.at(3), self._montage.rate_hz, start, stop)

    def _muscles_v(self, start: int, stop: int) -> Samples:
        activation = self._truth.activation(start, stop)
        tired, rate_hz = self._truth.tired(start, stop), self._montage.rate_hz
        for k in range(activation.shape[1]):
            noise = self._muscle.unit_noise(self._draws.at(1, k), start, stop, rate_hz, tired)
            activation[:, k] *= noise
        return np.asarray(activation * self._mvc_v)


def items(athlete: VirtualAthlete, start: int, stop: int) -> Iterator[Block | Event]:
    """What a device with this athlete under it gives for ticks [start, stop).

    Phases are announced just before the block they begin in, lost stretches by a GAP event just
    before the samples after them, a pulled cable by a LOST and a RETURNED event.
    """
    yield from phase_events(athlete, start, stop)
    blocks = athlete.read(start, stop)
    at = start
    for loss in _losses(athlete, start, stop):
        if loss.first > at:
            yield from (block.cut(at, loss.first) for block in blocks)
        yield from _told(athlete, loss, start, stop)
        at = max(at, loss.last)
    if at < stop:
        yield from (block.cut(at, stop) for block in blocks)


def phase_events(athlete: VirtualAthlete, start: int, stop: int) -> Iterator[Event]:
    """The announcements of the phases that begin in ticks [start, stop)."""
    rate_hz = athlete.specs[0].regular_rate_hz
    for placed in athlete.script.placed(start / rate_hz, stop / rate_hz):
        if start <= placed.start_s * rate_hz < stop:
            yield Event(placed.start_s, EventKind.PHASE, placed.label, source=SOURCE)


def loss_events(athlete: VirtualAthlete, start: int, stop: int) -> Iterator[Event]:
    """What is told in ticks [start, stop) of lost samples and pulled cables."""
    for loss in _losses(athlete, start, stop):
        yield from _told(athlete, loss, start, stop)


def _losses(athlete: VirtualAthlete, start: int, stop: int) -> tuple[Loss, ...]:
    # From one tick back: a stretch that ended just there is told with the first sample after it.
    return athlete.lost(start - 1, stop)


def _told(athlete: VirtualAthlete, loss: Loss, start: int, stop: int) -> Iterator[Event]:
    rate_hz = athlete.specs[0].regular_rate_hz
    if loss.unplugged and start <= loss.first < stop:
        at_s = loss.first / rate_hz
        yield Event(at_s, EventKind.LOST, "the cable was pulled", source=SOURCE)
    if not start <= loss.last < stop:
        return
    if loss.unplugged:
        at_s = loss.last / rate_hz
        yield Event(at_s, EventKind.RETURNED, "the cable is plugged in again", source=SOURCE)
    yield from (_gap(spec, loss) for spec in athlete.specs)


def blocks(athlete: VirtualAthlete, block_samples: int) -> Iterator[Block | Event]:
    """The endless stream of blocks (of this many ticks, fewer around gaps) and events."""
    start = 0
    while True:
        yield from items(athlete, start, start + block_samples)
        start += block_samples


def _gap(spec: StreamSpec, loss: Loss) -> Event:
    lost = loss.last - loss.first
    return Event(
        loss.last / spec.regular_rate_hz, EventKind.GAP, f"{lost} samples lost",
        stream=spec.id, sample=loss.last, value=float(lost), unit=DIMENSIONLESS, source=SOURCE,
    )  # fmt: skip
