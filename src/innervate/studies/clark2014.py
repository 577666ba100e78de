"""Four weeks in a cast, with imagined contractions and without (Clark et al. 2014)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from innervate.body.claims import claim
from innervate.core.stream import Samples
from innervate.core.units import DIMENSIONLESS, PERCENT
from innervate.sim.draws import Draws
from innervate.sim.mind.strength import in_cast
from innervate.studies._finding import Asked, Basis, Finding
from innervate.studies._statistics import between, bootstrap, mean
from innervate.studies._study import Progress, Study, silent
from innervate.studies._worlds import world

_PRESET = "clark2014"
_DAYS = 28
_COMPARISONS = 6


@dataclass(frozen=True, slots=True)
class Group:
    """The people of a group: losses of strength and of voluntary activation, % of the start."""

    strength: Samples
    activation: Samples


@dataclass(frozen=True, slots=True)
class Clark2014:
    """Strength and voluntary activation before and after, by numbers (no signal).

    Attributes:
        cast, imagery: people of the groups; 29 in casts, 14 of them with imagery.
        activation_loss: mean loss of voluntary activation without and with imagery, points of %.
        strength_sd, activation_sd: between people, without and with imagery; the study's "±" read
            as standard errors.
        trial_cv: coefficient of variation of a maximal trial (a setting).
    """

    cast: int = 15
    imagery: int = 14
    activation_loss: tuple[float, float] = (23.2, 12.9)
    strength_sd: tuple[float, float] = (19.4, 21.0)
    activation_sd: tuple[float, float] = (22.5, 12.0)
    trial_cv: float = 0.04

    ABOUT: ClassVar[str] = (
        "Everybody in a cast gets weaker; with imagined contractions about half as much."
    )
    SOURCES: ClassVar[tuple[str, ...]] = ("Clark2014", "Clark2014dose")

    @classmethod
    def quick(cls) -> Clark2014:
        """The whole study: it is quick."""
        return cls()

    def run(self, seed: int, progress: Progress = silent) -> tuple[Finding, ...]:
        """Both groups."""
        progress(0.0)
        draws = world(_PRESET, seed)
        groups = (self.group(draws.at(0), imagery=False), self.group(draws.at(1), imagery=True))
        return tuple(self.judge(*groups, seed))

    def group(self, draws: Draws, *, imagery: bool) -> Group:
        """The measured losses of a simulated group."""
        which = int(imagery)
        count = self.imagery if imagery else self.cast
        kept = 100.0 * in_cast(_DAYS, imagery) + self.strength_sd[which] * draws.normals(0, count)
        trials = 1.0 + self.trial_cv * draws.at(1).normals(0, 2 * count).reshape(2, count)
        lost = self.activation_loss[which] + self.activation_sd[which] * draws.at(2).normals(
            0, count
        )
        return Group(100.0 - kept * trials[1] / trials[0], lost)

    def judge(self, cast: Group, imagery: Group, seed: int) -> Iterator[Finding]:
        """The findings of measured losses; all intervals hold together."""
        losses = [100.0 * (1.0 - in_cast(_DAYS, told)) for told in (False, True)]
        for group, name, truth in (
            (cast, "cast", losses[0]),
            (imagery, "cast and imagery", losses[1]),
        ):
            found = mean(group.strength.tolist(), _COMPARISONS)
            yield _asked(f"strength lost, {name}", PERCENT).effect(truth, found)
        found = between(cast.strength.tolist(), imagery.strength.tolist(), _COMPARISONS)
        yield _asked("strength lost, cast less cast and imagery", PERCENT).covered(
            losses[0] - losses[1], found
        )
        found = between(cast.activation.tolist(), imagery.activation.tolist(), _COMPARISONS)
        truth = self.activation_loss[0] - self.activation_loss[1]
        yield _asked("voluntary activation lost, cast less cast and imagery", PERCENT).covered(
            truth, found
        )
        yield self._half(cast, imagery, losses[1] / losses[0], seed)
        kept = [100.0 - loss for loss in losses]
        found = bootstrap(_rows(cast, imagery), _retained, seed, _COMPARISONS)
        asked = _asked("strength kept, imagery over none (1.4 times, not twice)", DIMENSIONLESS)
        truth = kept[1] / kept[0]
        good = found.holds(truth) and not found.holds(2.0)
        yield asked.rule(truth, found, good, "the size, and not 2")

    def _half(self, cast: Group, imagery: Group, truth: float, seed: int) -> Finding:
        """The part of the loss that is left, and what the product says about it."""
        found = bootstrap(_rows(cast, imagery), _loss_ratio, seed, _COMPARISONS)
        told = "lost about half as much" in claim("B05").truth
        words = 'the size, and row B05 says "about half as much"'
        asked = _asked("strength lost, imagery over none", DIMENSIONLESS)
        return asked.rule(truth, found, found.holds(truth) and told, words)


def _rows(cast: Group, imagery: Group) -> Samples:
    """People of both groups as rows: which group, loss of strength."""
    return np.concatenate(
        [
            np.column_stack((np.full(len(group.strength), number), group.strength))
            for number, group in enumerate((cast, imagery))
        ]
    )


def _loss_ratio(rows: Samples) -> float:
    losses = [rows[rows[:, 0] == number, 1].mean() for number in (0, 1)]
    return float(losses[1] / losses[0])


def _retained(rows: Samples) -> float:
    kept = [100.0 - rows[rows[:, 0] == number, 1].mean() for number in (0, 1)]
    return float(kept[1] / kept[0])


def _asked(quantity: str, unit: str) -> Asked:
    return Asked(_PRESET, quantity, unit, ("Clark2014",), Basis.NUMBERS)


PLUGIN: type[Study] = Clark2014
