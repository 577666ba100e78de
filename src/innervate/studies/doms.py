"""Soreness and lost strength after eccentric work (delayed-onset muscle soreness)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from innervate.core.units import DIMENSIONLESS, PERCENT
from innervate.sim.draws import Draws
from innervate.sim.mind.person import person
from innervate.studies._finding import Asked, Basis, Finding
from innervate.studies._statistics import mean, rate
from innervate.studies._study import Progress, Study, silent
from innervate.studies._worlds import world

_PRESET = "doms"
_HOURS = (0.0, 24.0, 48.0, 72.0, 96.0)
_DAY, _TWO_DAYS = 1, 2
_GUARD = "eccentric dose guard (hold until soreness <= 3/10 at 48 h and strength >= 90 %)"
_SORE_LIMIT, _STRENGTH_LIMIT = 3.0, 0.9
_HOUR = "h"


@dataclass(frozen=True, slots=True)
class Followed:
    """A person before a hard first bout and each day after it: strength (1 = true start), 0-10."""

    strength: tuple[float, ...]
    soreness: tuple[float, ...]

    @property
    def lost_percent(self) -> float:
        """Strength lost at 24 h."""
        return 100.0 * (1.0 - self.strength[_DAY] / self.strength[0])

    @property
    def peak_h(self) -> float:
        """When soreness was worst, on the days asked; ties meet in the middle."""
        hours, told = np.array(_HOURS), np.array(self.soreness)
        return float(hours[told == told.max()].mean())

    @property
    def must_hold(self) -> bool:
        """Whether more eccentric work must wait after two days."""
        weak = self.strength[_TWO_DAYS] / self.strength[0] < _STRENGTH_LIMIT
        return weak or self.soreness[_TWO_DAYS] > _SORE_LIMIT


@dataclass(frozen=True, slots=True)
class Doms:
    """People of `sim.mind` after one hard bout, by numbers (no signal).

    Attributes:
        people: a setting.
    """

    people: int = 16

    ABOUT: ClassVar[str] = (
        "After eccentric work a quarter of strength is gone for a day, and soreness peaks at "
        "24 to 72 h."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("Cleary2002", "Bridgeman2015")

    @classmethod
    def quick(cls) -> Doms:
        """The whole study: it is quick."""
        return cls()

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """All people, before and four days after."""
        progress(0.0)
        draws = world(_PRESET, seed)
        people = [self.followed(seed * 1000 + k, draws.at(k)) for k in range(self.people)]
        return tuple(self.judge(people))

    def followed(self, seed: int, draws: Draws) -> Followed:
        """A simulated person, measured with the scatter of maximal trials and ratings."""
        one = person(seed)
        trials = draws.normals(0, len(_HOURS))
        ratings = draws.at(1).normals(0, len(_HOURS))
        losses = (0.0, *(one.soreness.loss(hour) for hour in _HOURS[1:]))
        strength = tuple(
            (1.0 - loss) * (1.0 + one.scatter.strength * float(error))
            for loss, error in zip(losses, trials, strict=True)
        )
        felt = tuple(
            float(np.clip(round(one.soreness.felt(hour) + one.scatter.felt * float(error)), 0, 10))
            for hour, error in zip(_HOURS, ratings, strict=True)
        )
        return Followed(strength, felt)

    def judge(self, people: Sequence[Followed]) -> Iterator[Finding]:
        """The findings of measured days; both intervals hold together."""
        asked = _asked("strength lost 24 h after", PERCENT)
        yield asked.effect(25.0, mean([one.lost_percent for one in people], 2))
        asked = _asked("hours to the worst soreness", _HOUR)
        found = mean([one.peak_h for one in people], 2)
        good = found.holds(48.0) and found.low >= 24.0 and found.high <= 72.0
        yield asked.rule(48.0, found, good, "the size, within 24 to 72")
        held = rate(sum(one.must_hold for one in people), len(people))
        asked = _asked("people to be held back after 48 h", DIMENSIONLESS)
        yield asked.owed(None, _GUARD, held)


def _asked(quantity: str, unit: str) -> Asked:
    return Asked(_PRESET, quantity, unit, ("Cleary2002",), Basis.NUMBERS, "sizes from memory")


PLUGIN: type[Study] = Doms
