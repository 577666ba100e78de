"""Passes what a session makes on to the local network."""

from __future__ import annotations

from collections.abc import Sequence

from innervate.core.event import Event
from innervate.core.source import Item
from innervate.engine.analyser import Outcome, Shown
from innervate.engine.run import PlanRun
from innervate.session.publish import Publisher


class Network:
    """A listener that publishes the streams that a report would show, and the events.

    Args:
        run: the plan at work.
        shown: which of its streams to publish.
        origin_s: the host-clock second that is session second 0.
    """

    def __init__(self, run: PlanRun, shown: Shown, origin_s: float) -> None:
        names = [*shown.curves, *(quality for quality, _ in shown.qualities)]
        names += [shown.repetitions] if shown.repetitions else []
        self._run = run
        self._publisher = Publisher((run.specs[name] for name in names), origin_s)

    def hear(self, items: Sequence[Item], outcome: Outcome) -> None:
        """Publish what has come."""
        for item in (*items, *outcome.events):
            if isinstance(item, Event):
                self._publisher.tell(item)
        for block in outcome.blocks:
            if block.spec.id in self._publisher.streams:
                self._publisher.push(block, self._run.clock(block.spec.id))

    def close(self) -> None:
        """Take the streams off the network."""
        self._publisher.close()
