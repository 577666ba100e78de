"""Lock-step of several inputs: nothing moves on before all inputs have covered it."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator

from innervate.core.errors import PlanError
from innervate.core.stream import Block, StreamSpec


class Aligner:
    """Holds blocks of inputs of one clock and rate until every input has covered their samples.

    What comes out are tuples of blocks, one per input, with equal start and length: the samples
    that all inputs have. A stretch that one input lost is left out, which consumers see as a gap.
    Raises `PlanError` for inputs that cannot be lined up by index.
    """

    def __init__(self, specs: tuple[StreamSpec, ...]) -> None:
        first = specs[0]
        for spec in specs[1:]:
            if (spec.clock, spec.rate_hz) != (first.clock, first.rate_hz) or spec.rate_hz is None:
                raise PlanError(
                    f"streams {first.id!r} and {spec.id!r} have different clocks or rates",
                    found=f"{first.rate_hz} Hz of {first.clock}, {spec.rate_hz} Hz of {spec.clock}",
                    fix="resample them to one rate first",
                )
        self._queues: tuple[deque[Block], ...] = tuple(deque() for _ in specs)
        self._reached = [-sys.maxsize] * len(specs)

    def push(self, which: int, block: Block) -> Iterator[tuple[Block, ...]]:
        """Take the next block of input number `which`; yield what is now complete."""
        self._queues[which].append(block)
        self._reached[which] = max(self._reached[which], block.stop)
        while True:
            low = max(
                queue[0].start if queue else reached
                for queue, reached in zip(self._queues, self._reached, strict=True)
            )
            for queue in self._queues:
                self._drop(queue, low)
            if not all(self._queues):
                return
            if all(queue[0].start == low for queue in self._queues):
                high = min(queue[0].stop for queue in self._queues)
                yield tuple(queue[0].cut(low, high) for queue in self._queues)
                for queue in self._queues:
                    self._drop(queue, high)

    @staticmethod
    def _drop(queue: deque[Block], before: int) -> None:
        """Take out the samples before an index, which some input does not have."""
        while queue and queue[0].stop <= before:
            queue.popleft()
        if queue and queue[0].start < before:
            queue[0] = queue[0].cut(before, queue[0].stop)
