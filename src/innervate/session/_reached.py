"""How far in session time the items of a source have come."""

from __future__ import annotations

from innervate.core.clock import Clock, ClockPair
from innervate.core.event import Event
from innervate.core.source import Item


class Reached:
    """The session second up to which blocks have come, by the clock pairs among the items."""

    def __init__(self) -> None:
        self._clocks: dict[str, Clock] = {}
        self.reached_s = 0.0

    def push(self, item: Item) -> float:
        """Take the next item; return the session second reached with it."""
        if isinstance(item, ClockPair):
            self._clocks.setdefault(item.clock, Clock(item.clock)).add(item)
        elif not isinstance(item, Event) and len(item):
            spec = item.spec
            if item.time_s is not None:
                end_s = float(item.time_s[-1])
            else:
                clock = self._clocks.get(spec.clock, Clock(spec.clock))
                end_s = clock.session_s(item.stop / spec.regular_rate_hz)
            self.reached_s = max(self.reached_s, end_s)
        return self.reached_s
