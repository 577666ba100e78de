"""The Teager-Kaiser energy operator, which sharpens the onset of activity."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.run import SampleRun
from innervate.core.step import Accepts, Run, StepExample
from innervate.core.stream import Samples, StreamSpec
from innervate.core.units import UNKNOWN


@dataclass(frozen=True, slots=True)
class TeagerKaiser:
    """Energy x[i]^2 - x[i-1] x[i+1]; its unit, a squared one, is none of the house: ``au``."""

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.EMG}),)

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one EMG stream of a fixed rate."""
        (spec,) = specs
        channels = tuple(replace(c, kind=Kind.OTHER, unit=UNKNOWN) for c in spec.channels)
        kernel = _Energy(len(channels))
        _ = spec.regular_rate_hz
        return SampleRun(spec.derive(suffix="energy", channels=channels), kernel, lag=1, settling=2)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """Two channels of EMG."""
        channels = (Channel("BB", Kind.EMG, "V"), Channel("TB", Kind.EMG, "V"))
        return (StepExample(cls(), (StreamSpec("emg", channels, 1000.0, "amplifier"),)),)


class _Energy:
    """Remembers the last two samples."""

    def __init__(self, columns: int) -> None:
        self._last = np.zeros((2, columns))

    def __call__(self, data: Samples, start: int) -> Samples:
        x: Samples = np.concatenate([self._last, data])
        self._last = x[-2:].copy()
        energy: Samples = np.square(x[1:-1]) - x[:-2] * x[2:]
        return energy
