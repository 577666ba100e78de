"""The truth beside the simulated signal: who was active, when, how much."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from innervate.core.channel import MuscleSide
from innervate.core.stream import Block, Samples
from innervate.sim.draws import Draws, smooth_noise
from innervate.sim.montage import Montage
from innervate.sim.performance import Form, Performed, perform
from innervate.sim.script import Effort, PhaseKind, Role, Script

_KEPT_PHASES = 8
_SWAY_HZ = 8.0


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


@dataclass(slots=True)
class Truth:
    """What truly happens; everything is a function of the session's time alone."""

    script: Script
    montage: Montage
    form: Form
    draws: Draws
    _kept: OrderedDict[int, Performed] = field(default_factory=OrderedDict)

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
            for performed in self._performed(0.0, stop_s)
            for rep in performed.repetitions
            if performed.placed.set is not None and rep.stop_s <= stop_s
        )

    def bursts(self, stop_s: float) -> tuple[TrueBurst, ...]:
        """The bursts of the recorded muscles that begin before `stop_s`, in order of onset."""
        recorded = {electrode.muscle for electrode in self.montage.electrodes}
        bursts = (
            burst
            for performed in self._performed(0.0, stop_s)
            for burst in _bursts(performed)
            if burst.muscle in recorded and burst.onset_s < stop_s
        )
        return tuple(sorted(bursts, key=lambda burst: burst.onset_s))

    def activation(self, start: int, stop: int) -> Samples:
        """Activation as a fraction of MVC: ticks [start, stop) x electrodes."""
        rate_hz = self.montage.rate_hz
        out = np.zeros((max(stop - start, 0), len(self.montage.electrodes)))
        if stop <= start:
            return out
        column = {e.muscle: k for k, e in enumerate(self.montage.electrodes)}
        for performed in self._performed(start / rate_hz, stop / rate_hz):
            for effort in performed.efforts:
                if effort.muscle in column:
                    _add(out[:, column[effort.muscle]], effort, start, rate_hz)
        np.maximum(out, self.form.tone, out=out)
        if self.form.unsteadiness:
            knots = max(round(rate_hz / _SWAY_HZ), 1)
            for k in range(out.shape[1]):
                sway = smooth_noise(self.draws.at(1, k), start, stop, knots)
                out[:, k] *= np.maximum(1.0 + self.form.unsteadiness * sway, 0.0)
        return out

    def tired(self, start: int, stop: int) -> Samples:
        """How tired the muscles are (0-1) on ticks [start, stop)."""
        rate_hz = self.montage.rate_hz
        out = np.zeros(max(stop - start, 0))
        if not self.form.fatigue or stop <= start:
            return out
        for performed in self._performed(start / rate_hz, stop / rate_hz):
            for rep in performed.repetitions:
                first, last = (round(s * rate_hz) - start for s in (rep.start_s, rep.stop_s))
                out[max(first, 0) : max(last, 0)] = rep.tired
        return out

    def block(self, start: int, stop: int) -> Block:
        """The true activation in percent of MVC, as a block of the stream "truth"."""
        return Block(self.montage.activation, start, 100.0 * self.activation(start, stop))

    def _performed(self, start_s: float, stop_s: float) -> Iterator[Performed]:
        for placed in self.script.placed(start_s, stop_s):
            if placed.index not in self._kept:
                self._kept[placed.index] = perform(placed, self.form, self.draws.at(0))
                if len(self._kept) > _KEPT_PHASES:
                    self._kept.popitem(last=False)
            yield self._kept[placed.index]


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


def _add(column: Samples, effort: Effort, start: int, rate_hz: float) -> None:
    """Add an effort to the activation of its muscle."""
    first = max(int(effort.start_s * rate_hz) - start, 0)
    last = min(int(effort.stop_s * rate_hz) + 2 - start, len(column))
    if last <= first:
        return
    time_s = np.arange(start + first, start + last) / rate_hz
    rise = _flank((time_s - effort.start_s) / max(effort.rise_s, 1e-9))
    fall = _flank((effort.stop_s - time_s) / max(effort.fall_s, 1e-9))
    column[first:last] += effort.level * np.minimum(rise, fall)


def _flank(fraction: Samples) -> Samples:
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(fraction, 0.0, 1.0)))
