"""Co-contraction by overlap: how much of two opposing muscles' activity is common to both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from innervate.core.channel import Kind
from innervate.core.event import EventKind
from innervate.core.measure import Subject
from innervate.core.metric import Metric, MetricExample, Tally
from innervate.core.step import Accepts
from innervate.core.stream import Samples, StreamSpec
from innervate.core.truth import Truth
from innervate.core.units import PERCENT
from innervate.metrics import _examples
from innervate.metrics._formulas import Share
from innervate.metrics._measures import Heading, Refused
from innervate.metrics._pairs import Columns, MusclePair, ordered, recorded_pairs
from innervate.metrics._tally import Quantity, RepTally

__all__ = ["PLUGIN", "CocontractionFalconerWinter", "MusclePair"]


@dataclass(frozen=True, slots=True)
class CocontractionFalconerWinter:
    """Gives 100 * 2 * integral(lesser) / integral(sum) of two opposing muscles' activation.

    Inputs: activation in %MVC, repetition state. Gives `cocontraction_falconer_winter` (0-100 %)
    per pair: 100 for equal muscles at any level. After Falconer and Winter (1985).

    Attributes:
        pairs: which muscles are set against each other.
        envelope_s: how long the moving window was that made the activation.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.ACTIVATION}), frozenset({Kind.STATE}))
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.PHASE})
    LABEL: ClassVar[str] = "Co-contraction (Falconer-Winter)"
    FORMAT: ClassVar[str] = ".0f"
    EVIDENCE: ClassVar[str] = "Co-contraction Falconer-Winter"
    CAVEAT: ClassVar[str] = (
        "Sees the shape and not the level: two muscles at rest overlap fully. Never to be compared "
        "with the Rudolph index."
    )
    TRUTH: ClassVar[tuple[Truth, ...]] = (
        Truth("cocontraction_falconer_winter", "the index of noise-free amplitudes", 3.0),
    )

    pairs: tuple[MusclePair, ...]
    envelope_s: float = 0.1

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on activation and repetition state."""
        spec = specs[0]
        found, refusal = recorded_pairs(spec, self.pairs)
        if refusal:
            subject = Subject()
            heading = Heading("cocontraction_falconer_winter", PERCENT, subject, self.VERSION)
            return Refused(specs, heading, refusal)
        quantities = tuple(
            self._quantity(spec, pair, number, number + len(found))
            for number, pair in enumerate(found)
        )
        return RepTally(specs, quantities, self.envelope_s, _Overlap(found))

    def _quantity(self, spec: StreamSpec, pair: Columns, lesser: int, total: int) -> Quantity:
        heading = Heading(
            "cocontraction_falconer_winter", PERCENT, pair.subject(spec), self.VERSION, (0.0, 100.0)
        )
        return Quantity(heading, (lesser, total), Share((lesser,), (total,), 200.0))

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """Biceps against triceps."""
        specs = (_examples.activation(), _examples.repetitions())
        return (MetricExample(cls((MusclePair(_examples.BICEPS, _examples.TRICEPS),)), specs),)


@dataclass(frozen=True, slots=True)
class _Overlap:
    pairs: tuple[Columns, ...]

    def __call__(self, data: Samples) -> Samples:
        low, high = ordered(data, self.pairs)
        return np.hstack([low, low + high])


PLUGIN: type[Metric] = CocontractionFalconerWinter
