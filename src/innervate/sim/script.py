"""What the virtual athlete is asked to do: phases of muscle efforts, endless if need be."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from innervate.core.channel import MuscleSide
from innervate.core.errors import InputError


class Role(StrEnum):
    """What a muscle is doing in an effort; skill acts on the first two only."""

    TARGET = "target"
    COMPENSATOR = "compensator"
    MAXIMAL = "maximal"


class PhaseKind(StrEnum):
    """What sort of stretch of a session a phase is."""

    REST = "rest"
    MVC = "mvc"
    PRACTICE = "practice"
    READY = "ready"
    SET = "set"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Effort:
    """One burst of one muscle.

    Activation (a fraction, 1 = maximal voluntary contraction) begins to rise at `start_s`, is at
    `level` after `rise_s`, begins to fall `fall_s` before `stop_s` and is over then; both flanks
    are half cosines. Seconds count from the start of the phase. Where efforts of one muscle
    overlap, they add. `rep` is the repetition (from 1) that it belongs to.
    """

    muscle: MuscleSide
    start_s: float
    stop_s: float
    level: float
    role: Role
    rise_s: float = 0.1
    fall_s: float = 0.15
    rep: int | None = None


@dataclass(frozen=True, slots=True)
class Repetition:
    """A repetition within its phase: number from 1 and seconds from the start of the phase.

    The way out ends at `turn_s`, the way back begins at `return_s`; where they are not stated,
    each way takes two fifths of the time.
    """

    number: int
    start_s: float
    stop_s: float
    turn_s: float | None = None
    return_s: float | None = None

    @property
    def turns_s(self) -> tuple[float, float]:
        """When the way out ends and when the way back begins, from the start of the phase."""
        fifth_s = 0.2 * (self.stop_s - self.start_s)
        turn_s = self.start_s + 2.0 * fifth_s if self.turn_s is None else self.turn_s
        return_s = self.stop_s - 2.0 * fifth_s if self.return_s is None else self.return_s
        return turn_s, return_s


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the session; sets are numbered by the script, before their label."""

    kind: PhaseKind
    duration_s: float
    label: str = ""
    efforts: tuple[Effort, ...] = ()
    repetitions: tuple[Repetition, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.duration_s < math.inf:
            raise InputError("a phase must last a positive time", found=f"{self.duration_s} s")
        late = [e for e in self.efforts if e.start_s < 0 or e.stop_s > self.duration_s + 1e-9]
        if late:
            raise InputError(
                f"an effort of {late[0].muscle.muscle} is not within its phase",
                found=f"{late[0].start_s} to {late[0].stop_s} s of {self.duration_s} s",
            )


@dataclass(frozen=True, slots=True)
class Placed:
    """A phase at its place in the session: running number, start second, label, set number."""

    index: int
    start_s: float
    phase: Phase
    label: str
    set: int | None

    @property
    def stop_s(self) -> float:
        """The second at which it ends."""
        return self.start_s + self.phase.duration_s


@dataclass(frozen=True, slots=True)
class Script:
    """Phases in order, then the phases of `cycle` over and over (nothing happens if empty).

    >>> rest, work = Phase(PhaseKind.REST, 2.0, "rest"), Phase(PhaseKind.SET, 3.0)
    >>> [(p.label, p.start_s) for p in Script("demo", (rest,), (work,)).placed(0.0, 6.0)]
    [('rest', 0.0), ('set 1', 2.0), ('set 2', 5.0)]
    """

    name: str
    phases: tuple[Phase, ...]
    cycle: tuple[Phase, ...] = ()

    @property
    def opening_s(self) -> float:
        """How long the phases before the cycle last."""
        return math.fsum(phase.duration_s for phase in self.phases)

    def placed(self, start_s: float, stop_s: float) -> Iterator[Placed]:
        """The phases that overlap [start_s, stop_s), in order."""
        for placed in self._from(start_s):
            if placed.start_s >= stop_s:
                return
            if placed.stop_s > start_s:
                yield placed

    def _from(self, start_s: float) -> Iterator[Placed]:
        """All phases in order, leaving out turns of the cycle that are over by `start_s`."""
        yield from _in_order(self.phases, 0.0, 0, 0)
        if not self.cycle:
            return
        cycle_s = math.fsum(phase.duration_s for phase in self.cycle)
        turn = max(int((start_s - self.opening_s) / cycle_s) - 1, 0)
        while True:
            yield from _in_order(
                self.cycle,
                self.opening_s + turn * cycle_s,
                len(self.phases) + turn * len(self.cycle),
                _sets(self.phases) + turn * _sets(self.cycle),
            )
            turn += 1


def _in_order(phases: tuple[Phase, ...], at_s: float, index: int, sets: int) -> Iterator[Placed]:
    passed_s = 0.0
    for offset, phase in enumerate(phases):
        is_set = phase.kind is PhaseKind.SET
        sets += is_set
        numbered = f"set {sets} {phase.label}".strip()
        label = numbered if is_set else phase.label or str(phase.kind)
        yield Placed(index + offset, at_s + passed_s, phase, label, sets if is_set else None)
        passed_s += phase.duration_s


def _sets(phases: tuple[Phase, ...]) -> int:
    return sum(phase.kind is PhaseKind.SET for phase in phases)
