"""Co-contraction by magnitude: how much two opposing muscles work at the same time."""

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
from innervate.core.units import PERCENT_MVC
from innervate.metrics import _examples
from innervate.metrics._formulas import Mean
from innervate.metrics._measures import Heading, Refused
from innervate.metrics._pairs import Columns, MusclePair, ordered, recorded_pairs
from innervate.metrics._tally import Quantity, RepTally

__all__ = ["PLUGIN", "CocontractionRudolph", "MusclePair"]


@dataclass(frozen=True, slots=True)
class CocontractionRudolph:
    """Averages (lesser / greater) * (lesser + greater) of two opposing muscles' activation.

    Inputs: activation in %MVC, repetition state. Gives `cocontraction_rudolph` (0-200 %MVC) per
    pair: 100 for two muscles at 50, 20 for two at 10. After Rudolph, Axe, Buchanan, Scholz and
    Snyder-Mackler (2001).

    Attributes:
        pairs: which muscles are set against each other.
        envelope_s: how long the moving window was that made the activation.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.ACTIVATION}), frozenset({Kind.STATE}))
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.PHASE})
    LABEL: ClassVar[str] = "Co-contraction (Rudolph)"
    FORMAT: ClassVar[str] = ".0f"
    EVIDENCE: ClassVar[str] = "Co-contraction Rudolph"
    CAVEAT: ClassVar[str] = (
        "Rises with the level of activation; never to be compared with the Falconer-Winter index."
    )
    TRUTH: ClassVar[tuple[Truth, ...]] = (
        Truth("cocontraction_rudolph", "the index of noise-free amplitudes", 1.5),
    )

    pairs: tuple[MusclePair, ...]
    envelope_s: float = 0.1

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on activation and repetition state."""
        spec = specs[0]
        found, refusal = recorded_pairs(spec, self.pairs)
        if refusal:
            subject = Subject()
            heading = Heading("cocontraction_rudolph", PERCENT_MVC, subject, self.VERSION)
            return Refused(specs, heading, refusal)
        quantities = tuple(self._quantity(spec, pair, number) for number, pair in enumerate(found))
        return RepTally(specs, quantities, self.envelope_s, _Magnitude(found))

    def _quantity(self, spec: StreamSpec, pair: Columns, number: int) -> Quantity:
        heading = Heading(
            "cocontraction_rudolph", PERCENT_MVC, pair.subject(spec), self.VERSION, (0.0, np.inf)
        )
        return Quantity(heading, (number,), Mean(number))

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """Biceps against triceps."""
        specs = (_examples.activation(), _examples.repetitions())
        return (MetricExample(cls((MusclePair(_examples.BICEPS, _examples.TRICEPS),)), specs),)


@dataclass(frozen=True, slots=True)
class _Magnitude:
    pairs: tuple[Columns, ...]

    def __call__(self, data: Samples) -> Samples:
        low, high = ordered(data, self.pairs)
        ratio = np.divide(low, high, out=np.zeros_like(low), where=high != 0.0)
        return np.asarray(ratio * (low + high))


PLUGIN: type[Metric] = CocontractionRudolph
