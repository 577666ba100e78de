"""The share of time in which a muscle was active."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.event import Event
from innervate.core.measure import Measure, Quality, Subject, Uncertainty
from innervate.core.metric import MetricExample, Tally
from innervate.core.step import Accepts
from innervate.core.stream import Block, StreamSpec
from innervate.core.truth import Truth
from innervate.core.units import DIMENSIONLESS, PERCENT


@dataclass(frozen=True, slots=True)
class DutyCycle:
    """Percent of the measured time in which the state is 1."""

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.STATE}),)
    LABEL: ClassVar[str] = "Duty cycle"
    FORMAT: ClassVar[str] = ".0f"
    EVIDENCE: ClassVar[str] = "descriptive"
    CAVEAT: ClassVar[str] = ""
    TRUTH: ClassVar[tuple[Truth, ...]] = (
        Truth("duty_cycle", "the share of time between true onsets and offsets", 15.0),
    )

    def open(self, specs: tuple[StreamSpec, ...]) -> Tally:
        """Begin on one state stream."""
        (spec,) = specs
        return _DutyTally(spec)

    @classmethod
    def examples(cls) -> tuple[MetricExample, ...]:
        """Two states."""
        channels = tuple(Channel(name, Kind.STATE, DIMENSIONLESS) for name in ("BB", "TB"))
        return (MetricExample(cls(), (StreamSpec("onset", channels, 1000.0, "amplifier"),)),)


class _DutyTally:
    """Counts samples."""

    def __init__(self, spec: StreamSpec) -> None:
        self._spec, self._rate_hz = spec, spec.regular_rate_hz
        self._start: int | None = None
        self._stop = 0
        self._active = np.zeros(len(spec.channels))
        self._measured = np.zeros(len(spec.channels))

    def push(self, item: Block | Event) -> None:
        """Count a block."""
        if isinstance(item, Event) or not len(item):
            return
        self._start = item.start if self._start is None else self._start
        self._stop = item.stop
        self._active += (item.data == 1.0).sum(axis=0)
        self._measured += np.isfinite(item.data).sum(axis=0)

    def read(self) -> tuple[Measure, ...]:
        """The share of each channel so far."""
        return tuple(self._measure(column) for column in range(len(self._measured)))

    def _measure(self, column: int) -> Measure:
        count = float(self._measured[column])
        value = 100.0 * float(self._active[column]) / count if count else None
        quality = Quality() if count else Quality(False, ("nothing was measured",))
        return Measure(
            "duty_cycle", value, PERCENT, Subject(channel=self._spec.channels[column].name),
            (self._start or 0) / self._rate_hz, self._stop / self._rate_hz,
            Uncertainty.none("counted, not estimated"), quality,
        )  # fmt: skip
