"""A quieter footfall is not a measure of force (Phan et al. 2017)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, median
from typing import ClassVar

import numpy as np

from innervate.core.stream import Samples
from innervate.core.units import DIMENSIONLESS
from innervate.sim.draws import Draws
from innervate.sim.motion.gait import Gait
from innervate.studies._finding import Asked, Basis, Estimate, Finding
from innervate.studies._runners import steps_of
from innervate.studies._statistics import bootstrap, mean
from innervate.studies._study import Progress, Study, silent
from innervate.studies._worlds import world

_PRESET = "phan2017"
_LOUDNESS = "footfall loudness (dB against one's own baseline)"
_NO_FORCE = "the running page, which must show no force made from loudness"
_DECIBEL = "dB"


@dataclass(frozen=True, slots=True)
class Phan2017:
    """True steps of simulated runners as usual and told to run quietly.

    Attributes:
        people: 26 in the study.
        steps: per runner and condition.
        quieter_db: how much quieter they get (a setting; the study says "down").
    """

    people: int = 26
    steps: int = 25
    quieter_db: float = 5.0

    ABOUT: ClassVar[str] = (
        "Told to run quietly, runners do; but who is louder does not land harder."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("Phan2017",)

    @classmethod
    def quick(cls) -> Phan2017:
        """The whole study: it is quick."""
        return cls()

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """All runners; the data and the truth are there, the measures are owed."""
        progress(0.0)
        table = self.runners(world(_PRESET, seed))
        quieter = (table[:, 1] - table[:, 0]).tolist()
        asked = Asked(_PRESET, "loudness, quiet less usual", _DECIBEL, self.SOURCES, Basis.STEPS)
        first = asked.owed(-self.quieter_db, _LOUDNESS, mean(quieter, 2))
        asked = Asked(
            _PRESET, "correlation of loudness and impact", DIMENSIONLESS, self.SOURCES, Basis.STEPS
        )
        return first, asked.owed(0.0, _NO_FORCE, self.correlation(table, seed))

    @staticmethod
    def correlation(table: Samples, seed: int) -> Estimate:
        """Of usual loudness and impact over people, with its interval."""
        return bootstrap(table[:, [0, 2]], _correlation, seed, 2)

    def runners(self, draws: Draws) -> Samples:
        """People x (loudness as usual, loudness when quiet (dB), usual impact (body weights))."""
        return np.array([self._runner(draws.at(number)) for number in range(self.people)])

    def _runner(self, draws: Draws) -> tuple[float, float, float]:
        own = draws.normals(0, 4)
        loudness = 68.0 + 4.0 * float(own[0])
        quiet_db = loudness - self.quieter_db + 1.5 * float(own[1])
        impact = max(1.56 + 0.2 * float(own[2]), 0.8)
        usual = steps_of(Gait(impact_bw=impact, loudness_db=loudness), draws.at(1), self.steps)
        quiet = steps_of(Gait(impact_bw=impact, loudness_db=quiet_db), draws.at(2), self.steps)
        return (
            median(one.loudness_db for one in usual),
            median(one.loudness_db for one in quiet),
            fmean(one.impact_bw for one in usual),
        )


def _correlation(rows: Samples) -> float:
    return float(np.corrcoef(rows[:, 0], rows[:, 1])[0, 1])


PLUGIN: type[Study] = Phan2017
