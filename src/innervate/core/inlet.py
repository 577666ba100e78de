"""The way into a step or metric: inputs in lock-step, each event just before its sample."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from innervate.core.align import Aligner
from innervate.core.clock import Clock
from innervate.core.errors import PlanError
from innervate.core.event import Event, EventKind
from innervate.core.step import Accepts
from innervate.core.stream import Block, Samples, StreamSpec

Delivery: TypeAlias = Event | tuple[Block, ...]
"""What comes out of an inlet: an event, or one block of each input, of equal start and length."""


def check_inputs(what: str, accepts: Accepts, specs: tuple[StreamSpec, ...]) -> None:
    """Raise `PlanError` unless the streams are of the number and kinds that `what` accepts."""
    if len(specs) != len(accepts):
        raise PlanError(f"{what} takes {len(accepts)} input streams", found=str(len(specs)))
    for kinds, spec in zip(accepts, specs, strict=True):
        wrong = [channel for channel in spec.channels if channel.kind not in kinds]
        if wrong:
            raise PlanError(
                f"{what} cannot take channel {wrong[0].name!r} of stream {spec.id!r}",
                found=f"kind {wrong[0].kind}",
                fix=f"give it {' or '.join(sorted(kinds))}",
            )


def with_time(block: Block, clock: Clock) -> Block:
    """The block with the session second of each sample."""
    if block.time_s is not None:
        return block
    device_s = np.arange(block.start, block.stop) / block.spec.regular_rate_hz
    return replace(block, time_s=clock.session_times_s(device_s))


class Inlet:
    """Brings blocks and events of several origins into one order that does not depend on cutting.

    An event gets `sample`, the index of the first sample at or after it, and comes out just
    before the blocks that hold that sample. Where events from outside are wanted (anything but
    fits), blocks wait until `cover` says that no earlier event can come. A fit comes out only
    if it is meant for `output`.

    Args:
        specs: the input streams.
        clock: their clock.
        wanted: the kinds of events to let through.
        output: the stream that fits must be meant for.
    """

    def __init__(
        self,
        specs: tuple[StreamSpec, ...],
        clock: Clock,
        wanted: frozenset[EventKind],
        output: str,
    ) -> None:
        self._clock, self._wanted, self._output = clock, wanted, output
        self._aligner = Aligner(specs) if len(specs) > 1 else None
        self._waiting: list[Event] = []
        self._held: deque[tuple[Block, ...]] = deque()
        self._head_s: float | None = None
        self._covered_s = -math.inf if wanted - {EventKind.FIT} else math.inf
        self._straight = self._aligner is None and self._covered_s > 0
        self._reached = -1

    def announce(self, event: Event) -> None:
        """Take an event; those that are not wanted are ignored."""
        meant = event.kind is not EventKind.FIT or event.stream == self._output
        if event.kind in self._wanted and meant:
            self._waiting.append(event)
            # Of events of one moment, each source's order counts, not the order of arrival.
            self._waiting.sort(key=lambda waiting: (waiting.at_s, waiting.source))

    def cover(self, until_s: float) -> Iterable[Delivery]:
        """No event before this session second can come any more; give what was held for it."""
        self._covered_s = max(self._covered_s, until_s)
        return self._release() if self._held else ()

    def push(self, which: int, block: Block) -> Iterable[Delivery]:
        """Take the next block of input number `which`; give what can go on."""
        if self._straight and not self._waiting:
            self._check_order(block)
            return ((block,),)
        if self._aligner is None:
            self._held.append((block,))
        else:
            self._held.extend(self._aligner.push(which, block))
        return self._release()

    def _release(self) -> Iterator[Delivery]:
        while self._held:
            blocks = self._held[0]
            if not self._is_covered(blocks[0]):
                return
            self._held.popleft()
            self._head_s = None
            self._check_order(blocks[0])
            yield from self._due(blocks[0])
            yield blocks

    def _is_covered(self, block: Block) -> bool:
        if not len(block) or math.isinf(self._covered_s):
            return self._covered_s > 0 or not len(block)
        if self._head_s is None:
            self._head_s = float(self._reached_s(block)[-1])
        return self._head_s < self._covered_s

    def _reached_s(self, block: Block) -> Samples:
        """Session second that each sample has reached: a corrected clock may step back."""
        time_s = with_time(block, self._clock).time_s
        assert time_s is not None
        return np.maximum.accumulate(time_s)

    def _check_order(self, block: Block) -> None:
        if block.start < self._reached:
            raise PlanError(
                f"stream {block.spec.id!r} went back in time",
                found=f"sample {block.start} after sample {self._reached - 1}",
            )
        self._reached = block.stop

    def _due(self, block: Block) -> Iterator[Event]:
        if not self._waiting or not len(block):
            return
        reached_s = self._reached_s(block)
        while self._waiting and self._waiting[0].at_s <= reached_s[-1]:
            event = self._waiting.pop(0)
            first = int(np.searchsorted(reached_s, event.at_s, side="left"))
            yield replace(event, sample=block.start + first)
