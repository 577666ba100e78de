"""Full-wave rectification."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from innervate.core.channel import Channel, Kind
from innervate.core.run import SampleRun
from innervate.core.step import Accepts, Run, Step, StepExample
from innervate.core.stream import Samples, StreamSpec


@dataclass(frozen=True, slots=True)
class Rectify:
    """Takes the absolute value, so that an oscillating signal becomes an amplitude.

    Input and output: any channels with both signs, same unit.
    """

    VERSION: ClassVar[int] = 1
    ACCEPTS: ClassVar[Accepts] = (frozenset({Kind.EMG, Kind.EEG, Kind.ACCELERATION}),)

    def open(self, specs: tuple[StreamSpec, ...]) -> Run:
        """Begin on one stream."""
        (spec,) = specs
        return SampleRun(spec.derive(suffix="rectified"), _absolute)

    @classmethod
    def examples(cls) -> tuple[StepExample, ...]:
        """One plain EMG stream."""
        spec = StreamSpec("emg", (Channel("BB", Kind.EMG, "V"),), 1000.0, "amplifier")
        return (StepExample(cls(), (spec,)),)


def _absolute(data: Samples, start: int) -> Samples:  # noqa: ARG001 - a kernel's signature
    return np.abs(data)


PLUGIN: type[Step] = Rectify
