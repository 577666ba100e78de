"""A plan at work: blocks and events in, derived streams and measures out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from innervate.core.clock import Clock, ClockPair
from innervate.core.errors import PlanError
from innervate.core.event import Event, EventKind
from innervate.core.inlet import Delivery, Inlet, check_inputs
from innervate.core.measure import Measure
from innervate.core.metric import Metric, Tally
from innervate.core.node import Node
from innervate.core.plan import Branch, Plan, Reading
from innervate.core.source import Item
from innervate.core.stream import Block, StreamSpec
from innervate.engine.analysis import Delay
from innervate.engine.coalesce import Joiner

_READ_ROWS = 512
"""Metrics are read seldom: for them short blocks wait until they have so many samples."""


class Reader:
    """A `Metric` at work in a plan; its measures come out in session seconds."""

    def __init__(self, metric: Metric, specs: tuple[StreamSpec, ...], clock: Clock) -> None:
        check_inputs(f"metric {type(metric).__name__}", metric.ACCEPTS, specs)
        wanted: frozenset[EventKind] = getattr(metric, "EVENTS", frozenset())
        self._inlet = Inlet(specs, clock, wanted, "")
        self._tally: Tally = metric.open(specs)
        self._clock = clock

    def announce(self, event: Event) -> None:
        """Take an event."""
        self._inlet.announce(event)

    def push(self, which: int, block: Block) -> None:
        """Take the next block of input number `which`."""
        self._take(self._inlet.push(which, block))

    def cover(self, until_s: float) -> None:
        """No earlier event can come any more."""
        self._take(self._inlet.cover(until_s))

    def finish(self) -> None:
        """End the streams."""
        self.cover(float("inf"))

    def read(self) -> Iterator[Measure]:
        """Give the measures so far, their times mapped to the session."""
        for measure in self._tally.read():
            yield replace(
                measure,
                start_s=self._clock.session_s(measure.start_s),
                stop_s=self._clock.session_s(measure.stop_s),
            )

    def _take(self, deliveries: Iterable[Delivery]) -> None:
        for delivery in deliveries:
            if isinstance(delivery, Event):
                self._tally.push(delivery)
            else:
                for block in delivery:
                    self._tally.push(block)


class PlanRun:
    """Runs a plan over items in the order in which they come.

    It has no clock, thread, socket or file: the same call serves a live session, a paced
    recording and a file read at once.

    Args:
        plan: what to compute.
        specs: the source streams; those that the plan does not use are ignored.
        clocks: what is known of their clocks already; pairs may also be pushed.

    Raises:
        PlanError: where the plan needs a stream that is not there or steps do not fit.
    """

    def __init__(
        self, plan: Plan, specs: Iterable[StreamSpec], clocks: Iterable[Clock] = ()
    ) -> None:
        self.plan = plan
        self._clocks = {clock.name: Clock(clock.name, clock.pairs) for clock in clocks}
        self._specs = {spec.id: spec for spec in specs}
        self._nodes: list[tuple[Branch, Node]] = []
        self._readers: list[Reader] = []
        self._nodes_of: dict[str, list[tuple[Node, int]]] = {}
        self._readers_of: dict[str, list[tuple[Reader, int]]] = {}
        self._unread = Joiner(_READ_ROWS)
        for branch in plan.branches:
            self._add_branch(branch)
        for reading in plan.readings:
            self._add_reading(reading)

    @property
    def specs(self) -> Mapping[str, StreamSpec]:
        """All streams, sources and derived ones, by id."""
        return self._specs

    @property
    def delays(self) -> tuple[Delay, ...]:
        """How much later than the phenomenon each derived stream is available, summed up."""
        total: dict[str, float] = {}
        for branch, node in self._nodes:
            upstream = max(total.get(name, 0.0) for name in branch.inputs)
            total[branch.output] = upstream + node.delay_s
        return tuple(Delay(name, delay_s) for name, delay_s in total.items())

    def clock(self, stream: str) -> Clock:
        """The clock of a stream."""
        spec = self._specs[stream]
        return self._clocks.setdefault(spec.clock, Clock(spec.clock))

    def push(self, item: Item) -> list[Block]:
        """Take the next item; return the derived blocks that it made possible."""
        if isinstance(item, ClockPair):
            self._clocks.setdefault(item.clock, Clock(item.clock)).add(item)
            return []
        if isinstance(item, Event):
            for _, node in self._nodes:
                node.announce(item)
            for reader in self._readers:
                reader.announce(item)
            return []
        return self._spread([item])

    def cover(self, until_s: float) -> list[Block]:
        """No event from outside before this session second can come any more."""
        out: list[Block] = []
        for _, node in self._nodes:
            out += self._spread(node.cover(until_s), derived=True)
        for reader in self._readers:
            reader.cover(until_s)
        return out

    def finish(self) -> list[Block]:
        """All sources have ended; return what was still held back."""
        out: list[Block] = []
        for _, node in self._nodes:
            out += self._spread(node.finish(), derived=True)
        self._tell(self._unread.rest())
        for reader in self._readers:
            reader.finish()
        return out

    def read(self) -> tuple[Measure, ...]:
        """Read all metrics; changes nothing."""
        self._tell(self._unread.rest())
        return tuple(measure for reader in self._readers for measure in reader.read())

    def _spread(self, blocks: list[Block], *, derived: bool = False) -> list[Block]:
        out: list[Block] = list(blocks) if derived else []
        waiting = deque(blocks)
        while waiting:
            block = waiting.popleft()
            for node, which in self._nodes_of.get(block.spec.id, ()):
                made = node.push(which, block)
                out += made
                waiting.extend(made)
            if block.spec.id in self._readers_of:
                self._tell(self._unread.push(block))
        return out

    def _tell(self, blocks: Iterable[Block]) -> None:
        """Let the metrics take blocks."""
        for block in blocks:
            for reader, which in self._readers_of[block.spec.id]:
                reader.push(which, block)

    def _add_branch(self, branch: Branch) -> None:
        specs = self._inputs(branch.inputs, branch.output)
        node = Node(branch.step, specs, branch.output, self.clock(branch.inputs[0]))
        self._specs[branch.output] = node.spec
        self._nodes.append((branch, node))
        for which, name in enumerate(branch.inputs):
            self._nodes_of.setdefault(name, []).append((node, which))

    def _add_reading(self, reading: Reading) -> None:
        specs = self._inputs(reading.inputs, type(reading.metric).__name__)
        reader = Reader(reading.metric, specs, self.clock(reading.inputs[0]))
        self._readers.append(reader)
        for which, name in enumerate(reading.inputs):
            self._readers_of.setdefault(name, []).append((reader, which))

    def _inputs(self, names: tuple[str, ...], for_what: str) -> tuple[StreamSpec, ...]:
        missing = [name for name in names if name not in self._specs]
        if missing:
            raise PlanError(
                f"{for_what} needs the stream {missing[0]!r}", found=", ".join(self._specs)
            )
        return tuple(self._specs[name] for name in names)
