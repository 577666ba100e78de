"""How people differ in the simulated worlds."""

from __future__ import annotations

import math
from collections.abc import Callable
from zlib import crc32

import numpy as np

from innervate.sim.draws import Draws

_NODES = 64


def world(preset: str, seed: int) -> Draws:
    """The random numbers of a preset's world; those of other presets are independent of them."""
    return Draws(seed).at(number_of(preset))


def number_of(preset: str) -> int:
    """A whole number that belongs to a name."""
    return crc32(preset.encode())


def lognormal(moments: tuple[float, float], normal: float) -> float:
    """A positive value of a population of this mean and standard deviation, from a normal draw.

    >>> lognormal((2.0, 0.0), 1.3)
    2.0
    """
    middle, sd = moments
    width = math.log(1.0 + (sd / middle) ** 2)
    return middle * math.exp(math.sqrt(width) * normal - 0.5 * width)


def expected(of: Callable[[float], float], moments: tuple[float, float]) -> float:
    """The mean of a function over such a population, by Gauss-Hermite quadrature.

    >>> round(expected(lambda value: value, (0.63, 0.23)), 6)
    0.63
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    values = np.array([of(lognormal(moments, float(node))) for node in nodes])
    return float(weights @ values / weights.sum())
