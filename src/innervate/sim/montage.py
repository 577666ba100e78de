"""Where the virtual electrodes sit and how large a maximal contraction looks under them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from innervate.core.channel import Channel, Kind, MuscleSide
from innervate.core.errors import InputError
from innervate.core.stream import StreamSpec
from innervate.core.units import PERCENT_MVC, VOLT
from innervate.sim.neuro.placement import Placement

CLOCK = "simulator"
GOOD = Placement()
"""Electrodes where they belong."""


@dataclass(frozen=True, slots=True)
class Electrode:
    """A bipolar electrode over a muscle.

    Attributes:
        muscle: the muscle.
        mvc_v: the RMS voltage of a maximal contraction under a well-placed electrode.
        placement: how the electrode sits; the default is a good one.
    """

    muscle: MuscleSide
    mvc_v: float
    placement: Placement = GOOD

    @property
    def name(self) -> str:
        """The channel's name: muscle and side in one word."""
        side = self.muscle.side
        return f"{self.muscle.muscle}_{side}" if side else self.muscle.muscle


@dataclass(frozen=True, slots=True)
class Montage:
    """The electrodes and the sampling rate of the virtual amplifier."""

    electrodes: tuple[Electrode, ...]
    rate_hz: float

    def __post_init__(self) -> None:
        if not self.electrodes:
            raise InputError("the virtual athlete wears no electrode", fix="give it at least one")
        for electrode in self.electrodes:
            if not 0 < electrode.mvc_v < math.inf:
                raise InputError(
                    f"the MVC amplitude of {electrode.name} must be a positive voltage",
                    found=f"{electrode.mvc_v} V",
                )
        if not 0 < self.rate_hz < math.inf:
            raise InputError("the rate of a montage must be positive", found=f"{self.rate_hz} Hz")

    @property
    def emg(self) -> StreamSpec:
        """The stream of the electrodes, in volts."""
        return self._spec("emg", Kind.EMG, VOLT)

    @property
    def activation(self) -> StreamSpec:
        """The stream of the true activations, in percent of MVC, on the ticks of `emg`."""
        return self._spec("truth", Kind.ACTIVATION, PERCENT_MVC)

    def _spec(self, name: str, kind: Kind, unit: str) -> StreamSpec:
        channels = tuple(
            Channel(electrode.name, kind, unit, electrode.muscle.muscle, electrode.muscle.side)
            for electrode in self.electrodes
        )
        return StreamSpec(name, channels, self.rate_hz, CLOCK, simulated=True)
