"""The calibration as a guide for a recording at the command line; its script is the coach's."""

from __future__ import annotations

from innervate.coach.calibration import MAXIMAL_WARNING, calibration_phases, one_per_muscle
from innervate.core.channel import Kind
from innervate.core.stream import StreamSpec
from innervate.session.guide import Guide

__all__ = ["MAXIMAL_WARNING", "calibration_guide"]


def calibration_guide(specs: tuple[StreamSpec, ...]) -> Guide:
    """The guide for the muscles that these streams measure.

    Three maximal trials of 5 s of each muscle, in rounds: while one muscle recovers for a minute
    or more, the others have their turns; with few of them all pause.
    """
    emg = [channel for spec in specs for channel in spec.channels if channel.kind is Kind.EMG]
    return Guide(calibration_phases(one_per_muscle(emg)))
