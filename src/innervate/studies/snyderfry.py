"""A cue for the chest or for the triceps in the bench press (Snyder and Fry 2012)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from innervate.core.units import DIMENSIONLESS
from innervate.sim.draws import Draws
from innervate.studies._finding import Asked, Finding
from innervate.studies._lab import Lab, one_by_one
from innervate.studies._session import Task
from innervate.studies._statistics import ratio
from innervate.studies._study import Progress, Study, silent
from innervate.studies.calatayud2016 import BENCH

_PRESET = "snyderfry"
_BASES = ((0.45, 0.40), (0.72, 0.65))
_NAMES = (
    "pectoral, chest cue over none, 50 %",
    "triceps, triceps cue over none, 50 %",
    "pectoral, chest cue over none, 80 %",
    "triceps, triceps cue over none, 80 %",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Activations with a cue and without, in the order of the quantities."""

    cued: tuple[float, ...]
    usual: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SnyderFry:
    """Six sets: no cue, chest, triceps; at 50 %, then at 80 % of the maximum.

    Attributes:
        people: 11 in the study.
        reps: repetitions of a set.
        ratios: what a cue truly multiplies: pectoral and triceps at 50 %, then at 80 %; 1.22 and
            1.26 were read, 1.10 is from memory, and the triceps was unchanged at 80 %.
        people_sd: standard deviation of the logarithm of a ratio between people (a setting).
    """

    people: int = 11
    reps: int = 3
    ratios: tuple[float, ...] = (1.22, 1.26, 1.10, 1.0)
    people_sd: float = 0.07

    ABOUT: ClassVar[str] = (
        "A verbal cue multiplies the activity of the chest or the triceps by about 1.2 at 50 %."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("SnyderFry2012",)

    @classmethod
    def quick(cls) -> SnyderFry:
        """Three people."""
        return cls(people=3, reps=2)

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """All people, one session each."""
        return one_by_one(self, self._measured, Lab(_PRESET, seed, progress))

    def person(self, draws: Draws) -> Person:
        """A person of the simulated world; nobody answers where the study's ratio is one."""
        usual = tuple(level for base in _BASES for level in base)
        cued = tuple(
            level * (truth * math.exp(self.people_sd * draws.normal(k)) if truth != 1.0 else 1.0)
            for k, (level, truth) in enumerate(zip(usual, self.ratios, strict=True))
        )
        return Person(cued, usual)

    def judge(self, people: Sequence[Person]) -> Iterator[Finding]:
        """The findings of measured activations; all intervals hold together."""
        for column, (name, truth) in enumerate(zip(_NAMES, self.ratios, strict=True)):
            asked = Asked(_PRESET, name, DIMENSIONLESS, self.SOURCES)
            found = ratio(
                [person.cued[column] for person in people],
                [person.usual[column] for person in people],
                len(_NAMES),
            )
            yield (
                asked.null(found, none=1.0)
                if truth == 1.0
                else asked.effect(truth, found, none=1.0)
            )

    def _measured(self, lab: Lab, number: int, person: Person) -> Person:
        tasks = []
        for first, (pec, tri) in zip((0, 2), _BASES, strict=True):
            more_pec, more_tri = person.cued[first : first + 2]
            for levels in ((pec, tri), (more_pec, tri), (pec, more_tri)):
                tasks.append(Task(levels, self.reps, work_s=2.0, rest_s=0.6))  # noqa: PERF401
        found = lab.measured(BENCH, tasks, number)
        pectoral, triceps = BENCH.muscles
        cued = tuple(
            found.of_set("activation", number, muscle)
            for number, muscle in ((2, pectoral), (3, triceps), (5, pectoral), (6, triceps))
        )
        usual = tuple(
            found.of_set("activation", number, muscle)
            for number in (1, 4)
            for muscle in (pectoral, triceps)
        )
        return Person(cued, usual)


PLUGIN: type[Study] = SnyderFry
