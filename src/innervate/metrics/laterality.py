"""Left against right of the same muscle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from innervate.core.channel import Kind, MuscleSide, Side
from innervate.core.event import EventKind
from innervate.core.measure import Subject
from innervate.core.metric import Metric, MetricExample, Tally
from innervate.core.step import Accepts
from innervate.core.stream import StreamSpec
from innervate.core.truth import Truth
from innervate.core.units import DIMENSIONLESS
from innervate.metrics import _examples
from innervate.metrics._channels import columns_of, incomparable, name_of, subject_of
from innervate.metrics._formulas import Contrast
from innervate.metrics._measures import Heading, Refused
from innervate.metrics._tally import Quantity, RepTally


@dataclass(frozen=True, slots=True)
class Laterality:
    """Gives (T - C) / (T + C), T one side's mean activation and C the other side's.

    Inputs: activation in %MVC, repetition state. Gives `laterality` (-1 to 1) for every muscle
    recorded on both sides. Some activity of the other side is normal: about 8 ± 7 %MVC in
    maximal efforts (Zijdewind and Kernell 2001), more in muscles near the trunk.

    Attributes:
        targets: which side is T; where none is named for a muscle, the right one.
        envelope_s: how long the moving window was that made the activation.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.ACTIVATION}), frozenset({Kind.STATE}))
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.PHASE})
    LABEL: ClassVar[str] = "Laterality"
    FORMAT: ClassVar[str] = ".2f"
    EVIDENCE: ClassVar[str] = "Laterality"
    CAVEAT: ClassVar[str] = (
        "The other side is not expected to be silent: about 8 ± 7 %MVC at maximal effort is "
        "normal, and more near the trunk."
    )
    TRUTH: ClassVar[tuple[Truth, ...]] = (
        Truth("laterality", "the contrast of noise-free amplitudes", 0.02),
    )

    targets: tuple[MuscleSide, ...] = ()
    envelope_s: float = 0.1

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on activation and repetition state."""
        spec = specs[0]
        pairs = self._pairs(spec)
        refusal = incomparable(spec)
        if refusal is None and not pairs:
            refusal = "no muscle was recorded on both sides: put sensors on both"
        if refusal:
            heading = Heading("laterality", DIMENSIONLESS, Subject(), self.VERSION)
            return Refused(specs, heading, refusal)
        quantities = (self._quantity(spec, *pair) for pair in pairs)
        return RepTally(specs, tuple(quantities), self.envelope_s)

    def _pairs(self, spec: StreamSpec) -> list[tuple[int, int]]:
        """Columns of T and C."""
        named = {target.muscle: target.side for target in self.targets if target.side}
        pairs = []
        for muscle in dict.fromkeys(channel.muscle for channel in spec.channels):
            if muscle is None:
                continue
            side = named.get(muscle, Side.RIGHT)
            other = Side.LEFT if side is Side.RIGHT else Side.RIGHT
            first = columns_of(spec, (MuscleSide(muscle, side),))
            second = columns_of(spec, (MuscleSide(muscle, other),))
            if len(first) == 1 and len(second) == 1:
                pairs.append((first[0], second[0]))
        return pairs

    def _quantity(self, spec: StreamSpec, first: int, second: int) -> Quantity:
        subject = subject_of(spec, first, name_of(spec.channels[second]))
        heading = Heading("laterality", DIMENSIONLESS, subject, self.VERSION, (-1.0, 1.0))
        return Quantity(heading, (first, second), Contrast(first, second))

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """Both biceps."""
        specs = (_examples.activation(), _examples.repetitions())
        return (MetricExample(cls((_examples.BICEPS,)), specs),)


PLUGIN: type[Metric] = Laterality
