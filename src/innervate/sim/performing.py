"""The phases of a script as performed, remembered while they are near."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

from innervate.sim.draws import Draws
from innervate.sim.performance import Form, Performed, perform
from innervate.sim.script import Script
from innervate.sim.timeline import Timeline

_KEPT_PHASES = 8


@dataclass(slots=True)
class Performing:
    """Performs the phases of a script in the forms of a timeline; the same each time."""

    script: Script
    timeline: Timeline
    draws: Draws
    _kept: OrderedDict[int, Performed] = field(default_factory=OrderedDict)

    def performed(self, start_s: float, stop_s: float) -> Iterator[Performed]:
        """The performed phases that overlap [start_s, stop_s), in order."""
        for placed in self.script.placed(start_s, stop_s):
            if placed.index not in self._kept:
                self._kept[placed.index] = perform(placed, self.timeline.at_s, self.draws)
                if len(self._kept) > _KEPT_PHASES:
                    self._kept.popitem(last=False)
            yield self._kept[placed.index]

    def form_at(self, at_s: float) -> Form:
        """The form in force at a session second."""
        return self.timeline.at_s(at_s)

    def forget(self) -> None:
        """Perform anew what comes: the timeline has been turned."""
        self._kept.clear()
