"""A step in a running plan: what every step needs and none should have to do itself."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from innervate.core.clock import Clock
from innervate.core.event import Event, EventKind
from innervate.core.inlet import Delivery, Inlet, check_inputs, with_time
from innervate.core.step import Run, Step
from innervate.core.stream import Block, StreamSpec

_EVENTS_KEPT = 64


class Node:
    """A `Step` at work in a plan.

    It lines up several inputs, delivers events, re-opens the run after a gap (applying again the
    fits and the last events), marks the settling time of every opening as NaN, and names the
    output as the plan does.

    Args:
        step: what to run.
        specs: its input streams.
        output: id of the output stream.
        clock: the clock of the inputs.
    """

    def __init__(
        self, step: Step, specs: tuple[StreamSpec, ...], output: str, clock: Clock
    ) -> None:
        check_inputs(f"step {type(step).__name__}", step.ACCEPTS, specs)
        self._step, self._specs, self._clock = step, specs, clock
        self._run: Run = step.open(specs)
        self.spec = replace(self._run.spec, id=output)
        self.delay_s = self._run.delay_s
        wanted: frozenset[EventKind] = getattr(step, "EVENTS", frozenset())
        self._inlet = Inlet(specs, clock, wanted, output)
        self._wants_time: bool = getattr(step, "WANTS_TIME", False)
        self._fit: Event | None = None
        self._recent: deque[Event] = deque(maxlen=_EVENTS_KEPT)
        self._reclocked = self.spec.clock != specs[0].clock
        self._given = 0
        self._expected: int | None = None
        self._settled_from: int | None = None

    def announce(self, event: Event) -> None:
        """Take an event; it has its effect at its own sample."""
        self._inlet.announce(event)

    def cover(self, until_s: float) -> list[Block]:
        """No earlier event can come any more; return what the step gives for what was held."""
        return self._take(self._inlet.cover(until_s))

    def push(self, which: int, block: Block) -> list[Block]:
        """Take the next block of input number `which`; return what the step gives."""
        return self._take(self._inlet.push(which, block))

    def finish(self) -> list[Block]:
        """End the streams: no event and no sample can come any more."""
        return [*self.cover(float("inf")), *self._named(self._run.finish())]

    def _take(self, deliveries: Iterable[Delivery]) -> list[Block]:
        out: list[Block] = []
        due: list[Event] = []
        for delivery in deliveries:
            if isinstance(delivery, Event):
                due.append(delivery)
            else:
                out += self._blocks(delivery, due)
                due = []
        return out

    def _blocks(self, blocks: tuple[Block, ...], due: Sequence[Event]) -> list[Block]:
        """Run blocks of one stretch and the events just before them, which belong to it."""
        first = blocks[0]
        out: list[Block] = []
        if self._expected is not None and first.start != self._expected:
            out += self._reopen(first.start)
        self._expected = first.stop
        for event in due:
            self._remember(event)
            out += self._named(self._run.push(event))
        if len(first):
            for block in blocks:
                given = with_time(block, self._clock) if self._wants_time else block
                out += self._named(self._run.push(given))
        return out

    def _remember(self, event: Event) -> None:
        if event.kind is EventKind.FIT:
            self._fit = event
        else:
            self._recent.append(event)

    def _reopen(self, start: int) -> list[Block]:
        out = self._named(self._run.finish())
        self._run = self._step.open(self._specs)
        self._settled_from = None
        for event in (*([self._fit] if self._fit else []), *self._recent):
            self._run.push(event)
        covered = start
        before_hz, after_hz = self._specs[0].rate_hz, self.spec.rate_hz
        if self._reclocked:
            if before_hz is None or after_hz is None:  # the next block tells of the gap
                return out
            covered = math.ceil(self._clock.session_s(start / before_hz) * after_hz - 1e-6)
            covered = self._given = max(self._given, covered)
        elif before_hz is not None and after_hz is not None:
            # Rounded up: the stretch before may have given a sample for the moment just before.
            covered = math.ceil(start * after_hz / before_hz - 1e-6)
        empty = np.empty((0, len(self.spec.channels)))
        time_s = None if self.spec.rate_hz is not None else np.empty(0)
        return [*out, Block(self.spec, covered, empty, time_s)]

    def _named(self, blocks: Sequence[Block]) -> list[Block]:
        named = (block.of(self.spec) for block in blocks)
        return [self._settled(block) for block in map(self._onward, named) if len(block)]

    def _onward(self, block: Block) -> Block:
        """Without what was given before: after a corrected clock a new run may overlap the last."""
        if self._reclocked:
            block = block.cut(self._given, block.stop)
            self._given = max(self._given, block.stop)
        return block

    def _settled(self, block: Block) -> Block:
        if self._settled_from is None:
            rate_hz = self.spec.rate_hz
            wait = 0 if rate_hz is None else round(self._run.settling_s * rate_hz)
            self._settled_from = block.start + wait
        if block.start >= self._settled_from:
            return block
        data = block.data.copy()
        data[: self._settled_from - block.start] = np.nan
        return Block(block.spec, block.start, data, block.time_s)
