"""The laboratory of the studies: performs sessions, records them, and has the product analyse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

import numpy as np

from innervate.body.movement import exercise
from innervate.core.channel import MuscleSide
from innervate.core.errors import NotEnoughDataError
from innervate.core.event import Event
from innervate.core.measure import Measure
from innervate.core.plan import Plan
from innervate.core.recording import Recording
from innervate.core.stream import Block, Samples
from innervate.engine.analyse import AnalyseOptions, analyse
from innervate.engine.analysis import Analysis
from innervate.engine.emg import EmgChoices
from innervate.engine.run import PlanRun
from innervate.sim.athlete import Athlete
from innervate.sim.draws import Draws
from innervate.sim.montage import Electrode, Montage
from innervate.sim.performance import Form
from innervate.sim.realities import ElectrodeNoise, Mains, Realities
from innervate.sim.recording import as_recording
from innervate.sim.script import Script
from innervate.studies._finding import Finding
from innervate.studies._session import Task, session
from innervate.studies._study import Progress, silent
from innervate.studies._worlds import number_of, world

RATE_HZ = 1000.0
QUIET = Realities((ElectrodeNoise(), Mains(50.0, 2e-6)))
"""A careful laboratory: electrode noise and a little hum, no cross-talk."""

STEADY = Form(variability=0.05, unsteadiness=0.05, overflow=0.0)
"""People who do what is asked, with a human touch; levels are set by the study."""

_SEEDS_APART = 100_000


@dataclass(frozen=True, slots=True)
class Bench:
    """What is recorded, and who is meant.

    Attributes:
        name: what the script is called; where it is an exercise of the product, its key.
        electrodes: over which muscles.
        targets: the muscles asked for.
        key: the product's exercise, or empty.
    """

    name: str
    electrodes: tuple[Electrode, ...]
    targets: tuple[MuscleSide, ...]
    key: str = ""

    @property
    def muscles(self) -> tuple[MuscleSide, ...]:
        """The muscles under the electrodes."""
        return tuple(electrode.muscle for electrode in self.electrodes)


@dataclass(slots=True)
class Lab:
    """Runs the sessions of one study and counts the seconds of signal.

    Args:
        preset: name of the study.
        seed: which of all possible worlds.
        progress: told the seconds of signal so far.
    """

    preset: str
    seed: int
    progress: Progress = silent
    seconds: float = field(default=0.0, init=False)

    def draws(self, *path: int) -> Draws:
        """The random numbers of the study's world (not those of the signals)."""
        return world(self.preset, self.seed).at(*path)

    def measured(self, bench: Bench, tasks: Sequence[Task], person: int) -> Measured:
        """A person's session with one set per task, analysed as a recording of anybody's is."""
        script = session(bench.name, bench.muscles, bench.targets, tasks)
        recording = self.recorded(script, bench.electrodes, person)
        chosen = exercise(bench.key) if bench.key else None
        choices = EmgChoices(exercise=chosen, targets=bench.targets)
        return Measured(analyse(recording, AnalyseOptions(choices)))

    def recorded(
        self,
        script: Script,
        electrodes: tuple[Electrode, ...],
        person: int,
        *,
        realities: Realities = QUIET,
        form: Form = STEADY,
    ) -> Recording:
        """The recording of a whole script; performed once, however often it is read."""
        seed = (self.seed << 32 | number_of(self.preset)) * _SEEDS_APART + person
        athlete = Athlete(script, Montage(electrodes, RATE_HZ), realities, seed, form)
        recording = as_recording(athlete, script.opening_s)
        held = replace(recording, reader=_Held(tuple(recording.blocks("emg"))))
        self.seconds += script.opening_s
        self.progress(self.seconds)
        return held


P = TypeVar("P")


class Group(Protocol[P]):
    """People of a simulated world, and what their measured likenesses say."""

    @property
    def people(self) -> int:
        """How many."""

    def person(self, draws: Draws) -> P:
        """One of them."""

    def judge(self, people: Sequence[P]) -> Iterator[Finding]:
        """The findings of all as they were measured."""


def one_by_one(
    group: Group[P], measured: Callable[[Lab, int, P], P], lab: Lab
) -> tuple[Finding, ...]:
    """The findings of a group of which each has one session."""
    people = [group.person(lab.draws(number)) for number in range(group.people)]
    return tuple(group.judge([measured(lab, k, one) for k, one in enumerate(people)]))


@dataclass(frozen=True, slots=True)
class _Held:
    """Blocks kept in memory: the analysis reads a recording several times."""

    kept: tuple[Block, ...]

    def blocks(self, streams: tuple[str, ...]) -> Iterator[Block]:
        """The blocks of these streams."""
        return (block for block in self.kept if block.spec.id in streams)


@dataclass(frozen=True, slots=True)
class Measured:
    """What the product says of a session, by set."""

    analysis: Analysis

    def of_set(self, metric: str, number: int, muscle: MuscleSide | None = None) -> float:
        """The value of a set; raises `NotEnoughDataError` where the product gives none."""
        for one in self.all_of(metric, number):
            subject = one.subject
            mine = muscle is None or (subject.muscle, subject.side) == (muscle.muscle, muscle.side)
            if mine and subject.rep is None and one.value is not None:
                return one.value
        raise NotEnoughDataError(
            f"the product gives no {metric} of set {number}",
            found=f"{len(self.analysis.repetitions)} repetitions",
        )

    def all_of(self, metric: str, number: int) -> list[Measure]:
        """All measures of a metric in a set, repetitions included."""
        return [
            one
            for one in self.analysis.measures
            if one.metric == metric and one.subject.set == number
        ]


def made(plan: Plan, recording: Recording, output: str, events: Sequence[Event] = ()) -> Samples:
    """What a plan makes of a recording: all samples of one output, samples x channels."""
    run = PlanRun(plan, recording.streams, recording.clocks)
    for event in (*recording.events, *events):
        run.push(event)
    run.cover(float("inf"))
    blocks = [b for block in recording.blocks(*plan.sources) for b in run.push(block)]
    blocks += run.finish()
    kept = sorted((b for b in blocks if b.spec.id == output), key=lambda b: b.start)
    return np.concatenate([block.data for block in kept])
