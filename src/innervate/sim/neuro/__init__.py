"""From excitation to force and to the voltage under the electrodes, by motor units."""

from innervate.sim.neuro.ensemble import Ensemble, EnsembleRun, Made
from innervate.sim.neuro.firing import Spikes
from innervate.sim.neuro.muscle import MuscleModel, muscle_model
from innervate.sim.neuro.placement import Placement
from innervate.sim.neuro.settings import Neuromuscular
from innervate.sim.neuro.tempo import BLOCK_TICKS, CONTROL_HZ, first_sample

__all__ = [
    "BLOCK_TICKS",
    "CONTROL_HZ",
    "Ensemble",
    "EnsembleRun",
    "Made",
    "MuscleModel",
    "Neuromuscular",
    "Placement",
    "Spikes",
    "first_sample",
    "muscle_model",
]
