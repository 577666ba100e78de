"""Bench press at five loads with and without thinking of a muscle (Calatayud et al. 2016)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from innervate.core.channel import MuscleSide, Side
from innervate.core.units import PERCENT_MVC
from innervate.sim.draws import Draws
from innervate.sim.mind.focus import focus_effect
from innervate.sim.montage import Electrode
from innervate.sim.performance import Focus
from innervate.studies._finding import Asked, Finding
from innervate.studies._lab import Bench, Lab, one_by_one
from innervate.studies._session import Task
from innervate.studies._statistics import mean
from innervate.studies._study import Progress, Study, silent

PECTORAL = MuscleSide("pectoralis_major", Side.RIGHT)
TRICEPS = MuscleSide("triceps_brachii", Side.RIGHT)
BENCH = Bench(
    "bench_press",
    (Electrode(PECTORAL, 420e-6), Electrode(TRICEPS, 600e-6)),
    (PECTORAL, TRICEPS),
    "bench_press",
)
_PRESET = "calatayud2016"
_LAST_WITH_EFFECT = 0.6
_OTHER_LOADS = (0.5, 0.6)


@dataclass(frozen=True, slots=True)
class Person:
    """A person's true answers, %MVC: `gains` of the muscle thought of, per load; `other`."""

    gains: tuple[float, ...]
    other: float


@dataclass(frozen=True, slots=True)
class Calatayud2016:
    """Three sets per load: no focus, focus on the pectoral, focus on the triceps.

    Attributes:
        people: 18 in the study.
        loads: fractions of the one-repetition maximum.
        reps: repetitions of a set; at a controlled tempo, shortened.
        people_sd: standard deviation of an effect between people, %MVC: about what the
            confidence intervals of Calatayud 2018 (3 to 8 and 0 to 7 with 18 people) amount to.
    """

    people: int = 18
    loads: tuple[float, ...] = (0.2, 0.4, 0.5, 0.6, 0.8)
    reps: int = 2
    people_sd: float = 5.0

    ABOUT: ClassVar[str] = (
        "Thinking of a muscle in the bench press: more of it up to 60 % of the maximum, "
        "nothing at 80 %."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("Calatayud2016", "Calatayud2017", "Calatayud2018")

    @classmethod
    def quick(cls) -> Calatayud2016:
        """Three people, two loads."""
        return cls(people=3, loads=(0.5, 0.8))

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """All people, one session each."""
        return one_by_one(self, self._measured, Lab(_PRESET, seed, progress))

    def person(self, draws: Draws) -> Person:
        """A person of the simulated world; nobody has an effect where the preset has none."""
        shift = self.people_sd * draws.normal(0)
        gains = tuple(
            self.truth(load) + (shift if self.truth(load) else 0.0) for load in self.loads
        )
        return Person(gains, 3.0 + 0.6 * self.people_sd * draws.normal(2))

    @staticmethod
    def truth(load: float) -> float:
        """The gain of the muscle thought of, %MVC."""
        return 100.0 * focus_effect(Focus.INTERNAL, load).target

    def judge(self, people: Sequence[Person]) -> Iterator[Finding]:
        """The findings of measured answers; all intervals hold together."""
        loads = [load for load in self.loads if load in _OTHER_LOADS]
        count = len(self.loads) + bool(loads)
        for column, load in enumerate(self.loads):
            name = f"gain of the muscle thought of at {100 * load:.0f} % of the maximum"
            asked = Asked(_PRESET, name, PERCENT_MVC, self.SOURCES)
            found = mean([person.gains[column] for person in people], count)
            if load <= _LAST_WITH_EFFECT:
                yield asked.effect(self.truth(load), found)
            else:
                yield asked.null(found)
        if loads:
            name = "gain of the pectoral while thinking of the triceps at 50 and 60 %"
            asked = Asked(_PRESET, name, PERCENT_MVC, self.SOURCES)
            yield asked.covered(3.0, mean([person.other for person in people], count))

    def _measured(self, lab: Lab, number: int, person: Person) -> Person:
        tasks = [
            task for column, _ in enumerate(self.loads) for task in self._tasks(person, column)
        ]
        found = lab.measured(BENCH, tasks, number)
        gains, others = [], []
        for column, load in enumerate(self.loads):
            first = 3 * column + 1
            (pec, tri), (more_pec, _), (other, more_tri) = (
                [found.of_set("activation", first + k, muscle) for muscle in BENCH.muscles]
                for k in range(3)
            )
            gains.append(0.5 * (more_pec - pec + more_tri - tri))
            if load in _OTHER_LOADS:
                others.append(other - pec)
        return Person(tuple(gains), sum(others) / max(len(others), 1))

    def _tasks(self, person: Person, column: int) -> tuple[Task, Task, Task]:
        """No focus, the pectoral, the triceps; activation about as high as the load (setting)."""
        load, gain = self.loads[column], 0.01 * person.gains[column]
        other = 0.01 * person.other if load in _OTHER_LOADS else 0.0
        pec, tri = load, 0.9 * load
        levels = ((pec, tri), (pec + gain, tri), (pec + other, tri + gain))
        one, two, three = (
            Task((max(a, 0.0), max(b, 0.0)), self.reps, work_s=2.0, rest_s=0.6) for a, b in levels
        )
        return one, two, three


PLUGIN: type[Study] = Calatayud2016
