"""Streams that the contract suites may feed the metrics of this folder."""

from __future__ import annotations

from innervate.core.channel import Channel, Kind, MuscleSide, Side
from innervate.core.stream import StreamSpec
from innervate.core.units import DIMENSIONLESS, PERCENT_MVC

BICEPS = MuscleSide("biceps_brachii", Side.LEFT)
TRICEPS = MuscleSide("triceps_brachii", Side.LEFT)
_MUSCLES = (
    ("BB_L", BICEPS), ("TB_L", TRICEPS), ("BB_R", MuscleSide("biceps_brachii", Side.RIGHT)),
)  # fmt: skip


def activation(rate_hz: float = 1000.0) -> StreamSpec:
    """Activation of both biceps and the left triceps."""
    return _stream("emg/activation", Kind.ACTIVATION, PERCENT_MVC, rate_hz)


def onset(rate_hz: float = 1000.0) -> StreamSpec:
    """Onset states of the same muscles."""
    return _stream("emg/onset", Kind.STATE, DIMENSIONLESS, rate_hz)


def repetitions(rate_hz: float = 1000.0) -> StreamSpec:
    """Repetition state."""
    channel = Channel("repetition", Kind.STATE, DIMENSIONLESS)
    return StreamSpec("emg/repetitions", (channel,), rate_hz, "amplifier")


def _stream(name: str, kind: Kind, unit: str, rate_hz: float) -> StreamSpec:
    channels = tuple(
        Channel(label, kind, unit, muscle.muscle, muscle.side) for label, muscle in _MUSCLES
    )
    return StreamSpec(name, channels, rate_hz, "amplifier")
