"""Learning over weeks: what a session adds, what a night takes, what is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

from innervate.core.errors import InputError


@dataclass(frozen=True, slots=True)
class LearningRates:
    """How fast a person learns and forgets; all are plausible settings.

    Attributes:
        fast, slow: part of what is still missing that one session adds to either store.
        fast_kept, slow_kept: part of either store that a day leaves.
        automatic: part of what is still missing that one session without full feedback adds to
            automaticity.
        automatic_kept: part of automaticity that a day leaves.
    """

    fast: float = 0.10
    slow: float = 0.05
    fast_kept: float = 0.75
    slow_kept: float = 0.997
    automatic: float = 0.03
    automatic_kept: float = 0.998

    def __post_init__(self) -> None:
        for name in ("fast", "slow", "fast_kept", "slow_kept", "automatic", "automatic_kept"):
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:
                raise InputError(f"the learning rate {name} lies between 0 and 1", given=f"{value}")


@dataclass(frozen=True, slots=True)
class Learned:
    """What is learned, as parts (0-1) of all there is to learn: two stores and automaticity."""

    fast: float = 0.0
    slow: float = 0.0
    automatic: float = 0.0

    @property
    def selective(self) -> float:
        """How much of the possible selectivity is there today."""
        return min(self.fast + self.slow, 1.0)


def practised(learned: Learned, rates: LearningRates, feedback: float) -> Learned:
    """After one session of practice with feedback in a share (0-1) of the trials.

    Two stores, a fast one that fades and a slow one that stays, after Smith, Ghazizadeh and
    Shadmehr 2006 (PLoS Biol 4:e179); each session takes off a part of what is missing, so that
    the course is exponential (Heathcote, Brown and Mewhort 2000, Psychon Bull Rev 7:185). What is
    kept is most with feedback that fades and least with none or with continual feedback (review
    of gait retraining, PMC7083994, direction); the weights are plausible settings.
    """
    if not 0.0 <= feedback <= 1.0:
        raise InputError("feedback is a share of the trials", given=f"{feedback:g}")
    missing = 1.0 - learned.selective
    heard = min(feedback / 0.25, 1.0)
    leaning = 1.0 - 0.7 * feedback**2
    return Learned(
        learned.fast + rates.fast * heard * missing,
        learned.slow + rates.slow * (0.4 + 0.6 * heard) * leaning * missing,
        learned.automatic + rates.automatic * leaning * (1.0 - learned.automatic),
    )


def rested(learned: Learned, rates: LearningRates, days: int = 1) -> Learned:
    """After so many days without practice: each store keeps its part of every day."""
    return replace(
        learned,
        fast=learned.fast * rates.fast_kept**days,
        slow=learned.slow * rates.slow_kept**days,
        automatic=learned.automatic * rates.automatic_kept**days,
    )


def retention(before: Learned, rates: LearningRates, days: int) -> float:
    """The part of the selectivity of today that is left after so many days; 1 where none was."""
    if before.selective <= 0.0:
        return 1.0
    return rested(before, rates, days).selective / before.selective


def dual_task_cost(learned: Learned, at_first: float = 25.0) -> float:
    """What a second task takes from the measure, in percent: 100 (single - dual) / single.

    The definition is McPhee et al. 2022 (doi 10.3389/fpsyg.2022.952245); 25 % for a beginner is a
    plausible setting. An automatic skill costs nothing.
    """
    return at_first * (1.0 - learned.automatic)
