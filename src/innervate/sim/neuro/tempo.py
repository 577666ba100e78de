"""The ticks on which the motor units' state advances."""

from __future__ import annotations

import math
from typing import Final

CONTROL_HZ: Final = 100.0
"""Control ticks per second."""
TICK_S: Final = 1.0 / CONTROL_HZ
"""Length of a control tick."""
BLOCK_TICKS: Final = 10
"""Control ticks of a macro-block; macro-blocks are anchored at the start."""
BLOCK_S: Final = BLOCK_TICKS / CONTROL_HZ
"""Length of a macro-block."""
_SAME_SAMPLE: Final = 1e-6


def first_sample(block: int, rate_hz: float) -> int:
    """The first sample of macro-block number `block`: the first not before its start.

    >>> [first_sample(block, 2048.0) for block in range(4)]
    [0, 205, 410, 615]
    """
    return math.ceil(block * rate_hz * BLOCK_S - _SAME_SAMPLE)
