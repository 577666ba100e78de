"""A maximal effort of one hand shows in the other (Zijdewind and Kernell 2001)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from innervate.core.channel import MuscleSide, Side
from innervate.core.units import DIMENSIONLESS, PERCENT_MVC
from innervate.sim.draws import Draws
from innervate.sim.montage import Electrode
from innervate.studies._finding import Asked, Finding
from innervate.studies._lab import Bench, Lab, one_by_one
from innervate.studies._session import REFERENCE, Task
from innervate.studies._statistics import mean
from innervate.studies._study import Progress, Study, silent
from innervate.studies._worlds import expected, lognormal

RIGHT = MuscleSide("first_dorsal_interosseous", Side.RIGHT)
LEFT = MuscleSide("first_dorsal_interosseous", Side.LEFT)
BENCH = Bench("index_abduction", (Electrode(RIGHT, 500e-6), Electrode(LEFT, 480e-6)), (RIGHT,))
_PRESET = "mirror_activity"
_MAXIMUM = 1.0 / REFERENCE


@dataclass(frozen=True, slots=True)
class Person:
    """What the other hand does, %MVC, and the laterality that comes of it."""

    other: float
    laterality: float


@dataclass(frozen=True, slots=True)
class MirrorActivity:
    """One set of maximal efforts of the right hand, with both hands recorded.

    Attributes:
        people: a setting.
        reps: efforts of the set.
        other: mean and standard deviation over people of the other hand, %MVC (lognormal).
    """

    people: int = 20
    reps: int = 3
    other: tuple[float, float] = (7.9, 6.7)

    ABOUT: ClassVar[str] = (
        "A maximal effort of one hand shows as about 8 %MVC in the other: laterality is not 1."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("Zijdewind2001",)

    @classmethod
    def quick(cls) -> MirrorActivity:
        """Four people."""
        return cls(people=4, reps=2)

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """All people, one session each."""
        return one_by_one(self, self._measured, Lab(_PRESET, seed, progress))

    def person(self, draws: Draws) -> Person:
        """A person of the simulated world."""
        other = lognormal(self.other, draws.normal(0))
        return Person(other, _laterality(other))

    def judge(self, people: Sequence[Person]) -> Iterator[Finding]:
        """The findings of what both hands did; both intervals hold together."""
        asked = Asked(_PRESET, "the other hand at maximal effort", PERCENT_MVC, self.SOURCES)
        yield asked.effect(self.other[0], mean([person.other for person in people], 2))
        asked = Asked(_PRESET, "laterality at maximal effort", DIMENSIONLESS, self.SOURCES)
        truth = expected(_laterality, self.other)
        found = mean([person.laterality for person in people], 2)
        yield asked.effect(truth, found, none=1.0)

    def _measured(self, lab: Lab, number: int, person: Person) -> Person:
        task = Task((_MAXIMUM, 0.01 * person.other), self.reps)
        found = lab.measured(BENCH, [task], number)
        return Person(found.of_set("activation", 1, LEFT), found.of_set("laterality", 1))


def _laterality(other: float) -> float:
    own = 100.0 * _MAXIMUM
    return (own - other) / (own + other)


PLUGIN: type[Study] = MirrorActivity
