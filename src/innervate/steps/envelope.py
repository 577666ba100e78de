"""The amplitude of EMG over time."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
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
from innervate.steps._moving import MovingMean

_LOWPASS_ORDER = 2
_RESIDUE = 1e-2


class Method(StrEnum):
    """How the amplitude is estimated."""

    RMS = "rms"
    LOWPASS = "lowpass"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Turns band-passed EMG into its amplitude, in the same unit.

    RMS is the root mean square over a window centred on each sample: the quick one to show.
    LOWPASS rectifies and smooths by a causal Butterworth filter of the second order: the
    kinematic one; it is the mean rectified value, 0.80 of the RMS for a Gaussian signal, and is
    moved back by the filter's delay for slow changes. Where that filter swings below zero after
    a sudden stop, zero is given, for no amplitude is negative. Output kind: envelope.

    Definitions: Merletti 1999, ISEK standards for reporting EMG data; windows of 100-250 ms and
    6 Hz are common practice.

    Attributes:
        method: RMS or LOWPASS.
        window_s: length of the RMS window.
        cutoff_hz: edge of the low-pass, where the gain is -3 dB.
    """

    method: Method = Method.RMS
    window_s: float = 0.1
    cutoff_hz: float = 6.0

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.EMG}),)

    def __post_init__(self) -> None:
        if not 0.0 < self.window_s <= 10.0:
            raise InputError(
                "the window of an envelope must be above 0 and at most 10 s",
                given=f"{self.window_s} s",
            )
        if not 0.0 < self.cutoff_hz < math.inf:
            raise InputError("the cut-off must be positive", given=f"{self.cutoff_hz} Hz")

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one EMG stream; `PlanError` where the rate is too low for the method."""
        (spec,) = specs
        channels = tuple(replace(channel, kind=Kind.ENVELOPE) for channel in spec.channels)
        output = spec.derive(suffix="envelope", channels=channels)
        return self._rms(output) if self.method is Method.RMS else self._lowpass(output)

    def _rms(self, output: StreamSpec) -> Run:
        length = round(self.window_s * output.regular_rate_hz)
        if length < 2:
            raise PlanError(
                f"an RMS window of {self.window_s:g} s is too short",
                found=f"{length} sample at {output.rate_hz:g} Hz",
                fix="choose a longer window",
            )
        return SampleRun(output, _Rms(length), lag=(length - 1) // 2, settling=length - 1)

    def _lowpass(self, output: StreamSpec) -> Run:
        rate_hz = output.regular_rate_hz
        if self.cutoff_hz > highest_edge_hz(rate_hz):
            raise PlanError(
                f"a cut-off of {self.cutoff_hz:g} Hz is too high",
                found=f"a rate of {rate_hz:g} Hz",
                fix=f"choose at most {highest_edge_hz(rate_hz):g} Hz",
            )
        sos = _design(self.cutoff_hz, rate_hz)
        lag = round(group_delay_samples(sos, 0.0, rate_hz))
        settling = settling_samples(sos, _RESIDUE)
        return SampleRun(output, _Smoothed(sos), lag=lag, settling=settling)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """Both methods on two channels."""
        channels = (Channel("BB", Kind.EMG, "V"), Channel("TB", Kind.EMG, "V"))
        spec = StreamSpec("emg", channels, 1000.0, "amplifier")
        return tuple(StepExample(cls(method), (spec,)) for method in Method)


class _Rms:
    """Root mean square of the last samples."""

    def __init__(self, length: int) -> None:
        self._mean = MovingMean(length)

    def __call__(self, data: Samples, start: int) -> Samples:
        mean = self._mean(data * data, start)
        return np.sqrt(mean, out=mean)


class _Smoothed:
    """Rectified and low-passed."""

    def __init__(self, sos: Samples) -> None:
        self._filter = SosKernel(sos)

    def __call__(self, data: Samples, start: int) -> Samples:
        smooth = self._filter(np.abs(data), start)
        return np.maximum(smooth, 0.0, out=smooth)


def _design(cutoff_hz: float, rate_hz: float) -> Samples:
    from scipy.signal import butter

    sos = butter(_LOWPASS_ORDER, cutoff_hz, "lowpass", fs=rate_hz, output="sos")
    return np.asarray(sos, dtype=np.float64)


PLUGIN: type[Step] = Envelope
