"""Running more quietly with a sound meter in view (Tate and Milner 2017)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, median
from typing import ClassVar

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.motion.gait import Gait
from innervate.studies._finding import Asked, Basis, Finding
from innervate.studies._runners import steps_of
from innervate.studies._statistics import mean
from innervate.studies._study import Progress, Study, silent
from innervate.studies._worlds import world

_PRESET = "tate2017"
_LOUDNESS = "footfall loudness (dB against one's own baseline, median of 25 steps or more)"
_IMPACT = "impact force (a force plate; loudness does not tell it)"
_SOURCE = ("Tate2017",)
_BODY_WEIGHT, _DECIBEL = "BW", "dB"


@dataclass(frozen=True, slots=True)
class Runner:
    """What changed in a runner: mean impact peak (body weights) and median loudness (dB)."""

    impact: float
    loudness: float


@dataclass(frozen=True, slots=True)
class Tate2017:
    """True steps of simulated runners before and after 15 minutes of feedback.

    Attributes:
        people: 14 in the study.
        steps: per runner before and after; 25 or more make a stable mean (Oliveira).
        impact: mean impact peak before and after, body weights.
        quieter_db: how much quieter footfalls get (a setting; the study says "down").
        people_sd: of impact between runners, body weights (a setting).
    """

    people: int = 14
    steps: int = 30
    impact: tuple[float, float] = (1.56, 1.13)
    quieter_db: float = 4.0
    people_sd: float = 0.2

    ABOUT: ClassVar[str] = (
        "Feedback on the sound of the footfall makes runners land more softly and quietly."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("Tate2017", "Oliveira")

    @classmethod
    def quick(cls) -> Tate2017:
        """The whole study: it is quick."""
        return cls()

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """All runners; the data and the truth are there, the measures are owed."""
        progress(0.0)
        runners = self.runners(world(_PRESET, seed))
        asked = Asked(_PRESET, "impact peak, after less before", _BODY_WEIGHT, _SOURCE, Basis.STEPS)
        truth = self.impact[1] - self.impact[0]
        first = asked.owed(truth, _IMPACT, mean([one.impact for one in runners], 2))
        name = "loudness of the footfall, after less before"
        asked = Asked(_PRESET, name, _DECIBEL, _SOURCE, Basis.STEPS, "the size is a setting")
        quieter = mean([one.loudness for one in runners], 2)
        return first, asked.owed(-self.quieter_db, _LOUDNESS, quieter)

    def runners(self, draws: Draws) -> list[Runner]:
        """A group whose people differ and which as a whole changes by the truth, not by luck.

        The truth is what was put in. Of so few freely drawn people it would be what the draw gave
        these few: in one world of twenty more than 0.8 dB beside the population's.
        """
        people = [draws.at(number) for number in range(self.people)]
        own = np.array([one.normals(0, 4) for one in people])
        own[:, [1, 3]] -= own[:, [1, 3]].mean(axis=0)
        return [self._runner(one, row) for one, row in zip(people, own, strict=True)]

    def _runner(self, draws: Draws, own: Samples) -> Runner:
        """A simulated runner, from the steps before and after."""
        first = self.impact[0] + self.people_sd * float(own[0])
        change = self.impact[1] - self.impact[0] + 0.5 * self.people_sd * float(own[1])
        loudness = 68.0 + 3.0 * float(own[2])
        quiet = loudness - self.quieter_db + 1.5 * float(own[3])
        gaits = (
            Gait(impact_bw=first, loudness_db=loudness),
            Gait(impact_bw=max(first + change, 0.5), loudness_db=quiet),
        )
        before, after = (
            steps_of(gait, draws.at(number + 1), self.steps) for number, gait in enumerate(gaits)
        )
        return Runner(
            fmean(one.impact_bw for one in after) - fmean(one.impact_bw for one in before),
            median(one.loudness_db for one in after) - median(one.loudness_db for one in before),
        )


PLUGIN: type[Study] = Tate2017
