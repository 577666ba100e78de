"""How active each muscle was, per repetition and set: mean and peak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from innervate.core.channel import Kind
from innervate.core.event import EventKind
from innervate.core.metric import Metric, MetricExample, Tally
from innervate.core.step import Accepts
from innervate.core.stream import StreamSpec
from innervate.core.truth import Truth
from innervate.metrics import _examples
from innervate.metrics._channels import subject_of
from innervate.metrics._formulas import Mean
from innervate.metrics._measures import Heading
from innervate.metrics._tally import Estimate, Quantity, RepTally
from innervate.metrics._windows import RepSummary

_NO_PEAK_INTERVAL = (
    "the largest of noisy values lies above the true peak, in every repetition alike: no interval"
)


@dataclass(frozen=True, slots=True)
class Activation:
    """Averages each channel's activation over each repetition and takes its largest sample.

    Inputs: activation, repetition state. Gives `activation` and `activation.peak` in the unit of
    the activation; of a set, the mean over its repetitions of either. Values above 100 % are
    real and stay. Terms as in the CEDE project (Besomi et al. 2020).

    Attributes:
        envelope_s: how long the moving window was that made the activation.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.ACTIVATION}), frozenset({Kind.STATE}))
    EVENTS: ClassVar[frozenset[EventKind]] = frozenset({EventKind.PHASE})
    LABEL: ClassVar[str] = "Activation"
    FORMAT: ClassVar[str] = ".0f"
    EVIDENCE: ClassVar[str] = "%MVC"
    CAVEAT: ClassVar[str] = (
        "The electrical activity under the sensor against this session's reference, whose own "
        "error is in no interval. It is neither force nor a forecast of growth."
    )
    TRUTH: ClassVar[tuple[Truth, ...]] = (
        Truth("activation", "the mean noise-free amplitude in percent of the reference", 1.0),
        Truth(
            "activation.peak",
            "the highest noise-free amplitude in percent of the reference",
            8.0,
            bias="the largest of noisy values lies above the true peak",
        ),
    )

    envelope_s: float = 0.1

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on activation and repetition state."""
        return RepTally(specs, tuple(self._quantities(specs[0])), self.envelope_s)

    def _quantities(self, spec: StreamSpec) -> list[Quantity]:
        out = []
        for column, channel in enumerate(spec.channels):
            subject = subject_of(spec, column)
            mean = Heading("activation", channel.unit, subject, self.VERSION)
            peak = Heading(
                "activation.peak", channel.unit, subject, self.VERSION, unsure=_NO_PEAK_INTERVAL
            )
            out += [
                Quantity(mean, (column,), Mean(column)),
                Quantity(peak, (column,), _Peak(column)),
            ]
        return out

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """Three muscles."""
        return (MetricExample(cls(), (_examples.activation(), _examples.repetitions())),)


@dataclass(frozen=True, slots=True)
class _Peak:
    column: int

    def __call__(self, rep: RepSummary) -> Estimate:
        peak = float(rep.peak[self.column])
        return Estimate(peak if np.isfinite(peak) else None, reason=_NO_PEAK_INTERVAL)


PLUGIN: type[Metric] = Activation
