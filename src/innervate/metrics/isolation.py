"""A product score for a target that works enough and works alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from innervate.core.channel import Kind, MuscleSide
from innervate.core.errors import InputError
from innervate.core.event import EventKind
from innervate.core.metric import Metric, MetricExample, Tally
from innervate.core.step import Accepts
from innervate.core.stream import StreamSpec
from innervate.core.truth import Truth
from innervate.core.units import DIMENSIONLESS
from innervate.metrics import _examples
from innervate.metrics._channels import Split
from innervate.metrics._formulas import weights
from innervate.metrics._measures import Heading, Refused
from innervate.metrics._tally import Estimate, Quantity, RepTally
from innervate.metrics._windows import RepSummary


@dataclass(frozen=True, slots=True)
class Isolation:
    """Scores 100 * T / (T + mean(N)) * min(1, T / goal) with T the target's and N the others' mean.

    Inputs: activation in %MVC, repetition state. Gives `isolation` (0-100). The score is this
    product's own and rewards selectivity together with enough activation.

    Attributes:
        targets: the muscles that are meant to work; T is the mean over them.
        goal_percent_mvc: activation of the target from which on more is not better.
        compensators: the muscles N; none named means all other recorded ones.
        envelope_s: how long the moving window was that made the activation.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.ACTIVATION}), frozenset({Kind.STATE}))
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.PHASE})
    LABEL: ClassVar[str] = "Isolation"
    FORMAT: ClassVar[str] = ".0f"
    EVIDENCE: ClassVar[str] = "Isolation score (ours)"
    CAVEAT: ClassVar[str] = "A product score, unvalidated; cross-talk between sensors is possible."
    TRUTH: ClassVar[tuple[Truth, ...]] = (
        Truth("isolation", "the score of noise-free amplitudes", 2.5),
    )

    targets: tuple[MuscleSide, ...]
    goal_percent_mvc: float
    compensators: tuple[MuscleSide, ...] = ()
    envelope_s: float = 0.1

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on activation and repetition state; raises `InputError` without a positive goal."""
        if not self.goal_percent_mvc > 0.0:
            raise InputError(
                "the goal of the isolation score must be a positive %MVC",
                found=repr(self.goal_percent_mvc),
            )
        split = Split.of(specs[0], self.targets, self.compensators)
        heading = Heading(
            "isolation", DIMENSIONLESS, split.subject(specs[0]), self.VERSION, (0.0, 100.0)
        )
        if split.refusal:
            return Refused(specs, heading, split.refusal)
        columns = (*split.targets, *split.others)
        formula = _Score(split.targets, split.others, self.goal_percent_mvc)
        quantity = Quantity(heading, columns, formula, split.notes)
        return RepTally(specs, (quantity,), self.envelope_s)

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """The left biceps among three muscles."""
        specs = (_examples.activation(), _examples.repetitions())
        return (MetricExample(cls((_examples.BICEPS,), 40.0), specs),)


def isolation_score(target: float, other: float, goal: float) -> float | None:
    """The score (0-100) of the target's and the others' mean; None where nothing is active.

    >>> isolation_score(30.0, 10.0, 40.0)
    56.25
    """
    both = target + other
    if both <= 0.0:
        return None
    return 100.0 * target / both * min(1.0, target / goal)


@dataclass(frozen=True, slots=True)
class _Score:
    targets: tuple[int, ...]
    others: tuple[int, ...]
    goal: float

    def __call__(self, rep: RepSummary) -> Estimate:
        target = float(rep.mean[list(self.targets)].mean())
        other = float(rep.mean[list(self.others)].mean())
        score = isolation_score(target, other, self.goal)
        if score is None:
            return Estimate(None, reason="nothing was active")
        both = target + other
        enough = min(1.0, target / self.goal)
        by_target = 100.0 * enough * other / both**2
        if target < self.goal:
            by_target += 100.0 * target / both / self.goal
        by_other = -100.0 * enough * target / both**2
        gradient = weights(rep, self.targets, by_target / len(self.targets))
        gradient += weights(rep, self.others, by_other / len(self.others))
        return Estimate(score, gradient)


PLUGIN: type[Metric] = Isolation
