"""The virtual athlete: a person under electrodes, with the truth beside every sample."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy as np

from innervate.core.errors import InputError
from innervate.core.event import Event, EventKind
from innervate.core.stream import Block, Samples, StreamSpec
from innervate.core.units import DIMENSIONLESS
from innervate.sim.course import Course
from innervate.sim.draws import Draws
from innervate.sim.montage import Montage
from innervate.sim.motion.pieces import Pieces
from innervate.sim.performance import Form
from innervate.sim.performing import Performing
from innervate.sim.realities import Loss, Realities
from innervate.sim.script import Script
from innervate.sim.timeline import BLOCKS_HZ, Timeline
from innervate.sim.truth import Truth

SOURCE = "simulator"
_STRETCH_S = 0.5


class VirtualAthlete(Protocol):
    """Any model of a person under electrodes; sessions, files and devices know only this.

    All streams share one clock; ticks are samples of the first stream. How the ticks are cut does
    not matter. Reading on is cheap; reading far ahead makes all that lies between, and reading
    again what was read long ago makes it anew from an earlier point.
    """

    @property
    def specs(self) -> tuple[StreamSpec, ...]:
        """The streams, all marked as simulated; the first one sets the ticks."""

    @property
    def script(self) -> Script:
        """What the athlete was asked to do."""

    @property
    def truth(self) -> Truth:
        """What truly happens."""

    @property
    def form(self) -> Form:
        """The form turned to last."""

    def turn(self, form: Form, at_s: float | None = None) -> float:
        """Go on in another form, and say from which second on."""

    def read(self, start: int, stop: int) -> tuple[Block, ...]:
        """Every stream in the time of ticks [start, stop), as if nothing were lost.

        Sample i of a stream belongs to tick ``i * rate of the ticks / its own rate``: slower
        streams give a block of a few samples or none.
        """

    def lost(self, start: int, stop: int) -> tuple[Loss, ...]:
        """The stretches of ticks lost on the way that touch [start, stop), whole, in order."""


class Beside(Protocol):
    """Further streams of the same person, such as `sim.motion.MotionModel` gives."""

    @property
    def specs(self) -> tuple[StreamSpec, ...]:
        """The streams, at rates of their own."""

    def read(self, stream: str, start: int, stop: int) -> Samples:
        """Samples [start, stop) of one of them."""

    def forget(self, from_s: float) -> None:
        """Drop what was made ahead from this second on: the form has been turned."""


Companion = Callable[[Performing, Draws], Beside]
"""Makes further streams of who performs, with draws of their own."""


class Athlete:
    """A virtual athlete: intention, motor units, and the electrodes over them.

    What is asked becomes excitation of each muscle by a controller with a human touch
    (`sim.control`); motor units make force and surface EMG of it (`sim.neuro`); the realities
    spoil it. Everything is a function of seed, turned knobs and time, so that the signal can be
    read in any pieces, is endless within bounded memory, and is the same each time. Picklable.

    Args:
        script: what to do.
        montage: electrodes and rate.
        realities: what spoils the signal.
        seed: which of all possible performances.
        form: skill, effort, steadiness, fatigue.
        companions: what makes further streams.

    Raises `InputError` where these do not fit together.
    """

    def __init__(
        self,
        script: Script,
        montage: Montage,
        realities: Realities,
        seed: int,
        form: Form | None = None,
        *,
        companions: Sequence[Companion] = (),
    ) -> None:
        if seed < 0:
            raise InputError("a seed is a whole number from 0 on", given=str(seed))
        self._montage, self._realities = montage, realities
        self._draws = draws = Draws(seed)
        self._mixing = realities.mixing(len(montage.electrodes))
        # Made half a second at a time, so that reading hundredths of seconds is not costly.
        self._disturbing = Pieces(max(round(_STRETCH_S * montage.rate_hz), 1))
        performing = Performing(script, Timeline.of(form or Form()), draws.at(0, 0))
        self._performing = performing
        self._course = Course(performing, montage, draws)
        self._truth = Truth(performing, montage, self._course)
        self._beside = tuple(
            make(performing, draws.at(5, number)) for number, make in enumerate(companions)
        )

    @property
    def specs(self) -> tuple[StreamSpec, ...]:
        """The stream "emg" in volts, then those of the companions."""
        return (self._montage.emg, *(spec for beside in self._beside for spec in beside.specs))

    @property
    def script(self) -> Script:
        """What the athlete was asked to do."""
        return self._performing.script

    @property
    def truth(self) -> Truth:
        """What truly happens."""
        return self._truth

    @property
    def form(self) -> Form:
        """The form turned to last."""
        return self._performing.timeline.last

    def turn(self, form: Form, at_s: float | None = None) -> float:
        """Go on in another form from the next macro-block that has not been made, or from `at_s`.

        Gives the session second from which it holds. What has been made stays as it is, read
        again or not.
        """
        block = self._course.made
        if at_s is not None:
            block = max(block, math.ceil(at_s * BLOCKS_HZ - 1e-9))
        self._course.turn(block, form)
        for beside in self._beside:
            beside.forget(block / BLOCKS_HZ)
        return block / BLOCKS_HZ

    def read(self, start: int, stop: int) -> tuple[Block, ...]:
        """Every stream in the time of ticks [start, stop), as if nothing were lost."""
        blocks = [Block(self._montage.emg, start, self._electrodes_v(start, stop))]
        for beside in self._beside:
            for spec in beside.specs:
                first, last = (
                    sample_at(spec, tick, self._montage.rate_hz) for tick in (start, stop)
                )
                blocks.append(Block(spec, first, beside.read(spec.id, first, max(last, first))))
        return tuple(blocks)

    def lost(self, start: int, stop: int) -> tuple[Loss, ...]:
        """The stretches of ticks lost on the way that touch [start, stop)."""
        return self._realities.losses(self._draws.at(3), self._montage.rate_hz, start, stop)

    def _electrodes_v(self, start: int, stop: int) -> Samples:
        if stop <= start:
            return np.empty((0, len(self._montage.electrodes)))
        pieces = self._course.pieces(start, stop)
        parts = [piece.emg_v[max(start - piece.first, 0) : stop - piece.first] for piece in pieces]
        volts = np.concatenate(parts)
        if self._mixing is not None:
            volts = volts @ self._mixing.T
        if self._realities.disturbances:
            volts = volts + self._disturbing.read(start, stop, self._disturbances_v)
        rail_v = self._realities.rail_v
        return volts if rail_v is None else np.clip(volts, -rail_v, rail_v)

    def _disturbances_v(self, start: int, stop: int) -> Samples:
        volts = np.zeros((stop - start, len(self._montage.electrodes)))
        for number, disturbance in enumerate(self._realities.disturbances):
            volts += disturbance.volts(self._montage, self._draws.at(2, number), start, stop)
        return volts


def sample_at(spec: StreamSpec, tick: int, rate_hz: float) -> int:
    """The first sample of a stream at or after a tick of a stream of rate `rate_hz`."""
    own_hz = spec.regular_rate_hz
    return tick if own_hz == rate_hz else math.ceil(tick * own_hz / rate_hz - 1e-9)


def tick_at(spec: StreamSpec, sample: int, rate_hz: float) -> int:
    """The first tick up to which reading gives that many samples: the inverse of `sample_at`."""
    own_hz = spec.regular_rate_hz
    if own_hz == rate_hz or sample <= 0:
        return max(sample, 0)
    return math.floor((sample - 1) * rate_hz / own_hz + 1e-9) + 1


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
            yield from (_cut(athlete, block, at, loss.first) for block in blocks)
        yield from _told(athlete, loss, start, stop)
        at = max(at, loss.last)
    if at < stop:
        yield from (_cut(athlete, block, at, stop) for block in blocks)


def _cut(athlete: VirtualAthlete, block: Block, first: int, last: int) -> Block:
    rate_hz = athlete.specs[0].regular_rate_hz
    return block.cut(*(sample_at(block.spec, tick, rate_hz) for tick in (first, last)))


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
    for spec in athlete.specs:
        first, last = (sample_at(spec, tick, rate_hz) for tick in (loss.first, loss.last))
        if last > first:
            yield _gap(spec, first, last)


def blocks(athlete: VirtualAthlete, block_samples: int) -> Iterator[Block | Event]:
    """The endless stream of blocks (of this many ticks, fewer around gaps) and events."""
    start = 0
    while True:
        yield from items(athlete, start, start + block_samples)
        start += block_samples


def _gap(spec: StreamSpec, first: int, last: int) -> Event:
    return Event(
        last / spec.regular_rate_hz, EventKind.GAP, f"{last - first} samples lost",
        stream=spec.id, sample=last, value=float(last - first), unit=DIMENSIONLESS, source=SOURCE,
    )  # fmt: skip
