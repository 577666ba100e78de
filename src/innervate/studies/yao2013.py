"""Six weeks of imagery: felt, seen, or none (Yao et al. 2013)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from innervate.core.stream import Samples
from innervate.core.units import PERCENT
from innervate.sim.draws import Draws
from innervate.sim.mind.strength import Imagery, after_imagery
from innervate.studies._finding import Asked, Basis, Finding
from innervate.studies._statistics import between, mean
from innervate.studies._study import Progress, Study, silent
from innervate.studies._worlds import world

_PRESET = "yao2013"
_SESSIONS = 30
_GROUPS = (Imagery.KINAESTHETIC, Imagery.VISUAL, Imagery.NONE)
_COMPARISONS = 5


@dataclass(frozen=True, slots=True)
class Yao2013:
    """Strength before and after in three small groups, by numbers (no signal).

    Attributes:
        people: 6 in each group.
        people_sd: standard deviation of the change between people, % (a setting).
        trial_cv: coefficient of variation of a maximal trial (a setting).
    """

    people: int = 6
    people_sd: float = 4.0
    trial_cv: float = 0.03

    ABOUT: ClassVar[str] = (
        "Imagining how a contraction feels adds strength, more than seeing it; with six people "
        "in a group little is certain."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("Yao2013",)

    @classmethod
    def quick(cls) -> Yao2013:
        """The whole study: it is quick."""
        return cls()

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """The three groups."""
        progress(0.0)
        draws = world(_PRESET, seed)
        return tuple(self.judge([self.group(draws.at(k), one) for k, one in enumerate(_GROUPS)]))

    def group(self, draws: Draws, imagery: Imagery) -> Samples:
        """The measured changes of a simulated group, %."""
        true = _truth(imagery) + self.people_sd * draws.normals(0, self.people)
        trials = self.trial_cv * draws.at(1).normals(0, 2 * self.people).reshape(2, self.people)
        return np.asarray(100.0 * ((1.0 + 0.01 * true) * (1 + trials[1]) / (1 + trials[0]) - 1.0))

    def judge(self, groups: list[Samples]) -> Iterator[Finding]:
        """The findings of measured changes; all intervals hold together."""
        for imagery, changes in zip(_GROUPS, groups, strict=True):
            asked = Asked(
                _PRESET,
                f"change of strength, imagery {imagery}",
                PERCENT,
                self.SOURCES,
                Basis.NUMBERS,
            )
            yield asked.covered(_truth(imagery), mean(changes.tolist(), _COMPARISONS))
        felt, seen, none = (changes.tolist() for changes in groups)
        asked = Asked(_PRESET, "kinaesthetic less none", PERCENT, self.SOURCES, Basis.NUMBERS)
        truth = _truth(Imagery.KINAESTHETIC) - _truth(Imagery.NONE)
        yield asked.effect(truth, between(felt, none, _COMPARISONS))
        asked = Asked(_PRESET, "visual less none", PERCENT, self.SOURCES, Basis.NUMBERS)
        truth = _truth(Imagery.VISUAL) - _truth(Imagery.NONE)
        yield asked.covered(truth, between(seen, none, _COMPARISONS))


def _truth(imagery: Imagery) -> float:
    return 100.0 * (after_imagery(_SESSIONS, imagery) - 1.0)


PLUGIN: type[Study] = Yao2013
