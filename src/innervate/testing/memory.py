"""How much a consumer grows when its stream goes on."""

from __future__ import annotations

import gc
import pickle
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

_LEAST_S, _LEAST_SAMPLES = 60.0, 20_000


@dataclass(frozen=True, slots=True)
class Growth:
    """Bytes more after `samples` more samples: of the pickled state, and of all else."""

    samples: int
    state: int
    other: int


def growth(
    consumer: object, feed: Callable[[int], None], block_size: int, rate_hz: float
) -> Growth:
    """Feed a minute or more of signal, then as much again, and compare.

    `feed` hands over a number of blocks of `block_size` samples.
    """
    blocks = int(max(_LEAST_S * rate_hz, _LEAST_SAMPLES)) // block_size
    own = not tracemalloc.is_tracing()
    if own:
        tracemalloc.start()
    try:
        feed(blocks)
        state, other = _sizes(consumer)
        feed(blocks)
        more_state, more_other = _sizes(consumer)
    finally:
        if own:
            tracemalloc.stop()
    return Growth(blocks * block_size, more_state - state, more_other - other)


def _sizes(consumer: object) -> tuple[int, int]:
    gc.collect()
    used = tracemalloc.get_traced_memory()[0]
    return len(pickle.dumps(consumer)), used
