"""The numbers of a session at the level of summaries: from muscle levels to measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from innervate.core.stream import Samples
from innervate.sim.exercises import Exercise, Part
from innervate.sim.performance import Form
from innervate.sim.script import Role

Which: TypeAlias = npt.NDArray[np.bool_]

GOAL_PERCENT_MVC = 40.0
"""Activation from which on more does not raise the isolation score, as in the product."""


@dataclass(frozen=True, slots=True)
class Levels:
    """What each muscle of an exercise does in a repetition on average.

    Attributes:
        base: fractions of MVC, as the script asks for.
        target: which of them are targets.
    """

    base: Samples
    target: Which

    @classmethod
    def of(cls, plan: Exercise) -> Levels:
        """Of the first kind of set of an exercise, averaged over its phases by their length."""
        parts = plan.sets[0]
        base = np.array([_mean_level(part, plan) for part in parts])
        return cls(base, np.array([part.role is Role.TARGET for part in parts]))

    def percent(self, form: Form) -> Samples:
        """In %MVC, performed in this form."""
        gains = [form.gain(Role.TARGET if t else Role.COMPENSATOR) for t in self.target]
        return np.asarray(100.0 * self.base * np.array(gains))


@dataclass(frozen=True, slots=True)
class Values:
    """The measures of repetitions, one value each (or of one moment, as arrays of one).

    Attributes:
        activation: of the targets, %MVC.
        target_share: the targets' part of all (0-1).
        isolation: 0-100.
        other_share: the part of the muscle that is no target and works most (0-1).
    """

    activation: Samples
    target_share: Samples
    isolation: Samples
    other_share: Samples

    @classmethod
    def of(cls, percent: Samples, target: Which) -> Values:
        """Of muscle levels: repetitions x muscles, %MVC; the product's own formulas."""
        wanted, others = percent[:, target], percent[:, ~target]
        both = percent.sum(axis=1)
        mean, other = wanted.mean(axis=1), others.mean(axis=1)
        score = 100.0 * mean / (mean + other) * np.minimum(1.0, mean / GOAL_PERCENT_MVC)
        # Which one works most must not change from one repetition to the next.
        watched = others[:, int(others.mean(axis=0).argmax())]
        return cls(mean, wanted.sum(axis=1) / both, score, watched / both)


def _mean_level(part: Part, plan: Exercise) -> float:
    tempo = plan.tempo
    done = part.out * tempo.out_s + part.hold * tempo.hold_s + part.back * tempo.back_s
    return done / tempo.work_s
