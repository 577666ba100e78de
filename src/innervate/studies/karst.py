"""Obliques against rectus in the trunk curl, by instruction (Karst and Willett 2004)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from innervate.core.channel import MuscleSide, Side
from innervate.core.units import DIMENSIONLESS
from innervate.sim.draws import Draws
from innervate.sim.montage import Electrode
from innervate.studies._finding import Asked, Finding
from innervate.studies._lab import Bench, Lab, one_by_one
from innervate.studies._session import Task
from innervate.studies._statistics import mean
from innervate.studies._study import Progress, Study, silent
from innervate.studies._worlds import expected, lognormal

OBLIQUE = MuscleSide("external_oblique", Side.RIGHT)
RECTUS = MuscleSide("rectus_abdominis", Side.RIGHT)
BENCH = Bench("trunk_curl", (Electrode(OBLIQUE, 250e-6), Electrode(RECTUS, 300e-6)), (OBLIQUE,))
_PRESET = "karst"
_TOGETHER = 0.7


@dataclass(frozen=True, slots=True)
class Person:
    """The ratio oblique to rectus and the oblique's share, without a cue and with it."""

    ratios: tuple[float, float]
    shares: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Karst:
    """Two sets of trunk curls: without a cue, and after "use the obliques".

    The mean share over people (0.37 and 0.58) is a little less than the share that belongs to the
    mean ratio (0.39 and 0.59), for the share bends downwards.

    Attributes:
        people: 25 in the study.
        reps: repetitions of a set.
        before, after: mean and standard deviation of the ratio over people (lognormal).
        alike: correlation of a person's two ratios (a setting).
    """

    people: int = 25
    reps: int = 3
    before: tuple[float, float] = (0.63, 0.23)
    after: tuple[float, float] = (1.45, 0.34)
    alike: float = 0.5

    ABOUT: ClassVar[str] = (
        "One instruction moves the work of a trunk curl from the rectus to the obliques."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("Karst2004",)

    @classmethod
    def quick(cls) -> Karst:
        """Five people."""
        return cls(people=5, reps=2)

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """All people, one session each."""
        return one_by_one(self, self._measured, Lab(_PRESET, seed, progress))

    def person(self, draws: Draws) -> Person:
        """A person of the simulated world."""
        first = draws.normal(0)
        second = self.alike * first + math.sqrt(1.0 - self.alike**2) * draws.normal(2)
        ratios = (lognormal(self.before, first), lognormal(self.after, second))
        return Person(ratios, (_share(ratios[0]), _share(ratios[1])))

    def judge(self, people: Sequence[Person]) -> Iterator[Finding]:
        """The findings of measured shares and ratios; all intervals hold together."""
        truths = [expected(_share, one) for one in (self.before, self.after)]
        shares = [[person.shares[k] for person in people] for k in range(2)]
        names = ("share of the oblique, no cue", "share of the oblique, oblique cue")
        for name, truth, values in zip(names, truths, shares, strict=True):
            yield _asked(name).covered(truth, mean(values, 4))
        gains = [b - a for a, b in zip(*shares, strict=True)]
        yield _asked("share of the oblique, cue less none").effect(
            truths[1] - truths[0], mean(gains, 4)
        )
        more = [person.ratios[1] - person.ratios[0] for person in people]
        truth = self.after[0] - self.before[0]
        yield _asked("ratio oblique to rectus, cue less none").effect(truth, mean(more, 4))

    def _measured(self, lab: Lab, number: int, person: Person) -> Person:
        # Both together do the same work, whoever does it (a setting).
        tasks = [
            Task((_TOGETHER * share, _TOGETHER * (1.0 - share)), self.reps, work_s=3.0)
            for share in person.shares
        ]
        found = lab.measured(BENCH, tasks, number)
        shares = tuple(found.of_set("target_share", k) for k in (1, 2))
        ratios = tuple(
            found.of_set("activation", k, OBLIQUE) / found.of_set("activation", k, RECTUS)
            for k in (1, 2)
        )
        return Person((ratios[0], ratios[1]), (shares[0], shares[1]))


def _asked(quantity: str) -> Asked:
    return Asked(_PRESET, quantity, DIMENSIONLESS, Karst.SOURCES)


def _share(ratio: float) -> float:
    return ratio / (1.0 + ratio)


PLUGIN: type[Study] = Karst
