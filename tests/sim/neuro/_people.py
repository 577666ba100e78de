"""Muscles that the tests of motor units share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from innervate.core.channel import MuscleSide, Side
from innervate.core.stream import Samples
from innervate.sim.draws import Draws
from innervate.sim.neuro import BLOCK_TICKS, Ensemble, EnsembleRun, Made, Neuromuscular, Placement

STEADY = Neuromuscular(common_noise=0.0, fatigue=0.0)
"""Neither the nervous system's slow noise nor fatigue."""


def ensemble(
    names: Sequence[str],
    *,
    placements: Sequence[Placement] | None = None,
    rate_hz: float = 2000.0,
    seed: int = 1,
    settings: Neuromuscular = STEADY,
) -> Ensemble:
    muscles = [MuscleSide(name, Side.LEFT) for name in names]
    placed = placements or [Placement()] * len(names)
    return Ensemble(muscles, [1e-3] * len(names), placed, rate_hz, Draws(seed), settings)


def held(run: EnsembleRun, excitation: Samples, seconds: float) -> list[Made]:
    """So many seconds of one excitation per muscle."""
    block = np.repeat(np.atleast_2d(excitation), BLOCK_TICKS, axis=0)
    return [run.advance(block) for _ in range(round(10 * seconds))]


def emg_v(made: Sequence[Made]) -> Samples:
    return np.concatenate([one.emg_v for one in made])


def force(made: Sequence[Made]) -> Samples:
    return np.concatenate([one.force for one in made])
