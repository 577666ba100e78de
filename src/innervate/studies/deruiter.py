"""The cadence at which the heart beats slowest (de Ruiter et al. 2014)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.motion.gait import Gait
from innervate.sim.motion.heart import Heart
from innervate.studies._finding import Asked, Basis, Finding
from innervate.studies._runners import at_cadence, heart_beats
from innervate.studies._statistics import mean
from innervate.studies._study import Progress, Study, silent
from innervate.studies._worlds import world

_PRESET = "deruiter"
_OPTIMUM = "optimum cadence (parabola of heart rate over seven cadences)"
_STRIDES = "strides/min"
_AROUND = (-0.18, -0.12, -0.06, 0.0, 0.06, 0.12, 0.18)
_LEAST_FIT = 0.7


@dataclass(frozen=True, slots=True)
class DeRuiter:
    """Novice runners at seven stride frequencies around their own, three minutes each.

    Attributes:
        people: a setting.
        optimum: mean optimal stride frequency (strides/min) and its deviation between people.
        own: mean frequency that novices choose.
        hold_s, last_s: how long each is held, and over which last part the heart rate is taken.
    """

    people: int = 12
    optimum: tuple[float, float] = (84.9, 2.0)
    own: float = 77.8
    hold_s: float = 180.0
    last_s: float = 60.0

    ABOUT: ClassVar[str] = (
        "Heart rate over stride frequency is a parabola whose lowest point is the best cadence."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("DeRuiter2014",)

    @classmethod
    def quick(cls) -> DeRuiter:
        """The whole study: it is quick."""
        return cls()

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """All runners; the data and the truth are there, the measure is owed."""
        progress(0.0)
        draws = world(_PRESET, seed)
        found = [self.fitted(*self.runner(draws.at(number))) for number in range(self.people)]
        kept = [value for value in found if value is not None]
        asked = Asked(_PRESET, "optimal stride frequency", _STRIDES, self.SOURCES, Basis.NUMBERS)
        return (asked.owed(self.optimum[0], _OPTIMUM, mean(kept)),)

    def runner(self, draws: Draws) -> tuple[Samples, Samples]:
        """Stride frequencies of a simulated runner, and the heart rate that each settles at."""
        heart = Heart(self.optimum[0] + self.optimum[1] * draws.normal(0))
        frequencies = self.own * (1.0 + np.array(_AROUND))
        gaits = tuple(at_cadence(Gait(), 2.0 * float(each)) for each in frequencies)
        return frequencies, heart_beats(gaits, heart, draws.at(1), self.hold_s, self.last_s)

    @staticmethod
    def fitted(frequencies: Samples, beats: Samples) -> float | None:
        """The lowest point of the parabola, where it fits and lies within the range."""
        a, b, c = np.polyfit(frequencies, beats, 2)
        rest = beats - np.polyval((a, b, c), frequencies)
        explained = 1.0 - float(rest.var() / beats.var())
        best = float(-0.5 * b / a)
        inside = frequencies.min() <= best <= frequencies.max()
        return best if a > 0 and explained >= _LEAST_FIT and inside else None


PLUGIN: type[Study] = DeRuiter
