"""The truth beside the simulated signal: who was active, when, how much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from innervate.core.channel import MuscleSide
from innervate.core.stream import Block, Samples
from innervate.sim.course import Course, Piece, held_over
from innervate.sim.montage import Montage
from innervate.sim.performance import Performed
from innervate.sim.performing import Performing
from innervate.sim.script import PhaseKind, Role, Script


@dataclass(frozen=True, slots=True)
class TruePhase:
    """A phase of the session, in session seconds."""

    label: str
    kind: PhaseKind
    start_s: float
    stop_s: float


@dataclass(frozen=True, slots=True)
class TrueRepetition:
    """A repetition: set and number from 1, from first movement to last, and its targets."""

    set: int
    number: int
    start_s: float
    stop_s: float
    targets: tuple[MuscleSide, ...]


@dataclass(frozen=True, slots=True)
class TrueBurst:
    """One burst of one muscle: activation leaves rest at `onset_s` and is back at `offset_s`.

    `level` is the highest plateau as a fraction of MVC; `rep` is None outside repetitions.
    """

    muscle: MuscleSide
    onset_s: float
    offset_s: float
    level: float
    role: Role
    phase: str
    rep: int | None


class Truth:
    """What truly happens, beside every sample.

    Phases, repetitions and bursts are what was performed; activation, force and the rest are what
    became of it, macro-block by macro-block.
    """

    def __init__(self, performing: Performing, montage: Montage, course: Course) -> None:
        self._performing, self._course = performing, course
        self.montage = montage

    @property
    def script(self) -> Script:
        """What the athlete was asked to do."""
        return self._performing.script

    def phases(self, stop_s: float) -> tuple[TruePhase, ...]:
        """The phases that begin before `stop_s`."""
        return tuple(
            TruePhase(placed.label, placed.phase.kind, placed.start_s, placed.stop_s)
            for placed in self.script.placed(0.0, stop_s)
        )

    def repetitions(self, stop_s: float) -> tuple[TrueRepetition, ...]:
        """The repetitions of the sets (practice is none) that are over by `stop_s`."""
        return tuple(
            TrueRepetition(performed.placed.set, rep.number, rep.start_s, rep.stop_s, rep.targets)
            for performed in self._performing.performed(0.0, stop_s)
            for rep in performed.repetitions
            if performed.placed.set is not None and rep.stop_s <= stop_s
        )

    def bursts(self, stop_s: float) -> tuple[TrueBurst, ...]:
        """The bursts of the recorded muscles that begin before `stop_s`, in order of onset."""
        recorded = {electrode.muscle for electrode in self.montage.electrodes}
        bursts = (
            burst
            for performed in self._performing.performed(0.0, stop_s)
            for burst in _bursts(performed)
            if burst.muscle in recorded and burst.onset_s < stop_s
        )
        return tuple(sorted(bursts, key=lambda burst: burst.onset_s))

    def activation(self, start: int, stop: int) -> Samples:
        """Expected EMG amplitude as a fraction of that at MVC: ticks [start, stop) x electrodes.

        Without the chance of single discharges, cross-talk, noise and the electrodes' misplacement.
        """
        return self._over_ticks(lambda piece: piece.activation, start, stop)

    def tired(self, start: int, stop: int) -> Samples:
        """How tired the muscles are (0-1): ticks [start, stop) x electrodes."""
        return self._over_ticks(lambda piece: piece.tired, start, stop)

    def force(self, start: int, stop: int) -> Samples:
        """Force as a fraction of that at MVC: ticks [start, stop) x electrodes."""
        return self._over_ticks(lambda piece: piece.force, start, stop)

    def block(self, start: int, stop: int) -> Block:
        """The true activation in percent of MVC, as a block of the stream "truth"."""
        return Block(self.montage.activation, start, 100.0 * self.activation(start, stop))

    def potentials_v(self, electrode: int) -> Samples:
        """What each fresh motor unit's discharge puts under an electrode: units x samples."""
        return self._course.potentials_v(electrode)

    def pieces(self, start: int, stop: int) -> Iterator[Piece]:
        """All that is known of the macro-blocks (0.1 s) that hold ticks [start, stop)."""
        return self._course.pieces(start, stop)

    def _over_ticks(self, of: Callable[[Piece], Samples], start: int, stop: int) -> Samples:
        rate_hz = self.montage.rate_hz
        parts = [
            held_over(of(piece), piece, start, stop, rate_hz)
            for piece in self._course.pieces(start, stop)
        ]
        if not parts:
            return np.empty((0, len(self.montage.electrodes)))
        return np.concatenate(parts)


def _bursts(performed: Performed) -> Iterator[TrueBurst]:
    """Efforts of one muscle that overlap or touch are one burst."""
    open_bursts: dict[MuscleSide, TrueBurst] = {}
    for effort in sorted(performed.efforts, key=lambda effort: effort.start_s):
        if effort.level <= 0:
            continue
        known = open_bursts.get(effort.muscle)
        if known is not None and effort.start_s <= known.offset_s:
            open_bursts[effort.muscle] = replace(
                known,
                offset_s=max(known.offset_s, effort.stop_s),
                level=max(known.level, effort.level),
            )
            continue
        if known is not None:
            yield known
        open_bursts[effort.muscle] = TrueBurst(
            effort.muscle, effort.start_s, effort.stop_s, effort.level, effort.role,
            performed.placed.label, effort.rep,
        )  # fmt: skip
    yield from open_bursts.values()
