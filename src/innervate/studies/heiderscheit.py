"""More steps a minute at the same speed (Heiderscheit et al. 2011)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import ClassVar

import numpy as np

from innervate.core.stream import Samples
from innervate.core.units import PERCENT
from innervate.sim.draws import Draws
from innervate.sim.motion.gait import Gait
from innervate.studies._finding import Asked, Basis, Finding
from innervate.studies._runners import at_cadence, steps_of
from innervate.studies._statistics import mean
from innervate.studies._study import Progress, Study, silent
from innervate.studies._worlds import world

_PRESET = "heiderscheit"
_CADENCE = "cadence and step length (the running room)"
_KNEE = "knee energy (a laboratory's inverse dynamics; the product will not have it)"
_FASTER = (0.05, 0.10)
_KNEE_LESS = (0.20, 0.34)


@dataclass(frozen=True, slots=True)
class Heiderscheit:
    """Runners at their own cadence, at 5 and at 10 % more, by true steps; the knee by numbers.

    Attributes:
        people: 45 in the study.
        steps: per runner and cadence.
        cadence_spm: mean cadence, steps per minute, and its standard deviation (settings).
        held_cv: how exactly a metronome is followed (a setting).
    """

    people: int = 45
    steps: int = 20
    cadence_spm: tuple[float, float] = (168.0, 8.0)
    held_cv: float = 0.007

    ABOUT: ClassVar[str] = (
        "Five and ten percent more steps a minute make steps shorter and ask less of the knee."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("Heiderscheit2011",)

    @classmethod
    def quick(cls) -> Heiderscheit:
        """The whole study: it is quick."""
        return cls()

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """All runners; the data and the truth are there, the measures are owed."""
        progress(0.0)
        draws = world(_PRESET, seed)
        lengths = np.array([self.lengths(draws.at(0, number)) for number in range(self.people)])
        shorter = 100.0 * (lengths[:, 1:] / lengths[:, [0]] - 1.0)
        noise = draws.at(1).normals(0, 2 * self.people).reshape(self.people, 2)
        knee = -100.0 * np.array(_KNEE_LESS) + 10.0 * noise
        findings = []
        for column, faster in enumerate(_FASTER):
            told = f"at {100 * faster:.0f} % more steps"
            asked = Asked(_PRESET, f"step length {told}", PERCENT, self.SOURCES, Basis.STEPS)
            # Speed is the same, so that step length goes as one over cadence.
            truth = 100.0 * (1.0 / (1.0 + faster) - 1.0)
            findings.append(asked.owed(truth, _CADENCE, mean(shorter[:, column].tolist(), 4)))
            asked = Asked(
                _PRESET, f"energy taken up by the knee {told}", PERCENT, self.SOURCES,
                Basis.NUMBERS, "the size is a setting",
            )  # fmt: skip
            truth = -100.0 * _KNEE_LESS[column]
            findings.append(asked.owed(truth, _KNEE, mean(knee[:, column].tolist(), 4)))
        return tuple(findings)

    def lengths(self, draws: Draws) -> Samples:
        """Mean true step length of a runner (m) at the own cadence, 5 % and 10 % more."""
        middle, sd = self.cadence_spm
        own = middle + sd * draws.normal(0)
        gait = at_cadence(Gait(), own)
        held = 1.0 + self.held_cv * draws.at(1).normals(0, 3)
        cadences = own * np.array([1.0, *(1.0 + faster for faster in _FASTER)]) * held
        return np.array(
            [
                fmean(
                    step.length_m
                    for step in steps_of(
                        at_cadence(gait, float(each)), draws.at(2, number), self.steps
                    )
                )
                for number, each in enumerate(cadences)
            ]
        )


PLUGIN: type[Study] = Heiderscheit
