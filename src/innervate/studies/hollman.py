"""A word and a touch in the bridge (Hollman et al. 2017)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from innervate.core.channel import MuscleSide, Side
from innervate.core.units import DIMENSIONLESS, PERCENT_MVC
from innervate.sim.draws import Draws
from innervate.sim.montage import Electrode
from innervate.studies._finding import Asked, Finding
from innervate.studies._lab import Bench, Lab, one_by_one
from innervate.studies._session import Task
from innervate.studies._statistics import mean, ratio
from innervate.studies._study import Progress, Study, silent

GLUTEUS = MuscleSide("gluteus_maximus", Side.RIGHT)
HAMSTRING = MuscleSide("biceps_femoris", Side.RIGHT)
BENCH = Bench(
    "glute_bridge",
    (Electrode(GLUTEUS, 250e-6), Electrode(HAMSTRING, 400e-6)),
    (GLUTEUS,),
    "glute_bridge",
)
_PRESET = "hollman"
_HAMSTRING_LEVEL = 0.22
_COMPARISONS = 3


@dataclass(frozen=True, slots=True)
class Person:
    """Activation of the gluteus in %MVC, without a cue and with it."""

    usual: float
    cued: float


@dataclass(frozen=True, slots=True)
class Hollman:
    """Two sets of bridges: without a cue, and with word and touch.

    Attributes:
        people: a setting, for the size of the group was not read.
        reps: repetitions of a set.
        usual, cued: mean activation over people, %MVC.
        people_sd: standard deviation of the logarithm of either between people (a setting).
        alike: correlation of a person's two activations (a setting).
    """

    people: int = 20
    reps: int = 3
    usual: float = 16.8
    cued: float = 33.0
    people_sd: float = 0.35
    alike: float = 0.6

    ABOUT: ClassVar[str] = "A verbal and tactile cue doubles the gluteus maximus in the bridge."
    SOURCES: ClassVar[tuple[str, ...]] = ("Hollman2017",)

    @classmethod
    def quick(cls) -> Hollman:
        """Four people."""
        return cls(people=4, reps=2)

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """All people, one session each."""
        return one_by_one(self, self._measured, Lab(_PRESET, seed, progress))

    def person(self, draws: Draws) -> Person:
        """A person of the simulated world."""
        first = draws.normal(0)
        second = self.alike * first + math.sqrt(1.0 - self.alike**2) * draws.normal(2)
        sd = self.people_sd
        usual, cued = (math.exp(sd * one - 0.5 * sd**2) for one in (first, second))
        return Person(self.usual * usual, self.cued * cued)

    def judge(self, people: Sequence[Person]) -> Iterator[Finding]:
        """The findings of measured activations; all intervals hold together."""
        usual, cued = [one.usual for one in people], [one.cued for one in people]
        asked = Asked(_PRESET, "gluteus maximus, no cue", PERCENT_MVC, self.SOURCES)
        yield asked.covered(self.usual, mean(usual, _COMPARISONS))
        asked = Asked(_PRESET, "gluteus maximus, word and touch", PERCENT_MVC, self.SOURCES)
        yield asked.covered(self.cued, mean(cued, _COMPARISONS))
        asked = Asked(_PRESET, "cue over none", DIMENSIONLESS, self.SOURCES)
        yield asked.effect(self.cued / self.usual, ratio(cued, usual, _COMPARISONS), none=1.0)

    def _measured(self, lab: Lab, number: int, person: Person) -> Person:
        levels = (0.01 * person.usual, 0.01 * person.cued)
        tasks = [Task((level, _HAMSTRING_LEVEL), self.reps, work_s=3.0) for level in levels]
        found = lab.measured(BENCH, tasks, number)
        return Person(*(found.of_set("activation", k, GLUTEUS) for k in (1, 2)))


PLUGIN: type[Study] = Hollman
