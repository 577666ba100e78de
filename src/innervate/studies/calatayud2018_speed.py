"""Focus in controlled and in explosive bench press (Calatayud et al. 2018)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from innervate.core.units import PERCENT_MVC
from innervate.sim.draws import Draws
from innervate.studies._finding import Asked, Finding
from innervate.studies._lab import Lab, one_by_one
from innervate.studies._session import Task
from innervate.studies._statistics import mean
from innervate.studies._study import Progress, Study, silent
from innervate.studies.calatayud2016 import BENCH

_PRESET = "calatayud2018_speed"
_CONTROLLED, _EXPLOSIVE = (0.50, 0.45), (0.75, 0.70)
_MUSCLES = ("pectoral", "triceps")
_COMPARISONS = 3


@dataclass(frozen=True, slots=True)
class Person:
    """Gains of the muscle thought of, %MVC, pectoral and triceps: slow, and explosive."""

    slow: tuple[float, float]
    fast: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Calatayud2018Speed:
    """Six sets at 50 % of the maximum: no focus, pectoral, triceps; controlled, then explosive.

    Attributes:
        people: 18 in the study.
        reps: repetitions of a set.
        gains: what the focus truly adds in controlled movement, %MVC, pectoral and triceps.
        people_sd: standard deviation of the gains between people, %MVC; confidence intervals of
            3 to 8 and 0 to 7 (18 people) amount to 5 and 7, of which some is measurement.
    """

    people: int = 18
    reps: int = 6
    gains: tuple[float, float] = (6.0, 4.0)
    people_sd: float = 4.0

    ABOUT: ClassVar[str] = (
        "Thinking of a muscle acts in controlled bench press and not in explosive one."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("Calatayud2018",)

    @classmethod
    def quick(cls) -> Calatayud2018Speed:
        """Three people."""
        return cls(people=3, reps=2)

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """All people, one session each."""
        return one_by_one(self, self._measured, Lab(_PRESET, seed, progress))

    def person(self, draws: Draws) -> Person:
        """A person of the simulated world."""
        pec, tri = (gain + self.people_sd * draws.normal(k) for k, gain in enumerate(self.gains))
        return Person((pec, tri), (0.0, 0.0))

    def judge(self, people: Sequence[Person]) -> Iterator[Finding]:
        """The findings of measured gains; the three intervals of a muscle hold together."""
        for column, (muscle, truth) in enumerate(zip(_MUSCLES, self.gains, strict=True)):
            slow = [person.slow[column] for person in people]
            fast = [person.fast[column] for person in people]
            both = [a - b for a, b in zip(slow, fast, strict=True)]
            yield _asked(f"gain of the {muscle}, controlled").effect(
                truth, mean(slow, _COMPARISONS)
            )
            yield _asked(f"gain of the {muscle}, explosive").null(mean(fast, _COMPARISONS))
            found = mean(both, _COMPARISONS)
            yield _asked(f"gain of the {muscle}, controlled less explosive").effect(truth, found)

    def _measured(self, lab: Lab, number: int, person: Person) -> Person:
        tasks = [
            *self._tasks(_CONTROLLED, person.slow, 2.0),
            *self._tasks(_EXPLOSIVE, person.fast, 0.7),
        ]
        found = lab.measured(BENCH, tasks, number)
        gains = []
        for first in (1, 4):
            (pec, tri), (more_pec, _), (_, more_tri) = (
                [found.of_set("activation", first + k, muscle) for muscle in BENCH.muscles]
                for k in range(3)
            )
            gains.append((more_pec - pec, more_tri - tri))
        return Person(*gains)

    def _tasks(
        self, base: tuple[float, float], gains: tuple[float, float], work_s: float
    ) -> list[Task]:
        pec, tri = base
        levels = (base, (pec + 0.01 * gains[0], tri), (pec, tri + 0.01 * gains[1]))
        return [Task(level, self.reps, work_s=work_s, rest_s=0.6) for level in levels]


def _asked(quantity: str) -> Asked:
    return Asked(_PRESET, quantity, PERCENT_MVC, Calatayud2018Speed.SOURCES)


PLUGIN: type[Study] = Calatayud2018Speed
