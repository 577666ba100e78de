"""Runners of the studies: the gait of `sim.motion`, its true steps and its heart rate."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.motion.gait import Gait, Leg, Route
from innervate.sim.motion.gait_model import HEART_RATE, GaitModel, WantedOfGait
from innervate.sim.motion.heart import Heart
from innervate.sim.motion.step_truth import Step

_FIRST_S = 5.0
_PIECE_S = 10.0
_HEART_HZ = 1.0


def at_cadence(gait: Gait, cadence_spm: float) -> Gait:
    """The same runner with another cadence; contact keeps its part of the step (a setting)."""
    contact_s = gait.contact_s * gait.cadence_spm / cadence_spm
    return replace(gait, cadence_spm=cadence_spm, contact_s=contact_s)


def steps_of(gait: Gait, draws: Draws, wanted: int) -> tuple[Step, ...]:
    """So many true steps of a runner who is under way."""
    model = GaitModel(Route.of(gait), draws, WantedOfGait())
    found: list[Step] = []
    for piece in count():
        start_s = _FIRST_S + piece * _PIECE_S
        found += model.steps(start_s, start_s + _PIECE_S)
        if len(found) >= wanted:
            break
    return tuple(found[:wanted])


def heart_beats(
    gaits: tuple[Gait, ...], heart: Heart, draws: Draws, hold_s: float, last_s: float
) -> Samples:
    """Mean heart rate (beats/min) over the last seconds of each stretch."""
    legs = tuple(Leg(gait, hold_s) for gait in gaits)
    model = GaitModel(Route(legs), draws, WantedOfGait(heart_hz=_HEART_HZ), heart)
    ends_s = [hold_s * (number + 1) for number in range(len(gaits))]
    bpm = 60.0 * model.read(HEART_RATE, 0, round(ends_s[-1] * _HEART_HZ))[:, 0]
    # A stretch ends with a whole stride, so that its end may be a little later.
    return np.array([bpm[round(s - last_s) : round(s)].mean() for s in ends_s])
