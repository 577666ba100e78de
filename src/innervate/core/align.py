"""Lock-step of several inputs: nothing moves on before all inputs have covered it."""

from __future__ import annotations

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

    def push(self, which: int, block: Block) -> Iterator[tuple[Block, ...]]:
        """Take the next block of input number `which`; yield what is now complete."""
        self._queues[which].append(block)
        while all(self._queues):
            heads = [queue[0] for queue in self._queues]
            low = max(head.start for head in heads)
            high = min(head.stop for head in heads)
            if high > low:
                yield tuple(head.cut(low, high) for head in heads)
            for queue in self._queues:
                self._drop(queue, max(low, high) if high > low else low)

    @staticmethod
    def _drop(queue: deque[Block], before: int) -> None:
        head = queue[0]
        if head.stop <= before:
            queue.popleft()
        elif head.start < before:
            queue[0] = head.cut(before, head.stop)
