"""Motor-unit action potentials as the amplifier samples them, in tables ready to be added up."""

from __future__ import annotations

import math
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from innervate.core.stream import Samples
from innervate.sim.neuro.conductor import STEP_MM

PHASES: Final = 4
"""Places between two samples at which a spike can fall: an eighth of a sample off at most."""
LEVELS: Final = 7
"""Steps of tiredness, from fresh to wholly tired."""
STRIP: Final = 20
"""Zeros at the end of each row: room for it to be shifted."""

Table: TypeAlias = npt.NDArray[np.float32]


class Templates:
    """The sampled potentials of all units at their electrodes.

    They are sampled as they are: the filter of an amplifier is not in here. A tired unit conducts
    more slowly: the same wave, stretched in time (Stulen & De Luca 1981, IEEE Trans Biomed Eng
    28:515). Tables are made when first needed.

    Args:
        waves_v: units × distances travelled (every `STEP_MM`).
        velocity_m_s: of each unit, fresh.
        loss: fraction of the velocity that a wholly tired unit has lost.
        rate_hz: of the amplifier.
    """

    def __init__(
        self, waves_v: Samples, velocity_m_s: Samples, loss: float, rate_hz: float
    ) -> None:
        self._waves_v, self.velocity_m_s, self._loss = waves_v, velocity_m_s, loss
        self.rate_hz = rate_hz
        self._table = np.empty((0, STRIP), dtype=np.float32)
        self.energy_v2s = self._energy()

    def table(self, levels: int) -> Table:
        """The potentials at the first so many levels of tiredness.

        Row ``(level * units + unit) * PHASES + phase`` begins (phase + 1/2)/PHASES samples after
        the spike and ends in at least `STRIP` zeros. Rows are longer where more levels are
        asked for.
        """
        made = len(self._table) // (PHASES * len(self.velocity_m_s))
        if made < levels:
            paces = [1.0 - self._loss * level / (LEVELS - 1) for level in range(made, levels)]
            parts = [self._table, *map(self._sampled, paces)]
            width = max(part.shape[1] for part in parts)
            self._table = np.concatenate(
                [np.pad(part, ((0, 0), (0, width - part.shape[1]))) for part in parts]
            )
        return self._table

    def fresh(self) -> Samples:
        """The fresh potentials (V), units × samples from the spike on."""
        return np.asarray(self.table(1)[: PHASES * len(self.velocity_m_s) : PHASES], np.float64)

    def _sampled(self, pace: float) -> Table:
        units, cells = self._waves_v.shape
        longest_s = STEP_MM * cells / (1000.0 * self.velocity_m_s.min() * pace)
        samples = math.ceil(longest_s * self.rate_hz) + 1
        ticks = (np.arange(samples * PHASES) + 0.5) / (PHASES * self.rate_hz)
        at = ticks * (1000.0 * pace / STEP_MM) * self.velocity_m_s[:, None]
        below = np.minimum(at.astype(np.int64), cells - 2)
        part = np.minimum(at - below, 1.0)
        unit = np.arange(units)[:, None]
        fine = self._waves_v[unit, below] * (1.0 - part) + self._waves_v[unit, below + 1] * part
        rows = np.zeros((units, PHASES, samples + STRIP), dtype=np.float32)
        rows[:, :, :samples] = fine.reshape(units, samples, PHASES).transpose(0, 2, 1)
        return rows.reshape(units * PHASES, -1)

    def _energy(self) -> Samples:
        """Integral of each unit's squared fresh potential over time."""
        step_s = STEP_MM / (1000.0 * self.velocity_m_s)
        return np.asarray((self._waves_v**2).sum(axis=1) * step_s)
