"""The EMG band-pass: removes offset and motion below, and what is no EMG above."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.errors import InputError, PlanError
from innervate.core.run import SampleRun
from innervate.core.step import Accepts, Run, Step, StepExample
from innervate.core.stream import Samples, StreamSpec
from innervate.steps._filters import (
    SosKernel,
    group_delay_samples,
    highest_edge_hz,
    settling_samples,
)

_RESIDUE = 1e-6
"""Settled when a step of 60 mV (a cable put in) has fallen below 0.1 uV."""

_HIGHEST_RATIO = 1e6
"""Of rate to edge: up to here the filter's gains at its edges are exact to four digits, tenfold."""


@dataclass(frozen=True, slots=True)
class Bandpass:
    """Keeps the frequencies that hold EMG, by a causal Butterworth filter.

    The upper edge comes down where the sampling rate cannot carry it (`edges_hz`). The output is
    moved back by the group delay at the band's geometric centre, so that its index denotes the
    phenomenon. Unit in = unit out. Raises `PlanError` for a rate that leaves less than an octave.

    The band 20-450 Hz and the order are those of the field's common practice (SENIAM; Merletti
    1999, ISEK standards for reporting EMG data).

    Attributes:
        low_hz: lower edge, where the gain is -3 dB.
        high_hz: upper edge wanted, where the gain is -3 dB.
        order: poles of each edge.
    """

    low_hz: float = 20.0
    high_hz: float = 450.0
    order: int = 4

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.EMG}),)

    def __post_init__(self) -> None:
        if not 0.0 < self.low_hz < self.high_hz < math.inf:
            raise InputError(
                "the edges of a band-pass must be positive and rise",
                given=f"{self.low_hz} to {self.high_hz} Hz",
            )
        if not 1 <= self.order <= 10:
            raise InputError("the order of a band-pass must be 1 to 10", given=str(self.order))

    def edges_hz(self, rate_hz: float) -> tuple[float, float]:
        """The edges in effect at a sampling rate; raises `PlanError` where there is no band.

        >>> Bandpass().edges_hz(2000.0), Bandpass().edges_hz(250.0)
        ((20.0, 450.0), (20.0, 112.5))
        """
        if rate_hz > _HIGHEST_RATIO * self.low_hz:
            raise PlanError(
                f"a sampling rate of {rate_hz:g} Hz is too high for a filter at {self.low_hz:g} Hz",
                fix="check the rate; if it is true, resample the recording first",
            )
        high_hz = min(self.high_hz, highest_edge_hz(rate_hz))
        if high_hz < 2.0 * self.low_hz:
            raise PlanError(
                f"a sampling rate of {rate_hz:g} Hz is too low for EMG from {self.low_hz:g} Hz",
                found=f"a usable band of up to {high_hz:g} Hz",
                fix=f"record at {4.0 * self.low_hz / highest_edge_hz(2.0):.0f} Hz or more, "
                "or treat the channel as an envelope if the device already smoothed it",
            )
        return self.low_hz, high_hz

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one EMG stream of a fixed rate."""
        (spec,) = specs
        rate_hz = spec.regular_rate_hz
        low_hz, high_hz = self.edges_hz(rate_hz)
        sos = _design(self.order, low_hz, high_hz, rate_hz)
        late = group_delay_samples(sos, math.sqrt(low_hz * high_hz), rate_hz)
        return SampleRun(
            spec.derive(suffix="bandpass"),
            _WithoutOffset(sos),
            lag=max(round(late), 0),
            settling=settling_samples(sos, _RESIDUE),
        )

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """An amplifier of the laboratory, and a board of a low rate."""
        channels = (Channel("BB", Kind.EMG, "V"), Channel("TB", Kind.EMG, "V"))
        fast = StreamSpec("emg", channels, 2000.0, "amplifier")
        slow = StreamSpec("emg", channels, 250.0, "board")
        return (StepExample(cls(), (fast,)), StepExample(cls(), (slow,)))


class _WithoutOffset:
    """Filters what differs from the first sample: of a constant not even rounding is left."""

    def __init__(self, sos: Samples) -> None:
        self._filter = SosKernel(sos)
        self._offset: Samples | None = None

    def __call__(self, data: Samples, start: int) -> Samples:
        if self._offset is None:
            self._offset = data[0].copy()
        return self._filter(data - self._offset, start)


def _design(order: int, low_hz: float, high_hz: float, rate_hz: float) -> Samples:
    from scipy.signal import butter

    sos = butter(order, [low_hz, high_hz], "bandpass", fs=rate_hz, output="sos")
    return np.asarray(sos, dtype=np.float64)


PLUGIN: type[Step] = Bandpass
