"""Slow noise that all motor neurons of a pool share."""

from __future__ import annotations

import math

import numpy as np

from innervate.core.stream import Samples
from innervate.sim.draws import Draws


class CommonNoise:
    """Noise of unit variance with two equal poles, one sequence per pool.

    The output of the ticks of a macro-block is a matrix product of the state and the block's
    random numbers, so that no tick is stepped through.

    Args:
        pools: how many sequences.
        ticks: control ticks of a macro-block.
        corner_hz: where the power has fallen to a quarter.
        tick_s: length of a control tick.
        draws: where the random numbers come from.
    """

    def __init__(
        self, pools: int, ticks: int, corner_hz: float, tick_s: float, draws: Draws
    ) -> None:
        self._draws, self._shape = draws, (ticks, pools)
        keep = math.exp(-2.0 * math.pi * corner_hz * tick_s)
        # One stage feeds the next: x' = k x + u, y' = k y + x'.
        step = np.array([[keep, 0.0], [keep, keep]])
        power = [np.eye(2)]
        for _ in range(ticks):
            power.append(step @ power[-1])
        into = np.array([1.0, 1.0])
        response = np.array([p[1] @ into for p in power[:ticks]])
        lag = np.subtract.outer(np.arange(ticks), np.arange(ticks))
        variance = (1.0 + keep * keep) / (1.0 - keep * keep) ** 3
        scale = 1.0 / math.sqrt(variance)
        self._from_inputs = scale * np.where(lag >= 0, response[np.maximum(lag, 0)], 0.0)
        self._from_state = scale * np.array([p[1] for p in power[1:]])
        self._onward = power[ticks]
        self._gather = np.stack([power[ticks - 1 - k] @ into for k in range(ticks)], axis=1)
        self._state = self._settled(keep, variance)

    def advance(self, block: int) -> Samples:
        """The noise of macro-block number `block`: ticks × pools."""
        count = self._shape[0] * self._shape[1]
        inputs = self._draws.at(0).normals(block * count, (block + 1) * count).reshape(self._shape)
        noise = self._from_inputs @ inputs + self._from_state @ self._state
        self._state = self._onward @ self._state + self._gather @ inputs
        return np.asarray(noise)

    def _settled(self, keep: float, variance: float) -> Samples:
        """A state as after a long time, with the two stages' joint covariance."""
        first = 1.0 / (1.0 - keep * keep)
        both = first / (1.0 - keep * keep)
        root = np.linalg.cholesky(np.array([[first, both], [both, variance]]))
        pools = self._shape[1]
        return np.asarray(root @ self._draws.at(1).normals(0, 2 * pools).reshape(2, pools))
