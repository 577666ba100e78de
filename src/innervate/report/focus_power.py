"""How many blocks an experiment needs."""

from __future__ import annotations

import math

from innervate.metrics._interval import t_quantile

POWER = 0.8
_MOST = 10_000


def blocks_needed(spread: float, smallest: float, level: float) -> int:
    """Blocks of each condition to find an effect of `smallest` in 8 of 10 cases.

    The usual formula for two means, 2 (t_level + t_power)^2 (spread / smallest)^2, solved for its
    own degrees of freedom. `spread` is the standard deviation between blocks of one condition.

    >>> blocks_needed(5.0, 5.0, 0.95)
    17
    """
    count = 3
    while count < _MOST:
        freedom = 2.0 * count - 2.0
        both = t_quantile(freedom, level) + t_quantile(freedom, 2.0 * POWER - 1.0)
        needed = math.ceil(2.0 * both**2 * (spread / smallest) ** 2)
        if count >= needed:
            return count
        count += 1
    return _MOST
