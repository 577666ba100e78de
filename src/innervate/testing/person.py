"""A short session of the virtual athlete: rest, maximal trials together and brisk sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from innervate.core.channel import MuscleSide, Side
from innervate.core.event import Event
from innervate.core.recording import Recording
from innervate.core.stream import Block
from innervate.sim.athlete import Athlete
from innervate.sim.demo import repetitions
from innervate.sim.exercises import Part, Tempo
from innervate.sim.montage import Electrode, Montage
from innervate.sim.performance import Form
from innervate.sim.realities import Realities
from innervate.sim.recording import as_recording
from innervate.sim.script import Effort, Phase, PhaseKind, Role, Script

RATE_HZ = 1000.0
TARGET = MuscleSide("biceps_brachii", Side.LEFT)
_TRICEPS = MuscleSide("triceps_brachii", Side.LEFT)
_OTHER = MuscleSide("biceps_brachii", Side.RIGHT)
_DELTOID = MuscleSide("deltoideus_anterior", Side.LEFT)
MONTAGE = Montage(
    (
        Electrode(TARGET, 800e-6),
        Electrode(_TRICEPS, 600e-6),
        Electrode(_OTHER, 800e-6),
        Electrode(_DELTOID, 700e-6),
    ),
    RATE_HZ,
)
"""Left biceps, left triceps, right biceps (as in the metrics' own examples) and a shoulder."""

_PARTS = (
    Part(TARGET, Role.TARGET, 0.5, 0.55, 0.4),
    Part(_TRICEPS, Role.COMPENSATOR, 0.15, 0.18, 0.12, 0.08),
    Part(_OTHER, Role.COMPENSATOR, 0.1, 0.12, 0.08, 0.0),
    Part(_DELTOID, Role.COMPENSATOR, 0.25, 0.3, 0.2, 0.1),
)
_TEMPO = Tempo(0.5, 0.6, 0.5, 0.9)
_REST_S, _TRIAL_S, _PAUSE_S, _READY_S, _BETWEEN_S = 3.0, 2.0, 0.5, 1.0, 3.0
_TRIALS = (0.97, 1.0, 0.98)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under which conditions the person is measured: how they move, how many times, and with what.

    The levels are plausible settings of a curl, not findings.
    """

    form: Form = field(default_factory=Form)
    realities: Realities = field(default_factory=Realities)
    reps: int = 6
    sets: int = 1

    def athlete(self, seed: int) -> Athlete:
        """One of all possible persons under these circumstances."""
        return Athlete(self._script(), MONTAGE, self.realities, seed, self.form)

    @property
    def seconds(self) -> float:
        """How long the session lasts."""
        return sum(phase.duration_s for phase in self._script().phases)

    def _script(self) -> Script:
        trials = (
            phase
            for number, level in enumerate(_TRIALS, 1)
            for phase in (_maximal(number, level), Phase(PhaseKind.PAUSE, _PAUSE_S, "pause"))
        )
        work = (
            repetitions(_PARTS, _TEMPO, self.reps),
            Phase(PhaseKind.PAUSE, _BETWEEN_S, "pause"),
        ) * self.sets
        phases = (
            Phase(PhaseKind.REST, _REST_S, "rest"),
            *trials,
            Phase(PhaseKind.READY, _READY_S, "ready"),
            *work,
        )
        return Script("truth", phases)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Blocks that are read more than once and made only once."""

    kept: tuple[Block, ...]

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        return (block for block in self.kept if block.spec.id in streams)


def recorded(athlete: Athlete, seconds: float) -> Recording:
    """What a device would have recorded, kept in memory."""
    made = as_recording(athlete, seconds)
    kept = _Kept(tuple(made.blocks(*(spec.id for spec in athlete.specs))))
    return Recording(made.about, made.streams, kept, made.events, made.clocks)


def phases_of(recording: Recording) -> tuple[Event, ...]:
    """The events of a recording in order, but for those that tell of lost samples."""
    return tuple(event for event in recording.events if event.stream is None)


def _maximal(number: int, level: float) -> Phase:
    efforts = tuple(
        Effort(electrode.muscle, 0.1, _TRIAL_S, level, Role.MAXIMAL, 0.25, 0.2)
        for electrode in MONTAGE.electrodes
    )
    return Phase(PhaseKind.MVC, _TRIAL_S, f"mvc {number}", efforts)


def gauge_athlete(seed: int = 1) -> tuple[Athlete, float]:
    """Someone who holds every muscle still and moderately, to weigh what the chain lets pass.

    Returns the athlete and how many seconds of them are of use.
    """
    hold_s, count = 5.0, 12
    efforts = tuple(
        Effort(electrode.muscle, 0.0, hold_s, 0.5, Role.MAXIMAL, 0.1, 0.1)
        for electrode in MONTAGE.electrodes
    )
    phases = (Phase(PhaseKind.MVC, hold_s, "hold", efforts),) * count
    script = Script("gauge", phases)
    return Athlete(script, MONTAGE, Realities(), seed, Form(unsteadiness=0.0)), hold_s * count
