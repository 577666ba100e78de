"""How much of all recorded activation was the target's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from innervate.core.channel import Kind, MuscleSide
from innervate.core.event import EventKind
from innervate.core.metric import Metric, MetricExample, Tally
from innervate.core.step import Accepts
from innervate.core.stream import StreamSpec
from innervate.core.truth import Truth
from innervate.core.units import DIMENSIONLESS
from innervate.metrics import _examples
from innervate.metrics._channels import Split
from innervate.metrics._formulas import Share
from innervate.metrics._measures import Heading, Refused
from innervate.metrics._tally import Quantity, RepTally


@dataclass(frozen=True, slots=True)
class TargetShare:
    """Divides the target's mean activation by that of all recorded muscles together.

    Inputs: activation in %MVC, repetition state. Gives `target_share` (0-1); `subject.other`
    names the whole channel set as ``targets | others``. The idea of setting oblique against
    rectus activity by instruction is Karst and Willett's (2004).

    Attributes:
        targets: the muscles that are meant to work; a side of None means both.
        envelope_s: how long the moving window was that made the activation.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.ACTIVATION}), frozenset({Kind.STATE}))
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.PHASE})
    LABEL: ClassVar[str] = "Target share"
    FORMAT: ClassVar[str] = ".2f"
    EVIDENCE: ClassVar[str] = "Target share"
    CAVEAT: ClassVar[str] = "Comparable only with a share of the same set of recorded muscles."
    TRUTH: ClassVar[tuple[Truth, ...]] = (
        Truth("target_share", "the share of noise-free amplitude", 0.01),
    )

    targets: tuple[MuscleSide, ...]
    envelope_s: float = 0.1

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on activation and repetition state."""
        split = Split.of(specs[0], self.targets)
        heading = Heading(
            "target_share", DIMENSIONLESS, split.subject(specs[0]), self.VERSION, (0.0, 1.0)
        )
        if split.refusal:
            return Refused(specs, heading, split.refusal)
        formula = Share(split.targets, split.known)
        quantity = Quantity(heading, split.known, formula, split.notes)
        return RepTally(specs, (quantity,), self.envelope_s)

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """The left biceps among three muscles."""
        specs = (_examples.activation(), _examples.repetitions())
        return (MetricExample(cls((_examples.BICEPS,)), specs),)


PLUGIN: type[Metric] = TargetShare
